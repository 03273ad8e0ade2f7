"""The values of a spreadsheet's cells as a person reads them there."""

import re
from datetime import date, datetime, time, timedelta

_SECTIONS = re.compile(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")
_DECIMALS = re.compile(r"[0#?]\.([0#?]+)")
_CURRENCY = re.compile(
    r"\[\$(?P<stated>[^\]-]+)[^\]]*\]|\"(?P<quoted>[^\"]{1,5})\"|(?P<bare>[€$£¥])"
)

_ERROR = re.compile(r"#(?:[A-Z]+[!?]|N/A|DIV/0!|NAME\?)")


def shown(value: object, number_format: str = "General") -> str:
    """A value in words: days in ISO 8601, shares in per cent, sums with their currency.

    Thousands are not parted and the decimal sign is a point, whatever the country of the file.
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, _SECTIONS.split(number_format)[0])
    if isinstance(value, date | time | timedelta):
        return _moment(value)
    text = "" if value is None else str(value)
    return "" if _ERROR.fullmatch(text) else text


def _moment(value: date | time | timedelta) -> str:
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return value.strftime("%H:%M") if isinstance(value, time) else value.isoformat()


def _number(value: float, pattern: str) -> str:
    decimals = _DECIMALS.search(pattern)
    if "%" in pattern:
        return f"{_written(value * 100, decimals)} %"
    written = _written(value, decimals)
    currency = _CURRENCY.search(pattern)
    if currency is None:
        return written
    sign = next(filter(None, currency.groups())).strip()
    is_before = currency.start() < (pattern.find("0") if "0" in pattern else len(pattern))
    return f"{sign} {written}" if is_before else f"{written} {sign}"


def _written(value: float, decimals: re.Match[str] | None) -> str:
    """A number with the decimals that its format asks for, else with those that it has."""
    if decimals is not None:
        return f"{value:.{len(decimals[1])}f}"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.10g}"
