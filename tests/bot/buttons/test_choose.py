"""Choosing one of the subjects that an answer offers."""

import discord
from tests.bot.world import World, labels_of, menus_of, message_of, text_of

from forumbot.bot.buttons.choose import ChooseButton

VAGUE = "what about skills?"


async def test_a_subject_is_chosen_from_a_menu_also_after_a_restart(world: World) -> None:
    """By what it is; what was offered is worked out anew. Three buttons stay in sight."""
    shown = await world.alice.slash(world.channel, "ask", question=VAGUE)
    (menu,) = menus_of(shown)
    assert menu.options[0].label.startswith("1. Skills (Fourth European Cluster Policy Forum")
    assert len({option.label for option in menu.options}) == len(menu.options) > 2
    assert labels_of(shown) == ["Ask further", "Helpful", "More…"]
    await world.restart()
    chosen = await world.alice.select(message_of(shown), ["1"])
    assert "Fourth European Cluster Policy Forum" in text_of(chosen)
    assert "\\(Skills\\)?" in text_of(chosen)
    assert not chosen.ephemeral
    assert menus_of(chosen) == []
    await world.alice.slash(world.channel, "privacy delete")
    assert "I no longer remember" in text_of(await world.alice.select(message_of(shown), ["1"]))


async def test_a_choice_that_is_delivered_twice_is_answered_once(world: World) -> None:
    """Nothing more is sent."""
    shown = await world.alice.slash(world.channel, "ask", question=VAGUE)
    await world.alice.select(message_of(shown), ["1"])
    sent = len(world.env.http_requests)
    await world.deliver_again("INTERACTION_CREATE")
    assert len(world.env.http_requests) == sent


async def test_a_number_under_an_answer_of_before_asks_its_question(world: World) -> None:
    """Such buttons were sent, and go on working."""
    shown = await world.alice.slash(world.channel, "ask", question=VAGUE)
    answer_id = str(menus_of(shown)[0].custom_id).rpartition(":")[2]
    view = discord.ui.View(timeout=None)
    view.add_item(ChooseButton(answer_id, 2))
    channel = world.guild_of_bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    sent = await channel.send("An answer", view=view)
    chosen = await world.alice.click(sent, label="2")
    assert "\\(Outcomes\\)?" in text_of(chosen)


async def test_what_is_chosen_of_a_private_answer_is_private(world: World) -> None:
    """Nobody else sees what a member asked alone."""
    shown = await world.alice.slash(world.channel, "ask", question=VAGUE, private=True)
    assert (await world.alice.select(message_of(shown), ["2"])).ephemeral


async def test_other_answers_have_no_menu(world: World) -> None:
    """They offer nothing to choose from."""
    shown = await world.alice.slash(world.channel, "ask", question="When was the third forum held?")
    assert menus_of(shown) == []
