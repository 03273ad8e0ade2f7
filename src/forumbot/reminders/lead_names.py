"""How long before an event, in the words of any language that there are phrases in."""

from datetime import time

from forumbot.language.days_in_words import in_words, weekday_in_words
from forumbot.language.phrases import DEFAULT, counting, phrase, speaking
from forumbot.reminders.lead_words import fixed_lead
from forumbot.reminders.leads import DateLead, DayLead, Lead, Span

_WEEK = 7
_HOUR = 60


def lead_in_words(lead: Lead, language: str) -> str:
    """A lead as it is said to people, without its zone."""
    if isinstance(lead, Span):
        return _span(lead, language)
    if isinstance(lead, DayLead):
        return _at(_day(lead, language), lead.at, language)
    if isinstance(lead, DateLead):
        day = phrase("on_day", language, day=in_words(lead.day, language))
        return _at(day, lead.at, language)
    return lead.words


def kept_lead_in_words(words: str, language: str) -> str:
    """The same of the fixed words that a ledger keeps; those themselves where they are no lead."""
    try:
        lead = fixed_lead(words)
    except ValueError:
        return words
    return words if speaking(language) == DEFAULT else lead_in_words(lead, language)


def _span(lead: Span, language: str) -> str:
    weeks, days = divmod(lead.days, _WEEK) if lead.days % _WEEK == 0 else (0, lead.days)
    hours, minutes = divmod(lead.minutes, _HOUR)
    amounts = (
        (lead.months, "months", "one_month"),
        (weeks, "weeks", "one_week"),
        (days, "days", "one_day"),
        (hours, "hours", "one_hour"),
        (minutes, "minutes", "one_minute"),
    )
    told = " ".join(counting(key, one, language, number) for number, key, one in amounts if number)
    if not told:
        return phrase("lead_at_end" if lead.anchor == "end" else "lead_at_start", language)
    return _before(told, lead.anchor, language)


def _day(lead: DayLead, language: str) -> str:
    is_end = lead.anchor == "end"
    if lead.weekday is not None:
        name = weekday_in_words(lead.weekday, language)
        return phrase("lead_weekday_end" if is_end else "lead_weekday", language, day=name)
    if not lead.days:
        return phrase("lead_last_day" if is_end else "lead_same_day", language)
    if lead.days == 1 and not is_end:
        return phrase("lead_day_before", language)
    return _before(counting("days", "one_day", language, lead.days), lead.anchor, language)


def _before(told: str, anchor: str, language: str) -> str:
    return phrase("lead_before_end" if anchor == "end" else "lead_before", language, lead=told)


def _at(told: str, at: time | None, language: str) -> str:
    return phrase("lead_at_hour", language, lead=told, hour=f"{at:%H:%M}") if at else told
