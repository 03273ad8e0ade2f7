"""Events of a kind counted and listed, where that is all that a message asks for."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from forumbot.answers.occasions.named_event import DatedEvent
from forumbot.answers.overviews.calendar import period_in_words
from forumbot.answers.overviews.known_events import entries_of, known_events
from forumbot.answers.overviews.meetings import forum_line, numbered_forums
from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.overviews.places import held_at
from forumbot.answers.overviews.wanted_events import ANY_BUT_DEADLINES, is_passed, kind_called
from forumbot.asking.asked_periods import asked_period
from forumbot.language.levelling import level
from forumbot.language.phrases import phrase
from forumbot.language.words import words

_COUNTING = re.compile(
    r"\W*(?:(?:and|und|et|si|y|e|en|a|i)\s+)?(?:how many|wie ?viele|combien d[e'’]|c[ai]t[ei]"
    r"|cuant[oa]s|quant[ie]|quant[oa]s|hoeveel|ile|ilu)\W*(?P<kind>\w+)(?P<rest>.*)",
    re.DOTALL,
)
_LISTING = re.compile(
    r"\W*(?:list|show|name|give|liste|listez|nenne|zeige?|gib|donnez?|citez?|montrez?|enumerez?"
    r"|listeaza|enumera|arata|lista|muestra(?:me)?|dime|dame|elenca|mostra(?:mi)?|dimmi|dammi|mostre"
    r"|lijst|toon|noem|geef|wymien|pokaz|podaj)\W+"
    r"(?:(?:me|all|of|the|mir|alle|die|der|moi|toutes|tous|les|des|toate|imi|mi|todos|todas|los|las"
    r"|tutti|tutte|gli|le|i|os|as|de|het|wszystkie|van|een)\s+)*(?P<kind>\w+)(?P<rest>.*)",
    re.DOTALL,
)
_ASKING = re.compile(
    r"\W*(?:(?:and|und|et|si|y|e|en|a|i)\s+)?(?:which|what|welche[rns]?|quel(?:le)?s|que|cuales|quali"
    r"|quais|ce|care|welke|jakie|ktore)\s+(?:sont\s+(?:les|des)\s+|son\s+los\s+)?(?P<kind>\w+)"
    r"(?P<rest>.*)",
    re.DOTALL,
)
_DURING = re.compile(
    r"\b(?:during|within|wahrend|pendant|durant|in timpul)\s+(?:the|der|des|les?|la)?\s*"
    r"(?P<event>.+)",
    re.DOTALL,
)
_OVER = re.compile(
    r"\b(?:were|took|held|did|gab|fanden|waren|eu|avait|etaient|fost|avut|hubo|celebraron|tuvieron"
    r"|stati|tenuti|svolti|houve|realizaram|tiveram|vonden|byly|odbyly)\b"
)
_EVENTS = frozenset(
    "events event veranstaltungen termine evenements evenimente evenimentele eventos eventi "
    "evenementen wydarzenia wydarzen".split()
)
# Of a shorter event it is asked what took place at it, which the passages tell.
_LONG = timedelta(days=7)


def counted_events(asked: Asked) -> Overview | None:
    """How many events of a kind there are and which; None where a message asks for more.

    As in "how many forums were there?", "list the deadlines" and "how many events took place
    during the cluster weeks?". Forums that are numbered count without a day as well.
    """
    text = level(asked.question.text)
    counting = _COUNTING.fullmatch(text)
    listing, asking = _LISTING.fullmatch(text), _ASKING.fullmatch(text)
    found = counting or listing or asking
    if found is None:
        return None
    spoken, rest = asked.question.spoken, found["rest"]
    kind = "" if found["kind"] in _EVENTS else kind_called(found["kind"], spoken)
    if kind is None or (counting and kind == ANY_BUT_DEADLINES):
        return None
    during = _DURING.search(rest)
    about = rest[: during.start()] if during else rest
    named = [word for word in words(about) if not is_passed(word, spoken)]
    if during is not None:
        return None if named else _within(asked, kind, during["event"])
    at = held_at(asked, named) if named else None
    if (named and not at) or (at is None and not (counting or listing)):
        return None
    return _of_time(asked, kind, text, at)


def _of_time(
    asked: Asked, kind: str, text: str, at: Sequence[DatedEvent] | None
) -> Overview | None:
    """Those of the time that is named, or what is over where that is asked, else all.

    Of the events ``at`` a place where one is named, else of all.
    """
    today = asked.agenda.today() if asked.agenda else None
    period = asked_period(asked.question, today) if today else None
    if period is None and kind == "forum" and at is None:
        numbered = _numbered(asked)
        if numbered is not None:
            return numbered
    events = _of_kind(known_events(asked) if at is None else at, kind)
    if period is not None:
        then = [one for one in events if period.holds(one.first, one.last)]
        since = min(first for first, _last in period.spans)
        return _said(asked, then, period_in_words(period, asked.language), since)
    over = [one for one in events if today is not None and one.last < today]
    return _said(asked, over if over and _OVER.search(text) else events)


def _numbered(asked: Asked) -> Overview | None:
    """The forums that have a number, in order."""
    entries = [Entry(forum_line(one, asked.language)) for one in numbered_forums(asked)]
    if not entries:
        return None
    said = phrase("events_counted", asked.language, count=len(entries))
    return Overview(said, tuple(entries))


def _within(asked: Asked, kind: str, named: str) -> Overview | None:
    """The events within the one long event that holds all words of the name."""
    known, wanted = known_events(asked), set(words(named))
    around = [
        one for one in known if one.last - one.first >= _LONG and wanted <= set(words(one.title))
    ]
    if len(around) != 1:
        return None
    (outer,) = around
    within = [
        one
        for one in _of_kind(known, kind)
        if one != outer and one.first <= outer.last and one.last >= outer.first
    ]
    return _said(asked, within, outer.title)


def _of_kind(events: Sequence[DatedEvent], kind: str) -> list[DatedEvent]:
    """Those that the calendar says are of a kind, or whose title does where it says nothing."""
    if not kind:
        return list(events)
    if kind == ANY_BUT_DEADLINES:
        return [one for one in events if one.kind != "deadline"]
    return [
        one for one in events if one.kind == kind or (not one.kind and kind in words(one.title))
    ]


def _said(
    asked: Asked, events: Sequence[DatedEvent], time: str = "", since: date | None = None
) -> Overview | None:
    if not events:
        return None
    key = "events_counted_in" if time else "events_counted"
    said = phrase(key, asked.language, count=len(events), **({"period": time} if time else {}))
    left = len(events) - len(entries := entries_of(events, asked, since=since))
    more = phrase("more_events", asked.language, count=left) if left > 0 else ""
    return Overview(said, entries, more)
