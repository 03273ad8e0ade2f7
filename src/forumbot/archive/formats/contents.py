"""Tables of contents below a title that says so, in every format: they name what stands elsewhere.

Word files mark theirs by styles and PDFs have theirs told by their pages (``pdf/contents.py``);
these are the ones that were typed, or made of links.
"""

import re
from collections.abc import Iterable, Sequence, Set

from forumbot.archive.layout import BlockKind, Piece
from forumbot.language.levelling import level
from forumbot.language.table import derived, tables

# Set by hand: fewer entries are no table of contents, and of a document in part, or with headings
# that were shortened for it, some sections are not found.
_FEWEST, _FOUND_SHARE, _MOST_TITLED = 2, 0.6, 5
_LONGEST_ENTRY, _LONGEST_TITLE = 200, 60
_PAGE = re.compile(r"(?:\s*[.·…_|]{2,}[\s|]*|\s*\|\s*|\s+)(?:\d{1,4}|[ivxl]{1,6})$|[\s.·…_]{3,}$")
_LABEL = re.compile(r"(?:[\divxIVX]{1,4}\.)*(?:[\divxIVX]{1,4}|[A-Z])[.)]?\s+")


def names_contents(text: str) -> bool:
    """Whether a line is what tables of contents are called."""
    line = text.strip(" :")
    return len(line) <= _LONGEST_TITLE and level(line) in _titles()


def without_contents(pieces: Iterable[Piece]) -> tuple[list[Piece], int]:
    """The pieces without tables of contents and their titles, and how many lines these had."""
    found = list(pieces)
    titles = [
        place
        for place, piece in enumerate(found)
        if piece.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and names_contents(piece.text)
    ]
    gone: set[int] = set()
    lines = 0
    for place in titles[:_MOST_TITLED]:
        end = _end(found, place + 1)
        if end > place + 1:
            gone.update(range(place, end))
            lines += sum(len(_lines(piece)) for piece in found[place + 1 : end])
    return [piece for place, piece in enumerate(found) if place not in gone], lines


def _end(pieces: Sequence[Piece], start: int) -> int:
    """Where the entries end that begin at a place; the place itself where there are none."""
    end = next((at for at in range(start, len(pieces)) if not _may_list(pieces[at])), len(pieces))
    if end == start:
        return start
    elsewhere = {_plain(piece.text) for piece in pieces[end:]}
    elsewhere |= {_plain(piece.text) for piece in pieces[: start - 1]}
    named = [[_is_among(line, elsewhere) for line in _lines(piece)] for piece in pieces[start:end]]
    while named and not any(named[-1]):
        named.pop()
    told = [one for lines in named for one in lines]
    is_list = sum(told) >= max(_FEWEST, _FOUND_SHARE * len(told))
    return start + len(named) if is_list else start


def _may_list(piece: Piece) -> bool:
    """Whether a piece may be entries: short lines, none of them a sentence or a heading."""
    return piece.kind is not BlockKind.HEADING and all(
        len(line) <= _LONGEST_ENTRY and (_PAGE.search(line) or not line.endswith((".", ":", ";")))
        for line in _lines(piece)
    )


def _lines(piece: Piece) -> list[str]:
    return [line.strip() for line in piece.text.split("\n") if line.strip()]


def _is_among(line: str, names: Set[str]) -> bool:
    return _plain(line) in names or _plain(_PAGE.sub("", line)) in names


def _plain(text: str) -> str:
    """Text without its number, case and spacing, for comparison; empty where it is no name."""
    if len(text) > _LONGEST_ENTRY:
        return ""
    return _LABEL.sub("", " ".join(text.split()) + " ", count=1).strip().casefold()


@derived
def _titles() -> frozenset[str]:
    return frozenset(level(title) for one in tables() for title in one.contents)
