"""A folder is read when this is imported, once, by the process that readers are forked from."""

import tempfile
from pathlib import Path

from tests.archive import reading_process

from forumbot.archive.documents import read_archive

__all__ = ["reading_process"]

with tempfile.TemporaryDirectory() as folder:
    Path(folder, "first.md").write_text("# First\n\nHeld on 3 May 2018.\n", encoding="utf-8")
    read_archive(Path(folder))
