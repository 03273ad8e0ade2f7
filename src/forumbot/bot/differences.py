"""What differs between two states of an event or of settings, in lines for people to read."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from forumbot.bot.escape import cut, flat, shorten
from forumbot.bot.records import GuildSettings
from forumbot.reminders import wording
from forumbot.reminders.events import Event
from forumbot.reminders.rule_words import rule_in_words
from forumbot.reminders.schedule import Rule

MAX_LINES = 12
_MAX_VALUE = 150
_MAX_IDS = 10
_MAX_CONTENT = 1900
_NAMES = {
    "title": "Title",
    "kind": "Kind",
    "place": "Place",
    "url": "Address",
    "themes": "Themes",
    "rrule": "Repeats",
    "excluded": "Days left out",
    "changed": "Days that differ",
    "status": "Status",
}
_TOLD_TOGETHER = frozenset({"starts_at", "ends_at", "all_day", "timezone"})
_UNTOLD = frozenset({"event_id", "sequence", "disputed", "recurs_at", "is_announced"})
_PLAIN_WHERE_NEW = frozenset({"Title", "Status"})
_NOTHING = "none"


def of_events(before: Event | None, after: Event) -> list[str]:
    """What of an event has changed, a line each; all that is set where it is new.

    The lines are inert for Discord, as are those of :func:`of_settings`.
    """
    if before is None:
        facts = _event_facts(after)
        # It is named by its title, and nobody makes a cancelled one.
        return _lines({}, {name: facts[name] for name in facts if name not in _PLAIN_WHERE_NEW})
    return _lines(_event_facts(before), _event_facts(after))


def of_settings(before: GuildSettings, after: GuildSettings) -> list[str]:
    """What of the settings of a guild has changed, a line each."""
    return _lines(_settings_facts(before), _settings_facts(after))


def of_rules(before: Rule | None, after: Rule | None) -> list[str]:
    """What of a reminder that was asked for has changed, a line each; None where there is none."""
    return _lines(_rule_facts(before) if before else {}, _rule_facts(after) if after else {})


def told_meanwhile(what: str, lines: Sequence[str]) -> str:
    """That nothing was kept, as something was changed since it was shown, and how."""
    head = f"Nothing was kept: {what} was changed since it was shown to you."
    bullets = [f"• {line}" for line in lines]
    return shorten(
        "\n".join([head, *bullets, "Give the command again to change it as it is now."]),
        _MAX_CONTENT,
    )


def _lines(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    if not before or not after:
        # What is new, or gone, was or will be nothing: its facts alone tell more.
        whole = {name: value for name, value in (after or before).items() if value}
        return [f"{name}: {value}" for name, value in whole.items()][:MAX_LINES]
    lines = [
        f"{name}: {before.get(name) or _NOTHING} → {after.get(name) or _NOTHING}"
        for name in dict.fromkeys([*before, *after])
        if before.get(name, "") != after.get(name, "")
    ]
    return lines[:MAX_LINES]


def _event_facts(event: Event) -> dict[str, str]:
    """Each field in words, the times as one, so that none that is added is overlooked."""
    facts = {"Time": cut(wording.when(event), _MAX_VALUE)}
    for field in fields(event):
        if field.name not in _TOLD_TOGETHER | _UNTOLD:
            facts[_NAMES.get(field.name, field.name)] = _in_words(getattr(event, field.name))
    if event.rrule:
        facts[_NAMES["rrule"]] = cut(rule_in_words(event.rrule), _MAX_VALUE)
    return facts


def _in_words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return cut(flat(str(value)), _MAX_VALUE)
    texts = (f"{wording.when(one)} {one.title}" if isinstance(one, Event) else one for one in value)
    return cut(", ".join(flat(str(text)) for text in texts), _MAX_VALUE)


def _settings_facts(settings: GuildSettings) -> dict[str, str]:
    """As Discord shows channels and roles."""
    return {
        "I answer mentions in": _mentions(settings.answer_channel_ids, "<#{}>") or "every channel",
        "Moderators": _mentions(settings.moderator_role_ids, "<@&{}>"),
        "Maintainers": _mentions(settings.maintainer_role_ids, "<@&{}>"),
        "Announcements": _mention(settings.announcement_channel_id),
        "Reports": _mention(settings.report_channel_id) or "the owner",
        "Time zone": settings.timezone,
    }


def _rule_facts(rule: Rule) -> dict[str, str]:
    return {
        "When": cut(rule.lead.words, _MAX_VALUE),
        "Channel": _mention(rule.channel_id) or "that of announcements",
        "Pings": f"<@&{rule.role_id}>" if rule.role_id else "",
        "Message": cut(flat(rule.message or ""), _MAX_VALUE),
    }


def _mention(channel_id: int | None) -> str:
    return f"<#{channel_id}>" if channel_id else ""


def _mentions(ids: frozenset[int], form: str) -> str:
    named = [form.format(one) for one in sorted(ids)]
    more = [f"and {len(named) - _MAX_IDS} more"] if len(named) > _MAX_IDS else []
    return ", ".join(named[:_MAX_IDS] + more)
