"""What is in the pictures: messages that the bot itself sends, to the Discord of its tests."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import discord
import simcord
from tests.bot.world import Said, World, message_of

Json = dict[str, Any]

QUESTION = "Who spoke on cluster excellence labelling?"
UNANSWERED = "What was decided about hydrogen valleys?"
TWO_WEEKS_BEFORE = datetime(2019, 2, 28, 8, 1, tzinfo=UTC)
DAY_BEFORE = datetime(2019, 3, 13, 8, 1, tzinfo=UTC)
SERVER = "Cluster policy community"
WORDS = "Registration closes this Friday; write to us if you need a letter of invitation."


@dataclass(frozen=True, slots=True)
class Message:
    """One message, as JSON where Discord has it so."""

    author: str
    at: datetime
    content: str = ""
    embeds: Sequence[Json] = ()
    components: Sequence[Json] = ()
    command: str = ""
    """The command that it answers, and whose, in Discord's words; empty for others."""
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A piece of a channel, or of direct messages; ``names`` are those of the ids in it."""

    name: str
    place: str
    messages: Sequence[Message]
    names: dict[str, str] = field(default_factory=dict)


class Stage:
    """A server with an announcement channel, a role that is pinged, a moderator and a member."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._moderator = world.member("mona", manage_guild=True, manage_events=True)
        self._channel = world.guild.create_text_channel("announcements")
        self._role = world.guild.create_role("policy makers")
        world.env.backend.edit_role(world.guild.id, self._role.id, {"mentionable": True})
        world.env.backend.add_member_role(world.guild.id, world.alice.id, self._role.id)
        world.env.backend.edit_guild(world.guild.id, {"name": SERVER})
        world.may_ping.add(self._role.id)

    async def scenes(self) -> list[Scene]:
        """All of them, in the order in which they happen."""
        await self._world.env.settle()
        scenes = [await self._answer(), await self._refusal(), await self._agenda()]
        drafted = await self._draft()
        announced, message = await self._announcement()
        return [*scenes, drafted, announced, await self._reminder(message)]

    async def _answer(self) -> Scene:
        said = await self._world.alice.slash(self._world.channel, "ask", question=QUESTION)
        return self._scene("answer", "general", self._shown(said, "alice used /ask"))

    async def _refusal(self) -> Scene:
        said = await self._world.alice.slash(
            self._world.channel, "ask", question=UNANSWERED, private=True
        )
        return self._scene("no-answer", "general", self._shown(said, "alice used /ask"))

    async def _agenda(self) -> Scene:
        said = await self._world.alice.slash(self._world.channel, "events")
        return self._scene("agenda", "general", self._shown(said, "alice used /events"))

    async def _draft(self) -> Scene:
        world = self._world
        settings = world.bot.store.settings(world.guild.id)
        channel = replace(settings, announcement_channel_id=self._channel.id)
        world.bot.store.save_settings(channel)
        said = await self._moderator.slash(
            world.channel, "remind add", event="ecpf-4", before="2 weeks", role=self._role,
            message=WORDS,
        )  # fmt: skip
        scene = self._scene("draft", "moderators", self._shown(said, "mona used /remind add"))
        await self._moderator.click(message_of(said), label="Keep")
        return scene

    async def _announcement(self) -> tuple[Scene, discord.Message]:
        await self._wake(TWO_WEEKS_BEFORE)
        (posted,) = (message_of(one) for one in self._channel.history())
        return self._scene("announcement", "announcements", self._message(posted)), posted

    async def _reminder(self, announced: discord.Message) -> Scene:
        await self._world.alice.click(announced, label="Remind me")
        confirmed = self._directly()
        await self._wake(DAY_BEFORE)
        came = self._directly()
        return self._scene("reminder", "@forumbot", confirmed, came)

    def _directly(self) -> Message:
        return self._message(message_of(self._world.alice.user.dm_channel.last_message))

    async def _wake(self, at: datetime) -> None:
        self._world.clock.now = at
        self._world.bot.runner.wake()
        await self._world.env.settle()

    def _shown(self, said: Said, command: str) -> Message:
        is_private = isinstance(said, simcord.InteractionResult) and bool(said.ephemeral)
        return replace(self._message(message_of(said)), command=command, is_private=is_private)

    def _message(self, message: discord.Message) -> Message:
        """As it stands now; a later edit changes nothing of it."""
        return Message(
            author="forumbot",
            at=self._world.clock(),
            content=message.content,
            embeds=[dict(embed.to_dict()) for embed in message.embeds],
            components=[dict(row.to_dict()) for row in message.components],
        )

    def _scene(self, name: str, place: str, *messages: Message) -> Scene:
        world, me = self._world, self._world.bot.user
        names = {str(world.alice.id): "alice", str(self._role.id): "policy makers"}
        names |= {str(one.id): name for name, one in world.guild.channels.items()}
        return Scene(name, place, messages, names | {str(me.id if me else 0): "forumbot"})
