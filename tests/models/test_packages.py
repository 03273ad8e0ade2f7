import sys
from dataclasses import replace

import pytest

from forumbot.errors import ModelError
from forumbot.models.catalogue import CATALOGUE, WEIGHTS, PackagedModel
from forumbot.models.packages import file_of, located


def test_a_file_is_found_without_running_the_package(tiny: PackagedModel) -> None:
    """The package of the model would fail if it were imported; its file is found all the same."""
    assert file_of(tiny, WEIGHTS).parts[-3:] == ("tiny", "model", WEIGHTS)
    assert "tiny" not in sys.modules


def test_another_file_is_refused(tiny: PackagedModel) -> None:
    """Weights of which a byte differs are refused in one line that says what helps."""
    path = located(tiny, WEIGHTS)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(ModelError, match=r"SHA-256 differs\); install tiny-bert again"):
        file_of(tiny, WEIGHTS)


def test_a_package_or_a_file_that_is_missing_is_named(tiny: PackagedModel) -> None:
    """Each with what helps."""
    with pytest.raises(ModelError, match=r"package no-such-thing, which carries .*make run"):
        located(replace(tiny, package="no-such-thing"), WEIGHTS)
    with pytest.raises(ModelError, match="tiny-bert holds no vocab"):
        located(tiny, "vocab")
    located(tiny, WEIGHTS).unlink()
    with pytest.raises(ModelError, match=r"holds no model\.safetensors"):
        located(tiny, WEIGHTS)


@pytest.mark.parametrize("model", CATALOGUE.values(), ids=list(CATALOGUE))
def test_every_model_that_ships_is_installed(model: PackagedModel) -> None:
    """All its files are there, and are what its row says."""
    assert all(file_of(model, name).is_file() for name in model.files)
