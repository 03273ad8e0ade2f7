"""What a question asks for: the words that say as what, or of what."""

from dataclasses import replace

import pytest

from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import read_question
from forumbot.asking.sought import sought


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who was the keynote speaker?", ("keynote",)),
        ("Who gave the keynote?", ("keynote",)),
        ("Who is the new secretary?", ("secretary",)),
        ("Wer ist die neue Schatzmeisterin?", ("schatzmeisterin",)),
        ("Who talked about labels?", ()),
        ("Who came to the second forum?", ()),
        ("Kto zaprezentował włoski park?", ()),
        ("Who agreed to open an issue?", ()),
        ("Who is the deputy secretary?", ("deputy", "secretary")),
        ("Who is the vice-chair of the board?", ("vice", "chair")),
        ("Who is the former treasurer?", ("former", "treasurer")),
        ("Qui est le secrétaire adjoint ?", ("secretaire", "adjoint")),
        ("Wer ist stellvertretender Vorsitzender?", ("stellvertretender", "vorsitzender")),
        ("Cine este secretarul adjunct?", ("secretarul", "adjunct")),
        ("How many members do we have?", ("members",)),
        ("Who thought that labels help?", ()),
        ("Who set up the association?", ()),
        ("Who carried out the survey?", ()),
        ("Qui a parlé des labels ?", ()),
        ("Qui peut donner son feu vert ?", ()),
        ("Welche Personen stellten die schwedische Region vor?", ()),
        ("Mit wem hat Ada das Buch gemacht?", ("buch",)),
        ("Who at Agate organised the dinner?", ("organised",)),
        ("Wer hat die Tagung eröffnet?", ("tagung", "eroffnet")),
        ("Wer wurde bei Xyzzyx zum Schatzmeister gewählt?", ("schatzmeister", "gewahlt")),
        ("How many French clusters took part?", ("french",)),
        ("Wie viele Cluster waren da?", ("cluster",)),
        ("Hvor mange medlemmer har gruppen?", ("medlemmer",)),
        ("How many people came?", ()),
        ("Combien de personnes sont venues ?", ()),
        ("When was the dinner?", ()),
        ("When was the network founded?", ("founded",)),
        ("¿Cuándo se fundó el foro?", ("fundo",)),
        ("Wann wurde das Netzwerk gegründet?", ("gegrundet",)),
        ("In what year was Ada elected?", ("elected",)),
        ("Who?", ()),
    ],
)
def test_the_words_for_what_is_sought(question: str, wanted: tuple[str, ...]) -> None:
    """Verbs that only help, names and people in general are none."""
    assert tuple(word for word, _english in sought(read_question(question)).words) == wanted


def test_people_in_general_are_counted_as_such() -> None:
    """A question for how many came asks for people without naming what they are."""
    assert sought(read_question("How many people came?")).of_people
    assert not sought(read_question("How many women came?")).of_people


@pytest.mark.parametrize(
    "question",
    [
        "How much funding did the pilots have?",
        "How big was the budget of the pilots?",
        "What was the budget of the label?",
        "Wie viel Geld bekommen die Projekte?",
        "Wie hoch ist die Förderung der Projekte?",
        "Wie groß ist das Budget?",
        "Combien d'argent les projets ont-ils reçu ?",
        "Quanto denaro ricevono i progetti?",
        "Hoeveel geld krijgen de projecten?",
    ],
)
def test_an_amount_of_money_is_asked_for(question: str) -> None:
    """How much of it, how high it is, or how big what it is said of."""
    assert sought(read_question(question)).is_paid


@pytest.mark.parametrize(
    "question",
    [
        "For how long are the pilots funded?",
        "How long does the funding last?",
        "What percentage of the funding is left?",
        "How big is the group that is funded?",
        "How far are the places that are funded?",
        "Wie lange werden die Projekte gefördert?",
        "Wie lange läuft die Förderung?",
        "Wie groß ist die Gruppe, die gefördert wird?",
        "Pendant combien de temps les projets sont-ils financés ?",
        "Quelle part du budget est dépensée ?",
        "Per quanto tempo sono finanziati i progetti?",
        "Hoe lang worden de projecten gefinancierd?",
        "Jak długo projekty są finansowane?",
        "Cât timp sunt finanțate proiectele?",
        "¿Cuánto tiempo se financian los proyectos?",
        "Hur länge finansieras projekten?",
    ],
)
def test_how_long_how_far_and_what_share_are_no_amount_of_money(question: str) -> None:
    """Whatever is said of funds beside them; nor is the size of something else."""
    assert not sought(read_question(question)).is_paid


@pytest.mark.parametrize(
    "question",
    [
        "For how long are the pilots funded?",
        "Wie lange werden die Projekte gefördert?",
        "Pendant combien de temps les projets sont-ils financés ?",
        "Per quanto tempo sono finanziati i progetti?",
        "Hoe lang worden de projecten gefinancierd?",
        "Jak długo projekty są finansowane?",
        "Cât timp sunt finanțate proiectele?",
    ],
)
def test_how_long_is_asked_for_by_a_number(question: str) -> None:
    """As every measure is."""
    assert read_question(question).kind is QuestionKind.NUMBER


def test_what_is_sought_is_read_once_a_question() -> None:
    """It is asked for with each passage; the same text in another language is read anew."""
    question = read_question("Who is the new secretary?")
    assert sought(question) is sought(read_question("Who is the new secretary?"))
    assert sought(replace(question, spoken="de")) is not sought(question)
