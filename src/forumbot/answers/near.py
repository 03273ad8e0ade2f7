"""What a near answer says and shows: the archive's words on the subject, and what is not in it.

To name less, or to show fewer passages, is to change this module alone; how much of each is shown
is the faces'.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forumbot.answers.blocks import Block, Nearest, Passages, Sources
from forumbot.answers.citation import Citation
from forumbot.answers.quoting.forms import form_wanted
from forumbot.asking.kinds import KIND_WORDS, QuestionKind, holds_kind, holds_new
from forumbot.asking.question import Question
from forumbot.language import words
from forumbot.language.forms import Form
from forumbot.language.glossary import in_english
from forumbot.language.levelling import level
from forumbot.language.phrases import DEFAULT, listed, phrase, quoted
from forumbot.language.questions import function_words
from forumbot.language.turns import turns
from forumbot.search.hits import Hit
from forumbot.search.lexical import LexicalIndex

# Set by hand, so that the remark stays one short sentence.
_MAX_RUNS, _MAX_RUN_WORDS, _MAX_RUN_CHARS = 2, 5, 80
_MAX_UNKNOWN = 2
# How many passages are shown where nothing is quoted: set by hand, to fit a screen.
_MAX_PASSAGES = 3
_JOINTS = frozenset({" ", "-", "’", "'", "/"})
_DATES = (
    (
        "missing_deadline",
        r"\b(?:deadline|due|submit|submission|apply|register|frist|date limite)\b",
    ),
    (
        "missing_start",
        r"\b(?:start|begin|began|launch|open|kick off|beginn?|anfang|début|commence)",
    ),
    ("missing_end", r"\b(?:end|ends|ended|finish|close|closes|closed|ende|endet|fin)\b"),
)
_DATE = re.compile(
    r"\b(?:1[89]|20)\d\d\b|\b\d{1,2}\.? [A-ZÀ-Þ][a-zà-ÿ]{2,}|\b[A-Z][a-z]{2,} \d{1,2}\b"
)
_BARE_NUMBER = re.compile(r"\d{1,3}")
_AMOUNT = r"\bhow much\b|\b(?:budget|cost|costs|fund|funding|funds|price|fee|euros?|money)\b"
_ENGLISH = "en"
_FORMS = {
    Form.WRITTEN_OUT: "missing_written_out",
    Form.PHONE: "missing_phone",
    Form.EMAIL: "missing_email",
}
_UNTELLING = frozenset(
    {"stand", "stands", "next", "last", "held", "say", "said", "many", "much", "take", "took"}
    | {"taken", "taking", "part", "won", "win", "wins", "gave", "given", "give", "gives", "made"}
    | {"make", "makes", "got", "get", "gets", "went", "go", "goes", "came", "come", "comes"}
)
_NAMES = {
    QuestionKind.WHEN: "missing_date",
    QuestionKind.NUMBER: "missing_number",
    QuestionKind.WHO: "missing_name",
    QuestionKind.WHERE: "missing_place",
    QuestionKind.LIST: "missing_list",
}


@dataclass(frozen=True, slots=True)
class _Word:
    """A content word of the question, ``text[start:end]`` of it, that the quotes hold."""

    start: int
    end: int
    rarity: float


def near_blocks(
    quotes: tuple[Citation, ...], hits: Sequence[Hit], language: str = DEFAULT
) -> tuple[Block, ...]:
    """What is shown where nothing answers: the nearest quotes, else the best passages."""
    if quotes:
        return Nearest(phrase("nearest", language), quotes), Sources(quotes)
    best = tuple(hits[:_MAX_PASSAGES])
    return (Passages(phrase("nearest_passages", language), best),) if best else ()


def near_remark(question: Question, quotes: Sequence[str], lexical: LexicalIndex) -> str:
    """As in ``The archive speaks of “ClusterXchange pilot”; I find no start date in it.``

    ``quotes`` are the texts that come nearest, each with its headings. Named are the question's own
    words that they hold, as they stand together in it; what is missing is the kind of answer that
    it wants. Words that no document knows are named as well. Words of another language count by
    what they are in English too. Without a word to name, the plain sentence.
    """
    found = _found_words(question, " ".join(quotes), lexical)
    runs = _runs(question.text, found)
    language, unknown = question.answered_in, _unknown(question, lexical)
    if not runs:
        missing = phrase("missing_answer", language)
        return phrase("treats", language, missing=missing, unknown=unknown)
    subjects, missing = _named(runs, language), _missing(question, quotes)
    return phrase("speaks_of", language, subjects=subjects, missing=missing, unknown=unknown)


def _named(texts: Iterable[str], language: str) -> str:
    return listed([quoted(text, language) for text in texts], language)


def _found_words(question: Question, text: str, lexical: LexicalIndex) -> list[_Word]:
    held = set(words.words(text))
    stems = {words.stem(word, language) for word in held for language in lexical.languages}
    return [
        _Word(start, end, lexical.word_rarity(word))
        for word, start, end in question.located
        if _tells(question, word)
        and any(
            words.stem(way, language) in stems
            for way in _ways(question, (word, start, end))
            for language in lexical.languages
        )
    ]


def _tells(question: Question, word: str) -> bool:
    """Whether a word says what a question is about, and not only what it wants of that."""
    passed = words.stop_words() | KIND_WORDS | _UNTELLING
    if question.spoken != _ENGLISH:
        passed |= turns(question.spoken).light | function_words(question.spoken)
    return word not in passed and not _BARE_NUMBER.fullmatch(word)


def _ways(question: Question, place: words.LocatedWord) -> list[str]:
    """A word of the question, and what it may be in English, all levelled."""
    if question.spoken == _ENGLISH:
        return [place[0]]
    translated = in_english(question.text, (place,), question.spoken)
    return [place[0], *(level(one) for way in translated for one in way.split())]


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
    key, language = _missing_key(question), question.answered_in
    is_there = _is_there(question, "\n".join(quotes))
    that_answers = phrase("that_answers", language) if is_there else ""
    return phrase(key, language, that_answers=that_answers)


def _is_there(question: Question, text: str) -> bool:
    """Whether something of the kind stands in the text: any date or number, a name that is new."""
    kind = question.kind
    if kind in (QuestionKind.WHEN, QuestionKind.NUMBER):
        return _DATE.search(text) is not None or holds_kind(kind, text)
    return holds_new(kind, text, question.words)


def _missing_key(question: Question) -> str:
    """The phrase that names the kind of answer that is missing."""
    kind, text = question.kind, question.text
    asked = form_wanted(question)
    if asked is not None:
        return _FORMS[asked.form]
    if kind is QuestionKind.WHEN:
        named = (name for name, cue in _DATES if re.search(cue, text, re.IGNORECASE))
        return next(named, _NAMES[kind])
    if kind is QuestionKind.NUMBER and re.search(_AMOUNT, text, re.IGNORECASE):
        return "missing_amount"
    return _NAMES.get(kind, "missing_answer")


def _unknown(question: Question, lexical: LexicalIndex) -> str:
    """Which words of a question in a language of the archive no document knows."""
    if question.language not in lexical.languages:
        return ""
    unknown = [
        question.text[start:end]
        for word, start, end in question.located
        if _tells(question, word)
        and all(lexical.is_unknown(way) for way in _ways(question, (word, start, end)))
    ]
    named, language = list(dict.fromkeys(unknown))[:_MAX_UNKNOWN], question.answered_in
    if not named:
        return ""
    key = "stands_nowhere" if len(named) == 1 else "stand_nowhere"
    return phrase(key, language, words=_named(named, language))
