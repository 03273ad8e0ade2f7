"""Plain text to pieces: headings, lists and paragraphs recognised by their shape alone."""

import re
from collections.abc import Iterator

from forumbot.archive.dates import find_dates
from forumbot.archive.layout import BlockKind, Piece, clean

_BULLET = re.compile(
    r"^(?P<indent>\s*)(?P<mark>[•‣⁃◦▪▫■□●○◆◇►▸➢➤✓✔✦❖·∙*+\-–—\uf0a7\uf0b7\uf0d8\uf0fc§]|o(?=\s{2,}))\s+(?P<text>\S.*)$"
)
_NUMBERED = re.compile(r"^(?P<indent>\s*)(?P<mark>\(?(?:\d{1,2}|[a-z])[.)])\s+(?P<text>\S.*)$")
_SECTION_NUMBER = re.compile(
    r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+\S|^TOP\s+\d+", re.IGNORECASE
)
_UNDERLINE = re.compile(r"^\s*(=|-|~){3,}\s*$")
_BYLINE = re.compile(r"^(submitted|posted|published|written|updated|created|date)\b", re.IGNORECASE)
_TALK_WITH_SPEAKER = re.compile(r"\s[-–—]\s+(?:[A-ZÀ-Þ][\w'’.-]+\s+){1,3}[A-ZÀ-Þ][\w'’.-]+\s*$")
_CONTACT = re.compile(r"://|@|\[at\]|\bplease\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]?\s+\S")
_MAX_HEADING_CHARS = 120
_MAX_HEADING_WORDS = 14


def plain_pieces(source: str) -> Iterator[Piece]:
    """Bare-line headings, bulleted or numbered items and paragraphs, in order."""
    first = True
    for chunk in _chunks(source):
        if _is_heading(chunk):
            yield Piece(BlockKind.HEADING, chunk[0], level=1 if first else _level(chunk[0]))
        else:
            yield from _body(chunk)
        first = False


def _chunks(source: str) -> Iterator[list[str]]:
    """Runs of lines parted by blank ones; a new run at each underlined heading."""
    lines = re.sub("\r\n?|[\v\f\x85\u2028\u2029]", "\n", source).split("\n")
    chunk: list[str] = []
    for line in lines:
        if _UNDERLINE.match(line) and len(chunk) == 1:
            yield [chunk.pop(), line]
        elif line.strip():
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _is_heading(chunk: list[str]) -> bool:
    if len(chunk) == 2 and _UNDERLINE.match(chunk[1]):
        return True
    line = clean(chunk[0])
    if len(chunk) > 1 or len(line) > _MAX_HEADING_CHARS or len(line.split()) > _MAX_HEADING_WORDS:
        return False
    if _BULLET.match(chunk[0]) or not re.match(r"[\w\"'“‘(]", line) or line[0].islower():
        return False
    if line.endswith((".", ":", ";", ",", "?", "!")) or _SENTENCE_END.search(line):
        return False
    if _CONTACT.search(line):
        return False
    return not (_TALK_WITH_SPEAKER.search(line) or (_BYLINE.match(line) and find_dates(line)))


def _level(line: str) -> int:
    numbered = _SECTION_NUMBER.match(line.strip())
    if numbered and numbered["number"]:
        return min(2 + numbered["number"].count("."), 6)
    return 2


def _body(chunk: list[str]) -> Iterator[Piece]:
    """Paragraphs and items of one run of lines; a line without bullet goes on with its item."""
    open_lines: list[str] = []
    marker: str | None = None
    for line in chunk:
        bullet = _BULLET.match(line) or _NUMBERED.match(line)
        if bullet is None:
            open_lines.append(line)
            continue
        yield from _close(open_lines, marker)
        open_lines = [bullet["text"]]
        marker = bullet["mark"] if bullet["mark"][-1] in ".)" else "•"
    yield from _close(open_lines, marker)


def _close(lines: list[str], marker: str | None) -> Iterator[Piece]:
    if not lines:
        return
    if marker is None:
        yield Piece(BlockKind.PARAGRAPH, "\n".join(lines))
    else:
        yield Piece(BlockKind.ITEM, " ".join(line.strip() for line in lines), marker=marker)
