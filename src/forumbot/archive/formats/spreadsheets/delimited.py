"""CSV and TSV files to pieces, by the csv module: a table, its columns named by the first row."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.formats.spreadsheets.layout import MAX_CELLS, sheet_pieces
from forumbot.archive.formats.tables import Cell
from forumbot.errors import RefusedError

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 50
# The first line by which Excel is told what parts the values.
_STATED = re.compile(r"sep=(?P<sign>[^\n\"])\n", re.IGNORECASE)


def read_csv(source: str) -> Parsed:
    """The rows of a table of values that commas, semicolons, tabs or bars part.

    Raises :class:`RefusedError` for values that the csv module does not read.
    """
    stated = _STATED.match(source)
    source = source[stated.end() :] if stated else source
    delimiter = stated["sign"] if stated else _delimiter(source)
    try:
        rows = list(_bounded(csv.reader(io.StringIO(source, newline=""), delimiter=delimiter)))
    except csv.Error as error:
        raise RefusedError(f"cannot be read as a table of values ({error}); save it anew") from None
    cells = [[Cell(value.strip()) for value in row] for row in rows]
    return Parsed(sheet_pieces(cells, least_columns=2), {})


def _bounded(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The rows, as long as they hold no more values than a sheet may."""
    values = 0
    for row in rows:
        values += len(row)
        if values > MAX_CELLS:
            raise RefusedError(f"holds more than {MAX_CELLS:,} values; split it")
        yield row


def _delimiter(source: str) -> str:
    """The sign that stands equally often, and most often, in the first lines."""
    lines = [line for line in source.split("\n") if line.strip()][:_SAMPLE_LINES]
    best, most = ",", 0
    for sign in _DELIMITERS:
        widths = Counter(_width(line, sign) for line in lines)
        width, count = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        if width > 0 and count * width > most:
            best, most = sign, count * width
    return best


def _width(line: str, sign: str) -> int:
    """How often a sign stands in a line outside of quotation marks."""
    return re.sub(r'"[^"]*"', "", line).count(sign)
