"""A build that dies at any moment, and an index with a damaged byte in any file.

Run as a program, this file is the process that dies: it reads one order a line, forks a child that
builds, and answers how the child ended.
"""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import IO, Any

import numpy as np
import pytest
from tests.nursery import ForkedNursery

from forumbot.archive import pool
from forumbot.archive.documents import Archive, parse_document, read_archive
from forumbot.asking.question import read_question
from forumbot.config import RetrievalConfig
from forumbot.errors import ArchiveIndexError, DamagedIndexError, NoIndexError
from forumbot.language.words import words
from forumbot.search.builder import BuildSettings, build
from forumbot.search.generation import load_live
from forumbot.search.index_folder import CURRENT, IndexFolder
from forumbot.search.manifest import MANIFEST, Manifest
from forumbot.search.ports import TokenVectors, Vectors
from forumbot.search.retriever import Retriever

STEPS = {
    "open", "write", "tofile", "fsync", "close", "mkdir", "rename", "replace",
    "unlink", "rmdir", "scandir",
}  # fmt: skip
QUESTION = "What is the budget of the mobility scheme?"
KILLS_BEFORE_PUBLISHING = 20
KILLS_BY_TIME = 8
CHECKSUM = "manifest.sha256"

FRONT = "---\ntitle: {title}\nkind: report\nlanguage: en\n---\n\n"
OLD_FILES = {
    "kept.md": "Kept\n\nThe visit to Oradea.\n\n## Outcomes\n\n- It was repeated in Debrecen.",
    "changed.md": "Changed\n\nThe budget of the mobility scheme is 3.6 million euro.",
    "deleted.md": "Deleted\n\nThe budget of the mobility scheme was never decided.",
}
NEW_FILES = {
    "kept.md": OLD_FILES["kept.md"],
    "changed.md": "Changed\n\nThe budget of the mobility scheme is 5 million euro.",
    "added.md": "Added\n\n## Outcomes\n\n- A budget needs more clarity.\n- Mobility is key.",
}


class WordCountEmbedder:
    """A deterministic embedder without a model: hashed words, counted and scaled to length 1."""

    name = "word-count"
    engine = "hashes"
    fingerprint = "word-count-1"
    dimension = 32
    max_tokens = 64

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        return [
            TokenVectors(
                np.array(self.token_starts(text), dtype=np.int64),
                np.eye(1, self.dimension, dtype=np.float32).repeat(
                    len(self.token_starts(text)), axis=0
                ),
            )
            for text in texts
        ]

    def sample_tokens(self) -> Vectors:
        return np.eye(self.dimension, dtype=np.float32)

    def read_queries(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        return self.embed_queries(texts), self.token_vectors(texts)

    def embed_passages(
        self,
        texts: Sequence[str],
        on_progress: Callable[[int], None] | None = None,
        on_tokens: Callable[[int, TokenVectors], None] | None = None,
    ) -> Vectors:
        for place, tokens in enumerate(self.token_vectors(texts) if on_tokens else []):
            if on_tokens is not None:
                on_tokens(place, tokens)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in words(text) or ["_"]:
                row[zlib.crc32(word.encode()) % self.dimension] += 1
            row /= np.linalg.norm(row)
        return vectors

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self.embed_passages(texts)

    def token_starts(self, text: str) -> list[int]:
        return [place for place in range(len(text)) if not text[place].isspace()][::4]


@cache
def read_once(knowledge: Path) -> Archive:
    """The documents of a folder that stays as it is."""
    return read_by_forks(knowledge) if __name__ == "__main__" else read_archive(knowledge)


def build_at(
    index: Path, knowledge: Path, hour: int, read: Callable[[Path], Archive] = read_once
) -> Manifest:
    """Build as of an hour of one day, so that later builds have later names."""
    now = datetime(2019, 2, 20, hour, tzinfo=UTC)
    return build(
        IndexFolder(index),
        lambda: read(knowledge),
        WordCountEmbedder(),
        lambda: now,
        BuildSettings(),
    )


def read_by_forks(knowledge: Path) -> Archive:
    """The documents of a folder, read by processes that are forked from this one."""
    with ForkedNursery() as nursery:
        vars(pool)["start_python"] = nursery.piped
        return read_archive(knowledge)


def build_and_die(order: dict[str, Any]) -> None:
    """Build, and die right before the step of the order; note the names of all steps if none."""
    steps: list[str] = []

    def profile(_frame: FrameType, event: str, function: Any) -> None:
        name = getattr(function, "__name__", "")
        on_text = isinstance(getattr(function, "__self__", None), str)
        if event == "c_call" and name in STEPS and not on_text:
            if len(steps) == order["step"]:
                os.kill(os.getpid(), signal.SIGKILL)
            steps.append(name)

    sys.setprofile(profile)
    read = read_by_forks if order["reads_files"] else read_once
    build_at(Path(order["index"]), Path(order["knowledge"]), 13, read)
    sys.setprofile(None)
    Path(order["journal"]).write_text(json.dumps(steps), encoding="utf-8")


def build_on_a_full_disk(order: dict[str, Any]) -> None:
    """Build while no file can grow beyond the size of the order; note the error if any."""
    no_limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (order["file_size"], no_limit[1]))
    told = None
    try:
        build_at(Path(order["index"]), Path(order["knowledge"]), 13)
    except ArchiveIndexError as error:
        told = str(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, no_limit)
    Path(order["journal"]).write_text(json.dumps(told), encoding="utf-8")


def serve() -> None:
    """Fork a child for each order, kill it after the order's seconds if any, say how it ended.

    A build before the first one loads what children would each load, and be traced through.
    """
    parse_document("first.md", b"# First\n\nHeld on 3 May 2018.\n")
    for line in sys.stdin:
        order = json.loads(line)
        knowledge = Path(order["knowledge"])
        if not read_once.cache_info().currsize:
            with TemporaryDirectory() as folder:
                build_at(Path(folder, "index"), knowledge, 13)
        read_once(knowledge)
        child = os.fork()
        if child == 0:
            try:
                if order["file_size"] is None:
                    build_and_die(order)
                else:
                    build_on_a_full_disk(order)
                os._exit(0)
            finally:
                os._exit(1)
        if order["seconds"] is not None:
            time.sleep(order["seconds"])
            os.kill(child, signal.SIGKILL)
        _child, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


@dataclass(frozen=True)
class Builder:
    """The process that builds and dies."""

    pid: int
    orders: IO[str]
    answers: IO[str]

    @property
    def mapped(self) -> str:
        """The files that its memory is mapped from, libraries among them."""
        return Path(f"/proc/{self.pid}/maps").read_text(encoding="utf-8")

    def run(
        self,
        index: Path,
        knowledge: Path,
        step: int | None = None,
        seconds: float | None = None,
        file_size: int | None = None,
        *,
        reads_files: bool = False,
    ) -> int:
        """Build until the step or the seconds are reached; the exit status, -9 where killed.

        No file can grow beyond ``file_size``, as on a full disk. The documents are at hand, unless
        it ``reads_files`` first.
        """
        order = {
            "index": str(index), "knowledge": str(knowledge), "step": step, "seconds": seconds,
            "file_size": file_size, "reads_files": reads_files,
            "journal": str(index.with_name("journal.json")),
        }  # fmt: skip
        self.orders.write(json.dumps(order) + "\n")
        self.orders.flush()
        return int(self.answers.readline())


@pytest.fixture(scope="module")
def process() -> Iterator[Builder]:
    """The builder process, started and ended."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.search.test_crash"], cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        yield Builder(process.pid, process.stdin, process.stdout)
        process.stdin.close()


def write_files(folder: Path, files: dict[str, str]) -> Path:
    """A knowledge folder with one short document a file."""
    folder.mkdir()
    for name, text in files.items():
        title, body = text.split("\n\n", 1)
        (folder / name).write_text(FRONT.format(title=title) + body, encoding="utf-8")
    return folder


def answers(index: Path) -> list[tuple[str, str]]:
    """What the live generation answers, as document and text."""
    retriever = Retriever(load_live(IndexFolder(index)), WordCountEmbedder(), RetrievalConfig())
    return [
        (hit.passage.doc_id, hit.passage.text)
        for hit in retriever.search(read_question(QUESTION), 10)
    ]


@dataclass(frozen=True)
class Case:
    """An index with one generation, the folder of the next build, and what both answer."""

    index: Path
    changed_knowledge: Path
    old: list[tuple[str, str]]
    new: list[tuple[str, str]]
    scratch: Path

    def fresh_index(self) -> Path:
        """A copy of the index as it was before the next build."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        return Path(shutil.copytree(self.index, self.scratch))

    def check_after_death(self, index: Path, moment: str, *allowed: list[tuple[str, str]]) -> None:
        """The index answers in an allowed way, and the next build succeeds and cleans up."""
        assert answers(index) in allowed, moment
        manifest = build_at(index, self.changed_knowledge, 14)
        assert answers(index) == self.new, moment
        folder = IndexFolder(index)
        assert folder.live()[1] == manifest
        assert sorted(path.name for path in (index / "generations").iterdir()) == folder.names()


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """One index and one changed archive for all tests; each test works on a copy."""
    folder = tmp_path_factory.mktemp("crash")
    build_at(folder / "index", write_files(folder / "old", OLD_FILES), 12)
    changed_knowledge = write_files(folder / "new", NEW_FILES)
    build_at(folder / "later", changed_knowledge, 12)
    old, new = answers(folder / "index"), answers(folder / "later")
    assert {doc_id for doc_id, _text in old} == set(OLD_FILES)
    assert {doc_id for doc_id, _text in new} == set(NEW_FILES)
    return Case(folder / "index", changed_knowledge, old, new, folder / "scratch")


def test_a_build_killed_at_any_step_leaves_an_index_that_answers(
    case: Case, process: Builder
) -> None:
    """Up to the step that names the new generation the old one answers, from it on the new one."""
    assert process.run(case.fresh_index(), case.changed_knowledge) == 0
    steps = json.loads(case.scratch.with_name("journal.json").read_text(encoding="utf-8"))
    assert {"open", "write", "tofile", "fsync", "mkdir"} <= set(steps)
    publishing = steps.index("rename")
    naming = steps.index("replace", publishing)
    spread = np.linspace(0, publishing - 1, KILLS_BEFORE_PUBLISHING, dtype=int).tolist()
    for step in [*spread, *range(publishing, len(steps))]:
        index = case.fresh_index()
        assert process.run(index, case.changed_knowledge, step=step) == -signal.SIGKILL
        moment = f"killed before {steps[step]} (step {step} of {len(steps)})"
        case.check_after_death(index, moment, case.old if step <= naming else case.new)


def test_a_build_killed_at_any_time_leaves_an_index_that_answers(
    case: Case, process: Builder
) -> None:
    """A kill from outside, spread over the time that a build takes, harms nothing either."""
    killed = 0
    assert process.run(case.fresh_index(), case.changed_knowledge) == 0
    index, started = case.fresh_index(), time.monotonic()
    assert process.run(index, case.changed_knowledge, reads_files=True) == 0
    duration = time.monotonic() - started
    for place in range(KILLS_BY_TIME):
        index = case.fresh_index()
        seconds = duration * place / KILLS_BY_TIME
        ended = process.run(index, case.changed_knowledge, seconds=seconds, reads_files=True)
        killed += ended != 0
        case.check_after_death(index, f"killed after {seconds:.3f} s", case.old, case.new)
    assert killed > 0


def test_a_full_disk_leaves_the_live_index_untouched(
    case: Case, process: Builder, tmp_path: Path
) -> None:
    """Whichever file the disk ends in, the build is refused in one line and the old one answers.

    Many copies of one document make numpy's arrays the largest files, whose writer loses the last
    few kilobytes of a file in silence.
    """
    text = "Copy\n\n" + " ".join(str(place * 104_729) for place in range(60))
    copies = {f"copy{place}.md": text for place in range(40)}
    for number, files in enumerate((NEW_FILES, copies)):
        knowledge = write_files(tmp_path / f"knowledge {number}", files)
        index = case.fresh_index()
        assert process.run(index, knowledge) == 0
        folder = IndexFolder(index).live()[0]
        files_by_size = sorted(
            (path.stat().st_size, path.suffix) for path in folder.rglob("*") if path.is_file()
        )
        assert files != copies or files_by_size[-1][1] == ".npy"
        sizes = {size for size, _suffix in files_by_size}
        # What was encoded is kept in one file until it is published.
        enough = 10 * max(sizes)
        for file_size in sorted({0, 1, *(size - 1 for size in sizes if size), enough}):
            index = case.fresh_index()
            live = IndexFolder(index).live()
            assert process.run(index, knowledge, file_size=file_size) == 0
            told = json.loads(index.with_name("journal.json").read_text(encoding="utf-8"))
            if file_size == enough:
                assert told is None
                continue
            assert re.fullmatch(
                rf"{re.escape(str(index))}: cannot be written \(.+\); "
                "the live index is untouched",
                told,
            ), file_size
            assert "None" not in told
            assert IndexFolder(index).live() == live
            assert answers(index) == case.old
            assert [path.name for path in live[0].parent.iterdir()] == [live[0].name]


def test_the_builder_process_loads_no_torch(case: Case, process: Builder) -> None:
    """A build with another embedder needs no torch, so that the crash tests start quickly."""
    assert process.run(case.fresh_index(), case.changed_knowledge) == 0
    assert "faiss" in process.mapped
    assert "torch" not in process.mapped


def live_files(index: Path) -> list[str]:
    """Every file that the live generation is checked by or read from, and ``CURRENT``.

    The hash beside the manifest is for rollbacks: for the live generation, ``CURRENT`` holds it.
    """
    folder, _manifest = IndexFolder(index).live()
    found = [path.relative_to(index).as_posix() for path in folder.rglob("*") if path.is_file()]
    return sorted([*(name for name in found if not name.endswith(CHECKSUM)), CURRENT])


def refusal(index: Path) -> ArchiveIndexError:
    """The error that loading the index gives."""
    with pytest.raises(ArchiveIndexError) as caught:
        load_live(IndexFolder(index))
    return caught.value


def flip(place: float) -> Callable[[bytes], bytes]:
    """Inverts the lowest bit of the byte at a share of the length, 0 the first and 1 the last."""

    def damage(raw: bytes) -> bytes:
        changed = bytearray(raw)
        changed[int(place * (len(raw) - 1))] ^= 1
        return bytes(changed)

    return damage


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "first byte flipped": flip(0),
    "a byte of the first quarter flipped": flip(0.25),
    "middle byte flipped": flip(0.5),
    "a byte of the last quarter flipped": flip(0.75),
    "last byte flipped": flip(1),
    "emptied": lambda _raw: b"",
    "cut in half": lambda raw: raw[: len(raw) // 2],
    "last byte cut off": lambda raw: raw[:-1],
    "byte appended": lambda raw: raw + b"\0",
    "zeroed": lambda raw: bytes(len(raw)),
}


def test_damage_to_the_recorded_hash_of_the_live_generation_is_refused(case: Case) -> None:
    """Whatever becomes of the hash beside the manifest is refused, and a build mends it."""
    for damage in [*DAMAGE.values(), None]:
        index = case.fresh_index()
        path = IndexFolder(index).live()[0] / CHECKSUM
        if damage is None:
            path.unlink()
        else:
            path.write_bytes(damage(path.read_bytes()))
        with pytest.raises(DamagedIndexError, match="run 'forumbot index build'"):
            answers(index)
    build_at(index, case.changed_knowledge, 14)
    assert answers(index) == case.new


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_file_is_refused(case: Case, kind: str) -> None:
    """Whichever file of the live generation is damaged, loading names the command that mends it."""
    index = case.fresh_index()
    for name in live_files(index):
        path = index / name
        raw = path.read_bytes()
        damaged = DAMAGE[kind](raw)
        if damaged == raw or (name == CURRENT and same_meaning(raw, damaged)):
            continue
        path.write_bytes(damaged)
        error = refusal(index)
        assert isinstance(error, DamagedIndexError), name
        assert "forumbot index build" in str(error), name
        assert "\n" not in str(error), name
        path.write_bytes(raw)
    assert answers(index) == case.old


def same_meaning(raw: bytes, damaged: bytes) -> bool:
    """Whether damage to ``CURRENT`` left what it says, as a changed space does."""
    try:
        return bool(json.loads(raw) == json.loads(damaged))
    except ValueError:
        return False


def test_a_flipped_bit_of_current_is_refused_or_means_the_same(case: Case) -> None:
    """No byte of ``CURRENT`` can turn so that another generation answers in silence."""
    index = case.fresh_index()
    raw = (index / CURRENT).read_bytes()
    folder = IndexFolder(index)
    live = folder.live()
    refused = 0
    for place, bit in product(range(len(raw)), (0, 2, 5, 7)):
        damaged = bytearray(raw)
        damaged[place] ^= 1 << bit
        (index / CURRENT).write_bytes(damaged)
        if same_meaning(raw, bytes(damaged)):
            assert folder.live() == live
        else:
            with pytest.raises(DamagedIndexError, match="forumbot index build"):
                folder.live()
            refused += 1
    assert refused > len(raw) * 3


def test_a_missing_file_is_refused(case: Case) -> None:
    """Whichever file is gone, loading names the command that mends it."""
    for name in live_files(case.index):
        index = case.fresh_index()
        (index / name).unlink()
        error = refusal(index)
        assert isinstance(error, NoIndexError if name == CURRENT else DamagedIndexError), name
        assert "forumbot index build" in str(error), name


@pytest.mark.parametrize("name", [CURRENT, MANIFEST, "dense.faiss", "documents.jsonl"])
def test_a_folder_in_place_of_a_file_is_refused(case: Case, name: str) -> None:
    """A file that became a folder is refused like a damaged one."""
    index = case.fresh_index()
    path = next(index / file for file in live_files(index) if file.endswith(name))
    path.unlink()
    path.mkdir()
    assert "forumbot index build" in str(refusal(index))


def test_a_missing_generation_folder_is_refused(case: Case) -> None:
    """``CURRENT`` that names a folder which is gone is refused with the command that mends it."""
    index = case.fresh_index()
    shutil.rmtree(IndexFolder(index).live()[0])
    assert "forumbot index build" in str(refusal(index))


def test_the_next_build_mends_a_damaged_index(case: Case) -> None:
    """A build over a damaged index takes over nothing that is damaged, and answers again."""
    for name in live_files(case.index):
        index = case.fresh_index()
        path = index / name
        path.write_bytes(DAMAGE["cut in half"](path.read_bytes()))
        manifest = build_at(index, case.changed_knowledge, 14)
        assert answers(index) == case.new, name
        assert not any(record.reused for record in manifest.documents), name


if __name__ == "__main__":
    serve()
