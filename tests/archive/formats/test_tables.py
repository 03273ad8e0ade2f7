"""Tables of all formats: each cell in its column, merged ones in all that they span."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.formats.tables import MAX_GRID_CELLS, Cell, table_pieces


def rows(*given_rows: list[Cell | str]) -> list[list[Cell]]:
    """Rows of cells, plain ones given by their text."""
    return [[cell if isinstance(cell, Cell) else Cell(cell) for cell in row] for row in given_rows]


def read(*given_rows: list[Cell | str]) -> list[tuple[int, str]]:
    """Level and text of each row that is read."""
    return [(piece.level, piece.text) for _number, piece in table_pieces(rows(*given_rows))]


def test_an_empty_cell_keeps_its_place() -> None:
    """Rows that differ only in which cell is empty are read differently."""
    found = read(["Name", "Here", "Away"], ["Ada Quill", "", "x"], ["Bo Reed", "x", ""])
    assert [text for _level, text in found] == [
        "Name | Here | Away",
        "Ada Quill |  | x",
        "Bo Reed | x | ",
    ]


def test_a_merged_value_stands_in_each_row_that_it_spans() -> None:
    """A value merged over rows is repeated in each, whatever else is merged beside it."""
    found = read(
        [Cell("Rivers", down=2), "Plant willows", Cell("Reed", down=3)],
        ["Remove weirs"],
        ["Lakes", "Count grebes"],
    )
    assert [text for _level, text in found] == [
        "Rivers | Plant willows | Reed",
        "Rivers | Remove weirs | Reed",
        "Lakes | Count grebes | Reed",
    ]


def test_a_long_text_beside_the_rows_comes_once() -> None:
    """What is merged over rows and is no value but a text is not read again and again."""
    text = "A remark on all of the measures. " * 8
    found = read([Cell(text, down=2), "one"], ["two"])
    assert [row for _level, row in found] == [f"{text.strip()} | one", " | two"]


def test_a_name_over_two_columns_names_both() -> None:
    """A header's cell stands above each column that it spans, and a mark holds for both days."""
    found = read(
        [Cell("Group", is_name=True), Cell("In the year 2021, by half-year and month", 2, 1, True)],
        ["Peat", Cell("x", across=2)],
        ["Moss", "", "x"],
    )
    name = "In the year 2021, by half-year and month"
    assert found == [(1, f"Group | {name} | {name}"), (0, "Peat | x | x"), (0, "Moss |  | x")]


def test_a_cell_over_the_whole_row_is_one_cell() -> None:
    """A title within a table is read once, and the header is looked for below it."""
    found = read(
        [Cell("Attendance", across=3)], ["Name", "Here", "Away"],
        ["Ada Quill", "", "x"], ["Bo Reed", "x", ""],
    )  # fmt: skip
    assert found[:2] == [(0, "Attendance"), (1, "Name | Here | Away")]


@pytest.mark.parametrize(
    "table",
    [
        (["Name", "Here", "Away"], ["Ada Quill", "", "x"], ["Bo Reed", "x", ""]),
        (["Measure", "2021", "2022"], ["Rewetting", "40 000", "41 000"], ["Peat", "7", "9"]),
        (["", "Members", "Votes"], ["Moss Valley", "12", "3"], ["Peat Cluster", "9", "4"]),
        (["No.", "Decision", "Resp. pers."], ["1", "The pilot starts in May", "Ada Quill"]),
        (["Name", "Here"], ["Ada Quill", ""], ["Bo Reed", "x"]),
        (
            ["Thema", "Beschluss"],
            ["Dach", "Es wird im Mai gedeckt."],
            ["Steg", "Er wird im Juni rot gestrichen."],
        ),
        (["Nume", "Prezent", "Absent"], ["Ana", "da", ""], ["Ion", "", "da"]),
        ([Cell("Task", is_bold=True), Cell("Owner", is_bold=True)], ["Weirs", "Reed"]),
    ],
)
def test_a_first_row_of_another_kind_names_the_columns(table: tuple[list[Cell | str], ...]) -> None:
    """A header that no markup tells is told by what stands below it, or by bold letters."""
    assert [level for level, _text in read(*table)] == [1] + [0] * (len(table) - 1)


@pytest.mark.parametrize(
    "table",
    [
        (["Ada Quill", "Peat Cluster", "Finland"], ["Bo Reed", "Moss Valley", "Ireland"]),
        (["Date", "4 May 2022"], ["Place", "Turku"], ["Chair", "Ada Quill"]),
        (["Chair", "Ada Quill"], ["Members", "12"], ["Votes", "7"]),
        (["Ada Quill", "ada@peat.example", "x"], ["Bo Reed", "bo@moss.example", "x"]),
        (["one", "two", "three"],),
        (["Peat", "wet", "deep"], ["Moss", "dry", "deep"], ["Fen", "wet", "thin"]),
    ],
)
def test_a_first_row_like_all_others_names_nothing(table: tuple[list[Cell | str], ...]) -> None:
    """People, facts and addresses are no names of columns."""
    assert {level for level, _text in read(*table)} == {0}


@pytest.mark.parametrize("bold", [False, True])
def test_a_header_of_two_rows_names_the_columns(bold: bool) -> None:
    """Where a cell over several columns has a name for each below it, neither row is a value."""
    table: tuple[list[Cell | str], ...] = (
        [Cell("Shore", down=2, is_bold=bold), Cell("Dams", across=2, is_bold=bold), "2021"],
        [Cell("Planned", is_bold=bold), Cell("Done", is_bold=bold), Cell("Cost", is_bold=bold)],
        ["North", "4", "3", "20"],
        ["South", "", "2", "7"],
    )
    assert read(*table)[:3] == [
        (1, "Shore | Dams | Dams | 2021"),
        (1, "Shore | Planned | Done | Cost"),
        (0, "North | 4 | 3 | 20"),
    ]


@pytest.mark.parametrize("member", [Cell("Osoba", down=2), "Osoba"])
def test_a_header_of_two_rows_needs_no_other_values_below_it(member: Cell | str) -> None:
    """Where its second row does nothing but part what the first names, words below it do."""
    below: list[Cell | str] = [] if isinstance(member, Cell) else [""]
    found = read(
        [member, Cell("Obecność", across=2)], [*below, "rano", "wieczorem"],
        ["Lis", "tak", ""], ["Kos", "nie", "tak"],
    )  # fmt: skip
    assert [level for level, _text in found] == [1, 1, 0, 0]


def test_a_value_over_two_columns_makes_no_header() -> None:
    """The row below it holds values, and so does it."""
    programme = read(
        ["Noon", Cell("Plenary", across=2)], ["Evening", "Peat", "Moss"], ["Night", "Fen", "Bog"]
    )
    assert {level for level, _text in programme} == {0}
    found = read(["Ada Quill", Cell("away", across=2)], ["Bo Reed", "12", "13"], ["Cy", "1", "2"])
    assert {level for level, _text in found} == {0}


def test_columns_without_any_text_are_left_out() -> None:
    """What only makes room is no column, and a row without text is none."""
    assert read(["a", "", "b"], ["", "", ""], ["c", "", ""]) == [(0, "a | b"), (0, "c")]


def test_a_table_too_large_to_be_laid_out_is_read_as_it_stands() -> None:
    """Spans that would fill memory are passed over."""
    wide = [[Cell("x", across=1_000, down=1_000)] * 3 for _ in range(MAX_GRID_CELLS // 1_000)]
    assert len(list(table_pieces(wide))) == len(wide)


@examples(200)
@given(
    st.lists(
        st.lists(
            st.builds(Cell, st.sampled_from(["", "a", "bb c"]), st.integers(0, 4),
                      st.integers(0, 4), st.booleans(), st.booleans()),
            max_size=4,
        ),
        max_size=5,
    )
)  # fmt: skip
def test_no_text_is_lost_whatever_is_merged(table: list[list[Cell]]) -> None:
    """Each cell's words are in the row in which it begins."""
    found = {number: piece.text for number, piece in table_pieces(table)}
    for number, row in enumerate(table):
        for cell in row:
            assert not cell.text or cell.text in found[number].split(" | ")


def test_a_name_may_hold_a_year_where_its_column_does_not() -> None:
    """ "Target 2025" names a column of numbers; "Forum 2018" above "Forum 2019" is one of them."""
    named = read(["Indicator", "Unit", "Base 2018", "Target 2025"],
                 ["Audits", "firms", "14", "120"], ["Sediment kept", "%", "11", "40"])  # fmt: skip
    assert [level for level, _text in named] == [1, 0, 0]
    listed = read(["Forum 2018", "Oss", "Peat"], ["Forum 2019", "Ede and Oss", "Reed, and peat"],
                  ["Forum 2020", "Ede, near Oss", "Reed and moss"])  # fmt: skip
    assert [level for level, _text in listed] == [0, 0, 0]
