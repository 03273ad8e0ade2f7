"""The stretches of a quote that decide the answer, to be set off from the rest."""

import re
from collections import Counter
from collections.abc import Iterable

from forumbot.asking.kinds import MONTHS_CUT_SHORT, QuestionKind
from forumbot.asking.question import Question
from forumbot.language import words
from forumbot.language.dates import find_dates
from forumbot.language.first_forms import months, numbers
from forumbot.language.table import derived

Span = tuple[int, int]

# Set by hand: more emphasis than two fifths is none, and a short quote may have a date whole.
_SHARE = 0.4
_LEAST_ROOM = 24
_JOINTS = frozenset({"", " ", "-", "\u00a0", "/"})
# Far above any quote: a bound for the time that this takes.
_MAX_QUOTE_CHARS = 4_000

# Marks within an address would break it.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_LETTER = r"[^\W_][\u0300-\u036f]*"
_WORD = re.compile(rf"(?:{_LETTER})+(?:\.(?:{_LETTER})+)*")
_DAY = r"\d{1,2}(?:st|nd|rd|th|\.)?"


def decisive_spans(
    question: Question, quote: str, language: str, answer: Span | None = None
) -> list[Span]:
    """What in a quote decides the answer, as ordered stretches ``quote[start:end]`` apart.

    That is ``answer``, where a reader has placed it and it is short enough. Else these are the
    dates or numbers where the question asks for one, and the words that share their stem with a
    content word of the question. Together they take up at most two fifths of the quote (of a short
    one, 24 characters): first dates and numbers, then words, those first that the quote repeats
    least, and of these the longest.
    """
    quote = quote[:_MAX_QUOTE_CHARS]
    if answer is not None and answer[1] - answer[0] < max(len(quote) * _SHARE, _LEAST_ROOM):
        return [answer]
    wanted = _wanted(question.kind, quote)
    shared = _shared_words(question, quote, language)
    addresses = [match.span() for match in _ADDRESS.finditer(quote)]
    wanted, shared = _apart(wanted, addresses), _apart(shared, addresses)
    room = max(int(len(quote) * _SHARE), _LEAST_ROOM)
    return _joined(quote, _affordable([*wanted, *shared], room))


@derived
def _part_of_a_date() -> re.Pattern[str]:
    month = rf"(?:{'|'.join(months())}|{MONTHS_CUT_SHORT})\b\.?"
    return re.compile(
        rf"\b{_DAY}(?: ?[-–] ?{_DAY})? {month}(?: \d{{4}}\b)?"
        rf"|\b{month} \d{{1,4}}\b|\b(?:19|20)\d\d\b|\b\d{{1,2}}:\d\d\b",
        re.IGNORECASE,
    )


@derived
def _number() -> re.Pattern[str]:
    """Figures with their units, and numbers in words from two on, as one is an article too."""
    named = [*numbers("en", 12)[1:], *numbers("de", 6)[1:], *numbers("fr", 5)[1:]]
    return re.compile(
        r"(?:[€$£] ?)?(?<![^\W\d_]-)\d+(?:[.,' \u00a0]\d{3})*(?:[.,]\d+)?"
        r"(?: ?(?:%|€|percent\b|per cent\b|thousand\b|millions?\b|billions?\b|mio\b|mrd\b|eur\b))?"
        rf"|\b(?:{'|'.join(named)}|dozen|hundred|thousand|million|half|twice)\b",
        re.IGNORECASE,
    )


def _wanted(kind: QuestionKind, quote: str) -> list[Span]:
    if kind is QuestionKind.WHEN:
        return _dates(quote)
    if kind is QuestionKind.NUMBER:
        numbers = (match.span() for match in _number().finditer(quote))
        return _apart(numbers, _dates(quote))
    return []


def _dates(quote: str) -> list[Span]:
    full = [(found.start, found.end) for found in find_dates(quote)]
    parts = (match.span() for match in _part_of_a_date().finditer(quote))
    return sorted([*full, *_apart(parts, full)])


def _shared_words(question: Question, quote: str, language: str) -> list[Span]:
    """The question's words in the quote, the rarest and longest first."""
    asked = set(words.query_stems(question.content_words, [language]))
    shared = [
        match
        for match in _WORD.finditer(quote)
        if not asked.isdisjoint(words.stems(match.group(), language))
    ]
    times = Counter(match.group().casefold() for match in shared)
    shared.sort(key=lambda match: (times[match.group().casefold()], -len(match.group())))
    return [match.span() for match in shared]


def _affordable(spans: Iterable[Span], room: int) -> list[Span]:
    """The spans, in the order given, that do not overlap and fit into ``room`` characters."""
    kept: list[Span] = []
    for start, end in spans:
        if end - start < room and _apart([(start, end)], kept):
            kept.append((start, end))
            room -= end - start + 1
    return kept


def _apart(spans: Iterable[Span], others: list[Span]) -> list[Span]:
    return [
        (start, end)
        for start, end in spans
        if all(end <= first or last <= start for first, last in others)
    ]


def _joined(quote: str, spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and quote[joined[-1][1] : start] in _JOINTS:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
