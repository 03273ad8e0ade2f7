"""How people write how long before an event they want to be reminded, read as leads.

"2 weeks", "1 Tag vorher" and "at the start" are distances, "the Friday before at 9" is a day of the
event's, and anything else is a date.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from forumbot.errors import UsageError
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.phrases import spoken
from forumbot.language.said import Said, SaidError, said, words_of
from forumbot.language.table import derived, table
from forumbot.reminders.checks import quoted, zone_of
from forumbot.reminders.days import example_day
from forumbot.reminders.distances import (
    begins_as_distance,
    days_and_minutes,
    tells_start,
    told_distance,
)
from forumbot.reminders.lead_readings import at_in_any, readings_in_english, time_behind_at
from forumbot.reminders.leads import Anchor, DateLead, DayLead, Lead, Span
from forumbot.reminders.moments import read_moment, read_time

MAX_LEADS = 10
MAX_CHARS = 300
_MAX_DAYS = 366
_MINUTES_A_DAY = 24 * 60

# Distances are read by the tables of the languages; days of the event's, and whether something is
# before its start or its end, in English, into which lead_readings puts other languages.
_BEFORE = r"(?:before|ahead|earlier|prior)(?:(?: of| to)? (?:the |it )?(?P<edge>\w+))?"
_UNITS = ("minute", "hour", "day", "week", "fortnight", "month", "year")
_EDGE = re.compile(
    r"(?:at |when )?(?:the |it )?(?P<edge>start|starts|begins|beginning|opening|end|ends|close)"
)
_STARTS = (None, "start", "starts", "begins", "beginning", "opening", "event")
_ENDS = ("end", "ends", "close")
_EDGES: dict[str | None, Anchor] = {
    **dict.fromkeys(_STARTS, "start"),
    **dict.fromkeys(_ENDS, "end"),
}
_THE = re.compile("(?:on )?the ")
_ZONE = re.compile(r"\s*\((?P<zone>[^()]{1,60})\)$")
# A comma within a number, as in "1,5 hours", separates nothing.
_SEPARATOR = re.compile(r"(,(?!(?<=[0-9],)(?:25|5|75)(?![0-9]))|;|\band\b)")
_AFTER_BEFORE = re.compile(rf" {_BEFORE}$")
_GOES_ON = re.compile(r"at\b|@|[0-9]{1,2}:[0-9]{2}|(?:19|20|21)[0-9]{2}(?=$| at\b| [0-9])")


@lru_cache(maxsize=4096)
def parse_leads(text: str, zone: str, today: date | None = None) -> tuple[Lead, ...]:
    """The leads that the text names, in its order; points in time are read in the zone.

    They are separated by commas, semicolons, new lines or "and"; the same lead twice counts once.
    Without ``today`` a date must have its year. Raises :class:`UsageError` for anything that is no
    lead, more than ten of them, none, a distance of more than a year, and a zone that does not
    exist.
    """
    if len(text) > MAX_CHARS:
        raise SaidError("lead_long", most=MAX_CHARS)
    leads = tuple(dict.fromkeys(_lead(piece, zone, today) for piece in _pieces(text)))
    if not leads:
        raise SaidError("lead_none", examples=_examples(today))
    if len(leads) > MAX_LEADS:
        raise SaidError("lead_many", count=len(leads), most=MAX_LEADS)
    return leads


def fixed_lead(words: str) -> Lead:
    """The lead of fixed words; ``ValueError`` where they are none."""
    try:
        (lead,) = parse_leads(words, "UTC")
    except UsageError as error:
        raise ValueError(str(error)) from error
    return lead


def _examples(today: date | None) -> Said:
    """Leads of each sort; the date among them is one to come."""
    if today is None:
        return said("lead_examples_alone")
    return said("lead_examples", day=example_day(today))


def _pieces(text: str) -> list[str]:
    """The text cut at its separators, less those within a date, a distance or before a time."""
    pieces: list[str] = []
    for line in text.splitlines():
        sign = before_it = ""
        for part in _parted(line):
            if _SEPARATOR.fullmatch(part):
                before_it, sign = sign, part
            elif sign == "and" and before_it != "," and pieces and _is_one(pieces[-1], part):
                pieces[-1] += f" and {part}"
            elif sign and pieces and _belongs(pieces[-1], part):
                pieces[-1] += f", {part}"
            elif part:
                pieces.append(part)
    return pieces


def _parted(line: str) -> list[str]:
    """The parts of a line and the signs between them, those that part leads in any language."""
    parts: list[str] = []
    for part in (" ".join(part.split()) for part in _SEPARATOR.split(line)):
        parts += _parted_abroad(part, is_in_list="," in parts)
    return parts


def _parted_abroad(part: str, *, is_in_list: bool) -> list[str]:
    """A part, cut at an "and" of another language where it parts two distances.

    It does so at the end of a list, and behind a word for "before".
    """
    for found in _also().finditer(part):
        first, last = part[: found.start()], part[found.end() :]
        is_two = is_in_list or any(first.lower().endswith(f" {word}") for word in _words_before())
        if is_two and told_distance(first) and told_distance(last):
            return [first, ",", last]
    return [part]


def _is_one(before: str, part: str) -> bool:
    """Whether "and" stands within one distance: "1 hour and 30 minutes" is one, "1 day and 1 hour"
    are two, and what may be either is refused.
    """
    if re.match("a half( hours?| days?| weeks?| years?)?( |$)", part.lower()):
        return True
    first, last = told_distance(before), told_distance(_AFTER_BEFORE.sub("", part.lower()))
    if not first or not last:
        return False
    (unit, number), *more = last.items()
    least = min(first, key=_UNITS.index)
    if more or _UNITS.index(unit) >= _UNITS.index(least) or number < 2:
        return False
    if (least, unit) == ("hour", "minute"):
        return True
    both = quoted(f"{before} and {part}")
    raise SaidError("lead_either", text=both, one=f"{before} {part}", two=f"{before}, {part}")


def _belongs(before: str, part: str) -> bool:
    starts_date = before.lower() in _weekdays() and re.match("[0-9]", part)
    is_edge = _EDGE.fullmatch(part.lower())
    return bool(starts_date or (_GOES_ON.match(part) and not is_edge) or _is_time(part))


def _is_time(part: str) -> bool:
    """Whether a piece is a time with its "at", of what stands before it: "um 9", "alle 9"."""
    told = time_behind_at(part)
    try:
        return told is not None and read_time(told) is not None
    except UsageError:  # of no clock: what it belongs to is refused with it
        return True


def _lead(piece: str, zone: str, today: date | None) -> Lead:
    found = _ZONE.search(piece)
    if found:
        zone, piece = found["zone"], piece[: found.start()]
    zone = _known(zone)
    words = piece.lower().rstrip(" .")
    readings = (read(words, zone) for read in (_edge_lead, _day_lead, _span))
    lead = next((lead for lead in readings if lead is not None), None)
    return lead or _told_abroad(words, zone) or _date_lead(piece, zone, today)


def _told_abroad(words: str, zone: str) -> Lead | None:
    """A day or an edge of the event, said in another language; none where that may be two."""
    english = tuple(readings_in_english(words))
    found = {
        lead
        for told in english
        for lead in (_edge_lead(told, zone) or _day_lead(told, zone),)
        if lead is not None
    }
    return found.pop() if len(found) == 1 else None


def _known(zone: str) -> str:
    try:
        return zone_of(zone)
    except ValueError as error:
        raise SaidError("lead_zone", what=words_of(error)) from None


def _edge_lead(words: str, zone: str) -> Lead | None:
    found = _EDGE.fullmatch(words)
    return Span(anchor=_EDGES[found["edge"]]) if found else None


def _day_lead(words: str, zone: str) -> Lead | None:
    found = _day().fullmatch(words)
    if found is None or found["edge"] not in _EDGES:
        return None
    at = read_time(found["at"]) if found["at"] else None
    if found["at"] and at is None:
        return None
    anchor = "end" if found["same"] == "last day" else _EDGES[found["edge"]]
    if found["same"]:
        return DayLead(at=at, zone=zone if at else None, anchor=anchor)
    if found["weekday"]:
        return DayLead(weekday=_weekdays()[found["weekday"]], at=at, zone=zone, anchor=anchor)
    told = found["distance"] or found["bare"]
    amounts = told_distance(_THE.sub("", told, count=1), one=True)
    span = _distance(words, amounts, anchor) if amounts else None
    if span is None or at is None:
        return span
    is_days = span.days and not span.months and not span.minutes
    return DayLead(span.days, at=at, zone=zone, anchor=anchor) if is_days else None


@derived
def _day() -> re.Pattern[str]:
    """What stands before "before", or names a day of the event's, and the time of that day."""
    at = rf"(?:at |@ ?|{at_in_any()})"
    return compiled(
        rf"(?:(?:(?:(?:on )?the )?(?P<weekday>{'|'.join(_weekdays())})|"
        rf"(?P<distance>.+?)) {_BEFORE}|"
        r"(?:on )?(?:the )?(?P<same>same day|day itself|day|first day|last day)|"
        rf"(?P<bare>.+?)(?=,? {at}))"
        rf"(?:,? {at}(?P<at>.+))?"
    )


@derived
def _also() -> re.Pattern[str]:
    words = (way for code in spoken() for way in ways(table(code).dating("and")))
    return compiled(rf"\s(?:{one_of(word for word in words if word.isalpha())})\s")


@derived
def _words_before() -> tuple[str, ...]:
    return tuple(way for code in spoken() for way in ways(table(code).before))


@derived
def _weekdays() -> dict[str, int]:
    days = enumerate(table("en").weekdays)
    return {name: number for number, names in days for name in names}


def _span(words: str, _zone: str) -> Lead | None:
    amounts = told_distance(words)
    if amounts is not None:
        return _distance(words, amounts, "start")
    return Span() if tells_start(words) else None


def _distance(words: str, amounts: Mapping[str, int], anchor: Anchor) -> Span:
    months = amounts.get("month", 0) + 12 * amounts.get("year", 0)
    days, minutes = days_and_minutes(amounts)
    if months * 30 + days + minutes / _MINUTES_A_DAY > _MAX_DAYS:
        raise SaidError("lead_year", text=quoted(words))
    return Span(months, days, minutes, anchor)


def _date_lead(piece: str, zone: str, today: date | None) -> Lead:
    refused = SaidError("lead_unread", text=quoted(piece), examples=_examples(today))
    if begins_as_distance(piece):  # which dateparser would take for a date
        raise refused
    try:
        moment = read_moment(piece, today, zone=zone)
    except UsageError:
        raise refused from None
    at = None if moment.is_day else moment.local.time()
    return DateLead(moment.local.date(), at, zone)


def check_default(text: str) -> None:
    """Refuse what cannot be a lead of every event of a kind: :class:`UsageError`."""
    for lead in parse_leads(text, "UTC"):
        if lead.is_point:
            raise UsageError(
                f'"{text:.60}" is a point in time, which belongs to one event; '
                'give a distance such as "1 week", "1 day before the end" or "on the day"'
            )
