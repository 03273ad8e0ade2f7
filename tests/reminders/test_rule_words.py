"""Recurrence rules in words."""

from datetime import date

import pytest

from forumbot.reminders.repeats import read_rule
from forumbot.reminders.rule_words import rule_in_words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=WEEKLY;INTERVAL=2", "every 2 weeks"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "every week on Tuesday and Thursday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "every 2 weeks on Thursday"),
        ("FREQ=MONTHLY;BYDAY=2TU", "every month on the second Tuesday"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=14", "every month on day 14"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on its last day"),
        ("FREQ=YEARLY;UNTIL=20221231", "every year until 31 December 2022"),
        ("FREQ=YEARLY;UNTIL=20221231T120000Z", "every year until 31 December 2022"),
        ("FREQ=DAILY;COUNT=5", "every day, 5 times"),
    ],
)
def test_a_rule_is_said_in_words(rule: str, words: str) -> None:
    """As one says it."""
    assert rule_in_words(rule) == words


@pytest.mark.parametrize(
    ("rule", "language", "words"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "de", "alle 2 Wochen (Dienstag und Donnerstag)"),
        ("FREQ=MONTHLY;BYDAY=2TU", "fr", "chaque mois (2e mardi)"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "nl", "elke maand op de laatste vrijdag"),
        ("FREQ=WEEKLY;BYDAY=WE;COUNT=3", "pl", "co tydzień (środa), 3 razy"),
        ("FREQ=DAILY;UNTIL=20190601", "ro", "în fiecare zi până pe 1 iunie 2019"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "es", "cada mes (el último día)"),
        ("FREQ=YEARLY;BYDAY=20MO", "en", "every year on the 20th Monday"),
        ("FREQ=MONTHLY;BYDAY=-2MO", "en", "FREQ=MONTHLY;BYDAY=-2MO"),
    ],
)
def test_a_rule_is_said_in_the_language_of_its_reader(rule: str, language: str, words: str) -> None:
    """In the words of that language alone; what has no words there stays as it is."""
    assert rule_in_words(rule, language) == words


@pytest.mark.parametrize(
    "rule", ["FREQ=MONTHLY;BYSETPOS=1;BYDAY=MO", "FREQ=HOURLY", "", "FREQ=WEEKLY;BYDAY=XX"]
)
def test_what_says_more_is_shown_as_it_is(rule: str) -> None:
    """Better than in wrong words."""
    assert rule_in_words(rule) == rule


@pytest.mark.parametrize(
    "typed", ["every 2 weeks on Thursday", "every month on the second Tuesday", "every 3 months"]
)
def test_the_words_read_again_are_the_rule(typed: str) -> None:
    """A moderator may copy them."""
    rule = read_rule(typed, date(2019, 3, 14))
    assert rule_in_words(rule) == typed
    assert read_rule(rule_in_words(rule), date(2019, 3, 14)) == rule
