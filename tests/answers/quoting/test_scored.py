"""How well the parts of a passage agree with a question."""

from dataclasses import replace

import pytest
from tests.answers.quoting.test_choose import cut_up, hits_on

from forumbot.answers.quoting.scored import scored_units
from forumbot.answers.terms import QuestionTerms
from forumbot.asking.question import read_question
from forumbot.models.reader import Reading
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import context

TABLE = """\
# Prices

| Item | Price |
|---|---|
| Rent of a plot, per year | 145 euros |
| Hire of the club house, per day | 80 euros |
| Key deposit | 25 euros |
"""


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("amount rent plot", "Rent of a plot, per year | 145 euros"),
        ("price hire house", "Hire of the club house, per day | 80 euros"),
        ("How much is parking?", "Hire of the club house, per day | 80 euros"),
    ],
)
def test_a_row_that_names_what_is_asked_comes_before_the_one_that_was_read(
    question: str, best: str
) -> None:
    """Where that has no word of the question; without such a row the reader is believed."""
    document, passages = cut_up(TABLE, 300)
    place = document.text.index("80 euros") - passages[0].start
    hit = replace(hits_on(document, passages)[0], reading=Reading(1.0, 9.0, place, place + 8))
    contexts = [LexicalText(context(document, one), "en") for one in passages]
    terms = QuestionTerms.of(read_question(question), LexicalIndex.build(contexts))
    first = max(scored_units(hit, terms), key=lambda unit: unit.score)
    assert document.text[first.start : first.end] == best
