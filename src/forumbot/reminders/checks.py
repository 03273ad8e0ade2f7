"""What the events file and the words of a person are held to alike.

Every check raises ``ValueError`` with what is wrong and what to write instead, and leaves it to the
caller to say where.
"""

import difflib
import re
import unicodedata
import urllib.parse
from collections.abc import Collection, Iterable
from datetime import date

from forumbot.language.days_in_words import in_words
from forumbot.language.said import Said, said
from forumbot.reminders.events import Event, local_starts, rule_of
from forumbot.reminders.zones import hint_at_zones, zone_from

MAX_ID = 64
_ID = re.compile(f"(?=.{{1,{MAX_ID}}}$)[a-z0-9]+(-[a-z0-9]+)*")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters by their category, and empty all the same."""


def is_seen(letter: str) -> bool:
    """Whether a letter shows anything."""
    return letter not in _FILLERS and unicodedata.category(letter) not in _UNSEEN


def id_of(text: str) -> str:
    """The text, if it can be the id of an event."""
    if not _ID.fullmatch(text):
        raise ValueError(said("check_id", text=quoted(text), most=MAX_ID))
    return text


def url_of(text: str, schemes: Collection[str] = ("http", "https")) -> str:
    """The text, if it is an address with one of the schemes."""
    try:
        parts = urllib.parse.urlsplit(text)
        good = parts.scheme in schemes and parts.hostname and " " not in text
    except ValueError:
        good = False
    if not good:
        raise ValueError(said("check_url", text=quoted(text)))
    return text


def check_series(event: Event) -> None:
    """Refuse a series whose first day is not the event's own: calendars differ on those."""
    if event.all_day and rule_of(event).get("UNTIL", "").endswith("Z"):
        raise ValueError(said("check_until_time"))
    first = next(local_starts(event), None)
    if first is None:
        raise ValueError(said("check_never"))
    if first.date() != event.starts_on:
        days = {"day": said_day(event.starts_on), "first": said_day(first.date())}
        raise ValueError(said("check_first", **days))


def said_day(day: date) -> Said:
    """A day as it is said to people."""
    return Said(lambda language: in_words(day, language))


def zone_of(name: str) -> str:
    """The name of an IANA zone, also where it is followed by its offset; refuses what is none."""
    zone = zone_from(name)
    if zone is None:
        raise ValueError(said("check_zone", name=quoted(name), hint=hint_at_zones(name)))
    return zone


def hint(word: str, known: Iterable[str]) -> Said:
    """Which of the known words may have been meant, and all of them."""
    near, names = nearest(word, known), ", ".join(known)
    return said("hint_near", near=near, known=names) if near else said("hint_known", known=names)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to ``word``, whatever its capitals."""
    by_lower = {one.lower(): one for one in known}
    near = difflib.get_close_matches(word[:80].lower(), by_lower, n=1)
    return by_lower[near[0]] if near else None


def quoted(text: str) -> str:
    """The text in quotation marks, on one line and cut after 60 characters."""
    shown = text if len(text) <= 60 else f"{text:.59}…"
    return f'"{CONTROL.sub("�", shown)}"'
