"""Excel workbooks to pieces, by openpyxl: each sheet a section, its tables row by row."""

import re
from collections.abc import Iterator
from contextlib import suppress

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as StoredCell
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from forumbot.archive.formats.alt_texts import AltTexts
from forumbot.archive.formats.office import sensible_title
from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.formats.registry import WORKBOOK
from forumbot.archive.formats.spreadsheets.layout import MAX_CELLS, named_sheets, sheet_pieces
from forumbot.archive.formats.spreadsheets.pictures import texts_by_sheet
from forumbot.archive.formats.spreadsheets.values import shown
from forumbot.archive.formats.tables import Cell
from forumbot.archive.formats.zipped import Package, checked_package
from forumbot.archive.layout import Piece
from forumbot.errors import RefusedError

_OPENING_CHARS = 3_000
_EMPTY = Cell("")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Za-z$]{1,8}[0-9]{1,7}:[A-Za-z$]{1,8}[0-9]{1,7})[\"']"
)


def read_xlsx(raw: bytes) -> Parsed:
    """The sheets of a workbook under their names, each with its tables and the lines above them.

    What formulas gave when the file was saved is read. Raises :class:`RefusedError` with the
    reason for a file that cannot be read, and for cells that lie over more than a million places.
    """
    package = checked_package(raw, WORKBOOK)
    _check_merged(package)
    try:
        return _BookReader(load_workbook(package.stream, data_only=True), package).parsed()
    except (RefusedError, MemoryError):
        raise
    except Exception as error:
        problem = type(error).__name__
        raise RefusedError(
            f"cannot be read as an Excel workbook ({problem}); open it in Excel and save it anew"
        ) from None


def _check_merged(package: Package) -> None:
    """Refuse merged cells over more places than are read: each is made by the library."""
    places = 0
    for name, data in package.parts.items():
        for found in _MERGED.finditer(data) if name.startswith("xl/worksheets/") else ():
            with suppress(ValueError):  # what is no range, the library says
                left, top, right, bottom = range_boundaries(found[1].decode())
                places += (right - left + 1) * (bottom - top + 1)
        _check_places(places)


def _check_places(places: int) -> None:
    if places > MAX_CELLS:
        raise RefusedError(
            f"has cells over more than {MAX_CELLS:,} places; delete what lies far off"
        )


def _hidden(sheet: Worksheet) -> int:
    """How many rows and columns of a sheet are not shown."""
    rows, columns = sheet.row_dimensions.values(), sheet.column_dimensions.values()
    return sum(bool(one.hidden) for one in (*rows, *columns))


class _BookReader:
    """Reads one workbook; ``places`` counts those that were gone over."""

    def __init__(self, book: Workbook, package: Package) -> None:
        self.book = book
        self.package = package
        self.places = 0
        self.pictures = texts_by_sheet(package)
        self.alt_texts = AltTexts()

    def parsed(self) -> Parsed:
        """Pieces, title and warnings of the whole workbook."""
        sheets = [one for one in self.book.worksheets if one.sheet_state == "visible"]
        hidden = len(self.book.worksheets) - len(sheets)
        by_sheet = [(sheet.title, self._pieces(sheet)) for sheet in sheets]
        pieces = list(named_sheets(by_sheet))
        opening = "\n".join(piece.text for piece in pieces)[:_OPENING_CHARS]
        title = sensible_title(self.book.properties.title or "", opening)
        warnings = [f"{hidden} hidden sheet{'s' * (hidden > 1)} left out"] if hidden else []
        if rows := sum(_hidden(sheet) for sheet in sheets):
            warnings.append(f"{rows} hidden rows or columns, read all the same")
        if any("comments" in name.lower() for name in self.package.names):
            warnings.append("comments are left out")
        if unread := self._formulas_without_value():
            warnings.append(
                f"{unread} formulas without a kept value left out; open the file and save it anew"
            )
        return Parsed(pieces, {"title": title} if title else {}, tuple(warnings))

    def _pieces(self, sheet: Worksheet) -> list[Piece]:
        """The tables of a sheet, and below them what is said of its pictures."""
        pictures = map(self.alt_texts.piece, self.pictures.get(sheet.title, ()))
        return [*sheet_pieces(list(self._rows(sheet))), *filter(None, pictures)]

    def _rows(self, sheet: Worksheet) -> Iterator[list[Cell]]:
        """The cells of each row that begin in it, hidden rows and columns too."""
        self.places += sheet.max_row * sheet.max_column
        _check_places(self.places)
        spans = {(one.min_row, one.min_col): one for one in sheet.merged_cells.ranges}
        for row in sheet.iter_rows():
            cells: list[Cell] = []
            for stored in row:
                if stored.value is None and (stored.row, stored.column) not in spans:
                    if isinstance(stored, StoredCell):  # what else there is, a merged cell covers
                        cells.append(_EMPTY)
                elif isinstance(stored, StoredCell):
                    span = spans.get((stored.row, stored.column))
                    across = span.max_col - span.min_col + 1 if span else 1
                    down = span.max_row - span.min_row + 1 if span else 1
                    text = shown(stored.value, stored.number_format)
                    is_bold = bool(text) and bool(stored.font.b)
                    cells.append(Cell(text, across, down, is_bold=is_bold))
            yield cells

    def _formulas_without_value(self) -> int:
        """How many cells hold a formula and not what it gave, as some programs write them."""
        return sum(
            len(re.findall(rb"</f>\s*</c>|<f[^>]*/>\s*</c>|</f>\s*<v(?:\s*/>|></v>)", data))
            for name, data in self.package.parts.items()
            if name.startswith("xl/worksheets/")
        )
