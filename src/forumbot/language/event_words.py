"""Words by which a message asks for events; the ``events`` of the tables, of all languages."""

import re

from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, tables

# What stands between "combien d'" or "all of" and the noun.
_SPACE = r"(?:\s+|(?<=['’ʼ]))"


@derived
def event_words(key: str) -> frozenset[str]:
    """The single words of a row, levelled."""
    rows = (one.events.get(key, ()) for one in tables())
    return frozenset(level(word) for row in rows for word in row if " " not in word)


@derived
def event_pattern(key: str) -> re.Pattern[str]:
    """Any of a row, in levelled text."""
    return compiled(rf"(?<!\w)(?:{_rows(key)})(?!\w)")


@derived
def counting() -> re.Pattern[str]:
    """A whole levelled message as "how many forums were there": its ``kind`` and the ``rest``."""
    cues = (way for one in tables() for way in ways(one.questions.get("how_many", ())))
    return _asking(_shortest(map(level, cues)), r"\W*")


@derived
def listing() -> re.Pattern[str]:
    """A whole levelled message as "list all forums": its ``kind`` and the ``rest``."""
    return compiled(rf"\W*(?:{_rows('listing')})\W+{_beside()}(?P<kind>\w+)(?P<rest>(?s:.*))")


@derived
def asking() -> re.Pattern[str]:
    """A whole levelled message as "which forums were there": its ``kind`` and the ``rest``."""
    cues = {
        level(cue)
        for one in tables()
        for row in (*map(one.questions.get, ("which", "which_several")), one.events.get("which"))
        for cue in row or ()
        if " " not in cue
    }
    return _asking(one_of(cues), r"\s+")


@derived
def during() -> re.Pattern[str]:
    """What a levelled text says of the ``event`` during which others are."""
    return compiled(rf"(?<!\w)(?:{_rows('during')})\s+{_beside()}(?P<event>(?s:.+))")


def _asking(cues: str, parted: str) -> re.Pattern[str]:
    joints = one_of({level(way) for one in tables() for way in ways(one.dating("and"))})
    return compiled(
        rf"\W*(?:{joints}\s+)?(?:{cues}){parted}{_beside()}(?P<kind>\w+)(?P<rest>(?s:.*))"
    )


def _shortest(cues: "map[str]") -> str:
    """A pattern for those that begin with no other: the words behind are the noun counted."""
    found: list[str] = []
    for cue in sorted(set(cues), key=len):
        if not any(cue.startswith(f"{one} ") for one in found):
            found.append(cue)
    return one_of(found)


def _beside() -> str:
    return rf"(?:(?:{_rows('beside')}){_SPACE})*"


def _rows(key: str) -> str:
    return one_of({level(word) for one in tables() for word in one.events.get(key, ())})
