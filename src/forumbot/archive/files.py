"""The files of a knowledge folder: which ones there are, and their bytes."""

import hashlib
import os
import re
import stat
from pathlib import Path

from forumbot.archive.formats.registry import format_of
from forumbot.errors import ArchiveError, RefusedError

MAX_FILE_BYTES = 64 * 1024 * 1024
CORRECTIONS_FILE = "documents.yaml"
_DATA_FILES = frozenset({"events.yaml", "golden.jsonl", CORRECTIONS_FILE})
# What editors, Office programs and file managers leave beside the files that they open and show.
_LITTER = re.compile(
    r"~\$.*|.*~|.*\.(?:tmp|bak|orig|sw[nop]|kate-swp|autosave|asd|wbk)|#.*#|.*\.~lock\..*"
    r"|(?:eh)?thumbs(?:_vista)?\.db|desktop\.ini|icon\r"
    r"|(?:.*:)?zone\.identifier",
    re.IGNORECASE | re.DOTALL,
)
# The terms under which a folder's files may be used are about the folder, and no document of it.
_LICENCE = re.compile(r"(?:un)?licen[cs]e|copying", re.IGNORECASE)
_OF_LICENCES = frozenset({"", ".md", ".txt", ".rst"})
_LITTER_FOLDERS = frozenset(
    {"__macosx", "@eadir", "$recycle.bin", "lost+found", "system volume information"}
)
_SIDECAR_SUFFIXES = (".yaml", ".yml")
# Neither a pipe without a writer nor a link put in place of the file may hold up the reading.
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_BINARY", 0)
)


def list_files(folder: Path) -> list[Path]:
    """The files under ``folder`` that should be documents, ordered by path.

    Hidden files, litter, licences, ``events.yaml``, ``golden.jsonl`` and what corrects documents
    are none.
    """
    return [path for path in _visible(folder) if not _is_passed_over(path.name)]


def list_sidecars(folder: Path) -> list[Path]:
    """The files under ``folder`` that correct the one beside them, as ``a.pdf.yaml``, in order."""
    return [path for path in _visible(folder) if corrected_by(path.name) is not None]


def correction_files(folder: Path) -> list[Path]:
    """All files under ``folder`` that correct documents: sidecars and ``documents.yaml``."""
    listed = folder / CORRECTIONS_FILE
    return [*list_sidecars(folder), *([listed] if listed.exists() else [])]


def corrected_by(name: str) -> str | None:
    """The name of the file that one called ``name`` corrects; None where it is no sidecar."""
    corrected, suffix = os.path.splitext(name)  # noqa: PTH122 - of a name, not a path
    is_sidecar = suffix.lower() in _SIDECAR_SUFFIXES and format_of(corrected) is not None
    return corrected if is_sidecar else None


def _is_passed_over(name: str) -> bool:
    is_other = name in _DATA_FILES or corrected_by(name) is not None
    return is_other or _LITTER.fullmatch(name) is not None or _is_licence(name)


def _is_licence(name: str) -> bool:
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - of a name, not a path
    return suffix.lower() in _OF_LICENCES and _LICENCE.fullmatch(stem) is not None


def _visible(folder: Path) -> list[Path]:
    """All files but hidden ones, ordered by path; of links to folders the links.

    A folder below that cannot be listed stands for what is in it, so that it is named as refused.
    """
    if not folder.is_dir():
        raise ArchiveError(
            f"{folder}: no such folder", "name the documents' folder with --knowledge"
        )
    unreadable: list[OSError] = []
    paths: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name.lower() not in _LITTER_FOLDERS
        )
        paths += [Path(root, name) for name in names if not name.startswith(".")]
        paths += [Path(root, name) for name in folders if Path(root, name).is_symlink()]
    for error in unreadable:
        path = Path(error.filename)
        if path == folder:
            raise ArchiveError(f"{path}: cannot be listed ({error.strerror})", "allow reading it")
        paths.append(path)
    return sorted(paths)


def file_hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file that could be a document, by doc_id; none for a missing folder.

    A file that cannot be read has an empty one, under the name by which it is refused.
    """
    hashes: dict[str, str] = {}
    for path in list_files(folder) if folder.is_dir() else ():
        doc_id = path.relative_to(folder).as_posix()
        try:
            hashes[doc_id] = hashlib.sha256(read_bytes(folder, doc_id)).hexdigest()
        except RefusedError:
            hashes[printable(doc_id)] = ""
    return hashes


def printable(name: str) -> str:
    """A name with escapes for all that would break a line, steer a terminal or not be seen."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in name
    )


def read_bytes(folder: Path, doc_id: str) -> bytes:
    """The bytes of a document's file, which must be a regular file inside the folder.

    They are those of one moment: a file that changes while it is read is refused, as is everything
    else that is no readable file, with :class:`RefusedError`.
    """
    path = folder / doc_id
    try:
        doc_id.encode("utf-8")
        target = path.resolve()
        if not target.is_relative_to(folder.resolve()):
            raise RefusedError("is a link that leads out of the knowledge folder")
        if path.is_dir() and not path.is_symlink():
            raise RefusedError("is a folder that cannot be listed; allow reading it")
        _check_status(path.stat())
        return _read_unchanging(target)
    except UnicodeEncodeError:
        raise RefusedError("has a name that is not valid UTF-8; rename it") from None
    except PermissionError:
        raise RefusedError("cannot be opened (no permission to read it)") from None
    except FileNotFoundError:
        raise RefusedError("is gone, or a link that leads nowhere") from None
    except (OSError, RuntimeError, ValueError) as error:
        raise RefusedError(
            f"cannot be read ({getattr(error, 'strerror', None) or error})"
        ) from None


def _read_unchanging(path: Path) -> bytes:
    """Read a file, at most a byte more than is allowed, and see that it stayed as it was."""
    with open(os.open(path, _OPEN_FLAGS), "rb") as file:  # noqa: PTH123 - of a descriptor
        before = os.fstat(file.fileno())
        _check_status(before)
        raw = file.read(MAX_FILE_BYTES + 1)
        after = os.fstat(file.fileno())
    if len(raw) != after.st_size or _stamp(before) != _stamp(after):
        raise RefusedError("changed while it was read; build again when it is complete")
    return raw


def _stamp(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns


def _check_status(status: os.stat_result) -> None:
    """Refuse what is no file of fair size; merely opening a pipe would wait for its writer."""
    if stat.S_ISDIR(status.st_mode):
        raise RefusedError("is a link to a folder; links to folders are not followed")
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError("is not a regular file")
    if status.st_size > MAX_FILE_BYTES:
        raise RefusedError(f"is larger than {MAX_FILE_BYTES // 1024 // 1024} MiB; split it")
