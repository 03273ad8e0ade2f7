"""The programme of an event, or of one of its days."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from forumbot.answers.overviews.meetings import documents_of
from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.overviews.room import MOST_CHARS, fitting
from forumbot.answers.overviews.subjects import asking_words
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at
from forumbot.archive.documents import Document
from forumbot.archive.layout import Block
from forumbot.archive.names import calendar_words
from forumbot.archive.programmes import Programme, find_programmes, row_words
from forumbot.archive.talk_forms import ordinals
from forumbot.asking.asked_periods import asked_period
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question
from forumbot.language.clock_times import CLOCK
from forumbot.language.event_words import event_words
from forumbot.language.levelling import level
from forumbot.language.patterns import one_of, ways
from forumbot.language.phrases import phrase
from forumbot.language.questions import function_words
from forumbot.language.table import codes, derived, table, tables
from forumbot.language.words import stem, stop_words, words
from forumbot.search.translations import translations

_OTHER_KINDS = frozenset(
    {QuestionKind.NUMBER, QuestionKind.WHO, QuestionKind.WHEN, QuestionKind.WHERE}
)
_TIME = re.compile(rf"(?<![\w.]){CLOCK}", re.IGNORECASE)
# What a document says of its event before the programme itself.
_HEAD_CHARS = 600
_SHORTEST = 3


def programme(asked: Asked) -> Overview | None:
    """The programme that a message asks for as such; None where it asks for anything else in it.

    It is that of the event whose name and day the message gives, of the latest one where it gives
    none, and of one of its days where it says which.
    """
    question = asked.question
    named = _named(question)
    if question.kind in _OTHER_KINDS or _TIME.search(question.text) or named is None:
        return None
    day, number = _day_asked(asked), _number_asked(question)
    known = _of_event(asked, [one for one in _known(asked) if _is_on(one, day)], named)
    if day is None and number is not None:
        known = known[number - 1 : number]
    return _listed(asked, known)


def programme_of_day(asked: Asked) -> Overview | None:
    """What a programme has on the one day that a message names; None where none has that day."""
    day = _day_asked(asked)
    if day is None:
        return None
    return _listed(asked, [one for one in _known(asked) if _is_on(one, day)])


def _known(asked: Asked) -> list[Programme]:
    return [found for one in documents_of(asked) for found in find_programmes(one)]


def _named(question: Question) -> frozenset[str] | None:
    """The words by which a message names the event; None where it does not ask for a programme.

    What happens on one of its days by number is in the programme as well.
    """
    asks_what = question.kind in (QuestionKind.WHAT, QuestionKind.LIST)
    is_of_day = asks_what and _number_asked(question) is not None
    if not is_of_day and _called().search(level(question.text)) is None:
        return None
    said = set(question.words)
    passed = (
        programme_words()
        | asking_words("holding", "summary")
        | function_words(question.spoken)
        | stop_words()
        | calendar_words()
        | event_words("calendar")
        | event_words("told")
        | ordinals().keys()
        | _day_words()
    )
    stems = {stem(word, question.spoken) for word in passed}
    left = {
        word
        for word in said - passed
        if not word.isdigit() and stem(word, question.spoken) not in stems
    }
    return frozenset(word for word in left if len(word) >= _SHORTEST)


def _of_event(asked: Asked, known: Sequence[Programme], named: frozenset[str]) -> list[Programme]:
    """The programmes of the event that has all words of the name; of the latest that has."""
    telling = named - _called_so(asked.question.spoken)
    found = [one for one in known if _has(asked, one, telling)]
    exact = [one for one in found if _has(asked, one, named)]
    chosen = exact or found
    if not chosen:
        return []
    held = {one.doc_id: asked.generation.documents[one.doc_id].held_on for one in chosen}
    latest = max(held, key=lambda one: held[one] or date.min)
    return [one for one in chosen if one.doc_id == latest]


def _has(asked: Asked, one: Programme, named: Iterable[str]) -> bool:
    """Whether a document says each word of the name in its title or its head, in any wording."""
    document = asked.generation.documents[one.doc_id]
    head = f"{document.title} {document.place or ''} {document.text[:_HEAD_CHARS]}"
    held = _stems(words(head), document)
    ways_to_say = [named, *_translated(asked, document, named)]
    return any(all(_stems([word], document) & held for word in said) for said in ways_to_say)


def _translated(asked: Asked, document: Document, named: Iterable[str]) -> list[list[str]]:
    found = translations(asked.question, (document.language,)).values()
    return [list(one.read().content_words) for one in found if named]


def _stems(said: Iterable[str], document: Document) -> frozenset[str]:
    return frozenset(stem(word, document.language) for word in said) | frozenset(said)


def _day_asked(asked: Asked) -> tuple[date, bool] | None:
    """The one day that a message names, and whether it gives the year."""
    if asked.agenda is None:
        return None
    period = asked_period(asked.question, asked.agenda.today(), is_past=True)
    if period is None or len(period.spans) != 1:
        return None
    ((first, last),) = period.spans
    return (first, period.has_year) if last - first < timedelta(days=1) else None


def _is_on(one: Programme, asked: tuple[date, bool] | None) -> bool:
    """Whether it is of the day that is asked for, or none is."""
    if asked is None:
        return True
    day, has_year = asked
    if one.day is None:
        return False
    return one.day == day if has_year else (one.day.month, one.day.day) == (day.month, day.day)


def _number_asked(question: Question) -> int | None:
    """Which of the days a message asks for ("day 2", "the second day"); None where it says none."""
    said = question.words
    for place, word in enumerate(said):
        near = said[max(place - 1, 0) : place + 2]
        if word in _day_words() and word not in calendar_words():
            numbers = [int(one) for one in near if one.isdigit()]
            numbers += [ordinals()[one] for one in near if one in ordinals()]
            if numbers:
                return numbers[0] or None
    return None


def _listed(asked: Asked, found: Sequence[Programme]) -> Overview | None:
    if not found:
        return None
    document = asked.generation.documents[found[0].doc_id]
    blocks = [block for one in found for block in one.blocks]
    is_whole = sum(one.blocks[-1].end - one.blocks[0].start for one in found) <= MOST_CHARS
    entries = [
        Entry(row_words(document, block), _source(document, one, block, is_whole=is_whole), heading)
        for one in found
        for heading in [one.label if len(found) > 1 else ""]
        for block in one.blocks
    ]
    shown = entries if is_whole else fitting(entries)
    left = len(blocks) - len(shown)
    more = phrase("more_presentations", asked.language, count=left) if left else ""
    title = (
        document.title if len(found) > 1 else ", ".join(filter(None, _titles(document, found[0])))
    )
    return Overview(phrase("programme", asked.language, title=title), tuple(shown), more)


def _titles(document: Document, one: Programme) -> tuple[str, str]:
    is_day = one.label and level(one.label) not in programme_words()
    return document.title, one.label if is_day else ""


def _source(document: Document, one: Programme, block: Block, *, is_whole: bool) -> Excerpt | None:
    """The whole programme as one source where there is room, else the line by itself."""
    start, end = one.blocks[0].start, one.blocks[-1].end
    return excerpt_at(document, *((start, end) if is_whole else (block.start, block.end)))


@derived
def programme_words() -> frozenset[str]:
    """The words by which a programme is called, levelled, in any language that has some."""
    return frozenset(word for way in asking_words("programme") for word in words(way))


@derived
def _called() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){one_of(asking_words('programme') - asking_words())}(?!\w)")


@derived
def _called_so(code: str) -> frozenset[str]:
    """What any meeting is called in a language, and in English: "oficina" is one in another."""
    known = [table(one) for one in (code, "en") if one in codes()]
    return frozenset(level(way) for one in known for way in (*one.forum_words, *one.forum))


@derived
def _day_words() -> frozenset[str]:
    rows = (one.units.get("day", ()) for one in tables())
    return frozenset(level(way) for row in rows for way in ways(row))
