import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from forumbot.errors import DamagedIndexError, MismatchError
from forumbot.search.manifest import (
    FORMAT,
    MANIFEST,
    DocumentRecord,
    Manifest,
    ModelRecord,
    RefusalRecord,
    check_files,
    check_model,
    read_manifest,
    recorded_sha256,
    write_manifest,
)
from forumbot.search.ports import Embedder

CHECKSUM = "manifest.sha256"
EXAMPLE = Manifest(
    generation="20190220T120000.000000Z-0a1b2c",
    created_at=datetime(2019, 2, 20, 12, tzinfo=UTC),
    knowledge="../knowledge",
    model=ModelRecord("some-model", "ab" * 32, 384),
    settings={"max_tokens": 200, "overlap_tokens": 30},
    documents=(
        DocumentRecord("reports/été.md", "cd" * 32, 4, reused=True),
        DocumentRecord("reports/two.md", "ef" * 32, 1, reused=False, warnings=("no title",)),
    ),
    refused=(RefusalRecord("slides.pdf", "the format '.pdf' is not read"),),
    files={"dense.faiss": hashlib.sha256(b"vectors").hexdigest()},
    passed_over=(RefusalRecord("sources.tsv", "lists 2 of the archive's own files"),),
)


def write_raw(folder: Path, raw: bytes) -> None:
    """Write any bytes as the manifest, with the hash beside it that fits them."""
    (folder / MANIFEST).write_bytes(raw)
    sha256 = hashlib.sha256(raw).hexdigest()
    (folder / CHECKSUM).write_text(f"{sha256}  {MANIFEST}\n", encoding="ascii")


def write_changed(folder: Path, **changes: Any) -> None:
    """Write the example with some of its JSON values replaced."""
    write_raw(folder, json.dumps({**EXAMPLE.to_json(), **changes}).encode())


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Writing and reading changes nothing, and the hash returned is that of the file."""
    sha256 = write_manifest(tmp_path, EXAMPLE)
    assert sha256 == hashlib.sha256((tmp_path / MANIFEST).read_bytes()).hexdigest()
    assert read_manifest(tmp_path, sha256) == EXAMPLE
    assert recorded_sha256(tmp_path) == sha256
    assert read_manifest(tmp_path) == EXAMPLE


def test_a_manifest_of_before_the_confidence_was_recorded_is_read(tmp_path: Path) -> None:
    """It has none; one that was recorded is kept."""
    older = EXAMPLE.to_json()
    del older["confidence"]
    write_raw(tmp_path, json.dumps(older).encode())
    assert read_manifest(tmp_path).confidence == ""
    write_changed(tmp_path, confidence="squad2-3")
    assert read_manifest(tmp_path).confidence == "squad2-3"


def test_the_recorded_hash_is_as_sha256sum_writes_it(tmp_path: Path) -> None:
    """The hash beside the manifest stands in one line with the manifest's name."""
    sha256 = write_manifest(tmp_path, EXAMPLE)
    assert (tmp_path / CHECKSUM).read_bytes() == f"{sha256}  manifest.json\n".encode()


@pytest.mark.parametrize("raw", [None, b"", b"\n", b"\xff\xfe"], ids=str)
def test_a_recorded_hash_that_cannot_be_read_is_refused(tmp_path: Path, raw: bytes | None) -> None:
    """Where no hash is handed in, a manifest whose own hash is missing is not believed."""
    sha256 = write_manifest(tmp_path, EXAMPLE)
    path = tmp_path / CHECKSUM
    if raw is None:
        path.unlink()
    else:
        path.write_bytes(raw)
    with pytest.raises(DamagedIndexError, match=r"manifest\.sha256: .*index build"):
        read_manifest(tmp_path)
    assert read_manifest(tmp_path, sha256) == EXAMPLE


@pytest.mark.parametrize("sha256", ["", "00" * 32, "nonsense"])
def test_only_the_hash_handed_in_counts(tmp_path: Path, sha256: str) -> None:
    """A hash that is handed in is not replaced by the recorded one, an empty one neither."""
    write_manifest(tmp_path, EXAMPLE)
    with pytest.raises(DamagedIndexError, match="not what the build wrote"):
        read_manifest(tmp_path, sha256)


def test_a_manifest_that_was_changed_is_refused(tmp_path: Path) -> None:
    """A manifest that reads well but is not what was written is refused."""
    sha256 = write_manifest(tmp_path, EXAMPLE)
    value = {**EXAMPLE.to_json(), "knowledge": "../other"}
    (tmp_path / MANIFEST).write_text(json.dumps(value), encoding="utf-8")
    for expected in (sha256, None):
        with pytest.raises(
            DamagedIndexError, match=r"not what the build wrote.*forumbot index build"
        ):
            read_manifest(tmp_path, expected)


@pytest.mark.parametrize("other", [0, FORMAT + 1, "1.0", None])
def test_another_format_is_refused(tmp_path: Path, other: object) -> None:
    """An index of another version of forumbot is named as such, with what to do."""
    write_changed(tmp_path, format=other)
    with pytest.raises(MismatchError, match=f"has format {other}.*forumbot index build"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("name", sorted(EXAMPLE.to_json().keys() - {"confidence", "passed_over"}))
def test_a_manifest_without_a_field_is_refused(tmp_path: Path, name: str) -> None:
    """Each field is needed but those that were added since: without it there is no manifest."""
    value = EXAMPLE.to_json()
    del value[name]
    write_raw(tmp_path, json.dumps(value).encode())
    with pytest.raises(DamagedIndexError, match=r"is not a manifest.*forumbot index build"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    "changes",
    [
        {"created_at": "yesterday"},
        {"created_at": 5},
        {"model": {"name": "x"}},
        {"model": []},
        {"documents": [{"doc_id": "a.md"}]},
        {"documents": 3},
        {"refused": [{"doc_id": "a.md", "reason": "", "more": 1}]},
        {"files": 7},
        {"settings": None},
    ],
    ids=str,
)
def test_a_field_of_the_wrong_kind_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    """A value that is not what the field holds makes a damaged manifest, not a traceback."""
    write_changed(tmp_path, **changes)
    with pytest.raises(DamagedIndexError, match="is not a manifest"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"null", b"7", b"\xff\xfe", b"[" * 100_000], ids=range(7)
)
def test_what_is_no_json_object_is_refused(tmp_path: Path, raw: bytes) -> None:
    """Any other bytes in the manifest's place are refused in one line."""
    write_raw(tmp_path, raw)
    with pytest.raises(DamagedIndexError, match=r"is not a manifest.*forumbot index build"):
        read_manifest(tmp_path)


def test_a_missing_manifest_is_refused(tmp_path: Path) -> None:
    """A generation without its manifest cannot be used."""
    write_manifest(tmp_path, EXAMPLE)
    (tmp_path / MANIFEST).unlink()
    with pytest.raises(DamagedIndexError, match=r"manifest\.json: cannot be read.*index build"):
        read_manifest(tmp_path)


def test_files_are_compared_with_their_hashes(tmp_path: Path) -> None:
    """A file as recorded passes; a changed and a missing one are named."""
    path = tmp_path / "dense.faiss"
    path.write_bytes(b"vectors")
    check_files(tmp_path, EXAMPLE)
    path.write_bytes(b"Vectors")
    with pytest.raises(DamagedIndexError, match=r"dense\.faiss: is damaged"):
        check_files(tmp_path, EXAMPLE)
    path.unlink()
    with pytest.raises(DamagedIndexError, match=r"dense\.faiss: cannot be read"):
        check_files(tmp_path, EXAMPLE)


def test_another_model_is_refused(embedder: Embedder) -> None:
    """Vectors of other weights are not searched, even where the model has the same name."""
    fitting = ModelRecord("renamed", embedder.fingerprint, embedder.dimension)
    check_model(replace(EXAMPLE, model=fitting), embedder)
    other = replace(fitting, name=embedder.name, fingerprint="00" * 32)
    with pytest.raises(MismatchError, match=r"weights or precision differ.*forumbot index build"):
        check_model(replace(EXAMPLE, model=other), embedder)
