"""What moderators see of reminders, a page at a time: the list, the preview, the log."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Self

import discord
from discord.http import Route

from forumbot.bot import changelog
from forumbot.bot.agenda import ID_CHARS, GuildAgenda, agenda_of, announcement_of
from forumbot.bot.buttons.base import Match, Pressed
from forumbot.bot.calendar_watch import add_calendar
from forumbot.bot.errors import SaidNotAllowedError
from forumbot.bot.escape import cut, flat
from forumbot.bot.faults import translated
from forumbot.bot.messenger import defer
from forumbot.bot.permissions import require_moderator
from forumbot.bot.places import TO_POST, Place, find_place, lack_of, lacking, why_no_ping
from forumbot.bot.ports import Bot, bot_of
from forumbot.bot.rendering.events import announcement_embed
from forumbot.errors import DeliveryError
from forumbot.language.phrases import DEFAULT, counting, phrase, quoted
from forumbot.language.phrases import listed as in_a_row
from forumbot.language.said import in_language, said
from forumbot.reminders import schedule, wording
from forumbot.reminders.events import rule_of, series_of
from forumbot.reminders.lead_names import lead_in_words
from forumbot.reminders.lead_words import fixed_lead
from forumbot.reminders.records import Delivery, Purpose, State, event_from_json
from forumbot.reminders.schedule import Reminder

_PER_PAGE = 10
_MAX_LOG = 500
_MARKS = {
    State.CLAIMED: "log_claimed",
    State.SENT: "log_sent",
    State.LATE: "log_late",
    State.MISSED: "log_missed",
    State.REFUSED: "log_refused",
}
_KINDS = {
    Purpose.REMINDER: "log_reminder",
    Purpose.NOTICE: "log_notice",
    Purpose.REPORT: "log_report",
}


class PageButton(
    Pressed,
    template=r"fb:pg:(?P<what>list|preview|log|changes):(?P<guild>\d{1,19}):(?P<page>\d{1,4})",
):
    """Another page of one's own private message."""

    def __init__(self, what: str, guild_id: int, page: int, **button: Any) -> None:
        super().__init__(f"fb:pg:{what}:{guild_id}:{page}", **button)
        self.what, self.guild_id, self.page = what, guild_id, page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        return cls(match["what"], int(match["guild"]), int(match["page"]), label="…")

    async def press(self, interaction: discord.Interaction) -> None:
        """Turn the page."""
        await defer(interaction, thinking=False)
        await show_page(interaction, self.what, self.guild_id, self.page)


async def show_page(interaction: discord.Interaction, what: str, guild_id: int, page: int) -> None:
    """Fill a deferred response with a page, the nearest one that there is.

    Raises :class:`NotAllowedError` unless the member moderates the guild, or, in direct messages,
    owns it.
    """
    await _require_reader(interaction, guild_id)
    language = interaction.locale.value
    content, embed, pages, page = await _PAGES[what](bot_of(interaction), guild_id, page, language)
    view = discord.ui.View(timeout=None)
    for step, key in ((-1, "button_back"), (1, "button_on")):
        if 1 <= page + step <= pages:
            label = phrase(key, language)
            view.add_item(PageButton(what, guild_id, page + step, label=label))
    await interaction.edit_original_response(content=content, embed=embed, view=view)


async def _require_reader(interaction: discord.Interaction, guild_id: int) -> None:
    bot = bot_of(interaction)
    if interaction.guild_id == guild_id:
        await require_moderator(bot, interaction)
        return
    guild = bot.get_guild(guild_id)
    if interaction.guild_id is not None or guild is None:
        raise SaidNotAllowedError("told_another_server")
    if guild.owner_id != interaction.user.id:
        raise SaidNotAllowedError("told_moderators_there")


_Page = tuple[str | None, discord.Embed | None, int, int]


def _turned_to(entries: Sequence[Any], page: int, per_page: int) -> tuple[Sequence[Any], int, int]:
    """The entries of a page, how many pages there are, and which one it is."""
    pages = max(-(-len(entries) // per_page), 1)
    page = min(max(page, 1), pages)
    return entries[(page - 1) * per_page : page * per_page], pages, page


# The list


async def _list(bot: Bot, guild_id: int, page: int, language: str) -> _Page:
    agenda = await agenda_of(bot, guild_id)
    reminders = await asyncio.to_thread(folded, agenda)
    shown, pages, page = _turned_to(reminders, page, _PER_PAGE)
    nothing = [phrase("coming_none", language)]
    if agenda.community.channel_id is None:
        nothing.append(phrase("coming_set", language))
    told = [listed(one, more, language) for one, more in shown]
    embed = discord.Embed(
        title=phrase("coming_title", language),
        description="\n\n".join(told) or " ".join(nothing),
    )
    await asyncio.to_thread(add_calendar, embed, bot.archive_of(guild_id), language)
    _number(embed, page, pages, language, len(reminders))
    return None, embed, pages, page


def _number(
    embed: discord.Embed, page: int, pages: int, language: str, count: int | None = None
) -> None:
    """Say which page it is, where there are several, and how much there is in all."""
    if pages > 1:
        parts = [phrase("page_of", language, page=page, pages=pages)]
        parts += [phrase("in_all", language, count=count)] if count is not None else []
        embed.set_footer(text=", ".join(parts))


def folded(agenda: GuildAgenda) -> list[tuple[Reminder, int | None]]:
    """The reminders to come, those of a series as the next of each kind and how many follow it.

    None follows for ever.
    """
    alike: dict[tuple[object, ...], list[Reminder]] = {}
    for one in agenda.reminders():
        series = series_of(one.event.event_id)
        kind = (series, str(one.lead), one.channel_id, one.role_id, one.message)
        alike.setdefault(kind, []).append(one)
    return [(found[0], _following(agenda, found)) for found in alike.values()]


def _following(agenda: GuildAgenda, alike: Sequence[Reminder]) -> int | None:
    """How many reminders follow the first; those planned are no number of a series without end."""
    series = schedule.find_event(agenda.events, series_of(alike[0].event.event_id))
    ends = not (series and series.rrule) or rule_of(series).keys() & {"COUNT", "UNTIL"}
    return len(alike) - 1 if ends else None


def _told_following(key: str, more: int | None, language: str) -> list[str]:
    """How many follow, by a phrase with its forms; nothing where none does."""
    if more is None:
        return [phrase(f"{key}_endless", language)]
    return [counting(f"{key}_later", f"{key}_later_one", language, more)] if more else []


def listed(reminder: Reminder, more: int | None = 0, language: str = DEFAULT) -> str:
    """A reminder in a list: its id, event, lead, time, channel and role, and how many follow.

    None follows for ever.
    """
    unix = int(reminder.due_at.timestamp())
    head = f"`{reminder.key[:ID_CHARS]}` **{cut(flat(reminder.event.title), 100)}**"
    lead = cut(lead_in_words(reminder.lead, language), 80)
    facts = [lead, f"<t:{unix}:F>", f"<#{reminder.channel_id}>"]
    facts += [f"<@&{reminder.role_id}>"] if reminder.role_id else []
    facts += [phrase("coming_default", language)] if reminder.rule_id is None else []
    facts += _told_following("coming", more, language)
    message = f"\n> {cut(flat(reminder.message), 100)}" if reminder.message else ""
    return f"{head}\n{' · '.join(facts)}{message}"


# The preview


async def _preview(bot: Bot, guild_id: int, page: int, language: str) -> _Page:
    agenda = await agenda_of(bot, guild_id)
    reminders = await asyncio.to_thread(folded, agenda)
    shown, pages, page = _turned_to(reminders, page, 1)
    if not shown:
        return phrase("coming_none", language), None, pages, page
    ((reminder, more),) = shown
    announcement = await announcement_of(bot, reminder, reminder.due_at)
    lead = cut(lead_in_words(reminder.lead, language), 80)
    head = phrase("preview_head", language, page=page, pages=pages)
    channel, at = f"<#{reminder.channel_id}>", f"<t:{int(reminder.due_at.timestamp())}:F>"
    lines = [
        f"**{head}** · `{reminder.key[:ID_CHARS]}` · {lead}",
        phrase("preview_when", language, channel=channel, when=at),
        *(f"• {words}" for words in zones(agenda, reminder, language)),
        *_told_following("preview", more, language),
        *await _prospects(bot, guild_id, reminder, language),
    ]
    return "\n".join(lines), announcement_embed(announcement), pages, page


def zones(agenda: GuildAgenda, reminder: Reminder, language: str = DEFAULT) -> list[str]:
    """When a reminder is due: in the event's zone, the guild's, and UTC."""
    named = {
        reminder.event.timezone: "zone_of_event",
        agenda.community.timezone: "zone_of_server",
    }
    if reminder.event.timezone == agenda.community.timezone:
        named[reminder.event.timezone] = "zone_of_both"
    told = [
        f"{wording.moment(reminder.due_at, zone, language)}, {phrase(whose, language)}"
        for zone, whose in named.items()
    ]
    return told if "UTC" in named else [*told, wording.moment(reminder.due_at, "UTC", language)]


async def _prospects(bot: Bot, guild_id: int, reminder: Reminder, language: str) -> list[str]:
    """How many people it would ping, and whether it could be posted now."""
    try:
        async with translated(f"<#{reminder.channel_id}>"):
            place = await find_place(bot, guild_id, reminder.channel_id)
            missing = lack_of(place, *TO_POST)
            others = [phrase(one, language) for one in lacking(place) if one not in TO_POST]
    except DeliveryError as error:
        why = cut(in_language(error.problem, language), 200)
        return [phrase("pings_unknown", language), phrase("could_not_post", language, why=why)]
    posts = [phrase("may_post", language)]
    if missing:
        why = cut(missing.said_in(language), 200)
        posts = [phrase("could_not_post", language, why=why)]
    elif others:
        what = in_a_row(others, language)
        posts.append(phrase("channel_lacks", language, channel=reminder.channel_id, what=what))
    who = await pings(bot, reminder.role_id, place, language)
    return [phrase("pings_are", language, who=who), *posts]


async def pings(bot: Bot, role_id: int | None, place: Place, language: str = DEFAULT) -> str:
    """Whom a reminder pings and how many people that is, in words."""
    if role_id is None:
        return phrase("pings_nobody", language)
    role = place.guild.get_role(role_id)
    if role is None:
        return phrase("pings_role_gone", language, role=role_id)
    why_not = why_no_ping(role, place)
    if why_not:
        return phrase("pings_none_as", language, why=cut(why_not.said_in(language), 200))
    count = await _people(bot, role)
    people = phrase("people_unknown", language)
    if count is not None:
        people = counting("people", "people_one", language, count)
    whom = phrase("pings_everyone", language) if role.is_default() else role.mention
    return f"{whom}, {people}"


async def _people(bot: Bot, role: discord.Role) -> int | None:
    """How many members have the role; None where Discord does not say."""
    if role.is_default():
        return role.guild.member_count
    route = Route("GET", "/guilds/{guild_id}/roles/member-counts", guild_id=role.guild.id)
    try:
        async with translated(said("place_roles")):
            counts = await bot.http.request(route)
    except DeliveryError:
        return None
    return counts.get(str(role.id), 0) if isinstance(counts, dict) else None


# The log


async def _log(bot: Bot, guild_id: int, page: int, language: str) -> _Page:
    rows = await asyncio.to_thread(bot.ledger.log, guild_id, _MAX_LOG)
    # What members have themselves reminded of is theirs.
    shown, pages, page = _turned_to([row for row in rows if not row.is_direct], page, _PER_PAGE)
    lines = [logged(row, language) for row in shown]
    embed = discord.Embed(
        title=phrase("log_title", language),
        description="\n".join(lines) or phrase("log_none", language),
    )
    _number(embed, page, pages, language)
    return None, embed, pages, page


def logged(delivery: Delivery, language: str = DEFAULT) -> str:
    """A delivery in the log: what became of it, when, of which event, and why.

    Why is said in the language of the guild, as it was noted.
    """
    at = delivery.at or delivery.claimed_at or delivery.due_at
    late = wording.duration(max(at - delivery.due_at, timedelta(0)), language)
    words = phrase(_MARKS[delivery.state], language, length=late)
    named = {"id": f"`{delivery.key[:ID_CHARS]}`", "title": _subject(delivery, language)}
    facts = [phrase(_KINDS[delivery.purpose], language, **named)]
    facts += [cut(_lead_of(delivery, language), 80)] if delivery.lead else []
    owner = phrase("the_owner", language)
    facts += [f"<#{delivery.channel_id}>"] if delivery.channel_id else [owner]
    line = f"{words} <t:{int(at.timestamp())}:f> · {' · '.join(facts)}"
    return line + (f": {cut(flat(delivery.detail), 150)}" if delivery.detail else "")


def _lead_of(delivery: Delivery, language: str) -> str:
    """How long before its event it was due, in words; as it is kept where that is no lead."""
    try:
        return lead_in_words(fixed_lead(delivery.lead), language)
    except ValueError:
        return delivery.lead


def _subject(delivery: Delivery, language: str) -> str:
    payload = json.loads(delivery.payload or "{}")
    if delivery.purpose is Purpose.REPORT:
        title = payload.get("title") or phrase("report_title", language)
        return quoted(cut(flat(title), 80), language)
    event = payload.get("event")
    return cut(flat(event_from_json(event).title), 80) if event else "–"


# The changes


async def _changes(bot: Bot, guild_id: int, page: int, language: str) -> _Page:
    found = await asyncio.to_thread(bot.store.changes.of_guild, guild_id)
    shown, pages, page = _turned_to(found, page, _PER_PAGE)
    lines = "\n".join(changelog.entry(change, language) for change in shown)
    embed = discord.Embed(
        title=phrase("changes_title", language),
        description=lines or phrase("changes_none", language),
    )
    _number(embed, page, pages, language, len(found))
    return None, embed, pages, page


_PAGES: dict[str, Callable[[Bot, int, int, str], Awaitable[_Page]]] = {
    "list": _list,
    "preview": _preview,
    "log": _log,
    "changes": _changes,
}
