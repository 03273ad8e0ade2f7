"""Which forums a text names: "the third forum", "forum 3", "the second and the third forum".

This is the only reader of forum names: titles, questions and passages go through it. An ordinal
names a forum only where it governs the word "forum" itself: no function word and no other ordinal
stands between them, and it is not a part of a forum ("the second forum day") that it counts.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from forumbot.language.all_forums import all_forums_in
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import Language, derived, table, tables

Place = tuple[int, int, int]
"""A forum's number, and where its name starts and ends."""

# "The last two forums": counts of which there is no need to know more.
_MOST_COUNTED = 8
_BETWEEN_WORDS = 4
_DIGITS = r"\d{1,2}(?:st|nd|rd|th)"
# English says more than the tables' words for "and" and "to" where it compares forums.
_JOINING = (
    r"(?:,\s*)?\b(?:or|until|till|with|than|versus|vs\.?|as well as|compared (?:to|with)|from)\b"
)
# A capital by itself is one only right before the name of a forum, as "v" is "in" in Czech.
_LETTERS = {"i": 1, "v": 5, "x": 10}
_CAPITALISED = r"(?-i:[A-ZÀ-Þ])"
_DIGIT = re.compile(r"\d")
_ENDS = re.compile(r"\s*(?:(?:one|on|about|regarding|concerning|in terms of)\b|[?.!,;]|$)", re.I)


@dataclass(frozen=True, slots=True)
class Mention:
    """Forums that a question names by number, or all of them where ``numbers`` is None.

    ``start`` and ``end`` are the stretch of the question that names them; ``bare`` is the question
    with "the forum" in its place.
    """

    numbers: tuple[int, ...] | None
    start: int
    end: int
    bare: str


@dataclass(frozen=True, slots=True)
class _Listed:
    """Forums named one by one, and the stretch that names them."""

    numbers: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Counted:
    """The first or the last ``count`` forums, and the stretch that names them."""

    count: int
    is_last: bool
    start: int
    end: int

    def among(self, editions: Collection[int]) -> _Listed:
        """Which ones that is, of the editions that there are."""
        numbers = sorted(editions)[-self.count :] if self.is_last else range(1, self.count + 1)
        return _Listed(tuple(numbers), self.start, self.end)


@dataclass(frozen=True, slots=True)
class ForumNames:
    """The forums that a text names, as :func:`forum_names` reads them; ``named`` one by one."""

    text: str
    named: tuple[Place, ...]
    _listed: _Listed | None
    _counted: _Counted | None
    _every: tuple[int, int] | None

    @property
    def edition(self) -> int | None:
        """The number of the first forum that is named."""
        return next((number for number, _start, _end in self.named), None)

    @property
    def one(self) -> Mention | None:
        """The one forum that is named by its number; None where none is, or several are."""
        if len(self.named) != 1 or self.several((1,)) is not None:
            return None
        number, start, end = self.named[0]
        return self._mention((number,), start, end)

    @property
    def may_be_several(self) -> bool:
        """Whether several forums are named, if the archive has as many."""
        return any(one is not None for one in (self._listed, self._counted, self._every))

    def several(self, editions: Collection[int]) -> Mention | None:
        """The forums that are named; None where several are not.

        "The last two forums" are those of the ``editions`` that there are.
        """
        found = self._listed
        if found is None and self._counted is not None and editions:
            found = self._counted.among(editions)
        if found is not None:
            unique = tuple(dict.fromkeys(found.numbers))
            return self._mention(unique, found.start, found.end) if len(unique) > 1 else None
        return self._mention(None, *self._every) if self._every else None

    def _mention(self, numbers: tuple[int, ...] | None, start: int, end: int) -> Mention:
        bare = " ".join(f"{self.text[:start]} forum {self.text[end:]}".split())
        return Mention(numbers, start, end, bare)


def forum_names(text: str) -> ForumNames:
    """Read the forums that a text names.

    Read are single ones, lists ("the second and the third forum", "forums 2, 3 and 4"), ranges
    ("from the first to the fourth forum"), "the last two forums", and "each", "both", "all",
    "compare the forums".
    """
    governed, every = _governed(text), _reader().every.search(text)
    return ForumNames(
        text,
        tuple(governed or _numbered(text)),
        _by_ordinals(text, governed) or _by_numbers(text),
        _some(text),
        (every.span() if every else None) or all_forums_in(text),
    )


def forums_in(text: str) -> frozenset[int]:
    """The numbers of the forums that a text names."""
    return frozenset(number for number, _start, _end in _places(text))


def named_edition(text: str) -> int | None:
    """The number in "Third European Cluster Policy Forum", "the 3rd forum" or "forum 3".

    Of several forums it is the first that is named.
    """
    return next((number for number, _start, _end in _places(text)), None)


def says_forum(text: str) -> bool:
    """Whether a text has the word "forum", in whatever language."""
    return _reader().forum.search(text) is not None


@derived
def ordinals_in(text: str) -> tuple[Place, ...]:
    """The ordinals of a text, whatever they count but parts of a forum: "the fourth", "the 6th"."""
    reader = _reader()
    found = reader.ordinal.finditer(text)
    return tuple((reader.number(one[0]), *one.span()) for one in found if reader.number(one[0]))


@derived
def _places(text: str) -> tuple[Place, ...]:
    """The forums that ordinals name; else those that numbers behind the word name."""
    return tuple(_governed(text) or _numbered(text))


def _by_ordinals(question: str, governed: list[Place]) -> _Listed | None:
    """The ordinals that stand for forums, a range filled in, and the stretch that they take up."""
    last = _elliptic(question, governed)
    governed = [*governed, last] if last else governed
    if len(governed) < 2:
        return None
    numbers = [governed[0][0]]
    for (_n, _start, end), (number, start, _e) in pairwise(governed):
        is_range = _reader().range.search(question, end, start) and numbers[-1] < number
        numbers += range(numbers[-1] + 1, number + 1) if is_range else [number]
    return _Listed(tuple(numbers), governed[0][1], governed[-1][2])


def _governed(text: str) -> list[Place]:
    """The ordinals before "forum", and those joined to them: number, start and end, in order."""
    reader = _reader()
    if reader.forum.search(text) is None:
        return []
    governed: list[Place] = []
    for match in reversed(list(reader.ordinal.finditer(text))):
        after = reader.forum_after(text, match)
        joined = governed and reader.joint.fullmatch(text, match.end(), governed[0][1])
        number = reader.number(match[0])
        if number and (after or joined):
            end = after.end("forum") if after else match.end()
            governed.insert(0, (number, match.start(), end))
    return governed


def _elliptic(question: str, governed: list[Place]) -> Place | None:
    """The last ordinal of "compare the second forum with the third"."""
    if not governed:
        return None
    reader, end = _reader(), governed[-1][2]
    match = reader.ordinal.search(question, end)
    if match is None or not reader.joint.fullmatch(question, end, match.start()):
        return None
    is_end, number = _ENDS.match(question, match.end()), reader.number(match[0])
    return (number, match.start(), match.end()) if is_end and number else None


def _numbered(text: str) -> Iterator[Place]:
    if _DIGIT.search(text) is None:
        return
    for match in _reader().numbered.finditer(text):
        if int(match["number"]):
            yield int(match["number"]), match.start(), match.end()


def _by_numbers(question: str) -> _Listed | None:
    match = _reader().listed.search(question) if _DIGIT.search(question) else None
    if match is None:
        return None
    listed = [int(number) for number in re.findall(r"\d+", match["list"])]
    is_range = len(listed) == 2 and listed[0] < listed[1] and _reader().range.search(match["list"])
    numbers = range(listed[0], listed[1] + 1) if is_range else listed
    return _Listed(tuple(numbers), *match.span())


def _some(question: str) -> _Counted | None:
    match = _reader().some.search(question)
    if match is None:
        return None
    count = _reader().counts.get(match["count"].lower()) or int(match["count"])
    return _Counted(count, match["end"].lower() == "last", *match.span())


@derived
def _reader() -> "_NameReader":
    return _NameReader()


class _NameReader:
    """The patterns, made of the tables of all languages.

    Most are compiled when a text first needs them.
    """

    def __init__(self) -> None:
        languages = tables()
        self._ordinals: dict[str, tuple[int, list[Language]]] = {}
        for one in languages:
            for number, words in one.ordinals.items():
                for way in ways(words):
                    self._ordinals.setdefault(way, (number, []))[1].append(one)
        self.counts = {
            word: number
            for number, words in table("en").numbers.items()
            for word in words
            if 1 < number <= _MOST_COUNTED
        }
        self._forums = one_of(way for one in languages for way in ways(one.forum))
        self._parts = one_of(way for one in languages for way in ways(one.forum_parts))
        self.forum = compiled(rf"\b{self._forums}\b")

    @cached_property
    def _ordinal(self) -> str:
        """Ordinals in words and digits; "1." but in a line, as at its beginning it counts items."""
        spelled = one_of(one for one in self._ordinals if not re.fullmatch(r"\d+\.", one))
        letter = (
            rf"(?-i:[VX])(?=\s+(?:{_CAPITALISED}[\w-]*\s+){{0,2}}{self._forums}\b)"
            rf"|(?-i:I)(?=\s+(?={_CAPITALISED}){self._forums}\b)"
        )
        return rf"(?:{spelled}|{_DIGITS}|{letter}|(?:(?<=\w )|(?<!.))\d{{1,2}}\.(?=\s))"

    @cached_property
    def ordinal(self) -> re.Pattern[str]:
        """An ordinal that counts no part of a forum."""
        return compiled(rf"(?<![\w.]){self._ordinal}(?!\w)(?!\s+{self._parts}\b)")

    @cached_property
    def _forum_next(self) -> re.Pattern[str]:
        """The word "forum" behind an ordinal, no other one being in between."""
        return compiled(
            rf"(?P<between>\s+(?:(?!(?:{self._ordinal}|{self._parts})(?![\w-]))[\w-]+\s+)"
            rf"{{0,{_BETWEEN_WORDS}}}?)(?P<forum>\b{self._forums}\b)(?!\s+{self._parts}\b)"
        )

    def number(self, word: str) -> int:
        """The number that an ordinal says; 0 for what is none after all."""
        plain = " ".join(word.lower().split())
        if plain in self._ordinals:
            return self._ordinals[plain][0]
        return _LETTERS.get(plain) or int(re.sub(r"\D", "", plain) or 0)

    def forum_after(self, text: str, ordinal: re.Match[str]) -> re.Match[str] | None:
        """The word "forum" that the ordinal governs, no function word being in between."""
        found = self._forum_next.match(text, ordinal.end())
        if found is None:
            return None
        _number, languages = self._ordinals.get(
            " ".join(ordinal[0].lower().split()), (0, [table("en")])
        )
        between = found["between"].lower().split()
        return found if all(_breaking(one).isdisjoint(between) for one in languages) else None

    @cached_property
    def joint(self) -> re.Pattern[str]:
        """What stands between the ordinals of several forums."""
        stops = one_of(way for one in tables() for way in ways(one.stop_words))
        joining = rf"(?:,|&|-|–|\b(?:{self._both}|{self._upto})\b|{_JOINING})"
        article = rf"(?:{stops}\s+)?"
        return compiled(
            rf"\s*(?:{self._forums}\b\s*)?{joining}\s*(?:\b{self._both}\s+)?"
            rf"(?:(?:with|to|from)\s+)?{article}"
        )

    @cached_property
    def range(self) -> re.Pattern[str]:
        """What stands between the ends of a range."""
        return compiled(rf"\b(?:{self._upto}|until|till|through)\b|[-–]")

    @cached_property
    def numbered(self) -> re.Pattern[str]:
        """ "Forum 3", a number that begins no date."""
        return compiled(rf"{self._lead}(?P<number>\d{{1,2}})\b{self._no_date}")

    @cached_property
    def listed(self) -> re.Pattern[str]:
        """ "Forums 2, 3 and 4"."""
        more = rf"(?:\s*(?:,|&|-|–|\b(?:{self._both}|{self._upto}|or|vs)\b)+\s*\d{{1,2}}\b)+"
        return compiled(rf"{self._lead}(?P<list>\d{{1,2}}\b{more}){self._no_date}")

    @property
    def _lead(self) -> str:
        return rf"\b{self._forums}\s+(?:no\.?\s*|nr\.?\s*|n°\s*)?"

    @cached_property
    def _no_date(self) -> str:
        month = one_of(way for one in tables() for names in one.months for way in ways(names))
        between = rf"(?:[-–]|{self._both}|{self._upto})"
        return rf"(?!\d|[.:/]\d|\s*{between}?\s*(?:\d{{1,2}}\.?\s+)?{month}\b)"

    @cached_property
    def _both(self) -> str:
        return one_of(way for one in tables() for way in _plain(one.dating("and")))

    @cached_property
    def _upto(self) -> str:
        return one_of(way for one in tables() for way in _plain(one.dating("to")))

    @cached_property
    def some(self) -> re.Pattern[str]:
        """A count of forums, in English."""
        counts = "|".join(self.counts)
        return compiled(
            rf"\b(?P<end>first|last)\s+(?P<count>{counts}|[2-8])\s+(?:[\w-]+\s+){{0,3}}?forums\b"
        )

    @cached_property
    def every(self) -> re.Pattern[str]:
        """All forums, in English."""
        counts = "|".join(self.counts)
        between = rf"(?!(?:{one_of(_breaking(table('en')))})\b)[\w-]+\s+"
        return compiled(
            rf"\b(?:(?:each|every|all|both)(?:\s+(?:of\s+)?(?:the\s+)?|\s+)(?:(?:{counts}|\d)\s+)?"
            rf"(?:{between}){{0,3}}?forums?|"
            r"(?:compare|across|between|among)\s+(?:all\s+)?(?:the\s+)?(?:[\w-]+\s+){0,3}?forums"
            r"|(?:the\s+)?forums\s+(?:so\s+far|have\s+in\s+common)|forum\s+(?:by|to)\s+forum)\b"
        )


@derived
def _breaking(language: Language) -> frozenset[str]:
    """Function words that keep an ordinal from governing what follows them; "and" does not."""
    return frozenset(ways(language.stop_words)) - frozenset(language.dating("and"))


def _plain(words: Iterable[str]) -> list[str]:
    """The words that begin and end with a letter, so that they can stand between others."""
    return [way for way in ways(words) if way[:1].isalpha() and way[-1:].isalpha()]
