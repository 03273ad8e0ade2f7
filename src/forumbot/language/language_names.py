"""What languages are called, in each language that the bot speaks."""

import re
from collections.abc import Iterable

from forumbot.language.levelling import level
from forumbot.language.phrases import phrase

# Longer names are of variants that hardly any document is in; set by hand.
_MOST_CHARS = 30
# What leads to the name of the language that something is in: "in French", "auf Französisch".
_LEADING = r"(?<!\w)(?:in|en|auf|em|op|pe|w)\s+(?:limba\s+|jezyku\s+|lingua\s+)?"


def in_language(code: str, said_in: str) -> str:
    """As in ``in German`` or ``en allemand``; for a code that nobody knows, the code."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(code, sep="-").get_display_name(said_in)
    except (ValueError, UnknownLocaleError):
        name = None
    return phrase("in_language", said_in, name=(name or code)[:_MOST_CHARS] or "?")


def languages_named(text: str, codes: Iterable[str], spoken: str) -> tuple[frozenset[str], str]:
    """Which of the languages a text says that something is in, and the text without that.

    The names are those of the language that is spoken in the text: "en français", not "français",
    which may as well be said of people.
    """
    from babel import Locale, UnknownLocaleError

    found: set[str] = set()
    for code in codes:
        try:
            name = Locale.parse(code, sep="-").get_display_name(spoken)
        except (ValueError, UnknownLocaleError):
            continue
        levelled = level(text)
        if not name or len(levelled) != len(text):
            continue
        match = re.search(rf"{_LEADING}{re.escape(level(name))}(?!\w)", levelled)
        if match:
            found.add(code)
            text = f"{text[: match.start()]}{text[match.end() :]}".strip()
    return frozenset(found), text
