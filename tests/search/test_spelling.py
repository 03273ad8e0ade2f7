import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forumbot.language.levelling import level
from forumbot.language.words import content_words, spellings
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.spelling import mend

ENGLISH = (
    "Hervé Floch and Søren Røn spoke on cluster excellence labelling. The budget of ClusterXchange "
    "was decided in Brussels. See clustercollaboration.eu on évolution. Ten participants "
    "identified challenges of digitisation; fund, note."
)
GERMAN = "Die Unternehmen wurden in der Straße gefördert."
KNOWN = sorted(set(content_words(f"{ENGLISH} {GERMAN}")))


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    """The words of two texts in two languages."""
    return LexicalIndex.build([LexicalText(ENGLISH, "en"), LexicalText(GERMAN, "de")])


@pytest.mark.parametrize(
    "question",
    [
        ENGLISH,
        GERMAN,
        "Who spoke on cluster excellence labelling?",
        "label; labels and Labelled",
        "challenge: identify a participant, decide budgets and clusters",
        "Unternehmens, fördern, STRASSE",
        "Hervé Floch, Søren Røn",
        "e\u0301volution of clustercollaboration.eu",
        "which would their about before whether",
    ],
)
def test_known_words_and_their_inflections_stand_as_they_are(
    index: LexicalIndex, question: str
) -> None:
    """What has the stem of a word of the archive, in any case or without accents, is left."""
    assert index.mended(question) == question


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Who spoke on cluser exellence labeling?", "Who spoke on cluster excellence labelling?"),
        ("clutser EXCELLENSE", "cluster excellence"),
        ("ClusterXchnge's budgett!", "clusterxchange's budget!"),
        ("Brusels: chalenges of digitization", "brussels: challenges of digitisation"),
        ("Unternemen", "unternehmen"),
        ("Flosh", "floch"),
        ("what of soren ron", "what of Søren Røn"),
        ("excelence", "excellence"),
        ("partecipants, partcipants", "participants, participants"),
    ],
)
def test_mistyped_words_become_the_nearest_word_of_the_archive(
    index: LexicalIndex, question: str, meant: str
) -> None:
    """A letter left out, added, exchanged or wrong is mended; all else of the question stays."""
    assert index.mended(question) == meant


@pytest.mark.parametrize(("question", "meant"), [("Brüsels", "brussels"), ("bùdgett", "budget")])
def test_accents_are_no_mistakes(index: LexicalIndex, question: str, meant: str) -> None:
    """Letters are compared without them."""
    assert index.mended(question) == meant


@pytest.mark.parametrize(
    "question",
    ["fnd", "nots", "tenn", "hydrogen valleys", "Kuala Lumpur", "12345", "cl_ster", "?!", "中文"],
)  # fmt: skip
def test_short_and_far_words_stand_as_they_are(index: LexicalIndex, question: str) -> None:
    """Under five letters nothing is guessed, and nothing is made of what is like no word."""
    assert index.mended(question) == question


def test_without_words_nothing_is_mended() -> None:
    """An empty archive takes every question as it is."""
    assert mend("cluser excelence", {}, lambda _word: set()) == "cluser excelence"
    assert LexicalIndex.build([]).mended("cluser") == "cluser"


_PLAIN = [word for word, written in spellings([ENGLISH, GERMAN]).items() if written.isascii()]
_KNOWN_FORMS = st.sampled_from(_PLAIN).flatmap(
    lambda word: st.sampled_from([word, word.upper(), word.title()])
)
_SIGNS = st.text(st.sampled_from(" \n?!,;:()[]€$\"'"), min_size=1, max_size=3)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(_KNOWN_FORMS, _SIGNS), max_size=12))
def test_words_that_the_archive_knows_are_never_changed(
    index: LexicalIndex, parts: list[tuple[str, str]]
) -> None:
    """In any case, order and among any signs."""
    question = "".join(word + sign for word, sign in parts)
    assert index.mended(question) == question


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80))
@example("\ud800cluser")
@example("clüſer İstanbull ﬁnannce")
def test_any_text_is_mended_without_fail(index: LexicalIndex, question: str) -> None:
    """Nothing raises, and what is mended once needs no mending again."""
    once = index.mended(question)
    assert index.mended(once) == once


@settings(deadline=None, max_examples=150)
@given(
    data=st.data(),
    word=st.sampled_from([word for word in KNOWN if len(word) >= 8 and word.isalpha()]),
)
def test_one_wrong_letter_in_a_long_word_leads_back_to_a_word_of_the_archive(
    index: LexicalIndex, data: st.DataObject, word: str
) -> None:
    """Wherever the letter is missing, the mended word is one that the archive knows."""
    place = data.draw(st.integers(0, len(word) - 1))
    mended = index.mended(word[:place] + word[place + 1 :])
    known = {level(known) for known in KNOWN}
    assert mended in known or index.word_scores(content_words(mended)).any()
