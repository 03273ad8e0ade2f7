"""What a sentence claims: the one date, number or place in it that a question may ask for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from forumbot.asking.kinds import QuestionKind
from forumbot.asking.periods import asked_role
from forumbot.asking.question import Question
from forumbot.language import words
from forumbot.language.dates import FoundDate, find_dates
from forumbot.language.first_forms import months, numbers
from forumbot.language.levelling import level
from forumbot.language.table import derived

_ASIDE = re.compile(r"\([^()]*\)|\[[^\]]*\]|https?://\S+")
_TO = re.compile(r"\s*(?:to|until|till|through|and|[-–—]|bis(?:\s+zum)?|au|tot)\s*", re.IGNORECASE)
_UNSURE = re.compile(
    r"\b(?:about|around|approximately|approx|almost|nearly|roughly|over|some|more than|less than|at"
    r" least|at most|up to|under|circa|ca|or so|estimated|each|per|every|another|additional"
    r"|further|first|rund|etwa|environ|plus de)\b|[~≈<>]",
    re.IGNORECASE,
)
_PAUSE = re.compile(r"[.,;:()\n]")
# Powers of ten.
_SCALES = {"thousand": 3, "million": 6, "millions": 6, "mio": 6, "m": 6, "billion": 9, "bn": 9}
_CURRENCY = {"€": "eur", "eur": "eur", "euro": "eur", "euros": "eur", "$": "usd", "usd": "usd",
             "£": "gbp", "%": "%", "percent": "%", "per cent": "%"}  # fmt: skip
CLAIMED = frozenset({QuestionKind.WHEN, QuestionKind.NUMBER, QuestionKind.WHERE})
"""The kinds of questions whose answers are claimed, so that two may contradict each other."""
_PLACE = re.compile(
    r"\b(?:held|place|met|meet|hosted|located|based|meeting|conference|workshop|forum)\b[^.;:]{0,60}?"
    r"\b(?:in|at)\s+(?P<place>[A-ZÀ-Þ][\w'’-]+(?:[ -][A-ZÀ-Þ][\w'’-]+){0,2})"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that a sentence gives: ``role`` says which one of its subject, in our own terms.

    ``value`` is comparable within a role, ``said`` is how the sentence writes it,
    ``text[start:end]`` of that sentence. ``year`` is that of a date.
    """

    role: str
    value: object
    said: str
    start: int
    end: int
    year: int | None = None


def claims(question: Question, text: str) -> dict[str, Claim]:
    """What a sentence claims of the kind that the question asks for, by role; often nothing.

    Where it holds several values that might be meant, it claims nothing. Asides in brackets do not
    count, and a number that is called approximate does not.
    """
    kind = question.kind
    if kind not in CLAIMED:
        return {}
    plain = _ASIDE.sub(lambda found: " " * len(found[0]), text)
    if kind is QuestionKind.WHEN:
        found: Iterable[Claim] = _dates(plain)
    elif kind is QuestionKind.NUMBER:
        found = _numbers(question, plain)
    else:
        found = _places(plain)
    return {claim.role: claim for claim in found}


def counts(question: Question, text: str) -> bool:
    """Whether a text gives the number of what the question asks to count, approximate or not."""
    matches = _amounts().finditer(text)
    return any(_counted(question, text, match) is not None for match in matches)


def _dates(text: str) -> Iterator[Claim]:
    dates = find_dates(text)
    if len(dates) == 2 and _TO.fullmatch(text, dates[0].end, dates[1].start):
        first, last = dates
        yield _dated("start", text, first, first.first)
        yield _dated("end", text, last, last.last)
    elif len(dates) == 2:
        yield from _two_ends(text, dates[0], dates[1])
    elif len(dates) == 1 and dates[0].first < dates[0].last:
        yield _dated("start", text, dates[0], dates[0].first)
        yield _dated("end", text, dates[0], dates[0].last)
    elif len(dates) == 1:
        before = text[: dates[0].start]
        yield _dated(asked_role(before) or "on", text, dates[0], dates[0].first)


def _two_ends(text: str, first: FoundDate, last: FoundDate) -> Iterator[Claim]:
    """The start and the end of "begins on the first and ends on the last", nothing else."""
    before, between = text[: first.start], text[first.end : last.start]
    if asked_role(before) == "start" and asked_role(between) == "end":
        yield _dated("start", text, first, first.first)
        yield _dated("end", text, last, last.last)


def _dated(role: str, text: str, found: FoundDate, day: date) -> Claim:
    return Claim(role, day, text[found.start : found.end], found.start, found.end, day.year)


def _numbers(question: Question, text: str) -> Iterator[Claim]:
    """The one amount in a currency, or the one count of what the question counts."""
    taken = [(found.start, found.end) for found in find_dates(text)]
    found = [
        claim
        for match in _amounts().finditer(text)
        if all(match.end() <= start or end <= match.start() for start, end in taken)
        and not _UNSURE.search(text[max(match.start() - 16, 0) : match.start()])
        for claim in _amount(question, text, match)
    ]
    if len(found) == 1:
        yield found[0]


def _amount(question: Question, text: str, match: re.Match[str]) -> Iterator[Claim]:
    value = _value(match)
    if value is None:
        return
    unit = _CURRENCY.get((match["before"] or match["after"] or "").strip().lower())
    if unit is None:
        unit = _counted(question, text, match)
        if unit is None:
            return
    yield Claim(unit, value, match[0].strip(), match.start(), match.end())


def _counted(question: Question, text: str, match: re.Match[str]) -> str | None:
    """The stem of what a number counts, if the question names it; a year counts nothing."""
    if match["number"].isdigit() and len(match["number"]) == 4:
        return None
    asked = {words.stem(word, "en") for word in question.content_words}
    phrase = _PAUSE.split(text[match.end() : match.end() + 40])[0]
    following = words.words(phrase)[:3]
    return next((stem for word in following if (stem := words.stem(word, "en")) in asked), None)


@derived
def _number_words() -> dict[str, int]:
    return {word: value for value, word in enumerate(("zero", *numbers("en", 12)))}


@derived
def _amounts() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\w.,/-])(?P<before>[€$£]\s?)?"
        r"(?P<number>\d{1,3}(?:[,' \u00a0]\d{3})+|\d+(?:[.,]\d+)?|"
        rf"\b(?:{'|'.join(_number_words())})\b)"
        r"(?P<scale>\s?(?:thousand|millions?|billion|mio|bn|m)\b\.?)?"
        r"(?P<after>\s?(?:€|%|percent\b|per cent\b|euros?\b|eur\b|usd\b))?(?![\d/-]|\.\d)",
        re.IGNORECASE,
    )


def _value(match: re.Match[str]) -> Decimal | None:
    written = match["number"].lower()
    scale = _SCALES.get((match["scale"] or "").strip(" .").lower(), 0)
    if written in _number_words():
        return Decimal(_number_words()[written]).scaleb(scale)
    digits = re.sub(r"[,' \u00a0](?=\d{3}(?!\d))", "", written).replace(",", ".")
    try:
        return Decimal(digits).scaleb(scale)
    except InvalidOperation:
        return None


def _places(text: str) -> Iterator[Claim]:
    found = [
        match
        for match in _PLACE.finditer(text)
        if match["place"].split()[0].lower() not in months("en")
    ]
    if len(found) == 1:
        match = found[0]
        place = match["place"]
        yield Claim("place", level(place), place, match.start("place"), match.end("place"))
