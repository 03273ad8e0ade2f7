"""Lists of the archive's own files, such as a table of sources: they tell of documents, not of
what was said, and answer nothing.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Protocol

from forumbot.archive.layout import Block

# Set by hand: minutes that name their annexes have many other lines.
_FEWEST_FILES, _SHARE = 3, 0.6
_FILE = re.compile(r"[^\s|()\[\]<>\"'`,;/\\]+\.\w{2,5}(?![\w.])")


class Listing(Protocol):
    """What is looked at of a document."""

    @property
    def text(self) -> str:
        """Its text."""
        ...

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Its blocks in order."""
        ...


def find_inventories(documents: Mapping[str, Listing], files: Iterable[str]) -> dict[str, str]:
    """Those of an archive's documents, by doc_id, that are lists of its files, and why.

    ``files`` are the paths of all of them, those of documents and those that were refused.

    Three files at least are named, and most lines and rows name one.
    """
    names = {PurePosixPath(path).name.casefold() for path in files}
    found: dict[str, str] = {}
    for doc_id, document in documents.items():
        others = names - {PurePosixPath(doc_id).name.casefold()}
        named = [_named(line, others) for line in _lines(document)]
        told = set[str]().union(*named)
        if len(told) >= _FEWEST_FILES and sum(map(bool, named)) >= _SHARE * len(named):
            found[doc_id] = f"lists {len(told)} of the archive's own files"
    return found


def _lines(document: Listing) -> Iterable[str]:
    return (
        document.text[block.start : block.end]
        for block in document.blocks
        if not block.names_columns
    )


def _named(line: str, names: set[str]) -> set[str]:
    return {name for one in _FILE.findall(line) if (name := one.casefold()) in names}
