import re
import time as clock
from datetime import date, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.properties import examples
from tests.reminders.some_leads import BRUSSELS, leads, only

from forumbot.errors import UsageError
from forumbot.reminders.lead_words import MAX_CHARS, check_default, fixed_lead, parse_leads
from forumbot.reminders.leads import DateLead, Lead

TODAY = date(2019, 2, 20)


def outcome(text: str, today: date | None) -> tuple[Lead, ...] | str:
    """The leads, or the message that refuses them; other exceptions are for the test."""
    try:
        return parse_leads(text, BRUSSELS, today)
    except UsageError as refused:
        return str(refused)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("2 weeks", "2 weeks"),
        ("1 fortnight", "2 weeks"),
        ("a fortnight before", "2 weeks"),
        ("a week before", "1 week"),
        ("a week before at 9", "7 days before at 09:00 (Europe/Brussels)"),
        ("the month before the end", "1 month before the end"),
        ("3 days beforehand", "3 days"),
        ("1000 hours", "1000 hours"),
        ("Fri before at 9", "friday before at 09:00 (Europe/Brussels)"),
        ("1 Tag", "1 day"),
        ("deux semaines avant", "2 weeks"),
        ("1 year", "12 months"),
        ("zu Beginn", "at the start"),
        ("1 day", "1 day"),
        ("1 hour", "1 hour"),
        ("90 minutes", "1 hour 30 minutes"),
        ("1h 30m", "1 hour 30 minutes"),
        ("half an hour before", "30 minutes"),
        ("1.5 hours", "1 hour 30 minutes"),
        ("1/2 hour", "30 minutes"),
        ("3/4 Stunde", "45 minutes"),
        ("1 1/2 hours before", "1 hour 30 minutes"),
        ("1h30", "1 hour 30 minutes"),
        ("2.5 h", "2 hours 30 minutes"),
        ("1,5 Stunden vorher", "1 hour 30 minutes"),
        ("1½ days", "1 day 12 hours"),
        ("half a day", "12 hours"),
        ("an hour and a half", "1 hour 30 minutes"),
        ("one and a half hours before", "1 hour 30 minutes"),
        ("three quarters of an hour", "45 minutes"),
        ("1 hour and 30 minutes", "1 hour 30 minutes"),
        ("1 hour and 15 minutes before the end", "1 hour 15 minutes before the end"),
        ("1 week + 2 days", "9 days"),
        ("1 day at 9", "day before at 09:00 (Europe/Brussels)"),
        ("2 days at 18:30", "2 days before at 18:30 (Europe/Brussels)"),
        ("eine Woche vorher um 9", "7 days before at 09:00 (Europe/Brussels)"),
        ("deux jours avant à 9h", "2 days before at 09:00 (Europe/Brussels)"),
        ("<t:1552553940:F>", "2019-03-14 09:59 (Europe/Brussels)"),
        ("2w", "2 weeks"),
        ("14 days", "2 weeks"),
        ("10 days", "10 days"),
        ("24 hours", "24 hours"),
        ("1 Month", "1 month"),
        ("two weeks before", "2 weeks"),
        ("a week ahead", "1 week"),
        ("one week prior to the start", "1 week"),
        ("3 days before the event", "3 days"),
        ("the day before", "1 day"),
        ("the week before the end", "1 week before the end"),
        ("1 week before the end", "1 week before the end"),
        ("1 day before it ends", "1 day before the end"),
        ("at the start", "at the start"),
        ("when it starts", "at the start"),
        ("0 minutes", "at the start"),
        ("at the end", "at the end"),
        ("on the day", "on the day"),
        ("the day itself", "on the day"),
        ("on the last day", "on the last day"),
        ("on the day at 8", "on the day at 08:00 (Europe/Brussels)"),
        ("the Friday before at 9", "friday before at 09:00 (Europe/Brussels)"),
        ("the Friday before, at 9", "friday before at 09:00 (Europe/Brussels)"),
        ("Friday before the end at 6 pm", "friday before the end at 18:00 (Europe/Brussels)"),
        ("the Friday before", "friday before (Europe/Brussels)"),
        ("the day before at 18:00", "day before at 18:00 (Europe/Brussels)"),
        ("2 days before at 18.30", "2 days before at 18:30 (Europe/Brussels)"),
        ("10 March 2019 at 9:00", "2019-03-10 09:00 (Europe/Brussels)"),
        ("March 10, 2019 at 9:00", "2019-03-10 09:00 (Europe/Brussels)"),
        ("Sunday, 10 March 2019, 9:00", "2019-03-10 09:00 (Europe/Brussels)"),
        ("10/03/2019", "2019-03-10 (Europe/Brussels)"),
        ("2019-03-10 09:00 (Europe/Helsinki)", "2019-03-10 09:00 (Europe/Helsinki)"),
    ],
)
def test_words_have_one_fixed_form(written: str, canonical: str) -> None:
    """However a lead is written, its fixed words are the same, and read again they are it."""
    lead = only(written)
    assert str(lead) == canonical
    assert only(canonical, "UTC") == lead


def test_several_leads_are_read_in_their_order() -> None:
    """Commas, semicolons, lines and "and" separate; what is named twice counts once."""
    leads = parse_leads("2 weeks, 1 day; 1 hour and 7 days\n14 days, 24 hours, 1440 min", BRUSSELS)
    assert [str(lead) for lead in leads] == ["2 weeks", "1 day", "1 hour", "1 week", "24 hours"]
    for listed in ("1 week and 1 day", "1 week,1 day", "1 day, 2 hours and 30 minutes"):
        assert len(parse_leads(listed, BRUSSELS)) == len(re.split(",|and", listed))
    assert [str(lead) for lead in parse_leads("1 day; 1 hour and 30 minutes", BRUSSELS)] == [
        *("1 day", "1 hour 30 minutes"),
    ]


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("2 Wochen, 1 Tag und 1 Stunde vorher", ["2 weeks", "1 day", "1 hour"]),
        ("2 jours avant et 1 heure avant", ["2 days", "1 hour"]),
        ("eine Woche und zwei Tage vorher", ["9 days"]),
        ("anderthalb Stunden vorher", ["1 hour 30 minutes"]),
        ("una semana, hora y media antes", ["1 week", "1 hour 30 minutes"]),
    ],
)
def test_an_and_of_any_language_parts_what_is_listed(text: str, leads: list[str]) -> None:
    """At the end of a list, and behind a word for "before"; else it is one distance."""
    assert [str(lead) for lead in parse_leads(text, BRUSSELS)] == leads


def test_a_midnight_is_a_time() -> None:
    """It is not the whole day."""
    (lead,) = parse_leads("tomorrow at midnight", BRUSSELS, TODAY)
    assert lead == DateLead(date(2019, 2, 21), time(0), BRUSSELS)


def test_the_date_among_the_examples_is_to_come() -> None:
    """Whoever copies it does not copy a day that has gone by."""
    assert '"14 March 2020 at 9:00"' in str(outcome("soon", date(2019, 11, 29)))
    assert "2019" not in str(outcome("soon", None))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no reminder is named"),
        (" , ;", "no reminder is named"),
        (
            "5/10 minutes",
            '"5/10 minutes" cannot be read as a time before an event; write, for exam',
        ),
        ("soon", '"soon" cannot be read as a time before an event; write, for example, "2 weeks'),
        ("1 day before lunch", "cannot be read"),
        ("1.5 months", "cannot be read"),
        ("1,2 weeks", "cannot be read"),
        ("1 week and 2 days", 'write "1 week 2 days" for one, or "1 week, 2 days" for two'),
        ("1 day and 12 hours before", "may be one reminder or two"),
        ("+2 days", "cannot be read"),
        ("1 y", "cannot be read"),
        ("week", "cannot be read"),
        ("2 hours before at 9", "cannot be read"),
        ("1 day 1 day", "cannot be read"),
        ("10 March at 9", "cannot be read"),
        ("Friday 10 March 2019", "cannot be read"),
        ("the Friday before at 25", '"at 25" is on no clock'),
        ("13 months", "is more than a year"),
        ("999999 weeks", "is more than a year"),
        ("400 days before at 9", "is more than a year"),
        ("the Friday before at 9 (Mars/Base)", 'time zone "Mars/Base" does not exist'),
        (",".join(f"{n} days" for n in range(1, 12)), "these are 11 reminders; give at most 10"),
        ("x" * (MAX_CHARS + 1), "more than 300 characters"),
    ],
)
def test_what_is_no_lead_is_refused(text: str, said: str) -> None:
    """The one line says what is wrong and what to write instead."""
    with pytest.raises(UsageError) as raised:
        parse_leads(text, BRUSSELS)
    assert said in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1


def test_an_unknown_zone_is_refused() -> None:
    """A zone that is handed in is checked like one that is written."""
    with pytest.raises(UsageError, match="did you mean Europe/Brussels"):
        parse_leads("1 day", "Europe/Brusels")


def test_with_a_day_to_count_from_a_date_needs_no_year() -> None:
    """Somebody who types in March means the March to come."""
    (lead,) = parse_leads("10 March at 9", BRUSSELS, TODAY)
    assert lead == DateLead(date(2019, 3, 10), time(9), BRUSSELS)


@pytest.mark.parametrize("text", ["-3 days", "3 days ago", "T-2 days", "il y a 2 jours"])
def test_a_distance_that_cannot_be_read_is_no_date(text: str) -> None:
    """It is refused with an example, where dateparser would take it for a day of some month."""
    with pytest.raises(UsageError, match='write, for example, "2 weeks'):
        parse_leads(text, BRUSSELS, TODAY)


def test_points_and_distances_are_told_apart() -> None:
    """A point in time has a zone of its own; a distance counts in that of the event."""
    leads = parse_leads("1 day, on the day, the Friday before at 9, 10 March 2019", BRUSSELS)
    assert [lead.is_point for lead in leads] == [False, False, True, True]


def test_a_lead_counts_from_the_start_or_the_end() -> None:
    """The anchor is the end only where the words say so."""
    leads = parse_leads("1 day, 1 day before the end, on the last day, 10 March 2019", BRUSSELS)
    assert [lead.anchor for lead in leads] == ["start", "end", "end", "start"]


@given(wanted=st.lists(leads, min_size=1, max_size=4, unique=True))
@examples(300)
def test_fixed_words_read_again_are_the_same_leads(wanted: list[Lead]) -> None:
    """Every lead, alone or beside others, comes back from its fixed words, in any zone."""
    assert parse_leads(", ".join(map(str, wanted)), "UTC") == tuple(wanted)


WORDS = (
    "1 2 14 2019 a one half an hour hours day days week weeks month friday monday the on at before "
    "end start last , ; and ( ) (Europe/Brussels) (UTC) : 9 9:00 25 noon am pm march . - / today"
).split()
sentences = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)


@given(text=st.text(max_size=320) | sentences, today=st.sampled_from([None, TODAY]))
@examples(400)
@example(text="(" * 300, today=None)
@example(text="1" * 80, today=TODAY)
@example(text="0 days before at 9", today=None)
@example(text="1\udfffday", today=None)
def test_any_text_is_refused_or_reads_back(text: str, today: date | None) -> None:
    """Whatever is typed: leads with fixed words that give them again, or a one-line refusal."""
    found = outcome(text, today)
    if isinstance(found, str):
        assert found.splitlines() == [found]
    else:
        assert parse_leads(", ".join(map(str, found)), "UTC") == found


@pytest.mark.parametrize(
    "text",
    [
        *("1" * 300, "1 " * 150, "a " * 150, "before " * 42, "the " * 75, "(" * 300, " " * 299),
        *("1 day " * 50, "at " * 100, "9:00 " * 60, "and " * 75, "1/" * 150, "half an hour " * 23),
        *("friday before the " * 16, "T0" * 150, "in " * 100, "\n" * 300, "1 day before" * 25),
    ],
)
def test_hostile_words_are_refused_at_once(text: str) -> None:
    """No text of the length that is let in keeps the reader busy."""
    began = clock.process_time()
    with pytest.raises(UsageError):
        parse_leads(text, BRUSSELS, TODAY)
    assert clock.process_time() - began < 1


def test_fixed_words_that_are_none_are_a_value_error() -> None:
    """A ledger that holds such is damaged."""
    assert fixed_lead("friday before at 09:00 (Europe/Brussels)").is_point
    for words in ("soon", "1 day, 2 days"):
        with pytest.raises(ValueError, match=r"cannot be read|too many values"):
            fixed_lead(words)


def test_a_default_lead_is_a_distance() -> None:
    """What holds for every event of a kind cannot be a point in time."""
    check_default("2 weeks, 1 day before the end and on the day")
    with pytest.raises(UsageError, match="is a point in time, which belongs to one event"):
        check_default("the Friday before at 9")
    with pytest.raises(UsageError, match="cannot be read"):
        check_default("soon")
