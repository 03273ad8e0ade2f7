"""Times of a day at the beginning of a line, as programmes write them: "9:30", "9 h 45", "2 pm"."""

import re
from collections.abc import Iterable

_NOON = r"\s?[ap]\.?m\.?(?!\w)"
_HOURS = r"(?:[01]?\d|2[0-4])"
# Behind a dot the minutes are full fives, which the numbers of sections ("2.11") mostly are not.
_MINUTES = r"(?::[0-5]\d|\.[0-5][05]|\s?h\s?[0-5]\d|\s?h(?!\w))"
CLOCK = rf"(?:{_HOURS}{_MINUTES}(?:{_NOON})?|{_HOURS}{_NOON})"
"""A pattern for one time."""
SPAN = rf"(?:{CLOCK}(?:\s*[-–—]\s*{CLOCK})?)"
"""A pattern for one time, or from one to another."""

_OPENS = re.compile(rf"\s*(?:[•*–-]\s+)?{SPAN}(?![\w:.]\d)(?!\w)", re.IGNORECASE)


def opens_with_time(line: str) -> bool:
    """Whether a line begins with a time, a bullet in front of it aside."""
    return _OPENS.match(line) is not None


def timed(lines: Iterable[str]) -> int:
    """How many of the lines begin with a time."""
    return sum(map(opens_with_time, lines))
