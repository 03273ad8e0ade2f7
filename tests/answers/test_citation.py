"""Where a quote stands, and the numbers by which it is named."""

from types import SimpleNamespace
from typing import Any

import pytest

from forumbot.answers.citation import marks_of


@pytest.mark.parametrize(
    ("numbers", "marks"),
    [
        ([1], "[1]"),
        ([1, 2], "[1] [2]"),
        ([1, 2, 3], "[1]–[3]"),
        ([1, 2, 3, 5, 7, 8, 9, 10], "[1]–[3] [5] [7]–[10]"),
    ],
)
def test_numbers_in_a_row_are_told_by_their_ends(numbers: list[int], marks: str) -> None:
    """Thirteen of them are no line of a phone."""
    quotes: Any = [SimpleNamespace(number=number) for number in numbers]
    assert marks_of(quotes) == marks
    assert marks_of(quotes, "\\[") == marks.replace("[", "\\[")
