"""Plain text to pieces: headings, lists and paragraphs recognised by their shape alone."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from forumbot.archive.formats.bullets import (
    is_lone_bullet,
    place_in_list,
    shown_bullet,
    split_bullet,
    split_inline_bullets,
    split_number,
)
from forumbot.archive.formats.drawn_tables import drawn_tables
from forumbot.archive.formats.footnotes import with_notes_apart
from forumbot.archive.formats.marks import without_marks
from forumbot.archive.formats.parsed import (
    RUNNING,
    Parsed,
    removed_lines,
    running_title,
    with_dates,
)
from forumbot.archive.formats.tables import table_pieces
from forumbot.archive.formats.text_pages import without_running_lines
from forumbot.archive.formats.titles import (
    MAX_HEADING_CHARS,
    heading_level,
    heads_a_list,
    is_agenda_item,
    is_capitals,
    is_numbered_title,
    is_title,
    lettered_items,
    marked_heading,
    opened_heading,
    section_depth,
)
from forumbot.archive.formats.wrapping import HARD_BREAK, Unwrapper, indent, single_spaced
from forumbot.archive.front_matter import split_front_matter
from forumbot.archive.layout import BlockKind, Piece
from forumbot.language.dates import find_dates

_RULE = re.compile(r"^\s*(=|-|~|\*|_|#|\^|\+){3,}\s*$")
_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_QUOTED = re.compile(r"^(?:>[ \t]?)+(?!\d)", re.MULTILINE)  # what a mail quotes of another
_FEWEST_QUOTED = 2
_FEWEST_OPENED = 2
_MOST_HEAD = 6  # lines of a title with the place, the day and the like below it
_LONG_RUN = 200
_SHORT_SHARE = 0.75
_CAPITAL_LINES = 3
_MOSTLY = 0.75
_DATE_CHARS = 40


def read_plain(source: str) -> Parsed:
    """The pieces of a text file, and what its front matter or header lines state.

    Raises :class:`RefusedError` for front matter that cannot be read.
    """
    metadata, body = split_front_matter(source)
    if len(_QUOTED.findall(body)) >= _FEWEST_QUOTED:
        body = _QUOTED.sub("", body)
    body, running = without_running_lines(body)
    metadata |= running_title(running)
    if dated := with_dates(running):
        metadata[RUNNING] = dated
    return Parsed(plain_pieces(body), metadata, tuple(removed_lines(running)))


def plain_pieces(source: str) -> Iterator[Piece]:
    """Bare-line headings, items, paragraphs and the rows of drawn tables, in order."""
    text = without_marks(with_notes_apart(_LINE_ENDS.sub("\n", source)))
    lines = single_spaced(text.split("\n"))
    unwrapper = Unwrapper(lines)
    for place, stretch in enumerate(drawn_tables(lines)):
        if stretch.rows is None:
            yield from _stretch(stretch.lines, unwrapper, opens=place == 0)
        else:
            yield from (piece for _number, piece in table_pieces(stretch.rows))


def _stretch(lines: Sequence[str], unwrapper: Unwrapper, *, opens: bool) -> Iterator[Piece]:
    """The pieces of lines that draw no table; ``opens`` says that the file begins with them."""
    nothing = _Run([])
    runs = [nothing, *_runs(lines), nothing]
    for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
        if run.is_heading or (_is_bare_title(run) and not _is_lone_item(before, run, after)):
            yield _heading(run.lines, is_first=opens and before is nothing)
        elif opens and before is nothing and _is_head(run.lines):
            apart = (f"{HARD_BREAK}{line}" for line in run.lines[1:])
            yield from _body([run.lines[0], *apart], unwrapper)
        else:
            yield from _body(run.lines, unwrapper)


def _is_head(lines: Sequence[str]) -> bool:
    """Whether the first lines of a file are a title, and the place and the day each below it."""
    is_prose = any(one.rstrip().endswith((".", "!", "?", ";", ",")) for one in lines)
    return len(lines) <= _MOST_HEAD and not is_prose and any(map(find_dates, lines[1:]))


class _Manner(NamedTuple):
    """What tells headings in one document: capitals, unless most of it has them, and some lines.

    These are of a kind with others of the document, as the items of a lettered agenda are.
    """

    capitals_tell: bool
    headings: frozenset[str]


class _Run(NamedTuple):
    """Lines that belong together; ``is_heading`` where something but their place shows it."""

    lines: list[str]
    is_heading: bool = False


def _runs(lines: Sequence[str]) -> Iterator[_Run]:
    """Runs of lines parted by blank ones, the headings within a run set apart."""
    visible = sum(1 for line in lines if line.strip())
    opened = frozenset(filter(opened_heading, lines))
    told = lettered_items(lines) | (opened if len(opened) >= _FEWEST_OPENED else frozenset())
    manner = _Manner(sum(map(is_capitals, lines)) < visible * _MOSTLY, told)
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield from _split_block(block, manner)
            block = []


def _split_block(block: list[str], manner: _Manner) -> Iterator[_Run]:
    """Cut a block without blank lines at the headings in it."""
    width = max(map(len, block))
    start = place = 0
    while place < len(block):
        length = _heading_length(block, place, start, width, manner)
        if length:
            if place > start:
                yield _Run(block[start:place])
            yield _Run(block[place : place + length], is_heading=True)
            start = place + length
        place += max(length, 1)
    if start < len(block):
        yield _Run(block[start:])


def _heading_length(block: list[str], place: int, start: int, width: int, manner: _Manner) -> int:
    """How many lines from ``place`` on are a heading with its rules; 0 for none."""
    line = block[place]
    after = block[place + 1] if place + 1 < len(block) else ""
    if place == start and (underlined := _underlined(block, place)):
        return underlined
    if marked_heading(line) or is_agenda_item(line) or line in manner.headings:
        return 1
    if (
        manner.capitals_tell
        and is_capitals(line)
        and (place == start or _is_done(block[place - 1]))
    ):
        return _capitals_length(block, place)
    if not after:
        return 0
    if place == start and split_bullet(after) and heads_a_list(line):
        return 1
    return int(_is_numbered_over_text(line, after, width))


def _underlined(block: list[str], place: int) -> int:
    """The lines of a title over a rule, or between two, that opens a stretch of a block."""
    opens = 1 if _RULE.match(block[place]) else 0
    title, below = [*block[place + opens : place + opens + 2], "", ""][:2]
    is_titled = below and _RULE.match(below) and not _RULE.match(title)
    return opens + 2 if is_titled and len(title.strip()) <= MAX_HEADING_CHARS else 0


def _capitals_length(block: list[str], place: int) -> int:
    length = 1
    while place + length < len(block) and is_capitals(block[place + length]):
        length += 1
    return length if length <= _CAPITAL_LINES else 0


def _is_numbered_over_text(line: str, after: str, width: int) -> bool:
    """Whether a numbered line is the title of the text right below it, not an item of a list."""
    if not is_numbered_title(line) or is_numbered_title(after) or split_number(after):
        return False
    if section_depth(line) > 1:
        return True
    goes_on = after.lstrip()[:1].islower() or indent(after) > indent(line)
    is_short = len(line.strip()) < width * _SHORT_SHARE
    return not goes_on and is_short and split_bullet(after) is None


def _is_done(line: str) -> bool:
    return line.rstrip().endswith((".", "!", "?", ":", ";")) or len(line) < MAX_HEADING_CHARS // 3


def _is_bare_title(run: _Run) -> bool:
    return len(run.lines) == 1 and (is_title(run.lines[0]) or is_capitals(run.lines[0]))


def _is_lone_item(before: _Run, run: _Run, after: _Run) -> bool:
    """Whether a numbered line is counted on from the lines before it, or by the line after it."""
    place = place_in_list(run.lines[0])
    if place is None or len(run.lines) > 1:
        return False
    counted_before = place - 1 in map(place_in_list, before.lines)
    return counted_before or place + 1 in map(place_in_list, after.lines[:1])


def _heading(lines: list[str], *, is_first: bool) -> Piece:
    words = " ".join(line.strip() for line in lines if not _RULE.match(line))
    words = opened_heading(words) or words
    marked = marked_heading(words)
    if marked is not None:
        words, stated = marked
        return Piece(BlockKind.HEADING, words, level=stated or (1 if is_first else 2))
    return Piece(BlockKind.HEADING, words, level=1 if is_first else heading_level(words))


def _body(lines: list[str], unwrapper: Unwrapper) -> Iterator[Piece]:
    """Paragraphs and items of one run of lines; a line without bullet goes on with its item."""
    open_lines: list[str] = []
    marker: str | None = None
    for line in lines:
        opened = _opened_item(line)
        ends = marker is not None and _ends_item(open_lines, line)
        if opened is None and not ends:
            open_lines.append(line)
            continue
        yield from _close(open_lines, marker, unwrapper)
        marker, text = opened or (None, line)
        open_lines = [text] if text else []
    yield from _close(open_lines, marker, unwrapper)


def _opened_item(line: str) -> tuple[str, str] | None:
    """Marker and text, placed where it stands, of an item that a line opens."""
    bullet = split_bullet(line)
    if bullet is not None:
        return shown_bullet(bullet[0]), _placed(line, bullet[1])
    if is_lone_bullet(line):
        return "•", ""
    number = split_number(line)
    if number is None or any(found.start == 0 for found in find_dates(line.strip()[:_DATE_CHARS])):
        return None
    return number[0], _placed(line, number[1])


def _placed(line: str, text: str) -> str:
    return " " * indent(line) + text


def _ends_item(item: list[str], line: str) -> bool:
    """Whether a line stands further out than the item before it, and begins anew."""
    return bool(item) and indent(line) < indent(item[0]) and line.lstrip()[:1].isupper()


def _close(lines: list[str], marker: str | None, unwrapper: Unwrapper) -> Iterator[Piece]:
    if not lines:
        return
    if marker is not None:
        yield Piece(BlockKind.ITEM, unwrapper.joined(lines), marker=marker)
        return
    for paragraph in unwrapper.paragraphs(lines):
        yield from _paragraph(paragraph)


def _paragraph(text: str) -> Iterator[Piece]:
    """A paragraph, or the items that bullets within a long line of it show."""
    parts = split_inline_bullets(text) if len(text) > _LONG_RUN else [text]
    for part in parts:
        bullet = split_bullet(part) if len(parts) > 1 else None
        if bullet is None:
            yield Piece(BlockKind.PARAGRAPH, part)
        else:
            yield Piece(BlockKind.ITEM, bullet[1], marker=shown_bullet(bullet[0]))
