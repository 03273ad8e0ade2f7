"""``/settings``: how the bot is set up in a guild, by people who may manage it."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

import discord
from discord import app_commands

from forumbot.bot import changelog, differences
from forumbot.bot.choices import zone_choices
from forumbot.bot.command_words import choice
from forumbot.bot.locales import language_of_guild
from forumbot.bot.messenger import defer
from forumbot.bot.permissions import require_manager, settings_of
from forumbot.bot.places import lacking
from forumbot.bot.ports import Bot, Tree
from forumbot.bot.records import GuildSettings
from forumbot.bot.targets import AnswerChannel
from forumbot.language.phrases import DEFAULT, listed, phrase, phrases
from forumbot.language.said import SaidError, said, words_of
from forumbot.reminders.checks import zone_of

_MAX_NAMED = 30


def add_to(tree: Tree, bot: Bot) -> None:
    """Add the commands of a guild's settings."""
    group = app_commands.Group(
        name="settings",
        description="How I am set up here",
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
    )

    _add_asking(group, bot)
    _add_roles(group, bot)
    _add_announcing(group, bot)
    _add_timezone(group, bot)
    tree.add_command(group)


def _add_asking(group: app_commands.Group, bot: Bot) -> None:
    @group.command(name="show", description="How I am set up here, and what is wrong with it")
    async def show(interaction: discord.Interaction) -> None:
        await _begin(interaction)
        await _show(interaction, await settings_of(bot, _guild(interaction).id))

    @group.command(name="channel", description="Let me answer mentions here; none: everywhere")
    @app_commands.describe(channel="The channel", answer="Whether I answer mentions there")
    async def channel(
        interaction: discord.Interaction,
        channel: AnswerChannel,
        answer: bool = True,
    ) -> None:
        await _begin(interaction)
        present = _guild(interaction).get_channel

        def change(found: GuildSettings) -> GuildSettings:
            ids = frozenset(filter(present, found.answer_channel_ids))
            changed = ids | {channel} if answer else ids - {channel}
            return replace(found, answer_channel_ids=changed)

        await _save(bot, interaction, change)


def _add_roles(group: app_commands.Group, bot: Bot) -> None:
    @group.command(name="role", description="Who are moderators and maintainers")
    @app_commands.describe(duty="What the role is for", role="The role", member="Whether it is")
    @app_commands.choices(
        duty=[choice(duty, f"setting_{duty}") for duty in ("moderators", "maintainers")]
    )
    async def role(
        interaction: discord.Interaction,
        duty: str,
        role: discord.Role,
        member: bool = True,
    ) -> None:
        await _begin(interaction)
        if role.is_default() and member:
            raise SaidError("everyone_no_role", duty=said(f"setting_{duty}"))
        present = _guild(interaction).get_role

        def change(found: GuildSettings) -> GuildSettings:
            moderators = frozenset(filter(present, found.moderator_role_ids))
            maintainers = frozenset(filter(present, found.maintainer_role_ids))
            if duty == "moderators":
                moderators = moderators | {role.id} if member else moderators - {role.id}
            else:
                maintainers = maintainers | {role.id} if member else maintainers - {role.id}
            return replace(found, moderator_role_ids=moderators, maintainer_role_ids=maintainers)

        await _save(bot, interaction, change)


def _add_announcing(group: app_commands.Group, bot: Bot) -> None:
    @group.command(name="announcements", description="Where announcements go; none: nowhere")
    @app_commands.describe(channel="The channel")
    async def announcements(
        interaction: discord.Interaction, channel: discord.TextChannel | None = None
    ) -> None:
        await _begin(interaction)
        channel_id = channel.id if channel is not None else None
        await _save(
            bot, interaction, lambda found: replace(found, announcement_channel_id=channel_id)
        )

    @group.command(name="reports", description="Where moderators are told what I could not send")
    @app_commands.describe(channel="The channel; none: I write to the owner of the server")
    async def reports(
        interaction: discord.Interaction, channel: discord.TextChannel | None = None
    ) -> None:
        await _begin(interaction)
        channel_id = channel.id if channel is not None else None
        await _save(bot, interaction, lambda found: replace(found, report_channel_id=channel_id))


def _add_timezone(group: app_commands.Group, bot: Bot) -> None:
    @group.command(name="timezone", description="The time zone of this server")
    @app_commands.describe(zone="An IANA time zone, such as Europe/Brussels")
    async def timezone(interaction: discord.Interaction, zone: str) -> None:
        await _begin(interaction)
        try:
            zone = zone_of(zone)
        except ValueError as error:
            raise SaidError("entry_about", what=said("about_zone"), why=words_of(error)) from None
        await _save(bot, interaction, lambda found: replace(found, timezone=zone))

    @timezone.autocomplete("zone")
    async def choose_zone(
        _interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return zone_choices(typed, bot.clock())


async def _begin(interaction: discord.Interaction) -> None:
    await require_manager(interaction)
    await defer(interaction, private=True)


def _guild(interaction: discord.Interaction) -> discord.Guild:
    if interaction.guild is None:
        raise SaidError("in_server_only")
    return interaction.guild


async def _save(
    bot: Bot,
    interaction: discord.Interaction,
    change: Callable[[GuildSettings], GuildSettings],
) -> None:
    """Change the settings as they are now, one change at a time, and note what is otherwise."""
    async with bot.pending.deciding:
        before = await settings_of(bot, _guild(interaction).id)
        after = change(before)
        await asyncio.to_thread(bot.store.save_settings, after)
    bot.runner.wake()
    lines = differences.of_settings(before, after, language_of_guild(bot, after.guild_id))
    if lines:
        await changelog.note(bot, interaction, "/settings", lines)
    await _show(interaction, after)


async def _show(interaction: discord.Interaction, settings: GuildSettings) -> None:
    language = interaction.locale.value
    nobody, nowhere = phrase("nobody", language), phrase("nowhere", language)
    instead = {
        "setting_moderators": nobody, "setting_maintainers": nobody,
        "setting_announcements": nowhere,
    }  # fmt: skip
    facts = differences.settings_facts(settings, language, _MAX_NAMED)
    if not settings.report_channel_id:
        facts["setting_reports"] = phrase("to_the_owner", language)
    embed = discord.Embed(title=phrase("settings_title", language))
    for key, value in facts.items():
        embed.add_field(name=phrases(language)[key], value=value or instead[key])
    found = list(problems(_guild(interaction), settings, language))
    if found:
        name = phrase("to_mend", language)
        embed.add_field(name=name, value="\n".join(found)[:1024], inline=False)
    await interaction.edit_original_response(embed=embed)


def problems(
    guild: discord.Guild, settings: GuildSettings, language: str = DEFAULT
) -> Iterator[str]:
    """What of the settings does not work: channels and roles that are gone, missing permissions."""
    single = (settings.announcement_channel_id, settings.report_channel_id)
    for channel_id in sorted(settings.answer_channel_ids | set(filter(None, single))):
        channel = guild.get_channel_or_thread(channel_id)
        if channel is None:
            yield phrase("channel_gone", language, channel=channel_id)
            continue
        missing = lacking(channel) if not isinstance(channel, discord.CategoryChannel) else []
        if missing:
            what = listed([phrase(name, language) for name in missing], language)
            yield phrase("channel_lacks", language, channel=channel_id, what=what)
    for role_id in sorted(settings.moderator_role_ids | settings.maintainer_role_ids):
        if role_id == guild.id:
            yield phrase("everyone_left_out", language)
        elif guild.get_role(role_id) is None:
            yield phrase("role_gone", language, role=role_id)
