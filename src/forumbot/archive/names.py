"""Names of people in a text, told from other names by how an archive uses their words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from forumbot.language.english_words import english_stems
from forumbot.language.levelling import level
from forumbot.language.table import derived, tables
from forumbot.language.words import stem, stop_words, words

Span = tuple[int, int]

TITLE = (
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Herr|Herrn|Frau|Dhr|Mevr|Mw|Mme|Mlle|Monsieur"
    r"|Madame|Sr|Sra|Dott|Ing|Dipl|Dra?|Pan|Pani|Doamna|Domnul)\b\.?\s+|M\.\s+)"
)
_CAPITAL = r"A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ"
_PART = rf"[{_CAPITAL}][^\W\d_]*[^\W\d_{_CAPITAL}][^\W\d_]*"
_PART = rf"(?:[DO]['’])?{_PART}(?:[-‑][{_CAPITAL}][^\W\d_]+)*"
_SHOUTED = rf"[{_CAPITAL}]{{4,}}(?:-[{_CAPITAL}]{{3,}})?"
_INITIAL = rf"[{_CAPITAL}]\."
_PARTICLE = (
    r"(?:de|del|della|di|da|das|do|dos|du|des|van|von|vom|der|den|ter|ten|te|la|le|los|zu|zum|zur|af"
    r"|av|al|el|bin|ben|y|i|Van|Von|De|Del|Di|Da|Le|La|Der|Den|Ter|El|Al)"
)
_NAME = re.compile(
    rf"(?<![\w@.'’-])(?<![\w/]/)(?P<title>{TITLE}(?:{TITLE})*)?"
    rf"(?P<name>(?:{_PART}|{_INITIAL})"
    rf"(?:[ \u00a0](?:{_INITIAL}|{_PARTICLE}(?=[ \u00a0])|{_PART})){{0,4}}"
    rf"[ \u00a0](?:{_PART}|{_SHOUTED}))(?![\w@])"
)
_WORD = re.compile(r"[^\W\d_]+")
# Given names in English and German texts that are words there as well.
_GIVEN = frozenset(
    "mark will grace rose bill frank grant art hope faith joy jack rob pat sue drew "
    "chase dale dean glen guy lance miles nick ray rich victor clay cliff olive ivy ruby pearl "
    "amber heather holly daisy iris violet dawn eve carol penny robin max marina christian roman "
    "ernst wolf stern bob sandy jean anders per peter angel harry paris florence".split()
)
_ARTICLES = frozenset(
    "the The a an der die das den dem ein eine einen einem einer le la les l un une het een el los "
    "las una il lo gli os as".split()
)
# Set by hand: one use in five, or a single one where it is more than half of all, so that one odd
# use does not make a word of a name; a name has two words at least, a post before it two at most.
_ORDINARY, _MOSTLY = 0.2, 0.5
_LEAST, _MOST_BEFORE = 2, 2
# "Jan" and "Mar" are names; set by hand.
_ABBREVIATED = 3


class NameReader:
    """Finds names of people in the texts of one archive.

    A name is two to six capitalised words. Its first is none that the archive also writes in lower
    case or with an article before it, as in "the European Commission", and none of the English
    words of the glossaries; its last is none that the archive writes so.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._all: Counter[str] = Counter()
        self._plain: Counter[str] = Counter()
        for text in texts:
            found = _WORD.findall(text)
            for (before, word), number in Counter(pairwise(["", *found])).items():
                self._all[level(word)] += number
                if not word[0].isupper() or before in _ARTICLES:
                    self._plain[level(word)] += number

    def names(self, text: str, start: int, end: int) -> Iterator[Span]:
        """Where names stand in ``text[start:end]``, each without titles such as "Dr"."""
        for match in _NAME.finditer(text, start, end):
            span = self._trimmed(text, match)
            if span is not None:
                yield span

    def is_name(self, name: str) -> bool:
        """Whether the whole of it is a name of a person."""
        return (0, len(name)) in self.names(name, 0, len(name))

    def _trimmed(self, text: str, match: re.Match[str]) -> Span | None:
        """The name without the ordinary words before it ("Minister Anna Berg"), if any is left."""
        start, end = match.span("name")
        if match["title"]:
            return start, end
        found = list(_WORD.finditer(text, start, end))
        if self._is_used_as_word(found[-1][0]) or self._is_english(found[-1][0]):
            return None
        for word in found[: min(_MOST_BEFORE + 1, len(found) - _LEAST + 1)]:
            if not self._is_ordinary(word[0]):
                return word.start(), end
        return None

    def _is_ordinary(self, word: str) -> bool:
        levelled = level(word)
        if levelled in _GIVEN:
            return False
        return self._is_used_as_word(word) or stem(levelled, "en") in english_stems()

    def _is_english(self, word: str) -> bool:
        """Whether it is an English word that the archive also writes in lower case at times."""
        levelled = level(word)
        return self._plain[levelled] > 0 and stem(levelled, "en") in english_stems()

    def _is_used_as_word(self, word: str) -> bool:
        levelled = level(word)
        if len(levelled) > 1 and (levelled in stop_words() or levelled in calendar_words()):
            return True
        plain, total = self._plain[levelled], self._all[levelled]
        return plain > (_ORDINARY if plain > 1 else _MOSTLY) * total


def is_particle(part: str) -> bool:
    """Whether a part of a name is one that leads to the surname: "van", "de"."""
    return re.fullmatch(_PARTICLE, part) is not None


def levelled_name(name: str) -> str:
    """A name as its words in small letters without accents, by which it is found again."""
    return " ".join(words(name))


@derived
def calendar_words() -> frozenset[str]:
    """The months and weekdays of all languages, which stand in capitals before names."""
    rows = (row for one in tables() for row in (*one.months, *one.weekdays))
    return frozenset(level(word) for row in rows for word in row if len(word) > _ABBREVIATED)
