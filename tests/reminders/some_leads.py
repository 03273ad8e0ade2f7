"""Leads of every kind, for the tests of how they are read and of when they are due."""

from datetime import date, time

from hypothesis import strategies as st

from forumbot.reminders.lead_words import parse_leads
from forumbot.reminders.leads import DateLead, DayLead, Lead, Span

ZONES = (
    "Europe/Brussels",
    "Europe/Helsinki",
    "Europe/Lisbon",
    "Europe/Athens",
    "America/New_York",
)
BRUSSELS = "Europe/Brussels"

anchors = st.sampled_from(["start", "end"])
zones = st.sampled_from(ZONES)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
leads = st.one_of(
    st.builds(Span, st.integers(0, 3), st.integers(0, 250), st.integers(0, 20_000), anchors),
    st.builds(
        DayLead,
        days=st.integers(1, 366),
        at=times,
        zone=zones,
        anchor=anchors,
    ),
    st.builds(
        DayLead, weekday=st.integers(0, 6), at=st.none() | times, zone=zones, anchor=anchors
    ),
    st.builds(DayLead, at=times, zone=zones, anchor=anchors),
    st.builds(DayLead, anchor=anchors),
    st.builds(
        DateLead, st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.none() | times, zones
    ),
)  # fmt: skip


def only(text: str, zone: str = BRUSSELS) -> Lead:
    """The one lead of a text."""
    (lead,) = parse_leads(text, zone)
    return lead
