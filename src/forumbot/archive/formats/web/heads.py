"""What the head of a page states: its title, its language, its address and its day."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

# A title of fewer letters and digits was left by whoever tried a page out.
_LEAST_OF_TITLE = 2
_SITE_SEPARATOR = re.compile(r"\s+(?:[|·»–—-]|::)\s+")


def html_metadata(tree: LexborHTMLParser) -> dict[str, object]:
    """Title, language, address and publication date, as far as the page's head states them."""
    found: dict[str, object] = {}
    title = _page_title(tree)
    if title:
        found["title"] = title
    language = (tree.root.attributes.get("lang") or "") if tree.root is not None else ""
    if language:
        found["language"] = language.split("-")[0].lower()
    _take(found, "url", tree.css_first("link[rel=canonical]"), "href")
    for selector in _PUBLISHED:
        _take(found, "published_on", tree.css_first(selector), "content")
    return found


_PUBLISHED = (
    "meta[name='date'], meta[name='dcterms.date'], meta[name='DC.date'], meta[name='pubdate']",
    "meta[itemprop='datePublished'], meta[name='dcterms.issued'], meta[name='DC.date.issued']",
    "meta[property='article:published_time']",
)


def _page_title(tree: LexborHTMLParser) -> str:
    """The title in the head, without the site's name where the page's heading is in it."""
    stated = tree.css_first("head title")
    title = " ".join(stated.text().split()) if stated is not None else ""
    if sum(map(str.isalnum, title)) < _LEAST_OF_TITLE:
        return ""
    headings = {" ".join(node.text().split()) for node in tree.css("h1")[:5]}
    named = [part for part in _SITE_SEPARATOR.split(title) if part in headings]
    return named[0] if len(named) == 1 else title


def _take(found: dict[str, object], key: str, node: LexborNode | None, attribute: str) -> None:
    value = node.attributes.get(attribute) if node is not None else None
    if value and value.strip():
        found[key] = value.strip()
