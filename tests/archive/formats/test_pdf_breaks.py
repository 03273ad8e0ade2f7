"""Tables of a PDF that the end of a page cuts in two, and lines that are underlined."""

from collections.abc import Sequence

import pytest
from tests.archive.formats.pdf_files import PROSE, Book, grid, lines, pieces, put, texts

from forumbot.archive.formats.pdf import read_pdf
from forumbot.archive.formats.pdf.seams import Seams
from forumbot.archive.layout import BlockKind, Piece

HEADER = ("No.", "Measure", "Lead")
CUT = ("2", "Weirs are taken out of the upper river by", "Reed")
REST = ("", "volunteers of two schools.", "")


def table(*rows: Sequence[str], top: float = 100) -> str:
    """A ruled table of three columns, a line to each row."""
    found = grid([72, 120, 440, 520], [top + 24 * row for row in range(len(rows) + 1)])
    for row, cells in enumerate(rows):
        for x, cell in zip((78, 126, 446), cells, strict=True):
            found += put(x, top + 16 + 24 * row, cell) if cell else ""
    return found


def rows(found: Sequence[Piece]) -> list[tuple[int, str]]:
    """The level and the text of each row."""
    return [(piece.level, piece.text) for piece in found if piece.kind is BlockKind.ROW]


def test_abbreviations_name_columns() -> None:
    """A header that says "No." is one."""
    found = rows(pieces(table(HEADER, ("1", "Willows are planted", "Sedge"), CUT)))
    assert found[0] == (1, "No. | Measure | Lead")


@pytest.mark.parametrize("again", [(), (HEADER,)], ids=["once", "header set again"])
def test_a_row_that_goes_on_over_the_page_is_one(again: Sequence[Sequence[str]]) -> None:
    """What a cell lacks stands first on the next page, below the header or without one."""
    first = table(HEADER, ("1", "Willows are planted in spring.", "Sedge"), CUT)
    second = table(*again, REST, ("3", "The path is mended in May.", "Reed"))
    found = rows(pieces(first, second))
    assert [text for level, text in found if not level] == [
        "1 | Willows are planted in spring. | Sedge",
        "2 | Weirs are taken out of the upper river by volunteers of two schools. | Reed",
        "3 | The path is mended in May. | Reed",
    ]


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (("2", "Weirs are taken out of the river.", "Reed"), ("", "by volunteers", "")),
        (("2", "Weirs are taken out by", ""), ("", "", "reed")),
        (("2", "x", "Reed"), ("", "x", "")),
        (CUT, ("3", "volunteers of two schools", "")),
        (CUT, ("", "Volunteers of two schools", "")),
    ],
)
def test_what_ends_before_the_page_goes_not_on(last: Sequence[str], first: Sequence[str]) -> None:
    """A whole sentence, another column, marks, and what has a number or begins anew stay apart."""
    found = pieces(table(HEADER, last), table(first, ("4", "The path is mended.", "Reed")))
    whole = " | ".join(last)
    assert whole in texts(found)
    assert any(first[1] + first[2] in text for text in texts(found) if text != whole)


def test_a_part_of_a_long_row_is_named_by_the_header_pages_before() -> None:
    """A row too long for one line is parted, each cell under the name of its column."""
    head = table(HEADER, ("1", "Willows are planted in spring.", "Sedge"))
    below = grid([72, 120, 440, 520], [100, 124, 700]) + put(78, 116, "2")
    below += put(126, 116, "Weirs go") + put(446, 116, "Reed") + put(78, 140, "3")
    below += lines(126, 140, [line[:52] for line in PROSE] * 4) + put(446, 140, "Sedge")
    found = [text for _level, text in rows(pieces(head, below))]
    assert found[-3] == "No. | 3"
    assert found[-2].startswith("Measure | The clusters of the region")
    assert found[-1] == "Lead | Sedge"


@pytest.mark.parametrize("again", [False, True], ids=["once", "header set again"])
def test_a_header_of_two_rows_stays_over_the_page(again: bool) -> None:
    """Both of its rows name the columns on each page that they are set on, none of the others."""
    head = (
        put(78, 116, "Dam")
        + put(126, 116, "Height")
        + put(126, 140, "in May")
        + put(446, 140, "in June")
    )

    def page(*body: Sequence[str], named: bool) -> str:
        count = 2 * named + len(body)
        ys = [100 + 24 * row for row in range(count + 1)]
        found = grid([72, 120, 440, 520], ys[2 * named :])
        if named:
            found += grid([72, 120], [100, 148]) + grid([120, 520], [100, 124])
            found += grid([120, 440, 520], [124, 148]) + head
        for row, cells in enumerate(body, start=2 * named):
            for x, cell in zip((78, 126, 446), cells, strict=True):
                found += put(x, 116 + 24 * row, cell)
        return found

    first = page(("1", "20", "30"), ("2", "21", "31"), named=True)
    found = rows(pieces(first, page(("3", "22", "32"), ("4", "23", "33"), named=again)))
    names = [(1, "Dam | Height | Height"), (1, "Dam | in May | in June")]
    assert found[:4] == [*names, (0, "1 | 20 | 30"), (0, "2 | 21 | 31")]
    assert found[4:] == [*names * again, (0, "3 | 22 | 32"), (0, "4 | 23 | 33")]


def test_a_label_that_goes_on_over_the_page_is_one() -> None:
    """Beside a text that fills the next page, where the rule between them meets no other."""
    first = (
        grid([72, 200, 520], [100, 124, 300, 340])
        + put(78, 116, "Topic")
        + put(206, 116, "Summary")
    )
    first += put(78, 140, "Willows") + lines(206, 140, [line[:52] for line in PROSE] * 2)
    first += put(78, 316, "Weirs as") + put(206, 316, "What is left to do:")
    second = (
        grid([72, 520], [70, 700])
        + "200 766 m 200 147 l S\n"
        + put(78, 90, "obstacles of the river")
    )
    second += lines(206, 90, [f"{step}. {line[:40]}" for step, line in enumerate(PROSE * 2, 1)])
    found = texts(pieces(first, second))
    place = found.index("Weirs as obstacles of the river")
    assert found[place + 1] == "What is left to do:"
    assert found[place + 2].endswith(PROSE[0][:40])


def test_a_long_word_that_a_cell_breaks_is_whole() -> None:
    """Where it stands whole elsewhere; a short one stays a word of its own."""
    known = Seams(["a distribution of assets", "Dataset/Distrib", "ution", "assets", "as", "sets"])
    assert known.join(["Dataset/Distrib", "ution"], [True, False]) == "Dataset/Distribution"
    assert known.join(["as", "sets"], [False, False]) == "as sets"


def test_a_coloured_bar_under_the_names_of_columns_makes_no_box() -> None:
    """They head the rows below, which no rules part."""
    bar = "0.7 0.8 1 rg 70 726 400 20 re f 0 g\n"
    found = bar + put(76, 110, "Pond", font="F2") + put(260, 110, "Owner", font="F2")
    for row, cells in enumerate((("Alder", "Ada"), ("Birch", "Bo"), ("Cedar", "Cy"))):
        found += put(76, 130 + 14 * row, cells[0]) + put(260, 130 + 14 * row, cells[1])
    assert rows(pieces(found))[:2] == [(1, "Pond | Owner"), (0, "Alder | Ada")]


def underline(x0: float, x1: float, y: float) -> str:
    """A thin rectangle right below a line of text, as word processors draw it."""
    return f"{x0} {842 - y - 2} {x1 - x0} 0.6 re f\n"


HEADED = (
    lines(72, 100, PROSE)
    + put(72, 190, "Membership")
    + lines(72, 206, ["Two members joined the group in spring.", "One left it for good."])
)


def headings(page: str, extra: str = "") -> list[str]:
    """The headings of a page."""
    found = read_pdf(Book([page], page_extra=extra).raw()).pieces
    return [piece.text for piece in found if piece.kind is BlockKind.HEADING]


def test_an_underlined_line_is_a_heading() -> None:
    """A short line of its own that a rule as long as itself underlines."""
    assert headings(HEADED) == []
    assert headings(HEADED + underline(72, 128, 190)) == ["Membership"]


def test_an_underlined_number_is_part_of_the_heading() -> None:
    """So a numbered heading is none of the items that it resembles."""
    page = HEADED.replace("(Membership)", "(1. Members)")
    assert headings(page + underline(72, 125, 190)) == ["1. Members"]


@pytest.mark.parametrize(
    ("rule", "extra"),
    [
        (underline(72, 520, 190), ""),
        (underline(72, 96, 190), ""),
        (underline(72, 128, 200), ""),
        (underline(72, 128, 190),
         "/Annots [<< /Type /Annot /Subtype /Link /Rect [70 648 130 664] >>]"),
    ],
    ids=["border", "part", "far", "link"],
)  # fmt: skip
def test_other_rules_make_no_heading(rule: str, extra: str) -> None:
    """A border of the page's width, an underlined part, a rule far below, and a link."""
    assert headings(HEADED + rule, extra) == []


def test_lines_set_wide_apart_are_one_text_where_a_sentence_goes_on() -> None:
    """As drafts are set, up to two and a half type sizes from line to line."""
    draft = ["The board of the fens, having met in Turku,", "heard that the pumps are not", "good."]
    assert texts(pieces(lines(72, 100, draft, step=26))) == [" ".join(draft)]
    apart = ["The board met in Turku on a Monday.", "The pumps are not good.", "It is late"]
    assert texts(pieces(lines(72, 100, apart, step=26))) == apart


def test_a_word_whose_letters_stand_evenly_apart_is_one() -> None:
    """However far, up to half of their size; letters of columns stand apart by their widths."""
    word, x = "", 72.0
    for letter in "DECISIONS":  # widths of Helvetica, in thousandths
        word += put(x, 80, letter, 16)
        x += 16 * {"I": 278, "D": 722, "C": 722, "O": 778, "N": 722}.get(letter, 667) / 1000 + 7
    assert texts(pieces(word + lines(72, 120, PROSE)))[0] == "DECISIONS"
    columns = "".join(
        put(72 + 16 * place, 80, letter, 16) for place, letter in enumerate("MTWTFSS")
    )
    assert "MTWTFSS" not in texts(pieces(columns + lines(72, 120, PROSE)))
