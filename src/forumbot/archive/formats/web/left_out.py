"""What of a page is not read, in words: menus, banners, footers, what stands beside the content."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from selectolax.lexbor import LexborNode

from forumbot.archive.formats.web.regions import UNSEEN

_SHOWN = 8
_CHARS = 80


def outside(body: LexborNode, roots: Sequence[LexborNode]) -> Iterator[str]:
    """The texts of a page that stand in none of the roots of its main content, in order."""
    inner = {root.mem_id for root in roots}
    above = {node.mem_id for root in roots for node in _above(root)}
    stack = [body]
    while stack:
        node = stack.pop()
        if node.mem_id in inner or node.tag in UNSEEN:
            continue
        if node.mem_id in above:
            stack += reversed(list(node.iter(include_text=True, skip_empty=True)))
        elif text := text_of(node):
            yield text


def _above(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def text_of(node: LexborNode) -> str:
    """The words of an element on one line."""
    return " ".join(node.text(separator=" ").split())


def told(words: int, texts: Iterable[str]) -> list[str]:
    """How many words were left out, and the beginning of each text, with how often it stands."""
    if not words:
        return []
    counts = Counter(text[:_CHARS] for text in texts if text)
    shown = [
        f"{text!r}{f' ({times})' if times > 1 else ''}"
        for text, times in list(counts.items())[:_SHOWN]
    ]
    more = f" and {len(counts) - _SHOWN} others" if len(counts) > _SHOWN else ""
    listed = f": {', '.join(shown)}{more}" if shown else ""
    return [f"{words} words of menus, banners or footers left out{listed}"]
