"""Office files as zip packages: checked before any parser sees them, and cut down to their XML.

What the checks let through is copied, part by part and within bounds, into a package of its own:
only XML parts, only relationships that lead to one of them, nothing compressed. So no parser meets
a bomb, an entity, a picture, an address or a dangling reference.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from forumbot.archive.formats.registry import OfficeKind, office_kinds
from forumbot.errors import RefusedError

MAX_MEMBERS = 10_000
MAX_STATED_BYTES = 1024 * 1024 * 1024
MAX_XML_BYTES = 64 * 1024 * 1024
MAX_TAGS = 1_500_000
MAX_RATIO = 200
_UNSUSPICIOUS_BYTES = 4 * 1024 * 1024


class Package(NamedTuple):
    """A package that is safe to parse, and the names of all members of the original.

    ``links`` are the relationships as the file states them, those too that are not followed.
    """

    stream: io.BytesIO
    parts: Mapping[str, bytes]
    names: tuple[str, ...]
    links: Mapping[str, bytes]


_CONTENT_TYPES = "[Content_Types].xml"
_FOLLOWED = frozenset({"officeDocument", "core-properties", "chart", "diagramData"})
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_ENCODING = re.compile(rb"\A\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)[\"']")
_ASCII_LIKE = re.compile(
    rb"utf-?8|(?:us-)?ascii|iso-8859-\d+|windows-125\d|latin-?1", re.IGNORECASE
)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_BOMB = "unpacks to far more than its size allows (a zip bomb); open it and save it anew"


def checked_package(raw: bytes, kind: OfficeKind) -> Package:
    """The XML parts of an office file as a package without compression, safe to parse.

    Raises :class:`RefusedError` with the reason for a file of another kind, a protected, truncated
    or damaged one, one that unpacks to more than 64 MiB of XML or 200 times its size, one with too
    many members or elements, and XML with a document type or entities.
    """
    _check_beginning(raw, kind)
    parts, names = checked_members(raw, (".xml", ".rels"))
    _check_kind(parts, kind)
    links = {name: data for name, data in parts.items() if name.endswith(".rels")}
    parts = {name: _prepared(name, data, parts, kind) for name, data in parts.items()}
    return Package(_packed(parts), parts, names, links)


def checked_members(
    raw: bytes, xml: tuple[str, ...], markup: tuple[str, ...] = ()
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The members of a zip whose names end in one of ``xml`` or ``markup``, and all names.

    What ends in ``markup`` is for a parser of HTML, so that it is not checked as XML is. Raises
    :class:`RefusedError` as :func:`checked_package` does.
    """
    if raw.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise RefusedError(f"is a zip archive of more than {MAX_MEMBERS:,} members; split it")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
            _check_members(members, len(raw))
            names = tuple(_name(member) for member in members)
            lowered = (tuple(map(str.lower, xml)), tuple(map(str.lower, markup)))
            return _read_parts(archive, len(raw), *lowered), names
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise RefusedError(
            "is truncated or damaged (its zip archive cannot be read); fetch it again"
        ) from None


def _check_beginning(raw: bytes, kind: OfficeKind) -> None:
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise RefusedError(
            f"is protected by a password or in the old format; save it as {kind.suffix}"
        )
    if not raw.startswith(b"PK"):
        raise RefusedError(f"is not {kind.words} (it does not begin like one); fetch it again")


def _check_members(members: list[zipfile.ZipInfo], raw_bytes: int) -> None:
    """Refuse by what the headers state; that they state the truth is checked in reading."""
    if any(member.flag_bits & 1 for member in members):
        raise RefusedError("is protected by a password; save it without one")
    stated = sum(member.file_size for member in members)
    if stated > MAX_STATED_BYTES or stated > _allowance(raw_bytes):
        raise RefusedError(_BOMB)


def _allowance(raw_bytes: int) -> int:
    return max(_UNSUSPICIOUS_BYTES, raw_bytes * MAX_RATIO)


def _read_parts(
    archive: zipfile.ZipFile, raw_bytes: int, xml: tuple[str, ...], markup: tuple[str, ...]
) -> dict[str, bytes]:
    """The parts by name; pictures, sounds and embedded files are never unpacked."""
    parts: dict[str, bytes] = {}
    budget = min(MAX_XML_BYTES, _allowance(raw_bytes))
    tags = 0
    for member in archive.infolist():
        name = _name(member)
        if not name.lower().endswith(xml + markup):
            continue
        data = _inflated(archive, member, budget)
        budget -= len(data)
        tags += data.count(b"<")
        if tags > MAX_TAGS:
            raise RefusedError(f"holds more than {MAX_TAGS:,} XML tags; split it")
        parts[name] = _checked_xml(data) if name.lower().endswith(xml) else data
    return parts


def _name(member: zipfile.ZipInfo) -> str:
    return member.filename.replace("\\", "/").lstrip("/")


def _inflated(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: int) -> bytes:
    """The bytes of one member, at most ``budget``, whatever its header states."""
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile
    stated = member.file_size
    # zipfile would cut what it reads to the stated size, and hide that there is more; with one
    # beyond what is asked for, it comes to the member's end, and its checksum, or to the bound.
    member.file_size = budget + 2
    with archive.open(member) as stream:
        data = stream.read(budget + 1)
    if len(data) > budget:
        raise RefusedError(_BOMB)
    if len(data) != stated:
        raise zipfile.BadZipFile
    return data


def _checked_xml(data: bytes) -> bytes:
    """XML in an encoding in which its bytes can be searched, without document type or entities."""
    if data.startswith(_UTF16_MARKS):
        data = _DECLARATION.sub("", data.decode("utf-16")).encode()
    encoding = _ENCODING.match(data)
    if b"\x00" in data[:64] or (encoding and not _ASCII_LIKE.fullmatch(encoding[1])):
        raise RefusedError(
            "holds XML in an encoding that office files do not use; open it and save it anew"
        )
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise RefusedError("holds XML with a document type or entities (an XML bomb); save it anew")
    return data


def _check_kind(parts: Mapping[str, bytes], kind: OfficeKind) -> None:
    main = _main_type().search(parts.get(_CONTENT_TYPES, b""))
    if main is None:
        raise RefusedError(f"is a zip archive, but not {kind.words}; give it its proper suffix")
    family = main["family"].decode()
    if family not in kind.families:
        suffix = next(one.suffix for one in office_kinds() if family in one.families)
        raise RefusedError(f"is a {suffix} file, not {kind.words}; give it its proper suffix")


def _main_type() -> re.Pattern[bytes]:
    """The content type of the main part, by whose family the kinds of Office files are told."""
    families = "|".join(family for kind in office_kinds() for family in kind.families)
    vendor = r"application/vnd\.(?:openxmlformats-officedocument\.)?"
    return re.compile(rf"{vendor}(?P<family>{families})\.[\w.-]*main\+xml".encode())


def _prepared(name: str, data: bytes, parts: Mapping[str, bytes], kind: OfficeKind) -> bytes:
    """A part in the transitional namespaces, as the libraries know no others."""
    data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)
    if name == _CONTENT_TYPES:
        standard = f"application/vnd.openxmlformats-officedocument.{kind.main_type}.main+xml"
        return _main_type().sub(standard.encode(), data)
    if name.endswith(".rels"):
        return _followed(name, data, parts, kind)
    return data


def _followed(name: str, data: bytes, parts: Mapping[str, bytes], kind: OfficeKind) -> bytes:
    """Relationships without those that lead out, to nothing, or to what is not read."""
    root = parse_xml(data)
    folder = posixpath.dirname(posixpath.dirname(name))
    for link in list(root):
        relation = link.get("Type", "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))[1:]
        is_back = relation == "slide" and "/slides/" in name
        is_read = relation in _FOLLOWED or (relation in kind.followed and not is_back)
        if link.get("TargetMode") == "External" or not is_read or target not in parts:
            root.remove(link)
    return etree.tostring(root)


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML part; no entity is expanded and no address fetched.

    Raises :class:`RefusedError` for XML that is not well-formed or deeper than 256 elements.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise RefusedError(f"holds damaged XML ({error.msg}); open it and save it anew") from None


def _packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    stream.seek(0)
    return stream
