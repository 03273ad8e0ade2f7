"""Words for who was at a meeting and who was not, as questions and lists have them."""

import re
from enum import StrEnum
from importlib.resources import files

from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, parsed

# Set by hand: the name of a meeting is no longer.
_MOST_BETWEEN = 8


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


def with_excused(text: str) -> str:
    """The text with the words of lists for who could not come in the place of those of talk.

    "Who couldn't make it?" is "Who sent apologies?"; any other text is left as it is.
    """
    return next((said.sub(excused, text) for said, excused in _talk() if said.search(text)), text)


@derived
def _talk() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (compiled(rf"(?<!\w){_with_between(way)}(?!\w)"), rf"{row['excused'][0]}\g<between>")
        for row in _table().values()
        for way in ways(row.get("could_not", ()))
    )


def _with_between(way: str) -> str:
    """A pattern for words that may be parted where an ellipsis stands."""
    first, _ellipsis, last = way.partition(" … ")
    if not last:
        return f"{one_of([first])}(?P<between>)"
    between = rf"(?P<between>(?:\s+[\w-]+){{0,{_MOST_BETWEEN}}}?)"
    return rf"{one_of([first])}{between}\s+{one_of([last])}"


@derived
def _said(kind: Attendance) -> re.Pattern[str]:
    said = (way for row in _table().values() for way in ways(row[kind]))
    return compiled(rf"(?<!\w)(?:{one_of(said)})(?!\w)")


@derived
def _table() -> dict[str, dict[str, list[str]]]:
    read: dict[str, dict[str, list[str]]] = parsed(files("forumbot.language") / "attendance.yaml")
    return read
