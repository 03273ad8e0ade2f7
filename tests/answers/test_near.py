"""What a near answer says and shows."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents import hit_on

from forumbot.answers.blocks import Nearest, Passages, Sources
from forumbot.answers.citation import Citation
from forumbot.answers.near import near_blocks, near_remark
from forumbot.asking.question import read_question
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import Passage

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


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Wann endet das ClusterXchange Budget?", "ClusterXchange Budget"),
        ("Qui a relevé le budget ?", "budget"),
        ("Wer mag Beuteltiere und das Budget?", "Budget"),
    ],
)
def test_words_of_another_language_are_named_as_they_were_typed(question: str, named: str) -> None:
    """They are found by what they mean, and no word of a glossary is put into a member's mouth."""
    remark = near_remark(read_question(question), [QUOTE], LEXICAL)
    quoted = re.findall("[„«“]\\s?([^“”»]+?)\\s?[“”»]", remark)
    assert named in quoted
    assert all(word in question for word in quoted)


def test_quotes_are_shown_with_their_sources_and_passages_only_without_quotes() -> None:
    """Of the passages three, and nothing at all where there is none."""
    quotes = (Citation(1, "a.md", "Report", None, None, None, 0, 9, "In Ghent."),)
    hits = [hit_on(Passage(f"{number}.md", (), None, 0, 4, "text")) for number in range(4)]
    assert near_blocks(quotes, hits) == (
        Nearest("The nearest that it holds:", quotes), Sources(quotes),
    )  # fmt: skip
    assert near_blocks((), hits) == (Passages("The nearest passages:", tuple(hits[:3])),)
    assert near_blocks((), []) == ()


@settings(deadline=None)
@given(st.text(max_size=120), st.lists(st.text(max_size=60), max_size=3))
def test_a_near_answer_is_one_sentence_on_the_archive(question: str, quotes: list[str]) -> None:
    """Whatever was asked, it begins and ends as a sentence."""
    remark = near_remark(read_question(question), quotes, LEXICAL)
    assert remark[0].isupper()
    assert remark.endswith(".")
