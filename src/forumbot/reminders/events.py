"""Events: read from ``events.yaml``, checked line by line, and expanded in their own zone.

Nothing here reads the clock: whoever asks what is upcoming hands in ``now``.
"""

import difflib
import functools
import itertools
import re
import unicodedata
import urllib.parse
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

import yaml
from dateutil.rrule import rrulestr

from forumbot.errors import EventsError

MAX_FILE_BYTES = 1024 * 1024
MAX_EVENTS = 10_000
MAX_OCCURRENCES = 1_000
UPCOMING_OCCURRENCES = 10
_YEARS = range(1900, 2200)
_YEARS_IN_WORDS = f"years run from {_YEARS[0]} to {_YEARS[-1]}"
_HORIZON = timedelta(days=36_525)
_DAY = timedelta(days=1)
_MAX_DEPTH = 16
_MAX_ITEMS = 1_000
_MAX_ID = 64

T = TypeVar("T")
Status = Literal["confirmed", "cancelled"]


class EventKind(StrEnum):
    """What an event is."""

    FORUM = "forum"
    CONFERENCE = "conference"
    CLUSTER_WEEKS = "cluster-weeks"
    DEADLINE = "deadline"
    MEETING = "meeting"
    WEBINAR = "webinar"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Dispute:
    """Another source's value for one key of an event, as that source gives it."""

    field: str
    value: str
    source: str
    note: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """The four parts as a JSON object."""
        return {
            "field": self.field,
            "value": self.value,
            "source": self.source,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event, or a series where ``rrule`` is given.

    ``starts_at`` and ``ends_at`` are aware, in the event's own zone. ``ends_at`` is exclusive: for
    an all-day event it is the first instant of the day after the last one.
    ``excluded`` holds the days on which a series does not take place.
    """

    event_id: str
    title: str
    kind: EventKind
    starts_at: datetime
    ends_at: datetime | None
    all_day: bool
    timezone: str
    place: str | None = None
    url: str | None = None
    themes: tuple[str, ...] = ()
    doc_id: str | None = None
    leads: tuple[str, ...] = ()
    disputed: tuple[Dispute, ...] = ()
    status: Status = "confirmed"
    rrule: str | None = None
    excluded: tuple[date, ...] = ()
    sequence: int = 0

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or (self.ends_at and self.ends_at.tzinfo is None):
            raise ValueError(f"event {self.event_id}: a time without a zone")

    @property
    def starts_on(self) -> date:
        """The first day, in the event's own zone."""
        return self.starts_at.date()

    @property
    def ends_on(self) -> date:
        """The last day (inclusive), in the event's own zone; the first one if no end is known."""
        if self.ends_at is None:
            return self.starts_on
        if self.all_day:
            return self.ends_at.date() - _DAY
        return max(self.starts_on, (self.ends_at - timedelta.resolution).date())

    def is_past(self, now: datetime) -> bool:
        """Whether the event is over at the aware instant ``now``.

        Without a known end, an all-day event lasts until its day is over, and a timed one
        (a deadline above all) until its instant has gone by.
        """
        if self.all_day or self.ends_at is not None:
            return now.astimezone(UTC) >= _over_at(self)
        return now.astimezone(UTC) > _over_at(self)

    def to_json(self) -> dict[str, Any]:
        """The ``events`` JSON: instants ISO 8601 with offset, for all-day events inclusive dates.

        ``ends_at`` is null where no end is known.
        """
        return {
            "event_id": self.event_id,
            "title": self.title,
            "kind": self.kind.value,
            "starts_at": (self.starts_on if self.all_day else self.starts_at).isoformat(),
            "ends_at": self._end_as_json(),
            "timezone": self.timezone,
            "place": self.place,
            "url": self.url,
            "doc_id": self.doc_id,
            "all_day": self.all_day,
            "status": self.status,
            "themes": list(self.themes),
            "disputed": [dispute.to_json() for dispute in self.disputed],
        }

    def _end_as_json(self) -> str | None:
        if self.ends_at is None:
            return None
        return (self.ends_on if self.all_day else self.ends_at).isoformat()


class Problem(NamedTuple):
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
    report = check_events(path)
    if not report.problems:
        return report.events
    line, message = report.problems[0]
    more = len(report.problems) - 1
    tail = f" (and {more} more: forumbot check lists them)" if more else ""
    raise EventsError(f"{path}:{line}: {message}{tail}")


def check_events(path: Path) -> EventsReport:
    """Read the file at ``path`` and report all that is wrong in it; raises nothing.

    The file is UTF-8, of at most 1 MiB and 10,000 events. A missing one is empty.
    """
    problems = _Problems()
    try:
        events = _read_file(path, problems)
    except _WrongError as wrong:
        problems.add(wrong.line, str(wrong))
        events = []
    return EventsReport(tuple(events), tuple(sorted(problems.found)))


def occurrences(event: Event, after: datetime, before: datetime) -> Iterator[Event]:
    """The occurrences of ``event`` that overlap the time from ``after`` up to ``before``.

    Both are aware. An event that does not recur yields itself. A series keeps its wall-clock time
    across changes of the clocks; a time that a change skips moves to the first instant after it,
    one that a change doubles is the first of the two. At most 1,000 are given, none later than
    100 years after the first. Raises ``EventsError`` for an ``rrule`` that is not valid.
    """
    candidates = iter((event,)) if event.rrule is None else _series(event)
    limit = before.astimezone(UTC)
    begun = itertools.takewhile(lambda one: one.starts_at.astimezone(UTC) < limit, candidates)
    wanted = (one for one in begun if not one.is_past(after))
    return itertools.islice(wanted, MAX_OCCURRENCES)


def upcoming(events: Iterable[Event], now: datetime) -> tuple[Event, ...]:
    """What is not over at the aware instant ``now``, by start, then id.

    An event that is running is upcoming until it ends. Of a series, the next ten occurrences.
    """
    end_of_time = datetime.max.replace(tzinfo=UTC)
    coming: list[Event] = []
    for event in events:
        coming += itertools.islice(occurrences(event, now, end_of_time), UPCOMING_OCCURRENCES)
    return in_order(coming)


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """All ``events`` by start, then id."""
    return tuple(sorted(events, key=lambda one: (one.starts_at.astimezone(UTC), one.event_id)))


# Instants and walls. Comparing two times of one zone compares their walls and misses a doubled
# hour; so everything is compared in UTC.


def _over_at(event: Event) -> datetime:
    if event.ends_at is not None:
        return event.ends_at.astimezone(UTC)
    if event.all_day:
        zone = ZoneInfo(event.timezone)
        return _day_start(event.starts_on + _DAY, zone).astimezone(UTC)
    return event.starts_at.astimezone(UTC)


def _day_start(day: date, zone: ZoneInfo) -> datetime:
    return _resolve(datetime.combine(day, time.min), zone)


def _resolve(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a wall-clock time; the first of two, or the first after a gap."""
    first, second = _readings(wall, zone)
    if not _is_skipped(first, second):
        return first
    return clock_change(second.astimezone(UTC), first.astimezone(UTC), zone).astimezone(zone)


def _readings(wall: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    aware = wall.replace(tzinfo=zone)
    return aware.replace(fold=0), aware.replace(fold=1)


def _is_skipped(first: datetime, second: datetime) -> bool:
    return _offset(first) < _offset(second)


def _offset(instant: datetime) -> timedelta:
    return instant.utcoffset() or timedelta(0)


def clock_change(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first instant, to the second, at which ``zone`` has left the offset it has at ``low``.

    Instants are in UTC; the offset at ``high`` is another one, with one change in between.
    """
    old = _offset(low.astimezone(zone))
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if _offset(middle.astimezone(zone)) == old:
            low = middle
        else:
            high = middle
    return high


# Series


def rule_of(event: Event) -> dict[str, str]:
    """The parts of the event's ``rrule``, such as ``{"FREQ": "WEEKLY"}``; empty without one.

    Raises ``EventsError`` if the rule is not valid.
    """
    if event.rrule is None:
        return {}
    try:
        return _rule_parts(event.rrule)
    except ValueError as error:
        message = f"event {event.event_id}: rrule {_quoted(event.rrule)} {error}"
        raise EventsError(message) from error


def _series(event: Event) -> Iterator[Event]:
    walls = _walls(event, rule_of(event))
    return (_occurrence(event, wall) for wall in walls if wall.date() not in event.excluded)


def _walls(event: Event, parts: dict[str, str]) -> Iterator[datetime]:
    """The wall-clock starts that a checked rule gives, without zone, exceptions left in."""
    start = _wall_start(event)
    until = min(_until(parts.get("UNTIL"), event), start + _HORIZON)
    text = ";".join(f"{name}={value}" for name, value in parts.items() if name != "UNTIL")
    return itertools.takewhile(lambda wall: wall <= until, rrulestr(text, dtstart=start))


def _wall_start(event: Event) -> datetime:
    # An all-day event starts later than midnight where the clocks skip that hour.
    if event.all_day:
        return datetime.combine(event.starts_on, time.min)
    return event.starts_at.replace(tzinfo=None, fold=0)


def _until(text: str | None, event: Event) -> datetime:
    """The last wall-clock time of a series; a day counts whole."""
    if text is None:
        return datetime.max
    until = _until_value(text)
    if isinstance(until, datetime):
        return until.astimezone(ZoneInfo(event.timezone)).replace(tzinfo=None, fold=0)
    return datetime.combine(until, time.max)


def _occurrence(event: Event, wall: datetime) -> Event:
    zone = ZoneInfo(event.timezone)
    starts_at = _resolve(wall, zone)
    return replace(
        event,
        event_id=f"{event.event_id}@{wall.date()}",
        starts_at=starts_at,
        ends_at=_occurrence_end(event, wall, starts_at, zone),
        rrule=None,
        excluded=(),
    )


def _occurrence_end(
    event: Event, wall: datetime, starts_at: datetime, zone: ZoneInfo
) -> datetime | None:
    if event.ends_at is None:
        return None
    if event.all_day:
        return _day_start(wall.date() + (event.ends_on - event.starts_on) + _DAY, zone)
    length = event.ends_at.replace(tzinfo=None) - event.starts_at.replace(tzinfo=None)
    ends_at = _resolve(wall + length, zone)
    if ends_at.astimezone(UTC) > starts_at.astimezone(UTC):
        return ends_at
    return (starts_at.astimezone(UTC) + length).astimezone(zone)


# Rules, as RFC 5545 has them, less what would give an event several times on one day

_WEEKDAY = "(MO|TU|WE|TH|FR|SA|SU)"
_NTH_WEEKDAY = f"([+-]?([1-9]|[1-4][0-9]|5[0-3]))?{_WEEKDAY}"
_PATTERNS = {
    "FREQ": re.compile("DAILY|WEEKLY|MONTHLY|YEARLY"),
    "UNTIL": re.compile("[0-9]{8}(T[0-9]{6}Z)?"),
    "WKST": re.compile(_WEEKDAY),
    "BYDAY": re.compile(f"{_NTH_WEEKDAY}(,{_NTH_WEEKDAY})*"),
}
_COUNTS = {"INTERVAL": 1_000, "COUNT": MAX_OCCURRENCES}
_NUMBERS = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_ALLOWED = {
    "DAILY": {"BYDAY", "BYMONTH"},
    "WEEKLY": {"BYDAY", "BYMONTH"},
    "MONTHLY": {"BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYWEEKNO", "BYYEARDAY"},
}


def _rule_parts(text: str) -> dict[str, str]:
    """The parts of a recurrence rule; ``ValueError`` says what is wrong with it."""
    parts: dict[str, str] = {}
    for pair in text.upper().split(";"):
        name, _, value = pair.partition("=")
        if name in parts:
            raise ValueError(f"gives {name} twice")
        _check_part(name, value)
        parts[name] = value
    _check_together(parts)
    return parts


def _check_part(name: str, value: str) -> None:
    known = (*_PATTERNS, *_COUNTS, *_NUMBERS)
    if name not in known:
        raise ValueError(f"has a part {_quoted(name)}; known are {', '.join(known)}")
    if name in _PATTERNS:
        good = _PATTERNS[name].fullmatch(value) is not None
    elif name in _COUNTS:
        good = _is_number(value, 1, _COUNTS[name])
    else:
        lowest = 1 if name == "BYMONTH" else -_NUMBERS[name]
        good = all(_is_number(one, lowest, _NUMBERS[name]) for one in value.split(","))
    if not good:
        raise ValueError(f"cannot have {name}={_shortened(value)}")
    if name == "UNTIL":
        _until_value(value)


def _is_number(text: str, lowest: int, highest: int) -> bool:
    if not re.fullmatch("[+-]?[0-9]{1,4}", text):
        return False
    return int(text) != 0 and lowest <= int(text) <= highest


def _until_value(text: str) -> date | datetime:
    """A day, or an instant in UTC; ``ValueError`` if the calendar does not have it."""
    try:
        if text.endswith("Z"):
            until = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        else:
            until = datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(f"ends on {text}, which is not in the calendar") from None
    if until.year not in _YEARS:
        raise ValueError(f"ends in {until.year}; {_YEARS_IN_WORDS}")
    return until if text.endswith("Z") else until.date()


def _check_together(parts: dict[str, str]) -> None:
    frequency = parts.get("FREQ")
    if frequency is None:
        raise ValueError("has no FREQ; begin it with FREQ=WEEKLY, MONTHLY or YEARLY, for example")
    chosen = {name for name in parts if name.startswith("BY")}
    for name in sorted(chosen - _ALLOWED[frequency]):
        raise ValueError(f"cannot have {name} with FREQ={frequency}")
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValueError("has both COUNT and UNTIL; keep one")
    if chosen == {"BYSETPOS"}:
        raise ValueError("has BYSETPOS alone; say of which days, with BYDAY for example")
    if frequency in ("DAILY", "WEEKLY") and re.search("[0-9]", parts.get("BYDAY", "")):
        raise ValueError(f"numbers its BYDAY, which FREQ={frequency} cannot have")
    if frequency == "DAILY" and chosen and parts.get("INTERVAL", "1") != "1":
        raise ValueError("has INTERVAL beside BYDAY or BYMONTH; use FREQ=WEEKLY for that")


# The file. YAML is composed, not constructed: every value keeps its line, and nothing in the file
# is turned into a Python object before it has been looked at.

_REQUIRED = ("id", "title", "kind", "starts", "timezone")
_KEYS = (
    *_REQUIRED,
    *("ends", "place", "url", "themes", "source", "status"),
    *("leads", "rrule", "except", "disputed"),
)
_DISPUTE_KEYS = ("field", "value", "source", "note")
_TAG = "tag:yaml.org,2002:"
_PLAIN_TAGS = tuple(_TAG + name for name in ("str", "timestamp", "int", "float", "bool"))
_TYPES = {
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "yes or no",
    "timestamp": "a date",
    "seq": "a list",
    "map": "a mapping",
}
_MOMENT = re.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2})(?::00)?)?")
_OFFSET = re.compile(".*[0-9](Z|[+-][0-9]{2}:?[0-9]{2})")
_ID = re.compile(f"(?=.{{1,{_MAX_ID}}}$)[a-z0-9]+(-[a-z0-9]+)*")


class _WrongError(ValueError):
    """A value that cannot be used, and its line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass
class _Problems:
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        self.found.append(Problem(line, _printable(message)))


class _Loader(yaml.SafeLoader):
    """Composes YAML without anchors, aliases or deep nesting."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None) is not None:
            raise _WrongError(
                event.start_mark.line + 1,
                "an anchor or alias (& or *) is not read here; write the value out",
            )
        if self.depth >= _MAX_DEPTH:
            raise _WrongError(event.start_mark.line + 1, "the values are nested too deeply")
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


class _Moment(NamedTuple):
    """A day, or a wall-clock time on it, before the zone is known."""

    day: date
    clock: time | None


def _read_file(path: Path, problems: _Problems) -> list[Event]:
    text = _file_text(path)
    root = _compose(text) if text is not None else None
    if root is None:
        return []
    top = _mapping(root, ("events",), "the file", problems)
    if "events" not in top:
        problems.add(_line(root), 'there is no list "events:"; put the events under it')
        return []
    if top["events"].tag == _TAG + "null":
        return []
    try:
        nodes = _items(top["events"], MAX_EVENTS)
    except _WrongError as wrong:
        raise _WrongError(wrong.line, f"events {wrong}") from wrong
    return _read_events(nodes, problems)


def _file_text(path: Path) -> str | None:
    """The text of the file; ``None`` if there is none."""
    try:
        if not path.exists():
            return None
        if not path.is_file():
            raise _WrongError(1, "this is not a file; put the events in a YAML file of this name")
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise _WrongError(1, f"cannot be read ({error.strerror}); check its permissions") from error
    if len(data) > MAX_FILE_BYTES:
        raise _WrongError(1, f"is larger than {MAX_FILE_BYTES:,} bytes; take out old events")
    return _decoded(data)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _WrongError(
            line, f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        ) from error


def _compose(text: str) -> yaml.Node | None:
    try:
        loader = _Loader(text)
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise _WrongError(line, "holds a control character; take it out") from error
    try:
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _yaml_wrong(error) from error
    except _WrongError:
        raise
    except (ValueError, OverflowError) as error:
        # PyYAML lets Python's own errors through for escapes such as "\UFFFFFFFF".
        raise _WrongError(loader.line + 1, f"this is not YAML: {error}") from error
    finally:
        loader.dispose()


def _yaml_wrong(error: yaml.MarkedYAMLError) -> _WrongError:
    mark = error.problem_mark or error.context_mark
    told = " ".join(part for part in (error.context, error.problem) if part)
    return _WrongError(mark.line + 1 if mark else 1, f"this is not YAML: {told}")


def _read_events(nodes: list[yaml.Node], problems: _Problems) -> list[Event]:
    events: list[Event] = []
    lines: dict[str, int] = {}
    for node in nodes:
        reader = _EventReader(node, problems)
        event = reader.read()
        if reader.event_id in lines:
            first = lines[reader.event_id]
            reader.add(
                reader.line_of("id"), f"the id is used in line {first} already; choose another"
            )
            continue
        if reader.event_id:
            lines[reader.event_id] = reader.line_of("id")
        if event is not None:
            events.append(event)
    return events


class _EventReader:
    """One entry of the file: reads it whole, and notes every problem on the way."""

    def __init__(self, node: yaml.Node, problems: _Problems) -> None:
        self.node = node
        self.problems = problems
        self.event_id = ""
        self.name = "event"
        self.fields: dict[str, yaml.Node] = {}

    def add(self, line: int, message: str) -> None:
        self.problems.add(line, f"{self.name}: {message}")

    def line_of(self, key: str) -> int:
        return _line(self.fields.get(key, self.node))

    def read(self) -> Event | None:
        """The event, or ``None`` if anything about it is wrong."""
        before = len(self.problems.found)
        self.fields = _mapping(self.node, _KEYS, "an event", self.problems)
        self._name_it()
        self._miss(self.node, self.fields, _REQUIRED, "is missing; every event has one")
        event = self._event()
        if event is not None and event.rrule and len(self.problems.found) == before:
            self._value("rrule", lambda node: _check_series(event, node), None)
            self._values("except", lambda node: _check_exception(event, node))
        return event if len(self.problems.found) == before else None

    def _miss(
        self, node: yaml.Node, fields: dict[str, yaml.Node], keys: tuple[str, ...], message: str
    ) -> None:
        # What is no mapping at all has been reported as such.
        if not isinstance(node, yaml.MappingNode):
            return
        for key in keys:
            if key not in fields:
                self.add(_line(node), f"{key} {message}")

    def _name_it(self) -> None:
        self.event_id = self._value("id", _id, "")
        if self.event_id:
            self.name = f'event "{self.event_id}"'

    def _value(self, key: str, parse: Callable[[yaml.Node], T], default: T) -> T:
        if key not in self.fields:
            return default
        return self._parsed(self.fields[key], key, parse, default)

    def _parsed(self, node: yaml.Node, key: str, parse: Callable[[yaml.Node], T], default: T) -> T:
        try:
            return parse(node)
        except _WrongError as wrong:
            self.add(wrong.line, f"{key} {wrong}")
            return default

    def _values(self, key: str, parse: Callable[[yaml.Node], T]) -> tuple[T, ...]:
        nodes: list[yaml.Node] = self._value(key, lambda node: _items(node, _MAX_ITEMS), [])
        read = (self._parsed(node, key, parse, None) for node in nodes)
        return tuple(one for one in read if one is not None)

    def _event(self) -> Event | None:
        title = self._value("title", _text, "")
        kind = self._value("kind", _kind, None)
        rest = self._rest()
        zone = self._value("timezone", _zone, None)
        span = self._span(zone)
        if zone is None or kind is None or span is None:
            return None
        starts_at, ends_at, all_day = span
        return Event(self.event_id, title, kind, starts_at, ends_at, all_day, zone.key, **rest)

    def _rest(self) -> dict[str, Any]:
        if "except" in self.fields and "rrule" not in self.fields:
            self.add(self.line_of("except"), "except stands without an rrule; take it out")
        return {
            "place": self._value("place", _text, None),
            "url": self._value("url", _url, None),
            "themes": self._values("themes", _text),
            "doc_id": self._value("source", _text, None),
            "status": self._value("status", _status, "confirmed"),
            "leads": self._values("leads", _text),
            "rrule": self._value("rrule", _rule, None),
            "excluded": self._values("except", _day),
            "disputed": self._values("disputed", self._dispute),
        }

    def _dispute(self, node: yaml.Node) -> Dispute | None:
        before = len(self.problems.found)
        fields = _mapping(node, _DISPUTE_KEYS, f"{self.name}: a dispute", self.problems)
        self._miss(node, fields, _DISPUTE_KEYS[:3], "is missing in a dispute; give it")
        parsers = {"field": _field, "value": _plain, "source": _text, "note": _text}
        values = {
            key: self._parsed(value, f"disputed {key}", parsers[key], "")
            for key, value in fields.items()
        }
        return Dispute(**values) if len(self.problems.found) == before else None

    def _span(self, zone: ZoneInfo | None) -> tuple[datetime, datetime | None, bool] | None:
        """Start, exclusive end if there is one, and whether the event takes whole days."""
        starts = self._value("starts", _moment, None)
        ends = self._value("ends", _moment, None)
        if starts is None:
            return None
        if ends is not None and (starts.clock is None) != (ends.clock is None):
            self.add(
                self.line_of("ends"),
                "starts and ends mix a date and a time; give both as dates or both as times",
            )
            return None
        if zone is None:
            return None
        starts_at = self._value("starts", lambda node: _instant(starts, zone, node), None)
        ends_at = self._ends_at(ends, zone)
        if starts_at is None:
            return None
        self._check_order(starts_at, ends_at)
        return starts_at, ends_at, starts.clock is None

    def _ends_at(self, ends: _Moment | None, zone: ZoneInfo) -> datetime | None:
        if ends is None:
            return None
        if ends.clock is None:
            return _day_start(ends.day + _DAY, zone)
        return self._value("ends", lambda node: _instant(ends, zone, node), None)

    def _check_order(self, starts_at: datetime, ends_at: datetime | None) -> None:
        if ends_at is None or ends_at.astimezone(UTC) > starts_at.astimezone(UTC):
            return
        starts, ends = (_shown(self.fields[key]) for key in ("starts", "ends"))
        self.add(self.line_of("ends"), f"it ends ({ends}) before it starts ({starts}); correct one")


# YAML nodes → values. Each raises _WrongError with the line of the node.


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _mapping(
    node: yaml.Node, known: tuple[str, ...], where: str, problems: _Problems
) -> dict[str, yaml.Node]:
    """The known keys of a mapping; those unknown or given twice are noted and left out."""
    if not isinstance(node, yaml.MappingNode):
        keys = ", ".join(known)
        problems.add(_line(node), f"{where} is {_type(node)}; write it with the keys {keys}")
        return {}
    fields: dict[str, yaml.Node] = {}
    for key_node, value in node.value:
        key = _shown(key_node)
        if key not in known:
            problems.add(_line(key_node), f"{where} has a key {_quoted(key)}; {_hint(key, known)}")
        elif key in fields:
            first = _line(fields[key])
            problems.add(_line(key_node), f"{where} has {key} in line {first} already; keep one")
        else:
            fields[key] = value
    return fields


def _items(node: yaml.Node, most: int) -> list[yaml.Node]:
    if not isinstance(node, yaml.SequenceNode):
        raise _WrongError(_line(node), f"is {_type(node)}; make it a list")
    if len(node.value) > most:
        raise _WrongError(_line(node.value[most]), f"has more than {most:,} entries; take some out")
    return list(node.value)


def _scalar(node: yaml.Node, tags: tuple[str, ...], wanted: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.tag not in tags:
        raise _WrongError(_line(node), f"is {_type(node)}; {wanted}")
    value = " ".join(node.value.split())
    if not value:
        raise _WrongError(_line(node), "is empty; fill it in or leave the line out")
    if _printable(value) != value:
        raise _WrongError(_line(node), "holds a control character; take it out")
    return value


def _text(node: yaml.Node) -> str:
    return _scalar(node, (_TAG + "str",), "write it as text, in quotation marks")


def _plain(node: yaml.Node) -> str:
    return _scalar(node, _PLAIN_TAGS, "write it as text, in quotation marks")


def _id(node: yaml.Node) -> str:
    text = _text(node)
    if not _ID.fullmatch(text):
        allowed = f"at most {_MAX_ID} lower-case letters, digits and single hyphens between them"
        raise _WrongError(_line(node), f"{_quoted(text)} is no id; use {allowed}")
    return text


def _kind(node: yaml.Node) -> EventKind:
    text = _text(node)
    if text not in list(EventKind):
        raise _WrongError(_line(node), f"{_quoted(text)} is not known; {_hint(text, EventKind)}")
    return EventKind(text)


def _status(node: yaml.Node) -> str:
    text = _text(node)
    known = ("confirmed", "cancelled")
    if text not in known:
        raise _WrongError(_line(node), f"{_quoted(text)} is not known; {_hint(text, known)}")
    return text


def _field(node: yaml.Node) -> str:
    text = _text(node)
    if text not in _KEYS:
        raise _WrongError(_line(node), f"{_quoted(text)} is no key; {_hint(text, _KEYS)}")
    return text


def _url(node: yaml.Node) -> str:
    text = _text(node)
    try:
        parts = urllib.parse.urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
    except ValueError:
        good = False
    if not good:
        raise _WrongError(_line(node), f"{_quoted(text)} is no address; give one with https://")
    return text


def _zone(node: yaml.Node) -> ZoneInfo:
    text = _text(node)
    if text not in _zone_names():
        near = _nearest(text, _zone_names()) or "Europe/Brussels"
        raise _WrongError(_line(node), f"{_quoted(text)} does not exist; did you mean {near}?")
    return ZoneInfo(text)


@functools.cache
def _zone_names() -> tuple[str, ...]:
    # These two depend on the machine.
    return tuple(sorted(zoneinfo.available_timezones() - {"localtime", "Factory"}))


def _moment(node: yaml.Node) -> _Moment:
    wanted = 'give a date (2019-03-14) or a local time ("2019-03-14 09:30")'
    text = _scalar(node, _PLAIN_TAGS[:2], wanted)
    match = _MOMENT.fullmatch(text)
    if match is None:
        if _OFFSET.fullmatch(text):
            wanted = "give the local time alone, its zone stands in timezone"
        raise _WrongError(_line(node), f"{_quoted(text)} cannot be read; {wanted}")
    try:
        day = date.fromisoformat(match[1])
        clock = time.fromisoformat(match[2]) if match[2] else None
    except ValueError:
        message = f"{_quoted(text)} is not in the calendar; {wanted}"
        raise _WrongError(_line(node), message) from None
    if day.year not in _YEARS:
        raise _WrongError(_line(node), f"{_quoted(text)} is too far away; {_YEARS_IN_WORDS}")
    return _Moment(day, clock)


def _day(node: yaml.Node) -> date:
    day, clock = _moment(node)
    if clock is not None:
        raise _WrongError(_line(node), "has a time; give the date alone")
    return day


def _instant(moment: _Moment, zone: ZoneInfo, node: yaml.Node) -> datetime:
    """The one instant of a moment; refuses a time that a change of the clocks skips or doubles."""
    if moment.clock is None:
        start = _day_start(moment.day, zone)
        if start.date() != moment.day:
            raise _WrongError(_line(node), f"{moment.day} is a day that {zone.key} skipped")
        return start
    wall = datetime.combine(moment.day, moment.clock)
    first, second = _readings(wall, zone)
    if _offset(first) == _offset(second):
        return first
    told = f"{_quoted(f'{wall:%Y-%m-%d %H:%M}')}"
    if _is_skipped(first, second):
        after = _resolve(wall, zone)
        raise _WrongError(
            _line(node),
            f"{told} does not exist in {zone.key}, where the clocks go forward past it; "
            f'the first time after it is "{after:%Y-%m-%d %H:%M}"',
        )
    utc = first.astimezone(UTC)
    raise _WrongError(
        _line(node),
        f"{told} comes twice in {zone.key}, where the clocks go back; choose another time, or "
        f'write "{utc:%Y-%m-%d %H:%M}" with timezone Etc/UTC for the first of the two',
    )


def _rule(node: yaml.Node) -> str:
    text = _text(node)
    try:
        _rule_parts(text)
    except ValueError as error:
        raise _WrongError(_line(node), f"{_quoted(text)} {error}") from error
    return text.upper()


def _check_series(event: Event, node: yaml.Node) -> None:
    """Refuse a series whose first day is not the event's own: calendars differ on those."""
    parts = rule_of(event)
    if event.all_day and parts.get("UNTIL", "").endswith("Z"):
        raise _WrongError(_line(node), "has a time in UNTIL; give the date alone (UNTIL=20191231)")
    try:
        first = next(_walls(event, parts), None)
    except (ValueError, OverflowError):
        # dateutil runs over the end of the calendar with some rules that never fall.
        first = None
    if first is None:
        raise _WrongError(_line(node), "never falls on a day; correct it")
    if first != _wall_start(event):
        raise _WrongError(
            _line(node),
            f"does not fall on the day it starts, {event.starts_on}; "
            f"correct it, or start on {first.date()}",
        )


def _check_exception(event: Event, node: yaml.Node) -> None:
    day = _day(node)
    if day not in _series_days(event):
        raise _WrongError(_line(node), f"{day} is not a day of the series; take it out")


@functools.lru_cache(maxsize=8)
def _series_days(event: Event) -> frozenset[date]:
    return frozenset(wall.date() for wall in _walls(event, rule_of(event)))


# Words


def _type(node: yaml.Node) -> str:
    if node.tag == _TAG + "null":
        return "empty"
    return _TYPES.get(node.tag.removeprefix(_TAG), "something else")


def _shown(node: yaml.Node) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else _type(node)


def _hint(word: str, known: Iterable[str]) -> str:
    near = _nearest(word, known)
    meant = f"did you mean {near}? " if near else ""
    return f"{meant}known are {', '.join(known)}"


def _nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to ``word``, whatever its capitals."""
    by_lower = {one.lower(): str(one) for one in known}
    near = difflib.get_close_matches(word[:80].lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else None


def _quoted(text: str) -> str:
    return f'"{_shortened(text)}"'


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _printable(text: str) -> str:
    bad = ("Cc", "Cs", "Zl", "Zp")
    return "".join("�" if unicodedata.category(one) in bad else one for one in text)
