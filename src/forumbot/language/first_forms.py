"""The form that a table has first of a month, a weekday, a number or an ordinal: written out."""

from collections.abc import Iterable

from forumbot.language.table import Words, derived, table, tables


@derived
def months(*codes: str) -> Words:
    """The months in these languages, or in all that have a table, each word once."""
    read = map(table, codes) if codes else tables()
    return _once(names[0] for one in read for names in one.months)


@derived
def weekdays(*codes: str) -> Words:
    """The days of the week in these languages."""
    return _once(names[0] for one in map(table, codes) for names in one.weekdays)


@derived
def numbers(code: str, last: int) -> Words:
    """The numbers from one to the last in a language, in order."""
    return tuple(table(code).numbers[number][0] for number in range(1, last + 1))


@derived
def ordinals(code: str, last: int) -> Words:
    """The ordinals from the first to the last in a language, in order."""
    return tuple(table(code).ordinals[number][0] for number in range(1, last + 1))


def _once(words: Iterable[str]) -> Words:
    return tuple(dict.fromkeys(words))
