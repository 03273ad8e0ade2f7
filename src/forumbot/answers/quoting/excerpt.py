"""A stretch of a document's text that may be quoted."""

from dataclasses import dataclass

from forumbot.archive.documents import Document
from forumbot.archive.outline import Line


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a document's text, and what it is about.

    ``left_out`` is how many items its list goes on for; ``label`` names the forum that it is quoted
    for, or the cell of a table, empty where neither is; ``header`` has the names of the columns of
    the row or the cell that it is; ``answer`` is the stretch of the document's text in which a
    reader places the answer, None where it holds that unlikely.
    """

    doc_id: str
    start: int
    end: int
    page: int | None
    heading_path: tuple[str, ...]
    lead_in: str
    score: float
    left_out: int = 0
    label: str = ""
    answer: tuple[int, int] | None = None
    header: str = ""


def excerpt_of(document: Document, line: Line, start: int, end: int, score: float) -> Excerpt:
    """The excerpt ``document.text[start:end]``, which begins in the block of a line."""
    return Excerpt(
        doc_id=document.doc_id,
        start=start,
        end=end,
        page=line.block.page,
        heading_path=line.heading_path,
        lead_in=line.lead_in,
        score=score,
        header=" | ".join(line.columns),
    )


def excerpt_at(document: Document, start: int, end: int, score: float = 1.0) -> Excerpt | None:
    """The excerpt ``document.text[start:end]``; None where no block of the document holds it."""
    for line in document.outline:
        if line.block.line_start <= start < line.block.end:
            return excerpt_of(document, line, start, end, score)
    return None
