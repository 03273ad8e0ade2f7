"""What is said of an event, and when: the same words for the terminal and for Discord.

An :class:`Announcement` holds what there is to say; how it is laid out is the business of whoever
shows it. :func:`as_text` is the plain layout.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from forumbot.language.days_in_words import in_words, with_weekday
from forumbot.language.phrases import DEFAULT, counting, labelled, phrase, phrases, quoted, speaking
from forumbot.reminders.events import Dispute, Event

_WEEK = timedelta(weeks=1)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_UNITS = (
    (_WEEK, "weeks", "one_week"),
    (_DAY, "days", "one_day"),
    (_HOUR, "hours", "one_hour"),
    (_MINUTE, "minutes", "one_minute"),
)
_ABOUT_A_DAY = timedelta(hours=23)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a document, verbatim, and where they stand."""

    text: str
    source: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a message says of an event, or of what went wrong.

    ``still`` says in words how long it is until the start, or the end where ``anchor`` is so.
    ``changes`` are told of an event that was moved, cancelled or described anew; ``late_by`` is
    given where the reminder comes late. ``lines`` are what a report says, and ``more`` counts those
    that it leaves out. ``language`` is that in which all of it is said.
    """

    title: str
    event: Event | None = None
    anchor: str = "start"
    still: str = ""
    message: str | None = None
    late_by: timedelta | None = None
    due_at: datetime | None = None
    changes: tuple[str, ...] = ()
    background: tuple[Quoted, ...] = ()
    lines: tuple[str, ...] = ()
    more: int = 0
    language: str = DEFAULT

    @property
    def is_cancelled(self) -> bool:
        """Whether the event will not take place."""
        return self.event is not None and self.event.status == "cancelled"


def reminder(
    event: Event,
    anchor: str,
    now: datetime,
    *,
    due_at: datetime,
    late_after: timedelta,
    message: str | None = None,
    background: Sequence[Quoted] = (),
    language: str = DEFAULT,
) -> Announcement:
    """A reminder of an event as it is said at ``now``; late where that is long after ``due_at``."""
    late_by = now.astimezone(UTC) - due_at.astimezone(UTC)
    return Announcement(
        title=event.title,
        event=event,
        anchor=anchor,
        still=still(event, anchor, now),
        message=message,
        late_by=late_by if late_by > late_after else None,
        due_at=due_at,
        background=tuple(background),
        language=language,
    )


def notice(before: Event, after: Event, now: datetime, language: str = DEFAULT) -> Announcement:
    """A word on what has changed about an event, for those who were reminded of it."""
    return Announcement(
        title=after.title,
        event=after,
        still="" if after.status == "cancelled" else still(after, "start", now),
        changes=changes(before, after, language),
        language=language,
    )


def report(
    lines: Sequence[str], more: int = 0, title: str = "", language: str = DEFAULT
) -> Announcement:
    """A word to the moderators on what went wrong, under a title, and on how many more.

    Without a title it is on reminders that were not delivered.
    """
    title = title or phrase("report_title", language)
    return Announcement(title=title, lines=tuple(lines), more=more, language=language)


def as_text(announcement: Announcement) -> str:
    """The announcement in plain text, one fact a line."""
    return "\n".join(_text_lines(announcement))


def _text_lines(announcement: Announcement) -> Iterator[str]:
    yield headline(announcement)
    if announcement.message:
        yield announcement.message
    yield from announcement.changes
    yield from announcement.lines
    if announcement.more:
        yield phrase("and_more", announcement.language, count=announcement.more)
    event = announcement.event
    if event is not None:
        language = announcement.language
        yield f"{labelled(phrase('fact_when', language), language)} {when(event, language)}"
        for name, value in facts(event, language):
            yield f"{labelled(phrase(f'fact_{name}', language), language)} {value}"
    late = lateness(announcement)
    if late:
        yield late
    if announcement.background:
        yield phrase("background", announcement.language)
    for one in announcement.background:
        yield f"“{one.text}”"
        yield f"— {one.source}" + (f", {one.url}" if one.url else "")


def headline(announcement: Announcement) -> str:
    """The title with what is most urgent about it."""
    if announcement.is_cancelled:
        return phrase("announced_cancelled", announcement.language, title=announcement.title)
    if not announcement.still:
        return announcement.title
    what = "ends " if announcement.anchor == "end" else ""
    return f"{announcement.title}: {what}{announcement.still}"


def facts(event: Event, language: str = DEFAULT) -> Iterator[tuple[str, str]]:
    """What is known of an event beside its time: ``where``, ``link`` and ``differs``, and values.

    The phrase for a name is ``fact_NAME``.
    """
    if event.place:
        yield "where", event.place
    if event.url:
        yield "link", event.url
    for dispute in event.disputed:
        yield "differs", dispute_in_words(dispute, language)


def dispute_in_words(dispute: Dispute, language: str = DEFAULT) -> str:
    """What another source says, a day in words, and who that is.

    That is the note on it, else its name without folder and suffix.
    """
    try:
        value = in_words(date.fromisoformat(dispute.value), language)
    except ValueError:
        value = dispute.value
    path = PurePosixPath(dispute.source)
    is_file = bool(path.suffix) and " " not in dispute.source
    name = path.stem.replace("-", " ").replace("_", " ") if is_file else dispute.source
    key = f"event_field_{dispute.field}"
    known = key in phrases(language)
    what = phrase(key, language, day=value) if known else f"{dispute.field} {value}"
    return phrase("event_says", language, what=what, who=dispute.note or quoted(name, language))


def lateness(announcement: Announcement) -> str | None:
    """The words for a reminder that comes late, None where it is on time."""
    if announcement.late_by is None:
        return None
    language = announcement.language
    return phrase("comes_late", language, length=duration(announcement.late_by, language))


# Times in words


def when(event: Event, language: str = DEFAULT) -> str:
    """The time of an event in its own zone, as in ``Thursday 14 March 2019, 09:30 to 17:00``.

    The zone and its offset from UTC stand behind it, unless it takes whole days.
    """
    return f"{_span(event, language)}{_zone(event)}"


def hours_of(event: Event) -> str:
    """When it begins on its first day, and ends where that is the same day, with its zone."""
    if event.all_day:
        return ""
    zone = ZoneInfo(event.timezone)
    starts, ends = event.starts_at.astimezone(zone), event.ends_at
    is_one_day = ends is not None and ends.astimezone(zone).date() == starts.date()
    last = f"–{ends.astimezone(zone):%H:%M}" if ends is not None and is_one_day else ""
    return f"{starts:%H:%M}{last}{_zone(event)}"


def _when_before(before: Event, after: Event, language: str) -> str:
    """The time that an event had, without the zone where that is the same, as it is said once."""
    is_same = _zone(before) == _zone(after)
    return _span(before, language) if is_same else when(before, language)


def _zone(event: Event) -> str:
    if event.all_day:
        return ""
    starts = event.starts_at.astimezone(ZoneInfo(event.timezone))
    named = event.timezone.removeprefix("Etc/")
    return " (UTC)" if named == "UTC" else f" ({event.timezone}, {offset(starts)})"


def _span(event: Event, language: str) -> str:
    zone = ZoneInfo(event.timezone)
    first, last = (with_weekday(day, language) for day in (event.starts_on, event.ends_on))
    if event.all_day:
        return first if first == last else phrase("days_from_to", language, first=first, last=last)
    starts = event.starts_at.astimezone(zone)
    first = with_weekday(starts.date(), language)
    if event.ends_at is None:
        return f"{first}, {starts:%H:%M}"
    ends = event.ends_at.astimezone(zone)
    if ends.date() == starts.date():
        hours = {"first": f"{starts:%H:%M}", "last": f"{ends:%H:%M}"}
        return f"{first}, {phrase('hours_from_to', language, **hours)}"
    begins = f"{first}, {starts:%H:%M}"
    stops = f"{with_weekday(ends.date(), language)}, {ends:%H:%M}"
    return phrase("days_from_to", language, first=begins, last=stops)


def offset(instant: datetime) -> str:
    """The offset of an aware instant from UTC, as in ``UTC+01:00``."""
    text = f"{instant:%z}"
    return f"UTC{text[:3]}:{text[3:5]}"


def moment(instant: datetime, timezone: str, language: str = DEFAULT) -> str:
    """An instant in a zone, as in ``Thu 28 February 2019, 09:00 Europe/Brussels``.

    The weekday is cut short in English alone, which has a way to.
    """
    local = instant.astimezone(ZoneInfo(timezone))
    is_short = speaking(language) == DEFAULT
    day = f"{local:%a} {in_words(local)}" if is_short else with_weekday(local, language)
    return f"{day}, {local:%H:%M} {timezone}"


def still(event: Event, anchor: str, now: datetime) -> str:
    """How long it is from ``now`` until the event starts, or ends."""
    is_end = anchor == "end" and event.ends_at is not None
    if event.all_day:
        return _days_until(event.ends_on if is_end else event.starts_on, event, now)
    target = event.ends_at if is_end and event.ends_at is not None else event.starts_at
    left = target.astimezone(UTC) - now.astimezone(UTC)
    if left <= timedelta(0):
        return "over" if is_end else "has begun"
    on_the_wall = _wall(target, event) - _wall(now, event)
    # Two weeks before are two weeks, also where the clocks change in between.
    return f"in {duration(on_the_wall if on_the_wall >= _ABOUT_A_DAY else left)}"


def _wall(instant: datetime, event: Event) -> datetime:
    """What a clock on the wall shows in the zone of the event."""
    return instant.astimezone(UTC).astimezone(ZoneInfo(event.timezone)).replace(tzinfo=None)


def _days_until(target: date, event: Event, now: datetime) -> str:
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    days = (target - today).days
    if days < 0:
        return "over" if event.is_past(now) else "has begun"
    return {0: "today", 1: "tomorrow"}.get(days) or f"in {duration(timedelta(days=days))}"


def duration(length: timedelta, language: str = DEFAULT) -> str:
    """A length of time in its two largest units, as in ``1 day 3 hours``; at least a minute.

    It is rounded to the smaller of the two.
    """
    smaller = _DAY if length >= _WEEK else _HOUR if length >= _DAY else _MINUTE
    left = max(round(length / smaller), 1) * smaller
    named: list[str] = []
    for unit, name, one in _UNITS:
        count, left = divmod(left, unit)
        if count:
            named.append(counting(name, one, language, count))
    return " ".join(named)


# Changes


def changes(before: Event, after: Event, language: str = DEFAULT) -> tuple[str, ...]:
    """What those who were reminded should know has changed, in sentences; () if nothing."""
    if after.status == "cancelled":
        is_news = before.status != "cancelled"
        return (phrase("changed_cancelled", language),) if is_news else ()
    told = [phrase("changed_confirmed", language)] if before.status == "cancelled" else []
    if when(before) != when(after):
        times = {"when": when(after, language), "before": _when_before(before, after, language)}
        told.append(phrase("changed_time", language, **times))
    if before.place != after.place:
        place = after.place or phrase("to_be_announced", language)
        told.append(phrase("changed_place", language, place=place))
    if before.title != after.title:
        told.append(phrase("changed_title", language, title=quoted(before.title, language)))
    return tuple(told)


def is_pressing(before: Event, after: Event) -> bool:
    """Whether a change is worth a ping: another time or place, or whether it takes place at all."""
    return (before.status, before.place, when(before)) != (after.status, after.place, when(after))


def is_shown_alike(before: Event, after: Event) -> bool:
    """Whether a message on the one would say the same on the other."""
    return (
        before.title == after.title
        and before.status == after.status
        and when(before) == when(after)
        and tuple(facts(before)) == tuple(facts(after))
    )
