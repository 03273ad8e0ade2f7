"""Days before an event, said in other languages than English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples
from tests.reminders.some_leads import BRUSSELS

from forumbot.errors import UsageError
from forumbot.reminders.lead_readings import readings_in_english
from forumbot.reminders.lead_words import parse_leads


@pytest.mark.parametrize(
    ("typed", "fixed"),
    [
        ("am Vortag um 18 Uhr", "day before at 18:00 (Europe/Brussels)"),
        ("am Freitag davor, um halb zehn", "friday before at 09:30 (Europe/Brussels)"),
        ("2 Tage vor dem Ende", "2 days before the end"),
        ("le vendredi d'avant à 9h", "friday before at 09:00 (Europe/Brussels)"),
        ("la veille à 18h", "day before at 18:00 (Europe/Brussels)"),
        ("el viernes anterior a las 9", "friday before at 09:00 (Europe/Brussels)"),
        ("l’ultimo giorno alle 9", "on the last day at 09:00 (Europe/Brussels)"),
        ("de vrijdag ervoor om half tien", "friday before at 09:30 (Europe/Brussels)"),
        ("w piątek przed wydarzeniem o 9", "friday before at 09:00 (Europe/Brussels)"),
        ("no próprio dia", "on the day"),
        ("luni dinainte la 9", "monday before at 09:00 (Europe/Brussels)"),
        ("la sfarsit", "at the end"),
    ],
)
def test_a_day_before_an_event_is_read_in_each_language(typed: str, fixed: str) -> None:
    """Weekdays, the day itself and the ends of an event, with a time or without."""
    assert [str(lead) for lead in parse_leads(typed, BRUSSELS)] == [fixed]


@pytest.mark.parametrize("typed", ["freitags davor", "in der Woche davor", "davor", "la veille de"])
def test_what_is_no_such_day_is_refused(typed: str) -> None:
    """A weekday of each week is none, nor is a week."""
    with pytest.raises(UsageError, match="cannot be read"):
        parse_leads(typed, BRUSSELS)


WORDS = (
    "am freitag davor um 9 la veille à vor dem ende tag 2 semanas antes , dinainte luni o".split()
)


@given(st.text(max_size=90) | st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))
@examples(200)
def test_any_words_are_put_into_english_or_not(words: str) -> None:
    """Nothing fails, and whatever is put into English says before what or on which day."""
    for told in readings_in_english(words):
        assert "before" in told or told.startswith(("on the", "at the end"))
