"""The answers to several questions of one message, in one."""

from collections import Counter
from dataclasses import replace

import pytest
from tests.answers.test_responder import answerer as answerer
from tests.answers.test_responder import responder

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.answerer import Answerer
from forumbot.answers.blocks import Heading, Quotes, Remark, Sources
from forumbot.answers.several import several
from forumbot.asking.question import check_question, read_question

MESSAGE = "When was the third forum, and who presented the labels? How many wombats live in Riga?"


@pytest.fixture(scope="module")
def answer(answerer: Answerer) -> Answer:
    """Two parts that the archive answers and one that it does not."""
    return responder(answerer, "several").answer(check_question(MESSAGE))


def test_each_part_stands_above_what_answers_it(answer: Answer) -> None:
    """The parts come in order, and of one without an answer that is said."""
    headings = [block.said for block in answer.blocks if isinstance(block, Heading)]
    assert [heading.split()[0].lower() for heading in headings] == ["when", "who", "how"]
    place = answer.blocks.index(Heading(headings[2]))
    assert answer.blocks[place + 1] == Remark("The archive has no answer to this part.")
    assert answer.finding is Finding.ANSWER
    assert answer.question == MESSAGE


def test_quotes_are_numbered_through_and_stand_once_among_the_sources(answer: Answer) -> None:
    """Each number has one quote, and no part more than two."""
    numbers = [one.number for one in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len({(one.doc_id, one.start, one.end) for one in answer.citations}) == len(numbers)
    assert all(len(one.citations) <= 2 for one in answer.blocks if isinstance(one, Quotes))
    quoted = [
        one for block in answer.blocks if isinstance(block, Quotes) for one in block.citations
    ]
    assert {one.number for one in quoted} == set(numbers)
    assert [block.citations for block in answer.blocks if isinstance(block, Sources)] == [
        answer.citations
    ]
    kinds = Counter(block["kind"] for block in answer.to_json()["blocks"])
    assert (kinds["heading"], kinds["sources"], kinds["sureness"]) == (3, 1, 1)


def test_what_answers_two_parts_stands_once_under_both(answerer: Answerer) -> None:
    """The same quote is one source, and two questions one heading."""
    part = answerer.answer(read_question("When was the third forum?"))
    both = several(read_question("a"), [part, part])
    assert both is not None
    assert both.citations == part.citations
    assert both.text.count("[1]") == part.text.count("[1]")
    headings = [block.said for block in both.blocks if isinstance(block, Heading)]
    assert headings == ["When was the third forum? When was the third forum?"]


def test_where_no_part_is_answered_the_message_is_one_question(answerer: Answerer) -> None:
    """What is near to it is shown as ever."""
    part = answerer.answer(read_question("How many wombats live in Riga?"))
    assert several(read_question("a"), [part, part]) is None
    message = check_question("How many wombats live in Riga, and who feeds them?")
    assert responder(answerer, "several").answer(message).finding is not Finding.ANSWER


@pytest.mark.parametrize(
    ("message", "is_split"),
    [
        (MESSAGE, True),
        ("Who presented Future Week Denmark, and what is Future Week Denmark?", False),
        ("When and where was the 2022 conference?", False),
        ("When and where was the third forum?", True),
    ],
)
def test_the_words_alone_split_what_has_no_whole_answer(
    answerer: Answerer, message: str, *, is_split: bool
) -> None:
    """Where the model tells of one question: what is refused, or answered for the day alone."""
    answer = responder(answerer, "fact").answer(check_question(message))
    assert any(isinstance(block, Heading) for block in answer.blocks) is is_split


def test_a_part_is_answered_by_the_quote_of_another_that_tells_it_too(answerer: Answerer) -> None:
    """What holds most of its words, and something of its kind that no question says."""
    told = answerer.answer(read_question("When was the third forum?"))
    refused = answerer.answer(read_question("How many wombats live in Riga?"))
    quoted = replace(told.citations[0], quote="The cup of the forum went to Dele Ajayi in 2018.")
    told = replace(told, citations=(quoted,))
    for text, is_told in {
        "Who won the cup of the forum?": True,
        "Who won the cup in Oban?": False,
        "How many people saw the cup of the forum of 2018?": False,
    }.items():
        missing = replace(refused, understood=read_question(text))
        both = several(read_question("a"), [told, missing])
        assert both is not None
        missed = Remark("The archive has no answer to this part.")
        assert (missed not in both.blocks) == is_told, text


def test_a_part_told_by_a_quote_of_another_has_no_further_ones(answerer: Answerer) -> None:
    """A list that the other part quotes without its lead-in is the same quote."""
    part = answerer.answer(read_question("When was the third forum?"))
    first = part.citations[0]
    inner = replace(first, start=first.start + 4)
    other = replace(first, number=2, doc_id="elsewhere.md")
    for again in (replace(part, citations=(first, other)), replace(part, citations=(inner, other))):
        both = several(read_question("a"), [replace(part, citations=(first,)), again])
        assert both is not None
        assert both.citations == (first,)


def test_a_part_that_leans_on_the_first_is_told_by_its_document(answerer: Answerer) -> None:
    """Where that answers about as well as any other."""
    answers = responder(answerer, "several")
    message = "What did delegates of the first forum find difficult? What did they ask for?"
    answer = answers.answer(check_question(message))
    assert len({one.doc_id for one in answer.citations}) == 1


def test_a_day_is_no_number_of_anything(answerer: Answerer) -> None:
    """Of a part that asks how many, what quotes a day alone tells nothing."""
    told = answerer.answer(read_question("When was the third forum?"))
    dated = replace(told.citations[0], quote="The report came out on 8 March 2019, in 2019.")
    counted = replace(told.citations[0], quote="The report of 2019 makes fifteen demands.")
    missed = Remark("The archive has no answer to this part.")
    for quoted, is_missed in ((dated, True), (counted, False)):
        part = replace(told, understood=read_question("How many are there?"), citations=(quoted,))
        both = several(read_question("a"), [told, part])
        assert both is not None
        assert (missed in both.blocks) == is_missed
