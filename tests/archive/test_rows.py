from forumbot.archive.documents import parse_document
from forumbot.archive.rows import named_tables

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
