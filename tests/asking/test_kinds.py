import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.asking.kinds import QuestionKind, holds_kind, holds_new, kind_of, marks_of_kind


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
        ("Which town does it meet in?", QuestionKind.WHERE),
        ("In welcher Stadt tagt das Forum?", QuestionKind.WHERE),
        ("Dans quelle ville se tient le forum ?", QuestionKind.WHERE),
        ("Woher kommen die Gäste?", QuestionKind.WHERE),
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


@examples(200)
@given(st.text(max_size=80))
def test_every_text_has_a_kind(text: str) -> None:
    """Whatever is asked, a kind is found, and its evidence can be looked for."""
    assert holds_kind(kind_of(text), text) in (True, False)


def test_marks_of_a_kind_are_what_stands_in_the_text() -> None:
    """Kinds that leave no mark have none; the others give each in order."""
    assert marks_of_kind(QuestionKind.NUMBER, "from 2 to 3") == ["2", "3"]
    assert marks_of_kind(QuestionKind.WHEN, "no day is named") == []
    assert marks_of_kind(QuestionKind.HOW_WHY, "because") is None


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("¿Cuándo se celebró el primer foro?", QuestionKind.WHEN),
        ("Wie sprak er op het derde forum?", QuestionKind.WHO),
        ("Kolik lidí se zúčastnilo fóra?", QuestionKind.NUMBER),
        ("sustain one day conversation location", QuestionKind.WHERE),
        ("Was wurde beim zweiten Treffen beschlossen?", QuestionKind.WHAT),
        ("Wie lautete die Entscheidung?", QuestionKind.WHAT),
        ("Um wie viel Uhr beginnt das Treffen?", QuestionKind.WHEN),
        ("Mit wie vielen Gästen rechnet der Verein?", QuestionKind.NUMBER),
        ("Wie hoch ist der Mitgliedsbeitrag?", QuestionKind.NUMBER),
        ("À combien s'élève la cotisation ?", QuestionKind.NUMBER),
        ("Hoeveel bedraagt de contributie?", QuestionKind.NUMBER),
        ("Ile wynosi składka?", QuestionKind.NUMBER),
        ("Welke spelers moeten er komen?", QuestionKind.WHAT),
        ("Welche Gruppen gibt es?", QuestionKind.LIST),
        ("Quels secteurs ont été retenus ?", QuestionKind.LIST),
        ("¿Cuáles fueron las conclusiones?", QuestionKind.LIST),
    ],
)
def test_questions_in_other_languages_are_told_by_their_tables(
    question: str, kind: QuestionKind
) -> None:
    """A word that is one of another language too leaves an English question English."""
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Która firma sponsorowała warsztaty?", QuestionKind.WHO),
        ("Quelle entreprise a payé le repas ?", QuestionKind.WHO),
        ("In welchem Hotel findet das Treffen statt?", QuestionKind.WHERE),
        ("Quel jour commence le stage ?", QuestionKind.WHEN),
        ("¿Qué día empezó el curso?", QuestionKind.WHEN),
        ("Jaký rozpočet má spolek?", QuestionKind.NUMBER),
        ("Welche Themen hat die Stadt?", QuestionKind.LIST),
    ],
)
def test_which_asks_for_what_the_noun_behind_it_names(question: str, kind: QuestionKind) -> None:
    """The first word of weight counts, and a later one does not."""
    assert kind_of(question) is kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("La session portait sur quel pays ?", QuestionKind.WHERE),
        ("Le déjeuner des membres est-il gratuit ?", QuestionKind.YES_NO),
        ("La cotisation des membres, c'est combien ?", QuestionKind.NUMBER),
        ("Das Treffen der Gruppe, das im Saal war", QuestionKind.WHAT),
    ],
)
def test_what_asks_may_stand_further_on(question: str, kind: QuestionKind) -> None:
    """A word that opens a clause asks nothing there."""
    assert kind_of(question) is kind


def test_what_is_new_is_seen_by_kind() -> None:
    """A kind that leaves no mark in a text is never missed."""
    assert holds_new(QuestionKind.WHEN, "In 2019, on 3 May.", {"2019"})
    assert not holds_new(QuestionKind.WHEN, "In 2019.", {"2019"})
    assert holds_new(QuestionKind.HOW_WHY, "Because.", set())
