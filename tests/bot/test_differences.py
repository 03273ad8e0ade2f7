"""What differs between two states, in lines that people read."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from forumbot.bot import differences
from forumbot.bot.records import GuildSettings
from forumbot.reminders.events import Event, EventKind
from forumbot.reminders.leads import Span
from forumbot.reminders.schedule import Rule

EVENT = Event(
    "meeting", "Meeting", EventKind.OTHER, datetime(2019, 3, 21, 9, 30, tzinfo=UTC), None, False,
    "UTC", place="Ghent",
)  # fmt: skip
OTHERS: dict[str, Any] = {
    "title": "Talk", "kind": EventKind.FORUM, "starts_at": datetime(2019, 3, 22, tzinfo=UTC),
    "ends_at": datetime(2019, 3, 21, 12, tzinfo=UTC), "all_day": True, "timezone": "Europe/Vienna",
    "place": None, "url": "https://example.org", "themes": ("skills", "water"), "doc_id": "a.md",
    "leads": ("1 day",), "status": "cancelled", "rrule": "FREQ=WEEKLY",
    "excluded": (date(2019, 3, 28),),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_every_field_of_an_event_that_differs_makes_one_line(name: str) -> None:
    """From what to what; the count of changes is none."""
    (line,) = differences.of_events(EVENT, replace(EVENT, sequence=3, **{name: OTHERS[name]}))
    assert " → " in line


def test_lines_say_from_what_to_what() -> None:
    """In words, and inert for Discord."""
    after = replace(EVENT, title="@everyone *now*", place=None)
    lines = differences.of_events(EVENT, after)
    assert lines[0].startswith("Title: Meeting → ＠everyone \\*now\\*")
    assert lines[1] == "Place: Ghent → none"


def test_lines_are_in_the_language_of_their_reader() -> None:
    """What they are of, and the values that are words of ours."""
    after = replace(EVENT, place=None, kind=EventKind.DEADLINE, excluded=(date(2019, 3, 1),))
    lines = differences.of_events(EVENT, after, "de")
    assert {"Ort: Ghent → nichts", "Tage, die ausfallen: nichts → 1\\. März 2019"} <= set(lines)
    assert any(line.startswith("Art: ") and line.endswith(" → Frist") for line in lines)
    rule = Rule(1, 1, "meeting", Span(minutes=60))
    assert differences.of_rules(None, rule, "fr")[0] == "Quand : 1 heure avant"
    told = differences.told_meanwhile("meanwhile_reminder", lines, "es")
    assert told.startswith("No se guardó nada: este recordatorio")


def test_what_is_new_is_told_whole() -> None:
    """By its facts alone, without its title, which names it; so is what is taken back."""
    lines = differences.of_events(None, EVENT)
    assert "Place: Ghent" in lines
    assert not any("→" in line or line.startswith(("Title", "Status")) for line in lines)
    rule = Rule(1, 1, "meeting", Span(minutes=60), message="Come")
    assert differences.of_rules(rule, None) == differences.of_rules(None, rule)
    assert "Message: Come" in differences.of_rules(None, rule)


def test_settings_and_reminders_differ_as_discord_shows_them() -> None:
    """By mentions of roles and channels."""
    before = GuildSettings(1)
    after = replace(before, answer_channel_ids=frozenset({5}), moderator_role_ids=frozenset({6}))
    assert differences.of_settings(before, after) == [
        "I answer mentions in: every channel → <#5>", "Moderators: none → <@&6>",
    ]  # fmt: skip
    rule = Rule(1, 1, "meeting", Span(minutes=60))
    assert differences.of_rules(rule, replace(rule, channel_id=5, message="Come")) == [
        "Channel: that of announcements → <#5>", "Message: none → Come",
    ]  # fmt: skip
    assert differences.of_rules(rule, replace(rule, created_by=7)) == []


def test_very_much_that_differs_fits_a_message() -> None:
    """Long texts and long lists are cut."""
    ids = frozenset(range(10**18, 10**18 + 500))
    after = GuildSettings(
        1, answer_channel_ids=ids, moderator_role_ids=ids, maintainer_role_ids=ids
    )
    lines = differences.of_settings(GuildSettings(1), after)
    assert all("and 490 more" in line for line in lines)
    long = replace(EVENT, title="*" * 5000, place="|" * 5000, themes=("x" * 900,) * 50)
    assert (
        len(differences.told_meanwhile("meanwhile_event", differences.of_events(EVENT, long)))
        <= 1900
    )
