"""Days in words: how every face, answer and reminder writes a date."""

from datetime import date


def in_words(day: date) -> str:
    """A day, as in ``15 November 2018``."""
    return f"{day.day} {day:%B %Y}"


def with_weekday(day: date) -> str:
    """A day with its weekday, as in ``Thursday 14 March 2019``."""
    return f"{day:%A} {in_words(day)}"


def span_in_words(first: date, last: date) -> str:
    """The days from the first to the last, as in ``1 May 2019 – 3 May 2019``; one day is itself."""
    return in_words(first) if first == last else f"{in_words(first)} – {in_words(last)}"


def span_in_a_sentence(first: date, last: date) -> str:
    """When something is that lasts so long, as in ``from 1 to 3 May 2019`` or ``on 1 May 2019``."""
    if first == last:
        return f"on {in_words(first)}"
    is_one_month = (first.year, first.month) == (last.year, last.month)
    begins = str(first.day) if is_one_month else in_words(first)
    return f"from {begins} to {in_words(last)}"
