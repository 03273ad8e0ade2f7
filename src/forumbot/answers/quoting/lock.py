"""The quote lock: a quote is shown only while the file it comes from still says it."""

import hashlib
import threading
from pathlib import Path
from typing import Protocol

from forumbot.archive.documents import Document
from forumbot.archive.extract import EXTRACTOR
from forumbot.archive.files import read_bytes
from forumbot.archive.layout import Extraction
from forumbot.archive.pool import WorkerPool
from forumbot.archive.record import decode_answer
from forumbot.config import ExtractionConfig
from forumbot.errors import RefusedError

# A member waits meanwhile; what takes longer is withheld until the next build.
_LIMITS = ExtractionConfig(seconds=10, megabytes=1024)


class Lock(Protocol):
    """What decides whether a quote may be shown."""

    def holds(self, document: Document, start: int, end: int) -> bool:
        """Whether ``document.text[start:end]`` is still what its source says."""
        ...


class OpenLock:
    """For collections that are no files, such as those of an evaluation: everything holds."""

    def holds(self, document: Document, start: int, end: int) -> bool:
        """Whether there is such a stretch at all."""
        return bool(document.text[start:end])


def text_of(extraction: Extraction, document: Document) -> str:
    """The text of a document in what its file gives now, empty where it came with it no more."""
    if not document.within:
        return extraction.text
    name = document.doc_id.removeprefix(f"{document.within}/")
    found = (one.extraction for one in extraction.attached if one.name == name)
    return next((one.text for one in found if one is not None), "")


class QuoteLock:
    """Compares quotes with the present files of the knowledge folder; safe to use from threads."""

    def __init__(self, knowledge: Path) -> None:
        self._knowledge = knowledge
        self._seen: dict[str, tuple[tuple[int, ...], str, str]] = {}
        self._lock = threading.Lock()

    def holds(self, document: Document, start: int, end: int) -> bool:
        """Whether the file still holds ``document.text[start:end]``.

        An unchanged file, told by its SHA-256, holds it at the very offsets: the text kept with the
        document is what it says. A changed one is read anew, in a process of its own, and must hold
        it somewhere. A file that is gone or cannot be read holds nothing.
        """
        quote = document.text[start:end]
        return bool(quote) and quote in self._present_text(document)

    def _present_text(self, document: Document) -> str:
        """The text of the file as it is now, read again only if its time or size changed."""
        try:
            status = (self._knowledge / document.file).stat()
            stamp = (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)
        except OSError:
            return ""
        with self._lock:
            seen = self._seen.get(document.doc_id)
            if seen is not None and seen[0] == stamp and seen[1] == document.sha256:
                return seen[2]
        text = self._read(document)
        with self._lock:
            self._seen[document.doc_id] = (stamp, document.sha256, text)
        return text

    def _read(self, document: Document) -> str:
        try:
            raw = read_bytes(self._knowledge, document.file)
            if hashlib.sha256(raw).hexdigest() == document.sha256:
                return document.text
            with WorkerPool(EXTRACTOR, _LIMITS) as pool:
                return text_of(decode_answer(pool.call(raw, document.file)), document)
        except RefusedError:
            return ""
