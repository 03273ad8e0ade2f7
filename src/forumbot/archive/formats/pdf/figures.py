"""What a tagged PDF says of its pictures: the alternative texts of its figures."""

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

# Set by hand: what a page may hold of elements, far above any page of text.
_MAX_ELEMENTS, _MAX_DEPTH = 20_000, 60
_MAX_BYTES = 20_000


def figure_texts(page: Any) -> list[str]:
    """The alternative texts of the figures of an open page, in their order; none if untagged."""
    import pypdfium2.raw as pdfium

    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return []
    try:
        return [
            text
            for element in _elements(pdfium, tree)
            if _text(pdfium.FPDF_StructElement_GetType, element) == "Figure"
            and (text := _text(pdfium.FPDF_StructElement_GetAltText, element))
        ]
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _elements(pdfium: Any, tree: Any) -> Iterator[Any]:
    """The elements of a page as they follow one another, 20,000 at most."""
    waiting = [
        (pdfium.FPDF_StructTree_GetChildAtIndex(tree, at), 1)
        for at in reversed(range(pdfium.FPDF_StructTree_CountChildren(tree)))
    ]
    for _count in range(_MAX_ELEMENTS):
        if not waiting:
            return
        element, depth = waiting.pop()
        if not element:
            continue
        yield element
        if depth < _MAX_DEPTH:
            waiting += [
                (pdfium.FPDF_StructElement_GetChildAtIndex(element, at), depth + 1)
                for at in reversed(range(pdfium.FPDF_StructElement_CountChildren(element)))
            ]


def _text(get: Callable[[Any, Any, int], int], element: Any) -> str:
    """What an element states, as PDFium gives it: UTF-16 with a zero at its end."""
    length = get(element, None, 0)
    if not 2 < length <= _MAX_BYTES:
        return ""
    room = ctypes.create_string_buffer(length)
    get(element, room, length)
    return room.raw[: length - 2].decode("utf-16-le", errors="replace")
