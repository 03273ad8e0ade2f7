"""What maintainers state of documents beside them: ``report.pdf.yaml``, or ``documents.yaml``.

Both hold the keys of front matter. What they state takes the place of what a file says of itself
and of every guess; a key without a value says that nothing is known. Where both speak of a
document, the file beside it counts.
"""

import difflib
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from forumbot.archive.files import CORRECTIONS_FILE, corrected_by, list_sidecars, read_bytes
from forumbot.archive.front_matter import parse_yaml_with_lines
from forumbot.errors import ArchiveError, RefusedError

ALIASES = {
    "title": ("title", "source_title", "x_source_title"),
    "kind": ("kind", "type"),
    "edition": ("edition",),
    "held_on": ("held_on", "event_date", "dates", "fulldate"),
    "published_on": ("published_on", "published", "date"),
    "place": ("place", "location", "venue"),
    "url": ("url", "source", "x_source", "link"),
    "language": ("language", "lang"),
    "themes": ("themes", "tags", "keywords"),
    "status": ("status",),
    "supersedes": ("supersedes", "replaces"),
}
"""The names of each field in front matter, the one that is ours first."""
DRAFT = "draft"
_STATUSES = (DRAFT, "final")
# Set by hand: some thousands of documents with a handful of lines each.
_MAX_CHARS = 512 * 1024


@dataclass(frozen=True, slots=True)
class Correction:
    """What is stated of one document: values by field, and where each of them stands."""

    values: Mapping[str, object] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """A hash of what is stated, empty where nothing is."""
        if not self.values:
            return ""
        text = json.dumps(self.values, sort_keys=True, default=str)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def applied(self, metadata: Mapping[str, object]) -> dict[str, object]:
        """What a file states of itself with this in its place, whatever name it has there."""
        replaced = {name for key in self.values for name in ALIASES[key]}
        kept = {key: value for key, value in metadata.items() if key not in replaced}
        return {**kept, **self.values}


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of a knowledge folder.

    ``faults`` says by doc_id why what is stated of it cannot be used, ``strays`` by its own path
    what corrects no file, and ``problem`` why no entry of ``documents.yaml`` can be read.
    """

    by_id: Mapping[str, Correction] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    strays: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""

    def of(self, doc_id: str) -> Correction:
        """The correction of a document; raises :class:`RefusedError` where it cannot be used."""
        if doc_id in self.faults:
            raise RefusedError(self.faults[doc_id])
        return self.by_id.get(doc_id, Correction())

    def digest(self, doc_id: str) -> str:
        """A hash of what is stated of a document, or of the fault in it; empty for nothing."""
        return self.faults.get(doc_id) or self.by_id.get(doc_id, Correction()).digest

    def check(self, folder: Path) -> None:
        """Raise :class:`ArchiveError` where ``documents.yaml`` cannot be read.

        What is a draft and what is superseded is not known then, so that nothing may be quoted.
        """
        if self.problem:
            raise ArchiveError(f"{folder}: {self.problem}", "mend that line")


def read_corrections(folder: Path, doc_ids: Collection[str]) -> Corrections:
    """The corrections of the files with these ids in a folder, and of what came with them."""
    known = set(doc_ids)
    found: dict[str, Correction] = {}
    faults: dict[str, str] = {}
    strays: dict[str, str] = {}
    problem = ""
    try:
        for doc_id, line, entry in _listed(folder):
            if not known & {doc_id, *map(str, PurePosixPath(doc_id).parents)}:
                strays[f"{CORRECTIONS_FILE} line {line}"] = _stray(doc_id, known)
                continue
            _take(doc_id, entry, found, faults)
    except RefusedError as error:
        problem = str(error)
    for path in list_sidecars(folder) if folder.is_dir() else ():
        name = path.relative_to(folder).as_posix()
        doc_id = str(PurePosixPath(name).with_name(corrected_by(path.name) or ""))
        if doc_id not in known:
            strays[name] = f"corrects {doc_id!r}, which is not beside it; rename or remove it"
            continue
        _take(doc_id, _Sidecar(folder, name), found, faults)
    return Corrections(found, faults, strays, problem)


def _stray(doc_id: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(doc_id, known, n=1)
    meant = f"; did you mean {near[0]!r}?" if near else "; write its path below the folder"
    return f"corrects {doc_id!r}, and there is no such file{meant}"


class _Entry:
    """Statements on one document, before they are checked."""

    def read(self) -> tuple[str, Mapping[str, object], Mapping[str, int]]:
        """The name of the file, the values by key, and the line of each."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class _Listed(_Entry):
    values: object
    lines: Mapping[tuple[str, ...], int]
    doc_id: str

    def read(self) -> tuple[str, Mapping[str, object], Mapping[str, int]]:
        line = self.lines[(self.doc_id,)]
        if not isinstance(self.values, dict):
            raise RefusedError(
                f"{CORRECTIONS_FILE} line {line}: below {self.doc_id!r} 'key: value' lines are "
                "expected"
            )
        lines = {str(key): self.lines.get((self.doc_id, str(key)), line) for key in self.values}
        return CORRECTIONS_FILE, {str(k): value for k, value in self.values.items()}, lines


@dataclass(frozen=True, slots=True)
class _Sidecar(_Entry):
    folder: Path
    name: str

    def read(self) -> tuple[str, Mapping[str, object], Mapping[str, int]]:
        name = PurePosixPath(self.name).name
        try:
            text = _text(self.folder, self.name)
        except RefusedError as error:
            raise RefusedError(f"{name} {error}") from None
        values, lines = parse_yaml_with_lines(text, name, _MAX_CHARS)
        return name, values, {path[0]: line for path, line in lines.items() if len(path) == 1}


def _listed(folder: Path) -> Iterator[tuple[str, int, _Entry]]:
    """The entries of ``documents.yaml``: doc_id, line, and what is stated."""
    if not (folder / CORRECTIONS_FILE).exists():
        return
    text = _text(folder, CORRECTIONS_FILE)
    values, lines = parse_yaml_with_lines(text, CORRECTIONS_FILE, _MAX_CHARS)
    for doc_id, entry in values.items():
        yield doc_id, lines[(doc_id,)], _Listed(entry, lines, doc_id)


def _text(folder: Path, name: str) -> str:
    try:
        return read_bytes(folder, name).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise RefusedError("is not UTF-8; save it as UTF-8") from None


def _take(doc_id: str, entry: _Entry, found: dict[str, Correction], faults: dict[str, str]) -> None:
    """Add what an entry states to what is known of its document, or the fault that it has."""
    try:
        name, values, lines = entry.read()
        before = found.get(doc_id, Correction())
        stated = {_field(key, name, line): values[key] for key, line in lines.items()}
        places = {_field(key, name, line): f"{name} line {line}" for key, line in lines.items()}
        _check_status(stated, places)
        found[doc_id] = Correction({**before.values, **stated}, {**before.places, **places})
    except RefusedError as error:
        faults[doc_id] = str(error)


def _field(key: str, name: str, line: int) -> str:
    """The field that a key stands for."""
    known = {alias: of for of, aliases in ALIASES.items() for alias in aliases}
    if key in known:
        return known[key]
    near = difflib.get_close_matches(key, known, n=1)
    meant = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(ALIASES)}"
    raise RefusedError(f"{name} line {line}: the key {key!r} is not known; {meant}")


def _check_status(stated: Mapping[str, object], places: Mapping[str, str]) -> None:
    status = stated.get("status")
    if status is not None and status not in _STATUSES:
        raise RefusedError(
            f"{places['status']}: status is {str(status)[:40]!r}; write {' or '.join(_STATUSES)}"
        )
