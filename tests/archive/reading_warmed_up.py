"""A document is read when this is imported, by the process that readers are forked from."""

import importlib

from tests.archive import reading_process

from forumbot.archive.documents import parse_document

__all__ = ["reading_process"]

for library in ("docx", "lxml.html", "markdown_it", "openpyxl", "pptx", "pypdfium2"):
    importlib.import_module(library)
parse_document("first.md", b"# First\n\nHeld on 3 May 2018.\n")
