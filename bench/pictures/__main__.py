"""Pictures of what the bot says, for the guides: ``python -m bench.pictures [FOLDER]``.

The bot answers, announces and reminds in the Discord of its tests, over the archive that ships and
on days of 2019; its messages are shown by a page of our own in Discord's look, which headless
Chromium draws for a screen and for a phone. Without a folder they go to ``docs/pictures``.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.bot.world import Hands, WatchedEmbedder, begin_world

from bench.pictures.browser import draw, find_chromium
from bench.pictures.markdown import Reader
from bench.pictures.page import PHONE, SCREEN, page
from bench.pictures.scenes import Scene, Stage
from forumbot.app import App
from forumbot.config import Settings
from forumbot.models.catalogue import MINILM
from forumbot.search.onnx_embedder import shared_embedder

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("Europe/Brussels")


async def play(folder: Path) -> list[Scene]:
    """What the bot says in a world that begins on 20 February 2019, with its files in a folder."""
    hands, embedder = Hands(), WatchedEmbedder(shared_embedder(MINILM.name))
    settings = Settings(
        knowledge=ROOT / "knowledge", index=folder / "index", knowledge_named=True
    )  # fmt: skip
    service = App(settings, hands, embedder).service
    service.build(strict=False, on_progress=lambda _step, _done, _total: None)
    async with begin_world(service, hands, embedder, folder) as world:
        return await Stage(world).scenes()


def main() -> None:
    """Draw every scene twice, and say how large the pictures are."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures"
    find_chromium()
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="forumbot-pictures-") as folder:
        scenes = asyncio.run(play(Path(folder)))
    for scene in scenes:
        reader = Reader(scene.messages[-1].at, ZONE, scene.names)
        for name, width in (("phone", PHONE), ("screen", SCREEN)):
            picture = target / f"{scene.name}-{name}.png"
            draw(page(scene, reader, is_phone=width == PHONE), picture, width=width)
            print(f"{picture}: {picture.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
