"""The formats that are read, a row each: another one is an adapter beside this file, and a row."""

import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from forumbot.archive.formats.parsed import Parsed

MAX_TEXT_CHARS = 20_000_000
"""What one file may hold of text: set by hand, far above any report, some forty novels."""
_PACKAGE = "forumbot.archive.formats"


@dataclass(frozen=True, slots=True)
class Kind:
    """What bytes are, in words, and how they are told.

    They begin with one of ``marks`` (or have it among the first ``within`` bytes), match
    ``pattern``, or are a zip with files below ``zip_folder``; the adapter of such a format looks
    into the zip itself, within bounds, by ``formats.zipped`` where it is an :class:`OfficeKind`.
    A zip that names its ``media_type``, in a file ``mimetype``, is told by how that begins.
    What nothing tells counts as text, which is what kinds with ``is_text`` are; those that are
    ``is_text_alike`` begin as a text does and are read from their bytes.
    """

    words: str
    marks: tuple[bytes, ...] = ()
    within: int = 0
    pattern: re.Pattern[bytes] | None = None
    zip_folder: str = ""
    media_type: str = ""
    is_text: bool = False
    is_text_alike: bool = False

    def begins(self, raw: bytes) -> bool:
        """Whether the bytes begin as this kind does."""
        is_matched = self.pattern is not None and self.pattern.match(raw) is not None
        return is_matched or (self.marks != () and raw.startswith(self.marks))

    def has_mark(self, raw: bytes) -> bool:
        """Whether a mark stands where readers still take it, behind some bytes of noise."""
        return any(mark in raw[: self.within] for mark in self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeKind(Kind):
    """A kind of Office file, a zip of XML parts: how it is told, and what of it is read.

    ``families`` are the words for it in the content type of its main part, which its library knows
    as ``main_type`` alone; ``followed`` are the relationships that lead to parts which are read,
    beside those that all kinds have. ``suffix`` is what refusals call it.
    """

    suffix: str
    families: tuple[str, ...]
    main_type: str = ""
    followed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name in the guides, its suffixes, what its bytes are, and what reads them.

    ``adapter`` is a module of this package and a function in it, imported when the first file of
    the format is read: it makes :class:`Parsed` of the bytes, or, where ``kind`` is text, of the
    decoded text of up to ``max_chars``. ``libraries`` are the distributions that parse, whose
    versions count towards what was extracted before.
    """

    name: str
    suffixes: tuple[str, ...]
    kind: Kind
    adapter: str
    libraries: tuple[str, ...]
    max_chars: int = MAX_TEXT_CHARS

    def reader(self) -> Callable[[Any], Parsed]:
        """The function that reads a file of this format."""
        reader: Callable[[Any], Parsed] = pkgutil.resolve_name(f"{_PACKAGE}.{self.adapter}")
        return reader


TEXT = Kind("text", is_text=True)
WEB_PAGE = Kind(
    "a web page (HTML)",
    pattern=re.compile(
        rb"(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]*>|<!--[^>]*-->)*(?:<!doctype\s+html|<html[\s>])",
        re.IGNORECASE,
    ),
    is_text=True,
)
WORD_DOCUMENT = OfficeKind(
    "a Word document",
    zip_folder="word/",
    suffix=".docx",
    families=("wordprocessingml", "ms-word"),
    main_type="wordprocessingml.document",
    followed=("styles", "numbering", "footnotes", "endnotes", "header", "footer"),
)
PRESENTATION = OfficeKind(
    "a PowerPoint presentation",
    zip_folder="ppt/",
    suffix=".pptx",
    families=("presentationml", "ms-powerpoint"),
    main_type="presentationml.presentation",
    followed=("slide", "slideLayout", "slideMaster", "notesSlide"),
)
WORKBOOK = OfficeKind(
    "an Excel workbook",
    zip_folder="xl/",
    suffix=".xlsx",
    families=("spreadsheetml", "ms-excel"),
    main_type="spreadsheetml.sheet",
    followed=("worksheet", "sharedStrings", "styles"),
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OPEN_TEXT = Kind("an OpenDocument text", media_type=f"{_OPEN_DOCUMENT}text")
OPEN_SLIDES = Kind("an OpenDocument presentation", media_type=f"{_OPEN_DOCUMENT}presentation")
OPEN_SHEETS = Kind("an OpenDocument spreadsheet", media_type=f"{_OPEN_DOCUMENT}spreadsheet")
RICH_TEXT = Kind("an RTF file", marks=(b"{\\rtf",))
MAIL = Kind("an e-mail", is_text_alike=True)
EPUB = Kind("an EPUB book", media_type="application/epub+zip")
FORMATS = (
    Format(
        "Markdown", (".md", ".markdown"), TEXT, "markdown:read_markdown",
        ("markdown-it-py", "selectolax", "pyyaml"),
    ),
    Format("text", (".txt", ".text"), TEXT, "plain:read_plain", ("pyyaml",)),
    Format(
        "HTML", (".html", ".htm"), WEB_PAGE, "web.html:read_html", ("selectolax", "pyyaml"),
        max_chars=2 * MAX_TEXT_CHARS,  # tags and scripts are no text
    ),
    Format(
        "PDF", (".pdf",), Kind("a PDF", marks=(b"%PDF-",), within=1024), "pdf:read_pdf",
        ("babel", "py3langid", "pypdfium2", "pyyaml"),
    ),
    Format(
        "Word", (".docx",), WORD_DOCUMENT, "word.docx:read_docx",
        ("python-docx", "lxml", "pyyaml"),
    ),
    Format(
        "PowerPoint", (".pptx",), PRESENTATION, "slides.pptx:read_pptx",
        ("python-pptx", "lxml", "pyyaml"),
    ),
    Format(
        "Excel", (".xlsx",), WORKBOOK, "spreadsheets.xlsx:read_xlsx",
        ("openpyxl", "lxml", "pyyaml"),
    ),
    Format(
        "ODT", (".odt", ".ott"), OPEN_TEXT, "opendocument.text:read_odt",
        ("lxml", "pyyaml"),
    ),
    Format(
        "ODP", (".odp", ".otp"), OPEN_SLIDES,
        "opendocument.slides:read_odp", ("lxml", "pyyaml"),
    ),
    Format(
        "ODS", (".ods", ".ots"), OPEN_SHEETS,
        "opendocument.sheets:read_ods", ("lxml", "pyyaml"),
    ),
    Format("RTF", (".rtf",), RICH_TEXT, "rtf:read_rtf", ("striprtf", "lxml", "pyyaml")),
    Format(
        "EPUB", (".epub",), EPUB, "epub:read_epub", ("py3langid", "selectolax", "lxml", "pyyaml"),
    ),
    Format("e-mail", (".eml",), MAIL, "mail:read_mail", ("selectolax", "pyyaml")),
    Format("MHT", (".mht", ".mhtml"), MAIL, "mail:read_mht", ("selectolax", "pyyaml")),
    Format("CSV", (".csv", ".tsv"), TEXT, "spreadsheets.delimited:read_csv", ("pyyaml",)),
)  # fmt: skip


_NOT_READ = {
    ".doc": ("the old Word format", "open it and save it as .docx"),
    ".dot": ("the old Word format", "open it and save it as .docx"),
    ".ppt": ("the old PowerPoint format", "open it and save it as .pptx"),
    ".pps": ("the old PowerPoint format", "open it and save it as .pptx"),
    ".xls": ("the old Excel format", "open it and save it as .xlsx"),
    ".pages": ("the format of Apple Pages", "export it as Word or PDF"),
    ".key": ("the format of Apple Keynote", "export it as PowerPoint or PDF"),
    ".numbers": ("the format of Apple Numbers", "export it as Excel or CSV"),
    ".msg": ("the format of Outlook", "save the message as .eml"),
    ".wpd": ("the format of WordPerfect", "open it in LibreOffice and save it as .docx"),
    ".pub": ("the format of Publisher", "export it as PDF"),
    ".docm": ("a Word format with macros or for templates", "open it and save it as .docx"),
    ".dotx": ("a Word format with macros or for templates", "open it and save it as .docx"),
    ".pptm": ("a PowerPoint format with macros or for shows", "open it and save it as .pptx"),
    ".ppsx": ("a PowerPoint format with macros or for shows", "open it and save it as .pptx"),
    ".potx": ("a PowerPoint format with macros or for shows", "open it and save it as .pptx"),
    ".xlsm": ("an Excel format with macros", "open it and save it as .xlsx"),
    ".xlsb": ("an Excel format with macros", "open it and save it as .xlsx"),
    ".zip": ("an archive of files", "unpack it into the folder"),
    ".7z": ("an archive of files", "unpack it into the folder"),
    ".tar": ("an archive of files", "unpack it into the folder"),
    ".gz": ("an archive of files", "unpack it into the folder"),
    ".tif": ("a format of pictures", "export it as PDF"),
    ".tiff": ("a format of pictures", "export it as PDF"),
    ".odg": ("a format of pictures", "export it as PDF"),
    ".djvu": ("a format of pictures", "export it as PDF"),
    ".ps": ("PostScript", "export it as PDF"),
    ".rst": ("a format of marked text", "save it as .md or .txt"),
    ".adoc": ("a format of marked text", "save it as .md or .txt"),
    ".org": ("a format of marked text", "save it as .md or .txt"),
    ".tex": ("the source of LaTeX", "export it as PDF"),
}
"""By suffix what is not read, in words, and what to do about it."""


def remedy_for(name: str) -> str | None:
    """What a file of that name is and what to do, where no adapter reads it but another could."""
    known = _NOT_READ.get(suffix_of(name))
    return f"is in {known[0]}, which is not read; {known[1]}" if known else None


def suffix_of(name: str) -> str:
    """The suffix that decides how a file is read, in lower case, with its dot."""
    return PurePath(name).suffix.lower()


def format_of(name: str) -> Format | None:
    """The format of a file by its name; None where it is not read."""
    suffix = suffix_of(name)
    return next((one for one in FORMATS if suffix in one.suffixes), None)


def office_kinds() -> list[OfficeKind]:
    """The kinds of Office files that are told apart."""
    kinds = [one.kind for one in FORMATS]
    return [kind for kind in kinds if isinstance(kind, OfficeKind)]


def suffixes() -> list[str]:
    """All suffixes that are read, in alphabetical order."""
    return sorted(suffix for one in FORMATS for suffix in one.suffixes)


_DECODING = ("py3langid",)
"""What tells in which characters a text is written."""


def libraries() -> list[str]:
    """The distributions that any of the formats is parsed with, in alphabetical order."""
    return sorted({*_DECODING, *(library for one in FORMATS for library in one.libraries)})
