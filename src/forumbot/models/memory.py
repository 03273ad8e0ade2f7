"""Memory that was freed, given back to the system.

The C library of Linux keeps what a thread frees in a stretch of that thread's own, in case it asks
again: after a few questions a third of what the bot held was such.
"""

import ctypes
from collections.abc import Callable
from functools import cache

# ``M_ARENA_MAX`` of glibc's malloc.h.
_MOST_STRETCHES = -8


@cache
def share_stretches() -> None:
    """Let all threads free into one stretch, from now on; without effect where it is not known."""
    _function("mallopt")(_MOST_STRETCHES, 1)


def give_back() -> None:
    """Give back what was freed; takes a few milliseconds."""
    _function("malloc_trim")(0)


@cache
def _function(name: str) -> Callable[..., object]:
    """One of glibc's; where it lacks, as in other C libraries, one that does nothing."""
    try:
        return ctypes.CDLL(None)[name]
    except (AttributeError, OSError, TypeError):
        return lambda *_numbers: None
