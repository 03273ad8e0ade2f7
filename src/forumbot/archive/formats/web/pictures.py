"""What a page says of a picture, as far as it is none of its icons."""

import re

from selectolax.lexbor import LexborNode

# Set by hand: a picture of fewer pixels each way is an icon.
_LEAST_PIXELS = 40
_AROUND_IMAGES = frozenset(("a", "p", "picture", "span", "div"))


def said_by(image: LexborNode) -> str:
    """The alternative text of a picture, empty for an icon and for one with a caption."""
    sides = [image.attributes.get(name) or "" for name in ("width", "height")]
    is_icon = all(re.fullmatch("[0-9]{1,3}(?:px)?", side) for side in sides) and all(
        int(side.removesuffix("px")) < _LEAST_PIXELS for side in sides
    )
    is_told = is_icon or _has_caption(image)
    return "" if is_told else image.attributes.get("alt") or ""


def _has_caption(image: LexborNode) -> bool:
    holder = image.parent
    while holder is not None and holder.tag in _AROUND_IMAGES:
        holder = holder.parent
    caption = holder.css_first("figcaption") if holder and holder.tag == "figure" else None
    return caption is not None and bool(caption.text().strip())
