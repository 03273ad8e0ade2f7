"""The words of a person to a checked event: a new one, a changed one, a cancelled one.

What the words may say is bounded, and held to the same checks as the events file. Everything that
is off raises :class:`UsageError` with what to write instead.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from forumbot.errors import UsageError
from forumbot.language.patterns import ways
from forumbot.language.said import SaidError, said, words_of
from forumbot.language.table import derived, parsed
from forumbot.reminders.checks import (
    CONTROL,
    MAX_ID,
    check_series,
    hint,
    id_of,
    quoted,
    url_of,
    zone_of,
)
from forumbot.reminders.day_words import without_ending, without_lasting
from forumbot.reminders.distances import days_and_minutes, told_distance
from forumbot.reminders.events import Event, EventKind, local_starts
from forumbot.reminders.moments import Moment, end_of, instant, offset_in, read_moment, read_time
from forumbot.reminders.ranges import split_range
from forumbot.reminders.repeats import read_rule

MAX_WORDS = 300
MAX_TITLE = 200
MAX_PLACE = 200
MAX_URL = 500
MAX_THEMES = 20
MAX_THEME = 80
_DAY = timedelta(days=1)
# An end by the clock that is earlier than the start is one of the next morning up to this length,
# as in "22:00 to 02:00"; beyond it the two were mistaken.
_HOURS_ALONE = re.compile(r"\+?\s*[0-9]{1,2} ?[hu](?: ?[0-9]{2})?", re.IGNORECASE)
_NIGHT = timedelta(hours=12)


def draft_event(
    *,
    event_id: str | None,
    title: str,
    kind: str,
    starts: str,
    ends: str | None,
    timezone: str,
    place: str | None,
    url: str | None,
    themes: str | None,
    repeats: str | None,
    now: datetime,
) -> Event:
    """The event that the words describe, at the aware instant ``now``.

    Dates are read in the zone, the day before the month; one without a time takes the whole day.
    ``starts`` may name the end too ("14-16 May", "14 May 9:00 to 17:00"); ``ends`` may be how long
    it lasts, or a time alone, the next after the start. Themes are separated by commas. Without an
    ``event_id`` it has one made from its title and start. Raises :class:`UsageError` for what
    cannot be read or be, and for a start in the past.
    """
    named = _title(title)
    when = _When.read(starts, _given(ends), _zone(timezone), now)
    starts_at = when.starts_at()
    if _is_over(when.starts, starts_at, now):
        raise SaidError("entry_gone_by", when=when.starts.said)
    event = Event(
        event_id=_id(event_id) if event_id else _made_id(named, when.starts),
        title=named,
        kind=_kind(kind),
        starts_at=starts_at,
        ends_at=when.ends_at(),
        all_day=when.starts.is_day,
        timezone=when.timezone,
        place=_place(place),
        url=_url(url),
        themes=_themes(themes),
        rrule=_rule(repeats, when.starts.local.date()),
    )
    return _checked_series(event)


def change_event(
    event: Event,
    *,
    now: datetime,
    title: str | None = None,
    kind: str | None = None,
    starts: str | None = None,
    ends: str | None = None,
    timezone: str | None = None,
    place: str | None = None,
    url: str | None = None,
    themes: str | None = None,
    repeats: str | None = None,
) -> Event:
    """The event with what the words change; its sequence rises if that is anything.

    None leaves a value as it is; a dash or a word such as "none" takes it away where it may
    be missing. A time alone is one of the day that the event is on. An event that starts at another
    time lasts as long as before, and one in another
    zone keeps its local times, unless the words say otherwise. Raises :class:`UsageError` as
    :func:`draft_event` does, but lets a start be in the past.
    """
    given = {"title": title, "kind": kind, "place": place, "url": url, "themes": themes}
    changes = {name: _READERS[name](words) for name, words in given.items() if words is not None}
    if (starts, ends, timezone) != (None, None, None):
        changes |= _When.of(event).changed(starts, ends, timezone, now).values()
    changed = replace(event, **changes)
    if repeats is not None:
        changed = replace(changed, rrule=_rule(repeats, changed.starts_on))
    changed = _checked_series(changed)
    return changed if changed == event else replace(changed, sequence=event.sequence + 1)


def cancel_event(event: Event) -> Event:
    """The event, cancelled, its sequence one higher; unchanged if it was cancelled already."""
    if event.status == "cancelled":
        return event
    return replace(event, status="cancelled", sequence=event.sequence + 1)


# When


@dataclass(frozen=True, slots=True)
class _When:
    """When an event is, in local times."""

    starts: Moment
    ends: Moment | None
    timezone: str

    @staticmethod
    def read(
        starts: str, ends: str | None, timezone: str, now: datetime, day: date | None = None
    ) -> "_When":
        """When that is; a time alone is one of the ``day``, without it the next."""
        local = now.astimezone(ZoneInfo(timezone))
        with _about("about_start"):
            text = _words(starts, MAX_WORDS)
            whole = split_range(text)
            if whole and ends:
                raise SaidError("entry_end_twice", text=quoted(text))
            begins = whole.first if whole else text
            clock = read_time(begins) if day else None
            if day is not None and clock is not None:
                first = Moment(datetime.combine(day, clock), is_day=False)
            else:
                first = read_moment(begins, local.date(), clock=local.time(), zone=timezone)
            ends = whole.last if whole else ends and _there(ends, text)
        return _When(first, _end(ends, first, timezone) if ends else None, timezone)

    @staticmethod
    def of(event: Event) -> "_When":
        starts = Moment(_local(event.starts_at, event.timezone), event.all_day)
        if event.all_day:
            starts = _whole_day(event.starts_on)
        if event.ends_at is None:
            return _When(starts, None, event.timezone)
        if event.all_day:
            return _When(starts, _whole_day(event.ends_on), event.timezone)
        ends = Moment(_local(event.ends_at, event.timezone), is_day=False)
        return _When(starts, ends, event.timezone)

    def changed(
        self, starts: str | None, ends: str | None, timezone: str | None, now: datetime
    ) -> "_When":
        zone = self.timezone if timezone is None else _zone(timezone)
        first = self.starts
        given = None if ends is None else _given(ends)
        if starts is not None:
            read = _When.read(starts, given, zone, now, self.starts.local.date())
            if read.ends is not None:
                return read
            first = read.starts
        if ends is None:
            return _When(first, self._moved_end(first), zone)
        return _When(first, _end(given, first, zone) if given else None, zone)

    def _moved_end(self, first: Moment) -> Moment | None:
        """The end that keeps the length of the event."""
        if self.ends is None:
            return None
        if first.is_day != self.starts.is_day:
            if self.ends.local.date() == self.starts.local.date():
                return None
            raise SaidError("entry_lasts_days")
        moved = first.local + (self.ends.local - self.starts.local)
        return Moment(moved, is_day=first.is_day)

    def starts_at(self) -> datetime:
        with _about("about_start"):
            return instant(self.starts, self.timezone)

    def ends_at(self) -> datetime | None:
        if self.ends is None:
            return None
        with _about("about_end"):
            return end_of(self.ends, self.starts, self.timezone)

    def values(self) -> dict[str, Any]:
        return {
            "starts_at": self.starts_at(),
            "ends_at": self.ends_at(),
            "all_day": self.starts.is_day,
            "timezone": self.timezone,
        }


def _end(words: str, starts: Moment, timezone: str) -> Moment:
    """The end: how long it lasts, the next time of the clock, or a moment from the start on."""
    with _about("about_end"):
        text = without_ending(_words(words, MAX_WORDS))
        clock = None if starts.is_day else read_time(text)
        if clock is not None and _is_length(text, clock, starts):
            clock, text = None, text.lstrip("+ ")
        if clock is not None:
            ends = datetime.combine(starts.local, clock)
            is_at_night = ends < starts.local and ends + _DAY - starts.local <= _NIGHT
            return Moment(ends + _DAY if is_at_night else ends, is_day=False)
        length = told_distance(without_lasting(text.lower()))
        if length is not None:
            return _lasting(length, text, starts, timezone)
        at = None if starts.is_day else starts.local.time()
        return read_moment(text, starts.local.date(), clock=at, zone=timezone)


def _is_length(text: str, clock: time, starts: Moment) -> bool:
    """Whether "2h" is two hours and not two o'clock: where that hour of the day has gone by."""
    is_length = _HOURS_ALONE.fullmatch(text) or told_distance(text.lower())
    return bool(is_length) and clock <= starts.local.time()


def _there(ends: str, starts: str) -> str:
    """An end that is a time alone has the offset of its start."""
    offset = offset_in(starts)
    return f"{ends} {offset[0].strip()}" if offset and read_time(ends) is not None else ends


def _lasting(length: Mapping[str, int], text: str, starts: Moment, timezone: str) -> Moment:
    """When it ends that lasts so long; days count by the calendar, and the first is one of them."""
    days, minutes = days_and_minutes(length)
    if length.keys() & {"month", "year"} or (starts.is_day and (minutes or not days)):
        raise SaidError("entry_no_length", text=quoted(text))
    if starts.is_day:
        return Moment(starts.local + timedelta(days=days - 1), is_day=True)
    later = instant(Moment(starts.local + timedelta(days=days), is_day=False), timezone)
    ends_at = later.astimezone(UTC) + timedelta(minutes=minutes)
    return Moment(_local(ends_at, timezone), is_day=False)


def _whole_day(day: date) -> Moment:
    return Moment(datetime(day.year, day.month, day.day), is_day=True)


def _local(instant_at: datetime, timezone: str) -> datetime:
    return instant_at.astimezone(ZoneInfo(timezone)).replace(tzinfo=None, fold=0)


def _is_over(starts: Moment, starts_at: datetime, now: datetime) -> bool:
    if starts.is_day:
        return starts.local.date() < now.astimezone(starts_at.tzinfo).date()
    return starts_at.astimezone(UTC) <= now


# Words


@contextmanager
def _about(what: str) -> Iterator[None]:
    """Says of what a check speaks, by the key of its phrase."""
    try:
        yield
    except (ValueError, UsageError, OverflowError) as error:
        raise SaidError("entry_about", what=said(what), why=words_of(error)) from None


def _words(text: str, most: int) -> str:
    """The text on one line, not empty and not too long."""
    if len(text) > most:
        raise SaidError("entry_long", count=len(text), most=most)
    line = " ".join(text.split())
    if not line:
        raise SaidError("entry_empty")
    if CONTROL.search(line):
        raise SaidError("entry_control")
    return line


def _given(words: str | None) -> str | None:
    """The words, unless they say that there is nothing."""
    return None if words is None or words.strip().lower() in _nothing() else words


@derived
def _nothing() -> frozenset[str]:
    """What takes a place, an address, an end, themes or a repetition away from an event."""
    said = parsed(files("forumbot.language") / "nothing.yaml").values()
    return frozenset({"", "-", "–", *(way for words in said for way in ways(words))})


def _title(words: str) -> str:
    with _about("about_title"):
        return _words(words, MAX_TITLE)


def _place(words: str | None) -> str | None:
    given = _given(words)
    with _about("about_place"):
        return given and _words(given, MAX_PLACE)


def _url(words: str | None) -> str | None:
    given = _given(words)
    with _about("about_link"):
        return given and url_of(_words(given, MAX_URL), schemes=("https",))


def _zone(words: str) -> str:
    with _about("about_zone"):
        return zone_of(_words(words, MAX_WORDS))


def _id(words: str) -> str:
    with _about("about_id"):
        return id_of(_words(words, MAX_WORDS))


def _kind(words: str) -> EventKind:
    with _about("about_kind"):
        text = _words(words, MAX_WORDS)
        name = text.lower().replace(" ", "-")
        if name not in tuple(EventKind):
            near = hint(text, tuple(EventKind))
            raise SaidError("yaml_unknown", text=quoted(text), hint=near)
        return EventKind(name)


def _themes(words: str | None) -> tuple[str, ...]:
    given = _given(words)
    if given is None:
        return ()
    with _about("about_themes"):
        parts = [" ".join(part.split()) for part in re.split("[,;]", _words(given, MAX_WORDS))]
        themes = tuple(dict.fromkeys(part for part in parts if part))
        if len(themes) > MAX_THEMES:
            raise SaidError("entry_themes", count=len(themes), most=MAX_THEMES)
        for theme in themes:
            _words(theme, MAX_THEME)
        return themes


_READERS: Mapping[str, Callable[[str], Any]] = {
    "title": _title,
    "kind": _kind,
    "place": _place,
    "url": _url,
    "themes": _themes,
}


def _rule(words: str | None, starts_on: date) -> str | None:
    given = _given(words)
    if given is None:
        return None
    with _about("about_repetition"):
        return read_rule(_words(given, MAX_WORDS), starts_on)


def _checked_series(event: Event) -> Event:
    """The event, if it is a series that begins on its start, without exceptions it has no more."""
    if event.rrule is None:
        return replace(event, excluded=())
    with _about("about_repetition"):
        check_series(event)
        if event.excluded:
            days = {start.date() for start in local_starts(event)}
            kept = tuple(day for day in event.excluded if day in days)
            return replace(event, excluded=kept)
        return event


def _made_id(title: str, starts: Moment) -> str:
    """An id that tells events of one title apart by their start."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    digest = hashlib.sha256(f"{title}\x1f{starts}".encode()).hexdigest()[:4]
    slug = re.sub("[^a-z0-9]+", "-", plain)[: MAX_ID - len(digest) - 1].strip("-")
    return f"{slug or 'event'}-{digest}"
