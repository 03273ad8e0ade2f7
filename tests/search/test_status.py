import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forumbot.archive.documents import read_archive
from forumbot.clock import Clock
from forumbot.search.builder import BuildSettings, build
from forumbot.search.index_folder import IndexFolder
from forumbot.search.manifest import Manifest
from forumbot.search.ports import Embedder
from forumbot.search.status import Changes, status_of

MakeArchive = Callable[[dict[str, str | bytes]], Path]

LATER = datetime(2019, 2, 22, 13, tzinfo=UTC)
FUND = "# Fund\n\nThe wombat fund has 5 million euros.\n"
ZOO = "# Zoo\n\nThe zoo meeting was held in Vienna.\n"


@pytest.fixture
def knowledge(make_archive: MakeArchive) -> Path:
    """A folder of two documents, a list of its files, one that is refused, and an event file."""
    files: dict[str, str | bytes] = {"fund.md": FUND, "zoo.md": ZOO, "events.yaml": "events: []\n"}
    files["list.txt"] = "fund.md\n\nzoo.md\n\nbad.pdf\n"
    return make_archive({**files, "bad.pdf": b"no PDF"})


@pytest.fixture
def index(knowledge: Path, tmp_path: Path) -> IndexFolder:
    """The folder of its index."""
    return IndexFolder(tmp_path / "index")


@pytest.fixture
def built(index: IndexFolder, knowledge: Path, embedder: Embedder, clock: Clock) -> Manifest:
    """What was built of it, at noon of 20 February 2019."""
    settings = BuildSettings(confidence="v1")
    return build(index, lambda: read_archive(knowledge), embedder, clock, settings)


def test_the_live_generation_is_described(
    built: Manifest, index: IndexFolder, knowledge: Path
) -> None:
    """From what, how old, with how much in it; unchanged files are no changes."""
    status = status_of(index, knowledge, LATER, "v2")
    assert (status.generation, status.generations) == (built.generation, (built.generation,))
    assert (status.documents, status.passages) == (("fund.md", "zoo.md"), 2)
    assert status.refused == ("bad.pdf",)
    assert (status.confidence, status.confidence_now) == ("v1", "v2")
    assert status.changes == Changes()


def test_the_age_is_that_at_the_time_given(
    built: Manifest, index: IndexFolder, knowledge: Path
) -> None:
    """In words and in seconds; a clock that was set back makes no negative age."""
    record = status_of(index, knowledge, LATER, "v1").to_json()
    seconds = int((LATER - built.created_at).total_seconds())
    assert (record["age"], record["age_seconds"]) == ("2 days, 1:00:00", seconds)
    early = datetime(2018, 1, 1, tzinfo=UTC)
    assert status_of(index, knowledge, early, "v1").to_json()["age"] == "0:00:00"


def test_the_json_has_every_key(built: Manifest, index: IndexFolder, knowledge: Path) -> None:
    """As scripts read it."""
    record = status_of(index, knowledge, LATER, "v1").to_json()
    assert json.loads(json.dumps(record)) == record
    assert list(record) == [
        "generation", "created_at", "age", "age_seconds", "knowledge", "model", "confidence",
        "confidence_now", "documents", "passages", "refused", "generations", "added", "changed",
        "removed",
    ]  # fmt: skip
    assert record["created_at"] == built.created_at.isoformat()


def test_what_has_changed_since_the_build_is_named(
    built: Manifest, index: IndexFolder, knowledge: Path
) -> None:
    """Added, changed and removed files are told apart; ``events.yaml`` is no document."""
    (knowledge / "fund.md").write_text(FUND.replace("5", "6"), encoding="utf-8")
    (knowledge / "zoo.md").unlink()
    (knowledge / "new.md").write_text("# New\n\nNew.\n", encoding="utf-8")
    (knowledge / "events.yaml").write_text("events: [1]\n", encoding="utf-8")
    status = status_of(index, knowledge, built.created_at, "v1")
    assert status.changes == Changes(("new.md",), ("fund.md",), ("zoo.md",))


def test_what_a_maintainer_states_anew_changes_its_document(
    built: Manifest, index: IndexFolder, knowledge: Path
) -> None:
    """A file beside a document is none of its own, and counts as a change of that document."""
    (knowledge / "zoo.md.yaml").write_text("status: draft\n", encoding="utf-8")
    status = status_of(index, knowledge, built.created_at, "v1")
    assert status.changes == Changes(changed=("zoo.md",))


def test_of_a_folder_that_is_gone_all_is_removed(
    built: Manifest, index: IndexFolder, knowledge: Path
) -> None:
    """A missing knowledge folder is no error for a look at the index."""
    knowledge.rename(knowledge.with_name("elsewhere"))
    status = status_of(index, knowledge, built.created_at, "v1")
    assert status.changes.removed == ("fund.md", "zoo.md")
