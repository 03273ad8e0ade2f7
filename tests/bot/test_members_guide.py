"""What the members' guide shows of a conversation in Discord goes as it stands there."""

import re
from pathlib import Path

import pytest
from tests.bot.conftest import SHIPPED
from tests.bot.world import Hands, WatchedEmbedder, World, message_of, text_of
from tests.documentation import all_blocks, assert_shown

from forumbot.app import App
from forumbot.config import Settings
from forumbot.service import Service


@pytest.fixture
def shipped_service(shipped_index: Path, hands: Hands, watched: WatchedEmbedder) -> Service:
    """One that reads as many passages as the bot that ships."""
    settings = Settings(knowledge=SHIPPED, index=shipped_index, knowledge_named=True)
    return App(settings, hands, watched).service


async def test_the_conversation_of_the_guide_goes_as_it_stands_there(world: World) -> None:
    """Each message is a reply to the answer before it, in a direct message."""
    (block,) = (one for one in all_blocks() if one.language == "discord conversation")
    channel = world.alice.user.dm_channel
    reference = None
    said: list[str] = []
    for message in re.findall(r"^alice: (.+)$", block.text, re.MULTILINE):
        world.clock.forward(minutes=1)
        await world.alice.user.send_dm(message, reference=reference)
        answer = message_of(channel.last_message)
        said += [f"alice: {message}", text_of(answer), ""]
        reference = {"channel_id": str(channel.id), "message_id": str(answer.id)}
    assert_shown(block.text, "\n".join(said))
