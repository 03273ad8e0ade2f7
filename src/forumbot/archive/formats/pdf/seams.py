"""Lines that a typesetter broke, joined: broken words are mended, compounds keep their hyphen."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_BROKEN = re.compile(r"(?P<head>[^\W\d_]+)(?P<mark>[-\u2010\u00ad])$")
_LONGEST_WORD = 200
_LONG_TOKEN = 8  # characters, set by hand: what a narrow cell may have no room for
_HEAD = re.compile(r"[^\W\d_]+$")
_TAIL = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*$")
# What is no word but the rest of an address that did not fit on its line.
_REST_OF_ADDRESS = re.compile(r"(?!\S*://)\S*(?:[=%#]|\w/\w\S*/|\w\.(?:html?|pdf|php|aspx?)\b)")
# "Vor- und Nachteile", "short- and long-term": the hyphen stands for what follows later.
_SUSPENDING = frozenset("und oder bzw and or to et ou en of y o e och og".split())
_COMPOUND_ENDS = frozenset(
    """aware based border bound centered centred centric dependent driven efficient ended free
    friendly funded graded independent intensive led level like long oriented owned party proof
    quality ready related rich scale sector sized specific term the time to up wide world year
    in of on off out by and""".split()
)
_COMPOUND_STARTS = frozenset("all cross ex half high low non self user well".split())


class Seams:
    """Joins lines of one document, knowing the words that it holds unbroken."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        for line in lines:
            whole = line.rstrip()
            broken = _BROKEN.search(whole[-_LONGEST_WORD:])
            kept = whole[: -len(broken[0])] if broken else whole
            self._words.update(word.lower() for word in _TOKEN.findall(kept))

    def join(self, lines: Sequence[str], breaks: Sequence[bool]) -> str:
        """One text; a line feed stays where ``breaks`` says that one was meant after a line."""
        done: list[str] = []
        last = lines[0] if lines else ""
        for above, line, is_break in zip(lines, lines[1:], breaks, strict=False):
            if self._cuts_word(above, line):
                last += line
            elif is_break and not _BROKEN.search(last[-_LONGEST_WORD:]):
                done.append(last + "\n")
                last = line
            else:
                joined = self.seam(last, line)
                done.append(joined[:-_LONGEST_WORD])
                last = joined[-_LONGEST_WORD:]
        return "".join(done) + last

    def _cuts_word(self, line: str, following: str) -> bool:
        """Whether a line is one long word that a narrow cell broke without a hyphen."""
        head, tail = _HEAD.search(line[-_LONGEST_WORD:]), _TAIL.match(following)
        is_long = len(line) >= _LONG_TOKEN and " " not in line
        if not is_long or head is None or tail is None or not tail[0].islower():
            return False
        first, second = head[0].lower(), tail[0]
        whole = self._words[first + second]
        return whole > 0 and whole >= max(self._words[first], self._words[second])

    def seam(self, before: str, after: str) -> str:
        """Two halves of a text that a line's end parted."""
        whole, before = before[:-_LONGEST_WORD], before[-_LONGEST_WORD:]
        return whole + self._seam(before, after)

    def _seam(self, before: str, after: str) -> str:
        if before.endswith("\u00ad"):
            return before[:-1] + after
        broken = _BROKEN.search(before)
        if broken is None:
            is_open = before.endswith(("/", "-", "_")) or _REST_OF_ADDRESS.match(after)
            is_cut = bool(is_open) and _ADDRESS.search(before) is not None
            return before + ("" if is_cut else " ") + after
        tail = _TAIL.match(after)
        if tail is None:
            return before + ("" if after[:1].isdigit() else " ") + after
        if (
            tail[0].lower() in _SUSPENDING
            and not self._words[f"{broken['head']}-{tail[0]}".lower()]
        ):
            return before + " " + after
        return (
            before[:-1] if self._is_one_word(before, broken["head"], tail[0]) else before
        ) + after

    def _is_one_word(self, before: str, head: str, tail: str) -> bool:
        """Whether a hyphen at a line's end was put there by breaking the line."""
        if not tail.islower() or "-" in before.split()[-1][:-1] or _ADDRESS.search(before):
            return False
        first, second = head.lower(), tail.lower()
        joined, hyphened = self._words[first + second], self._words[f"{first}-{second}"]
        if joined or hyphened:
            return joined >= hyphened
        if head.isupper() or second in _COMPOUND_ENDS or first in _COMPOUND_STARTS:
            return False
        both_known = self._words[first] > 1 and self._words[second] > 1
        return not (both_known and min(len(first), len(second)) > 3)
