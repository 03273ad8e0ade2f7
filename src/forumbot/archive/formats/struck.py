"""Words that are struck out within a line: they hold no longer, and what took their place stands.

A line that is struck out as a whole is kept, as what is done is struck in a list of tasks.
"""

import re
from collections.abc import Iterator

OPENS, CLOSES = "\ufdd1", "\ufdd2"
"""What an adapter puts around words that are struck out, until a line is whole: no characters."""

_PART = re.compile(f"{OPENS}([^{OPENS}{CLOSES}]*){CLOSES}")
_MARKS = re.compile(f"[{OPENS}{CLOSES}]")
_DOUBLED = re.compile(r"([,;:(])\s*(?:[,;]\s*)+")
_BEFORE_STOP = re.compile(r"[ \t]+(?=[.,;:)])")
_AT_END = re.compile(r"[,;]\s*\Z")
_MOST_SHOWN, _SHOWN_CHARS = 8, 60


def marked(text: str) -> str:
    """Words as struck out."""
    return f"{OPENS}{text}{CLOSES}" if text.strip() else text


class Struck:
    """What is struck out within the lines of one file."""

    def __init__(self) -> None:
        self._left_out: dict[str, None] = {}

    def without(self, line: str) -> str:
        """A line without the words that are struck out, and without the marks of any."""
        if not _MARKS.search(line):
            return line
        gone = [words for part in _PART.findall(line) if (words := part.strip())]
        rest = _MARKS.sub("", _PART.sub("", line))
        if not gone or not any(map(str.isalnum, rest)):
            return _MARKS.sub("", line)
        self._left_out.update(dict.fromkeys(gone))
        return _AT_END.sub("", _BEFORE_STOP.sub("", _DOUBLED.sub(r"\1 ", rest)))

    def warnings(self) -> Iterator[str]:
        """What a maintainer should know of it."""
        if not self._left_out:
            return
        shown = [repr(one[:_SHOWN_CHARS]) for one in list(self._left_out)[:_MOST_SHOWN]]
        more = len(self._left_out) - len(shown)
        rest = f" and {more} more" if more else ""
        yield f"struck-out words left out: {', '.join(shown)}{rest}"
