"""Settings of guilds as rows of the store, checked before they are kept."""

import zoneinfo
from functools import lru_cache

from forumbot.bot.records import GuildSettings
from forumbot.database import Connection
from forumbot.storable import checked_id

_MAX_ENTRIES = 500
_KINDS = ("answer_channel", "moderator", "maintainer")
SELECT_GUILD = "SELECT guild_id, announcement_channel_id, timezone, report_channel_id FROM guild "


@lru_cache(maxsize=1)
def timezones() -> frozenset[str]:
    """The time zones that a guild can choose from."""
    return frozenset(zoneinfo.available_timezones() - {"localtime", "Factory"})


def checked_timezone(name: str) -> str:
    """The name as it is; ValueError where it is no time zone."""
    if name not in timezones():
        raise ValueError(f"{name!r} is no time zone")
    return name


def settings_entries(settings: GuildSettings) -> list[tuple[int, str, int]]:
    """Channels and roles that are set, as (guild, kind, id); ValueError where too many."""
    guild_id = checked_id(settings.guild_id)
    rows: list[tuple[int, str, int]] = []
    groups = (
        settings.answer_channel_ids,
        settings.moderator_role_ids,
        settings.maintainer_role_ids,
    )
    for kind, ids in zip(_KINDS, groups, strict=True):
        if len(ids) > _MAX_ENTRIES:
            raise ValueError(f"more than {_MAX_ENTRIES} ids of one kind ({kind})")
        rows.extend((guild_id, kind, checked_id(entry_id)) for entry_id in sorted(ids))
    return rows


def read_settings(
    connection: Connection, row: tuple[int, int | None, str, int | None]
) -> GuildSettings:
    """The settings of a row of ``guild``, with their channels and roles."""
    guild_id, announcement, timezone, reports = row
    entries = connection.execute(
        "SELECT kind, entry_id FROM guild_entry WHERE guild_id = ?", (guild_id,)
    ).fetchall()
    channels, moderators, maintainers = (
        frozenset(entry_id for kind, entry_id in entries if kind == wanted) for wanted in _KINDS
    )
    return GuildSettings(
        guild_id, channels, moderators, maintainers, announcement, timezone, reports
    )
