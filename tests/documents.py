"""Documents and hits for tests, without a folder or an index around them."""

from dataclasses import replace
from pathlib import Path

from forumbot.archive.documents import Document, parse_document
from forumbot.archive.files import read_bytes
from forumbot.search.hits import Hit
from forumbot.search.passages import Passage


def read_document(folder: Path, doc_id: str) -> Document:
    """One document of a folder; refused as the archive refuses it."""
    return parse_document(doc_id, read_bytes(folder, doc_id))


def hit_on(passage: Passage, score: float = 1.0, **scores: float) -> Hit:
    """A hit on a passage, whose document holds nothing but its text."""
    document = Document(passage.doc_id, "", passage.doc_id, "report", "en", passage.text, ())
    hit = Hit(document, passage, score, dense_score=0.0, lexical_score=0.0, ngram_score=0.0)
    return replace(hit, **scores)  # type: ignore[arg-type]
