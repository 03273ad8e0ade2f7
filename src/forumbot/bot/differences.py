"""What differs between two states of an event or of settings, in lines for people to read."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from forumbot.bot.escape import cut, flat, shorten
from forumbot.bot.records import GuildSettings
from forumbot.language.days_in_words import in_words
from forumbot.language.phrases import DEFAULT, labelled, phrase, phrases
from forumbot.reminders import wording
from forumbot.reminders.events import Event
from forumbot.reminders.lead_names import lead_in_words
from forumbot.reminders.rule_words import rule_in_words
from forumbot.reminders.schedule import Rule

MAX_LINES = 12
_MAX_VALUE = 150
_MAX_IDS = 10
_MAX_CONTENT = 1900
_TOLD_TOGETHER = frozenset({"starts_at", "ends_at", "all_day", "timezone"})
_UNTOLD = frozenset({"event_id", "sequence", "disputed", "recurs_at", "is_announced"})
_PLAIN_WHERE_NEW = frozenset({"differs_title", "differs_status"})
_STATUS = {"confirmed": "status_confirmed", "cancelled": "event_cancelled"}


def of_events(before: Event | None, after: Event, language: str = DEFAULT) -> list[str]:
    """What of an event has changed, a line each; all that is set where it is new.

    The lines are inert for Discord, as are those of :func:`of_settings`.
    """
    facts = _event_facts(after, language)
    if before is None:
        # It is named by its title, and nobody makes a cancelled one.
        told = {name: facts[name] for name in facts if name not in _PLAIN_WHERE_NEW}
        return _lines({}, told, language)
    return _lines(_event_facts(before, language), facts, language)


def of_settings(before: GuildSettings, after: GuildSettings, language: str = DEFAULT) -> list[str]:
    """What of the settings of a guild has changed, a line each."""
    return _lines(settings_facts(before, language), settings_facts(after, language), language)


def of_rules(before: Rule | None, after: Rule | None, language: str = DEFAULT) -> list[str]:
    """What of a reminder that was asked for has changed, a line each; None where there is none."""
    first, last = (_rule_facts(rule, language) if rule else {} for rule in (before, after))
    return _lines(first, last, language)


def told_meanwhile(key: str, lines: Sequence[str], language: str = DEFAULT) -> str:
    """That nothing was kept, as something was changed since it was shown, and how.

    ``key`` names the phrase for that.
    """
    bullets = [f"• {line}" for line in lines]
    told = [phrase(key, language), *bullets, phrase("meanwhile_again", language)]
    return shorten("\n".join(told), _MAX_CONTENT)


def _lines(before: Mapping[str, str], after: Mapping[str, str], language: str) -> list[str]:
    """A line for each fact, which is named by the key of its phrase."""
    said = phrases(language)
    if not before or not after:
        # What is new, or gone, was or will be nothing: its facts alone tell more.
        whole = {name: value for name, value in (after or before).items() if value}
        told = (f"{labelled(said.get(name, name), language)} {one}" for name, one in whole.items())
        return list(told)[:MAX_LINES]
    nothing = phrase("nothing_there", language)
    lines = [
        f"{labelled(said.get(name, name), language)} "
        f"{before.get(name) or nothing} → {after.get(name) or nothing}"
        for name in dict.fromkeys([*before, *after])
        if before.get(name, "") != after.get(name, "")
    ]
    return lines[:MAX_LINES]


def _event_facts(event: Event, language: str) -> dict[str, str]:
    """Each field in words, the times as one, so that none that is added is overlooked."""
    facts = {"differs_time": cut(wording.when(event, language), _MAX_VALUE)}
    for field in fields(event):
        if field.name not in _TOLD_TOGETHER | _UNTOLD:
            facts[f"differs_{field.name}"] = _in_words(getattr(event, field.name), language)
    facts["differs_kind"] = phrase(f"event_kind_{event.kind.value}", language)
    facts["differs_status"] = phrase(_STATUS[event.status], language)
    if event.rrule:
        facts["differs_rrule"] = cut(rule_in_words(event.rrule, language), _MAX_VALUE)
    return facts


def _in_words(value: Any, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return cut(flat(str(value)), _MAX_VALUE)
    texts = (_one_in_words(one, language) for one in value)
    return cut(", ".join(flat(text) for text in texts), _MAX_VALUE)


def _one_in_words(value: Any, language: str) -> str:
    if isinstance(value, Event):
        return f"{wording.when(value, language)} {value.title}"
    return in_words(value, language) if isinstance(value, date) else str(value)


def settings_facts(settings: GuildSettings, language: str, most: int = _MAX_IDS) -> dict[str, str]:
    """The settings of a guild by the keys of their phrases, as Discord shows channels and roles.

    At most so many of them are named, and the others counted.
    """
    everywhere = phrase("every_channel", language)
    channels = _mentions(settings.answer_channel_ids, "<#{}>", language, most)
    return {
        "setting_answers": channels or everywhere,
        "setting_moderators": _mentions(settings.moderator_role_ids, "<@&{}>", language, most),
        "setting_maintainers": _mentions(settings.maintainer_role_ids, "<@&{}>", language, most),
        "setting_announcements": _mention(settings.announcement_channel_id),
        "setting_reports": _mention(settings.report_channel_id) or phrase("the_owner", language),
        "setting_timezone": settings.timezone,
    }


def _rule_facts(rule: Rule, language: str) -> dict[str, str]:
    return {
        "differs_when": cut(lead_in_words(rule.lead, language), _MAX_VALUE),
        "differs_channel": _mention(rule.channel_id) or phrase("announcements_channel", language),
        "differs_pings": f"<@&{rule.role_id}>" if rule.role_id else "",
        "differs_message": cut(flat(rule.message or ""), _MAX_VALUE),
    }


def _mention(channel_id: int | None) -> str:
    return f"<#{channel_id}>" if channel_id else ""


def _mentions(ids: frozenset[int], form: str, language: str, most: int) -> str:
    named = [form.format(one) for one in sorted(ids)]
    left = len(named) - most
    more = [phrase("and_more", language, count=left)] if left > 0 else []
    return ", ".join(named[:most] + more)
