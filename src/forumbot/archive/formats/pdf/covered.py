"""Texts of a page that nobody sees, as something opaque is drawn over them."""

import ctypes
from typing import Any, NamedTuple

from forumbot.archive.formats.pdf.page import Frame

# Set by hand: what a page of text holds, and from where on a drawing is more than that.
_MAX_OBJECTS, _MAX_PAIRS = 2_000, 200_000
# Points: an area that covers a word is as large as this at least.
_NARROWEST, _LOWEST = 20.0, 6.0
_OPAQUE = 255
# Pixels a point, enough to see a letter; a page that is larger is a poster.
_SCALE, _LARGEST = 1.0, 2_000.0


class _Box(NamedTuple):
    """Where an object lies in the file's own coordinates."""

    left: float
    bottom: float
    right: float
    top: float

    def is_over(self, other: "_Box") -> bool:
        """Whether it covers the middle of another one, of which its neighbours may cover more."""
        x, y = (other.left + other.right) / 2, (other.bottom + other.top) / 2
        return self.left <= x <= self.right and self.bottom <= y <= self.top


class _Text(NamedTuple):
    """A text object, and where it lies."""

    item: Any
    box: _Box


def covered_texts(page: Any, frame: Frame) -> frozenset[int]:
    """The addresses of the text objects of an open page that what is drawn later hides.

    An opaque area lies over the middle of them, and the page looks the same without them. Where
    that is most of a page it is what was recognised in the picture over it, and none.
    """
    import pypdfium2.raw as pdfium

    hidden = _below_areas(pdfium, page)
    if not hidden or max(page.get_size()) > _LARGEST:
        return frozenset()
    whole = _picture(page)
    modes = [pdfium.FPDFTextObj_GetTextRenderMode(text.item) for text in hidden]
    for text in hidden:
        pdfium.FPDFTextObj_SetTextRenderMode(text.item, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
    without = _picture(page)
    for text, mode in zip(hidden, modes, strict=True):
        pdfium.FPDFTextObj_SetTextRenderMode(text.item, mode)
    if whole is None or without is None:
        return frozenset()
    areas = ((text, _pixels(text.box, frame)) for text in hidden)
    unseen = (text for text, area in areas if whole.crop(area) == without.crop(area))
    return frozenset(ctypes.c_void_p.from_buffer(text.item).value or 0 for text in unseen)


def _picture(page: Any) -> Any:
    """An open page in grey, None where it cannot be drawn."""
    from pypdfium2 import PdfiumError

    try:
        return page.render(scale=_SCALE, grayscale=True).to_pil()
    except PdfiumError:
        return None


def _pixels(box: _Box, frame: Frame) -> tuple[int, int, int, int]:
    """The part of the picture of a page where an object lies, and a little around it."""
    xs, ys = zip(frame.place(box.left, box.bottom), frame.place(box.right, box.top), strict=True)
    return (
        int(min(xs) * _SCALE) - 1, int(min(ys) * _SCALE) - 1,
        int(max(xs) * _SCALE) + 2, int(max(ys) * _SCALE) + 2,
    )  # fmt: skip


def _below_areas(pdfium: Any, page: Any) -> list[_Text]:
    """The texts over whose middle an area is drawn later; none where they are most of a page."""
    count = pdfium.FPDFPage_CountObjects(page)
    if count > _MAX_OBJECTS:
        return []
    items = [pdfium.FPDFPage_GetObject(page, index) for index in range(count)]
    kinds = [pdfium.FPDFPageObj_GetType(item) for item in items]
    areas: list[tuple[int, _Box]] = []
    for place, (item, kind) in enumerate(zip(items, kinds, strict=True)):
        if kind == pdfium.FPDF_PAGEOBJ_PATH and (area := _opaque_area(pdfium, item)):
            areas.append((place, area))
    last = areas[-1][0] if areas else 0
    texts = [place for place in range(last) if kinds[place] == pdfium.FPDF_PAGEOBJ_TEXT]
    if len(texts) * len(areas) > _MAX_PAIRS:
        return []
    found: list[_Text] = []
    for place in texts:
        box = _box(pdfium, items[place])
        mode = pdfium.FPDFTextObj_GetTextRenderMode(items[place])
        if box is None or mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            continue
        if any(at > place and area.is_over(box) for at, area in areas):
            found.append(_Text(items[place], box))
    return found if 2 * len(found) < kinds.count(pdfium.FPDF_PAGEOBJ_TEXT) else []


def _opaque_area(pdfium: Any, item: Any) -> _Box | None:
    """The place of a path that is filled with one colour, through which nothing shines."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value or pdfium.FPDFPageObj_HasTransparency(item):
        return None
    shades = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(item, *shades)
    box = _box(pdfium, item) if shades[3].value == _OPAQUE else None
    is_large = box is not None and (
        box.right - box.left >= _NARROWEST and box.top - box.bottom >= _LOWEST
    )
    return box if is_large else None


def _box(pdfium: Any, item: Any) -> _Box | None:
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *edges):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    return _Box(left, bottom, right, top)
