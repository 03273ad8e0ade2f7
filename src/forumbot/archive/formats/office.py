"""What Word and PowerPoint files have in common: alternates, diagrams, charts and properties."""

import re
from collections.abc import Iterator

from lxml import etree

from forumbot.archive.formats.file_names import ENDINGS
from forumbot.archive.formats.footnotes import RAISED
from forumbot.archive.formats.formulas import MATHS, formula_text
from forumbot.archive.formats.struck import Struck, marked
from forumbot.archive.formats.tables import Cell, table_pieces
from forumbot.archive.formats.zipped import parse_xml
from forumbot.archive.layout import BlockKind, Piece

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_TAGS = (f"{_DRAWING}t", f"{_WORD}t", f"{MATHS}t")
_MAX_CHART_POINTS = 10_000

_NO_TITLE = re.compile(
    r"(?:microsoft\s+(?:office\s+)?(?:word|power\s?point)\b.*|untitled.*|unbenannt.*|sans titre.*"
    r"|(?:power\s?point|word|office|google)[\s-]*(?:presentation|präsentation|présentation|document"
    r"|dokument|slides?|docs?)?|(?:presentation|präsentation|présentation|presentatie|document"
    r"|dokument|documento|title|titel|titre|slide|folie|template|vorlage)[\s-]*\d*"
    rf"|.*\.(?:{ENDINGS})|[^\s]*_[^\s]*)",
    re.IGNORECASE,
)
_WORD_OF_TITLE = re.compile(r"[^\W\d_]{3,}|\d{2,}")


def sensible_title(title: str, text: str) -> str | None:
    """The title among a file's properties, if it can be meant for a file that opens with ``text``.

    Names of files and programs are no titles; nor is one that shares less than half of its words
    with the text, as templates and older versions leave theirs behind.
    """
    line = " ".join(title.split())
    words = set(_WORD_OF_TITLE.findall(line.casefold()))
    if not words or _NO_TITLE.fullmatch(line):
        return None
    there = words & set(_WORD_OF_TITLE.findall(text.casefold()))
    return line if len(there) * 2 >= len(words) else None


def resolve_alternates(root: etree._Element) -> None:
    """Put, in place, one of its versions where content is given in several for older programs.

    That is the first version with text in it, else the first of all.
    """
    for alternate in list(root.iter(f"{_COMPATIBILITY}AlternateContent")):
        parent = alternate.getparent()
        if parent is None:
            continue
        versions = [version for version in alternate if len(version)]
        chosen = next((version for version in versions if _has_text(version)), None)
        chosen = versions[0] if chosen is None and versions else chosen
        for child in () if chosen is None else list(chosen):
            alternate.addprevious(child)
        parent.remove(alternate)


def _has_text(node: etree._Element) -> bool:
    return any((found.text or "").strip() for found in node.iter(*_TEXT_TAGS))


def drawn_text(paragraph: etree._Element, struck: Struck | None = None) -> str:
    """The text of a DrawingML paragraph, its line breaks as line feeds; page numbers left out.

    What is struck out within it is told to ``struck``.
    """
    words: list[str] = []
    for node in paragraph.iter(f"{_DRAWING}t", f"{_DRAWING}br", f"{MATHS}oMath"):
        holder = node.getparent()
        if holder is not None and holder.get("type") == "slidenum":
            continue
        if node.tag == f"{MATHS}oMath":
            words.append(formula_text(node))
        elif node.tag == f"{_DRAWING}br":
            words.append("\n")
        else:
            words.append(_run_text(node.text or "", holder))
    return (struck or Struck()).without("".join(words).replace("\v", "\n"))


def _run_text(text: str, run: etree._Element | None) -> str:
    """The text of a run, its digits raised where the whole of it is, marked where it is struck."""
    looks = None if run is None else run.find(f"{_DRAWING}rPr")
    if looks is None:
        return text
    baseline = looks.get("baseline", "").rstrip("%")
    if baseline.isdecimal() and float(baseline) > 0:
        text = text.translate(RAISED)
    return marked(text) if looks.get("strike", "noStrike") != "noStrike" else text


def diagram_pieces(data: bytes, page: int | None = None) -> Iterator[Piece]:
    """The texts of a SmartArt's data part as items, nested as the diagram nests them."""
    root = parse_xml(data)
    points = {point.get("modelId", ""): point for point in root.iter(f"{_DIAGRAM}pt")}
    children: dict[str, list[tuple[int, str]]] = {}
    for link in root.iter(f"{_DIAGRAM}cxn"):
        if link.get("type", "parOf") == "parOf":
            order = int(link.get("srcOrd", "0"))
            children.setdefault(link.get("srcId", ""), []).append((order, link.get("destId", "")))
    stack = [(key, -1) for key, point in points.items() if point.get("type") == "doc"]
    seen: set[str] = set()
    reached: list[tuple[str, int]] = []
    while stack:
        key, level = stack.pop()
        if key in points and key not in seen:
            seen.add(key)
            reached.append((key, level))
            below = sorted(children.get(key, ()), reverse=True)
            stack += [(child, level + 1) for _order, child in below]
    reached += [(key, 0) for key in points if key not in seen]
    for key, level in reached:
        if text := _point_text(points[key]):
            yield Piece(BlockKind.ITEM, text, level=min(max(level, 0), 5), page=page)


def _point_text(point: etree._Element) -> str:
    if point.get("type") in ("pres", "parTrans", "sibTrans"):
        return ""
    lines = (drawn_text(paragraph) for paragraph in point.iter(f"{_DRAWING}p"))
    return " ".join(" ".join(lines).split())


def chart_pieces(data: bytes, page: int | None = None) -> Iterator[Piece]:
    """A chart's titles as paragraphs and its data as rows: each category with its values."""
    root = parse_xml(data)
    for title in root.iter(f"{_CHART}title"):
        lines = (drawn_text(paragraph) for paragraph in title.iter(f"{_DRAWING}p"))
        yield Piece(BlockKind.PARAGRAPH, " ".join(" ".join(lines).split()), page=page)
    series = list(root.iter(f"{_CHART}ser"))
    names = [" ".join(_points(one.find(f"{_CHART}tx")).values()) for one in series]
    rows = [[Cell(name, is_name=True) for name in ("", *names)]] if any(names) else []
    values = [_points(_first(one, "val", "yVal", "bubbleSize")) for one in series]
    categories: dict[int, str] = {}
    for one in series:
        categories = {**_points(_first(one, "cat", "xVal")), **categories}
    for place in sorted({*categories, *(key for each in values for key in each)}):
        cells = [categories.get(place, ""), *(each.get(place, "") for each in values)]
        rows.append([Cell(cell) for cell in cells])
    yield from (piece for _number, piece in table_pieces(rows, page, guesses=False))


def _first(node: etree._Element, *names: str) -> etree._Element | None:
    found = (node.find(f"{_CHART}{name}") for name in names)
    return next((child for child in found if child is not None), None)


def _points(node: etree._Element | None) -> dict[int, str]:
    """The values of a chart's cached data by their place."""
    points: dict[int, str] = {}
    if node is None:
        return points
    for point in node.iter(f"{_CHART}pt"):
        if len(points) < _MAX_CHART_POINTS:
            place = point.get("idx", "")
            key = int(place) if place.isdecimal() else len(points)
            points[key] = _tidy(point.findtext(f"{_CHART}v") or "")
    alone = node.findtext(f"{_CHART}v")
    return {0: alone} if alone and not points else points


def _tidy(value: str) -> str:
    """A number without the last digits of its binary fraction; any other text as it is."""
    return f"{float(value):.10g}" if re.fullmatch(r"-?\d+\.\d{6,}", value) else value
