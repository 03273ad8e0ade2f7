"""Text files in pages, parted by form feeds: their running lines, and what goes on over a page."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_PAGE_END = "\f"
_PAGE = re.compile(
    r"(?<!\w)(?:page|seite|pagina|página|strona|side|sida|p\.|s\.)\s*\d{1,4}(?!\w)"
    r"(?:\s*(?:/|of|von|sur|de|van|di|av|z)\s*\d{1,4})?|^\W*\d{1,4}(?:\s*/\s*\d{1,4})?\W*$",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?:;…][\"'”’)»]*$")
# Set by hand: on so many pages a line is no chance, the last of them may have none, and who has
# more lines than that above or below each page has a text there.
_FEWEST, _SHARE, _MOST_LINES = 3, 0.6, 3


def without_running_lines(source: str) -> tuple[str, dict[str, int]]:
    """A text without the lines that begin or end its pages, and how many of each were taken.

    They are alike, but for the number of the page, on most of them. The first of those above the
    pages stays, as a text's title; a paragraph that goes on over the end of a page is one. A text
    of one or two pages is left as it is.
    """
    pages = [page.split("\n") for page in source.split(_PAGE_END)]
    filled = [page for page in pages if any(line.strip() for line in page)]
    if len(filled) < _FEWEST:
        return source, {}
    removed: dict[str, int] = {}
    for last in (False, True):
        for _line in range(_MOST_LINES):
            removed |= _take(filled, last=last)
    return _joined(filled), removed


def _take(pages: Sequence[list[str]], *, last: bool) -> dict[str, int]:
    """Take the first or the last line that runs through pages off them, in place."""
    edges = [_edge(page, last=last) for page in pages]
    levels = [_running(page, at) for page, at in zip(pages, edges, strict=True)]
    line, count = Counter(filter(None, levels)).most_common(1)[0] if any(levels) else ("", 0)
    if count < max(_FEWEST, _SHARE * len(pages)):
        return {}
    running = [number for number, level in enumerate(levels) if level == line]
    shown = " ".join(pages[running[0]][edges[running[0]]].split())
    taken = [number for number in running if number or last]
    for number in taken:
        del pages[number][edges[number]]
    return {shown: len(taken)}


def _edge(page: Sequence[str], *, last: bool) -> int:
    """The place of the first or the last line of a page with words, else its first."""
    places = [place for place, line in enumerate(page) if line.strip()]
    return places[-1 if last else 0] if places else 0


def _running(page: Sequence[str], at: int) -> str:
    """A line as it is compared; empty for a text's, which is neither numbered nor set apart."""
    line = " ".join(page[at].split()) if page else ""
    level = _PAGE.sub("#", line)
    beside = [*page[max(at - 1, 0) : at], *page[at + 1 : at + 2]]
    is_apart = any(not other.strip() for other in beside) and not _ENDED.search(line)
    return level if is_apart or level != line else ""


def _joined(pages: Iterable[Sequence[str]]) -> str:
    text = ""
    for page in pages:
        own = "\n".join(page).strip("\n")
        goes_on = own.lstrip()[:1].islower() and not _ENDED.search(text.rstrip())
        text += ("\n" if goes_on else "\n\n") + own if text else own
    return text
