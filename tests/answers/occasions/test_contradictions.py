"""Sources that contradict each other, and those that only seem to."""

import pytest

from forumbot.answers.occasions.contradictions import Conflict, find_conflict
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import Document, parse_document
from forumbot.asking.question import read_question
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import Passage

END = "When do the Wombat Weeks end?"


def conflict_of(question: str, *texts: str) -> tuple[Conflict | None, dict[str, Document]]:
    """The conflict between documents of one passage each."""
    documents = {
        f"{number}.md": parse_document(f"{number}.md", text.encode())
        for number, text in enumerate(texts)
    }
    passages = [
        Passage(doc_id, (), None, 0, len(document.text), document.text)
        for doc_id, document in documents.items()
    ]
    lexical = LexicalIndex.build([LexicalText(passage.text, "en") for passage in passages])
    terms = QuestionTerms.of(read_question(question), lexical)
    return find_conflict(terms, passages, documents), documents


@pytest.mark.parametrize(
    ("question", "first", "second", "values"),
    [
        (
            END,
            "The Wombat Weeks were to end on 30 April 2019 according to the keepers.",
            "The Wombat Weeks end on 6 May 2019, says the zoo.",
            ("30 April 2019", "6 May 2019"),
        ),
        (
            END,
            "The Wombat Weeks run from 20 March 2019 to 30 April 2019 and end there.",
            "The Wombat Weeks were to end on 6 May 2019.",
            ("30 April 2019", "6 May 2019"),
        ),
        (
            END,
            "The Wombat Weeks begin on 20 March 2019 and end on 30 April 2019.",
            "The Wombat Weeks were to end on 6 May 2019, the third forum heard.",
            ("30 April 2019", "6 May 2019"),
        ),
        (
            "How many countries joined the Wombat Weeks?",
            "In all 12 countries joined the Wombat Weeks.",
            "The Wombat Weeks were joined by 14 countries.",
            ("12", "14"),
        ),
        (
            "Where was the wombat conference held?",
            "The wombat conference was held in Prague.",
            "The wombat conference was held in Vienna.",
            ("Prague", "Vienna"),
        ),
    ],
)
def test_both_sides_are_quoted_with_their_values(
    question: str, first: str, second: str, values: tuple[str, str]
) -> None:
    """Dates, numbers and places of the same thing that differ are a conflict."""
    conflict, documents = conflict_of(question, first, second)
    assert conflict is not None
    assert set(conflict.values) == set(values)
    for excerpt, value in zip(conflict.excerpts, conflict.values, strict=True):
        assert value in documents[excerpt.doc_id].text[excerpt.start : excerpt.end]
    remark = conflict.remark((1, 2))
    assert remark == f"The sources differ: {conflict.values[0]} [1], {conflict.values[1]} [2]."


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        (END, "The Wombat Weeks end on 6 May 2019.", "The Wombat Weeks were to end on 6 May 2019."),
        (END, "The Wombat Weeks end on 6 May 2019.", "The Wombat Weeks end in May 2019."),
        (END, "The Wombat Weeks end on 6 May 2019.", "The Wombat Weeks end on 4 May 2020."),
        (END, "The Wombat Weeks end on 6 May 2019.", "The Wombat Weeks start on 1 April 2019."),
        (END, "The Wombat Weeks end on 6 May 2019.", "The Wombat Weeks were extended and end on 9"
         " May 2019."),
        ("When is the wombat conference?", "The wombat conference is on 14-16 May 2019.",
         "Registration for the wombat conference closed on 24 April 2019."),
        ("When was the wombat forum held?", "The second wombat forum was held on 3 May 2019.",
         "The third wombat forum was held on 9 November 2019."),
        ("When was the opening of the Wombat Weeks?",
         "The first opening of the Wombat Weeks was on 3 May 2019.",
         "The second opening of the Wombat Weeks was on 9 May 2019."),
        ("How many countries joined the Wombat Weeks?", "12 countries joined the Wombat Weeks.",
         "More than 10 countries joined the Wombat Weeks."),
        ("Why did the Wombat Weeks end?", "The Wombat Weeks end on 6 May 2019.",
         "The Wombat Weeks end on 30 April 2019."),
    ],
)  # fmt: skip
def test_what_does_not_contradict_is_not_called_a_difference(
    question: str, first: str, second: str
) -> None:
    """Other precision, years, editions, ordinals, ends, acts, and what is approximate, do not."""
    assert conflict_of(question, first, second)[0] is None
