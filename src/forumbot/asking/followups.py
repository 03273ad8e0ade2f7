"""Messages that lean on what was said before: "and where was it held?", "no, I meant the 6th"."""

import re

from forumbot.asking.context import Context, event, forum_called, subject
from forumbot.asking.kinds import KIND_WORDS, QuestionKind
from forumbot.asking.question import MAX_QUESTION_CHARS, Question, read_question
from forumbot.language.forum_names import ordinals_in
from forumbot.language.levelling import level
from forumbot.language.patterns import ways
from forumbot.language.questions import asked_for, exchanged
from forumbot.language.table import codes, table
from forumbot.language.turns import Turns, turns
from forumbot.language.words import stop_words

# Set by hand, not measured: one or two words ("in Brussels?") rarely make a question alone; what
# is meant instead is said in fewer than six.
_FEW, _MEANT = 3, 5
_CORRECTION = "correction"
_LEANING = ("follow_up", _CORRECTION, "")
"""What a message is told to be that may lean; nothing is told where it may be anything."""
_NAME = re.compile(r"(?:\b(?P<before>\w+)\s+)?(?P<name>[A-ZÀ-Þ][\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’-]+)*)")
_YOU = frozenset(
    "you your yours yourself du dich dir dein deine tu te toi vous votre usted ti voce voces "
    "jij je jou jouw ty ciebie cie twoje tine tau".split()
)


def read_on(question: Question, context: Context, told: str = "") -> Question:
    """The question with what it leans on in the place of what points to it, or as it stands.

    ``told`` is the kind that a message is surely told to be, empty where that is not sure. One that
    is neither a ``follow_up`` nor a ``correction`` leans only where it names nothing itself.
    """
    known = turns(question.spoken, context.question.spoken)
    text = (
        _corrected(question.text, context, known, told)
        or _exchanged(question.text, context, known)
        or _counted(question.text, context, known)
        or _asked_of_another(question, context, known)
        or ("" if told == _CORRECTION else _pointed(question, context, known, told))
    )
    return read_question(text[:MAX_QUESTION_CHARS], instead_of=question) if text else question


def hangs(question: Question, told: str = "") -> bool:
    """Whether a message has no subject of its own, so that nothing can be found by it alone.

    So it is with a correction that says nothing to put in the place of what was read.
    """
    known = turns(question.spoken)
    if told == _CORRECTION and not question.adds and not _has_cue(question.text, known):
        return True
    if _is_named(question) or not _YOU.isdisjoint(question.words):
        return False
    bare = known.opening.sub("", question.text)
    for counting in (known.earlier, known.later):
        found = counting.search(bare)
        if found:
            return not _own(read_question(bare[: found.start()] + bare[found.end() :]), known)
    rests = [found["rest"] for begun in known.corrected if (found := begun.match(bare))]
    if rests:
        return not _own(read_question(rests[0]), known)
    if _own(question, known):
        return False
    leans = bare != question.text or bool(known.pointing.search(bare)) or told == "follow_up"
    return leans or bool(_lone_ordinals(question.text)) or _is_bare(question, known)


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
        if len(rest.split()) <= _MEANT:
            return _instead(rest, context, known)
        return rest if _asks(rest, known) else ""
    both = known.only.match(text) or known.rather.match(text)
    if both is None or len(text.split()) > 2 * _MEANT:
        return ""
    return _replaced(context.question.text, both["old"], both["new"])


def _instead(rest: str, context: Context, known: Turns) -> str:
    both = known.only.match(rest) or known.rather.match(rest)
    if both is not None:
        replaced = _replaced(context.question.text, both["old"], both["new"])
        return replaced or _put(both["new"], context, known)
    return rest if _asks(rest, known) else _put(rest, context, known)


def _asks(text: str, known: Turns) -> bool:
    """Whether it is a question with a subject of its own."""
    read = read_question(text)
    return _has_cue(text, known) and (_is_named(read) or len(_own(read, known)) > 1)


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
        return _put(same["rest"], context, known)
    bare = known.opening.sub("", question.text)
    is_opened = bare != question.text
    if _only_ordinal(bare, known) or (is_opened and _only_time(bare, known)):
        return _put(bare, context, known)
    if not is_opened:
        return ""
    item = bare.strip(" ?!.")
    return _other_name(item, context, known) or (item and _other_tail(item, context, known))


def _exchanged(text: str, context: Context, known: Turns) -> str:
    """The last question for the place instead of the day, or the other way: "and where?"."""
    last = context.question
    if last.spoken not in codes():
        return ""
    return exchanged(last.text, last.spoken, known.opening.sub("", text).strip(" ?!."))


def _put(item: str, context: Context, known: Turns) -> str:
    """The last question with an item in the place of one of its kind, else behind it."""
    item = item.strip(" ?!.,;")
    read, last = read_question(item), context.question
    numbers = _lone_ordinals(item) or ordinals_in(item)
    if read.forums.edition is not None or numbers:
        number = read.forums.edition if read.forums.edition is not None else numbers[0][0]
        inside = ordinals_in(item)
        written = item[inside[0][1] : inside[0][2]] if inside else _ordinal(number, context)
        return _with_number(number, written, context)
    if read.times and last.times:
        first, time = last.times[0], read.times[0]
        text = last.text
        return f"{text[: first.start]}{item[time.start : time.end]}{text[first.end :]}"
    other = _other_name(item, context, known) or (item and _other_tail(item, context, known))
    return other or _behind(last.text, item)


def _with_number(number: int, written: str, context: Context) -> str:
    """The last question about another forum, or another of what it counts."""
    last = context.question
    one = last.forums.one
    if one is not None:
        inside = [place for place in ordinals_in(last.text) if one.start <= place[1] < one.end]
        start, end = inside[0][1:] if inside else (one.start, one.end)
        named = written if inside else forum_called(number, last.spoken).removeprefix("the ")
        return f"{last.text[:start]}{named}{last.text[end:]}"
    counted = _lone_ordinals(last.text)
    if counted:
        _number, start, end = counted[0]
        return f"{last.text[:start]}{written}{last.text[end:]}"
    if context.edition is None:
        return _behind(last.text, written)
    return _behind(last.text, forum_called(number, last.spoken))


def _other_name(item: str, context: Context, known: Turns) -> str:
    """The last question with a name for the one name in it that stands as this one does."""
    found, last = _NAME.search(item), context.question
    if found is None or found.end() < len(item) or last.spoken == "de":
        return ""
    before = _within(found, known)
    alike = [one for one in _names(last, known) if _within(one, known) == before]
    if len(alike) != 1:
        return ""
    return (
        f"{last.text[: alike[0].start('name')]}{found['name']}{last.text[alike[0].end('name') :]}"
    )


def _other_tail(item: str, context: Context, known: Turns) -> str:
    """The last question with "on skills" in the place of the "on labels" that it ends with."""
    last, (first, *rest) = context.question, item.split()
    if level(first) not in known.within or not 0 < len(rest) < _FEW:
        return ""
    leading = list(re.finditer(rf"(?<!\w){re.escape(first)}\s+", last.text, re.IGNORECASE))
    if not leading or len(last.text[leading[-1].end() :].split()) > _FEW:
        return ""
    if last.forums.one is not None and last.forums.one.end > leading[-1].end():
        return ""
    return f"{last.text[: leading[-1].start()]}{item}?"


def _within(name: re.Match[str], known: Turns) -> str:
    """What leads to a name, as "in" does, levelled; empty where nothing does."""
    before = level(name["before"] or "")
    return before if before in known.within else ""


def _names(question: Question, known: Turns) -> list[re.Match[str]]:
    """The names in a question: capitals beside its first word, of no forum."""
    mention = question.forums.one
    return [
        one
        for one in _NAME.finditer(question.text)
        if one.start("name") > 0
        and level(one["name"]) not in known.light
        and not (mention and mention.start <= one.start("name") < mention.end)
        and "forum" not in level(one["name"])
    ]


# Counting from what was spoken of


def _counted(text: str, context: Context, known: Turns) -> str:
    """The last question about the forum before or after its own; empty where none is counted."""
    bare = known.opening.sub("", text)
    earlier, later = known.earlier.search(bare), known.later.fullmatch(bare)
    found, step = (earlier, -1) if earlier else (later, 1)
    edition = context.edition
    if found is None or edition is None or edition + step < 1:
        return ""
    number, spoken = edition + step, context.question.spoken
    if found[0].strip(" ?!.,") != bare.strip(" ?!.,"):
        named = forum_called(number, spoken)
        return f"{bare[: found.start()]}{named}{bare[found.end() :]}"
    return _with_number(number, _ordinal(number, context), context)


def _ordinal(number: int, context: Context) -> str:
    """The ordinal in the form of the one in the last question, by its ending."""
    last = context.question
    forms = table(last.spoken).ordinals.get(number, ()) if last.spoken in codes() else ()
    if not forms:
        return f"{number}."
    asked = next((last.text[start:end] for _n, start, end in ordinals_in(last.text)), "")
    return max(forms, key=lambda form: _shared_ending(form, asked))


def _shared_ending(one: str, other: str) -> int:
    pairs = zip(reversed(one.lower()), reversed(other.lower()), strict=False)
    count = 0
    for left, right in pairs:
        if left != right:
            break
        count += 1
    return count


# What points to the subject


def _pointed(question: Question, context: Context, known: Turns, told: str) -> str:
    """The question with the subject of what was said before; empty where it needs none."""
    text = question.text
    bare = known.opening.sub("", text).strip(" ?")
    own = _own(question, known)
    numbers = _lone_ordinals(text)
    if numbers and context.edition is not None and not own and not _is_named(question):
        end = numbers[0][2]
        return f"{text[:end]} forum{_after_one(text[end:])}"
    counts = known.earlier.search(bare) or known.later.fullmatch(bare)
    if counts or not _leans(question, context, known, told, own):
        return ""
    about = _about(question, context, known, own)
    if not about or level(about) in level(text):
        return ""
    pointed = known.pointing.sub(lambda _match: about, bare, count=1)
    return f"{pointed}?" if pointed != bare else _behind(bare, about)


def _leans(question: Question, context: Context, known: Turns, told: str, own: list[str]) -> bool:
    is_opened = bool(known.opening.match(question.text))
    points = bool(known.pointing.search(question.text))
    is_short = len(question.content_words) < _FEW and not _is_named(question)
    if context.is_reply and (is_opened or points or is_short):
        return True
    if not _YOU.isdisjoint(question.words) and told != "follow_up":
        return False
    if _is_named(question):
        return is_opened and len(own) < _FEW
    if told and own:
        return told in _LEANING
    return len(own) < _FEW if is_opened or points else not own and _is_bare(question, known)


def _about(question: Question, context: Context, known: Turns, own: list[str]) -> str:
    """Whom or what it asks of: a line that was chosen, somebody, an event, what was asked about."""
    if context.about:
        return f"“{context.about}”"
    if not known.person.isdisjoint(question.words):
        people = [one["name"] for one in _names(context.question, known) if not _within(one, known)]
        if len(people) == 1:
            return people[0]
    speaks = not own and not known.of_event.isdisjoint(question.words)
    asks = not own and question.kind in (QuestionKind.WHERE, QuestionKind.WHEN)
    about = event(context, known, is_cited=speaks) if speaks or asks else ""
    return about or subject(context, question.words, known)


def _after_one(rest: str) -> str:
    """What follows an ordinal, without the "one" that stood for the forum."""
    return re.sub(r"\A\s+ones?\b", "", rest)


def _behind(text: str, about: str) -> str:
    return f"{text.rstrip(' ?!.')} ({about})?".lstrip()


# What a message has of its own


def _own(question: Question, known: Turns) -> list[str]:
    """The words that name a subject."""
    light = known.light | KIND_WORDS | stop_words()
    places = [(start, end) for _number, start, end in ordinals_in(question.text)]
    return [
        word
        for word, start, end in question.located
        if word not in light and not any(first <= start and end <= last for first, last in places)
    ]


def _is_named(question: Question) -> bool:
    """Whether it names a forum, a time, or anything by capitals behind its first word."""
    if question.forums.edition is not None or question.years or question.times:
        return True
    names = _NAME.finditer(question.text)
    return question.spoken != "de" and any(one.start("name") > 0 for one in names)


def _is_bare(question: Question, known: Turns) -> bool:
    """Whether it is a question word and hardly more: "why?", "in which city?"."""
    return _has_cue(question.text, known) and not _own(question, known)


def _has_cue(text: str, known: Turns) -> bool:
    """Whether a question word opens it."""
    return any(asked_for(text, code) is not None for code in known.codes)


def _lone_ordinals(text: str) -> list[tuple[int, int, int]]:
    """The ordinals of a text that names no forum by its number."""
    return [] if read_question(text).forums.edition is not None else list(ordinals_in(text))


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
    named = set(_own(read, known)) - beside
    return not named and not _has_cue(read.text, known)


def _forum_words(read: Question) -> frozenset[str]:
    known = [table(code) for code in {read.spoken, "en"} if code in codes()]
    return frozenset(level(way) for one in known for way in ways(one.forum)) | {
        word for number in (read.forums.edition,) if number for word in (str(number),)
    }
