import pytest

from forumbot.archive.documents import parse_document
from forumbot.archive.rows import named_tables, row_in_words

SOURCE = """\
<table><tr><th>Name<th>Away<tr><td>Ada Quill<td>x<tr><td colspan=2>Guests<tr><td>Bo Reed<td></table>
<table><tr><td>one<td>two</table>
<p>See also.</p>
<table><tr><th>Name<th>Euro<tr><td>Moss<td>7</table>
"""


def test_each_table_with_names_is_found_with_its_cells() -> None:
    """Rows have a cell for every column; titles within a table and tables without names do not."""
    document = parse_document("a.html", SOURCE.encode())
    found = [
        (
            table.columns,
            [[document.text[start:end] for start, end in row.cells] for row in table.rows],
        )
        for table in named_tables(document.text, document.outline)
    ]
    assert found == [
        (("Name", "Away"), [["Ada Quill", "x"], ["Bo Reed", ""]]),
        (("Name", "Euro"), [["Moss", "7"]]),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("| 1 | Meters | 30 | 8 |", "No.: 1 · Meters · For: 30 · Against: 8"),
        ("| 1 | Meters |  | 8 |", "No.: 1 · Meters · Against: 8"),
        ("| 1 | 2 | 30 | 8 |", "1 · Motion: 2 · For: 30 · Against: 8"),
    ],
)
def test_a_row_is_said_with_the_names_of_its_columns(row: str, said: str) -> None:
    """What it is on comes without, and empty cells not at all."""
    table = f"# A\n\n| No. | Motion | For | Against |\n|---|---|---|---|\n{row}\n"
    document = parse_document("a.md", table.encode())
    assert row_in_words(document.text, document.outline[-1]) == said


def test_a_row_without_names_is_its_cells() -> None:
    """As they follow one another."""
    document = parse_document("a.csv", b"Meters;30;8\nHives;36;2\n")
    assert row_in_words(document.text, document.outline[-1]) == "Hives · 36 · 2"
