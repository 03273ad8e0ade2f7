"""What happened in a time, and what is new: events and documents by their days."""

from collections.abc import Iterator, Sequence
from datetime import date

from forumbot.answers.occasions.named_event import DatedEvent
from forumbot.answers.overviews.calendar import coming_entries, period_in_words
from forumbot.answers.overviews.documents import line
from forumbot.answers.overviews.known_events import entries_of, known_events
from forumbot.answers.overviews.meetings import documents_of
from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.overviews.subjects import (
    asking_words,
    meeting_words,
    subject_named,
    subject_of,
)
from forumbot.answers.overviews.summary import summary_of
from forumbot.answers.overviews.wanted_events import is_passed
from forumbot.archive.documents import Document
from forumbot.archive.names import calendar_words
from forumbot.asking.asked_periods import AskedPeriod, asked_period
from forumbot.language.days_in_words import in_words
from forumbot.language.phrases import phrase
from forumbot.language.words import words

# Set by hand: as many documents as one reads through, and as many new ones as one takes in.
_MOST = 15
_NEWEST = 5
_KINDS = ("summary", "outcomes", "documents", "vague")


def happened_in(asked: Asked) -> Overview | None:
    """The events and the documents of the time that is named; None without any.

    A meeting that is named beside it, or is the only one of the time, is told in short. None too
    where it is asked what happened of something that the archive speaks of ("any accidents last
    year?"): the passages tell that.
    """
    calls_it = not meeting_words().isdisjoint(asked.question.content_words)
    subject = subject_named(asked, *_KINDS) if calls_it else None
    if subject is not None:
        return summary_of(asked, subject)
    if asked.agenda is None or _names_more(asked):
        return None
    period = asked_period(asked.question, asked.agenda.today(), is_past=True)
    if period is None:
        return None
    since = min(first for first, _last in period.spans)
    events = [one for one in known_events(asked) if period.holds(one.first, one.last)]
    dated = sorted(_of_period(asked, period), key=_order)
    if not events and not dated:
        return None
    only = _only_meeting(dated, events, period)
    if only is not None and (told := summary_of(asked, subject_of(only))) is not None:
        return told
    happened = phrase("happened_events", asked.language)
    entries = [
        Entry(one.text, one.excerpt, happened, stands=True)
        for one in entries_of(events, asked, since=since)
    ]
    heading = phrase("happened_documents", asked.language)
    entries += [Entry(_dated(*one, asked.language), heading=heading) for one in dated[:_MOST]]
    left = len(dated) - _MOST
    more = phrase("more_documents", asked.language, count=left) if left > 0 else ""
    said = phrase("happened", asked.language, period=period_in_words(period, asked.language))
    return Overview(said, tuple(entries), more)


def _only_meeting(
    dated: Sequence[tuple[date, Document]], events: Sequence[DatedEvent], period: AskedPeriod
) -> Document | None:
    """The document of a time of which alone everything of that time is, and was held then."""
    if len(dated) != 1 or any(one.doc_id != dated[0][1].doc_id for one in events):
        return None
    held = dated[0][1].held_on
    return dated[0][1] if held is not None and period.holds(held, held) else None


def _names_more(asked: Asked, *kinds: str) -> bool:
    """Whether a message names what no event is called by, and the archive knows.

    Beside what says the ``kinds``.
    """
    question = asked.question
    passed = asking_words(*_KINDS, *kinds) | meeting_words()
    passed |= calendar_words() | _titled(asked)
    named = (
        word
        for word in question.content_words
        if word.isalpha() and word not in passed and not is_passed(word, question.spoken)
    )
    return any(not asked.generation.lexical.is_unknown(word) for word in named)


def _titled(asked: Asked) -> frozenset[str]:
    """The words of what documents and places are called."""
    documents = asked.generation.documents.values()
    return frozenset(word for one in documents for word in words(f"{one.title} {one.place or ''}"))


def _of_period(asked: Asked, period: AskedPeriod) -> Iterator[tuple[date, Document]]:
    """Documents that came out then, or report on something then, reports and pages first."""
    for document in documents_of(asked):
        days = (document.published_on, document.held_on, document.held_until)
        of_it = [day for day in days if day is not None and period.holds(day, day)]
        if of_it:
            yield min(of_it), document


def _order(dated: tuple[date, Document]) -> tuple[date, bool, str]:
    """By day, a report before the presentations of its forum."""
    day, document = dated
    return day, document.kind == "presentation", document.title


def _dated(day: date, document: Document, language: str) -> str:
    return f"{in_words(day, language)}: {document.title} ({document.doc_id})"


def whats_new(asked: Asked) -> Overview | None:
    """The newest documents, and what comes next; None where no document has a day.

    None too where the message names what the archive speaks of, as in "what is the excess?".
    """
    if _names_more(asked, "new"):
        return None
    today = asked.agenda.today() if asked.agenda is not None else date.max
    dated = [
        (day, document)
        for document in documents_of(asked)
        for day in (document.published_on or document.held_on,)
        if day is not None and day <= today
    ]
    if not dated:
        return None
    order = sorted(dated, key=lambda one: (one[1].kind == "presentation", one[1].title))
    newest = sorted(order, key=lambda one: one[0], reverse=True)[:_NEWEST]
    heading = phrase("newest", asked.language)
    entries = [Entry(line(document, asked.language), heading=heading) for _day, document in newest]
    coming = coming_entries(asked, phrase("next_up", asked.language))
    built = in_words(asked.generation.manifest.created_at.date(), asked.language)
    count = len(asked.generation.documents)
    said = phrase("whats_new", asked.language, day=built, count=count)
    return Overview(said, (*entries, *coming))
