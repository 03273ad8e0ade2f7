"""Tables drawn in plain text, in each of the ways that programs draw them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.formats.drawn_tables import drawn_tables
from forumbot.archive.formats.plain import read_plain

RULED = """
+------+------+------+
| Name | Here | Away |
+------+------+------+
| Ada  | x    |      |
| Cy   |      | x    |
+------+------+------+
"""
BARE = """
 Name | Here | Away
------+------+------
 Ada  | x    |
 Cy   |      | x
"""
PIPES = """
| Name | Here | Away |
|:-----|------|-----:|
| Ada | x | |
| Cy | | x |
"""
BOXES = """
┌──────┬──────┬──────┐
│ Name │ Here │ Away │
╞══════╪══════╪══════╡
│ Ada  │ x    │      │
├──────┼──────┼──────┤
│ Cy   │      │ x    │
└──────┴──────┴──────┘
"""


@pytest.mark.parametrize("drawn", [RULED, BARE, PIPES, BOXES])
def test_each_way_to_draw_a_table_is_read(drawn: str) -> None:
    """Its first row names the columns, an empty cell keeps its place, what is around it stays."""
    found = list(read_plain(f"Notes of the club\n{drawn}\nThe rest was left for May.\n").pieces)
    assert [(piece.level, piece.text) for piece in found[1:-1]] == [
        (1, "Name | Here | Away"),
        (0, "Ada | x | "),
        (0, "Cy |  | x"),
    ]
    assert found[-1].text == "The rest was left for May."


def test_a_cell_on_several_lines_is_one_where_each_row_is_ruled_off() -> None:
    """As converters wrap long cells."""
    rule = "+---+----+\n"
    drawn = f"{rule}| A | B |\n{rule}| 1 | It is |\n|   | kept. |\n{rule}| 2 | No |\n{rule}"
    found = [piece.text for piece in read_plain(drawn).pieces]
    assert found == ["A | B", "1 | It is kept.", "2 | No"]


@pytest.mark.parametrize(
    "text",
    [
        "Left | right\nand more",
        "A | B\n---+---\nno bar here",
        "+----+\n| box |\n+----+",
        "a | b\n--|--\n1 | 2 | 3",
    ],
)
def test_bars_alone_make_no_table(text: str) -> None:
    """Without a rule, with other lines, with one column or with unlike rows."""
    stretches = list(drawn_tables(text.split("\n")))
    assert all(stretch.rows is None or len(stretch.rows) == 1 for stretch in stretches)


@examples(100)
@given(st.lists(st.sampled_from(["| a | b |", "+---+---+", "c", "", "d | e"]), max_size=12))
def test_no_line_is_lost(lines: list[str]) -> None:
    """The stretches together are the lines."""
    assert [line for stretch in drawn_tables(lines) for line in stretch.lines] == lines
