"""``/settings``: how the bot is set up in a guild, by people who may manage it."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace

import discord
from discord import app_commands

from forumbot.bot import changelog, differences
from forumbot.bot.choices import zone_choices
from forumbot.bot.messenger import defer
from forumbot.bot.permissions import require_manager, settings_of
from forumbot.bot.places import lacking
from forumbot.bot.ports import Bot, Tree
from forumbot.bot.records import GuildSettings
from forumbot.bot.targets import AnswerChannel
from forumbot.errors import UsageError
from forumbot.reminders.checks import zone_of


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
        duty=[app_commands.Choice(name=duty, value=duty) for duty in ("moderators", "maintainers")]
    )
    async def role(
        interaction: discord.Interaction,
        duty: str,
        role: discord.Role,
        member: bool = True,
    ) -> None:
        await _begin(interaction)
        if role.is_default() and member:
            raise UsageError(
                f"@everyone is every member of this server, so nobody would be kept out; choose a "
                f"role that only your {duty} have"
            )
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
            raise UsageError(str(error)) from None
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
        raise UsageError("that can be set in a server only")
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
    lines = differences.of_settings(before, after)
    if lines:
        await changelog.note(bot, interaction, "/settings", lines)
    await _show(interaction, after)


async def _show(interaction: discord.Interaction, settings: GuildSettings) -> None:
    embed = discord.Embed(title="Settings")
    embed.add_field(name="I answer mentions in", value=_named(settings.answer_channel_ids, "<#{}>"))
    embed.add_field(name="Moderators", value=_named(settings.moderator_role_ids, "<@&{}>", "none"))
    embed.add_field(
        name="Maintainers", value=_named(settings.maintainer_role_ids, "<@&{}>", "none")
    )
    channel = settings.announcement_channel_id
    embed.add_field(name="Announcements", value=f"<#{channel}>" if channel else "nowhere")
    reports = settings.report_channel_id
    embed.add_field(name="Reports", value=f"<#{reports}>" if reports else "to the owner")
    embed.add_field(name="Time zone", value=settings.timezone)
    found = list(problems(_guild(interaction), settings))
    if found:
        embed.add_field(name="To mend", value="\n".join(found)[:1024], inline=False)
    await interaction.edit_original_response(embed=embed)


def _named(ids: frozenset[int], form: str, nothing: str = "every channel") -> str:
    shown = [form.format(snowflake) for snowflake in sorted(ids)[:30]]
    rest = f" and {len(ids) - 30} more" if len(ids) > 30 else ""
    return ", ".join(shown) + rest if shown else nothing


def problems(guild: discord.Guild, settings: GuildSettings) -> Iterator[str]:
    """What of the settings does not work: channels and roles that are gone, missing permissions."""
    single = (settings.announcement_channel_id, settings.report_channel_id)
    for channel_id in sorted(settings.answer_channel_ids | set(filter(None, single))):
        channel = guild.get_channel_or_thread(channel_id)
        if channel is None:
            yield f"The channel {channel_id} is gone; set another with /settings."
            continue
        missing = lacking(channel) if not isinstance(channel, discord.CategoryChannel) else []
        if missing:
            yield f"In <#{channel_id}> I lack the permission to {' and to '.join(missing)}."
    for role_id in sorted(settings.moderator_role_ids | settings.maintainer_role_ids):
        if role_id == guild.id:
            yield (
                "@everyone is among the moderators or maintainers, which I leave out of account; "
                "name a role with /settings role instead."
            )
        elif guild.get_role(role_id) is None:
            yield f"The role {role_id} is gone; set another with /settings role."
