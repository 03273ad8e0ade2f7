"""Leads in the words of their readers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples
from tests.reminders.some_leads import BRUSSELS, leads

from forumbot.language.phrases import spoken
from forumbot.reminders.lead_names import kept_lead_in_words, lead_in_words
from forumbot.reminders.lead_words import fixed_lead, parse_leads
from forumbot.reminders.leads import Lead

TYPED = [
    "2 weeks", "1 day", "90 minutes", "1 month 2 days", "1 hour before the end", "at the start",
    "friday before at 09:00", "2 days before at 18:00", "on the day at 08:00",
    "2019-03-10 09:00 (Europe/Brussels)",
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "language", "words"),
    [
        ("2 weeks", "de", "2 Wochen davor"),
        ("1 day", "ro", "cu 1 zi înainte"),
        ("90 minutes", "pl", "1 godz. 30 min wcześniej"),
        ("1 hour before the end", "fr", "1 heure avant la fin"),
        ("at the start", "es", "al comienzo"),
        ("friday before at 09:00", "it", "venerdì precedente, alle 09:00"),
        ("2019-03-10 09:00 (Europe/Brussels)", "nl", "op 10 maart 2019, om 09:00"),
        ("2 weeks", "sv", "2 weeks before"),
    ],
)
def test_a_lead_is_said_in_the_language_of_its_reader(
    typed: str, language: str, words: str
) -> None:
    """In English where the bot does not speak theirs."""
    (lead,) = parse_leads(typed, "UTC")
    assert lead_in_words(lead, language) == words


@pytest.mark.parametrize("typed", TYPED)
def test_no_language_says_a_lead_in_english(typed: str) -> None:
    """Every kind of lead has its words in each."""
    (lead,) = parse_leads(typed, "UTC")
    others = [lead_in_words(lead, language) for language in spoken() if language != "en"]
    assert lead.words not in others


def test_what_a_ledger_keeps_is_read_or_left() -> None:
    """English keeps its fixed words, which "before" is not among."""
    assert kept_lead_in_words("1 day", "de") == "1 Tag davor"
    assert kept_lead_in_words("1 day", "en") == str(fixed_lead("1 day"))
    assert kept_lead_in_words("whenever", "de") == "whenever"


@given(lead=leads, language=st.sampled_from(spoken()))
@examples(300)
def test_what_is_said_of_a_lead_can_be_typed(lead: Lead, language: str) -> None:
    """In each language the words read again are the same lead, their zone given."""
    zone = getattr(lead, "zone", None) or BRUSSELS
    assert parse_leads(lead_in_words(lead, language), zone, date(2019, 2, 20)) == (lead,)
