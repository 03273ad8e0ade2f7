"""The styles of an OpenDocument file: what a paragraph is by its own, and how lists number."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from forumbot.archive.formats.numerals import numeral
from forumbot.archive.formats.opendocument.package import (
    FORMATTING,
    PRESENTATION,
    STYLE,
    TABLE,
    TEXT,
)

_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_POINTS = re.compile(r"([0-9]{1,3}(?:\.[0-9]+)?)pt")
_MOST_PARENTS = 20


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list marks its items; ``style`` is empty for bullets."""

    style: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1

    def marker(self, number: int) -> str:
        """What stands before the item of that number."""
        return f"{self.prefix}{numeral(number, self.style)}{self.suffix}" if self.style else "•"


class Styles:
    """All styles by their names; those of the content override those that all documents share."""

    def __init__(self, definitions: Iterable[etree._Element]) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._lists: dict[str, dict[int, ListLevel]] = {}
        for root in definitions:
            for style in root.iter(f"{STYLE}style"):
                self._styles[style.get(f"{STYLE}name", "")] = style
            for style in root.iter(f"{TEXT}list-style"):
                self._lists[style.get(f"{STYLE}name", "")] = _levels(style)

    def is_title(self, name: str | None) -> bool:
        """Whether a paragraph style is that of the document's title, or derived from it."""
        return any(style.get(f"{STYLE}name") == "Title" for style in self._chain(name))

    def outline_level(self, name: str | None) -> int | None:
        """The level of headings in a paragraph style, None where it makes none."""
        stated = (style.get(f"{STYLE}default-outline-level") for style in self._chain(name))
        level = next((one for one in stated if one is not None), "")
        return int(level) if re.fullmatch("[1-9][0-9]?", level) else None

    def is_bold(self, name: str | None) -> bool:
        """Whether the letters of a style are bold."""
        return (self._letters(name, f"{FORMATTING}font-weight") or "").lower() in _BOLD

    def is_underlined(self, name: str | None) -> bool:
        """Whether the letters of a style are underlined."""
        return (self._letters(name, f"{STYLE}text-underline-style") or "none") != "none"

    def is_hidden(self, name: str | None) -> bool:
        """Whether the letters of a style are not shown."""
        return self._letters(name, f"{TEXT}display") == "none"

    def is_struck(self, name: str | None) -> bool:
        """Whether the letters of a style are struck out."""
        attributes = ("text-line-through-style", "text-line-through-type")
        lines = (self._letters(name, f"{STYLE}{attribute}") for attribute in attributes)
        return any((line or "none") != "none" for line in lines)

    def is_raised(self, name: str | None) -> bool:
        """Whether the letters of a style stand above the line."""
        stated = (self._letters(name, f"{STYLE}text-position") or "").split()
        return bool(stated) and (stated[0] == "super" or re.match(r"[1-9]", stated[0]) is not None)

    def half_points(self, name: str | None) -> int:
        """The size of letters in a style, in half points; 0 where it is not stated."""
        found = _POINTS.fullmatch(self._letters(name, f"{FORMATTING}font-size") or "")
        return round(2 * float(found[1])) if found else 0

    def is_slide_hidden(self, name: str | None) -> bool:
        """Whether a slide's style leaves it out when slides are shown."""
        visibility = f"{PRESENTATION}visibility"
        return any(
            properties.get(visibility) == "hidden"
            for style in self._chain(name)
            for properties in style.iterchildren(f"{STYLE}drawing-page-properties")
        )

    def is_shown(self, name: str | None) -> bool:
        """Whether a table's style lets it be seen."""
        for style in self._chain(name):
            properties = style.find(f"{STYLE}table-properties")
            if properties is not None and properties.get(f"{TABLE}display"):
                return properties.get(f"{TABLE}display") != "false"
        return True

    def list_level(self, name: str | None, level: int) -> ListLevel:
        """How a list style marks a level, counted from 0."""
        return self._lists.get(name or "", {}).get(level, ListLevel())

    def _letters(self, name: str | None, attribute: str) -> str | None:
        for style in self._chain(name):
            properties = style.find(f"{STYLE}text-properties")
            if properties is not None and properties.get(attribute):
                return properties.get(attribute)
        return None

    def _chain(self, name: str | None) -> list[etree._Element]:
        """A style and those that it is derived from, the nearest first."""
        found: list[etree._Element] = []
        while name in self._styles and len(found) < _MOST_PARENTS:
            found.append(self._styles[name or ""])
            name = found[-1].get(f"{STYLE}parent-style-name")
        return found


_BOLD = frozenset({"bold", "600", "700", "800", "900"})


def _levels(style: etree._Element) -> dict[int, ListLevel]:
    levels: dict[int, ListLevel] = {}
    for one in style.iterchildren(f"{TEXT}list-level-style-number"):
        level, start = one.get(f"{TEXT}level", ""), one.get(f"{TEXT}start-value", "1")
        if re.fullmatch("[1-9][0-9]?", level):
            levels[int(level) - 1] = ListLevel(
                _FORMATS.get(one.get(f"{STYLE}num-format", "1"), "decimal"),
                one.get(f"{STYLE}num-prefix", ""),
                one.get(f"{STYLE}num-suffix", "."),
                int(start) if re.fullmatch("[0-9]{1,5}", start) else 1,
            )
    return levels
