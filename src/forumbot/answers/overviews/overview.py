"""What an answer from the archive's structure is made of, and what it is made from."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from forumbot.answers.occasions.next_event import Agenda
from forumbot.answers.quoting.excerpt import Excerpt
from forumbot.asking.question import Question
from forumbot.search.generation import Generation
from forumbot.search.hits import Hit


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an overview.

    ``text`` says it in the archive's words and ours; where it is empty, the excerpt is quoted in
    its place. ``excerpt`` is what it rests on, None where that is the calendar or a list of files.
    Entries that stand together have one ``heading``. One that ``stands`` is shown without the
    excerpt where the file no longer holds that, as what the calendar says. ``question`` is what it
    leads to, where one is to choose between entries.
    """

    text: str
    excerpt: Excerpt | None = None
    heading: str = ""
    stands: bool = False
    question: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the archive's structure holds on a question: a sentence, and entries below it.

    ``more`` says what is left out and where the rest is to be had; empty where nothing is. ``rest``
    are entries of our own words that are shown to whoever asks for more. One that ``lacks`` what
    was asked for says so, and lists what comes near.
    """

    said: str
    entries: tuple[Entry, ...] = ()
    more: str = ""
    rest: tuple[Entry, ...] = ()
    lacks: bool = False


class Finder(Protocol):
    """What finds by meaning."""

    def search(
        self, question: Question, top_k: int, only: Collection[str] | None = None
    ) -> list[Hit]:
        """Ranked passages."""
        ...

    def likeness(self, text: str, others: Sequence[str]) -> list[float]:
        """How near each of the others is to a text, as the cosine of their embeddings."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and all that an overview is made from.

    ``only`` are the documents that may answer, None for all; without an ``agenda`` no day is known,
    without a ``finder`` only words count. ``language`` is that of our own words.
    """

    question: Question
    generation: Generation
    agenda: Agenda | None
    only: Collection[str] | None
    language: str = "en"
    finder: Finder | None = None


Overviewer = Callable[[Asked], Overview | None]
"""Makes the overview for one kind of message; None where the archive's structure has none."""
