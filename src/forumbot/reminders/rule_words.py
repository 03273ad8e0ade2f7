"""A recurrence rule in words, such as "every 2 weeks on Tuesday until 1 June 2019"."""

import re
from datetime import date

from forumbot.language.days_in_words import in_words, weekday_in_words
from forumbot.language.phrases import DEFAULT, counting, listed, ordinal, phrase, phrases

_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NTH = re.compile(r"(?P<nth>[+-]?[0-9]{1,2})?(?P<day>[A-Z]{2})")
_LAST = -1
_TOLD = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "WKST"})


def rule_in_words(rule: str, language: str = DEFAULT) -> str:
    """How often a rule has an event take place; the rule itself where it says more than that."""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    days = _days(parts, language)
    if parts.get("FREQ") not in _UNITS or parts.keys() - _TOLD or days is None:
        return rule
    key = f"rule_{_UNITS[parts['FREQ']]}"
    often = counting(key, f"{key}_one", language, int(parts.get("INTERVAL", "1")))
    until = _last_day(parts["UNTIL"], language) if "UNTIL" in parts else ""
    end = phrase("until", language, day=until) if until else ""
    times = phrase("rule_times", language, count=parts["COUNT"]) if "COUNT" in parts else ""
    return ", ".join(filter(None, [" ".join(filter(None, [often, days, end])), times]))


def _days(parts: dict[str, str], language: str) -> str | None:
    """Which days of the unit, empty where none are named; None where it cannot be said so."""
    by_day, by_date = parts.get("BYDAY"), parts.get("BYMONTHDAY")
    if by_day and by_date:
        return None
    if by_date:
        return _on_date(by_date, language)
    found = [_NTH.fullmatch(one) for one in by_day.split(",")] if by_day else []
    told = [_on_day(one["nth"], one["day"], language) for one in found if one]
    named = [one for one in told if one is not None]
    if len(named) < len(found):
        return None
    return phrase("rule_on_days", language, days=listed(named, language)) if named else ""


def _on_day(nth: str | None, day: str, language: str) -> str | None:
    if day not in _DAYS:
        return None
    name = weekday_in_words(_DAYS.index(day), language)
    if nth is None:
        return name
    number = int(nth)
    if number == _LAST:
        return phrase("rule_last", language, day=name)
    if number < 1:
        return None
    known = phrases(language).get(f"nth_{number}") or ordinal(number, language)
    return phrase("rule_nth", language, ordinal=known, day=name)


def _on_date(text: str, language: str) -> str | None:
    if text == str(_LAST):
        return phrase("rule_on_last_date", language)
    return phrase("rule_on_date", language, day=text) if text.isdecimal() else None


def _last_day(until: str, language: str) -> str:
    return in_words(date.fromisoformat(f"{until[:4]}-{until[4:6]}-{until[6:8]}"), language)
