"""PDF to pieces: reading order, headings, lists and tables from where things stand on the page."""

from forumbot.archive.formats.pdf.adapter import read_pdf

__all__ = ["read_pdf"]
