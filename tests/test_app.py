from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from forumbot.app import App
from forumbot.archive.documents import read_archive
from forumbot.clock import Clock
from forumbot.config import RemindersConfig, RetrievalConfig, Settings
from forumbot.errors import ArchiveError, ArchiveIndexError, NoIndexError
from forumbot.reminders.events import Event, EventKind
from forumbot.reminders.wording import Quoted
from forumbot.search.embedder import SentenceEmbedder

MakeArchive = Callable[[dict[str, str | bytes]], Path]

FUND = "# Fund\n\nThe wombat fund has 5 million euros.\n"
ZOO = "# Zoo\n\nThe zoo meeting was held in Vienna.\n"
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
def app(settings: Settings, clock: Clock, embedder: SentenceEmbedder) -> App:
    """An app whose index has been built."""
    app = App(settings, clock, embedder)
    app.build(strict=False, on_progress=silent)
    return app


def test_a_question_is_answered_by_the_wired_parts(settings: Settings, clock: Clock) -> None:
    """From settings to a quote with its source."""
    app = App(settings, clock)
    app.build(strict=False, on_progress=silent)
    answer = app.answerer().answer("How many euros has the wombat fund?")
    assert answer.hits[0].passage.doc_id == "fund.md"
    assert answer.citations[0].quote == "The wombat fund has 5 million euros."


def test_status_tells_what_is_live_and_how_old(app: App, settings: Settings) -> None:
    """The age is measured by the clock that was handed in."""
    later = App(settings, lambda: datetime(2019, 2, 22, 13, tzinfo=UTC))
    status = later.status()
    assert status["generation"] == app.generation.manifest.generation
    assert (status["age"], status["age_seconds"]) == ("2 days, 1:00:00", 49 * 3600)
    assert status["documents"] == ["fund.md", "zoo.md"]
    assert status["passages"] == len(app.generation.passages)
    assert status["generations"] == [status["generation"]]
    assert status["confidence"] == status["confidence_now"] == later.confidence_version
    assert [status[key] for key in ("added", "changed", "removed", "refused")] == [[]] * 4


def test_status_names_what_has_changed_since_the_build(app: App, knowledge: Path) -> None:
    """Added, changed and removed files are told apart, ``events.yaml`` is no document."""
    (knowledge / "fund.md").write_text(FUND.replace("5", "6"), encoding="utf-8")
    (knowledge / "zoo.md").unlink()
    (knowledge / "new.md").write_text("# New\n\nNew.\n", encoding="utf-8")
    (knowledge / "events.yaml").write_text("events: []\n", encoding="utf-8")
    status = app.status()
    assert (status["added"], status["changed"], status["removed"]) == (
        ["new.md"],
        ["fund.md"],
        ["zoo.md"],
    )


def test_status_of_a_folder_that_is_gone_says_that_all_is_removed(
    app: App, knowledge: Path
) -> None:
    """A missing knowledge folder is no error for a look at the index."""
    knowledge.rename(knowledge.with_name("elsewhere"))
    assert app.status()["removed"] == ["fund.md", "zoo.md"]


def test_the_folder_the_index_was_built_from_is_used_unless_one_is_named(
    app: App, settings: Settings, clock: Clock, knowledge: Path, tmp_path: Path
) -> None:
    """Quotes and events come from where the index came from."""
    unnamed = App(Settings(knowledge=tmp_path / "none", index=settings.index), clock)
    assert unnamed.knowledge.resolve() == knowledge.resolve()
    assert [event.event_id for event in unnamed.events().events] == ["zoo"]
    assert unnamed.answerer().answer("How many euros has the wombat fund?").stale == ()
    without_index = App(Settings(knowledge=tmp_path / "none", index=tmp_path / "no"), clock)
    assert without_index.knowledge == tmp_path / "none"


def test_an_app_without_an_index_says_so(settings: Settings, clock: Clock) -> None:
    """The message names the command that mends it."""
    with pytest.raises(NoIndexError, match="forumbot index build"):
        App(settings, clock).answerer()


def test_without_the_documents_no_quote_can_be_checked(app: App, knowledge: Path) -> None:
    """Answering is refused rather than done unchecked."""
    knowledge.rename(knowledge.with_name("elsewhere"))
    with pytest.raises(ArchiveError, match=r"no quote can be checked.*--knowledge"):
        app.answerer()


def test_an_index_of_other_settings_is_searched_with_the_present_weights(
    app: App, settings: Settings, clock: Clock
) -> None:
    """Weights of the configuration reach the retriever: without any, all scores are nought."""
    nothing = RetrievalConfig(word_weight=0.0, ngram_weight=0.0, dense_weight=0.0, late_weight=0.0)
    weightless = App(
        Settings(
            knowledge=settings.knowledge,
            index=settings.index,
            knowledge_named=True,
            retrieval=nothing,
        ),
        clock,
    )
    assert {hit.score for hit in weightless.answerer().search("wombat fund", 5)} == {0.0}
    assert app.answerer().search("wombat fund", 5)[0].score > 0


def test_a_build_is_refused_for_a_missing_folder_before_anything_is_written(
    tmp_path: Path, clock: Clock
) -> None:
    """Not even the index folder is made."""
    app = App(Settings(knowledge=tmp_path / "none", index=tmp_path / "index"), clock)
    with pytest.raises(ArchiveError, match="no such folder"):
        app.build(strict=False, on_progress=silent)
    assert not (tmp_path / "index").exists()


def test_a_generation_aside_leaves_the_live_one_alone(app: App, make_archive: MakeArchive) -> None:
    """Measuring on another archive neither publishes it nor leaves it behind."""
    before = app.index.names()
    other = make_archive({"../other/a.md": "# Other\n\nOther.\n"}).parent / "other"
    with app.aside(read_archive(other), silent) as generation:
        assert list(generation.documents) == ["a.md"]
        folder = generation.knowledge
    assert app.index.names() == before
    assert folder != other


def test_figures_are_measured_on_the_live_index_where_it_fits(
    app: App, settings: Settings, clock: Clock, make_archive: MakeArchive
) -> None:
    """A knowledge folder that the live index was not built from is indexed aside."""
    with app.measured(silent) as generation:
        assert generation is app.generation
    other = make_archive({"../other/a.md": "# Other\n\nOther.\n"}).parent / "other"
    elsewhere = App(Settings(knowledge=other, index=settings.index, knowledge_named=True), clock)
    with elsewhere.measured(silent) as generation:
        assert list(generation.documents) == ["a.md"]
    assert app.index.live()[1].documents[0].doc_id == "fund.md"


def test_a_damaged_index_is_refused(app: App, settings: Settings) -> None:
    """A ``CURRENT`` that is not what a build wrote is not guessed at."""
    (settings.index / "CURRENT").write_text("{}", encoding="utf-8")
    with pytest.raises(ArchiveIndexError, match="forumbot index build"):
        App(settings, app.clock).answerer()


# Reminders

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
def forums(
    make_archive: MakeArchive, tmp_path: Path, clock: Clock, embedder: SentenceEmbedder
) -> App:
    """An app of two forum reports, of which an index has been built."""
    knowledge = make_archive(
        {
            "first.md": FORUM.format(title="First", held_on="2018-04-26"),
            "second.md": FORUM.format(title="Second", held_on="2018-11-15"),
        }
    )
    settings = Settings(knowledge=knowledge, index=tmp_path / "index", knowledge_named=True)
    found = App(settings, clock, embedder)
    found.build(strict=True, on_progress=silent)
    return found


def forum(starts_on: date = date(2019, 3, 14), **more: object) -> Event:
    """A forum of one day, in UTC, on skills."""
    starts_at = datetime.combine(starts_on, datetime.min.time(), UTC)
    one = Event(
        "next", "Next", EventKind.FORUM, starts_at, None, True, "UTC", themes=("skills",)
    )  # fmt: skip
    return replace(one, **more)  # type: ignore[arg-type]


def test_a_forum_is_told_what_the_last_one_concluded_on_its_themes(forums: App) -> None:
    """Word for word, with its source."""
    quotes = [Quoted("Skills need training in Second", "Second", "https://example.org/2018-11-15")]
    assert forums.background(forum(), forums.clock()) == quotes
    assert forums.background(forum(), forums.clock(), forums.generation) == quotes


def test_only_what_was_held_before_is_quoted(forums: App) -> None:
    """Neither the report of the forum itself nor what lies ahead of the present day."""
    (quote,) = forums.background(forum(date(2018, 11, 15)), LATER)
    assert quote.source == "First"
    (quote,) = forums.background(forum(), datetime(2018, 11, 14, 12, tzinfo=UTC))
    assert quote.source == "First"
    assert forums.background(forum(date(2018, 4, 26)), LATER) == []


def test_nothing_is_quoted_where_nothing_fits(forums: App) -> None:
    """Of a forum without themes, with others, and of an event that is no forum."""
    for one in (
        forum(themes=()), forum(themes=("hydrogen",)), forum(kind=EventKind.CONFERENCE),
    ):  # fmt: skip
        assert forums.background(one, forums.clock()) == []


def test_what_its_file_no_longer_states_is_not_quoted(forums: App) -> None:
    """A report that was changed after the build is left out; the rest stands."""
    path = forums.settings.knowledge / "second.md"
    path.write_text(FORUM.format(title="Changed", held_on="2018-11-15"), encoding="utf-8")
    assert forums.background(forum(), forums.clock()) == []
    assert forums.background(forum(themes=("labels",)), datetime(2018, 5, 1, tzinfo=UTC))


def test_coming_reminders_are_as_they_will_be_sent(forums: App) -> None:
    """By due time, in words of that time, each with its background."""
    found = forums.coming_reminders([forum()], 90)
    assert [(f"{one.due_at:%m-%d %H:%M}", str(one.lead)) for one, _announcement in found] == [
        ("02-28 09:00", "2 weeks"), ("03-13 09:00", "1 day"),
    ]  # fmt: skip
    assert [announcement.still for _one, announcement in found] == ["in 2 weeks", "tomorrow"]
    assert all(announcement.background for _one, announcement in found)
    assert all(announcement.late_by is None for _one, announcement in found)


def test_only_so_many_days_are_looked_ahead_and_nothing_back(forums: App) -> None:
    """To the minute: what is due now is past, what is due at the end is in."""
    due = forum(date(2019, 2, 28), starts_at=forums.clock() + timedelta(days=14), all_day=False)
    assert [str(one.lead) for one, _said in forums.coming_reminders([due], 13)] == ["1 day"]
    assert forums.coming_reminders([due], 12) == []


def test_the_settings_say_when_there_are_reminders(forums: App) -> None:
    """The leads of the kind and the hour of all-day events."""
    reminders = RemindersConfig(leads=(("forum", ("3 days",)),), all_day_time="07:30")
    other = App(replace(forums.settings, reminders=reminders), forums.clock)
    (found,) = other.coming_reminders([forum(), forum(kind=EventKind.MEETING)], 90)
    assert (f"{found[0].due_at:%m-%d %H:%M}", found[1].still) == ("03-11 07:30", "in 3 days")


def test_without_an_index_reminders_quote_nothing(settings: Settings, clock: Clock) -> None:
    """They are shown all the same; a broken index is said to be broken."""
    unbuilt = App(settings, clock)
    found = unbuilt.coming_reminders([forum()], 90)
    assert [announcement.background for _one, announcement in found] == [(), ()]
    with pytest.raises(NoIndexError):
        unbuilt.background(forum(), clock())
    settings.index.mkdir()
    (settings.index / "CURRENT").write_text("{}", encoding="utf-8")
    with pytest.raises(ArchiveIndexError):
        App(settings, clock).coming_reminders([forum()], 90)
