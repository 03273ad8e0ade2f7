"""Which day it is, as one says it: "mercredi prochain", "Freitag nächster Woche", "za 2 tygodnie".

The words stand in ``language/moments.yaml``; what people count differently is no day.
"""

import re
from calendar import Calendar
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.phrases import spoken
from forumbot.language.table import derived, parsed, table

PARTS_OF_TODAY = {"this_morning": "morning", "this_afternoon": "afternoon", "tonight": "evening"}
"""What says that it is today and in which part of it, by that part."""
_WEEKS = {"this_week": 0, "next_week": 7}
_WEEK, _ONE_DAY = 7, timedelta(days=1)


def weekday_to_come(text: str) -> int | None:
    """The weekday, 0 for Monday, that the text is and nothing else, as in "mercredi prochain"."""
    found = (_weekday(code).fullmatch(text) for code in spoken())
    days = {
        weekday_forms(code)[as_word(one["day"])]
        for code, one in zip(spoken(), found, strict=True)
        if one
    }
    return days.pop() if len(days) == 1 else None


def day_to_come(text: str, today: date) -> date | None:
    """The day that the text is and nothing else, as "übermorgen" or "vendredi prochain" are it.

    A day of this week or the next is one where it is the same for those who count weeks from Sunday
    on, in languages in which some do, and where it has not gone by.
    """
    if any(_after_tomorrow(code).fullmatch(text) for code in spoken()):
        return today + 2 * _ONE_DAY
    days = {day for code in spoken() for day in _days_of_week(text, today, code)}
    if days:
        day = days.pop()
        return None if days or day < today else day
    weekday = weekday_to_come(text)
    if weekday is None:
        return None
    return today + ((weekday - today.weekday() - 1) % _WEEK + 1) * _ONE_DAY


def weekday_of_month(text: str, today: date) -> date | None:
    """The day that the text is and nothing else, as "ersten Montag im Januar" is one.

    Without its year it is the next one, which may be today.
    """
    days = {day for code in spoken() for day in _weekday_of_month(text, today, code)}
    return days.pop() if len(days) == 1 else None


def _weekday_of_month(text: str, today: date, language: str) -> Iterator[date]:
    found = _nth_weekday(language).fullmatch(text)
    if found is None:
        return
    months = table(language).months
    month = next(number for number, names in enumerate(months, 1)
                 if as_word(found["month"]) in ways(names))  # fmt: skip
    weekday = weekday_forms(language)[as_word(found["day"])]
    nth = _places(language)[as_word(found["nth"])]
    years = [int(found["year"])] if found["year"] else [today.year, today.year + 1]
    days = (_nth_in_month(year, month, weekday, nth) for year in years)
    yield from [day for day in days if day and (found["year"] or day >= today)][:1]


def _nth_in_month(year: int, month: int, weekday: int, nth: int) -> date | None:
    days = [day for day in Calendar().itermonthdates(year, month)
            if day.month == month and day.weekday() == weekday]  # fmt: skip
    return days[nth - 1 if nth > 0 else nth] if abs(nth) <= len(days) else None


def is_part_of_today(text: str) -> bool:
    """Whether the text is a part of today, which is no day, as "heute Morgen" is none."""
    return any(
        part_of_today(code, key).fullmatch(text) for code in spoken() for key in PARTS_OF_TODAY
    )


def _days_of_week(text: str, today: date, language: str) -> Iterator[date]:
    """The days that the text may be, as a weekday of this week or the next."""
    for key, ahead in _WEEKS.items():
        found = _of_week(language, key).fullmatch(text)
        if found is None:
            continue
        weekday = weekday_forms(language)[as_word(found["day"] or found["last"])]
        yield today + (weekday - today.weekday() + ahead) * _ONE_DAY
        if moment_table()[language].get("week_of_sunday"):
            into, gone = ((number + 1) % _WEEK for number in (weekday, today.weekday()))
            yield today + (into - gone + ahead) * _ONE_DAY


def length_ahead(text: str) -> str | None:
    """How long it is until what the text is, where it counts from now: "in 2 Wochen"."""
    found = _ahead().fullmatch(text)
    return (found["length"] or found["behind"]) if found else None


def is_no_day(text: str) -> bool:
    """Whether the text is now, or speaks of this, the next or the last of something."""
    return _names_period().search(level(text)) is not None


def as_word(found: str) -> str:
    """What a pattern found as the word that it was made of."""
    return " ".join(found.lower().replace("’", "'").replace("ʼ", "'").split())


def without_article(text: str) -> str:
    """A date without what stands before it, or between its weekday and it: "on", "l'", "den"."""
    behind = _articles()[1].sub(r"\g<weekday> ", text, count=1)
    return _articles()[0].sub("", behind, count=1)


def without_starting(text: str) -> str:
    """What stands before a time, without words at its end which say that something begins then."""
    return _starting().sub(" ", text)


def without_ending(text: str) -> str:
    """An end without what stands before it: "bis", "until"."""
    return _standing_before("ending").sub("", text)


def without_lasting(text: str) -> str:
    """How long something takes without what stands before that: "for", "dauert", a plus sign."""
    return _standing_before("lasting").sub("", text).removeprefix("+").lstrip()


# The words of a language


def words_for(key: str) -> tuple[str, ...]:
    """The words of a key of the table in all languages, in lower case."""
    return tuple(
        dict.fromkeys(word.lower() for said in moment_table().values() for word in said[key])
    )


@derived
def _articles() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a date, and that behind a weekday."""
    words, numbers = words_for("before_date"), words_for("before_number")
    elided = [one for one in numbers if one.endswith("'")]
    parted = one_of(set(numbers) - set(elided))
    before = rf"(?:(?:{one_of(words)}) |(?:{parted}) (?=[0-9])|(?:{one_of(elided)}) ?(?=[0-9]))"
    return compiled(f"^{before}"), compiled(rf"^(?P<weekday>[^\W\d][\w-]*,?) {before}(?=[0-9])")


@derived
def month_names() -> tuple[str, ...]:
    """The names of the months in all languages that we speak."""
    tables = (table(code) for code in spoken())
    return tuple(way for one in tables for names in one.months for way in ways(names))


@derived
def of_month() -> str:
    """The source of a pattern for the month behind a day."""
    of = one_of(way for code in spoken() for way in ways(table(code).dating("of")))
    return rf"\s+(?:(?:{of})\s+)?(?:{one_of(month_names())})(?!\w)"


@derived
def _standing_before(key: str) -> re.Pattern[str]:
    return compiled(rf"^(?:{one_of(ways(words_for(key)))}) +")


@derived
def _places(language: str) -> dict[str, int]:
    """The words for the first to the fifth of something, and for the last."""
    ordinals = table(language).ordinals
    named = {way: number for number in range(1, 6) for way in ways(ordinals[number])}
    return named | dict.fromkeys(ways(_last_words()[language]), -1)


@derived
def _nth_weekday(language: str) -> re.Pattern[str]:
    words = ways(moment_table()[language]["of_month"])
    of = one_of(word if word.endswith("'") else f"{word} " for word in words)
    months = one_of(way for names in table(language).months for way in ways(names))
    return compiled(
        rf"(?P<nth>{one_of(_places(language))})\s+(?P<day>{one_of(weekday_forms(language))})\s+"
        rf"(?:{of})?(?P<month>{months})\.?(?:,?\s+(?:{of})?(?P<year>(?:19|20|21)[0-9]{{2}}))?"
    )


@derived
def _last_words() -> dict[str, list[str]]:
    """How one says that something is the last, by language."""
    read = parsed(files("forumbot.language") / "repeats.yaml")
    return {"en": ["last"]} | {code: words["last"] for code, words in read.items()}


@derived
def _starting() -> re.Pattern[str]:
    words = one_of(ways(words_for("starting")))
    return compiled(rf"(?:^|\s)(?:{words})\s$")


@derived
def moment_table() -> dict[str, dict[str, Any]]:
    """How one says when something is, by language and key."""
    read: dict[str, dict[str, Any]] = parsed(files("forumbot.language") / "moments.yaml")
    return read


@derived
def part_of_today(language: str, key: str) -> re.Pattern[str]:
    """What says that it is today and in which part of it, by a key of :data:`PARTS_OF_TODAY`."""
    return compiled(rf"(?<!\w)(?:{one_of(ways(moment_table()[language][key]))})(?!\w)")


@derived
def _after_tomorrow(language: str) -> re.Pattern[str]:
    return compiled(one_of(ways(moment_table()[language]["after_tomorrow"])))


@derived
def _ahead() -> re.Pattern[str]:
    ahead, behind = (
        one_of(way for said in moment_table().values() for way in ways(said[key]))
        for key in ("ahead", "from_now")
    )
    return compiled(rf"(?:{ahead})\s+(?P<length>.+)|(?P<behind>.+?)\s+(?:{behind})")


@derived
def _names_period() -> re.Pattern[str]:
    rows = [table(code).dating(key) for code in spoken() for key in ("this", "next", "last")]
    rows += [words for said in moment_table().values() for words in (said["now"], said["coming"])]
    return compiled(rf"(?<!\w)(?:{one_of(level(word) for words in rows for word in words)})(?!\w)")


@derived
def _of_week(language: str, key: str) -> re.Pattern[str]:
    """A weekday behind or before a week."""
    said = moment_table()[language]
    week, before = one_of(ways(said[key])), one_of(ways(said["on_day"]))
    names = one_of(weekday_forms(language))
    return compiled(
        rf"(?:(?:{before})\s+)?(?P<day>{names}),?\s+(?:{week})|"
        rf"(?:{week}),?\s+(?:(?:{before})\s+)?(?P<last>{names})"
    )


@derived
def weekday_forms(language: str) -> dict[str, int]:
    """The names of the weekdays as one day is called, which plural ones are not."""
    more = moment_table()[language].get("weekday_forms", [[]] * 7)
    rows = zip(table(language).weekdays, more, strict=True)
    named = enumerate(ways((names[0], *forms)) for names, forms in rows)
    return {way: number for number, names in named for way in names}


@derived
def _weekday(language: str) -> re.Pattern[str]:
    said = moment_table()[language]
    coming, before = one_of(ways(said["coming"])), one_of(ways(said["on_day"]))
    day = f"(?P<day>{one_of(weekday_forms(language))})"
    return compiled(rf"(?:(?:{before})\s+)?(?:(?:{coming})\s+)?{day}(?:,?\s+(?:{coming}))?")
