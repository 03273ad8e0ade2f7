"""What is in the pictures of the guides is said by the bot, and all of it can be shown."""

import re
from zoneinfo import ZoneInfo

from tests.bot.world import World

from bench.pictures.markdown import Reader
from bench.pictures.page import page
from bench.pictures.scenes import Stage


async def test_every_picture_shows_what_the_bot_says(world: World) -> None:
    """An answer, none, the agenda, a draft, an announcement and a reminder, with no mark left."""
    scenes = {scene.name: scene for scene in await Stage(world).scenes()}
    assert list(scenes) == [
        "answer", "no-answer", "agenda", "draft", "announcement", "reminder",
    ]  # fmt: skip
    pages = {
        name: page(scene, Reader(world.clock(), ZoneInfo("UTC"), scene.names), is_phone=True)
        for name, scene in scenes.items()
    }
    for name, html in pages.items():
        body = html.partition("<body")[2]
        assert not re.search(r"&lt;[t@#/]|\*\*|\\[\[\]:().]|@unknown", body), name
    assert "<blockquote>" in pages["answer"]
    assert "Ask further" in pages["answer"]
    assert "Only you can see this" in pages["no-answer"]
    assert "Fourth European Cluster Policy Forum" in pages["agenda"]
    assert "@policy makers" in pages["announcement"]
    assert "From Cluster policy community" in pages["reminder"]
