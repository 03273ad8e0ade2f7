import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forumbot.answers.followups import lean
from forumbot.search.words import words

FORUM = "When and where is the next European Cluster Policy Forum?"
SUBJECT = "(next European Cluster Policy Forum)?"


@pytest.mark.parametrize(
    ("question", "leaning"),
    [
        ("Where was it held?", f"Where was it held {SUBJECT}"),
        ("and who spoke there?", f"who spoke there {SUBJECT}"),
        ("And, who spoke on labels in Brussels", f"who spoke on labels in Brussels {SUBJECT}"),
        ("What about Vienna?", f"Vienna {SUBJECT}"),
        ("how about the budget of mobility schemes?", f"the budget of mobility schemes {SUBJECT}"),
        ("Und wo?", f"wo {SUBJECT}"),
        ("budget", f"budget {SUBJECT}"),
        ("And?", SUBJECT),
        ("Which topics do these reports treat?", f"Which topics do these reports treat {SUBJECT}"),
        ("And the policy?", "the policy (next European Cluster Forum)?"),
    ],
)  # fmt: skip
def test_a_leaning_question_gets_the_subject_of_the_one_before(question: str, leaning: str) -> None:
    """Openings, pronouns and few words lean; words that it has itself are not said twice."""
    assert lean(question, FORUM) == leaning


@pytest.mark.parametrize(
    "question",
    [
        "Who spoke on cluster excellence labelling?",
        "What was decided about hydrogen valleys in Europe?",
        "Also-rans of cluster funding programmes in Brussels",
        "Andorra joined which cluster partnership?",
        "Welche Herausforderungen haben Cluster gemeinsam?",
    ],
)
def test_a_question_with_words_of_its_own_stands_as_it_is(question: str) -> None:
    """What names its own subject is left alone, and words that only begin like an opening too."""
    assert lean(question, FORUM) == question


@pytest.mark.parametrize("previous", ["", "?", "And what of it?", "Where was it held there?"])
def test_what_was_said_alike_before_adds_nothing_of_stop_words(previous: str) -> None:
    """Only content words are carried on; without any the question stands as it is."""
    assert lean("Where was it held?", previous) == "Where was it held?"


def test_accents_and_capitals_of_the_subject_are_kept() -> None:
    """The subject is put behind as it was written."""
    leaning = lean("And who else?", "What did Hervé Floch say of ClusterXchange and l'industrie?")
    for word in ("Hervé", "Floch", "ClusterXchange", "l'industrie"):
        assert word in leaning


def test_a_subject_is_carried_over_several_questions() -> None:
    """A question that leans on one that leant still knows what it is about."""
    second = lean("And who spoke there?", FORUM)
    assert "European Cluster Policy Forum" in lean("What about Vienna?", second)


_WORDS = st.sampled_from(
    ["and", "And,", "What about", "it", "there", "und", "en", "So-called", "Forum", "Hervé", "?",
     "cluster", "€3.6", "l'industrie", "(", ")", "e\u0301", "\ud800", "\x00", "İ", "中"]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_WORDS, max_size=8).map(" ".join))
_OPENINGS = {"and", "but", "so", "also", "what", "how", "about", "und", "aber", "et", "mais", "en"}


@settings(deadline=None, max_examples=300)
@given(question=_TEXTS, previous=_TEXTS)
@example(question="And?", previous=FORUM)
def test_no_word_of_a_question_is_lost(question: str, previous: str) -> None:
    """Whatever was said before, at most an opening goes and at most the subject comes."""
    asked, leaning = words(question), words(lean(question, previous))
    if asked == leaning:
        return
    kept = max(
        (asked[start:] for start in range(3) if leaning[: len(asked) - start] == asked[start:]),
        key=len,
    )
    assert set(asked[: len(asked) - len(kept)]) <= _OPENINGS
    assert set(leaning[len(kept) :]) <= set(words(previous))
