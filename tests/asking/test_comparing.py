"""Messages about two meetings that were spoken of."""

import pytest

from forumbot.asking.comparing import spoken_of
from forumbot.asking.context import Context
from forumbot.asking.followups import hangs, read_on
from forumbot.asking.question import read_question
from forumbot.language.turns import turns

ENGLISH = Context("When was the third forum?", (3,), earlier=("the second forum",))
SERIES = Context("How many came to the 2020 conference?", earlier=("the 2019 conference",))


@pytest.mark.parametrize(
    ("asked", "other", "message", "meant"),
    [
        ("Wann war das dritte Forum?", "das zweite Forum", "vergleiche sie",
         "Vergleiche das zweite Forum und das dritte Forum"),
        ("Quand était le troisième forum ?", "le premier forum", "et lequel des deux a eu plus ?",
         "lequel des deux a eu plus (le premier forum et le troisième forum)?"),
        ("Când a fost al treilea forum?", "al doilea forum", "care dintre ele a durat mai mult?",
         "care dintre ele a durat mai mult (al doilea forum și al treilea forum)?"),
        ("¿Cuándo fue el tercer foro?", "el segundo foro", "compáralos",
         "Compara el segundo foro y el tercer foro"),
        ("Quando è stato il terzo forum?", "il secondo forum", "confrontali",
         "Confronta il secondo forum e il terzo forum"),
        ("Quando foi o terceiro fórum?", "o segundo fórum", "qual dos dois teve mais?",
         "qual dos dois teve mais (o segundo fórum e o terceiro fórum)?"),
        ("Wanneer was het derde forum?", "het tweede forum", "en wat is het verschil?",
         "Vergelijk het tweede forum en het derde forum"),
        ("Kiedy było trzecie forum?", "drugie forum", "porównaj je",
         "Porównaj drugie forum i trzecie forum"),
    ],
)  # fmt: skip
def test_two_that_were_spoken_of_are_named(
    asked: str, other: str, message: str, meant: str
) -> None:
    """In the order in which they came up, in the language of the conversation."""
    context = Context(asked, (3,), earlier=(other,))
    read = read_question(message, spoken=context.question.spoken)
    assert read_on(read, context).text == meant


@pytest.mark.parametrize(
    ("message", "context", "meant"),
    [
        ("and what about the other one?", ENGLISH, "When was the second forum?"),
        ("and the other?", SERIES, "How many came to the 2019 conference?"),
    ],
)
def test_the_other_one_is_asked_the_same(message: str, context: Context, meant: str) -> None:
    """It is the one that the last question was not about."""
    assert read_on(read_question(message), context).text == meant


@pytest.mark.parametrize(
    "message", ["compare them", "and the other one?", "which of the two was longer?"]
)
def test_with_one_alone_it_is_about_nothing(message: str) -> None:
    """Nor is it, where nothing was said before."""
    alone, read = Context("When was the third forum?", (3,)), read_question(message)
    assert read_on(read, alone) is read
    assert hangs(read)


def test_there_is_no_other_one_of_two_that_were_asked_about_together() -> None:
    """What was compared last is two still."""
    asked = "Compare the second forum and the third forum"
    context = Context(asked, (2, 3), earlier=("the third forum", "the second forum"))
    other, both = read_question("and the other one?"), read_question("which of them was longer?")
    assert read_on(other, context) is other
    meant = "which of them was longer (the second forum and the third forum)?"
    assert read_on(both, context).text == meant


def test_a_meeting_is_named_with_its_month_and_year() -> None:
    """So that it is told from another one of the same series."""
    context = Context("What came of the progress meeting of September 2020?")
    assert spoken_of(context, turns("en")) == ("the progress meeting of September 2020",)


def test_forums_that_one_question_named_are_two() -> None:
    """The last one named first, before what was spoken of earlier; none of them twice."""
    context = Context("Compare the second and the third forum", (2, 3), earlier=("forum 3", "it"))
    known = turns("en")
    assert spoken_of(context, known) == ("the third forum", "the second forum", "it")
