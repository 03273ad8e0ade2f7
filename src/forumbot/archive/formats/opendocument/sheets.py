"""OpenDocument spreadsheets to pieces: each sheet a section, its tables row by row."""

from collections.abc import Iterable, Iterator

from lxml import etree

from forumbot.archive.formats.alt_texts import is_of_picture
from forumbot.archive.formats.opendocument.content import ContentReader, span, table_rows
from forumbot.archive.formats.opendocument.package import TABLE, open_package
from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.formats.registry import OPEN_SHEETS
from forumbot.archive.formats.spreadsheets.layout import MAX_CELLS, named_sheets, sheet_pieces
from forumbot.archive.formats.tables import Cell
from forumbot.archive.formats.word.layout import Line, cell_text
from forumbot.archive.layout import Piece
from forumbot.errors import RefusedError


def read_ods(raw: bytes) -> Parsed:
    """The sheets of a spreadsheet under their names, values as they are shown there.

    Raises :class:`RefusedError` with the reason for a file that cannot be read, and for cells that
    lie over more than a million places.
    """
    package = open_package(raw, "spreadsheet", OPEN_SHEETS.words)
    reader = ContentReader(package)
    tables = list(package.body.iterchildren(f"{TABLE}table"))
    shown = [one for one in tables if reader.styles.is_shown(one.get(f"{TABLE}style-name"))]
    sheets = _Sheets(reader)
    pieces = list(
        named_sheets((table.get(f"{TABLE}name", ""), sheets.pieces(table)) for table in shown)
    )
    title = package.title("\n".join(piece.text for piece in pieces))
    hidden = len(tables) - len(shown)
    warnings = [f"{hidden} hidden sheet{'s' * (hidden > 1)} left out"] if hidden else []
    return Parsed(pieces, {"title": title} if title else {}, (*warnings, *reader.warnings))


class _Sheets:
    """Reads sheets; ``places`` counts those that were gone over."""

    def __init__(self, reader: ContentReader) -> None:
        self.reader = reader
        self.places = 0
        self._pictures: list[Piece] = []

    def pieces(self, table: etree._Element) -> list[Piece]:
        """The tables of a sheet, and below them what is said of its pictures."""
        self._pictures = []
        tables = list(sheet_pieces(list(self.rows(table))))
        for shapes in table.iterchildren(f"{TABLE}shapes"):
            self._without_pictures(self.reader.lines(shapes))
        return [*tables, *self._pictures]

    def _without_pictures(self, lines: Iterable[Line]) -> list[Line]:
        """The lines with text, those for pictures set aside, which only float above a sheet."""
        present = [line for line in lines if line.piece.text.strip()]
        self._pictures += [line.piece for line in present if is_of_picture(line.piece.text)]
        return [line for line in present if not is_of_picture(line.piece.text)]

    def rows(self, table: etree._Element) -> Iterator[list[Cell]]:
        """The cells of each row that begin in it; what is repeated without text comes once."""
        for row, is_name in table_rows(table):
            cells = self._cells(row, is_name=is_name)
            count = span(row, "rows-repeated") if cells else 1
            self._count(count * max(len(cells), 1))
            yield from [cells] * count

    def _cells(self, row: etree._Element, *, is_name: bool) -> list[Cell]:
        """The cells of a row up to the last with text."""
        found: list[Cell] = []
        filled = 0
        for cell in row.iterchildren(f"{TABLE}table-cell"):
            lines = self._without_pictures(self.reader.lines(cell))
            one = Cell(
                cell_text(lines),
                span(cell, "columns-spanned"),
                span(cell, "rows-spanned"),
                is_name=is_name,
            )
            count = span(cell, "columns-repeated")
            self._count(count if lines else 0)
            found += [one] * (count if lines else min(count, _MOST_EMPTY))
            filled = len(found) if lines else filled
        return found[:filled]

    def _count(self, places: int) -> None:
        self.places += places
        if self.places > MAX_CELLS:
            raise RefusedError(
                f"has cells over more than {MAX_CELLS:,} places; delete what lies far off"
            )


# Of empty cells in a row so many keep their place; what is further off is another table.
_MOST_EMPTY = 100
