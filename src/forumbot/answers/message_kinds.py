"""What a message is told to want: nothing, talk, or what an overview of the archive shows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from forumbot.answers.talk import KINDS
from forumbot.asking.noise import asks_existence, greeted_in, is_mashed, is_opening, noted_in
from forumbot.asking.question import Question
from forumbot.language.own_data import own_data_in
from forumbot.language.recalls import recall_in
from forumbot.language.words import words
from forumbot.search.lexical import LexicalIndex

# How probable talk, the kinds of a family together, and leaning have to be, and one kind of a
# family at least: set by hand from messages that nothing was fitted on, so that few facts are taken
# for anything else (bench/README.md).
LEANING = 0.5
_TALK, _OVERVIEW, _LEAST = 0.5, 0.5, 0.1
# Set by hand, as a rare word alone ("kangaroo") is told to be talk with up to 0.85, and what is
# rude with 0.9; what is polite stands in a table.
_TALK_OF_ONE_WORD = 0.88
# Set by hand: of 767 messages in bench/messages that ask what the bot is or does, one is told to be
# a question of fact with as much; "who is the contact person?" is with 0.2 to 0.3.
_FACT, _LEAST_FACT = "fact", 0.15
# Of 85 messages of nine languages that ask to be reminded, two are told to ask for a fact with as
# much; "by when should the reminder be sent?" is with 0.26.
_REMINDER, _FACT_OF_REMINDERS = "reminder", 0.2
# Set by hand: "what if it snows?" is told to be chat with 0.45.
_CHAT, _SURE_CHAT = "chat", 0.8
_OF_ITSELF = frozenset({"identity", "abilities"})
# Set by hand: "what if I live near by?" is told to ask what the bot does with 0.24; of 1,185
# messages of talk in bench/messages four that ask about the bot have as little.
_LEAST_OF_ITSELF = 0.3
# Set by hand: "is there a map?" in nine languages is told to be either with at most 0.63, "is there
# a help page?" and eight like it with at least 0.71.
_OF_ITSELF_BY_EXISTENCE = 0.66
_FAMILIES = (
    frozenset({"next_event", "events_in", "reminder"}),
    frozenset({"outcomes_of", "outcomes_on"}),
    frozenset({"presentations", "talks_by", "person"}),
    frozenset({"documents", "whats_new"}),
    frozenset({"summary", "happened_in"}),
    frozenset({"happened_in", "events_in"}),
)
"""Kinds that are near one another, any of which answers what is sure to be one of them."""
_HAPPENED, _OUTCOMES = "happened_in", "outcomes_of"
_AT_MEETING = frozenset({_HAPPENED, "summary", _OUTCOMES})
"""What happened at a meeting sounds like any of these, and is told where it names one."""


class Told(Protocol):
    """The likeliest kind of a message, and its probability."""

    @property
    def kind(self) -> str:
        """The kind, as ``bench/messages`` names it."""
        ...

    @property
    def chance(self) -> float:
        """From 0 to 1."""
        ...

    @property
    def chances(self) -> Mapping[str, float]:
        """The probability of each kind; they add up to 1."""
        ...


Tell = Callable[[str], Told]
"""Tells the kind of a message."""


def remark(question: Question, lexical: LexicalIndex) -> str:
    """The key of what is said to a message that asks nothing; empty where it may ask."""
    text = question.text
    if noted_in(text) is not None:
        return "noted"
    if own_data_in(text) is not None:
        return "own_data"
    if recall_in(text) is not None:
        return "unclear"
    is_known = any(word.isalpha() and not lexical.is_unknown(word) for word in question.words)
    return "unclear" if is_mashed(text) and not is_known else ""


def talk_in(question: Question, told: Told, lexical: LexicalIndex) -> tuple[str, float] | None:
    """The likeliest kind of talk and the probability of any; None where it is likely none."""
    message = question.typed
    if is_opening(message):
        return "greeting", 1.0
    chances = {kind: told.chances.get(kind, 0.0) for kind in KINDS}
    chance = sum(chances.values())
    said = question.words if message == question.text else words(message)
    is_rare = len(said) == 1 and greeted_in(message) is None
    least = _TALK_OF_ONE_WORD if is_rare else _TALK
    kind = max(chances, key=chances.__getitem__)
    of_fact = told.chances.get(_FACT, 0.0) >= _LEAST_FACT
    of_thing = asks_existence(message) and chances[kind] < _OF_ITSELF_BY_EXISTENCE
    is_fact = kind in _OF_ITSELF and (of_fact or of_thing)
    if kind == _CHAT and chance < _SURE_CHAT and _speaks_of(question, lexical):
        return None
    if kind in _OF_ITSELF and chances[kind] < _LEAST_OF_ITSELF and _asks_of(question):
        return None
    return (kind, chance) if chance >= least and not is_fact else None


def talk_in_parts(
    parts: Sequence[Question], tell: Tell, lexical: LexicalIndex
) -> tuple[str, float] | None:
    """What a message asks of the bot in one of its parts; None where another names anything.

    As in "what is this, and what can you tell me?".
    """
    told = [tell(part.typed) for part in parts]
    asked = [one for one in told if one.kind in _OF_ITSELF and one.chance >= LEANING]
    others = (part for part, one in zip(parts, told, strict=True) if one not in asked)
    names = any(not lexical.is_unknown(word) for part in others for word in part.content_words)
    return (asked[0].kind, asked[0].chance) if len(parts) > 1 and asked and not names else None


def _asks_of(question: Question) -> bool:
    """Whether a message has a question word, and names anything beside it."""
    return question.cue is not None and any(word.isalpha() for word in question.content_words)


def _speaks_of(question: Question, lexical: LexicalIndex) -> bool:
    """Whether a message asks of nothing that no document knows."""
    named = [word for word in question.content_words if word.isalpha()]
    return _asks_of(question) and not any(map(lexical.is_unknown, named))


def overviews_for(told: Told, answered: Collection[str]) -> list[tuple[str, float]]:
    """The kinds among those ``answered`` by an overview that may answer, the likeliest first.

    Each has the probability of its family.
    """
    families = [one for one in _FAMILIES if told.kind in one] or [frozenset({told.kind})]
    sums = {one: sum(told.chances.get(kind, 0.0) for kind in one) for one in families}
    family = next((one for one in families if sums[one] >= _OVERVIEW), families[0])
    chance = sums[family]
    likely = [kind for kind in family if told.chances.get(kind, 0.0) >= _LEAST]
    likely.sort(key=lambda kind: (-told.chances[kind], kind))
    known = [kind for kind in likely if kind in answered]
    # What a reminder is sent for is asked of the passages, by messages that read like facts.
    if told.kind == _REMINDER and told.chances.get(_FACT, 0.0) >= _FACT_OF_REMINDERS:
        return []
    if chance >= _OVERVIEW:
        return [(kind, chance) for kind in known]
    of_meeting = sum(told.chances.get(kind, 0.0) for kind in _AT_MEETING)
    is_told = told.kind in _AT_MEETING and of_meeting >= _OVERVIEW and _HAPPENED in answered
    return [(_HAPPENED, of_meeting)] if is_told else []
