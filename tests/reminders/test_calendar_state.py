import dataclasses
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.reminders.simulation import CHANNEL, at
from tests.reminders.test_runner import Bot

from forumbot.reminders.calendar_memory import CalendarMemory
from forumbot.reminders.calendar_state import BELIEVED_AFTER, SETTLES, CalendarState
from forumbot.reminders.events_kept import KeptEvents
from forumbot.reminders.planner import Known

HEAD = "events:\n"
SPRING = """\
  - id: spring
    title: Spring forum
    kind: forum
    starts: 2026-05-20
    timezone: Europe/Brussels
"""
AUTUMN = """\
  - id: autumn
    title: Autumn meeting
    kind: conference
    starts: 2026-05-22
    timezone: Europe/Brussels
"""
TALKS = """\
  - id: talks
    title: Talks
    kind: webinar
    starts: "2026-04-01 10:00"
    timezone: Europe/Brussels
    rrule: FREQ=WEEKLY
"""
BEFORE = HEAD + SPRING + AUTUMN
ANNOUNCED = at("2026-05-12T12:00")
"""Both were announced two weeks ahead, and neither has begun."""


class Calendar:
    """A file of events, and a bot that goes by it."""

    def __init__(self, folder: Path, text: str) -> None:
        self.file = folder / "events.yaml"
        self.memory = CalendarMemory(folder / "data")
        self.save(text)
        self.bot = Bot(folder)
        self.begin()

    def begin(self) -> None:
        """Read the file as a new process does."""
        self.kept = KeptEvents(self.memory)
        self.kept.remember()
        self.bot.around = dataclasses.replace(self.bot.around, events=self._known)
        self.bot.restart()

    def _known(self, _guild_id: int) -> Known:
        state = self.state()
        return Known(state.events, state.is_complete, state.renamed)

    def state(self) -> CalendarState:
        """What is in force at this moment."""
        return self.kept.state(self.file, self.bot.clock.now)

    def save(self, text: str) -> None:
        """Write the file as an editor does."""
        beside = self.file.with_suffix(".new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(self.file)

    def changed(self, text: str, **lasts: float) -> None:
        """The file is written, and stays so while the bot plans now and then."""
        self.save(text)
        self.passes(**lasts)

    def passes(self, **time: float) -> None:
        """Time passes; the bot plans at its beginning and at its end."""
        until = self.bot.clock.now + timedelta(**time)
        self.bot.runner.wake()
        self.bot.until(until)
        self.bot.runner.wake()
        self.bot.look()

    def told(self) -> list[str]:
        """The headlines in the channel, without their times."""
        return [line[12:] for line in self.bot.heard()]

    def ids(self) -> list[str]:
        """The ids of what is in force."""
        return [event.event_id for event in self.state().events]


Begin = Callable[[str], Calendar]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Begins with a calendar of such a text."""
    begun: list[Calendar] = []

    def begin_with(text: str) -> Calendar:
        begun.append(Calendar(tmp_path, text))
        return begun[-1]

    yield begin_with
    for one in begun:
        one.bot.end()


@pytest.fixture
def calendar(begin: Begin) -> Calendar:
    """Two events that were announced."""
    found = begin(BEFORE)
    found.bot.clock.now = at("2026-05-05T12:00")
    found.bot.until(ANNOUNCED)
    assert found.told() == ["Spring forum: in 2 weeks", "Autumn meeting: in 2 weeks"]
    return found


@pytest.mark.parametrize("text", ["", HEAD, HEAD + SPRING, f"{HEAD}{SPRING}  - id: aut"])
def test_a_file_that_is_being_saved_cancels_nothing(calendar: Calendar, text: str) -> None:
    """Emptied, cut between two entries or within one, for the length of a plan and more."""
    calendar.changed(text, minutes=12)
    calendar.changed(BEFORE, minutes=5)
    assert len(calendar.told()) == 2
    assert not any(one.edits for one in calendar.bot.network.messages[CHANNEL])
    assert calendar.ids() == ["spring", "autumn"]
    calendar.bot.until(at("2026-06-01"))
    assert len(calendar.told()) == 4


def test_a_file_that_lost_most_is_asked_about_and_believed_in_time(calendar: Calendar) -> None:
    """Its last good state is in force until then, across restarts; then it is told."""
    calendar.changed(HEAD, hours=2)
    calendar.begin()
    calendar.passes(hours=2)
    doubt = calendar.state().doubt
    assert doubt is not None
    assert (len(doubt.lost), doubt.coming) == (2, 2)
    assert doubt.until == ANNOUNCED + BELIEVED_AFTER
    (complaint,) = calendar.state().complaints
    assert "“Spring forum” and “Autumn meeting”" in complaint.message
    assert "events confirm" in complaint.message
    calendar.passes(hours=24)
    assert calendar.state() == CalendarState(())
    assert sorted(calendar.told()[2:]) == ["Cancelled: Autumn meeting", "Cancelled: Spring forum"]


def test_a_file_that_lost_most_is_believed_once_confirmed(calendar: Calendar) -> None:
    """Another process says so, and the next plan goes by it."""
    calendar.changed(HEAD + AUTUMN, minutes=10)
    assert calendar.ids() == ["spring", "autumn"]
    KeptEvents(calendar.memory).confirm(calendar.file)
    calendar.passes(minutes=5)
    assert calendar.ids() == ["autumn"]
    assert calendar.told()[2:] == ["Cancelled: Spring forum"]


def test_a_confirmation_is_of_one_calendar(calendar: Calendar) -> None:
    """What is lost later is asked about anew."""
    calendar.changed(HEAD + AUTUMN, minutes=1)
    KeptEvents(calendar.memory).confirm(calendar.file)
    calendar.passes(minutes=5)
    calendar.changed(HEAD, minutes=10)
    assert calendar.ids() == ["autumn"]


def test_one_event_of_many_is_cancelled_once_the_file_has_settled(begin: Begin) -> None:
    """Nobody is asked, but the file has to stay so for a moment."""
    calendar = begin(BEFORE + TALKS)
    calendar.bot.clock.now = at("2026-05-05T12:00")
    calendar.bot.until(ANNOUNCED)
    calendar.changed(HEAD + AUTUMN + TALKS, seconds=SETTLES.total_seconds() - 1)
    assert "spring" in calendar.ids()
    assert calendar.state().doubt is None
    calendar.passes(seconds=2)
    assert "spring" not in calendar.ids()
    assert "Cancelled: Spring forum" in calendar.told()


@pytest.mark.parametrize("gone", [False, True])
def test_a_broken_or_missing_file_leaves_the_last_good_calendar_in_force(
    calendar: Calendar, gone: bool
) -> None:
    """For as long as that lasts, and across restarts; the line and what to do are told."""
    calendar.save(BEFORE.replace("    kind: forum", "\tkind: forum"))
    if gone:
        calendar.file.unlink()
    for _restart in range(2):
        calendar.begin()
        calendar.passes(days=2)
        assert calendar.ids() == ["spring", "autumn"]
        assert not calendar.state().is_of_file
        (problem,) = calendar.state().complaints
        assert problem.line == (1 if gone else 4)
        assert ("put it back" in problem.message) is gone
        assert calendar.state().since == at("2026-05-05T12:00")
    calendar.bot.until(at("2026-06-01"))
    assert len(calendar.told()) == 4
    assert not any("Cancelled" in line for line in calendar.told())


def test_a_calendar_with_faults_from_the_first_is_never_called_the_one_of_a_day(
    begin: Begin,
) -> None:
    """What could be read is in force, across restarts too; nothing that it lacks is cancelled."""
    calendar = begin(f"{BEFORE}  - {{id: broken}}\n")
    for _restart in range(2):
        calendar.passes(days=1)
        state = calendar.state()
        assert calendar.ids() == ["spring", "autumn"]
        assert state.complaints
        assert not state.is_complete
        assert state.since is None
        calendar.begin()
    calendar.changed(BEFORE, minutes=5)
    assert calendar.state().is_of_file
    mended = calendar.bot.clock.now
    calendar.changed("events: [", minutes=5)
    assert calendar.ids() == ["spring", "autumn"]
    since = calendar.state().since
    assert since is not None
    assert mended - timedelta(minutes=5) <= since <= mended


def test_what_can_be_read_of_a_file_with_faults_counts(calendar: Calendar) -> None:
    """An entry that is new or moved is heeded, whatever is wrong with another."""
    moved = AUTUMN.replace("2026-05-22", "2026-05-25")
    calendar.changed(f"{HEAD}{moved}{TALKS}  - {{id: broken}}\n", minutes=5)
    assert sorted(calendar.ids()) == ["autumn", "spring", "talks"]
    assert any("New time: Monday 25 May 2026" in line for line in _changes(calendar))


def test_what_was_wrong_is_over_once_it_is_mended(calendar: Calendar) -> None:
    """The file is in force again as it stands."""
    calendar.changed("events: [", minutes=5)
    assert not calendar.state().is_of_file
    calendar.changed(BEFORE, minutes=5)
    assert calendar.state().is_of_file
    assert calendar.state().is_complete


def test_an_id_corrected_is_the_same_event(calendar: Calendar) -> None:
    """Nothing is cancelled or announced anew; what was asked for of it is kept."""
    ours = calendar.bot.ask("3 days", event_id="spring", member_id=1000)
    calendar.passes(minutes=1)
    calendar.changed(BEFORE.replace("id: spring", "id: spring-2026"), minutes=5)
    assert len(calendar.told()) == 2
    assert {row.event_id for row in calendar.bot.ledger.posted()} == {"spring-2026", "autumn"}
    (rule,) = calendar.bot.ledger.requests.rules(member_id=1000)
    assert (rule.rule_id, rule.event_id) == (ours.rule_id, "spring-2026")
    calendar.bot.until(at("2026-06-01"))
    assert calendar.told()[2:] == ["Spring forum: tomorrow", "Autumn meeting: tomorrow"]
    assert len(calendar.bot.heard(1000)) == 1


def test_an_id_corrected_while_the_bot_was_down_is_the_same_event(calendar: Calendar) -> None:
    """What was in force is known from before."""
    calendar.save(BEFORE.replace("id: spring", "id: spring-2026"))
    calendar.begin()
    calendar.passes(minutes=5)
    calendar.begin()
    calendar.passes(minutes=5)
    assert len(calendar.told()) == 2
    assert calendar.state().renamed == {"spring": "spring-2026"}


def _changes(calendar: Calendar) -> list[str]:
    posted = calendar.bot.network.messages[CHANNEL]
    return [line for one in posted for line in one.announcement.changes]


def test_a_series_moved_by_a_day_is_told_as_moved_and_back(begin: Begin) -> None:
    """With the new time; and as moved once more where it is moved back."""
    calendar = begin(HEAD + TALKS)
    calendar.bot.clock.now = at("2026-05-04T12:00")
    calendar.bot.until(at("2026-05-05T12:00"))
    assert len(calendar.told()) == 1
    thursdays = TALKS.replace('"2026-04-01 10:00"', '"2026-04-02 10:00"')
    calendar.changed(HEAD + thursdays, minutes=5)
    (moved,) = _changes(calendar)
    assert moved.startswith("New time: Thursday 7 May 2026, 10:00")
    calendar.changed(HEAD + TALKS, minutes=5)
    assert _changes(calendar)[1].startswith("New time: Wednesday 6 May 2026, 10:00")
    assert not any("Cancelled" in line for line in calendar.told())


def test_a_calendar_that_cannot_be_kept_is_in_force_all_the_same(
    begin: Begin, tmp_path: Path
) -> None:
    """Where the data folder cannot be written, or what lies there is damaged."""
    calendar = begin(BEFORE)
    calendar.memory = CalendarMemory(tmp_path / "events.yaml" / "data")
    calendar.begin()
    assert calendar.ids() == ["spring", "autumn"]
    calendar.memory = CalendarMemory(tmp_path / "data")
    calendar.begin()
    calendar.state()
    for path in (tmp_path / "data").glob("calendar-*"):
        path.write_text('{"events": [{}]}')
    calendar.begin()
    assert calendar.ids() == ["spring", "autumn"]
