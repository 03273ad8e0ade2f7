"""Tesseract, which recognises words in pictures, where it is on the PATH: the only call of it."""

import math
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Self

from forumbot.errors import UsageError

SECONDS = "FORUMBOT_EXTRACTION_SECONDS"
"""The variable of the environment that says how much of the processor a file may take."""
CLOCK_SECONDS = "FORUMBOT_EXTRACTION_CLOCK_SECONDS"
"""The variable that says how long a file may take on the clock."""
SCAN_LANGUAGES = "FORUMBOT_SCAN_LANGUAGES"
"""The variable that names the languages of scans by their ISO 639-1 codes, parted by spaces."""
INCH = 300
"""Pixels an inch at which tesseract recognises best, by its own guide."""
_DEFAULT_SECONDS = 60.0
# Set by hand: of the time for a file so much goes to recognition, the rest to what is made of it.
_SHARE = 0.6
_QUESTION_SECONDS, _QUESTION_CLOCK_SECONDS = 10.0, 100.0
_MOST_LANGUAGES = 6
_OUT_OF_TIME = tuple(
    -getattr(signal, name) for name in ("SIGXCPU", "SIGKILL") if hasattr(signal, name)
)
_NO_LANGUAGES = frozenset({"osd", "equ"})
_VARIABLES = ("PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "TMPDIR")


def engine() -> str | None:
    """Where tesseract is; None where it is not installed."""
    return shutil.which("tesseract")


@lru_cache(maxsize=1)
def learnt() -> tuple[str, ...]:
    """The languages that it has learnt, as it calls them, English first."""
    listed = [line.strip() for line in _told("--list-langs").splitlines()[1:]]
    known = [one for one in listed if one.isidentifier() and one not in _NO_LANGUAGES]
    return tuple(sorted(known, key=lambda one: (one != "eng", one)))


def languages() -> tuple[str, ...]:
    """Those for a page in an unknown language, at most six: each adds half the time of one."""
    return learnt()[:_MOST_LANGUAGES]


def called(codes: Iterable[str]) -> tuple[str, ...]:
    """What it calls those of some languages (ISO 639-1) that it has learnt, in their order."""
    from babel.core import get_global

    known = get_global("language_aliases")
    return tuple(one for code in codes for one in learnt() if code in (one, known.get(one)))


def check_language(code: str) -> None:
    """Raise :class:`UsageError` for what is no code of a language, whether or not it is learnt."""
    from babel.core import get_global

    if code not in {*get_global("language_aliases").values(), *learnt()}:
        raise UsageError(f"{code[:40]!r} is no language; write codes of two letters, as [de, en]")


def stated() -> tuple[str, ...]:
    """The languages of scans by the settings, as far as it has learnt them."""
    return called(os.environ.get(SCAN_LANGUAGES, "").split())


@lru_cache(maxsize=1)
def version() -> str:
    """Its version and languages, on which what was extracted depends; empty where there is none."""
    first = _told("--version").partition("\n")[0].strip()
    return f"{first} ({', '.join(learnt())})" if first and learnt() else ""


class Allowance:
    """The time for the pictures of one file: seconds of the processor, far more on the clock."""

    def __init__(self, seconds: float, clock_seconds: float) -> None:
        self._most = _spent() + seconds
        self._end = time.monotonic() + clock_seconds

    @classmethod
    def for_a_file(cls) -> Self:
        """That of all pictures of one file together, by what its worker may take."""
        seconds = _stated(SECONDS, _DEFAULT_SECONDS)
        return cls(_SHARE * seconds, _SHARE * _stated(CLOCK_SECONDS, seconds))

    @property
    def seconds(self) -> float:
        """How much of the processor is left."""
        return self._most - _spent()

    @property
    def clock_seconds(self) -> float:
        """How long it is to the end on the clock."""
        return self._end - time.monotonic()


def _stated(name: str, usual: float) -> float:
    with suppress(ValueError):
        return float(os.environ.get(name, usual))
    return usual


def _spent() -> float:
    """Seconds of the processor that the programs took for which this process has waited."""
    times = os.times()
    return times.children_user + times.children_system


def word_table(picture: bytes, allowance: Allowance, known: Sequence[str]) -> str | None:
    """The words of a picture in one of some languages, as tab-separated values.

    None where no time is left for it, empty where tesseract fails over it.
    """
    done = _run(
        ["stdin", "stdout", "-l", "+".join(known), "--dpi", str(INCH), "tsv"], picture, allowance
    )
    if done is None or done.returncode in _OUT_OF_TIME:
        return None
    return done.stdout.decode(errors="replace") if done.returncode == 0 else ""


def _told(question: str) -> str:
    """What tesseract says of itself; nothing where there is none, or it fails."""
    done = _run([question], b"", Allowance(_QUESTION_SECONDS, _QUESTION_CLOCK_SECONDS))
    if done is None or done.returncode != 0:
        return ""
    return (done.stdout or done.stderr).decode(errors="replace")


def _run(
    arguments: Sequence[str], picture: bytes, allowance: Allowance
) -> subprocess.CompletedProcess[bytes] | None:
    """Have tesseract do something; None where there is none, or no time is left."""
    path = engine()
    if path is None or min(allowance.seconds, allowance.clock_seconds) <= 0:
        return None
    command = [path, *arguments]
    try:
        with subprocess.Popen(  # noqa: S603 - our own words, and no shell
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=_environment(),
        ) as process:  # fmt: skip
            _limit(process.pid, allowance.seconds)
            try:
                told = process.communicate(picture, allowance.clock_seconds)
            except BaseException:
                process.kill()
                raise
        return subprocess.CompletedProcess(command, process.returncode, *told)
    except (OSError, subprocess.SubprocessError):
        return None


def _limit(process: int, seconds: float) -> None:
    """Have the system end a process after some seconds of the processor, where it can do that."""
    if sys.platform == "linux":
        import resource

        whole = max(math.ceil(seconds), 1)
        with suppress(OSError, ValueError):  # it may have ended by now
            resource.prlimit(process, resource.RLIMIT_CPU, (whole, whole + 1))


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _VARIABLES if name in os.environ}
    return {**kept, "OMP_THREAD_LIMIT": "1"}  # its threads would wait for each other on few cores
