"""Questions that name several forums."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumbot.language.forum_names import Mention, one_forum, several_forums

EDITIONS = [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("What did the second and the third forum say about skills?", (2, 3)),
        ("What did the 1st, 2nd and 4th forums conclude?", (1, 2, 4)),
        ("Compare the second forum with the third on labelling", (2, 3)),
        ("How do the first European Cluster Policy Forum and the fourth one differ?", (1, 4)),
        ("What was said from the first to the fourth forum?", (1, 2, 3, 4)),
        ("Outcomes of forums 2, 3 and 4", (2, 3, 4)),
        ("What did forums 1-3 say?", (1, 2, 3)),
        ("What did the last two forums say about skills?", (3, 4)),
        ("What did the first three European Cluster Policy Forums say?", (1, 2, 3)),
        ("What did the third and the seventh forum say?", (3, 7)),
        ("What were the outcomes of each forum?", None),
        ("What did both forums say about skills?", None),
        ("Compare the forums on skills", None),
    ],
)
def test_several_forums_are_read_from_a_question(
    question: str, numbers: tuple[int, ...] | None
) -> None:
    """Lists, ranges, counts and all of them, and "the forum" stands in their place."""
    mention = several_forums(question, EDITIONS)
    assert mention is not None
    assert mention.numbers == numbers
    assert "forum" in mention.bare


@pytest.mark.parametrize(
    "question",
    [
        "What did the third forum say about skills?",
        "What was the first question of the third forum?",
        "When did the second session of the fourth forum begin?",
        "What happened in 2018 and 2019 at the forum?",
        "Who spoke at the forum?",
        "Which forum was held first?",
    ],
)
def test_one_forum_is_not_several(question: str) -> None:
    """Other ordinals and years do not make a question one on several forums."""
    assert several_forums(question, EDITIONS) is None


@given(st.text(max_size=200), st.lists(st.integers(1, 20), max_size=5))
def test_any_text_can_be_read(text: str, editions: list[int]) -> None:
    """Whatever is asked, forums are named twice over at least, or none is."""
    mention = several_forums(text, editions)
    assert mention is None or mention.numbers is None or len(mention.numbers) > 1


@pytest.mark.parametrize(
    ("question", "mention"),
    [
        ("When was the third wombat forum held?", Mention((3,), "When was the forum held?")),
        ("When was the third session?", None),
        ("When were the third and the fourth forum?", None),
        ("When were the first two forums?", None),
        ("When is the next forum?", None),
    ],
)
def test_one_forum_is_read_where_there_is_but_one(question: str, mention: Mention | None) -> None:
    """Its number, and the question with the forum in its place."""
    assert one_forum(question) == mention
