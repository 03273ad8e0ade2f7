"""A bot as its own process on an archive of a few files, and what people do to it and see of it.

Nothing here knows more of forumbot than its command line, its file of settings and Discord, so that
any version of it can be tried: ``FORUMBOT_SOURCE`` names the folder of another one's source.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bot.fake_discord import (
    CHANNEL_ID,
    BotProcess,
    FakeDiscord,
    Interaction,
    Json,
    Start,
    command,
    from_scratch,
    message_of,
    press,
)

from forumbot.cli import run

SOURCE = os.environ.get("FORUMBOT_SOURCE")
PRIVATE = 64
_BUTTON, _MENU, _AUTOCOMPLETE = 2, 3, 4


def environment(discord: FakeDiscord) -> dict[str, str]:
    """What leads a bot of the version that is tried to a Discord."""
    return {**discord.environment, **({"PYTHONPATH": SOURCE} if SOURCE else {})}


def archive(folder: Path, files: Mapping[str, str], settings: str = "") -> Path:
    """An archive with its index and settings in a folder; returns the file of settings."""
    (folder / "knowledge").mkdir(parents=True)
    for name, text in files.items():
        (folder / "knowledge" / name).write_text(text, encoding="utf-8")
    config = folder / "forumbot.yaml"
    config.write_text(
        f"knowledge: knowledge\nindex: index\ndata: data\n{settings}", encoding="utf-8"
    )
    build = ["index", "build", "--config", str(config)]
    if SOURCE:
        subprocess.run(
            [sys.executable, "-m", "forumbot", *build], cwd=folder, check=True,
            capture_output=True, env={**os.environ, "PYTHONPATH": SOURCE},
        )  # fmt: skip
    else:
        assert run(build) == 0
    return config


@contextmanager
def running(
    config: Path, discord: FakeDiscord, start: Start, *, session: int = 1
) -> Iterator[BotProcess]:
    """The bot, ready; it is ended with the block. Only this version is forked of a nursery."""
    output = config.parent / f"output{session}"
    bot = BotProcess(config, environment(discord), output, from_scratch if SOURCE else start)
    try:
        yield bot.until_ready(discord, session=session)
    finally:
        bot.kill()


def tell(discord: FakeDiscord, interaction: Interaction) -> str:
    """Send an interaction; returns what its member is told beyond that it takes a while."""
    discord.deliver(interaction)
    return discord.until(lambda: _told(discord, interaction))


def _told(discord: FakeDiscord, interaction: Interaction) -> str:
    words = discord.told(interaction)
    return words if re.search(r'"(content|embeds|custom_id|choices)"', words) else ""


def is_private(discord: FakeDiscord, interaction: Interaction) -> bool:
    """Whether the first response was for its member alone."""
    data = discord.callbacks(interaction)[0].body.get("data") or {}
    return bool(data.get("flags", 0) & PRIVATE)


def shown(discord: FakeDiscord, interaction: Interaction) -> Json:
    """The message that was filled in last, as its buttons are pressed."""
    body = discord.edits(interaction)[-1].body
    return message_of({**body, "flags": PRIVATE if is_private(discord, interaction) else 0})


def ids(message: Json, name: str) -> list[str]:
    """The ids of the buttons of a kind."""
    return re.findall(rf"fb:{name}:[\w:-]+", json.dumps(message))


def labels(message: Json) -> list[str]:
    """The labels of a message's buttons."""
    rows = message.get("components") or []
    return [one.get("label") or "" for row in rows for one in row["components"]
            if one["type"] == _BUTTON]  # fmt: skip


def labelled(message: Json, label: str) -> str:
    """The id of the button with this label."""
    rows = message.get("components") or []
    return next(str(one["custom_id"]) for row in rows for one in row["components"]
                if one.get("label") == label)  # fmt: skip


def decide(discord: FakeDiscord, drafted: Interaction, member: str, **rights: Any) -> str:
    """Press Keep under a draft; returns all that is told."""
    message = shown(discord, drafted)
    keep = press(message, ids(message, "keep")[0], user_id=member)
    keep.payload["member"].update(rights)
    return tell(discord, keep)


def opened(discord: FakeDiscord, answer: Json, label: str, member: str) -> tuple[Interaction, bool]:
    """Press a button of an answer, be it in sight or behind the last of them.

    Returns the press, and whether the button stood on the answer itself.
    """
    message, is_on_answer = answer, label in labels(answer)
    if not is_on_answer:
        rest = press(answer, labelled(answer, "More…"), user_id=member)
        tell(discord, rest)
        message = shown(discord, rest)
    pressed = press(message, labelled(message, label), user_id=member)
    tell(discord, pressed)
    return pressed, is_on_answer


def offered(
    discord: FakeDiscord, name: str, option: str, typed: str, part: str = "name"
) -> list[str]:
    """The names, or the values, of what is offered for an option while it is typed."""
    typing = command(name, **{option: typed})
    options = typing.payload["data"]["options"]
    (options[0].get("options") or options)[-1]["focused"] = True
    asking = Interaction({**typing.payload, "type": _AUTOCOMPLETE})
    return re.findall(rf'"{part}": "([^"]+)"', tell(discord, asking))


def announce(discord: FakeDiscord) -> None:
    """Name the channel of announcements, so that there are reminders to come."""
    setting = command("settings announcements", channel=CHANNEL_ID)
    options = setting.payload["data"]["options"][0]["options"]
    options[0]["type"] = 7
    channels = {CHANNEL_ID: {**setting.payload["channel"], "permissions": "0"}}
    setting.payload["data"]["resolved"] = {"channels": channels}
    tell(discord, setting)
