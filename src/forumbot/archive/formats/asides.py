"""Boxes of notes in Markdown (``:::info``, ``!!! note "Title"``): their words, no marks."""

import re
from collections.abc import Iterator

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_COLONS = re.compile(
    r" {0,3}:{3,}[ \t]*(?:\{[^{}\n]{0,200}\}|[A-Za-z][\w-]{0,30})?(?P<title>[^\n]{0,200})"
)
_MARKED = re.compile(
    r"(?:!!!|\?\?\?\+?)[ \t]+[A-Za-z][\w -]{0,40}?(?:[ \t]+\"(?P<title>[^\"\n]{0,200})\")?[ \t]*"
)
_INDENT = re.compile(r" {4}|\t")


def without_boxes(source: str) -> str:
    """The source with the text of each box as paragraphs of its own, below its title if it has one.

    What stands in fenced code is left as it is.
    """
    if ":::" not in source and "!!!" not in source and "???" not in source:
        return source
    return "\n".join(_lines(source.split("\n")))


def _lines(lines: list[str]) -> Iterator[str]:
    fence, is_within = "", False
    for line in lines:
        mark = _FENCE.match(line)
        if fence or mark:
            is_end = bool(fence and mark and mark[1].startswith(fence))
            fence = "" if is_end else fence or (mark[1] if mark else "")
            yield line
            continue
        found = _MARKED.fullmatch(line) or _COLONS.fullmatch(line)
        if found:
            is_within = found.re is _MARKED
            yield from ("", (found["title"] or "").strip(" []:\t"), "")
        elif is_within and (not line.strip() or _INDENT.match(line)):
            yield _INDENT.sub("", line, count=1)
        else:
            is_within = False
            yield line
