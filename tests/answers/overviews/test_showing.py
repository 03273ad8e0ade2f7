"""An overview shows what its files still hold, with a number for each source."""

from dataclasses import dataclass, field

from tests.answers.test_responder import answerer, responder
from tests.conftest import SHIPPED

from forumbot.answers.answer import Finding
from forumbot.answers.answerer import Answerer
from forumbot.answers.overviews.overview import Asked
from forumbot.answers.overviews.registry import OVERVIEWERS
from forumbot.answers.overviews.showing import shown
from forumbot.answers.quoting.lock import QuoteLock
from forumbot.archive.documents import Document
from forumbot.asking.question import read_question

__all__ = ["answerer"]


@dataclass
class ForgetfulLock:
    """One to which the files of some documents have changed."""

    changed: set[str]
    lock: QuoteLock = field(default_factory=lambda: QuoteLock(SHIPPED))

    def holds(self, document: Document, start: int, end: int) -> bool:
        """Whether the file still holds the words."""
        return document.doc_id not in self.changed and self.lock.holds(document, start, end)


def test_outcomes_come_from_the_structure_with_their_sources(answerer: Answerer) -> None:
    """Each line has its number, each number its quote, word for word from its document."""
    question = read_question("what did the third forum conclude?")
    answer = responder(answerer, "outcomes_of").answer(question)
    assert answer.finding is Finding.OVERVIEW
    assert [one.number for one in answer.citations] == list(range(1, len(answer.citations) + 1))
    documents = responder(answerer, "x").generation.documents
    for one in answer.citations:
        assert documents[one.doc_id].text[one.start : one.end] == one.quote
        assert f"[{one.number}]" in answer.text


def test_what_a_file_does_not_hold_any_more_is_left_out(answerer: Answerer) -> None:
    """The document is named as stale; where nothing is left there is no answer."""
    question = read_question("Who is Ulla Engelmann?")
    asked = Asked(question, answerer.generation, None, None, "en", answerer)
    overview = OVERVIEWERS["person"](asked)
    assert overview is not None
    sources = {one.excerpt.doc_id for one in overview.entries if one.excerpt is not None}
    gone = min(sources)
    lock = ForgetfulLock({gone})
    left = shown(question, overview, 1.0, answerer.generation, lock)
    assert left is not None
    assert left.stale == (gone,)
    assert {one.doc_id for one in left.citations} == sources - {gone}
    lock.changed = sources
    assert shown(question, overview, 1.0, answerer.generation, lock) is None
