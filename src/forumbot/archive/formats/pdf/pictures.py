"""Pages of a PDF as pictures, by PDFium."""

import io
from typing import Any

from forumbot.errors import RefusedError

PICTURE = "forumbot.archive.formats.pdf.pictures:page_picture"
_POINTS_PER_INCH = 72
_LOOK, _LONGEST_PAGE = 100, 4_000  # pixels, enough to tell rows of letters; a poster gets fewer


def page_picture(raw: bytes, page: int, longest: int) -> bytes:
    """A page, counted from 1, as a PNG whose longer side has ``longest`` pixels.

    Raises :class:`RefusedError` where it cannot be drawn.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with PdfDocument(raw) as document:
            return png_of(document[page - 1], longest=longest)
    except (PdfiumError, IndexError):
        raise RefusedError(f"its page {page} cannot be drawn") from None


def png_of(page: Any, *, longest: int) -> bytes:
    """An open page as a coloured PNG whose longer side has ``longest`` pixels."""
    picture = page.render(scale=_scale(page, longest)).to_pil()
    return _saved(picture, "PNG")


def grey_map_of(page: Any, *, longest: int, inch: int) -> bytes:
    """An open page as a portable grey map of so many pixels an inch, ``longest`` at most.

    It is not packed, as the next program reads it at once.
    """
    scale = min(_scale(page, longest), inch / _POINTS_PER_INCH)
    return _saved(page.render(scale=scale, grayscale=True).to_pil(), "PPM")


def look_of(page: Any) -> Any:
    """An open page in grey, as a picture of 100 pixels an inch."""
    scale = min(_scale(page, _LONGEST_PAGE), _LOOK / _POINTS_PER_INCH)
    return page.render(scale=scale, grayscale=True).to_pil()


def _scale(page: Any, longest: int) -> float:
    return float(longest / max(*page.get_size(), 1))


def _saved(picture: Any, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()
