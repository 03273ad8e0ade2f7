"""The words by which the day of an event is told in a text, as patterns of all tables."""

import re

from forumbot.language.date_forms import weekday
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import codes, derived, table, tables


@derived
def says_held(language: str) -> re.Pattern[str]:
    """What says that an event took place, without function words of the document's language."""
    own = {one.language for one in tables()} & {language}
    small = {way for code in own for way in ways(table(code).stop_words)}
    words = [word for word in _days("held") if word not in small]
    return compiled(rf"(?<!\w){one_of(words)}(?!\w)")


def _days(key: str) -> list[str]:
    return [way for one in tables() for way in ways(one.days.get(key, ()))]


@derived
def other_day() -> re.Pattern[str]:
    """What says that a day is that of a deadline, of a law, or of another event."""
    return compiled(rf"(?<!\w){one_of(_days('not_held') + _days('published'))}(?!\w)")


@derived
def label_of(key: str) -> re.Pattern[str]:
    """A label of a day, with what may stand between it and the date."""
    return compiled(rf"{one_of(_days(key))}(?:\s\d{{1,2}})?\s*(?:[:.|–—-].*|{weekday()})\s*")


@derived
def row_label(key: str) -> re.Pattern[str]:
    """A label at the beginning of a line or of a table's row."""
    return compiled(rf"{one_of(_days(key))}\s*[:|]")


@derived
def from_before(language: str) -> re.Pattern[str]:
    """What is in front of a day from which on something holds."""
    return compiled(rf"(?<!\w){one_of(_from_words(language))}\s*{weekday()}$")


@derived
def from_behind(language: str) -> re.Pattern[str]:
    """What is behind such a day, with what its number ends in."""
    return compiled(rf"[-\s]?{one_of(_from_words(language))}(?!\w)")


def _from_words(language: str) -> list[str]:
    """The words of "from on" in a language that do not say "of" or "on" as well, as "du" does."""
    if language not in codes():
        return []
    own = table(language)
    other = {way for key in ("of", "on") for way in ways(own.dating(key))}
    words = (*own.dating("from"), *own.periods.get("since", ()))
    return [way for way in ways(words) if way not in other]


@derived
def meeting_of() -> re.Pattern[str]:
    """What a meeting is called, of whom it is, and what joins it to its day."""
    word = r"[^\W\d_][\w.'’-]*"
    return compiled(
        rf"(?:{word}\s){{0,2}}{one_of(meetings())}(?:\s{word}){{0,5}}?[,:]?\s*{weekday()}"
    )


@derived
def meetings() -> frozenset[str]:
    """What meetings are called."""
    return frozenset(way for one in tables() for way in ways(one.forum_words))


@derived
def salutation() -> re.Pattern[str]:
    """How letters begin."""
    return compiled(rf"{one_of(_days('letter'))}(?!\w)")


@derived
def issue() -> re.Pattern[str]:
    """What comes out on a day, as a newsletter does."""
    return compiled(rf"(?<!\w){one_of(_days('issues'))}(?!\w)")


@derived
def about_rules() -> re.Pattern[str]:
    """A title that begins, but for two words, with what rules are called."""
    return compiled(rf"\W*(?:\w+\W+){{0,2}}?{one_of(_days('rules'))}(?!\w)")


@derived
def of_minutes() -> re.Pattern[str]:
    """A title that begins, but for two words, with what the minutes of a meeting are called."""
    return compiled(rf"\W*(?:\w+\W+){{0,2}}?{one_of(_days('records'))}(?!\w)")
