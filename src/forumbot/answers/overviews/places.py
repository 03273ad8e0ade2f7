"""The events of a place that a message names, in whatever language the glossaries know."""

import re
from collections.abc import Iterator, Sequence

from forumbot.answers.occasions.named_event import DatedEvent
from forumbot.answers.overviews.known_events import known_events
from forumbot.answers.overviews.overview import Asked
from forumbot.answers.topic_wordings import translated
from forumbot.language.levelling import level
from forumbot.language.words import words

_ENGLISH = "en"
# Set by hand: a document says where a city lies within its first pages, and events have few cities.
_READ_CHARS, _MOST_PLACES = 200_000, 60
_CITY = re.compile(r"[A-ZÀ-Þ][\w’'-]{2,}")


def held_at(asked: Asked, named: Sequence[str]) -> list[DatedEvent]:
    """The events whose place has all the levelled words ``named``, or lies in what they name.

    A city lies in a country where a document says so: "Bucharest, Romania".
    """
    spoken = asked.question.spoken
    wanted = [{word, *words(" ".join(translated(word, spoken, _ENGLISH)))} for word in named]
    known = known_events(asked)
    within = frozenset(_cities_in(asked, known, wanted[0])) if len(wanted) == 1 else frozenset()
    return [one for one in known if _is_at(words(one.place or ""), wanted, within)]


def _is_at(place: Sequence[str], wanted: Sequence[set[str]], within: frozenset[str]) -> bool:
    said = set(place)
    return all(not one.isdisjoint(said) for one in wanted) or not within.isdisjoint(said)


def _cities_in(asked: Asked, known: Sequence[DatedEvent], country: set[str]) -> Iterator[str]:
    """The levelled cities of events that documents place in a country."""
    found = (city for one in known for city in _CITY.findall(one.place or ""))
    cities = list(dict.fromkeys(found))[:_MOST_PLACES]
    if not cities:
        return
    beside = rf"\b({'|'.join(map(re.escape, cities))})(?:,\s+|\s+in\s+|\s+\()([A-ZÀ-Þ][\w’'-]+)"
    pattern = re.compile(beside)
    for document in asked.generation.in_force:
        for match in pattern.finditer(document.text, 0, _READ_CHARS):
            if level(match[2]) in country:
                yield level(match[1])
