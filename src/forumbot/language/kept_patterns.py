"""Long patterns as the regular expression engine runs them, kept so that none is compiled twice.

A pattern for the words of all languages takes a tenth of a second to compile, and a question needs
dozens; what the engine is handed in the end is read back in a hundredth of that. The standard
library has no way to keep it, so this goes by how :mod:`re` itself compiles; where that is done in
another way, or nothing can be kept, patterns are compiled as ever.
"""

import hashlib
import json
import re
import sys
from array import array
from importlib import import_module
from typing import Any

from forumbot.kept_files import kept

# Four bytes each, as the engine counts.
_CODES = "I"


def kept_pattern(source: str, flags: re.RegexFlag) -> re.Pattern[str]:
    """The pattern as :func:`re.compile` makes it; raises :class:`re.error` as that does."""
    digest = hashlib.sha256(f"{int(flags)} {source}".encode()).hexdigest()
    try:
        found = kept(
            f"pattern-{digest[:16]}", f"{sys.version} {digest}", lambda: _made(source, flags), ".re"
        )
        return _read(source, found if isinstance(found, bytes) else found.read_bytes())
    except (AttributeError, ImportError, KeyError, OSError, RuntimeError, TypeError, ValueError):
        return re.compile(source, flags)


def _made(source: str, flags: re.RegexFlag) -> bytes:
    """What the engine is handed: a line of JSON, then the codes."""
    parser, compiler = import_module("re._parser"), import_module("re._compiler")
    parsed = parser.parse(source, int(flags))
    codes = compiler._code(parsed, int(flags))
    state = parsed.state
    head = {"flags": int(flags) | state.flags, "groups": state.groups - 1, "names": state.groupdict}
    return json.dumps(head).encode() + b"\n" + array(_CODES, codes).tobytes()


def _read(source: str, raw: bytes) -> re.Pattern[str]:
    """The pattern of what :func:`_made` made; the engine checks that its codes hold together."""
    head, codes = raw.split(b"\n", 1)
    told: dict[str, Any] = json.loads(head)
    numbers = array(_CODES)
    numbers.frombytes(codes)
    by_number: list[str | None] = [None] * (told["groups"] + 1)
    for name, number in told["names"].items():
        by_number[number] = name
    made: re.Pattern[str] = import_module("_sre").compile(
        source, told["flags"], numbers.tolist(), told["groups"], told["names"], tuple(by_number)
    )
    return made
