"""How many entries of an overview are shown."""

from collections.abc import Iterable, Sequence

from forumbot.answers.overviews.overview import Entry, Overview
from forumbot.language.phrases import phrase

MOST_CHARS = 1_500
"""What is quoted together may take that much (the contract)."""

# Set by hand: as many lines of our own as fit a message, and as many as anybody goes through.
_MOST_ENTRIES, _MOST_PAGED = 30, 600


def paged(said: str, entries: Sequence[Entry], language: str) -> Overview:
    """The first lines of a long list, of which the rest is shown to whoever asks for more."""
    shown, rest = entries[:_MOST_ENTRIES], entries[_MOST_ENTRIES:_MOST_PAGED]
    more = phrase("more_listed", language, count=len(rest)) if rest else ""
    return Overview(said, tuple(shown), more, tuple(rest))


def fitting(entries: Sequence[Entry], room: int = MOST_CHARS) -> list[Entry]:
    """As many entries as there is room for, in order; the first one always."""
    shown: list[Entry] = []
    for entry in entries[:_MOST_ENTRIES]:
        room -= quoted([entry])
        if room < 0 and shown:
            break
        shown.append(entry)
    return shown


def quoted(entries: Iterable[Entry]) -> int:
    """How many characters the entries quote, in their place or as what they rest on."""
    excerpts = (one.excerpt for one in entries if one.excerpt is not None)
    return sum(excerpt.end - excerpt.start for excerpt in excerpts)
