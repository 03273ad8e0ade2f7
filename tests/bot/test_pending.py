"""What members were shown and have not decided on yet."""

import discord
import pytest
from tests.bot.world import Hands

from forumbot.bot.pending import Pending
from forumbot.errors import UsageError


async def keep(_press: discord.Interaction) -> str:
    """What would be kept."""
    return "Kept."


def test_what_was_shown_is_decided_on_once_and_by_its_member(hands: Hands) -> None:
    """Nobody else takes it, nor they elsewhere, and a second press finds nothing."""
    pending = Pending(hands)
    token = pending.add(1, 7, keep)
    with pytest.raises(UsageError, match="give the command again"):
        pending.take(token, 2, 7)
    with pytest.raises(UsageError, match="give the command again"):
        pending.take(token, 1, 8)
    assert pending.take(token, 1, 7) is keep
    with pytest.raises(UsageError, match="give the command again"):
        pending.take(token, 1, 7)


def test_what_was_shown_is_forgotten_after_fifteen_minutes(hands: Hands) -> None:
    """As what it would change may have changed meanwhile."""
    pending = Pending(hands)
    first, second = pending.add(1, 7, keep), pending.add(1, 7, keep)
    hands.forward(minutes=15)
    assert pending.take(first, 1, 7) is keep
    hands.forward(seconds=1)
    with pytest.raises(UsageError):
        pending.take(second, 1, 7)


def test_so_much_is_remembered_and_no_more(hands: Hands) -> None:
    """The oldest goes first."""
    pending = Pending(hands)
    tokens = [pending.add(1, 7, keep) for _ in range(201)]
    with pytest.raises(UsageError):
        pending.take(tokens[0], 1, 7)
    assert pending.take(tokens[1], 1, 7) is keep
