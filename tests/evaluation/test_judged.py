from tests.documents import hit_on

from forumbot.answers.answerer import Answer, Citation, Finding
from forumbot.asking.question import read_question
from forumbot.evaluation.golden import GoldenQuestion
from forumbot.evaluation.judged import judge
from forumbot.search.hits import Hit
from forumbot.search.passages import Passage

WANTED = GoldenQuestion("q", "When?", "a.md", ("14 March", "Brussels"), True, "en", None)


def hit(doc_id: str, text: str) -> Hit:
    """A passage that was found."""
    return hit_on(Passage(doc_id, (), None, 0, len(text), text))


def quoted(*quotes: tuple[str, str]) -> tuple[Citation, ...]:
    """Quotes by document."""
    return tuple(
        Citation(number, doc_id, "T", None, None, None, 0, len(quote), quote)
        for number, (doc_id, quote) in enumerate(quotes, start=1)
    )


def answered(hits: tuple[Hit, ...], *quotes: tuple[str, str]) -> Answer:
    """An answer that holds only what is judged."""
    return Answer("q", read_question("q"), Finding.ANSWER, quoted(*quotes), (), 0.5, hits, (), 1.0)


def test_a_right_passage_is_of_the_document_and_holds_every_string() -> None:
    """Another document's words do not count, nor does half of them."""
    hits = (hit("b.md", "14 March, Brussels"), hit("a.md", "14 March"),
            hit("x/a.md", "in brussels on 14 march"))  # fmt: skip
    judged = judge(WANTED, answered(hits))
    assert (judged.rank, judged.is_found, judged.quoted) == (3, True, False)
    assert judge(WANTED, answered(hits[:2])).rank is None


def test_strings_may_stand_in_several_quotes() -> None:
    """Of the wanted document, that is."""
    both = judge(WANTED, answered((), ("a.md", "14 March"), ("a.md", "Brussels")))
    assert both.quoted
    assert not both.would_be_wrong
    other = judge(WANTED, answered((), ("a.md", "14 March"), ("b.md", "Brussels")))
    assert not other.quoted
    assert other.would_be_wrong
    assert other.type == "when"
