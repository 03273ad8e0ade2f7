"""Two moments in one text, such as "14-16 May 2027" or "14 May 22:00 to 02:00": first and last."""

import re
from typing import NamedTuple

from forumbot.errors import UsageError
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.phrases import spoken
from forumbot.language.table import derived, table
from forumbot.reminders.day_words import (
    as_word,
    moment_table,
    month_names,
    of_month,
    weekday_forms,
    words_for,
)
from forumbot.reminders.moment_words import between_times, dotted, hour_of, in_digits, part_of_day
from forumbot.reminders.moments import MAX_WORDS, offset_in, read_time

_DASH = r"\s*[-–—]\s*"
_NTH = r"[0-9]{1,2}(?:st|nd|rd|th|er|e|[ºª°]|\.[ºª]?)?"
_HALF = r"\s*[ap]\.?m\b\.?"
_HOUR = "[0-9]{1,2}"
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
    found = _days(line) or _weekdays(line) or _times(line) or _said_times(line)
    if found is None and (whole := _whole().fullmatch(line)) and not _is_one(whole):
        found = _sharing_part(_sharing_year(Range(whole["first"], whole["last"])))
    if found and offset:
        return Range(*(f"{words} {offset[0].strip()}" for words in found))
    return found


def _is_one(whole: re.Match[str]) -> bool:
    """Whether "à" or "to" stands in one time: "14 décembre à 18h30", "quarter to nine"."""
    if any(not re.search(_to(), told, re.IGNORECASE) for told in in_digits(whole.string)):
        return True
    if _begins_as_starting().match(f"{whole['to'].strip()} {whole['last']}"):
        return True
    is_clock = read_time(whole["last"]) is not None and whole["to"].strip() in words_for(
        "before_hour"
    )
    return is_clock and not re.search(rf"{_time()}(?!\w)", whole["first"], re.IGNORECASE)


def _days(line: str) -> Range | None:
    """Two days with their months, or of one month."""
    found = _days_of_months().fullmatch(line)
    if found:
        return _sharing_year(Range(found["first"], found["last"]))
    for pattern in _days_of_month():
        found = pattern.fullmatch(line)
        if found:
            return Range(*(f"{found[day]}{found['rest']}" for day in ("first", "last")))
    found = _month_before_days().fullmatch(line)
    if found:
        days = (found["first"], found["last"])
        return Range(*(f"{found['month']} {day}{found['rest']}" for day in days))
    return None


def _weekdays(line: str) -> Range | None:
    """Two weekdays to come, by their names: "dal lunedì al mercoledì"."""
    for language in spoken():
        found = _weekday_to_weekday(language).fullmatch(line)
        if found:
            names, first = _weekday_names(language), found["first"] or found["begins"]
            return Range(*(names[as_word(day)] for day in (first, found["last"])))
    return None


def _times(line: str) -> Range | None:
    """Two times of one day."""
    found = _two_times().search(line) or _two_hours().search(line)
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
    for begins, until, is_between in between_times():
        for to in until.finditer(line):
            last, on_day = _time_before_day(line[to.end() :])
            told = _day_before_time(line[: to.start()], begins, is_between) if last else None
            if told is not None:
                return _sharing_part(Range(f"{on_day} {told}".strip(), f"at {last}"))
    return None


def _time_before_day(text: str) -> tuple[str, str]:
    """A time, and the day that may stand behind it; nothing where it is no such text."""
    if _is_time(text):
        return text, ""
    for found in _begins_day().finditer(text):
        time, day = text[: found.start()].rstrip(","), text[found.start() :].strip()
        if _is_time(time):
            return time, day
    return "", ""


def _day_before_time(text: str, begins: re.Pattern[str], is_between: bool) -> str | None:
    """A text that ends with a time, with "at" before that.

    A number alone is one only behind "from", and any time behind "between": "ten to eleven" may be
    ten minutes before it.
    """
    words = text.split(" ")
    for place in range(len(words)):
        tail = " ".join(words[place:])
        begun = begins.match(tail)
        time = tail[begun.end() :] if begun else tail
        is_number = time.isdecimal() or hour_of(time) is not None
        if _is_time(time) and (begun or not (is_number or is_between)):
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


# The words of the languages


def _before(*keys: str) -> str:
    """The source of a pattern for what stands before something; an elided word is joined to it."""
    words = {word for key in keys for word in ways(words_for(key))}
    joined = {word for word in words if word.endswith("'")}
    signs = {word for word in words if not any(map(str.isalpha, word))}
    parted = words - joined - signs
    return (
        rf"(?:(?<!\w)(?:{one_of(parted)})\s+|(?<!\w)(?:{one_of(joined)})\s*|(?:{one_of(signs)})\s*)"
    )


@derived
def _to() -> str:
    """The source of a pattern for what stands between any two moments."""
    return rf"\s+(?:{one_of(words_for('until_any'))}|[-–—])\s+"


@derived
def _time() -> str:
    """The source of a pattern for a time that is more than a number."""
    o_clock = rf"\s*(?:{one_of(words_for('o_clock'))})(?!\w)"
    return rf"{_HOUR}(?:[:hu][0-9]{{2}}(?:{_HALF}|{o_clock})?|{_HALF}|{o_clock})"


@derived
def _two_times() -> re.Pattern[str]:
    begins, at = _before("from", "before_hour"), _before("before_hour")
    return compiled(
        rf"{begins}?(?<![\w:.])(?P<first>{_time()}|{_HOUR})(?:{_to()}|{_DASH})"
        rf"{at}?(?P<last>{_time()})(?![\w:])"
    )


@derived
def _two_hours() -> re.Pattern[str]:
    begins, o_clock = _before("from", "between"), one_of(words_for("o_clock"))
    to = rf"(?:{_to()}|\s+(?:{one_of(words_for('between_and'))})\s+)"
    return compiled(
        rf"{begins}(?P<first>{_HOUR}){to}(?P<last>{_HOUR})(?:\s*(?:{o_clock}))?"
        rf"(?=$|,|{_begins_day().pattern})"
    )


@derived
def _begins_day() -> re.Pattern[str]:
    """A day that stands behind a time, with what tells that it is one."""
    days = one_of(way for code in spoken() for way in weekday_forms(code))
    return compiled(rf"\s+{_before('on_day', 'before_date')}(?:[0-9]|{days})")


@derived
def _whole() -> re.Pattern[str]:
    return compiled(rf"{_before('from_day')}?(?P<first>.+?)(?P<to>{_to()})(?P<last>.+)")


@derived
def _begins_as_starting() -> re.Pattern[str]:
    return compiled(rf"(?:{one_of(ways(words_for('starting')))})\s")


@derived
def _between_days() -> tuple[tuple[str, str], ...]:
    """What stands before the first of two days, and before the last."""
    to = rf"(?:{_to()}|{_DASH}|\s+{_before('until_day')})"
    return ((f"{_before('from_day')}?", to), (_before("between"), rf"\s+{_before('between_and')}"))


@derived
def _days_of_months() -> re.Pattern[str]:
    ((begins, to), _between) = _between_days()
    of = one_of(way for code in spoken() for way in ways(table(code).dating("of")))
    month, year = of_month(), rf"(?:,?\s+(?:(?:{of})\s+)?[0-9]{{4}})?"
    return compiled(rf"{begins}(?P<first>{_NTH}{month}{year}){to}(?P<last>{_NTH}{month}.*)")


@derived
def _days_of_month() -> tuple[re.Pattern[str], ...]:
    rest = rf"(?P<rest>(?:{of_month()}|[./][0-9]{{1,2}}(?:[./]|$)).*)"
    return tuple(
        compiled(rf"{begins}(?P<first>{_NTH}){to}(?P<last>{_NTH}){rest}")
        for begins, to in _between_days()
    )


@derived
def _month_before_days() -> re.Pattern[str]:
    ((begins, _to_day), _between) = _between_days()
    return compiled(
        rf"{begins}(?P<month>{one_of(month_names())})\s+(?P<first>{_NTH})(?:{_to()}|{_DASH})(?P<last>{_NTH})"
        r"(?P<rest>(?:,?\s+[0-9]{4}\b.*)?)"
    )


@derived
def _weekday_names(language: str) -> dict[str, str]:
    """The forms of the weekdays, each with the first one, by which a day is called."""
    rows = table(language).weekdays
    forms = {way: names[0] for names in rows for way in ways(names)}
    return forms | {way: rows[number][0] for way, number in weekday_forms(language).items()}


@derived
def _weekday_to_weekday(language: str) -> re.Pattern[str]:
    said, day = moment_table()[language], one_of(_weekday_names(language))
    first, last, between, also = (
        one_of(ways(said[key])) for key in ("from_day", "until_day", "between", "between_and")
    )
    return compiled(
        rf"(?:(?:(?:{first})\s+)?(?P<first>{day})\s+(?:{last})|"
        rf"(?:{between})\s+(?P<begins>{day})\s+(?:{also}))\s+(?P<last>{day})"
    )
