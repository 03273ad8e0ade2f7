"""Days of a series in ``events.yaml`` that differ from the others (``changed``)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import yaml

from forumbot.language.said import said
from forumbot.reminders.checked_yaml import Problem, WrongError, line_of, said_of
from forumbot.reminders.events import Event, id_of_day, local_start
from forumbot.reminders.moments import Moment, end_of, instant
from forumbot.reminders.schedule import find_event

_SPAN = frozenset({"day", "starts", "ends"})


def with_changed_days(
    series: Event, given: Sequence[Mapping[str, Any]], node: yaml.SequenceNode
) -> Event:
    """The series with the days that differ, each as the values that are given for it have it.

    Raises :class:`WrongError` for a day that the series has not, or has twice, and for times that
    cannot be.
    """
    days: list[Event] = []
    problems: list[Problem] = []
    for values, entry in zip(given, node.value, strict=True):
        try:
            days.append(_day(series, values, entry, days))
        except WrongError as wrong:
            problems += wrong.problems
    if problems:
        raise WrongError(problems)
    return replace(series, changed=tuple(days))


def _day(series: Event, values: Mapping[str, Any], node: yaml.Node, known: list[Event]) -> Event:
    on: date = values["day"]
    by_rule = find_event([series], id_of_day(series.event_id, on))
    if by_rule is None or by_rule.event_id in {day.event_id for day in known}:
        what = said("changed_twice", day=on)
        if by_rule is None:
            what = said("no_day_of_series", key="changed", day=on)
        raise WrongError([Problem(line_of(node), what)])
    own = {name: value for name, value in values.items() if name not in _SPAN}
    with said_of(node, "changed"):
        return replace(by_rule, **own, **_span(by_rule, values))


def _span(by_rule: Event, values: Mapping[str, Any]) -> dict[str, Any]:
    starts, ends = values.get("starts"), values.get("ends")
    if starts is None and ends is None:
        return {}
    begun = starts or Moment(local_start(by_rule), by_rule.all_day)
    span = {"starts_at": instant(begun, by_rule.timezone), "all_day": begun.is_day}
    if ends is not None:
        return {**span, "ends_at": end_of(ends, begun, by_rule.timezone)}
    return {**span, "ends_at": _same_length(by_rule, begun)}


def _same_length(by_rule: Event, begun: Moment) -> datetime | None:
    """The end that keeps the length of the day; none where it had none, or takes whole days now."""
    if by_rule.ends_at is None or begun.is_day != by_rule.all_day:
        return None
    length = local_start(replace(by_rule, starts_at=by_rule.ends_at)) - local_start(by_rule)
    ended = Moment(begun.local + length, is_day=False)
    return instant(ended, by_rule.timezone)
