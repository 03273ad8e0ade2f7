"""Sentences that say that something is not known: they answer the question that it is about."""

import re

from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.asking.kinds import QuestionKind, kind_of
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.sentences import sentence_spans
from forumbot.language.table import codes, derived, table

Span = tuple[int, int]


def says_untold(kind: QuestionKind, text: str, language: str) -> bool:
    """Whether a text says that what a question of a kind asks for is not known or not said.

    As in "The report does not say in which city they met" for a place. What is not told is read as
    a question is; for other kinds than dates, places, persons and numbers nothing has to be named.
    """
    found = _cue(language).search(text) if language in codes() else None
    if found is None:
        return False
    told = kind_of(text[found.end() :].strip(), language)
    asked = told if told is not QuestionKind.WHAT else kind_of(text[: found.start()], language)
    return asked is kind


def lacks_something(text: str, language: str) -> bool:
    """Whether a text says of anything that it is not told or not held."""
    return language in codes() and _cue(language).search(text) is not None


def outcomes_untold(document: Document) -> Span | None:
    """The sentence of a document that says that no outcomes are told; None without one."""
    if document.language not in codes():
        return None
    cue, named = _cue(document.language), _outcomes(document.language)
    spans = (
        span
        for block in document.blocks
        if block.kind is BlockKind.PARAGRAPH
        for span in sentence_spans(document.text, block.start, block.end, document.language)
    )
    told = ((span, document.text[slice(*span)]) for span in spans)
    return next((span for span, text in told if cue.search(text) and named.search(text)), None)


@derived
def _outcomes(language: str) -> re.Pattern[str]:
    return compiled(rf"(?<!\w){one_of(ways(table(language).outcome_headings))}(?!\w)")


@derived
def _cue(language: str) -> re.Pattern[str]:
    return compiled(rf"(?<!\w){one_of(ways(table(language).untold))}(?!\w)")
