from collections.abc import Callable
from pathlib import Path

import pytest

from forumbot.app import App
from forumbot.clock import Clock
from forumbot.config import RetrievalConfig, Settings
from forumbot.errors import ArchiveError
from forumbot.search.ports import Embedder

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
def app(settings: Settings, clock: Clock, embedder: Embedder) -> App:
    """An app whose index has been built."""
    app = App(settings, clock, embedder)
    app.service.build(strict=False, on_progress=silent)
    return app


def test_the_folder_the_index_was_built_from_is_used_unless_one_is_named(
    app: App, settings: Settings, clock: Clock, knowledge: Path, tmp_path: Path
) -> None:
    """Quotes and events come from where the index came from."""
    unnamed = App(Settings(knowledge=tmp_path / "none", index=settings.index), clock)
    assert unnamed.knowledge.resolve() == knowledge.resolve()
    assert [event.event_id for event in unnamed.service.events().events] == ["zoo"]
    assert unnamed.service.ask("How many euros has the wombat fund?").stale == ()
    without_index = App(Settings(knowledge=tmp_path / "none", index=tmp_path / "no"), clock)
    assert without_index.knowledge == tmp_path / "none"


def test_without_the_documents_no_quote_can_be_checked(app: App, knowledge: Path) -> None:
    """Answering is refused rather than done unchecked."""
    knowledge.rename(knowledge.with_name("elsewhere"))
    with pytest.raises(ArchiveError, match=r"no quote can be checked.*--knowledge"):
        app.answerer(app.generation)


def test_an_index_of_other_settings_is_searched_with_the_present_weights(
    app: App, settings: Settings, clock: Clock
) -> None:
    """Weights of the configuration reach the retriever: without any, all scores are nought."""
    nothing = RetrievalConfig(
        word_weight=0.0, ngram_weight=0.0, dense_weight=0.0, late_weight=0.0, read=0
    )
    weightless = App(
        Settings(
            knowledge=settings.knowledge,
            index=settings.index,
            knowledge_named=True,
            retrieval=nothing,
        ),
        clock,
    )
    assert {hit.score for hit in weightless.service.search("wombat fund", 5)} == {0.0}
    assert app.service.search("wombat fund", 5)[0].score > 0


def test_parts_are_made_once(app: App) -> None:
    """Of each there is one, locks one a folder."""
    assert app.service is app.service
    assert app.embedder is app.embedder
    assert app.lock(app.generation) is app.lock(app.generation)
    assert app.reranker is None
