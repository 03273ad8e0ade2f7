import json
import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from tests.nursery import Nursery

from forumbot.errors import (
    ArchiveIndexError,
    BuildInProgressError,
    DamagedIndexError,
    NoIndexError,
    UsageError,
)
from forumbot.file_hashes import file_sha256
from forumbot.search.index_folder import CURRENT, IndexFolder
from forumbot.search.manifest import MANIFEST, Manifest, ModelRecord, write_manifest

NOON = datetime(2019, 2, 20, 12, tzinfo=UTC)
HOLD_THE_LOCK = """
import sys
from pathlib import Path
from forumbot.search.index_folder import IndexFolder
with IndexFolder(Path(sys.argv[1])).locked():
    print("locked", flush=True)
    sys.stdin.read()
"""

ROLL_BACK_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from forumbot.errors import ArchiveIndexError
from forumbot.search.index_folder import IndexFolder
no_limit = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (20, no_limit[1]))
try:
    IndexFolder(Path(sys.argv[1])).roll_back()
except ArchiveIndexError as error:
    resource.setrlimit(resource.RLIMIT_FSIZE, no_limit)
    print(error)
"""


@pytest.fixture
def index(tmp_path: Path) -> IndexFolder:
    """An index folder that does not exist yet."""
    return IndexFolder(tmp_path / "deep" / "index")


def publish(index: IndexFolder, hour: int) -> Manifest:
    """Publish a generation with one file, as of an hour of one day."""
    return publish_at(index, NOON.replace(hour=hour))


def publish_at(index: IndexFolder, now: datetime) -> Manifest:
    """Publish a generation with one file, as of an instant."""
    with index.locked():
        generation = index.new_generation(now)
        (generation.folder / "sub").mkdir()
        (generation.folder / "sub" / "file").write_text(f"vectors {now.hour}", encoding="utf-8")
        manifest = Manifest(
            generation=generation.name,
            created_at=now,
            knowledge="../knowledge",
            model=ModelRecord("model", "00" * 32, 4),
            settings={},
            documents=(),
            refused=(),
            files={name: file_sha256(generation.folder / name) for name in generation.files()},
        )
        generation.publish(manifest)
        generation.discard()
    return manifest


def entries(index: IndexFolder) -> list[str]:
    """Everything in the folder of generations."""
    return sorted(path.name for path in (index.path / "generations").iterdir())


def test_nothing_is_live_before_the_first_build(index: IndexFolder) -> None:
    """An index folder that is missing or empty says what to do."""
    for _attempt in ("missing", "empty"):
        with pytest.raises(NoIndexError, match="forumbot index build"):
            index.live()
        assert index.names() == []
        index.path.mkdir(parents=True, exist_ok=True)


def test_a_published_generation_is_live(index: IndexFolder) -> None:
    """What was published is what is read, with its files, from a new folder."""
    manifest = publish(index, 12)
    folder, found = index.live()
    assert found == manifest
    assert (folder / "sub" / "file").read_text(encoding="utf-8") == "vectors 12"
    assert list(manifest.files) == ["sub/file"]


def test_a_generation_that_is_kept_is_read_by_its_name(index: IndexFolder) -> None:
    """Whichever is live; a name that is none, or no name at all, is misuse."""
    first, second = publish(index, 12), publish(index, 13)
    folder, manifest = index.kept(first.generation)
    assert manifest == first
    assert (folder / "sub" / "file").read_text(encoding="utf-8") == "vectors 12"
    for name in ("gone", "../generations", ""):
        with pytest.raises(UsageError, match=second.generation):
            index.kept(name)


def test_the_last_one_published_is_live(index: IndexFolder) -> None:
    """A second generation takes the place of the first, which stays beside it."""
    first, second = publish(index, 12), publish(index, 13)
    assert index.live()[1] == second
    assert index.names() == [first.generation, second.generation] == entries(index)


def test_a_generation_is_named_after_its_instant_in_utc(index: IndexFolder) -> None:
    """Names sort by time, whatever zone the clock is in."""
    with index.locked():
        clock = datetime(2019, 2, 20, 1, 30, 5, 78, tzinfo=timezone(timedelta(hours=2)))
        name = index.new_generation(clock).name
    assert re.fullmatch(r"20190219T233005\.000078Z-[0-9a-f]{6}", name)


@pytest.mark.parametrize("later", [0, -1, 1, -3600 * 24 * 400 * 10**6])
def test_later_generations_sort_after_older_ones(index: IndexFolder, later: int) -> None:
    """Builds of one instant, or of a clock that was set back, have names in their own order."""
    manifests = [
        publish_at(index, NOON + place * timedelta(microseconds=later)) for place in range(4)
    ]
    assert index.names() == [manifest.generation for manifest in manifests]
    assert len({name.partition("-")[0] for name in index.names()}) == len(manifests)
    assert index.live()[1] == manifests[-1]
    assert index.roll_back() == manifests[-2]
    index.roll_back(manifests[-1].generation)
    index.prune(2)
    assert index.names() == [manifest.generation for manifest in manifests[-2:]]


def test_an_unpublished_generation_is_not_seen(index: IndexFolder) -> None:
    """Nobody reads what is being written, and discarding it leaves nothing."""
    live = publish(index, 12)
    with index.locked():
        generation = index.new_generation(NOON)
        (generation.folder / MANIFEST).write_text("{}", encoding="utf-8")
        assert index.names() == [live.generation]
        assert index.live()[1] == live
        generation.discard()
    assert entries(index) == [live.generation]


def test_left_overs_of_dead_builds_are_removed(index: IndexFolder) -> None:
    """The next build removes folders that were never published, and nothing else."""
    live = publish(index, 12)
    dead = index.path / "generations" / ".20190220T110000.000000Z-abcdef"
    (dead / "lexical").mkdir(parents=True)
    (dead / "lexical" / "half").write_bytes(b"half")
    (index.path / f".{CURRENT}.new").write_bytes(b"half")
    (index.path / "README.md").write_text("Stays.", encoding="utf-8")
    second = publish(index, 13)
    assert entries(index) == [live.generation, second.generation]
    assert sorted(path.name for path in index.path.iterdir() if path.name != ".lock") == [
        CURRENT,
        "README.md",
        "generations",
    ]


def test_a_second_build_is_refused(index: IndexFolder) -> None:
    """While one holds the folder, another is refused at once, and admitted after it."""
    with index.locked():
        with (
            pytest.raises(BuildInProgressError, match="under way"),
            IndexFolder(index.path).locked(),
        ):
            pytest.fail("two builds at once")
        with pytest.raises(BuildInProgressError):
            IndexFolder(index.path).roll_back()
    publish(index, 12)


def test_a_build_of_another_process_is_respected(index: IndexFolder, nursery: Nursery) -> None:
    """The lock holds between processes, and goes when its process is killed."""
    live = publish(index, 12)
    process = nursery.piped(["-c", HOLD_THE_LOCK, str(index.path)])
    with process.stdin, process.stdout:
        assert process.stdout.readline() == b"locked\n"
        with pytest.raises(BuildInProgressError):
            publish(index, 13)
        assert index.live()[1] == live
        process.kill()
        process.wait(10)
    assert index.live()[1] != publish(index, 13)


def test_the_lock_is_free_after_an_error(index: IndexFolder) -> None:
    """A build that fails lets the next one in."""
    with pytest.raises(ZeroDivisionError), index.locked():
        raise ZeroDivisionError
    publish(index, 12)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_named(index: IndexFolder) -> None:
    """A folder that may not be written is refused with what to do."""
    index.path.mkdir(parents=True, mode=0o500)
    with pytest.raises(ArchiveIndexError, match="allow writing"):
        publish(index, 12)


@pytest.mark.parametrize("below", [(), ("under",), ("far", "under")], ids=len)
def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path, below: tuple[str, ...]) -> None:
    """An index folder that is a file, or lies under one, is refused in one line."""
    file = tmp_path / "file"
    file.write_text("Stays.", encoding="utf-8")
    index = IndexFolder(file.joinpath(*below))
    for call in (index.live, index.roll_back, lambda: publish(index, 12)):
        with pytest.raises(ArchiveIndexError, match=re.escape(str(index.path))) as caught:
            call()
        assert "\n" not in str(caught.value)
    assert index.names() == []
    assert file.read_text(encoding="utf-8") == "Stays."


def test_roll_back_goes_one_back(index: IndexFolder) -> None:
    """Without a name, the generation before the live one becomes live, step by step."""
    first, second, third = (publish(index, hour) for hour in (12, 13, 14))
    assert index.roll_back() == second
    assert index.live()[1] == second
    assert index.roll_back() == first
    assert index.live()[1] == first
    with pytest.raises(ArchiveIndexError, match="no build before the live one"):
        index.roll_back()
    assert index.live()[1] == first
    assert index.names() == [first.generation, second.generation, third.generation]


def test_roll_back_takes_a_name(index: IndexFolder) -> None:
    """Any complete generation can be named, a newer one too."""
    first, _second, third = (publish(index, hour) for hour in (12, 13, 14))
    assert index.roll_back(first.generation) == first
    assert index.roll_back(third.generation) == third
    assert index.live()[1] == third


@pytest.mark.parametrize("name", ["nonsense", "", "..", "20190220T120000.000000Z-000000"])
def test_roll_back_to_a_name_that_is_not_there_is_refused(index: IndexFolder, name: str) -> None:
    """A wrong name is an error of the call, which lists the names that are there."""
    live = publish(index, 12)
    with pytest.raises(UsageError, match=live.generation):
        index.roll_back(name)
    assert index.live()[1] == live


def test_roll_back_to_a_damaged_generation_is_refused(index: IndexFolder) -> None:
    """A generation is compared with its hashes before it becomes live."""
    first, second = publish(index, 12), publish(index, 13)
    (index.path / "generations" / first.generation / "sub" / "file").write_bytes(b"other")
    with pytest.raises(DamagedIndexError):
        index.roll_back()
    assert index.live()[1] == second


def test_roll_back_to_a_changed_manifest_is_refused(index: IndexFolder) -> None:
    """An older generation whose manifest was tampered with to fit its files is not made live."""
    first, second = publish(index, 12), publish(index, 13)
    folder = index.path / "generations" / first.generation
    (folder / "sub" / "file").write_bytes(b"other")
    changed = replace(first, files={"sub/file": file_sha256(folder / "sub" / "file")})
    (folder / MANIFEST).write_text(json.dumps(changed.to_json()), encoding="utf-8")
    for name in (None, first.generation):
        with pytest.raises(DamagedIndexError, match="not what the build wrote"):
            index.roll_back(name)
    assert index.live()[1] == second


@pytest.mark.parametrize("raw", [None, b"", b"00" * 32], ids=str)
def test_roll_back_needs_the_recorded_hash(index: IndexFolder, raw: bytes | None) -> None:
    """A generation whose manifest has no hash beside it, or another's, does not become live."""
    first, second = publish(index, 12), publish(index, 13)
    checksum = index.path / "generations" / first.generation / "manifest.sha256"
    checksum.unlink()
    if raw is not None:
        checksum.write_bytes(raw)
    with pytest.raises(DamagedIndexError, match="forumbot index build"):
        index.roll_back()
    assert index.live()[1] == second


def test_the_live_generation_is_checked_through_current(index: IndexFolder) -> None:
    """A live manifest whose recorded hash is gone is refused."""
    publish(index, 12)
    (index.live()[0] / "manifest.sha256").unlink()
    with pytest.raises(DamagedIndexError, match=r"manifest\.sha256"):
        index.live()


def test_a_rollback_on_a_full_disk_changes_nothing(index: IndexFolder, nursery: Nursery) -> None:
    """Where ``CURRENT`` cannot be written anew, that is an error of the index in one line."""
    _first, second = publish(index, 12), publish(index, 13)
    told = nursery.run(["-c", ROLL_BACK_ON_A_FULL_DISK, str(index.path)])
    assert (
        told.stdout
        == f"{index.path}: cannot be written (File too large); the live index is untouched\n"
    )
    assert index.live()[1] == second


def test_roll_back_without_an_index_is_refused(index: IndexFolder) -> None:
    """Where nothing was built, there is nothing to go back to."""
    with pytest.raises(NoIndexError, match="forumbot index build"):
        index.roll_back()


@pytest.mark.parametrize(
    ("keep", "left"), [(1, [16]), (2, [15, 16]), (3, [14, 15, 16]), (9, [*range(12, 17)])]
)
def test_prune_keeps_the_newest(index: IndexFolder, keep: int, left: list[int]) -> None:
    """As many generations as asked for stay, the live one counted, or all where there are fewer."""
    names = {hour: publish(index, hour).generation for hour in range(12, 17)}
    index.prune(keep)
    assert index.names() == entries(index) == [names[hour] for hour in left]
    assert index.live()[1].generation == names[16]


def test_prune_spares_the_live_generation_after_a_rollback(index: IndexFolder) -> None:
    """The live generation stays even where it is the oldest."""
    first, *_others, last = (publish(index, hour) for hour in range(12, 16))
    index.roll_back(first.generation)
    index.prune(2)
    assert index.names() == [first.generation, last.generation]
    assert index.live()[1] == first


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"20190220T120000.000000Z-000000",
        b'{"generation": "../../etc", "manifest_sha256": ""}',
        b'{"generation": 7, "manifest_sha256": ""}',
        b'{"generation": "20190220T120000.000000Z-000000", "manifest_sha256": null}',
        b'{"generation": "20190220T120000.000000Z-000000", "manifest_sha256": ""}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
    ],
    ids=range(11),
)
def test_a_damaged_current_is_refused(index: IndexFolder, raw: bytes) -> None:
    """Whatever stands in ``CURRENT`` that no build wrote, loading says how to mend it."""
    publish(index, 12)
    (index.path / CURRENT).write_bytes(raw)
    with pytest.raises(DamagedIndexError, match="forumbot index build"):
        index.live()


def test_current_must_fit_the_manifest(index: IndexFolder) -> None:
    """A manifest that was written by hand over the live one is refused."""
    manifest = publish(index, 12)
    write_manifest(index.live()[0], replace(manifest, knowledge="../elsewhere"))
    with pytest.raises(DamagedIndexError, match="hash is not the live one's"):
        index.live()


def test_current_without_a_hash_is_refused(index: IndexFolder) -> None:
    """A live generation whose hash in ``CURRENT`` was emptied is not believed by its own record."""
    name = publish(index, 12).generation
    record = {"generation": name, "manifest_sha256": ""}
    (index.path / CURRENT).write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(DamagedIndexError, match="forumbot index build"):
        index.live()
