"""What was likely meant where a file of events is no YAML: PyYAML's own words help nobody."""

import re
from typing import NamedTuple

from forumbot.language.said import Said, said

_MERGE = re.compile(r"(<{7}|>{7}) |={7}$")
_TAB = re.compile(r"\s*\t")
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]")
_KEY = r"(?P<key>id|title|kind|starts|ends|timezone|place|url|themes|source|status|leads|rrule)"
_COLON = re.compile(rf"\s*(?:- )?{_KEY}\s*：")
_DASH = re.compile(rf"\s*-{_KEY}\s*:")
_NO_SPACE = re.compile(rf"\s*(?:- )?{_KEY}:[^\s:/]")
_VALUE = re.compile(rf"\s*(?:- )?{_KEY}:\s+(?:[^\s\"'#\[{{|>].*:(?:\s|$)|[@`%*&!?,\]}}])")
_KEY_LINE = re.compile(rf"(?P<indent>\s*(?:- )?){_KEY}:(?P<value>\s+\S)?")
_OF_VALUES = re.compile("mapping values are not allowed|cannot start any token")
_CUT = re.compile(r"\s*(?:- )?(?P<word>[\w-]{1,20})(?:\s[^:]*)?")
_OPEN = re.compile("while parsing a flow (?:sequence|mapping)")
_DOCUMENT = re.compile(r"---(\s|$)")
_WEB = re.compile(r"\s*<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_ICALENDAR = re.compile(r"\s*BEGIN:VCALENDAR\b", re.IGNORECASE)


class Slip(NamedTuple):
    """The line (from 1) in which something was mistyped, and what."""

    line: int
    what: Said


def whole_slip(text: str) -> Slip | None:
    """Another kind of file in the place of the events."""
    if _WEB.match(text):
        return Slip(1, said("slip_web"))
    return Slip(1, said("slip_icalendar")) if _ICALENDAR.match(text) else None


_WORDS = {
    "expected <block end>|expected '<document start>'": "slip_indent",
    "mapping values are not allowed": "slip_colon_within",
    "expected ':'": "slip_key",
    "expected ',' or": "slip_bracket",
    "entries are not allowed|mapping keys are not allowed": "slip_dash_here",
    "escape": "slip_escape",
    "block scalar": "slip_bar",
    "another document|document separator": "slip_documents",
    "cannot start any token|node content|(?:alias|anchor|tag|directive)": ("slip_sign"),
}
"""What PyYAML says, and the phrase that says what to write."""


def in_own_words(problem: str) -> Said:
    """What PyYAML says, in any language, for who writes events."""
    found = (key for words, key in _WORDS.items() if re.search(words, problem))
    return said(next(found, "slip_unclear"))


def bracket_left_open(problem: str, opened_at: int | None) -> Slip | None:
    """That a list or a mapping in brackets, which begins in that line, does not end."""
    if opened_at is None or not _OPEN.search(problem):
        return None
    return Slip(opened_at, said("slip_bracket"))


def likely_slip(text: str, failed_at: int, problem: str) -> Slip | None:
    """What was likely mistyped in a text that YAML cannot read, and fails at in that line.

    Nothing behind that line is looked at. ``problem`` is in PyYAML's words.
    """
    lines = text.split("\n")[:failed_at]
    for number, line in enumerate(lines, 1):
        if _MERGE.match(line):
            return Slip(number, said("slip_merge"))
    for number in range(len(lines), max(len(lines) - 2, 0), -1):
        what = _of_line(lines[number - 1])
        if what is not None:
            return Slip(number, what)
    for number in (len(lines), len(lines) - 1) if "expected ':'" in problem else ():
        if cut := _CUT.fullmatch(lines[number - 1]):
            return Slip(number, said("slip_cut", word=cut["word"]))
    if _OF_VALUES.search(problem) and _is_deeper(lines):
        return Slip(len(lines), said("slip_indent"))
    value = _VALUE.match(lines[-1]) if _OF_VALUES.search(problem) else None
    return Slip(len(lines), said("slip_value", key=value["key"])) if value else None


def _is_deeper(lines: list[str]) -> bool:
    """Whether the last line is a key that begins further right than the value above it allows."""
    keys = [found for found in map(_KEY_LINE.match, lines[-2:]) if found]
    return (
        len(keys) == len(lines[-2:]) > 1
        and bool(keys[0]["value"])
        and (len(keys[1]["indent"]) > len(keys[0]["indent"]))
    )


def _of_line(line: str) -> Said | None:
    indent = line[: len(line) - len(line.lstrip())]
    if _TAB.match(indent):
        return said("slip_tab")
    odd = _ODD_SPACE.search(line.partition(":")[0])
    if odd:
        return said("slip_space", code=f"{ord(odd[0]):04X}")
    for pattern, key in (
        (_COLON, "slip_colon"),
        (_DASH, "slip_dash"),
        (_NO_SPACE, "slip_no_space"),
    ):
        found = pattern.match(line)
        if found:
            return said(key, key=found["key"])
    return said("slip_documents") if _DOCUMENT.match(line) else None
