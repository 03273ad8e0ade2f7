"""Messages that lean on what was said before: "and where was it held?", "no, I meant the 6th"."""

import re

from forumbot.asking.comparing import about_two, is_about_two
from forumbot.asking.context import Context, event, subject
from forumbot.asking.counting_on import YEAR, counted, is_year_before, year_before
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import MAX_QUESTION_CHARS, Question, read_question
from forumbot.asking.replacing import (
    FEW,
    MEANT,
    NAME,
    behind,
    has_cue,
    last_one,
    leading,
    lone_ordinals,
    names_in,
    opens_with_cue,
    other_name,
    other_one,
    other_place,
    own_words,
    put,
)
from forumbot.language.forum_names import ordinals_in
from forumbot.language.levelling import level
from forumbot.language.patterns import ways
from forumbot.language.questions import exchanged
from forumbot.language.table import codes, table
from forumbot.language.turns import Turns, turns
from forumbot.language.words import words

_CORRECTION = "correction"
_FACT = "fact"
_LEANING = ("follow_up", _CORRECTION, "")
"""What a message is told to be that may lean; nothing is told where it may be anything."""
_YOU = frozenset(
    "you your yours yourself du dich dir dein deine tu te toi vous votre usted ti voce voces "
    "jij je jou jouw ty ciebie cie twoje tine tau".split()
)


def read_on(
    question: Question, context: Context, told: str = "", *, is_asked_first: bool = False
) -> Question:
    """The question with what it leans on in the place of what points to it, or as it stands.

    ``told`` is the kind that a message is surely told to be, empty where that is not sure. One that
    is neither a ``follow_up`` nor a ``correction`` leans only where it names nothing itself. One
    that is whole is left as it stands where it ``is_asked_first``.
    """
    known = turns(question.spoken, context.question.spoken)
    stays = told == _CORRECTION or (is_asked_first and is_whole(question, context))
    text = about_two(question, context, known)
    if not text and is_about_two(question.text, known):
        return question
    if is_year_before(question.text, known):
        text = year_before(context)
        return read_question(text, instead_of=question) if text else question
    text = (
        text
        or _corrected(question.text, context, known, told)
        or _exchanged(question.text, context, known)
        or counted(question.text, context, known)
        or _asked_of_another(question, context, known)
        or ("" if stays else _pointed(question, context, known, told))
    )
    return read_question(text[:MAX_QUESTION_CHARS], instead_of=question) if text else question


def with_subject(question: Question, context: Context) -> Question | None:
    """The question with what was spoken of behind it; None where that has no name, or is in it."""
    known = turns(question.spoken, context.question.spoken)
    about = event(context, known, is_cited=True) or subject(context, question.words, known)
    if not about or level(about) in level(question.text):
        return None
    text = behind(known.opening.sub("", question.text), about)[:MAX_QUESTION_CHARS]
    return read_question(text, instead_of=question)


def is_whole(question: Question, context: Context | None = None) -> bool:
    """Whether a message asks by itself: it names something, and has no word that points back.

    Fewer words than a few are no whole question where they answer to what was said by their place.
    """
    known, text = turns(question.spoken), question.text
    if context is not None and context.is_reply and len(question.content_words) < FEW:
        return False
    leans = known.opening.match(text) or known.points_at_end(text) or lone_ordinals(text)
    if leans or known.pointed(text) or known.speaks_of_place(text):
        return False
    asks = has_cue(text, known) or (question.typed.endswith("?") and not question.is_lookup)
    own, joined = own_words(question, known), known.joined(text)
    if joined is not None:
        # "Le composteur est-il plein ?" names it, "à quelle heure part-il ?" does not.
        cue = question.cue
        asking = words(text[cue.start : cue.end]) if cue is not None else []
        own = [one for one in own if one not in (*asking, *words(text[: joined.start()])[-1:])]
    return asks and bool(own)


def hangs(question: Question, told: str = "") -> bool:
    """Whether a message has no subject of its own, so that nothing can be found by it alone.

    So it is with a correction that says nothing to put in the place of what was read.
    """
    known = turns(question.spoken)
    corrects = told == _CORRECTION and not opens_with_cue(question.text, known)
    leans_on_two = not question.adds and (corrects or is_about_two(question.text, known))
    if leans_on_two or is_year_before(question.text, known):
        return True
    if is_named(question) or not _YOU.isdisjoint(question.words):
        return False
    bare = known.opening.sub("", question.text)
    for counting in (known.earlier, known.later):
        found = counting.search(bare)
        if found:
            return not own_words(read_question(bare[: found.start()] + bare[found.end() :]), known)
    rests = [found["rest"] for begun in known.corrected if (found := begun.match(bare))]
    if rests:
        return not own_words(read_question(rests[0]), known)
    if own_words(question, known):
        return False
    leans = bare != question.text or bool(known.pointed(bare)) or told == "follow_up"
    return leans or bool(lone_ordinals(question.text)) or _is_bare(question, known)


# Corrections


def _corrected(text: str, context: Context, known: Turns, told: str) -> str:
    """The last question with what was meant in the place of what was read; empty where nothing."""
    if told not in _LEANING:
        return ""
    for begun in known.corrected:
        found = begun.match(text)
        if found is None or not re.search(r"\w", found["rest"]):
            continue
        rest = found["rest"].strip()
        if len(rest.split()) <= MEANT:
            return _instead(rest, context, known)
        return rest if _asks(rest, known) else ""
    both = known.only.match(text) or known.rather.match(text)
    if both is None or len(text.split()) > 2 * MEANT:
        return ""
    return _replaced(context.question.text, both["old"], both["new"])


def _instead(rest: str, context: Context, known: Turns) -> str:
    both = known.only.match(rest) or known.rather.match(rest)
    if both is not None:
        replaced = _replaced(context.question.text, both["old"], both["new"])
        return replaced or put(both["new"], context, known)
    return rest if _asks(rest, known) else put(rest, context, known)


def _asks(text: str, known: Turns) -> bool:
    """Whether it is a question with a subject of its own."""
    read = read_question(text)
    return has_cue(text, known) and (is_named(read) or len(own_words(read, known)) > 1)


def _replaced(text: str, old: str, new: str) -> str:
    """The text with other words in the place of old ones; empty where it has none of these."""
    places = [place for place, letter in enumerate(text) for _ in level(letter)]
    at = "".join(map(level, text)).find(level(old).strip())
    if at < 0 or not old.strip():
        return ""
    start, end = places[at], places[at + len(level(old).strip()) - 1] + 1
    return f"{text[:start]}{new.strip()}{text[end:]}"


# The same of something else


def _asked_of_another(question: Question, context: Context, known: Turns) -> str:
    """The last question about what a message names, where it does nothing but name it."""
    same = known.same.match(question.text)
    if same:
        return put(same["rest"], context, known)
    bare = known.opening.sub("", question.text)
    is_opened = bare != question.text
    if _only_ordinal(bare, known) or (is_opened and _only_time(bare, known)):
        return other_one(bare.strip(" ?!."), context, known) or put(bare, context, known)
    if not is_opened:
        return ""
    last_of_all = last_one(bare, context, known)
    if last_of_all:
        return last_of_all
    # "And in October?" is of the year that was asked about.
    years = set(YEAR.findall(context.question.text))
    dated = f"{bare.strip(' ?!.')} {min(years)}" if len(years) == 1 else bare
    if _only_time(dated, known):
        return put(dated, context, known)
    item = bare.strip(" ?!.")
    return (
        other_one(item, context, known)
        or other_name(item, context, known)
        or (item and other_place(item, context, known))
    )


def _exchanged(text: str, context: Context, known: Turns) -> str:
    """The last question for the place instead of the day, or the other way: "and where?"."""
    last = context.question
    if last.spoken not in codes():
        return ""
    return exchanged(last.text, last.spoken, known.opening.sub("", text).strip(" ?!."))


# What points to the subject


def _pointed(question: Question, context: Context, known: Turns, told: str) -> str:
    """The question with the subject of what was said before; empty where it needs none."""
    text, said = question.text, turns(question.spoken)
    bare = said.opening.sub("", text).strip(" ?")
    own = own_words(question, said)
    numbers = lone_ordinals(text)
    is_last = numbers and _ends_with(text, numbers[0], known)
    if numbers and context.edition is not None and (not own or is_last) and not is_named(question):
        end = numbers[0][2]
        return f"{text[:end]} forum{_after_one(text[end:])}"
    counts = known.earlier.search(bare) or known.later.fullmatch(bare)
    if counts or not _leans(question, context, said, told, own):
        return ""
    counted = _people_counted(question, context, known, own)
    about = counted or _about(question, context, known, own)
    if counted or not about or level(about) in level(text):
        return counted
    doing = "" if own else _doing(question, about, context, known)
    if doing:
        return behind(bare, doing)
    points = said.pointed(bare)
    if points is None:
        return behind(bare, about)
    return f"{bare[: points.start()]}{about}{bare[points.end() :]}?"


def _leans(question: Question, context: Context, known: Turns, told: str, own: list[str]) -> bool:
    is_opened = bool(known.opening.match(question.text))
    points = bool(known.pointed(question.text))
    is_short = len(question.content_words) < FEW and not is_named(question)
    leans = context.is_reply and (is_opened or points or is_short)
    if leans or (not is_named(question) and _means_somebody(question, context, known)):
        return True
    if not _YOU.isdisjoint(question.words) and told != "follow_up":
        return False
    if is_named(question):
        return is_opened and len(own) < FEW and not _points_within(question, known)
    is_unsaid = bool(own) and _leaves_unsaid(question, known, told)
    if (known.speaks_of_place(question.text) or is_unsaid) and len(own) < FEW:
        return True
    if told and own:
        return told in _LEANING and (is_opened or not _counts_from_today(question))
    return len(own) < FEW if is_opened or points else not own and _is_bare(question, known)


def _means_somebody(question: Question, context: Context, known: Turns) -> bool:
    """Whether an English message says "he" or "she" of the one person who was spoken of.

    Whatever else it names, as in "since when has he rented his plot?"; in other languages such
    words are of things as well.
    """
    is_said = not known.person.isdisjoint(question.words)
    return "en" in known.codes[:1] and is_said and bool(_somebody(context, known))


def _somebody(context: Context, known: Turns) -> str:
    """The one person whom the last question names, else the one who answered it."""
    people = [one["name"] for one in names_in(context.question, known) if not leading(one, known)]
    return people[0] if len(people) == 1 else context.person


def _counts_from_today(question: Question) -> bool:
    """Whether the next or the last meeting is asked for, whatever was spoken of."""
    known = table(question.spoken if question.spoken in codes() else "en")
    said = set(question.words)
    counting = {level(way) for key in ("next", "last") for way in ways(known.dating(key))}
    return not said.isdisjoint(counting) and not said.isdisjoint(
        map(level, ways(known.forum_words))
    )


def _leaves_unsaid(question: Question, known: Turns, told: str) -> bool:
    """Whether a message ends by pointing back, or asks of oneself: "in it?", "can I go twice?"."""
    if known.points_at_end(question.text):
        return True
    return told in (*_LEANING, _FACT) and not known.self.isdisjoint(question.words)


def _points_within(question: Question, known: Turns) -> bool:
    """Whether a message points to a forum that it names itself: "the first, what did it say?"."""
    named, points = question.forums.one, known.pointed(question.text)
    return named is not None and points is not None and named.end <= points.start()


def _about(question: Question, context: Context, known: Turns, own: list[str]) -> str:
    """Whom or what it asks of: a line that was chosen, somebody, an event, what was asked about."""
    if context.about:
        return f"“{context.about}”"
    said = turns(question.spoken)
    if not said.person.isdisjoint(question.words):
        somebody = _somebody(context, known)
        if somebody:
            return somebody
        if "en" in known.codes[:1]:
            return ""
    is_there = said.speaks_of_place(question.text)
    speaks = is_there or (not own and not known.of_event.isdisjoint(question.words))
    asks = not own and question.kind in (QuestionKind.WHERE, QuestionKind.WHEN)
    last = context.question
    if asks and last.kind is QuestionKind.WHO and last.cue is not None and _asks_since(question):
        # Since when somebody is what they are is not when the meeting was.
        return last.text[last.cue.end :].strip(" ?!.")
    about = event(context, known, is_cited=True) if speaks or asks else ""
    return about or subject(context, question.words, known)


def _asks_since(question: Question) -> bool:
    """Whether it is asked since when something is so."""
    known = table(question.spoken if question.spoken in codes() else "en")
    cue = question.text[question.cue.start : question.cue.end] if question.cue else ""
    return not set(words(cue)).isdisjoint(map(level, ways(known.dating("since"))))


def _doing(question: Question, about: str, context: Context, known: Turns) -> str:
    """The event with who did something at it, for "when was that?"; empty for any other message.

    As in "What did Denmark do at the fair?", which is not asked when the fair was.
    """
    asks = question.kind in (QuestionKind.WHEN, QuestionKind.WHERE)
    speaks = not known.of_event.isdisjoint(question.words)
    said = set(words(about))
    named = (one["name"] for one in names_in(context.question, known))
    names = [one for one in named if said.isdisjoint(words(one))]
    is_of_it = asks and not speaks and about in context.question.text
    return ", ".join([*names, about]) if names and is_of_it else ""


def _people_counted(question: Question, context: Context, known: Turns, own: list[str]) -> str:
    """How many participants a meeting had, where "how many came?" names nothing else."""
    counts = question.kind is QuestionKind.NUMBER and not known.people.isdisjoint(question.words)
    about = event(context, known, is_cited=True) if counts and not own else ""
    return f"{known.counted.format(about)}?" if about else ""


def _ends_with(text: str, ordinal: tuple[int, int, int], known: Turns) -> bool:
    """Whether an ordinal with its article is the last word: "what came out of the third?"."""
    _number, start, end = ordinal
    return known.article.search(text[:start]) is not None and not text[end:].strip(" ?!.")


def _after_one(rest: str) -> str:
    """What follows an ordinal, without the "one" that stood for the forum."""
    return re.sub(r"\A\s+ones?\b", "", rest)


# What a message has of its own


def is_named(question: Question) -> bool:
    """Whether it names a forum, a time, or anything by capitals behind its first word."""
    if question.forums.edition is not None or question.years or question.times:
        return True
    names = NAME.finditer(question.text)
    return question.spoken != "de" and any(one.start("name") > 0 for one in names)


def _is_bare(question: Question, known: Turns) -> bool:
    """Whether it is a question word and hardly more: "why?", "in which city?"."""
    return has_cue(question.text, known) and not own_words(question, known)


def _only_ordinal(text: str, known: Turns) -> bool:
    read = read_question(text)
    is_forum = read.forums.edition is not None
    return (is_forum or bool(ordinals_in(text))) and _says_no_more(read, known, _forum_words(read))


def _only_time(text: str, known: Turns) -> bool:
    read = read_question(text)
    rest = read_question(read.without_times)
    return bool(read.times) and _says_no_more(rest, known, frozenset())


def _says_no_more(read: Question, known: Turns, beside: frozenset[str]) -> bool:
    """Whether nothing is asked, and nothing named but what is left aside."""
    named = set(own_words(read, known)) - beside
    return not named and not has_cue(read.text, known)


def _forum_words(read: Question) -> frozenset[str]:
    known = [table(code) for code in {read.spoken, "en"} if code in codes()]
    return frozenset(level(way) for one in known for way in ways(one.forum)) | {
        word for number in (read.forums.edition,) if number for word in (str(number),)
    }
