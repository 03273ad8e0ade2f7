"""Documents: what a knowledge folder holds, each with its text, its headings and its dates."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path

from forumbot.archive.cache import ExtractionCache, cache_key
from forumbot.archive.corrections import Corrections, read_corrections
from forumbot.archive.describe import Description, describe
from forumbot.archive.describing import Describers
from forumbot.archive.extract import EXTRACTOR, extract
from forumbot.archive.files import list_files, printable, read_bytes
from forumbot.archive.inventories import find_inventories
from forumbot.archive.layout import Attached, Block, Extraction
from forumbot.archive.outline import Line, outline
from forumbot.archive.pool import UnreadError, WorkerPool
from forumbot.archive.record import decode_answer, encode_refusal, is_partial
from forumbot.archive.superseding import superseding
from forumbot.archive.survey import survey
from forumbot.config import ExtractionConfig
from forumbot.errors import RefusedError
from forumbot.language.sentences import sentence_spans

READERS = 2


@dataclass(frozen=True)
class Document:
    """One document of the archive.

    ``doc_id`` is its path under the knowledge folder with ``/`` and suffix; ``sha256`` is of the
    file's bytes; ``held_on`` to ``held_until`` are the days of the event that it reports on, and
    ``published_on`` the day it came out, None where not known. ``pages`` counts its pages or
    slides, None for a format that has none. ``guessed`` names the fields that were concluded from
    the text rather than stated in front matter. ``text`` and the offsets of ``blocks`` are those
    of the extraction. ``status`` is ``draft`` or empty; ``supersedes`` and ``superseded_by`` are
    ids of documents of the archive. ``page_labels`` are the numbers printed on the pages, none or
    one for each, and ``recognised`` the pages whose text was recognised in a picture.
    ``correction`` is a hash of what a maintainer states of it, and ``within`` the path of the
    e-mail that it came with, whose bytes ``sha256`` is of then.
    """

    doc_id: str
    sha256: str
    title: str
    kind: str
    language: str
    text: str = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)
    edition: int | None = None
    held_on: date | None = None
    held_until: date | None = None
    published_on: date | None = None
    place: str | None = None
    url: str | None = None
    themes: tuple[str, ...] = ()
    status: str = ""
    supersedes: tuple[str, ...] = ()
    superseded_by: str | None = None
    guessed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    pages: int | None = None
    page_labels: tuple[str, ...] = ()
    recognised: tuple[int, ...] = ()
    correction: str = ""
    within: str = ""

    @property
    def file(self) -> str:
        """The path below the knowledge folder of the file that it is, or came in."""
        return self.within or self.doc_id

    @cached_property
    def outline(self) -> tuple[Line, ...]:
        """Its blocks with their headings and lead-ins, read when first asked for, then kept."""
        return outline(self.text, self.blocks, self.language)

    def sentences(self, block: Block) -> tuple[tuple[int, int], ...]:
        """Where the sentences of one of its blocks begin and end, found once, then kept."""
        if block.start not in self._sentences:
            found = sentence_spans(self.text, block.start, block.end, self.language)
            self._sentences[block.start] = tuple(found)
        return self._sentences[block.start]

    @cached_property
    def _sentences(self) -> dict[int, tuple[tuple[int, int], ...]]:
        return {}

    def page_label(self, page: int | None) -> str:
        """The number that is printed on a page, empty where it is none or the page's own."""
        label = self.page_labels[page - 1] if page and page <= len(self.page_labels) else ""
        return "" if label == str(page) else label

    @property
    def words(self) -> int:
        """How many words its text has, parted by white space."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is not in the archive, and why."""

    doc_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Archive:
    """What was read from a knowledge folder, documents ordered by id.

    ``parsed`` holds the ids of the files that were parsed rather than taken from the cache,
    ``passed_over`` the files that can be read and are no documents.
    """

    folder: Path
    documents: tuple[Document, ...]
    refused: tuple[Refusal, ...]
    parsed: frozenset[str] = frozenset()
    passed_over: tuple[Refusal, ...] = ()


def read_archive(
    folder: Path,
    on_progress: Callable[[int, int], None] | None = None,
    *,
    limits: ExtractionConfig | None = None,
    cache: ExtractionCache | None = None,
    extractor: str = EXTRACTOR,
) -> Archive:
    """Read every document under ``folder``.

    Hidden files, ``events.yaml`` and ``golden.jsonl`` are passed over, as are lists of the
    archive's own files that nobody corrects; every other file is either a document or refused with
    a reason. Each file that ``cache`` does not know is parsed in a
    worker process within ``limits``, by the function ``extractor``
    (``module:name``), which returns its record. ``on_progress`` is told how many of how many are
    done.

    A folder below that cannot be listed is refused as a file is.

    Raises :class:`ArchiveError` where the folder is missing or cannot be listed, and where its
    ``documents.yaml`` cannot be read.
    """
    doc_ids = [path.relative_to(folder).as_posix() for path in list_files(folder)]
    corrections = read_corrections(folder, doc_ids)
    corrections.check(folder)
    with WorkerPool(extractor, limits) as pool:
        reader = _FolderReader(folder, pool, cache, corrections, limits)
        found: dict[str, list[Document | Refusal]] = {}
        for doc_id, several in reader.results(doc_ids):
            found[doc_id] = several
            if on_progress is not None:
                on_progress(len(found), len(doc_ids))
    results = [one for doc_id in doc_ids for one in found[doc_id]]
    documents = [result for result in results if isinstance(result, Document)]
    lists = _lists_of_files(documents, doc_ids)
    return Archive(
        folder,
        _with_findings([one for one in documents if one.doc_id not in lists]),
        (
            *(result for result in results if isinstance(result, Refusal)),
            *(Refusal(printable(name), reason) for name, reason in corrections.strays.items()),
        ),
        frozenset(reader.parsed),
        tuple(Refusal(doc_id, why) for doc_id, why in lists.items()),
    )


class _FolderReader:
    """Reads the files of one folder, several at once."""

    def __init__(
        self,
        folder: Path,
        pool: WorkerPool,
        cache: ExtractionCache | None,
        corrections: Corrections,
        limits: ExtractionConfig | None,
    ) -> None:
        self.parsed: set[str] = set()
        self._folder = folder
        self._pool = pool
        self._describers = Describers(pool, cache)
        self._cache = cache
        self._corrections = corrections
        self._characters = (limits or ExtractionConfig()).characters
        self._scan_languages = limits.scan_languages if limits is not None else ()

    def results(self, doc_ids: list[str]) -> Iterator[tuple[str, list[Document | Refusal]]]:
        """What became of each file and of what came with it, in the order of their reading."""
        waiting = iter(doc_ids)
        pending: dict[Future[list[Document | Refusal]], str] = {}
        with ThreadPoolExecutor(READERS) as threads:
            try:
                for doc_id in islice(waiting, READERS):
                    pending[threads.submit(self._read, doc_id)] = doc_id
                while pending:
                    for future in wait(pending, return_when=FIRST_COMPLETED).done:
                        yield pending.pop(future), future.result()
                        for doc_id in islice(waiting, 1):
                            pending[threads.submit(self._read, doc_id)] = doc_id
            except BaseException:
                self._pool.close()  # else the threads would wait for their files first
                raise

    def _read(self, doc_id: str) -> list[Document | Refusal]:
        try:
            raw = read_bytes(self._folder, doc_id)
            sha256 = hashlib.sha256(raw).hexdigest()
            extraction = self._extract(doc_id, raw, sha256)
        except RefusedError as error:
            return [Refusal(printable(doc_id), str(error))]
        own = self._described(doc_id, sha256, extraction)
        return [own, *(self._attached(doc_id, sha256, one) for one in extraction.attached)]

    def _attached(self, doc_id: str, sha256: str, attached: Attached) -> Document | Refusal:
        """The document that came with another one, below which it is named."""
        inner = f"{doc_id}/{attached.name}"
        if attached.extraction is None:
            return Refusal(printable(inner), attached.refused)
        found = self._described(inner, sha256, attached.extraction)
        return replace(found, within=doc_id) if isinstance(found, Document) else found

    def _described(self, doc_id: str, sha256: str, extraction: Extraction) -> Document | Refusal:
        try:
            self._check_length(extraction.text)
            correction = self._corrections.of(doc_id)
            key = self._key(doc_id, sha256)
            description = self._describers.described(doc_id, key, extraction, correction)
            return _document(doc_id, sha256, extraction, description, correction.digest)
        except RefusedError as error:
            return Refusal(printable(doc_id), str(error))

    def _check_length(self, text: str) -> None:
        """Refuse what would hold up a build; never kept, as it is for the settings to say."""
        if len(text) > self._characters:
            raise RefusedError(
                f"holds more than {self._characters:,} characters of text; split it, or raise "
                "extraction.characters in forumbot.yaml"
            )

    def _key(self, doc_id: str, sha256: str) -> str:
        return cache_key(doc_id, sha256, self._scan_languages)

    def _extract(self, doc_id: str, raw: bytes, sha256: str) -> Extraction:
        """The extraction of a file, from the cache if it is there; what failed is never kept."""
        key = self._key(doc_id, sha256)
        known = self._cache.get(key) if self._cache is not None else None
        if known is not None:
            return known
        self.parsed.add(doc_id)
        record = self._record(doc_id, raw)
        if self._cache is not None and not is_partial(record):
            self._cache.put(key, record)
        return decode_answer(record)

    def _record(self, doc_id: str, raw: bytes) -> bytes:
        """The record of a file, extraction or refusal; raises where there is none to keep."""
        try:
            return self._pool.call(raw, doc_id)
        except UnreadError:
            raise
        except RefusedError as error:
            return encode_refusal(str(error))


def read_file(
    folder: Path, doc_id: str, limits: ExtractionConfig | None = None, extractor: str = EXTRACTOR
) -> Document:
    """One document of ``folder``, parsed anew in a worker process, with what corrects it.

    Raises :class:`RefusedError` with the reason where it is refused, and otherwise as
    :func:`read_archive` does. What it supersedes is as it states it.
    """
    corrections = read_corrections(folder, [doc_id])
    corrections.check(folder)
    with WorkerPool(extractor, limits) as pool:
        reader = _FolderReader(folder, pool, None, corrections, limits)
        ((_doc_id, (result, *_attached)),) = reader.results([doc_id])
    if isinstance(result, Refusal):
        raise RefusedError(result.reason)
    return result


def parse_document(doc_id: str, raw: bytes) -> Document:
    """Make a document of the bytes of a file, in this process and without limits.

    Raises :class:`RefusedError` with the reason where it cannot be read.
    """
    extraction = extract(doc_id, raw)
    sha256 = hashlib.sha256(raw).hexdigest()
    return _document(doc_id, sha256, extraction, describe(doc_id, extraction))


def _document(
    doc_id: str,
    sha256: str,
    extraction: Extraction,
    description: Description,
    correction: str = "",
) -> Document:
    return Document(
        doc_id=doc_id,
        sha256=sha256,
        text=extraction.text,
        blocks=extraction.blocks,
        pages=extraction.pages,
        page_labels=extraction.page_labels,
        recognised=extraction.recognised,
        correction=correction,
        **{field.name: getattr(description, field.name) for field in fields(description)},
    )


def _lists_of_files(documents: Sequence[Document], files: Sequence[str]) -> dict[str, str]:
    """The documents that only list files and that no maintainer corrects, by doc_id, and why."""
    uncorrected = {one.doc_id: one for one in documents if not one.correction}
    return find_inventories(uncorrected, files)


def _with_findings(documents: list[Document]) -> tuple[Document, ...]:
    """Documents with what only a look at all of them together can tell."""
    findings = survey({document.doc_id: document.text for document in documents})
    found = superseding({document.doc_id: document.supersedes for document in documents})
    return tuple(
        replace(
            document,
            supersedes=found.supersedes.get(document.doc_id, ()),
            superseded_by=found.superseded_by.get(document.doc_id),
            warnings=(
                *document.warnings,
                *found.warnings.get(document.doc_id, ()),
                *findings[document.doc_id],
            ),
        )
        for document in documents
    )
