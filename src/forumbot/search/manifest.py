"""What a generation of the index was built from and with; refuses what does not fit."""

import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from forumbot.errors import REBUILD, DamagedIndexError, MismatchError
from forumbot.file_hashes import file_sha256
from forumbot.search.ports import Embedder

# Counted up when the files of a generation change.
FORMAT = 3
MANIFEST = "manifest.json"
_CHECKSUM = "manifest.sha256"
_RECORD = re.compile(rb"([0-9a-f]{64})  manifest\.json\n")


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """The model whose vectors a generation holds.

    ``engine`` is what made them, and in which precision; empty where an earlier forumbot built it.
    """

    name: str
    fingerprint: str
    dimension: int
    engine: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One document of a generation.

    ``reused`` says that none of its passages was embedded anew, ``parsed`` that its file was parsed
    rather than taken from the cache. ``pages`` is None for a format that has none; the days are
    ISO 8601, and ``guessed`` names the fields that the document does not state itself.
    ``correction`` is a hash of what a maintainer states of it, ``within`` the e-mail that it came
    with.
    """

    doc_id: str
    sha256: str
    passages: int
    reused: bool
    warnings: tuple[str, ...] = ()
    parsed: bool = True
    pages: int | None = None
    words: int = 0
    language: str = ""
    title: str = ""
    held_on: str | None = None
    published_on: str | None = None
    guessed: tuple[str, ...] = ()
    correction: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class RefusalRecord:
    """One file that was refused or passed over, and why."""

    doc_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The record of one generation.

    ``knowledge`` is the folder it was built from, relative to the index folder; ``files`` holds
    the SHA-256 of every other file of the generation, by name. ``confidence`` is the version of the
    confidence that judged answers when it was built, empty where an earlier forumbot built it; the
    files do not depend on it. ``passed_over`` are the files that can be read and are no documents.
    """

    generation: str
    created_at: datetime
    knowledge: str
    model: ModelRecord
    settings: dict[str, Any]
    documents: tuple[DocumentRecord, ...]
    refused: tuple[RefusalRecord, ...]
    files: dict[str, str]
    format: int = FORMAT
    confidence: str = ""
    passed_over: tuple[RefusalRecord, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The manifest as JSON values."""
        return {**asdict(self), "created_at": self.created_at.isoformat()}


def write_manifest(folder: Path, manifest: Manifest) -> str:
    """Write the manifest into its generation's folder; returns the SHA-256 of its bytes."""
    raw = json.dumps(manifest.to_json(), indent=1, ensure_ascii=False).encode()
    sha256 = hashlib.sha256(raw).hexdigest()
    (folder / MANIFEST).write_bytes(raw)
    (folder / _CHECKSUM).write_text(f"{sha256}  {MANIFEST}\n", encoding="ascii")
    return sha256


def recorded_sha256(folder: Path) -> str:
    """The SHA-256 that the build recorded for its manifest."""
    path = folder / _CHECKSUM
    try:
        recorded = _RECORD.fullmatch(path.read_bytes())
    except OSError as error:
        raise DamagedIndexError(f"{path}: cannot be read ({error.strerror})", REBUILD) from None
    if recorded is None:
        raise DamagedIndexError(f"{path}: is damaged", REBUILD)
    return recorded[1].decode()


def read_manifest(folder: Path, sha256: str | None = None) -> Manifest:
    """Read a generation's manifest.

    Raises :class:`DamagedIndexError` where it is missing or its hash is not ``sha256`` (by default
    what the build recorded), and :class:`MismatchError` where another forumbot's format is used.
    """
    path = folder / MANIFEST
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DamagedIndexError(f"{path}: cannot be read ({error.strerror})", REBUILD) from None
    expected = recorded_sha256(folder) if sha256 is None else sha256
    if hashlib.sha256(raw).hexdigest() != expected:
        raise DamagedIndexError(f"{path}: is not what the build wrote", REBUILD)
    try:
        return _from_json(json.loads(raw))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DamagedIndexError(f"{path}: is not a manifest", REBUILD) from None


def _from_json(value: dict[str, Any]) -> Manifest:
    if value["format"] != FORMAT:
        raise MismatchError(
            f"the index has format {value['format']}, this forumbot reads {FORMAT}", REBUILD
        )
    return Manifest(
        generation=value["generation"],
        created_at=datetime.fromisoformat(value["created_at"]),
        knowledge=value["knowledge"],
        model=ModelRecord(**value["model"]),
        settings=dict(value["settings"]),
        documents=tuple(
            DocumentRecord(
                **{
                    **record,
                    "warnings": tuple(record["warnings"]),
                    "guessed": tuple(record.get("guessed", ())),
                }
            )
            for record in value["documents"]
        ),
        refused=tuple(RefusalRecord(**record) for record in value["refused"]),
        files=dict(value["files"]),
        format=value["format"],
        confidence=str(value.get("confidence", "")),
        passed_over=tuple(RefusalRecord(**record) for record in value.get("passed_over", ())),
    )


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compare every file of a generation with its recorded hash.

    Raises :class:`DamagedIndexError` naming the first file that is missing or differs.
    """

    def compare(item: tuple[str, str]) -> None:
        path = folder / item[0]
        try:
            actual = file_sha256(path)
        except OSError as error:
            raise DamagedIndexError(f"{path}: cannot be read ({error.strerror})", REBUILD) from None
        if actual != item[1]:
            raise DamagedIndexError(f"{path}: is damaged (its SHA-256 differs)", REBUILD)

    # Hashing lets other threads run, so that all cores share it.
    with ThreadPoolExecutor() as pool:
        for _compared in pool.map(compare, manifest.files.items()):
            pass


def check_model(manifest: Manifest, embedder: Embedder) -> None:
    """Refuse to search vectors of one model with those of another."""
    if manifest.model.fingerprint != embedder.fingerprint:
        raise MismatchError(
            f"the index was built with the model {_named(manifest.model)} and the configuration "
            f"names {_named(embedder)} (their weights or precision differ)",
            REBUILD,
        )


def _named(model: ModelRecord | Embedder) -> str:
    return f"{model.name!r} ({model.engine})" if model.engine else repr(model.name)
