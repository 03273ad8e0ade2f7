"""How often something repeats, said in another language than English: put into English."""

import re
from collections.abc import Iterator
from importlib.resources import files

from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import Language, derived, parsed, table
from forumbot.reminders.day_words import weekday_forms
from forumbot.reminders.distances import told_distance

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = ("day", "week", "month", "year")
_MOST_NUMBER = 12
_LAST_ORDINAL = 5
_TAKEN_APART = frozenset({"until", "times", "for", "alternating"})


def in_english(text: str) -> Iterator[str]:
    """What the words may mean, in English, one language after another; nothing where in none.

    A word that is both a weekday and a unit ("luni") is read as either.
    """
    for language in _said():
        head, end = _without_end(_alternating(text.lower(), language), language)
        for weekdays_first, are_short in ((True, False), (False, False), (True, True)):
            told = _told(head, _words(language, weekdays_first, are_short))
            if told is not None:
                yield told + end


def _alternating(text: str, language: str) -> str:
    """The words with "every other" in the place of what says so around a day or a week."""
    for form in _said()[language]["alternating"]:
        before, _, behind = form.partition("{}")
        found = re.match(
            rf"{one_of(ways([before.strip()]))} (?P<what>.+?) {one_of(ways([behind.strip()]))}",
            text,
        )
        if found:
            every = _said()[language]["every other"][0]
            return f"{every} {found['what']}{text[found.end() :]}"
    return text


@derived
def _said() -> dict[str, dict[str, list[str]]]:
    read: dict[str, dict[str, list[str]]] = parsed(files("forumbot.language") / "repeats.yaml")
    return read


def _without_end(text: str, language: str) -> tuple[str, str]:
    """The words without their end, and that in English; a date stays in the words it is in."""
    said = _said()[language]
    until = re.search(rf",? (?:{one_of(ways(said['until']))})\s*(?P<day>.*[0-9].*)$", text)
    if until:
        return text[: until.start()], f" until {until['day']}"
    times = re.search(rf",? (?P<count>[0-9]{{1,4}}) (?:{one_of(ways(said['times']))})$", text)
    if times:
        return text[: times.start()], f", {times['count']} times"
    during = re.search(rf",? (?:{one_of(ways(said['for']))}) (?P<length>.+)$", text)
    if during and told_distance(during["length"]):
        return text[: during.start()], f" for {during['length']}"
    return text, ""


def _told(text: str, words: dict[str, str]) -> str | None:
    """The words one after another in English; None where one of them is not known."""
    told: list[str] = []
    at = 0
    while at < len(text):
        found = _pattern(tuple(words)).match(text, at)
        if found is None:
            return None
        at = found.end()
        word = " ".join(found["word"].replace("’", "'").split())
        told.append(words.get(word) or re.sub("(?<=[0-9])[^0-9]+$", "", word))
    line = " ".join(told).replace(" ,", ",")
    return re.sub("every other (?=[0-9])", "every ", line)


@derived
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    number = r"[0-9]{1,4}(?:[ºª°]|e|er|st|nd|rd|th)?(?=\.?[ºª]?(?:$|[\s,]))"
    return compiled(rf"\s*(?P<word>(?:{one_of(words)})(?:(?<=['’])|(?=$|[\s,]))|{number}|,)\.?")


@derived
def _words(language: str, weekdays_first: bool, are_short: bool) -> dict[str, str]:
    """What each word of a language stands for in English, short names of weekdays too or not."""
    known: dict[str, str] = {}
    own = table(language)
    weekdays, units = _of_weekdays(own), _of_units(own)
    if weekdays_first:  # in Romanian "de luni" is of months, or from Monday on
        units = {way: unit for way, unit in units.items() if way.rpartition(" ")[2] not in weekdays}
    rows = [weekdays, units]
    for row in rows if weekdays_first else reversed(rows):
        known |= {word: english for word, english in row.items() if word not in known}
    numbers = {way: str(number) for number, names in own.numbers.items()
               if 1 < number <= _MOST_NUMBER for way in ways(names)}  # fmt: skip
    ordinals = {way: english for number, names in own.ordinals.items() if number <= _LAST_ORDINAL
                for english in table("en").ordinals[number][:1] for way in ways(names)}  # fmt: skip
    said = {way: english for english, names in _said()[language].items()
            if english not in _TAKEN_APART for way in ways(names)}  # fmt: skip
    short = {way: _WEEKDAYS[number] for way, number in weekday_forms(language).items()}
    return numbers | ordinals | known | said | (short if are_short else {})


def _of_weekdays(own: Language) -> dict[str, str]:
    return {way: english for english, names in zip(_WEEKDAYS, own.weekdays, strict=True)
            for way in ways(names)}  # fmt: skip


def _of_units(own: Language) -> dict[str, str]:
    return {way: unit for unit in _UNITS for way in ways(own.units[unit])}
