"""The calendar: the events of a time, what comes next, and how to be reminded of it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from forumbot.answers.occasions.named_event import DatedEvent, event_named
from forumbot.answers.occasions.next_event import Occasions
from forumbot.answers.overviews.known_events import MOST_EVENTS, entries_of, known_events
from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.overviews.subjects import meeting_words
from forumbot.answers.overviews.wanted_events import WantedEvents
from forumbot.asking.asked_periods import AskedPeriod, asked_period
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question, read_question
from forumbot.asking.replacing import NAME
from forumbot.language.days_in_words import month_in_words, span_in_words
from forumbot.language.event_words import event_pattern, event_words
from forumbot.language.forum_names import named_edition
from forumbot.language.levelling import level
from forumbot.language.patterns import one_of
from forumbot.language.phrases import DEFAULT, phrase
from forumbot.language.table import derived, tables

# Set by hand: as many as one looks ahead to.
_NEXT = 6
_MONTH = timedelta(days=31)


def events_in(asked: Asked) -> Overview | None:
    """The events of the time that a message names; without one what comes, what was, or all."""
    if asked.agenda is None:
        return None
    today, known = asked.agenda.today(), known_events(asked)
    if not known:
        return None
    wanted = WantedEvents.of(asked.question)
    if _asks_of_another_thing(asked.question, wanted, known):
        return None
    period = asked_period(asked.question, today)
    if period is not None:
        return _of_period(asked, period, known, wanted)
    return _of_no_period(asked, today, known, wanted)


def _asks_of_another_thing(
    question: Question, wanted: WantedEvents, known: Sequence[DatedEvent]
) -> bool:
    """Whether something is asked that names no event: "where can I take swimming lessons?"."""
    is_of_events = wanted.kinds or not event_words("calendar").isdisjoint(question.words)
    return question.cue is not None and not is_of_events and wanted.is_hardly_of_any(known)


def _of_period(
    asked: Asked, period: AskedPeriod, known: Sequence[DatedEvent], wanted: WantedEvents
) -> Overview:
    then = [one for one in known if period.holds(one.first, one.last)]
    today = asked.agenda.today() if asked.agenda is not None else date.min
    if not event_words("remaining").isdisjoint(asked.question.words):
        then = [one for one in then if one.last >= today]
    time, found = period_in_words(period, asked.language), wanted.among(then, known)
    since = min(first for first, _last in period.spans)
    if found:
        listed = _listed(phrase("events_of", asked.language, period=time), found, asked, since)
        is_on = all(one.first < since for one in found) and period.spans[0][1] >= today
        ahead = _first_behind(period, wanted.among(known, known)) if is_on else []
        heading = phrase("next_up", asked.language)
        lines = (replace(one, heading=heading) for one in entries_of(ahead, asked, today=today))
        return replace(listed, entries=(*listed.entries, *lines))
    if then:
        said = phrase("no_such_events", asked.language, period=time)
        return _listed(said, then, asked, since)
    other = None if period.has_year else _other_year(period, known, wanted)
    if other is not None:
        time_then = period_in_words(other[0], asked.language)
        said = phrase("events_another_year", asked.language, period=time, other=time_then)
        return _listed(said, other[1], asked)
    return Overview(phrase("no_events", asked.language, period=time))


def _first_behind(period: AskedPeriod, events: Sequence[DatedEvent]) -> list[DatedEvent]:
    """The first event that begins when a time is over, where there is one."""
    over = max(last for _first, last in period.spans)
    return [one for one in events if one.first > over][:1]


def _other_year(
    period: AskedPeriod, known: Sequence[DatedEvent], wanted: WantedEvents
) -> tuple[AskedPeriod, list[DatedEvent]] | None:
    """The same days of the nearest year that has events then."""
    years = sorted(
        {one.first.year for one in known}, key=lambda year: abs(year - period.spans[0][0].year)
    )
    for year in years:
        moved = tuple(
            (_in_year(first, year), _in_year(last, year + last.year - first.year))
            for first, last in period.spans
        )
        same = AskedPeriod(moved)
        found = wanted.among([one for one in known if same.holds(one.first, one.last)], known)
        if found:
            return same, found
    return None


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _of_no_period(
    asked: Asked, today: date, known: Sequence[DatedEvent], wanted: WantedEvents
) -> Overview | None:
    found = wanted.among(known, known) or list(known)
    text = level(asked.question.text)
    coming = [one for one in found if one.last >= today]
    asks_next, asks_all = _says("next", text), _says("all", text)
    if asks_all and not asks_next:
        return _listed(phrase("all_events", asked.language), found, asked)
    if event_pattern("past").search(text) and not asks_next:
        over = [one for one in found if one.last < today]
        return _listed(phrase("events_past", asked.language), over[::-1], asked)
    if coming:
        return _listed(phrase("events_coming", asked.language), coming, asked, today)
    if asks_next and _names_other(asked, wanted, known):
        return None
    return _nothing_coming(found, asked)


def _names_other(asked: Asked, wanted: WantedEvents, known: Sequence[DatedEvent]) -> bool:
    """Whether a message names an event, by several words, that none of those known is.

    Where some are told apart by their kind alone it has to be names: "EMREX", "Stockholm".
    """
    question, found = asked.question, wanted.among(known, known)
    names = [one for one in NAME.finditer(question.text) if one.start("name") > 0]
    is_name = question.spoken != "de" and len(names) > 1 and wanted.is_named_by_none(known)
    is_told_apart = 0 < len(found) < len(known) and not is_name
    return len(wanted.named) > 1 and not is_told_apart


def named_in_calendar(asked: Asked) -> Overview | None:
    """The one event to come whose day, hour or place is asked for, where the calendar alone has it.

    Of a series that is its next day. What documents say of it is for the passages.
    """
    if asked.agenda is None or asked.only is not None:
        return None
    generation, question = asked.generation, asked.question
    today = asked.agenda.today()
    first: dict[str, DatedEvent] = {}
    for event in sorted(asked.agenda.events(), key=lambda one: one.first):
        if event.last >= today:
            first.setdefault(event.title, event)
    found = event_named(question, first.values(), generation.main_language)
    occasions = Occasions(generation.documents, generation.main_language, asked.agenda)
    if found is None or occasions.named_by(question) is not None:
        return None
    (entry,) = entries_of([found], asked, today=today)
    text = f"{entry.text} · {found.hours}" if found.hours else entry.text
    return Overview(phrase("in_the_calendar", asked.language), (replace(entry, text=text),))


def next_event(asked: Asked) -> Overview | None:
    """What comes after the event that is named, else what comes next."""
    return _behind_named(asked) or _next_of_all(asked)


def _next_of_all(asked: Asked) -> Overview | None:
    """What comes next; None where the next event of a name, or the last, is found as such.

    None too where it is asked who does something at it, what is to be done next, of a forum by its
    number, or whose name no event has: the passages may say that. Who asks for several, as in
    "which events are coming up", is given the whole calendar.
    """
    text = level(asked.question.text)
    is_numbered = asked.question.forums.edition is not None and not _says("next", text)
    # What is to be done next is told in reports, not in a calendar.
    is_other = (
        asked.question.kind is QuestionKind.WHO or event_pattern("steps").search(text) is not None
    )
    asks_else = is_numbered or is_other
    if asked.agenda is None or asks_else or _is_planned(asked):
        return None
    if event_pattern("several").search(text):
        return events_in(asked)
    today, known = asked.agenda.today(), known_events(asked)
    if _is_soon(asked_period(asked.question, today), today):
        return events_in(asked)
    wanted = WantedEvents.of(asked.question)
    coming = [one for one in known if one.last >= today]
    of_them = wanted.among(coming, known)
    called = meeting_words() - event_words("any")
    calls_it = not called.isdisjoint(asked.question.content_words)
    is_named = asked.only is None and bool(wanted.kinds or wanted.named or calls_it)
    if is_named and _is_found(asked, of_them, is_kind=bool(wanted.kinds)):
        return None
    if not known or wanted.is_of_none(known):
        return None
    return _what_comes(asked, of_them or coming, today) or _nothing_wanted(asked, wanted, known)


def _behind_named(asked: Asked) -> Overview | None:
    """What comes after the event that a message names behind an "after"; None for any other."""
    question = asked.question
    words = event_words("behind")
    place = next((end for word, _start, end in question.located if word in words), None)
    if asked.agenda is None or place is None or question.kind is QuestionKind.WHO:
        return None
    named = read_question(question.text[place:], spoken=question.spoken)
    wanted, known = WantedEvents.of(named), known_events(asked)
    found = [one for one in known if _is_numbered_so(one, named)] or wanted.among(known, known)
    is_told_apart = bool(wanted.named) or named.forums.edition is not None
    if not is_told_apart or not 0 < len(found) < len(known) / 2:
        return None
    last = max(one.last for one in found)
    return _what_comes(asked, [one for one in known if one.first > last], asked.agenda.today())


def _is_numbered_so(event: DatedEvent, named: Question) -> bool:
    """Whether an event has the number of the forum that is named."""
    edition = named.forums.edition
    return edition is not None and named_edition(event.title) == edition


def _nothing_wanted(
    asked: Asked, wanted: WantedEvents, known: Sequence[DatedEvent]
) -> Overview | None:
    """That nothing is to come, with the last of those that are named.

    None where the calendar has none of that name, or where it is asked until when something can be
    done: the passages may say that.
    """
    found = wanted.among(known, known)
    is_told_apart = 0 < len(found) < len(known)
    if _names_other(asked, wanted, known) or event_pattern("until_when").search(
        level(asked.question.text)
    ):
        return None
    return _nothing_coming(found if is_told_apart else known, asked)


def _is_soon(period: AskedPeriod | None, today: date) -> bool:
    """Whether a week or a month from now on is named, as in "is there a forum next week?"."""
    if period is None or len(period.spans) != 1:
        return False
    ((first, last),) = period.spans
    return last >= today and last - first < _MONTH and first - today <= 2 * _MONTH


def _is_found(asked: Asked, of_them: Sequence[DatedEvent], *, is_kind: bool) -> bool:
    """Whether the passages answer: an event of that name is found, and of the kind that is meant.

    A kind is what the calendar says that an event is, not what a title happens to hold.
    """
    generation = asked.generation
    if asked.agenda is None:
        return False
    occasions = Occasions(generation.documents, generation.main_language, asked.agenda)
    occasion = occasions.next_for(asked.question)
    is_guessed = not any(one.kind and one.is_named for one in of_them)
    if occasion is None or not (is_kind and of_them) or (occasion.is_plan and is_guessed):
        return occasion is not None
    return any(occasion.event.first == one.first for one in of_them[:1])


def _is_planned(asked: Asked) -> bool:
    """Whether the day or place of one that is planned is asked for, which has no day as yet."""
    if asked.agenda is None or asked.only is not None:
        return False
    if asked.question.kind not in (QuestionKind.WHEN, QuestionKind.WHERE):
        return False
    generation = asked.generation
    occasions = Occasions(generation.documents, generation.main_language, asked.agenda)
    occasion = occasions.next_for(asked.question)
    return occasion is not None and occasion.is_plan


def reminder(asked: Asked) -> Overview | None:
    """The next event of those that are named, and how to be reminded of it."""
    if asked.agenda is None:
        return None
    today, known = asked.agenda.today(), known_events(asked)
    coming = [one for one in known if one.last >= today]
    found = WantedEvents.of(asked.question).among(coming, known) or coming
    # What is to be reminded of is yet to begin.
    ahead = [one for one in found if one.first > today] or found
    how = phrase("how_to_be_reminded", asked.language)
    following = phrase("reminded_next", asked.language)
    said = f"{how} {following}" if ahead else how
    return Overview(said, entries_of(ahead[:1], asked, today=today))


def _what_comes(asked: Asked, coming: Sequence[DatedEvent], today: date) -> Overview | None:
    if not coming:
        return None
    left = len(coming) - _NEXT
    more = phrase("more_events", asked.language, count=left) if left > 0 else ""
    said = phrase("events_coming", asked.language)
    return Overview(said, entries_of(coming[:_NEXT], asked, today=today), more)


def _nothing_coming(known: Sequence[DatedEvent], asked: Asked) -> Overview:
    last = sorted(known, key=lambda one: one.last)[-_NEXT:][::-1]
    return Overview(phrase("nothing_coming", asked.language), entries_of(last, asked), lacks=True)


def coming_entries(asked: Asked, heading: str) -> tuple[Entry, ...]:
    """The next events as lines under a heading; none where nothing is to come."""
    if asked.agenda is None:
        return ()
    today = asked.agenda.today()
    coming = [one for one in known_events(asked) if one.last >= today][:_NEXT]
    lines = entries_of(coming, asked, today=today)
    return tuple(Entry(one.text, one.excerpt, heading, stands=True) for one in lines)


def _listed(
    said: str, events: Sequence[DatedEvent], asked: Asked, since: date | None = None
) -> Overview:
    left = len(events) - MOST_EVENTS
    more = phrase("more_events", asked.language, count=left) if left > 0 else ""
    return Overview(said, entries_of(events, asked, since=since), more)


def period_in_words(period: AskedPeriod, language: str = DEFAULT) -> str:
    """A year, a month and its year, or the days from the first to the last."""
    return ", ".join(dict.fromkeys(_span_in_words(*span, language) for span in period.spans))


def _span_in_words(first: date, last: date, language: str) -> str:
    is_from_start = first.day == 1
    is_to_end = (last + timedelta(days=1)).day == 1
    if (first.month, last.month) == (1, 12) and is_from_start and is_to_end:
        return str(first.year) if first.year == last.year else f"{first.year} – {last.year}"
    if is_from_start and is_to_end and (first.year, first.month) == (last.year, last.month):
        return month_in_words(first, language)
    return span_in_words(first, last, language)


def _says(key: str, text: str) -> bool:
    return re.search(_words_of(key), text) is not None


@derived
def _words_of(key: str) -> str:
    found = (level(word) for one in tables() if one.periods for word in one.dating(key))
    return rf"(?<!\w){one_of(found)}(?!\w)"
