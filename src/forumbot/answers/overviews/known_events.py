"""The events that are known: those of the calendar, and what documents report on or announce."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from forumbot.answers.occasions.event_day import sentence_of
from forumbot.answers.occasions.named_event import DatedEvent
from forumbot.answers.overviews.overview import Asked, Entry
from forumbot.answers.quoting.excerpt import Excerpt
from forumbot.archive.announcements import announcements
from forumbot.archive.documents import Document
from forumbot.language.days_in_words import in_words, span_in_words
from forumbot.language.phrases import labelled, phrase, quoted
from forumbot.search.generation import Generation

# Set by hand: as many as a person reads through; a source longer than a paragraph is left out.
MOST_EVENTS = 25
_MOST_SOURCE, _MOST_SAID = 400, 240
# The quotes of an overview may take that much together (the contract).
MOST_CHARS = 1_500
_NEAR = timedelta(days=1)


def known_events(asked: Asked) -> list[DatedEvent]:
    """All events, the first first; what a document reports on or announces where none is then."""
    found = list(asked.agenda.events()) if asked.agenda is not None else []
    documents = asked.generation.in_force
    if asked.only is not None:
        found = [one for one in found if one.doc_id in asked.only]
    announced = _announced(_Named.of(asked.generation))
    for event in (*_reported(documents), *announced):
        may_answer = asked.only is None or event.doc_id in asked.only
        if may_answer and not any(_is_same(event, one) for one in found):
            found.append(event)
    return sorted(found, key=lambda one: (one.first, one.last, one.title))


def _is_same(event: DatedEvent, other: DatedEvent) -> bool:
    return abs(event.first - other.first) <= _NEAR or (event.first, event.last) == (
        other.first,
        other.last,
    )


def _reported(documents: Iterable[Document]) -> Iterator[DatedEvent]:
    """What documents report on; presentations are of their forum, pages with a day of their own."""
    for document in sorted(documents, key=lambda one: one.kind == "presentation"):
        first, last = document.held_on, document.held_until or document.held_on
        if first is not None and last is not None:
            yield DatedEvent(document.title, first, last, document.place, document.doc_id)


@dataclass(frozen=True, slots=True)
class _Named:
    """A generation by what it is told apart by, so that what is made of it can be kept."""

    key: tuple[object, ...]
    documents: tuple[Document, ...] = field(compare=False, repr=False)

    @classmethod
    def of(cls, generation: Generation) -> "_Named":
        """A generation by the hashes of its documents in force."""
        documents = generation.in_force
        return cls(tuple((one.doc_id, one.sha256, one.correction) for one in documents), documents)


@lru_cache(maxsize=8)
def _announced(named: _Named) -> tuple[DatedEvent, ...]:
    """What documents announce, whether it is over or not."""
    found = announcements(named.documents, (), datetime.min.replace(tzinfo=UTC))
    return tuple(
        DatedEvent(
            one.title,
            one.first,
            one.last,
            one.place,
            one.doc_id,
            one.kind,
            is_named=one.is_named,
            said="" if one.is_named else " ".join(one.sentence.split()),
        )
        for one in found
    )


def entries_of(
    events: Sequence[DatedEvent],
    asked: Asked,
    *,
    today: date | None = None,
    since: date | None = None,
) -> tuple[Entry, ...]:
    """A line for each event, with the sentence that gives its day, under its year if several.

    With ``today`` each says how far away it is; what began before ``since`` says its end alone.
    """
    years = {(max(one.first, since) if since else one.first).year for one in events}
    with_years = len(years) > 1 and today is None
    room = MOST_CHARS
    entries: list[Entry] = []
    for event in events[:MOST_EVENTS]:
        source = _source(event, asked)
        if source is not None:
            room -= source.end - source.start
            source = source if room >= 0 else None
        begins = max(event.first, since) if since else event.first
        heading = str(begins.year) if with_years else ""
        days = _days(event, since, asked.language)
        line = f"{days}{_line(event, asked.language, today)}"
        entries.append(Entry(line, source, heading, stands=True))
    return tuple(entries)


def _days(event: DatedEvent, since: date | None, language: str) -> str:
    if since is not None and event.first < since <= event.last:
        return phrase("until", language, day=in_words(event.last, language))
    return span_in_words(event.first, event.last, language)


def _line(event: DatedEvent, language: str, today: date | None) -> str:
    """How far away it is, its title and place, and what other sources give.

    What has no name is told by the sentence that announces it.
    """
    place = f", {event.place}" if event.place and event.place not in event.title else ""
    away = f" ({_away(event, today, language)})" if today is not None else ""
    disputed = "".join(
        f" ({phrase(f'disputed_{end}', language, day=_day(value, language))})"
        for end, value in event.disputed
        if end in ("starts", "ends")
    )
    if 0 < len(event.said) <= _MOST_SAID:
        return f"{labelled(away, language)} {quoted(event.said, language)}"
    return f"{labelled(away, language)} {event.title}{place}{disputed}"


def _away(event: DatedEvent, today: date, language: str) -> str:
    if event.first <= today:
        return phrase("under_way", language)
    days = (event.first - today).days
    return phrase("tomorrow" if days == 1 else "in_days", language, count=days)


def _day(value: str, language: str) -> str:
    try:
        return in_words(date.fromisoformat(value), language)
    except ValueError:
        return value


def _source(event: DatedEvent, asked: Asked) -> Excerpt | None:
    """The sentence of its own document that gives its day."""
    document = asked.generation.documents.get(event.doc_id or "")
    if document is None:
        return None
    days = (event.first, event.last)
    found = sentence_of(days, frozenset(), [document], place=event.place, doc_id=event.doc_id)
    return found if found is not None and found.end - found.start <= _MOST_SOURCE else None
