"""Two moments in one text, such as "14-16 May 2027" or "14 May 22:00 to 02:00": first and last."""

import re
from typing import NamedTuple

from forumbot.language.patterns import one_of
from forumbot.language.phrases import spoken
from forumbot.language.table import derived, table
from forumbot.reminders.moments import MAX_WORDS, offset_in, read_time

_DASH = r"\s*[-–—]\s*"
_TO = r"\s+(?:to|until|till|through|bis|au|à|[-–—])\s+"
_BETWEEN = f"(?:{_TO}|{_DASH})"
_TO_DAY = rf"(?:{_BETWEEN}|\s+(?:al?|e|tot(?: en met)?|do|a[oé]|até ao?|până la|la)\s+)"
_FROM = r"(?:\b(?:from|between|von|vom|de|du)\s+)?"
_FROM_DAY = rf"(?:{_FROM}|\b(?:del|dal|van|od|de la|din)\s+)"
_NTH = r"[0-9]{1,2}(?:st|nd|rd|th|\.)?"
_HALF = r"\s*[ap]\.?m\b\.?"
_O_CLOCK = r"\s*(?:uhr|h|o['’]clock)(?!\w)"
_TIME = rf"[0-9]{{1,2}}(?:[:h][0-9]{{2}}(?:{_HALF}|{_O_CLOCK})?|{_HALF}|{_O_CLOCK})"
_TIMES = re.compile(
    rf"(?:\b(?:at|um|from|von|de)\s+|@\s*)?(?<![\w:.])(?P<first>{_TIME}|[0-9]{{1,2}}){_BETWEEN}"
    rf"(?:at\s+)?(?P<last>{_TIME})(?![\w:])",
    re.IGNORECASE,
)
_HOURS = re.compile(
    rf"\b(?:from|between|von|de)\s+(?P<first>[0-9]{{1,2}})(?:{_TO}|\s+(?:and|und)\s+)"
    r"(?P<last>[0-9]{1,2})(?:\s*uhr|\s*h)?(?=$|,|\s+on\b)",
    re.IGNORECASE,
)
_WHOLE = re.compile(rf"{_FROM}(?P<first>.+?)(?P<to>{_TO})(?P<last>.+)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])")


class Range(NamedTuple):
    """The words of a start, and those of the end, which may be a time alone."""

    first: str
    last: str


def split_range(text: str) -> Range | None:
    """The words of the first moment and of the last; None where there is but one.

    What they share is given to both: ``14-16 May 2027`` is ``14 May 2027`` and ``16 May 2027``.
    """
    line = " ".join(text.split())
    if len(line) > MAX_WORDS:
        return None
    offset = offset_in(line)
    if offset:
        line = line[: offset.start()]
    found = _days(line) or _times(line)
    if found is None and (whole := _WHOLE.fullmatch(line)) and not _is_one(whole):
        found = _sharing_year(Range(whole["first"], whole["last"]))
    if found and offset:
        return Range(*(f"{words} {offset[0].strip()}" for words in found))
    return found


def _is_one(whole: re.Match[str]) -> bool:
    """Whether "à" tells the time of a day, as in "14 décembre à 18h30", and not an end."""
    is_clock = read_time(whole["last"]) is not None and whole["to"].strip() == "à"
    return is_clock and not re.search(rf"{_TIME}(?!\w)", whole["first"], re.IGNORECASE)


def _days(line: str) -> Range | None:
    """Two days of one month."""
    found = _days_of_month().fullmatch(line)
    if found:
        return Range(*(f"{found[day]}{found['rest']}" for day in ("first", "last")))
    found = _month_before_days().fullmatch(line)
    if found:
        days = (found["first"], found["last"])
        return Range(*(f"{found['month']} {day}{found['rest']}" for day in days))
    return None


def _times(line: str) -> Range | None:
    """Two times of one day."""
    found = _TIMES.search(line) or _HOURS.search(line)
    if found is None:
        return None
    half = re.search(_HALF, found["last"], re.IGNORECASE)
    is_bare = found["first"].isdecimal()
    first = found["first"] + (half[0] if half and is_bare else "")
    rest = " ".join((line[: found.start()] + " " + line[found.end() :]).split())
    is_told = half or re.search(r"[a-z]", found[0][:4], re.IGNORECASE) or re.search("[0-9]", rest)
    if is_bare and not is_told:
        return None  # "14 - 16:00" may be a day and a time
    return Range(f"{rest.strip(' ,')} at {first}".strip(), f"at {found['last']}")


def _sharing_year(found: Range) -> Range:
    """The first day is of the year that only the last one names."""
    year = _YEAR.search(found.last)
    has_day = re.search("[0-9]", found.first) and not re.search(r"[0-9]:[0-9]", found.first)
    if year and has_day and not _YEAR.search(found.first):
        return Range(f"{found.first} {year[0]}", found.last)
    return found


@derived
def _months() -> str:
    tables = (table(code) for code in spoken())
    return one_of(name for one in tables for names in one.months for name in names)


@derived
def _days_of_month() -> re.Pattern[str]:
    return re.compile(
        rf"{_FROM_DAY}(?P<first>{_NTH}){_TO_DAY}(?P<last>{_NTH})"
        rf"(?P<rest>(?:\s+(?:of\s+|de\s+|di\s+)?{_months()}\b|[./][0-9]{{1,2}}(?:[./]|$)).*)",
        re.IGNORECASE,
    )


@derived
def _month_before_days() -> re.Pattern[str]:
    return re.compile(
        rf"{_FROM}(?P<month>{_months()})\s+(?P<first>{_NTH}){_BETWEEN}(?P<last>{_NTH})"
        r"(?P<rest>(?:,?\s+[0-9]{4}\b.*)?)",
        re.IGNORECASE,
    )
