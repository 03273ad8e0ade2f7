import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from forumbot.answers.answerer import Finding
from forumbot.evaluation.judged import Judged
from forumbot.evaluation.plot import plot

MakeJudged = Callable[..., Judged]
_SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def judged(make_judged: MakeJudged) -> list[Judged]:
    """Forty questions of every confidence, each third one unanswerable."""
    return [
        make_judged(f"q{n}", n / 40, Finding.NEAR, answerable=n % 3 > 0) for n in range(40)
    ]  # fmt: skip


def drawing(svg: str) -> ElementTree.Element:
    """The root of an SVG."""
    return ElementTree.fromstring(svg)  # noqa: S314 - our own text


def of_class(root: ElementTree.Element, tag: str, name: str) -> list[ElementTree.Element]:
    """The elements of a class."""
    return [one for one in root.iter(f"{_SVG}{tag}") if one.get("class") == name]


def test_a_plot_is_well_formed_and_holds_both_diagrams(judged: list[Judged]) -> None:
    """Curve, band, chance and oracle on the left; a bar, a dot and a whisker for each tenth."""
    root = drawing(plot(judged, "golden.jsonl"))
    assert root.tag == f"{_SVG}svg"
    assert len(of_class(root, "polygon", "band")) == 1
    assert len(of_class(root, "polyline", "oracle")) == 1
    assert len(of_class(root, "polyline", "chance")) == 1
    assert len(of_class(root, "circle", "dot")) == 10
    assert len(of_class(root, "rect", "bar")) == len(of_class(root, "line", "whisker")) == 10
    words = {one.text for one in root.iter(f"{_SVG}text")}
    assert {"Risk by coverage", "Reliability of 40 questions", "chance", "oracle"} <= words


def test_everything_lies_within_the_drawing(judged: list[Judged]) -> None:
    """No number is unknown, and none leaves the sheet."""
    svg = plot(judged, "t")
    assert "nan" not in svg
    root = drawing(svg)
    for one in root.iter():
        for x, y in re.findall(r"([-\d.]+),([-\d.]+)", one.get("points", "")):
            assert 0 <= float(x) <= 920
            assert 0 <= float(y) <= 470


def test_light_and_dark_have_colours_of_their_own(judged: list[Judged]) -> None:
    """Every colour that is used is set twice: once, and again for dark pages."""
    svg = plot(judged, "t")
    used = set(re.findall(r"var\((--\w+)\)", svg))
    light, dark = svg.split("@media (prefers-color-scheme: dark)")
    assert used
    for name in used:
        assert f"{name}: #" in light
        assert f"{name}: #" in dark


@pytest.mark.parametrize("title", ["<b> & \"'", "a\x00b\x1b[1m", "]]>"])
def test_a_title_cannot_break_the_drawing(judged: list[Judged], title: str) -> None:
    """File names may hold anything."""
    found = drawing(plot(judged, title)).findtext(f"{_SVG}title")
    assert found == "".join(sign for sign in title if sign.isprintable())


def test_a_single_question_is_drawn(make_judged: MakeJudged) -> None:
    """However little there is to see."""
    drawing(plot([make_judged("q", 1.0)], "one"))
