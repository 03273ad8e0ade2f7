import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from forumbot.archive.layout import Extraction
from forumbot.archive.pool import WorkerPool
from forumbot.config import ExtractionConfig
from forumbot.errors import ArchiveError, RefusedError

# What a parser may do to the process that it runs in, by the name of the file that it is given.
PARSERS = """
import ctypes, os, signal, sys, time
from forumbot.archive.layout import BlockKind, Extraction, Piece, lay_out
from forumbot.errors import RefusedError

def extract(name, raw):
    if name == "hang": time.sleep(600)
    if name == "loop":
        while True: pass
    if name == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True: pass
    if name == "raise": raise KeyError("of the parser")
    if name == "refuse": raise RefusedError("is not to my taste")
    if name == "exit": sys.exit(0)
    if name == "leave": os._exit(0)
    if name == "abort": os.abort()
    if name == "null": ctypes.string_at(0)
    if name == "stack": return extract_deep()
    if name == "memory": return bytearray(10**12)
    if name == "leak":
        kept = []
        while True: kept.append(bytearray(10**7))
    if name == "chatter":
        print("noise" * 1000, flush=True)
        os.write(1, b"more noise")
        os.write(2, b"more noise" * 100_000)
    if name == "None": return None
    text = {"pid": str(os.getpid()), "environment": " ".join(os.environ)}.get(name, raw.decode())
    return lay_out([Piece(BlockKind.PARAGRAPH, text)])

def extract_deep(depth=0):
    return extract_deep(depth + 1)
"""

MakePool = Callable[[ExtractionConfig], WorkerPool]
QUICK = ExtractionConfig(seconds=2, megabytes=512)


@pytest.fixture
def make_pool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakePool:
    """A pool whose parser does what the file's name says."""
    (tmp_path / "odd_parsers.py").write_text(PARSERS)
    monkeypatch.syspath_prepend(tmp_path)
    return lambda limits: WorkerPool(limits, "odd_parsers:extract")


def reason(pool: WorkerPool, name: str, raw: bytes = b"text") -> str:
    """Why a file is refused."""
    with pytest.raises(RefusedError) as caught:
        pool.extract(name, raw)
    return str(caught.value)


def test_a_file_is_read_in_another_process(make_pool: MakePool) -> None:
    """The parser runs elsewhere, and what it found arrives whole; one worker does for many."""
    with make_pool(QUICK) as pool:
        processes = {pool.extract("pid", b"").text for _time in range(3)}
        assert len(processes) == 1
        assert str(os.getpid()) not in processes
        assert pool.extract("a", "ü".encode() * 1_000_000).text == "ü" * 1_000_000


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hang", "took longer than 1 s to read"),
        ("loop", "took longer than 1 s to read"),
        ("deaf", "took longer than 1 s to read"),
        ("raise", "the reader crashed (KeyError)"),
        ("stack", "the reader crashed (RecursionError)"),
        ("None", "the reader crashed (AttributeError)"),
        ("exit", "the reader crashed"),
        ("leave", "the reader crashed"),
        ("abort", "the reader crashed"),
        ("null", "the reader crashed"),
        ("memory", "needed more than 512 MB of memory to read"),
        ("leak", "needed more than 512 MB of memory to read"),
        ("refuse", "is not to my taste"),
    ],
)
def test_a_parser_takes_only_its_own_file_with_it(
    make_pool: MakePool, name: str, expected: str
) -> None:
    """Whatever a parser does, its file is refused with the reason and the next one is read."""
    seconds = 1 if "1 s" in expected else 30
    with make_pool(ExtractionConfig(seconds, megabytes=512)) as pool:
        assert reason(pool, name) == expected
        assert pool.extract("a", b"text").text == "text"


def test_what_a_parser_prints_does_not_disturb_its_answer(
    make_pool: MakePool, capfd: pytest.CaptureFixture[str]
) -> None:
    """Output of a parser neither reaches the terminal nor passes for a result."""
    with make_pool(QUICK) as pool:
        assert pool.extract("chatter", b"text").text == "text"
    assert capfd.readouterr() == ("", "")


def test_secrets_of_the_environment_stay_with_the_parent(
    make_pool: MakePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parser that is taken over finds no token to send home."""
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    with make_pool(QUICK) as pool:
        assert "DISCORD_TOKEN" not in pool.extract("environment", b"").text


def test_a_worker_that_dies_between_two_files_costs_one_of_them_at_most(
    make_pool: MakePool,
) -> None:
    """A worker killed from outside is replaced."""
    with make_pool(QUICK) as pool:
        os.kill(int(pool.extract("pid", b"").text), signal.SIGKILL)
        time.sleep(0.1)
        assert reason(pool, "a") == "the reader crashed"
        assert pool.extract("a", b"text").text == "text"


def test_closing_ends_a_reading_that_is_under_way(make_pool: MakePool) -> None:
    """An interrupted build does not wait for a file that hangs, nor leaves its worker behind."""
    pool = make_pool(ExtractionConfig(seconds=60))
    process = int(pool.extract("pid", b"").text)
    failures: list[str] = []
    reading = threading.Thread(target=lambda: failures.append(reason(pool, "hang")))
    reading.start()
    time.sleep(0.2)
    started = time.perf_counter()
    pool.close()
    reading.join(5)
    assert failures == ["the reader crashed"]
    assert time.perf_counter() - started < 2
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    with pytest.raises(ArchiveError, match="stopped"):
        pool.extract("a", b"text")


def test_a_pool_that_reads_nothing_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all is cached, no worker is paid for."""
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with WorkerPool():
        pass
    with WorkerPool() as pool, pytest.raises(ArchiveError, match="cannot be started"):
        pool.extract("a.md", b"text")


def test_too_little_memory_for_python_itself_is_an_error_of_the_settings(
    make_pool: MakePool,
) -> None:
    """Where no worker can run, not the files are blamed."""
    with (
        make_pool(ExtractionConfig(megabytes=8)) as pool,
        pytest.raises(ArchiveError, match=r"raise extraction\.megabytes") as caught,
    ):
        pool.extract("a", b"text")
    assert not isinstance(caught.value, RefusedError)


def test_files_are_read_at_the_same_time(make_pool: MakePool) -> None:
    """Two threads that read have two workers."""
    found: list[Extraction] = []
    with make_pool(QUICK) as pool:
        threads = [
            threading.Thread(target=lambda: found.append(pool.extract("pid", b"")))
            for _number in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len({extraction.text for extraction in found}) == 2
