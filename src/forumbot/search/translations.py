"""A question in the languages of an archive, word for word, as far as the glossaries go."""

from collections.abc import Iterable

from forumbot.asking.question import Question
from forumbot.language.forum_names import forums_in
from forumbot.language.glossary import from_english, in_english
from forumbot.language.phrases import ordinal, phrase
from forumbot.language.words import stop_words

_ENGLISH = "en"


def translations(question: Question, languages: Iterable[str]) -> dict[str, str]:
    """The question in each of the languages but its own, by language; unknown words stay.

    From one language to another the way leads through English. Function words are left out, but
    each keeps the forums that the question names: in Italian "secondo" is "according to" as well.
    """
    others = [language for language in languages if language != question.spoken]
    if not others:
        return {}
    english = _english(question)
    found = {
        language: english if language == _ENGLISH else from_english(english, language)
        for language in others
    }
    return {
        language: _with_forums(question, " ".join(words), language)
        for language, words in found.items()
        if words
    }


def _with_forums(question: Question, text: str, language: str) -> str:
    """A translation, and after it the forums of the question that are lost in it."""
    lost = sorted(forums_in(question.text) - forums_in(text))
    named = (phrase("the_forum", language, ordinal=ordinal(one, language)) for one in lost)
    return " ".join([text, *named])


def _english(question: Question) -> tuple[str, ...]:
    if question.spoken != _ENGLISH:
        words = in_english(question.text, question.located, question.spoken)
        return tuple(word for expression in words for word in expression.split())
    return tuple(
        question.text[start:end]
        for word, start, end in question.located
        if word not in stop_words()
    )
