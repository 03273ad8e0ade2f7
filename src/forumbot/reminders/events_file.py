"""``events.yaml``: read, and checked line by line."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple, get_args

import yaml

from forumbot.errors import EventsError
from forumbot.language.said import said, words_of
from forumbot.reminders.calendar_warnings import (
    cut_off,
    in_odd_marks,
    of_series,
    of_zone,
    told_twice,
)
from forumbot.reminders.changed_days import with_changed_days
from forumbot.reminders.checked_yaml import (
    Problem,
    Reader,
    WrongError,
    checked,
    composed,
    count_of,
    each_of,
    file_text,
    is_nothing,
    items_of,
    line_of,
    list_of,
    mapping_of,
    one_of,
    plain_of,
    said_of,
    scalar_of,
    shown_of,
    text_of,
    wrong_at,
)
from forumbot.reminders.checks import check_series, id_of, quoted, url_of, zone_of
from forumbot.reminders.events import (
    Dispute,
    Event,
    EventKind,
    Status,
    local_starts,
)
from forumbot.reminders.lead_words import MAX_LEADS, parse_leads
from forumbot.reminders.leads import check_lead
from forumbot.reminders.moments import Moment, end_of, instant
from forumbot.reminders.rules import parse_rule, plain_rule

MAX_EVENTS = 10_000

_MOMENT = re.compile("(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:00)?)?")

_NEARLY = re.compile(r"events?\.(ya?ml|json)(\.txt)?", re.IGNORECASE)


class EventsReport(NamedTuple):
    """The events without fault, in the order of the file, and every problem, by line.

    ``warnings`` are of what can be read, and is likely meant otherwise.
    """

    events: tuple[Event, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


def load_events(path: Path) -> tuple[Event, ...]:
    """The events of the file at ``path``, in its order; ``()`` if there is no such file.

    Raises ``EventsError`` if anything is wrong in it, naming the first problem and how many more.
    """
    events, problems, _warnings = check_events(path)
    if not problems:
        return events
    first, *more = problems
    tail = f" (and {len(more)} more: forumbot check lists them)" if more else ""
    raise EventsError(f"{path}:{first.line}: {first.message}{tail}")


def check_events(path: Path) -> EventsReport:
    """Read the file at ``path`` and report what is wrong in it; raises nothing.

    Of an entry, every key is looked at first, and how they fit together once each can be read.
    The file is UTF-8, of at most 1 MiB and 10,000 events. A missing one is empty, unless one of
    nearly its name lies there.
    """
    warnings: list[Problem] = []
    try:
        text = file_text(path)
        root = composed(text)
        events, problems, warnings = _read_events(_entries(root))
        warnings += (*cut_off(root, text), *in_odd_marks(root))
    except WrongError as wrong:
        events, problems = [], wrong.problems
    for name in _nearly_named(path):
        if path.exists():
            warnings.append(Problem(1, said("events_beside", name=name)))
        else:
            problems.append(Problem(1, said("events_renamed", name=name, right=path.name)))
    return EventsReport(tuple(events), _by_line(problems), _by_line(warnings))


def _by_line(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: one.line))


def _nearly_named(path: Path) -> list[str]:
    """Files in the folder whose name somebody took for that of the events."""
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return []
    return sorted(name for name in names if name != path.name and _NEARLY.fullmatch(name))


def _rule(node: yaml.Node) -> str:
    text = text_of(node)
    try:
        parse_rule(text)
    except ValueError as error:
        raise wrong_at(
            node, said("repeat_fault", text=quoted(text), what=words_of(error))
        ) from error
    return plain_rule(text)


def _moment(node: yaml.Node) -> Moment:
    wanted = said("moment_wanted")
    text = scalar_of(node, ("str", "timestamp"), wanted)
    if not _MOMENT.fullmatch(text):
        raise wrong_at(node, said("moment_unread", text=quoted(text), wanted=wanted))
    try:
        return Moment(datetime.fromisoformat(text), is_day=":" not in text)
    except ValueError:
        raise wrong_at(node, said("moment_none", text=quoted(text), wanted=wanted)) from None


def _day(node: yaml.Node) -> date:
    moment = _moment(node)
    if not moment.is_day:
        raise wrong_at(node, said("day_has_time"))
    return moment.local.date()


def _dispute(node: yaml.Node) -> Dispute:
    readers = {"field": one_of(tuple(_KEYS)), "value": plain_of, "source": text_of, "note": text_of}
    return Dispute(**mapping_of(node, readers, ("field", "value", "source")))


def _changed(node: yaml.Node) -> dict[str, Any]:
    names = ("title", "starts", "ends", "place", "url", "status")
    return mapping_of(node, {"day": _day, **{name: _KEYS[name] for name in names}}, ("day",))


# Values → events

_KEYS: dict[str, Reader[Any]] = {
    "id": checked(id_of),
    "title": text_of,
    "kind": one_of(tuple(EventKind)),
    "starts": _moment,
    "timezone": checked(zone_of),
    "ends": _moment,
    "place": text_of,
    "url": checked(url_of),
    "themes": list_of(text_of),
    "source": text_of,
    "status": one_of(get_args(Status)),
    "leads": list_of(text_of),
    "rrule": _rule,
    "except": list_of(_day),
    "changed": list_of(_changed),
    "disputed": list_of(_dispute),
    "sequence": count_of,
}
_REQUIRED = ("id", "title", "kind", "starts", "timezone")
_SPAN = ("starts", "ends")
_RENAMED = {"id": "event_id", "source": "doc_id", "except": "excluded"}


def _entries(root: yaml.Node | None) -> list[yaml.Node]:
    def entries(node: yaml.Node) -> list[yaml.Node]:
        return [] if is_nothing(node) else items_of(node, MAX_EVENTS)

    return mapping_of(root, {"events": entries}, ("events",))["events"] if root else []


def _read_events(
    nodes: list[yaml.Node],
) -> tuple[list[Event], list[Problem], list[Problem]]:
    """The events without fault, the problems of the others, and warnings."""
    events: list[Event] = []
    warnings: list[Problem] = []
    read, problems = each_of(lambda node: (node, _event(node)), nodes)
    lines: dict[str, int] = {}
    for node, event in read:
        line = line_of(node)
        warnings += (*of_zone(event, _by_key(node)), *of_series(event, _by_key(node)))
        if event.event_id in lines:
            used = said("id_used", id=event.event_id, line=lines[event.event_id])
            problems.append(Problem(line, used))
        else:
            lines[event.event_id] = line
            events.append(event)
    warnings += told_twice((lines[event.event_id], event) for event in events)
    return events, problems, warnings


def _by_key(node: yaml.Node) -> dict[str, Any]:
    return {shown_of(key): value for key, value in node.value}


def _event(node: yaml.Node) -> Event:
    values = mapping_of(node, _KEYS, _REQUIRED)
    nodes = _by_key(node)
    own = values.keys() - {*_SPAN, "changed"}
    given = {_RENAMED.get(key, key): value for key, value in values.items() if key in own}
    is_announced = values.get("leads") != ()
    event = Event(**given, **_span(values, nodes), is_announced=is_announced)
    if event.rrule:
        with said_of(nodes["rrule"], "rrule"):
            check_series(event)
    for key in ("except", "changed"):
        if key in nodes and event.rrule is None:
            raise wrong_at(nodes[key], said("without_rrule", key=key))
    if "except" in nodes:
        _check_exceptions(event, nodes["except"])
    if "changed" in nodes:
        event = with_changed_days(event, values["changed"], nodes["changed"])
    if "leads" in nodes:
        _check_leads(event, nodes["leads"])
    return event


def _span(values: Mapping[str, Any], nodes: Mapping[str, yaml.Node]) -> dict[str, Any]:
    """When the event starts, when it ends if that is known, and whether it takes whole days."""
    starts, ends, timezone = values["starts"], values.get("ends"), values["timezone"]
    with said_of(nodes["starts"]):
        starts_at = instant(starts, timezone)
    ends_at = None
    if ends is not None:
        with said_of(nodes["ends"]):
            ends_at = end_of(ends, starts, timezone)
    return {"starts_at": starts_at, "ends_at": ends_at, "all_day": starts.is_day}


def _check_leads(event: Event, node: yaml.SequenceNode) -> None:
    """Refuse what is no lead; a date after the start of the event, unless that recurs."""

    def check(item: yaml.Node) -> None:
        with said_of(item, "leads"):
            for lead in parse_leads(text_of(item), event.timezone):
                if event.rrule is None:
                    check_lead(lead, event, time.min)

    items_of(node, MAX_LEADS)
    _values, problems = each_of(check, node.value)
    if problems:
        raise WrongError(problems)


def _check_exceptions(event: Event, node: yaml.Node) -> None:
    days = {start.date() for start in local_starts(event)}
    problems = [
        Problem(line_of(item), said("no_day_of_series", key="except", day=day))
        for day, item in zip(event.excluded, node.value, strict=True)
        if day not in days
    ]
    if problems:
        raise WrongError(problems)
