"""What an adapter finds in the bytes of one file."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from forumbot.archive.layout import Piece
from forumbot.language.dates import find_dates

RUNNING = "running_lines"
"""The key of ``metadata`` for lines of headers and footers that were left out and hold a date."""
RUNNING_TITLE = "running_title"
"""The key of ``metadata`` for the line that stood above or below most pages, and may be a title."""
_MOST_RUNNING, _RUNNING_CHARS = 5, 300
_TITLE_LETTERS = 8
# So that a warning can be read: the report of a build has a line or two for it.
_MOST_SHOWN, _SHOWN_CHARS = 20, 80


def with_dates(lines: Iterable[str]) -> list[str]:
    """The first lines of headers and footers that hold a date, for :data:`RUNNING`."""
    kept = (line[:_RUNNING_CHARS] for line in lines)
    return list(islice((line for line in kept if find_dates(line)), _MOST_RUNNING))


def running_title(lines: Mapping[str, int]) -> dict[str, object]:
    """The words that ran through most pages, for :data:`RUNNING_TITLE`; none with a number."""
    worded = {
        line: times
        for line, times in lines.items()
        if sum(map(str.isalpha, line)) >= _TITLE_LETTERS
        and not any(char.isdigit() or char == "#" for char in line)
    }
    most = max(worded, key=lambda line: worded[line], default="")
    return {RUNNING_TITLE: most[:_RUNNING_CHARS]} if most else {}


def removed_lines(lines: Mapping[str, int]) -> Iterator[str]:
    """How many running lines were left out, and the text of each with its count."""
    count = sum(lines.values())
    if not count:
        return
    shown = sorted(lines.items(), key=lambda line: (-line[1], line[0]))[:_MOST_SHOWN]
    listed = ", ".join(f"{text[:_SHOWN_CHARS]!r} ({times})" for text, times in shown)
    more = f" and {len(lines) - len(shown)} others" if len(lines) > len(shown) else ""
    yield f"boilerplate removed: {count} line{'s' * (count > 1)}: {listed}{more}"


class Parsed(NamedTuple):
    """Pieces in reading order, what the file states of itself, and what a maintainer should know.

    The keys of ``metadata`` are those of front matter (``title``, ``published_on``, …). ``pages``
    counts all pages, those without text too; None for a format without pages, or where the highest
    page of a piece says as much. ``page_labels`` are the numbers that are printed on the pages,
    one for each, empty where a page has none; ``recognised`` are the pages, counted from 1, whose
    text was recognised in a picture. ``is_partial`` says that there was no time for some of it.
    ``attached`` are the files that come with it, by their names.
    """

    pieces: Iterable[Piece]
    metadata: dict[str, object]
    warnings: tuple[str, ...] = ()
    pages: int | None = None
    page_labels: tuple[str, ...] = ()
    recognised: tuple[int, ...] = ()
    is_partial: bool = False
    attached: tuple[tuple[str, bytes], ...] = ()
