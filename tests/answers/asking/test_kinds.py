import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumbot.answers.asking.kinds import (
    MAX_QUESTION_CHARS,
    QuestionKind,
    check_question,
    holds_kind,
    is_lookup,
    kind_of,
    marks_of_kind,
)
from forumbot.errors import UsageError


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When is the next forum?", QuestionKind.WHEN),
        ("WEN IS THE NEXT FORUM", QuestionKind.WHEN),
        ("On which date did the EU Cluster Weeks begin?", QuestionKind.WHEN),
        ("Wann findet das Forum statt?", QuestionKind.WHEN),
        ("How many representatives met?", QuestionKind.NUMBER),
        ("clusterxchange budget", QuestionKind.NUMBER),
        ("Wie viele Länder waren dabei?", QuestionKind.NUMBER),
        ("Who spoke on labelling?", QuestionKind.WHO),
        ("Qui a parlé des pôles ?", QuestionKind.WHO),
        ("Where does the conference take place?", QuestionKind.WHERE),
        ("Which city hosts the conference?", QuestionKind.WHERE),
        ("What common challenges were identified?", QuestionKind.LIST),
        ("Which working groups exist?", QuestionKind.LIST),
        ("Why were the weeks welcomed?", QuestionKind.HOW_WHY),
        ("Is the next forum in Brussels?", QuestionKind.YES_NO),
        ("What is a cluster?", QuestionKind.WHAT),
        ("Søren Røn", QuestionKind.WHAT),
    ],
)
def test_the_words_of_a_question_tell_its_kind(question: str, kind: QuestionKind) -> None:
    """Questions in three languages, with typos and as bare keywords, are told apart."""
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("kind", "holding", "lacking"),
    [
        (QuestionKind.NUMBER, "A budget of €3.6 million", "A budget"),
        (QuestionKind.NUMBER, "There were eighteen or twelve", "There were some"),
        (QuestionKind.WHEN, "on 14 March", "on the theme of skills"),
        (QuestionKind.WHO, "Hervé Floch presented it", "the presenters explained it"),
        (QuestionKind.WHERE, "It was held in Bucharest", "It was held there"),
    ],
)
def test_evidence_of_a_kind_is_seen_in_a_text(
    kind: QuestionKind, holding: str, lacking: str
) -> None:
    """A text with a number, date, name or place is told from one without."""
    assert holds_kind(kind, holding)
    assert not holds_kind(kind, lacking)


@pytest.mark.parametrize(
    "kind", [QuestionKind.LIST, QuestionKind.YES_NO, QuestionKind.HOW_WHY, QuestionKind.WHAT]
)
def test_kinds_without_a_mark_are_found_in_any_text(kind: QuestionKind) -> None:
    """No text is held against a question whose kind leaves no mark."""
    assert holds_kind(kind, "")


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "???", "—", "[]"])
def test_a_question_without_a_word_is_refused(text: str) -> None:
    """Blank questions and bare punctuation are said to be empty."""
    with pytest.raises(UsageError, match="empty"):
        check_question(text)


def test_the_longest_question_is_let_through_and_no_longer_one() -> None:
    """The limit counts characters after white space has been made plain."""
    longest = "a" * MAX_QUESTION_CHARS
    assert check_question(f"  {longest}\n\n") == longest
    with pytest.raises(UsageError, match=r"longer than 1000 characters"):
        check_question(longest + "a")


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60))
def test_a_checked_question_has_plain_spaces_and_the_same_words(text: str) -> None:
    """Checking changes white space alone, and checking twice changes nothing more."""
    try:
        question = check_question(text)
    except UsageError:
        return
    assert question.split(" ") == unicodedata.normalize("NFC", text).split()
    assert check_question(question) == question


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80))
def test_every_text_has_a_kind(text: str) -> None:
    """Whatever is asked, a kind is found, and its evidence can be looked for."""
    assert holds_kind(kind_of(text), text) in (True, False)


def test_accents_typed_apart_are_joined_to_their_letters() -> None:
    """A question typed on a system that decomposes letters is the same question."""
    assert check_question("e\u0301volution of Herve\u0301") == "évolution of Hervé"


def test_marks_of_a_kind_are_what_stands_in_the_text() -> None:
    """Kinds that leave no mark have none; the others give each in order."""
    assert marks_of_kind(QuestionKind.NUMBER, "from 2 to 3") == ["2", "3"]
    assert marks_of_kind(QuestionKind.WHEN, "no day is named") == []
    assert marks_of_kind(QuestionKind.HOW_WHY, "because") is None


@pytest.mark.parametrize(
    ("question", "is_one"),
    [
        ("Søren Røn", True),
        ("ClusterXchange 2019", True),
        ("[3]", False),
        ("2 2", False),
        ("Who is Søren Røn?", False),
        ("one two three four five", False),
    ],
)
def test_a_bare_name_is_looked_up_and_a_bare_number_is_not(question: str, is_one: bool) -> None:
    """A number alone names nothing, though many sentences hold it."""
    assert is_lookup(question) is is_one


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("¿Cuándo se celebró el primer foro?", QuestionKind.WHEN),
        ("Wie sprak er op het derde forum?", QuestionKind.WHO),
        ("Kolik lidí se zúčastnilo fóra?", QuestionKind.NUMBER),
        ("sustain one day conversation location", QuestionKind.WHERE),
    ],
)
def test_questions_in_other_languages_are_told_by_their_tables(
    question: str, kind: QuestionKind
) -> None:
    """A word that is one of another language too leaves an English question English."""
    assert kind_of(question) is kind
