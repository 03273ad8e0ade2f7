from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forumbot.app import App
from forumbot.archive.documents import read_archive
from forumbot.clock import Clock
from forumbot.config import RetrievalConfig, Settings
from forumbot.errors import ArchiveError, ArchiveIndexError, NoIndexError

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
def app(settings: Settings, clock: Clock) -> App:
    """An app whose index has been built."""
    app = App(settings, clock)
    app.build(strict=False, on_progress=silent)
    return app


def test_a_question_is_answered_by_the_wired_parts(app: App) -> None:
    """From settings to a quote with its source."""
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
    nothing = RetrievalConfig(word_weight=0.0, ngram_weight=0.0, dense_weight=0.0)
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
