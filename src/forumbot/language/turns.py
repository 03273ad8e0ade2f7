"""The words by which a message leans on what was said before it; those of `turns.yaml`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.questions import function_words
from forumbot.language.table import derived, parsed

# What may part a denial from what is meant.
_PARTED = r"\s*[,.!:;–—-]+\s*"
# "How many are there?" points nowhere.
_NOT_IN_THERE_IS = r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )(?<!\w)"
_LOOSELY = r"[\s,.!:;–—-]+"


@dataclass(frozen=True, slots=True)
class Turns:
    """Patterns for one or more languages.

    ``opening`` begins a message that goes on; ``pointing`` stands for what was named before;
    ``earlier`` and ``later`` count from it, ``same`` asks the same of something else; ``corrected``
    has as ``rest`` what is meant instead, ``only`` and ``rather`` set that against ``old``.
    ``light`` are levelled words that name no subject, ``of_event`` those of them that speak of an
    event, ``there`` stands for its place, ``nowhere`` looks like either and stands for nothing, as
    "it" does in "is it true", ``people`` are those of them that speak of who came, and
    ``counted`` asks how many those were, its ``{}`` for the event; ``year_before`` counts years;
    ``within`` those that stand before a place or a theme, ``person`` those for somebody;
    ``article`` stands before a name. ``other`` is the other of two that were spoken of, ``of_two``
    asks which of them, ``comparing`` wants both side by side, which ``comparison`` asks of its
    ``{}``. ``points_last`` ends with a word for what was named before, or with a verb that leaves
    that unsaid, ``points_joined`` is joined to a verb; ``self`` are levelled words for whoever
    asks, and ``occasion`` those for what is held beside meetings, as "weeks" is; ``said`` are
    levelled verbs for what was said. ``codes`` are those of the languages.
    """

    codes: tuple[str, ...]

    opening: re.Pattern[str]
    pointing: re.Pattern[str]
    earlier: re.Pattern[str]
    later: re.Pattern[str]
    same: re.Pattern[str]
    corrected: tuple[re.Pattern[str], ...]
    only: re.Pattern[str]
    rather: re.Pattern[str]
    article: re.Pattern[str]
    light: frozenset[str]
    of_event: frozenset[str]
    within: frozenset[str]
    person: frozenset[str]
    there: re.Pattern[str]
    nowhere: re.Pattern[str]
    year_before: re.Pattern[str]
    people: frozenset[str]
    counted: str
    other: re.Pattern[str]
    of_two: re.Pattern[str]
    comparing: re.Pattern[str]
    comparison: str
    points_last: re.Pattern[str]
    points_joined: re.Pattern[str]
    self: frozenset[str]
    occasion: frozenset[str]
    said: frozenset[str]

    def pointed(self, text: str) -> re.Match[str] | None:
        """The first word that stands for what was named before; None where none does."""
        return self._found(self.pointing, text)

    def points_at_end(self, text: str) -> bool:
        """Whether a text ends with such a word, or with a verb that leaves it unsaid."""
        return self._found(self.points_last, text) is not None

    def joined(self, text: str) -> re.Match[str] | None:
        """The first such word that is joined to a verb, as in "part-il"; None where none is."""
        return self._found(self.points_joined, text)

    def speaks_of_place(self, text: str) -> bool:
        """Whether a text has a word for the place of an event that was spoken of."""
        return self._found(self.there, text) is not None

    def _found(self, pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
        idle = [one.span() for one in self.nowhere.finditer(text)]
        found = pattern.finditer(text)
        return next(
            (one for one in found if not any(at <= one.start() < end for at, end in idle)), None
        )


@derived
def turns(*codes: str) -> Turns:
    """The turns of the languages, of English where there are none of any."""
    spoken = tuple(code for code in dict.fromkeys(codes) if code in _table()) or ("en",)
    tables = [_table()[code] for code in spoken]

    def any_of(key: str) -> str:
        return one_of(_ways(tables, key))

    def levelled(*keys: str) -> frozenset[str]:
        every = (way for key in keys for way in _ways(tables, key))
        return frozenset(level(word) for way in every for word in way.split())

    pointing = _beside_articles(tables, "pointing")
    opening = rf"\A\W*(?:{any_of('opening')})(?![\w-])[\s,]*"
    light = levelled("pointing", "place", "article", "held", "said", "else")
    return Turns(
        codes=spoken,
        opening=compiled(opening),
        pointing=compiled(rf"(?<![\w-]){pointing}(?![\w-])"),
        earlier=_counting(tables, "before"),
        later=_counting(tables, "after"),
        same=compiled(rf"(?:{opening})?\W*{any_of('same')}(?!\w)\s*(?P<rest>.+)\Z"),
        corrected=_corrected(tables),
        only=compiled(rf"\A\W*{any_of('not')}\s+(?P<old>[^,;]+?){_PARTED}(?P<new>[^,;]+?)\W*\Z"),
        rather=compiled(rf"\A\W*(?P<new>[^,;]+?),?\s+{any_of('not')}\s+(?P<old>[^,;]+?)\W*\Z"),
        article=compiled(rf"(?<!\w){any_of('article')}\s*\Z"),
        light=light.union(*map(function_words, spoken)),
        of_event=levelled("held", "place"),
        within=levelled("within"),
        person=levelled("person"),
        there=compiled(rf"{_NOT_IN_THERE_IS}{_beside_articles(tables, 'there')}(?!\w)"),
        nowhere=compiled(rf"(?<![\w-]){any_of('nowhere')}(?![\w-])"),
        year_before=compiled(rf"\A\W*{any_of('year_before')}\W*\Z"),
        people=levelled("people"),
        counted=tables[0]["counted"][0],
        other=compiled(rf"\A\W*{any_of('other')}\W*\Z"),
        of_two=compiled(rf"\A\W*{any_of('of_two')}(?!\w)"),
        comparing=compiled(rf"\A\W*{any_of('comparing')}\W*\Z"),
        comparison=tables[0]["comparison"][0],
        points_last=compiled(rf"(?<![\w-])(?:{pointing}|{any_of('unsaid')})\W*\Z"),
        points_joined=compiled(rf"(?<=\w)-{pointing}(?![\w-])"),
        self=levelled("self"),
        occasion=levelled("occasion"),
        said=levelled("said"),
    )


def _corrected(tables: Iterable[Mapping[str, list[str]]]) -> tuple[re.Pattern[str], ...]:
    """What a correction begins with, before what is meant instead."""
    denied, not_that, meant = (
        one_of(_ways(tables, key)) for key in ("denied", "not_that", "meant")
    )
    begun = (
        rf"(?:{denied}{_LOOSELY})*(?:{not_that}{_LOOSELY})?{meant}(?!\w)\s*",
        rf"(?:{denied}{_LOOSELY})*{not_that}(?!\w){_LOOSELY}",
        rf"(?:{denied}{_PARTED})+",
    )
    return tuple(compiled(rf"\A\W*{one}(?P<rest>.*)\Z") for one in begun)


def _beside_articles(tables: Sequence[Mapping[str, list[str]]], key: str) -> str:
    """The words of a key that are no articles too, as "la" is in French without its accent."""
    articles = _ways(tables, "article")
    return one_of(way for way in _ways(tables, key) if way not in articles)


def _counting(tables: Iterable[Mapping[str, list[str]]], key: str) -> re.Pattern[str]:
    """A phrase of one word only where it is all that is said."""
    every = _ways(tables, key)
    long = one_of(way for way in every if " " in way or "'" in way)
    return compiled(rf"\A\W*{one_of(every)}\W*\Z|(?<!\w){long}(?!\w|\s+\w)")


def _ways(tables: Iterable[Mapping[str, list[str]]], key: str) -> list[str]:
    return [way for one in tables for way in ways(one[key])]


@derived
def _table() -> dict[str, dict[str, list[str]]]:
    read: dict[str, dict[str, list[str]]] = parsed(files("forumbot.language") / "turns.yaml")
    return read
