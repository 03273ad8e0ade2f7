"""Questions about several forums: one dated quote for each, and what is missing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from forumbot.answers.answerer import Answerer, Finding
from forumbot.answers.deciding.confidence import shipped_judge
from forumbot.answers.occasions.day_of_forum import asks_only_when, topic_beside
from forumbot.answers.occasions.next_event import Agenda
from forumbot.answers.occasions.several_forums import Survey
from forumbot.answers.quoting.lock import QuoteLock
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import read_archive
from forumbot.asking.question import check_question, read_question
from forumbot.clock import fixed_clock
from forumbot.config import AnswersConfig, RetrievalConfig
from forumbot.search.builder import BuildSettings, build
from forumbot.search.generation import load_live
from forumbot.search.index_folder import IndexFolder
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.ports import Embedder
from forumbot.search.retriever import Retriever

MakeArchive = Callable[[dict[str, str | bytes]], Path]


def report(number: int, name: str, day: str, words: str, sentence: str, outcome: str) -> str:
    """A report of one forum as Markdown."""
    return (
        f"---\ntitle: {name} Wombat Forum\nkind: report\nedition: {number}\nheld_on: {day}\n---\n"
        f"# {name} Wombat Forum\n\nThe forum was held on {words}.\n\n{sentence}\n\n"
        f"## Outcomes\n\n- {outcome}\n- Keepers will meet again\n"
    )


FILES: dict[str, str | bytes] = {
    "first.md": report(1, "First", "2018-02-01", "1 February 2018",
                       "The keepers discussed the feeding of wombats.", "Feeding needs a plan"),
    "second.md": report(2, "Second", "2019-02-20", "20 February 2019",
                        "The keepers said that feeding must be cheaper.", "Dens need space"),
    "weeks.md": "# Wombat Weeks\n\nThe Wombat Weeks end on 30 April 2019.\n",
    "office.md": "# A letter\n\nThe Wombat Weeks end on 6 May 2019.\n",
}  # fmt: skip


@pytest.fixture
def answerer(make_archive: MakeArchive, tmp_path: Path, embedder: Embedder) -> Answerer:
    """Two forums and two letters, asked in May 2026."""
    folder, clock = make_archive(FILES), fixed_clock("2026-05-01")
    index = IndexFolder(tmp_path / "index")
    build(index, lambda: read_archive(folder), embedder, clock, BuildSettings())
    retriever = Retriever(load_live(index), embedder, RetrievalConfig())
    settings = AnswersConfig(threshold=0.0)
    return Answerer(retriever, QuoteLock(folder), shipped_judge(), settings, Agenda(clock))


def test_each_forum_is_quoted_and_dated(answerer: Answerer) -> None:
    """Both forums with their day, in their order; every quote verbatim and within the limit."""
    answer = answerer.answer(
        check_question("What did the first and the second forum say about feeding?")
    )
    assert [c.label for c in answer.citations] == [
        "First forum, 1 February 2018",
        "Second forum, 20 February 2019",
    ]
    assert all("feeding" in citation.quote.lower() for citation in answer.citations)
    assert sum(len(citation.quote) for citation in answer.citations) <= 700
    assert "Second forum, 20 February 2019: “" in answer.text
    documents = answerer.generation.documents
    for citation in answer.citations:
        text = documents[citation.doc_id].text
        assert text[citation.start : citation.end] == citation.quote


def test_a_forum_that_the_archive_lacks_is_said_to_be_absent(answerer: Answerer) -> None:
    """The one that is there is quoted all the same."""
    answer = answerer.answer(
        check_question("What did the second and the fifth forum say about feeding?")
    )
    assert [citation.doc_id for citation in answer.citations] == ["second.md"]
    assert answer.remark == "The archive has no documents of the fifth forum."
    assert answer.text.startswith(answer.remark)


def test_a_forum_without_a_fitting_passage_is_said_to_have_none(answerer: Answerer) -> None:
    """Only the second forum spoke of dens."""
    answer = answerer.answer(check_question("What did both forums say about dens?"))
    assert [citation.doc_id for citation in answer.citations] == ["second.md"]
    assert answer.remark == "I find nothing on this for the first forum."


def test_outcomes_of_each_forum_are_quoted_and_the_rest_counted(answerer: Answerer) -> None:
    """The list of each begins with its first outcome."""
    answer = answerer.answer(check_question("What were the outcomes of each forum?"))
    assert answer.finding is Finding.ANSWER
    assert [citation.quote.splitlines()[0] for citation in answer.citations] == [
        "Feeding needs a plan",
        "Dens need space",
    ]


def test_sources_that_differ_are_both_quoted(answerer: Answerer) -> None:
    """The remark gives both values with their numbers, above the quotes."""
    answer = answerer.answer(check_question("When do the Wombat Weeks end?"))
    assert answer.remark.startswith("The sources differ: ")
    assert {citation.doc_id for citation in answer.citations[:2]} == {"weeks.md", "office.md"}
    assert all(day in answer.remark for day in ("30 April 2019", "6 May 2019"))
    assert answer.to_json()["remark"] == answer.remark


def test_the_last_forum_is_told_where_none_is_to_come(answerer: Answerer) -> None:
    """Today is the day of the clock that was handed in."""
    answer = answerer.answer(check_question("When is the next forum?"))
    assert answer.finding is Finding.ANSWER
    assert answer.remark == (
        "The last one in the archive, “Second Wombat Forum”, was on 20 February 2019 [1]; "
        "no later one is in the archive."
    )
    assert "20 February 2019" in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "When was the first forum?",
        "When did the 1st forum meet?",
        "Wann hat das erste Forum stattgefunden?",
        "Quand a eu lieu le premier forum ?",
        "Când a fost primul forum?",
        "Was the first forum held in 2021?",
        "When was the first forum in 2021?",
    ],
)
def test_the_day_of_one_forum_is_quoted_alone(answerer: Answerer, question: str) -> None:
    """The sentence that gives the day, not another date of its report."""
    answer = answerer.answer(check_question(question))
    assert [citation.quote for citation in answer.citations] == [
        "The forum was held on 1 February 2018."
    ]


def test_the_place_of_a_forum_is_not_answered_with_its_day(answerer: Answerer) -> None:
    """The archive does not know where the first forum met."""
    answer = answerer.answer(check_question("Where was the first forum?"))
    quotes = [citation.quote for citation in answer.citations + answer.nearest]
    assert quotes != ["The forum was held on 1 February 2018."]


@pytest.mark.parametrize(
    "text",
    [
        "In which city did the third forum meet?",
        "What town was the third forum in?",
        "Which city hosted the third forum?",
        "In welcher Stadt tagte das dritte Forum?",
        "Dans quelle ville le troisième forum s'est-il réuni ?",
        "In quale città si è riunito il terzo forum?",
        "¿En qué ciudad se reunió el tercer foro?",
        "In welke stad kwam het derde forum bijeen?",
        "W jakim mieście odbyło się trzecie forum?",
        "În ce oraș s-a ținut al treilea forum?",
        "Em que cidade se realizou o terceiro fórum?",
    ],
)
def test_a_kind_of_place_asks_where_a_forum_was(text: str) -> None:
    """Asked for by a city that met, hosted or was met in, nothing but the place is wanted."""
    question = read_question(text)
    mention = question.forums.one
    assert mention is not None
    assert asks_only_when(question.kind, topic_beside(question, mention))


@pytest.mark.parametrize(
    "text",
    [
        "Which city was presented at the third forum?",
        "Where did the guests of the third forum come from?",
        "Woher kamen die Gäste des dritten Forums?",
    ],
)
def test_another_place_is_not_where_a_forum_was(text: str) -> None:
    """A city that was spoken of, and where people came from, are asked of the passages."""
    question = read_question(text)
    mention = question.forums.one
    assert mention is not None
    assert not asks_only_when(question.kind, topic_beside(question, mention))


def test_the_documents_of_one_of_several_forums_are_not_said_to_come_first(
    answerer: Answerer,
) -> None:
    """A question that names one forum prefers its documents, one that names two does not."""
    assert answerer.answer(check_question("What did the first forum say about feeding?")).heeded
    assert not answerer.answer(
        check_question("What did the first and the second forum say about feeding?")
    ).heeded


@pytest.mark.parametrize(
    ("unshown", "remark"),
    [
        (1, "1 further forum is not shown; ask for it by number."),
        (2, "2 further forums are not shown; ask for them by number."),
    ],
)
def test_forums_that_found_no_room_are_counted(unshown: int, remark: str) -> None:
    """One is said as one."""
    bare = QuestionTerms.of(
        read_question("forum"), LexicalIndex.build([LexicalText("forum", "en")])
    )
    assert Survey(bare, (), (), unshown).remark == remark
