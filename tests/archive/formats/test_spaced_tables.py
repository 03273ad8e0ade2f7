"""Tables of a plain text whose columns dashes under their names tell."""

import pytest

from forumbot.archive.formats.plain import read_plain
from forumbot.archive.layout import BlockKind, lay_out

TABLE = """Votes by ward

Ward      Yes   No   Who was
                     absent
--------  ----  ---  ------
North     12    3
South     4          Cy Fenn, Dee Reed
"""


def rows(text: str) -> list[tuple[int, str]]:
    """The level and the text of each row."""
    found = lay_out(read_plain(text).pieces)
    return [
        (block.level, found.text[block.start : block.end])
        for block in found.blocks
        if block.kind is BlockKind.ROW
    ]


@pytest.mark.parametrize("end", ["", "--------  ----  ---  ------\n", "\nThe end is near.\n"])
def test_dashes_tell_the_columns_of_the_lines_around_them(end: str) -> None:
    """Empty cells keep their places, the last column may be longer, names may have two lines."""
    assert rows(TABLE + end) == [
        (1, "Ward | Yes | No | Who was absent"),
        (0, "North | 12 | 3 |"),
        (0, "South | 4 | | Cy Fenn, Dee Reed"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A title of some length\n------  ------\nA text that goes on below it and on.\n",
        "Ferns\n-----\nwere planted\n",
        "One\n\n--- ---\n\ntwo\n",
    ],
)
def test_lines_that_run_through_the_gaps_make_no_table(text: str) -> None:
    """Nor does a rule without lines right above and below it."""
    assert rows(text) == []
