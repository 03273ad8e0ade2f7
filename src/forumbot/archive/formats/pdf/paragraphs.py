"""The lines of a block to paragraphs: where one begins, and the list marker that opens it."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from statistics import median

from forumbot.archive.formats.bullets import (
    opens_with_day,
    shown_bullet,
    split_bullet,
    split_number,
)
from forumbot.archive.formats.pdf.lines import hangs, is_marker
from forumbot.archive.formats.pdf.page import Line, spell

SENTENCE_ENDS = (".", "!", "?", ":", ";", "…", ".”", '."', ".)", "?)")
_ENTRY_END = re.compile(r"(?:[._·…]\s?){6,}\s*\d{1,4}$")
# Set by hand: characters of a line that ends before a label, and words of the label.
_LONGEST_LABELLED, _LABEL_WORDS = 120, 4
_WIDEST_STEP = 2.7  # type sizes from line to line, of texts that are set wide
_FULL_ENOUGH = 0.4  # of the width, set by hand: a line that goes on in a small letter is so full


def split_marker(line: Line) -> tuple[str, str]:
    """The list marker that a line begins with, empty if none, and the text behind it."""
    words = line.cells[0]
    first = words[0]
    if len(words) > 1 and is_marker(first):
        rest = spell(words[1:])
        gap = words[1].x0 - first.x1
        if len(first.text) == 1 and not (first.text.isalpha() and not first.symbol):
            return ("*" if first.text == "*" else shown_bullet(first.text)), rest
        if first.symbol or (first.text == "o" and gap > 0.5 * first.size):
            return "•", rest
        if split_number(f"{first.text} {rest}"):
            return first.text, rest
    found = split_bullet(line.text)
    return (shown_bullet(found[0]), found[1]) if found else ("", line.text)


def paragraphs(lines: Sequence[Line], right: float) -> Iterator[list[Line]]:
    """The lines of each paragraph in turn; ``right`` is how far lines may reach."""
    left = min(line.x0 for line in lines)
    steps = [two.baseline - one.baseline for one, two in pairwise(lines)]
    step = min(median(steps), _WIDEST_STEP * lines[0].size) if steps else 0.0
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and _begins(paragraph, line, left=left, right=right, step=step):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    yield paragraph


def _begins(paragraph: list[Line], line: Line, *, left: float, right: float, step: float) -> bool:
    """Whether a line begins a new paragraph below the lines of the present one."""
    before = paragraph[-1]
    if hangs(line) or _is_apart(before, line, step) or _are_days(paragraph[0], line):
        return True
    on_purpose = is_broken_on_purpose(before, line, right)
    ended = before.text.endswith(SENTENCE_ENDS)
    marker, _ = split_marker(line)
    if marker:
        is_bullet = not marker[-1].isalnum() and not marker.endswith((".", ")"))
        return is_bullet or on_purpose or ended or bool(split_marker(paragraph[0])[0])
    looks_other = (before.bold, before.underlined) != (line.bold, line.underlined)
    if looks_other and (on_purpose or before.bold) and len(before.text) < _LONGEST_LABELLED:
        return True
    if (on_purpose and ended) or _ENTRY_END.search(before.text) or _is_term(paragraph, line):
        return True
    if (ended or on_purpose) and _is_outdented(paragraph, line):
        return True
    return _is_indented(paragraph, line, left)


def _is_apart(before: Line, line: Line, step: float) -> bool:
    """Whether a line stands further below the one before than others do, or in another size."""
    small, large = sorted((before.size, line.size))
    return small < 0.92 * large or line.baseline - before.baseline > 1.25 * step + 1


def _are_days(first: Line, line: Line) -> bool:
    """Whether both begin with days, as the lines of a list of dates do."""
    return opens_with_day(line.text) and opens_with_day(first.text)


def is_broken_on_purpose(before: Line, line: Line, right: float) -> bool:
    """Whether the next line's first word would have fitted behind the line before."""
    word = line.words[0]
    if _opens_with_label(line) and not before.words[-1].bold:
        return True
    reaches_far = before.x1 - before.x0 > _FULL_ENOUGH * (right - before.x0)
    if reaches_far and word.text[:1].islower() and not before.text.endswith(SENTENCE_ENDS):
        return False
    return before.x1 + (word.x1 - word.x0) + line.size < right


def _opens_with_label(line: Line) -> bool:
    """Whether a line opens with a few bold words and a colon ("Contact: Ada Quill")."""
    label = list(takewhile(lambda word: word.bold, line.words))
    end = " ".join(word.text for word in line.words[: len(label) + 1])
    is_short = 0 < len(label) <= _LABEL_WORDS and len(label) < len(line.words)
    return is_short and (label[-1].text.endswith(":") or end.endswith(" :"))


def _is_indented(paragraph: list[Line], line: Line, left: float) -> bool:
    if len(paragraph) > 1 or not split_marker(paragraph[0])[0]:
        indent = line.x0 - left
        level = abs(paragraph[-1].x0 - left) < 0.3 * line.size
        return level and 0.8 * line.size < indent < 4 * line.size and len(paragraph) > 1
    return False


def _is_term(paragraph: list[Line], line: Line) -> bool:
    """Whether a line is bold below an item that is not, and begins left of its marker."""
    first = paragraph[0]
    is_left = line.x0 < first.x0 - 0.5 * line.size
    return line.bold and not first.bold and is_left and bool(split_marker(first)[0])


def _is_outdented(paragraph: list[Line], line: Line) -> bool:
    """Whether a line begins left of the text of the item that the paragraph is."""
    words = paragraph[0].words
    if len(words) < 2 or not split_marker(paragraph[0])[0]:
        return False
    inner = paragraph[-1].x0 if len(paragraph) > 1 else words[1].x0
    return line.x0 < inner - 0.5 * line.size
