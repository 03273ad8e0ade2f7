"""Title and publication date of a document that states none: concluded from its text and name."""

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import PurePosixPath

from forumbot.archive.formats.file_names import ENDINGS
from forumbot.archive.formats.parsed import RUNNING_TITLE
from forumbot.archive.formats.titles import is_numbered_title
from forumbot.archive.layout import Block, BlockKind, Extraction, clean
from forumbot.archive.outcome_forms import number_of_resolution
from forumbot.language.dates import FoundDate, find_dates
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import codes, derived, table, tables

MAX_TITLE_CHARS = 300
_HEAD_CHARS = 1_500
_MAX_LINE_TITLE = 150
_SHORT_TITLE = 20
_MAX_SUBTITLE = 120
_SMALL = 3
_FEWEST_OF_SENTENCE = 6
_HEAD_BLOCKS = 40
_MOST_OF_PLACE = 2
_LINES = (BlockKind.HEADING, BlockKind.PARAGRAPH)

_GENERIC = re.compile(
    r"(?:(?:the|final|draft|workshop|meeting|annual|executive)\s+){0,2}(?:report|minutes|notes|agenda"
    r"|summary|slides|presentation|document|page|home|index|untitled|overview|introduction"
    r"|contents|table of contents|welcome|readme|news|article|programme|program|abstract"
    r"|participants|attendees|background|inhalt|inhaltsverzeichnis|protokoll|tagesordnung|bericht"
    r"|startseite|programm|zusammenfassung|teilnehmer|sommaire|compte[- ]rendu|ordre du jour"
    r"|rapport|accueil|résumé|introduction|verslag|inhoud|notulen)s?(?:\s+\d{1,3})?\W*"
    r"|(?:microsoft (?:word|powerpoint)|powerpoint|folie|slide|diapositive)\b.*"
    r"|[a-z]:\s.*"  # an item of an agenda
    rf"|[\w().-]+\.(?:{ENDINGS})|\W*|.*\{{\{{.*",
    re.IGNORECASE,
)
# Of these kinds of documents there are many; what it is of may stand in the heading below.
_OF_SOMETHING = re.compile(
    r"(?:(?:the|final|draft|workshop|meeting|annual|executive)\s+){0,2}(?:report|minutes|notes|agenda"
    r"|summary|programme|program|protokoll|tagesordnung|bericht|programm|compte[- ]rendu"
    r"|ordre du jour|rapport|verslag|notulen)\W*",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\bref\.? .{3,30}$", re.IGNORECASE)
_MAX_BEFORE_DATE = 160


def is_generic_title(title: str) -> bool:
    """Whether a title says nothing of its document: "Report", "Slide 1", "Microsoft Word - x"."""
    return _GENERIC.fullmatch(title.strip()) is not None


def guess_title(doc_id: str, extraction: Extraction, language: str = "") -> str:
    """The main heading near the beginning, else the first short line, else the file's name.

    A very short one on the first page (of slides, say) takes the line below it along, and so do
    "Minutes" and the like, and one that breaks off in its ``language`` ("38th Meeting of"). The
    heading of one resolution among several names none but it, nor does that of a section with a
    number: what runs through the pages comes first.
    """
    running = extraction.metadata.get(RUNNING_TITLE)
    is_of_several = False
    for block in _title_candidates(extraction):
        words = _words(extraction, block)
        if _is_sub_heading(words, block, extraction):
            continue
        is_section = isinstance(running, str) and _is_section(words, block)
        if is_section or _is_one_of_several(words, block, extraction):
            is_of_several = True
            continue
        if _OF_SOMETHING.fullmatch(words) and (below := _heading_below(extraction, block)):
            return f"{words.rstrip(':')}: {below}"[:MAX_TITLE_CHARS].rstrip()
        if not is_generic_title(words) and "".join(_without_dates(words)).strip(" ,;:.-–"):
            goes_on = _below(extraction, block) if _breaks_off(words, language) else ""
            below = _subtitle(extraction, block) if len(words) <= _SHORT_TITLE else ""
            title = f"{words.rstrip(':')}: {below}" if below else words
            title = f"{words} {goes_on}" if goes_on else title
            return title[:MAX_TITLE_CHARS].rstrip()
    if is_of_several and isinstance(running, str):
        return clean(running)[:MAX_TITLE_CHARS]
    stem = re.sub(r"[-_]+", " ", PurePosixPath(doc_id).stem)
    return " ".join(clean(stem).split()).capitalize()


def _is_sub_heading(words: str, block: Block, extraction: Extraction) -> bool:
    """Whether a heading is one of several that lead in, as in a page out of a report."""
    others = (one for one in extraction.blocks[:_HEAD_BLOCKS] if one is not block)
    return words.endswith(":") and any(
        one.kind is block.kind is BlockKind.HEADING and _words(extraction, one).endswith(":")
        for one in others
    )


def _is_section(words: str, block: Block) -> bool:
    """Whether a block is the heading of a numbered section."""
    return block.kind is BlockKind.HEADING and is_numbered_title(words)


def _is_one_of_several(words: str, block: Block, extraction: Extraction) -> bool:
    """Whether a heading is that of a numbered resolution, and another has a number of its own."""
    number = number_of_resolution(words)
    if number is None or block.kind is not BlockKind.HEADING:
        return False
    others = (one for one in extraction.blocks[:_HEAD_BLOCKS] if one.kind is BlockKind.HEADING)
    return any(
        found not in (None, number)
        for found in (number_of_resolution(_words(extraction, one)) for one in others)
    )


def _words(extraction: Extraction, block: Block) -> str:
    """A block on one line, without the lines below its first from one with a date on."""
    first, *others = extraction.text[block.start : block.end].splitlines() or [""]
    kept = takewhile(lambda line: not find_dates(line), others)
    return " ".join(clean(" ".join([first, *kept])).split())


def _breaks_off(words: str, language: str) -> bool:
    """Whether a line ends in a small word that something follows."""
    last = words.rpartition(" ")[2]
    return last.islower() and last in _small_words(language)


@derived
def _small_words(language: str) -> frozenset[str]:
    """What joins the words of a date, which no phrase of the language ends in."""
    if language not in codes():
        return frozenset()
    own = table(language)
    within = (way for way in ways(own.dating("within")) if len(way) <= _SMALL)
    joining = (way for key in ("of", "and", "to", "on") for way in ways(own.dating(key)))
    return frozenset([*within, *joining])


def _subtitle(extraction: Extraction, title: Block) -> str:
    """The line below a title on a first page, but for a sentence."""
    place = extraction.blocks.index(title) + 1
    pages = [block.page for block in extraction.blocks[place : place + 1]]
    words = _below(extraction, title) if pages == [1] else ""
    is_sentence = words.endswith((".", "!", "?")) and len(words.split()) >= _FEWEST_OF_SENTENCE
    return "" if is_sentence else words


def _heading_below(extraction: Extraction, title: Block) -> str:
    """The heading right below another one, which has no text of its own; no numbered section."""
    place = extraction.blocks.index(title) + 1
    kinds = [block.kind for block in extraction.blocks[place : place + 1]]
    words = _below(extraction, title) if kinds == [BlockKind.HEADING] else ""
    return "" if words[:1].isdigit() else words


def _below(extraction: Extraction, title: Block) -> str:
    """The short line below a title."""
    place = extraction.blocks.index(title) + 1
    below = extraction.blocks[place] if place < len(extraction.blocks) else None
    if below is None or below.kind not in _LINES:
        return ""
    words = _words(extraction, below)
    is_subtitle = len(words) <= _MAX_SUBTITLE and not is_generic_title(words)
    return words if is_subtitle and not _is_place_and_day(words) else ""


def _is_place_and_day(words: str) -> bool:
    """Whether a line gives a day and little beside it, as "Nantes, 4 May 2021"."""
    rest = "".join(_without_dates(words))
    is_bare = "," in rest or not rest.strip()
    return rest != words and is_bare and len(rest.split()) <= _MOST_OF_PLACE


def _title_candidates(extraction: Extraction) -> Iterator[Block]:
    """The highest of the first headings and the first line; the line first where it leads.

    It does by far, or where no heading is of the first level. Of several headings on the highest
    level the second is one, too.
    """
    head = [block for block in extraction.blocks[:_HEAD_BLOCKS] if block.start < _HEAD_CHARS]
    headings = [block for block in head if block.kind is BlockKind.HEADING][:5]
    by_level = sorted(headings, key=lambda block: block.level)
    first_line = [
        block
        for block in head[:1]
        if _is_title_line(extraction.text[block.start : block.end], block)
    ]
    is_below = all(block.level > 1 for block in by_level[:1])
    leads = bool(first_line) and (is_below or all(one not in head[:3] for one in by_level[:1]))
    yield from first_line if leads else by_level[:1]
    yield from by_level[:1] if leads else first_line
    yield from (block for block in by_level[1:2] if block.level == by_level[0].level)


def _is_title_line(words: str, block: Block) -> bool:
    is_line = block.kind is BlockKind.PARAGRAPH and len(words) <= _MAX_LINE_TITLE
    if not is_line or _published().match(words):
        return False
    bare = "".join(_without_dates(words)).strip(" ,;:.-–")
    return len(bare) > _MAX_LINE_TITLE // 20 and not words.rstrip().endswith((",", ";", ".", "!"))


def _without_dates(words: str) -> Iterator[str]:
    position = 0
    for found in find_dates(words):
        yield words[position : found.start]
        position = found.end
    yield words[position:]


def guess_published(text: str) -> FoundDate | None:
    """The first date near the beginning that a word such as "published" introduces."""
    for found in find_dates(text[:_HEAD_CHARS]):
        line_start = text.rfind("\n", 0, found.start) + 1
        before = text[max(line_start, found.start - _MAX_BEFORE_DATE) : found.start]
        is_named = _published().fullmatch(before) or _published_last().search(before)
        if is_named or _REFERENCE.search(before):
            return found
    return None


@derived
def _published() -> re.Pattern[str]:
    """What introduces the day on which a document came out, from the beginning of its line."""
    return compiled(rf"\W*(?:[\w.]+\s+){{0,2}}?{_published_words()}(?!\w)[^.!?]{{0,80}}")


@derived
def _published_last() -> re.Pattern[str]:
    """The same right before a date, as on a cover of several columns."""
    return compiled(rf"(?<!\w){_published_words()}\W{{1,5}}$")


def _published_words() -> str:
    return one_of(way for one in tables() for way in ways(one.days.get("published", ())))
