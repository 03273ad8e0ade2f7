"""The forums and topics of an archive, for people to choose from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from forumbot.answers.outcomes import order_of, select_outcomes
from forumbot.answers.topic_wordings import topic_in, ways_of
from forumbot.language import words
from forumbot.language.levelling import level
from forumbot.language.table import codes, derived, tables
from forumbot.search.generation import Generation

_WORD = re.compile(r"\w+")
_MIN_TYPED = 3
"""Fewer letters begin a word of some language for each topic."""
# Set by hand: "intelligente" is "intelligent" with an ending.
_ENDING = 2
_ARTICLES = frozenset({"the", "of", "no", "number", "nr", "das", "der", "le", "la"})


@dataclass(frozen=True, slots=True)
class Forum:
    """One forum, and the documents about it: its report and its presentations.

    ``key`` is ``edition:N``, or the doc_id of a report without a number.
    """

    key: str
    title: str
    held_on: date | None
    doc_ids: frozenset[str]

    @property
    def edition(self) -> int | None:
        """Its number, None where it has none."""
        kind, _colon, number = self.key.partition(":")
        return int(number) if kind == "edition" and number.isdigit() else None


def forums(generation: Generation) -> list[Forum]:
    """The forums of the archive, oldest first: numbered ones, and other documents with outcomes.

    What was superseded, or only retells another's outcomes, tells of none.
    """
    numbered: dict[int, list[str]] = {}
    for document in generation.in_force:
        if document.edition is not None:
            numbered.setdefault(document.edition, []).append(document.doc_id)
    found = [_numbered(generation, edition, ids) for edition, ids in numbered.items()]
    grouped = {doc_id for forum in found for doc_id in forum.doc_ids}
    concluding = {one.document.doc_id: one.document for one in select_outcomes(generation)}
    for doc_id, document in concluding.items():
        if doc_id not in grouped:
            found.append(Forum(doc_id, document.title, document.held_on, frozenset({doc_id})))
    order = order_of(generation)
    return sorted(
        found, key=lambda forum: (min(order[doc_id] for doc_id in forum.doc_ids), forum.title)
    )


def _numbered(generation: Generation, edition: int, doc_ids: Sequence[str]) -> Forum:
    documents = [generation.documents[doc_id] for doc_id in doc_ids]
    report = next((document for document in documents if document.kind == "report"), documents[0])
    return Forum(f"edition:{edition}", report.title, report.held_on, frozenset(doc_ids))


def topics(generation: Generation) -> list[str]:
    """The themes of the archive's documents on which there are outcomes, in alphabetical order."""
    named = {theme for document in generation.documents.values() for theme in document.themes}
    found = (theme for theme in named if select_outcomes(generation, theme))
    return sorted(found, key=level)


def topics_like(typed: str, known: Sequence[str], languages: Iterable[str]) -> list[str]:
    """The topics that may be meant by what was typed so far, in these languages or any other."""
    found = matching(typed, known)
    if len(typed.strip()) < _MIN_TYPED:
        return found
    parts = [level(word) for word in _WORD.findall(typed)]
    said = (topic for topic in known if any(_holds_all(ways, parts) for ways in _ways_of(topic)))
    put = (one.text for code in languages for one in topic_in(typed, code))
    meant = (topic for text in put for topic in holding(text, known))
    return list(dict.fromkeys([*found, *said, *meant]))


@lru_cache(maxsize=512)
def _ways_of(topic: str) -> tuple[tuple[str, ...], ...]:
    return tuple(ways_of(topic))


def _holds_all(ways: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether each part begins one of the words, or is one with an ending."""
    return bool(parts) and all(any(_begins(part, way) for way in ways) for part in parts)


def _begins(part: str, way: str) -> bool:
    is_ended = part.startswith(way) and len(way) > _MIN_TYPED and len(part) - len(way) <= _ENDING
    return way.startswith(part) or is_ended


def matching(typed: str, names: Iterable[str]) -> list[str]:
    """The names that hold what was typed, whatever its accents and case; beginnings first.

    Then come those that hold it from the beginning of a word on, then its words in another order,
    or a number written otherwise ("3rd forum" and "forum 3" find "Third European Cluster Policy
    Forum"), and last those that hold it within a word.
    """
    listed = list(names)
    found = holding(typed, listed)
    wanted, known = level(typed).strip(), set(found)
    return [*found, *(name for name in listed if name not in known and wanted in level(name))]


def holding(typed: str, names: Iterable[str]) -> list[str]:
    """As :func:`matching`, without names that hold what was typed within a word alone."""
    wanted, listed = level(typed).strip(), list(names)
    found = [name for name in listed if _begins_word(wanted, level(name))]
    by_letters = sorted(found, key=lambda name: not level(name).startswith(wanted))
    parts = _parts(typed)
    known = set(found)
    others = [
        name for name in listed if parts and name not in known and _holds(_parts(name), parts)
    ]
    return [*by_letters, *others]


def speaks_of(text: str, about: str) -> bool:
    """Whether each word of ``about`` stands in a text, in this form or another of its language.

    Accents and case count for nothing; "art" is not in "party", "policies" is in "policy".
    """
    said = words.words(text)
    wanted = words.content_words(about) or words.words(about)
    return all(any(_is_form(one, word) for word in said) for one in wanted)


def _is_form(word: str, other: str) -> bool:
    return word == other or any(
        words.stem(word, code) == words.stem(other, code) for code in codes()
    )


def _begins_word(wanted: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(wanted)}", name) is not None


def _holds(parts: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether each word is among the parts, the last of them perhaps not typed to its end."""
    *whole, last = wanted
    return set(whole) <= set(parts) and any(part.startswith(last) for part in parts)


def _parts(text: str) -> tuple[str, ...]:
    """The words of a text levelled, articles left out, ordinals and numbers as digits."""
    found = (level(word) for word in _WORD.findall(text))
    return tuple(_ordinals().get(word, word) for word in found if word not in _ARTICLES)


@derived
def _ordinals() -> dict[str, str]:
    """The ordinals of all languages as digits; where a word is of two, the first has it."""
    known: dict[str, str] = {}
    for one in tables():
        for number, ways in one.ordinals.items():
            for word in ways:
                known.setdefault(level(word), str(number))
    return known
