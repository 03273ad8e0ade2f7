import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.language.levelling import level
from forumbot.language.words import content_words, spellings
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.spelling import mend_abroad

ENGLISH = (
    "Hervé Floch and Søren Røn spoke on cluster excellence labelling. The budget of ClusterXchange "
    "was decided in Brussels. See clustercollaboration.eu on évolution. Ten participants "
    "identified challenges of digitisation; fund, note."
)
GERMAN = "Die Unternehmen wurden in der Straße gefördert."
KNOWN = {code: sorted(set(content_words(text))) for code, text in (("en", ENGLISH), ("de", GERMAN))}


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
    assert index.mended(question, "en") == question


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Who spoke on cluser exellence labeling?", "Who spoke on cluster excellence labelling?"),
        ("clutser EXCELLENSE", "cluster excellence"),
        ("ClusterXchnge's budgett!", "clusterxchange's budget!"),
        ("Brusels: chalenges of digitization", "brussels: challenges of digitisation"),
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
    assert index.mended(question, "en") == meant


@pytest.mark.parametrize(("question", "meant"), [("Brüsels", "brussels"), ("bùdgett", "budget")])
def test_accents_are_no_mistakes(index: LexicalIndex, question: str, meant: str) -> None:
    """Letters are compared without them."""
    assert index.mended(question, "en") == meant


@pytest.mark.parametrize(
    "question",
    ["fnd", "nots", "tenn", "hydrogen valleys", "Kuala Lumpur", "12345", "cl_ster", "?!", "中文"],
)  # fmt: skip
def test_short_and_far_words_stand_as_they_are(index: LexicalIndex, question: str) -> None:
    """Under five letters nothing is guessed, and nothing is made of what is like no word."""
    assert index.mended(question, "en") == question


def test_a_word_is_mended_towards_its_own_language_alone(index: LexicalIndex) -> None:
    """What is a slip in one language is a word of none in another."""
    assert index.mended("Unternemen", "de") == "unternehmen"
    assert index.mended("Unternemen", "en") == "Unternemen"


def test_of_words_as_near_the_one_used_most_is_meant() -> None:
    """ "fourm" is "forum" where that is what the archive is about, whatever the alphabet says."""
    texts = ["The forum met.", "A forum in Brussels.", "Four spoke.", "A form was signed."]
    index = LexicalIndex.build([LexicalText(text, "en") for text in texts])
    assert index.mended("when was the fourm", "en") == "when was the forum"


@pytest.mark.parametrize("word", ["commissioner", "Paris", "stands", "budgets", "seventh"])
def test_a_word_that_is_known_elsewhere_is_no_slip(word: str) -> None:
    """The model's own vocabulary or the language's table has it, though the archive does not."""
    index = LexicalIndex.build(
        [LexicalText("The commission, part, stance; a budget; seventy", "en")]
    )
    known = {"commissioner", "paris", "stands", "budgets"}
    assert index.mended(word, "en", known.__contains__) == word


def test_another_last_letter_makes_another_word() -> None:
    """An ending is likelier meant than mistyped."""
    index = LexicalIndex.build([LexicalText("It was funded by the funding fund.", "en")])
    assert index.mended("Which funder?", "en") == "Which funder?"


def test_without_words_nothing_is_mended() -> None:
    """An empty archive takes every question as it is."""
    assert LexicalIndex.build([]).mended("cluser excelence", "en") == "cluser excelence"


_PLAIN = [word for word, written in spellings([ENGLISH, GERMAN]).items() if written.isascii()]
_KNOWN_FORMS = st.sampled_from(_PLAIN).flatmap(
    lambda word: st.sampled_from([word, word.upper(), word.title()])
)
_SIGNS = st.text(st.sampled_from(" \n?!,;:()[]€$\"'"), min_size=1, max_size=3)


@examples(150)
@given(st.lists(st.tuples(_KNOWN_FORMS, _SIGNS), max_size=12))
def test_words_that_the_archive_knows_are_never_changed(
    index: LexicalIndex, parts: list[tuple[str, str]]
) -> None:
    """In any case, order and among any signs."""
    question = "".join(word + sign for word, sign in parts)
    assert index.mended(question, "en") == question


@examples(200)
@given(st.text(max_size=80))
@example("\ud800cluser")
@example("clüſer İstanbull ﬁnannce")
def test_any_text_is_mended_without_fail(index: LexicalIndex, question: str) -> None:
    """Nothing raises, and what is mended once needs no mending again."""
    once = index.mended(question, "en")
    assert index.mended(once, "en") == once


@examples(150)
@given(
    data=st.data(),
    known=st.sampled_from(
        [
            (code, word)
            for code, words in KNOWN.items()
            for word in words
            if len(word) >= 8 and word.isalpha()
        ]
    ),
)
def test_one_wrong_letter_in_a_long_word_leads_back_to_a_word_of_the_archive(
    index: LexicalIndex, data: st.DataObject, known: tuple[str, str]
) -> None:
    """Wherever the letter is missing, the mended word is one that the archive knows."""
    language, word = known
    place = data.draw(st.integers(0, len(word) - 2))
    mended = index.mended(word[:place] + word[place + 1 :], language)
    assert level(mended) in map(level, KNOWN[language]) or index.word_scores([level(mended)]).any()


def test_no_word_of_another_language_nor_what_is_left_of_a_damaged_one_is_meant() -> None:
    """Though its stem is one in the question's language too; a name may be of any language."""
    index = LexicalIndex.build(
        [
            LexicalText("Ferns were planted. The slate board met. It was gew¨ahlten then.", "en"),
            LexicalText("Ferns grow well here, as the board said.", "en"),
            LexicalText("Een voorstel voor de zaal. Floch sprak over het voorstel.", "nl"),
        ]
    )
    assert index.mended("Who wrote the voorstl of ahlten?", "en") == (
        "Who wrote the voorstl of ahlten?"
    )
    assert index.mended("What did the borad of Flohc say?", "en") == (
        "What did the board of floch say?"
    )


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("les amendes sont-elles supprimées", "les amendes sont-elles supprimées"),
        ("la cotisatoin", "la cotisation"),
    ],
)
def test_another_form_is_no_slip_though_its_stem_is_not_known(question: str, meant: str) -> None:
    """Where the endings alone differ; letters that changed places are a slip there too."""
    known = LexicalIndex.build([LexicalText("Il faut supprimer la cotisation.", "fr")])
    assert known.mended(question, "fr") == meant


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("wie viele expeerten sind dabei", "de", "wie viele experten sind dabei"),
        ("qui parle de labelisation ?", "fr", "qui parle de labellisation ?"),
        ("was ist mit der Konferenz in Expeerten", "de", "was ist mit der Konferenz in experten"),
        ("qui est Labelisation ?", "fr", "qui est Labelisation ?"),
        ("in welk gebouw tijdens de verbouwing", "nl", "in welk gebouw tijdens de verbouwing"),
        ("wie hoch ist das zzyzzx", "de", "wie hoch ist das zzyzzx"),
        ("die Partnerschaften der Expertengruppe", "de", "die Partnerschaften der Expertengruppe"),
        ("expeerten", "xx", "expeerten"),
    ],
)
def test_words_of_another_language_are_mended_by_its_glossary(
    typed: str, language: str, meant: str
) -> None:
    """But for names, what the glossary reads as it is, and what is near to none of its words."""
    assert mend_abroad(typed, language, lambda _word: False) == meant


def test_what_is_known_is_not_mended_by_a_glossary() -> None:
    """As the archive or the model's vocabulary may know it."""
    assert mend_abroad("die expeerten", "de", {"expeerten"}.__contains__) == "die expeerten"
