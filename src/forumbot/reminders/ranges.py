"""Two moments in one text, such as "14-16 May 2027" or "14 May 22:00 to 02:00": first and last."""

import re
from typing import NamedTuple

from forumbot.errors import UsageError
from forumbot.language.patterns import one_of
from forumbot.language.phrases import spoken
from forumbot.language.table import derived, table
from forumbot.reminders.moment_words import between_times, dotted, hour_of, in_digits, part_of_day
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
    line = dotted(line)
    offset = offset_in(line)
    if offset:
        line = line[: offset.start()]
    found = _days(line) or _times(line) or _said_times(line)
    if found is None and (whole := _WHOLE.fullmatch(line)) and not _is_one(whole):
        found = _sharing_part(_sharing_year(Range(whole["first"], whole["last"])))
    if found and offset:
        return Range(*(f"{words} {offset[0].strip()}" for words in found))
    return found


def _is_one(whole: re.Match[str]) -> bool:
    """Whether "à" or "to" stands in one time: "14 décembre à 18h30", "quarter to nine"."""
    if any(not re.search(_TO, told, re.IGNORECASE) for told in in_digits(whole.string)):
        return True
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
    part = part_of_day(rest)
    last = f"at {found['last']} {part}" if part else f"at {found['last']}"
    return Range(f"{rest.strip(' ,')} at {first}".strip(), last)


def _sharing_part(found: Range) -> Range:
    """The start is in the part of the day that only an end of the same day names."""
    part = part_of_day(found.last)
    if part is None or part_of_day(found.first) or not _is_time(found.last):
        return found
    return Range(f"{found.first} {part}", found.last)


def _said_times(line: str) -> Range | None:
    """Two times of one day as any language says them: "van half tien tot elf"."""
    for begins, until in between_times():
        for to in until.finditer(line):
            first, last = line[: to.start()], line[to.end() :]
            day = _day_before_time(first, begins) if _is_time(last) else None
            if day is not None:
                return _sharing_part(Range(day, f"at {last}"))
    return None


def _day_before_time(text: str, begins: re.Pattern[str]) -> str | None:
    """A text that ends with a time, with "at" before that.

    A number alone is one only behind "from": "ten to eleven" may be ten minutes before it.
    """
    words = text.split(" ")
    for place in range(len(words)):
        tail = " ".join(words[place:])
        begun = begins.match(tail)
        time = tail[begun.end() :] if begun else tail
        is_number = time.isdecimal() or hour_of(time) is not None
        if _is_time(time) and (begun or not is_number):
            return " ".join((*words[:place], "at", time))
    return None


def _is_time(text: str) -> bool:
    try:
        return read_time(text) is not None
    except UsageError:
        return False


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
