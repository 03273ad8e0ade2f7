"""The process that reads files: one after the other, from its input to its output.

Run as ``python -P -m forumbot.archive.worker SECONDS MEGABYTES EXTRACTOR``. A request is the length
of a name and of a file, both as eight bytes, then the name and the file themselves. The answer is
one byte for its kind, its length, and a record or the name of an error that no parser should raise.
Nothing that the parsers print or log gets between.
"""

import os
import pkgutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from forumbot.archive.layout import Extraction
from forumbot.archive.record import encode, encode_refusal
from forumbot.errors import RefusedError

OUT_OF_MEMORY = 77
READY = b"ready\n"
LENGTH_BYTES = 8
RECORD, CRASH = b"r", b"c"
_GRACE_SECONDS = 10

Extractor = Callable[[str, bytes], Extraction]


def main(seconds: float, megabytes: int, extractor: str) -> None:
    """Answer requests until the input ends."""
    answers = _private_output()
    _limit(megabytes)
    extract: Extractor = pkgutil.resolve_name(extractor)
    answers.write(READY)
    answers.flush()
    while request := _receive(sys.stdin.buffer):
        _set_alarm(seconds + _GRACE_SECONDS)
        kind, answer = _answer(extract, *request)
        answers.write(kind + len(answer).to_bytes(LENGTH_BYTES) + answer)
        answers.flush()
        _set_alarm(0)


def _answer(extract: Extractor, name: str, raw: bytes) -> tuple[bytes, bytes]:
    try:
        return RECORD, encode(extract(name, raw))
    except RefusedError as error:
        return RECORD, encode_refusal(str(error))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # parsers raise what they like
        return CRASH, type(error).__name__.encode()


def _receive(requests: BinaryIO) -> tuple[str, bytes] | None:
    lengths = requests.read(2 * LENGTH_BYTES)
    if len(lengths) < 2 * LENGTH_BYTES:
        return None
    name = requests.read(int.from_bytes(lengths[:LENGTH_BYTES]))
    return name.decode(), requests.read(int.from_bytes(lengths[LENGTH_BYTES:]))


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


def _set_alarm(seconds: float) -> None:
    """End this process after some time even if its parent is gone; 0 calls that off."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
