"""What there is to know of each language: one table a language, and what is derived from them.

A table is a YAML file of ``tables/``, named by its ISO 639-1 code; ``tables/README.md`` says what
its keys mean and what reads them. Tables are read when they are first asked for, and whatever is
made of them is kept by :func:`derived`, so that :func:`more_tables` can add a language. A table
may lack any key but its code: what reads that key then knows nothing of the language.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import lru_cache, wraps
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Generic, ParamSpec, Protocol, TypeVar

from forumbot.errors import UsageError
from forumbot.kept_files import kept

Words = tuple[str, ...]
_P = ParamSpec("_P")
_T = TypeVar("_T")


class _Kept(Protocol):
    def cache_clear(self) -> None: ...


_K = TypeVar("_K", bound=_Kept)

# Where a word is of two languages, the first of these has it; the others follow by their codes.
_FIRST = ("en", "de", "fr", "nl", "es", "it", "pt", "sv", "da", "fi", "pl", "ro", "hu", "cs")
_MONTHS, _DAYS = 12, 7
_forgetters: list[Callable[[], None]] = []
_made: "list[_Derived[..., Any]]" = []


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The table of one language; ``tables/README.md`` says what each field means."""

    language: str
    stemmer: str = ""
    months: tuple[Words, ...] = ()
    weekdays: tuple[Words, ...] = ()
    numbers: Mapping[int, Words] = field(default_factory=dict)
    units: Mapping[str, Words] = field(default_factory=dict)
    before: Words = ()
    half_hour: Words = ()
    at_start: Words = ()
    ordinals: Mapping[int, Words] = field(default_factory=dict)
    stop_words: Words = ()
    light_words: Words = ()
    questions: Mapping[str, Words] = field(default_factory=dict)
    negation: Words = ()
    planned: Words = ()
    done: Words = ()
    outcome_headings: Words = ()
    outcomes: Mapping[str, Words] = field(default_factory=dict)
    days: Mapping[str, Words] = field(default_factory=dict)
    contents: Words = ()
    agenda_headings: Words = ()
    forum_words: Words = ()
    forum: Words = ()
    all_forums: Words = ()
    forum_parts: Words = ()
    date_words: Mapping[str, Words] = field(default_factory=dict)
    periods: Mapping[str, Words] = field(default_factory=dict)
    greetings: Words = ()
    untold: Words = ()
    differing: Words = ()
    talks: Mapping[str, Words] = field(default_factory=dict)
    asking: Mapping[str, Words] = field(default_factory=dict)
    events: Mapping[str, Words] = field(default_factory=dict)
    currencies: Words = ()

    def dating(self, key: str) -> Words:
        """The ``date_words`` or ``periods`` of one key, none where the table has none."""
        return self.date_words.get(key) or self.periods.get(key, ())


def forgotten(kept: _K) -> _K:
    """Empty a cache when there are other tables."""
    _forgetters.append(kept.cache_clear)
    return kept


class _Derived(Generic[_P, _T]):
    """What a function makes of the tables of now; at most 4,096 results."""

    def __init__(self, function: Callable[_P, _T]) -> None:
        self._function = function
        self.begin()

    def begin(self) -> None:
        """Forget all, as there are other tables."""
        self.kept = lru_cache(maxsize=4096)(self._function)


def derived(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """Keep what a function makes of the tables until there are others; at most 4,096 results."""
    made = _Derived(function)
    _made.append(made)

    @wraps(function)
    def read(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        return made.kept(*args, **kwargs)  # type: ignore[arg-type]

    return read


_folders: list[Traversable] = [files("forumbot.language").joinpath("tables")]


@contextmanager
def more_tables(folder: Traversable) -> Iterator[None]:
    """Within it, the languages of a folder (a ``Path``) are known beside those that ship.

    What was made of the tables before is kept for afterwards.
    """
    before = [(made, made.kept) for made in _made]
    _folders.append(folder)
    _forget()
    try:
        yield
    finally:
        _folders.remove(folder)
        _forget()
        for made, kept in before:
            made.kept = kept


def _forget() -> None:
    for forget in (*_forgetters, *(made.begin for made in _made)):
        forget()


@derived
def codes() -> Words:
    """The languages that have a table, those that come first in Europe's forums first."""
    found = {
        entry.name.removesuffix(".yaml")
        for folder in _folders
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml")
    }
    return (*(code for code in _FIRST if code in found), *sorted(found - set(_FIRST)))


def tables() -> tuple[Language, ...]:
    """All tables, in the order of :func:`codes`."""
    return tuple(table(code) for code in codes())


@derived
def table(code: str) -> Language:
    """The table of one language; raises :class:`UsageError` where there is none, or it is amiss."""
    for folder in reversed(_folders):
        file = folder.joinpath(f"{code}.yaml")
        if file.is_file():
            return _checked(code, parsed(file))
    raise UsageError(f"there is no table of the language {code!r} among {', '.join(codes())}")


def parsed(file: Traversable) -> Any:
    """What a YAML file of ours holds, kept as JSON: all of them took half a second to read."""
    raw = file.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    try:
        found = kept(f"yaml-{digest[:16]}", digest, lambda: _as_json(of_yaml(raw)), ".json")
        return _of_json(found if isinstance(found, bytes) else found.read_bytes())
    except (OSError, TypeError, ValueError):
        return of_yaml(raw)


def of_yaml(raw: bytes) -> Any:
    """What YAML holds."""
    # Imported when first needed; LibYAML reads ten times as fast as yaml.safe_load, and as safely.
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return loader(raw.decode("utf-8")).get_single_data()


def _as_json(value: Any) -> bytes:
    """The value as JSON; raises TypeError or ValueError where it is not the same read again."""
    made = json.dumps(value, ensure_ascii=False).encode()
    if _of_json(made) != value:
        raise ValueError("holds keys or values that JSON has not")
    return made


def _of_json(raw: bytes) -> Any:
    """What JSON holds, numbers again where they are keys."""
    return json.loads(raw, object_pairs_hook=lambda pairs: dict(map(_numbered, pairs)))


def _numbered(pair: tuple[str, Any]) -> tuple[str | int, Any]:
    key, value = pair
    return (int(key) if key.isdecimal() else key), value


def _checked(code: str, read: Any) -> Language:
    if not isinstance(read, dict):
        raise UsageError(f"the table of the language {code!r} is no mapping of keys to words")
    unknown = set(read) - {one.name for one in fields(Language)}
    if unknown:
        wrong = ", ".join(sorted(map(str, unknown)))
        raise UsageError(f"the table of the language {code!r} has keys that nothing reads: {wrong}")
    if read.get("language") != code:
        raise UsageError(f"the table {code}.yaml does not say that its language is {code!r}")
    if not (_is_whole(read, "months", _MONTHS) and _is_whole(read, "weekdays", _DAYS)):
        raise UsageError(f"the table of the language {code!r} needs twelve months and seven days")
    return Language(**{key: _frozen(value) for key, value in read.items()})


def _is_whole(read: Mapping[str, Any], key: str, count: int) -> bool:
    """Whether a key has a row of words for each month or day, or is not there at all."""
    rows = read.get(key)
    return rows is None or (len(rows) == count and all(rows))


def _frozen(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(one) for key, one in value.items()})
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
