"""The parts of an OpenDocument file, within bounds, and the names of what stands in them."""

from dataclasses import dataclass

from lxml import etree

from forumbot.archive.formats.office import sensible_title
from forumbot.archive.formats.zipped import checked_members, parse_xml
from forumbot.errors import RefusedError

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{{{_SPACE}office:1.0}}"
TEXT = f"{{{_SPACE}text:1.0}}"
TABLE = f"{{{_SPACE}table:1.0}}"
DRAW = f"{{{_SPACE}drawing:1.0}}"
STYLE = f"{{{_SPACE}style:1.0}}"
PRESENTATION = f"{{{_SPACE}presentation:1.0}}"
FORMATTING = f"{{{_SPACE}xsl-fo-compatible:1.0}}"
SVG = f"{{{_SPACE}svg-compatible:1.0}}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_READ = ("content.xml", "styles.xml", "meta.xml")
_MANIFEST = "META-INF/manifest.xml"
_OPENING_CHARS = 3_000


@dataclass(frozen=True, slots=True)
class OpenPackage:
    """An OpenDocument file: its body, the elements that define styles, the names of its members.

    ``stated_title`` is that of its properties, empty where there is none.
    """

    body: etree._Element
    definitions: tuple[etree._Element, ...]
    names: tuple[str, ...]
    stated_title: str

    def title(self, text: str) -> str | None:
        """The stated title if it can be meant for a file that opens with ``text``."""
        return sensible_title(self.stated_title, text[:_OPENING_CHARS])


def open_package(raw: bytes, body: str, words: str) -> OpenPackage:
    """The parts of a file whose body is called ``body``, as ``text``.

    Raises :class:`RefusedError` with the reason for one that is damaged, protected, passes the
    bounds of all zipped files, or is not ``words``.
    """
    parts, names = checked_members(raw, _READ, (_MANIFEST,))
    if b"encryption-data" in parts.get(_MANIFEST, b""):
        raise RefusedError("is protected by a password; save it without one")
    roots = {name: parse_xml(parts[name]) for name in _READ if name in parts}
    content = roots.get("content.xml")
    found = content.find(f"{OFFICE}body/{OFFICE}{body}") if content is not None else None
    if found is None:
        raise RefusedError(f"is a zip archive, but not {words}; give it its proper suffix")
    styled = [roots[name] for name in ("styles.xml", "content.xml") if name in roots]
    meta = roots.get("meta.xml")
    stated = "" if meta is None else meta.findtext(f".//{_DUBLIN_CORE}title") or ""
    return OpenPackage(found, tuple(styled), names, stated)
