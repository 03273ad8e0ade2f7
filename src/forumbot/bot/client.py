"""The Discord client: wiring, registration, and a quiet end."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

import aiohttp
import discord
from discord import app_commands

from forumbot.bot import calendar_watch, conversation, homes, registration
from forumbot.bot.agenda import make_runner
from forumbot.bot.archives import Archives
from forumbot.bot.buttons import registry
from forumbot.bot.buttons.further import submit_further
from forumbot.bot.command_words import CommandWords
from forumbot.bot.commands import (
    archive,
    ask,
    changes,
    documents,
    event,
    events,
    guide,
    outcomes,
    privacy,
    remind,
    settings,
)
from forumbot.bot.errors import is_gone, tell
from forumbot.bot.manners import Cooldown, HeardMessages, Locales, Seen
from forumbot.bot.native import keep_in_step
from forumbot.bot.pending import Pending
from forumbot.bot.ports import GuildArchive, ShownAnswer
from forumbot.bot.poster import DiscordPoster
from forumbot.bot.store import Store
from forumbot.clock import Clock
from forumbot.config import Settings
from forumbot.errors import ForumbotError
from forumbot.language.phrases import phrase
from forumbot.language.said import SaidError
from forumbot.language.spoken import spoken_in
from forumbot.reminders.ports import Ledger

log = logging.getLogger(__name__)

_SUBJECTS = (
    ask,
    outcomes,
    documents,
    events,
    guide,
    privacy,
    settings,
    archive,
    remind,
    event,
    changes,
)
HandBack = Callable[[], Awaitable[object]]
_DRAIN_SECONDS = 2.5
_HAND_BACK_SECONDS = 0.8
_END_DELIVERY_SECONDS = 0.5
_WATCH_SECONDS = 15
_NOTICES_PER_MINUTE = 2
_PURGE_EVERY = timedelta(hours=24)
_LEDGER_DAYS = timedelta(days=800)


class OpenReplies:
    """The replies under way, so that the bot can finish them, or hand them back, before it ends."""

    def __init__(self) -> None:
        self._open: dict[asyncio.Task[Any], HandBack] = {}

    def add(self, hand_back: HandBack) -> None:
        """Count the current task as one; ``hand_back`` tells its member to ask again instead."""
        task = asyncio.current_task()
        if task is not None:
            self._open[task] = hand_back
            task.add_done_callback(lambda done: self._open.pop(done, None))

    async def drain(self, seconds: float) -> None:
        """Wait for them to be done; those that are not by then are ended and handed back."""
        if not self._open:
            return
        _done, late = await asyncio.wait(self._open, timeout=seconds)
        work = [asyncio.ensure_future(self._open[task]()) for task in late]
        for task in late:
            # It may hold the lock of a rate limit, which its successor needs.
            task.cancel()
        if work:
            await asyncio.wait(work, timeout=_HAND_BACK_SECONDS)


class ForumTree(app_commands.CommandTree["ForumBot"]):
    """Commands that answer each interaction once, and tell their errors to the member."""

    async def interaction_check(self, interaction: discord.Interaction["ForumBot"], /) -> bool:
        """Let each interaction through once, and none while the bot is ending."""
        return await interaction.client.accept(interaction)

    async def on_error(
        self, interaction: discord.Interaction["ForumBot"], error: app_commands.AppCommandError, /
    ) -> None:
        """One sentence for the member, the rest in the log."""
        if interaction.type is discord.InteractionType.autocomplete:
            log.warning("autocomplete failed", exc_info=error)
        elif not is_gone(error):
            await tell(interaction, error)


class ForumBot(discord.Client):
    """The bot of the archives. It asks for no privileged intent and pings nobody."""

    def __init__(
        self, settings: Settings, archives: Archives, store: Store, ledger: Ledger, clock: Clock
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self.settings = settings
        self._archives = archives
        self.store = store
        self.ledger = ledger
        self.clock = clock
        self.pending = Pending(clock)
        self.runner = make_runner(self, DiscordPoster(self), self._after_plan)
        self._delivering: asyncio.Task[None] | None = None
        self.seen = Seen()
        self.locales = Locales()
        self.heard = HeardMessages()
        self.open_replies = OpenReplies()
        self.cooldown = Cooldown(settings.bot.questions_per_minute, clock)
        self.notices = Cooldown(_NOTICES_PER_MINUTE, clock)
        self._ending = False
        self._was_here_before = False
        self._background: set[asyncio.Task[None]] = set()
        self.tree = ForumTree(
            self,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        )
        for subject in _SUBJECTS:
            subject.add_to(self.tree, self)
        self.add_dynamic_items(*registry.BUTTONS)

    def archive_of(self, guild_id: int | None) -> GuildArchive:
        """What the members of a guild are answered from; of None, who writes to it directly."""
        return self._archives.of(guild_id)

    def buttons_under(self, shown: ShownAnswer) -> discord.ui.View:
        """The buttons that stand under an answer."""
        return registry.buttons_under(shown)

    async def setup_hook(self) -> None:
        """Register the commands if they have changed, and begin to watch for a new index."""
        await self._register()
        self._start(self._watch())

    async def on_ready(self) -> None:
        """Begin to deliver, and say in the log what is wrong with the settings of a guild."""
        log.info("ready in %d guilds", len(self.guilds))
        for problem in homes.problems(self):
            log.warning("%s", problem)
        for joined in self.guilds:
            await homes.leave_if_other(self, joined)
        if self._was_here_before:
            await homes.forget_left(self)
        self._deliver()
        for found in await asyncio.to_thread(self.store.all_settings):
            guild = self.get_guild(found.guild_id)
            for problem in settings.problems(guild, found) if guild is not None else ():
                log.warning("guild %s: %s", found.guild_id, problem)

    async def on_message(self, message: discord.Message) -> None:
        """Answer what is meant for the bot."""
        if not self._ending:
            restarting = phrase("told_restarting", spoken_in(message.content))
            self.open_replies.add(lambda: conversation.say(message, restarting))
            await conversation.hear(self, message)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer an edited question anew; raw, as no message is kept to compare with."""
        if not self._ending:
            await conversation.hear_again(self, payload.message)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Leave a guild again in which the operator does not want the bot."""
        await homes.leave_if_other(self, guild)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """As when it joins; it may have joined while Discord did not have it."""
        await homes.leave_if_other(self, guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget the settings of a guild that the bot has left."""
        await homes.forget(self, guild.id)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Handle the form of a follow-up, which discord.py forgets over a restart."""
        data: Any = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        is_form = interaction.type is discord.InteractionType.modal_submit
        if (
            not is_form
            or not custom_id.startswith("fb:form:")
            or not await self.accept(interaction)
        ):
            return
        try:
            question = _typed(data.get("components", []))
            await submit_further(interaction, custom_id.removeprefix("fb:form:"), question)
        except Exception as error:
            await tell(interaction, error)

    async def accept(self, interaction: discord.Interaction) -> bool:
        """Let each interaction through once, and count it as a reply under way.

        While the bot is ending none goes through; its member is told to ask again.
        """
        if not self.seen.is_new(interaction.id):
            return False
        if interaction.type is discord.InteractionType.autocomplete:
            return not self._ending
        self.locales.note(interaction.user.id, interaction.locale.value)
        restarting = SaidError("told_restarting")
        if self._ending:
            await tell(interaction, restarting)
            return False
        self.open_replies.add(lambda: tell(interaction, restarting))
        return True

    async def close(self) -> None:
        """Finish the replies under way, or hand them back; then leave."""
        if not self._ending:
            self._ending = True
            await self.open_replies.drain(_DRAIN_SECONDS)
            for task in self._background:
                task.cancel()
            await self.end_delivery()
        await super().close()
        self._archives.close()

    async def _register(self) -> None:
        """Send the commands to Discord only if it has others, or was last sent others."""
        words = CommandWords()
        await self.tree.set_translator(words)
        own = self.tree.get_commands()
        commands = [await one.get_translated_payload(self.tree, words) for one in own]
        raw = json.dumps(commands, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(raw.encode()).hexdigest()
        application_id = self.application_id or 0
        known = await asyncio.to_thread(self.store.command_hash, application_id)
        self._was_here_before = known is not None
        if known == digest and await self._has_all(json.loads(raw)):
            return
        await self.tree.sync()
        await asyncio.to_thread(self.store.save_command_hash, application_id, digest)
        log.info("registered %d commands", len(commands))

    async def _has_all(self, commands: list[dict[str, Any]]) -> bool:
        """Whether Discord still has the commands; yes where it does not say so."""
        try:
            return await registration.has_all(self.http, self.application_id or 0, commands)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("Discord does not say which commands it has: %s", error)
            return True

    async def _watch(self) -> None:
        """Take up each new generation, and forget what is older than the retention allows."""
        purged = None
        while not self.is_closed():
            try:
                await self._archives.refresh()
                if purged is None or self.clock() - purged >= _PURGE_EVERY:
                    days = self.settings.bot.retention_days
                    await asyncio.to_thread(self.store.purge, timedelta(days=days))
                    await asyncio.to_thread(self.ledger.purge, _LEDGER_DAYS)
                    purged = self.clock()
            except ForumbotError as error:
                log.warning("%s", error)
            except Exception:
                log.exception("watching for a new index failed; it goes on")
            await asyncio.sleep(_WATCH_SECONDS)

    async def _after_plan(self) -> None:
        await keep_in_step(self)
        await calendar_watch.tell_moderators(self)

    def _deliver(self) -> None:
        """Begin to deliver reminders; after another session has begun, see what is due."""
        if self._delivering is None and not self._ending:
            self._delivering = asyncio.get_running_loop().create_task(self.runner.run())
        self.runner.wake()

    async def end_delivery(self) -> None:
        """End the delivery; what was being posted is looked for at the next start."""
        if self._delivering is not None:
            self._delivering.cancel()
            await asyncio.wait({self._delivering}, timeout=_END_DELIVERY_SECONDS)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def _typed(components: object) -> str:
    """The text of a form's only field, in either of the shapes that Discord sends."""
    if not isinstance(components, list) or not components:
        return ""
    first: Any = components[0]
    field: Any = first.get("component") or next(iter(first.get("components", [])), {})
    return str(field.get("value", ""))
