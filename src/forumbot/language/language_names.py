"""What languages are called, in each language that the bot speaks."""

from forumbot.language.phrases import phrase

# Longer names are of variants that hardly any document is in; set by hand.
_MOST_CHARS = 30


def in_language(code: str, said_in: str) -> str:
    """As in ``in German`` or ``en allemand``; for a code that nobody knows, the code."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(code, sep="-").get_display_name(said_in)
    except (ValueError, UnknownLocaleError):
        name = None
    return phrase("in_language", said_in, name=(name or code)[:_MOST_CHARS] or "?")
