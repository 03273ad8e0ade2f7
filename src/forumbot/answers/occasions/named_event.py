"""Which event a question for the day or the place of one names, by its title, year and place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from forumbot.answers.occasions.premises import ASKING, premise_of
from forumbot.asking.kinds import KIND_WORDS, QuestionKind
from forumbot.asking.question import Question
from forumbot.language import words
from forumbot.language.glossary import in_english
from forumbot.language.levelling import level
from forumbot.language.patterns import ways
from forumbot.language.table import derived, forgotten, tables
from forumbot.language.turns import turns

_FIRST_PART = re.compile(r"\s+of the\s|,|:|\s+[–—-]\s")
_DEADLINE = re.compile(r"deadline|frist|date limite", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
# A kind of event alone, as in "the conference", names the only one of it; any other word none.
_LEAST_NAMED = 2
# Set by hand: shorter words for meetings end many others ("ag", "fair").
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event as the calendar has it, from its ``first`` to its ``last`` day.

    ``kind`` is a word such as ``webinar``, empty where it is not known. ``disputed`` is what other
    sources give: the key, as in ``ends``, and the value. ``is_named`` is False where the title is a
    guess, which no document has; ``said`` is the sentence that announces such a one. ``hours`` are
    those of its first day with their zone, where they are known.
    """

    title: str
    first: date
    last: date
    place: str | None = None
    doc_id: str | None = None
    kind: str = ""
    disputed: tuple[tuple[str, str], ...] = ()
    is_named: bool = True
    said: str = ""
    hours: str = ""


def name_of(title: str) -> str:
    """What a title calls the event itself, without what it is a part of or the topic behind it.

    Minutes and reports are of the event that is named behind them.
    """
    if is_deadline(title):
        return title
    parting = _FIRST_PART.search(title)
    if parting is None:
        return title
    first, rest = title[: parting.start()], title[parting.end() :].strip()
    return name_of(rest) if rest and _is_record(first) else first


def _is_record(words_before: str) -> bool:
    """Whether words are only for what is written of an event: "Minutes", "Note", "Verslag"."""
    levelled = [one for one in words.words(words_before) if one not in words.stop_words()]
    return bool(levelled) and any(
        all(words.stem(one, code) in papers for one in levelled) for code, papers in _papers()
    )


@derived
def _papers() -> tuple[tuple[str, frozenset[str]], ...]:
    """The stems of the words for documents in each language that has some."""
    return tuple(
        (one.language, frozenset(words.stem(level(way), one.language) for way in papers))
        for one in tables()
        if (papers := ways(one.asking.get("papers", ())))
    )


def is_deadline(text: str) -> bool:
    """Whether a title or a question is on a deadline."""
    return _DEADLINE.search(text) is not None


def event_named(
    question: Question, events: Iterable[DatedEvent], language: str, *, are_all: bool = False
) -> DatedEvent | None:
    """The one event that has all that a question names in its title, its place or its year.

    A day or a place that is offered ("was it in Paris?") is asked for, and names nothing. The words
    count in English too where a glossary has them; ``language`` is that of the titles. None where
    the question asks for anything but a day or a place, names a numbered forum or no more than one
    word, or several events fit, or one whose day sources dispute. Where ``are_all`` the events that
    are known, one word for a meeting will do.
    """
    premise = premise_of(question, question.content_words)
    kind = premise.kind if premise else question.kind
    if kind not in (QuestionKind.WHEN, QuestionKind.WHERE):
        return None
    named = _named(question, premise.words if premise else frozenset(), language)
    is_by_kind = len(named) < _LEAST_NAMED
    is_told = not is_by_kind or (are_all and _names_meeting(question))
    if question.forums.one is not None or not is_told:
        return None
    asks_deadline = is_deadline(question.text)
    fit = [
        (_fit(one, named, language), one)
        for one in events
        if is_deadline(one.title) == asks_deadline
    ]
    most = max((count for count, _one in fit), default=0)
    fitting = [one for count, one in fit if count == most > 0]
    if len({(one.first, one.last) for one in fitting}) != 1:
        return None
    event = max(fitting, key=lambda one: one.place is not None)
    has_it = kind is QuestionKind.WHEN or event.place is not None
    return event if has_it and not event.disputed else None


def _names_meeting(question: Question) -> bool:
    """Whether a word of a question is for a meeting, or ends in one: "Vorstandssitzung"."""
    said = [one for one in question.content_words if len(one) >= _SHORTEST]
    return any(one.endswith(_meetings()) for one in said)


@derived
def _meetings() -> tuple[str, ...]:
    """Levelled: what meetings are called."""
    named = (level(way) for one in tables() for way in ways(one.forum_words))
    return tuple(sorted({one for one in named if len(one) >= _SHORTEST}))


def _named(question: Question, offered: frozenset[str], language: str) -> list[frozenset[str]]:
    """For each word that names the event, and offers nothing, the stems it may have in a title."""
    light = turns(question.spoken).light | KIND_WORDS | ASKING
    return [
        _stems(question, place, language)
        for place in question.located
        if place[0] in question.content_words and place[0] not in light | offered
    ]


def _stems(question: Question, place: tuple[str, int, int], language: str) -> frozenset[str]:
    own = [place[0]]
    if question.spoken != language:
        own += in_english(question.text, (place,), question.spoken)
    return frozenset(stem for one in own for stem in words.stems(one, language))


def _fit(event: DatedEvent, named: Sequence[frozenset[str]], language: str) -> int:
    """How many stems stand in its name, its place or its year; 0 unless each word has one there.

    A word of another language has several: the parts of "Clusterkonferenz" are all in the name.
    One word at least has to stand in the name itself.
    """
    years = (str(event.first.year), str(event.last.year))
    name, held = _stems_of(event.title, event.place or "", years, language)
    if all(one.isdisjoint(name) for one in named):
        return 0
    counts = [len(one & held) for one in named]
    return sum(counts) if all(counts) else 0


@forgotten
@lru_cache(maxsize=1024)
def _stems_of(
    title: str, place: str, years: tuple[str, str], language: str
) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of an event's name without years, and all that it may be named by."""
    name = frozenset(words.stems(name_of(title), language))
    titled = frozenset(_YEAR.findall(title))
    return name - titled, name | titled | frozenset(years) | frozenset(words.stems(place, language))
