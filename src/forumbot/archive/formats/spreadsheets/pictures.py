"""What Excel workbooks say of the pictures on their sheets, which openpyxl does not read."""

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from forumbot.archive.formats.zipped import Package, parse_xml
from forumbot.errors import RefusedError

_BOOK = "xl/workbook.xml"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PICTURE = "{*}pic/{*}nvPicPr/{*}cNvPr"


class _Link(NamedTuple):
    """Where a part leads, and what it finds there."""

    kind: str
    part: str


def texts_by_sheet(package: Package) -> dict[str, list[str]]:
    """The alternative texts of the pictures of each sheet, by its name.

    None of a workbook whose drawings are damaged, as its cells can be read all the same.
    """
    has_drawings = any(name.startswith("xl/drawings/") for name in package.parts)
    if not has_drawings or _BOOK not in package.parts:
        return {}
    try:
        return _by_sheet(package)
    except RefusedError:
        return {}


def _by_sheet(package: Package) -> dict[str, list[str]]:
    sheets = _links(package, _BOOK)
    found: dict[str, list[str]] = {}
    for sheet in parse_xml(package.parts[_BOOK]).iter("{*}sheet"):
        link = sheets.get(sheet.get(_LINK, ""))
        if link is not None:
            found[sheet.get("name", "")] = list(_texts(package, link.part))
    return found


def _texts(package: Package, sheet: str) -> Iterator[str]:
    for kind, part in _links(package, sheet).values():
        if kind == "drawing" and part in package.parts:
            for anchor in parse_xml(package.parts[part]):
                for shown in anchor.iterfind(f".//{_PICTURE}"):
                    if shown.get("hidden") not in ("1", "true"):
                        yield shown.get("descr") or ""


def _links(package: Package, part: str) -> dict[str, _Link]:
    """The relationships of a part by their ids."""
    folder, name = posixpath.split(part)
    stated = package.links.get(f"{folder}/_rels/{name}.rels")
    return {
        link.get("Id", ""): _Link(
            link.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))[1:],
        )
        for link in (parse_xml(stated) if stated is not None else ())
    }
