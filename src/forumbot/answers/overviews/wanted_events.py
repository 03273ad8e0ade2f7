"""Which events a message names: by their kind, and by words of their titles and places."""

from collections.abc import Sequence
from dataclasses import dataclass

from forumbot.answers.occasions.named_event import DatedEvent
from forumbot.answers.overviews.subjects import meeting_words
from forumbot.answers.topic_wordings import translated
from forumbot.asking.question import Question
from forumbot.language import words
from forumbot.language.event_words import event_words
from forumbot.language.levelling import level
from forumbot.language.patterns import ways
from forumbot.language.questions import function_words
from forumbot.language.table import derived, tables

_ENGLISH = "en"
# Set by hand: one word that no event has may as well be a word for any ("get-together").
_NAME = 3
# Set by hand: a sentence that announces an event has words like "take" as well.
_HARDLY = 4
_KINDS = {
    "forum": "forum forums fora",
    "conference": "conference conferences congress congresses summit summits symposium",
    "webinar": "webinar webinars",
    "deadline": "deadline deadlines",
    "workshop": "workshop workshops",
    "meeting": "meeting meetings sitting sittings session sessions assembly assemblies gathering",
}
_BY_WORD = {word: kind for kind, named in _KINDS.items() for word in named.split()}
ANY_BUT_DEADLINES = "meeting"
"""The kind that takes in every event but a deadline."""


def kind_called(word: str, spoken: str) -> str | None:
    """The kind of events that a levelled word of a language names; None where it names none."""
    english = words.words(" ".join(translated(word, spoken, _ENGLISH)))
    return next((_BY_WORD[one] for one in (word, *english) if one in _BY_WORD), None)


def is_passed(word: str, spoken: str) -> bool:
    """Whether a levelled word names no event: a small word, a time, or what is said of any."""
    told = (
        event_words("calendar")
        | event_words("told")
        | _time_words()
        | function_words(spoken)
        | words.stop_words()
    )
    return word in told or word.isdigit()


@dataclass(frozen=True, slots=True)
class WantedEvents:
    """The kinds that a message names, and the stems of what else it names; either may be empty."""

    kinds: frozenset[str]
    named: frozenset[str]

    @classmethod
    def of(cls, question: Question) -> "WantedEvents":
        """What a message names, in whatever language the glossaries know."""
        kinds: set[str] = set()
        named: set[str] = set()
        passed = event_words("calendar") | _time_words() | function_words(question.spoken)
        for word in question.content_words:
            english = words.words(" ".join(translated(word, question.spoken, _ENGLISH)))
            kinds |= {_BY_WORD[one] for one in (word, *english) if one in _BY_WORD}
            if word in passed or word in meeting_words() or not word.isalpha():
                continue
            left = {*english, word} - _BY_WORD.keys() - event_words("calendar")
            named |= {words.stem(one, _ENGLISH) for one in left}
        return cls(frozenset(kinds), frozenset(named))

    def is_of_none(self, known: Sequence[DatedEvent]) -> bool:
        """Whether it has a name of several words, of which none is in the title of an event."""
        return len(self.named) >= _NAME and self.is_named_by_none(known)

    def is_hardly_of_any(self, known: Sequence[DatedEvent]) -> bool:
        """Whether no event has a quarter of several words that are named."""
        most = max((len(self.named & _stems_of(one)) for one in known), default=0)
        return len(self.named) >= _NAME and _HARDLY * most < len(self.named)

    def is_named_by_none(self, known: Sequence[DatedEvent]) -> bool:
        """Whether no event has a word of what is named beside its kind."""
        return self.named.isdisjoint(stem for one in known for stem in _stems_of(one))

    def among(self, events: Sequence[DatedEvent], known: Sequence[DatedEvent]) -> list[DatedEvent]:
        """Those of ``events`` that are wanted, as the calendar ``known`` tells them apart."""
        of_kind = [one for one in events if self._is_of_kind(one, known)]
        counts = [len(self.named & _stems_of(one)) for one in known]
        most = max(counts, default=0)
        with_most = sum(count == most for count in counts)
        is_whole = most == len(self.named) and with_most < len(known)
        is_telling = is_whole or 0 < with_most <= len(known) / 2
        if 2 * most < max(len(self.named), 1) or not is_telling:
            return of_kind
        named = [one for one in of_kind if len(self.named & _stems_of(one)) == most]
        return named or of_kind

    def _is_of_kind(self, event: DatedEvent, known: Sequence[DatedEvent]) -> bool:
        if not self.kinds:
            return True
        if self.kinds == {ANY_BUT_DEADLINES}:
            return event.kind != "deadline"
        told = {one.kind for one in known}
        return any(
            event.kind == kind or (kind not in told and kind in _stems(event.title))
            for kind in self.kinds
        )


def _stems_of(event: DatedEvent) -> frozenset[str]:
    """What an event is named by: its title and its place, and the sentence that announces it."""
    return _stems(f"{event.title} {event.place or ''} {event.said}")


def _stems(title: str) -> frozenset[str]:
    return frozenset(words.stems(title, _ENGLISH))


@derived
def _time_words() -> frozenset[str]:
    """Levelled words of months and periods, in every language that names them."""
    rows = [names for one in tables() if one.periods for names in one.months]
    rows += [names for one in tables() if one.periods for names in one.periods.values()]
    keys = ("week", "today", "tomorrow", "yesterday", "next", "last")
    rows += [one.dating(key) for one in tables() if one.periods for key in keys]
    return frozenset(word for row in rows for way in ways(row) for word in level(way).split())
