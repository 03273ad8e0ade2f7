"""Corners of Discord and of the calendar, tried from outside: the bot is a process of its own.

Channels that take no messages, are gone or another server's; threads that the bot was not told of;
buttons of one server pressed in another; calendars that change while the bot runs, and those that
it hands out.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.bot.black_box import SOURCE, announce, archive, ids, running, shown, tell
from tests.bot.bot_nursery import BotNursery
from tests.bot.fake_discord import (
    CHANNEL_ID,
    GUILD_ID,
    FakeDiscord,
    Interaction,
    Json,
    channel_of,
    command,
    guild_of,
    mention,
    message_of,
    press,
    snowflake,
)

OTHER_GUILD, THEIR_CHANNEL = "222", "322"
FORUM, CATEGORY, LOCKED, GONE = "331", "332", "333", "399"
_THREADS = (10, 11, 12)
SOON = datetime.now(UTC) + timedelta(days=9)
PAGE = "# Harbour forum\n\nThe harbour forum funded seven pilots on hydrogen.\n"
QUESTION = "How many pilots did the harbour forum fund?"
EVENTS = f"""events:
  - {{id: talk, title: Harbour talk, kind: forum, timezone: UTC,
     starts: "{SOON:%Y-%m-%d} 09:30", place: Tampere}}
  - {{id: rounds, title: Harbour rounds, kind: other, timezone: Europe/Helsinki, rrule: FREQ=WEEKLY,
     starts: "{SOON:%Y-%m-%d} 10:00"}}
  - {{id: ball, title: Harbour ball, kind: other, timezone: UTC, starts: {SOON:%Y-%m-%d}}}
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive, kept from the first server where the version knows of that."""
    homes = "" if SOURCE else f"bot: {{home_servers: [{GUILD_ID}]}}\n"
    folder = tmp_path_factory.mktemp("corners") / "archive"
    return archive(folder, {"page.md": PAGE, "events.yaml": EVENTS}, homes)


@pytest.fixture(scope="module")
def discord(config: Path, bots: BotNursery) -> Iterator[FakeDiscord]:
    """Two servers with a bot; the other one has a forum, a category and a locked thread."""
    with FakeDiscord() as server, running(config, server, bots.start) as process:
        other = guild_of(OTHER_GUILD, THEIR_CHANNEL)
        other["channels"] += [
            {**channel_of(FORUM, "posts"), "type": 15},
            {**channel_of(CATEGORY, "rooms"), "type": 4},
        ]
        other["threads"] = [thread(LOCKED, THEIR_CHANNEL, archived=True, locked=True)]
        other["roles"][0]["permissions"] = str(0x7FFFFFFFFFFFF & ~(1 << 34) & ~(1 << 3))
        server.dispatch("GUILD_CREATE", other)
        announce(server)
        # The calendar has been read once without fault, whichever test comes first.
        assert "Harbour talk" in tell(server, command("events"))
        yield server
        assert "Traceback" not in process.output


def thread(thread_id: str, parent_id: str, **more: bool) -> Json:
    """A public thread of a channel."""
    told = {"archived": False, "locked": False, "auto_archive_duration": 60,
            "archive_timestamp": "2026-01-01T00:00:00+00:00", **more}  # fmt: skip
    return {
        "id": thread_id, "type": 11, "name": "side talk", "parent_id": parent_id,
        "guild_id": OTHER_GUILD, "owner_id": "1", "message_count": 1, "member_count": 1,
        "rate_limit_per_user": 0, "last_message_id": None, "thread_metadata": told,
    }  # fmt: skip


def there(interaction: Interaction) -> Interaction:
    """The same in the other server."""
    channel = {**interaction.payload["channel"], "id": THEIR_CHANNEL}
    place = {"guild_id": OTHER_GUILD, "channel_id": THEIR_CHANNEL, "channel": channel}
    return Interaction({**interaction.payload, **place})


def to_channel(channel_id: str, kind: int = 0) -> Interaction:
    """A reminder in a channel, as a raw payload has it."""
    wanted = there(command("remind add", event="talk", before="1 day", channel=channel_id))
    option = next(one for one in wanted.payload["data"]["options"][0]["options"]
                  if one["name"] == "channel")  # fmt: skip
    option["type"] = 7
    given = {**channel_of(channel_id), "type": kind, "permissions": "0"}
    if kind in _THREADS:
        given = {**thread(channel_id, THEIR_CHANNEL), "permissions": "0"}
    wanted.payload["data"]["resolved"] = {"channels": {channel_id: given}}
    return wanted


@pytest.mark.parametrize(
    ("channel_id", "kind", "words"),
    [
        (FORUM, 15, "takes no messages of its own"),
        (CATEGORY, 4, "takes no messages of its own"),
        (GONE, 0, "is gone"),
        (CHANNEL_ID, 0, "I cannot post there"),
        (LOCKED, 11, "manage threads, as this one is locked"),
    ],
)
def test_where_nothing_can_be_posted_no_reminder_is_kept(
    discord: FakeDiscord, channel_id: str, kind: int, words: str
) -> None:
    """A forum, a category, what is gone, another server's channel and a locked thread."""
    told = tell(discord, to_channel(channel_id, kind))
    assert words in told
    assert "fb:keep" not in told


def test_the_pages_of_a_server_are_turned_there_alone(discord: FakeDiscord) -> None:
    """Whoever manages another, in which the button is pressed by a payload of their own."""
    custom_id = f"fb:pg:list:{GUILD_ID}:1"
    button = {"type": 2, "style": 2, "label": "Back", "custom_id": custom_id}
    rows = [{"type": 1, "components": [button]}]
    told = tell(discord, there(press(message_of({"components": rows}), custom_id)))
    assert "Harbour" not in told
    assert "another server" in told


def test_a_draft_of_a_server_is_not_kept_from_another(discord: FakeDiscord) -> None:
    """By the same moderator, who moderates both."""
    member = snowflake()
    drafted = command("event edit", user_id=member, event="talk", place="Oulu")
    tell(discord, drafted)
    message = shown(discord, drafted)
    keep = there(press(message, ids(message, "keep")[0], user_id=member))
    assert "Nothing was kept" in tell(discord, keep) or "nothing was kept" in tell(discord, keep)
    assert "Oulu" not in tell(discord, command("events"))


@pytest.mark.parametrize("parent_id", [THEIR_CHANNEL, FORUM])
def test_a_mention_in_a_thread_is_answered_there(discord: FakeDiscord, parent_id: str) -> None:
    """Under a message, and in a post of a forum channel, of which the bot is told as it begins."""
    thread_id = snowflake()
    discord.dispatch("THREAD_CREATE", thread(thread_id, parent_id))
    asked = {**mention(QUESTION), "guild_id": OTHER_GUILD, "channel_id": thread_id}
    discord.dispatch("MESSAGE_CREATE", asked)
    discord.until(lambda: discord.messages(thread_id), 40)
    assert "seven pilots" in json.dumps(discord.messages(thread_id)[0]).replace("*", "")


def test_a_link_preview_is_no_edit(discord: FakeDiscord) -> None:
    """Discord updates a message by itself to show what a link leads to."""
    asked = mention(QUESTION)
    discord.dispatch("MESSAGE_CREATE", asked)
    before = len(discord.messages())
    discord.until(lambda: len(discord.messages()) > before, 40)
    edits = len(discord.requests("PATCH", "/channels/"))
    preview = {**asked, "embeds": [{"type": "link", "url": "https://example.org"}]}
    discord.dispatch("MESSAGE_UPDATE", preview)
    with suppress(TimeoutError):
        discord.until(lambda: len(discord.requests("PATCH", "/channels/")) > edits, 2)
    assert len(discord.requests("PATCH", "/channels/")) == edits


def test_a_file_that_is_emptied_while_it_is_saved_takes_nothing_away(
    config: Path, discord: FakeDiscord
) -> None:
    """Nobody is told that anything is cancelled, and all of it is still to come."""
    path = config.parent / "knowledge" / "events.yaml"
    before = len(discord.messages())
    for text in ("", "events:\n", "events: []\n", EVENTS.split("  - ", 2)[0]):
        path.write_text(text, encoding="utf-8")
        announce(discord)
        assert "Harbour talk" in tell(discord, command("events"))
        assert "Harbour talk" in tell(discord, command("remind list"))
    path.write_text(EVENTS, encoding="utf-8")
    announce(discord)
    with suppress(TimeoutError):
        discord.until(lambda: len(discord.messages()) > before, 2)
    assert not any("ancelled" in str(one) for one in discord.messages()[before:])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (EVENTS.replace("  - {id: ball", "\t- {id: ball"), "a tab stands before the words"),
        (f"<<<<<<< ours\n{EVENTS}", "a mark of two versions"),
        ("<!DOCTYPE html><html></html>", "this is a web page"),
        (EVENTS.replace("kind: forum", "kind: Forum"), "did you mean forum?"),
        (EVENTS.replace("timezone: UTC,\n", "timezone: MEZ,\n", 1), "does not exist"),
    ],
)
def test_a_slip_in_the_calendar_is_told_to_moderators_in_words(
    config: Path, discord: FakeDiscord, text: str, said: str
) -> None:
    """With its line, and with everything still to come."""
    path = config.parent / "knowledge" / "events.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        listed = tell(discord, command("remind list"))
        assert re.search(r"events\.yaml, line \d+", listed)
        assert said in listed
        assert "Harbour talk" in listed
    finally:
        path.write_text(EVENTS, encoding="utf-8")


def test_a_calendar_that_is_handed_out_is_one_that_programs_read(discord: FakeDiscord) -> None:
    """The series with its rule and zone, a whole day as a day, and nothing twice."""
    listing = command("events")
    tell(discord, listing)
    pressed = press(shown(discord, listing), "fb:ics:all")
    tell(discord, pressed)
    (content,) = discord.files[pressed.token]
    text = content.decode("utf-8").replace("\r\n ", "")
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    uids = re.findall("UID:(.+)\r", text)
    assert len(uids) == len(set(uids)) == 3
    assert "RRULE:FREQ=WEEKLY" in text
    assert "DTSTART;TZID=Europe/Helsinki:" in text
    assert f"DTSTART;VALUE=DATE:{SOON:%Y%m%d}" in text
    assert "BEGIN:VTIMEZONE" in text


def test_one_day_of_a_series_is_that_day_in_a_calendar_that_has_the_series(
    discord: FakeDiscord,
) -> None:
    """Its file has the series' id and says which day it is, so that it stands there once."""
    listing = command("events")
    titles = re.findall(r"\*\*(Harbour \w+)", tell(discord, listing))
    message = shown(discord, listing)
    button = ids(message, "re")[titles.index("Harbour rounds")]
    reminding = press(message, button, user_id="71")
    tell(discord, reminding)
    kept = shown(discord, reminding)
    pressed = press(kept, ids(kept, "ics")[0], user_id="71")
    tell(discord, pressed)
    (content,) = discord.files[pressed.token]
    assert re.findall(rb"UID:(.+)\r", content) == [b"rounds@forumbot"]
    assert b"RECURRENCE-ID;TZID=Europe/Helsinki:" in content
