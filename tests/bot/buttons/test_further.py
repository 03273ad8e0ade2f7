"""Asking further: who may see what grows out of an answer, and what it leans on."""

import pytest
import simcord
from tests.bot.buttons.test_base import answered
from tests.bot.world import World, labels_of, message_of, press, text_of

from forumbot.bot.records import GuildSettings

QUESTION = "When was the third forum held?"
FURTHER = {"question": "and where was it held?"}


async def private_answer(world: World, **options: str) -> simcord.InteractionResult:
    """An answer that Alice alone sees."""
    shown = await world.alice.slash(
        world.channel, "ask", question=QUESTION, private=True, **options
    )
    assert shown.ephemeral
    return shown


async def asked_further(
    world: World, shown: simcord.InteractionResult
) -> simcord.InteractionResult:
    """What Alice is answered to a question that leans on an answer."""
    form = await world.alice.click(message_of(shown), label="Ask further")
    return await world.alice.submit_modal(form, FURTHER)


def keep_answers_to(world: World, channel: simcord.ChannelHandle) -> None:
    """Have answers shown to everybody in one channel alone."""
    ids = frozenset({channel.id})
    world.bot.store.save_settings(GuildSettings(world.guild.id, answer_channel_ids=ids))


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_what_grows_out_of_a_private_answer_is_private(
    world: World, is_restarted: bool
) -> None:
    """As its answer names the question before; so is what grows out of that in turn."""
    shown = await private_answer(world)
    form = await world.alice.click(message_of(shown), label="Ask further")
    if is_restarted:
        await world.restart()
    second = await world.alice.submit_modal(form, FURTHER)
    assert "Read as: where was the third forum held?" in text_of(second)
    assert second.ephemeral
    assert (await asked_further(world, second)).ephemeral
    assert world.bodies("/messages") == []


async def test_what_grows_out_of_a_private_answer_may_be_shared(world: World) -> None:
    """By its asker, as any answer of theirs; and then others may ask on."""
    second = await asked_further(world, await private_answer(world))
    shared = await world.alice.click(message_of(second), label="Share in the channel")
    assert not shared.ephemeral
    third = await asked_further(world, shared)
    assert not third.ephemeral
    assert (await asked_further(world, second)).ephemeral


async def test_a_public_answer_is_asked_on_in_public(world: World) -> None:
    """Where it stands."""
    shown = await world.alice.slash(world.channel, "ask", question=QUESTION)
    assert not (await asked_further(world, shown)).ephemeral


async def test_the_store_tells_that_an_answer_is_private(world: World) -> None:
    """Where Discord does not, as in a message that lost its mark."""
    shown = await private_answer(world)
    recorded = world.bot.store.answer_by_message(message_of(shown).id)
    assert recorded is not None
    assert recorded.is_private
    public = await world.alice.slash(world.channel, "ask", question=QUESTION)
    found = world.bot.store.answer_by_message(message_of(public).id)
    assert found is not None
    assert not found.is_private


async def test_what_a_private_answer_was_is_private_after_it_was_forgotten(world: World) -> None:
    """The message tells then."""
    shown = await private_answer(world)
    form = await world.alice.click(message_of(shown), label="Ask further")
    await world.alice.slash(world.channel, "privacy delete")
    assert (await world.alice.submit_modal(form, {"question": QUESTION})).ephemeral


async def test_answers_kept_to_one_channel_are_not_asked_on_elsewhere(world: World) -> None:
    """Also under an answer that was public before that was set."""
    before = await world.alice.slash(world.channel, "ask", question=QUESTION)
    here = world.guild.create_text_channel("here")
    keep_answers_to(world, here)
    elsewhere = await asked_further(world, before)
    assert elsewhere.ephemeral
    assert "Share in the channel" not in labels_of(elsewhere)
    there = await world.alice.slash(here, "ask", question=QUESTION)
    assert not (await asked_further(world, there)).ephemeral


async def test_answers_kept_to_one_channel_are_not_shared_elsewhere(world: World) -> None:
    """Also by a button from before that was set; the refusal names the channel, to the presser."""
    shown = await private_answer(world)
    here = world.guild.create_text_channel("here")
    keep_answers_to(world, here)
    refused = await world.alice.click(message_of(shown), label="Share in the channel")
    assert refused.ephemeral
    assert "in #here alone" in text_of(refused)
    private = await world.alice.slash(here, "ask", question=QUESTION, private=True)
    shared = await world.alice.click(message_of(private), label="Share in the channel")
    assert not shared.ephemeral


async def test_more_passages_leave_a_private_answer_where_it_is(world: World) -> None:
    """They come in a message of their own, whose pages are turned in place."""
    shown = await private_answer(world)
    answer, labels = text_of(shown), labels_of(shown)
    passages = await press(world.alice, message_of(shown), "More passages")
    assert passages.ephemeral
    assert "Page 1 of" in text_of(passages)
    await world.alice.click(message_of(passages), label="Further")
    await world.alice.click(message_of(passages), label="Back")
    assert (text_of(shown), labels_of(shown)) == (answer, labels)


async def test_passages_and_questions_stay_in_the_forum_that_was_named(world: World) -> None:
    """As the answer did; so do those that lean on it in turn."""
    shown = await private_answer(world, forum="edition:4")
    own = world.archive.desk.generation.documents
    titles = {one.title for one in own.values() if one.edition == 4}
    others = {one.title for one in own.values() if one.edition != 4} - titles
    passages = await press(world.alice, message_of(shown), "More passages")
    assert any(title in text_of(passages) for title in titles)
    assert not any(title in text_of(passages) for title in others)
    second = await asked_further(world, shown)
    assert not any(title in text_of(second) for title in others)
    recorded = world.bot.store.answer_by_message(message_of(second).id)
    assert recorded is not None
    assert recorded.forum == "edition:4"


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_asking_further_leans_on_the_question_before(
    world: World, is_restarted: bool
) -> None:
    """Also where the bot was restarted before the press, or while the form was open."""
    shown = await answered(world)
    form = await world.alice.click(shown, label="Ask further")
    assert form.modal is not None
    if is_restarted:
        await world.restart()
    answer = await world.alice.submit_modal(form, {"question": "and where was it held?"})
    assert "Read as: where was the third forum held?" in text_of(answer)
    again = await world.alice.click(message_of(answer), label="Ask further")
    third = await world.alice.submit_modal(again, {"question": "and who spoke?"})
    assert "third forum" in text_of(third)


async def test_the_form_is_answered_once_and_at_once(world: World) -> None:
    """The form is deferred before anything is worked out; a second delivery does nothing."""
    form = await world.alice.click(await answered(world), label="Ask further")
    before = len(world.bodies("/callback"))
    await world.held(
        lambda: world.alice.submit_modal(form, {"question": "and where was it held?"}),
        until=lambda: len(world.bodies("/callback")) > before,
    )
    sent = len(world.env.http_requests)
    await world.deliver_again("INTERACTION_CREATE")
    assert len(world.env.http_requests) == sent


async def test_asking_further_works_on_a_forgotten_answer(world: World) -> None:
    """The question then stands by itself."""
    shown = await answered(world)
    await world.alice.slash(world.channel, "privacy delete")
    form = await world.alice.click(shown, label="Ask further")
    answer = await world.alice.submit_modal(form, {"question": "When was the fourth forum held?"})
    assert "14 March 2019" in text_of(answer)
