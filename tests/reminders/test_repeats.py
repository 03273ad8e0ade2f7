from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.errors import UsageError
from forumbot.reminders.repeats import read_rule
from forumbot.reminders.rules import parse_rule

START = date(2019, 3, 14)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("daily", "FREQ=DAILY"),
        ("weekly", "FREQ=WEEKLY"),
        ("Every week", "FREQ=WEEKLY"),
        ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2"),
        ("every other week", "FREQ=WEEKLY;INTERVAL=2"),
        ("fortnightly", "FREQ=WEEKLY;INTERVAL=2"),
        ("every two weeks", "FREQ=WEEKLY;INTERVAL=2"),
        ("every second week", "FREQ=WEEKLY;INTERVAL=2"),
        ("every 2nd week on Thursday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ("every fortnight", "FREQ=WEEKLY;INTERVAL=2"),
        ("every quarter", "FREQ=MONTHLY;INTERVAL=3"),
        ("each week", "FREQ=WEEKLY"),
        ("once a month on the first Monday", "FREQ=MONTHLY;BYDAY=1MO"),
        ("every Thursday", "FREQ=WEEKLY;BYDAY=TH"),
        ("on Thursdays", "FREQ=WEEKLY;BYDAY=TH"),
        ("weekly on Tuesday and Thursday", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("every 2 weeks on Thursday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"),
        ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("monthly", "FREQ=MONTHLY"),
        ("quarterly", "FREQ=MONTHLY;INTERVAL=3"),
        ("monthly on the second Tuesday", "FREQ=MONTHLY;BYDAY=2TU"),
        ("every month on the last Friday", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("the 1st Monday of each month", "FREQ=MONTHLY;BYDAY=1MO"),
        ("monthly on the 14th", "FREQ=MONTHLY;BYMONTHDAY=14"),
        ("monthly on the last day", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("yearly until 31 December 2022", "FREQ=YEARLY;UNTIL=20221231"),
        ("weekly until 30 April", "FREQ=WEEKLY;UNTIL=20190430"),
        ("weekly for 6 times", "FREQ=WEEKLY;COUNT=6"),
        ("daily, 5 times", "FREQ=DAILY;COUNT=5"),
        ("every Mon, Wed", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("every week on Mon", "FREQ=WEEKLY;BYDAY=MO"),
        ("every other Monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("Monday to Friday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("Fri-Mon", "FREQ=WEEKLY;BYDAY=FR,SA,SU,MO"),
        ("on the 15th of every month", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("the last day of the month", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("weekly for 10 weeks", "FREQ=WEEKLY;UNTIL=20190522"),
        ("every Thursday for a month and a week", "FREQ=WEEKLY;BYDAY=TH;UNTIL=20190420"),
        ("every month on day 15", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("freq=weekly;byday=th", "FREQ=WEEKLY;BYDAY=TH"),
    ],
)
def test_words_become_a_rule(words: str, rule: str) -> None:
    """What people say of a series is written as calendars do."""
    assert read_rule(words, START) == rule


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", 'write, for example, "weekly"'),
        ("weeklyish", '"yearly until 31 December 2022"'),
        ("sometimes", '"sometimes" is no way to repeat; write, for example, "weekly"'),
        ("every second Tuesday", "is no way to repeat"),
        ("yearly on Tuesday", "is no way to repeat"),
        ("every 0 weeks", "cannot have INTERVAL=0"),
        ("weekly for 0 times", "0 times is not possible; give 1 to 1,000"),
        ("monthly on the 32nd", "cannot have BYMONTHDAY=32"),
        ("weekly until 13 March 2019", "is before the start; give a later day"),
        ("weekly until 30 April at 9", "has a time; give the last day alone"),
        ("weekly until later", "cannot be read as a date"),
        ("FREQ=HOURLY", "cannot have FREQ=HOURLY"),
        ("X=Y", "has a part"),
    ],
)
def test_what_is_no_rule_is_refused(words: str, said: str) -> None:
    """The one line says what is wrong, with examples where nothing was understood."""
    with pytest.raises(UsageError) as raised:
        read_rule(words, START)
    assert said in str(raised.value)


def outcome(words: str) -> tuple[str, str]:
    """The rule, and the message that refuses the words; one of them is empty."""
    try:
        return read_rule(words, START), ""
    except UsageError as refused:
        return "", str(refused)


TOKENS = (
    "daily weekly monthly yearly every other 2 0 99 week month days on the second last tuesday "
    "and , until 30 april 2020 for 5 times weekday of each FREQ=WEEKLY ;COUNT=2 14th"
).split()


@given(words=st.text(max_size=300) | st.lists(st.sampled_from(TOKENS), max_size=9).map(" ".join))
@examples(300)
def test_any_words_are_a_rule_or_refused(words: str) -> None:
    """Whatever is typed, the outcome is a rule that can be used or one line of text."""
    rule, refusal = outcome(words)
    if rule:
        assert parse_rule(rule)
    assert len((rule or refusal).splitlines()) == 1
