"""Pictures within pages that seem to hold lines of text, told by how their rows of pixels look."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from forumbot.archive.formats.pdf.page import Area, Page

# Of the page, and points; set by hand: smaller ones are logos and signs, and those with words of
# the page over them stand behind the text.
_SMALLEST_SHARE, _LOWEST, _MOST_OVER = 0.05, 40.0, 5
_MOST_PICTURES, _SAME_EDGE, _FEWEST_ALIKE = 40, 2.0, 3
# Set by hand, by looking at the pictures of thirty real files: the letters of a text darken so much
# of it, a row of letters so much more of a row than the space between, and rows are so high.
_INK = 48
_LEAST_INK, _MOST_INK = 0.01, 0.35
_LETTERS, _LOWEST_ROW, _HIGHEST_ROW = 0.02, 3, 40
_FEWEST_ROWS, _MOSTLY = 4, 0.7
_DEPTH = 256
_MOST_PIXELS = 100_000_000  # what takes a second to draw
_BOX = 4  # as Pillow calls the filter that takes the mean of all pixels

Look = Callable[[int], Any]
"""A page by its number, as a grey picture of some 100 pixels an inch; None for none."""


def worded_pictures(pages: Sequence[Page], look: Look) -> dict[int, list[Area]]:
    """By page the pictures that seem to hold text that the page has not in words.

    What stands at the same place of several pages belongs to their design.
    """
    by_page = {page.number: _joined(page.images)[:_MOST_PICTURES] for page in pages}
    places = Counter(_place(area) for areas in by_page.values() for area in areas)
    found: dict[int, list[Area]] = {}
    for page in pages:
        own = (area for area in by_page[page.number] if places[_place(area)] < _FEWEST_ALIKE)
        may_be = own if page.pixels <= _MOST_PIXELS else ()
        areas = [area for area in may_be if _may_hold_text(area, page)]
        seen = look(page.number) if areas else None
        if seen is not None:
            worded = [area for area in areas if seems_text(_part(seen, area, page))]
            found |= {page.number: worded} if worded else {}
    return found


def _part(seen: Any, area: Area, page: Page) -> Any:
    """What of a picture of a page shows a part of it."""
    scale = seen.width / max(page.width, 1)
    edges = (area.x0 * scale, area.top * scale, area.x1 * scale, area.bottom * scale)
    left, top, right, bottom = map(round, edges)
    return seen.crop((max(left, 0), max(top, 0), min(right, seen.width), min(bottom, seen.height)))


def _place(area: Area) -> tuple[int, ...]:
    return tuple(map(round, (area.x0, area.x1, area.top, area.bottom)))


def holds(area: Area, x: float, y: float) -> bool:
    """Whether a point lies in an area."""
    return area.x0 <= x <= area.x1 and area.top <= y <= area.bottom


def seems_text(picture: Any) -> bool:
    """Whether a grey picture has rows of letters on an even ground, and little else."""
    if not (picture.width and picture.height):
        return False
    counts = picture.histogram()
    ground = max(range(_DEPTH), key=counts.__getitem__)
    ink = picture.point([255 * (abs(shade - ground) > _INK) for shade in range(_DEPTH)])
    share = ink.histogram()[255] / max(picture.width * picture.height, 1)
    if not _LEAST_INK <= share <= _MOST_INK:
        return False
    rows = [shade / 255 for shade in ink.resize((1, picture.height), _BOX).tobytes()]
    bare = sorted(rows)[len(rows) // 5]
    runs = [(dark, len(list(run))) for dark, run in groupby(row > bare + _LETTERS for row in rows)]
    dark = [length for is_dark, length in runs if is_dark]
    letters = [length for length in dark if _LOWEST_ROW <= length <= _HIGHEST_ROW]
    return len(letters) >= _FEWEST_ROWS and sum(letters) >= _MOSTLY * sum(dark)


def _may_hold_text(area: Area, page: Page) -> bool:
    width, height = area.x1 - area.x0, area.bottom - area.top
    over = sum(holds(area, (word.x0 + word.x1) / 2, word.baseline) for word in page.words)
    is_large = width * height >= _SMALLEST_SHARE * page.width * page.height
    return is_large and height >= _LOWEST and over < _MOST_OVER


def _joined(areas: Sequence[Area]) -> list[Area]:
    """Areas with the bands into which a program cut a picture made one again."""
    done: list[Area] = []
    for area in sorted(areas, key=lambda one: (round(one.x0), one.top)):
        if done and _goes_on(done[-1], area):
            done[-1] = Area(area.x0, area.x1, done[-1].top, max(area.bottom, done[-1].bottom))
        else:
            done.append(area)
    return done


def _goes_on(above: Area, area: Area) -> bool:
    is_flush = abs(above.x0 - area.x0) < _SAME_EDGE and abs(above.x1 - area.x1) < _SAME_EDGE
    return is_flush and abs(area.top - above.bottom) < _SAME_EDGE
