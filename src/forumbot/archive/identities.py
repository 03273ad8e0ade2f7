"""One person under several forms of a name: with middle names and without, or by an initial."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from forumbot.archive.names import is_particle
from forumbot.language.levelling import level
from forumbot.language.words import words

Parts = tuple[str, ...]
"""The parts of a name, levelled: what a hyphen joins is one."""

# "Nielsen, Merete" at the beginning of a line, an item or a cell, with nothing behind it but the
# next one; in a row of names the comma stands between two people.
_INVERTED = re.compile(
    r"(?:^|[|;(•])[^\S\n]*(?:[-*]\s+)?"
    r"(?P<surname>(?:[a-z]{1,3} ){0,2}[^\W\d_][\w'’-]+), (?P<first>[^\W\d_][\w'’.-]*(?: [^\W\d_]"
    r"[\w'’.-]*)?)(?=\s*(?:[|;()\n]|\Z))",
    re.MULTILINE,
)
_MARKS = re.compile(r"[.,;]+")


def parts_of_name(name: str) -> Parts:
    """The parts of a name as it is written: ``("jean-pierre", "m", "blanc")``."""
    return tuple(part for one in name.split() if (part := _MARKS.sub("", level(one))))


def may_be(short: Parts, full: Parts) -> bool:
    """Whether a name is another one without some of its inner parts, or with an initial of them.

    First name and surname stay, of two surnames the first: "Merete Nielsen" of "Merete Daniel
    Nielsen", "Antonio Novo" of "Antonio Novo Guerrero". What has a "van" of its own is another.
    """
    if len(short) < 2 or len(full) < len(short) or not _stands_for(short[0], full[0]):
        return False
    if len(short[-1]) == 1:
        return False
    if short[-1] == full[-1]:
        return _within(short[1:-1], full[1:-1])
    is_front = len(full) == len(short) + 1 and len(short[0]) > 1
    return is_front and short == full[: len(short)] and not any(map(is_particle, full[1:]))


def _stands_for(part: str, full: str) -> bool:
    return part == full or (len(part) == 1 and full.startswith(part))


def _within(some: Sequence[str], parts: Sequence[str]) -> bool:
    """Whether inner parts are others in order, of which none left out is a particle."""
    if not some:
        return not any(map(is_particle, parts))
    if not parts:
        return False
    if _stands_for(some[0], parts[0]) and _within(some[1:], parts[1:]):
        return True
    return not is_particle(parts[0]) and _within(some, parts[1:])


def fullest_names(
    written: Mapping[str, str], stated: Mapping[str, Iterable[str]]
) -> Mapping[str, str]:
    """For each levelled name the fullest one of the same person, mostly itself.

    ``written`` has each as it is written, ``stated`` of what people of that name are said to be. A
    name is of the one person who can be meant: not where two fuller ones are of two people, nor
    where what is stated of both has no word in common.
    """
    parts = {name: parts_of_name(text) for name, text in written.items()}
    said = {
        name: {word for one in ones for word in words(one)} for name, ones in stated.items() if ones
    }
    fullest: dict[str, str] = {}
    for name, fuller in _fuller(parts):
        is_one = all(
            may_be(parts[one], parts[other]) or may_be(parts[other], parts[one])
            for one, other in combinations(fuller, 2)
        )
        told = [said[one] for one in (name, *fuller) if said.get(one)]
        agree = all(not one.isdisjoint(other) for one, other in combinations(told, 2))
        if fuller and is_one and agree:
            fullest[name] = max(fuller, key=lambda one: (_fullness(parts[one]), one))
    return {name: _last_of(name, fullest) for name in parts}


def _last_of(name: str, fullest: Mapping[str, str]) -> str:
    while name in fullest:
        name = fullest[name]
    return name


def _fuller(parts: Mapping[str, Parts]) -> Iterator[tuple[str, list[str]]]:
    """Each name with the others that it may be short for."""
    by_part: dict[str, list[str]] = defaultdict(list)
    for name, own in parts.items():
        for part in set(own[1:]):
            by_part[part].append(name)
    for name, own in parts.items():
        near = by_part[own[-1]] if len(own) > 1 else []
        yield (
            name,
            [
                one
                for one in near
                if one != name
                and may_be(own, parts[one])
                and _fullness(own) < _fullness(parts[one])
            ],
        )


def _fullness(parts: Parts) -> tuple[int, int]:
    return len(parts), sum(map(len, parts))


def inverted_names(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """What may be a name with the surname first, the right way round, and where it stands."""
    for found in _INVERTED.finditer(text):
        yield f"{found['first']} {found['surname']}", (found.start("surname"), found.end("first"))
