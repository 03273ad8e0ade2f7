"""What is quoted or stands in a passage, and how English words are said in its language."""

from dataclasses import dataclass
from functools import lru_cache

from forumbot.language.glossary import from_english
from forumbot.language.levelling import level

_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Told:
    """A text of a document in a language, what stands ``above`` it, and all of the document."""

    text: str
    above: str
    language: str
    document: str = ""


@lru_cache(maxsize=1024)
def said_in(english: tuple[str, ...], language: str) -> tuple[str, ...]:
    """English words, and what people say for them in a language."""
    found = dict.fromkeys(map(level, english))
    if language != _ENGLISH:
        for one in english:
            said = from_english([one], language)
            found.update((level(way), None) for ways in said for way in ways.split())
    return tuple(found)
