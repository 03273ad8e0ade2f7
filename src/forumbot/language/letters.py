"""The letters that a language has."""

from forumbot.language.table import derived, table


@derived
def letters(code: str) -> frozenset[str]:
    """The letters beyond those of English that a language has, as far as its table shows."""
    one = table(code)
    names = (name for row in (*one.months, *one.weekdays) for name in row)
    cues = (cue for words in one.questions.values() for cue in words)
    listed = (*one.planned, *one.done, *one.agenda_headings, *one.forum_words, *one.negation)
    return beyond_ascii("".join([*one.stop_words, *names, *cues, *listed]).lower())


def beyond_ascii(text: str) -> frozenset[str]:
    """The letters of a text that English lacks."""
    return frozenset(letter for letter in set(text) if letter.isalpha() and not letter.isascii())
