"""Lines that an editor or a converter broke at a margin, made whole again."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from forumbot.archive.formats.bullets import split_bullet, split_number
from forumbot.language.clock_times import opens_with_time, timed

HARD_BREAK = "\u2028"
"""Before a line: its author put it on a line of its own."""

_NARROWEST, _WIDEST = 40, 140
_WORD_BREAK = re.compile(r"(?P<head>[^\W\d_]{2,})[-\u2010\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# "Vor- und Nachteile", "short- and long-term": the hyphen stands for what follows later.
_SUSPENDING = frozenset("und oder bzw and or to et ou en of y o e och og".split())
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)»]*$")
_COLUMNS = re.compile(r"\S(?: {3,}|\t)\S")
_COUNT = re.compile(r"\s*([^\W\d_]{2,20})\s(\d{1,3})[.:)](?=\s|$)")
_MIN_HANGING = 3
_LOOSE = 0.85
_NEARLY_ALL = 0.95
_MIN_WRAPPED = 2
# Set by hand: what a text typed with a line free after each has at least.
_FEWEST_SPACED, _MOSTLY_SPACED, _GOING_ON = 6, 0.75, 0.25
# Fewer lines than that are so where nearly all go on, and fill a line.
_FEWEST_WRAPPED, _NEARLY_GOING_ON = 3, 0.6
# A line of prose may begin with a time by chance, two hardly.
_FEWEST_TIMED = 2
_SHORT = 0.6  # of the longest line: what stops there and is no sentence is a title


class Unwrapper:
    """Joins the wrapped lines of one document, having seen how its lines are broken.

    With ``flows`` a line break means nothing by itself, as in Markdown.
    """

    def __init__(self, lines: Sequence[str], *, flows: bool = False) -> None:
        self._words = Counter(word.lower() for line in lines for word in _WORD.findall(line))
        self._flows = flows
        self._margin = _margin(lines)
        self._hangs = not flows and _hanging_lines(lines) >= _MIN_HANGING

    def paragraphs(self, lines: Sequence[str]) -> list[str]:
        """The paragraphs in a run of lines, each wrapped one on one line.

        Short lines that nobody wrapped (addresses, verses) keep their line ends within one
        paragraph; a whole statement on its line is a paragraph of its own, as is what a programme
        has at each time, and what one word counts ("Item 1: …", "Item 2: …").
        """
        width = max((len(line.rstrip()) for line in lines), default=0)
        is_programme = timed(lines) >= _FEWEST_TIMED
        counted = _counted(lines)
        found: list[list[str]] = []
        for place, line in enumerate(lines):
            text, before = line.strip(), lines[place - 1]
            is_own = place in counted or (is_programme and opens_with_time(text))
            if place == 0 or is_own or self._begins_paragraph(before, line, width):
                found.append([text])
            elif self._is_wrapped(before, line, width):
                found[-1][-1], glue = self.seam(found[-1][-1], text)
                found[-1] += [glue, text]
            else:
                found[-1] += ["\n", text]
        return ["".join(parts) for parts in found]

    def joined(self, lines: Sequence[str]) -> str:
        """All lines on one, as where a list shows that they belong together."""
        parts: list[str] = []
        for line in lines:
            text = line.strip()
            if parts:
                parts[-1], glue = self.seam(parts[-1], text)
                parts.append(glue)
            parts.append(text)
        return "".join(parts)

    def seam(self, before: str, after: str) -> tuple[str, str]:
        """How two halves of a wrapped line join: what is left of the first, and the glue.

        A word broken between them is mended; its hyphen goes where the document knows the word
        without it.
        """
        broken = _WORD_BREAK.search(before)
        tail = _WORD.match(after)
        if broken is None or tail is None or not after[:1].islower():
            return before, " "
        first, second = broken["head"].lower(), tail[0].lower()
        if second in _SUSPENDING:
            return before, " "
        is_one_word = self._words[first + second] > self._words[f"{first}-{second}"]
        return (before[:-1] if is_one_word else before), ""

    def _is_wrapped(self, before: str, line: str, width: int) -> bool:
        """Whether ``line`` goes on where ``before`` was full."""
        in_columns = _COLUMNS.search(before.strip()) or _COLUMNS.search(line.strip())
        if line.startswith(HARD_BREAK) or in_columns:
            return False
        if indent(line) > indent(before) + 1:
            return True
        if self._hangs and indent(line) == 0:
            return False
        is_whole = _SENTENCE_END.search(before.rstrip()) is not None
        if not is_whole and (line.lstrip()[:1].islower() or line.lstrip().startswith("(")):
            return True
        if not is_whole and self._flows and len(before.strip()) > _NARROWEST:
            return True
        return _is_full(before, line, max(width, self._margin) if is_whole else width * _LOOSE)

    def _begins_paragraph(self, before: str, line: str, width: int) -> bool:
        if line.startswith(HARD_BREAK) or self._is_wrapped(before, line, width):
            return False
        whole = _SENTENCE_END.search(before.rstrip()) is not None
        return whole or len(before.strip()) > _NARROWEST or (self._hangs and indent(line) == 0)


def _counted(lines: Sequence[str]) -> set[int]:
    """The places of lines that open with one word and a number, which counts up."""
    opened = ((place, _COUNT.match(line)) for place, line in enumerate(lines))
    found = [(place, one[1].casefold(), int(one[2])) for place, one in opened if one]
    return {
        place
        for (above, word, number), (below, other, following) in pairwise(found)
        if word == other and following == number + 1
        for place in (above, below)
    }


def _is_full(before: str, line: str, width: float) -> bool:
    """Whether the next line's first word would not have fitted behind ``before``."""
    if not _NARROWEST <= width <= _WIDEST:
        return False
    first_word = line.split(maxsplit=1)[0] if line.strip() else ""
    return len(before.rstrip()) + 1 + len(first_word) > width


def _margin(lines: Sequence[str]) -> float:
    """The width at which a document is wrapped; infinite where it is not."""
    lengths = sorted(length for line in lines if (length := len(line.rstrip())) >= _NARROWEST)
    width = lengths[int(len(lengths) * _NEARLY_ALL)] if lengths else 0
    near = sum(1 for length in lengths if length >= width * _LOOSE)
    return width if width <= _WIDEST and near >= _MIN_WRAPPED else math.inf


def single_spaced(lines: list[str]) -> list[str]:
    """The lines of a text, without the blank ones between all of them where it is double-spaced.

    It is where hardly any line has a neighbour, and many go on in small letters. A title stays
    apart from what follows it.
    """
    visible = [place for place, line in enumerate(lines) if line.strip()]
    is_short = len(visible) < _FEWEST_SPACED
    if len(visible) < _FEWEST_WRAPPED:
        return lines
    apart = sum(after - before == 2 for before, after in pairwise(visible))
    touching = sum(after - before == 1 for before, after in pairwise(visible))
    going_on = sum(lines[place].lstrip()[:1].islower() for place in visible)
    is_double = apart >= (apart + touching) * _MOSTLY_SPACED and touching <= apart // 10
    if not is_double or going_on < (1 if is_short else len(visible) * _GOING_ON):
        return lines
    width = max(len(lines[place].strip()) for place in visible)
    texts = [lines[place].strip() for place in visible]
    first = next((at for at, pair in enumerate(pairwise(texts)) if not _stops(*pair, width)), 0)
    if is_short and not _are_wrapped(texts[first:]):
        return lines
    kept = [lines[: visible[0] + 1]]
    for before, after in pairwise(visible):
        is_between = after - before == 2 and not _stops(lines[before], lines[after], width)
        kept.append(lines[before + is_between + 1 : after + 1])
    return [line for stretch in kept for line in stretch]


def _are_wrapped(lines: Sequence[str]) -> bool:
    """Whether nearly all of a few lines go on with the one before, which fills its line.

    A noun may open one with a capital letter, as in German, where a small word stands before it.
    """
    width = max(map(len, lines))
    pairs = [pair for pair in pairwise(lines) if not _SENTENCE_END.search(pair[0])]
    going_on = sum(
        after[:1].islower() or (len(before) >= _LOOSE * width and before.split()[-1].islower())
        for before, after in pairs
    )
    are_filled = all(len(before) >= _NARROWEST for before, _after in pairs)
    return are_filled and going_on >= len(lines) * _NEARLY_GOING_ON


def _stops(line: str, following: str, width: int) -> bool:
    """Whether a line ends long before the margin, though no sentence does, and another begins."""
    is_short = len(line.strip()) < _SHORT * width and not _SENTENCE_END.search(line.rstrip())
    return is_short and not following.lstrip()[:1].islower()


def indent(line: str) -> int:
    """How many characters of white space a line begins with."""
    return len(line) - len(line.lstrip())


def _hanging_lines(lines: Iterable[str]) -> int:
    """How many lines go on, indented and in lower case, with one that is not indented."""
    count = 0
    before = ""
    for line in lines:
        goes_on = indent(line) > 1 and line.lstrip()[:1].islower()
        is_prose = before[:1].isalnum() and split_number(before) is None
        count += goes_on and is_prose and split_bullet(before) is None
        before = line
    return count
