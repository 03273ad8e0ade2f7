import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from forumbot.archive.extract import EXTRACTOR
from forumbot.archive.pool import UnreadError, WorkerPool
from forumbot.config import ExtractionConfig
from forumbot.errors import ArchiveError, RefusedError

# What a parser may do to the process that it runs in, by the name of the file that it is given.
pytestmark = pytest.mark.usefixtures("workers_started")

PARSERS = """
import ctypes, os, signal, sys, time
from forumbot.errors import RefusedError

def read(raw, name, times=1):
    if name == "hang": time.sleep(600)
    if name == "loop":
        while True: pass
    if name == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True: pass
    if name == "nap": time.sleep(1.5)
    if name == "toil":
        began = time.process_time()
        while time.process_time() < began + 0.5: pass
        return str(os.getpid()).encode()
    if name == "raise": raise KeyError("of the parser")
    if name == "refuse": raise RefusedError("is not to my taste")
    if name == "exit": sys.exit(0)
    if name == "leave": os._exit(0)
    if name == "abort": os.abort()
    if name == "null": ctypes.string_at(0)
    if name == "stack": return read_deep()
    if name == "memory": return bytearray(10**12)
    if name == "leak":
        kept = []
        while True: kept.append(bytearray(10**7))
    if name == "chatter":
        print("noise" * 1000, flush=True)
        os.write(1, b"more noise")
        os.write(2, b"more noise" * 100_000)
    if name == "None": return None
    if name == "pid": return str(os.getpid()).encode()
    if name == "environment": return " ".join(os.environ).encode()
    return raw * times

def read_deep(depth=0):
    return read_deep(depth + 1)
"""

MakePool = Callable[[ExtractionConfig], WorkerPool]
RAISE = "split it, or raise extraction"
BRIEF = ExtractionConfig(seconds=1, megabytes=512)
QUICK = ExtractionConfig(seconds=2, megabytes=512)


@pytest.fixture
def make_pool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakePool:
    """A pool whose parser does what the file's name says."""
    (tmp_path / "odd_parsers.py").write_text(PARSERS)
    monkeypatch.syspath_prepend(tmp_path)
    return lambda limits: WorkerPool("odd_parsers:read", limits)


def reason(pool: WorkerPool, name: str, raw: bytes = b"text") -> str:
    """Why a file is refused."""
    with pytest.raises(RefusedError) as caught:
        pool.call(raw, name)
    return str(caught.value)


def test_a_file_is_read_in_another_process(make_pool: MakePool) -> None:
    """The parser runs elsewhere, and what it found arrives whole; one worker does for many."""
    with make_pool(QUICK) as pool:
        processes = {pool.call(b"", "pid").decode() for _time in range(3)}
        assert len(processes) == 1
        assert str(os.getpid()) not in processes
        assert pool.call(b"\xff\x00" * 1_000_000, "a") == b"\xff\x00" * 1_000_000


def test_a_function_is_told_more_than_the_file(make_pool: MakePool) -> None:
    """Whatever is plain is handed on as it is, in order, also what is no UTF-8."""
    with make_pool(QUICK) as pool:
        assert pool.call(b"ab", "é\udcff", 3) == b"ababab"


def test_a_refusal_costs_no_worker(make_pool: MakePool) -> None:
    """It is told from a failure, which may go better another time."""
    with make_pool(QUICK) as pool:
        process = pool.call(b"", "pid")
        with pytest.raises(RefusedError) as refused:
            pool.call(b"", "refuse")
        assert not isinstance(refused.value, UnreadError)
        assert pool.call(b"", "pid") == process
        with pytest.raises(UnreadError):
            pool.call(b"", "raise")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "hang",
            f"took longer than 5 s to read; {RAISE}.seconds in forumbot.yaml",
        ),
        (
            "loop",
            f"took longer than 1 s of the processor to read; {RAISE}.seconds in forumbot.yaml",
        ),
        (
            "deaf",
            f"took longer than 1 s of the processor to read; {RAISE}.seconds in forumbot.yaml",
        ),
        ("raise", "the reader crashed (KeyError); open it and save it anew"),
        ("stack", "the reader crashed (RecursionError); open it and save it anew"),
        ("None", "the reader crashed; open it and save it anew"),
        ("exit", "the reader crashed; open it and save it anew"),
        ("leave", "the reader crashed; open it and save it anew"),
        ("abort", "the reader crashed; open it and save it anew"),
        ("null", "the reader crashed; open it and save it anew"),
        (
            "memory",
            f"needed more than 512 MB of memory to read; {RAISE}.megabytes in forumbot.yaml",
        ),
        (
            "leak",
            f"needed more than 512 MB of memory to read; {RAISE}.megabytes in forumbot.yaml",
        ),
        ("refuse", "is not to my taste"),
    ],
)
def test_a_parser_takes_only_its_own_file_with_it(
    make_pool: MakePool, name: str, expected: str
) -> None:
    """Whatever a parser does, its file is refused with the reason and the next one is read."""
    seconds = 1 if "longer than" in expected else 30
    with make_pool(ExtractionConfig(seconds, megabytes=512)) as pool:
        assert reason(pool, name) == expected
        assert pool.call(b"text", "a") == b"text"


def test_a_file_is_not_refused_for_what_other_programs_take(make_pool: MakePool) -> None:
    """A reading that gets little of the processor may last longer than its seconds."""
    with make_pool(ExtractionConfig(1, megabytes=512)) as pool:
        assert [pool.call(b"text", "nap") for _time in range(2)] == [b"text"] * 2


def test_what_one_file_took_does_not_count_for_the_next(make_pool: MakePool) -> None:
    """A worker may read many files, each for its own seconds."""
    with make_pool(ExtractionConfig(1, megabytes=512)) as pool:
        processes = {pool.call(b"", "toil").decode() for _time in range(3)}
        assert len(processes) == 1


def test_what_a_parser_prints_does_not_disturb_its_answer(
    make_pool: MakePool, capfd: pytest.CaptureFixture[str]
) -> None:
    """Output of a parser neither reaches the terminal nor passes for a result."""
    with make_pool(QUICK) as pool:
        assert pool.call(b"text", "chatter") == b"text"
    assert capfd.readouterr() == ("", "")


def test_secrets_of_the_environment_stay_with_the_parent(
    make_pool: MakePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parser that is taken over finds no token to send home."""
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    with make_pool(QUICK) as pool:
        assert b"DISCORD_TOKEN" not in pool.call(b"", "environment")


def test_a_worker_that_dies_between_two_files_costs_one_of_them_at_most(
    make_pool: MakePool,
) -> None:
    """A worker killed from outside is replaced."""
    with make_pool(QUICK) as pool:
        os.kill(int(pool.call(b"", "pid")), signal.SIGKILL)
        time.sleep(0.1)
        assert reason(pool, "a") == "the reader crashed; open it and save it anew"
        assert pool.call(b"text", "a") == b"text"


def test_closing_ends_a_reading_that_is_under_way(make_pool: MakePool) -> None:
    """An interrupted build does not wait for a file that hangs, nor leaves its worker behind."""
    pool = make_pool(ExtractionConfig(seconds=60))
    process = int(pool.call(b"", "pid"))
    failures: list[str] = []
    reading = threading.Thread(target=lambda: failures.append(reason(pool, "hang")))
    reading.start()
    time.sleep(0.2)
    started = time.perf_counter()
    pool.close()
    reading.join(30)
    assert failures == ["the reader crashed; open it and save it anew"]
    assert time.perf_counter() - started < 30
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    with pytest.raises(ArchiveError, match="stopped"):
        pool.call(b"text", "a")


def test_a_pool_that_reads_nothing_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all is cached, no worker is paid for."""
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with WorkerPool(EXTRACTOR):
        pass
    with WorkerPool(EXTRACTOR) as pool, pytest.raises(ArchiveError, match="cannot be started"):
        pool.call(b"text", "a.md")


def test_too_little_memory_for_python_itself_is_an_error_of_the_settings(
    make_pool: MakePool,
) -> None:
    """Where no worker can run, not the files are blamed."""
    with (
        make_pool(ExtractionConfig(megabytes=8)) as pool,
        pytest.raises(ArchiveError, match=r"raise extraction\.megabytes") as caught,
    ):
        pool.call(b"text", "a")
    assert not isinstance(caught.value, RefusedError)


def test_files_are_read_at_the_same_time(make_pool: MakePool) -> None:
    """Two threads that read have two workers."""
    found: list[bytes] = []
    with make_pool(QUICK) as pool:
        threads = [
            threading.Thread(target=lambda: found.append(pool.call(b"", "pid")))
            for _number in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(set(found)) == 2


@pytest.mark.parametrize("toils", [False, True])
def test_what_a_parser_started_ends_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toils: bool
) -> None:
    """A program that a parser waits for does not outlive its time."""
    told = tmp_path / "pid"
    (tmp_path / "starting_parser.py").write_text(
        "import pathlib, subprocess\n"
        "def read(raw, place, toils):\n"
        "    child = subprocess.Popen(['sleep', '600'])\n"
        "    pathlib.Path(place).write_text(str(child.pid))\n"
        "    while toils: pass\n"
        "    child.wait()\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with WorkerPool("starting_parser:read", BRIEF) as pool, pytest.raises(UnreadError):
        pool.call(b"", str(told), toils)
    state = Path(f"/proc/{told.read_text()}/stat")
    deadline = time.monotonic() + 60
    while state.exists() and state.read_text().split()[2] != "Z" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not state.exists() or state.read_text().split()[2] == "Z"
