"""What a file's first bytes say that it is, whatever its name says."""

import io
import zipfile
import zlib

from forumbot.archive.formats import registry
from forumbot.archive.formats.registry import TEXT, Kind
from forumbot.errors import RefusedError

# Kinds that no adapter reads: they are told so that a refusal can name them.
OPEN_DOCUMENT = Kind("an OpenDocument file")
ZIP = Kind("a zip archive")
OLD_OFFICE = Kind("an old Office file")
LOCKED_OFFICE = Kind("an Office file protected by a password")
IMAGE = Kind("an image", marks=(b"\x89PNG", b"\xff\xd8\xff", b"GIF8"))
GZIP = Kind("a gzip archive", marks=(b"\x1f\x8b",))
_NOT_READ = (IMAGE, GZIP)

_OLD_OFFICE_MARK = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_ENTRY, _MAX_ZIP_ENTRIES = b"PK\x01\x02", 10_000
_LFS_POINTER = b"version https://git-lfs.github.com/spec/"
_HEAD_BYTES = 2048
_MAX_MEDIA_TYPE = 100


def kind_of(raw: bytes) -> Kind:
    """What the bytes are, told by their beginning, and for a zip by the names in it."""
    if raw.startswith(_OLD_OFFICE_MARK):
        return LOCKED_OFFICE if _ENCRYPTED_STREAM in raw else OLD_OFFICE
    if raw.startswith(_ZIP_MARKS):
        return _kind_of_zip(raw)
    head = raw[:_HEAD_BYTES]
    return next((kind for kind in _kinds() if kind.begins(head)), TEXT)


def _kinds() -> list[Kind]:
    return [*(one.kind for one in registry.FORMATS), *_NOT_READ]


def _kind_of_zip(raw: bytes) -> Kind:
    if raw.count(_ZIP_ENTRY) > _MAX_ZIP_ENTRIES:
        return ZIP
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        names = archive.namelist()
        named = _media_type(archive, names)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError):
        return ZIP
    if named:
        told = (kind for kind in _kinds() if kind.media_type and named.startswith(kind.media_type))
        return next(told, OPEN_DOCUMENT)
    for kind in _kinds():
        if kind.zip_folder and any(name.startswith(kind.zip_folder) for name in names):
            return kind
    return ZIP


def _media_type(archive: zipfile.ZipFile, names: list[str]) -> str:
    """What a zip says that it is, as OpenDocument files and EPUB books do; mostly nothing."""
    if "mimetype" not in names:
        return ""
    if archive.getinfo("mimetype").compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "unknown"
    with archive.open("mimetype") as file:
        return file.read(_MAX_MEDIA_TYPE).decode("ascii", "replace").strip() or "unknown"


def expect(kind: Kind, raw: bytes) -> None:
    """Refuse bytes that are not what the file's name says; text takes whatever is not binary.

    Raises :class:`RefusedError` that says what the file is instead.
    """
    if raw.startswith(_LFS_POINTER):
        raise RefusedError("is a Git LFS pointer, not the file itself; run 'git lfs pull'")
    if kind.zip_folder and raw.startswith(_ZIP_MARKS):
        return  # its adapter looks into the zip itself, within bounds
    actual = kind_of(raw)
    if kind.media_type and actual is ZIP:
        return  # likely damaged, which its adapter says
    if actual is kind or (
        actual is TEXT and (kind.is_text or kind.is_text_alike or kind.has_mark(raw))
    ):
        return
    raise RefusedError(_mismatch(kind, actual, raw))


def _mismatch(kind: Kind, actual: Kind, raw: bytes) -> str:
    if not raw:
        return "is empty; fill it, or take it out of the folder"
    if actual is LOCKED_OFFICE:
        return f"is {actual.words}; save it without one"
    if actual is OLD_OFFICE:
        return (
            f"is {actual.words} (.doc, .ppt or .xls), which is not read; open it and save it anew"
        )
    if actual is TEXT:
        return f"is not {kind.words} (its bytes are of no known format); fetch it again"
    other = TEXT if kind.is_text else kind
    return f"is {actual.words}, not {other.words}; give it its proper suffix"
