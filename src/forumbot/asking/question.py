"""A question, read once: all that its words tell is handed on with it."""

import re
import unicodedata
from dataclasses import dataclass, field

from forumbot.asking.kinds import QuestionKind, kind_by
from forumbot.asking.noise import kernel
from forumbot.asking.periods import asked_role
from forumbot.asking.recalled import Recalled
from forumbot.asking.times import Time, times_in, without_times, years_in
from forumbot.language.attendance import with_excused
from forumbot.language.dates import FoundDate, find_dates
from forumbot.language.forum_names import ForumNames, Mention, forum_names
from forumbot.language.phrases import speaking
from forumbot.language.questions import Cue, cue_of
from forumbot.language.said import SaidError
from forumbot.language.spoken import spoken_in
from forumbot.language.words import LocatedWord as LocatedWord
from forumbot.language.words import likely_language, located_words, stop_words

# Set by hand: what is longer than a long paragraph is a text, not a question.
MAX_QUESTION_CHARS = 1_000
# Set by hand: a longer row of words without a verb is rarely a name.
_MAX_LOOKUP_WORDS = 4


@dataclass(frozen=True, slots=True)
class Nearby:
    """What was spoken of before a question that names no forum or time itself.

    ``doc_ids`` are the documents that it was answered from, ``question`` is the question with what
    was spoken of behind it, None where that has no name. ``is_whole`` says that the question asks
    by itself, whatever was spoken of.
    """

    doc_ids: tuple[str, ...]
    question: "Question | None"
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One wording of a question, and what it tells.

    ``typed`` is what was typed around and for it; ``spoken`` is the language that most of its
    function words are of, English where it has none; ``language`` is that of its function words, of
    four, None where it has none; ``cue`` opens it, None where none does; ``dates`` are its full
    dates, ``times`` those that documents may be of, ``years`` all that it says; ``located`` are its
    levelled words where they stand; ``role`` is the end of a period that it speaks of, ``start`` or
    ``end``; ``is_lookup`` says whether it is a bare name or keyword that asks nothing, ``adds``
    whether it has a content word that was not typed. ``read_in`` is the language that the asker is
    known to read, None where that is not known. ``recalls`` is what it asks of the answer before
    it, None where it asks of the archive.
    """

    text: str
    kind: QuestionKind
    typed: str = field(compare=False, repr=False)
    spoken: str = field(compare=False)
    language: str | None = field(compare=False)
    cue: Cue | None = field(compare=False, repr=False)
    forums: ForumNames = field(compare=False, repr=False)
    dates: tuple[FoundDate, ...] = field(compare=False, repr=False)
    times: tuple[Time, ...] = field(compare=False, repr=False)
    years: tuple[str, ...] = field(compare=False, repr=False)
    located: tuple[LocatedWord, ...] = field(compare=False, repr=False)
    words: tuple[str, ...] = field(compare=False, repr=False)
    content_words: tuple[str, ...] = field(compare=False, repr=False)
    role: str | None = field(compare=False, repr=False)
    is_lookup: bool = field(compare=False, repr=False)
    adds: bool = field(default=False, compare=False, repr=False)
    read_in: str | None = None
    recalls: Recalled | None = None
    nearby: "Nearby | None" = field(default=None, compare=False, repr=False)

    @property
    def answered_in(self) -> str:
        """The language of our own words in the answer: the asker's, else the question's."""
        return speaking(self.read_in or self.spoken)

    @property
    def asks(self) -> str | None:
        """What it asks for, a key of ``questions``; None where no cue opens it."""
        return None if self.cue is None else self.cue.key

    @property
    def without_times(self) -> str:
        """The wording without the times that it names, and what leads to them."""
        return without_times(self.text, self.times)

    def content_beside(self, mention: Mention) -> tuple[str, ...]:
        """The content words outside of the stretch that names forums."""
        outside = (
            word
            for word, start, end in self.located
            if end <= mention.start or mention.end <= start
        )
        return tuple(word for word in outside if word not in stop_words())


def read_question(
    text: str,
    typed: str | None = None,
    *,
    instead_of: Question | None = None,
    spoken: str = "",
    forums: ForumNames | None = None,
) -> Question:
    """Read one wording of a question; the only place where it is read.

    ``typed`` is what was typed where that is not the wording; it may be read ``instead_of`` one.
    ``spoken`` is the language that it is likely in, which its words may say otherwise; ``forums``
    are those that it names, where they were read.
    """
    located = tuple(located_words(text))
    found = tuple(word for word, _start, _end in located)
    content_words = tuple(word for word in found if word not in stop_words())
    spoken = spoken_in(text, instead_of.spoken if instead_of else spoken)
    cue = cue_of(text, spoken)
    kind = kind_by(text, spoken, cue)
    dates = tuple(find_dates(text))
    return Question(
        text=text,
        kind=kind,
        typed=instead_of.typed if instead_of else text if typed is None else typed,
        spoken=spoken,
        language=likely_language(found),
        cue=cue,
        forums=forum_names(text) if forums is None else forums,
        dates=dates,
        times=times_in(text, dates, spoken),
        years=years_in(text),
        located=located,
        words=found,
        content_words=content_words,
        role=asked_role(text),
        is_lookup=_is_lookup(found, content_words, kind),
        adds=instead_of is not None
        and (instead_of.adds or not set(content_words) <= set(instead_of.words)),
        read_in=instead_of.read_in if instead_of else None,
        nearby=instead_of.nearby if instead_of else None,
    )


def check_question(text: str, *, in_talk: bool = False) -> Question:
    """The question that was typed, in NFC and with plain spaces, without the noise around it, read.

    Who could not come is asked for as lists have it (:func:`with_excused`).
    Raises :class:`UsageError` if it is empty or too long. ``in_talk`` a question mark says enough.
    """
    plain = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
    typed = " ".join(plain.split())
    if not re.search(r"\w", typed) and not (in_talk and "?" in typed):
        raise SaidError("question_empty")
    if len(typed) > MAX_QUESTION_CHARS:
        raise SaidError("question_long", most=MAX_QUESTION_CHARS)
    text = " ".join(kernel(plain).split())
    read, excused = read_question(text, typed), with_excused(text)
    asks = excused != text and read.kind is QuestionKind.WHO
    return read_question(excused, typed) if asks else read


def _is_lookup(found: tuple[str, ...], content_words: tuple[str, ...], kind: QuestionKind) -> bool:
    """Whether these are up to four words that ask nothing, not all of them numbers."""
    only_content = found == content_words and not all(map(str.isdigit, found))
    return only_content and len(found) <= _MAX_LOOKUP_WORDS and kind is QuestionKind.WHAT
