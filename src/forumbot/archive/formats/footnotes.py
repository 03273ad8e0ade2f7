"""Footnotes in the source of a text (``[^1]``): paragraphs of their own, out of the sentences."""

import re

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""From digits to the raised ones that a note begins with."""

_DEFINITION = re.compile(r" {0,3}\[\^(?P<label>[^\]\s]{1,60})\]:[ \t]*(?P<text>.*)")
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,60})\](?!:)")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_INDENT = re.compile(r" {2,4}|\t")


def with_notes_apart(source: str) -> str:
    """The source with each note as a paragraph that begins with its number, raised.

    Notes are counted in the order in which the text refers to them, and stay where they are
    written; the references to them go. What stands in fenced code is left as it is.
    """
    if "[^" not in source:
        return source
    lines = source.split("\n")
    fenced = _fenced(lines)
    labels = [
        found["label"]
        for place, line in enumerate(lines)
        if place not in fenced and (found := _DEFINITION.match(line))
    ]
    if not labels:
        return source
    defined = set(labels)
    referred = [label for label in _REFERENCE.findall(source) if label in defined]
    ordered = list(dict.fromkeys([*referred, *labels]))
    numbers = {label: str(place).translate(RAISED) for place, label in enumerate(ordered, start=1)}
    return "\n".join(_written(lines, fenced, numbers))


def _written(lines: list[str], fenced: set[int], numbers: dict[str, str]) -> list[str]:
    done: list[str] = []
    is_note = False
    for place, line in enumerate(lines):
        found = None if place in fenced else _DEFINITION.match(line)
        if found:
            done += ["", f"{numbers[found['label']]} {_without(found['text'], numbers)}"]
            is_note = True
        elif place in fenced:
            done.append(line)
        else:
            goes_on = is_note and (not line.strip() or _INDENT.match(line))
            is_note = bool(goes_on)
            done.append(_without(_INDENT.sub("", line, count=1) if goes_on else line, numbers))
    return done


def _without(line: str, numbers: dict[str, str]) -> str:
    """A line without its references to notes that there are."""
    return _REFERENCE.sub(lambda found: "" if found[1] in numbers else found[0], line)


def _fenced(lines: list[str]) -> set[int]:
    """The places of the lines of fenced code."""
    found: set[int] = set()
    fence = ""
    for place, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            found.add(place)
            if mark and mark[1].startswith(fence):
                fence = ""
        elif mark:
            found.add(place)
            fence = mark[1]
    return found
