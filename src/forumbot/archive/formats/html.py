"""HTML to pieces, by selectolax's Lexbor parser: the main content, not menus and banners."""

import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from forumbot.archive.layout import BlockKind, Piece, join_cells
from forumbot.errors import RefusedError

_SKIPPED = frozenset(
    (
        "script style noscript template svg nav aside button select iframe object head "
        "dialog canvas audio video math"
    ).split()
)
_SKIPPED_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "menu"})
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_KEPT_WITH = {"header": _HEADINGS, "form": _HEADINGS, "footer": "h1"}
_BOILERPLATE_CLASSES = frozenset(
    (
        "breadcrumb breadcrumbs consent cookie cookies cookie-banner cookie-bar cookie-consent "
        "cookie-notice gdpr menu navbar pager pagination share share-buttons share-links "
        "sharing sidebar site-nav skip-link skiplink social social-links social-media "
        "social-share toc-nav"
    ).split()
)
_BOILERPLATE_IDS = frozenset(
    "breadcrumb breadcrumbs cookie-banner cookie-consent cookie-notice menu navbar sidebar".split()
)
_MUCH_PROSE = 600
_BLOCKS = frozenset(
    (
        "address article blockquote body caption dd details div dl dt fieldset figcaption "
        "figure footer h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary "
        "table tbody td tfoot th thead title tr ul"
    ).split()
)
# Elements that stay open until they are closed. Nested ones cost the parser the square of their
# depth, so what is plainly too deep is refused before it; sloppy pages leave many to be closed by
# what is around them, hence the wider limit.
_NESTING_TAG = re.compile(
    r"<(?P<closing>/?)(?P<name>abbr|address|article|aside|b|bdo|big|blockquote|center|cite|code|del"
    r"|details|dfn|dialog|dir|div|dl|em|fieldset|figcaption|figure|font|footer|header|hgroup|i|ins"
    r"|kbd|label|listing|main|map|mark|menu|nav|ol|pre|q|s|samp|section|small|span|strike|strong"
    r"|sub|summary|sup|table|tt|u|ul|var)(?=[\s/>])",
    re.IGNORECASE,
)
_MAX_UNCLOSED = 5_000
_MAX_DEPTH = 2_000
_TOO_DEEP = f"HTML nested deeper than {_MAX_DEPTH} elements"


def parse_html(source: str) -> LexborHTMLParser:
    """The tree of a page or a fragment.

    Raises :class:`RefusedError` for nesting that would keep the parser busy for long.
    """
    unclosed: Counter[str] = Counter()
    total = 0
    for tag in _NESTING_TAG.finditer(source):
        name = tag["name"].lower()
        change = 1 if not tag["closing"] else -1 if unclosed[name] else 0
        unclosed[name] += change
        total += change
        if total > _MAX_UNCLOSED:
            raise RefusedError(_TOO_DEEP)
    return LexborHTMLParser(source)


def html_pieces(tree: LexborHTMLParser) -> Iterator[Piece]:
    """Headings, paragraphs, list items and table rows of the page's main content, in order.

    Raises :class:`RefusedError` for nesting deeper than 2,000 elements.
    """
    root = _main_content(tree)
    return iter(()) if root is None else _Walk(root).pieces()


def fragment_pieces(source: str) -> Iterator[Piece]:
    """The pieces of all content of a fragment of HTML; comments and scripts left out."""
    root = parse_html(source).body
    return iter(()) if root is None else _Walk(root).pieces()


def html_metadata(tree: LexborHTMLParser) -> dict[str, object]:
    """Title, language, address and publication date, as far as the page's head states them."""
    found: dict[str, object] = {}
    title = tree.css_first("head title")
    if title is not None and title.text(strip=True):
        found["title"] = " ".join(title.text().split())
    language = (tree.root.attributes.get("lang") or "") if tree.root is not None else ""
    if language:
        found["language"] = language.split("-")[0].lower()
    _take(found, "url", tree.css_first("link[rel=canonical]"), "href")
    _take(
        found, "published_on", tree.css_first("meta[property='article:published_time']"), "content"
    )
    return found


def _take(found: dict[str, object], key: str, node: LexborNode | None, attribute: str) -> None:
    value = node.attributes.get(attribute) if node is not None else None
    if value and value.strip():
        found[key] = value.strip()


def _main_content(tree: LexborHTMLParser) -> LexborNode | None:
    body = tree.body
    if body is None:
        return None
    candidates = tree.css("main, [role=main], article")
    length = len(body.text())
    for node in candidates:
        if len(node.text()) * 2 >= length:
            return node
    return body


def _is_skipped(node: LexborNode) -> bool:
    tag = node.tag or ""
    if tag in _SKIPPED:
        return True
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if (attributes.get("role") or "").lower() in _SKIPPED_ROLES:
        return True
    if tag in _KEPT_WITH:
        return node.css_first(_KEPT_WITH[tag]) is None
    return tag not in ("body", "html", "main", "article") and _is_boilerplate(node)


def _is_boilerplate(node: LexborNode) -> bool:
    """Whether a node is named as a menu or the like, and holds no more than such things hold."""
    attributes = node.attributes
    classes = (attributes.get("class") or "").lower().split()
    names_it = (attributes.get("id") or "").lower() in _BOILERPLATE_IDS
    if not names_it and _BOILERPLATE_CLASSES.isdisjoint(classes):
        return False
    if node.css_first(_HEADINGS) is not None:
        return False
    not_prose = sum(len(inner.text()) for inner in node.css("a, script, style"))
    return len(node.text()) - not_prose < _MUCH_PROSE


class _Walk:
    """Depth-first walk without recursion, so that no nesting can exhaust the stack."""

    def __init__(self, root: LexborNode) -> None:
        self.root = root
        self.words: list[str] = []
        self.lists: list[int | None] = []
        self.pending_marker: str | None = None
        self.heading: int | None = None
        self.cells: list[str] | None = None
        self.preformatted = 0

    def pieces(self) -> Iterator[Piece]:
        stack: list[tuple[LexborNode, bool, int]] = [(self.root, False, 0)]
        while stack:
            node, leaving, depth = stack.pop()
            if depth > _MAX_DEPTH:
                raise RefusedError(_TOO_DEEP)
            if leaving:
                yield from self._leave(node)
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._text(node)
            elif not tag.startswith(("-", "_", "!")) and not _is_skipped(node):
                yield from self._enter(node)
                stack.append((node, True, depth))
                stack.extend((child, False, depth + 1) for child in reversed(_children(node)))
        yield from self._flush()

    def _text(self, node: LexborNode) -> None:
        text = node.text_content or ""
        self.words.append(text if self.preformatted else re.sub(r"\s+", " ", text))

    def _enter(self, node: LexborNode) -> Iterator[Piece]:
        tag = node.tag or ""
        if tag in _BLOCKS:
            yield from self._part()
        if tag == "br":
            self.words.append("\n")
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._open_item()
        elif tag == "tr" and not _is_layout(node):
            self.cells = []
        elif tag == "pre":
            self.preformatted += 1
        elif re.fullmatch("h[1-6]", tag):
            self.heading = int(tag[1])

    def _leave(self, node: LexborNode) -> Iterator[Piece]:
        tag = node.tag or ""
        if tag in ("td", "th") and self.cells is not None:
            self.cells.append(self._take_words())
        elif tag == "tr" and self.cells is not None:
            yield self._close_row(self.cells)
        elif tag in _BLOCKS:
            yield from self._part()
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.pending_marker = None
        elif tag == "pre":
            self.preformatted -= 1
        elif re.fullmatch("h[1-6]", tag):
            self.heading = None

    def _open_item(self) -> None:
        counter = self.lists[-1] if self.lists else None
        if counter is not None:
            self.lists[-1] = counter + 1
        self.pending_marker = "•" if counter is None else f"{counter + 1}."

    def _close_row(self, cells: list[str]) -> Piece:
        self.cells = None
        return Piece(BlockKind.ROW, join_cells([*cells, self._take_words()]))

    def _part(self) -> Iterator[Piece]:
        """End the block so far; within a table's cell a mere line end will do."""
        if self.cells is None:
            yield from self._flush()
        else:
            self.words.append("\n")

    def _take_words(self) -> str:
        text = "".join(self.words)
        self.words.clear()
        return text

    def _flush(self) -> Iterator[Piece]:
        text = self._take_words()
        if not text.strip():
            return
        if self.heading is not None:
            yield Piece(BlockKind.HEADING, " ".join(text.split()), level=self.heading)
        elif self.pending_marker is not None:
            marker, self.pending_marker = self.pending_marker, None
            yield Piece(BlockKind.ITEM, text, level=max(len(self.lists) - 1, 0), marker=marker)
        else:
            for paragraph in re.split(r"\n\s*\n", text):
                yield Piece(BlockKind.PARAGRAPH, paragraph, level=len(self.lists))


def _is_layout(row: LexborNode) -> bool:
    """Whether a table's row serves to place tables or sections side by side."""
    return row.css_first(f"table, {_HEADINGS}") is not None


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True, skip_empty=False))
