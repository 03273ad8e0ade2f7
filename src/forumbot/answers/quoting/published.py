"""Days of something else: that of a press item about a meeting, or that of the next meeting."""

import re

from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question
from forumbot.language.dates import find_dates
from forumbot.language.glossary import from_english, in_english
from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import codes, derived, table
from forumbot.language.words import stem, stems

_ENGLISH = "en"
# What brings news of something else, in English, as the glossaries have it.
_NEWS = ("press", "newsletter", "news", "blog")
# Of these a day is asked for as the day that they came out.
_COMES_OUT = frozenset(
    stem(word, _ENGLISH)
    for word in "publish release post announce report paper article press news newsletter".split()
)
_PAUSE = re.compile(r"[.;!?\n]\s")


def is_of_publication(question: Question, text: str, language: str) -> bool:
    """Whether a question asks when something was, and a text tells of days of publication alone.

    Where it asks for what is over, days of the next one are no better.
    """
    if question.kind is not QuestionKind.WHEN or language not in codes() or _asks_it(question):
        return False
    is_over = _asks_for_past(question)
    dates, behind = find_dates(text), 0
    for found in dates:
        before = _PAUSE.split(text[behind : found.start])[-1]
        behind = found.end
        published = _last(_publishing(language), before)
        is_published = published >= 0 and _last(_holding(language), before) <= published
        is_next = is_over and _opens_with_next(language).match(before) is not None
        if not (is_published or is_next):
            return False
    return bool(dates)


def _asks_it(question: Question) -> bool:
    """Whether the question is for the day on which something came out."""
    asked = {stem(word, _ENGLISH) for word in question.content_words}
    if question.spoken != _ENGLISH:
        english = in_english(question.text, question.located, question.spoken)
        asked = {one for way in english for one in stems(way, _ENGLISH)}
    return not asked.isdisjoint(_COMES_OUT)


def _asks_for_past(question: Question) -> bool:
    """Whether a question is for what is over, and says nothing of the next one."""
    if question.spoken not in codes():
        return False
    known = table(question.spoken)
    asked = frozenset(question.words)
    past = {level(word) for way in ways(known.events.get("past", ())) for word in way.split()}
    return not asked.isdisjoint(past) and asked.isdisjoint(map(level, known.dating("next")))


def _last(cue: re.Pattern[str], text: str) -> int:
    """Where the last of some words starts in a text, -1 where none does."""
    return max((found.start() for found in cue.finditer(text)), default=-1)


@derived
def _publishing(code: str) -> re.Pattern[str]:
    """The words of a language for what is published."""
    news = (
        _NEWS if code == _ENGLISH else tuple(w for one in _NEWS for w in from_english([one], code))
    )
    return compiled(
        rf"(?<!\w)(?:{one_of(ways((*table(code).days.get('published', ()), *news)))})\b"
    )


@derived
def _opens_with_next(code: str) -> re.Pattern[str]:
    """A word for what is next among the first two of a sentence: "Next dialogue: ", "The next"."""
    return compiled(rf"\W*(?:\w+\s+)?{one_of(ways(table(code).dating('next')))}(?!\w)")


@derived
def _holding(code: str) -> re.Pattern[str]:
    """The words of a language for what is held or planned."""
    known = table(code)
    held = set(known.days.get("held", ()))
    told = [way for way in known.done if way in held]
    return compiled(rf"(?<!\w)(?:{one_of(ways((*told, *known.planned)))})\b")
