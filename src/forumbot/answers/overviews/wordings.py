"""The theme of a message, without the words that only say its kind, in the archive's languages."""

from collections.abc import Callable, Sequence

from forumbot.answers.overviews.overview import Asked
from forumbot.answers.overviews.subjects import asking_words, meeting_words
from forumbot.answers.terms import QuestionTerms
from forumbot.answers.topic_wordings import translated, wordings
from forumbot.archive.names import calendar_words
from forumbot.asking.question import Question, read_question
from forumbot.language.questions import function_words
from forumbot.language.table import codes, derived
from forumbot.language.turns import turns
from forumbot.language.words import stop_words

_ENGLISH = "en"


def theme_of(asked: Asked, *kinds: str) -> tuple[Question, ...]:
    """The theme as it is worded, and its translations; none where a message names no theme.

    Left out is what says the kinds of the message, what any meeting is called, and times.
    """
    question = asked.question
    passed = asking_words(*kinds) | meeting_words() | calendar_words() | stop_words()
    passed |= turns(question.spoken).said | _passed_in(question.spoken)
    taken = [(one.start, one.end) for one in question.times]
    kept = [
        (word, start, end)
        for word, start, end in question.located
        if word not in passed
        and not word.isdigit()
        and not any(first <= start < last for first, last in taken)
        and not (question.forums.edition is not None and _names_forum(question, start))
    ]
    if not kept:
        return ()
    own = [question.text[start:end] for _word, start, end in kept]
    found = [read_question(" ".join(own))]
    for language in _languages(asked):
        if language != question.spoken:
            ways = [translated(word, question.spoken, language) for word in own]
            found += wordings(ways)
    first: dict[str, Question] = {}
    for one in found:
        first.setdefault(one.text.casefold(), one)
    return tuple(first.values())


@derived
def _passed_in(spoken: str) -> frozenset[str]:
    """Levelled: the function words of a language, and those that ask what there is on a theme."""
    own = function_words(spoken) if spoken in codes() else frozenset()
    return own | asking_words("holding", "theme_follows")


def _languages(asked: Asked) -> tuple[str, ...]:
    return tuple(dict.fromkeys((_ENGLISH, *asked.generation.lexical.languages)))


def _names_forum(question: Question, start: int) -> bool:
    mention = question.forums.one
    return mention is not None and mention.start <= start < mention.end


def best_of(asked: Asked, wordings: Sequence[Question]) -> Callable[[str], float]:
    """Gives how much of the theme, in its best wording, a text holds, weighed by rarity."""
    terms = [QuestionTerms.of(one, asked.generation.lexical) for one in wordings]
    return lambda text: max((one.coverage(text) for one in terms), default=0.0)


def nearly_of(asked: Asked, wordings: Sequence[Question]) -> Callable[[str], float]:
    """As :func:`best_of`, a word counting also where one of the text is nearly it."""
    terms = [QuestionTerms.of(one, asked.generation.lexical) for one in wordings]
    return lambda text: max((one.worded_coverage(text) for one in terms), default=0.0)
