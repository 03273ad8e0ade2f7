"""Lines that answer only together are quoted together."""

import pytest
from tests.answers.quoting.test_pointed import quoted_first

SHED = """\
# Water prices

## Opening hours of the tool shed

| Day | Opens | Keeper |
|---|---|---|
| Wednesday | 16:00 | Birgit Aas |
| Saturday | 9:00 | Peter Obi |
| Sunday | closed | |
"""
BOARD = """\
# Statutes

{lead}

- the chair,
- the clerk,
- two others.

It is elected for four years.
"""


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("When is the tool shed open?", ["Wednesday", "Saturday", "Sunday"]),
        ("When is the tool shed open on Wednesday?", ["Wednesday"]),
        ("Who is the keeper of the tool shed?", ["Wednesday"]),
    ],
)
def test_rows_that_the_question_does_not_tell_apart_stand_together(
    question: str, days: list[str]
) -> None:
    """Where it asks for a time; one that names a day, or somebody, gets a row."""
    quote = quoted_first(SHED, question, "16:00")
    assert [day for day in ("Wednesday", "Saturday", "Sunday") if day in quote] == days


@pytest.mark.parametrize(
    ("lead", "is_whole"), [("The board consists of", True), ("The board is elected.", False)]
)
def test_items_that_end_a_sentence_stand_with_all_of_it(lead: str, *, is_whole: bool) -> None:
    """A list below a whole sentence is quoted as far as it answers."""
    quote = quoted_first(BOARD.format(lead=lead), "Who is the chair of the board?", "the chair")
    assert ("two others" in quote) is is_whole
