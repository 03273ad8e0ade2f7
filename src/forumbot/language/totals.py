"""Words for the sum of all rows of a table, as it is titled and asked for."""

import re
from importlib.resources import files

from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, parsed


def titles_total(text: str) -> bool:
    """Whether a cell is what the row is called that adds up the others: "Total:"."""
    return level(text.strip(" :.")) in _titles()


def total_asked(text: str) -> str:
    """The words by which a question asks for a sum, as "in all"; empty where it does not."""
    found = _asked().search(text)
    return found[0] if found else ""


@derived
def _titles() -> frozenset[str]:
    return frozenset(level(way) for row in _table().values() for way in row["row"])


@derived
def _asked() -> re.Pattern[str]:
    asked = (way for row in _table().values() for way in ways(row["asked"]))
    return compiled(rf"(?<!\w)(?:{one_of(asked)})(?!\w)")


@derived
def _table() -> dict[str, dict[str, list[str]]]:
    read: dict[str, dict[str, list[str]]] = parsed(files("forumbot.language") / "totals.yaml")
    return read
