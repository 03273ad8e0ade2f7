"""What is drawn on a page besides text: ruled lines along the axes, and how much images cover."""

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from forumbot.archive.formats.pdf.page import Area, Frame, Page, Rule

MAX_PAGE_OBJECTS = 20_000
MAX_PAGE_RULES = 4_000
_MAX_PATH_SEGMENTS = 400
_MAX_FORM_DEPTH = 4
_SHORTEST_RULE = 4.0
_WHITE = 250
_THIN = 3.5
_MAX_AREAS, _MAX_IMAGES = 1_000, 500
# Points: a bullet is about as large as a small letter.
_SMALLEST_DOT, _LARGEST_DOT, _MAX_DOTS = 1.5, 16.0, 1_000

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


_Object = tuple[int, Any, int, Matrix]
"""How many objects were seen, the last of them, its type, and what it is moved by."""

Colour = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Area:
    """A rectangle filled with one colour."""

    x0: float
    x1: float
    top: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is in it or a hair outside."""
        return self.x0 - 1.5 < x < self.x1 + 1.5 and self.top - 1.5 < y < self.bottom + 1.5

    def edges(self) -> Iterator[tuple[Rule, float, float]]:
        """Its four edges, each with a point just outside of it."""
        x, y = (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2
        yield Rule(True, self.top, self.x0, self.x1), x, self.top - 1
        yield Rule(True, self.bottom, self.x0, self.x1), x, self.bottom + 1
        yield Rule(False, self.x0, self.top, self.bottom), self.x0 - 1, y
        yield Rule(False, self.x1, self.top, self.bottom), self.x1 + 1, y


def read_graphics(handle: Any, page: Page, frame: Frame) -> None:
    """Add the rules and the share of images of an open page to ``page``."""
    _GraphicsReader(page, frame).read(handle)


class _GraphicsReader:
    """Walks the objects of a page, and of the forms in it, within fixed limits."""

    def __init__(self, page: Page, frame: Frame) -> None:
        import pypdfium2.raw as pdfium

        self.pdfium = pdfium
        self.page = page
        self.frame = frame
        self.seen = 0
        self.areas: dict[Colour, list[_Area]] = defaultdict(list)

    def read(self, handle: Any) -> None:
        for count, item, kind, matrix in self._objects(handle):
            if count > MAX_PAGE_OBJECTS or len(self.page.rules) > MAX_PAGE_RULES:
                # A drawing this dense is a map or a plot, and no table.
                self.page.rules = []
                return
            if kind == self.pdfium.FPDF_PAGEOBJ_IMAGE:
                self._add_image(item, matrix)
            elif kind == self.pdfium.FPDF_PAGEOBJ_PATH:
                self._add_path(item, matrix)
            elif kind == self.pdfium.FPDF_PAGEOBJ_FORM:
                self._add_dot(item, matrix)
        for areas in self.areas.values():
            self.page.rules += _outlines(areas)

    def _objects(self, handle: Any) -> Iterator[_Object]:
        for index in range(self.pdfium.FPDFPage_CountObjects(handle)):
            yield from self._unfold(self.pdfium.FPDFPage_GetObject(handle, index), _IDENTITY, 0)

    def _unfold(self, item: Any, matrix: Matrix, depth: int) -> Iterator[_Object]:
        self.seen += 1
        kind = self.pdfium.FPDFPageObj_GetType(item)
        yield self.seen, item, kind, matrix
        if kind == self.pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
            inner = _times(self._matrix(item), matrix)
            for index in range(self.pdfium.FPDFFormObj_CountObjects(item)):
                child = self.pdfium.FPDFFormObj_GetObject(item, index)
                yield from self._unfold(child, inner, depth + 1)

    def _matrix(self, item: Any) -> Matrix:
        found = self.pdfium.FS_MATRIX()
        if not self.pdfium.FPDFPageObj_GetMatrix(item, found):
            return _IDENTITY
        return found.a, found.b, found.c, found.d, found.e, found.f

    def _add_image(self, item: Any, matrix: Matrix) -> None:
        corners = self._corners(item, matrix)
        if corners:
            width = _within(corners, 0, self.page.width)
            height = _within(corners, 1, self.page.height)
            self._add_corners(corners)
            self.page.pixels += self._pixels(item)
            if len(self.page.images) < _MAX_IMAGES:
                xs, ys = zip(*corners, strict=True)
                self.page.images.append(Area(min(xs), max(xs), min(ys), max(ys)))
            area = max(self.page.width * self.page.height, 1.0)
            self.page.image_share = min(1.0, self.page.image_share + width * height / area)

    def _pixels(self, item: Any) -> int:
        """How many pixels an image has, all of which are gone over to draw it."""
        width, height = ctypes.c_uint(), ctypes.c_uint()
        self.pdfium.FPDFImageObj_GetImagePixelSize(item, width, height)
        return width.value * height.value

    def _corners(self, item: Any, matrix: Matrix) -> list[tuple[float, float]]:
        """The corners of what an object covers on the page, none where that is not known."""
        edges = [ctypes.c_float() for _ in range(4)]
        if not self.pdfium.FPDFPageObj_GetBounds(item, *edges):
            return []
        left, bottom, right, top = (edge.value for edge in edges)
        return [
            self.frame.place(*_apply(matrix, x, y)) for x in (left, right) for y in (bottom, top)
        ]

    def _add_dot(self, item: Any, matrix: Matrix) -> None:
        corners = self._corners(item, matrix)
        if corners:
            self._add_corners(corners)

    def _add_corners(self, corners: Sequence[tuple[float, float]]) -> None:
        """Keep the place of something small that is drawn, such as a bullet."""
        xs, ys = zip(*corners, strict=True)
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        is_small = max(width, height) <= _LARGEST_DOT and min(width, height) >= _SMALLEST_DOT
        if is_small and len(self.page.dots) < _MAX_DOTS:
            self.page.dots.append(Area(min(xs), max(xs), min(ys), max(ys)))

    def _add_path(self, item: Any, matrix: Matrix) -> None:
        """Add the rules of a path that is visible, other than by white areas."""
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        self.pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        if not (fill.value or stroke.value):
            return
        rules = _squared(list(self._rules(item, matrix)))
        if fill.value and len(rules) in (0, 4):
            self._add_dot(item, matrix)
        if stroke.value:
            self.page.rules += rules
            return
        shades = [ctypes.c_uint() for _ in range(4)]
        self.pdfium.FPDFPageObj_GetFillColor(item, *shades)
        colour = tuple(shade.value for shade in shades)
        if colour[3] == 0 or min(colour[:3]) >= _WHITE:
            return
        area = _area(rules)
        if area is None:
            self.page.rules += rules
        else:
            self.areas[colour].append(area)

    def _rules(self, item: Any, matrix: Matrix) -> Iterator[Rule]:
        count = self.pdfium.FPDFPath_CountSegments(item)
        if not 1 < count <= _MAX_PATH_SEGMENTS:
            return
        own = _times(self._matrix(item), matrix)
        first: tuple[float, float] | None = None
        last: tuple[float, float] | None = None
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(count):
            segment = self.pdfium.FPDFPath_GetPathSegment(item, index)
            self.pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = self.frame.place(*_apply(own, x.value, y.value))
            kind = self.pdfium.FPDFPathSegment_GetType(segment)
            if kind == self.pdfium.FPDF_SEGMENT_MOVETO or last is None:
                first = point
            elif kind == self.pdfium.FPDF_SEGMENT_LINETO:
                yield from _rule(last, point)
            if self.pdfium.FPDFPathSegment_GetClose(segment) and first is not None:
                yield from _rule(point, first)
            last = point


def _rule(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Rule]:
    wide, high = abs(end[0] - start[0]), abs(end[1] - start[1])
    if wide >= _SHORTEST_RULE and high < 1:
        yield Rule(True, (start[1] + end[1]) / 2, min(start[0], end[0]), max(start[0], end[0]))
    elif high >= _SHORTEST_RULE and wide < 1:
        yield Rule(False, (start[0] + end[0]) / 2, min(start[1], end[1]), max(start[1], end[1]))


def _squared(rules: list[Rule]) -> list[Rule]:
    """The four sides of a rectangle drawn out to its corners, where those are rounded."""
    flat = sorted(rule.place for rule in rules if rule.horizontal)
    upright = sorted(rule.place for rule in rules if not rule.horizontal)
    if not len(flat) == len(upright) == 2:
        return rules
    sides = [Rule(True, place, *upright) for place in flat]
    return sides + [Rule(False, place, *flat) for place in upright]


def _area(rules: list[Rule]) -> _Area | None:
    """The broad rectangle that four rules make, None for a thin one or another shape."""
    flat = [rule for rule in rules if rule.horizontal]
    upright = [rule for rule in rules if not rule.horizontal]
    if not len(rules) == 4 == 2 * len(flat):
        return None
    top, bottom = sorted(rule.place for rule in flat)
    x0, x1 = sorted(rule.place for rule in upright)
    return _Area(x0, x1, top, bottom) if min(bottom - top, x1 - x0) > _THIN else None


def _outlines(areas: list[_Area]) -> Iterator[Rule]:
    """The edges of areas of one colour, without those along which two of them touch."""
    if len(areas) > _MAX_AREAS:
        return
    for area in areas:
        for rule, x, y in area.edges():
            if not any(other is not area and other.holds(x, y) for other in areas):
                yield rule


def _within(corners: list[tuple[float, float]], axis: int, limit: float) -> float:
    places = [min(max(corner[axis], 0.0), limit) for corner in corners]
    return max(places) - min(places)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies ``first``, then ``second``."""
    a, b, c, d, e, f = first
    origin = _apply(second, e, f)
    along, up = _apply((*second[:4], 0.0, 0.0), a, b), _apply((*second[:4], 0.0, 0.0), c, d)
    return *along, *up, *origin
