"""Messages about what the bot keeps of whoever writes them: "delete my data"."""

import re
from importlib.resources import files

from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, parsed

# Set by hand: a longer message is likely on what a document says of data.
_MOST_WORDS = 10


def own_data_in(text: str) -> str | None:
    """The language in which a message asks what is kept of its writer, or that it goes; or None."""
    levelled = level(text)
    if len(levelled.split()) > _MOST_WORDS:
        return None
    found = (code for code, said in _said().items() if all(one.search(levelled) for one in said))
    return next(found, None)


@derived
def _said() -> dict[str, tuple[re.Pattern[str], ...]]:
    read: dict[str, dict[str, list[str]]] = parsed(files("forumbot.language") / "own_data.yaml")
    return {code: tuple(map(_one_of, rows.values())) for code, rows in read.items()}


def _one_of(words: list[str]) -> re.Pattern[str]:
    return compiled(rf"(?<!\w){one_of(level(way) for way in ways(words))}(?!\w)")
