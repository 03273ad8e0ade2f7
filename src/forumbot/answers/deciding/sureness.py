"""How sure an answer is, in words, and what counts as sure."""

# Set by hand, not measured: what the archive states outright, or holds every word of, is never
# called unsure.
SURE = 0.6
_VERY_SURE = 0.8


def sureness_label(confidence: float) -> str:
    """A confidence from 0 to 1 in a word or two."""
    if confidence >= _VERY_SURE:
        return "very sure"
    return "fairly sure" if confidence >= SURE else "not very sure"
