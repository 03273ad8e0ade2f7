"""RTF files to pieces: their text by striprtf, with its headings, lists, tables and footnotes."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice

from striprtf.striprtf import rtf_to_text

from forumbot.archive.formats.alt_texts import AltTexts
from forumbot.archive.formats.bullets import shown_bullet, split_bullet, split_number
from forumbot.archive.formats.footnotes import RAISED
from forumbot.archive.formats.office import sensible_title
from forumbot.archive.formats.parsed import RUNNING, Parsed, with_dates
from forumbot.archive.formats.plain import plain_pieces
from forumbot.archive.formats.rtf_marks import ABOVE, BAR, LEFT, LINE, with_marks
from forumbot.archive.formats.struck import Struck
from forumbot.archive.formats.tables import Cell, table_pieces
from forumbot.archive.layout import BlockKind, Piece
from forumbot.errors import RefusedError

# What stands for the outline level of a paragraph until the text is out: for private use.
_FIRST_MARK = 0xE000
_MARK = re.compile("[\ue000-\ue008]\\??")
_OUTLINE = re.compile(rb"\\outlinelevel([0-8])(?![0-9])[ ]?")
# What stand for a note and a picture until the text is out: no characters.
_NOTE_MARK, _PICTURE_MARK = 0xFDD0, 0xFDD7
_MARKS = re.compile(f"[{chr(_NOTE_MARK)}{chr(_PICTURE_MARK)}]")
_NOTE = re.compile(rb"{(?:\\\*)?\\footnote(?![a-z])")
_CODE_PAGE = re.compile(rb"\\ansicpg\d{1,5}")
_LABEL = re.compile(rb"\\(?:pntext|listtext)(?![a-z])")
_STYLES = re.compile(rb"{\\stylesheet\b")
_TITLE = re.compile(rb"{\\title ([^{}]{1,500})}")
_BRACE = re.compile(rb"(?<!\\)[{}]")
_RUNNING = re.compile(rb"{\\(?:header|footer)[lrf]?(?![a-z])")
_BOX = re.compile(rb"\\shptxt(?![a-z])")
_SAID = re.compile(
    rb"{\\sp\s*{\\sn\s+wzDescription\s*}\s*{\\sv\s(?P<words>[^{}]{1,2000})}", re.IGNORECASE
)
_APART = re.compile(rb"{\\(?:\*|pict|shp|nonshppict)(?![a-z])")
_COMMENT = re.compile(rb"\\annotation(?![a-z])")
_CHANGED = re.compile(rb"\\(?:deleted|revised)(?![a-z0-9])")
_RUNNING_LETTERS, _SHOWN_CHARS = 8, 80
_MOST_GROUPS = 500_000
_DEEPEST = 500
_MAX_HEADING_CHARS = 250


def read_rtf(raw: bytes) -> Parsed:
    """Headings by their outline level, lists, tables and paragraphs, and the title.

    Where no paragraph has an outline level, headings are told as in a plain text. Raises
    :class:`RefusedError` for a file that cannot be read or nests its groups too deep.
    """
    _check_groups(raw)
    body, pictures = _pictures_apart(_without_styles(raw))
    body, notes = _notes_apart(body)
    body, running = _running_apart(body)
    text = _text(with_marks(_LABEL.sub(b"", _OUTLINE.sub(_as_mark, body))))
    stated = _TITLE.search(raw)
    title = sensible_title(_text(b"{\\rtf1 " + stated[1] + b"}"), text) if stated else None
    struck = Struck()
    pieces = list(_with_notes(_pieces(text, struck), notes, pictures))
    metadata: dict[str, object] = {"title": title} if title else {}
    if dated := with_dates(running):
        metadata[RUNNING] = dated
    warnings = [f"running header or footer left out: {line[:_SHOWN_CHARS]!r}" for line in running]
    warnings += struck.warnings()
    if _BOX.search(raw):
        warnings.append("text boxes are left out; save it as .docx")
    if _COMMENT.search(raw):
        warnings.append("comments are left out")
    if _CHANGED.search(raw):
        warnings.append("tracked changes are read as accepted")
    return Parsed(pieces, metadata, tuple(warnings))


def _running_apart(raw: bytes) -> tuple[bytes, list[str]]:
    """The file without its headers and footers, and the text of each on one line, once."""
    parts: list[bytes] = []
    lines: dict[str, None] = {}
    end = 0
    for opening in _RUNNING.finditer(raw):
        if opening.start() >= end:
            parts.append(raw[end : opening.start()])
            end = _group_end(raw, opening.start())
            words = " ".join(_text(b"{\\rtf1 " + raw[opening.end() : end]).split())
            if sum(map(str.isalpha, words)) >= _RUNNING_LETTERS:
                lines[words] = None
    return b"".join([*parts, raw[end:]]), list(lines)


def _head(raw: bytes) -> bytes:
    """How a file of the same characters begins."""
    page = _CODE_PAGE.search(raw)
    return b"{\\rtf1\\ansi" + (page[0] if page else b"") + b" "


def _pictures_apart(raw: bytes) -> tuple[bytes, list[str]]:
    """The file with a mark before each picture of which something is said, and what that is."""
    head = _head(raw)
    parts: list[bytes] = []
    texts: list[str] = []
    end = 0
    for said, place in _pictures(raw):
        texts.append(_text(head + said + b"}"))
        parts += [raw[end:place], _mark(_PICTURE_MARK)]
        end = place
    return b"".join([*parts, raw[end:]]), texts


def _pictures(raw: bytes) -> Iterator[tuple[bytes, int]]:
    """What is said of pictures, each with the place where the group begins that is no text."""
    found = deque((said.start(), said["words"]) for said in _SAID.finditer(raw))
    opened: list[int] = []
    for brace in _BRACE.finditer(raw) if found else ():
        while found and found[0][0] <= brace.start():
            apart = (place for place in opened if _APART.match(raw, place))
            yield found.popleft()[1], next(apart, brace.start())
        if brace[0] == b"{":
            opened.append(brace.start())
        elif opened:
            opened.pop()


def _mark(code: int) -> bytes:
    """A character that stands for something else, as RTF writes it."""
    return b"\\u%d ?" % (code - 0x10000)


def _notes_apart(raw: bytes) -> tuple[bytes, list[str]]:
    """The file with a mark in the place of each note, and the texts of the notes."""
    head = _head(raw)
    parts: list[bytes] = []
    notes: list[str] = []
    end = 0
    for opening in _NOTE.finditer(raw):
        if opening.start() < end:
            continue
        closing = _group_end(raw, opening.start())
        note = _text(with_marks(head + raw[opening.end() : closing]))
        notes.append(" ".join(_whole(note, Struck()).split()))
        parts += [raw[end : opening.start()], _mark(_NOTE_MARK)]
        end = closing
    return b"".join([*parts, raw[end:]]), notes


def _group_end(raw: bytes, start: int) -> int:
    """Where the group that opens at a place ends; the end of the file where it is not closed."""
    depth = 0
    for brace in _BRACE.finditer(raw, start):
        depth += 1 if brace[0] == b"{" else -1
        if depth == 0:
            return brace.end()
    return len(raw)


def _with_notes(
    pieces: Iterable[Piece], notes: Sequence[str], pictures: Sequence[str]
) -> Iterator[Piece]:
    """Each note and picture below the paragraph or the table that it belongs to."""
    waiting: list[Piece] = []
    said = map(AltTexts().piece, pictures)
    number = 0
    for piece in pieces:
        if piece.kind is not BlockKind.ROW or piece.opens:
            yield from waiting
            waiting = []
        yield replace(piece, text=_MARKS.sub("", piece.text))
        waiting += filter(None, islice(said, piece.text.count(chr(_PICTURE_MARK))))
        for _mark in range(piece.text.count(chr(_NOTE_MARK))):
            number += 1
            text = f"{str(number).translate(RAISED)} {notes[number - 1]}"
            waiting.append(Piece(BlockKind.PARAGRAPH, text))
    yield from waiting


def _text(raw: bytes) -> str:
    try:
        found: str = rtf_to_text(raw.decode("latin-1"), errors="replace")
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        problem = type(error).__name__
        raise RefusedError(
            f"cannot be read as RTF ({problem}); open it and save it as .docx"
        ) from None
    return found


def _as_mark(found: re.Match[bytes]) -> bytes:
    """A character that stands for the level, as RTF writes it."""
    return _mark(_FIRST_MARK + int(found[1]))


def _check_groups(raw: bytes) -> None:
    if raw.count(b"{") > _MOST_GROUPS:
        raise RefusedError(f"holds more than {_MOST_GROUPS:,} groups; save it as .docx")
    depth = 0
    for brace in _BRACE.finditer(raw):
        depth += 1 if brace[0] == b"{" else -1
        if depth > _DEEPEST:
            raise RefusedError(f"nests its groups deeper than {_DEEPEST}; save it as .docx")


def _without_styles(raw: bytes) -> bytes:
    """The file without the definitions of its styles, which name outline levels as well."""
    opening = _STYLES.search(raw)
    if opening is None:
        return raw
    return raw[: opening.start()] + raw[_group_end(raw, opening.start()) :]


def _pieces(text: str, struck: Struck) -> Iterator[Piece]:
    lines = text.replace("\xa0", " ").split("\n")
    is_outlined = any(_kind(line) is BlockKind.HEADING for line in lines)
    for kind, group in groupby(lines, _kind):
        run = list(group)
        if kind is BlockKind.ROW:
            yield from (piece for _number, piece in table_pieces(_cells(run, struck)))
            continue
        run = [_whole(line, struck) for line in run]
        if kind is BlockKind.HEADING:
            yield from map(_heading, run)
        elif is_outlined:
            yield from map(_paragraph, run)
        else:
            yield from plain_pieces("\n\n".join(run))


def _whole(line: str, struck: Struck) -> str:
    """A paragraph or the text of a cell without its marks, but for those of outline and notes."""
    text = struck.without(line.replace(LINE, "\n").replace(BAR, "|"))
    return text.replace(ABOVE, "").replace(LEFT, "")


def _cells(lines: Sequence[str], struck: Struck) -> list[list[Cell]]:
    """The cells of a table that stand for themselves, each with all that it spans."""
    found: list[list[Cell]] = []
    above: dict[int, tuple[int, int]] = {}
    for line in lines:
        cells: list[Cell] = []
        for column, cell in enumerate(line.rstrip()[:-1].split("|")):
            origin = above.get(column) if ABOVE in cell else None
            if LEFT in cell and cells:
                cells[-1] = replace(cells[-1], across=cells[-1].across + 1)
            elif origin is not None and origin[0] < len(found):
                one = found[origin[0]][origin[1]]
                down = len(found) - origin[0] + 1
                found[origin[0]][origin[1]] = replace(one, down=down)
            else:
                above[column] = (len(found), len(cells))
                cells.append(Cell(_whole(cell, struck).strip()))
        found.append(cells)
    return found


def _kind(line: str) -> BlockKind:
    words = _MARK.sub("", line).strip()
    if words and len(words) <= _MAX_HEADING_CHARS and _MARK.search(line):
        return BlockKind.HEADING
    return BlockKind.ROW if words.endswith("|") else BlockKind.PARAGRAPH


def _heading(line: str) -> Piece:
    mark = _MARK.search(line)
    level = ord(mark[0][0]) - _FIRST_MARK + 1 if mark else 1
    return Piece(BlockKind.HEADING, " ".join(_MARK.sub("", line).split()), min(level, 6))


def _paragraph(line: str) -> Piece:
    """A paragraph, or the item whose bullet or number it begins with."""
    text = _MARK.sub("", line).strip()
    bullet = split_bullet(text)
    if bullet:
        return Piece(BlockKind.ITEM, bullet[1], marker=shown_bullet(bullet[0]))
    number = split_number(text)
    if number:
        return Piece(BlockKind.ITEM, number[1], marker=number[0])
    return Piece(BlockKind.PARAGRAPH, text)
