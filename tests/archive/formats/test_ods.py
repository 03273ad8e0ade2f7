import pytest
from tests.archive.formats.opendocument_files import document

from forumbot.archive.extract import extract
from forumbot.archive.formats.opendocument.sheets import read_ods
from forumbot.archive.layout import clean
from forumbot.errors import RefusedError


def row(*cells: str, more: str = "") -> str:
    """A row with a cell for each text."""
    made = "".join(
        f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells
    )
    return f"<table:table-row {more}>{made}</table:table-row>"


def sheet(name: str, *rows: str, style: str = "") -> str:
    """A sheet of rows."""
    return (
        f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}</table:table>'
    )


EMPTY = (
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
)
FAR = '<table:table-cell table:number-columns-repeated="16000"/>'


def test_sheets_are_tables_with_the_names_of_their_columns() -> None:
    """Empty rows and columns without end cost nothing, and hidden sheets are told."""
    rows = (row("Name", "Role", "Since"), row("Ada Quill", "", "2018"), EMPTY, row("Note."))
    body = sheet("People", *rows) + sheet("Old", row("secret"), style="Hidden")
    read = read_ods(document("spreadsheet", body))
    assert [(one.level, clean(one.text)) for one in read.pieces] == [
        (2, "People"), (1, "Name | Role | Since"), (0, "Ada Quill | | 2018"), (0, "Note."),
    ]  # fmt: skip
    assert read.warnings == ("1 hidden sheet left out",)


def test_repeated_cells_and_rows_are_read_as_often() -> None:
    """What stands in several places is written once in the file."""
    twice = (
        '<table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>5</text:p>'
        f"</table:table-cell>{FAR}</table:table-row>"
    )
    body = sheet(
        "Sheet1", row("Jan", "Feb"), twice, row("7", "8", more='table:number-rows-repeated="2"')
    )
    found = [one.text for one in read_ods(document("spreadsheet", body)).pieces]
    assert found[-3:] == ["5 | 5", "7 | 8", "7 | 8"]


def test_cells_repeated_without_end_are_refused() -> None:
    """A million of them at most."""
    many = row("x", more='table:number-rows-repeated="9999999"')
    with pytest.raises(RefusedError, match="cells over more than 1,000,000 places"):
        extract("a.ods", document("spreadsheet", sheet("A", many)))


def test_what_is_said_of_pictures_stands_below_the_tables_of_their_sheet() -> None:
    """Wherever they float, in no cell, once."""

    def picture(said: str) -> str:
        return f"<draw:frame><draw:image/><svg:desc>{said}</svg:desc></draw:frame>"

    names = row("Name", "Role", "Since")
    cells = names.replace("<text:p>Role", f"{picture('Reed Works')}<text:p>Role")
    logo = row("").replace("<text:p></text:p>", picture("Bog map"))
    above = f"<table:shapes>{picture('Moss Ltd')}</table:shapes>"
    body = sheet("A", above, logo, cells, row("Ada Quill", "chair", "2018"))
    body += sheet("B", logo, row("x"))
    read = read_ods(document("spreadsheet", body))
    assert [clean(one.text) for one in read.pieces] == [
        "A", "Name | Role | Since", "Ada Quill | chair | 2018", "🖼 Bog map", "🖼 Reed Works",
        "🖼 Moss Ltd", "B", "x",
    ]  # fmt: skip
