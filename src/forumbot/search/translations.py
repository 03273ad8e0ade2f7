"""A question in the languages of an archive, word for word, as far as the glossaries go."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from forumbot.asking.question import Question, read_question
from forumbot.language.forum_names import ForumNames, forum_names
from forumbot.language.glossary import from_english, in_english
from forumbot.language.phrases import ordinal, phrase
from forumbot.language.table import table
from forumbot.language.words import stop_words

_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Translation:
    """A question in another language, and the forums that it names, None where they are unread."""

    text: str
    forums: ForumNames | None

    def read(self) -> Question:
        """It, read as a question."""
        return read_question(self.text, forums=self.forums)


def translations(question: Question, languages: Iterable[str]) -> dict[str, Translation]:
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
    texts = {language: " ".join(words) for language, words in found.items() if words}
    named = {text: forum_names(text) for text in {*texts.values()} - {question.text}}
    named[question.text] = question.forums
    return {
        language: _with_forums(question, text, named[text], language)
        for language, text in texts.items()
    }


def rendered(question: Question) -> Question | None:
    """The question in English words behind the one for what it asks, for a reader of English.

    "Wer leitet ESCA?" is "Who lead head ESCA?": all that a word may mean, in the order of the
    question. None where it is in English, or no glossary knows any of its words.
    """
    words = _english(question) if question.spoken != _ENGLISH else ()
    if not words:
        return None
    text = " ".join(words)
    if question.asks is not None:
        opening = table(_ENGLISH).questions[question.asks][0]
        text = f"{opening.capitalize()} {text}?"
    return replace(read_question(text, forums=question.forums), spoken=_ENGLISH)


def _with_forums(question: Question, text: str, named: ForumNames, language: str) -> Translation:
    """A translation that names forums, and after it those of the question that are lost in it."""
    lost = sorted(_numbers(question.forums) - _numbers(named))
    if not lost:
        return Translation(text, named)
    added = (phrase("the_forum", language, ordinal=ordinal(one, language)) for one in lost)
    return Translation(" ".join([text, *added]), None)


def _numbers(forums: ForumNames) -> set[int]:
    return {number for number, _start, _end in forums.named}


def _english(question: Question) -> tuple[str, ...]:
    if question.spoken != _ENGLISH:
        words = in_english(question.text, question.located, question.spoken)
        return tuple(word for expression in words for word in expression.split())
    return tuple(
        question.text[start:end]
        for word, start, end in question.located
        if word not in stop_words()
    )
