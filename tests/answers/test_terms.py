import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.answers.terms import QuestionTerms
from forumbot.asking.question import read_question
from forumbot.search.lexical import LexicalIndex, LexicalText

TEXTS = (
    "The forum discussed clusters and labelling.",
    "The forum discussed clusters and mobility.",
    "The forum met Søren Røn of Scale-up Denmark.",
)


@pytest.fixture(scope="module")
def lexical() -> LexicalIndex:
    """Three passages: ``forum`` stands in all of them, ``clusters`` in two, ``labelling`` once."""
    return LexicalIndex.build([LexicalText(text, "en") for text in TEXTS])


def test_a_text_with_every_word_is_covered_whole_and_one_with_none_not_at_all(
    lexical: LexicalIndex,
) -> None:
    """Coverage runs from 0 to 1 on both measures."""
    terms = QuestionTerms.of(read_question("What did the forum say on labelling?"), lexical)
    assert terms.coverage("forums labelled") == pytest.approx(1.0)
    assert terms.fuzzy_coverage("the forum: labelling") == pytest.approx(1.0)
    assert terms.coverage("budget") == 0.0
    assert terms.fuzzy_coverage("") == 0.0


def test_a_rare_word_counts_for_more_than_a_frequent_one(lexical: LexicalIndex) -> None:
    """Words that all passages hold say little of what a text is about."""
    terms = QuestionTerms.of(read_question("forum labelling"), lexical)
    assert terms.coverage("labelling") > terms.coverage("forum") > 0


def test_a_misspelt_word_is_covered_in_part(lexical: LexicalIndex) -> None:
    """Character n-grams see through a typo that stems do not."""
    terms = QuestionTerms.of(read_question("labeling"), lexical)
    assert terms.coverage("mobility") == 0.0
    assert terms.fuzzy_coverage("labelling") > 0.5 > terms.fuzzy_coverage("mobility")


@pytest.mark.parametrize(
    ("asked", "text", "languages", "is_held"),
    [("catering", "characteristics of the enterprises that create centring", (), False),
     ("labelling", "a labelled one", (), True),
     ("digitalisation", "the digitisation of ports", (), True),
     ("skils", "new skills", (), True),
     ("clusters", "new labels", (), False),
     ("national", "international work", ("en",), False),
     ("Politik", "die Clusterpolitik", ("de",), True),
     ("Politik", "die Clusterpolitik", ("en",), False),
     ("mobil", "mobile works", (), True),
     ("art", "party of artisans", (), False),
     ("innovation", "renovation", (), False)],
)  # fmt: skip
def test_a_word_is_another_s_form_slip_or_part_or_is_not_there(
    asked: str, text: str, languages: tuple[str, ...], is_held: bool, lexical: LexicalIndex
) -> None:
    """Its letters spread over a text are no word of it."""
    terms = QuestionTerms.of(read_question(asked), lexical)
    assert terms.worded_coverage(text, *languages) == pytest.approx(1.0 if is_held else 0.0)


def test_accents_and_capitals_make_no_difference(lexical: LexicalIndex) -> None:
    """Names are found however they are typed."""
    assert QuestionTerms.of(read_question("SOREN RON"), lexical).coverage(
        TEXTS[2]
    ) == pytest.approx(1.0)


@pytest.mark.parametrize("question", ["", "what is it of the", "???"])
def test_a_question_of_stop_words_is_covered_by_nothing(
    question: str, lexical: LexicalIndex
) -> None:
    """Without a word that says something there is nothing to cover."""
    terms = QuestionTerms.of(read_question(question), lexical)
    for measure in (terms.coverage, terms.fuzzy_coverage):
        assert measure("what is it of the forum") == 0.0


@examples(150)
@given(question=st.text(max_size=60), text=st.text(max_size=60), more=st.text(max_size=30))
def test_coverage_stays_within_bounds_and_never_falls_as_a_text_grows(
    lexical: LexicalIndex, question: str, text: str, more: str
) -> None:
    """Appending words cannot lose any of what was covered before."""
    terms = QuestionTerms.of(read_question(question), lexical)
    for measure in (terms.coverage, terms.fuzzy_coverage):
        before, after = measure(text), measure(f"{text}\n{more}")
        assert 0.0 <= before <= after + 1e-9 <= 1.0 + 1e-6


def test_wordings_that_share_a_finder_are_covered_as_each_alone(lexical: LexicalIndex) -> None:
    """What a text holds of one wording does not depend on which others it was read for."""
    asked = [read_question(text) for text in ("Who labels clusters?", "Labelling of forums", "of")]
    for terms, question in zip(QuestionTerms.of_all(asked, lexical), asked, strict=True):
        alone = QuestionTerms.of(question, lexical)
        for text in (*TEXTS, "Clustering and labels", ""):
            assert terms.coverage(text) == alone.coverage(text)
            assert terms.fuzzy_coverage(text) == alone.fuzzy_coverage(text)
            assert terms.held(text) == alone.held(text)


def test_texts_are_covered_together_as_in_one(lexical: LexicalIndex) -> None:
    """A lead-in and its item count as if they stood in one text."""
    terms = QuestionTerms.of(read_question("clusters and labelling and mobility"), lexical)
    parts = ("What clusters did:", "They labelled.")
    assert terms.coverage(*parts) == terms.coverage(" ".join(parts)) > terms.coverage(parts[0])
    assert terms.held(*parts) == terms.held(" ".join(parts))
