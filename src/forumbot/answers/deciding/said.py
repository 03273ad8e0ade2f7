"""How much of what a question asks about an archive says at all, in any of its languages."""

from collections.abc import Iterator

from forumbot.asking.question import Question
from forumbot.asking.sought import meant
from forumbot.language.glossary import from_english, languages
from forumbot.language.questions import function_words
from forumbot.language.words import LocatedWord, located_words, words
from forumbot.search.lexical import LexicalIndex

# Shorter words of what a glossary says are articles and the like.
_LEAST_LETTERS = 3
_ENGLISH = "en"


def share_said(question: Question, lexical: LexicalIndex, language: str) -> float:
    """The share of a question's content words that some passage holds, 0 to 1.

    As they stand, or in what the glossaries say for them in English and in the archive's other
    languages; 1 for a question without any, and where it or ``language``, in which the archive is
    thought to answer, has no glossary. Numbers are left out, as another year is no other subject.
    """
    if not {question.spoken, language} <= {_ENGLISH, *languages()}:
        return 1.0
    places = {place[0]: place for place in located_words(question.text)}
    asked, small = question.content_words, function_words(question.spoken)
    unsaid = [
        word
        for word in asked
        if not (word in small or any(map(str.isdigit, word)))
        and lexical.is_unknown(word)
        and not _is_said(question, places.get(word), lexical)
    ]
    return 1.0 - len(unsaid) / len(asked) if asked else 1.0


def _is_said(question: Question, place: LocatedWord | None, lexical: LexicalIndex) -> bool:
    """Whether a word that no passage holds as it stands is said in a translation."""
    return any(
        _holds_all(lexical, english)
        or any(not lexical.is_unknown(word) for word in _elsewhere(english, lexical))
        for english in _in_english(question, place)
    )


def _holds_all(lexical: LexicalIndex, asked: list[str]) -> bool:
    """Whether passages hold each of some words."""
    return bool(asked) and not lexical.unknown_words(asked)


def _in_english(question: Question, place: LocatedWord | None) -> Iterator[list[str]]:
    """The words of each meaning that a word may have."""
    for meaning in meant(question, place) if place is not None else ():
        yield [word for word in words(meaning) if len(word) >= _LEAST_LETTERS]


def _elsewhere(english: list[str], lexical: LexicalIndex) -> Iterator[str]:
    """What is said for English words in the archive's other languages."""
    for code in languages():
        if code in lexical.languages:
            for said in from_english(english, code):
                yield from words(said)
