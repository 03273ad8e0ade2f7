"""A recurrence rule in words, such as "every 2 weeks on Tuesday until 1 June 2019"."""

import calendar
import re
from datetime import date

from forumbot.language.days_in_words import in_words
from forumbot.language.phrases import ordinal

_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_DAYS = {name[:2].upper(): name for name in calendar.day_name}
_NTH = re.compile(r"(?P<nth>[+-]?[0-9]{1,2})?(?P<day>[A-Z]{2})")
_LAST = -1
_TOLD = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "WKST"})


def rule_in_words(rule: str) -> str:
    """How often a rule has an event take place; the rule itself where it says more than that."""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    days = _days(parts)
    if parts.get("FREQ") not in _UNITS or parts.keys() - _TOLD or days is None:
        return rule
    unit, every = _UNITS[parts["FREQ"]], int(parts.get("INTERVAL", "1"))
    often = f"every {unit}" if every == 1 else f"every {every} {unit}s"
    end = f"until {_last_day(parts['UNTIL'])}" if "UNTIL" in parts else ""
    times = f"{parts['COUNT']} times" if "COUNT" in parts else ""
    return ", ".join(filter(None, [" ".join(filter(None, [often, days, end])), times]))


def _days(parts: dict[str, str]) -> str | None:
    """Which days of the unit, empty where none are named; None where it cannot be said so."""
    by_day, by_date = parts.get("BYDAY"), parts.get("BYMONTHDAY")
    if by_day and by_date:
        return None
    if by_date:
        return _on_date(by_date)
    found = [_NTH.fullmatch(one) for one in by_day.split(",")] if by_day else []
    named = [_on_day(one["nth"], one["day"]) for one in found if one and one["day"] in _DAYS]
    if len(named) < len(found):
        return None
    return f"on {_listed(named)}" if named else ""


def _on_day(nth: str | None, day: str) -> str:
    if nth is None:
        return _DAYS[day]
    number = int(nth)
    if number == _LAST:
        return f"the last {_DAYS[day]}"
    return f"the {ordinal(number, 'en')} {_DAYS[day]}" if number > 0 else f"{nth}{day}"


def _on_date(text: str) -> str | None:
    if text == str(_LAST):
        return "on its last day"
    return f"on day {text}" if text.isdecimal() else None


def _listed(named: list[str]) -> str:
    *first, last = named
    return f"{', '.join(first)} and {last}" if first else last


def _last_day(until: str) -> str:
    return in_words(date.fromisoformat(f"{until[:4]}-{until[4:6]}-{until[6:8]}"))
