"""A calendar that moderators change, break, empty and mend while the bot runs, tried from outside.

The bot is a process of its own, and nothing is known of it but its command line and what Discord
sees.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from tests.bot.black_box import (
    SOURCE,
    announce,
    archive,
    ids,
    labelled,
    labels,
    offered,
    running,
    shown,
    tell,
)
from tests.bot.bot_nursery import BotNursery
from tests.bot.fake_discord import (
    GUILD_ID,
    BotProcess,
    FakeDiscord,
    command,
    press,
    snowflake,
)

SOON = datetime.now(UTC) + timedelta(days=9)
SERIES = ("Alpha", "Beta", "Gamma", "Delta")
PAGE = "# Harbour forum\n\nThe harbour forum funded seven pilots on hydrogen.\n"
WEEKLY = "".join(
    f"""  - {{id: {name.lower()}, title: {name} rounds, kind: meeting, rrule: FREQ=WEEKLY;COUNT=6,
     starts: "{SOON:%Y-%m-%d} 18:00", timezone: Europe/Brussels, place: Ghent}}
"""
    for name in SERIES
)
EVENTS = f"""events:
  - {{id: talk, title: Harbour talk, kind: forum, starts: "{SOON:%Y-%m-%d} 09:30",
     timezone: Europe/Brussels, place: Tampere}}
{WEEKLY}"""
MODERATOR = "701"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive with a talk and series of six days each."""
    folder = tmp_path_factory.mktemp("calendars") / "archive"
    homes = "" if SOURCE else f"bot: {{home_servers: [{GUILD_ID}]}}\n"
    return archive(folder, {"page.md": PAGE, "events.yaml": EVENTS}, homes)


@pytest.fixture(scope="module")
def discord() -> Iterator[FakeDiscord]:
    """Discord with one server."""
    with FakeDiscord() as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def bot(config: Path, discord: FakeDiscord, bots: BotNursery) -> Iterator[BotProcess]:
    """The bot, which has read the calendar once without fault."""
    with running(config, discord, bots.start) as process:
        announce(discord)
        assert "Harbour talk" in tell(discord, command("events"))
        yield process


# Series


def decided(discord: FakeDiscord, name: str, series: str, days: str, **changes: str) -> str:
    """Change or cancel the third day of a series, as moderators do it; returns what is told."""
    value = offered(discord, name, "event", f"{series} rounds", "value")[3]
    drafting = command(name, user_id=MODERATOR, event=value, **changes)
    told = tell(discord, drafting)
    message = shown(discord, drafting)
    label = next((one for one in labels(message) if days in one), None)
    if label is not None:
        chosen = press(message, labelled(message, label), user_id=MODERATOR)
        told += tell(discord, chosen)
        message = shown(discord, chosen)
    keeping = press(message, ids(message, "keep")[0], user_id=MODERATOR)
    return told + tell(discord, keeping)


def of_series(discord: FakeDiscord, series: str) -> list[Any]:
    """What the feed that is handed out has of a series, the series first."""
    listing = command("events")
    tell(discord, listing)
    pressed = press(shown(discord, listing), "fb:ics:all")
    tell(discord, pressed)
    (content,) = discord.files[pressed.token]
    found = icalendar.Calendar.from_ical(content).events
    return [one for one in found if str(one["summary"]) == f"{series} rounds"]


def third_day() -> datetime:
    """The day that is changed; the first that is offered is the series."""
    return SOON + timedelta(days=14)


def test_one_day_of_a_series_is_changed_alone_in_the_feed_too(discord: FakeDiscord) -> None:
    """By its RECURRENCE-ID, with a SEQUENCE that rose; the other days stay as they were."""
    assert "Kept" in decided(discord, "event edit", "Alpha", f"{third_day():%-d %B}", place="Turku")
    whole, *days = of_series(discord, "Alpha")
    assert str(whole["location"]) == "Ghent"
    assert [str(day["location"]) for day in days] == ["Turku"]
    assert days[0]["recurrence-id"].dt.date() == third_day().date()
    assert days[0]["uid"] == whole["uid"]
    assert days[0]["sequence"] >= 1


def test_a_day_and_the_following_are_changed_in_the_feed_too(discord: FakeDiscord) -> None:
    """Two days before stay at six, four are at seven."""
    assert "Kept" in decided(discord, "event edit", "Beta", "following", starts="19:00")
    hours = [one["dtstart"].dt.hour for one in of_series(discord, "Beta")]
    assert sorted(hours) == [18, 19]
    first, second = sorted(of_series(discord, "Beta"), key=lambda one: one["dtstart"].dt)
    assert first["rrule"].get("UNTIL") or first["rrule"]["COUNT"] == [2]
    assert second["dtstart"].dt.date() == third_day().date()


def test_one_day_of_a_series_is_cancelled_alone_in_the_feed_too(discord: FakeDiscord) -> None:
    """It is left out, or told as cancelled; the series takes place."""
    assert "Kept" in decided(discord, "event cancel", "Gamma", f"{third_day():%-d %B}")
    whole, *days = of_series(discord, "Gamma")
    left_out = "exdate" in whole and third_day().date() in {
        one.dt.date() for one in whole["exdate"].dts
    }
    assert left_out or [str(day["status"]) for day in days] == ["CANCELLED"]
    assert str(whole.get("status", "CONFIRMED")) == "CONFIRMED"


def test_all_days_of_a_series_are_cancelled_at_once(discord: FakeDiscord) -> None:
    """None is listed any more as one that takes place."""
    assert "Kept" in decided(discord, "event cancel", "Delta", "All")
    assert all(str(one["status"]) == "CANCELLED" for one in of_series(discord, "Delta"))


# The file


def saved(config: Path, text: str) -> None:
    """Save the file of events."""
    (config.parent / "knowledge" / "events.yaml").write_text(text, encoding="utf-8")


def test_a_fault_is_told_by_archive_status_and_logged(
    config: Path, discord: FakeDiscord, bot: BotProcess
) -> None:
    """With its line, in both."""
    saved(config, EVENTS.replace("kind: forum", "kind: [forum", 1))
    try:
        assert "events.yaml, line" in tell(discord, command("archive status"))
        with suppress(TimeoutError):
            discord.until(lambda: "events.yaml:" in bot.output, 20)
        assert "events.yaml:" in bot.output
    finally:
        saved(config, EVENTS)


def test_a_native_event_outlives_an_emptied_file(config: Path, discord: FakeDiscord) -> None:
    """Discord's own event is not cancelled while the file is saved."""
    tell(discord, command("event publish", event="talk"))
    (native,) = discord.natives.values()
    saved(config, "")
    try:
        announce(discord)
        assert "Harbour talk" in tell(discord, command("events"))
        with suppress(TimeoutError):
            discord.until(lambda: native.get("status", 1) != 1, 3)
        assert native.get("status", 1) == 1
    finally:
        saved(config, EVENTS)


def test_an_emptied_file_is_believed_once_it_is_confirmed(
    config: Path, discord: FakeDiscord
) -> None:
    """By whoever runs the bot; until then all is to come."""
    kept = EVENTS.replace("Harbour talk", "Harbour talks")
    saved(config, "events: []\n")
    try:
        announce(discord)
        assert "Harbour talk" in tell(discord, command("events"))
        words = [sys.executable, "-m", "forumbot", "events", "confirm", "--config", str(config)]
        path = {"PYTHONPATH": SOURCE} if SOURCE else {}
        done = subprocess.run(words, env={**os.environ, **path}, check=False, capture_output=True)
        assert done.returncode == 0, done.stderr
        with suppress(TimeoutError):
            discord.until(lambda: "Harbour talk" not in tell(discord, command("events")), 20)
        assert "Harbour talk" not in tell(discord, command("events"))
    finally:
        saved(config, kept)


# Who changed what


def test_who_changed_what_is_told_and_names_go_with_their_data(discord: FakeDiscord) -> None:
    """Who, by which command, from what to what; then what remains."""
    member = snowflake()
    tell(discord, command("settings timezone", user_id=member, zone="Europe/Vienna"))
    told = tell(discord, command("changes"))
    assert f"<@{member}>" in told
    assert "/settings" in told
    assert re.search("Europe/Brussels → Europe/Vienna", told)
    tell(discord, command("privacy delete", user_id=member))
    told = tell(discord, command("changes"))
    assert f"<@{member}>" not in told
    assert "Europe/Vienna" in told
    tell(discord, command("settings timezone", zone="Europe/Brussels"))


def test_no_member_reads_who_changed_what(discord: FakeDiscord) -> None:
    """It is for moderators."""
    asked = command("changes", user_id=snowflake())
    asked.payload["member"]["permissions"] = "1024"
    assert "Only moderators" in tell(discord, asked)


# What is chosen


@pytest.mark.parametrize("name", ["event edit", "event cancel", "event publish", "remind add"])
def test_the_label_of_an_event_stands_for_it_in_every_command(
    discord: FakeDiscord, name: str
) -> None:
    """As Discord sometimes sends it in place of the value."""
    label = offered(discord, name, "event", "Harbour talk")[0]
    more = {"place": "Oulu"} if name == "event edit" else {}
    told = tell(discord, command(name, event=label, **more))
    assert "no such event" not in told
    assert re.search("Is this what you mean|Published|already", told)


def test_the_label_of_a_reminder_stands_for_it(discord: FakeDiscord) -> None:
    """It is shown, and nothing of another."""
    label = offered(discord, "remind test", "reminder", "Harbour")[0]
    assert "Harbour talk" in tell(discord, command("remind test", reminder=label))


def test_zones_are_offered_by_their_offset(discord: FakeDiscord) -> None:
    """Places first, each with its own."""
    names = offered(discord, "settings timezone", "zone", "GMT+2")
    assert re.match(r"[A-Z]\w+/\w+ \(UTC\+02:00\)", names[0])
    assert json.dumps(names).find("Etc/GMT+2") < 0 or names[0] != "Etc/GMT+2"
