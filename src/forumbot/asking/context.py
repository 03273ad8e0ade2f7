"""What was said before a message: the question, and what it was answered from."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import LocatedWord, Question, read_question
from forumbot.asking.recalled import Recalled, Shown
from forumbot.asking.times import Time
from forumbot.language.levelling import level
from forumbot.language.patterns import ways
from forumbot.language.phrases import ordinal, phrase, speaking
from forumbot.language.recalls import LAST, Recall, chosen_in, leading_in, recall_in
from forumbot.language.spoken import spoken_in
from forumbot.language.table import codes, derived, table
from forumbot.language.turns import Turns, turns
from forumbot.language.words import stop_words, words

_WORD = re.compile(r"[\w'’.-]+")
_TITLE = re.compile(r"\A\W?[“„«\"](.+?)[”“»\"]")
# What follows the name of a line: who, when, what it says.
_REST = re.compile(r"\s[–—·]\s|: “|,\s\d|\s\(")
# Set by hand: a title is shorter, a sentence often longer.
_LONGEST_NAME = 16
_BRACKETS, _NO_BRACKETS = re.compile(r"\s*\([^()]*\)"), str.maketrans("", "", "()")
_BEHIND = re.compile(r"\s+\d{1,3}(?![\w.:/%-])")
_COMPOUNDING = ("de", "nl")
# Set by hand: more words in a row, without those between them, are not read with ease.
_MOST_WORDS = 3
_DOES = frozenset({"do", "does", "did"})
# A word for the part, and the one that leads to the event.
_PART = 2


@dataclass(frozen=True)
class Context:
    """The last question as it was understood, and the documents that its answer cites.

    ``editions`` and ``titles`` are theirs, each once, the first cited first. ``is_reply`` says that
    a message answers to it by its place, so that few words of its own are enough to lean.
    ``listed`` are the lines that can be chosen by their number, ``quoted`` what was quoted since
    the last subject was named; ``goes_on`` says that there are more lines than were shown, and
    ``rest`` are those of them that can be;
    ``about`` is the name of the line that was chosen, the one at ``place`` of those listed, which
    counts from 1 and is 0 where none was. ``topic`` is the meeting and ``person``
    whoever was spoken of last, as they were named, until others are; ``earlier`` are the meetings
    before that, the last first. ``spoken`` is the language of the question, empty where its words
    are to tell; ``sources`` are the documents of the last answer that was one, and ``lasting`` is
    what that was about where the question found hardly anything and names nothing. ``previous`` and
    ``following`` are the titles of the meetings beside the one that was cited, in its series.
    """

    asked: str
    editions: tuple[int, ...] = ()
    titles: tuple[str, ...] = ()
    is_reply: bool = False
    listed: tuple[Shown, ...] = ()
    quoted: tuple[Shown, ...] = ()
    goes_on: bool = False
    rest: tuple[Shown, ...] = ()
    about: str = ""
    place: int = 0
    topic: str = ""
    person: str = ""
    earlier: tuple[str, ...] = ()
    spoken: str = ""
    sources: tuple[str, ...] = ()
    lasting: str = ""
    previous: str = ""
    following: str = ""

    @cached_property
    def question(self) -> Question:
        """The last question, read."""
        return read_question(self.asked, spoken=self.spoken)

    @property
    def edition(self) -> int | None:
        """The forum that it is about: the one that was named, else the one that was cited."""
        named = self.question.forums.edition
        if named is not None:
            return named
        return self.editions[0] if len(self.editions) == 1 else None


def recalled(message: str, context: Context) -> Recalled | None:
    """What a message asks of the last answer; None where it asks of the archive.

    An ordinal is of the list that was shown last; behind an "and" it may be of another forum, as
    may one that the list does not have.
    """
    line = _line(message, context)
    if line is not None:
        return Recalled(Recall.LINE, (line,), about=name_of(line))
    count = leading_in(message)
    if 1 < count < len(context.listed):
        return Recalled(Recall.LEADING, context.listed[:count])
    kind = recall_in(message)
    if kind is Recall.MORE and context.rest:
        return Recalled(kind, (), rest=context.rest)
    if kind in (Recall.MORE, Recall.WHOLE) and context.listed and not context.quoted:
        return Recalled(kind, (), goes_on=bool(context.rest))
    if kind is None or not context.quoted:
        return None
    return Recalled(kind, context.quoted, context.edition, context.goes_on, context.about)


def _line(message: str, context: Context) -> Shown | None:
    if not context.listed:
        return None
    beside = _beside_chosen(message, context)
    if beside is not None:
        return beside
    chosen = chosen_in(message)
    if chosen is None:
        return None
    if chosen.is_ordinal and chosen.is_opened and context.edition is not None:
        return None
    place = len(context.listed) if chosen.number == LAST else chosen.number
    return context.listed[place - 1] if 0 < place <= len(context.listed) else None


def _beside_chosen(message: str, context: Context) -> Shown | None:
    """The line after the one that was chosen, or before it: "the next one"; None for any other."""
    if not context.place:
        return None
    known = turns(spoken_in(message, context.question.spoken), context.question.spoken)
    bare = known.opening.sub("", message)
    step = 1 if known.later.fullmatch(bare) else -1 if known.earlier.fullmatch(bare) else 0
    place = context.place + step
    return context.listed[place - 1] if step and 0 < place <= len(context.listed) else None


def name_of(line: Shown) -> str:
    """The name that stands at the beginning of a line, in quotes or not; empty where it is long."""
    found = _TITLE.search(line.text)
    name = found[1] if found else _REST.split(line.text, maxsplit=1)[0].strip()
    return name if len(name.split()) <= _LONGEST_NAME else ""


def subject(context: Context, own: Collection[str], known: Turns) -> str:
    """What the last question is about, as it is written, without the words in ``own``.

    A meeting that it names is that. More words than a few are no subject: then it is the meeting
    that was spoken of, or the one document that was cited; empty where that is not sure.
    """
    return _without_brackets(context.lasting or _asked_about(context, own, known))


def _without_brackets(about: str) -> str:
    """A name without what was put in brackets behind it, so that none stand within others."""
    return " ".join(_BRACKETS.sub(" ", about).translate(_NO_BRACKETS).split())


def _asked_about(context: Context, own: Collection[str], known: Turns) -> str:
    question = context.question
    content = set(question.content_words)
    asking = words(question.text[question.cue.start : question.cue.end]) if question.cue else ()
    told = (content - known.light or content).difference(own, asking)
    found = [one for one in _WORD.finditer(question.text) if not told.isdisjoint(words(one[0]))]
    named = event(context, known, is_cited=False)
    if named and (len(found) > _MOST_WORDS or named in question.text):
        return _part_of(named, question, known)
    found = _without_verb(found, question, known)
    if len(found) > _MOST_WORDS:
        return context.titles[0] if len(context.titles) == 1 else ""
    return _as_said(found, question, known)


def _without_verb(
    found: list[re.Match[str]], question: Question, known: Turns
) -> list[re.Match[str]]:
    """What is told without what somebody did: "the pilot" of "who led the pilot?".

    The verb follows the question word. In German it may stand at the end, and nouns alone are
    capitalised.
    """
    cue = question.cue
    if cue is None or question.kind is not QuestionKind.WHO:
        return _without_counted(found, question, known)
    if len(found) > 1 and not question.text[cue.end : found[0].start()].strip():
        found = found[1:] if found[0][0][:1].islower() else found
    while question.spoken == "de" and len(found) > 1 and found[-1][0][:1].islower():
        found = found[:-1]
    return found


def _without_counted(
    found: list[re.Match[str]], question: Question, known: Turns
) -> list[re.Match[str]]:
    """What is told in English without what is counted of it, and without the verb of a "do".

    What is counted stays where nothing but a verb is behind it: "how many hens may I keep?". As in
    "how many partners are in the network?" and "how much money do the Euroclusters get?".
    """
    cue, text = question.cue, question.text
    if cue is None or question.spoken != "en":
        return found
    if question.kind is QuestionKind.NUMBER:
        found = [one for one in found if one.start() >= cue.end] or found
        ends = [cue.end, *(one.end() for one in found)]
        apart = (at for at, one in enumerate(found) if text[ends[at] : one.start()].strip())
        behind = next(apart, 0)
        counted, found = found[:behind], found[behind:]
        if counted and not _is_led(found[0], question, known):
            return counted
    does = any(word in _DOES and start >= cue.start for word, start, _end in question.located)
    if not does or len(found) < _PART or text[found[-1].end() :].strip(" ?!."):
        return found
    is_behind = not text[found[-2].end() : found[-1].start()].strip()
    return found[:-1] if is_behind and found[-1][0].islower() else found


def _is_led(name: re.Match[str], question: Question, known: Turns) -> bool:
    """Whether a word is a name, or has what leads to one before it: an article, a preposition."""
    before = words(question.text[: name.start()])[-1:]
    leads = (one in known.within or known.article.fullmatch(one) for one in before)
    return not name[0].islower() or any(leads)


def _as_said(found: Sequence[re.Match[str]], question: Question, known: Turns) -> str:
    """Words as they stand in a question, with the article, where nothing else is between them."""
    if not found:
        return ""
    text, start, end = question.text, found[0].start(), found[-1].end()
    told = {word for one in found for word in words(one[0])}
    joins = known.article.fullmatch
    for word, first, _end in question.located:
        if start <= first < end and not (word in told or word in known.within or joins(word)):
            return _name_among(found, first, question, known)
    return _with_article(text, start, end, known).rstrip(".")


def _name_among(
    found: Sequence[re.Match[str]], parted: int, question: Question, known: Turns
) -> str:
    """The words before what parts them, or those behind it where these alone have an article.

    As in "will the street lamp be repaired", and in "in how many days must a claim be reported".
    """
    before = [one for one in found if one.start() < parted]
    behind = [one for one in found if one.start() > parted]
    first = _as_said(before, question, known)
    if known.article.search(question.text[: before[0].start()]) or not behind:
        return first
    has_article = known.article.search(question.text[: behind[0].start()])
    return _as_said(behind, question, known) if has_article else first


def _part_of(named: str, question: Question, known: Turns) -> str:
    """What a question asks about of an event: "the input paper of the first forum"; else that."""
    at = question.text.find(named)
    before = [one for one in question.located if one[2] <= at]
    if at < 0 or len(before) < _PART or before[-1][0] not in known.within:
        return named
    first = place = len(before) - 1
    while place and not _parts(before[place - 1][0], known):
        place -= 1
    if place == first:
        return named
    return f"{_with_article(question.text, before[place][1], at, known)}{named}"


def event(context: Context, known: Turns, *, is_cited: bool) -> str:
    """The event that was spoken of as it was named, else, with ``is_cited``, that of the source."""
    question = context.question
    if question.forums.one is not None:
        one = question.forums.one
        return _with_article(question.text, one.start, one.end, known)
    named = event_named(question, known) or context.topic
    if named or not is_cited:
        return named
    if context.edition is not None:
        return forum_called(context.edition, question.spoken)
    return context.titles[0] if len(context.titles) == 1 else ""


def forum_called(number: int, spoken: str) -> str:
    """A forum by its number, in words that are read as one."""
    code = speaking(spoken)
    return phrase("forum_called", code, ordinal=ordinal(number, code))


def _with_article(text: str, start: int, end: int, known: Turns) -> str:
    article = known.article.search(text[:start])
    return text[article.start() if article else start : end]


def event_named(question: Question, known: Turns) -> str:
    """A meeting, conference or the like with the words that are part of its name, or empty."""
    meetings = _meetings(question.spoken)
    found = question.located
    for place, (word, start, end) in enumerate(found):
        if word not in meetings and not _is_occasion(word, known):
            continue
        first = place
        text = question.text
        while first and _is_within_name(found, first, text, known):
            first -= 1
        behind = re.match(
            rf"\s+(?:{'|'.join(map(re.escape, known.within))})(?:\s+[A-ZÀ-Þ][\w-]*)+", text[end:]
        )
        if word not in meetings and not behind and not _names(found[first:place], word, known):
            continue
        end += behind.end() if behind else 0
        end = _with_number(question, end)
        end = max(
            [end, *(one.end for one in question.times if _is_of_name(one, end, question, known))]
        )
        times = [text[one.start : one.end] for one in question.times if one.start >= end]
        name = _with_article(text, found[first][1] if first < place else start, end, known)
        return " ".join([name, *times])
    return ""


def _with_number(question: Question, end: int) -> int:
    """Where a meeting ends with the number behind it: "session 4", but not "the session 4 May"."""
    number = _BEHIND.match(question.text, end)
    is_day = number and any(one.start < number.end() <= one.end for one in question.times)
    return number.end() if number and not is_day else end


def _is_of_name(time: Time, end: int, question: Question, known: Turns) -> bool:
    """Whether a time ends the name that reaches to ``end``: "le conseil municipal du 14 mai"."""
    between = [
        word for word, start, stop in question.located if end <= start and stop <= time.start
    ]
    own = [word for word in between if word not in known.within]
    return time.start < end or (
        len(between) == len(own) + 1
        and len(own) < _PART
        and not any(_parts(one, known) for one in own)
    )


def _is_within_name(found: Sequence[LocatedWord], place: int, text: str, known: Turns) -> bool:
    """Whether the word before a place is of the name: an acronym is, as "EU" is no French there."""
    word, start, end = found[place - 1]
    is_acronym = end - start > 1 and text[start:end].isupper() and not text.isupper()
    return is_acronym or not _parts(word, known) or _is_hyphened(found, place, text)


def _is_hyphened(found: Sequence[LocatedWord], place: int, text: str) -> bool:
    """Whether the word before a place is half of one, as "off" is in "the kick-off meeting"."""
    joints = [
        text[one[2] : other[1]] for one, other in pairwise(found[max(place - 2, 0) : place + 1])
    ]
    return "-" in joints


def _is_occasion(word: str, known: Turns) -> bool:
    """Whether a word, or the end of a compound, is for what is held beside meetings."""
    is_compounding = known.codes[0] in _COMPOUNDING
    ends = tuple(known.occasion) if is_compounding else ()
    return word in known.occasion or word.endswith(ends)


def _names(before: Sequence[tuple[str, int, int]], word: str, known: Turns) -> bool:
    """Whether words make a name of an occasion: "the cluster weeks", but not "4 days"."""
    if word not in known.occasion:
        return True
    return bool(before) and all(one.isalpha() and one not in _counts() for one, _s, _e in before)


@derived
def _counts() -> frozenset[str]:
    """Levelled words that count occasions, or say which of them is near."""
    numbers = (way for code in codes() for said in table(code).numbers.values() for way in said)
    near = (way for code in codes() for key in ("next", "last") for way in table(code).dating(key))
    return frozenset(level(way) for said in (*numbers, *near) for way in ways([said]))


def _parts(word: str, known: Turns) -> bool:
    """Whether a word stands outside of a name."""
    return word in stop_words() or word in known.light


@derived
def _meetings(spoken: str) -> frozenset[str]:
    languages = [table(code) for code in {spoken, "en"} if code in codes()]
    return frozenset(
        level(way) for one in languages for way in ways((*one.forum_words, *one.forum))
    )
