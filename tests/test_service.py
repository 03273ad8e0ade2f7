from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from forumbot.app import App
from forumbot.clock import Clock
from forumbot.config import RemindersConfig, Settings
from forumbot.errors import ArchiveError, ArchiveIndexError, NoIndexError, UsageError
from forumbot.reminders.events import Event, EventKind
from forumbot.reminders.wording import Quoted
from forumbot.search.ports import Embedder
from forumbot.service import Service

MakeArchive = Callable[[dict[str, str | bytes]], Path]

FUND = "# Fund\n\nThe wombat fund has 5 million euros.\n"
ZOO = "# Zoo\n\nThe zoo meeting was held in Vienna.\n"
SERIES = """\
  - {id: old, title: Old, kind: meeting, starts: 2018-03-01, timezone: Europe/Vienna}
  - {id: weekly, title: Weekly, kind: meeting, starts: 2018-12-05, timezone: Europe/Vienna,
     rrule: FREQ=WEEKLY}
"""
EVENTS = """\
events:
  - {id: zoo, title: Zoo meeting, kind: meeting, starts: 2019-03-01, timezone: Europe/Vienna}
"""


def silent(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


@pytest.fixture
def knowledge(make_archive: MakeArchive) -> Path:
    """A folder of two documents and an event."""
    return make_archive({"fund.md": FUND, "zoo.md": ZOO, "events.yaml": EVENTS})


@pytest.fixture
def settings(knowledge: Path, tmp_path: Path) -> Settings:
    """Settings that name the folders, as options of the command line do."""
    return Settings(knowledge=knowledge, index=tmp_path / "index", knowledge_named=True)


@pytest.fixture
def service(settings: Settings, clock: Clock, embedder: Embedder) -> Service:
    """The service of an app whose index has been built."""
    service = App(settings, clock, embedder).service
    service.build(strict=False, on_progress=silent)
    return service


def test_a_question_is_answered_from_settings_alone(settings: Settings, clock: Clock) -> None:
    """From settings to a quote with its source."""
    service = App(settings, clock).service
    service.build(strict=False, on_progress=silent)
    answer = service.ask("How many euros has the wombat fund?")
    assert answer.hits[0].passage.doc_id == "fund.md"
    assert answer.citations[0].quote == "The wombat fund has 5 million euros."


def test_a_service_without_an_index_says_so(settings: Settings, clock: Clock) -> None:
    """The message names the command that mends it."""
    with pytest.raises(NoIndexError, match="forumbot index build"):
        App(settings, clock).service.ask("What?")


def test_a_build_is_refused_for_a_missing_folder_before_anything_is_written(
    tmp_path: Path, clock: Clock
) -> None:
    """Not even the index folder is made."""
    service = App(Settings(knowledge=tmp_path / "none", index=tmp_path / "index"), clock).service
    with pytest.raises(ArchiveError, match="no such folder"):
        service.build(strict=False, on_progress=silent)
    assert not (tmp_path / "index").exists()


def test_a_damaged_index_is_refused(service: Service, settings: Settings) -> None:
    """A ``CURRENT`` that is not what a build wrote is not guessed at."""
    (settings.index / "CURRENT").write_text("{}", encoding="utf-8")
    with pytest.raises(ArchiveIndexError, match="forumbot index build"):
        App(settings, service.clock).service.get_ready()


def test_an_empty_question_is_refused_before_anything_is_loaded(
    settings: Settings, clock: Clock
) -> None:
    """There is not even an index to load."""
    with pytest.raises(UsageError):
        App(settings, clock).service.ask("  ")


def test_a_new_generation_is_opened_beside_the_old_one(service: Service, knowledge: Path) -> None:
    """``CURRENT`` is read anew; what was loaded before stays as it is."""
    before = service.generation.manifest.generation
    (knowledge / "new.md").write_text("# New\n\nA newt was seen.\n", encoding="utf-8")
    service.build(strict=True, on_progress=silent)
    assert service.live_name() != before
    assert service.open_responder().generation.manifest.generation == service.live_name()
    assert service.generation.manifest.generation == before
    assert service.roll_back().generation == service.live_name() == before


def test_every_passage_is_exported(service: Service) -> None:
    """In the order of the documents."""
    assert [one.doc_id for one in service.passages()] == ["fund.md", "zoo.md"]


def test_events_are_listed_from_now_on_or_all(service: Service, knowledge: Path) -> None:
    """A series is listed by its days, the last ten and the next; it stands in a calendar once."""
    path = knowledge / "events.yaml"
    path.write_text(EVENTS + SERIES, encoding="utf-8")
    assert service.events_file == path
    coming = [one.event_id for one in service.listed_events()]
    assert coming[0] == "weekly@2019-02-20"
    assert "zoo" in coming
    assert "old" not in coming
    every = [one.event_id for one in service.listed_events(with_past=True)]
    assert every[:2] == ["old", "weekly@2018-12-12"]
    assert [one for one in every if one in coming] == coming
    assert len(every) == 1 + 10 + len(coming)
    feed = knowledge / "feed.ics"
    for with_past, count in ((False, 2), (True, 3)):
        assert service.write_feed(feed, with_past=with_past)
        assert feed.read_bytes().count(b"BEGIN:VEVENT") == count


# Forums and reminders

FORUM = """\
---
title: {title}
kind: report
held_on: {held_on}
url: https://example.org/{held_on}
---
# {title}

They met.

## Outcomes

- Skills need training in {title}
- Labels stay in {title}
"""
LATER = datetime(2019, 3, 20, 12, tzinfo=UTC)


@pytest.fixture
def forums(make_archive: MakeArchive, tmp_path: Path, clock: Clock, embedder: Embedder) -> Service:
    """The service of two forum reports, of which an index has been built."""
    knowledge = make_archive(
        {
            "first.md": FORUM.format(title="First", held_on="2018-04-26"),
            "second.md": FORUM.format(title="Second", held_on="2018-11-15"),
        }
    )
    settings = Settings(knowledge=knowledge, index=tmp_path / "index", knowledge_named=True)
    found = App(settings, clock, embedder).service
    found.build(strict=True, on_progress=silent)
    return found


def forum(starts_on: date = date(2019, 3, 14), **more: object) -> Event:
    """A forum of one day, in UTC, on skills."""
    starts_at = datetime.combine(starts_on, datetime.min.time(), UTC)
    one = Event(
        "next", "Next", EventKind.FORUM, starts_at, None, True, "UTC", themes=("skills",)
    )  # fmt: skip
    return replace(one, **more)  # type: ignore[arg-type]


def test_a_forum_is_told_what_the_last_one_concluded_on_its_themes(forums: Service) -> None:
    """Word for word, with its source."""
    quotes = [Quoted("Skills need training in Second", "Second", "https://example.org/2018-11-15")]
    assert forums.background(forum(), forums.clock()) == quotes
    assert forums.background(forum(), forums.clock(), forums.generation) == quotes


def test_only_what_was_held_before_is_quoted(forums: Service) -> None:
    """Neither the report of the forum itself nor what lies ahead of the present day."""
    (quote,) = forums.background(forum(date(2018, 11, 15)), LATER)
    assert quote.source == "First"
    (quote,) = forums.background(forum(), datetime(2018, 11, 14, 12, tzinfo=UTC))
    assert quote.source == "First"
    assert forums.background(forum(date(2018, 4, 26)), LATER) == []


def test_nothing_is_quoted_where_nothing_fits(forums: Service) -> None:
    """Of a forum without themes, with others, and of an event that is no forum."""
    for one in (
        forum(themes=()), forum(themes=("hydrogen",)), forum(kind=EventKind.CONFERENCE),
    ):  # fmt: skip
        assert forums.background(one, forums.clock()) == []


def test_what_its_file_no_longer_states_is_not_quoted(forums: Service) -> None:
    """A report that was changed after the build is left out; the rest stands."""
    path = forums.settings.knowledge / "second.md"
    path.write_text(FORUM.format(title="Changed", held_on="2018-11-15"), encoding="utf-8")
    assert forums.background(forum(), forums.clock()) == []
    assert forums.background(forum(themes=("labels",)), datetime(2018, 5, 1, tzinfo=UTC))


def test_coming_reminders_are_as_they_will_be_sent(forums: Service) -> None:
    """By due time, in words of that time, each with its background."""
    found = forums.coming_reminders([forum()], 90)
    assert [(f"{one.due_at:%m-%d %H:%M}", str(one.lead)) for one, _announcement in found] == [
        ("02-28 09:00", "2 weeks"), ("03-13 09:00", "1 day"),
    ]  # fmt: skip
    assert [announcement.still for _one, announcement in found] == ["in 2 weeks", "tomorrow"]
    assert all(announcement.background for _one, announcement in found)
    assert all(announcement.late_by is None for _one, announcement in found)


def test_only_so_many_days_are_looked_ahead_and_nothing_back(forums: Service) -> None:
    """To the minute: what is due now is past, what is due at the end is in."""
    due = forum(date(2019, 2, 28), starts_at=forums.clock() + timedelta(days=14), all_day=False)
    assert [str(one.lead) for one, _said in forums.coming_reminders([due], 13)] == ["1 day"]
    assert forums.coming_reminders([due], 12) == []


def test_the_settings_say_when_there_are_reminders(forums: Service) -> None:
    """The leads of the kind and the hour of all-day events."""
    reminders = RemindersConfig(leads=(("forum", ("3 days",)),), all_day_time="07:30")
    other = App(replace(forums.settings, reminders=reminders), forums.clock).service
    (found,) = other.coming_reminders([forum(), forum(kind=EventKind.MEETING)], 90)
    assert (f"{found[0].due_at:%m-%d %H:%M}", found[1].still) == ("03-11 07:30", "in 3 days")


def test_without_an_index_reminders_quote_nothing(settings: Settings, clock: Clock) -> None:
    """They are shown all the same; a broken index is said to be broken."""
    unbuilt = App(settings, clock).service
    found = unbuilt.coming_reminders([forum()], 90)
    assert [announcement.background for _one, announcement in found] == [(), ()]
    with pytest.raises(NoIndexError):
        unbuilt.background(forum(), clock())
    settings.index.mkdir()
    (settings.index / "CURRENT").write_text("{}", encoding="utf-8")
    with pytest.raises(ArchiveIndexError):
        App(settings, clock).service.coming_reminders([forum()], 90)


# Outcomes


def test_outcomes_are_those_that_their_files_still_state(forums: Service) -> None:
    """The others are withheld and named; a topic, a document and a choice of documents narrow."""
    path = forums.settings.knowledge / "second.md"
    path.write_text(FORUM.format(title="Other", held_on="2018-11-15"), encoding="utf-8")
    found = forums.outcomes()
    assert {one.document.doc_id for one in found.stated} == {"first.md"}
    assert (len(found.stated), len(found.withheld), found.changed) == (2, 2, ["second.md"])
    assert len(forums.outcomes("skills").stated) == len(forums.outcomes("skills").withheld) == 1
    assert forums.outcomes(document="first.md").withheld == ()
    only = forums.outcomes(only={"second.md"}, generation=forums.generation)
    assert (only.stated, len(only.withheld)) == ((), 2)


def test_outcomes_of_files_that_are_gone_are_withheld(forums: Service) -> None:
    """Nobody can look them up any more."""
    (forums.settings.knowledge / "first.md").unlink()
    assert forums.outcomes(document="first.md").stated == ()
    assert forums.outcomes(document="first.md").changed == ["first.md"]
