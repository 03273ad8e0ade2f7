"""What an answer showed, and what a message after it asks of that."""

from dataclasses import dataclass

from forumbot.language.recalls import Recall


@dataclass(frozen=True, slots=True)
class Shown:
    """A line or a quote that an answer showed.

    ``start`` and ``end`` are where it stands in the text of its document, whose ``doc_id`` is empty
    where it rests on none; ``text`` is what was said of it in our own words, ``question`` what it
    leads to where it was offered, ``heading`` what it stands under; all are mostly empty.
    """

    doc_id: str
    start: int
    end: int
    text: str = ""
    question: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is asked of the answer before: its kind, and the quotes or the line that it is about.

    ``edition`` is the forum that was spoken of, None where it was none; ``goes_on`` says that the
    list which was shown is longer, by the lines ``rest`` where these are known; ``about`` is the
    name of the line.
    """

    kind: Recall
    shown: tuple[Shown, ...]
    edition: int | None = None
    goes_on: bool = False
    about: str = ""
    rest: tuple[Shown, ...] = ()
