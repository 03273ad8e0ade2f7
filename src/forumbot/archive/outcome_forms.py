"""How outcomes are told: by headings, by numbers, and by verbs of agreement, in any language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from forumbot.language.patterns import SPACE, compiled, one_of, ways
from forumbot.language.table import derived, tables

_MAX_HEADING_CHARS, _MAX_HEADING_WORDS = 120, 14
_AGENDA_LINE = re.compile(r"\s[-–—]\s+[A-ZÀ-Þ][\w'’.-]+\s+[A-ZÀ-Þ]")
_PLACE = (
    r"(?:(?:(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5})[.):]?|[A-Z][.):])\s+"
    r"|(?:top|agenda item|item|punkt|point|punto|ponto|punct|bod)\s+\d{1,3}(?:\.\d+)?"
    r"\s*[.:)–—-]?\s*)?"
)
_PLACE_BEFORE = compiled(rf"^¿?{_PLACE}")
_TAIL = re.compile(r"(?:\s*\([^()]{0,40}\))?\s*[:?]?\s*$")
_OUTCOMES, _ACTIONS, _BESIDE = "outcomes", "actions", "beside"
_BODY_CHARS = 70
# Set by hand: a sentence that only says that what stands before it was adopted.
_MOST_OF_ADOPTION = 6
# Set by hand: "consiliului local", "rady nadzorczej gminy"; more are a clause.
_MOST_OF_A_BODY = 3
# "Resolutions", "uchwały" and "usnesením" are forms of what resolutions are called.
_ENDING, _SHORTEST_STEM = 2, 4
_ROMAN = frozenset("ivxlcdm")


def states_outcomes(heading: str, also: Iterable[str] = ()) -> bool:
    """Whether a heading is one of outcomes, such as "Main conclusions and recommendations".

    ``also`` holds headings that the settings name. A line of a programme ("Conclusions and next
    steps - Jane Doe") is none.
    """
    words = heading.strip()
    return _may_head(words) and (_OUTCOMES in _kinds_in(words) or _is_named(words, also))


def states_actions(heading: str) -> bool:
    """Whether a heading is one of what is to be done ("Action points"), if a list follows it."""
    words = heading.strip()
    kinds = _kinds_in(words) if _may_head(words) else set()
    return _ACTIONS in kinds and _OUTCOMES not in kinds


def names_outcomes(column: str) -> bool:
    """Whether the name of a table's column is what outcomes are headed by, or one of them."""
    name = _level(column)
    return _kind_of(name.split()) == _OUTCOMES or name in _set_of("numbered")


def _may_head(words: str) -> bool:
    is_short = len(words) <= _MAX_HEADING_CHARS and len(words.split()) <= _MAX_HEADING_WORDS
    return is_short and not _AGENDA_LINE.search(words)


def _kinds_in(heading: str) -> set[str]:
    """The kinds of the nouns that a heading is made of, none where it holds anything else.

    They are joined by signs or "and"; the last may have a complement, whose outcomes they are.
    """
    plain = _TAIL.sub("", _PLACE_BEFORE.sub("", heading, count=1))
    parts = _joint().split(_level(plain))
    pieces, joints = parts[::2], parts[1::2]
    found: set[str] = set()
    place = 0
    while place < len(pieces):
        for end in range(len(pieces), place, -1):
            words = "".join(
                part
                for pair in zip_longest(pieces[place:end], joints[place : end - 1], fillvalue="")
                for part in pair
            ).split()
            kind = _kind_of(words) or (_with_complement(words) if end == len(pieces) else "")
            if kind:
                break
        else:
            return set()
        found.add(kind)
        place = end
    return found


def _level(words: str) -> str:
    """Words as they are compared; what Greek ends them with is the letter that it is elsewhere."""
    return " ".join(words.lower().replace("’", "'").replace("ς", "σ").split())


def _kind_of(words: Sequence[str]) -> str:
    """The kind of a noun with up to three adjectives before it; empty for anything else."""
    for _adjective in range(4):
        if kind := _nouns().get(" ".join(words), ""):
            return kind
        length = next((n for n in (2, 1) if " ".join(words[:n]) in _set_of("modifiers")), 0)
        words = words[length:]
        if not length or not words:
            break
    return ""


def _with_complement(words: Sequence[str]) -> str:
    """The kind of a noun and what follows it: what links it to anything, a meeting or a body."""
    for length in range(len(words) - 1, 0, -1):
        noun, rest = words[:length], words[length:]
        if (kind := _kind_of(noun)) and _is_complement(rest) and not _names_treaty(noun, rest):
            return kind
    return ""


def _names_treaty(noun: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether an agreement is named by what it is on, not by who met ("Accord de Paris")."""
    is_whose = any(word in _set_of("bodies") or word in _meetings() for word in rest)
    return noun[-1] in _set_of("treaties") and not is_whose


def _is_complement(words: Sequence[str]) -> bool:
    length = next((n for n in (2, 1) if " ".join(words[:n]) in _set_of("after")), 0)
    rest = words[length:]
    if not rest:
        return True
    if not _set_of("other").isdisjoint(rest):
        return False
    first = rest[0].partition("'")
    is_linked = any(" ".join(rest[:n]) in _set_of("link") for n in (1, 2))
    is_whose = len(rest) <= _MOST_OF_A_BODY and any(
        (body := " ".join(rest[:n])) in _meetings() or body in _set_of("bodies")
        for n in range(1, len(rest) + 1)
    )
    return is_linked or first[0] + first[1] in _set_of("link") or is_whose


def _is_named(words: str, also: Iterable[str]) -> bool:
    """Whether a heading is, number and colon aside, one that the settings name."""
    named = one_of(way for heading in also for way in ways([" ".join(heading.split())]))
    return compiled(rf"{_PLACE}{named}\s*:?").fullmatch(words) is not None


def number_of_resolution(text: str) -> str | None:
    """The number with which a text begins as a resolution does ("Decision 2025/04: …").

    It may be an ordinal in words ("Third resolution"). None for a draft ("Resolution 3 (draft)").
    """
    found = _numbered().match(text) or _counted().match(text)
    if found is None or _marked_as_draft().match(text, found.end()):
        return None
    return found["number"].rstrip(".")


def states_drafts(heading: str) -> bool:
    """Whether a heading is of what is only to be resolved: "Proposed resolutions", "Draft motion".

    One that says as well that it was adopted is of outcomes.
    """
    words = _level(heading)
    if len(words.split()) > _MAX_HEADING_WORDS or not _set_of("after").isdisjoint(words.split()):
        return False
    return _drafted().search(words) is not None


def says_adopted(sentence: str) -> bool:
    """Whether a short sentence says that what stands before it was adopted: "Agreed."."""
    words = _level(sentence).strip(" .!").split()
    is_short = 0 < len(words) <= _MOST_OF_ADOPTION
    if not is_short or _unreal().search(" ".join(words)):
        return False
    return not _set_of("after").isdisjoint(words) or tells_agreement(sentence)


def tells_agreement(sentence: str, also: Iterable[str] = ()) -> bool:
    """Whether a sentence says that something was agreed; ``also`` holds verbs of the settings."""
    named = compiled(rf"(?<!\w){one_of(way for verb in also for way in ways([verb]))}(?!\w)")
    for found in (_agreed().search(sentence), named.search(sentence)):
        if found is not None:
            before = sentence[max(found.start() - _BODY_CHARS, 0) : found.end()]
            is_denied = _denied().match(sentence, found.end()) is not None
            return _unreal().search(before) is None and not is_denied
    return _decided_by_a_body(sentence)


def _decided_by_a_body(sentence: str) -> bool:
    """Whether some body decides in it, as in "The members of the network agreed to …"."""
    return any(
        _unreal().search(sentence, max(found.start() - _BODY_CHARS, 0), found.end()) is None
        for found in _decided().finditer(sentence)
    )


def _words(key: str) -> list[str]:
    return [way for one in tables() for way in ways(one.outcomes.get(key, ()))]


@derived
def _nouns() -> Mapping[str, str]:
    """Every heading of the tables as it is compared, with its kind.

    Outcomes come first, and what is listed as one heading with them is theirs.
    """
    found: dict[str, str] = {}
    for kind in (_OUTCOMES, _ACTIONS, _BESIDE):
        for one in tables():
            listed = one.outcome_headings if kind == _OUTCOMES else one.outcomes.get(kind, ())
            for way in ways(listed):
                found.setdefault(_level(way), kind)
    for heading in found:
        pieces = [found.get(piece) for piece in _joint().split(heading)[::2]]
        if _OUTCOMES in pieces and None not in pieces:
            found[heading] = _OUTCOMES
    return found


@derived
def _set_of(key: str) -> frozenset[str]:
    return frozenset(map(_level, _words(key)))


@derived
def _drafted() -> re.Pattern[str]:
    """What makes a draft, and what resolutions are called before or behind it; or both in one."""
    drafts = one_of(_words("drafts"))
    stems = {
        way[: max(len(way) - _ENDING, _SHORTEST_STEM)]
        for word in _words("numbered")
        if len(way := _level(word)) > _SHORTEST_STEM and " " not in way
    }
    whole = one_of(
        way for way in _words("drafts") if any(_level(way).startswith(one) for one in stems)
    )
    noun = rf"(?:{one_of(stems)})\w{{0,5}}"
    before = rf"{drafts}(?:\s+|(?<='))(?:[\w'-]+\s+){{0,2}}?{noun}"
    return compiled(rf"(?<!\w)(?:{before}|{noun}\s+{drafts}|{whole})(?!\w)")


@derived
def _marked_as_draft() -> re.Pattern[str]:
    return compiled(rf"\s*[(\[]\s*{one_of(_words('drafts'))}\s*[)\]]")


@derived
def _meetings() -> frozenset[str]:
    return frozenset(_level(way) for one in tables() for way in ways(one.forum_words))


@derived
def _joint() -> re.Pattern[str]:
    """A sign or a word between two nouns, kept when a heading is split at it."""
    joint = one_of(way for one in tables() for way in ways(one.dating("and")))
    return compiled(rf"(\s*[,/&+]\s*|\s+(?:{joint})\s+)")


@derived
def _numbered() -> re.Pattern[str]:
    number = r"(?P<number>(?:[A-Z]{1,10}[/.-])*\d[\w/.-]*(?:\s?\(\d{4}\))?)"
    mark = r"(?:no\.?|nr\.?|núm\.?|n\.?\s?[°º]|n\.|number|č\.|αρ\.|ε\.?|№|rés\.?)?"
    return compiled(rf"\W{{0,3}}{one_of(_words('numbered'))}\s*{mark}\s*{number}(?=\W|$)")


@derived
def _counted() -> re.Pattern[str]:
    """An ordinal in words and what resolutions are called, alone or before a sign."""
    words = (way for one in tables() for row in one.ordinals.values() for way in ways(row))
    ordinals = (way for way in words if way.isalpha() and not _ROMAN.issuperset(way))
    named = rf"(?P<number>{one_of(ordinals)})\s+{one_of(_words('numbered'))}"
    return compiled(rf"\W{{0,3}}{named}\s*(?=$|[.:(\n]|[-–—]\s)")


def _verbs(key: str) -> str:
    """A pattern for verbs with their accents, without which they are others ("décide").

    Three dots in one stand for any words, six at most ("wurde … beschlossen").
    """
    verbs = one_of(verb for one in tables() for verb in one.outcomes.get(key, ()))
    return verbs.replace(f"…{SPACE}", rf"(?:[\w'’-]+{SPACE}){{0,6}}?")


@derived
def _unreal() -> re.Pattern[str]:
    """What shows that a sentence only thinks of an agreement, or denies it."""
    return compiled(rf"(?<!\w){_verbs('unreal')}(?!\w)")


@derived
def _denied() -> re.Pattern[str]:
    """What denies an agreement right behind its verb, where no comma or infinitive parts them."""
    return compiled(rf"\s+{_verbs('denied')}(?!\w)")


@derived
def _agreed() -> re.Pattern[str]:
    return compiled(rf"(?<!\w){_verbs('agreed')}(?!\w)")


@derived
def _decided() -> re.Pattern[str]:
    """A body, at most five words that open no clause, and a verb of deciding."""
    body = one_of([*_words("bodies"), *_meetings()])
    between = r"(?:[\s,]+(?!(?:that|which|who|will|and)\b)[\w'’-]+){0,5}?"
    return compiled(rf"(?<!\w){body}(?!\w){between}\s+{_verbs('deciding')}(?!\w)")
