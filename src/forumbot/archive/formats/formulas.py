"""Formulas of Word and PowerPoint files on one line, so that "1/2" is not read as "12"."""

from collections.abc import Callable

from lxml import etree

from forumbot.archive.formats.footnotes import RAISED

MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
"""The namespace of formulas."""
_VALUE = f"{MATHS}val"
_PROPERTY_ENDING = "Pr"

_Parts = dict[str, etree._Element]


def formula_text(node: etree._Element) -> str:
    """A formula or a part of one: fractions with a stroke, raised digits as they are written."""
    name = _name(node)
    if name == "t":
        return node.text or ""
    if name.endswith(_PROPERTY_ENDING):
        return ""
    part = {_name(child): child for child in node if isinstance(child.tag, str)}
    if name in _WRITTEN:
        return _WRITTEN[name](part)
    inner = "".join(formula_text(child) for child in node if isinstance(child.tag, str))
    if name != "d":
        return inner
    return f"{_sign(node, 'begChr', '(')}{inner}{_sign(node, 'endChr', ')')}"


def _name(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _of(part: _Parts, name: str) -> str:
    return formula_text(part[name]) if name in part else ""


def _whole(part: _Parts, name: str) -> str:
    """A part that stays together, in brackets where it has more than letters and digits."""
    text = _of(part, name).strip()
    is_one = text.replace(".", "").replace(",", "").isalnum()
    return text if is_one or not text else f"({text})"


def _raised(text: str) -> str:
    return text.translate(RAISED) if text.isdecimal() or not text else f"^{text}"


def _sign(node: etree._Element, name: str, usual: str) -> str:
    stated = node.find(f"{MATHS}dPr/{MATHS}{name}")
    return usual if stated is None else stated.get(_VALUE, usual)


def _fraction(part: _Parts) -> str:
    return f"{_whole(part, 'num')}/{_whole(part, 'den')}"


def _power(part: _Parts) -> str:
    return f"{_of(part, 'e')}{_of(part, 'sub')}{_raised(_of(part, 'sup'))}"


def _root(part: _Parts) -> str:
    return f"{_raised(_of(part, 'deg'))}√{_whole(part, 'e')}"


_WRITTEN: dict[str, Callable[[_Parts], str]] = {
    "f": _fraction,
    "sSup": _power,
    "sSubSup": _power,
    "rad": _root,
}
