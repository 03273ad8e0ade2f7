"""List markers at the start of a line: bullets of every glyph, numbers and letters."""

import re
from collections.abc import Iterator, Sequence

from forumbot.archive.layout import clean
from forumbot.language.date_forms import month_names
from forumbot.language.dates import find_dates
from forumbot.language.first_forms import months
from forumbot.language.table import codes, derived

# These glyphs open nothing but list items, so that no space need follow them. Fonts of symbols
# (Wingdings and the like) come out of converters in the private use area.
_GLYPHS = "•‣⁃◦∙·●○◉◌⬤■□▪▫◼◻◾◽▢❏❐❑❒◆◇❖⬥⬧►▶▸▹▻▷➢➣➤➔➜➙➥→⇒✓✔✗✘☐☑☒✦✧★☆♦✱❯›\ue000-\uf8ff"
_BULLET = re.compile(
    rf"\s*(?P<mark>[{_GLYPHS}](?=[^\S\n]*[^\s{_GLYPHS}])|[*+\-–—−§¤](?=\s)|o(?=[^\S\n]{{2,}}|\t))"
    r"\s*(?P<rest>\S.*)",
    re.DOTALL,
)
_LONE = re.compile(rf"\s*[{_GLYPHS}]\s*")
_NUMBER = re.compile(
    r"\s*(?P<mark>\(?(?:\d{1,2}|[a-z]|[ivx]{2,5})[.)]|[A-Z]\))\s+(?P<rest>\S.*)", re.DOTALL
)
_DAY = re.compile(r"\s*(?:[12]?\d|3[01])\.\s{1,3}(?P<month>[^\W\d_]{3,14})\b(?!-\w)")
_LONG_NAME = 5  # characters: shorter ones, but for names written out, are other words as well
_LEGAL_PARAGRAPH = re.compile(r"\s*§\s*\d")
_ORNAMENT = re.compile(r"[\s*=_+~.\-–—•·]+")
_INLINE = re.compile(r"(?<!\s)\s+(?=[•‣▪●◦■➢➤\uf0a7\uf0b7\uf0d8\uf0fc]\s+\S)")
_FEWEST_INLINE = 2
_ROMAN = {"i": 1, "v": 5, "x": 10}
_DATE_CHARS = 40
_TELLING = frozenset("☐☑☒✓✔✗✘★☆")


def split_bullet(line: str) -> tuple[str, str] | None:
    """The bullet that a line begins with and the text behind it; None for any other line.

    Glyphs that are bullets alone (``•``, ``▪``, private use U+E000 to U+F8FF) need no space after
    them; dashes, ``*``, ``+`` and ``§`` need one, ``o`` two. The text is never empty.
    """
    found = _BULLET.match(line)
    if found is None or not _is_visible(found["rest"]):
        return None
    if _LEGAL_PARAGRAPH.match(line) or _ORNAMENT.fullmatch(found["rest"]):
        return None
    return found["mark"], found["rest"]


def is_lone_bullet(line: str) -> bool:
    """Whether a line is a bullet glyph and nothing else, its item's text on the next line."""
    return _LONE.fullmatch(line) is not None


def shown_bullet(mark: str) -> str:
    """The marker that an item gets for its bullet: ``•``; ticks and stars stay what they are."""
    return mark if mark in _TELLING else "•"


def split_number(line: str) -> tuple[str, str] | None:
    """The marker of a numbered or lettered line (``3.``, ``(a)``, ``iv)``) and the text behind.

    None where the number is that of a day ("3. Juni: Ausflug").
    """
    found = _NUMBER.match(line)
    if found is None or not _is_visible(found["rest"]) or opens_with_day(line):
        return None
    return found["mark"], found["rest"]


def opens_with_day(line: str) -> bool:
    """Whether a line begins with a day as "3. Juni", whatever follows it."""
    found = _DAY.match(line)
    return found is not None and found["month"].lower() in _months()


@derived
def _months() -> frozenset[str]:
    """The names of months but those in English, where no point stands behind the day."""
    others = [code for code in codes() if code != "en"]
    named = frozenset(name for name in month_names(*others) if len(name) >= _LONG_NAME)
    return named | frozenset(month.lower() for month in months(*others))


def _is_visible(text: str) -> bool:
    return text[:1].isalnum() or bool(clean(text))


def place_in_list(line: str) -> int | None:
    """What the marker of a numbered or lettered line counts to, letters from ``ord("a")`` up."""
    found = split_number(line)
    if found is None:
        return None
    mark = found[0].strip("().")
    if mark.isdigit():
        return int(mark)
    return ord(mark) if len(mark) == 1 else _roman(mark)


def _roman(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral]
    later = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, later, strict=True)
    )


def split_inline_bullets(text: str) -> list[str]:
    """A run of text cut before each bullet glyph within it; whole where there are not two."""
    parts = _INLINE.split(text)
    return parts if len(parts) > _FEWEST_INLINE else [text]


def parted_items(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The lines of a paragraph in runs, and the marker of each that an item opens, else nothing.

    A bullet opens an item, and so does a number from which, or to which, the lines count on from 1.
    """
    counted = _counted(lines)
    part: tuple[str, list[str]] = ("", [])
    for place, line in enumerate(lines):
        opened = split_number(line) if place in counted else split_bullet(line)
        if opened is None:
            part[1].append(line)
            continue
        if part[1]:
            yield part
        mark, text = opened
        part = mark if place in counted else shown_bullet(mark), [text]
    yield part


def _counted(lines: Sequence[str]) -> set[int]:
    """The places of the lines whose numbers or letters count up from the first, two at least."""
    found: list[int] = []
    expected: int | None = None
    for at, line in enumerate(lines):
        place = place_in_list(line)
        if place is None or place not in (expected, 1, ord("a")) or _opens_with_date(line):
            continue
        if place != expected and found:
            break
        found.append(at)
        expected = place + 1
    return set(found) if len(found) > 1 else set()


def _opens_with_date(line: str) -> bool:
    return any(found.start == 0 for found in find_dates(line.strip()[:_DATE_CHARS]))
