import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.reminders.simulation import CHANNEL, GUILD, Clock, KilledError, Network, at

from forumbot.errors import StoreError, UnreachableError
from forumbot.reminders.composing import Composer
from forumbot.reminders.courier import Courier
from forumbot.reminders.records import Delivery, Purpose, State
from forumbot.reminders.sqlite_ledger import SqliteLedger

NOON = at("2019-02-20T12:00")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Post:
    """A courier with its ledger and network, at noon; ``plans`` counts those asked for."""

    def __init__(self, path: Path) -> None:
        self.clock = Clock(NOON)
        self.network = Network(self.clock)
        self.ledger = SqliteLedger(path, self.clock)
        self.plans = 0
        composer = Composer(lambda _guild_id, _event, _now: (), late_after=5 * MINUTE)
        self.courier = Courier(self.ledger, self.network, composer, self.clock, self._plan_anew)

    def _plan_anew(self) -> None:
        self.plans += 1

    def add(self, *keys: str) -> None:
        """Plan reports that are due now."""
        for key in keys:
            report = Delivery(
                key, Purpose.REPORT, GUILD, CHANNEL, NOON, NOON, NOON + HOUR,
                payload='{"lines": ["one"]}',
            )  # fmt: skip
            self.ledger.add([report])

    def claim(self, *keys: str) -> None:
        """Leave deliveries claimed, as a process that was killed does."""
        self.add(*keys)
        for key in keys:
            self.ledger.claim(key, self.clock.now)

    def state(self, key: str) -> State | None:
        """How far a delivery has come."""
        row = self.ledger.get(key)
        return None if row is None else row.state


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """A courier that has nothing to do yet."""
    made = Post(tmp_path / "reminders.sqlite")
    yield made
    made.ledger.close()


def test_what_is_due_is_sent_once(post: Post) -> None:
    """A second look finds nothing to do."""
    post.add("a", "b")
    assert asyncio.run(post.courier.deliver_due())
    assert not asyncio.run(post.courier.deliver_due())
    assert sorted(one.key for one in post.network.all()) == ["a", "b"]
    assert (post.state("a"), post.state("b")) == (State.SENT, State.SENT)


def test_a_claim_whose_mark_stands_is_recorded_and_needs_no_plan(post: Post) -> None:
    """It was posted just before the process was killed."""
    post.add("a")
    post.network.faults = ["killed-late"]
    with pytest.raises(KilledError):
        asyncio.run(post.courier.deliver_due())
    assert post.state("a") is State.CLAIMED
    asyncio.run(post.courier.settle_claimed())
    assert (post.state("a"), post.plans) == (State.SENT, 0)


def test_a_plan_is_asked_for_even_if_what_follows_fails(post: Post) -> None:
    """The second of two claims cannot be put off; the event of the first may have changed."""
    post.claim("a")
    post.clock.now += MINUTE
    post.claim("b")
    postpone = post.ledger.postpone

    def fail_at_b(key: str, until: datetime, detail: str, *, uncertain: bool) -> None:
        if key == "b":
            raise StoreError("the disk is full")
        postpone(key, until, detail, uncertain=uncertain)

    post.ledger.postpone = fail_at_b  # type: ignore[method-assign]
    with pytest.raises(StoreError):
        asyncio.run(post.courier.settle_claimed())
    assert (post.state("a"), post.state("b"), post.plans) == (State.PLANNED, State.CLAIMED, 1)


@pytest.mark.parametrize(("window", "posted", "state"), [
    (timedelta(0), 0, State.MISSED),
    (MINUTE, 0, State.MISSED),
    (2 * MINUTE, 1, State.SENT),
])  # fmt: skip
def test_without_a_look_it_is_posted_again_only_within_the_posters_window(
    post: Post, window: timedelta, posted: int, state: State
) -> None:
    """How long a second post makes no second message is the poster's to say."""
    post.network.hides_history, post.network.dedup_window = True, window
    post.claim("a")
    post.clock.now += MINUTE
    asyncio.run(post.courier.settle_claimed())
    assert (len(post.network.all()), post.state("a")) == (posted, state)


def test_what_lacks_a_permission_is_handed_over_once(post: Post) -> None:
    """For the moderators, who hear of it while it waits."""
    post.add("a")
    post.network.faults = ["forbidden"]
    asyncio.run(post.courier.deliver_due())
    (barred,) = post.courier.take_barred()
    assert (barred.key, barred.detail) == ("a", "Send Messages is missing")
    assert post.courier.take_barred() == []


def _raise_for(key: str) -> Callable[[Delivery], None]:
    def on_post(delivery: Delivery) -> None:
        if delivery.key == key:
            raise UnreachableError("500")

    return on_post


def test_one_that_fails_keeps_none_from_being_sent(post: Post) -> None:
    """It stays claimed, to be looked for; the others are sent."""
    post.add("a", "b", "c")
    post.network.on_post = _raise_for("b")
    asyncio.run(post.courier.deliver_due())
    states = [post.state(key) for key in "abc"]
    assert states == [State.SENT, State.CLAIMED, State.SENT]
