"""Tables of a plain text whose columns their names and spaces tell."""

import pytest

from forumbot.archive.formats.plain import read_plain
from forumbot.archive.layout import BlockKind, lay_out

TABLE = """Who was there:

Name         present   excused
Ada Quill              x
Bo Reed      x
Cy Fenn      x         till noon
"""


def rows(text: str) -> list[tuple[int, str]]:
    """The level and the text of each row."""
    found = lay_out(read_plain(text).pieces)
    return [
        (block.level, found.text[block.start : block.end])
        for block in found.blocks
        if block.kind is BlockKind.ROW
    ]


@pytest.mark.parametrize("end", ["", "\nThe end is near.\n", "The end.\n"])
def test_words_below_the_beginnings_of_names_are_cells(end: str) -> None:
    """Empty cells keep their places, whatever stands around the table."""
    assert rows(TABLE + end) == [
        (1, "Name | present | excused"), (0, "Ada Quill | | x"), (0, "Bo Reed | x |"),
        (0, "Cy Fenn | x | till noon"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Name       Role       Since\nAda Quill, who chairs the board\nBo Reed, who does not\n",
        "Name       Role       Since\nAda Quill  chair      2018\n",
        "Name       Role\nAda Quill  chair\nBo Reed    treasurer\n",
        "One  two  three\n  a    b\n  c    d\n",
        "2018       2019       2020\n40         50         60\n70         80         90\n",
    ],
)
def test_other_lines_with_gaps_make_no_table(text: str) -> None:
    """Nor one row, two columns, columns without names, and lines that begin elsewhere."""
    assert rows(text) == []
