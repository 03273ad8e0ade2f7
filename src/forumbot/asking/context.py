"""What was said before a message: the question, and what it was answered from."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from forumbot.asking.question import Question, read_question
from forumbot.language.levelling import level
from forumbot.language.patterns import ways
from forumbot.language.table import codes, derived, table
from forumbot.language.turns import Turns
from forumbot.language.words import stop_words, words

_WORD = re.compile(r"[\w'’.-]+")


@dataclass(frozen=True)
class Context:
    """The last question as it was understood, and the documents that its answer cites.

    ``editions`` and ``titles`` are theirs, each once, the first cited first. ``is_reply`` says that
    a message answers to it by its place, so that few words of its own are enough to lean.
    """

    asked: str
    editions: tuple[int, ...] = ()
    titles: tuple[str, ...] = ()
    is_reply: bool = False

    @cached_property
    def question(self) -> Question:
        """The last question, read."""
        return read_question(self.asked)

    @property
    def edition(self) -> int | None:
        """The forum that it is about: the one that was named, else the one that was cited."""
        named = self.question.forums.edition
        if named is not None:
            return named
        return self.editions[0] if len(self.editions) == 1 else None


def subject(context: Context, own: Collection[str], known: Turns) -> str:
    """What the last question is about, as it is written, without the words in ``own``."""
    question = context.question
    content = set(question.content_words)
    told = (content - known.light or content).difference(own)
    found = (word for word in _WORD.findall(question.text) if not told.isdisjoint(words(word)))
    return " ".join(word.rstrip(".") for word in found)


def event(context: Context, known: Turns, *, is_cited: bool) -> str:
    """The event that was spoken of as it was named, else, with ``is_cited``, that of the source."""
    question = context.question
    if question.forums.one is not None:
        one = question.forums.one
        return _with_article(question.text, one.start, one.end, known)
    named = _named_event(question, known)
    if named or not is_cited:
        return named
    if context.edition is not None:
        return forum_called(context.edition, question.spoken)
    return context.titles[0] if len(context.titles) == 1 else ""


def forum_called(number: int, spoken: str) -> str:
    """A forum by its number, in words that are read as one."""
    if spoken not in codes() or not table(spoken).forum or spoken == "en":
        ordinal = table("en").ordinals.get(number, (f"{number}th",))[0]
        return f"the {ordinal} forum"
    return f"{table(spoken).forum[0]} {number}"


def _with_article(text: str, start: int, end: int, known: Turns) -> str:
    article = known.article.search(text[:start])
    return text[article.start() if article else start : end]


def _named_event(question: Question, known: Turns) -> str:
    """A meeting, conference or the like with the words that are part of its name."""
    meetings = _meetings(question.spoken)
    found = question.located
    for place, (word, start, end) in enumerate(found):
        if word not in meetings:
            continue
        first = place
        while first and not _parts(found[first - 1][0], known):
            first -= 1
        text = question.text
        times = [text[one.start : one.end] for one in question.times if one.start >= end]
        name = _with_article(text, found[first][1] if first < place else start, end, known)
        return " ".join([name, *times])
    return ""


def _parts(word: str, known: Turns) -> bool:
    """Whether a word stands outside of a name."""
    return word in stop_words() or word in known.light


@derived
def _meetings(spoken: str) -> frozenset[str]:
    languages = [table(code) for code in {spoken, "en"} if code in codes()]
    return frozenset(
        level(way) for one in languages for way in ways((*one.forum_words, *one.forum))
    )
