"""What the layout and the master of a slide lend to its placeholders: places and list styles."""

from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.slide import Slide

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_BODIES = frozenset({PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY})

Place = tuple[float, float, float, float]
"""Left, top, width and height in EMU."""


@dataclass(frozen=True, slots=True)
class Model:
    """What a placeholder is and takes after; ``list_styles`` are those lent to it, nearest first.

    ``kind`` is None for a shape that is no placeholder.
    """

    kind: Any = None
    place: Place = (0.0, 0.0, 0.0, 0.0)
    list_styles: tuple[etree._Element, ...] = ()

    @property
    def is_body(self) -> bool:
        """Whether its paragraphs are items unless something says otherwise."""
        return self.kind in _BODIES


class Models:
    """The models of one presentation's placeholders, each looked up once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, Any], Model] = {}

    def of(self, shape: Any, slide: Slide) -> Model:
        """The model of a slide's shape."""
        if not shape.is_placeholder:
            return Model()
        layout = slide.slide_layout
        form = shape.placeholder_format
        key = (str(layout.part.partname), form.idx, form.type)
        if key not in self._known:
            self._known[key] = _model(layout, form.idx, form.type)
        return self._known[key]


def _model(layout: Any, index: int, kind: Any) -> Model:
    lenders = [one for one in layout.placeholders if one.placeholder_format.idx == index]
    place = _place(lenders[0]) if lenders else (0.0, 0.0, 0.0, 0.0)
    if kind in _BODIES:
        placeholders = layout.slide_master.placeholders
        lenders += [one for one in placeholders if one.placeholder_format.type in _BODIES]
    styles = [style for one in lenders for style in one.element.iter(f"{A}lstStyle")]
    general = layout.slide_master.element.find(f"{_P}txStyles/{_P}bodyStyle")
    return Model(kind, place, (*styles, *(() if general is None else (general,))))


def _place(shape: Any) -> Place:
    left, top, width, height = shape.left, shape.top, shape.width, shape.height
    return float(left or 0), float(top or 0), float(width or 0), float(height or 0)
