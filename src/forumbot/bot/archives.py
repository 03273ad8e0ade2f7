"""Which archive answers whom: one for all guilds, and for whoever writes to the bot directly."""

import logging
from collections.abc import Iterable, Iterator

from forumbot.bot.desk import Desk
from forumbot.bot.ports import GuildArchive
from forumbot.service import Service

log = logging.getLogger(__name__)


class Archives:
    """The archives that the bot answers from, the first for whoever has no other.

    Iterating gives each of them once.
    """

    def __init__(self, services: Iterable[Service]) -> None:
        self._all = [GuildArchive(one, Desk(one, one.clock)) for one in services]

    def __iter__(self) -> Iterator[GuildArchive]:
        yield from self._all

    def of(self, guild_id: int | None) -> GuildArchive:
        """The archive of a guild.

        None is that of direct messages, and so is an id that is no guild's: a reminder that was
        begun in a direct message has the id of its channel.
        """
        return self._all[0]

    async def open(self) -> None:
        """Load the model and what is live; raises as :meth:`Desk.open` does."""
        for archive in self:
            await archive.desk.open()

    async def refresh(self) -> None:
        """Take up each new generation."""
        for archive in self:
            if await archive.desk.refresh():
                log.info("took up generation %s", archive.desk.generation.manifest.generation)

    def close(self) -> None:
        """Let go of their threads."""
        for archive in self:
            archive.desk.close()
