"""What a question asks for, in its own words: a role, or what is to be counted or paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from forumbot.asking.kinds import KIND_WORDS, QuestionKind
from forumbot.asking.question import Question
from forumbot.language.glossary import in_english, meanings
from forumbot.language.levelling import level
from forumbot.language.paraphrases import paraphrases
from forumbot.language.questions import behind_cue, function_words
from forumbot.language.sought_words import Seeking, sought_in_order, sought_words
from forumbot.language.table import derived, table
from forumbot.language.turns import turns
from forumbot.language.words import LocatedWord, stem, stop_words

_KEYS = {
    QuestionKind.WHO: ("who",),
    QuestionKind.NUMBER: ("how_many", "how_much", "how_long", "how_big"),
    QuestionKind.WHEN: ("when",),
}
_NAMING = frozenset({"which", "which_several", "what"})
_ENGLISH = "en"
# "How big is the budget" asks for money, "how big is the group that is funded" does not.
_OF_THE_FIRST = frozenset({"what", "how_big"})
# A town tells nothing of these; "which city and building" asks for the second word as well.
_BESIDE = 2
# German verbs may stand last, and its nouns open with capitals.
_GERMAN = "de"


Word = tuple[str, tuple[str, ...]]
"""A levelled word of a question, and what it is in English, each in a word or a few."""


@dataclass(frozen=True, slots=True)
class Sought:
    """The words that say as what somebody is asked for, what was done, or is counted or paid.

    ``said`` are all the levelled words of the question; ``of_people`` whether people in general are
    counted, ``is_paid`` whether an amount of money is asked for, ``names`` for or by whom, or those
    behind somebody's role, as of a place; ``is_one_role`` whether the words together name what
    somebody is, as "deputy secretary"; ``is_of_house`` whether a building or a room is asked for.
    """

    key: str
    words: tuple[Word, ...]
    said: frozenset[str]
    of_people: bool = False
    is_paid: bool = False
    names: tuple[Word, ...] = ()
    is_one_role: bool = False
    is_of_house: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether a number of them is asked for."""
        return self.key == "how_many"

    @property
    def is_role(self) -> bool:
        """Whether somebody is asked for by what they are or did."""
        return self.key == "who" and bool(self.words)


def sought(question: Question) -> Sought:
    """What a question asks for: "keynote" of "who gave the keynote".

    Without words where it asks for anything else, for people in general, or by a word that no
    glossary knows. What reads it of one question again, as for each passage, is told the same.
    """
    return _sought(question, question.spoken)


@lru_cache(maxsize=16)
def _sought(question: Question, spoken: str) -> Sought:
    """What a question asks for, kept for as long as others are not asked.

    ``spoken`` is asked for since questions of one text are the same in any language.
    """
    said, key = frozenset(question.words), question.asks
    is_paid = _is_paid(question)
    if question.kind is QuestionKind.WHERE:
        return Sought("", (), said, is_of_house=_is_of_house(question))
    if not is_paid and key in _NAMING and question.kind is QuestionKind.NUMBER:
        # "Which mark did it get?" counts no things, but is told by a number beside that word; what
        # number something has is told without one.
        key = key if _names_number(question) else "how_many"
    if question.cue is None or (not is_paid and key not in _KEYS.get(question.kind, ())):
        return Sought("", (), said)
    behind = behind_cue(question.cue, spoken)
    left_out = function_words(spoken) | stop_words()
    told = [
        one
        for one in question.located
        if one[1] >= behind and one[0] not in left_out and not one[0].isdigit()
    ]
    found = _TOLD[key](question, told) if key in _TOLD else _counted(question, told)
    of_people = key == "how_many" and any(one[0] in turns(spoken).people for one in found)
    said_so = [] if of_people else [(one[0], meant(question, one)) for one in found]
    if key == "when":
        said_so = [(word, _done(ways)) for word, ways in said_so]
    asked = tuple(one for one in said_so if one[1])
    names = _names(question) if is_paid else ()
    if key == "who" and asked:
        names = _names(question, found[0][2])
    is_one_role = key == "who" and _is_standing(question, found)
    return Sought(key or "", asked, said, of_people, is_paid, names, is_one_role)


def asks_for_questions(question: Question) -> bool:
    """Whether what was asked or discussed is asked for, which a text may hold as a question."""
    return _says_any(question, sought_words(Seeking.ASKING))


def _names_number(question: Question) -> bool:
    """Whether a question asks for a number by a word for any: "what is the number of"."""
    return _says_any(question, KIND_WORDS)


def _says_any(question: Question, wanted: frozenset[str]) -> bool:
    """Whether a word of a question is one of these in English."""
    return any(not wanted.isdisjoint(_english(question, one)) for one in question.located)


def _is_of_house(question: Question) -> bool:
    """Whether the word behind "which", or one beside it, is for a building or a part of one."""
    passed = stop_words() | function_words(question.spoken)
    first = [one for one in question.located if one[0] not in passed][:_BESIDE]
    return any(not sought_words(Seeking.ROOMS).isdisjoint(meant(question, one)) for one in first)


def _names(question: Question, behind: int = 0) -> tuple[Word, ...]:
    """The words with capitals but the first, from a place in the question on.

    There are none in German, whose nouns have them all.
    """
    if question.spoken == _GERMAN:
        return ()
    return tuple(
        (one[0], meant(question, one))
        for one in question.located[1:]
        if one[1] >= behind and question.text[one[1]].isupper() and one[0] not in stop_words()
    )


def _is_paid(question: Question) -> bool:
    """Whether an amount of money is asked for: how much of it, or what or how big its budget is.

    Words for it are such as "funding", "price", "cost" and "salary". How long something is funded
    is none, nor how far or for what share.
    """
    cue = question.cue
    if cue is None or question.kind is not QuestionKind.NUMBER:
        return False
    if cue.key not in ("how_much", *_OF_THE_FIRST):
        return False
    passed = stop_words() | function_words(question.spoken)
    asked = [place for place in question.located if place[0] not in passed]
    if cue.key in _OF_THE_FIRST:
        behind = behind_cue(cue, question.spoken)
        asked = [place for place in asked if place[1] >= behind][:1]
    return any(
        one in sought_words(Seeking.PAID) | sought_words(Seeking.EARNED)
        or not paraphrases(one).isdisjoint(sought_words(Seeking.PAYING))
        for place in asked
        for one in _english(question, place)
    )


def _english(question: Question, word: LocatedWord) -> tuple[str, ...]:
    """The English words of all that a word may mean."""
    return tuple(one for way in meant(question, word) for one in way.split())


def meant(question: Question, word: LocatedWord) -> tuple[str, ...]:
    """What a word may be in English; one for a deputy is for nobody else."""
    is_english = question.spoken == _ENGLISH
    found = [word[0]] if is_english else meanings(question.text, word, question.spoken)
    ways = tuple(way.replace("-", " ") for way in found)
    deputy = tuple(
        way for way in ways if not sought_words(Seeking.DEPUTIES).isdisjoint(way.split())
    )
    return tuple(dict.fromkeys([*deputy, *sought_in_order(Seeking.DEPUTIES)])) if deputy else ways


def _role(question: Question, told: list[LocatedWord]) -> list[LocatedWord]:
    helping, code = _helping(question.spoken), question.spoken
    named = [
        (one, {one[0], *_english(question, one)})
        for one in told
        if not _is_name(question, one) and not _is_passing(question, one)
    ]
    if not named or _is_telling(named[0][1], code):
        return []
    # "Stellte" is of those who hold talks, but by itself puts something anywhere.
    if named[0][0][0] in helping and sought_words(Seeking.HELPING).isdisjoint(named[0][1]):
        return []
    telling = [(one, ways) for one, ways in named if one[0] not in helping]
    if not telling or not helping.isdisjoint(telling[0][1]):
        return []
    first, (last, ways) = telling[0][0], telling[-1]
    if question.spoken == _ENGLISH and _goes_with_particle(question, first):
        return []
    is_verb = question.spoken == _GERMAN and question.text[last[1]].islower()
    is_own = is_verb and last is not first and helping.isdisjoint(ways)
    if is_own:
        return [first, last]
    both = [one for one, _ways in telling[:2]]
    return both if _is_standing(question, both) else [first]


def _is_telling(ways: frozenset[str] | set[str], code: str) -> bool:
    """Whether a word tells of a subject or a deed behind it, in any form.

    "Wants" is no role, though it ends like "assistants".
    """
    stems = {stem(one, _ENGLISH) for one in ways}
    return not (ways.isdisjoint(_of_talks(code, "gave")) and stems.isdisjoint(_telling_stems()))


def _is_passing(question: Question, word: LocatedWord) -> bool:
    """Whether a word makes no other role of one: "new", where that is its likeliest meaning."""
    return not sought_words(Seeking.PASSING).isdisjoint(meant(question, word)[:1])


def _is_standing(question: Question, beside: Sequence[LocatedWord]) -> bool:
    """Whether two words are one role, as of a deputy: "vice-chair", "secrétaire adjoint"."""
    if len(beside) != 2:
        return False
    first, second = beside
    ways = {first[0], second[0], *_english(question, first), *_english(question, second)}
    is_beside = not question.text[first[2] : second[1]].strip(" -")
    return is_beside and not sought_words(Seeking.STANDING).isdisjoint(ways)


def _goes_with_particle(question: Question, word: LocatedWord) -> bool:
    """Whether a verb says what it does with the word behind it only: "set up", "carried out"."""
    behind = question.text[word[2] :].split(maxsplit=1)
    return bool(behind) and behind[0].strip("?!.,;").lower() in sought_words(Seeking.PARTICLES)


def _counted(question: Question, told: list[LocatedWord]) -> list[LocatedWord]:
    """The first of the words that is no number, and no verb for having."""
    passed = {way for row in table(question.spoken).numbers.values() for way in row}
    passed |= sought_words(Seeking.HELPING) if question.spoken == _ENGLISH else frozenset()
    return [one for one in told if one[0] not in passed][:1]


def _deed(question: Question, told: list[LocatedWord]) -> list[LocatedWord]:
    """The word for what was done on the day that is asked for."""
    return [one for one in told if not _dated().isdisjoint(_english(question, one))][:1]


def _done(ways: Sequence[str]) -> tuple[str, ...]:
    """The words for a deed among what a word may be in English."""
    found = tuple(way for way in ways if way in _dated())
    return found if sought_words(Seeking.FOUNDED).isdisjoint(found) else (*found, "set up")


def _is_name(question: Question, word: LocatedWord) -> bool:
    """Whether a word opens with a capital and is in no glossary; a part of a compound is none."""
    if not question.text[word[1]].isupper() or question.text[word[2] : word[2] + 1] == "-":
        return False
    return question.spoken == _ENGLISH or not in_english(question.text, (word,), question.spoken)


_TOLD = {"who": _role, "when": _deed}


@derived
def _telling_stems() -> frozenset[str]:
    return frozenset(stem(word, _ENGLISH) for word in sought_words(Seeking.TELLING))


@derived
def _dated() -> frozenset[str]:
    """The verbs for what has a day that is no other's."""
    return sought_words(Seeking.DATED) | sought_words(Seeking.FOUNDED)


@derived
def _helping(code: str) -> frozenset[str]:
    """Levelled: verbs that say nothing without what was given or held."""
    return sought_words(Seeking.HELPING) | _of_talks(code, "held")


@derived
def _of_talks(code: str, key: str) -> frozenset[str]:
    return frozenset(level(word) for way in table(code).talks.get(key, ()) for word in way.split())
