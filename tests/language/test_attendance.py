"""Words for who was at a meeting and who was not."""

from importlib.resources import files

import pytest

from forumbot.language.attendance import Attendance, attendance
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
