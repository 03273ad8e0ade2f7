"""Files that others read, written so that none of them ever sees half of one."""

import os
import secrets
import stat
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Put ``content`` into the file in one step: written beside it, flushed, then renamed.

    Whatever fails, what was there stays as it was. A link stays a link, a file keeps its
    permissions, and what is no regular file, as a pipe, is written to as it is. Raises ``OSError``.
    """
    if _is_no_regular_file(path):
        path.write_bytes(content)
        return
    # By its real path, so that a link is not replaced by a file.
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{secrets.token_hex(8)}.new")
    try:
        with beside.open("xb") as file:
            if target.exists():
                os.fchmod(file.fileno(), stat.S_IMODE(target.stat().st_mode))
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _is_no_regular_file(path: Path) -> bool:
    # /dev/stdout may lead to a regular file, which the shell holds open: renaming would miss it.
    is_stream = path.parent == Path("/dev") or path.is_relative_to("/dev/fd")
    return is_stream or (path.exists() and not path.is_file())
