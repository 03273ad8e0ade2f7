"""What a question asks for, told by its words."""

import re
from collections.abc import Collection, Iterable
from enum import StrEnum

from forumbot.language.first_forms import months, numbers, weekdays
from forumbot.language.glossary import in_english
from forumbot.language.questions import (
    Cue,
    cue_of,
    cue_within,
    function_words,
    names_place,
)
from forumbot.language.spoken import spoken_in
from forumbot.language.table import derived
from forumbot.language.words import located_words, words


class QuestionKind(StrEnum):
    """The kind of answer that a question wants."""

    WHEN = "when"
    NUMBER = "number"
    WHO = "who"
    WHERE = "where"
    LIST = "list"
    YES_NO = "yes-no"
    HOW_WHY = "how-why"
    WHAT = "what"


_UNTOLD = QuestionKind.WHAT
_FITTED = "en"
_KEYS = {
    "who": QuestionKind.WHO, "when": QuestionKind.WHEN, "where": QuestionKind.WHERE,
    "how_many": QuestionKind.NUMBER, "how_much": QuestionKind.NUMBER,
    "how_long": QuestionKind.NUMBER, "how_big": QuestionKind.NUMBER, "list": QuestionKind.LIST,
    "which_several": QuestionKind.LIST, "why": QuestionKind.HOW_WHY, "how": QuestionKind.HOW_WHY,
    "yes_no": QuestionKind.YES_NO,
}  # fmt: skip
# What "which" and "what" ask for by the noun behind them, in English.
_NOUNS = {
    QuestionKind.WHO: "person people speaker company firm enterprise business organisation "
    "organization",
    QuestionKind.WHERE: "city town village place country countries venue hotel building room "
    "address",
    QuestionKind.WHEN: "date day week month year time hour period",
    QuestionKind.NUMBER: "number percentage percent amount sum share budget price cost fee salary "
    "wage pay fine penalty grade mark score turnover profit revenue",
}
_OF_NOUN = {noun: kind for kind, nouns in _NOUNS.items() for noun in nouns.split()}
_CUES = (
    (
        QuestionKind.NUMBER,
        r"\bhow (?:many|much|large|big|high|long|often)\b|\bwie ?(?:viele?|hoch|gro(?:ß|ss))\b"
        r"|\bcombien\b|\b(?:number|percentage|amount|share) of\b|\bbudget\b"
        r"|\b(?:what|which) (?:(?:is|was|are|were) )?(?:(?:the|his|her|their) )?"
        r"(?:salar(?:y|ies)|wages?|fines?|penalty|grades?|scores?|turnover|profit|revenue)\b",
    ),
    (
        QuestionKind.WHEN,
        r"\bwh?en\b|\b(?:what|which) (?:date|day|year|month|time)\b|\bby wh(?:en|ich|at)\b"
        r"|\b(?:dates?|deadline|until|datum|wann|quand)\b",
    ),
    (
        QuestionKind.WHO,
        r"\bwho(?:m|se)?\b|\bwhich (?:person|people|speakers?|firm|company|organi[sz]ation)\b"
        r"|\b(?:speakers?|chair|presenter|wer|wem|wen|qui)\b",
    ),
    (
        QuestionKind.WHERE,
        r"\bwhere\b|\b(?:what|which) (?:city|town|village|place|country)\b"
        r"|\b(?:what|which) (?:venue|hotel|building|room)\b"
        r"|\b(?:wo|où|location|venue|address)\b",
    ),
    (
        QuestionKind.LIST,
        r"\b(?:which|what) (?:\w+ ){0,3}\w{3,}s\b|\blist\b|\b(?:welche|quels|quelles)\b"
        r"|\b(?:outcomes|challenges|topics|conclusions|recommendations)\b",
    ),
    (QuestionKind.HOW_WHY, r"^(?:how|why|wie|warum|wieso|comment|pourquoi)\b"),
    (
        QuestionKind.YES_NO,
        r"^(?:is|are|was|were|do|does|did|can|could|may|must|should|has|have|will|would|"
        r"ist|sind|war|kann|darf|est-ce)\b",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _CUES)

KIND_WORDS = frozenset(
    {"date", "dates", "day", "days", "month", "year", "time", "place", "venue", "location", "city"}
    | {"number", "amount", "name", "names", "named", "called", "list", "person"}
)
"""Words that say what kind of answer is wanted; a text that answers need not hold them."""

_NO_MONTHS = {"may", "mai", "mars"}
MONTHS_CUT_SHORT = "jan|feb|mar|apr|jun|jul|aug|sept?|oct|okt|nov|dec|dez"
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’-]+\s+(?:[a-z]{1,3}\s+){0,2}[A-ZÀ-Þ][\w'’-]+|@\w+|\b[A-Z]{2,}\b")
_PROPER = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-ZÀ-Þ][\w'’-]+")


def kind_of(text: str, spoken: str | None = None) -> QuestionKind:
    """What kind of answer a question wants; WHAT where its words do not tell.

    ``spoken`` is the language that it is in, told by its words where it is not given.
    """
    spoken = spoken or spoken_in(text)
    return kind_by(text, spoken, cue_of(text, spoken))


def kind_by(text: str, spoken: str, cue: Cue | None) -> QuestionKind:
    """The kind of a question in a language whose cue was read; None where no cue opens it.

    English is told by the patterns above, which the confidence is fitted with, other languages by
    the cues of their tables and, where these say "which" or "what", by the noun behind them. Where
    no cue tells, the patterns do.
    """
    if spoken != _FITTED:
        if cue is not None:
            return _of_cue(text, cue, spoken)
        within = _within(text, spoken)
        if within is not None:
            return within
    for kind, pattern in _PATTERNS:
        if pattern.search(text):
            return kind
    return QuestionKind.WHERE if cue is not None and names_place(cue) else _UNTOLD


def _of_cue(text: str, cue: Cue, spoken: str) -> QuestionKind:
    asks_which = cue.key in ("which", "which_several", "what")
    named = _of_noun(text[cue.end :], spoken) if asks_which else None
    return named or _KEYS.get(cue.key, _UNTOLD)


def _of_noun(rest: str, spoken: str) -> QuestionKind | None:
    """The kind that the first word of weight names; None where it names none."""
    light = function_words(spoken)
    first = next((one for one in located_words(rest) if one[0] not in light), None)
    if first is None:
        return None
    english = in_english(rest, (first,), spoken)
    return next((_OF_NOUN[word] for word in english if word in _OF_NOUN), None)


def _within(text: str, spoken: str) -> QuestionKind | None:
    """What a cue further on asks for: "portait sur quel pays", "le déjeuner est-il gratuit"."""
    for cue in cue_within(text, spoken):
        kind = _of_noun(text[cue.end :], spoken) if cue.key == "which" else _KEYS.get(cue.key)
        if kind is not None:
            return kind
    return None


@derived
def _evidence() -> dict[QuestionKind, re.Pattern[str]]:
    """What leaves a mark of its kind in a text."""
    return {
        QuestionKind.NUMBER: _number(),
        QuestionKind.WHEN: _date(),
        QuestionKind.WHO: _NAME,
        QuestionKind.WHERE: _PROPER,
    }


def _number() -> re.Pattern[str]:
    others = [number for code in ("de", "fr") for number in numbers(code, 4)[1:]]
    words = "|".join([*numbers("en", 12), *others])
    return re.compile(
        rf"\d|\b(?:{words}|dozen|hundred|thousand|million|half|twice|no|none)\b", re.IGNORECASE
    )


def _date() -> re.Pattern[str]:
    """The words of dates that are nothing else; "May" is a month where it has a capital."""
    named = "|".join(month for month in months("en", "de", "fr") if month not in _NO_MONTHS)
    days = "|".join([f"(?:{'|'.join(weekdays('en', 'de'))})s?", *weekdays("fr")])
    return re.compile(
        r"\b(?:1[5-9]|20)\d\ds?\b|\b(?:in|by|since|until|from) 1[0-4]\d\d\b"
        r"|\b\d{1,4} ?(?:AD|BC|CE)\b"
        r"|\b\d{1,2}(?:\.\d{1,2}\.|/\d{1,2}\b)|\b\d{1,2}:\d\d\b|\b\d{1,2}(?:st|nd|rd|th) century\b"
        rf"|\b(?:{named}|(?:{MONTHS_CUT_SHORT})\b(?=\.?\s*\d)|{days})\b"
        r"|(?-i:\bMa[iy]\b|\bmai\b(?= 20))"
        r"|\b(?:today|tomorrow|yesterday|autumn|spring|summer|winter|fall of)\b"
        r"|\b(?:months?|weeks?|years?|decades?|century)\b",
        re.IGNORECASE,
    )


def holds_kind(kind: QuestionKind, text: str) -> bool:
    """Whether a text holds something of that kind; True for kinds that leave no mark in a text."""
    evidence = _evidence().get(kind)
    return evidence is None or bool(evidence.search(text))


def marks_of_kind(kind: QuestionKind, text: str) -> list[str] | None:
    """What of that kind stands in a text; None for kinds that leave no mark in a text."""
    evidence = _evidence().get(kind)
    return None if evidence is None else [found[0] for found in evidence.finditer(text)]


def holds_new(kind: QuestionKind, text: str, said: Collection[str]) -> bool:
    """Whether something of the kind stands in the text beside the levelled words ``said``.

    True for kinds that leave no mark in a text.
    """
    marks = marks_of_kind(kind, text)
    return marks is None or says_more(marks, said)


def says_more(marks: Iterable[str], said: Collection[str]) -> bool:
    """Whether any of what stands in a text has words beside the levelled words ``said``."""
    known = set(said)
    return any(not set(words(mark)) <= known for mark in marks)
