import os
from dataclasses import replace
from pathlib import Path

import pytest
from tests.conftest import MakeArchive

from forumbot.app import App
from forumbot.clock import Clock
from forumbot.config import PassagesConfig, Settings
from forumbot.errors import ArchiveError
from forumbot.search.freshness import inputs
from forumbot.search.ports import Embedder

FUND = "# Fund\n\nIt has 5 million.\n"


@pytest.fixture
def settings(make_archive: MakeArchive, tmp_path: Path) -> Settings:
    """An archive of two documents."""
    knowledge = make_archive({"a.md": FUND, "b.md": "# Zoo\n\nOpen.\n"})
    return Settings(knowledge=knowledge, index=tmp_path / "index", knowledge_named=True)


@pytest.fixture
def app(settings: Settings, clock: Clock, embedder: Embedder) -> App:
    """An app whose index has been built."""
    app = App(settings, clock, embedder)
    app.service.build(strict=True, on_progress=lambda *_told: None)
    return app


def test_an_index_is_fresh_until_anything_changes(app: App) -> None:
    """Right after the build nothing is new, also for another process."""
    assert app.service.is_fresh()
    assert App(app.settings, app.clock).service.is_fresh()


def test_what_is_added_changed_or_removed_is_new(app: App) -> None:
    """Each of these asks for a build, and what is no document for none."""
    path = app.settings.knowledge / "a.md"
    (app.settings.knowledge / ".hidden").write_text("no document", encoding="utf-8")
    assert app.service.is_fresh()
    state = path.stat()
    path.write_text("# Fund\n\nIt has 6 million.\n", encoding="utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 1))
    assert not app.service.is_fresh()
    path.write_text(FUND, encoding="utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert app.service.is_fresh()
    (app.settings.knowledge / "c.md").write_text("# New\n\nIt is new.\n", encoding="utf-8")
    assert not app.service.is_fresh()
    (app.settings.knowledge / "c.md").unlink()
    for name in ("a.md.yaml", "documents.yaml"):
        (app.settings.knowledge / name).write_text("", encoding="utf-8")
        assert not app.service.is_fresh()
        (app.settings.knowledge / name).unlink()
    path.unlink()
    assert not app.service.is_fresh()


def test_other_settings_and_another_generation_are_new(app: App) -> None:
    """A build with others would give something else, as would one after a rollback."""
    settings = replace(app.settings, passages=PassagesConfig(max_tokens=100))
    assert not App(settings, app.clock).service.is_fresh()
    assert not App(replace(app.settings, model="other"), app.clock).service.is_fresh()
    app.service.build(strict=True, on_progress=lambda *_told: None)
    assert app.service.is_fresh()
    app.service.roll_back()
    assert not app.service.is_fresh()


def test_without_an_index_or_documents_nothing_is_fresh(settings: Settings, clock: Clock) -> None:
    """What has never been built has to be; a folder that is not there is named."""
    assert not App(settings, clock).service.is_fresh()
    with pytest.raises(ArchiveError, match="no such folder"):
        inputs(replace(settings, knowledge=settings.knowledge / "none"))


def test_a_link_that_leads_nowhere_is_a_file_as_any_other(settings: Settings) -> None:
    """It is refused by a build, and looked at without fault; once it leads somewhere, it is new."""
    before = inputs(settings)
    (settings.knowledge / "link.md").symlink_to(settings.knowledge.parent / "there.md")
    linked = inputs(settings)
    (settings.knowledge.parent / "there.md").write_text("# There\n", encoding="utf-8")
    assert len({before, linked, inputs(settings)}) == 3
