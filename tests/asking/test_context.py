"""What was said before a message, and what a message asks of it."""

import pytest

from forumbot.asking.context import Context, name_of, recalled
from forumbot.asking.recalled import Shown
from forumbot.language.recalls import Recall

LINES = tuple(Shown("report.md", n, n + 1, f"“Talk {n}” – Ann Lee") for n in range(3))
LIST = Context("Which talks were there?", (3,), ("Third forum",), listed=LINES, quoted=LINES)
QUOTE = Context("When was the third forum?", (3,), quoted=LINES[:1])


@pytest.mark.parametrize(
    ("message", "place"), [("number 3", 2), ("the first", 0), ("and 2?", 1), ("the last one", 2)]
)
def test_a_number_after_a_list_is_one_of_its_lines(message: str, place: int) -> None:
    """It is named by its title, so that what follows can be about it."""
    found = recalled(message, LIST)
    assert found is not None
    assert (found.kind, found.shown) == (Recall.LINE, (LINES[place],))
    assert found.about == f"Talk {place}"


@pytest.mark.parametrize(
    ("message", "context"),
    [("and the second?", LIST), ("the fourth", LIST), ("the second", QUOTE), ("2", QUOTE)],
)
def test_what_counts_no_line_is_left_to_the_forums(message: str, context: Context) -> None:
    """Behind an "and", beyond the list, or where nothing was listed."""
    assert recalled(message, context) is None


def test_what_is_asked_of_the_answer_has_its_quotes() -> None:
    """And the forum that was spoken of; after nothing was quoted nothing is recalled."""
    found = recalled("summarise that", QUOTE)
    assert found is not None
    assert (found.kind, found.shown, found.edition) == (Recall.SUMMARY, LINES[:1], 3)
    assert recalled("summarise that", Context("When was the third forum?")) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“Scale-up Denmark” – Søren Røn", "Scale-up Denmark"),
        ("Second Forum, 26 April 2018 (reports/second.md)", "Second Forum"),
        ("word " * 30, ""),
        ("", ""),
    ],
)
def test_a_line_is_called_by_its_title(text: str, name: str) -> None:
    """What follows it is who, when and where; a sentence is no name."""
    assert name_of(Shown("a.md", 0, 1, text)) == name
