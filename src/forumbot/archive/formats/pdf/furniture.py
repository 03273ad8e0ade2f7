"""What repeats at the edge of page after page: running headers, footers and page numbers."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forumbot.archive.formats.pdf.lines import read_lines
from forumbot.archive.formats.pdf.page import Page, Word

_EDGE = 0.14
_SAME_PLACE = 5.0
_LONGEST = 250
_NUMBER = re.compile(r"\W*(\d{1,4})\W*")
_COUNTED = re.compile(
    r"\W*(?:(?:page|p\.|seite|s\.|pagina|pág\.?|página|strona|side|sida)\s*)?"
    r"(\d{1,4})\s*(?:/|\||of|von|sur|de|van|di|av|z)\s*(\d{1,4})\W*",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\W*(?:page|seite|pagina|página|strona|side|sida)\s+(\d{1,4})\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _EdgeLine:
    """A line near the upper or lower edge of a page; ``apart`` says that white space parts it."""

    page: int
    upper: bool
    text: str
    baseline: float
    words: tuple[Word, ...]
    apart: bool


def remove_furniture(pages: Sequence[Page], kept: Mapping[int, set[Word]], *, slides: bool) -> int:
    """Take running headers, footers and page numbers off the pages; returns how many lines.

    ``kept`` has by page number the words that are none: those of tables.
    Digits in repeating lines may differ. On slides the upper edge holds their titles, so there a
    line must stand on most of them.
    """
    lines = [line for page in pages for line in _edge_lines(page, kept.get(page.number, set()))]
    found = _page_numbers(lines, len(pages))
    for group in _repeating(lines):
        if _is_furniture(group, len(pages), slides=slides):
            found += group
    gone = {word for line in found for word in line.words}
    for page in pages:
        page.words = [word for word in page.words if word not in gone]
        page.turned = [word for word in page.turned if word not in gone]
    return len({line.words[0] for line in found})


def _edge_lines(page: Page, kept: set[Word]) -> Iterable[_EdgeLine]:
    upper, lower = _EDGE * page.height, (1 - _EDGE) * page.height
    edge = [word for word in page.words if not upper < word.baseline < lower and word not in kept]
    for line in read_lines(edge):
        if len(line.text) <= _LONGEST:
            nearest = _room(page, line.top, line.bottom, upper=line.baseline <= upper)
            words = tuple(line.words)
            text = line.text
            yield _EdgeLine(
                page.number, line.baseline <= upper, text, line.baseline, words, nearest > line.size
            )
    for word in page.turned:
        if len(word.text) <= _LONGEST:
            yield _EdgeLine(page.number, True, word.text, word.baseline, (word,), apart=True)


def _room(page: Page, top: float, bottom: float, *, upper: bool) -> float:
    """How much white space parts a line from the page's inner part."""
    if upper:
        inner = (word.top - bottom for word in page.words if word.baseline > bottom)
    else:
        inner = (top - word.bottom for word in page.words if word.baseline < top)
    return min(inner, default=page.height)


def _page_numbers(lines: Sequence[_EdgeLine], pages: int) -> list[_EdgeLine]:
    """Lines that are nothing but the page's number, counted on from page to page."""
    found = [line for line in lines if _COUNTED.fullmatch(line.text) or _NAMED.fullmatch(line.text)]
    offsets: Counter[int] = Counter()
    numbered: dict[int, list[_EdgeLine]] = defaultdict(list)
    for line in lines:
        match = _NUMBER.fullmatch(line.text)
        if match:
            offset = int(match[1]) - line.page
            numbered[offset].append(line)
            offsets[offset] += 1
    for offset, group in numbered.items():
        counted = len({line.page for line in group})
        if counted >= max(2, 0.2 * pages) and offset == offsets.most_common(1)[0][0]:
            found += group
    return found


def _repeating(lines: Iterable[_EdgeLine]) -> Iterable[list[_EdgeLine]]:
    """Lines alike but for their digits, at the same height of their pages."""
    alike: dict[tuple[bool, str], list[_EdgeLine]] = defaultdict(list)
    for line in lines:
        words = " ".join(re.sub(r"\d+", "#", line.text).casefold().split())
        alike[line.upper, words].append(line)
    for group in alike.values():
        group.sort(key=lambda line: line.baseline)
        cluster: list[_EdgeLine] = []
        for line in group:
            if cluster and line.baseline - cluster[-1].baseline > _SAME_PLACE:
                yield cluster
                cluster = []
            cluster.append(line)
        yield cluster


def _is_furniture(group: list[_EdgeLine], pages: int, *, slides: bool) -> bool:
    numbers = sorted({line.page for line in group})
    count = len(numbers)
    if pages < 3:
        return count == pages == 2 and not slides and all(line.apart for line in group)
    if count < 3:
        return False
    if slides and group[0].upper:
        return count >= 0.6 * pages
    if count >= 0.4 * pages:
        return True
    # A running header of one chapter, on its pages or on every other of them.
    span = numbers[-1] - numbers[0] + 1
    apart = sum(line.apart for line in group) >= 0.8 * len(group)
    return apart and not slides and count >= 0.45 * span
