"""Answers from the documents that were spoken of, where a message names no subject."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import pytest

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.blocks import ReadAs, Remark
from forumbot.answers.citation import Citation
from forumbot.answers.nearby import answered_nearby, surely_nearby
from forumbot.asking.question import Nearby, Question, read_question

ASKED = read_question("which hotels are close?")
LEANING = read_question("which hotels are close (the meeting)?", instead_of=ASKED)


def said(doc_id: str, confidence: float, finding: Finding = Finding.ANSWER) -> Answer:
    """An answer with one quote of a document, or none."""
    cited = (Citation(1, doc_id, doc_id, None, None, None, 0, 3, "One"),)
    quotes = cited if finding is Finding.ANSWER else ()
    return Answer("?", ASKED, finding, quotes, (), confidence, (), (), 0.0)


def answered(anywhere: Answer, *nearby: Answer, is_whole: bool = False) -> Answer:
    """What is answered where these are the answers from the documents that were spoken of."""
    left = iter(nearby)

    def answering(asked: Sequence[Question], only: Collection[str] | None) -> list[Answer]:
        assert only == ("near.md",)
        return [next(left) for _one in asked]

    leaning = LEANING if len(nearby) > 1 else None
    spoken_of = replace(ASKED, nearby=Nearby(("near.md",), leaning, is_whole))
    (answer,) = answered_nearby([spoken_of], [anywhere], answering)
    return answer


NOTHING = said("far.md", 0.05, Finding.NOTHING)
HOTELS = Citation(1, "near.md", "near.md", None, None, None, 0, 3, "Hotels are far.")
NEAR = replace(said("near.md", 0.1, Finding.NEAR), nearest=(HOTELS,))


@pytest.mark.parametrize(
    ("anywhere", "nearby", "is_near"),
    [
        (0.76, 0.54, True),
        (0.9, 0.54, False),
        (0.6, 0.4, False),
        (0.4, 0.41, True),
        (0.4, 0.3, False),
    ],
)
def test_another_document_has_to_answer_far_more_surely(
    anywhere: float, nearby: float, is_near: bool
) -> None:
    """What is hardly sure itself takes the place of nothing that is surer."""
    answer = answered(said("far.md", anywhere), said("near.md", nearby))
    assert (answer.citations[0].doc_id == "near.md") is is_near


@pytest.mark.parametrize(
    ("anywhere", "nearby", "is_near"),
    [(0.6, 0.95, False), (0.55, 0.9, True), (0.55, 0.52, False), (0.2, 0.4, False)],
)
def test_what_answers_a_whole_question_surely_stands(
    anywhere: float, nearby: float, is_near: bool
) -> None:
    """What takes the place of a less sure answer is surer, and not hardly so."""
    answer = answered(said("far.md", anywhere), said("near.md", nearby), is_whole=True)
    assert (answer.citations[0].doc_id == "near.md") is is_near


def test_a_whole_question_that_is_answered_nearby_says_of_what_it_was_read() -> None:
    """It is read with what was spoken of."""
    answer = answered(NOTHING, said("near.md", 0.9), NOTHING, is_whole=True)
    assert answer.understood is LEANING
    assert answer.blocks[0] == ReadAs(LEANING.text)


def test_what_the_calendar_tells_stands() -> None:
    """No passage takes its place, however sure."""
    told = replace(said("far.md", 0.4, Finding.NEAR), written=(Remark("It is on 5 May."),))
    assert answered(told, said("near.md", 0.9)) is told


def test_it_is_asked_with_its_subject_where_its_words_find_nothing() -> None:
    """The second reading counts where the first one finds nothing."""
    assert answered(NOTHING, NOTHING, said("near.md", 0.3)).confidence == 0.3
    assert answered(NOTHING, NOTHING, NEAR) is NEAR
    assert answered(NOTHING, NOTHING, NOTHING) is NOTHING


@pytest.mark.parametrize(
    ("quote", "language", "is_shown"),
    [
        ("The hotel is by the station.", "en", True),
        ("The forum met in May.", "en", False),
        ("Das Forum tagte im Mai.", "de", True),
    ],
)
def test_what_comes_near_speaks_of_the_message(quote: str, language: str, is_shown: bool) -> None:
    """What holds no word of it takes the place of nothing only where it may be translated."""
    near = Citation(1, "near.md", "near.md", None, None, None, 0, 3, quote, language=language)
    answer = answered(NOTHING, replace(NEAR, nearest=(near,)))
    assert (answer.finding is Finding.NEAR) is is_shown


def test_what_is_from_there_already_is_not_asked_again() -> None:
    """The answer stands, and no second one is made."""
    answer = said("near.md", 0.2)
    assert answered(answer) is answer


def test_only_a_sure_answer_takes_the_place_of_a_list() -> None:
    """The first reading that is sure; none where neither is, or nothing was spoken of."""
    spoken_of = replace(ASKED, nearby=Nearby(("near.md",), LEANING))
    told = {ASKED.text: 0.4, LEANING.text: 0.7}

    def answering(asked: Sequence[Question], _only: Collection[str] | None) -> list[Answer]:
        return [said("near.md", told[one.text]) for one in asked]

    answer = surely_nearby(spoken_of, answering)
    assert answer is not None
    assert answer.confidence == told[LEANING.text]
    told[LEANING.text] = 0.4
    assert surely_nearby(spoken_of, answering) is None
    assert surely_nearby(ASKED, answering) is None
