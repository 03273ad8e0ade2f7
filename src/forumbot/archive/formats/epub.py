"""EPUB books to pieces: their chapters in the order of the spine, each read as a page of HTML."""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.formats.registry import EPUB
from forumbot.archive.formats.web.html import fragment_pieces
from forumbot.archive.formats.zipped import checked_members, parse_xml
from forumbot.archive.layout import Piece
from forumbot.errors import RefusedError

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_MARKUP = (".xhtml", ".html", ".htm")
_ROOT_FILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_OPF = "{http://www.idpf.org/2007/opf}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_OBFUSCATED = (b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC")


def read_epub(raw: bytes) -> Parsed:
    """The chapters of a book, and the title, the language and the day that it states.

    Raises :class:`RefusedError` with the reason for a book that is damaged, protected, passes the
    bounds of all zipped files, or holds HTML that would keep the parser busy for long.
    """
    parts, _names = checked_members(raw, (".opf", _CONTAINER, _ENCRYPTION), _MARKUP)
    _check_protection(parts.get(_ENCRYPTION, b""))
    path = _package_path(parts)
    root = parse_xml(parts[path])
    chapters = [name for name in _spine(root, posixpath.dirname(path)) if name in parts]
    if not chapters:
        raise RefusedError("names no chapters that are in it; save it anew")
    return Parsed(_pieces(parts, chapters), _metadata(root))


def _check_protection(encryption: bytes) -> None:
    """Refuse what is encrypted; fonts that are merely obfuscated hinder nobody."""
    methods = encryption.count(b"EncryptionMethod")
    if methods and sum(map(encryption.count, _OBFUSCATED)) == 0:
        raise RefusedError("is protected against copying; get it without that")


def _package_path(parts: dict[str, bytes]) -> str:
    container = parts.get(_CONTAINER)
    found = parse_xml(container).find(f".//{_ROOT_FILE}") if container else None
    path = "" if found is None else found.get("full-path", "")
    if path not in parts:
        raise RefusedError(f"is a zip archive, but not {EPUB.words}")
    return path


def _spine(root: etree._Element, folder: str) -> Iterator[str]:
    """The names of the chapters in reading order, without the book's own table of contents."""
    named = {
        item.get("id", ""): posixpath.normpath(
            posixpath.join(folder, unquote(item.get("href", "")))
        )
        for item in root.iter(f"{_OPF}item")
        if "nav" not in item.get("properties", "").split()
    }
    for place in root.iter(f"{_OPF}itemref"):
        name = named.get(place.get("idref", ""))
        if name and place.get("linear") != "no":
            yield name


def _pieces(parts: dict[str, bytes], chapters: list[str]) -> Iterator[Piece]:
    for name in dict.fromkeys(chapters):
        yield from fragment_pieces(parts[name].decode("utf-8-sig", "replace"))


def _metadata(root: etree._Element) -> dict[str, object]:
    found = {"title": "title", "language": "language", "published_on": "date"}
    stated = {
        key: " ".join((root.findtext(f".//{_DUBLIN_CORE}{name}") or "").split())
        for key, name in found.items()
    }
    return {key: value for key, value in stated.items() if value}
