"""Who would hear of a change that is not kept yet."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.reminders.simulation import CHANNEL, GUILD, MEMBER, OTHER_CHANNEL, at
from tests.reminders.test_runner import Bot, event

from forumbot.reminders.events import Event
from forumbot.reminders.foresight import Foreseen, Unkept
from forumbot.reminders.records import Delivery
from forumbot.reminders.series_edits import Scope, SeriesEdit, cancel_days, change_series

SERIES = event(event_id="rounds", title="Rounds", rrule="FREQ=WEEKLY;COUNT=4")


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    """A bot that knows of a forum and of a series, both begun on 14 March."""
    one = Bot(tmp_path, event(), SERIES)
    one.look()
    yield one
    one.end()


def foresee(bot: Bot, *kept: Event, edit: SeriesEdit | None = None) -> Foreseen:
    """What is foreseen of a change, which is kept then and looked at."""
    change = Unkept(kept) if edit is None else Unkept(edit.kept, edit.renamed, edit.follows)
    foreseen = bot.loop.run(bot.runner.foresee(GUILD, change))
    bot.ledger.change_series(
        GUILD, change.kept, change.renamed, bot.clock.now, follows=change.follows
    )
    bot.runner.wake()
    bot.look()
    return foreseen


def places(rows: tuple[Delivery, ...]) -> list[tuple[str, int]]:
    """The events and channels of deliveries."""
    return sorted((row.event_id, row.channel_id) for row in rows)


def sent_now(bot: Bot) -> int:
    """How many messages there are in all channels."""
    return len(bot.network.all())


@pytest.mark.parametrize("status", ["cancelled", "confirmed"])
def test_where_nobody_was_reminded_nobody_is_foreseen(bot: Bot, status: str) -> None:
    """Neither of a cancelled event nor of one that is elsewhere; nothing is sent."""
    place = "Ghent" if status == "confirmed" else None
    assert foresee(bot, event(status=status, place=place)) == Foreseen()
    assert sent_now(bot) == 0


def test_who_waits_hears_in_place_of_the_reminder_alone(bot: Bot) -> None:
    """The member is foreseen of what is cancelled, and of nothing that is moved; nor a channel."""
    bot.ask("2 hours", member_id=MEMBER)
    bot.ask("3 hours", channel_id=OTHER_CHANNEL)
    bot.runner.wake()
    bot.look()
    assert foresee(bot, event(place="Ghent")) == Foreseen()
    foreseen = foresee(bot, event(place="Ghent", status="cancelled"))
    assert places(foreseen.instead) == [("forum-4", MEMBER)]
    assert not foreseen.notices
    # What is cancelled already is not told again by another change.
    assert not foresee(bot, event(place="Bruges", status="cancelled")).instead
    bot.until(at("2019-04-01"))
    heard = [one.announcement.is_cancelled for one in bot.network.messages[MEMBER]]
    assert heard == [True]
    assert bot.network.messages[OTHER_CHANNEL] == []


def test_who_was_reminded_is_foreseen_unless_they_stopped(bot: Bot) -> None:
    """In the channel, and directly as long as that is wanted."""
    rule = bot.ask("1 week", member_id=MEMBER)
    bot.ask("1 week", member_id=MEMBER + 1)
    bot.until(at("2019-03-08T12:00"))
    bot.ledger.requests.remove_rule(rule.rule_id)
    before = sent_now(bot)
    foreseen = foresee(bot, event(status="cancelled"))
    assert places(foreseen.notices) == [("forum-4", CHANNEL), ("forum-4", MEMBER + 1)]
    assert not foreseen.instead
    assert sent_now(bot) == before + 2


def test_what_is_no_news_edits_and_tells_nobody(bot: Bot) -> None:
    """A link is corrected where it stands."""
    bot.until(at("2019-03-01T12:00"))
    before = sent_now(bot)
    foreseen = foresee(bot, event(url="https://example.org"))
    assert foreseen.was_told
    assert places(foreseen.edited) == [("forum-4", CHANNEL)]
    assert not foreseen.notices
    assert sent_now(bot) == before


def test_a_reminder_whose_hour_has_passed_is_foreseen_at_once(bot: Bot) -> None:
    """Of a new event for tomorrow, and of one that is moved there: in the channel, once."""
    tomorrow = event("2019-02-21 11:00", event_id="soon", title="Soon")
    assert places(foresee(bot, tomorrow).reminders) == [("soon", CHANNEL)]
    assert bot.heard() == ["02-20 12:00 Soon: in 22 hours"]
    later = replace(tomorrow, starts_at=tomorrow.starts_at + timedelta(hours=1))
    foreseen = foresee(bot, later)
    assert not foreseen.reminders
    assert places(foreseen.notices) == [("soon", CHANNEL)]


@pytest.mark.parametrize("scope", list(Scope))
def test_of_a_series_the_days_that_are_meant_are_foreseen(bot: Bot, scope: Scope) -> None:
    """Cancelled from the second day on: the first is told where all are, the third where more."""
    bot.ask("1 week", event_id="rounds", member_id=MEMBER)
    bot.until(at("2019-03-08T12:00"))
    (day,) = (
        one for one in bot.ledger.planned() if one.event_id == "rounds@2019-03-21" and one.is_direct
    )
    assert day.due_at == at("2019-03-14T08:30")
    second = replace(
        SERIES, event_id=day.event_id, starts_at=SERIES.starts_at + timedelta(weeks=1), rrule=None
    )
    foreseen = foresee(bot, edit=cancel_days(SERIES, second, scope))
    told = {Scope.DAY: 1, Scope.FOLLOWING: 3, Scope.ALL: 3}
    assert len(foreseen.instead) == told[scope]
    first = [("rounds@2019-03-14", MEMBER)]
    assert [place for place in places(foreseen.notices) if place[1] == MEMBER] == (
        first if scope is Scope.ALL else []
    )


def test_days_that_move_together_are_told_where_they_were_reminded_of(bot: Bot) -> None:
    """Under the ids that they go on by, the reminders of the series with them."""
    bot.ask("1 week", event_id="rounds", member_id=MEMBER)
    bot.until(at("2019-03-14T12:00"))
    second = replace(
        SERIES, event_id="rounds@2019-03-21", starts_at=SERIES.starts_at + timedelta(weeks=1),
        rrule=None,
    )  # fmt: skip

    def later(one: Event) -> Event:
        return replace(one, starts_at=one.starts_at + timedelta(days=1))

    edit = change_series(SERIES, second, later, Scope.FOLLOWING, bot.clock.now)
    before = len(bot.network.messages[MEMBER])
    foreseen = foresee(bot, edit=edit)
    assert edit.follows is not None
    expected = [(f"{edit.follows}@2019-03-22", MEMBER)]
    assert [one for one in places(foreseen.notices) if one[1] == MEMBER] == expected
    assert not foreseen.reminders
    assert len(bot.network.messages[MEMBER]) == before + 1
