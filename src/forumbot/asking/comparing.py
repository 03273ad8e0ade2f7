"""Messages about two meetings that were spoken of: "compare them", "and the other one?"."""

from forumbot.asking.context import Context, event, forum_called
from forumbot.asking.question import Question, read_question
from forumbot.asking.replacing import behind, put
from forumbot.language.levelling import level
from forumbot.language.phrases import listed, speaking
from forumbot.language.turns import Turns

# Set by hand, not measured: more are not told apart by "the other one".
_PAIR = 2


def is_about_two(text: str, known: Turns) -> bool:
    """Whether a message is about two things without naming them."""
    bare = _bare(text, known)
    patterns = (known.other, known.comparing)
    return any(one.fullmatch(bare) for one in patterns) or known.of_two.match(bare) is not None


def about_two(question: Question, context: Context, known: Turns) -> str:
    """The message with the two meetings that were spoken of last; empty where it is about none.

    "The other one" asks the last question of the one that it was not about; there is none where it
    was about both.
    """
    bare = _bare(question.text, known)
    pair = spoken_of(context, known)[:_PAIR]
    if len(pair) < _PAIR or not is_about_two(bare, known):
        return ""
    if known.other.fullmatch(bare):
        if all(one in context.asked for one in pair):
            return ""
        return put(pair[1], context, known)
    both = listed(pair[::-1], speaking(known.codes[0]))
    if known.of_two.match(bare):
        return behind(bare, both)
    said = known.comparison.format(both)
    return f"{said[:1].upper()}{said[1:]}"


def spoken_of(context: Context, known: Turns) -> tuple[str, ...]:
    """The meetings that were spoken of, as they were named, each once, the last first."""
    named = _named_together(context) or (event(context, known, is_cited=False),)
    kept: list[str] = []
    for name in (*named, *context.earlier):
        if name and not any(_is_same(name, one) for one in kept):
            kept.append(name)
    return tuple(kept)


def _named_together(context: Context) -> tuple[str, ...]:
    """What was spoken of that one question names, else its forums, else two documents beside.

    The last first; none where there are less than two.
    """
    inside = tuple(one for one in context.earlier if one in context.asked)
    if len(inside) >= _PAIR:
        return inside
    mention = context.question.forums.several(context.editions)
    numbers = mention.numbers if mention is not None and mention.numbers else ()
    if not numbers and context.question.forums.one is None and len(context.titles) == _PAIR:
        return context.titles[::-1]
    return tuple(forum_called(number, context.question.spoken) for number in numbers[::-1])


def _is_same(one: str, other: str) -> bool:
    edition = read_question(one).forums.edition
    if edition is not None:
        return edition == read_question(other).forums.edition
    return level(one) == level(other)


def _bare(text: str, known: Turns) -> str:
    return known.opening.sub("", text).strip(" ?!.,¿¡")
