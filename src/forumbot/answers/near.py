"""What a near answer says and shows: the archive's words on the subject, and what is not in it.

To say less, or to show less, is to change this module alone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forumbot.answers.blocks import Block, Nearest, Passages, Sources
from forumbot.answers.citation import Citation
from forumbot.asking.kinds import KIND_WORDS, QuestionKind, holds_new, says_more
from forumbot.asking.question import Question
from forumbot.language import words
from forumbot.search.hits import Hit
from forumbot.search.lexical import LexicalIndex

# Set by hand, so that the remark stays one short sentence.
_MAX_RUNS, _MAX_RUN_WORDS, _MAX_RUN_CHARS = 2, 5, 80
_MAX_UNKNOWN = 2
# How many passages are shown where nothing is quoted: set by hand, to fit a screen.
_MAX_PASSAGES = 3
_JOINTS = frozenset({" ", "-", "’", "'", "/"})
_DATES = (
    ("deadline", r"\b(?:deadline|due|submit|submission|apply|register|frist|date limite)\b"),
    ("start date", r"\b(?:start|begin|began|launch|open|kick off|beginn?|anfang|début|commence)"),
    ("end date", r"\b(?:end|ends|ended|finish|close|closes|closed|ende|endet|fin)\b"),
)
_DATE = re.compile(
    r"\b(?:1[89]|20)\d\d\b|\b\d{1,2}\.? [A-ZÀ-Þ][a-zà-ÿ]{2,}|\b[A-Z][a-z]{2,} \d{1,2}\b"
)
_BARE_NUMBER = re.compile(r"\d{1,3}")
_AMOUNT = r"\bhow much\b|\b(?:budget|cost|costs|fund|funding|funds|price|fee|euros?|money)\b"
_UNTELLING = frozenset({"next", "last", "held", "say", "said", "many", "much", "take", "took"})
_NAMES = {
    QuestionKind.WHEN: "date",
    QuestionKind.NUMBER: "number",
    QuestionKind.WHO: "name",
    QuestionKind.WHERE: "place",
    QuestionKind.LIST: "list",
}


@dataclass(frozen=True, slots=True)
class _Word:
    """A content word of the question, ``text[start:end]`` of it, that the quotes hold."""

    start: int
    end: int
    rarity: float


def near_blocks(quotes: tuple[Citation, ...], hits: Sequence[Hit]) -> tuple[Block, ...]:
    """What is shown where nothing answers: the nearest quotes, else the best passages."""
    if quotes:
        return Nearest("The nearest that it holds:", quotes), Sources(quotes)
    best = tuple(hits[:_MAX_PASSAGES])
    return (Passages("The nearest passages:", best),) if best else ()


def near_remark(question: Question, quotes: Sequence[str], lexical: LexicalIndex) -> str:
    """As in ``The archive speaks of “ClusterXchange pilot”; I find no start date in it.``

    ``quotes`` are the texts that come nearest, each with its headings. Named are the question's own
    words that they hold, as they stand together in it; what is missing is the kind of answer that
    it wants. Words that no document knows are named as well. Without a word to name, the plain
    sentence.
    """
    found = _found_words(question, " ".join(quotes), lexical)
    runs = _runs(question.text, found)
    speaks = "The archive treats the subject, but "
    if runs:
        speaks = f"The archive speaks of {' and '.join(f'“{run}”' for run in runs)}; "
    missing = _missing(question, quotes) if runs else "I find no answer to this question in it"
    return f"{speaks}{missing}{_unknown(question, lexical)}."


def _found_words(question: Question, text: str, lexical: LexicalIndex) -> list[_Word]:
    held = set(words.words(text))
    stems = {words.stem(word, language) for word in held for language in lexical.languages}
    return [
        _Word(start, end, lexical.word_rarity(word))
        for word, start, end in question.located
        if word not in words.stop_words() | KIND_WORDS | _UNTELLING
        and not _BARE_NUMBER.fullmatch(word)
        and any(words.stem(word, language) in stems for language in lexical.languages)
    ]  # fmt: skip


def _runs(text: str, found: Sequence[_Word]) -> list[str]:
    """The stretches of found words that stand together, those with the rarest words, in order."""
    stretches: list[list[_Word]] = []
    for word in found:
        together = stretches and text[stretches[-1][-1].end : word.start] in _JOINTS
        if together and len(stretches[-1]) < _MAX_RUN_WORDS:
            stretches[-1].append(word)
        else:
            stretches.append([word])
    rarest = sorted(stretches, key=lambda run: -sum(word.rarity for word in run))[:_MAX_RUNS]
    texts = [text[run[0].start : run[-1].end] for run in sorted(rarest, key=lambda r: r[0].start)]
    return [run for run in dict.fromkeys(texts) if len(run) <= _MAX_RUN_CHARS]


def _missing(question: Question, quotes: Iterable[str]) -> str:
    name = _name(question)
    if name is None:
        return "I find no answer to this question in it"
    is_there = _is_there(question, "\n".join(quotes))
    return f"I find no {name} in it{' that answers this question' if is_there else ''}"


def _is_there(question: Question, text: str) -> bool:
    """Whether something of its kind stands in the text that the question does not say."""
    if question.kind is QuestionKind.WHEN:
        return says_more(_DATE.findall(text), question.words)
    return holds_new(question.kind, text, question.words)


def _name(question: Question) -> str | None:
    """What the kind of answer that is missing is called; None where it has no name."""
    kind, text = question.kind, question.text
    if kind is QuestionKind.WHEN:
        named = (name for name, cue in _DATES if re.search(cue, text, re.IGNORECASE))
        return next(named, "date")
    if kind is QuestionKind.NUMBER and re.search(_AMOUNT, text, re.IGNORECASE):
        return "amount"
    return _NAMES.get(kind)


def _unknown(question: Question, lexical: LexicalIndex) -> str:
    """Which words of a question in a language of the archive no document knows."""
    if question.language not in lexical.languages:
        return ""
    unknown = [
        question.text[start:end]
        for word, start, end in question.located
        if word not in words.stop_words() | KIND_WORDS | _UNTELLING
        and not _BARE_NUMBER.fullmatch(word)
        and lexical.is_unknown(word)
    ]
    named = " and ".join(f"“{word}”" for word in list(dict.fromkeys(unknown))[:_MAX_UNKNOWN])
    return f"; {named} stand{'' if ' and ' in named else 's'} nowhere in it" if named else ""
