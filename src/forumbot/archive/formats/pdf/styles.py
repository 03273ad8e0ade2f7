"""What type sizes, boldness and the outline of a PDF say about its headings."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from forumbot.archive.formats.pdf.drafts import BlockDraft
from forumbot.archive.formats.pdf.page import Page, Word
from forumbot.archive.formats.pdf.reader import Bookmark
from forumbot.archive.layout import BlockKind

MAX_LEVEL = 6
_LARGER = 1.1
_MAX_HEADING_CHARS = 180
_MAX_BOLD_HEADING_CHARS = 110
_MAX_HEADING_LINES = 4
# Set by hand: what is longer and ends with a full stop is a sentence, in whatever type.
_LONGEST_CLOSED = 40
_MAX_BOLD_SHARE = 0.4
# Of the letters of a text, set by hand: programs that make an entry of each paragraph take all.
_MAX_OUTLINE_SHARE, _FEW_HEADINGS = 0.5, 5
_MAX_SLIDE_CHARS = 1_800
_TITLE_ZONE = 0.45
_TWO_LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]", re.DOTALL)
_ADDRESS = re.compile(r"\S+@\S+\.\S|://|\bwww\.")
_NUMBERED = re.compile(r"(\d{1,2})[.)]?")
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}\b")


def are_slides(pages: Sequence[Page]) -> bool:
    """Whether most pages are broader than high, with not much text on them."""
    broad = [page for page in pages if page.width > 1.1 * page.height]
    letters = sum(len(word.text) for page in pages for word in page.words)
    return 2 * len(broad) > len(pages) and letters <= _MAX_SLIDE_CHARS * len(pages)


def body_style(words: Iterable[Word]) -> tuple[float, float]:
    """The type size of most letters, and the part of all letters that is bold, 0 to 1."""
    sizes: Counter[float] = Counter()
    bold = letters = 0
    for word in words:
        sizes[round(word.size * 2) / 2] += len(word.text)
        letters += len(word.text)
        bold += word.bold * len(word.text)
    return (sizes.most_common(1)[0][0], bold / letters) if letters else (10.0, 0.0)


class Headings:
    """Tells the headings among the drafts of one document, and their levels."""

    def __init__(
        self, pages: Sequence[Page], drafts: Sequence[BlockDraft], outline: Sequence[Bookmark]
    ) -> None:
        self.body, bold_share = body_style(word for page in pages for word in page.words)
        self.bold_tells = bold_share < _MAX_BOLD_SHARE
        self.outline: dict[int, dict[str, int]] = defaultdict(dict)
        for bookmark in outline:
            level = min(bookmark.depth + 1, MAX_LEVEL)
            self.outline[bookmark.page].setdefault(levelled(bookmark.title), level)
        if not self._trusts_outline(drafts):
            self.outline.clear()
        self.titles = self._slide_titles(pages, drafts) if are_slides(pages) else None
        self.ranks = self._ranks(drafts)
        self.between: set[BlockDraft] = set()
        self.between = set(self._between(drafts))

    def _trusts_outline(self, drafts: Sequence[BlockDraft]) -> bool:
        """Whether the outline names headings, and not paragraph after paragraph."""
        named = [len(draft.text) for draft in drafts if self._bookmarked(draft)]
        letters = sum(len(draft.text) for draft in drafts)
        return len(named) <= _FEW_HEADINGS or sum(named) <= _MAX_OUTLINE_SHARE * letters

    def level(self, draft: BlockDraft) -> int:
        """The level of a heading from 1 to 6, 0 for what is none."""
        marked = self._bookmarked(draft)
        if marked:
            return marked
        if draft.label:
            return MAX_LEVEL - 1
        if draft.beside_label:
            return MAX_LEVEL if self._is_heading(draft) else 0
        if self.titles is not None:
            return 1 if draft in self.titles else 0
        if draft in self.between:
            return self.ranks.get(_look(draft), MAX_LEVEL)
        return self.ranks.get(_look(draft), MAX_LEVEL) if self._is_heading(draft) else 0

    def _bookmarked(self, draft: BlockDraft) -> int:
        if draft.kind is BlockKind.ROW or draft.lines > _MAX_HEADING_LINES:
            return 0
        if _is_sentence(draft) and not self._is_set_off(draft):
            return 0
        found = self.outline.get(draft.page, {})
        marker = "" if draft.marker == "•" else draft.marker
        for text in (draft.text, f"{marker} {draft.text}"):
            if levelled(text) in found:
                return found[levelled(text)]
        return 0

    def _is_heading(self, draft: BlockDraft) -> bool:
        if draft.kind is BlockKind.ROW or draft.lines > _MAX_HEADING_LINES:
            return False
        if draft.marker and not draft.marker[0].isalnum():
            return False
        text = draft.text
        if not _TWO_LETTERS.search(text) or len(text) > _MAX_HEADING_CHARS:
            return False
        if draft.size >= _LARGER * self.body:
            return not text.endswith((",", ";")) and not _is_sentence(draft)
        is_shown = (self.bold_tells and draft.bold) or _is_underlined_line(draft)
        return is_shown and draft.size >= 0.95 * self.body and _reads_as_heading(draft)

    def _between(self, drafts: Sequence[BlockDraft]) -> Iterator[BlockDraft]:
        """What looks as the headings of the number before and after it, however long it is."""
        numbered = [draft for draft in drafts if _number(draft) and self._is_set_off(draft)]
        for before, draft, after in zip(numbered, numbered[1:], numbered[2:], strict=False):
            is_next = _number(before) + 1 == _number(draft) == _number(after) - 1
            looks = {(_look(one), one.underlined) for one in (before, draft, after)}
            is_one = is_next and len(looks) == 1 and not self.level(draft)
            if is_one and self.level(before) and self.level(after):
                yield draft

    def _is_set_off(self, draft: BlockDraft) -> bool:
        """Whether a draft looks otherwise than the text, and is no longer than a heading."""
        is_short = draft.lines <= _MAX_HEADING_LINES and len(draft.text) <= _MAX_HEADING_CHARS
        is_shown = draft.size >= _LARGER * self.body or (self.bold_tells and draft.bold)
        return is_short and (is_shown or draft.underlined)

    def _ranks(self, drafts: Sequence[BlockDraft]) -> dict[tuple[int, bool], int]:
        """The level of each look that headings have: larger first, then bold ones."""
        looks = {_look(draft) for draft in drafts if self._is_heading(draft)}
        ordered = sorted(looks, reverse=True)
        return {look: min(place, MAX_LEVEL) for place, look in enumerate(ordered, start=1)}

    def _slide_titles(self, pages: Sequence[Page], drafts: Sequence[BlockDraft]) -> set[BlockDraft]:
        heights = {page.number: page.height for page in pages}
        by_page: dict[int, list[BlockDraft]] = defaultdict(list)
        for draft in drafts:
            by_page[draft.page].append(draft)
        titles = (_slide_title(found, heights[page]) for page, found in by_page.items())
        return {title for title in titles if title is not None}


def _slide_title(drafts: Sequence[BlockDraft], height: float) -> BlockDraft | None:
    """The title of a slide: what is set largest, else what stands on top."""
    fit = [draft for draft in drafts if _can_be_title(draft)]
    if not fit:
        return None
    sizes = sorted(draft.size for draft in drafts if draft.size)
    largest = max(fit, key=lambda draft: (draft.size, -draft.top))
    if largest.size >= 1.15 * sizes[len(sizes) // 2] and largest.size > 0.9 * sizes[-1]:
        alike = [draft for draft in fit if draft.size >= 0.95 * largest.size]
        return min(alike, key=lambda draft: draft.top)
    top = min(fit, key=lambda draft: draft.top)
    if len(drafts) == 1 and top.lines <= 2:
        return top
    if top.top < _TITLE_ZONE * height and top.lines <= 2 and len(top.text) <= 100:
        others = [draft for draft in drafts if draft.size]
        if top is min(others, key=lambda draft: draft.top):
            return top
    return None


def _can_be_title(draft: BlockDraft) -> bool:
    fits = len(draft.text) <= _MAX_HEADING_CHARS and draft.lines <= _MAX_HEADING_LINES
    kind = draft.kind is BlockKind.PARAGRAPH or (draft.marker and draft.marker[0].isalnum())
    is_named = _TWO_LETTERS.search(draft.text) is not None and "://" not in draft.text
    return bool(kind) and fits and is_named


def _reads_as_heading(draft: BlockDraft) -> bool:
    text = draft.text
    short = len(text) <= _MAX_BOLD_HEADING_CHARS and draft.lines <= 2
    return short and not text.endswith((".", ",", ";")) and not _TIME.match(text)


def _is_sentence(draft: BlockDraft) -> bool:
    return len(draft.text) >= _LONGEST_CLOSED and draft.text.endswith(".")


def _is_underlined_line(draft: BlockDraft) -> bool:
    return draft.underlined and not _ADDRESS.search(draft.text)


def _number(draft: BlockDraft) -> int:
    """The whole number that a draft begins with, 0 where it has none."""
    found = _NUMBERED.fullmatch(draft.marker)
    return int(found[1]) if found else 0


def _look(draft: BlockDraft) -> tuple[int, bool]:
    return round(draft.size), draft.bold


def levelled(text: str) -> str:
    """The letters and figures of a text, in small letters."""
    return re.sub(r"[\W_]+", "", text).casefold()
