"""Documents: what a knowledge folder holds, each with its text, its headings and its dates."""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from forumbot.archive.dates import FoundDate, find_dates
from forumbot.archive.extract import extract
from forumbot.archive.layout import Block, BlockKind, Extraction, clean
from forumbot.errors import ArchiveError, RefusedError

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_TEXT_CHARS = 20_000_000
_DATA_FILES = frozenset({"events.yaml", "golden.jsonl"})
_LANGUAGES = ["en", "de", "fr", "nl", "es", "it", "pt", "sv", "da", "fi", "pl", "ro", "hu", "cs"]
_MAX_TITLE_CHARS = 300


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the archive.

    ``doc_id`` is its path under the knowledge folder with ``/`` and suffix; ``sha256`` is of the
    file's bytes; ``held_on`` to ``held_until`` are the days of the event that it reports on, and
    ``published_on`` the day it came out, None where not known. ``guessed`` names the fields that
    were concluded from the text rather than stated in front matter. ``text`` and the offsets of
    ``blocks`` are those of the extraction.
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
    guessed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is not in the archive, and why."""

    doc_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Archive:
    """What was read from a knowledge folder, documents ordered by id."""

    folder: Path
    documents: tuple[Document, ...]
    refused: tuple[Refusal, ...]


def read_archive(folder: Path, on_progress: Callable[[int, int], None] | None = None) -> Archive:
    """Read every document under ``folder``.

    Hidden files, ``events.yaml`` and ``golden.jsonl`` are passed over; every other file is either
    a document or refused with a reason. ``on_progress`` is told how many of how many are done.

    Raises :class:`ArchiveError` where the folder is missing or cannot be listed.
    """
    paths = list_files(folder)
    documents: list[Document] = []
    refused: list[Refusal] = []
    for done, path in enumerate(paths, start=1):
        doc_id = path.relative_to(folder).as_posix()
        try:
            documents.append(read_document(folder, doc_id))
        except RefusedError as error:
            refused.append(Refusal(_printable(doc_id), str(error)))
        if on_progress is not None:
            on_progress(done, len(paths))
    return Archive(folder, tuple(documents), tuple(refused))


def list_files(folder: Path) -> list[Path]:
    """The files under ``folder`` that should be documents, ordered by path."""
    if not folder.is_dir():
        raise ArchiveError(f"{folder}: no such folder; name the documents' folder with --knowledge")
    unreadable: list[OSError] = []
    paths: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        visible = (name for name in names if not name.startswith(".") and name not in _DATA_FILES)
        paths += [Path(root, name) for name in visible]
        paths += [Path(root, name) for name in folders if Path(root, name).is_symlink()]
    if unreadable:
        error = unreadable[0]
        raise ArchiveError(
            f"{error.filename}: cannot be listed ({error.strerror}); allow reading it"
        )
    return sorted(paths)


def file_hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file that could be a document, by doc_id; none for a missing folder.

    A file that cannot be read has an empty one, under the name by which it is refused.
    """
    hashes: dict[str, str] = {}
    for path in list_files(folder) if folder.is_dir() else ():
        doc_id = path.relative_to(folder).as_posix()
        try:
            hashes[doc_id] = hashlib.sha256(read_bytes(folder, doc_id)).hexdigest()
        except RefusedError:
            hashes[_printable(doc_id)] = ""
    return hashes


def read_document(folder: Path, doc_id: str) -> Document:
    """Read one document; raises :class:`RefusedError` with the reason where it cannot be."""
    return parse_document(doc_id, read_bytes(folder, doc_id))


def parse_document(doc_id: str, raw: bytes) -> Document:
    """Make a document of the bytes of a file; raises :class:`RefusedError` with the reason."""
    extraction = extract(doc_id, raw)
    if len(extraction.text) > MAX_TEXT_CHARS:
        raise RefusedError(f"holds more than {MAX_TEXT_CHARS:,} characters of text; split it")
    return _Describer(doc_id, extraction).document(hashlib.sha256(raw).hexdigest())


def read_bytes(folder: Path, doc_id: str) -> bytes:
    """The bytes of a document's file, which must be a regular file inside the folder."""
    path = folder / doc_id
    try:
        doc_id.encode("utf-8")
        if not path.resolve().is_relative_to(folder.resolve()):
            raise RefusedError("is a link that leads out of the knowledge folder")
        _check_status(path.stat())
        return path.read_bytes()
    except UnicodeEncodeError:
        raise RefusedError("has a name that is not valid UTF-8; rename it") from None
    except PermissionError:
        raise RefusedError("cannot be opened (no permission to read it)") from None
    except FileNotFoundError:
        raise RefusedError("is gone, or a link that leads nowhere") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise RefusedError(
            f"cannot be read ({getattr(error, 'strerror', None) or error})"
        ) from None


def _check_status(status: os.stat_result) -> None:
    """Refuse what is no file of fair size; merely opening a pipe would wait for its writer."""
    if stat.S_ISDIR(status.st_mode):
        raise RefusedError("is a link to a folder; links to folders are not followed")
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError("is not a regular file")
    if status.st_size > MAX_FILE_BYTES:
        raise RefusedError(f"is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB; split it")


def _printable(name: str) -> str:
    """A name with escapes for all that would break a line, steer a terminal or not be seen."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in name
    )


def _line(text: str) -> str:
    """Text on one clean line."""
    return " ".join(clean(text).split())


_ALIASES = {
    "title": ("title", "source_title", "x_source_title"),
    "kind": ("kind", "type"),
    "edition": ("edition",),
    "held_on": ("held_on", "event_date"),
    "published_on": ("published_on", "published", "date"),
    "place": ("place", "location", "venue"),
    "url": ("url", "source", "x_source", "link"),
    "language": ("language", "lang"),
    "themes": ("themes", "tags", "keywords"),
}
_ORDINALS = {
    word: number
    for number, words in enumerate(
        ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th",
         "seventh 7th", "eighth 8th", "ninth 9th", "tenth 10th"), start=1)
    for word in words.split()
}  # fmt: skip
_EDITION = re.compile(
    rf"\b(?P<ordinal>{'|'.join(_ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))"
    r"\s+(?:[\w-]+\s+){0,4}?forum\b|\bforum\s+(?:no\.?\s*)?(?P<number>\d{1,2})\b"
)
_HELD = re.compile(
    r"\b(?:took place|take place|held|met|convened|gathered|meeting|when|date)\b", re.IGNORECASE
)
_HEAD_CHARS = 1_500
_PUBLISHED = re.compile(
    r"\b(?:submitted|posted|published|updated|released|issued)\b.{0,80}$", re.IGNORECASE
)
_COMPACT_DATE = re.compile(r"(?<!\d)(20\d\d|19\d\d)-?(\d\d)-?(\d\d)(?!\d)")


class _Describer:
    """Concludes a document's fields from its metadata, else from its text, noting guesses."""

    def __init__(self, doc_id: str, extraction: Extraction) -> None:
        self.doc_id = doc_id
        self.extraction = extraction
        self.guessed: list[str] = []
        self.warnings = list(extraction.warnings)

    def document(self, sha256: str) -> Document:
        title = self._title()
        published, held = self._span("published_on"), self._span("held_on")
        # Front matter that names the kind is ours: a date that it leaves out is not known.
        if "kind" not in self.extraction.metadata:
            published = published or self._guess("published_on", self._find_published())
            held = held or self._guess("held_on", self._find_held(title, published))
        return Document(
            doc_id=self.doc_id,
            sha256=sha256,
            title=title,
            kind=self._text("kind") or self._kind(),
            language=self._language(),
            text=self.extraction.text,
            blocks=self.extraction.blocks,
            edition=self._edition(title),
            held_on=held.first if held else None,
            held_until=held.last if held else None,
            published_on=published.first if published else None,
            place=self._text("place"),
            url=self._url(),
            themes=self._themes(),
            guessed=tuple(self.guessed),
            warnings=tuple(self.warnings),
        )

    def _value(self, name: str) -> tuple[str, Any]:
        for key in _ALIASES[name]:
            value = self.extraction.metadata.get(key)
            if value is not None and value != "":
                return key, value
        return name, None

    def _text(self, name: str) -> str | None:
        key, value = self._value(name)
        if value is None:
            return None
        if isinstance(value, str | int | float | date):
            return _line(str(value))[:_MAX_TITLE_CHARS].rstrip() or None
        self.warnings.append(f"front matter: {key} should be text; ignored")
        return None

    def _title(self) -> str:
        stated = self._text("title")
        if stated:
            return stated
        self.guessed.append("title")
        headings = [block for block in self.extraction.blocks if block.kind is BlockKind.HEADING]
        if headings:
            top = min(headings[:5], key=lambda block: block.level)
            return _line(self.extraction.text[top.start : top.end])[:_MAX_TITLE_CHARS].rstrip()
        stem = PurePosixPath(self.doc_id).stem
        return _line(re.sub(r"[-_]+", " ", stem)).capitalize() or _printable(self.doc_id)

    def _kind(self) -> str:
        parent = PurePosixPath(self.doc_id).parent.name
        return parent.removesuffix("s") if parent else "document"

    def _language(self) -> str:
        stated = self._text("language")
        if stated and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_]\w+)?", stated):
            return stated[:2].lower()
        return detect_language(self.extraction.text)

    def _edition(self, title: str) -> int | None:
        key, value = self._value("edition")
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if value is not None:
            self.warnings.append(f"front matter: {key} should be a whole number; ignored")
        return named_edition(title)

    def _url(self) -> str | None:
        key, value = self._value("url")
        if value is None:
            return None
        address = clean(value) if isinstance(value, str) else ""
        if re.fullmatch(r"https?://[^\s<>\"]{3,2000}", address):
            return address
        if key == "url":
            self.warnings.append("front matter: url should be a web address; ignored")
        return None

    def _themes(self) -> tuple[str, ...]:
        key, value = self._value("themes")
        if value is None:
            return ()
        items = value.split(",") if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str | int) for item in items):
            self.warnings.append(f"front matter: {key} should be a list of words; ignored")
            return ()
        return tuple(theme for theme in (_line(str(item)) for item in items) if theme)

    def _span(self, name: str) -> FoundDate | None:
        key, value = self._value(name)
        if value is None:
            return None
        span = _as_span(value)
        if span is None:
            self.warnings.append(f"front matter: {key}: {str(value)[:60]!r} is not a date; ignored")
        return span

    def _guess(self, name: str, found: FoundDate | None) -> FoundDate | None:
        if found is not None:
            self.guessed.append(name)
        return found

    def _find_published(self) -> FoundDate | None:
        text = self.extraction.text
        for found in find_dates(text[:_HEAD_CHARS]):
            if _PUBLISHED.search(text[max(found.start - 100, 0) : found.start].rpartition("\n")[2]):
                return found
        return None

    def _find_held(self, title: str, published: FoundDate | None) -> FoundDate | None:
        stated = [*find_dates(title), *self._date_in_name()]
        if stated:
            return stated[0]
        text = self.extraction.text[:_HEAD_CHARS]
        for found in find_dates(text):
            line_start = text.rfind("\n", 0, found.start) + 1
            line_end = text.find("\n", found.end)
            line = text[line_start : line_end if line_end >= 0 else len(text)]
            is_publication = published is not None and found.start == published.start
            if not is_publication and _HELD.search(line):
                return found
        return None

    def _date_in_name(self) -> Iterator[FoundDate]:
        for year, month, day in _COMPACT_DATE.findall(PurePosixPath(self.doc_id).name):
            try:
                found = date(int(year), int(month), int(day))
            except ValueError:
                continue
            yield FoundDate(found, found, 0, 0)


def named_edition(text: str) -> int | None:
    """The number in "Third European Cluster Policy Forum", "the 3rd forum" or "forum 3"."""
    found = _EDITION.search(text.casefold())
    if found is None:
        return None
    word = found["ordinal"] or found["number"]
    return _ORDINALS.get(word) or int(re.sub(r"\D", "", word) or 0) or None


def _as_span(value: object) -> FoundDate | None:
    if isinstance(value, dict):
        first, last = _as_span(value.get("from")), _as_span(value.get("to"))
        if first is None or last is None or last.last < first.first:
            return None
        return FoundDate(first.first, last.last, 0, 0)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return FoundDate(value, value, 0, 0)
    found = find_dates(value[:200]) if isinstance(value, str) else []
    return found[0] if found else None


def detect_language(text: str) -> str:
    """The ISO 639-1 code of a text's language, by py3langid among fourteen European ones."""
    code, _score = _detector().classify(text[:10_000])
    return str(code)


@lru_cache(maxsize=1)
def _detector() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    detector = LanguageIdentifier.from_model_file(MODEL_FILE)
    detector.set_languages(_LANGUAGES)
    return detector
