"""OpenDocument texts to pieces."""

from collections import Counter

from forumbot.archive.formats.opendocument.content import ContentReader
from forumbot.archive.formats.opendocument.package import STYLE, OpenPackage, open_package
from forumbot.archive.formats.parsed import RUNNING, Parsed, with_dates
from forumbot.archive.formats.registry import OPEN_TEXT
from forumbot.archive.formats.word.layout import running_text, settled, unrepeated

_FEW_WORDS, _SHOWN_CHARS = 20, 80


def read_odt(raw: bytes) -> Parsed:
    """Headings, paragraphs, items and rows of an OpenDocument text in reading order, and its title.

    Footnotes follow the paragraph that refers to them, tracked changes are read as accepted.
    Raises :class:`RefusedError` with the reason for a file that cannot be read.
    """
    package = open_package(raw, "text", OPEN_TEXT.words)
    reader = ContentReader(package)
    lines = list(reader.lines(package.body))
    pieces, left_out = settled(lines)
    running = _running(package, reader, running_text(lines))
    warnings = [*reader.warnings, *_told(running)]
    if left_out + reader.contents:
        warnings.append(f"table of contents left out ({left_out + reader.contents} lines)")
    text = "\n".join(piece.text for piece in pieces)
    has_pictures = any(name.startswith("Pictures/") for name in package.names)
    if has_pictures and len(text.split()) < _FEW_WORDS:
        warnings.append("pictures and hardly any text: likely scanned")
    title = package.title(text)
    metadata: dict[str, object] = {"title": title} if title else {}
    if dated := with_dates(running):
        metadata[RUNNING] = dated
    return Parsed(pieces, metadata, tuple(warnings))


def _running(package: OpenPackage, reader: ContentReader, there: str) -> list[str]:
    """The lines of headers and footers whose text stands nowhere else, each once."""
    found: Counter[str] = Counter()
    for root in package.definitions:
        for name in ("header", "header-first", "footer", "footer-first"):
            for part in root.iter(f"{STYLE}{name}"):
                found.update(
                    " ".join(line.piece.text.split())
                    for line in unrepeated(reader.lines(part), there)
                )
    return list(found)[:_FEW_WORDS]


def _told(running: list[str]) -> list[str]:
    return [f"running header or footer left out: {words[:_SHOWN_CHARS]!r}" for words in running]
