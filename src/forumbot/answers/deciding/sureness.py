"""How sure an answer is, in words, and what counts as sure."""

from forumbot.language.phrases import DEFAULT, phrase

# Set by hand, not measured: what the archive states outright, or holds every word of, is never
# called unsure.
SURE = 0.6
_VERY_SURE = 0.8


def sureness_label(confidence: float, language: str = DEFAULT) -> str:
    """A confidence from 0 to 1 in a word or two."""
    if confidence >= _VERY_SURE:
        return phrase("very_sure", language)
    return phrase("fairly_sure" if confidence >= SURE else "not_very_sure", language)
