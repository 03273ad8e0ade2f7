"""What tests of the models share: an installed model, and a folder for its graphs."""

from pathlib import Path

import pytest
from tests.models.packaged import install, tiny_bert

from forumbot.models.catalogue import PackagedModel


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PackagedModel:
    """A model in a package that is installed."""
    site = tmp_path / "site"
    model = install(site, tiny_bert())
    monkeypatch.syspath_prepend(site)
    return model


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache folder, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "forumbot"
