"""What repeats at the edge of page after page: running headers, footers and page numbers."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from forumbot.archive.formats.pdf.lines import read_lines
from forumbot.archive.formats.pdf.page import Page, Word
from forumbot.archive.formats.pdf.styles import body_style

_EDGE = 0.14
_SAME_PLACE = 5.0
_LONGEST = 250
# Set by hand: most of the pages on which a number counts on, as one may be left out or inserted;
# from which share of a line's places within the pages on it is no line of their edge.
_COUNTING, _WITHIN = 0.8, 0.3
_LARGER, _AS_LARGE = 1.1, 0.95
_EMPTY = 0.4  # of a page's height
_NEXT_LINE = 1.6  # type sizes from one line of a paragraph to the next, at most
_WORD = re.compile(r"[^\W\d_]{4}")
_DIGITS = re.compile(r"\d+")
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
    """A line near the upper or lower edge of a page.

    ``apart`` says that white space parts it from the text, ``ends_page`` that no text is there.
    """

    page: int
    upper: bool
    text: str
    baseline: float
    words: tuple[Word, ...]
    apart: bool
    ends_page: bool = False


def remove_furniture(
    pages: Sequence[Page], kept: Mapping[int, set[Word]], *, slides: bool
) -> Counter[str]:
    """Take running headers, footers and page numbers off the pages; how many lines of each text.

    ``kept`` has by page number the words that are none: those of tables.
    Numbers in repeating lines may differ if they count with the pages, and stand as ``#`` in the
    text then. On slides the upper edge holds their titles, so there a line must stand on most of
    them. A line that stands within the pages as well, or is larger than their text and counts, is a
    heading or the text's own.
    """
    lines = [line for page in pages for line in _edge_lines(page, kept.get(page.number, set()))]
    found = _page_numbers(lines, len(pages))
    groups = [
        group for group in _repeating(lines) if _is_furniture(group, len(pages), slides=slides)
    ]
    if groups:
        inner = _inner_lines(pages)
        body, _bold = body_style(word for page in pages for word in page.words)
        candidates = [
            group for group in groups if not (_is_text(group, inner) or _are_headings(group, body))
        ]
        running = {line.words[0] for group in (found, *candidates) for line in group}
        for group in candidates:
            if not _is_below_text(group, lines, running, body):
                found += group
    gone = {word for line in found for word in line.words}
    for page in pages:
        page.words = [word for word in page.words if word not in gone]
        page.turned = [word for word in page.turned if word not in gone]
    return Counter(_named({line.words[0]: line for line in found}.values()))


def _named(lines: Iterable[_EdgeLine]) -> list[str]:
    """The text of each line, its numbers as ``#`` where lines differ in nothing else."""
    alike: dict[str, set[str]] = defaultdict(set)
    texts = [" ".join(line.text.split()) for line in lines]
    for text in texts:
        alike[_DIGITS.sub("#", text)].add(text)
    levelled = [_DIGITS.sub("#", text) for text in texts]
    return [
        level if len(alike[level]) > 1 else text
        for text, level in zip(texts, levelled, strict=True)
    ]


def _inner_lines(pages: Sequence[Page]) -> Counter[str]:
    """How often each line stands on the pages, away from their edges, without its spaces."""
    found: Counter[str] = Counter()
    for page in pages:
        upper, lower = _EDGE * page.height, (1 - _EDGE) * page.height
        heights: dict[float, list[str]] = defaultdict(list)
        for word in page.words:
            if upper < word.baseline < lower:
                heights[word.baseline].append(word.text)
        found.update("".join(texts).casefold() for texts in heights.values())
    return found


def _is_text(group: Sequence[_EdgeLine], inner: Mapping[str, int]) -> bool:
    """Whether lines at the edge of pages are but where the text of these begins or ends."""
    texts = {"".join(line.text.casefold().split()) for line in group}
    within = sum(inner.get(text, 0) for text in texts)
    goes_on = all(line.text.endswith(",") and not line.apart for line in group)
    return goes_on or within >= max(2, _WITHIN * len(group))


def _is_below_text(
    group: Sequence[_EdgeLine], lines: Sequence[_EdgeLine], running: Set[Word], body: float
) -> bool:
    """Whether lines like the text stand behind others of it from the edge on, and touch the text.

    As what opens each resolution does, below its number, where each has a page.
    """
    if any(line.words[0].size < _AS_LARGE * body for line in group):
        return False
    others: dict[tuple[int, bool], list[float]] = defaultdict(list)
    for line in lines:
        if line.words[0] not in running:
            others[line.page, line.upper].append(line.baseline)
    behind = sum(_is_behind(line, others[line.page, line.upper]) for line in group)
    return behind >= _COUNTING * len(group)


def _is_behind(line: _EdgeLine, others: Iterable[float]) -> bool:
    """Whether lines with some baselines stand between a line and the edge, and it is text as well.

    It is where it touches the text, or those lines, where they are all that its page has.
    """
    steps = [(line.baseline - other) * (1 if line.upper else -1) for other in others]
    outer = [step for step in steps if step > 0]
    is_close = bool(outer) and min(outer) < _NEXT_LINE * line.words[0].size
    return (is_close and line.ends_page) or (bool(outer) and not line.apart)


def _are_headings(group: Sequence[_EdgeLine], body: float) -> bool:
    """Whether lines that count with the pages are headings, one on each, by how they look."""
    if len({line.text for line in group}) < len(group) or not _WORD.search(group[0].text):
        return False
    is_larger = all(word.size >= _LARGER * body for line in group for word in line.words)
    is_bold = all(word.bold for line in group for word in line.words)
    return is_larger or (is_bold and not any(line.apart for line in group))


def _edge_lines(page: Page, kept: set[Word]) -> Iterable[_EdgeLine]:
    upper, lower = _EDGE * page.height, (1 - _EDGE) * page.height
    edge = [word for word in page.words if not upper < word.baseline < lower and word not in kept]
    for line in read_lines(edge):
        if len(line.text) <= _LONGEST:
            nearest = _room(page, line.top, line.bottom, upper=line.baseline <= upper)
            words = tuple(line.words)
            text = line.text
            yield _EdgeLine(
                page.number, line.baseline <= upper, text, line.baseline, words,
                nearest > line.size, nearest > _EMPTY * page.height,
            )  # fmt: skip
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
        words = " ".join(_DIGITS.sub("#", line.text).casefold().split())
        alike[line.upper, words].append(line)
    for group in alike.values():
        group.sort(key=lambda line: line.baseline)
        cluster: list[_EdgeLine] = []
        for line in group:
            if cluster and line.baseline - cluster[-1].baseline > _SAME_PLACE:
                yield from _counting_or_same(cluster)
                cluster = []
            cluster.append(line)
        yield from _counting_or_same(cluster)


def _counting_or_same(cluster: list[_EdgeLine]) -> Iterable[list[_EdgeLine]]:
    """Lines alike but for numbers that count with the pages, else those that are the same."""
    if _counts(cluster):
        yield cluster
        return
    same: dict[str, list[_EdgeLine]] = defaultdict(list)
    for line in cluster:
        same[line.text].append(line)
    yield from same.values()


def _counts(cluster: Sequence[_EdgeLine]) -> bool:
    """Whether each number is the same in all lines, or a page further on each further page."""
    numbers = [[int(found[:9]) for found in _DIGITS.findall(line.text)] for line in cluster]
    for place in range(len(numbers[0])):
        values = [own[place] for own in numbers]
        if len(set(values)) == 1:
            continue
        steps = Counter(value - line.page for value, line in zip(values, cluster, strict=True))
        if steps.most_common(1)[0][1] < _COUNTING * len(cluster):
            return False
    return True


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
