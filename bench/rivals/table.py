"""The rows of a run as a table for the README and as a drawing."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from bench.rivals.environments import PLAIN

BEGIN, END = "<!-- the table of rivals -->", "<!-- end of the table of rivals -->"
Row = Mapping[str, Any]
Values = Callable[[Sequence[Row]], list[float | None]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, what it says of each row, and whether more is better.

    ``aside`` is what stands behind a stroke, for the eye alone.
    """

    title: str
    values: Values
    written: str
    more_is_better: bool = False
    is_ranked: bool = True
    aside: Values | None = None


def as_plain(key: str, place: int) -> Values:
    """Times as multiples of what plain encoding took in the same turn; the median of the turns.

    ``place`` is 0 for the time that passed, 1 for the processor's.
    """

    def of(rows: Sequence[Row]) -> list[float | None]:
        plain = next(row[key] for row in rows if row["name"] == PLAIN)
        return [
            statistics.median(a[place] / b[place] for a, b in zip(row[key], plain, strict=True))
            if row[key] else None
            for row in rows
        ]  # fmt: skip

    return of


def times(title: str, key: str) -> Column:
    """A column of times."""
    return Column(title, as_plain(key, 1), "{:.2f}", aside=as_plain(key, 0))


def most(key: str) -> Values:
    """The most of all turns."""
    return lambda rows: [max(row[key]) if row[key] else None for row in rows]


def figure(key: str) -> Values:
    """What stands in the row."""
    return lambda rows: [float(row[key]) for row in rows]


COLUMNS = (
    times("indexing", "index_seconds"),
    times("cold start", "cold_seconds"),
    times("a question", "question_seconds"),
    Column("MB indexing", most("indexing_megabytes"), "{:.0f}"),
    Column("MB asking", most("asking_megabytes"), "{:.0f}"),
    Column("MB installed", figure("installed_megabytes"), "{:.0f}"),
    Column("Cranfield nDCG@10", figure("ndcg@10"), "{:.3f}", more_is_better=True),
    Column("hit@1", figure("hit@1"), "{:.3f}", more_is_better=True),
    Column("hit@5", figure("hit@5"), "{:.3f}", more_is_better=True),
    Column("characters in five", figure("characters"), "{:.0f}", is_ranked=False),
)


def table(rows: Sequence[Row]) -> str:
    """Markdown, the best of each column in bold, and below it what was measured with."""
    columns = [_cells(column, rows) for column in COLUMNS]
    lines = [
        "| | handed | " + " | ".join(column.title for column in COLUMNS) + " |",
        "|" + "---|" * (len(COLUMNS) + 2),
    ]
    for row, *cells in zip(rows, *columns, strict=True):
        lines.append(f"| {row['name']} | {row['reads']} | " + " | ".join(cells) + " |")
    plain = next(row for row in rows if row["name"] == PLAIN)
    index, cold, question = (
        statistics.median(processor for _passed, processor in plain[f"{what}_seconds"])
        for what in ("index", "cold", "question")
    )
    lines += [
        "",
        "Times are multiples of the first row's in the same turn, in processor time / as they "
        f"passed; the first row's processor took {index:.1f} s to index, {cold:.1f} s "
        f"from the start of the process to the first answer, and {1000 * question:.1f} ms a "
        f"question (medians; turns: {len(plain['index_seconds'])}). Versions: {_versions(rows)}.",
    ]
    return "\n".join(lines) + "\n"


def _cells(column: Column, rows: Sequence[Row]) -> list[str]:
    values = column.values(rows)
    known = [value for value in values if value is not None]
    best = column.written.format(max(known) if column.more_is_better else min(known))
    cells = []
    for value, aside in zip(values, (column.aside or column.values)(rows), strict=True):
        cell = "" if value is None else column.written.format(value)
        cell = f"**{cell}**" if column.is_ranked and cell == best else cell
        cells.append(f"{cell} / {column.written.format(aside)}" if cell and column.aside else cell)
    return cells


def _versions(rows: Sequence[Row]) -> str:
    named = {name: version for row in rows for name, version in row["versions"].items()}
    return ", ".join(f"{name} {version}" for name, version in sorted(named.items()))


def placed(text: str, made: str) -> str:
    """A text with what stands between the two marks replaced."""
    before, _begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"there is no place for the table: {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{made}\n{END}{after}"


DRAWN = ("indexing", "cold start", "a question", "MB asking", "MB installed", "hit@1")
_WIDTH, _ACROSS, _NAMES, _BAR, _ROW, _HEAD = 960, 2, 190, 200, 20, 44
_STYLE = """
svg { --ink: #1f2328; --faint: #59636e; --paper: #ffffff; --ours: #0969da; --other: #afb8c1;
  color-scheme: light dark; font: 13px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) {
  svg { --ink: #f0f6fc; --faint: #9198a1; --paper: #0d1117; --ours: #4493f8; --other: #57606a; } }
.paper { fill: var(--paper); } text { fill: var(--ink); } .title { font-weight: 600; }
.ours { fill: var(--ours); } .other { fill: var(--other); }
"""


def drawing(rows: Sequence[Row]) -> str:
    """An SVG for light and dark pages: a panel of bars for each of the main columns."""
    columns = {column.title: column for column in COLUMNS}
    panel = _HEAD + _ROW * len(rows)
    height = panel * -(-len(DRAWN) // _ACROSS) + 16
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img">',
        "<title>forumbot beside other libraries</title>",
        f"<style>{escape(_STYLE)}</style>",
        f'<rect class="paper" width="{_WIDTH}" height="{height}"/>',
    ]
    for place, title in enumerate(DRAWN):
        down, right = divmod(place, _ACROSS)
        lines += _panel(columns[title], rows, right * _WIDTH // _ACROSS, down * panel)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _panel(column: Column, rows: Sequence[Row], left: int, top: int) -> list[str]:
    better = "more" if column.more_is_better else "less"
    lines = [_text(left + _NAMES, top + 30, f"{column.title} ({better} is better)", "title")]
    values = column.values(rows)
    longest = max(value for value in values if value is not None)
    for place, (row, value) in enumerate(zip(rows, values, strict=True)):
        middle = top + _HEAD + _ROW * place + 10
        lines.append(_text(left + _NAMES - 8, middle + 4, row["name"], anchor="end"))
        if value is None:
            continue
        wide = _BAR * value / longest
        style = "ours" if row["name"].startswith("forumbot") else "other"
        lines.append(
            f'<rect class="{style}" x="{left + _NAMES}" y="{middle - 7}" '
            f'width="{wide:.1f}" height="14"/>'
        )
        written = column.written.format(value)
        lines.append(_text(round(left + _NAMES + wide + 6), middle + 4, written))
    return lines


def _text(x: int, y: int, words: str, style: str = "", anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" class="{style}" text-anchor="{anchor}">{escape(words)}</text>'
