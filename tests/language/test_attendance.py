"""Words for who was at a meeting and who was not."""

from importlib.resources import files

import pytest

from forumbot.language.attendance import Attendance, attendance, with_excused
from forumbot.language.table import parsed

TABLE = parsed(files("forumbot.language") / "attendance.yaml")


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Who attended the Agate round?", Attendance.PRESENT, "attended"),
        ("Who was not present?", Attendance.ABSENT, "not present"),
        ("Entschuldigt", Attendance.ABSENT, "Entschuldigt"),
        ("Wer war nicht anwesend?", Attendance.ABSENT, "nicht anwesend"),
        ("Qui etait excuse ?", Attendance.ABSENT, "excuse"),
        ("Nu a participat", Attendance.ABSENT, "Nu a participat"),
        ("Παρόντες", Attendance.PRESENT, "Παρόντες"),
        ("Present or excused", None, ""),
        ("Presentations", None, ""),
        ("Budget", None, ""),
    ],
)
def test_a_text_tells_of_attendance(text: str, kind: Attendance | None, words: str) -> None:
    """As whole words, with and without accents; not where it speaks of both."""
    assert attendance(text) == ((kind, words) if kind else None)


@pytest.mark.parametrize("code", "en de fr es it pt ro pl nl da sv cs el".split())
def test_each_word_of_a_language_is_of_one_kind(code: str) -> None:
    """Those for absence are told from those for presence that they hold."""
    for kind in Attendance:
        for word in TABLE[code][kind]:
            assert attendance(word) == (kind, word)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Who couldn't make it to the Agate round?", "Who sent apologies to the Agate round?"),
        ("who was unable to attend?", "who sent apologies?"),
        ("Wer konnte zur Agate-Runde nicht kommen?", "Wer war entschuldigt zur Agate-Runde?"),
        ("wer konnte nicht dabei sein?", "wer war entschuldigt?"),
        ("Qui n'a pas pu venir ?", "Qui est excusé ?"),
        ("¿Quién no pudo asistir?", "¿Quién se excusó?"),
        ("Chi non è potuto venire?", "Chi era assente giustificato?"),
        ("Quem não pôde vir?", "Quem faltou justificado?"),
        ("Cine nu a putut veni?", "Cine a lipsit motivat?"),
        ("Kto nie mógł przyjść?", "Kto był nieobecny usprawiedliwiony?"),
        ("Wie kon er niet bij zijn?", "Wie was verhinderd?"),
        ("Who could make it?", "Who could make it?"),
        ("Who sent apologies?", "Who sent apologies?"),
    ],
)
def test_who_could_not_come_is_asked_for_as_lists_have_it(text: str, read: str) -> None:
    """In nine languages; what lists say already stays."""
    assert with_excused(text) == read


def test_what_lists_have_for_it_is_of_those_who_were_absent() -> None:
    """So that a table's columns and lines of names are found by it."""
    for row in TABLE.values():
        for excused in row.get("excused", ()):
            found = attendance(excused)
            assert found is not None
            assert found[0] is Attendance.ABSENT
