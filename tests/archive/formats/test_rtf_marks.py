import pytest
from striprtf.striprtf import rtf_to_text

from forumbot.archive.formats.rtf_marks import ABOVE, BAR, LEFT, LINE, with_marks
from forumbot.archive.formats.struck import CLOSES, OPENS


def text(source: str) -> str:
    """The text of a file with its marks."""
    found: str = rtf_to_text(with_marks(f"{{\\rtf1\\ansi {source}}}".encode()).decode())
    return found


@pytest.mark.parametrize(
    ("source", "marked"),
    [
        (r"kept {\v gone }{\deleted gone\'e9\u233 ?}still", "kept still"),
        (r"\v gone\v0 kept\deleted gone\plain  too", "kept too"),
        (r"{\strike five} six", f"{OPENS}five{CLOSES} six"),
        (r"\strike five\strike0  six", f"{OPENS}five{CLOSES} six"),
        (r"10{\super 26} 1{\super st} m{\super 2\nosupersub 3}", "10²⁶ 1st m²3"),
        (r"one\line two | three", f"one{LINE}two {BAR} three"),
        (r"\pard\intbl a\par b\cell\row\pard c\par", f"a{LINE}b|\nc\n"),
        (
            r"\trowd\clvmrg\cellx1\clmrg\cellx2\cellx3\intbl a\cell b\cell c\cell\row",
            f"a{ABOVE}|b{LEFT}|c|\n",
        ),
        (r"\line{\pict\bin4 }{\v}after", f"{LINE}after"),
        ("plain }} words", "plain "),
    ],
)
def test_marks_outlast_the_conversion_to_text(source: str, marked: str) -> None:
    """Each says what no plain text does; what is hidden or deleted is gone."""
    assert text(source) == marked


def test_what_has_nothing_to_mark_is_left_as_it_is() -> None:
    """Byte for byte."""
    raw = b"{\\rtf1\\ansi {\\b words} and \\'e9\\par}"
    assert with_marks(raw) is raw
