"""Two things that a message compares, neither of them a meeting: what each is, in turn."""

from collections.abc import Sequence
from dataclasses import replace

from forumbot.answers.overviews.subjects import asking_words
from forumbot.asking.question import Question, read_question
from forumbot.asking.replacing import behind
from forumbot.language.phrases import phrase, speaking
from forumbot.language.questions import function_words
from forumbot.language.words import LocatedWord, stop_words

# Set by hand: what has a name of more words is no thing but a sentence.
_MOST_WORDS = 4
# Set by hand: as many stand side by side as a person reads in one message.
_MOST_YEARS = 4
# Levelled: what stands between two things that are compared, in the nine languages.
_JOINTS = frozenset(
    "and or vs versus with from und oder mit von et ou avec de en of met van y o con e com i oraz z"
    " si sau cu".split()
)
# Before the first of two things that are compared, but also of two that a road joins.
_BETWEEN = frozenset("between zwischen entre tussen intre miedzy pomiedzy tra fra".split())


def things_compared(question: Question) -> tuple[Question, ...]:
    """The questions for what each of two things is, or one of some years, in the asker's language.

    The things stand on both sides of a joint ("and", "vs"), which itself or another word says that
    they are compared. None where forums are named, or on either side nothing is.
    """
    comparing = (asking_words("compare") - asking_words()) | _BETWEEN
    is_compared = not (comparing - stop_words() - _BETWEEN).isdisjoint(question.words)
    if not is_compared or question.forums.named:
        return ()
    passed = comparing | function_words(question.spoken) | stop_words()
    words = question.located
    joints = [at for at, (word, _start, _end) in enumerate(words) if word in _JOINTS]
    for at in joints:
        years = _years_about(words, at)
        if years:
            return _of_years(question, years, passed)
    for at in joints:
        word = words[at][0]
        before = _named(question, words[:at][::-1], passed)[::-1]
        after = _named(question, _from_first_name(question, words[at + 1 :], passed), passed)
        left, right = words[: at - len(before)], words[at + 1 :]
        is_said = word in comparing or _ends_with(left, comparing) or _goes_on(right, comparing)
        if before and after and is_said and not _are_alike(before, after):
            return tuple(_asked(question, _text(question, thing)) for thing in (before, after))
    return ()


def _years_about(words: Sequence[LocatedWord], joint: int) -> list[LocatedWord]:
    """The years that a joint ends a list of: "2018, 2019 and 2020"; none where it joins others."""
    first = joint
    while first and words[first - 1][0].isdigit():
        first -= 1
    listed = [*words[first:joint], *words[joint + 1 : joint + 2]]
    is_list = first < joint and listed[-1][0].isdigit()
    return listed if is_list and len(listed) <= _MOST_YEARS else []


def _of_years(
    question: Question,
    years: Sequence[LocatedWord],
    passed: frozenset[str],
) -> tuple[Question, ...]:
    """What is compared of each of some years: "the summits of 2017 and 2018"; not of them alone."""
    first = years[0]
    own = [one for one in question.located if one[2] <= first[1]]
    while own and own[-1][0] in passed:
        own.pop()
    named = _named(question, own[::-1], passed)[::-1]
    if not named:
        return ()
    name = question.text[named[0][1] : first[1]]
    return tuple(_asked(question, f"{name}{question.text[one[1] : one[2]]}") for one in years)


def _text(question: Question, thing: Sequence[LocatedWord]) -> str:
    return question.text[thing[0][1] : thing[-1][2]]


def _ends_with(words: Sequence[LocatedWord], comparing: frozenset[str]) -> bool:
    """Whether a word for comparing stands last, but for small words: "between the"."""
    passed = stop_words() - comparing
    return next((one for one, *_place in reversed(words) if one not in passed), "") in comparing


def _goes_on(words: Sequence[LocatedWord], comparing: frozenset[str]) -> bool:
    """Whether what follows ends in a word for comparing: "how do they differ"."""
    return bool(words) and words[-1][0] in comparing


def _are_alike(some: Sequence[LocatedWord], others: Sequence[LocatedWord]) -> bool:
    return [one[0] for one in some] == [one[0] for one in others]


def _from_first_name(
    question: Question, words: Sequence[LocatedWord], passed: frozenset[str]
) -> Sequence[LocatedWord]:
    """The words from the first on that names something."""
    at = next((at for at, one in enumerate(words) if not _is_passed(question, one, passed)), None)
    return () if at is None else words[at:]


def _named(
    question: Question, words: Sequence[LocatedWord], passed: frozenset[str]
) -> list[LocatedWord]:
    """The first of some words that name something, up to one that does not; none of too many."""
    found: list[LocatedWord] = []
    for one in words:
        if _is_passed(question, one, passed) or (found and _is_parted(question, found[-1], one)):
            break
        found.append(one)
    return found if len(found) <= _MOST_WORDS else []


def _is_passed(question: Question, word: LocatedWord, passed: frozenset[str]) -> bool:
    """Whether a word names nothing; one in capitals does ("EU")."""
    written = question.text[word[1] : word[2]]
    return word[0] in passed and not (len(written) > 1 and written.isupper())


def _is_parted(question: Question, one: LocatedWord, other: LocatedWord) -> bool:
    """Whether a sign ends a stretch between two words."""
    first, second = sorted((one, other), key=lambda word: word[1])
    return any(sign in question.text[first[2] : second[1]] for sign in ",;:.?!()")


def _asked(question: Question, thing: str) -> Question:
    """What is asked of a thing behind a colon, else what it is, in the language of the message."""
    _compared, _sign, asked = question.text.partition(":")
    text = phrase("what_is", speaking(question.spoken), thing=thing)
    if asked and read_question(asked.strip(), spoken=question.spoken).cue is not None:
        text = behind(asked.strip(), thing)
    return replace(read_question(text, spoken=question.spoken), read_in=question.read_in)
