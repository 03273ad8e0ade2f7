import io
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from PIL.Image import new as new_image
from tests.properties import examples

from forumbot.archive.extract import extract
from forumbot.archive.formats.spreadsheets.values import shown
from forumbot.archive.formats.spreadsheets.xlsx import read_xlsx
from forumbot.archive.layout import BlockKind, clean
from forumbot.errors import RefusedError

HEADING, PARAGRAPH, ITEM, ROW = BlockKind
PEOPLE = (("Name", "Role", "Since"), ("Ada Quill", "chair", 2018), ("Cy Fenn", None, 2019))


def book(*rows: tuple[object, ...], title: str = "Sheet1") -> tuple[Workbook, Worksheet]:
    """A workbook of one sheet with these rows."""
    made = Workbook()
    sheet = made.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return made, sheet


def saved(made: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def found(made: Workbook) -> list[tuple[BlockKind, int, str]]:
    """Kind, level and text of each piece that is read."""
    return [(one.kind, one.level, clean(one.text)) for one in read_xlsx(saved(made)).pieces]


def test_each_row_has_its_cells_in_place_below_the_names_of_the_columns() -> None:
    """An empty cell keeps its place, and the only sheet's name is none where it says nothing."""
    assert found(book(*PEOPLE)[0]) == [
        (ROW, 1, "Name | Role | Since"),
        (ROW, 0, "Ada Quill | chair | 2018"),
        (ROW, 0, "Cy Fenn | | 2019"),
    ]


def test_sheets_are_sections_and_hidden_ones_are_told() -> None:
    """Each name stands above its tables; a title above a table and a note below keep apart."""
    made, _sheet = book(
        ("Spending of the board",), *PEOPLE, (), ("Source: the board.",), title="2019"
    )
    made.create_sheet("Empty")
    made.create_sheet("Plans").append(["Rewetting begins"])
    hidden = made.create_sheet("Old")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "secret"
    read = read_xlsx(saved(made))
    texts = [(one.kind, one.text) for one in read.pieces]
    assert texts[:2] == [(HEADING, "2019"), (HEADING, "Spending of the board")]
    assert texts[-3:] == [
        (PARAGRAPH, "Source: the board."), (HEADING, "Plans"), (HEADING, "Rewetting begins"),
    ]  # fmt: skip
    assert read.warnings == ("1 hidden sheet left out",)


def test_hidden_rows_and_comments_are_told() -> None:
    """Rows that a filter hides are data; what people noted at cells is none."""
    made, sheet = book(*PEOPLE)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet["A1"].comment = Comment("Is that so?", "Ada")
    assert len(found(made)) == 3
    assert read_xlsx(saved(made)).warnings == (
        "2 hidden rows or columns, read all the same",
        "comments are left out",
    )


def test_merged_values_stand_in_each_row_that_they_span() -> None:
    """As in the tables of other formats."""
    made, sheet = book(("Year", "Item", "Cost"), (2022, "Fences", 5), (None, "Pumps", 6))
    sheet.merge_cells("A2:A3")
    assert [text for _kind, _level, text in found(made)][1:] == [
        "2022 | Fences | 5", "2022 | Pumps | 6",
    ]  # fmt: skip


def put(sheet: Worksheet, row: int, column: int, *rows: tuple[object, ...]) -> None:
    """Write rows from a place of a sheet on."""
    for down, values in enumerate(rows):
        for across, value in enumerate(values):
            sheet.cell(row + down, column + across, value)


REGIONS = (("Region", "Jobs", "Funds"), ("North", 12, 400), ("South", 7, 90), ("West", 3, 5))
TALKS = (("Speaker", "Topic", "Room"), ("Ada Quill", "Peat", "A"), ("Bo Reed", "Moss", "B"))


def test_a_title_and_a_line_open_a_sheet_before_its_tables() -> None:
    """The first of them heads it, though an empty row parts them from the tables."""
    made, _sheet = book(("Members of the board",), ("As of 4 May 2022",), (), *PEOPLE)
    assert found(made)[:3] == [
        (HEADING, 3, "Members of the board"), (PARAGRAPH, 0, "As of 4 May 2022"),
        (ROW, 1, "Name | Role | Since"),
    ]  # fmt: skip


def test_tables_side_by_side_are_read_one_after_the_other() -> None:
    """Each with its title and its names; what stands below the empty column parts nothing."""
    made, sheet = book()
    put(sheet, 1, 1, ("Budget by region",), *REGIONS)
    put(sheet, 1, 5, ("Speakers of the day",), *TALKS)
    put(sheet, 7, 1, ("Year", "Members", "Firms", "Places"), (2019, 40, 3, 2), (2020, 41, 3, 2))
    assert found(made) == [
        (HEADING, 3, "Budget by region"), (ROW, 1, "Region | Jobs | Funds"),
        (ROW, 0, "North | 12 | 400"), (ROW, 0, "South | 7 | 90"), (ROW, 0, "West | 3 | 5"),
        (HEADING, 3, "Speakers of the day"), (ROW, 1, "Speaker | Topic | Room"),
        (ROW, 0, "Ada Quill | Peat | A"), (ROW, 0, "Bo Reed | Moss | B"),
        (ROW, 1, "Year | Members | Firms | Places"), (ROW, 0, "2019 | 40 | 3 | 2"),
        (ROW, 0, "2020 | 41 | 3 | 2"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "keys",
    [
        ("Peat", "Moss", "Fern"), (2019, 2020, 2021), (1, 2, 3), (date(2019, 5, 4), 2020, "Oak"),
        (time(9), time(10, 30), time(12)),
    ],
)  # fmt: skip
def test_what_has_a_key_in_each_row_is_a_table_of_its_own(keys: tuple[object, ...]) -> None:
    """Names, years, days, times, or numbers that count up."""
    made, sheet = book(*REGIONS)
    put(sheet, 1, 5, ("Of", "Euro"), *((key, 9) for key in keys))
    assert [text for _kind, _level, text in found(made)][4] == "Of | Euro"


@pytest.mark.parametrize(
    "rows",
    [
        (("Present", "Excused"), ("x", None), (None, "x"), ("x", None)),
        (("Jobs 2020", "Funds 2020"), (13, 410), (8, 95), (4, 6)),
        (("Remarks",), ("late",), ("early",), ("ill",)),
    ],
)
def test_an_empty_column_within_a_table_parts_nothing(rows: tuple[tuple[object, ...], ...]) -> None:
    """Marks, amounts or a lone column would say nothing without the rows that they are of."""
    made, sheet = book(*REGIONS)
    put(sheet, 1, 5, *rows)
    assert len(found(made)) == len(REGIONS)


def test_two_columns_are_named_where_the_first_row_is_bold() -> None:
    """Else it may be one of several names with their values."""
    rows = (("Place", "Ghent"), ("Chair", "Ada Quill"), ("Scribe", "Bo Lark"))
    made, sheet = book(*rows)
    assert found(made)[0] == (ROW, 0, "Place | Ghent")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    assert found(made)[0] == (ROW, 1, "Place | Ghent")


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (40000, "#,##0", "40000"),
        (40000.0, '#,##0 "€"', "40000 €"),
        (12.5, "[$£-809]#,##0.00", "£ 12.50"),
        (0.255, "0.0%", "25.5 %"),
        (0.1 + 0.2, "General", "0.3"),
        (1e20, "General", "1e+20"),
        (True, "General", "TRUE"),
        (datetime(2019, 5, 14), "d/m/yy", "2019-05-14"),
        (datetime(2019, 5, 14, 9, 30), "d/m/yy h:mm", "2019-05-14 09:30"),
        (date(2019, 5, 14), "d/m/yy", "2019-05-14"),
        (time(9, 5), "h:mm", "09:05"),
        (timedelta(hours=30), "[h]:mm", "30:00"),
        ("#REF!", "General", ""),
        ("#1 of 5", "General", "#1 of 5"),
        (None, "General", ""),
    ],
)
def test_values_are_as_a_person_reads_them(value: object, number_format: str, text: str) -> None:
    """Days, times, shares and sums by their format, numbers without the noise of fractions."""
    assert shown(value, number_format) == text


def test_a_formula_without_its_value_is_told() -> None:
    """Nothing is made up for it."""
    made, _sheet = book(*PEOPLE, ("Bo Lark", "scribe", "=2018+2"))
    read = read_xlsx(saved(made))
    assert [clean(one.text) for one in read.pieces][-1] == "Bo Lark | scribe |"
    assert read.warnings == (
        "1 formulas without a kept value left out; open the file and save it anew",
    )


RAW = saved(book(*PEOPLE)[0])


def with_sheet(change: bytes, pattern: bytes = rb"<sheetData>") -> bytes:
    """A workbook with its sheet's XML changed at a place."""
    return rewritten(
        saved(book(*PEOPLE)[0]),
        "xl/worksheets/",
        lambda data: re.sub(pattern, lambda _found: change, data, count=1),
    )


def rewritten(raw: bytes, folder: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with the members of a folder changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name.startswith(folder) else data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (saved(book(*PEOPLE)[0])[:-40], "truncated or damaged"),
        (with_sheet(b"<!DOCTYPE a [<!ENTITY b 'c'>]><sheetData>"), "XML bomb"),
        (
            with_sheet(b'<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
            "over more than 1,000,000 places; delete what lies far off",
        ),
        (with_sheet(b"<sheetData>" + b" " * 70_000_000), "zip bomb"),
        (
            with_sheet(b"<row r='1'></row>" * 800_000, b"<row.*</row>"),
            "more than 1,500,000 XML tags",
        ),
        (with_sheet(b'r="XFD900000"', rb'r="A3"'), "cells over more than 1,000,000 places"),
        (with_sheet(b"r='?'", rb'r="A3"'), "cannot be read as an Excel workbook"),
    ],
    ids=["cut", "entities", "merged", "bomb", "tags", "far", "broken"],
)
def test_a_hostile_workbook_is_refused(raw: bytes, reason: str) -> None:
    """Within the bounds of all Office files, and for cells far off that would fill the memory."""
    with pytest.raises(RefusedError, match=reason):
        extract("a.xlsx", raw)


@examples(60)
@given(place=st.integers(0, len(RAW) - 1), value=st.integers(0, 255))
def test_a_flipped_byte_is_read_or_refused(place: int, value: int) -> None:
    """No damage makes anything but a text or a reason."""
    raw = bytearray(RAW)
    raw[place] = value
    with suppress(RefusedError):
        assert extract("a.xlsx", bytes(raw)).text


def test_what_is_said_of_pictures_stands_below_the_tables_of_their_sheet() -> None:
    """Once, names of files and pictures that are hidden left out."""
    made, sheet = book(*PEOPLE, title="People")
    other = made.create_sheet("Maps")
    other.append(("Drawn in 1910.",))
    for place, one in enumerate((sheet, sheet, other, other, other)):
        pixel = io.BytesIO()
        new_image("L", (1, 1)).save(pixel, "png")
        one.add_image(Image(pixel), f"E{place + 1}")
    said = iter((b"Reed Works", b"dam.png", b"Bog map", b"Reed Works", b'Old" hidden="1'))
    raw = rewritten(
        saved(made),
        "xl/drawings/",
        lambda data: re.sub(b'(?<=descr=")Picture', lambda _: next(said), data),
    )
    assert [clean(one.text) for one in read_xlsx(raw).pieces] == [
        "People", "Name | Role | Since", "Ada Quill | chair | 2018", "Cy Fenn | | 2019",
        "🖼 Reed Works", "Maps", "Drawn in 1910.", "🖼 Bog map",
    ]  # fmt: skip


def test_damaged_drawings_leave_the_cells_as_they_are() -> None:
    """Nothing is said of the pictures then."""
    made, sheet = book(*PEOPLE)
    pixel = io.BytesIO()
    new_image("L", (1, 1)).save(pixel, "png")
    sheet.add_image(Image(pixel), "E1")
    raw = rewritten(saved(made), "xl/drawings/drawing", lambda data: data[:-9])
    assert [clean(one.text) for one in read_xlsx(raw).pieces][1:] == [
        "Ada Quill | chair | 2018", "Cy Fenn | | 2019",
    ]  # fmt: skip
