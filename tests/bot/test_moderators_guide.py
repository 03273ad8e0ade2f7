"""What the guides show for Discord can be done as it stands there."""

import re
from typing import Any

import simcord
from tests.bot.world import World, labels_of, message_of, text_of
from tests.documentation import ROOT, all_blocks

OPERATORS = ROOT / "docs" / "operators.md"
_INLINE = re.compile(r"`(/settings [^`]+)`")
_OPTION = re.compile(r"(\w+):(.*?)(?=\s+[a-z]+:\S|$)")
_CHOSEN = ("event", "reminder")


def examples() -> list[str]:
    """Every line of the guides' examples, in order; that for operators has them in its text."""
    blocks = [block.text for block in all_blocks() if block.language == "discord"]
    settings = _INLINE.findall(OPERATORS.read_text(encoding="utf-8"))
    return [*settings, *(line for block in blocks for line in block.splitlines())]


def parsed(line: str) -> tuple[str, dict[str, str]]:
    """The command of an example, and its options."""
    words = re.match(r"/((?:[a-z]+ ?)+?)(?=\s\w+:|$)", line)
    assert words, line
    return words[1], dict(_OPTION.findall(line[words.end() :]))


async def filled_in(
    world: World, moderator: simcord.MemberActor, command: str, options: dict[str, str]
) -> dict[str, Any]:
    """The options as Discord hands them over: channels, roles and choices by what was typed."""
    channels = {f"#{name}": channel for name, channel in world.guild.channels.items()}
    roles = {f"@{name}": role for name, role in world.guild.roles.items()}
    values: dict[str, Any] = {}
    for name, typed in options.items():
        if name in _CHOSEN:
            choices = await moderator.autocomplete(world.channel, command, name, typed)
            assert choices, f"{command}: nothing to choose for {typed}"
            values[name] = choices[0]["value"]
        else:
            values[name] = channels.get(typed) or roles.get(typed) or typed
    return values


async def test_every_example_of_the_guides_does_what_it_says(world: World) -> None:
    """Each command of the guides is understood, and kept where it asks whether to keep it."""
    for name in ("announcements", "ask", "moderators", "news"):
        world.guild.create_text_channel(name)
    for name in ("moderators", "Moderators", "Archive"):
        world.guild.create_role(name)
    role = world.guild.create_role("clusters")
    world.env.backend.edit_role(world.guild.id, role.id, {"mentionable": True})
    await world.env.settle()
    moderator = world.member("mona", manage_guild=True, manage_events=True)
    assert len(examples()) >= 20
    for line in examples():
        command, options = parsed(line)
        values = await filled_in(world, moderator, command, options)
        said = await moderator.slash(world.channel, command, **values)
        assert "went wrong" not in text_of(said), line
        if command in ("remind add", "remind edit", "event add", "event edit", "event cancel"):
            assert "Keep" in labels_of(said), f"{line}: {text_of(said)}"
            kept = await moderator.click(message_of(said), label="Keep")
            assert "kept" in text_of(kept).lower(), f"{line}: {text_of(kept)}"


def test_the_examples_name_every_command_of_moderators() -> None:
    """No command that moderators have is left out of the guide."""
    commands = {parsed(line)[0] for line in examples()}
    reminders = {f"remind {name}" for name in "add list edit cancel preview test log".split()}
    events = {f"event {name}" for name in "add edit cancel publish".split()}
    assert commands >= reminders | events
