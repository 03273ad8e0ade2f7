"""How an event repeats: words such as "monthly on the second Tuesday" to a recurrence rule."""

import calendar
import re
from datetime import date

from dateutil.relativedelta import relativedelta

from forumbot.language.patterns import one_of
from forumbot.language.said import SaidError, said, words_of
from forumbot.language.table import derived, table
from forumbot.reminders.checks import quoted
from forumbot.reminders.distances import days_and_minutes, told_distance
from forumbot.reminders.moments import read_moment
from forumbot.reminders.repeat_words import in_english
from forumbot.reminders.rules import MAX_OCCURRENCES, parse_rule, plain_rule

_DAYS = {name.lower(): name[:2].upper() for name in calendar.day_name}
_DAYS |= {"mon": "MO", "tues": "TU", "tue": "TU", "weds": "WE", "wed": "WE", "thurs": "TH"}
_DAYS |= {"thur": "TH", "thu": "TH", "fri": "FR", "sat": "SA", "sun": "SU"}
_DAY = "(?:" + "|".join(_DAYS) + ")"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_ORDINALS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
_ORDINAL = "(?:" + "|".join(_ORDINALS) + ")"
_EVERY = {"daily": ("DAILY", 1), "weekly": ("WEEKLY", 1), "fortnightly": ("WEEKLY", 2)}
_EVERY |= {"biweekly": ("WEEKLY", 2), "monthly": ("MONTHLY", 1), "quarterly": ("MONTHLY", 3)}
_EVERY |= {"yearly": ("YEARLY", 1), "annually": ("YEARLY", 1)}
_EVERY |= {"bi-weekly": ("WEEKLY", 2)}
_UNITS = {"day": ("DAILY", 1), "week": ("WEEKLY", 1), "month": ("MONTHLY", 1)}
_UNITS |= {"year": ("YEARLY", 1), "fortnight": ("WEEKLY", 2), "quarter": ("MONTHLY", 3)}

_END = re.compile(
    r",? (?:until (?P<until>.+)|(?:for )?(?P<times>[0-9]{1,4}) times|for (?P<length>.+))$"
)
_DAYS_IN_A_ROW = rf"(?P<from>{_DAY})s? ?(?:to|until|through|[-–—]) ?(?P<to>{_DAY})s?"
_ON_DAYS = re.compile(
    rf"(?:on )?(?:the |every )?(?:(?:from )?{_DAYS_IN_A_ROW}|"
    rf"(?P<days>{_DAY}s?(?:(?:, and | and |, ?){_DAY}s?)*))"
)
_OF_MONTH = " of (?:the|each|every) month"
_NTH = re.compile(rf"(?:on )?(?:the |every )?(?P<nth>{_ORDINAL}) (?P<day>{_DAY})(?:{_OF_MONTH})?")
_DATE = r"(?P<date>[0-9]{1,2})(?:st|nd|rd|th)?(?: day)?"
_ON_DATE = re.compile(
    rf"(?:on (?:the )?(?:day )?|the (?:day )?){_DATE}|on (?:the )?(?P<last>last day)"
)
_ON_DATE_OF_MONTH = re.compile(
    rf"(?:on )?(?:the |every )?(?:day )?(?:{_DATE}|(?P<last>last day)){_OF_MONTH}"
)
_OTHER = re.compile(rf"every other (?P<day>{_DAY})s?")


def read_rule(words: str, starts_on: date) -> str:
    """The recurrence rule that the words describe, in any of nine languages, or that they are.

    Raises :class:`UsageError` for anything else. ``starts_on`` is the first day, from which an
    end without its year counts.
    """
    text = " ".join(words.split())
    rule = plain_rule(text) if "=" in text else _in_words(text.lower(), starts_on)
    if rule is None:
        examples = said("repeat_examples", year=starts_on.year + 3)
        raise SaidError("repeat_unread", text=quoted(words), examples=examples)
    try:
        parse_rule(rule)
    except ValueError as error:
        raise SaidError("repeat_fault", text=quoted(words), what=words_of(error)) from None
    return rule


def _in_words(text: str, starts_on: date) -> str | None:
    """The rule that the words describe in English, else in another language that says so."""
    readings = (_described(told, starts_on) for told in (text, *in_english(text)))
    return next(filter(None, readings), None)


def _described(text: str, starts_on: date) -> str | None:
    end = _END.search(text)
    if end:
        text = text[: end.start()]
    rule = _frequency_and_days(text)
    if rule is None or end is None:
        return rule
    if end["times"]:
        return f"{rule};COUNT={_count(int(end['times']))}"
    last = _last_day(end["until"], starts_on) if end["until"] else _after(end["length"], starts_on)
    return f"{rule};UNTIL={last:%Y%m%d}" if last else None


def _count(times: int) -> int:
    if not 1 <= times <= MAX_OCCURRENCES:
        raise SaidError("repeat_times", count=times, most=f"{MAX_OCCURRENCES:,}")
    return times


def _last_day(words: str, starts_on: date) -> date:
    until = read_moment(words, starts_on)
    if not until.is_day:
        raise SaidError("repeat_until_time", text=words[:60])
    if until.local.date() < starts_on:
        raise SaidError("repeat_until_before", text=words[:60])
    return until.local.date()


def _after(words: str, starts_on: date) -> date | None:
    """The last day of so many days, weeks, months or years from the start on."""
    amounts = told_distance(words)
    days = days_and_minutes(amounts)[0] if amounts else 0
    if not amounts or amounts.keys() & {"minute", "hour"} or not any(amounts.values()):
        return None
    months = amounts.get("month", 0) + 12 * amounts.get("year", 0)
    try:
        return starts_on + relativedelta(months=months, days=days - 1)
    except (ValueError, OverflowError):
        return None


def _frequency_and_days(text: str) -> str | None:
    if text in ("on weekdays", "every weekday", "weekdays"):
        return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    found = _frequencies().match(text)
    if found is None:
        return _days_alone(text)
    frequency, interval = _frequency(found)
    rest = text[found.end() :].lstrip(" ,")
    by = _by(rest, frequency) if rest else ""
    if by is None:
        return None
    return f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval != 1 else "") + by


def _days_alone(text: str) -> str | None:
    """``every (other) Tuesday``, or ``the second Tuesday of each month``."""
    if _ON_DAYS.fullmatch(text):
        return f"FREQ=WEEKLY{_by(text, 'WEEKLY')}"
    if other := _OTHER.fullmatch(text):
        return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={_DAYS[other['day']]}"
    if re.search(f"{_OF_MONTH}$", text) and _NTH.fullmatch(text):
        return f"FREQ=MONTHLY{_by(text, 'MONTHLY')}"
    if on := _ON_DATE_OF_MONTH.fullmatch(text):
        return f"FREQ=MONTHLY;BYMONTHDAY={-1 if on['last'] else int(on['date'])}"
    return None


def _frequency(found: re.Match[str]) -> tuple[str, int]:
    if found["word"]:
        return _EVERY[found["word"]]
    frequency, times = _UNITS[found["unit"]]
    said = found["number"] or "1"
    number = _numbers().get(said) or int(re.sub("[a-z]+$", "", said))
    return frequency, number * times


@derived
def _frequencies() -> re.Pattern[str]:
    number = rf"[0-9]{{1,4}}(?:nd|rd|th)?|{one_of(_numbers())}"
    return re.compile(
        rf"(?P<word>{'|'.join(_EVERY)})(?!\w)|"
        rf"(?:(?:every|each)(?: (?P<number>{number}))?|once (?:a|an|per|every)) "
        rf"(?P<unit>{'|'.join(_UNITS)})s?(?!\w)"
    )


@derived
def _numbers() -> dict[str, int]:
    """How many units go by from time to time, in words: "two", "second", "other"."""
    english = table("en")
    rows = (*english.numbers.items(), *english.ordinals.items())
    return {"other": 2} | {word: number for number, words in rows for word in words}


def _by(text: str, frequency: str) -> str | None:
    """The parts of the rule that name its days; none if the text names none that fit."""
    if frequency == "WEEKLY" and (days := _ON_DAYS.fullmatch(text)):
        return f";BYDAY={','.join(_named_days(days))}"
    if frequency == "MONTHLY" and (nth := _NTH.fullmatch(text)):
        return f";BYDAY={_ORDINALS[nth['nth']]}{_DAYS[nth['day']]}"
    if frequency == "MONTHLY" and (on := _ON_DATE.fullmatch(text)):
        return f";BYMONTHDAY={-1 if on['last'] else int(on['date'])}"
    return None


def _named_days(found: re.Match[str]) -> list[str]:
    """The days that are named, or from the first to the last of those in a row."""
    if found["days"]:
        return list(dict.fromkeys(_DAYS[day] for day in re.findall(_DAY, found["days"])))
    week = list(dict.fromkeys(_DAYS.values()))
    first, last = week.index(_DAYS[found["from"]]), week.index(_DAYS[found["to"]])
    return [week[(first + after) % len(week)] for after in range((last - first) % len(week) + 1)]
