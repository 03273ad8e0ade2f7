"""Pages of a PDF as pictures, by PDFium."""

import io
from typing import Any

from forumbot.errors import RefusedError

PICTURE = "forumbot.archive.formats.pdf.pictures:page_picture"
_POINTS_PER_INCH = 72


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


def png_of(page: Any, *, longest: int, inch: int | None = None) -> bytes:
    """An open page as a grey or coloured PNG of so many pixels an inch, ``longest`` at most."""
    scale = longest / max(*page.get_size(), 1)
    if inch is not None:
        scale = min(scale, inch / _POINTS_PER_INCH)
    bitmap = page.render(scale=scale, grayscale=inch is not None)
    out = io.BytesIO()
    # What the next program reads at once is packed loosely: that takes a third of the time.
    bitmap.to_pil().save(out, "PNG", compress_level=6 if inch is None else 1)
    return out.getvalue()
