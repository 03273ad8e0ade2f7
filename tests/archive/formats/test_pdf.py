"""PDFs written by the tests themselves, byte by byte, and the real ones of the corpus."""

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.archive.formats.pdf_files import (
    COLUMN,
    PROSE,
    SLIDE,
    Book,
    grid,
    lines,
    pieces,
    put,
    slide,
    texts,
    written,
)
from tests.corpus_reading import CorpusReading
from tests.properties import examples

from forumbot.archive.formats.parsed import RUNNING_TITLE
from forumbot.archive.formats.pdf import read_pdf
from forumbot.archive.formats.pdf.seams import Seams
from forumbot.archive.layout import BlockKind, lay_out
from forumbot.errors import RefusedError

IMAGE = "q 595 0 0 842 0 0 cm /Im Do Q\n"


def test_wrapped_lines_become_paragraphs_with_their_page() -> None:
    """Lines of one paragraph are joined with spaces; every piece names its page, from 1."""
    found = pieces(lines(72, 100, PROSE), lines(72, 100, PROSE[:3]) + lines(72, 160, PROSE[3:]))
    assert texts(found) == [" ".join(PROSE), " ".join(PROSE[:3]), " ".join(PROSE[3:])]
    assert [piece.page for piece in found] == [1, 2, 2]
    assert {piece.kind for piece in found} == {BlockKind.PARAGRAPH}


def test_columns_are_read_one_after_the_other() -> None:
    """What is set in two columns below a title is read down the left one, then the right one."""
    page = put(72, 80, "A title over both of the columns of this page", 18)
    for x, side in ((72, "left"), (310, "right")):
        for place in range(3):
            page += put(x, 120 + 90 * place, f"Of the {side} {place}", 12, "F2")
            page += lines(x, 136 + 90 * place, [f"Words that fill the {side} column", *COLUMN])
    found = pieces(page)
    assert texts(found, BlockKind.HEADING)[1:] == [
        f"Of the {side} {place}" for side in ("left", "right") for place in range(3)
    ]
    bodies = [" ".join(text.split()) for text in texts(found, BlockKind.PARAGRAPH)]
    assert bodies == [
        " ".join([f"Words that fill the {side} column", *COLUMN])
        for side in ("left",) * 3 + ("right",) * 3
    ]


def test_a_sentence_goes_on_over_the_page() -> None:
    """A paragraph broken by the end of a page is one again, on the page where it begins."""
    found = pieces(lines(72, 100, PROSE[:3]), lines(72, 100, PROSE[3:]))
    assert [(piece.text, piece.page) for piece in found] == [(" ".join(PROSE), 1)]


@pytest.mark.parametrize(
    ("known", "before", "after", "joined"),
    [
        ("", "the informa-", "tion of", "the information of"),
        ("", "the informa\u00ad", "tion of", "the information of"),
        ("", "use of DCAT-", "AP", "use of DCAT-AP"),
        ("a cross-border case", "in cross-", "border trade", "in cross-border trade"),
        ("the database", "in the data-", "base of", "in the database of"),
        ("", "tools for user-", "oriented work", "tools for user-oriented work"),
        ("", "Vor-", "und Nachteile", "Vor- und Nachteile"),
        ("", "state-of-the-", "art tools", "state-of-the-art tools"),
        ("", "COVID-", "19 cases", "COVID-19 cases"),
        ("", "see https://a.example/dcat-", "no/x", "see https://a.example/dcat-no/x"),
        ("", "see https://a.example/", "no/x", "see https://a.example/no/x"),
        ("", "plain words", "go on", "plain words go on"),
        ("", "a dash -", "goes on", "a dash - goes on"),
    ],
)
def test_broken_words_are_mended_and_compounds_kept(
    known: str, before: str, after: str, joined: str
) -> None:
    """A hyphen at a line's end goes where breaking put it, and stays where it is the word's own."""
    assert Seams([known, before, after]).join([before, after], [False]) == joined


def test_running_headers_footers_and_page_numbers_are_left_out() -> None:
    """What repeats at the edge of pages is left out, digits levelled; a warning counts it."""
    pages = [
        put(72, 40, "Forum report 2019", 8)
        + lines(72, 200, [f"Text {name} of the page.", "It says a thing."], 10)
        + put(290, 810, f"{number}", 8)
        + put(400, 810, f"Draft of 3.{number}.2019", 8)
        for number, name in enumerate(("one", "two", "three", "four"), start=1)
    ]
    found = read_pdf(Book(pages).raw())
    assert [piece.text.split()[1] for piece in found.pieces] == ["one", "two", "three", "four"]
    assert found.warnings == (
        "boilerplate removed: 8 lines: '# Draft of #.#.#' (4), 'Forum report 2019' (4)",
    )
    assert not any("Draft" in piece.text or "report" in piece.text for piece in found.pieces)


def test_page_of_pages_is_left_out_even_once() -> None:
    """ "Page 1 of 1" says nothing, on a single page either."""
    found = read_pdf(Book([lines(72, 100, PROSE) + put(280, 815, "Page 1 of 1", 9)]).raw())
    assert texts(list(found.pieces)) == [" ".join(PROSE)]
    assert found.warnings == ("boilerplate removed: 1 line: 'Page 1 of 1' (1)",)


def test_numbered_headings_at_the_top_of_pages_are_no_running_headers() -> None:
    """Numbers that count faster than the pages, or in larger type, are those of headings."""
    clause = ["The Committee,", "Takes note of what was said."]
    three = [
        "".join(
            put(72, 60 + 120 * place, f"Resolution 2025/{3 * page + place}", 13)
            + lines(72, 80 + 120 * place, clause, 10)
            for place in range(3)
        )
        for page in range(4)
    ]
    one = [
        put(72, 60, f"Resolution {page}", 13) + lines(72, 80, [clause[0], f"Elects {name}."], 10)
        for page, name in enumerate(("Ada", "Bo", "Cy", "Di"), start=1)
    ]
    for pages, count in ((three, 12), (one, 4)):
        found = read_pdf(Book(pages).raw())
        assert len([text for text in texts(list(found.pieces)) if "Resolution" in text]) == count
        assert sum("The Committee," in piece.text for piece in found.pieces) == count
        assert found.warnings == ()


def test_what_opens_the_text_below_a_number_on_each_page_is_no_running_header() -> None:
    """It touches the text, and stands behind what is no running line; a real header goes."""
    pages = [
        put(72, 30, "Council of the fens", 8)
        + put(72, 70, f"Act no. {number}", 10, "F2")
        + lines(72, 90, ["The council decides as follows:", f"The {thing} is to be sold."], 10)
        for number, thing in ((12, "mill"), (15, "pump"), (19, "dam"), (31, "weir"))
    ]
    found = read_pdf(Book(pages).raw())
    assert sum("decides as follows" in piece.text for piece in found.pieces) == 4
    assert found.warnings == ("boilerplate removed: 4 lines: 'Council of the fens' (4)",)
    assert found.metadata[RUNNING_TITLE] == "Council of the fens"


def test_the_second_line_of_a_header_goes_though_the_first_differs() -> None:
    """White space parts it from the text; the last line of a short page's text is none."""
    pages = [
        lines(72, 30, [f"Part {letter} of the land", "Council of the fens"], 10)
        + lines(72, 200, [f"Text {letter} of the page.", *PROSE], 10)
        for letter in "ABCD"
    ]
    found = read_pdf(Book(pages).raw())
    assert found.warnings == ("boilerplate removed: 4 lines: 'Council of the fens' (4)",)
    short = [
        put(72, 70, f"Case {letter}", 13)
        + lines(72, 90, [f"Of {letter} it was said", "that it rained."])
        for letter in "ABCD"
    ]
    assert "that it rained." in " ".join(texts(pieces(*short)))


def test_titles_of_slides_are_no_running_headers() -> None:
    """The same title on several slides in a row stays on each of them."""
    pages = [
        slide(60, 50, "Next steps", 32) + slide(60, 150, f"Step {word} is to be taken")
        for word in ("one", "two", "three")
    ] + [slide(60, 50, f"Other {word}", 32) + slide(60, 150, "Words") for word in "abcd"]
    headings = texts(pieces(*pages, size=SLIDE), BlockKind.HEADING)
    assert headings == ["Next steps"] * 3 + ["Other a", "Other b", "Other c", "Other d"]


def test_slides_have_their_titles_as_headings() -> None:
    """The title of each slide is its heading and comes first, wherever it is in the file."""
    pages = [
        slide(60, 180, "• first point")
        + slide(60, 210, "• second point")
        + slide(60, 60, title, 30)
        for title in ("Where we are", "Where we go")
    ]
    found = pieces(*pages, size=SLIDE)
    kinds = [BlockKind.HEADING, BlockKind.ITEM, BlockKind.ITEM]
    assert [piece.kind for piece in found] == kinds * 2
    assert [piece.text for piece in found[:3]] == ["Where we are", "first point", "second point"]
    assert [piece.page for piece in found] == [1, 1, 1, 2, 2, 2]


def test_ligatures_and_invisible_characters_are_resolved() -> None:
    """A ligature becomes its letters; soft hyphens and zero-width spaces go; ² stays what it is."""
    page = put(72, 100, "of\xc0ce\xc2 hour\xc1s of 5 m\xc5", 10, "F3")
    assert lay_out(pieces(page)).text == "office hours of 5 m²"


def test_headings_are_recognised_by_size_and_boldness() -> None:
    """Larger lines are headings, the largest of level 1; bold lines of body size come below."""
    page = put(72, 60, "Report of the forum", 20)
    for place, name in enumerate(("Welcome words", "Conclusions drawn")):
        page += put(72, 110 + 300 * place, name, 14)
        page += put(72, 140 + 300 * place, f"On {name.lower()}", 10, "F2")
        page += lines(72, 160 + 300 * place, PROSE)
    found = [piece for piece in pieces(page) if piece.kind is BlockKind.HEADING]
    assert [(piece.text, piece.level) for piece in found] == [
        ("Report of the forum", 1),
        ("Welcome words", 2),
        ("On welcome words", 3),
        ("Conclusions drawn", 2),
        ("On conclusions drawn", 3),
    ]


def test_headings_are_recognised_by_the_outline() -> None:
    """A line that a bookmark of its page names is a heading, whatever it looks like."""
    page = put(72, 100, "Of the next forum") + lines(72, 130, PROSE)
    raw = Book([lines(72, 100, PROSE), page], outline=[("Of the  next forum", 2)]).raw()
    headings = [piece for piece in read_pdf(raw).pieces if piece.kind is BlockKind.HEADING]
    assert [(piece.text, piece.level, piece.page) for piece in headings] == [
        ("Of the next forum", 1, 2)
    ]


def test_bullets_of_every_glyph_make_items_with_their_depth() -> None:
    """Bullets, private-use ones too, make items; what is indented further lies deeper."""
    page = lines(72, 80, PROSE)
    glyphs = ["\xc3", "\xc4", "\xc6", "-", "o"]
    for place, glyph in enumerate(glyphs):
        deeper = 20 * (place % 2)
        page += put(72 + deeper, 160 + 14 * place, glyph, 10, "F3")
        page += put(90 + deeper, 160 + 14 * place, f"Point {place} of the list", 10)
    found = [piece for piece in pieces(page) if piece.kind is BlockKind.ITEM]
    assert [piece.text for piece in found] == [f"Point {place} of the list" for place in range(5)]
    assert [piece.level for piece in found] == [0, 1, 0, 1, 0]
    assert {piece.marker for piece in found} == {"•"}


def test_numbered_items_keep_their_numbers_and_wrapped_lines() -> None:
    """A number before an item is its marker; the lines hanging below it belong to it."""
    page = lines(72, 80, PROSE)
    page += put(72, 160, "1.") + lines(
        90, 160, ["The first thing that the group agreed upon", "in May."]
    )
    page += put(72, 184, "2.") + put(90, 184, "The second thing.")
    found = [piece for piece in pieces(page) if piece.kind is BlockKind.ITEM]
    assert [(piece.marker, piece.text) for piece in found] == [
        ("1.", "The first thing that the group agreed upon in May."),
        ("2.", "The second thing."),
    ]


def test_ruled_tables_are_read_row_by_row() -> None:
    """Each row is one piece, its cells in order, lines within a cell joined, no cell lost."""
    page = grid([72, 200, 330, 500], [100, 130, 170, 200])
    for row, cells in enumerate(
        [("Name", "Role", "Since"), ("Ann", "", "2018"), ("Ben", "Host", "")]
    ):
        for column, cell in enumerate(cells):
            page += put(80 + 130 * column, 118 + 35 * row, cell)
    page += put(210, 146, "Chair of the") + put(210, 158, "steering group")
    rows = texts(pieces(page), BlockKind.ROW)
    assert rows == [
        "Name | Role | Since",
        "Ann | Chair of the steering group | 2018",
        "Ben | Host | ",
    ]


def test_a_cell_merged_over_rows_is_read_in_each_of_them() -> None:
    """A theme that spans two rows stands in both, in its own column."""
    page = grid([72, 200, 330, 500], [100, 130, 160, 190])
    page = page.replace("72 682 m 500 682 l", "200 682 m 500 682 l")
    cells = [("Theme", "Measure", "Owner"), ("Rivers", "Plant willows", "Reed"),
             ("", "Remove two weirs", "Sedge")]  # fmt: skip
    for row, texts_ in enumerate(cells):
        for column, cell in enumerate(texts_):
            page += put(80 + 130 * column, 118 + 30 * row, cell)
    assert texts(pieces(page), BlockKind.ROW) == [
        "Theme | Measure | Owner",
        "Rivers | Plant willows | Reed",
        "Rivers | Remove two weirs | Sedge",
    ]


def test_a_table_goes_on_over_the_page_under_its_header() -> None:
    """Rows of the next page belong to the table, whose first row alone names the columns."""

    def page(first: int, *, header: bool) -> str:
        found = grid([72, 200, 330], [100 + 30 * row for row in range(5)])
        for row in range(4):
            cells = [f"Project {first + row}", f"{first + row} 000"]
            if header and row == 0:
                cells = ["Project", "Euro"]
            for column, cell in enumerate(cells):
                found += put(80 + 130 * column, 118 + 30 * row, cell)
        return found

    rows = [piece for piece in pieces(page(0, header=True), page(4, header=False))
            if piece.kind is BlockKind.ROW]  # fmt: skip
    assert [piece.level for piece in rows] == [1] + [0] * 7
    assert [piece.opens for piece in rows] == [True] + [False] * 7


def test_an_empty_cell_of_a_table_without_rules_keeps_its_place() -> None:
    """The columns are told by all rows, so a mark stands below the name of its own."""
    page = lines(72, 80, PROSE)
    for row, (name, here, away) in enumerate(
        [("Name", "Here", "Away"), ("Ada Quill", "", "x"), ("Bo Reed", "x", "")]
    ):
        y = 180 + 14 * row
        page += put(72, y, name) + (put(200, y, here) if here else "")
        page += put(300, y, away) if away else ""
    assert texts(pieces(page), BlockKind.ROW) == [
        "Name | Here | Away",
        "Ada Quill |  | x",
        "Bo Reed | x | ",
    ]


def test_a_cell_full_of_text_is_read_as_text_under_its_label() -> None:
    """A row whose cell holds a list becomes a heading of its label, and the items of the cell."""
    page = lines(72, 60, ["Minutes of the meeting", "held in spring"])
    page += grid([72, 160, 540], [100, 130, 320]) + put(80, 118, "Topic") + put(170, 118, "Summary")
    page += put(80, 146, "Welcome")
    for place in range(4):
        page += put(170, 146 + 36 * place, "•")
        page += lines(
            185, 146 + 36 * place, ["A point that was made by one of the members", "there."]
        )
    found = pieces(page)
    place = texts(found).index("Topic | Summary")
    assert (found[place + 1].kind, found[place + 1].text) == (BlockKind.HEADING, "Welcome")
    assert texts(found[place + 2 :]) == ["A point that was made by one of the members there."] * 4


def test_a_heading_within_a_cell_stands_below_the_label_beside_it() -> None:
    """However it is set, it heads a part of what the label names."""
    page = put(72, 60, "Minutes of the meeting", 14, "F2")
    page += grid([72, 160, 540], [100, 130, 340])
    page += put(80, 118, "Topic") + put(170, 118, "Summary")
    page += put(80, 146, "Welcome") + put(170, 230, "Money of the fens", 14, "F2")
    for y in (146, 182, 250, 286):
        page += put(170, y, "•")
        page += lines(185, y, ["A point that was made by one of the members", "there."])
    headings = [(one.text, one.level) for one in pieces(page) if one.kind is BlockKind.HEADING]
    levels = dict(headings)
    assert levels["Minutes of the meeting"] < levels["Welcome"] < levels["Money of the fens"]


def test_tables_without_rules_are_read_row_by_row() -> None:
    """Columns of short cells on the same lines are rows, their wrapped cells made whole."""
    page = lines(72, 80, PROSE)
    agenda = [
        ("09:00", ["Opening words by the mayor", "and the director"], "Room A"),
        ("10:15", ["Reports"], "Room B"),
        ("12:00", ["Lunch"], "Hall"),
    ]
    for place, (hour, what, where) in enumerate(agenda):
        y = 170 + 30 * place
        page += put(72, y, hour) + lines(150, y, what) + put(350, y, where)
    page += put(72, 260, "Afternoon,") + put(72, 272, "if time permits")
    page += put(150, 260, "Walk") + put(350, 260, "Park")
    page += put(72, 290, "18:00") + put(150, 290, "Dinner") + put(350, 290, "Hall")
    assert texts(pieces(page), BlockKind.ROW) == [
        "09:00 | Opening words by the mayor and the director | Room A",
        "10:15 | Reports | Room B",
        "12:00 | Lunch | Hall",
        "Afternoon, if time permits | Walk | Park",
        "18:00 | Dinner | Hall",
    ]


def test_boxes_side_by_side_are_read_one_after_the_other() -> None:
    """Text in two drawn boxes is not mixed line by line."""
    page = lines(72, 60, PROSE)
    for x, name in ((72, "left"), (200, "right")):
        page += f"{x} 600 110 80 re S\n"
        page += lines(x + 8, 180, [f"The {name} box", f"holds {name} words", f"and is {name}"])
    found = " ".join(" ".join(texts(pieces(page))).split())
    assert "The left box holds left words and is left" in found
    assert "The right box holds right words and is right" in found


def test_pages_turned_by_the_file_are_read_as_they_are_shown() -> None:
    """A page whose text runs upwards and that is shown turned reads like any other."""
    content = "".join(
        f"BT /F1 10 Tf 0 1 -1 0 {100 + 12 * place} 72 Tm ({text}) Tj ET\n"
        for place, text in enumerate(PROSE)
    )
    raw = Book([content], page_extra="/Rotate 90").raw()
    assert texts(list(read_pdf(raw).pieces)) == [" ".join(PROSE)]


def test_text_along_the_edge_is_kept() -> None:
    """A line that runs upwards on an upright page is not lost."""
    page = lines(72, 100, PROSE) + "BT /F1 10 Tf 0 1 -1 0 40 300 Tm (Axis of years) Tj ET\n"
    assert texts(pieces(page)) == [" ".join(PROSE), "Axis of years"]


def test_notes_on_the_page_are_text_too() -> None:
    """What an annotation shows on the page is read with it."""
    shown = "<< /Type /Annot /Subtype /FreeText /Rect [72 400 300 420] /F 4 /AP << /N 13 0 R >> >>"
    form = b"BT /F1 10 Tf 2 5 Td (Added by hand) Tj ET"
    book = Book([lines(72, 100, PROSE)], page_extra=f"/Annots [{shown}]")
    objects = book._objects()
    objects += [
        b"null",
        (
            b"/Type /XObject /Subtype /Form /BBox [0 0 228 20]"
            b" /Resources << /Font << /F1 3 0 R >> >>",
            form,
        ),
    ]
    assert "Added by hand" in texts(list(read_pdf(written(objects, None, False)).pieces))


@pytest.mark.parametrize(
    ("stated", "taken"),
    [
        ("Clusters of the region", True),
        ("Microsoft Word - minutes.doc", False),
        ("untitled", False),
        ("PowerPoint Presentation", False),
        ("clusters_of_the_region", False),
        ("clusters-of-the-region.docx", False),
        ("A template of last year", False),
    ],
)
def test_a_stated_title_is_taken_if_the_text_bears_it_out(stated: str, taken: bool) -> None:
    """Names of programs and files are no titles, nor is one whose words the text lacks."""
    info = {"Title": stated, "CreationDate": "D:20190312", "Author": "Ann"}
    found = read_pdf(Book([lines(72, 100, PROSE)], info=info).raw())
    assert found.metadata == ({"title": stated} if taken else {})


def test_a_title_in_broken_unicode_is_passed_over() -> None:
    """Half of a surrogate pair in a title or a bookmark does no harm to the rest of the file."""
    broken = r"\376\377\330\000\000C"
    book = Book([lines(72, 100, PROSE)], info={"Title": broken}, outline=[(broken, 1)])
    found = read_pdf(book.raw())
    assert (texts(list(found.pieces)), found.metadata) == ([" ".join(PROSE)], {})


def test_dots_that_lead_to_a_page_number_are_drawn_together() -> None:
    """A table of contents is read row by row, without its hundreds of dots."""
    page = lines(72, 60, PROSE)
    for place, (name, number) in enumerate([("Welcome", 3), ("Conclusions", 12), ("Annex", 40)]):
        page += put(72, 160 + 14 * place, f"{name} " + "." * 90) + put(
            500, 160 + 14 * place, str(number)
        )
    assert texts(pieces(page), BlockKind.ROW) == [
        "Welcome … | 3",
        "Conclusions … | 12",
        "Annex … | 40",
    ]


@pytest.mark.parametrize(
    ("differences", "written", "said"),
    [
        (
            "20 /f_f /f_f_i.liga 22 /f_t",
            "Tre\x14en, O\x15zier, tri\x16",
            "Treffen, Offizier, trift",
        ),
        ("64/f_j/T_h", "@ord and Aing", "fjord and Thing"),
        ("64 /uni00660066", "Tre@en", "Treffen"),
    ],
)
def test_glyphs_are_read_by_their_names(differences: str, written: str, said: str) -> None:
    """Ligatures that PDFium has no character for are the letters that their names are made of."""
    found = read_pdf(Book([put(72, 100, written)], differences=differences).raw())
    assert (texts(list(found.pieces)), found.warnings) == ([said], ())


def test_the_first_character_that_is_lost_is_told() -> None:
    """A glyph whose name says nothing is missed, with its page."""
    pages = [lines(72, 100, PROSE), put(72, 100, "Tre\x14en")]
    found = read_pdf(Book(pages, differences="20 /g123").raw())
    assert found.warnings == ("page 2: 1 character has no meaning in the file's fonts and is lost",)


def test_accents_that_were_set_over_letters_belong_to_them() -> None:
    """A letter and an accent in one place are one, in either order; others stay as they are."""
    over = (
        put(72, 100, "Er") + put(81, 100, "\xa8") + put(80.2, 100, "o") + put(85.8, 100, "ffnung")
    )
    after = put(72, 130, "gew") + put(90, 130, "a") + put(91, 130, "\xa8") + put(95.6, 130, "hlt")
    apart = put(72, 160, "5 \xb0C and \xb4quoted\xb4")
    assert " ".join(texts(pieces(over + after + apart))) == (
        "Er\xf6ffnung gew\xe4hlt 5 \xb0C and \xb4quoted\xb4"
    )


def test_a_table_of_contents_is_left_out() -> None:
    """Lines that name the sections of the document with their pages go, and a warning counts them;
    their title goes with them, and a list of figures that stand nowhere stays."""
    sections = ["Opening", "Election of the treasurer", "Events of the year"]
    front = put(72, 60, "Minutes of the Slag Union", 16) + put(72, 100, "Contents", 10)
    for place, name in enumerate([*sections, "Statistics"]):
        front += put(72, 130 + 14 * place, f"{place + 1} {name}") + put(
            500, 130 + 14 * place, str(place // 2 + 2)
        )
    body = "".join(
        put(72, 60 + 90 * place, f"{place + 1} {name}", 14)
        + lines(72, 80 + 90 * place, ["Nia Merk spoke of it, and", "nobody was against."])
        for place, name in enumerate(sections)
    )
    found = read_pdf(Book([front, body]).raw())
    assert texts(list(found.pieces), BlockKind.HEADING) == [
        "Minutes of the Slag Union", *(f"{place} {name}" for place, name in enumerate(sections, 1)),
    ]  # fmt: skip
    assert not texts(list(found.pieces), BlockKind.ROW)
    assert "Contents" not in texts(list(found.pieces))
    assert found.warnings == ("table of contents left out (4 lines)",)


def test_an_entry_of_contents_may_go_on_over_its_line() -> None:
    """Its first half has no page; in contents it goes with the second."""
    front = put(72, 60, "Contents", 16) + put(72, 90, "1 Opening " + "." * 60) + put(500, 90, "2")
    front += put(72, 106, "2 What became of the first part of the")
    front += put(84, 122, "programme " + "." * 60) + put(500, 122, "3")
    front += put(72, 138, "3 Closing " + "." * 60) + put(500, 138, "4")
    names = ["1 Opening", "2 What became of the first part of the programme", "3 Closing"]
    body = "".join(
        put(72, 60 + 90 * place, name, 14) + put(72, 80 + 90 * place, "Nobody was against it.")
        for place, name in enumerate(names)
    )
    found = read_pdf(Book([front, body]).raw())
    assert texts(list(found.pieces), BlockKind.HEADING) == names
    assert found.warnings == ("table of contents left out (3 lines)",)
    assert not texts(list(found.pieces), BlockKind.ROW)


def test_a_sentence_that_looks_as_the_text_is_no_heading_by_its_bookmark() -> None:
    """Where an outline lists a line of the text, the rest of the outline counts."""
    said = "The chair thanked everyone and closed the meeting at noon."
    page = put(72, 60, "Closing", 14) + put(72, 84, said)
    found = list(read_pdf(Book([page], outline=[("Closing", 1), (said, 1)]).raw()).pieces)
    assert texts(found, BlockKind.HEADING) == ["Closing"]


def test_a_table_that_is_set_sideways_is_read_row_by_row() -> None:
    """What runs up the page is read as it reads when the page is turned."""
    page = put(72, 60, "Overview of the regions")
    cells = [("Region", "Quarries", "Exports"), ("North", "12", "4 million"), ("South", "7", "9")]
    for row, texts_ in enumerate(cells):
        for column, cell in enumerate(texts_):
            x, y = 200 + 20 * row, 100 + 150 * column
            page += f"BT /F1 10 Tf 0 1 -1 0 {x} {y} Tm ({cell}) Tj ET\n"
    assert texts(pieces(page)) == [
        "Overview of the regions",
        "Region | Quarries | Exports",
        "North | 12 | 4 million",
        "South | 7 | 9",
    ]


def test_an_outline_of_all_paragraphs_makes_no_headings() -> None:
    """Bookmarks count where they name headings, not where a program made one of each line."""
    words = ["Actions done:", "the survey was finished", "the list was cut", "Actions to do:",
             "write to the county", "show the maps", "ask for money"]  # fmt: skip
    page = put(72, 60, "Minutes of the Gravel Group", 16)
    page += "".join(put(72, 100 + 30 * place, text) for place, text in enumerate(words))
    outline = [(text, 1) for text in ("Minutes of the Gravel Group", *words)]
    found = list(read_pdf(Book([page], outline=outline).raw()).pieces)
    assert texts(found, BlockKind.HEADING) == ["Minutes of the Gravel Group"]
    assert texts(found, BlockKind.PARAGRAPH) == words


def test_numbers_that_hang_left_of_their_text_stand_on_its_line() -> None:
    """Bare numbers in a column of their own are those of the lines beside them."""
    page = lines(72, 60, PROSE)
    agenda = ["Approval of the minutes", "Financial matters", "Any other business"]
    for place, text in enumerate(agenda):
        page += put(72, 160 + 40 * place, str(place + 1)) + put(100, 160 + 40 * place, text)
        page += put(100, 174 + 40 * place, f"{place + 1}.1 Report of a member")
    found = [line for text in texts(pieces(page)) for line in text.split("\n")]
    assert [line for line in found if line[1:2] == " "] == [
        "1 Approval of the minutes", "2 Financial matters", "3 Any other business",
    ]  # fmt: skip


def test_lines_over_the_edge_of_a_coloured_bar_are_read_in_their_order() -> None:
    """A ground that ends within lines of text is no box around some of them."""
    page = "0.8 0.9 1 rg 60 500 365 380 re f 0 g\n" + put(70, 130, "Government", 14)
    page += lines(62, 300, [*PROSE[:3], "to reach the goals."], 10)
    assert texts(pieces(page)) == ["Government", " ".join([*PROSE[:3], "to reach the goals."])]


def test_a_sentence_in_larger_type_than_a_table_is_no_heading() -> None:
    """Where most of a page is a table in small type, the prose below it is still prose."""
    page = put(72, 60, "Participants:", 11)
    for row in range(12):
        for column, cell in enumerate((f"Member {row}", "Moss Valley", "present", "x")):
            page += put(72 + 100 * column, 100 + 12 * row, cell, 8)
    said = "The members discussed rewetting and agreed to meet again."
    found = pieces(page + put(72, 300, said, 11))
    assert [piece.text for piece in found if piece.kind is BlockKind.PARAGRAPH] == [said]


def test_a_sentence_over_two_short_columns_is_read_column_by_column() -> None:
    """Two lines beside two are columns where the sentence goes on at the head of the second."""
    left = ["The jury reviewed the yearly", "cluster report and"]
    right = ["approved the labels for the", "coming funding period."]
    page = lines(60, 130, left, 11, 14) + lines(320, 130, right, 11, 14)
    assert texts(pieces(page)) == [" ".join(left), " ".join(right)]
    rows = lines(60, 130, ["Review of the year", "Election"], 11, 14) + lines(
        320, 130, ["Approved by the board", "Done"], 11, 14
    )
    assert len(texts(pieces(rows), BlockKind.ROW)) == 2


def test_footnotes_stand_below_the_sentence_that_they_interrupt() -> None:
    """A sentence over the end of a page is whole, its note follows under its number, and no number
    is left in it; powers are none."""
    first = lines(72, 100, PROSE) + put(72, 160, "The meadow has 12 m") + put(173.8, 156, "2", 6)
    first += put(180, 160, "and was bought in 2021") + put(286.3, 156, "1", 6)
    first += put(289.8, 160, ", as the board of the trust")
    first += put(72, 700, "1", 5) + put(76, 703, "See the minutes of May.", 8)
    second = lines(72, 100, ["had proposed in the year before. Nobody was against.", *PROSE])
    found = texts(pieces(first, second))
    assert found == [
        " ".join(PROSE),
        "The meadow has 12 m² and was bought in 2021, as the board of the trust had proposed in the"
        " year before. Nobody was against.",
        "¹ See the minutes of May.",
        " ".join(PROSE),
    ]


def test_pages_without_text_are_named() -> None:
    """A warning names the pages that hold no text; most of them images: it is likely a scan."""
    some = read_pdf(Book([lines(72, 100, PROSE), "", IMAGE, lines(72, 100, PROSE[:2]), ""]).raw())
    assert some.warnings[0] == "pages 2-3, 5 hold no text"
    most = read_pdf(Book([lines(72, 100, PROSE), IMAGE, IMAGE]).raw())
    assert most.warnings[0] == "pages 2-3 hold no text"
    assert most.warnings[1].startswith("likely a scan")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (Book([IMAGE, IMAGE]).raw(), "scan and needs OCR"),
        (Book([""]).raw(), "holds no text"),
        (b"<!DOCTYPE html><html><body>404 Not Found</body></html>", "is not a PDF"),
        (b"", "is not a PDF"),
        (Book([lines(72, 100, PROSE)] * 5).raw()[:2500], "is truncated"),
        (b"%PDF-1.7\nnothing of the kind\n%%EOF\n", "is damaged"),
        (Book([lines(72, 100, PROSE)], passwords=("secret", "owner")).raw(), "needs a password"),
        (Book(["0 g"] * 2001).raw(), "has 2,001 pages"),
    ],
    ids=["scan", "empty page", "html", "empty", "truncated", "damaged", "locked", "long"],
)
def test_what_cannot_be_read_is_refused_with_the_reason(raw: bytes, reason: str) -> None:
    """Each kind of unreadable file is refused, within seconds, with a reason that tells which."""
    started = time.process_time()
    with pytest.raises(RefusedError, match=reason):
        read_pdf(raw)
    assert time.process_time() - started < 5


def test_an_empty_password_opens() -> None:
    """A file that is locked against changes only, so that anybody may open it, is read."""
    raw = Book([lines(72, 100, PROSE)], passwords=("", "owner")).raw()
    assert texts(list(read_pdf(raw).pieces)) == [" ".join(PROSE)]


def test_bytes_after_the_end_do_no_harm() -> None:
    """What a mail program appends behind the end of a file does not make it a truncated one."""
    raw = Book([lines(72, 100, PROSE)]).raw() + b"\0" * 5_000
    assert texts(list(read_pdf(raw).pieces)) == [" ".join(PROSE)]


def test_a_page_with_too_much_text_is_cut_and_named() -> None:
    """Of a page with 100,000 characters 60,000 are read, and a warning says so; time is bounded."""
    row = "word " * 20
    page = "".join(put(20, 5 + 0.8 * place, row, 0.7) for place in range(1_000))
    started = time.process_time()
    found = read_pdf(Book([page]).raw())
    assert "page 1: too many characters, read in part" in found.warnings
    assert time.process_time() - started < 20


def test_a_page_with_very_many_rules_is_read() -> None:
    """Tens of thousands of drawn lines take bounded time and leave the text as it is."""
    drawing = "".join(f"{x} 0 m {x} 842 l S 0 {x} m 595 {x} l S\n" for x in range(1, 590)) * 20
    started = time.process_time()
    assert texts(pieces(drawing + lines(72, 100, PROSE))) == [" ".join(PROSE)]
    assert time.process_time() - started < 20


_SAMPLE = Book(
    [lines(72, 100, PROSE) + grid([72, 200, 330], [300, 320, 340]) + put(80, 312, "Cell")],
    info={"Title": "Clusters"},
    outline=[("Cell", 1)],
).raw()


@examples(150)
@given(
    st.lists(
        st.tuples(st.integers(0, len(_SAMPLE) - 1), st.binary(min_size=1, max_size=6)), max_size=8
    )
)
def test_damaged_files_raise_our_own_error_only(changes: list[tuple[int, bytes]]) -> None:
    """Whatever bytes are changed, a file is read or refused."""
    raw = bytearray(_SAMPLE)
    for place, new in changes:
        raw[place : place + len(new)] = new
    try:
        found = read_pdf(bytes(raw))
    except RefusedError:
        return
    lay_out(found.pieces)


def test_the_corpus_is_read_in_seconds_and_loses_no_letter(
    corpus: Path, corpus_read: CorpusReading
) -> None:
    """All that is seen of a real file is in its text, but for running lines; it is quick."""
    import pypdfium2

    for path in sorted(corpus.glob("*.pdf")):
        found = corpus_read.extraction(path.name)
        assert corpus_read.seconds[path.name] < 1 + 0.5 * (found.pages or 0), path.name
        there = _letters(found.text)
        document = pypdfium2.PdfDocument(path.read_bytes())
        everything = "".join(page.get_textpage().get_text_range() for page in document)
        missing = _letters(everything) - there
        document.close()
        removed = re.search(r"removed: (\d+)", " ".join(found.warnings))
        hidden = re.search(r"drawn over left out \((\d+)", " ".join(found.warnings))
        allowed = int(removed[1]) * 60 if removed else int(hidden[1]) if hidden else 0
        assert sum(missing.values()) <= allowed, (path.name, missing)


def _letters(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]", text))
