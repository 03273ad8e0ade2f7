"""Words for who was at a meeting and who was not, as questions and lists have them."""

import re
from enum import StrEnum
from importlib.resources import files

from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, parsed


class Attendance(StrEnum):
    """Whether somebody was there; each value is a key of ``attendance.yaml``."""

    PRESENT = "present"
    ABSENT = "absent"


def attendance(text: str) -> tuple[Attendance, str] | None:
    """What a text says of attendance, and the words that say it; None where it says nothing.

    Nor where it speaks both of those who were there and of those who were not.
    """
    absent = [found[0] for found in _said(Attendance.ABSENT).finditer(text)]
    rest = _said(Attendance.ABSENT).sub(" ", text)
    present = [found[0] for found in _said(Attendance.PRESENT).finditer(rest)]
    if bool(absent) == bool(present):
        return None
    kind = Attendance.ABSENT if absent else Attendance.PRESENT
    return kind, " ".join(absent or present)


@derived
def _said(kind: Attendance) -> re.Pattern[str]:
    table: dict[str, dict[str, list[str]]] = parsed(files("forumbot.language") / "attendance.yaml")
    said = (way for row in table.values() for way in ways(row[kind]))
    return compiled(rf"(?<!\w)(?:{one_of(said)})(?!\w)")
