"""Whether a text holds a number that counts something, and not only those of days."""

import re

from forumbot.language.dates import find_dates
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, tables

_COUNT, _YEAR = re.compile(r"\d+"), re.compile(r"(?:19|20)\d\d")


def holds_count(text: str) -> bool:
    """Whether a number beside those of days and years stands there, in figures or in words."""
    said = _without_days(text)
    return _COUNT.search(said) is not None or _counts().search(said) is not None


@derived
def _counts() -> re.Pattern[str]:
    """The words for numbers of all languages but those for one, which are articles too."""
    said = (way for one in tables() for n, row in one.numbers.items() if n > 1 for way in row)
    return compiled(rf"(?<!\w){one_of(ways(said))}(?!\w)")


def _without_days(text: str) -> str:
    """A text without its dates and years."""
    for one in reversed(find_dates(text)):
        text = f"{text[: one.start]} {text[one.end :]}"
    return _YEAR.sub(" ", text)
