"""What joins notes to the text of a page, and the text to its notes."""

import re

from selectolax.lexbor import LexborNode

from forumbot.archive.formats.web.regions import types_of

_REFERENCE = re.compile(r"[\[(]?\s*(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§]{1,3})\s*[\])]?")
# What leads from a note back to the text, and from a heading to itself.
_BACK = re.compile(r"[\[(]?[↩↵↑⤴⏎⇑⮌^\ufe0e\ufe0f]{1,3}[\])]?|[#¶🔗]\ufe0f?")


def refers_to_note(raised: LexborNode) -> bool:
    """Whether what is raised is a link to a note, by its number or sign, or all of such a link."""
    link = raised.css_first("a[href*='#']")
    around = raised.parent
    if link is None and around is not None and around.tag == "a":
        link = around if "#" in (around.attributes.get("href") or "") else None
    return link is not None and _REFERENCE.fullmatch(raised.text().strip()) is not None


def joins_note(link: LexborNode) -> bool:
    """Whether a link leads to a note by its number or sign, or from one back to the text."""
    text = link.text().strip()
    if not text or "#" not in (link.attributes.get("href") or ""):
        return False
    if _BACK.fullmatch(text):
        return True
    return "noteref" in types_of(link) and _REFERENCE.fullmatch(text) is not None
