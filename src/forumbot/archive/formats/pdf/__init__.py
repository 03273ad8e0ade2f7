"""PDF to pieces: reading order, headings, lists and tables from where things stand on the page."""

from forumbot.archive.formats.pdf.adapter import pdf_pieces

__all__ = ["pdf_pieces"]
