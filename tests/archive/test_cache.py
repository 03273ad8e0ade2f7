import hashlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.archive.imports import distributions, imported

import forumbot
from forumbot.archive import cache as cache_module
from forumbot.archive.cache import ExtractionCache, cache_key
from forumbot.archive.documents import Archive, read_archive
from forumbot.archive.formats.registry import libraries
from forumbot.archive.layout import BlockKind, Piece, lay_out
from forumbot.archive.record import encode, encode_refusal
from forumbot.errors import RefusedError

MakeArchive = Callable[[dict[str, str | bytes]], Path]
FILES: dict[str, str | bytes] = {"a.md": "# A\n\nText.", "b.html": "<p>B", "c.txt": "C"}
EXTRACTION = lay_out([Piece(BlockKind.PARAGRAPH, "Text.")], {"title": "A"})
KEY = "ab" * 32


def read(folder: Path, *, read_only: bool = False) -> Archive:
    """Read a knowledge folder, with the cache beside it."""
    cache = ExtractionCache(folder.parent / "extracted", read_only=read_only)
    return read_archive(folder, cache=cache)


def test_an_unchanged_file_is_not_parsed_again(make_archive: MakeArchive) -> None:
    """The second reading parses nothing and finds the same documents."""
    folder = make_archive(FILES)
    first, second = read(folder), read(folder)
    assert first.parsed == set(FILES)
    assert second.parsed == frozenset()
    assert second.documents == first.documents


def test_nothing_but_a_changed_file_is_parsed(make_archive: MakeArchive) -> None:
    """Of three files the one that was touched is parsed, and its new text is what is read."""
    folder = make_archive(FILES)
    read(folder)
    (folder / "c.txt").write_text("D")
    archive = read(folder)
    assert archive.parsed == {"c.txt"}
    assert [document.text for document in archive.documents][-1] == "D"


def test_a_file_that_moves_keeps_its_extraction_unless_its_suffix_changes(
    make_archive: MakeArchive,
) -> None:
    """Content and format count, not the name; what depends on the name is concluded anew."""
    folder = make_archive({"plain.txt": "Some words of no document."})
    read(folder)
    (folder / "sub").mkdir()
    (folder / "plain.txt").rename(folder / "sub" / "minutes.TXT")
    archive = read(folder)
    assert archive.parsed == frozenset()
    assert (archive.documents[0].doc_id, archive.documents[0].kind) == ("sub/minutes.TXT", "sub")
    (folder / "sub" / "minutes.TXT").rename(folder / "minutes.md")
    assert read(folder).parsed == {"minutes.md"}


def test_a_refusal_is_remembered_as_well(make_archive: MakeArchive) -> None:
    """What was refused for its content is refused again without being parsed."""
    folder = make_archive({"a.md": "---\ntitle: [\n---\nText."})
    first, second = read(folder), read(folder)
    assert first.parsed == {"a.md"}
    assert second.parsed == frozenset()
    assert first.refused == second.refused


def test_a_failure_is_not_remembered(
    make_archive: MakeArchive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A reader that crashed may do better at the next build."""
    (tmp_path / "crashing_parser.py").write_text("def read(raw, name): raise KeyError\n")
    monkeypatch.syspath_prepend(tmp_path)
    folder = make_archive({"a.md": "Text."})
    cache = ExtractionCache(tmp_path / "extracted")
    crashed = read_archive(folder, cache=cache, extractor="crashing_parser:read")
    assert [refusal.reason for refusal in crashed.refused] == [
        "the reader crashed (KeyError); open it and save it anew"
    ]
    assert [document.text for document in read_archive(folder, cache=cache).documents] == ["Text."]


def test_a_damaged_entry_is_parsed_again(make_archive: MakeArchive) -> None:
    """A flipped bit, a cut, or an empty file in the cache costs time alone, and is mended."""
    folder = make_archive(FILES)
    before = read(folder)
    for place, entry in enumerate(sorted((folder.parent / "extracted").iterdir())):
        raw = entry.read_bytes()
        flipped = raw[:-3] + bytes([raw[-3] ^ 1]) + raw[-2:]
        entry.write_bytes((flipped, raw[:-1], b"")[place % 3])
    again = read(folder)
    assert again.documents == before.documents
    assert again.parsed == set(FILES)
    assert read(folder).parsed == frozenset()


def test_an_entry_of_another_shape_is_no_entry(tmp_path: Path) -> None:
    """Even with its right hash, what is no record is parsed again."""
    cache = ExtractionCache(tmp_path)
    cache.put(KEY, b'{"text": "x"}')
    assert cache.get(KEY) is None
    assert cache.get("cd" * 32) is None


def test_a_read_only_cache_writes_nothing(make_archive: MakeArchive) -> None:
    """Looking over the archive uses what a build has kept, and leaves it as it is."""
    folder = make_archive(FILES)
    assert read(folder, read_only=True).parsed == set(FILES)
    assert not (folder.parent / "extracted").exists()
    read(folder)
    (folder / "c.txt").write_text("D")
    before = sorted((folder.parent / "extracted").iterdir())
    assert read(folder, read_only=True).parsed == {"c.txt"}
    ExtractionCache(folder.parent / "extracted", read_only=True).prune([])
    assert sorted((folder.parent / "extracted").iterdir()) == before


def test_a_cache_that_cannot_be_written_is_done_without(
    make_archive: MakeArchive, tmp_path: Path
) -> None:
    """A file in place of the folder, or a full disk, hinders no reading."""
    (tmp_path / "extracted").write_text("in the way")
    folder = make_archive(FILES)
    assert len(read(folder).documents) == 3
    assert len(read(folder).parsed) == 3


def test_what_is_no_longer_needed_is_removed(tmp_path: Path) -> None:
    """Entries asked for stay, as do those of the documents named; left-overs of a crash go."""
    named = cache_key("a.md", "00" * 32)
    for key in (KEY, named, "cd" * 32):
        ExtractionCache(tmp_path).put(key, encode(EXTRACTION))
    (tmp_path / f".{KEY}.0123abcd").write_text("half of")
    (tmp_path / "README").write_text("of a person")
    cache = ExtractionCache(tmp_path)
    assert cache.get(KEY) == EXTRACTION
    cache.prune([("a.md", "00" * 32)])
    assert {path.name for path in tmp_path.iterdir()} == {KEY, named, "README"}


def test_a_kept_refusal_is_raised(tmp_path: Path) -> None:
    """The reason is that of the parser."""
    cache = ExtractionCache(tmp_path)
    cache.put(KEY, encode_refusal("holds no text"))
    with pytest.raises(RefusedError, match="holds no text"):
        cache.get(KEY)


def test_another_version_of_a_parser_reads_anew(
    make_archive: MakeArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update of a library that extracts counts as a change of every file."""
    folder = make_archive(FILES)
    read(folder)
    cache_module.reader_version.cache_clear()
    monkeypatch.setattr(cache_module, "version", lambda name: f"{name} 99")
    try:
        assert read(folder).parsed == set(FILES)
    finally:
        cache_module.reader_version.cache_clear()


PACKAGE = Path(forumbot.__file__).parent
COUNTED = sorted({path for pattern in cache_module._CODE for path in PACKAGE.glob(pattern)})


@pytest.mark.parametrize(
    "path",
    [path for path in COUNTED if path.suffix == ".py"],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_all_code_that_extracts_counts_towards_the_version(path: Path) -> None:
    """Whatever a reader imports is part of the key, so that no old result outlives it."""
    for module in imported(path):
        package = module.partition(".")[0]
        if package == "forumbot":
            source = PACKAGE.joinpath(*module.split(".")[1:])
            assert module == "forumbot.errors" or {
                source.with_suffix(".py"), source / "__init__.py"
            } & set(COUNTED), module  # fmt: skip
        elif package not in sys.stdlib_module_names:
            names = {name.lower() for name in distributions()[package]}
            assert names & set(libraries()), module


def test_entries_carry_the_hash_of_their_record(tmp_path: Path) -> None:
    """The first line is the SHA-256 of the rest, and no temporary file is left."""
    ExtractionCache(tmp_path).put(KEY, encode(EXTRACTION))
    [path] = tmp_path.iterdir()
    checksum, _newline, record = path.read_bytes().partition(b"\n")
    assert checksum.decode() == hashlib.sha256(record).hexdigest()
