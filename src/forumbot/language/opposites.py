"""Negations, and words that turn a statement into its opposite, in English, German and French."""

import re
from collections import defaultdict

_NEGATION = re.compile(
    r"\b(?:not|no|never|none|without|neither|nor|cannot|\w+n['’]t|unable|fail(?:ed|s)?|except"
    r"|hardly|rarely|nicht|kein\w*|nie|ohne|weder|jamais|sans|aucune?|ne\s\w+\spas)\b",
    re.IGNORECASE,
)
_PAIRS = """
first last, first second, most least, maximum minimum, max min, before after, increase decrease,
increased decreased, increasing decreasing, rise fall, north south, east west, northern southern,
eastern western, more less, more fewer, largest smallest, large small, larger smaller, big small,
biggest smallest, high low, higher lower, highest lowest, begin end, began ended, start end,
started ended, start stop, win lose, won lost, victory defeat, early late, earlier later,
earliest latest, old new, older newer, oldest newest, young old, long short, longest shortest,
same different, similar different, always never, all none, allow prohibit, allowed prohibited,
allow forbid, accept reject, accepted rejected, support oppose, supported opposed, public private,
internal external, inside outside, up down, upper lower, above below, top bottom, open closed,
create destroy, positive negative, even odd, male female, men women, strong weak, common rare,
common uncommon, possible impossible, known unknown, legal illegal, minor major,
primary secondary, import export, enter leave, join leave, joined left, buy sell, former latter,
succeed fail, success failure, dry wet, hot cold, fast slow, simple complex, ancient modern,
advantage disadvantage, benefit drawback, add remove, include exclude, included excluded,
gain lose, good bad, best worst, better worse, approve reject, approved rejected, online offline,
arrive depart, single multiple, finite infinite, direct indirect, active passive,
erste letzte, vor nach, mehr weniger, premier dernier, avant apres, plus moins
"""


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = defaultdict(set)
    for pair in _PAIRS.split(","):
        one, other = pair.split()
        table[one].add(other)
        table[other].add(one)
    return {word: frozenset(opposed) for word, opposed in table.items()}


_OPPOSED = _table()


def has_negation(text: str) -> bool:
    """Whether a text negates anything."""
    return _NEGATION.search(text) is not None


def opposites(asked: set[str], there: set[str]) -> int:
    """How many levelled words asked a text lacks while it holds their opposite."""
    return sum(bool(_OPPOSED.get(word, frozenset()) & there) for word in asked - there)
