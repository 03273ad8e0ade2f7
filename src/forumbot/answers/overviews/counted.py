"""Events of a kind counted and listed, where that is all that a message asks for."""

from collections.abc import Sequence
from datetime import date, timedelta

from forumbot.answers.occasions.named_event import DatedEvent
from forumbot.answers.overviews.calendar import period_in_words
from forumbot.answers.overviews.known_events import entries_of, known_events
from forumbot.answers.overviews.meetings import forum_line, numbered_forums
from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.overviews.places import held_at
from forumbot.answers.overviews.wanted_events import ANY_BUT_DEADLINES, is_passed, kind_called
from forumbot.asking.asked_periods import asked_period
from forumbot.language.event_words import (
    asking,
    counting,
    during,
    event_pattern,
    event_words,
    listing,
)
from forumbot.language.levelling import level
from forumbot.language.phrases import phrase
from forumbot.language.words import words

# Of a shorter event it is asked what took place at it, which the passages tell.
_LONG = timedelta(days=7)


def counted_events(asked: Asked) -> Overview | None:
    """How many events of a kind there are and which; None where a message asks for more.

    As in "how many forums were there?", "list the deadlines" and "how many events took place
    during the cluster weeks?". Forums that are numbered count without a day as well.
    """
    text = level(asked.question.text)
    counts, lists = counting().fullmatch(text), listing().fullmatch(text)
    found = counts or lists or asking().fullmatch(text)
    if found is None:
        return None
    spoken, rest = asked.question.spoken, found["rest"]
    kind = "" if found["kind"] in event_words("any") else kind_called(found["kind"], spoken)
    if kind is None or (counts and kind == ANY_BUT_DEADLINES):
        return None
    span = during().search(rest)
    about = rest[: span.start()] if span else rest
    named = [word for word in words(about) if not is_passed(word, spoken)]
    if span is not None:
        return None if named else _within(asked, kind, span["event"])
    at = held_at(asked, named) if named else None
    if (named and not at) or (at is None and not (counts or lists)):
        return None
    return _of_time(asked, kind, text, at)


def _of_time(
    asked: Asked, kind: str, text: str, at: Sequence[DatedEvent] | None
) -> Overview | None:
    """Those of the time that is named, or what is over where that is asked, else all.

    Of the events ``at`` a place where one is named, else of all.
    """
    today = asked.agenda.today() if asked.agenda else None
    period = asked_period(asked.question, today) if today else None
    if period is None and kind == "forum" and at is None:
        numbered = _numbered(asked)
        if numbered is not None:
            return numbered
    events = _of_kind(known_events(asked) if at is None else at, kind)
    if period is not None:
        then = [one for one in events if period.holds(one.first, one.last)]
        since = min(first for first, _last in period.spans)
        return _said(asked, then, period_in_words(period, asked.language), since)
    over = [one for one in events if today is not None and one.last < today]
    return _said(asked, over if over and event_pattern("past").search(text) else events)


def _numbered(asked: Asked) -> Overview | None:
    """The forums that have a number, in order."""
    entries = [Entry(forum_line(one, asked.language)) for one in numbered_forums(asked)]
    if not entries:
        return None
    said = phrase("events_counted", asked.language, count=len(entries))
    return Overview(said, tuple(entries))


def _within(asked: Asked, kind: str, named: str) -> Overview | None:
    """The events within the one long event that holds all words of the name."""
    known, wanted = known_events(asked), set(words(named))
    around = [
        one for one in known if one.last - one.first >= _LONG and wanted <= set(words(one.title))
    ]
    if len(around) != 1:
        return None
    (outer,) = around
    within = [
        one
        for one in _of_kind(known, kind)
        if one != outer and one.first <= outer.last and one.last >= outer.first
    ]
    return _said(asked, within, outer.title)


def _of_kind(events: Sequence[DatedEvent], kind: str) -> list[DatedEvent]:
    """Those that the calendar says are of a kind, or whose title does where it says nothing."""
    if not kind:
        return list(events)
    if kind == ANY_BUT_DEADLINES:
        return [one for one in events if one.kind != "deadline"]
    return [
        one for one in events if one.kind == kind or (not one.kind and kind in words(one.title))
    ]


def _said(
    asked: Asked, events: Sequence[DatedEvent], time: str = "", since: date | None = None
) -> Overview | None:
    if not events:
        return None
    key = "events_counted_in" if time else "events_counted"
    said = phrase(key, asked.language, count=len(events), **({"period": time} if time else {}))
    left = len(events) - len(entries := entries_of(events, asked, since=since))
    more = phrase("more_events", asked.language, count=left) if left > 0 else ""
    return Overview(said, entries, more)
