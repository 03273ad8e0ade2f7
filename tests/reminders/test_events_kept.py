import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forumbot.reminders.calendar_memory import CalendarMemory
from forumbot.reminders.events import Event, upcoming
from forumbot.reminders.events_file import check_events
from forumbot.reminders.events_kept import KeptEvents

TALKS = """\
events:
  - {id: forum, title: Forum, kind: forum, starts: 2018-11-15, timezone: Europe/Brussels}
  - id: talks
    title: Talks
    kind: webinar
    starts: "2019-01-01 08:30"
    ends: "2019-01-01 09:30"
    timezone: Europe/Brussels
    rrule: "FREQ=WEEKLY"
"""
NEW_YEAR = datetime(2019, 1, 1, tzinfo=UTC)
AMID_THE_FIRST = datetime(2019, 1, 1, 8, 0, tzinfo=UTC)
AFTER_THE_FIRST = datetime(2019, 1, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a forum and a weekly series."""
    path = tmp_path / "events.yaml"
    path.write_text(TALKS)
    return path


def _titles(kept: KeptEvents, path: Path) -> list[str]:
    return [event.title for event in kept.report(path).events]


def _afresh(path: Path, now: datetime) -> list[Event]:
    events = check_events(path).events
    series = [event for event in events if event.rrule is not None]
    return [*(event for event in events if event.rrule is None), *upcoming(series, now)]


def test_a_file_that_is_as_it_was_is_not_read_again(file: Path) -> None:
    """The second report is the first one, and says what reading the file says."""
    kept = KeptEvents()
    first = kept.report(file)
    assert first == check_events(file)
    assert kept.report(file) is first


@pytest.mark.parametrize("text", [TALKS.replace("Forum", "Mass"), TALKS.replace("Forum", "Forty")])
def test_a_file_that_was_written_again_is_read_again(file: Path, text: str) -> None:
    """Another size tells it, and so does another time where the size is the same."""
    kept = KeptEvents()
    assert _titles(kept, file) == ["Forum", "Talks"]
    before = file.stat()
    file.write_text(text)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert _titles(kept, file) == [text[text.index("title: ") + 7 :].split(",")[0], "Talks"]


def test_a_file_in_the_place_of_another_is_read_though_size_and_time_are_the_same(
    file: Path,
) -> None:
    """A copy that keeps the time of the original is another file all the same."""
    kept = KeptEvents()
    kept.report(file)
    other = file.with_name("other.yaml")
    other.write_text(TALKS.replace("Forum", "Forty"))
    status = file.stat()
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(file)
    assert _titles(kept, file) == ["Forty", "Talks"]


def test_a_file_that_goes_and_comes_is_heeded(file: Path) -> None:
    """A missing file has no events, and one that is back has its own again."""
    kept = KeptEvents()
    assert len(kept.report(file).events) == 2
    file.unlink()
    assert kept.report(file).events == ()
    file.write_text(TALKS)
    assert len(kept.report(file).events) == 2


def test_what_is_wrong_is_kept_and_gone_once_it_is_mended(file: Path) -> None:
    """Problems belong to the report as events do."""
    file.write_text(TALKS.replace("webinar", "party"))
    kept = KeptEvents()
    (problem,) = kept.report(file).problems
    assert "party" in problem.message
    file.write_text(TALKS)
    assert kept.report(file).problems == ()


def test_another_path_is_another_file(file: Path) -> None:
    """A knowledge folder may be changed for another one while it runs."""
    kept = KeptEvents()
    kept.report(file)
    hard_link = file.with_name("linked.yaml")
    os.link(file, hard_link)
    assert kept.report(hard_link) is not kept.report(file)


def test_series_are_expanded_once_until_an_occurrence_is_over(file: Path) -> None:
    """What comes next stays the same objects while it is the same, and is right afterwards."""
    kept = KeptEvents()
    first = kept.dated(file, NEW_YEAR)
    amid = kept.dated(file, AMID_THE_FIRST)
    assert all(one is other for one, other in zip(first, amid, strict=True))
    after = kept.dated(file, AFTER_THE_FIRST)
    assert [event.event_id for event in after][:2] == ["forum", "talks@2019-01-08"]
    assert len(after) == len(first) == 11


def test_a_clock_that_is_set_back_brings_occurrences_back(file: Path) -> None:
    """What was expanded for a later time says nothing of an earlier one."""
    kept = KeptEvents()
    for now in (AFTER_THE_FIRST, NEW_YEAR, AFTER_THE_FIRST, AMID_THE_FIRST):
        assert list(kept.dated(file, now)) == _afresh(file, now)


def test_a_changed_file_is_expanded_anew(file: Path) -> None:
    """Occurrences are those of the file as it is."""
    kept = KeptEvents()
    kept.dated(file, NEW_YEAR)
    file.write_text(TALKS.replace("FREQ=WEEKLY", "FREQ=WEEKLY;COUNT=3"))
    assert len(kept.dated(file, NEW_YEAR)) == 4


def test_who_only_looks_tells_by_the_file_how_long_it_stands_so(file: Path, tmp_path: Path) -> None:
    """What a bot kept in force is shown until then, though it may not run any more."""
    memory = CalendarMemory(tmp_path / "data")
    bot = KeptEvents(memory)
    bot.remember()
    now = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    assert len(bot.state(file, now).events) == 2
    file.write_text(TALKS.partition("  - id: talks")[0])
    written = datetime.fromtimestamp(file.stat().st_mtime, UTC)

    def looked(at: datetime) -> int:
        return len(KeptEvents(memory).state(file, at).events)

    assert looked(written + timedelta(hours=1)) == 2
    assert looked(written + timedelta(hours=25)) == 1
    assert looked(NEW_YEAR) == 1
