import pytest

from forumbot.answers.overviews.things import things_compared
from forumbot.asking.question import check_question


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("compare ESCA and EUCLES", ("What is ESCA?", "What is EUCLES?")),
        ("ESCA vs EUCLES", ("What is ESCA?", "What is EUCLES?")),
        ("how do ESCA and EUCLES differ?", ("What is ESCA?", "What is EUCLES?")),
        (
            "compare the cluster weeks with the EU Industry Days",
            ("What is cluster weeks?", "What is EU Industry Days?"),
        ),
        (
            "Was ist der Unterschied zwischen ESCA und EUCLES?",
            ("Was ist ESCA?", "Was ist EUCLES?"),
        ),
        (
            "quelle est la différence entre ESCA et EUCLES ?",
            ("Qu'est-ce que ESCA ?", "Qu'est-ce que EUCLES ?"),
        ),
        ("¿En qué se diferencia ESCA de EUCLES?", ("¿Qué es ESCA?", "¿Qué es EUCLES?")),
        ("care e diferența între ESCA și EUCLES?", ("Ce este ESCA?", "Ce este EUCLES?")),
        ("porównaj ESCA i EUCLES", ("Co to jest ESCA?", "Co to jest EUCLES?")),
        ("Wat is het verschil tussen ESCA en EUCLES?", ("Wat is ESCA?", "Wat is EUCLES?")),
        ("What difference did the pilot make for SMEs and clusters?", ()),
        ("compare the first and the second forum", ()),
        ("Which parties and members agreed?", ()),
        ("What is the difference between the two?", ()),
        ("compare them", ()),
        ("Which ports joined the corridor between Asia and Europe?", ()),
        ("Welke havens zijn van de corridor tussen Azië en Europa?", ()),
    ],
)
def test_what_two_things_are_is_asked_of_each(message: str, asked: tuple[str, ...]) -> None:
    """Where a message compares two things by name, and no forums, in the nine languages."""
    assert tuple(one.typed for one in things_compared(check_question(message))) == asked


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        (
            "Compare the Sustain events of 2017 and 2018: where were they held?",
            ("where were they held (Sustain events of 2017)?",
             "where were they held (Sustain events of 2018)?"),
        ),
        (
            "Compare the conferences of 2019, 2020 and 2022: when were they?",
            ("when were they (conferences of 2019)?", "when were they (conferences of 2020)?",
             "when were they (conferences of 2022)?"),
        ),
        (
            "Compare ESCA and EUCLES: where are they based?",
            ("where are they based (ESCA)?", "where are they based (EUCLES)?"),
        ),
        (
            "Vergleiche die Sustain-Treffen 2017 und 2018",
            ("Was ist Sustain-Treffen 2017?", "Was ist Sustain-Treffen 2018?"),
        ),
        ("the difference between 2017 and 2018", ()),
    ],
)  # fmt: skip
def test_what_is_asked_behind_a_colon_is_asked_of_each(
    message: str, asked: tuple[str, ...]
) -> None:
    """Two years are of what stands before them, and alone are no things."""
    assert tuple(one.text for one in things_compared(check_question(message))) == asked
