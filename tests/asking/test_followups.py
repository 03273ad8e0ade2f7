from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forumbot.asking.followups import lean
from forumbot.asking.question import read_question
from forumbot.language.words import words

FORUM = "When and where is the next European Cluster Policy Forum?"
SUBJECT = "(next European Cluster Policy Forum)?"


@pytest.mark.parametrize(
    ("question", "leaning"),
    [
        ("Where was it held?", "Where was next European Cluster Policy Forum held?"),
        ("and who spoke there?", f"who spoke there {SUBJECT}"),
        ("And, who spoke on labels in Brussels", f"who spoke on labels in Brussels {SUBJECT}"),
        ("What about Vienna?", f"Vienna {SUBJECT}"),
        ("how about the budget of mobility schemes?", f"the budget of mobility schemes {SUBJECT}"),
        ("Und wo?", f"wo {SUBJECT}"),
        ("budget", f"budget {SUBJECT}"),
        ("And?", SUBJECT),
        ("Whose is this? Is it his?", "Whose is next European Cluster Policy Forum? Is it his?"),
        ("And the policy?", "the policy (next European Cluster Forum)?"),
    ],
)  # fmt: skip
def test_a_leaning_question_gets_the_subject_of_the_one_before(question: str, leaning: str) -> None:
    """It takes the place of the first pronoun, else it comes behind; no word is said twice."""
    assert lean(read_question(question), FORUM) == leaning


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
    assert lean(read_question(question), FORUM) == question


@pytest.mark.parametrize("previous", ["", "?", "And what of it?", "Where was it held there?"])
def test_what_was_said_alike_before_adds_nothing_of_stop_words(previous: str) -> None:
    """Only content words are carried on; without any the question stands as it is."""
    assert lean(read_question("Where was it held?"), previous) == "Where was it held?"


def test_accents_and_capitals_of_the_subject_are_kept() -> None:
    """The subject is put behind as it was written."""
    leaning = lean(
        read_question("And who else?"),
        "What did Hervé Floch say of ClusterXchange and l'industrie?",
    )
    for word in ("Hervé", "Floch", "ClusterXchange", "l'industrie"):
        assert word in leaning


def test_a_subject_is_carried_over_several_questions() -> None:
    """A question that leans on one that leant still knows what it is about."""
    second = lean(read_question("And who spoke there?"), FORUM)
    assert "European Cluster Policy Forum" in lean(read_question("What about Vienna?"), second)


_WORDS = st.sampled_from(
    ["and", "And,", "What about", "it", "there", "und", "en", "So-called", "Forum", "Hervé", "?",
     "cluster", "€3.6", "l'industrie", "its", "(", ")", "İ", "中"]
)  # fmt: skip
_TEXTS = st.one_of(
    st.text(st.characters(codec="latin-1"), max_size=60),
    st.lists(_WORDS, max_size=8).map(" ".join),
)
_GOING = frozenset(
    "and but so also what how about und aber et mais en it its they them their that this these "
    "those there he she his her him then one ones es sie dort il elle ils y".split()
)


@settings(deadline=None, max_examples=300)
@given(question=_TEXTS, previous=_TEXTS)
@example(question="And?", previous=FORUM)
@example(question="its budget, there and there?", previous=FORUM)
def test_no_word_of_its_own_is_lost(question: str, previous: str) -> None:
    """At most an opening and one pronoun go, and only words of the question before come."""
    asked, leaning = (
        Counter(words(question)),
        Counter(words(lean(read_question(question), previous))),
    )
    gone, come = asked - leaning, leaning - asked
    assert gone.keys() <= _GOING
    assert gone.total() <= 3
    assert come.keys() <= set(words(previous))


@settings(deadline=None, max_examples=150)
@given(question=st.text(max_size=60), previous=st.text(max_size=60))
@example(question="\ud800 it?", previous="\udcff forum")
@example(question="what of it", previous="\\1 \\g<0> budget")
def test_any_two_texts_lean_or_not_without_fail(question: str, previous: str) -> None:
    """Nothing raises, and signs of patterns in a question are signs like any other."""
    leaning = lean(read_question(question), previous)
    assert leaning == question or leaning.endswith("?")
