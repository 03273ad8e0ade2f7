"""The answers to the parts of a message in one, each source once, part by part."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.blocks import Block, Heading, Quotes, Remark
from forumbot.answers.citation import Citation
from forumbot.answers.nearby import Answering, answered_nearby
from forumbot.answers.quoting.belonging import holds_money
from forumbot.answers.quoting.counts import holds_count
from forumbot.asking.kinds import QuestionKind, holds_new
from forumbot.asking.parts import asks_twice, leans_on_first, parts_of, points_to_first
from forumbot.asking.question import Nearby, Question
from forumbot.language.phrases import phrase
from forumbot.language.words import stem, stems, words

# Set by hand: the first quote of each part, and a second one while all are as long as those of one
# answer may be together.
_MOST_QUOTES, _MOST_CHARS = 2, 700
_NUMBER = re.compile(r"\[(\d+)\]")
_COUNT, _YEAR = re.compile(r"\d+"), re.compile(r"(?:19|20)\d\d")
# Set by hand: two words of three, as the third is often a verb that is told otherwise ("won").
_MOST_TOLD = 0.6
# Set by hand: a list with its lead-in has up to a third more than the list alone.
_MOST_WITHIN = 0.7
# Set by hand, as the responder asks of parts that it reads as such.
_LEAST_APART = 0.4
_PAID = "how_much"
_MARKED = frozenset({QuestionKind.WHO, QuestionKind.NUMBER, QuestionKind.WHEN})


def several(question: Question, answers: Sequence[Answer]) -> Answer | None:
    """One answer of those to the parts of a question; None where none of them answers.

    Quotes are numbered through, one that answers two parts stands under both with one number and
    without others behind it in the second, parts with the same answer under one heading, and of a
    part without an answer that is said.
    """
    answered = [one for one in answers if one.finding is Finding.ANSWER]
    if not answered:
        return None
    answers = [_told_beside(one, answered) or one for one in answers]
    answers = [replace(one, finding=Finding.NEAR) if _lacks_count(one) else one for one in answers]
    cited: list[Citation] = []
    headed: list[tuple[str, list[Block]]] = []
    for one in answers:
        part = _part(one, cited, question.answered_in)
        if headed and part == headed[-1][1]:
            headed[-1] = f"{headed[-1][0]} {_capital(one.understood.typed)}", part
        else:
            headed.append((_capital(one.understood.typed), part))
    written = [block for text, part in headed for block in (Heading(text), *part)]
    return replace(
        answered[0],
        question=question.typed,
        understood=question,
        citations=tuple(cited),
        confidence=min(one.confidence for one in answered),
        hits=tuple(hit for one in answered for hit in one.hits),
        stale=tuple(dict.fromkeys(doc_id for one in answers for doc_id in one.stale)),
        elapsed_ms=sum(one.elapsed_ms for one in answers),
        written=tuple(written),
        heeded=(),
        is_composed=True,
    )


def answered_by_parts(
    questions: Sequence[Question],
    answers: Sequence[Answer],
    of_several: Callable[[Question], Answer | None],
) -> list[Answer]:
    """The answers, but those to the parts of a question that has none as a whole, if it has any.

    Those of parts that do not lean on one another have to be surer. "When and where was it?" is
    answered by its parts too where what answers one of them is not quoted for the whole.
    """
    return [
        _of_parts(question, answer, of_several) or answer
        for question, answer in zip(questions, answers, strict=True)
    ]


def _of_parts(
    question: Question, answer: Answer, of_several: Callable[[Question], Answer | None]
) -> Answer | None:
    parts = parts_of(question)
    is_whole = answer.finding is Finding.ANSWER
    if len(parts) < 2 or (is_whole and not asks_twice(parts)):
        return None
    found = of_several(question)
    if found is None or (found.confidence < _LEAST_APART and not points_to_first(question)):
        return None
    if not is_whole:
        return found
    is_missing = Remark(phrase("part_missing", question.answered_in)) in found.written
    is_quoted = all(
        any(_is_within(one, old) or _is_within(old, one) for old in answer.citations)
        for one in found.citations
    )
    return None if is_missing or is_quoted else found


def answers_to_parts(
    parts: Sequence[Question], only: Collection[str] | None, answering: Answering
) -> Sequence[Answer]:
    """Answers to parts, those that lean on the first from its document where that has one."""
    first, *others = answers = answering(parts, only)
    if only is not None or first.finding is not Finding.ANSWER:
        return answers
    told = (first.citations[0].doc_id,)
    further = [
        replace(one, nearby=Nearby(told, None)) if leans_on_first(one) else one for one in parts[1:]
    ]
    return [first, *answered_nearby(further, others, answering)]


def _told_beside(answer: Answer, answered: Sequence[Answer]) -> Answer | None:
    """The part answered by the first quote of another, where that tells what it asks for as well.

    It holds most words of the part, and something of its kind that the question does not say.
    """
    part = answer.understood
    if answer.finding is Finding.ANSWER or part.kind not in _MARKED:
        return None
    for other in answered:
        first = other.citations[0]
        held = set(stems(f"{first.title} {first.section or ''} {first.quote}", first.language))
        asked = [word for word in part.content_words if not _is_asking(part, word)]
        told = [stem(word, first.language) in held for word in asked]
        said = {*part.words, *other.understood.words}
        is_treated = bool(told) and sum(told) >= _MOST_TOLD * len(told)
        if is_treated and _tells_more(part, first, said, counts=told[0]):
            return replace(other, understood=part, question=answer.question, citations=(first,))
    return None


def _lacks_count(answer: Answer) -> bool:
    """Whether a part asks for a number, and what is quoted first has those of days alone."""
    if answer.understood.kind is not QuestionKind.NUMBER or answer.finding is not Finding.ANSWER:
        return False
    return not holds_count(answer.citations[0].quote)


def _tells_more(part: Question, first: Citation, said: set[str], *, counts: bool) -> bool:
    """Whether a quote has something new of the part's kind; a number of what is counted."""
    if part.kind is not QuestionKind.NUMBER:
        return holds_new(part.kind, first.quote, said)
    if part.asks == _PAID and not holds_money(first.quote, first.language):
        return False
    numbers = (one for one in _COUNT.findall(first.quote) if one not in said)
    return counts and any(_YEAR.fullmatch(one) is None for one in numbers)


def _is_asking(question: Question, word: str) -> bool:
    """Whether a word is of the cue that opens a question."""
    cue = question.cue
    return cue is not None and word in words(question.text[cue.start : cue.end])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _part(answer: Answer, cited: list[Citation], language: str) -> list[Block]:
    """What is said and quoted of one part; its quotes are added to those cited."""
    if answer.finding is not Finding.ANSWER:
        return [Remark(phrase("part_missing", language))]
    numbers: dict[int, int] = {}
    shown: list[Citation] = []
    is_told = False
    for one in answer.citations:
        same = next((old for old in cited if _is_within(one, old)), None)
        if same is None and shown and (is_told or not _has_room(one, shown, cited)):
            continue
        is_told = is_told or (same is not None and not shown)
        kept = same or replace(one, number=len(cited) + 1)
        if same is None:
            cited.append(kept)
        numbers[one.number] = kept.number
        shown.append(kept)
    remarks = [block for block in answer.written if isinstance(block, Remark)]
    said = [renumbered for one in remarks if (renumbered := _renumbered(one, numbers))]
    return [*said, *([Quotes(tuple(shown))] if shown else [])]


def _has_room(one: Citation, shown: Sequence[Citation], cited: Sequence[Citation]) -> bool:
    length = sum(len(old.quote) for old in cited) + len(one.quote)
    return len(shown) < _MOST_QUOTES and length <= _MOST_CHARS


def _is_within(one: Citation, old: Citation) -> bool:
    """Whether most of a quote stands in one that was cited for another part."""
    shared = min(one.end, old.end) - max(one.start, old.start)
    return one.doc_id == old.doc_id and shared >= _MOST_WITHIN * (one.end - one.start)


def _renumbered(remark: Remark, numbers: dict[int, int]) -> Remark | None:
    """A remark with the numbers that its quotes have now; None where one of them is left out."""
    if any(int(number) not in numbers for number in _NUMBER.findall(remark.said)):
        return None
    return Remark(_NUMBER.sub(lambda found: f"[{numbers[int(found[1])]}]", remark.said))
