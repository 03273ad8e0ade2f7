"""A message of several questions, split into its parts by where question words stand."""

import re
from collections.abc import Iterator, Sequence

from forumbot.asking.context import Context
from forumbot.asking.followups import read_on
from forumbot.asking.question import Question, read_question
from forumbot.asking.replacing import behind
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import codes, derived, table
from forumbot.language.turns import turns
from forumbot.language.words import stop_words

MOST_PARTS = 4
"""So many parts are answered: as much as a person reads in one message."""
_ASKING = (
    "who", "when", "where", "how_many", "how_much", "how_long", "how_big", "which", "what", "why",
    "how",
)  # fmt: skip
# Behind the end of a question, or between two of them.
_ENDS = re.compile(r"(?<=[?;])\s+")
_CAPITALISED = "de"
# Set by hand: "and what about the second one?" has six words.
_FEW = 6
# A "two questions:" before them.
_COUNTED = re.compile(r"\A[^:?]{0,40}:\s+")


def parts_of(question: Question) -> tuple[Question, ...]:
    """The questions of a message, the subject of the first carried over; one where it is not many.

    A part begins with a question word of the message's language, behind the end of a question, a
    comma or an "and". "When and where was it?" is two of one wording. All else that "and" joins
    stays together, and more than :data:`MOST_PARTS` are left out.
    """
    spoken = question.spoken if question.spoken in codes() else "en"
    further = _same_of_another(question)
    if further:
        return further
    pieces = list(_pieces(question.text, spoken))
    if len(pieces) < 2:
        return (question,)
    first, *others = pieces[:MOST_PARTS]
    head = read_question(f"{first[0]}?", spoken=spoken)
    further = tuple(read_question(f"{one}?", f"{shown}?", spoken=spoken) for one, shown in others)
    return (head, *(_carried(one, head) for one in further))


def asks_of_another(question: Question) -> bool:
    """Whether a message asks its question of something else as well: "… ? And at the fourth?"."""
    return bool(_same_of_another(question))


def _same_of_another(question: Question) -> tuple[Question, ...]:
    """A question, and the same of what each sentence behind it names; none where one says more."""
    first, *others = _ENDS.split(question.text)
    known = turns(question.spoken)
    if not others or len(others) >= MOST_PARTS or not first.endswith("?"):
        return ()
    head = read_question(first, spoken=question.spoken)
    read = [
        read_on(read_question(one, spoken=question.spoken), Context(first, spoken=question.spoken))
        for one in others
        if known.opening.match(one) and len(one.split()) <= _FEW
    ]
    is_whole = len(read) == len(others) and all(one.adds for one in read)
    return (head, *read) if is_whole else ()


def _pieces(text: str, spoken: str) -> Iterator[tuple[str, str]]:
    """Each part without the signs and conjunctions about it, and as it is shown.

    Nothing where one asks nothing.
    """
    asks, cut = _asks(spoken), _joints(spoken)
    text = _COUNTED.sub("", text) if asks.match(_COUNTED.sub("", text)) else text
    found = [piece for sentence in _ENDS.split(text) for piece in cut.split(sentence)]
    pieces = [bare for piece in found if (bare := _bare(piece, spoken))]
    if not all(map(asks.match, pieces)):
        return
    for place, piece in enumerate(pieces):
        cue = asks.match(piece)
        is_bare = cue is not None and cue.end() == len(piece)
        # "When and where was it?" has the rest behind it, "who left, and why?" before it.
        is_last = place + 1 == len(pieces)
        other = pieces[place - 1] if is_last else pieces[place + 1]
        whole = f"{piece}{_after_cue(other, asks)}" if is_bare else piece
        yield whole, piece if is_last else whole


def _after_cue(piece: str, asks: re.Pattern[str]) -> str:
    """What a part says behind its question word, which "when" has in common with "and where"."""
    cue = asks.match(piece)
    return piece[cue.end() :] if cue else ""


def _bare(piece: str, spoken: str) -> str:
    return _leading(spoken).sub("", piece.strip(" ,;?!.¿¡"))


def points_to_first(question: Question) -> bool:
    """Whether a part has a word for what another names: "… and where is it"."""
    known = turns(question.spoken)
    _first, *others = parts_of(question)
    return any(leans_on_first(one) and known.pointed(one.typed) for one in others)


def asks_twice(parts: Sequence[Question]) -> bool:
    """Whether parts ask two things in the same words: "when and where was it?"."""
    rests = {one.text[one.cue.end :] if one.cue else "" for one in parts}
    return len(parts) > 1 and len(rests) == 1 and rests != {""}


def leans_on_first(part: Question) -> bool:
    """Whether a part names nothing of its own by which it would be of something else.

    Capitals name something, but in German they do not beside a word that points back.
    """
    if part.forums.edition is not None or part.times or part.years:
        return False
    points = part.spoken == _CAPITALISED and turns(_CAPITALISED).pointed(part.typed)
    return bool(points) or re.search(r"(?<=\s)[A-ZÀ-Þ]", part.typed) is None


def _carried(part: Question, first: Question) -> Question:
    """A part with the subject of the first one where it names none itself."""
    if not leans_on_first(part):
        return part
    read = read_on(part, Context(first.text, spoken=first.spoken), "follow_up")
    if not read.adds and set(part.content_words).isdisjoint(first.content_words):
        said = first.text[first.cue.end :] if first.cue else ""
        read = (
            read_question(behind(part.text, said.strip(" ?!.")), instead_of=part) if said else read
        )
    return part if read.text.startswith("(") else read


@derived
def _asks(spoken: str) -> re.Pattern[str]:
    """A question word at the beginning, behind a preposition at most."""
    return compiled(rf"(?:\w{{1,5}}\s+)?(?:{_cues(spoken, _ASKING)})(?!\w)|{_verbs(spoken)}")


@derived
def _joints(spoken: str) -> re.Pattern[str]:
    """What stands between two parts: a comma, an "and", or both, before a question word."""
    both, asked = _both(spoken), _cues(spoken, _ASKING)
    word = rf"(?=(?:\w{{1,5}}\s+)?(?:{asked})(?!\w))"
    verb = rf"(?={_verbs(spoken)})"
    # "Mr Floch, who spoke on labels, said" goes on behind the clause, and is one.
    clause = rf"(?![^,?;]*,(?!\s*(?:{both}\s+)?(?:\w{{1,5}}\s+)?(?:{asked})(?!\w)))"
    return compiled(
        rf"\s*,\s*{both}\s+{word}|\s*,\s*{word}{clause}|\s+{both}\s+{word}"
        rf"|\s*,\s*(?:{both}\s+)?{verb}"
    )


@derived
def _leading(spoken: str) -> re.Pattern[str]:
    return compiled(rf"\A(?:{_both(spoken)})\s+")


def _cues(spoken: str, keys: tuple[str, ...]) -> str:
    """The single words that ask; those that also join clauses are none of them."""
    cues = (cue for key in keys for cue in table(spoken).questions.get(key, ()))
    return one_of({way for way in ways(cues) if " " not in way and "'" not in way})


def _verbs(spoken: str) -> str:
    """The verbs that begin a question that is answered by yes or no, with what they ask of."""
    cues = ways(table(spoken).questions.get("yes_no", ()))
    verbs = one_of({way for way in cues if " " not in way and way in stop_words()})
    return rf"(?:{verbs})(?!\w)"


def _both(spoken: str) -> str:
    return one_of(
        way for way in ways(table(spoken).dating("and")) if way[:1].isalpha() or way == "&"
    )
