"""Where the shapes of a PowerPoint slide lie, those of groups too."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.exc import InvalidXmlError
from pptx.shapes.group import GroupShape

from forumbot.archive.formats.slides.models import A, Place
from forumbot.archive.formats.slides.order import PlacedShape


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
        left, top, width, height = own_place(shape) or lent(shape)
        yield PlacedShape(
            inner,
            left * frame.scale_x + frame.shift_x,
            top * frame.scale_y + frame.shift_y,
            width * frame.scale_x,
            height * frame.scale_y,
        )


def own_place(shape: Any) -> Place | None:
    """Where a shape says that it lies; None where it says nothing, or nothing that is known."""
    element = shape.element
    try:
        place = (element.x, element.y, element.cx, element.cy)
    except (InvalidXmlError, ValueError):
        return None
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
