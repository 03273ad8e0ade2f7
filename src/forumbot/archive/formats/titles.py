"""Lines that serve as headings without being marked as such: by number, by capitals, by shape."""

import re
from collections.abc import Sequence
from itertools import pairwise
from string import ascii_uppercase

from forumbot.archive.formats.bullets import split_bullet, split_number
from forumbot.archive.layout import clean
from forumbot.language.dates import find_dates

MAX_HEADING_CHARS = 120
MAX_HEADING_WORDS = 14
_LITTLE = 10
_SECTION_NUMBER = re.compile(
    r"(?:(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+"
    r"|(?P<roman>[IVX]{1,5})\.\s+"
    r"|(?:TOP|Tagesordnungspunkt|Agenda item|Point|Punkt)\s+\d+(?:\.\d+)*[.:]?(?:\s+|$))"
    r"(?P<title>.*)",
    re.IGNORECASE,
)
_AGENDA_ITEM = re.compile(r"TOP\s+\d+(?:\.\d+)*\b|Tagesordnungspunkt\s+\d|Agenda item\s+\d")
# "Ad 2. Budget", "Θέμα 2: …"; in a sentence no sign follows the number ("point 2 was postponed").
_NUMBERED_POINT = re.compile(
    r"(?:ad|item|point|punkt|pkt\.?|punto|ponto|punct|bod|sag|pont|kohta|θέμα|sujet|tema|trakta?ndum)"
    r"\s+\d{1,2}(?:\.\d{1,2})*\s*[.:)–—-]\s*[^\W\d_]",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(submitted|posted|published|written|updated|created|(?:\w+ )?date|datum|retrieved"
    r"|accessed)\b",
    re.IGNORECASE,
)
_TALK_WITH_SPEAKER = re.compile(r"\s[-–—]\s+(?:[A-ZÀ-Þ][\w'’.-]+\s+){1,3}[A-ZÀ-Þ][\w'’.-]+\s*$")
_CONTACT = re.compile(r"://|@|\[at\]|\bplease\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]?\s+\S")
_MARKED = re.compile(
    r"\s*(?:(?P<hashes>#{1,6})\s+(?P<after_hashes>[^#\s].*?)(?:\s+#+)?"
    r"|\*\*(?P<bold>[^*\s][^*]*)\*\*:?"
    r"|__(?P<underlined>[^_\s][^_]*)__:?"
    r"|(?P<equals>={2,6})\s*(?P<between_equals>[^=\s][^=]*?)\s*(?P=equals))\s*"
)
_OPENED = re.compile(r"\s*(?:_{2,6}|={2,6}|~{2,6})\s?(?P<words>[^\W_][^_=~]*)")
_LETTERED = re.compile(r"([^\W\d_])(?P<sign>[:.)])\s+[^\W\d_]")
_ALPHABETS = (ascii_uppercase, "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ")
_FEWEST_LETTERS = 3
_HEAD_SHARE = 0.6  # set by hand: an item that goes on over its line's end is about as long
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def is_title(raw_line: str) -> bool:
    """Whether a line that stands alone has the manner of a title."""
    line = clean(raw_line)
    if _is_long(line):
        return False
    numbered = _SECTION_NUMBER.fullmatch(line)
    title = numbered["title"] if numbered else line
    if split_bullet(raw_line) or not re.match(r"[\w\"'“‘(]", title or line):
        return False
    if title[:1].islower() or title.endswith((".", ":", ";", ",", "?", "!")):
        return False
    if _SENTENCE_END.search(title) or _CONTACT.search(title):
        return False
    return not (_TALK_WITH_SPEAKER.search(title) or _is_date_line(title))


def _is_date_line(line: str) -> bool:
    """Whether a line gives a date and little or nothing else."""
    dates = find_dates(line)
    if not dates:
        return False
    rest = len(line) - sum(found.end - found.start for found in dates)
    return _BYLINE.match(line) is not None or rest <= _LITTLE


def is_capitals(raw_line: str) -> bool:
    """Whether a short line is written in capital letters, one word at least of four or more."""
    if not raw_line.isupper():
        return False
    line = clean(raw_line)
    if _is_long(line) or split_bullet(raw_line):
        return False
    if line.endswith((".", ",", ";")) or _CONTACT.search(line):
        return False
    letters = sum(char.isalpha() for char in line)
    return _LONG_WORD.search(line) is not None and letters * 2 > len(line)


def is_agenda_item(line: str) -> bool:
    """Whether a short line begins as ``TOP 5.``, ``Agenda item 5`` or ``Ad 5: Budget`` do."""
    words = clean(line)
    if _is_long(words):
        return False
    is_point = _NUMBERED_POINT.match(words) is not None and not words.endswith((".", ";", ","))
    return is_point or _AGENDA_ITEM.match(words) is not None


def lettered_items(lines: Sequence[str]) -> frozenset[str]:
    """The lines of an agenda whose items are lettered ``A: …``, ``B. …`` and so on, each once.

    Two letters are no agenda: they may be those who speak. Behind a dot or a bracket they may be
    those of a list, unless a text stands below each.
    """
    visible = [line for line in lines if line.strip()]
    found = [
        (place, match)
        for place, line in enumerate(visible)
        if (match := _LETTERED.match(line)) and match[0][-1].isupper()
    ]
    letters = "".join(match[1].upper() for _place, match in found)
    is_agenda = any(alphabet.startswith(letters) for alphabet in _ALPHABETS)
    if len(letters) < _FEWEST_LETTERS or not is_agenda:
        return frozenset()
    titles = [visible[place] for place, _match in found]
    if not all(match[1].isupper() or _heads_text(place, visible) for place, match in found):
        return frozenset()
    if any(match["sign"] != ":" for _place, match in found):
        places = [place for place, _match in found]
        has_texts = all(after - before > 1 for before, after in pairwise(places))
        if not (
            has_texts and places[-1] + 1 < len(visible) and all(map(_is_lettered_title, titles))
        ):
            return frozenset()
    return frozenset(line for line in titles if not _is_long(clean(line)))


def _heads_text(place: int, lines: Sequence[str]) -> bool:
    """Whether a line is much shorter than the text that begins anew below it, as no item is."""
    below = lines[place + 1] if place + 1 < len(lines) else ""
    return below[:1].isupper() and len(lines[place]) < _HEAD_SHARE * len(below)


def _is_lettered_title(line: str) -> bool:
    return is_title(line[line.index(" ") + 1 :]) if " " in line else False


def is_numbered_title(line: str) -> bool:
    """Whether a line is a title behind a section number: ``3.2 Labelling``, ``IV. Next``."""
    numbered = _SECTION_NUMBER.fullmatch(clean(line))
    return numbered is not None and bool(numbered["title"]) and is_title(line)


def section_depth(line: str) -> int:
    """How many numbers the section number of a line has; 0 where there is none."""
    numbered = _SECTION_NUMBER.fullmatch(clean(line))
    number = numbered["number"] if numbered else None
    return number.count(".") + 1 if number else 0


def heading_level(line: str) -> int:
    """The level of a heading below the title, 2 to 6, by its section number."""
    return min(1 + max(section_depth(line), 1), 6)


def marked_heading(line: str) -> tuple[str, int | None] | None:
    """Words and level of a line marked as in Markdown or a wiki; bold ones have no level."""
    found = _MARKED.fullmatch(line) if len(line) <= 2 * MAX_HEADING_CHARS else None
    if found is None:
        return None
    words = next(filter(None, found.group("after_hashes", "bold", "underlined", "between_equals")))
    if found["hashes"]:
        return words, len(found["hashes"])
    if found["equals"]:
        return words, len(found["equals"]) - 1
    is_lead_in = words.rstrip().endswith((".", ":", ",", ";")) or line.rstrip().endswith(":")
    return None if is_lead_in or _is_long(words) else (words, None)


def opened_heading(line: str) -> str | None:
    """The words of a line that begins as a heading of a wiki does, and ends as any other."""
    found = _OPENED.fullmatch(line) if len(line) <= MAX_HEADING_CHARS else None
    is_shown = found is not None and not _is_long(clean(line)) and not line.rstrip().endswith(".")
    return found["words"].strip() if found is not None and is_shown else None


def heads_a_list(line: str) -> bool:
    """Whether a line right above a list is its heading rather than an item or a lead-in."""
    return is_title(line) and split_number(line) is None


def _is_long(line: str) -> bool:
    return len(line) > MAX_HEADING_CHARS or len(line.split()) > MAX_HEADING_WORDS
