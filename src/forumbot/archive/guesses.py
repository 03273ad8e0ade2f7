"""Title and dates of a document that states none: concluded from its text and its name."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from forumbot.archive.layout import Block, BlockKind, Extraction, clean
from forumbot.language.dates import FoundDate, find_dates

MAX_TITLE_CHARS = 300
_HEAD_CHARS = 1_500
_BODY_CHARS = 6_000
_FIRST_BLOCKS = 8
_MAX_LINE_TITLE = 150
_MAX_AROUND_DATE = 60
_MAX_LABEL = 40
_MAX_YEAR_WORD = 4  # " r.", " г.", " d.": what some languages put behind a year
_SHORT_TITLE = 20
_MAX_SUBTITLE = 120
_HEAD_BLOCKS = 40
_LINES = (BlockKind.HEADING, BlockKind.PARAGRAPH)

_GENERIC = re.compile(
    r"(?:(?:final|draft|workshop|meeting|annual|executive)\s+)?(?:report|minutes|notes|agenda"
    r"|summary|slides|presentation|document|page|home|index|untitled|overview|introduction"
    r"|contents|table of contents|welcome|readme|news|article|programme|program|abstract"
    r"|participants|attendees|background|inhalt|inhaltsverzeichnis|protokoll|tagesordnung|bericht"
    r"|startseite|programm|zusammenfassung|teilnehmer|sommaire|compte[- ]rendu|ordre du jour"
    r"|rapport|accueil|résumé|introduction|verslag|inhoud|notulen)s?(?:\s+\d{1,3})?\W*"
    r"|(?:microsoft (?:word|powerpoint)|powerpoint|folie|slide|diapositive)\b.*"
    r"|[\w().-]+\.(?:docx?|pptx?|pdf|indd|odt|odp|html?|md|txt)|\W*|.*\{\{.*",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\W*(?:[\w.]+\s+){0,2}?(?:submitted|posted|published|updated|revised|modified|released|issued"
    r"|version|veröffentlicht|erstellt|aktualisiert|stand|publié|publiée|mis en ligne|mis à jour"
    r"|gepubliceerd|geplaatst|bijgewerkt|publicado|pubblicato)\b[^.!?]{0,80}",
    re.IGNORECASE,
)
_ISSUED = re.compile(
    r"(?:issue date|date of (?:issue|publication)|publication date|release date|last update"
    r"|\bref\.? .{3,30}|ausgabedatum|date de publication|publicatiedatum)\W{0,5}$",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"report|paper|guideline|plan\b|study|bericht|rapport|leitfaden|étude", re.IGNORECASE
)
_DATE_LABEL = re.compile(
    r"(?:date and time|dates?|day|when|held(?: on)?|meeting date|datum(?: und (?:uhr)?zeit)?|termin"
    r"|wann|quand|date et (?:heure|lieu)|datum en tijd|fecha|data)\b",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:took place|take place|takes place|was held|were held|been held|being held|be held|held"
    r"|met|convened|gathered|hosted|fand|fanden|stattgefunden|findet|tagte|a eu lieu|ont eu lieu"
    r"|aura lieu|s.est tenue?|se tiendra|s.est réunie?|vond|plaatsgevonden|vindt|meeting|workshop"
    r"|conference|webinar|happened|organi[sz]ed)\b",
    re.IGNORECASE,
)
_NOT_HELD = re.compile(
    r"\b(?:deadline|due|registrations?|register|clos(?:es|ed|ing)|submi\w+|published|posted"
    r"|updated|retrieved|accessed|copyright|next (?:meeting|forum|edition|workshop|call|conference)"
    r"|previous|last (?:meeting|call)|anmeldung|frist|inscription|volgende|nächste|prochaine?"
    r"|adopted|regulation|directive|communication of|version|since|until|extended)\b",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?<!\d)(20\d\d|19\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d\d)(\d\d)(20\d\d)(?!\d)")


def is_generic_title(title: str) -> bool:
    """Whether a title says nothing of its document: "Report", "Slide 1", "Microsoft Word - x"."""
    return _GENERIC.fullmatch(title.strip()) is not None


def guess_title(doc_id: str, extraction: Extraction) -> str:
    """The main heading near the beginning, else the first short line, else the file's name.

    A very short one on the first page (of slides, say) takes the line below it along.
    """
    for block in _title_candidates(extraction):
        words = _words(extraction, block)
        if not is_generic_title(words) and "".join(_without_dates(words)).strip(" ,;:.-–"):
            below = _subtitle(extraction, block) if len(words) <= _SHORT_TITLE else ""
            title = f"{words.rstrip(':')}: {below}" if below else words
            return title[:MAX_TITLE_CHARS].rstrip()
    stem = re.sub(r"[-_]+", " ", PurePosixPath(doc_id).stem)
    return " ".join(clean(stem).split()).capitalize()


def _words(extraction: Extraction, block: Block) -> str:
    return " ".join(clean(extraction.text[block.start : block.end]).split())


def _subtitle(extraction: Extraction, title: Block) -> str:
    """The line below a title on a first page."""
    place = extraction.blocks.index(title) + 1
    below = extraction.blocks[place] if place < len(extraction.blocks) else None
    if below is None or below.page != 1 or below.kind not in _LINES:
        return ""
    words = _words(extraction, below)
    return words if len(words) <= _MAX_SUBTITLE and not is_generic_title(words) else ""


def _title_candidates(extraction: Extraction) -> Iterator[Block]:
    """The highest of the first headings and the first line; the line first where it leads by far.

    Of several headings on the highest level the second is one, too.
    """
    head = [block for block in extraction.blocks[:_HEAD_BLOCKS] if block.start < _HEAD_CHARS]
    headings = [block for block in head if block.kind is BlockKind.HEADING][:5]
    by_level = sorted(headings, key=lambda block: block.level)
    first_line = [
        block
        for block in head[:1]
        if _is_title_line(extraction.text[block.start : block.end], block)
    ]
    leads = bool(first_line) and all(block not in head[:3] for block in by_level[:1])
    yield from first_line if leads else by_level[:1]
    yield from by_level[:1] if leads else first_line
    yield from (block for block in by_level[1:2] if block.level == by_level[0].level)


def _is_title_line(words: str, block: Block) -> bool:
    is_line = block.kind is BlockKind.PARAGRAPH and len(words) <= _MAX_LINE_TITLE
    if not is_line or _PUBLISHED.match(words):
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
        before = text[max(line_start, found.start - 160) : found.start]
        if _PUBLISHED.fullmatch(before) or _ISSUED.search(before):
            return found
    return None


def guess_held(
    doc_id: str, title: str, extraction: Extraction, published: FoundDate | None
) -> FoundDate | None:
    """The day or days of the event that a document is of, None where nothing tells them.

    Looked at are, in this order, the title, the file's name, the first headings, lines near the
    beginning that are hardly more than a date or have a label such as "Date:", and sentences that
    say that something took place. Of a report the sentences come before the lines, as the date on
    its cover is mostly its own.
    """
    text = extraction.text
    in_title = [] if _NOT_HELD.search(title) else find_dates(title)
    if found := in_title or list(_dates_in_name(doc_id)):
        return found[0]
    taken = (published.start, published.end) if published else None
    dates = [one for one in find_dates(text[:_BODY_CHARS]) if (one.start, one.end) != taken]
    looks = [_is_labelled, _is_date_line, _says_held]
    if _REPORT.search(title):
        looks = [_is_labelled, _says_held, _is_date_line]
    else:
        headings = (find_dates(words) for words in _first_headings(extraction))
        if in_heading := next(filter(None, headings), None):
            return in_heading[0]
    for tells in looks:
        for one in dates:
            if tells(text, one):
                return one
    return None


def _first_headings(extraction: Extraction) -> list[str]:
    """The headings near the beginning that may name the event's day."""
    first = [
        block for block in extraction.blocks[:_FIRST_BLOCKS] if block.kind is BlockKind.HEADING
    ]
    headings = [extraction.text[block.start : block.end] for block in first]
    return [words for words in headings if not _NOT_HELD.search(words)]


def _dates_in_name(doc_id: str) -> Iterator[FoundDate]:
    name = PurePosixPath(doc_id).stem
    written = [tuple(map(int, found)) for found in _YEAR_FIRST.findall(name)]
    written += [(int(year), int(month), int(day)) for day, month, year in _DAY_FIRST.findall(name)]
    for year, month, day in written:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        yield FoundDate(found, found, 0, 0)
    yield from find_dates(name.replace("_", " "))


def _is_labelled(text: str, found: FoundDate) -> bool:
    """Whether a date near the beginning has a label such as "Date:" before it."""
    start, _end = _line_around(text, found)
    before = text[start : found.start].strip(" •*|([")
    is_near = found.start <= _HEAD_CHARS and len(before) <= _MAX_LABEL
    return is_near and _DATE_LABEL.match(before) is not None


def _is_date_line(text: str, found: FoundDate) -> bool:
    """Whether a line near the beginning is hardly more than a date."""
    start, end = _line_around(text, found)
    before = text[start : found.start].strip(" •*|([")
    if found.start > _HEAD_CHARS or _NOT_HELD.search(text[start:end]) or _PUBLISHED.match(before):
        return False
    is_all = (end - start) - (found.end - found.start) <= _MAX_AROUND_DATE
    is_prose = bool(before) and text[end - 1] == "." and end - found.end > _MAX_YEAR_WORD
    return is_all and not is_prose and not _ISSUED.search(text[start : found.start])


def _says_held(text: str, found: FoundDate) -> bool:
    start, end = _line_around(text, found)
    sentence_start = max(text.rfind(". ", start, found.start) + 1, start)
    sentence_end = text.find(". ", found.end, end)
    sentence = text[sentence_start : sentence_end if sentence_end >= 0 else end]
    return _HELD.search(sentence) is not None and not _NOT_HELD.search(sentence)


def _line_around(text: str, found: FoundDate) -> tuple[int, int]:
    end = text.find("\n", found.end)
    return text.rfind("\n", 0, found.start) + 1, end if end >= 0 else len(text)
