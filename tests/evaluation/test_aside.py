from collections.abc import Callable
from pathlib import Path

import pytest

from forumbot.app import App
from forumbot.archive.documents import read_archive
from forumbot.clock import Clock
from forumbot.config import Settings
from forumbot.evaluation.aside import aside, measured
from forumbot.search.ports import Embedder

MakeArchive = Callable[[dict[str, str | bytes]], Path]


def silent(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


@pytest.fixture
def app(make_archive: MakeArchive, tmp_path: Path, clock: Clock, embedder: Embedder) -> App:
    """An app of one document, whose index has been built."""
    knowledge = make_archive({"fund.md": "# Fund\n\nThe wombat fund has 5 million euros.\n"})
    settings = Settings(knowledge=knowledge, index=tmp_path / "index", knowledge_named=True)
    app = App(settings, clock, embedder)
    app.service.build(strict=False, on_progress=silent)
    return app


@pytest.fixture
def other(make_archive: MakeArchive) -> Path:
    """Another knowledge folder."""
    return make_archive({"../other/a.md": "# Other\n\nOther.\n"}).parent / "other"


def test_a_generation_aside_leaves_the_live_one_alone(app: App, other: Path) -> None:
    """Measuring on another archive neither publishes it nor leaves it behind."""
    before = app.index.names()
    with aside(app, read_archive(other), silent) as generation:
        assert list(generation.documents) == ["a.md"]
    assert app.index.names() == before
    assert not (generation.knowledge).exists()


def test_figures_are_measured_on_the_live_index_where_it_fits(
    app: App, other: Path, clock: Clock, embedder: Embedder
) -> None:
    """A knowledge folder that the live index was not built from is indexed aside."""
    with measured(app, silent) as generation:
        assert generation is app.generation
    settings = Settings(knowledge=other, index=app.settings.index, knowledge_named=True)
    elsewhere = App(settings, clock, embedder)
    with measured(elsewhere, silent) as generation:
        assert list(generation.documents) == ["a.md"]
    assert app.index.live()[1].documents[0].doc_id == "fund.md"


def test_a_named_folder_without_an_index_is_measured_aside(
    other: Path, tmp_path: Path, clock: Clock, embedder: Embedder
) -> None:
    """Nothing needs to be built beforehand, and nothing is left."""
    settings = Settings(knowledge=other, index=tmp_path / "none", knowledge_named=True)
    with measured(App(settings, clock, embedder), silent) as generation:
        assert list(generation.documents) == ["a.md"]
    assert not (tmp_path / "none").exists()
