"""The process that reads files: one after the other, from its input to its output.

Run as ``python -P -m forumbot.archive.worker SECONDS MEGABYTES FUNCTION``, the function by its name
as ``module:name``. A request is the length of the arguments and of a file, both as eight bytes,
then the arguments as a JSON list, which begins with the name of another function or null, and the
file itself; the function is called with the file and these arguments. The answer is one byte for
its kind, its length, and the bytes that the function gives, the reason for which it refuses the
file, or the name of an error that no parser should raise. Nothing that the parsers print or log
gets between.
"""

import json
import os
import pkgutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

from forumbot.config import PATIENCE
from forumbot.errors import RefusedError

OUT_OF_MEMORY = 77
READY = b"ready\n"
LENGTH_BYTES = 8
GIVEN, REFUSED, CRASH = b"g", b"r", b"c"
_GRACE_SECONDS = 10

Function = Callable[..., bytes]


def main(seconds: float, megabytes: int, function: str) -> None:
    """Answer requests until the input ends."""
    answers = _private_output()
    _limit(megabytes)
    call: Function = pkgutil.resolve_name(function)
    answers.write(READY)
    answers.flush()
    while request := _receive(sys.stdin.buffer):
        _set_alarms(seconds)
        (other, *arguments), raw = request
        kind, answer = _answer(pkgutil.resolve_name(other) if other else call, arguments, raw)
        answers.write(kind + len(answer).to_bytes(LENGTH_BYTES) + answer)
        answers.flush()
        _set_alarms(0)


def _answer(call: Function, arguments: list[Any], raw: bytes) -> tuple[bytes, bytes]:
    try:
        return GIVEN, call(raw, *arguments)
    except RefusedError as error:
        return REFUSED, str(error).encode(errors="replace")
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # parsers raise what they like
        return CRASH, type(error).__name__.encode()


def _receive(requests: BinaryIO) -> tuple[list[Any], bytes] | None:
    lengths = requests.read(2 * LENGTH_BYTES)
    if len(lengths) < 2 * LENGTH_BYTES:
        return None
    arguments = json.loads(requests.read(int.from_bytes(lengths[:LENGTH_BYTES])))
    return arguments, requests.read(int.from_bytes(lengths[LENGTH_BYTES:]))


def _private_output() -> BinaryIO:
    """The pipe to the parent, under a number that nothing else writes to."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _limit(megabytes: int) -> None:
    """Hold memory within bounds, and leave no core file behind."""
    if sys.platform != "win32":
        import resource

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)


def _set_alarms(seconds: float) -> None:
    """End this process after so much of the processor, or far more on the clock; 0 calls that off.

    Its parent ends it on the clock as well, if it is not gone.
    """
    if sys.platform != "win32":
        clock_seconds = PATIENCE * seconds + _GRACE_SECONDS if seconds else 0
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, clock_seconds)


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
