"""Time zones as people name them: places, abbreviations such as CEST, offsets such as GMT+2."""

import difflib
import functools
import re
import zoneinfo
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from forumbot.language.levelling import level
from forumbot.language.phrases import phrase
from forumbot.language.said import Said, in_language, said

_AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
# Named first where several places keep the same time.
_KNOWN_BEST = (
    "Europe/Brussels Europe/London Europe/Dublin Europe/Lisbon Europe/Bucharest Europe/Athens "
    "Europe/Helsinki Europe/Paris Europe/Berlin Europe/Madrid Europe/Rome Europe/Warsaw "
    "Europe/Istanbul America/New_York America/Chicago America/Denver America/Los_Angeles "
    "America/Sao_Paulo Africa/Johannesburg Africa/Cairo Asia/Kolkata Asia/Jerusalem Asia/Dubai "
    "Asia/Shanghai Asia/Tokyo Australia/Sydney Pacific/Auckland"
).split()
# Far enough ahead for every rule that is known by now to hold, and no day of a change.
_WINTER, _SUMMER = datetime(2035, 1, 15, tzinfo=UTC), datetime(2035, 7, 15, tzinfo=UTC)
_LISTED_BY_OUTLOOK = re.compile(r"\((?:UTC|GMT)[^)]*\)\s*(?P<cities>.+)")
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-−])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_ABBREVIATION = re.compile("[A-Z]{2,5}")
_SPELT_ALIKE = 0.8
"""As alike as Brusels and Brussels, and more than two cities are to one another."""
_MOST = 3


@functools.cache
def zone_names() -> tuple[str, ...]:
    """Every IANA zone that there is, by name."""
    # These two depend on the machine.
    return tuple(sorted(zoneinfo.available_timezones() - {"localtime", "Factory"}))


_EXAMPLE = "Europe/Brussels"


def zone_from(text: str) -> str | None:
    """The zone of that name, or of the label that it was offered under; None where there is none.

    A label is the name with its offset, as ``Europe/Brussels (UTC+02:00)``.
    """
    name = re.sub(r"\s*\(UTC[^()]*\)$", "", text.strip())
    return name if name in zone_names() else None


def offset_in_words(offset: timedelta) -> str:
    """An offset as in ``UTC+02:00``."""
    minutes = offset // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def offset_at(zone: str, instant: datetime) -> timedelta:
    """The offset of a zone at an aware instant."""
    return instant.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)


def zones_like(typed: str, now: datetime) -> list[str]:
    """The zones that somebody who typed this may mean, as of ``now``; places first."""
    text = typed.strip()
    offset = read_offset(text)
    if offset is not None:
        by_offset = [zone for zone in _places() if offset_at(zone, now) == offset]
        return [*by_offset, *_others(text)]
    held = [*_holding(text, _places()), *_others(text)]
    return list(dict.fromkeys([*_of_abbreviation(text.upper()), *held]))


def _others(text: str) -> list[str]:
    places = set(_places())
    return _holding(text, (zone for zone in zone_names() if zone not in places))


def _holding(text: str, zones: Iterable[str]) -> list[str]:
    wanted = _plain(text)
    held = [zone for zone in zones if wanted in _plain(zone)]
    return sorted(held, key=lambda zone: not _plain(zone.rpartition("/")[2]).startswith(wanted))


def _plain(text: str) -> str:
    return level(text).replace("_", " ")


def read_offset(text: str) -> timedelta | None:
    """The offset that the text is, as ``GMT+2``, ``UTC-03:30`` or ``+1``; None where it is none."""
    found = _OFFSET.fullmatch(text.strip())
    if found is None:
        return None
    sign, hours, minutes = found.groups()
    length = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return length if sign == "+" else -length


def hint_at_zones(text: str) -> Said:
    """What to write in place of a zone that does not exist, as the end of a sentence."""
    offset, name = read_offset(text), text.strip()
    if offset is not None:
        same = [zone for zone in _places() if offset in _offsets(zone)]
        if not same:
            return said("zone_name_place", zones=_EXAMPLE)
        kept = [zone for zone in same if len(set(_offsets(zone))) == 1]
        return said("zone_name_place", zones=_listed([*same[:2], *kept[:1]]))
    if (place := _of_windows(name)) is not None:
        return said("zone_write_place", zones=_listed([place]))
    meant = _distinct(_of_abbreviation(name.upper()))
    if meant:
        return said("zone_meant", zones=_listed(meant))
    is_short = bool(_ABBREVIATION.fullmatch(name))
    if not is_short and (near := _spelt_alike(name)):
        return said("zone_meant", zones=near)
    return said("zone_name_place" if is_short else "zone_write_such", zones=_EXAMPLE)


def _of_windows(name: str) -> str | None:
    """The zone of Outlook's name for one, or of the first city that its list names it by."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    known = {_plain(windows): zone for windows, zone in WINDOWS_TO_OLSON.items()}
    if (zone := known.get(_plain(name))) in _places():
        return zone
    listed = _LISTED_BY_OUTLOOK.fullmatch(name)
    cities = {_plain(zone.rpartition("/")[2]): zone for zone in reversed(_places())}
    wanted = listed["cities"].split(",") if listed else []
    return next((cities[one] for one in map(_plain, map(str.strip, wanted)) if one in cities), None)


def _spelt_alike(name: str) -> str | None:
    names = {_plain(zone): zone for zone in zone_names()}
    for known in (names, _by_place()):
        near = difflib.get_close_matches(_plain(name[:80]), known, n=1, cutoff=_SPELT_ALIKE)
        if near:
            return known[near[0]]
    return None


@functools.cache
def _by_place() -> dict[str, str]:
    cities = {_plain(zone.rpartition("/")[2]): zone for zone in reversed(_places())}
    return cities | {_plain(zone): zone for zone in _places()}


def zone_of_place(name: str) -> str | None:
    """The zone of a place that is named in full or by its city; None where there is none."""
    return _by_place().get(_plain(name.strip()))


def _listed(zones: Iterable[str]) -> str:
    *others, last = map(_with_offset, dict.fromkeys(zones))
    if not others:
        return last
    rest = Said(lambda language: ", ".join(in_language(one, language) for one in others))
    return said("zone_or", others=rest, last=last)


def _with_offset(zone: str) -> Said:
    return Said(lambda language: f"{zone} ({_year_in_words(zone, language)})")


def _year_in_words(zone: str, language: str) -> str:
    january, july = _offsets(zone)
    if january == july:
        return offset_in_words(january)
    winter, summer = (offset_in_words(one) for one in sorted((january, july)))
    return phrase("zone_summer", language, winter=winter, summer=summer)


@functools.cache
def _places() -> tuple[str, ...]:
    """The zones that are named by a place, those known best first."""
    found = [zone for zone in zone_names() if zone.partition("/")[0] in _AREAS]
    best = [zone for zone in _KNOWN_BEST if zone in found]
    return (*best, *(zone for zone in found if zone not in best))


@functools.cache
def _offsets(zone: str) -> tuple[timedelta, timedelta]:
    return offset_at(zone, _WINTER), offset_at(zone, _SUMMER)


@functools.cache
def _by_abbreviation() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for zone in _places():
        for name in {instant.astimezone(ZoneInfo(zone)).tzname() for instant in (_WINTER, _SUMMER)}:
            found.setdefault(name or "", []).append(zone)
    return {name: tuple(zones) for name, zones in found.items()}


def _of_abbreviation(name: str) -> tuple[str, ...]:
    return _by_abbreviation().get(name, ()) if _ABBREVIATION.fullmatch(name) else ()


def is_abbreviation(name: str) -> bool:
    """Whether clocks of some place show this name beside their time, as ``CEST``."""
    return bool(_of_abbreviation(name))


def _distinct(zones: Iterable[str]) -> list[str]:
    """Of the zones that keep the same time the first, of few times."""
    first = {_offsets(zone): zone for zone in reversed(list(zones))}
    return [zone for zone in _places() if zone in first.values()][:_MOST]
