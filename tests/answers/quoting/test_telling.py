import pytest

from forumbot.answers.quoting.telling import lacks_what_is_counted, tells
from forumbot.answers.terms import QuestionTerms
from forumbot.asking.question import read_question
from forumbot.search.lexical import LexicalIndex, LexicalText

PILOT = "A call would finance a ClusterXchange pilot with €3.6 million."


@pytest.mark.parametrize(
    ("question", "texts", "lacks"),
    [
        ("When does the ClusterXchange pilot start?", [PILOT], True),
        ("When does the ClusterXchange pilot start?", [PILOT, "It starts in May 2019."], False),
        ("When in 2019 does the pilot start?", ["The pilot of 2019 starts."], True),
        ("How many pilots are there?", ["There are pilots."], True),
        ("How many pilots are there?", ["There are seven pilots."], False),
        ("How long does a pilot last?", ["Pilots end within a month."], False),
        ("How long does a pilot last?", ["Pilots end soon, as the others."], True),
        ("How many pilots are there?", ["Pilots end within a month."], True),
        ("What is a pilot?", ["There are pilots."], False),
        ("When does the pilot start?", [], True),
    ],
)
def test_a_date_or_number_that_nothing_holds_is_lacking(
    question: str, texts: list[str], lacks: bool
) -> None:
    """What the question says itself does not count, and other kinds of question lack nothing."""
    assert lacks_what_is_counted(read_question(question), texts) is lacks


def test_an_end_that_is_asked_for_has_to_be_told() -> None:
    """A date tells when something ends only where its sentence speaks of the end."""
    lexical = LexicalIndex.build([LexicalText(PILOT, "en")])
    terms = QuestionTerms.of(read_question("When did the weeks end?"), lexical)
    assert tells(terms, "The weeks ended on 30 April 2019.")
    assert not tells(terms, "The weeks were announced on 2 April 2019.")
