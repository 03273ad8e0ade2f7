"""What a page may cost its parser, counted before it is given to it."""

import re
from collections import Counter

from forumbot.errors import RefusedError

MAX_DEPTH = 2_000
TOO_DEEP = f"HTML nested deeper than {MAX_DEPTH} elements"
_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[a-zA-Z][^\s/<>]*)(?P<rest>[^<>]*)")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# Elements that end by themselves: void ones, those that the next of their kind closes, drawings.
_ENDING = frozenset(
    (
        "area base br col embed hr img input link meta param source track wbr a p li dt dd option "
        "optgroup tr td th thead tbody tfoot caption colgroup rb rp rt rtc html head body h1 h2 h3 "
        "h4 h5 h6 path rect circle line g use polygon polyline ellipse stop image lineargradient "
        "radialgradient defs symbol tspan clippath mask svg script style"
    ).split()
)
_FORMATTING = frozenset("b big code em font i nobr s small strike strong tt u".split())
_ALIKE = 3
_MAX_UNCLOSED = 5_000
_MAX_CLOSING_STEPS = 200_000_000
_MAX_REOPENED = 3_000_000
_MAX_ATTRIBUTES = 2_000
_MANY_CHARS = 8_000


def check_bounds(source: str) -> None:
    """Refuse a page whose nesting would keep the parser busy for long or fill the memory.

    Elements left open cost it their number at every closing tag that fits none of them; open
    elements of formatting are built anew in each paragraph. Sloppy pages stay far below.

    Raises :class:`RefusedError` with the reason.
    """
    count = _Count()
    for tag in _TAG.finditer(source):
        if len(tag["rest"]) > _MANY_CHARS:
            _check_attributes(tag["rest"])
        count.take(tag)


class _Count:
    """The elements that are open at a place of the source, and what they have cost so far."""

    def __init__(self) -> None:
        self.unclosed: Counter[str] = Counter()
        self.formatting: dict[str, list[str]] = {}
        self.alike: Counter[str] = Counter()
        self.total = self.reopening = self.closing_steps = self.reopened = 0

    def take(self, tag: re.Match[str]) -> None:
        name = tag["name"].lower()
        if tag["closing"]:
            self._close(name)
        elif name not in _ENDING:
            self._open(name, tag["rest"])
        self.reopened += self.reopening
        is_costly = self.closing_steps > _MAX_CLOSING_STEPS or self.reopened > _MAX_REOPENED
        if self.total > _MAX_UNCLOSED or is_costly:
            raise RefusedError(TOO_DEEP)

    def _open(self, name: str, attributes: str) -> None:
        self.unclosed[name] += 1
        self.total += 1
        if name in _FORMATTING:
            key = f"{name} {attributes}"
            self.formatting.setdefault(name, []).append(key)
            self.alike[key] += 1
            self.reopening += self.alike[key] <= _ALIKE

    def _close(self, name: str) -> None:
        self.closing_steps += self.total
        if not self.unclosed[name]:
            return
        self.unclosed[name] -= 1
        self.total -= 1
        if name in _FORMATTING:
            key = self.formatting[name].pop()
            self.reopening -= self.alike[key] <= _ALIKE
            self.alike[key] -= 1


def _check_attributes(rest: str) -> None:
    if len(_QUOTED.sub("", rest).split()) > _MAX_ATTRIBUTES:
        raise RefusedError(
            f"HTML with more than {_MAX_ATTRIBUTES:,} attributes in one element; save it anew"
        )
