"""In which order the shapes of a slide are read: from the top down, then from left to right."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.shapes.group import GroupShape

from forumbot.archive.formats.slides.models import A, Place


@dataclass(frozen=True, slots=True)
class PlacedShape:
    """A shape, or the list of those in a group, and where it lies on the slide in EMU."""

    shape: Any
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Frame:
    """How a group places its members: ``place * scale + shift``, across and down."""

    scale_x: float = 1.0
    scale_y: float = 1.0
    shift_x: float = 0.0
    shift_y: float = 0.0


def placed(
    shapes: Iterable[Any], lent: Callable[[Any], Place], frame: _Frame | None = None
) -> Iterator[PlacedShape]:
    """The shapes with their places on the slide, those of groups with the group's offset.

    ``lent`` gives the place of a shape that has none of its own.
    """
    frame = frame or _Frame()
    for shape in shapes:
        inner: Any = shape
        if isinstance(shape, GroupShape):
            inner = list(placed(shape.shapes, lent, _framed(shape, frame)))
        left, top, width, height = _own_place(shape) or lent(shape)
        yield PlacedShape(
            inner,
            left * frame.scale_x + frame.shift_x,
            top * frame.scale_y + frame.shift_y,
            width * frame.scale_x,
            height * frame.scale_y,
        )


def _own_place(shape: Any) -> Place | None:
    element = shape.element
    place = (element.x, element.y, element.cx, element.cy)
    return None if None in place else place


def _framed(group: GroupShape, outer: _Frame) -> _Frame:
    """The frame of a group's members, who count in the group's own measure."""
    transform = group.element.find(f".//{A}xfrm")
    parts = {} if transform is None else {etree.QName(part).localname: part for part in transform}
    if not {"off", "ext", "chOff", "chExt"} <= parts.keys():
        return outer
    scale_x = _ratio(parts["ext"].get("cx"), parts["chExt"].get("cx"))
    scale_y = _ratio(parts["ext"].get("cy"), parts["chExt"].get("cy"))
    shift_x = float(parts["off"].get("x", 0)) - float(parts["chOff"].get("x", 0)) * scale_x
    shift_y = float(parts["off"].get("y", 0)) - float(parts["chOff"].get("y", 0)) * scale_y
    return _Frame(
        outer.scale_x * scale_x,
        outer.scale_y * scale_y,
        outer.scale_x * shift_x + outer.shift_x,
        outer.scale_y * shift_y + outer.shift_y,
    )


def _ratio(outer: str | None, inner: str | None) -> float:
    return float(outer or 0) / float(inner or 0) if float(inner or 0) else 1.0


def reading_order(shapes: Iterable[PlacedShape]) -> list[PlacedShape]:
    """Bands of shapes from the top down; in each, columns from left to right.

    A shape that begins above the middle of a band's, or left of the middle of a column's, first
    shape belongs to it, so that boxes placed by hand need not be level.
    """
    ordered: list[PlacedShape] = []
    for band in _runs(sorted(shapes, key=lambda one: (one.top, one.left)), is_down=True):
        for column in _runs(sorted(band, key=lambda one: (one.left, one.top)), is_down=False):
            ordered += sorted(column, key=lambda one: (one.top, one.left))
    return ordered


def _runs(shapes: Iterable[PlacedShape], *, is_down: bool) -> list[list[PlacedShape]]:
    runs: list[list[PlacedShape]] = []
    limit = 0.0
    for shape in shapes:
        start = shape.top if is_down else shape.left
        if not runs or start >= limit:
            runs.append([])
            limit = max(start + (shape.height if is_down else shape.width) / 2, start + 1)
        runs[-1].append(shape)
    return runs
