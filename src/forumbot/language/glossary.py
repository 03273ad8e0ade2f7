"""Words for words: what the words of a question in one of seventeen languages are in English."""

import hashlib
import json
import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import takewhile

import numpy as np
import Stemmer

from forumbot.kept_files import kept
from forumbot.language.levelling import level
from forumbot.language.questions import function_words
from forumbot.language.table import codes, derived, table
from forumbot.language.words import LocatedWord, located_words, stem, words

_FOLDER = "glossaries"
# Set by hand: a row of three words is an expression at most; a word has a few usual translations.
# Its forms are said as well; what follows them is how questions put it ("wie hoch ist").
_LONGEST, _USUAL, _SAID = 3, 2, 4
# Set by hand: half of a compound is a word, and what joins the halves.
_SHORTEST_HALF = 4
# Set by hand: of what begins with an unknown word only a longer ending is no part of a name.
_SHORTEST_BEGINNING, _SHORTEST_HEAD = 3, 5
_JOINTS = ("", "s", "es", "n", "en", "e")
_CAPITALISED = "de"
COMPOUNDING = frozenset({"de", "nl", "da", "sv", "fi", "hu"})
"""The languages that write words together."""

# Two forms of one word share so many letters, and end in so many others at most, short ones in one
# of these; chosen by how many English words of 9,930 public questions are found in their
# translations (bench/trials.md).
_SHARED, _ENDING = 5, 3
_SHARED_SHORT, _SHORT_ENDINGS = 3, frozenset("aeiouysnx")

# What is written as it is levelled.
_PLAIN = re.compile(r"[a-z ]*")

# What a glossary is made by, beside its file and the tables.
_CODE = ("glossary.py", "levelling.py", "paraphrases.py", "words.py")

Key = tuple[str, ...]


class Glossary:
    """From words or stems in a row to what they are in another language, the most usual first.

    It stays as it is written, as seventeen of them as dictionaries took 20 MB: lines in the order
    of their bytes, each of a row with spaces between its words, a tab, and with bars between them
    what these may be.
    """

    def __init__(self, lines: bytes) -> None:
        self._lines = lines
        ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n"))
        self._starts = array("I", [0, *(ends + 1).tolist()][:-1])

    @classmethod
    def of(cls, ways: Mapping[Key, Sequence[str]]) -> bytes:
        """The lines of what words in a row may be."""
        rows = (
            f"{' '.join(key)}\t{'|'.join(each)}\n" for key, each in ways.items() if key and each
        )
        return b"".join(sorted(row.encode() for row in rows))

    def get(self, row: Sequence[str]) -> Key | None:
        """What these in a row are; None where they are not known together."""
        start = f"{' '.join(row)}\t".encode()
        return next((tuple(ways.split("|")) for _row, ways in self._from(start)), None)

    def beginning(self, letters: str) -> Iterator[str]:
        """The rows that begin so."""
        return (row for row, _ways in self._from(letters.encode()))

    def __contains__(self, word: str) -> bool:
        return next(self._from(f"{word}\t".encode()), None) is not None

    def __iter__(self) -> Iterator[str]:
        return self.beginning("")

    def _from(self, start: bytes) -> Iterator[tuple[str, str]]:
        """The lines that begin so, in two parts."""
        lines, size = self._lines, len(start)
        first = bisect_left(self._starts, start, key=lambda at: lines[at : at + size])
        for place in range(first, len(self._starts)):
            at = self._starts[place]
            if not lines.startswith(start, at):
                return
            row, _tab, ways = lines[at : lines.index(b"\n", at)].decode().partition("\t")
            yield row, ways


@derived
def languages() -> tuple[str, ...]:
    """The codes of the languages that have a glossary, in alphabetical order."""
    found = files("forumbot.language").joinpath(_FOLDER).iterdir()
    return tuple(sorted(path.name.removesuffix(".tsv") for path in found if _is_table(path.name)))


def in_english(text: str, located: Sequence[LocatedWord], code: str) -> tuple[str, ...]:
    """English words for those of a text in a language, in order, each once.

    ``located`` are its levelled words where they stand. Empty where the glossary knows none, or the
    language has no glossary.

    The longest rows of words that the glossary has are looked up first; function words of the
    language by themselves are left out, words that it does not know stay as they are. A name in
    capitals and a word of English by itself ("core developer") have no other form.
    """
    if code not in languages():
        return ()
    known, left_out = glossary(code), function_words(code)
    written = [text[start:end] for _word, start, end in located]
    forms: tuple[tuple[Glossary, Sequence[str]], ...] = (
        (_as_written(code), [word for word, _start, _end in located]),
        (known, _stems(text, located, code)),
        (known, [stem(word, code) for word, _start, _end in located]),
    )
    found: dict[str, None] = {}
    place, is_any_known = 0, False
    while place < len(located):
        word = located[place][0]
        is_itself = _is_acronym(written[place], text) or word in _english_words(code)
        exact, *by_stem = (_at(one, row, place) for one, row in forms)
        others = (one for one in by_stem if one[0] > 1 or not is_itself)
        taken, english = max([exact, *others], key=lambda one: one[0])
        if taken < 2 and word in left_out:
            english = ()
        elif not english and not is_itself:
            english = _of_parts(known, word, code) or _of_head(word, written[place], code)
        is_any_known = is_any_known or bool(english)
        if not english and not (word in left_out or _is_letter(word)):
            english = (written[place],)
        found.update(dict.fromkeys(english))
        place += max(taken, 1)
    return tuple(found) if is_any_known else ()


def has_word(word: str, code: str) -> bool:
    """Whether the glossary of a language has a levelled word in any form of its stem."""
    return code in languages() and stem(word, code) in glossary(code)


def writes_word(word: str, code: str) -> bool:
    """Whether the glossary of a language has a levelled word just so, in no other form."""
    return code in languages() and word in _as_written(code)


def written_like(beginning: str, code: str) -> list[str]:
    """The single words of the glossary of a language, levelled, that begin with some letters."""
    if code not in languages():
        return []
    return [row for row in _as_written(code).beginning(beginning) if " " not in row]


@lru_cache(maxsize=256)
def meanings(text: str, place: LocatedWord, code: str) -> tuple[str, ...]:
    """All that a word of a text in a language may be in English, the likeliest first.

    As it stands, by its stem, in its halves and in another form; where :func:`in_english` says what
    a question is likely to mean, this says what a text may answer to.
    """
    if code not in languages():
        return ()
    known, row = glossary(code), [place]
    exact = _as_written(code).get([place[0]]) or ()
    by_stem = [known.get(key) or () for key in (_stems(text, row, code), (stem(place[0], code),))]
    said = [exact, *by_stem] if exact or any(by_stem) else [_of_parts(known, place[0], code)]
    return tuple(dict.fromkeys(way for ways in said for way in ways))


def _is_letter(word: str) -> bool:
    """Whether it is what is left of an article, as in ``l'industrie``, or a letter by itself."""
    return len(word) == 1 and word.isalpha()


def _is_acronym(word: str, text: str) -> bool:
    """Whether it is a name in capitals, of a text that is not all in capitals."""
    return len(word) > 1 and word.isupper() and not text.isupper()


def _of_parts(known: Glossary, word: str, code: str) -> tuple[str, ...]:
    """The English of a word that is not known: of its halves, or of another form of it."""
    halves = _halves(known, word, code) if code in COMPOUNDING else ()
    return halves or _of_another_form(known, word, code)


def _of_head(word: str, written: str, code: str) -> tuple[str, ...]:
    """The beginning of a compound as it is, and the English of its longest ending that is known.

    Only of what is written as a noun is, with a capital in German and without elsewhere: names
    are no compounds.
    """
    is_noun = (
        code in COMPOUNDING
        and written[1:].islower()
        and written[:1].isupper() is (code == _CAPITALISED)
    )
    for cut in range(_SHORTEST_BEGINNING, len(word) - _SHORTEST_HEAD + 1) if is_noun else ():
        head = _as_written(code).get([word[cut:]])
        if head is not None:
            return (written[:cut], head[0])
    return ()


def _of_another_form(known: Glossary, word: str, code: str) -> tuple[str, ...]:
    """The English of the word that shares most of its letters, and differs in its ending alone.

    By stems, and as words are written: the stem of "clúster" is shorter than that of "clústeres".
    """
    if len(word) < _SHARED_SHORT:
        return ()
    forms = (known, _as_written(code))
    near = (
        (shared_beginning(word, other), -len(other), other, -place)
        for place, ways in enumerate(forms)
        for other in ways.beginning(word[:_SHARED_SHORT])
        if " " not in other and _is_another_form(word, other)
    )
    best = max(near, default=None)
    return (forms[-best[3]].get([best[2]]) or ())[:_USUAL] if best else ()


def _is_another_form(word: str, other: str) -> bool:
    shared = shared_beginning(word, other)
    endings = word[shared:], other[shared:]
    if shared >= _SHARED:
        return max(map(len, endings)) <= _ENDING
    return all(len(ending) <= 1 and _SHORT_ENDINGS.issuperset(ending) for ending in endings)


def shared_beginning(word: str, other: str) -> int:
    """How many letters two words have in common from their beginning on."""
    pairs = zip(word, other, strict=False)
    return sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _at(known: Glossary, stems: Sequence[str], place: int) -> tuple[int, tuple[str, ...]]:
    """How many words from a place on are known together, and what they are in English."""
    for count in range(min(_LONGEST, len(stems) - place), 0, -1):
        english = known.get(stems[place : place + count])
        if english is not None:
            return count, english[:_USUAL]
    return 0, ()


def _halves(known: Glossary, word: str, code: str) -> tuple[str, ...]:
    """The English of both halves of a compound, where there is a cut at which both are known."""
    for cut in range(len(word) - _SHORTEST_HALF, _SHORTEST_HALF - 1, -1):
        second = known.get([stem(word[cut:], code)])
        if second is None:
            continue
        for joint in _JOINTS:
            first = word[:cut].removesuffix(joint)
            if word[:cut].endswith(joint) and len(first) >= _SHORTEST_HALF:
                found = known.get([stem(first, code)])
                if found is not None:
                    return (*found[:1], *second[:1])
    return ()


def from_english(words: Sequence[str], code: str) -> tuple[str, ...]:
    """What people say most for English words, each once, in order; others as they are.

    Empty where the glossary knows none of them.
    """
    known = _from_english(code) if code in languages() else Glossary(b"")
    stems = [stem(level(word), "en") for word in words]
    found: dict[str, None] = {}
    place, is_any_known = 0, False
    while place < len(stems):
        taken, ways = _at(known, stems, place)
        is_any_known = is_any_known or bool(ways)
        found.update(dict.fromkeys(ways[:_SAID] or (words[place],)))
        place += max(taken, 1)
    return tuple(found) if is_any_known else ()


@derived
def _from_english(code: str) -> Glossary:
    def made() -> bytes:
        found: dict[Key, Sequence[str]] = {}
        for english, ways in rows_of(code):
            found.setdefault(_key(english, "en"), ways)
        return Glossary.of(found)

    return kept_glossary(f"from-english-{code}", (code,), made)


@derived
def glossary(code: str) -> Glossary:
    """The glossary of a language by its stems, read once."""
    return kept_glossary(f"stems-{code}", (code,), lambda: _ranked(code, _keys))


@derived
def _as_written(code: str) -> Glossary:
    """The glossary by words as they are written, levelled: "Leden" are members before sufferers."""
    by_words = lambda way, _code: {tuple(words(way))}  # noqa: E731
    return kept_glossary(f"written-{code}", (code,), lambda: _ranked(code, by_words))


def _ranked(code: str, keys: Callable[[str, str], set[Key]]) -> bytes:
    """The English words of each key of what people say, the most usual first."""
    ranked: dict[Key, dict[str, int]] = defaultdict(dict)
    for english, ways in rows_of(code):
        for rank, way in enumerate(ways):
            for key in keys(way, code):
                ranked[key].setdefault(english, rank)
    return Glossary.of({key: sorted(ways, key=ways.__getitem__) for key, ways in ranked.items()})


@derived
def _english_words(code: str) -> Glossary:
    """The single English words of a glossary, levelled; of itself each."""

    def made() -> bytes:
        found = {level(english) for english, _ways in rows_of(code) if " " not in english}
        return Glossary.of({(one,): (one,) for one in found})

    return kept_glossary(f"english-{code}", (code,), made)


def kept_glossary(name: str, codes: Sequence[str], make: Callable[[], bytes]) -> Glossary:
    """What is made of glossaries, kept under a name: one took a tenth of a second to read."""
    of = json.dumps([_made_by(), *map(_hash_of, codes)])
    found = kept(f"glossary-{name}", of, make, ".tsv")
    return Glossary(found if isinstance(found, bytes) else found.read_bytes())


@derived
def _made_by() -> list[object]:
    """What the stems and the levelled words of all glossaries are made by."""
    folder = files("forumbot.language")
    code = [hashlib.sha256(folder.joinpath(name).read_bytes()).hexdigest() for name in _CODE]
    ordinals = sorted(table("en").ordinals.items())
    return [*code, Stemmer.version(), ordinals, [table(one).stemmer for one in codes()]]


@derived
def _hash_of(code: str) -> str:
    return hashlib.sha256(written(code).encode()).hexdigest()


def rows_of(code: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each English word of a glossary with what people say for it, the most usual first."""
    for line in written(code).splitlines():
        english, _tab, ways = line.partition("\t")
        yield english, tuple(ways.split("|"))


def written(code: str) -> str:
    """The glossary of a language as it is written: lines of an English word, a tab and its ways."""
    path = files("forumbot.language").joinpath(_FOLDER, f"{code}.tsv")
    return path.read_bytes().decode("utf-8")


def _key(text: str, code: str) -> Key:
    return tuple(stem(word, code) for word in words(text))


def _keys(way: str, code: str) -> set[Key]:
    """What a way is found by: its stems, and those of its words as they are written."""
    key = _key(way, code)
    if _PLAIN.fullmatch(way):
        as_written = tuple(map(level, key))
    else:
        as_written = _stems(way, located_words(way), code)
    return {key, as_written} - {()}


def _stems(text: str, located: Sequence[LocatedWord], code: str) -> Key:
    """The levelled stems of words as they are written: stemmers go by accents, people do not."""
    return tuple(level(stem(text[start:end].lower(), code)) for _word, start, end in located)


def _is_table(name: str) -> bool:
    return re.fullmatch(r"[a-z]{2}\.tsv", name) is not None
