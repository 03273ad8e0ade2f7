"""The buttons under an answer, before and after a restart."""

import hashlib
import re

import pytest
import simcord
from tests.bot.conftest import OpenArchive
from tests.bot.world import World, buttons_of, labels_of, message_of, text_of

QUESTION = "When was the third forum held?"
UNANSWERED = "Which quantum blockchain did the elephants buy?"
ON_ANSWERS = ["Helpful", "Not helpful", "More passages", "Outcomes on this", "Ask further"]
ON_NO_ANSWER = ["What would it need?", "More passages", "Outcomes on this", "Ask further"]


async def answered(world: World, question: str = QUESTION) -> simcord.ResponseMessage:
    """The answer to a question of Alice's, for all to see."""
    shown = (await world.alice.slash(world.channel, "ask", question=question)).response
    assert shown is not None
    return shown


async def test_each_kind_of_answer_has_its_buttons(world: World) -> None:
    """Who was not answered cannot vote, and can see what it would need."""
    assert labels_of(await answered(world)) == ON_ANSWERS
    assert labels_of(await answered(world, UNANSWERED)) == ON_NO_ANSWER
    private = await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)
    assert labels_of(private) == [*ON_ANSWERS, "Share in the channel"]


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_a_member_has_one_vote_and_may_change_it(world: World, is_restarted: bool) -> None:
    """The count is told to the voter alone; a restart loses no vote."""
    shown = await answered(world)
    vote = await world.alice.click(shown, label="Helpful")
    assert vote.ephemeral
    assert "1 helpful, 0 not" in text_of(vote)
    if is_restarted:
        await world.restart()
    assert "1 helpful, 0 not" in text_of(await world.alice.click(shown, label="Helpful"))
    bob = world.member("bob")
    assert "2 helpful, 0 not" in text_of(await bob.click(shown, label="Helpful"))
    assert "1 helpful, 1 not" in text_of(await world.alice.click(shown, label="Not helpful"))


async def test_votes_are_stored_without_the_members_names_or_ids(world: World) -> None:
    """Nothing in the file tells who voted."""
    await world.alice.click(await answered(world), label="Helpful")
    raw = b"".join(path.read_bytes() for path in world.data.glob("bot.sqlite*"))
    assert b"alice" not in raw
    assert str(world.alice.id).encode() not in raw
    assert world.alice.id.to_bytes(8, "big") not in raw


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_more_passages_are_paged_for_the_presser_alone(
    world: World, is_restarted: bool
) -> None:
    """The first press makes a message of one's own, the next ones turn its pages."""
    shown = await answered(world)
    if is_restarted:
        await world.restart()
    bob = world.member("bob")
    first = await bob.click(shown, label="More passages")
    assert first.ephemeral
    assert "Page 1 of 10" in text_of(first)
    assert labels_of(first) == ["Further"]
    await bob.click(message_of(first), label="Further")
    assert "Page 2 of 10" in text_of(first)
    assert labels_of(first) == ["Back", "Further"]
    await bob.click(message_of(first), label="Back")
    assert "Page 1 of 10" in text_of(first)
    assert text_of(shown).startswith(QUESTION)


async def test_every_page_of_passages_can_be_seen(world: World) -> None:
    """To the last one, which leads back only; each shows other passages."""
    turned = await world.alice.click(await answered(world), label="More passages")
    pages = {text_of(turned)}
    while "Further" in labels_of(turned):
        await world.alice.click(message_of(turned), label="Further")
        pages.add(text_of(turned))
    assert len(pages) == 10
    assert labels_of(turned) == ["Back"]


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_outcomes_on_the_subject_come_to_the_presser_alone(
    world: World, is_restarted: bool
) -> None:
    """Oldest forum first, each with its source."""
    shown = await answered(world, "What does the forum say about digitisation?")
    if is_restarted:
        await world.restart()
    found = await world.alice.click(shown, label="Outcomes on this")
    assert found.ephemeral
    assert "Third European Cluster Policy Forum" in text_of(found)


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_what_an_answer_would_need_is_said(world: World, is_restarted: bool) -> None:
    """The words that no document holds, and who can add one."""
    shown = await answered(world, UNANSWERED)
    if is_restarted:
        await world.restart()
    need = await world.alice.click(shown, label="What would it need?")
    assert need.ephemeral
    assert "No document in the archive mentions: quantum, blockchain, elephants" in text_of(need)
    assert "/archive gaps" in text_of(need)


async def test_where_all_words_are_known_the_link_between_them_is_missing(world: World) -> None:
    """It would be wrong to say that a word is not there."""
    shown = await answered(world, "When did the ClusterXchange pilot start?")
    need = await world.alice.click(shown, label="What would it need?")
    assert "The archive has these words" in text_of(need)


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
    assert "Read as: where was third forum held?" in text_of(answer)
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


@pytest.mark.parametrize("is_restarted", [False, True])
async def test_a_private_answer_is_shared_as_it_stands(world: World, is_restarted: bool) -> None:
    """The very words that the asker read, also where they came from one forum alone."""
    private = await world.alice.slash(
        world.channel, "ask", question="What are the topics?", forum="edition:4", private=True
    )
    if is_restarted:
        await world.restart()
    shared = await world.alice.click(message_of(private), label="Share in the channel")
    assert not shared.ephemeral
    assert text_of(shared) == text_of(private)
    assert "Share in the channel" not in labels_of(shared)
    await world.member("bob").click(message_of(shared), label="More passages")


async def test_a_shared_answer_can_be_leant_on(world: World) -> None:
    """It is then the message in which that answer stands."""
    private = await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)
    shared = await world.alice.click(message_of(private), label="Share in the channel")
    recorded = world.bot.store.answer_by_message(message_of(shared).id)
    assert recorded is not None
    assert recorded.question == QUESTION


async def test_sharing_counts_as_a_question(world: World) -> None:
    """One answer shared over and over would fill the channel."""
    private = await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)
    for _time in range(world.service.settings.bot.questions_per_minute - 1):
        await world.alice.click(message_of(private), label="Share in the channel")
    refused = await world.alice.click(message_of(private), label="Share in the channel")
    assert refused.ephemeral
    assert "please ask again in" in text_of(refused)


@pytest.mark.parametrize("label", ON_ANSWERS[:4])
async def test_buttons_of_a_forgotten_answer_say_so(world: World, label: str) -> None:
    """The asker deleted the question, or its time was up."""
    shown = await answered(world)
    await world.alice.slash(world.channel, "privacy delete")
    assert "I no longer remember this question" in text_of(
        await world.alice.click(shown, label=label)
    )


async def test_asking_further_works_on_a_forgotten_answer(world: World) -> None:
    """The question then stands by itself."""
    shown = await answered(world)
    await world.alice.slash(world.channel, "privacy delete")
    form = await world.alice.click(shown, label="Ask further")
    answer = await world.alice.submit_modal(form, {"question": "When was the fourth forum held?"})
    assert "14 March 2019" in text_of(answer)


@pytest.mark.parametrize("label", ON_ANSWERS)
async def test_a_press_that_is_delivered_twice_is_answered_once(world: World, label: str) -> None:
    """Nothing more is sent."""
    await world.alice.click(await answered(world), label=label)
    sent = len(world.env.http_requests)
    await world.deliver_again("INTERACTION_CREATE")
    assert len(world.env.http_requests) == sent


async def test_an_unexpected_error_of_a_button_is_one_sentence_with_a_reference(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """The rest stands in the log."""
    shown = await answered(world)
    world.embedder.failure = RuntimeError("a secret path")
    said = text_of(await world.alice.click(shown, label="More passages"))
    assert world.errors() == []
    assert "Something went wrong" in said
    assert "secret" not in said
    assert said.split("`")[1] in caplog.text


async def test_passages_are_deferred_before_they_are_searched(world: World) -> None:
    """Discord gives three seconds for the first response."""
    shown = await answered(world)
    before = len(world.bodies("/callback"))
    pressed = await world.held(
        lambda: world.alice.click(shown, label="More passages"),
        until=lambda: len(world.bodies("/callback")) > before,
    )
    assert "Page 1" in text_of(pressed)


async def test_ids_of_buttons_are_short_and_name_nobody(world: World) -> None:
    """They hold the answer's id; what is not said there is looked up."""
    shown = await answered(world)
    for button in buttons_of(shown):
        assert button.custom_id is not None
        assert len(button.custom_id) <= 100
        assert re.fullmatch(r"fb:\w+:[0-9a-f]{8}(:\w+)?", button.custom_id)


async def test_outcomes_on_a_question_of_several_lines_can_be_paged(
    open_archive: OpenArchive,
) -> None:
    """The subject stands in the buttons' ids, which are one line each."""
    items = "\n".join(f"- Skills need training and money {number}" for number in range(9))
    report = f"---\nedition: 1\nkind: report\n---\n# First\n\nText.\n\n## Outcomes\n\n{items}\n"
    async with open_archive({"reports/first.md": report}) as world:
        await world.alice.send(world.channel, f"{world.me} skills\nneed\ntraining")
        found = await world.alice.click(
            message_of(world.channel.last_message), label="Outcomes on this"
        )
        assert "Page 1 of 2" in text_of(found)
        await world.alice.click(message_of(found), label="Further")
        assert "Page 2 of 2" in text_of(found)


async def test_a_forum_without_a_number_can_be_paged_too(open_archive: OpenArchive) -> None:
    """Its key is a path, of which the ids of buttons hold a stand-in."""
    items = "\n".join(f"- Outcome of the meeting {number}" for number in range(9))
    report = f"---\nkind: report\ntitle: Meeting\n---\n# M\n\nText.\n\n## Outcomes\n\n{items}\n"
    name = f"reports/{'long' * 15}.md"
    async with open_archive({name: report}) as world:
        found = await world.alice.slash(world.channel, "outcomes", forum=name)
        await world.alice.click(message_of(found), label="Further")
        token = hashlib.sha256(name.encode()).hexdigest()[:8]
        assert world.bodies("/callback")
        assert any(token in str(button.custom_id) for button in buttons_of(found))
