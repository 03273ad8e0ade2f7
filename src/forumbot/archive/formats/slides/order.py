"""In which order the shapes of a slide are read: from the top down, then from left to right."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

# Set by hand: a line or two over a box, of which half the width is over that box at least.
_LABEL_HEIGHT, _LABEL_WIDTH = 0.6, 0.5


@dataclass(frozen=True, slots=True)
class PlacedShape:
    """A shape, or the list of those in a group, and where it lies on the slide, in EMU or points.

    ``names_box`` says that it is one of several labels, each right above a box of its own.
    """

    shape: Any
    left: float
    top: float
    width: float
    height: float
    names_box: bool = False


def reading_order(shapes: Iterable[PlacedShape]) -> list[PlacedShape]:
    """Bands of shapes from the top down; in each, columns from left to right.

    A shape that begins above the middle of a band's, or left of the middle of a column's, first
    shape belongs to it, so that boxes placed by hand need not be level.
    """
    bands = _runs(sorted(shapes, key=lambda one: (one.top, one.left)), is_down=True)
    ordered: list[PlacedShape] = []
    for band in _with_labels([_in_columns(band) for band in bands]):
        for column in band:
            ordered += sorted(column, key=lambda one: (one.top, one.left))
    return ordered


def _in_columns(band: Iterable[PlacedShape]) -> list[list[PlacedShape]]:
    return _runs(sorted(band, key=lambda one: (one.left, one.top)), is_down=False)


def _with_labels(bands: Sequence[list[list[PlacedShape]]]) -> Iterator[list[list[PlacedShape]]]:
    """Bands of columns, one of labels drawn together with that of the boxes below them."""
    labels: list[list[PlacedShape]] = []
    for place, band in enumerate(bands):
        if labels:
            pairs = zip(labels, band, strict=True)
            yield [[replace(label, names_box=True), *boxes] for (label,), boxes in pairs]
            labels = []
        elif place + 1 < len(bands) and _are_labels(band, bands[place + 1]):
            labels = band
        else:
            yield band


def _are_labels(band: list[list[PlacedShape]], below: list[list[PlacedShape]]) -> bool:
    """Whether each of several low shapes stands over a higher box, and no wider than that."""
    if not len(band) == len(below) > 1 or any(len(column) > 1 for column in band):
        return False
    return all(
        label.height <= _LABEL_HEIGHT * boxes[0].height and _shared(label, boxes[0]) >= _LABEL_WIDTH
        for (label,), boxes in zip(band, below, strict=True)
    )


def _shared(label: PlacedShape, box: PlacedShape) -> float:
    """The part of a label's width that lies over a box, 0 to 1."""
    shared = min(label.left + label.width, box.left + box.width) - max(label.left, box.left)
    return max(shared, 0.0) / max(label.width, 1.0)


def _runs(shapes: Iterable[PlacedShape], *, is_down: bool) -> list[list[PlacedShape]]:
    runs: list[list[PlacedShape]] = []
    limit = 0.0
    for shape in shapes:
        start = shape.top if is_down else shape.left
        if not runs or start >= limit:
            runs.append([])
            limit = max(start + (shape.height if is_down else shape.width) / 2, start + 1)
        runs[-1].append(shape)
    return runs
