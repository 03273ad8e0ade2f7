"""``/privacy``: what is kept about a member, and its deletion."""

import pytest
from tests.bot.world import World, message_of, press, text_of

from forumbot.answers.answerer import Finding
from forumbot.reminders.leads import Span
from forumbot.reminders.schedule import Rule

QUESTION = "When was the third forum held?"


async def test_nothing_is_kept_of_who_never_asked(world: World) -> None:
    """Told to that member alone."""
    shown = await world.alice.slash(world.channel, "privacy show")
    assert shown.ephemeral
    assert "I keep no question and no vote of yours." in text_of(shown)


async def test_show_tells_what_is_kept(world: World) -> None:
    """The questions themselves, how many votes, since when, and for how long."""
    shown = await world.alice.slash(world.channel, "ask", question=QUESTION)
    await press(world.alice, message_of(shown), "Helpful")
    await world.member("bob").slash(world.channel, "ask", question="What did bob ask?")
    said = text_of(await world.alice.slash(world.channel, "privacy show"))
    since = int(world.clock.now.timestamp())
    assert f"I keep 1 question and 1 vote of yours, the first on <t:{since}:D>" in said
    assert "deleted after 180 days" in said
    assert f"• {QUESTION}" in said
    assert "bob" not in said


async def test_reminders_are_shown_and_deleted_too(world: World) -> None:
    """With the account that is needed to write to the member; those of others stay."""
    ledger, guild_id = world.bot.ledger, world.guild.id
    bob = world.member("bob")
    fourth = next(one for one in world.service.events().events if "Fourth" in one.title)
    for member in (world.alice, bob):
        ledger.requests.add_rule(Rule(0, guild_id, "a-forum", Span(days=1), member_id=member.id))
    own = Rule(0, guild_id, fourth.event_id, Span(days=7), member_id=world.alice.id)
    ledger.requests.add_rule(own)
    ledger.requests.add_rule(Rule(0, guild_id, "a-forum", Span(days=2), created_by=world.alice.id))
    said = text_of(await world.alice.slash(world.channel, "privacy show"))
    assert "You asked for 2 reminders:" in said
    assert "• an event that is no longer in the calendar: 1 day before" in said
    assert f"• {fourth.title}: 1 week before" in said.replace("\\", "")
    assert "You made 1 reminder for servers" in said
    done = await world.alice.slash(world.channel, "privacy delete")
    assert "Done: I have deleted 2 reminders of yours." in text_of(done)
    assert ledger.requests.held_about(world.alice.id) == ()
    assert len(ledger.requests.held_about(bob.id)) == 1
    assert len(ledger.requests.rules(guild_id)) == 2


@pytest.mark.parametrize("is_direct", [False, True])
async def test_delete_deletes_it(world: World, is_direct: bool) -> None:
    """Of that member alone, wherever it is asked for; no trace of the words stays in the files."""
    shown = await world.alice.slash(
        world.channel, "ask", question="When was the fourth forum held?"
    )
    await press(world.alice, message_of(shown), "Helpful")
    bob = world.member("bob")
    await bob.slash(world.channel, "ask", question=QUESTION)
    if is_direct:
        done = await world.alice.user.slash("privacy delete")
    else:
        done = await world.alice.slash(world.channel, "privacy delete")
    assert done.ephemeral
    assert "Done: I have deleted 1 question and 1 vote of yours." in text_of(done)
    assert "I keep no question" in text_of(await world.alice.slash(world.channel, "privacy show"))
    assert "I keep 1 question " in text_of(await bob.slash(world.channel, "privacy show"))
    raw = b"".join(path.read_bytes() for path in world.data.glob("bot.sqlite*"))
    assert b"fourth forum" not in raw


async def test_nothing_in_an_old_question_does_anything(world: World) -> None:
    """They are shown as text, as many as fit."""
    question = f"@everyone [x](https://evil.example) {'_*' * 300}"
    await world.alice.slash(world.channel, "ask", question=question)
    for number in range(8):
        world.bot.store.record_answer(
            f"{question} {number}", [], Finding.NOTHING, 0.0, "generation",
            guild_id=world.guild.id, asker_id=world.alice.id,
        )  # fmt: skip
    said = text_of(await world.alice.slash(world.channel, "privacy show"))
    assert "@everyone" not in said
    assert "](https" not in said
    assert said.count("•") == 9
