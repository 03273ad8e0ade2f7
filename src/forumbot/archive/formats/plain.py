"""Plain text to pieces: headings, lists and paragraphs recognised by their shape alone."""

import re
from collections.abc import Iterator

from forumbot.archive.dates import find_dates
from forumbot.archive.layout import BlockKind, Piece, clean

_BULLET = re.compile(
    r"\s*(?P<mark>[•‣⁃◦▪▫■□●○◆◇►▸➢➤✓✔✦❖·∙*+\-–—\uf0a7\uf0b7\uf0d8\uf0fc§]|o(?=\s{2,}))\s+(?P<text>\S.*)"
)
_NUMBERED = re.compile(r"\s*(?P<mark>\(?(?:\d{1,2}|[a-z])[.)])\s+(?P<text>\S.*)")
_SECTION_NUMBER = re.compile(
    r"(?:(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+|TOP\s+\d+[.:]?(?:\s+|$))(?P<title>.*)",
    re.IGNORECASE,
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
    chunks = [[], *_chunks(source), []]
    for before, chunk, after in zip(chunks, chunks[1:], chunks[2:], strict=False):
        if _is_heading(chunk) and not _is_lone_item(before, chunk, after):
            yield Piece(BlockKind.HEADING, chunk[0], level=_level(chunk[0]) if before else 1)
        else:
            yield from _body(chunk)


def _chunks(source: str) -> Iterator[list[str]]:
    """Runs of lines parted by blank ones; headings right above a rule or a list are set apart."""
    lines = re.sub("\r\n?|[\v\f\x85\u2028\u2029]", "\n", source).split("\n")
    chunk: list[str] = []
    for line in lines:
        if _UNDERLINE.match(line) and len(chunk) == 1:
            yield [chunk.pop(), line]
        elif line.strip():
            if len(chunk) == 1 and _BULLET.match(line) and _heads_a_list(chunk[0]):
                yield [chunk.pop()]
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _is_heading(chunk: list[str]) -> bool:
    """Whether a run of lines is one line in the manner of a title, or an underlined one."""
    if len(chunk) == 2 and _UNDERLINE.match(chunk[1]):
        return True
    return len(chunk) == 1 and _is_title(chunk[0])


def _is_lone_item(before: list[str], chunk: list[str], after: list[str]) -> bool:
    """Whether a numbered line is counted on from the lines before it, or by the line after it."""
    place = _place_in_list(chunk[0])
    if place is None or len(chunk) > 1:
        return False
    return place - 1 in map(_place_in_list, before) or place + 1 in map(_place_in_list, after[:1])


def _place_in_list(line: str) -> int | None:
    """What the marker of a numbered or lettered line counts to."""
    numbered = _NUMBERED.match(line)
    if numbered is None:
        return None
    mark = numbered["mark"].strip("().")
    return int(mark) if mark.isdigit() else ord(mark)


def _heads_a_list(line: str) -> bool:
    return _is_title(line) and not _NUMBERED.match(line)


def _is_title(raw_line: str) -> bool:
    line = clean(raw_line)
    if len(line) > _MAX_HEADING_CHARS or len(line.split()) > _MAX_HEADING_WORDS:
        return False
    numbered = _SECTION_NUMBER.fullmatch(line)
    title = numbered["title"] if numbered else line
    if _BULLET.match(raw_line) or not re.match(r"[\w\"'“‘(]", title or line) or title[:1].islower():
        return False
    if title.endswith((".", ":", ";", ",", "?", "!")) or _SENTENCE_END.search(title):
        return False
    if _CONTACT.search(title):
        return False
    return not (_TALK_WITH_SPEAKER.search(title) or (_BYLINE.match(title) and find_dates(title)))


def _level(line: str) -> int:
    numbered = _SECTION_NUMBER.fullmatch(clean(line))
    if numbered and numbered["number"]:
        return min(2 + numbered["number"].count("."), 6)
    return 2


def _body(chunk: list[str]) -> Iterator[Piece]:
    """Paragraphs and items of one run of lines; a line without bullet goes on with its item."""
    open_lines: list[str] = []
    marker: str | None = None
    for line in chunk:
        bullet = _BULLET.match(line) or _NUMBERED.match(line)
        if bullet is None or not clean(bullet["text"]):
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
