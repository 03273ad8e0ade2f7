from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.documents import hit_on

from forumbot.answers.deciding.alone import answer_alone, read_alone
from forumbot.archive.documents import parse_document
from forumbot.models.reader import Reading
from forumbot.search.hits import Hit
from forumbot.search.passages import Passage

TEXT = "Ana opened it. The fee is 45 euros.\nNobody paid."


@pytest.mark.parametrize(
    ("answer", "alone"),
    [
        ("45 euros", "The fee is 45 euros."),
        ("Ana", "Ana opened it."),
        ("it. The fee", "Ana opened it. The fee is 45 euros."),
    ],
)
def test_the_answer_alone_is_the_whole_sentences_that_it_reaches_into(
    answer: str, alone: str
) -> None:
    """Nothing that stands beside them, and no piece of one."""
    document = parse_document("a.md", TEXT.encode())
    passage = Passage("a.md", (), None, 0, len(document.text), document.text)
    start = document.text.index(answer)
    reading = Reading(1.0, 2.0, start, start + len(answer))
    part = answer_alone(replace(hit_on(passage), document=document, reading=reading))
    assert part.text == alone == document.text[part.start : part.end]


def test_an_answer_in_no_sentence_is_read_with_its_passage() -> None:
    """As where the document has no sentences at all."""
    hit = scored(1.0, 1.0)
    assert answer_alone(hit) == hit.passage


def scored(score: float, logit: float | None) -> Hit:
    """A hit of a score, read with a logit or not at all."""
    hit = hit_on(Passage("a.md", (), None, 0, 9, "14 March."))
    reading = None if logit is None else Reading(logit, 2.0, 0, 8)
    return replace(hit, score=score, reading=reading)


def saying(*logits: float | None) -> Sequence[Hit]:
    """Hits of the scores 9.0, 8.9, 8.8 and so on, the sentences of the first with these logits."""
    hits = [scored(9.0 - place / 10, 1.0) for place in range(5)]
    alone = [None if one is None else Reading(one, 2.0, 0, 8) for one in logits]
    return read_alone(hits, lambda _parts: alone)


def test_a_sentence_that_answers_by_itself_goes_first() -> None:
    """Of the first three that is, which stay above the others, and all that was read is kept."""
    found = saying(-6.0, 2.0, -6.0)
    assert [hit.alone and hit.alone.logit for hit in found] == [2.0, -6.0, -6.0, None, None]
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_what_was_not_read_stays_as_it_is() -> None:
    """Without a reader, with one of a re-ranker's own, or where no sentence could be read."""
    unread = [scored(2.0, None), scored(1.0, None)]
    judged = [replace(scored(2.0, 1.0), rerank_score=0.5)]
    assert read_alone(unread, lambda _parts: []) == unread
    assert read_alone(judged, lambda _parts: []) == judged
    assert [hit.score for hit in saying(None, None, None)][:2] == [9.0, 8.9]
