"""``events.yaml``: read, and checked line by line.

YAML is composed, not constructed: every value keeps its line, and nothing in the file becomes a
Python object before it has been looked at.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args

import yaml

from forumbot.errors import EventsError, UsageError
from forumbot.reminders.checks import CONTROL, check_series, hint, id_of, quoted, url_of, zone_of
from forumbot.reminders.events import (
    Dispute,
    Event,
    EventKind,
    Status,
    local_starts,
    parse_rule,
)
from forumbot.reminders.leads import MAX_LEADS, check_lead, parse_leads
from forumbot.reminders.moments import Moment, end_of, instant

MAX_FILE_BYTES = 1024 * 1024
MAX_EVENTS = 10_000
_MAX_ITEMS = 1_000

_TAG = "tag:yaml.org,2002:"
_TYPES = {
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "yes or no",
    "timestamp": "a date",
    "null": "empty",
    "seq": "a list",
    "map": "a mapping",
}
_AS_TEXT = "write it as text, in quotation marks"
_MOMENT = re.compile("(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:00)?)?")

T = TypeVar("T")
N = TypeVar("N")
S = TypeVar("S", bound=str)
Reader = Callable[[yaml.Node], T]
"""Turns a node into a value, or raises ``_WrongError`` with all that is wrong in it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in ``events.yaml``: the line (from 1) and what to do about it."""

    line: int
    message: str


class EventsReport(NamedTuple):
    """The events without fault, in the order of the file, and every problem, by line."""

    events: tuple[Event, ...]
    problems: tuple[Problem, ...]


def load_events(path: Path) -> tuple[Event, ...]:
    """The events of the file at ``path``, in its order; ``()`` if there is no such file.

    Raises ``EventsError`` if anything is wrong in it, naming the first problem and how many more.
    """
    events, problems = check_events(path)
    if not problems:
        return events
    first, *more = problems
    tail = f" (and {len(more)} more: forumbot check lists them)" if more else ""
    raise EventsError(f"{path}:{first.line}: {first.message}{tail}")


def check_events(path: Path) -> EventsReport:
    """Read the file at ``path`` and report what is wrong in it; raises nothing.

    Of an entry, every key is looked at first, and how they fit together once each can be read.
    The file is UTF-8, of at most 1 MiB and 10,000 events. A missing one is empty.
    """
    try:
        events, problems = _read_events(_entries(_compose(_text_of(path))))
    except _WrongError as wrong:
        events, problems = [], wrong.problems
    return EventsReport(tuple(events), tuple(sorted(problems, key=lambda one: one.line)))


class _WrongError(Exception):
    """Something that cannot be used, and the problems in it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


def _wrong(where: yaml.Node | int, message: str) -> _WrongError:
    return _WrongError([Problem(where if isinstance(where, int) else _line(where), message)])


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


# File → YAML nodes


def _text_of(path: Path) -> str:
    """The text of the file; none if there is no file."""
    try:
        if not path.exists():
            return ""
        if not path.is_file():
            raise _wrong(1, "this is not a file; put the events in a YAML file of this name")
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise _wrong(1, f"cannot be read ({error.strerror}); check its permissions") from error
    if len(data) > MAX_FILE_BYTES:
        raise _wrong(1, f"is larger than {MAX_FILE_BYTES:,} bytes; take out old events")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise _wrong(line, message) from error


class _Loader(yaml.SafeLoader):
    """Composes YAML without anchors and aliases, of which files are made that expand endlessly."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None) is not None:
            message = "an anchor or alias (& or *) is not read here; write the value out"
            raise _wrong(event.start_mark.line + 1, message)
        return super().compose_node(parent, index)


def _compose(text: str) -> yaml.Node | None:
    try:
        loader = _Loader(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _wrong(line, "holds a control character; take it out") from error
    try:
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        told = " ".join(part for part in (error.context, error.problem) if part)
        raise _wrong(mark.line + 1 if mark else 1, f"this is not YAML: {told}") from error
    except RecursionError as error:
        raise _wrong(loader.line + 1, "the values are nested too deeply") from error
    except (ValueError, OverflowError) as error:
        # PyYAML lets Python's own errors through for escapes such as "\UFFFFFFFF".
        raise _wrong(loader.line + 1, f"this is not YAML: {error}") from error


# Nodes → values


def _each(read: Callable[[N], T], nodes: Iterable[N]) -> tuple[list[T], list[Problem]]:
    """The values that can be used, and the problems of the others."""
    values: list[T] = []
    problems: list[Problem] = []
    for node in nodes:
        try:
            values.append(read(node))
        except _WrongError as wrong:
            problems += wrong.problems
    return values, problems


def _mapping(
    node: yaml.Node, readers: Mapping[str, Reader[Any]], required: Iterable[str]
) -> dict[str, Any]:
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(node, f"is {_type(node)}; write it with the keys {', '.join(readers)}")
    lines: dict[str, int] = {}

    def read(pair: tuple[yaml.Node, yaml.Node]) -> tuple[str, Any]:
        key = _shown(pair[0])
        if key not in readers:
            raise _wrong(pair[0], f"unknown key {quoted(key)}; {hint(key, readers)}")
        if key in lines:
            raise _wrong(pair[0], f"{key} stands in line {lines[key]} already; keep one")
        lines[key] = _line(pair[0])
        try:
            return key, readers[key](pair[1])
        except _WrongError as wrong:
            named = [Problem(one.line, f"{key} {one.message}") for one in wrong.problems]
            raise _WrongError(named) from None

    values, problems = _each(read, node.value)
    missing = [key for key in required if key not in lines]
    problems += [Problem(_line(node), f"{key} is missing; write it") for key in missing]
    if problems:
        raise _WrongError(problems)
    return dict(values)


def _items(node: yaml.Node, most: int) -> list[yaml.Node]:
    if not isinstance(node, yaml.SequenceNode):
        raise _wrong(node, f"is {_type(node)}; make it a list")
    if len(node.value) > most:
        raise _wrong(node.value[most], f"has more than {most:,} entries; take some out")
    return list(node.value)


def _list_of(read: Reader[T]) -> Reader[tuple[T, ...]]:
    def read_list(node: yaml.Node) -> tuple[T, ...]:
        values, problems = _each(read, _items(node, _MAX_ITEMS))
        if problems:
            raise _WrongError(problems)
        return tuple(values)

    return read_list


def _one_of(known: tuple[S, ...]) -> Reader[S]:
    def read_one(node: yaml.Node) -> S:
        text = _text(node)
        if text not in known:
            raise _wrong(node, f"{quoted(text)} is not known; {hint(text, known)}")
        return known[known.index(text)]

    return read_one


def _scalar(node: yaml.Node, types: tuple[str, ...], wanted: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.tag.removeprefix(_TAG) not in types:
        raise _wrong(node, f"is {_type(node)}; {wanted}")
    value = " ".join(node.value.split())
    if not value:
        raise _wrong(node, "is empty; fill it in or leave the line out")
    if CONTROL.search(value):
        raise _wrong(node, "holds a control character; take it out")
    return value


def _text(node: yaml.Node) -> str:
    return _scalar(node, ("str",), _AS_TEXT)


def _plain(node: yaml.Node) -> str:
    return _scalar(node, ("str", "timestamp", "int", "float", "bool"), _AS_TEXT)


def _count(node: yaml.Node) -> int:
    wanted = "give a whole number from 0 to 999999999"
    text = _scalar(node, ("int",), wanted)
    if not re.fullmatch("0|[1-9][0-9]{0,8}", text):
        raise _wrong(node, f"is {quoted(text)}; {wanted}")
    return int(text)


def _checked(check: Callable[[str], str]) -> Reader[str]:
    def read_checked(node: yaml.Node) -> str:
        text = _text(node)
        with _said_of(node):
            return check(text)

    return read_checked


@contextmanager
def _said_of(node: yaml.Node, key: str = "") -> Iterator[None]:
    """Puts what a check says on the line of the node."""
    try:
        yield
    except (ValueError, UsageError) as error:
        raise _wrong(node, f"{key} {error}".strip()) from error


def _rule(node: yaml.Node) -> str:
    text = _text(node)
    try:
        parse_rule(text)
    except ValueError as error:
        raise _wrong(node, f"{quoted(text)} {error}") from error
    return text.upper()


def _moment(node: yaml.Node) -> Moment:
    wanted = (
        'give a date (2019-03-14) or a local time ("2019-03-14 09:30"), no offset, 1900 to 2199'
    )
    text = _scalar(node, ("str", "timestamp"), wanted)
    if not _MOMENT.fullmatch(text):
        raise _wrong(node, f"{quoted(text)} cannot be read; {wanted}")
    try:
        return Moment(datetime.fromisoformat(text), is_day=":" not in text)
    except ValueError:
        raise _wrong(node, f"{quoted(text)} is not in the calendar; {wanted}") from None


def _day(node: yaml.Node) -> date:
    moment = _moment(node)
    if not moment.is_day:
        raise _wrong(node, "has a time; give the date alone")
    return moment.local.date()


def _dispute(node: yaml.Node) -> Dispute:
    readers = {"field": _one_of(tuple(_KEYS)), "value": _plain, "source": _text, "note": _text}
    return Dispute(**_mapping(node, readers, ("field", "value", "source")))


# Values → events

_KEYS: dict[str, Reader[Any]] = {
    "id": _checked(id_of),
    "title": _text,
    "kind": _one_of(tuple(EventKind)),
    "starts": _moment,
    "timezone": _checked(zone_of),
    "ends": _moment,
    "place": _text,
    "url": _checked(url_of),
    "themes": _list_of(_text),
    "source": _text,
    "status": _one_of(get_args(Status)),
    "leads": _list_of(_text),
    "rrule": _rule,
    "except": _list_of(_day),
    "disputed": _list_of(_dispute),
    "sequence": _count,
}
_REQUIRED = ("id", "title", "kind", "starts", "timezone")
_SPAN = ("starts", "ends")
_RENAMED = {"id": "event_id", "source": "doc_id", "except": "excluded"}


def _entries(root: yaml.Node | None) -> list[yaml.Node]:
    def entries(node: yaml.Node) -> list[yaml.Node]:
        return [] if _type(node) == "empty" else _items(node, MAX_EVENTS)

    return _mapping(root, {"events": entries}, ("events",))["events"] if root else []


def _read_events(nodes: list[yaml.Node]) -> tuple[list[Event], list[Problem]]:
    events: list[Event] = []
    read, problems = _each(lambda node: (_line(node), _event(node)), nodes)
    lines: dict[str, int] = {}
    for line, event in read:
        if event.event_id in lines:
            used = f"the id {event.event_id} is used in line {lines[event.event_id]} already"
            problems.append(Problem(line, f"{used}; choose another"))
        else:
            lines[event.event_id] = line
            events.append(event)
    return events, problems


def _event(node: yaml.Node) -> Event:
    values = _mapping(node, _KEYS, _REQUIRED)
    nodes = {_shown(key): value for key, value in node.value}
    given = {_RENAMED.get(key, key): value for key, value in values.items() if key not in _SPAN}
    event = Event(**given, **_span(values, nodes))
    if event.rrule:
        with _said_of(nodes["rrule"], "rrule"):
            check_series(event)
    if "except" in nodes:
        _check_exceptions(event, nodes["except"])
    if "leads" in nodes:
        _check_leads(event, nodes["leads"])
    return event


def _span(values: Mapping[str, Any], nodes: Mapping[str, yaml.Node]) -> dict[str, Any]:
    """When the event starts, when it ends if that is known, and whether it takes whole days."""
    starts, ends, timezone = values["starts"], values.get("ends"), values["timezone"]
    with _said_of(nodes["starts"]):
        starts_at = instant(starts, timezone)
    ends_at = None
    if ends is not None:
        with _said_of(nodes["ends"]):
            ends_at = end_of(ends, starts, timezone)
    return {"starts_at": starts_at, "ends_at": ends_at, "all_day": starts.is_day}


def _check_leads(event: Event, node: yaml.SequenceNode) -> None:
    """Refuse what is no lead; a date after the start of the event, unless that recurs."""

    def check(item: yaml.Node) -> None:
        with _said_of(item, "leads"):
            for lead in parse_leads(_text(item), event.timezone):
                if event.rrule is None:
                    check_lead(lead, event, time.min)

    _items(node, MAX_LEADS)
    _values, problems = _each(check, node.value)
    if problems:
        raise _WrongError(problems)


def _check_exceptions(event: Event, node: yaml.Node) -> None:
    if event.rrule is None:
        raise _wrong(node, "except stands without an rrule; take it out")
    days = {start.date() for start in local_starts(event)}
    problems = [
        Problem(_line(item), f"except {day} is not a day of the series; take it out")
        for day, item in zip(event.excluded, node.value, strict=True)
        if day not in days
    ]
    if problems:
        raise _WrongError(problems)


# Words


def _type(node: yaml.Node) -> str:
    return _TYPES.get(node.tag.removeprefix(_TAG), "something else")


def _shown(node: yaml.Node) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else _type(node)
