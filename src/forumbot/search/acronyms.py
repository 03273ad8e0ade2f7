"""The archive's own acronyms: "Full Name (ABC)" and "ABC (Full Name)", found in its texts.

Files are named by some as well.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import PurePosixPath

from forumbot.asking.question import Question
from forumbot.language.levelling import level
from forumbot.language.words import stem, stop_words, words

_BRACKETS = re.compile(r"\(([^()\n]{2,120})\)")
_ACRONYM = re.compile(r"[^\W_][\w&./+-]{0,8}[^\W_]")
_LAST_ACRONYM = re.compile(rf"(?<![\w&./+-])({_ACRONYM.pattern})['’”\"]?\s?$")
_PLAIN_WORD = re.compile(r"(?<![\w.@/-])[^\W\d_A-Z]{2,10}(?![\w@/-])")
# Characters before a bracket in which a name is looked for; set by hand, some twenty words.
_LONGEST_NAME = 160
# Set by hand: two letters are the initials of some words of a title by chance.
_LEAST_OF_TITLE = 3


class Acronyms:
    """Acronyms with the name that each stands for, the most frequent one.

    Left out are those that the texts also use as a word in small letters, and stop words. Texts are
    looked through for words when a question first has one that they define.
    """

    def __init__(self, names: Mapping[str, str], texts: Sequence[str]) -> None:
        """``names`` gives for each acronym that the texts define, as it is written, a full name."""
        self._names, self._texts = names, texts
        self._defined = _Forms(names)

    @classmethod
    def mined(cls, texts: Iterable[str]) -> "Acronyms":
        """Those that the texts define; by Schwartz and Hearst (2003)."""
        kept, counts = list(texts), defaultdict[str, Counter[str]](Counter)
        for acronym, name in (one for text in kept for one in definitions(text)):
            counts[acronym][name] += 1
        names = {acronym: found.most_common(1)[0][0] for acronym, found in counts.items()}
        return cls(names, kept)

    def __len__(self) -> int:
        return len(self._forms)

    def other_form(self, question: Question) -> str:
        """The wording with each acronym replaced by its full name, and each name by its acronym.

        It comes back as it is where it has neither. Acronyms of two letters count in capitals only,
        and in other languages than English all do, as there they may be words ("dag").
        """
        if self._defined.exchanged(question) == question.text:
            return question.text
        return self._forms.exchanged(question)

    @cached_property
    def _forms(self) -> "_Forms":
        plain = {word for text in self._texts for word in _PLAIN_WORD.findall(text)}
        common = stop_words().union(map(level, plain))
        return _Forms({one: name for one, name in self._names.items() if level(one) not in common})


class _Forms:
    """Acronyms and their names, by their stems."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = {_stem(level(acronym)): name for acronym, name in names.items()}
        self._acronyms = {_stems(name): acronym for acronym, name in names.items()}
        self._longest = max(map(len, self._acronyms), default=0)

    def __len__(self) -> int:
        return len(self._names)

    def exchanged(self, question: Question) -> str:
        """The wording with each for the other."""
        text, found = question.text, question.located
        stems = [_stem(word) for word, _start, _end in found]
        place, reached = 0, 0
        parts: list[str] = []
        while place < len(found):
            size, form = self._at(stems, place)
            start, end = found[place][1], found[place + size - 1][2]
            is_word = end - start == 2 or question.spoken != "en"
            if size == 1 and is_word and not text[start:end].isupper():
                form = None
            if form is not None:
                parts += [text[reached:start], form]
                reached = end
            place += size
        return "".join([*parts, text[reached:]])

    def _at(self, stems: list[str], place: int) -> tuple[int, str | None]:
        """How many words from a place on are one form, and the other form of them, if any."""
        for size in range(min(self._longest, len(stems) - place), 1, -1):
            acronym = self._acronyms.get(tuple(stems[place : place + size]))
            if acronym is not None:
                return size, acronym
        return 1, self._names.get(stems[place])


def definitions(text: str) -> Iterator[tuple[str, str]]:
    """Each acronym that a text defines, with its full name, as they are written."""
    for match in _BRACKETS.finditer(text):
        inside, before = (
            match[1].strip(),
            text[max(match.start() - _LONGEST_NAME, 0) : match.start()],
        )
        line = before.rpartition("\n")[2].rstrip()
        acronym = re.split(r"[,;:]", inside)[0].strip()
        if _is_acronym(acronym):
            name = full_name(acronym, _last_words(line, acronym))
            if name:
                yield acronym, name
            continue
        outside = _LAST_ACRONYM.search(line)
        if outside and _is_acronym(outside[1]):
            name = full_name(outside[1], inside)
            if name and inside.startswith(name):
                yield outside[1], name


def file_acronyms(doc_id: str, title: str) -> list[tuple[str, str]]:
    """The words of a file's name that are the initials of words of its title, with these words.

    As "agm-2025.md" of "Minutes of the annual general meeting 2025".
    """
    named = re.findall(r"[^\W\d_]+", PurePosixPath(doc_id).stem)
    return [(one.upper(), name) for one in named if (name := name_in_title(one, title))]


def name_in_title(acronym: str, title: str) -> str | None:
    """The words beside one another in a title, but for small ones, that begin with the letters."""
    told = [one for one in re.finditer(r"[^\W\d_]+", title) if level(one[0]) not in stop_words()]
    initials = "".join(level(one[0])[:1] for one in told)
    at = initials.find(level(acronym)) if len(acronym) >= _LEAST_OF_TITLE else -1
    return title[told[at].start() : told[at + len(acronym) - 1].end()] if at >= 0 else None


def full_name(acronym: str, candidate: str) -> str | None:
    """The end of a candidate that an acronym stands for, None where there is none.

    That is the words that begin with its letters; else the shortest end which holds the letters in
    order, the first at the beginning of a word and the last in the last word, as in Schwartz and
    Hearst (2003), "A simple algorithm for identifying abbreviation definitions in biomedical text".
    A name is longer than one word and than the acronym, and does not hold it.
    """
    letters = [letter for letter in acronym.casefold() if letter.isalnum()]
    found = _by_initials(letters, candidate) or _by_letters(letters, candidate)
    name = found.strip(" \"'“”‘’") if found else ""
    is_name = len(name) > len(acronym) and len(words(name)) > 1 and "_" not in name
    return name if is_name and level(acronym) not in words(name) else None


def _by_initials(letters: list[str], candidate: str) -> str | None:
    """The last words, beside stop words, whose initials are the letters."""
    starts = list(re.finditer(r"[^\W_]+", candidate))
    told = [match for match in starts if level(match[0]) not in stop_words()]
    for chosen in (told, starts):
        last = chosen[-len(letters) :]
        if [match[0][0].casefold() for match in last] == letters:
            return candidate[last[0].start() :]
    return None


def _by_letters(letters: list[str], candidate: str) -> str | None:
    place = len(candidate)
    for number in range(len(letters) - 1, -1, -1):
        place -= 1
        while place >= 0 and (
            candidate[place].casefold() != letters[number]
            or (number == 0 and place > 0 and candidate[place - 1].isalnum())
        ):
            place -= 1
        if place < 0 or (number == len(letters) - 1 and " " in candidate[place:].rstrip()):
            return None
    return candidate[place:]


def _is_acronym(text: str) -> bool:
    """Whether it is one word of two to ten characters, mostly capitals."""
    capitals = sum(letter.isupper() for letter in text)
    letters = sum(letter.isalpha() for letter in text)
    return _ACRONYM.fullmatch(text) is not None and capitals >= 2 and 2 * capitals >= letters


def _last_words(text: str, acronym: str) -> str:
    """As many of the last words as the acronym may stand for: its letters and five, or twice."""
    count = min(len(acronym) + 5, 2 * len(acronym))
    return " ".join(text.split()[-count:])


def _stem(word: str) -> str:
    return stem(word, "en")


def _stems(name: str) -> tuple[str, ...]:
    return tuple(map(_stem, words(name)))
