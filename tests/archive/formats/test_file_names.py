import re

import pytest

from forumbot.archive.formats.file_names import ENDINGS
from forumbot.archive.formats.office import sensible_title
from forumbot.archive.formats.registry import suffixes
from forumbot.archive.guesses import is_generic_title


@pytest.mark.parametrize("suffix", suffixes())
def test_a_name_of_any_file_that_is_read_is_no_title(suffix: str) -> None:
    """Whichever format is added, the names of its files are known as such."""
    name = f"minutes-of-the-board{suffix}"
    assert re.fullmatch(rf"\.(?:{ENDINGS})", suffix)
    assert sensible_title(name, "Minutes of the board") is None
    assert is_generic_title(name)
