"""What an adapter finds in the bytes of one file."""

from collections.abc import Iterable
from typing import NamedTuple

from forumbot.archive.layout import Piece


class Parsed(NamedTuple):
    """Pieces in reading order, what the file states of itself, and what a maintainer should know.

    The keys of ``metadata`` are those of front matter (``title``, ``published_on``, …). ``pages``
    counts all pages, those without text too; None for a format without pages, or where the highest
    page of a piece says as much.
    """

    pieces: Iterable[Piece]
    metadata: dict[str, object]
    warnings: tuple[str, ...] = ()
    pages: int | None = None
