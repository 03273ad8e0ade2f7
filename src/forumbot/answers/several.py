"""The answers to the parts of a message in one, each source once, part by part."""

import re
from collections.abc import Sequence
from dataclasses import replace

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.blocks import Block, Heading, Quotes, Remark
from forumbot.answers.citation import Citation
from forumbot.asking.question import Question
from forumbot.language.phrases import phrase

# Set by hand: the first quote of each part, and a second one while all are as long as those of one
# answer may be together.
_MOST_QUOTES, _MOST_CHARS = 2, 700
_NUMBER = re.compile(r"\[(\d+)\]")


def several(question: Question, answers: Sequence[Answer]) -> Answer | None:
    """One answer of those to the parts of a question; None where none of them answers.

    Quotes are numbered through, one that answers two parts stands under both with one number, parts
    with the same answer under one heading, and of a part without an answer that is said.
    """
    answered = [one for one in answers if one.finding is Finding.ANSWER]
    if not answered:
        return None
    cited: list[Citation] = []
    headed: list[tuple[str, list[Block]]] = []
    for one in answers:
        part = _part(one, cited, question.answered_in)
        if headed and part == headed[-1][1]:
            headed[-1] = f"{headed[-1][0]} {_capital(one.understood.text)}", part
        else:
            headed.append((_capital(one.understood.text), part))
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _part(answer: Answer, cited: list[Citation], language: str) -> list[Block]:
    """What is said and quoted of one part; its quotes are added to those cited."""
    if answer.finding is not Finding.ANSWER:
        return [Remark(phrase("part_missing", language))]
    numbers: dict[int, int] = {}
    shown: list[Citation] = []
    for one in answer.citations:
        same = next((old for old in cited if _place(old) == _place(one)), None)
        if same is None and shown and not _has_room(one, shown, cited):
            continue
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


def _place(one: Citation) -> tuple[str, int, int]:
    return one.doc_id, one.start, one.end


def _renumbered(remark: Remark, numbers: dict[int, int]) -> Remark | None:
    """A remark with the numbers that its quotes have now; None where one of them is left out."""
    if any(int(number) not in numbers for number in _NUMBER.findall(remark.said)):
        return None
    return Remark(_NUMBER.sub(lambda found: f"[{numbers[int(found[1])]}]", remark.said))
