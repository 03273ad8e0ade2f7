"""What commands, buttons and the poster need of the client, so that none of them imports it."""

from dataclasses import dataclass
from typing import Any, Protocol, cast

import discord
from discord import app_commands

from forumbot.answers.answer import Finding
from forumbot.bot.desk import Desk
from forumbot.bot.manners import Cooldown, HeardMessages, Locales, Seen
from forumbot.bot.pending import Pending
from forumbot.bot.store import Store
from forumbot.clock import Clock
from forumbot.config import Settings
from forumbot.language.phrases import DEFAULT
from forumbot.reminders.ports import Ledger
from forumbot.reminders.runner import Runner
from forumbot.service import Service

Tree = app_commands.CommandTree[Any]
"""Where a subject adds its commands."""


@dataclass(frozen=True, slots=True)
class GuildArchive:
    """What a guild is answered from: an archive's use cases, and the desk for its questions."""

    service: Service
    desk: Desk


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """What decides which buttons stand under an answer: what was found, and who is to see it.

    ``choices`` are what it offers to choose from, in short; ``language`` is that of our own words.
    """

    answer_id: str
    finding: Finding
    may_share: bool
    choices: tuple[str, ...] = ()
    language: str = DEFAULT


class Bot(Protocol):
    """The connected bot: its parts, and what of Discord is asked for through it."""

    settings: Settings
    store: Store
    ledger: Ledger
    clock: Clock
    pending: Pending
    runner: Runner
    seen: Seen
    heard: HeardMessages
    cooldown: Cooldown
    notices: Cooldown
    locales: Locales
    http: discord.http.HTTPClient

    def archive_of(self, guild_id: int | None) -> GuildArchive:
        """What the members of a guild are answered from; of None, who writes to it directly."""
        ...

    def buttons_under(self, shown: ShownAnswer) -> discord.ui.View:
        """The buttons that stand under an answer."""
        ...

    @property
    def user(self) -> discord.ClientUser | None:
        """Its own account, once it is logged in."""
        ...

    @property
    def application(self) -> discord.AppInfo | None:
        """What Discord knows of its application, once it is logged in."""
        ...

    def get_guild(self, guild_id: int, /) -> discord.Guild | None:
        """A guild that it is in."""
        ...

    async def fetch_guild(self, guild_id: int, /) -> discord.Guild:
        """A guild as Discord has it now."""
        ...

    async def fetch_channel(
        self, channel_id: int, /
    ) -> discord.abc.GuildChannel | discord.abc.PrivateChannel | discord.Thread:
        """A channel as Discord has it now."""
        ...

    async def create_dm(self, user: discord.abc.Snowflake) -> discord.DMChannel:
        """Where it writes to a member directly."""
        ...

    async def accept(self, interaction: discord.Interaction) -> bool:
        """Whether an interaction is to be answered; it is then counted as a reply under way."""
        ...


def bot_of(interaction: discord.Interaction) -> Bot:
    """The bot that an interaction has come to."""
    return cast(Bot, interaction.client)
