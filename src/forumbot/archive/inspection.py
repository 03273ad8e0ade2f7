"""One file as it is read, page by page, beside pictures of its pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forumbot.archive.documents import Document
from forumbot.archive.files import read_bytes
from forumbot.archive.formats.pdf.pictures import PICTURE
from forumbot.archive.formats.registry import suffix_of
from forumbot.archive.layout import Block
from forumbot.archive.pool import WorkerPool
from forumbot.config import ExtractionConfig
from forumbot.errors import ArchiveError, UsageError

_LONGEST = 1_600
"""Pixels of a picture's longer side: small print of an A4 page can be read."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page and what was read on it; ``number`` is None for a format without pages.

    ``label`` is the number that is printed on it where that is another, ``is_recognised`` says that
    its text was recognised in a picture.
    """

    number: int | None
    blocks: tuple[Block, ...]
    label: str = ""
    is_recognised: bool = False


def locate(name: Path, knowledge: Path) -> tuple[Path, str]:
    """The folder and the doc_id of a file, named by its path or by its doc_id.

    Raises :class:`UsageError` where there is no such file.
    """
    inside = knowledge / name
    for path in (inside, name):
        if path.is_file():
            within = path.resolve().is_relative_to(knowledge.resolve())
            folder = knowledge if within else path.parent
            return folder, path.resolve().relative_to(folder.resolve()).as_posix()
    raise UsageError(f"--file: there is no file {str(name)!r}", f"nor one in {knowledge}")


def pages_of(document: Document) -> list[ReadPage]:
    """The pages of a document in order, those without text too."""
    found: dict[int | None, list[Block]] = {}
    for block in document.blocks:
        found.setdefault(block.page, []).append(block)
    if document.pages is None:
        return [ReadPage(None, document.blocks)]
    return [
        ReadPage(
            number,
            tuple(found.get(number, ())),
            document.page_label(number),
            number in document.recognised,
        )
        for number in range(1, document.pages + 1)
    ]


def inspection_to_json(document: Document, pictures: dict[int, Path]) -> dict[str, Any]:
    """The pages of a document as JSON values, each block with its text."""
    return {
        "pages": [
            {
                "page": page.number,
                "label": page.label or None,
                "recognised": page.is_recognised,
                "picture": str(pictures[page.number]) if page.number in pictures else None,
                "blocks": [_block_to_json(document, block) for block in page.blocks],
            }
            for page in pages_of(document)
        ]
    }


def _block_to_json(document: Document, block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind.value,
        "level": block.level,
        "names_columns": block.names_columns,
        "start": block.start,
        "end": block.end,
        "text": document.text[block.start : block.end],
    }


def draw_pages(
    folder: Path, document: Document, into: Path, limits: ExtractionConfig
) -> Iterator[tuple[int, Path]]:
    """Draw each page of a PDF as a PNG into a folder, which is made; gives page and picture.

    Raises :class:`UsageError` for another format, :class:`RefusedError` where a page cannot be
    drawn within the limits, and :class:`ArchiveError` where a picture cannot be written.
    """
    if suffix_of(document.doc_id) != ".pdf":
        raise UsageError(f"--pictures: {document.doc_id} is no PDF, and has no pictures of pages")
    raw = read_bytes(folder, document.doc_id)
    stem = Path(document.doc_id).stem
    try:
        into.mkdir(parents=True, exist_ok=True)
        with WorkerPool(PICTURE, limits) as pool:
            for number in range(1, (document.pages or 0) + 1):
                path = into / f"{stem}-{number:03}.png"
                path.write_bytes(pool.call(raw, number, _LONGEST))
                yield number, path
    except OSError as error:
        raise ArchiveError(
            f"{into}: cannot be written ({error.strerror or error})", "name another folder"
        ) from None
