"""EPUB books to pieces: their chapters in the order of the spine, each read as a page of HTML."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from urllib.parse import unquote

from lxml import etree

from forumbot.archive.decoding import decode
from forumbot.archive.formats.alt_texts import AltTexts
from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.formats.registry import EPUB
from forumbot.archive.formats.web.html import chapter_pieces
from forumbot.archive.formats.zipped import checked_members, parse_xml
from forumbot.archive.layout import Piece
from forumbot.errors import RefusedError

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_MARKUP = (".xhtml", ".html", ".htm", ".xht", ".xml")
_ROOT_FILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_OPF = "{http://www.idpf.org/2007/opf}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_OBFUSCATED = frozenset(("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"))
# XML closes any element so; HTML would go on with what it holds up to the end of the page.
_CLOSED = re.compile(r"<(?P<name>[a-zA-Z][\w:.-]*)(?P<rest>(?:\s[^<>]*)?)/>")
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_MOST_STEPS, _MOST_NAMED = 5, 8
# Which of several days is that of the book; one that is called something else is none of its own.
_DAYS = ("original-publication", "publication", "issued", "", "creation")


def read_epub(raw: bytes) -> Parsed:
    """The chapters of a book, and the title, the language and the day that it states.

    What stands beside the reading order, as notes that open in a window, comes last. Raises
    :class:`RefusedError` with the reason for a book that is damaged, protected, passes the
    bounds of all zipped files, or holds HTML that would keep the parser busy for long.
    """
    parts, names = checked_members(raw, (".opf", _CONTAINER, _ENCRYPTION), _MARKUP)
    _check_protection(parts.get(_ENCRYPTION, b""))
    path = _package_path(parts)
    return _Book(parse_xml(parts[path]), posixpath.dirname(path), parts).read(names)


def _check_protection(encryption: bytes) -> None:
    """Refuse what is encrypted; fonts that are merely obfuscated hinder nobody."""
    methods = parse_xml(encryption).iter("{*}EncryptionMethod") if encryption else ()
    if any(method.get("Algorithm") not in _OBFUSCATED for method in methods):
        raise RefusedError("is protected against copying; get it without that")


def _package_path(parts: Mapping[str, bytes]) -> str:
    container = parts.get(_CONTAINER)
    found = parse_xml(container).find(f".//{_ROOT_FILE}") if container else None
    stated = "" if found is None else found.get("full-path", "")
    path = next((one for one in (stated, _inside("", stated)) if one in parts), None)
    if path is None:
        raise RefusedError(f"is a zip archive, but not {EPUB.words}; give it its proper suffix")
    return path


def _inside(folder: str, address: str) -> str:
    """The name of the member that an address in the book leads to."""
    path = unquote(address.partition("#")[0]).replace("\\", "/")
    return posixpath.normpath(posixpath.join(folder, path)).lstrip("/")


class _Book:
    """Reads one book by its package; ``folder`` is where the package stands."""

    def __init__(self, package: etree._Element, folder: str, parts: Mapping[str, bytes]) -> None:
        self.package = package
        self.folder = folder
        self.parts = parts
        self.names = {name.lower(): name for name in parts}  # as Windows takes them for the same
        self.items = {item.get("id", ""): item for item in package.iter(f"{_OPF}item")}
        self.warnings: list[str] = []

    def read(self, names: tuple[str, ...]) -> Parsed:
        """Its chapters, and what is told of them; ``names`` are all members of the archive."""
        spine = list(dict.fromkeys(self._spine()))
        chapters = [name for name in spine if name in self.parts]
        if not chapters:
            raise RefusedError("names no chapters that are in it; save it anew")
        if gone := [name for name in spine if name and name not in names]:
            more = f" and {len(gone) - _MOST_NAMED} others" if len(gone) > _MOST_NAMED else ""
            shown = ", ".join(repr(name[:80]) for name in gone[:_MOST_NAMED])
            self.warnings.append(f"names chapters that are not in it: {shown}{more}")
        pieces = list(self._pieces(chapters))
        return Parsed(pieces, self._metadata(), tuple(dict.fromkeys(self.warnings)))

    def _spine(self) -> Iterator[str]:
        """The names of the chapters in reading order, without the book's own table of contents."""
        listed = {
            _inside(self.folder, place.get("href", ""))
            for place in self.package.iter(f"{_OPF}reference")
            if place.get("type", "").lower() == "toc"
        }
        places = list(self.package.iter(f"{_OPF}itemref"))
        for place in sorted(places, key=lambda one: one.get("linear") == "no"):
            item = self.items.get(place.get("idref", ""))
            name = "" if item is None else self._name(item)
            is_contents = item is not None and "nav" in item.get("properties", "").split()
            if is_contents or name in listed:
                self._leave_out_contents()
            elif name:
                yield name

    def _name(self, item: etree._Element) -> str:
        """The name of an item's member, or of the first that stands for it and is markup."""
        first = _inside(self.folder, item.get("href", ""))
        following: etree._Element | None = item
        for _step in range(_MOST_STEPS):
            if following is None:
                break
            name = _inside(self.folder, following.get("href", "")).lower()
            if name in self.names:
                return self.names[name]
            following = self.items.get(following.get("fallback", ""))
        return first

    def _leave_out_contents(self) -> None:
        self.warnings.append("table of contents left out")

    def _pieces(self, chapters: list[str]) -> Iterator[Piece]:
        known, alt_texts = set(chapters), AltTexts()
        for name in chapters:
            text, warnings = decode(self.parts[name], states_charset=True)
            folder = posixpath.dirname(name)

            def is_chapter(address: str, folder: str = folder) -> bool:
                return _inside(folder, address) in known

            found = chapter_pieces(_CLOSED.sub(_opened_and_closed, text), is_chapter, alt_texts)
            if found is None:
                self._leave_out_contents()
            else:
                yield from found
            self.warnings += warnings

    def _metadata(self) -> dict[str, object]:
        stated = {
            key: " ".join((self.package.findtext(f".//{_DUBLIN_CORE}{name}") or "").split())
            for key, name in (("title", "title"), ("language", "language"))
        }
        stated["published_on"] = self._day()
        return {key: value for key, value in stated.items() if value}

    def _day(self) -> str:
        """The day on which the book came out, among those that it states."""
        days: dict[str, str] = {}
        for day in islice(self.package.iter(f"{_DUBLIN_CORE}date"), 50):
            days.setdefault(day.get(f"{_OPF}event", "").lower(), " ".join((day.text or "").split()))
        return next((days[event] for event in _DAYS if days.get(event)), "")


def _opened_and_closed(tag: re.Match[str]) -> str:
    """An element that closes itself as HTML has it."""
    name = tag["name"]
    return tag[0] if name.lower() in _VOID else f"<{name}{tag['rest']}></{name}>"
