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

FORUM = """\
# Second forum

The second forum dealt with three topics:

- The second forum discussed the way in which clusters should receive labels.
- The second forum discussed a mobility scheme.
- The second forum discussed the idea of a week.
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


@pytest.mark.parametrize(
    ("question", "is_whole"),
    [
        ("What did the second forum talk about?", True),
        ("What did the second forum say on the mobility scheme?", False),
    ],
)
def test_items_that_no_word_tells_apart_are_quoted_together(
    question: str, *, is_whole: bool
) -> None:
    """The one in which the reader places its answer is no better than those beside it."""
    quote = quoted_first(FORUM, question, "a mobility scheme")
    assert ("labels" in quote and "a week" in quote) is is_whole
