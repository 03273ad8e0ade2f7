"""Days in words: how every face, answer and reminder writes a date."""

from datetime import date

from forumbot.language.first_forms import months, weekdays
from forumbot.language.phrases import DEFAULT, phrase, phrases, speaking
from forumbot.language.table import table


def in_words(day: date, language: str = DEFAULT) -> str:
    """A day, as in ``15 November 2018`` or ``15. November 2018``."""
    names = table(speaking(language)).months[day.month - 1]
    month = _written(names[int(phrases(language)["dated_month"]) - 1], language)
    return phrase("day", language, day=day.day, month=month, year=day.year)


def month_in_words(day: date, language: str = DEFAULT) -> str:
    """The month of a day and its year, as in ``November 2018``."""
    month = month_alone_in_words(day, language)
    return phrase("month_alone", language, month=month, year=day.year)


def month_alone_in_words(day: date, language: str = DEFAULT) -> str:
    """The month of a day, as in ``November``."""
    return _written(months(speaking(language))[day.month - 1], language)


def with_weekday(day: date, language: str = DEFAULT) -> str:
    """A day with its weekday, as in ``Thursday 14 March 2019``."""
    return phrase(
        "day_with_weekday",
        language,
        weekday=weekday_in_words(day.weekday(), language),
        day=in_words(day, language),
    )


def weekday_in_words(number: int, language: str = DEFAULT) -> str:
    """A day of the week, 0 for Monday, as in ``Thursday``."""
    return _written(weekdays(speaking(language))[number], language)


def span_in_words(first: date, last: date, language: str = DEFAULT) -> str:
    """The days from the first to the last, as in ``1 May 2019 – 3 May 2019``; one day is itself."""
    begins = in_words(first, language)
    return begins if first == last else f"{begins} – {in_words(last, language)}"


def span_in_a_sentence(first: date, last: date, language: str = DEFAULT) -> str:
    """When something is that lasts so long, as in ``from 1 to 3 May 2019`` or ``on 1 May 2019``."""
    if first == last:
        return phrase("on_day", language, day=in_words(first, language))
    is_one_month = (first.year, first.month) == (last.year, last.month)
    alone = phrase("day_alone", language, day=first.day)
    begins = alone if is_one_month else in_words(first, language)
    return phrase("from_to", language, first=begins, last=in_words(last, language))


def _written(name: str, language: str) -> str:
    """The name of a month or day with a capital where its language writes one."""
    has_capital = phrases(language)["month_has_capital"] == "yes"
    return name.capitalize() if has_capital else name
