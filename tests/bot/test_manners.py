"""How often a member may ask, and that nothing is answered twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bot.world import Hands

from forumbot.bot.manners import Cooldown, Heard, HeardMessages, Seen
from forumbot.errors import UsageError


def test_a_member_may_ask_so_often_a_minute(hands: Hands) -> None:
    """One more is refused with the seconds to wait."""
    cooldown = Cooldown(2, hands)
    cooldown.take(1)
    hands.forward(seconds=10)
    cooldown.take(1)
    with pytest.raises(UsageError, match="please ask again in 50 seconds"):
        cooldown.take(1)


def test_a_refused_question_does_not_count(hands: Hands) -> None:
    """Who keeps trying is let in as soon as the oldest question is a minute old."""
    cooldown = Cooldown(1, hands)
    cooldown.take(1)
    for _time in range(5):
        hands.forward(seconds=10)
        with pytest.raises(UsageError):
            cooldown.take(1)
    hands.forward(seconds=10)
    cooldown.take(1)


def test_members_do_not_wait_for_each_other(hands: Hands) -> None:
    """Each has a count of their own."""
    cooldown = Cooldown(1, hands)
    for member_id in range(20_000):
        cooldown.take(member_id)


@given(st.lists(st.integers(0, 40), max_size=60))
def test_never_more_than_the_limit_in_any_minute(pauses: list[int]) -> None:
    """Whatever the pauses are."""
    clock = Hands()
    cooldown, taken = Cooldown(3, clock), []
    for pause in pauses:
        clock.forward(seconds=pause)
        try:
            cooldown.take(1)
        except UsageError:
            continue
        taken.append(clock.now)
    assert all(
        (later - earlier).total_seconds() >= 60
        for earlier, later in zip(taken, taken[3:], strict=False)
    )


def test_an_id_is_new_once() -> None:
    """However often it comes again."""
    seen = Seen()
    assert [seen.is_new(snowflake) for snowflake in (1, 2, 1, 1, 2, 3)] == [
        True, True, False, False, False, True,
    ]  # fmt: skip


def test_only_the_last_ids_are_remembered() -> None:
    """Memory does not grow with the age of the process."""
    seen = Seen()
    for snowflake in range(10_001):
        seen.is_new(snowflake)
    assert seen.is_new(0)
    assert not seen.is_new(10_000)


def test_what_was_heard_is_remembered_and_the_oldest_is_forgotten() -> None:
    """By a digest of its text, no word of it, and with where it was answered."""
    heard = HeardMessages()
    heard.note(1, "first", 10)
    for number in range(2, 10_002):
        heard.note(number, "other", None)
    assert heard.of(1) is None
    last = heard.of(10_001)
    assert last is not None
    assert last.says("other")
    assert not last.says("another")
    assert "other" not in repr(last)
    assert not Heard(None, 10).says("other")


async def test_a_message_has_one_turn_at_a_time() -> None:
    """What holds it lets the next wait."""
    heard = HeardMessages()
    turn = heard.turn(1)
    assert turn is heard.turn(1)
    assert turn is not heard.turn(2)
