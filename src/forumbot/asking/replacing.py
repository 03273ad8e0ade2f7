"""A question with something else in the place of what is of its kind: "and the fourth?"."""

import re

from forumbot.asking.context import Context, event, event_named, forum_called
from forumbot.asking.kinds import KIND_WORDS
from forumbot.asking.question import Question, read_question
from forumbot.language.forum_names import ordinals_in
from forumbot.language.levelling import level
from forumbot.language.patterns import ways
from forumbot.language.phrases import ordinal, phrase, speaking
from forumbot.language.questions import asked_for
from forumbot.language.table import codes, derived, table
from forumbot.language.turns import Turns
from forumbot.language.words import stop_words

# Set by hand, not measured: one or two words ("in Brussels?") rarely make a question alone; what
# is meant instead is said in fewer than six.
FEW, MEANT = 3, 5
_YES_NO = "yes_no"
_NO_BRACKETS = str.maketrans("()", "  ")
# As in "the smart cities one", which no ordinal counts.
_ONE = re.compile(r"\bthe\s+(?P<name>\w[\w\s'’-]*?)\s+one\Z", re.IGNORECASE)
NAME = re.compile(r"(?:\b(?P<before>\w+)\s+)?(?P<name>[A-ZÀ-Þ][\w'’-]+(?:\s+[A-ZÀ-Þ][\w'’-]+)*)")


def put(item: str, context: Context, known: Turns) -> str:
    """The last question with an item in the place of one of its kind, else behind it."""
    item = item.strip(" ?!.,;")
    read, last = read_question(item), context.question
    numbers = lone_ordinals(item) or ordinals_in(item)
    if read.forums.edition is not None or numbers:
        number = read.forums.edition if read.forums.edition is not None else numbers[0][0]
        inside = ordinals_in(item)
        said = item[inside[0][1] : inside[0][2]] if inside else ""
        return with_number(number, _as_before(said, number, context), context)
    meeting = event(context, known, is_cited=False) if event_named(read, known) else ""
    if read.times and meeting and meeting in last.text:
        return last.text.replace(meeting, item, 1)
    if read.times and last.times:
        first, time = last.times[0], read.times[0]
        text = last.text
        return f"{text[: first.start]}{item[time.start : time.end]}{text[first.end :]}"
    other = other_name(item, context, known) or (item and _other_tail(item, context, known))
    return other or _other_words(item, context, known) or behind(last.text, item)


def with_number(number: int, written: str, context: Context) -> str:
    """The last question about another forum, or another of what it counts."""
    last = context.question
    one = last.forums.one
    if one is not None:
        inside = [place for place in ordinals_in(last.text) if one.start <= place[1] < one.end]
        start, end = inside[0][1:] if inside else (one.start, one.end)
        code = speaking(last.spoken)
        label = phrase("forum_label", code, ordinal=ordinal(number, code))
        named = written if inside else label
        return f"{last.text[:start]}{named}{last.text[end:]}"
    counted = lone_ordinals(last.text)
    if counted:
        _number, start, end = counted[0]
        return f"{last.text[:start]}{written}{last.text[end:]}"
    if context.edition is None:
        return behind(last.text, written)
    return behind(last.text, forum_called(number, last.spoken))


def last_one(item: str, context: Context, known: Turns) -> str:
    """The last question about the last forum, where it names one by an ordinal: "and the last?"."""
    one = context.question.forums.one
    said = item.strip(" ?!.").split()
    last = [word for word in said if level(word) in _last_words()]
    is_last = len(last) == 1 and all(
        level(word) in known.light for word in said if word not in last
    )
    if one is None or not is_last or not ordinals_in(context.question.text[one.start : one.end]):
        return ""
    spoken = context.question.spoken
    own = table(spoken).dating("last") if spoken in codes() else ()
    is_own = not own or level(last[0]) in set(map(level, ways(own)))
    return with_number(0, last[0] if is_own else ways(own)[0], context)


@derived
def _last_words() -> frozenset[str]:
    return frozenset(level(way) for code in codes() for way in ways(table(code).dating("last")))


def _as_before(said: str, number: int, context: Context) -> str:
    """An ordinal in the language and the form of the one in the last question, as far as known.

    "And the fourth?" is "des vierten Forums" where "des dritten Forums" was asked about.
    """
    text, spoken = context.question.text, context.question.spoken
    asked = next((text[start:end] for _n, start, end in ordinals_in(text)), "")
    known = table(spoken).ordinals.get(number, ()) if spoken in codes() else ()
    forms = [form for form in ways(known) if form.isalpha()]
    if said and not (said.isalpha() and asked.isalpha() and forms):
        return said
    like = ordinal_like(number, context)
    is_form = level(said) in map(level, forms)
    # "Troisième" has fewer forms than "premier", and tells nothing of "premier" and "première".
    tells = len(_forms_of_asked(text, spoken)) >= len(forms)
    is_as_near = _shared_ending(said, asked) >= _shared_ending(like, asked)
    return said if is_form and (is_as_near or not tells) else like


def _forms_of_asked(text: str, spoken: str) -> list[str]:
    """The forms, in letters, of the ordinal that stands first in a question."""
    number = next((number for number, _start, _end in ordinals_in(text)), 0)
    return [form for form in ways(table(spoken).ordinals.get(number, ())) if form.isalpha()]


def other_name(item: str, context: Context, known: Turns) -> str:
    """The last question with a name for the one name in it that stands as this one does."""
    found, last = NAME.search(item), context.question
    if found is None or found.end() < len(item) or last.spoken == "de":
        return ""
    before = leading(found, known)
    alike = [one for one in names_in(last, known) if leading(one, known) == before]
    if len(alike) > 1:
        alike = [one for one in alike if _has_article(one, known) == _has_article(found, known)]
    if len(alike) != 1:
        return ""
    return (
        f"{last.text[: alike[0].start('name')]}{found['name']}{last.text[alike[0].end('name') :]}"
    )


def _other_tail(item: str, context: Context, known: Turns) -> str:
    """The last question with "on skills" in the place of the "on labels" that it ends with."""
    last, (first, *rest) = context.question, item.split()
    if level(first) not in known.within or not 0 < len(rest) < FEW:
        return ""
    leading = list(re.finditer(rf"(?<!\w){re.escape(first)}\s+", last.text, re.IGNORECASE))
    is_inside = leading and last.text.count("(", 0, leading[-1].start()) > last.text.count(
        ")", 0, leading[-1].start()
    )
    if not leading or is_inside or len(last.text[leading[-1].end() :].split()) > FEW:
        return ""
    if last.forums.one is not None and last.forums.one.end > leading[-1].end():
        return ""
    return f"{last.text[: leading[-1].start()]}{item}{_verb_at_end(last, leading[-1].end())}?"


def _verb_at_end(question: Question, start: int) -> str:
    """The German verb that ends a question behind a noun, as in "Wer wurde zum Leiter gewählt?"."""
    said = question.text[start:].strip(" ?!.").split()
    is_verb = question.spoken == "de" and len(said) > 1 and said[-1].islower()
    return f" {said[-1]}" if is_verb else ""


def other_one(item: str, context: Context, known: Turns) -> str:
    """The last question about another of what it names: "the smart cities one" behind a workshop.

    The word for the meeting is that of the one that was named.
    """
    found = None if lone_ordinals(item) else _ONE.search(item)
    named = event(context, known, is_cited=False)
    last = context.question
    if found is None or not named or named not in last.text or last.forums.one is not None:
        return ""
    heads = [
        named[start:end] for word, start, end in read_question(named).located if word.isalpha()
    ]
    called = next((one for one in reversed(heads) if event_named(read_question(one), known)), "")
    if not called or not known.article.search(item[: found.start("name")]):
        return ""
    return last.text.replace(named, f"the {found['name']} {called}", 1)


def other_place(item: str, context: Context, known: Turns) -> str:
    """The last question with "in Lyon" in the place of "on labels" or "at the 2018 conference"."""
    tail = _other_tail(item, context, known)
    first, last = item.split()[0], context.question
    read = read_question(item)
    names = any(one.start("name") > 0 for one in NAME.finditer(item)) and last.spoken != "de"
    if tail or level(first) not in known.within or not names or read.forums.edition is not None:
        return tail
    if has_cue(item, known):
        return ""
    named = event(context, known, is_cited=False)
    at = last.text.find(named) if named else -1
    if at < 0:
        return f"{_without_behind(last.text)} {item}?"
    before = last.text[:at].split()
    leads = bool(before) and level(before[-1]) in known.within
    start = last.text[:at].rstrip().removesuffix(before[-1]) if leads else f"{last.text[:at]}"
    return f"{start}{item}{last.text[at + len(named) :]}"


def _other_words(item: str, context: Context, known: Turns) -> str:
    """The last question with an item for the only words in it that name a subject."""
    last = context.question
    own = set(own_words(last, known))
    places = [(start, end) for word, start, end in last.located if word in own]
    if not places or not own_words(read_question(item), known) or len(item.split()) > MEANT:
        return ""
    start, end = places[0][0], places[-1][1]
    return f"{last.text[:start]}{item}{last.text[end:]}" if len(places) <= FEW else ""


def _has_article(name: re.Match[str], known: Turns) -> bool:
    """Whether a name has an article, as "the Declaration" has and "Poland" has not."""
    return known.article.fullmatch(name["before"] or "") is not None


def leading(name: re.Match[str], known: Turns) -> str:
    """What leads to a name, as "in" does, levelled; empty where nothing does."""
    before = level(name["before"] or "")
    return before if before in known.within else ""


def names_in(question: Question, known: Turns) -> list[re.Match[str]]:
    """The names in a question: capitals beside its first word, of no forum."""
    mention = question.forums.one
    return [
        one
        for one in NAME.finditer(question.text)
        if one.start("name") > 0
        and level(one["name"]) not in known.light
        and not (mention and mention.start <= one.start("name") < mention.end)
        and "forum" not in level(one["name"])
    ]


def ordinal_like(number: int, context: Context) -> str:
    """The ordinal in the form of the one in the last question, by its ending."""
    last = context.question
    asked = next((last.text[start:end] for _n, start, end in ordinals_in(last.text)), "")
    return ordinal_as(number, asked, last.spoken)


def ordinal_as(number: int, asked: str, spoken: str) -> str:
    """The ordinal of a language in the form of another one, by its ending."""
    forms = table(spoken).ordinals.get(number, ()) if spoken in codes() else ()
    if not forms:
        return f"{number}."
    written = [form for form in forms if form.isalpha()] if asked.isalpha() else []
    return max(written or forms, key=lambda form: _shared_ending(form, asked))


def _shared_ending(one: str, other: str) -> int:
    pairs = zip(reversed(one.lower()), reversed(other.lower()), strict=False)
    count = 0
    for left, right in pairs:
        if left != right:
            break
        count += 1
    return count


def behind(text: str, about: str) -> str:
    """A text with what it is about in brackets behind it, in the place of any that stood there."""
    named = " ".join(about.translate(_NO_BRACKETS).split())
    return f"{_without_behind(text)} ({named})?".lstrip()


def _without_behind(text: str) -> str:
    """A question without its sign, and without what was put in brackets behind it."""
    bare = text.rstrip(" ?!.")
    if not bare.endswith(")"):
        return bare
    # One within another, as it may be typed, goes with it.
    opened = [at for at, one in enumerate(bare) if one == "("]
    start = (at for at in reversed(opened) if bare.count("(", at) == bare.count(")", at))
    return bare[: next(start, len(bare))].rstrip()


def own_words(question: Question, known: Turns) -> list[str]:
    """The words that name a subject."""
    light = known.light | KIND_WORDS | stop_words()
    places = [(start, end) for _number, start, end in ordinals_in(question.text)]
    return [
        word
        for word, start, end in question.located
        if word not in light and not any(first <= start and end <= last for first, last in places)
    ]


def has_cue(text: str, known: Turns) -> bool:
    """Whether a question word opens it."""
    return any(asked_for(text, code) is not None for code in known.codes)


def opens_with_cue(text: str, known: Turns) -> bool:
    """Whether a question word opens it, as none does "this is wrong"."""
    keys = {asked_for(text, code) for code in known.codes}
    first = text.split(maxsplit=1)[0] if text.split() else ""
    return not keys <= {None, _YES_NO} or any(asked_for(first, code) for code in known.codes)


def lone_ordinals(text: str) -> list[tuple[int, int, int]]:
    """The ordinals of a text that names no forum by its number."""
    return [] if read_question(text).forums.edition is not None else list(ordinals_in(text))
