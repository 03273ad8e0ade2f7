"""HTML to pieces, by selectolax's Lexbor parser: the main content, not menus and banners."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from forumbot.archive.layout import BlockKind, Piece
from forumbot.errors import RefusedError

_SKIPPED = frozenset(
    (
        "script style noscript template svg nav aside form button select iframe object head "
        "dialog canvas audio video math"
    ).split()
)
_SKIPPED_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "dialog", "menu"})
_BOILERPLATE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|breadcrumbs?|navbar|site-nav|sidebar|share|social|"
    r"skip-?link|menu|pagination|toc-nav)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    (
        "address article blockquote body br caption dd details div dl dt fieldset figcaption "
        "figure footer h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary "
        "table tbody td tfoot th thead title tr ul"
    ).split()
)
_MAX_DEPTH = 2_000


def html_pieces(source: str) -> Iterator[Piece]:
    """Headings, paragraphs, list items and table rows of the page's main content, in order.

    Raises :class:`RefusedError` for nesting deeper than 2,000 elements.
    """
    root = _main_content(LexborHTMLParser(source))
    if root is not None:
        yield from _Walk(root).pieces()


def html_metadata(source: str) -> dict[str, object]:
    """Title, language, address and publication date, as far as the page's head states them."""
    tree = LexborHTMLParser(source)
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


def html_to_text(fragment: str) -> str:
    """The words of a fragment of HTML, a line a block; comments and scripts left out."""
    root = LexborHTMLParser(fragment).body
    return "" if root is None else "\n".join(piece.text for piece in _Walk(root).pieces())


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
    tag = node.tag
    if tag in _SKIPPED:
        return True
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if (attributes.get("role") or "").lower() in _SKIPPED_ROLES:
        return True
    if tag in ("header", "footer"):
        return node.css_first("h1") is None
    if tag in ("body", "html", "main", "article"):
        return False
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return bool(_BOILERPLATE.search(names)) and node.css_first("h1") is None


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
                raise RefusedError(f"HTML nested deeper than {_MAX_DEPTH} elements")
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
        tag = node.tag
        if tag in _BLOCKS and self.cells is None:
            yield from self._flush()
        if tag == "br":
            self.words.append("\n")
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._open_item()
        elif tag == "tr":
            self.cells = []
        elif tag == "pre":
            self.preformatted += 1
        elif tag and re.fullmatch("h[1-6]", tag):
            self.heading = int(tag[1])

    def _leave(self, node: LexborNode) -> Iterator[Piece]:
        tag = node.tag
        if tag in ("td", "th") and self.cells is not None:
            self.cells.append(self._take_words())
        elif tag == "tr":
            yield from self._close_row()
        elif tag in _BLOCKS and self.cells is None:
            yield from self._flush()
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.pending_marker = None
        elif tag == "pre":
            self.preformatted -= 1
        elif re.fullmatch("h[1-6]", tag or ""):
            self.heading = None

    def _open_item(self) -> None:
        counter = self.lists[-1] if self.lists else None
        if counter is not None:
            self.lists[-1] = counter + 1
        self.pending_marker = "•" if counter is None else f"{counter + 1}."

    def _close_row(self) -> Iterator[Piece]:
        cells, self.cells = self.cells or [], None
        flat = [" ".join(cell.split()) for cell in [*cells, self._take_words()]]
        yield Piece(BlockKind.ROW, " | ".join(cell for cell in flat if cell))

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
            yield Piece(BlockKind.PARAGRAPH, text)


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True, skip_empty=False))
