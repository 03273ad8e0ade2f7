"""A plot of risk by coverage and of reliability, as an SVG for light and dark pages alike."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import numpy as np

from forumbot.evaluation.judged import Judged
from forumbot.evaluation.report import reliability
from forumbot.evaluation.risk import risk_curve

_WIDTH, _HEIGHT = 920, 470
_POINTS = 96
_STYLE = """
svg { --ink: #1f2328; --faint: #59636e; --grid: #d1d9e0; --paper: #ffffff; --line: #0969da;
  --other: #9a6700; color-scheme: light dark; font: 13px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) {
  svg { --ink: #f0f6fc; --faint: #9198a1; --grid: #3d444d; --paper: #0d1117; --line: #4493f8;
    --other: #d29922; } }
.paper { fill: var(--paper); } text { fill: var(--ink); } .faint { fill: var(--faint); }
.grid { stroke: var(--grid); } .band { fill: var(--line); opacity: 0.2; }
.bar { fill: var(--line); opacity: 0.35; } .curve { stroke: var(--line); stroke-width: 2.5; }
.dot { fill: var(--line); } .whisker { stroke: var(--line); stroke-width: 1.5; }
.chance { stroke: var(--faint); stroke-dasharray: 6 4; stroke-width: 1.5; }
.oracle { stroke: var(--other); stroke-dasharray: 2 3; stroke-width: 2; }
polyline, line { fill: none; } .title { font-weight: 600; font-size: 15px; }
"""


@dataclass(frozen=True, slots=True)
class _Frame:
    """A square of the drawing whose two axes run from 0 to 1; pixels, y downwards."""

    left: float
    top: float
    size: float

    def x(self, value: float) -> float:
        """The place of a value on the axis to the right."""
        return round(self.left + value * self.size, 1)

    def y(self, value: float) -> float:
        """The place of a value on the axis upwards."""
        return round(self.top + (1 - value) * self.size, 1)

    def points(self, xs: Iterable[float], ys: Iterable[float]) -> str:
        """Places of a line or an area, as SVG writes them."""
        return " ".join(f"{self.x(x)},{self.y(y)}" for x, y in zip(xs, ys, strict=True))


_RISK = _Frame(60, 50, 340)
_RELIABILITY = _Frame(520, 50, 340)


def plot(judged: Sequence[Judged], title: str) -> str:
    """The SVG of at least one question, a text that stands by itself.

    On the left how many answers are wrong if only the most confident share is answered, with its
    band of 95 %; on the right, for each tenth of confidence, how many questions the archive
    answers, with their number.
    """
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" role="img">',
        f"<title>{escape(_printable(title))}</title>",
        f"<style>{escape(_STYLE)}</style>",
        f'<rect class="paper" width="{_WIDTH}" height="{_HEIGHT}"/>',
        _text(_RISK.left, 26, "Risk by coverage", "title"),
        *_axes(_RISK, "share of questions answered, the most confident first", "share wrong"),
        *_risk(judged),
        _text(_RELIABILITY.left, 26, f"Reliability of {len(judged)} questions", "title"),
        *_axes(_RELIABILITY, "confidence", "share that the archive answers"),
        *_reliability(judged),
        _text(_RISK.left, _HEIGHT - 8, _printable(title), "faint"),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _printable(text: str) -> str:
    """Text without the characters that XML does not allow."""
    return "".join(sign for sign in text if sign.isprintable())


def _text(x: float, y: float, words: str, style: str = "", anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" class="{style}" text-anchor="{anchor}">{escape(words)}</text>'


def _line(frame: _Frame, style: str, start: tuple[float, float], end: tuple[float, float]) -> str:
    return (
        f'<line class="{style}" x1="{frame.x(start[0])}" y1="{frame.y(start[1])}" '
        f'x2="{frame.x(end[0])}" y2="{frame.y(end[1])}"/>'
    )


def _axes(frame: _Frame, across: str, upwards: str) -> Iterator[str]:
    """A grid of fifths with its numbers, and what each axis counts."""
    for step in np.linspace(0, 1, 6):
        at = round(float(step), 1)
        yield _line(frame, "grid", (0, at), (1, at))
        yield _line(frame, "grid", (at, 0), (at, 1))
        yield _text(frame.left - 8, frame.y(at) + 4, f"{at}", "faint", "end")
        yield _text(frame.x(at), frame.y(0) + 18, f"{at}", "faint", "middle")
    yield _text(frame.x(0.5), frame.y(0) + 40, across, "", "middle")
    middle = frame.y(0.5)
    yield (
        f'<text class="" text-anchor="middle" transform="translate({frame.left - 42} {middle}) '
        f'rotate(-90)">{escape(upwards)}</text>'
    )


def _risk(judged: Sequence[Judged]) -> Iterator[str]:
    """The band, the curve, and the lines for chance and for perfect knowledge."""
    coverage = np.linspace(0.05, 1, _POINTS)
    curve = risk_curve(judged, coverage.tolist())
    around = _RISK.points([*coverage, *coverage[::-1]], [*curve.low, *curve.high[::-1]])
    yield f'<polygon class="band" points="{around}"/>'
    for style, values in (
        ("chance", curve.random), ("oracle", curve.oracle), ("curve", curve.risk),
    ):  # fmt: skip
        yield f'<polyline class="{style}" points="{_RISK.points(coverage, values)}"/>'
    names = (("curve", "this confidence, 95 %"), ("chance", "chance"), ("oracle", "oracle"))
    for place, (style, name) in enumerate(names):
        height = 0.95 - 0.06 * place
        yield _line(_RISK, style, (0.03, height), (0.11, height))
        yield _text(_RISK.x(0.13), _RISK.y(height) + 4, name)


def _reliability(judged: Sequence[Judged]) -> Iterator[str]:
    """Bars of how many questions each tenth has, and its share that is answerable as a dot."""
    tenths = reliability(judged)
    most = max(tenth["questions"] for tenth in tenths.values())
    yield _line(_RELIABILITY, "chance", (0, 0), (1, 1))
    for name, tenth in tenths.items():
        yield from _bar(float(name), tenth["questions"], most)
    dots = [(tenth["said"], tenth["answerable"]) for tenth in tenths.values()]
    places = _RELIABILITY.points((x for x, _y in dots), (y for _x, y in dots))
    yield f'<polyline class="curve" points="{places}"/>'
    for tenth in tenths.values():
        yield from _dot(tenth)


def _bar(start: float, questions: int, most: int) -> Iterator[str]:
    """How many questions one tenth has; the highest bar takes a fifth of the height."""
    height = 0.2 * questions / most
    width = 0.08 * _RELIABILITY.size
    yield (
        f'<rect class="bar" x="{_RELIABILITY.x(start + 0.01)}" y="{_RELIABILITY.y(height)}" '
        f'width="{width:.1f}" height="{height * _RELIABILITY.size:.1f}"/>'
    )
    place = _RELIABILITY.x(start + 0.05), _RELIABILITY.y(height) - 4
    yield _text(*place, str(questions), "faint", "middle")


def _dot(tenth: dict[str, Any]) -> Iterator[str]:
    low, high = tenth["interval"]
    said = tenth["said"]
    yield _line(_RELIABILITY, "whisker", (said, low), (said, high))
    place = f'cx="{_RELIABILITY.x(said)}" cy="{_RELIABILITY.y(tenth["answerable"])}"'
    yield f'<circle class="dot" {place} r="4.5"/>'
