"""What counts from what was spoken of: the forum, the session or the year before it, or after."""

import re

from forumbot.asking.context import Context, event, forum_called
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question, read_question
from forumbot.asking.replacing import (
    FEW,
    behind,
    has_cue,
    lone_ordinals,
    ordinal_as,
    ordinal_like,
    own_words,
    with_number,
)
from forumbot.language.levelling import level
from forumbot.language.patterns import ways
from forumbot.language.table import codes, table
from forumbot.language.turns import Turns

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def counted(text: str, context: Context, known: Turns) -> str:
    """The last question about the forum before or after its own; empty where none is counted."""
    bare = known.opening.sub("", text)
    part = _part_counted(bare, context, known)
    if part:
        return part
    alone = _step_alone(bare, context, known)
    found = None if alone else known.earlier.search(bare)
    counted = lone_ordinals(context.question.text)
    edition = counted[0][0] if alone and len(counted) == 1 else context.edition
    number = (edition or 0) + (alone or -1)
    if number < 1 or not (alone or found):
        return ""
    if found is not None:
        named = forum_called(number, context.question.spoken)
        return f"{bare[: found.start()]}{named}{bare[found.end() :]}"
    return with_number(number, ordinal_like(number, context), context)


def _part_counted(bare: str, context: Context, known: Turns) -> str:
    """The last question about the part, or the year, before its own or after it; empty for none.

    "And in the session before that?" is of session 3 where session 4 was asked about, "and the one
    before?" of the meeting before in its series, else of the conference of 2019 where that of 2020
    was.
    """
    last = context.question
    said = bare.strip(" ?!.,;").split()
    for place, word in enumerate(said):
        step = _step_within([*said[:place], *said[place + 1 :]], known)
        part = _with_part(last, level(word), step) if step else ""
        if part:
            return part
    alone = (
        0 if last.forums.named or lone_ordinals(last.text) else _step_alone(bare, context, known)
    )
    title = {-1: context.previous, 1: context.following}.get(alone, "")
    if title:
        return _of_meeting(title, context, known)
    years = list(YEAR.finditer(last.text))
    is_of_year = len(years) == 1 and not last.dates and last.forums.edition is None
    step = _step_alone(bare, context, known) if is_of_year else 0
    if not step:
        return ""
    start, end = years[0].span()
    return f"{last.text[:start]}{int(years[0][0]) + step}{last.text[end:]}"


def _of_meeting(title: str, context: Context, known: Turns) -> str:
    """The last question about the meeting of a title, in the place of the one that it names."""
    last = context.question
    named = event(context, known, is_cited=False)
    if named and named in last.text:
        return last.text.replace(named, title, 1)
    if last.cue is not None and last.kind in (QuestionKind.WHEN, QuestionKind.WHERE):
        return behind(last.text[last.cue.start : last.cue.end], title)
    return behind(last.without_times, title)


def _step_within(said: list[str], known: Turns) -> int:
    """-1 for words that count back and say nothing else, 1 for those that count on, or 0."""
    step, leads = _step(said, known)
    return step if _are_leads(leads, known) else 0


def _step(said: list[str], known: Turns) -> tuple[int, list[str]]:
    """-1 for words of which the last count back, 1 where they count on, or 0; and those before."""
    steps = ((-1, known.earlier), (1, known.later))
    for place in range(len(said)):
        rest = " ".join(said[place:])
        either = (rest, known.pointing.sub("", rest).strip())
        step = next((step for step, counts in steps if any(map(counts.fullmatch, either))), 0)
        if step:
            return step, said[:place]
    return 0, said


def _are_leads(said: list[str], known: Turns) -> bool:
    """Whether words say nothing but that something is within, of or at the next."""
    return all(level(word) in known.within or known.article.fullmatch(word) for word in said)


def _with_part(last: Question, name: str, step: int) -> str:
    """A question with the next number of the part of a name: "session 3", "der vierten Sitzung"."""
    places = [(start, end) for word, start, end in last.located if _is_named_so(word, name)]
    if len(places) != 1:
        return ""
    (start, end), text = places[0], last.text
    figure = re.match(r"\s+(\d{1,2})(?!\w)", text[end:])
    if figure is not None:
        number = int(figure[1]) + step
        return f"{text[: end + figure.start(1)]}{number}{text[end + figure.end() :]}" * (number > 0)
    before = next((one for one in reversed(last.located) if one[2] <= start), None)
    rows = table(last.spoken).ordinals.items() if last.spoken in codes() else ()
    number = next((n for n, row in rows if before and before[0] in map(level, ways(row))), 0)
    if before is None or number + step < 1 or text[before[2] : start].strip() or not number:
        return ""
    written = ordinal_as(number + step, text[before[1] : before[2]], last.spoken)
    return f"{text[: before[1]]}{written}{text[before[2] :]}"


def _is_named_so(word: str, name: str) -> bool:
    """Whether two are one word, but for their endings: "Sitzung" and "Sitzungen"."""
    return word == name or (len(name) > FEW and (word.startswith(name) or name.startswith(word)))


def _step_alone(bare: str, context: Context, known: Turns) -> int:
    """-1 for what asks the same of the one before and says nothing else, 1 of the one after, or 0.

    What leads to it may stand before it, or the question itself: "bei dem davor", "who was it
    before?".
    """
    step, leads = _step(bare.strip(" ?!.,;").split(), known)
    return step if step and _only_leads(leads, context, known) else 0


def _only_leads(said: list[str], context: Context, known: Turns) -> bool:
    """Whether words lead to what is counted, or ask once more what was asked before it."""
    if _are_leads(said, known):
        return True
    read = read_question(" ".join(said), spoken=known.codes[0])
    is_same = read.kind is context.question.kind and not own_words(read, known)
    return is_same and has_cue(read.text, known)


def is_year_before(text: str, known: Turns) -> bool:
    """Whether a message asks the same of the year before, and says nothing else."""
    return known.year_before.fullmatch(known.opening.sub("", text)) is not None


def year_before(context: Context) -> str:
    """The last question about the year before the one that it names; empty where it names none."""
    years = list(YEAR.finditer(context.question.text))
    if len(years) != 1:
        return ""
    start, end = years[0].span()
    return f"{context.asked[:start]}{int(years[0][0]) - 1}{context.asked[end:]}"
