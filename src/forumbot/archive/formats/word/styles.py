"""What a Word file's styles and numbering definitions say of a paragraph."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple, TypeVar

from lxml import etree

from forumbot.archive.formats.numerals import numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING_NAME = re.compile(
    r"(?:heading|überschrift|titre|kop|título|titolo|rubrik|overskrift|otsikko|nagłówek"
    r"|nadpis|címsor|titlu|cabeçalho|encabezado)\s*(?P<level>[1-9])",
    re.IGNORECASE,
)
_TITLE_NAME = re.compile(r"title|titel|titre|título|titolo|otsikko|tytuł", re.IGNORECASE)
_LIST_NAME = re.compile(
    r"(?:list|listen?|liste|lijst|lista|elenco)?[\s_-]*(?:à\s+|met\s+)?"
    r"(?:(?P<bullet>bullet|aufzählungszeichen|aufzählung|puces|opsom\.?teken|viñetas)"
    r"|(?P<number>number|nummer|numéros|numerada)|(?P<continue>continue|fortsetzung))"
    r"\s*(?P<level>[2-5])?",
    re.IGNORECASE,
)
_CONTENTS_NAME = re.compile(r"toc\s*\d|table of figures", re.IGNORECASE)
_CAPTION_NAME = re.compile(
    r"caption|beschriftung|légende|bijschrift|didascalia|leyenda|epígrafe|legenda|legendă|billedtekst"
    r"|beskrivning|titulek|podpis|kuvaotsikko|λεζάντα",
    re.IGNORECASE,
)
MAX_LEVEL = 8
_MAX_CHAIN = 50
_USUAL_SIZE = 20

_T = TypeVar("_T")


@lru_cache(maxsize=64)
def _path(names: str) -> str:
    return "/".join(f"{W}{name}" for name in names.split("/"))


def value(node: etree._Element | None, path: str, attribute: str = f"{W}val") -> str | None:
    """An attribute of the element at a path of Word names such as ``pPr/numPr/numId``."""
    found = None if node is None else node.find(_path(path))
    return None if found is None else found.get(attribute, "")


def whole(text: str | None) -> int | None:
    """A whole number of at most nine digits, None for anything else."""
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else None


def is_on(node: etree._Element | None, path: str) -> bool | None:
    """Whether a switch such as ``rPr/b`` is on; None where nothing is said of it."""
    stated = value(node, path)
    return None if stated is None else stated not in ("0", "false", "off", "none")


class NumberedAs(NamedTuple):
    """A list definition and a level within it, from 0."""

    num_id: str
    level: int


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says, with what it inherits.

    ``heading_level`` counts from 1, which a title has too; ``listed`` is the kind (``bullet``,
    ``number``, ``continue``) and level of a list style by its name; ``size`` is in half points.
    ``is_caption`` tells what stands below figures and above tables.
    """

    heading_level: int | None = None
    is_title: bool = False
    is_contents: bool = False
    listed: tuple[str, int] | None = None
    numbered_as: NumberedAs | None = None
    is_bold: bool = False
    is_hidden: bool = False
    is_caption: bool = False
    size: int = _USUAL_SIZE


class Styles:
    """The styles of a file."""

    def __init__(self, root: etree._Element | None) -> None:
        self._nodes: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self._default = ""
        self._document = None if root is None else root.find(_path("docDefaults/rPrDefault"))
        for node in () if root is None else root.iter(f"{W}style"):
            style_id = node.get(f"{W}styleId", "")
            self._nodes[style_id] = node
            if node.get(f"{W}default") == "1" and node.get(f"{W}type") == "paragraph":
                self._default = style_id

    def of(self, paragraph: etree._Element) -> Style:
        """The style of a paragraph."""
        return self.named(value(paragraph, "pPr/pStyle") or self._default)

    def named(self, style_id: str) -> Style:
        """The style with an id; one that is not defined is known by its id alone."""
        if style_id not in self._known:
            self._known[style_id] = self._read(style_id)
        return self._known[style_id]

    def _read(self, style_id: str) -> Style:
        chain = self._chain(style_id)
        names = [value(node, "name") or "" for node in chain] or [style_id]
        return Style(
            heading_level=_heading_level(names, chain),
            is_title=_TITLE_NAME.fullmatch(names[0]) is not None,
            is_contents=_CONTENTS_NAME.match(names[0]) is not None,
            listed=_listed(names),
            numbered_as=_numbered_as(chain),
            is_bold=next(_stated(is_on(node, "rPr/b") for node in chain), False),
            is_hidden=next(_stated(is_on(node, "rPr/vanish") for node in chain), False),
            is_caption=any(map(_CAPTION_NAME.fullmatch, names)),
            size=next(
                _stated(whole(value(node, "rPr/sz")) for node in (*chain, self._document)),
                _USUAL_SIZE,
            ),
        )

    def _chain(self, style_id: str) -> tuple[etree._Element, ...]:
        """A style and those that it is based on, nearest first."""
        chain: dict[str, etree._Element] = {}
        while style_id in self._nodes and style_id not in chain and len(chain) < _MAX_CHAIN:
            chain[style_id] = self._nodes[style_id]
            style_id = value(chain[style_id], "basedOn") or ""
        return tuple(chain.values())


def _stated(values: Iterable[_T | None]) -> Iterator[_T]:
    return (one for one in values if one is not None)


def _heading_level(names: list[str], chain: tuple[etree._Element, ...]) -> int | None:
    for name, node in zip_longest(names, chain):
        outline = whole(value(node, "pPr/outlineLvl"))
        if outline is not None:
            return outline + 1 if 0 <= outline <= MAX_LEVEL else None
        if _TITLE_NAME.fullmatch(name):
            return 1
        if named := _HEADING_NAME.fullmatch(name):
            return int(named["level"])
    return None


def _listed(names: list[str]) -> tuple[str, int] | None:
    for name in names:
        if found := _LIST_NAME.fullmatch(name):
            kinds = ("bullet", "number", "continue")
            return next(kind for kind in kinds if found[kind]), int(found["level"] or 1) - 1
    return None


def _numbered_as(chain: tuple[etree._Element, ...]) -> NumberedAs | None:
    num_id = next(_stated(value(node, "pPr/numPr/numId") for node in chain), None)
    level = next(_stated(whole(value(node, "pPr/numPr/ilvl")) for node in chain), 0)
    return NumberedAs(num_id, level) if num_id else None


class _Level(NamedTuple):
    """How one level of a list is numbered; ``label`` is like ``%1.%2.``"""

    start: int
    style: str
    label: str


@dataclass(slots=True)
class _List:
    """A list definition in use: the abstract one behind it, and where this one differs."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


_BULLET_LEVEL = _Level(1, "bullet", "")


class Numbering:
    """Counts the numbered paragraphs of a file as Word does."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._linked: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        for node in () if root is None else root:
            if node.tag == f"{W}abstractNum":
                self._define(node)
            elif node.tag == f"{W}num":
                self._lists[node.get(f"{W}numId", "")] = _list(node)

    def _define(self, node: etree._Element) -> None:
        key = node.get(f"{W}abstractNumId", "")
        self._abstract[key] = dict(_levels(node.iter(f"{W}lvl")))
        if linked := value(node, "numStyleLink"):
            self._linked[key] = linked

    def _resolved(self, key: str) -> str:
        """The abstract definition behind one that only points to a list style."""
        linked = self._linked.get(key)
        numbered = self._styles.named(linked).numbered_as if linked else None
        behind = self._lists.get(numbered.num_id) if numbered else None
        return behind.abstract if behind else key

    def marker(self, numbered: NumberedAs) -> str | None:
        """Count one paragraph and give its marker: ``•``, ``3.`` or ``2.1``.

        It is empty where the level shows none, and None where there is no such list.
        """
        found = self._lists.get(numbered.num_id)
        if found is None or not 0 <= numbered.level <= MAX_LEVEL:
            return None
        key = self._resolved(found.abstract)
        levels = {**self._abstract.get(key, {}), **found.levels}
        level = levels.get(numbered.level, _BULLET_LEVEL)
        if level.style == "bullet":
            return "•"
        self._count(key, numbered, found, levels)
        return self._label(key, level, levels)

    def _count(
        self, key: str, numbered: NumberedAs, found: _List, levels: dict[int, _Level]
    ) -> None:
        counts = self._counts.setdefault(key, {})
        place = numbered.level
        starts_anew = place in found.starts and numbered not in self._started
        if starts_anew or place not in counts:
            self._started.add(numbered)
            counts[place] = found.starts.get(place, levels[place].start)
        else:
            counts[place] += 1
        for deeper in [other for other in counts if other > place]:
            del counts[deeper]

    def _label(self, key: str, level: _Level, levels: dict[int, _Level]) -> str:
        counts = self._counts[key]

        def written(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            shown = levels.get(place, _BULLET_LEVEL)
            return numeral(counts.get(place, shown.start), shown.style)

        if level.style == "none":
            return level.label if "%" not in level.label else ""
        return " ".join(re.sub(r"%([1-9])", written, level.label).split())


def _list(node: etree._Element) -> _List:
    found = _List(value(node, "abstractNumId") or "")
    for override in node.iter(f"{W}lvlOverride"):
        place = whole(override.get(f"{W}ilvl"))
        start = whole(value(override, "startOverride"))
        if place is not None and start is not None:
            found.starts[place] = start
        found.levels.update(_levels(override.iter(f"{W}lvl")))
    return found


def _levels(nodes: Iterable[etree._Element]) -> Iterator[tuple[int, _Level]]:
    for node in nodes:
        place = whole(node.get(f"{W}ilvl"))
        if place is not None:
            start = whole(value(node, "start"))
            style, label = value(node, "numFmt") or "decimal", value(node, "lvlText") or ""
            yield place, _Level(1 if start is None else start, style, label)
