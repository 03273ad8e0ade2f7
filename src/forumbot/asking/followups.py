"""Questions that lean on the one before, as in "and where was it held?"."""

import re

from forumbot.asking.question import Question
from forumbot.language.levelling import level
from forumbot.language.words import content_words, words

_OPENING = re.compile(
    r"^(?:and|but|so|also|what about|how about|und|aber|et|mais|en)\b(?!-)[\s,]*", re.I
)
_POINTING = frozenset(
    {"it", "its", "they", "them", "their", "this", "these", "those", "he", "she",
     "his", "her", "him", "es", "sie", "dort", "il", "elle", "ils"}
)  # fmt: skip
_POINTER = re.compile(rf"\b(?:{'|'.join(sorted(_POINTING))})\b", re.IGNORECASE)
# Set by hand, not measured: one or two words ("in Brussels?") rarely make a question alone.
_FEW = 3


def lean(question: Question, previous: str) -> str:
    """The question with the subject of the one before in place of what points to it.

    It leans where it opens with "and" or the like, points with a pronoun, or has hardly any words
    of its own; else it stands as it is. "And where was it held?" after "When was the third forum?"
    becomes "where was third forum held?".
    """
    text = question.text
    if not _leans(question):
        return text
    own = set(question.words)
    subject = " ".join(word for word in _subject(previous) if level(word) not in own)
    if not subject:
        return text
    bare = _OPENING.sub("", text).rstrip(" ?")
    pointed = _POINTER.sub(lambda _match: subject, bare, count=1)
    return f"{pointed}?" if pointed != bare else f"{bare} ({subject})?".lstrip()


def _leans(question: Question) -> bool:
    points = not _POINTING.isdisjoint(question.words)
    return bool(_OPENING.match(question.text)) or points or len(question.content_words) < _FEW


def _subject(previous: str) -> list[str]:
    """The content words of the question before, as they are written, those leant on included."""
    kept = set(content_words(previous))
    return [word for word in re.findall(r"[\w'’.-]+", previous) if not kept.isdisjoint(words(word))]
