"""Recurrence rules of RFC 5545, less what would give an event several times on one day."""

import re
from datetime import UTC, datetime, time, tzinfo

from forumbot.language.said import said

MAX_OCCURRENCES = 1_000
"""Of a series: twenty years of weeks."""

_WEEKDAY = "(MO|TU|WE|TH|FR|SA|SU)"
_NTH_WEEKDAY = f"([+-]?([1-9]|[1-4][0-9]|5[0-3]))?{_WEEKDAY}"
_PARTS: dict[str, re.Pattern[str] | range] = {
    "FREQ": re.compile("DAILY|WEEKLY|MONTHLY|YEARLY"),
    "UNTIL": re.compile("(19|20|21)[0-9]{6}(T[0-9]{6}Z)?"),
    "WKST": re.compile(_WEEKDAY),
    "BYDAY": re.compile(f"{_NTH_WEEKDAY}(,{_NTH_WEEKDAY})*"),
    "INTERVAL": range(1, 1_001),
    "COUNT": range(1, MAX_OCCURRENCES + 1),
    "BYMONTH": range(1, 13),
    "BYMONTHDAY": range(-31, 32),
    "BYYEARDAY": range(-366, 367),
    "BYWEEKNO": range(-53, 54),
    "BYSETPOS": range(-366, 367),
}
_ALLOWED = {
    "DAILY": {"BYDAY", "BYMONTH"},
    "WEEKLY": {"BYDAY", "BYMONTH"},
    "MONTHLY": {"BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYWEEKNO", "BYYEARDAY"},
}


def parse_rule(text: str) -> dict[str, str]:
    """The parts of a recurrence rule; ``ValueError`` says what is wrong with it."""
    if "=" not in text:
        raise ValueError(said("rule_fault_freq"))
    parts: dict[str, str] = {}
    for pair in plain_rule(text).split(";"):
        name, _, value = pair.partition("=")
        if name not in _PARTS:
            known = ", ".join(_PARTS)
            raise ValueError(said("rule_fault_part", name=f'"{name:.20}"', known=known))
        if name in parts:
            raise ValueError(said("rule_fault_twice", name=name))
        if not _is_valid(name, value):
            fault = "rule_fault_until" if name == "UNTIL" else "rule_fault_value"
            raise ValueError(said(fault, name=name, value=value[:60]))
        parts[name] = value
    _check_together(parts)
    return parts


def plain_rule(text: str) -> str:
    """A rule as RFC 5545 writes it: in capitals, without white space or its name in front."""
    return re.sub(r"\s+", "", text).upper().removeprefix("RRULE:").strip(";")


def _is_valid(name: str, value: str) -> bool:
    allowed = _PARTS[name]
    if isinstance(allowed, re.Pattern):
        return allowed.fullmatch(value) is not None
    numbers = value.split(",") if name.startswith("BY") else [value]
    return all(
        re.fullmatch("[+-]?[0-9]{1,4}", number) and int(number) in allowed and int(number) != 0
        for number in numbers
    )


def _check_together(parts: dict[str, str]) -> None:
    frequency = parts.get("FREQ")
    if frequency is None:
        raise ValueError(said("rule_fault_freq"))
    chosen = {name for name in parts if name.startswith("BY")}
    for name in sorted(chosen - _ALLOWED[frequency]):
        raise ValueError(said("rule_fault_with", name=name, frequency=frequency))
    if chosen == {"BYSETPOS"}:
        raise ValueError(said("rule_fault_setpos"))
    if frequency == "DAILY" and chosen and parts.get("INTERVAL", "1") != "1":
        raise ValueError(said("rule_fault_interval"))
    _check_weekdays(parts, frequency)
    _check_end(parts)


def _check_weekdays(parts: dict[str, str], frequency: str) -> None:
    numbers = [int(number) for number in re.findall("[0-9]+", parts.get("BYDAY", ""))]
    if numbers and frequency in ("DAILY", "WEEKLY"):
        raise ValueError(said("rule_fault_numbers", frequency=frequency))
    within_months = frequency == "MONTHLY" or "BYMONTH" in parts
    if within_months and max(numbers, default=0) > 5:
        raise ValueError(said("rule_fault_beyond"))


def _check_end(parts: dict[str, str]) -> None:
    if "UNTIL" not in parts:
        return
    if "COUNT" in parts:
        raise ValueError(said("rule_fault_both"))
    try:
        until_of(parts["UNTIL"], UTC)
    except ValueError:
        raise ValueError(said("rule_fault_end", day=parts["UNTIL"])) from None


def until_of(text: str, zone: tzinfo) -> datetime:
    """The last local time that UNTIL lets a series start at; a day counts whole."""
    if not text.endswith("Z"):
        return datetime.combine(datetime.strptime(text, "%Y%m%d"), time.max)
    instant = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)
