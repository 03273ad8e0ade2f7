"""Questions that lean on the one before, as in "and where was it held?"."""

import re

from forumbot.language.words import content_words, level, words

_OPENING = re.compile(
    r"^(?:and|but|so|also|what about|how about|und|aber|et|mais|en)\b(?!-)[\s,]*", re.I
)
_POINTING = frozenset(
    {"it", "its", "they", "them", "their", "this", "these", "those", "he", "she",
     "his", "her", "him", "es", "sie", "dort", "il", "elle", "ils"}
)  # fmt: skip
_POINTER = re.compile(rf"\b(?:{'|'.join(sorted(_POINTING))})\b", re.IGNORECASE)
_FEW = 3


def lean(question: str, previous: str) -> str:
    """The question with the subject of the one before in place of what points to it.

    It leans where it opens with "and" or the like, points with a pronoun, or has hardly any words
    of its own; else it stands as it is. "And where was it held?" after "When was the third forum?"
    becomes "where was third forum held?".
    """
    if not _leans(question):
        return question
    own = set(words(question))
    subject = " ".join(word for word in _subject(previous) if level(word) not in own)
    if not subject:
        return question
    bare = _OPENING.sub("", question).rstrip(" ?")
    pointed = _POINTER.sub(lambda _match: subject, bare, count=1)
    return f"{pointed}?" if pointed != bare else f"{bare} ({subject})?".lstrip()


def _leans(question: str) -> bool:
    own = content_words(question)
    points = not _POINTING.isdisjoint(words(question))
    return bool(_OPENING.match(question)) or points or len(own) < _FEW


def _subject(previous: str) -> list[str]:
    """The content words of a question as they are written, those that it leant on included."""
    kept = set(content_words(previous))
    return [word for word in re.findall(r"[\w'’.-]+", previous) if not kept.isdisjoint(words(word))]
