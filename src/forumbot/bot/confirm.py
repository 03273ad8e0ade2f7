"""What somebody is about to keep: shown first, kept when they say so."""

import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Self

import discord

from forumbot.bot.messenger import defer
from forumbot.bot.views import Match, Pressed, bot_of
from forumbot.clock import Clock
from forumbot.errors import UsageError

Keep = Callable[[], Awaitable[str]]
"""Keeps what was drafted and says so in a sentence."""

_KEPT_FOR = timedelta(minutes=15)
_MAX_DRAFTS = 200


class _Draft(NamedTuple):
    member_id: int
    made_at: datetime
    keep: Keep


class Drafts:
    """What was shown and not yet decided on; forgotten after 15 minutes and with the process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._drafts: OrderedDict[str, _Draft] = OrderedDict()

    def add(self, member_id: int, keep: Keep) -> str:
        """Remember a draft of a member; returns the token for its buttons."""
        token = secrets.token_hex(8)
        self._drafts[token] = _Draft(member_id, self._clock(), keep)
        while len(self._drafts) > _MAX_DRAFTS:
            self._drafts.popitem(last=False)
        return token

    def take(self, token: str, member_id: int) -> Keep:
        """The draft, once; raises :class:`UsageError` where it is not there any more."""
        draft = self._drafts.get(token)
        if draft is None or draft.member_id != member_id or self._is_old(draft):
            raise UsageError(
                "this was shown too long ago, or I was restarted since; nothing was kept, "
                "so please give the command again"
            )
        return self._drafts.pop(token).keep

    def _is_old(self, draft: _Draft) -> bool:
        return not timedelta(0) <= self._clock() - draft.made_at <= _KEPT_FOR


class KeepButton(Pressed, template=r"fb:keep:(?P<token>[0-9a-f]{16}):(?P<answer>[yn])"):
    """Keep what is shown, or do not."""

    def __init__(self, token: str, *, keep: bool) -> None:
        style = discord.ButtonStyle.success if keep else discord.ButtonStyle.secondary
        super().__init__(
            f"fb:keep:{token}:{'y' if keep else 'n'}",
            label="Keep" if keep else "Do not keep",
            style=style,
        )
        self.token, self.keep = token, keep

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(match["token"], keep=match["answer"] == "y")

    async def press(self, interaction: discord.Interaction) -> None:
        """Do as was said, and take the buttons away."""
        await defer(interaction, thinking=False)
        keep = bot_of(interaction).drafts.take(self.token, interaction.user.id)
        words = await keep() if self.keep else "Nothing was kept."
        await interaction.edit_original_response(content=words, view=None)


async def ask_to_keep(
    interaction: discord.Interaction, shown: discord.Embed, keep: Keep, question: str
) -> None:
    """Show what would be kept, in a deferred private response, with the buttons to decide."""
    token = bot_of(interaction).drafts.add(interaction.user.id, keep)
    view = discord.ui.View(timeout=None)
    view.add_item(KeepButton(token, keep=True))
    view.add_item(KeepButton(token, keep=False))
    await interaction.edit_original_response(content=question, embed=shown, view=view)
