"""Which parts of a page are its content, and which are menus, banners, footers and the like."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

UNSEEN = frozenset(
    (
        "script style noscript template svg button select iframe object head dialog canvas audio "
        "video annotation annotation-xml"
    ).split()
)
_SKIPPED_ROLES = frozenset(
    "navigation banner contentinfo search dialog alertdialog menu menubar".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_PARTS = HEADINGS | {"ul", "ol", "dl", "table", "pre", "blockquote", "details"}
_CONTENT_PARENTS = frozenset("article main section blockquote figure".split())
_BOILERPLATE_CLASSES = frozenset(
    (
        "breadcrumb breadcrumbs cookie cookies gdpr mw-cite-backlink mw-editsection mw-jump-link "
        "navbar pager pagination share sharing site-nav "
        "skip-link skiplink social toc-nav"
    ).split()
)
_BOILERPLATE_IDS = frozenset("breadcrumb breadcrumbs navbar".split())
_BANNER = re.compile(
    r"cookies?[-_]?(?:banner|consent|notice|bar|popup|message|law|compliance|overlay|dialog|modal"
    r"|info|alert|box|window|warning|disclaimer)|eu-cookie|onetrust|ot-sdk|cybotcookiebot|cmplz"
    r"|borlabs-?cookie|didomi|usercentrics|truste|cc-(?:window|banner)|qc-cmp|gdpr-"
)
_MENU = re.compile(
    r"(?:^|[-_])(?:nav|navbar|navigation|sitenav|menu|menubar|mainmenu|submenu|breadcrumbs?|pager"
    r"|pagination|sidebar|topbar|toolbar|skip-?links?|widget-area|related|language-switcher)"
    r"(?:$|[-_])"
)
_FOOTER = re.compile(
    r"(?:^|^(?:site|page|main|global|app|web|layout|region|block|ecl)[-_])(?:footer|colophon)(?:$|[-_])"
)
_NOTE = re.compile(r"(?:^|[-_])(?:note|info|tip|warning|example|callout|highlight|quote)(?:$|[-_])")
_SHARE = re.compile(
    r"(?:^|[-_])(?:share|sharing|social)[-_](?:buttons?|links?|icons?|bar|media|list|share"
    r"|networks?)|addtoany|addthis|sharedaddy|sharethis"
)
_NOTES = frozenset(("footnote", "endnote", "rearnote", "footnotes", "endnotes"))
_MUCH_PROSE = 600
_SHORT = 300


@dataclass(slots=True)
class Measure:
    """What an element holds: characters, those in links, words, parts; unseen ones left out."""

    chars: int = 0
    link_chars: int = 0
    words: int = 0
    headings: int = 0
    titles: int = 0
    tables: int = 0
    parts: int = 0

    def add(self, other: "Measure", *, is_link: bool) -> None:
        """Take in what a child holds."""
        self.chars += other.chars
        self.link_chars += other.chars if is_link else other.link_chars
        self.words += other.words
        self.headings += other.headings
        self.titles += other.titles
        self.tables += other.tables
        self.parts += other.parts

    def begin(self, tag: str) -> None:
        """Count the element itself."""
        self.headings = int(tag in HEADINGS)
        self.titles = int(tag == "h1")
        self.tables = int(tag == "table")
        self.parts = int(tag in _PARTS)

    @property
    def is_layout(self) -> bool:
        """Whether a table's row serves to place tables or sections side by side."""
        return self.tables > 0 or self.headings > 0

    @property
    def has_parts(self) -> bool:
        """Whether a list of terms, one part itself, has lists, tables or headings within."""
        return self.parts > 1

    @property
    def prose(self) -> int:
        """How many characters stand outside of links."""
        return self.chars - self.link_chars

    @property
    def is_links(self) -> bool:
        """Whether at least half of the characters are links."""
        return self.chars > 0 and self.link_chars * 2 >= self.chars


def measure(root: LexborNode) -> dict[int, Measure]:
    """What each element below ``root`` holds, by its ``mem_id``, in one walk without recursion."""
    measures: dict[int, Measure] = {root.mem_id: Measure()}
    stack: list[tuple[LexborNode, Measure, bool]] = [(root, Measure(), False)]
    while stack:
        node, parent, leaving = stack.pop()
        tag = node.tag or ""
        own = measures.setdefault(node.mem_id, Measure())
        if leaving:
            parent.add(own, is_link=tag == "a")
            continue
        if tag in UNSEEN:
            continue
        own.begin(tag)
        stack.append((node, parent, True))
        for child in node.iter(include_text=True, skip_empty=False):
            if child.tag == "-text":
                words = (child.text_content or "").split()
                own.words += len(words)
                own.chars += sum(map(len, words))
            elif not (child.tag or "").startswith(("-", "_", "!")):
                stack.append((child, own, False))
    return measures


def is_left_out(node: LexborNode, held: Measure) -> bool:
    """Whether an element is none of the page's own text."""
    tag = node.tag or ""
    if tag in UNSEEN or tag == "nav":
        return True
    if tag in ("body", "html", "main", "article"):
        return False
    if _is_hidden(node, held) or _is_out_by_tag(node, tag, held):
        return True
    role = (node.attributes.get("role") or "").lower()
    return (role in _SKIPPED_ROLES and not held.titles) or _is_named_boilerplate(node, held)


def is_left_out_of_book(node: LexborNode, held: Measure) -> bool:
    """Whether an element of a book is no text of it: what is never shown, and what pages it."""
    if node.tag in UNSEEN or node.tag == "nav":
        return True
    types = types_of(node)
    return "pagebreak" in types or (types.isdisjoint(_NOTES) and _is_hidden(node, held))


def types_of(node: LexborNode) -> frozenset[str]:
    """What an element of a book is, by its ``epub:type`` or its role, as ``noteref``."""
    attributes = node.attributes
    stated = f"{attributes.get('epub:type') or ''} {attributes.get('role') or ''}".lower().split()
    return frozenset(one.removeprefix("doc-") for one in stated)


def _is_hidden(node: LexborNode, held: Measure) -> bool:
    """Whether an element is never shown; what a click on the page opens is its text."""
    attributes = node.attributes
    if attributes.get("aria-hidden") == "true":
        return held.prose < _MUCH_PROSE
    opens = attributes.get("role") == "tabpanel" or attributes.get("hidden") == "until-found"
    return "hidden" in attributes and not opens and held.prose < _MUCH_PROSE


def _is_out_by_tag(node: LexborNode, tag: str, held: Measure) -> bool:
    if tag == "form":
        return not held.headings and held.prose < _MUCH_PROSE
    if tag not in ("aside", "header", "footer"):
        return False
    is_inner = node.parent is not None and node.parent.tag in _CONTENT_PARENTS
    if tag == "aside":
        is_note = is_inner or any(map(_NOTE.search, _names(node)))
        return held.is_links if is_note else held.prose < _MUCH_PROSE
    if tag == "header":
        return not held.headings and (held.is_links or not is_inner)
    is_quoted = node.parent is not None and node.parent.tag in ("blockquote", "figure")
    return not held.titles and not is_quoted


def _is_named_boilerplate(node: LexborNode, held: Measure) -> bool:
    """Whether an element is named as a menu or the like, and holds what such things hold."""
    names, own_id = _names(node), (node.attributes.get("id") or "").lower()
    if not names or held.titles or held.prose >= _MUCH_PROSE:
        return False
    if any(map(_BANNER.search, names)) or any(map(_SHARE.search, names)):
        return True
    if any(map(_MENU.search, names)) and held.is_links:
        return True
    if any(map(_FOOTER.search, names)):
        return held.is_links or held.chars < _SHORT
    is_named = own_id in _BOILERPLATE_IDS or not _BOILERPLATE_CLASSES.isdisjoint(names - {own_id})
    return is_named and not held.headings


def _names(node: LexborNode) -> set[str]:
    attributes = node.attributes
    return {
        *(attributes.get("class") or "").lower().split(),
        (attributes.get("id") or "").lower(),
    } - {""}


def main_content(body: LexborNode, measures: dict[int, Measure]) -> list[LexborNode]:
    """The elements to read, in order: the main one, before it what holds the title it lacks."""
    whole = measures[body.mem_id].chars
    for node in body.css("main, [role=main], article"):
        held = measures.get(node.mem_id)
        if held is not None and held.chars * 2 >= whole:
            title = None if held.titles else _title_outside(body, measures)
            return [node] if title is None else [title, node]
    return [body]


def _title_outside(body: LexborNode, measures: dict[int, Measure]) -> LexborNode | None:
    """The element around the first main heading of the page: its header, with date and place."""
    seen = (heading for heading in body.css("h1") if heading.mem_id in measures)
    title = next(seen, None)
    while title is not None and title.parent is not None:
        held = measures.get(title.parent.mem_id)
        if held is None or held.prose > _SHORT or title.parent.tag == "body":
            break
        title = title.parent
    return title
