"""Bullets and numbers of a slide's paragraphs, its own and those that its model lends it."""

import re

from lxml import etree

from forumbot.archive.formats.numerals import numeral
from forumbot.archive.formats.slides.models import A, Model

_BULLETS = frozenset(f"{A}{name}" for name in ("buChar", "buAutoNum", "buBlip", "buNone"))
_MAX_LEVEL = 8


class Bullets:
    """Says of each paragraph of one shape's text, in order, with which marker it stands."""

    def __init__(self, text: etree._Element, model: Model) -> None:
        self._counts: dict[int, int] = {}
        self._is_body = model.is_body
        self._styles = (*text.iter(f"{A}lstStyle"), *model.list_styles)

    def level(self, paragraph: etree._Element) -> int:
        """How deep a paragraph is nested, from 0 to 8."""
        properties = paragraph.find(f"{A}pPr")
        stated = "" if properties is None else properties.get("lvl", "")
        return min(int(stated), _MAX_LEVEL) if stated.isdecimal() else 0

    def marker(self, paragraph: etree._Element) -> str | None:
        """``•`` or a number such as ``2.``; None for a paragraph that is no list item."""
        level = self.level(paragraph)
        bullet = self._bullet(paragraph, level)
        is_numbered = bullet is not None and bullet.tag == f"{A}buAutoNum"
        for deeper in [other for other in self._counts if other > level - (not is_numbered)]:
            del self._counts[deeper]
        if bullet is None:
            return "•" if self._is_body else None
        if is_numbered:
            return self._number(bullet, level)
        return None if bullet.tag == f"{A}buNone" else "•"

    def _bullet(self, paragraph: etree._Element, level: int) -> etree._Element | None:
        properties = paragraph.find(f"{A}pPr")
        inherited = (style.find(f"{A}lvl{level + 1}pPr") for style in self._styles)
        for place in (properties, *inherited):
            for node in () if place is None else place:
                if node.tag in _BULLETS:
                    return node
        return None

    def _number(self, bullet: etree._Element, level: int) -> str:
        start = bullet.get("startAt", "1")
        first = int(start) if re.fullmatch(r"\d{1,5}", start) else 1
        self._counts[level] = self._counts.get(level, first - 1) + 1
        style = bullet.get("type", "arabicPeriod")
        written = numeral(self._counts[level], style)
        if "ParenBoth" in style:
            return f"({written})"
        return f"{written})" if "ParenR" in style else f"{written}."
