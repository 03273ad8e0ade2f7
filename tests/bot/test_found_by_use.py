"""What people and attackers ran into, tried against the bot as a process of its own."""

import re
import signal
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.bot.black_box import (
    SOURCE,
    announce,
    archive,
    decide,
    ids,
    is_private,
    running,
    shown,
    tell,
)
from tests.bot.bot_nursery import BotNursery
from tests.bot.fake_discord import (
    GUILD_ID,
    FakeDiscord,
    Interaction,
    command,
    direct_channel_id,
    guild_of,
    mention,
    press,
    role_of,
    said,
    snowflake,
)

GONE_GUILD, GONE_CHANNEL = "222", "322"
STRANGE_GUILD, STRANGE_CHANNEL = "223", "323"
ALONE = f"bot: {{home_servers: [{GUILD_ID}], leave_other_servers: true}}\n"
QUESTION = "How many pilot projects did the harbour forum decide to fund?"
PAGE = "# Harbour forum\n\nThe harbour forum decided to fund seven pilot projects on hydrogen.\n"
_IN_A_MONTH = datetime.now(UTC) + timedelta(days=30)
EVENTS = f"""events:
  - {{id: talk, title: Harbour talk, kind: forum, starts: "{_IN_A_MONTH:%Y-%m-%d} 09:30",
     timezone: UTC, place: Tampere}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive with its index and settings."""
    folder = tmp_path_factory.mktemp("found") / "archive"
    return archive(folder, {"page.md": PAGE, "events.yaml": EVENTS}).parent


@pytest.fixture(scope="module")
def discord(folder: Path, bots: BotNursery) -> Iterator[FakeDiscord]:
    """A bot that was started twice: in between it was removed from a server and lost a command.

    In its second life it is to leave all servers but the first.
    """
    config = folder / "forumbot.yaml"
    with FakeDiscord() as server:
        with running(config, server, bots.start) as process:
            server.dispatch("GUILD_CREATE", guild_of(GONE_GUILD, GONE_CHANNEL))
            tell(server, elsewhere(command("settings timezone", zone="Europe/Vienna")))
            tell(server, elsewhere(command("ask", question="Which giraffes came?")))
            process.send(signal.SIGTERM)
            process.wait(20)
        if not SOURCE:  # older versions refuse what they do not know
            config.write_text(f"{config.read_text(encoding='utf-8')}{ALONE}", encoding="utf-8")
        server.commands[:] = [one for one in server.commands if one["name"] != "events"]
        with running(config, server, bots.start, session=2):
            yield server


def elsewhere(interaction: Interaction) -> Interaction:
    """The same from the server that the bot is removed from."""
    channel = {**interaction.payload["channel"], "id": GONE_CHANNEL}
    place = {"guild_id": GONE_GUILD, "channel_id": GONE_CHANNEL, "channel": channel}
    return Interaction({**interaction.payload, **place})


def edit(discord: FakeDiscord, member: str, **changes: str) -> Interaction:
    """A draft of a change of the event."""
    drafted = command("event edit", user_id=member, event="talk", **changes)
    tell(discord, drafted)
    return drafted


def test_what_grows_out_of_a_private_answer_is_private(discord: FakeDiscord) -> None:
    """By the form that its button opens."""
    member = snowflake()
    asked = command("ask", user_id=member, question=QUESTION, private=True)
    tell(discord, asked)
    message = shown(discord, asked)
    form = press(message, ids(message, "further")[0], user_id=member)
    custom_id = re.findall(r"fb:form:\w+", tell(discord, form))[0]
    typed = {"type": 4, "custom_id": "question", "value": "and which?"}
    sent = press(message, custom_id, user_id=member)
    data = {"custom_id": custom_id, "components": [{"type": 1, "components": [typed]}]}
    sent.payload.update(type=5, data=data)
    tell(discord, sent)
    assert is_private(discord, sent)


def test_what_grows_out_of_the_menu_of_a_message_is_private(discord: FakeDiscord) -> None:
    """Its answer is, and what is asked further."""
    member, message = snowflake(), said(QUESTION)
    chosen = command("Ask the archive", user_id=member)
    chosen.payload["data"] = {
        "id": "1", "name": "Ask the archive", "type": 3, "target_id": message["id"],
        "resolved": {"messages": {message["id"]: message}},
    }  # fmt: skip
    tell(discord, chosen)
    assert is_private(discord, chosen)
    answer = shown(discord, chosen)
    form = press(answer, ids(answer, "further")[0], user_id=member)
    custom_id = re.findall(r"fb:form:\w+", tell(discord, form))[0]
    typed = {"type": 4, "custom_id": "question", "value": "and which?"}
    sent = press(answer, custom_id, user_id=member)
    data = {"custom_id": custom_id, "components": [{"type": 1, "components": [typed]}]}
    sent.payload.update(type=5, data=data)
    tell(discord, sent)
    assert is_private(discord, sent)


def test_everyone_is_no_role_of_a_duty(discord: FakeDiscord) -> None:
    """It is refused, with a word of why."""
    setting = command("settings role", duty="maintainers", role=GUILD_ID)
    options = setting.payload["data"]["options"][0]["options"]
    options[1]["type"] = 8
    setting.payload["data"]["resolved"] = {"roles": {GUILD_ID: role_of(GUILD_ID)}}
    assert "nobody would be kept out" in tell(discord, setting)


def test_a_draft_is_not_kept_without_the_rights(discord: FakeDiscord) -> None:
    """They were taken away while it was shown."""
    member = snowflake()
    told = decide(discord, edit(discord, member, place="Ghent"), member, permissions="1024")
    assert "Only moderators" in told
    assert "Kept" not in told


def test_the_second_of_two_editors_is_shown_what_the_first_did(discord: FakeDiscord) -> None:
    """The first change stays."""
    first, second = snowflake(), snowflake()
    drafts = edit(discord, first, place="Oulu"), edit(discord, second, title="The talk")
    assert "Kept" in decide(discord, drafts[0], first)
    told = decide(discord, drafts[1], second)
    assert "Tampere → Oulu" in told
    assert "Oulu" in tell(discord, command("events"))


def test_the_beginning_of_an_id_cancels_nothing(discord: FakeDiscord) -> None:
    """Whichever reminder it may be of."""
    announce(discord)
    listed = tell(discord, command("remind list"))
    key = re.findall(r"`([0-9a-f]{8})`", listed)[0]
    assert "no such reminder" in tell(discord, command("remind cancel", reminder=key[:1]))
    assert key in tell(discord, command("remind list"))


def test_refusals_do_not_fill_a_channel(discord: FakeDiscord) -> None:
    """Of 25 empty mentions none is answered there."""
    posted, member = len(discord.messages()), "77"
    for _time in range(25):
        discord.dispatch("MESSAGE_CREATE", mention("", user_id=member))
    tell(discord, command("help"))
    discord.until(lambda: discord.messages(direct_channel_id(member)) or _more(discord, posted))
    assert len(discord.messages()) == posted


def _more(discord: FakeDiscord, posted: int) -> bool:
    return len(discord.messages()) > posted


def test_a_lost_command_comes_back_at_the_next_start(discord: FakeDiscord) -> None:
    """Though the bot had sent the same at its last."""
    assert "events" in {one["name"] for one in discord.commands}


def test_a_server_that_was_left_while_the_bot_was_down_is_forgotten(
    folder: Path, discord: FakeDiscord
) -> None:
    """No question that was asked there stays in the files."""
    tell(discord, command("help"))
    with suppress(TimeoutError):
        discord.until(lambda: not _is_kept(folder, b"giraffes"), 60)
    assert not _is_kept(folder, b"giraffes")


def test_a_server_that_is_no_home_is_left_at_once(discord: FakeDiscord) -> None:
    """Whoever brought the bot there; the home is not."""
    discord.dispatch("GUILD_CREATE", guild_of(STRANGE_GUILD, STRANGE_CHANNEL))
    tell(discord, command("help"))
    with suppress(TimeoutError):
        discord.until(lambda: discord.requests("DELETE", "/users/@me/guilds/"), 60)
    left = [one.path for one in discord.requests("DELETE", "/users/@me/guilds/")]
    assert left == [f"/users/@me/guilds/{STRANGE_GUILD}"]


def _is_kept(folder: Path, text: bytes) -> bool:
    return any(text in path.read_bytes() for path in (folder / "data").glob("bot.sqlite*"))


def test_a_broken_calendar_takes_nothing_away(folder: Path, discord: FakeDiscord) -> None:
    """What is to come is still listed, and moderators see the line that is wrong."""
    announce(discord)
    assert "talk" in tell(discord, command("events"))
    path = folder / "knowledge" / "events.yaml"
    path.write_text(EVENTS.replace("kind: forum", "kind: [forum"), encoding="utf-8")
    try:
        assert "talk" in tell(discord, command("events"))
        listed = tell(discord, command("remind list"))
        assert "events.yaml, line" in listed
        assert "talk" in listed
    finally:
        path.write_text(EVENTS, encoding="utf-8")
