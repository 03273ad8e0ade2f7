"""What can be read in ``events.yaml``, and is likely meant otherwise."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

import yaml

from forumbot.language.said import said
from forumbot.reminders.checked_yaml import Problem, line_of
from forumbot.reminders.events import Event, occurrences, rule_of
from forumbot.reminders.zones import hint_at_zones, offset_at, offset_in_words, read_offset

_SHORT_MONTHS = {29: "short_29", 30: "short_30", 31: "short_31"}
_IN_ODD_MARKS = re.compile("[“”„«»‘’‚][^“”„«»]*[“”„«»‘’‚]")
_TITLES = frozenset({"title", "place"})
"""Keys with which nobody is likely to write a comment; with others one follows after a space."""


def cut_off(root: yaml.Node | None, text: str) -> Iterator[Problem]:
    """Values that end in front of ``#``, which begins a comment, as in ``Talk #3 on chips``."""
    lines = text.split("\n")
    for key, node in _values(root):
        if node.style is not None or node.end_mark.line >= len(lines):
            continue
        rest = lines[node.end_mark.line][node.end_mark.column :].rstrip("\r")
        comment = re.match(r"\s+#(.*)", rest)
        if comment and (key in _TITLES or comment[1][:1].strip()):
            yield Problem(
                line_of(node),
                said("warn_comment", key=key, text=f'"{node.value:.60}"'),
            )


def in_odd_marks(root: yaml.Node | None) -> Iterator[Problem]:
    """Values in quotation marks as word processors set them, which belong to the value here."""
    for key, node in _values(root):
        if node.style is None and _IN_ODD_MARKS.fullmatch(node.value):
            yield Problem(line_of(node), said("warn_marks", key=key, text=f"{node.value:.60}"))


def told_twice(events: Iterable[tuple[int, Event]]) -> Iterator[Problem]:
    """Events that are those of another entry under another id, each with its line."""
    lines: dict[tuple[str, datetime], int] = {}
    for line, event in events:
        same = (" ".join(event.title.casefold().split()), event.starts_at.astimezone(UTC))
        if event.status == "confirmed" and lines.setdefault(same, line) != line:
            yield Problem(line, said("warn_twice", line=lines[same]))


def _values(node: yaml.Node | None, key: str = "") -> Iterator[tuple[str, yaml.ScalarNode]]:
    """Every single value with the key that it stands under."""
    if isinstance(node, yaml.ScalarNode):
        yield key, node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _values(item, key)
    elif isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from _values(value, str(name.value))


def of_zone(event: Event, nodes: Mapping[str, yaml.Node]) -> Iterator[Problem]:
    """A zone whose name says the opposite of its offset: Etc/GMT+2 is two hours behind."""
    name = event.timezone
    if name.startswith("Etc/GMT") and read_offset(name.removeprefix("Etc/")):
        offset = offset_in_words(offset_at(name, event.starts_at))
        hint = hint_at_zones(name[4:])
        message = said("warn_zone", name=name, offset=offset, hint=hint)
        yield Problem(line_of(nodes["timezone"]), message)


def of_series(event: Event, nodes: Mapping[str, yaml.Node]) -> Iterator[Problem]:
    """Days that a series leaves out unasked, and one that takes place on none."""
    if event.rrule is None:
        return
    left_out = months_left_out(event)
    if left_out:
        what = said("yaml_of_key", key="rrule", what=left_out)
        yield Problem(line_of(nodes["rrule"]), what)
    if "except" in nodes and not _takes_place(event):
        yield Problem(line_of(nodes["except"]), said("warn_all_out"))


def months_left_out(event: Event) -> str:
    """Which months a series leaves out as they have no such day, and what to write; else ""."""
    parts = rule_of(event)
    if parts.get("FREQ") != "MONTHLY" or parts.keys() & {"BYDAY", "BYSETPOS", "BYMONTH"}:
        return ""
    days = [int(day) for day in parts.get("BYMONTHDAY", str(event.starts_on.day)).split(",")]
    months = _SHORT_MONTHS.get(max(days))
    if months is None:
        return ""
    return said("warn_months", months=said(months), day=max(days))


def _takes_place(event: Event) -> bool:
    end_of_time = datetime.max.replace(tzinfo=UTC)
    return next(occurrences(event, event.starts_at, end_of_time), None) is not None
