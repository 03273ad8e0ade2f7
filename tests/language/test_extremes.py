"""Questions for the one that has most or least of something."""

from importlib.resources import files

import pytest

from forumbot.language.extremes import asked_extreme
from forumbot.language.table import parsed

TABLE = parsed(files("forumbot.language") / "extremes.yaml")
MEANT = {
    "near": ("distance", False),
    "far": ("distance", True),
    "cheap": ("price", False),
    "dear": ("price", True),
    "least": ("", False),
    "most": ("", True),
}


@pytest.mark.parametrize("code", sorted(TABLE))
def test_each_wording_is_understood(code: str) -> None:
    """What is measured, and whether the greatest is wanted, in each language."""
    for key, meant in MEANT.items():
        for wording in TABLE[code][key]:
            found = asked_extreme(f"X {wording} Y?")
            assert found is not None, wording
            assert (found.measure, found.is_most) == meant, wording


@pytest.mark.parametrize("text", ["Where was it?", "Which are the largest and the smallest?"])
def test_none_or_two_extremes_are_none(text: str) -> None:
    """Of two it cannot be told which is wanted."""
    assert asked_extreme(text) is None
