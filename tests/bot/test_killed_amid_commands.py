"""The bot killed amid what a moderator does: nothing is done twice, and nothing is half done.

Each kill strikes at a request of a real process; the next process goes on with the same data.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.bot.black_box import announce, archive, ids, shown, tell
from tests.bot.bot_nursery import BotNursery
from tests.bot.fake_discord import (
    GUILD_ID,
    BotProcess,
    FakeDiscord,
    Interaction,
    Json,
    command,
    direct_channel_id,
    press,
    snowflake,
)

PAGE = "# Harbour forum\n\nThe harbour forum funded seven pilots on hydrogen.\n"
SOON = datetime.now(UTC) + timedelta(days=9)
EVENTS = f"""events:
  - {{id: talk, title: Harbour talk, kind: forum, timezone: UTC,
     starts: "{SOON:%Y-%m-%d} 09:30", place: Tampere}}
"""


class Lives:
    """One bot after another on the same data and the same Discord."""

    def __init__(self, config: Path, discord: FakeDiscord, bots: BotNursery) -> None:
        self.config, self.discord, self._bots = config, discord, bots
        self._lives = 0
        self.bot = self.begin()

    def begin(self) -> BotProcess:
        """Start the next one."""
        self._lives += 1
        output = self.config.parent / f"life-{self._lives}"
        self.bot = BotProcess(self.config, self.discord.environment, output, self._bots.start)
        return self.bot.until_ready(self.discord, session=self._lives)

    def killed_at(
        self, method: str, part: str, act: Callable[[], object], *, takes_effect: bool
    ) -> None:
        """Let it be killed at such a request, which an act brings about; then start the next."""
        self.discord.strike(method, part, self.bot.kill, takes_effect=takes_effect)
        act()
        self.discord.until(lambda: self.bot.has_ended, 30)
        self.discord.forgive()
        self.begin()


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory, bots: BotNursery) -> Iterator[Lives]:
    """A server with a channel of announcements and an event to come."""
    homes = f"bot: {{home_servers: [{GUILD_ID}]}}\n"
    folder = tmp_path_factory.mktemp("killed") / "archive"
    config = archive(folder, {"page.md": PAGE, "events.yaml": EVENTS}, homes)
    with FakeDiscord(nonce_seconds=0) as discord:
        made = Lives(config, discord, bots)
        try:
            announce(discord)
            yield made
        finally:
            made.bot.kill()
    written = "".join(path.read_text() for path in folder.glob("life-*"))
    assert "Traceback" not in written


def drafted(discord: FakeDiscord, name: str, **options: str) -> tuple[str, Json]:
    """A draft, and who made it."""
    member = snowflake()
    draft = command(name, user_id=member, **options)
    tell(discord, draft)
    return member, shown(discord, draft)


def keep(member: str, message: Json) -> Interaction:
    """A press of Keep."""
    return press(message, ids(message, "keep")[0], user_id=member)


@pytest.mark.parametrize("takes_effect", [False, True])
def test_an_event_that_was_kept_amid_a_kill_is_there_once(lives: Lives, takes_effect: bool) -> None:
    """Pressed again after the restart it is not made again."""
    discord, title = lives.discord, f"Harbour ball {takes_effect}"
    member, message = drafted(discord, "event add", title=title, starts=f"{SOON:%Y-%m-%d} 20:00")
    kept = keep(member, message)
    lives.killed_at("PATCH", kept.token, lambda: discord.deliver(kept), takes_effect=takes_effect)
    again = tell(discord, keep(member, message))
    assert "nothing was kept" in again
    listed = command("events")
    assert tell(discord, listed).count(f"**{title}**") == 1


@pytest.mark.parametrize("takes_effect", [False, True])
def test_a_word_on_a_change_comes_once_whenever_it_is_killed(
    lives: Lives, takes_effect: bool
) -> None:
    """To those who were reminded, as its message arrives or has just been stored."""
    discord, title = lives.discord, f"Harbour walk {takes_effect}"
    starts = datetime.now(UTC) + timedelta(minutes=59)
    member, message = drafted(
        discord, "event add", title=title, starts=f"{starts:%Y-%m-%d %H:%M}", timezone="UTC",
        kind="meeting",
    )  # fmt: skip
    tell(discord, keep(member, message))
    discord.until(lambda: [one for one in discord.messages() if title in str(one)], 60)
    member, message = drafted(discord, "event edit", event=title, place="Oulu")
    lives.killed_at(
        "POST", "/messages", lambda: discord.deliver(keep(member, message)),
        takes_effect=takes_effect,
    )  # fmt: skip
    discord.until(lambda: told_of(discord, title), 60)
    tell(discord, command("remind log"))
    assert len(told_of(discord, title)) == 1


def told_of(discord: FakeDiscord, title: str) -> list[Json]:
    """The words on a change of an event."""
    return [one for one in discord.messages()
            if title in json.dumps(one) and "New place" in json.dumps(one)]  # fmt: skip


def test_a_native_event_that_was_made_amid_a_kill_is_not_made_again(lives: Lives) -> None:
    """It was stored by Discord, and never noted here."""
    discord = lives.discord
    publish = command("event publish", event="talk")
    lives.killed_at(
        "POST", "/scheduled-events", lambda: discord.deliver(publish), takes_effect=True
    )
    assert len(discord.natives) == 1
    told = tell(discord, command("event publish", event="talk"))
    assert next(iter(discord.natives)) in told
    assert len(discord.natives) == 1


def test_a_reminder_of_one_s_own_amid_a_kill_is_kept_once(lives: Lives) -> None:
    """Its confirmation was stored, and the press never answered; it is pressed again."""
    discord, member = lives.discord, "7001"
    listing = command("events", user_id=member)
    titles = re.findall(r"\*\*(Harbour \w+)", tell(discord, listing))
    message = shown(discord, listing)
    button = ids(message, "re")[titles.index("Harbour talk")]
    lives.killed_at(
        "POST", f"/channels/{direct_channel_id(member)}/messages",
        lambda: discord.deliver(press(message, button, user_id=member)), takes_effect=True,
    )  # fmt: skip
    tell(discord, press(message, button, user_id=member))
    told = tell(discord, command("privacy show", user_id=member))
    assert "You asked for 1 reminder:" in told


def test_settings_amid_a_kill_are_the_old_or_the_new(lives: Lives) -> None:
    """Never half of both, and the command works again."""
    discord = lives.discord
    setting = command("settings timezone", zone="Europe/Helsinki")
    lives.killed_at("PATCH", setting.token, lambda: discord.deliver(setting), takes_effect=False)
    told = tell(discord, command("settings show"))
    assert "Europe/Helsinki" in told
    assert "#" in told
    assert "UTC" in tell(discord, command("settings timezone", zone="UTC"))
