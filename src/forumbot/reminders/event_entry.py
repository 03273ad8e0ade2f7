"""The words of a person to a checked event: a new one, a changed one, a cancelled one.

What the words may say is bounded, and held to the same checks as the events file. Everything that
is off raises :class:`UsageError` with what to write instead.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from forumbot.language.said import SaidError
from forumbot.reminders.checks import (
    MAX_ID,
    check_series,
    hint,
    id_of,
    quoted,
    url_of,
)
from forumbot.reminders.event_times import (
    MAX_WORDS,
    When,
    about,
    given_words,
    has_begun,
    is_over,
    one_line,
    zone_in,
)
from forumbot.reminders.events import Event, EventKind, local_starts
from forumbot.reminders.moments import Moment
from forumbot.reminders.repeats import read_rule

MAX_TITLE = 200
MAX_PLACE = 200
MAX_URL = 500
MAX_THEMES = 20
MAX_THEME = 80


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
    when = When.read(starts, given_words(ends), zone_in(timezone), now)
    starts_at = when.starts_at()
    if is_over(when.starts, starts_at, now):
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
    be missing. A time alone is one of the event's day. An event that starts at another time lasts
    as long as before, and one in another zone keeps its local times, unless the words say
    otherwise. Raises :class:`UsageError` as
    :func:`draft_event` does; a start in the past may be one of what has begun.
    """
    given = {"title": title, "kind": kind, "place": place, "url": url, "themes": themes}
    changes = {name: _READERS[name](words) for name, words in given.items() if words is not None}
    if (starts, ends, timezone) != (None, None, None):
        when = When.of(event).changed(starts, ends, timezone, now)
        if is_over(when.starts, when.starts_at(), now) and not has_begun(event, now):
            raise SaidError("entry_gone_by", when=when.starts.said)
        changes |= when.values()
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


# Words


def _title(words: str) -> str:
    with about("about_title"):
        return one_line(words, MAX_TITLE)


def _place(words: str | None) -> str | None:
    given = given_words(words)
    with about("about_place"):
        return given and one_line(given, MAX_PLACE)


def _url(words: str | None) -> str | None:
    given = given_words(words)
    with about("about_link"):
        return given and url_of(_bare(one_line(given, MAX_URL)), schemes=("https",))


def _bare(address: str) -> str:
    """An address without the brackets by which Discord shows no preview of it."""
    return address.removeprefix("<").removesuffix(">")


def _id(words: str) -> str:
    with about("about_id"):
        return id_of(one_line(words, MAX_WORDS))


def _kind(words: str) -> EventKind:
    with about("about_kind"):
        text = one_line(words, MAX_WORDS)
        name = text.lower().replace(" ", "-")
        if name not in tuple(EventKind):
            near = hint(text, tuple(EventKind))
            raise SaidError("yaml_unknown", text=quoted(text), hint=near)
        return EventKind(name)


def _themes(words: str | None) -> tuple[str, ...]:
    given = given_words(words)
    if given is None:
        return ()
    with about("about_themes"):
        parts = [" ".join(part.split()) for part in re.split("[,;]", one_line(given, MAX_WORDS))]
        themes = tuple(dict.fromkeys(part for part in parts if part))
        if len(themes) > MAX_THEMES:
            raise SaidError("entry_themes", count=len(themes), most=MAX_THEMES)
        for theme in themes:
            one_line(theme, MAX_THEME)
        return themes


_READERS: Mapping[str, Callable[[str], Any]] = {
    "title": _title,
    "kind": _kind,
    "place": _place,
    "url": _url,
    "themes": _themes,
}


def _rule(words: str | None, starts_on: date) -> str | None:
    given = given_words(words)
    if given is None:
        return None
    with about("about_repetition"):
        return read_rule(one_line(given, MAX_WORDS), starts_on)


def _checked_series(event: Event) -> Event:
    """The event, if it is a series that begins on its start, without exceptions it has no more."""
    if event.rrule is None:
        return replace(event, excluded=())
    with about("about_repetition"):
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
