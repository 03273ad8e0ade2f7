"""Sentences that say that something is not known: they answer the question that it is about."""

import re

from forumbot.asking.kinds import QuestionKind, kind_of
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import codes, derived, table


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


@derived
def _cue(language: str) -> re.Pattern[str]:
    return compiled(rf"(?<!\w){one_of(ways(table(language).untold))}(?!\w)")
