"""What a near answer says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumbot.answers.deciding.near import near_remark
from forumbot.asking.question import read_question
from forumbot.search.lexical import LexicalIndex, LexicalText

QUOTE = "The budget of the ClusterXchange pilot was raised to €3.6 million."
LEXICAL = LexicalIndex.build([LexicalText(QUOTE, "en"), LexicalText("When did it start?", "en")])


@pytest.mark.parametrize(
    ("question", "remark"),
    [
        (
            "What is the start date of the ClusterXchange pilot?",
            "The archive speaks of “ClusterXchange pilot”; I find no start date in it.",
        ),
        (
            "Where is the ClusterXchange pilot?",
            "The archive speaks of “ClusterXchange pilot”; I find no place in it.",
        ),
        (
            "Why was the pilot raised?",
            "The archive speaks of “pilot raised”; I find no answer to this question in it.",
        ),
        (
            "How many people did the ClusterXchange pilot hire?",
            "The archive speaks of “ClusterXchange pilot”; I find no number in it that answers this"
            " question; “people” and “hire” stand nowhere in it.",
        ),
        (
            "[3] [6] Why was the pilot raised?",
            "The archive speaks of “pilot raised”; I find no answer to this question in it.",
        ),
        (
            "Who likes wombats?",
            "The archive treats the subject, but I find no answer to this question in it;"
            " “likes” and “wombats” stand nowhere in it.",
        ),
    ],
)
def test_a_near_answer_names_the_subject_and_what_is_missing(question: str, remark: str) -> None:
    """The question's own words that were found, the kind that was not, and unknown words."""
    assert near_remark(read_question(question), [QUOTE], LEXICAL) == remark


@given(st.text(max_size=120), st.lists(st.text(max_size=60), max_size=3))
def test_a_near_answer_is_one_sentence_on_the_archive(question: str, quotes: list[str]) -> None:
    """Whatever was asked, it begins and ends as a sentence."""
    remark = near_remark(read_question(question), quotes, LEXICAL)
    assert remark.startswith("The archive ")
    assert remark.endswith(".")
