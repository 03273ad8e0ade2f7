from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumbot.reminders.records import Delivery, Purpose, State
from forumbot.reminders.sqlite_rows import COLUMNS, delivery_from, delivery_values

NOON = datetime(2019, 2, 20, 12, tzinfo=UTC)
TEXT = st.text(max_size=20)
instants = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
ids = st.integers(0, 2**63 - 1)
deliveries = st.builds(
    Delivery,
    key=TEXT, purpose=st.sampled_from(Purpose), guild_id=ids, channel_id=ids,
    starts_at=instants, due_at=instants, useful_until=instants, is_direct=st.booleans(),
    importance=st.integers(-1, 200), role_id=st.none() | ids, message=st.none() | TEXT,
    state=st.sampled_from(State), attempts=st.integers(0, 9), claimed_at=st.none() | instants,
    retry_at=st.none() | instants, at=st.none() | instants, message_id=st.none() | ids,
    detail=st.none() | TEXT, shown=st.none() | TEXT, edit_due=st.booleans(),
    reported=st.booleans(), payload=st.none() | TEXT,
)  # fmt: skip


@given(deliveries)
def test_a_delivery_comes_back_as_it_was(delivery: Delivery) -> None:
    """The values of a row give the same delivery, to the microsecond."""
    values = delivery_values(delivery)
    assert tuple(values) == COLUMNS
    again = delivery_from(list(values.values()))
    assert again == delivery
    assert isinstance(again.state, State)
    assert isinstance(again.is_direct, bool)


def test_a_delivery_of_nonsense_is_refused() -> None:
    """An unknown state, a time that is a word and a missing value are errors the ledger expects."""
    delivery = Delivery("k", Purpose.NOTICE, 1, 2, NOON, NOON, NOON + timedelta(days=1))
    for change in ({"state": "lost"}, {"due_at": "noon"}, {"at": 2**62}):
        with pytest.raises((ValueError, TypeError, OverflowError)):
            delivery_from(list((delivery_values(delivery) | change).values()))
    with pytest.raises(ValueError, match="zip"):
        delivery_from(list(delivery_values(delivery).values())[:-1])
