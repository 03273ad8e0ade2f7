"""Which forums a question names, where it names several: "the second and the third forum"."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

_ORDINALS = (
    ("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"), ("fifth", "5th"),
    ("sixth", "6th"), ("seventh", "7th"), ("eighth", "8th"), ("ninth", "9th"), ("tenth", "10th"),
)  # fmt: skip
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_NUMBERS = {word: number for number, names in enumerate(_ORDINALS, start=1) for word in names}
_WORD = rf"(?:{'|'.join(_NUMBERS)}|\d{{1,2}}(?:st|nd|rd|th))"
_ORDINAL = re.compile(rf"\b{_WORD}\b(?!\s+(?:question|session|day|time|half|quarter)\b)", re.I)
_BETWEEN = r"(?!(?:of|at|in|on|by|from|to|and|or|the|with|did|was|is|were|are|about)\b)[\w-]+\s+"
_FORUM_NEXT = re.compile(rf"\s+(?:{_BETWEEN}){{0,4}}?forums?\b", re.IGNORECASE)
_JOINT = re.compile(
    r"\s*(?:forums?\s*)?(?:,|&|-|–|(?:,\s*)?\b(?:and|or|to|through|until|till|with|than|versus|vs\.?|"
    r"as well as|compared (?:to|with)|from)\b)\s*(?:and\s+)?(?:(?:with|to|from)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\b(?:to|through|until|till)\b|[-–]", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:(?:one|on|about|regarding|concerning|in terms of)\b|[?.!,;]|$)", re.I)
_NUMBERED = re.compile(
    r"\bforums?\s+(?:no\.?\s*)?(?P<list>\d{1,2}\b(?:\s*(?:,|&|-|–|\b(?:and|or|to|vs)\b)+\s*\d{1,2}\b)+)",
    re.IGNORECASE,
)
_SOME = re.compile(
    rf"\b(?P<end>first|last)\s+(?P<count>{'|'.join(_COUNTS)}|[2-8])\s+(?:[\w-]+\s+){{0,3}}?forums\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    rf"\b(?:(?:each|every|all|both)(?:\s+(?:of\s+)?(?:the\s+)?|\s+)(?:(?:{'|'.join(_COUNTS)}|\d)\s+)?"
    rf"(?:{_BETWEEN}){{0,3}}?forums?|"
    r"(?:compare|across|between|among)\s+(?:all\s+)?(?:the\s+)?(?:[\w-]+\s+){0,3}?forums"
    r"|(?:the\s+)?forums\s+(?:so\s+far|have\s+in\s+common)|forum\s+(?:by|to)\s+forum)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Forums that a question names by number, or all of them where ``numbers`` is None.

    ``bare`` is the question with "the forum" in their place.
    """

    numbers: tuple[int, ...] | None
    bare: str


def several_forums(question: str, editions: Collection[int]) -> Mention | None:
    """The forums that a question names; None where it does not name several.

    Read are lists ("the second and the third forum", "forums 2, 3 and 4"), ranges ("from the first
    to the fourth forum"), "the last two forums" of the ``editions`` that there are, and "each",
    "both", "all", "compare the forums".
    """
    found = _by_ordinals(question) or _by_numbers(question) or _some(question, editions)
    if found is not None:
        numbers, (start, end) = found
        unique = tuple(dict.fromkeys(numbers))
        return Mention(unique, _without(question, start, end)) if len(unique) > 1 else None
    every = _ALL.search(question)
    return Mention(None, _without(question, *every.span())) if every else None


def one_forum(question: str) -> Mention | None:
    """The one forum that a question names by an ordinal; None where it names none or several."""
    governed = _governed(question)
    if len(governed) != 1 or several_forums(question, (1,)) is not None:
        return None
    number, start, end = governed[0]
    return Mention((number,), _without(question, start, end))


def forums_in(text: str) -> frozenset[int]:
    """The numbers of the forums that a text names by ordinals."""
    return frozenset(number for number, _start, _end in _governed(text))


def _without(question: str, start: int, end: int) -> str:
    return " ".join(f"{question[:start]} forum {question[end:]}".split())


def _by_ordinals(question: str) -> tuple[list[int], tuple[int, int]] | None:
    """The ordinals that stand for forums, a range filled in, and the stretch that they take up."""
    governed = _governed(question)
    last = _elliptic(question, governed)
    governed += [last] if last else []
    if len(governed) < 2:
        return None
    numbers = [governed[0][0]]
    for (_n, _start, end), (number, start, _e) in pairwise(governed):
        is_range = _RANGE.search(question, end, start) and numbers[-1] < number
        numbers += range(numbers[-1] + 1, number + 1) if is_range else [number]
    return numbers, (governed[0][1], governed[-1][2])


def _governed(question: str) -> list[tuple[int, int, int]]:
    """The ordinals before "forum", and those joined to them: number, start and end, in order."""
    governed: list[tuple[int, int, int]] = []
    for match in reversed(list(_ORDINAL.finditer(question))):
        after = _FORUM_NEXT.match(question, match.end())
        joined = governed and _JOINT.match(question[match.end() : governed[0][1]])
        if after or joined:
            end = after.end() if after else match.end()
            governed.insert(0, (_number(match[0]), match.start(), end))
    return governed


def _elliptic(question: str, governed: list[tuple[int, int, int]]) -> tuple[int, int, int] | None:
    """The last ordinal of "compare the second forum with the third"."""
    if not governed:
        return None
    match = _ORDINAL.search(question, governed[-1][2])
    if match is None or not _JOINT.match(question[governed[-1][2] : match.start()]):
        return None
    is_end = _ENDS.match(question, match.end())
    return (_number(match[0]), match.start(), match.end()) if is_end else None


def _number(word: str) -> int:
    return _NUMBERS.get(word.lower()) or int(re.sub(r"\D", "", word))


def _by_numbers(question: str) -> tuple[list[int], tuple[int, int]] | None:
    match = _NUMBERED.search(question)
    if match is None:
        return None
    listed = [int(number) for number in re.findall(r"\d+", match["list"])]
    is_range = len(listed) == 2 and listed[0] < listed[1] and _RANGE.search(match["list"])
    return (list(range(listed[0], listed[1] + 1)) if is_range else listed), match.span()


def _some(question: str, editions: Collection[int]) -> tuple[list[int], tuple[int, int]] | None:
    match = _SOME.search(question)
    if match is None or not editions:
        return None
    count = _COUNTS.get(match["count"].lower()) or int(match["count"])
    if match["end"].lower() == "first":
        return list(range(1, count + 1)), match.span()
    return sorted(editions)[-count:], match.span()
