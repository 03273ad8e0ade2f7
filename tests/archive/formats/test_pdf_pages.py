"""What readers of real pages found amiss beside their pictures, each kind by a page of our own."""

import pytest
from tests.archive.formats.pdf_files import (
    PROSE,
    SLIDE,
    Book,
    grid,
    lines,
    pieces,
    put,
    slide,
    texts,
)

from forumbot.archive.formats.pdf import read_pdf
from forumbot.archive.layout import BlockKind


def spaced(x: float, y: float, words: list[str], gap: float, step: float) -> str:
    """A line whose letters are set apart by ``gap`` and its words by ``step``."""
    page = ""
    for word in words:
        for letter in word:
            page += put(x, y, letter, 12)
            x += WIDTHS[letter] * 0.012 + gap
        x += step - gap
    return page


# Of the capital letters of Helvetica, in thousandths of the type size.
WIDTHS = {"A": 667, "E": 667, "G": 778, "I": 278, "L": 556, "N": 722, "O": 778, "P": 667, "R": 722,
          "S": 667, "T": 611, "U": 722, "D": 722, "W": 944}  # fmt: skip


def test_words_set_letter_by_letter_are_words() -> None:
    """In one word and in several, by gaps between letters that are wide as spaces too."""
    page = spaced(72, 60, ["PARTNERS"], 1.8, 0) + lines(72, 80, PROSE)
    page += spaced(72, 200, ["WORLD", "OUTSIDE"], 5, 12) + lines(72, 220, PROSE)
    found = texts(pieces(page))
    assert found[0] == "PARTNERS"
    assert "WORLD OUTSIDE" in found


def test_names_of_variables_stay_apart() -> None:
    """Single letters with spaces between them are no word."""
    assert texts(pieces(put(72, 60, "a b c d e f g h"))) == ["a b c d e f g h"]


def test_headings_in_small_capitals_are_headings() -> None:
    """On both of their lines, the type size being that of their capitals."""
    page = put(72, 60, "3.1 T", 14) + put(96.9, 60, "HE RETURN OF THE RIVER", 11)
    page += put(72, 76, "T", 14) + put(80.6, 76, "O ITS BED", 11) + lines(72, 110, PROSE)
    assert texts(pieces(page), BlockKind.HEADING) == ["3.1 THE RETURN OF THE RIVER TO ITS BED"]


def test_a_stretched_line_is_one() -> None:
    """Words that justification set far apart, by even gaps, are no cells of a table."""
    page = put(72, 60, "The board has received in the course of the last year")
    x = 72.0
    for word, width in (
        ("eighty ", 26.7),
        ("complaints ", 47.8),
        ("on ", 11.1),
        ("Wednesdays:", 60.6),
    ):
        page += put(x, 72, word)
        x += width + 40
    page += put(72, 84, "one from each of the towns.")
    assert texts(pieces(page)) == [
        "The board has received in the course of the last year eighty complaints on Wednesdays: "
        "one from each of the towns."
    ]


def test_the_label_of_a_drawing_beside_a_text_makes_no_table() -> None:
    """What stands a hair higher or lower than the line beside it is no cell of its row."""
    text = "The dams are opened in spring, before the|salmon come, and closed again|when it rains."
    page = lines(300, 60, text.split("|"), 10, 15)
    page += put(80, 73.5, "serves") + put(80, 88.2, "river")
    found = texts(pieces(page))
    assert not texts(pieces(page), BlockKind.ROW)
    assert text.replace("|", " ") in found


def test_an_address_broken_over_lines_is_whole() -> None:
    """Its rest is told by signs that no word has; a word behind an address stays one."""
    page = lines(72, 60, (
        "All figures stand at https://data.example.org/fen/dimensions/levels?local",
        "e=en and the minutes in full at https://www.example.org/minutes/fen/board",
        "where they are kept for the members who could not be there in person.",
    ))  # fmt: skip
    assert texts(pieces(page)) == [
        "All figures stand at https://data.example.org/fen/dimensions/levels?locale=en and the"
        " minutes in full at https://www.example.org/minutes/fen/board where they are kept for the"
        " members who could not be there in person."
    ]


def test_amounts_without_rules_between_them_are_rows() -> None:
    """In a table that the page cuts off: each line a row under its header, empty cells kept."""
    page = grid([72, 250, 350, 450], [100, 120]).replace("Q", "")
    page += "".join(f"{x} 722 m {x} 640 l S\n" for x in (72, 250, 350, 450))
    for x, name in ((80, "Expenses"), (260, "Budget 2021"), (360, "DM1")):
        page += put(x, 113, name, font="F2")
    rows = [("Staff", "179 050", "30 000"), ("Pumps", "3 000", ""), ("Boats", "124 200", "-200"),
            ("Fuel", "23 260", "10")]  # fmt: skip
    for place, row in enumerate(rows):
        for x, cell in zip((80, 280, 380), row, strict=True):
            page += put(x, 134 + 15 * place, cell) if cell else ""
    found = [piece for piece in pieces(page) if piece.kind is BlockKind.ROW]
    assert [(piece.text, piece.level) for piece in found] == [
        ("Expenses | Budget 2021 | DM1", 1),
        ("Staff | 179 050 | 30 000", 0),
        ("Pumps | 3 000 | ", 0),
        ("Boats | 124 200 | -200", 0),
        ("Fuel | 23 260 | 10", 0),
    ]


def test_a_merged_cell_is_read_below_the_header_of_the_next_page_too() -> None:
    """Its value stands before the first row there, which the file leaves without one."""
    first = grid([72, 200, 330, 460], [100, 130, 160])
    second = first
    for x, name in ((80, "Theme"), (210, "Measure"), (340, "Cost")):
        first += put(x, 118, name, font="F2")
        second += put(x, 118, name, font="F2")
    first += put(80, 148, "Rivers") + put(210, 148, "Plant willows") + put(340, 148, "40 000")
    second += put(210, 148, "Remove two weirs") + put(340, 148, "75 000")
    assert texts(pieces(first, second), BlockKind.ROW)[1::2] == [
        "Rivers | Plant willows | 40 000",
        "Rivers | Remove two weirs | 75 000",
    ]


DOT = "q 6 0 0 6 {x} {y} cm /Im Do Q\n"
SQUARE = "{x} {y} 5 5 re f\n"


def test_bullets_that_are_drawn_open_items() -> None:
    """Pictures and filled shapes, two at least at one edge; a lone one is an ornament."""
    for drawn in (DOT, SQUARE):
        page = slide(60, 60, "What is planned", 28)
        for y, text in ((130, "Open the dams."), (160, "Count the salmon."), (190, "Mend nets.")):
            page += slide(80, y, text) + drawn.format(x=60, y=SLIDE[1] - y + 3)
        found = pieces(page, size=SLIDE)
        assert [(one.marker, one.text) for one in found if one.kind is BlockKind.ITEM] == [
            ("•", "Open the dams."), ("•", "Count the salmon."), ("•", "Mend nets."),
        ]  # fmt: skip
        lone = slide(60, 60, "What is planned", 28) + slide(80, 130, "Open the dams.")
        lone += drawn.format(x=60, y=SLIDE[1] - 127)
        assert not texts(pieces(lone, size=SLIDE), BlockKind.ITEM)


def test_contents_of_links_are_left_out() -> None:
    """Lines below such a title that name the sections, without pages; an agenda is kept."""
    names = ["Opening", "Election of the treasurer", "Events of the year", "Dams", "Closing"]
    body = "".join(
        put(72, 60 + 90 * place, name, 14)
        + lines(72, 80 + 90 * place, ["Nia Merk spoke of it, and", "nobody was against."])
        for place, name in enumerate(names)
    )
    for title, is_kept in (("Contents", False), ("Inhaltsverzeichnis", False), ("Agenda", True)):
        front = put(72, 60, title, 14) + lines(72, 100, names, 10, 14)
        found = read_pdf(Book([front, body]).raw())
        assert (title in texts(list(found.pieces))) is is_kept
        told = any(warning.startswith("table of contents left out") for warning in found.warnings)
        assert told is not is_kept


def test_a_note_under_a_star_stands_apart() -> None:
    """Its sign goes from the title that bears it, and is before it; where it stands alone too."""
    page = put(72, 60, "Summary of the fen group*", 18) + lines(72, 90, PROSE)
    page += put(72, 700, "*", 8) + put(77, 708, "Based on a report by Ada Quill.", 8)
    found = texts(pieces(page))
    assert found[0] == "Summary of the fen group"
    assert found[-1] == "* Based on a report by Ada Quill."


def test_a_bold_label_begins_a_line() -> None:
    """Behind a line that is full as well."""
    page = put(72, 60, "Goal:", font="F2") + put(
        101, 60, "to ask everyone who has ever set foot on the dam and"
    )
    page += put(72, 72, "Contact:", font="F2") + put(118, 72, "Gregor Martynus")
    assert texts(pieces(page)) == [
        "Goal: to ask everyone who has ever set foot on the dam and\nContact: Gregor Martynus"
    ]


def test_a_line_on_a_coloured_ground_keeps_its_place_in_a_box() -> None:
    """A ground that is a little higher than its line is no box of its own."""
    box = "200 600 m 500 600 l 500 700 l 200 700 l 200 600 l S\n"
    ground = "1 1 0 rg 200 615 180 16 re f 0 g\n"
    page = (
        ground
        + box
        + put(210, 160, "The reply is written in")
        + put(210, 180, "the language that was")
    )
    page += put(210, 224, "asked for: Danish")
    found = " ".join(texts(pieces(page)))
    assert found.index("The reply") < found.index("the language") < found.index("Danish")


@pytest.mark.parametrize(
    "inherited",
    ["/MediaBox [0 0 595 842]", "/MediaBox [0 0 842 842] /CropBox [0 0 595 842]"],
    ids=["media", "crop"],
)
def test_a_size_that_all_pages_share_is_that_of_each(inherited: str) -> None:
    """Many programs state it once for all pages; what stands at the upper edge is there."""
    content = put(72, 20, "Fern circle") + lines(72, 120, PROSE)
    assert texts(list(read_pdf(Book([content], inherited=inherited).raw()).pieces)) == texts(
        pieces(content)
    )
    assert texts(pieces(content))[0] == "Fern circle"


@pytest.mark.parametrize(("foot", "text"), [(350, "The ferns were counted."), (0, "ferns1 were")])
def test_a_figure_that_its_font_draws_high_is_that_of_a_note(foot: int, text: str) -> None:
    """It has the size and the line of the words, so that nothing but its shape tells."""
    drawn = f"500 0 50 {foot} 450 700 d1 50 {foot} 400 {700 - foot} re f"
    content = put(72, 100, "The ferns") + put(114.5, 100, "1", font="F4")
    content += put(124, 100, "were counted.") + put(72, 112, "Nobody had asked for it, and so on.")
    content += put(72, 780, "1", 8, font="F4") + put(76.5, 780, "In May alone.", 8)
    found = texts(list(read_pdf(Book([content], drawn=drawn).raw()).pieces))
    assert any(text in one for one in found)
    assert ("¹ In May alone." in found) == (foot > 0)


def test_entries_of_contents_with_dots_stay_lines() -> None:
    """Each reaches the margin, and is no line that goes on."""
    entries = [f"{number} Section {name} " for number, name in enumerate(("one", "two", "six"), 1)]
    dotted = [entry + "." * (90 - len(entry)) + f" {page}" for page, entry in enumerate(entries, 1)]
    content = put(72, 80, "Contents", 14) + lines(72, 110, dotted)
    for place, entry in enumerate(entries):
        content += put(72, 300 + 80 * place, entry, 14) + lines(72, 320 + 80 * place, PROSE[:2])
    found = texts(pieces(content))
    assert found[0] == "1 Section one"
    assert found.count("2 Section two") == 1


def test_what_a_tagged_file_says_of_its_pictures_stands_below_their_page() -> None:
    """Once, behind the sign of a picture, and without parting a sentence over the page's end."""
    first = lines(72, 60, [*PROSE[:-1], "and the board, whose members had come from"])
    figures = [
        (1, "The dam at Oss"), (1, "logo.png"), (2, "The dam at Oss"), (2, "Map of the fens"),
        (2, "the money that had come in"),
    ]  # fmt: skip
    raw = Book([first, lines(72, 60, ["far away, was there.", *PROSE])], figures=figures).raw()
    found = list(read_pdf(raw).pieces)
    assert "had come from far away" in found[0].text
    assert [(one.kind, one.text, one.page) for one in found if one is not found[2]] == [
        (BlockKind.PARAGRAPH, found[0].text, 1),
        (BlockKind.ITEM, "🖼 The dam at Oss", 1),
        (BlockKind.ITEM, "🖼 Map of the fens", 2),
    ]


def test_a_page_of_nothing_but_a_picture_keeps_what_is_said_of_it() -> None:
    """Before the text of the next page, which is a paragraph of its own."""
    figures = [(1, "The dam at Oss")]
    raw = Book(["", lines(72, 60, ["far away, in spring.", *PROSE])], figures=figures).raw()
    found = list(read_pdf(raw).pieces)
    assert [one.text[:9] for one in found] == ["🖼 The dam", "far away,", "The clust"]
    assert [one.page for one in found] == [1, 2, 2]


def test_a_heading_between_those_of_the_numbers_beside_it_is_one() -> None:
    """However long it is and whatever it ends with; a list that is set so is none."""
    long = "2. First thoughts on the frame that the law gives, on the need of people, of rooms"
    page = put(72, 60, "1. What the board wants", 10, "F2") + lines(72, 80, PROSE)
    page += put(72, 160, long, 10, "F2") + put(72, 172, "and of time, skills etc.", 10, "F2")
    page += lines(72, 192, [*PROSE, "1) hides", "2) paths"])
    page += put(72, 290, "3. What comes next", 10, "F2") + lines(72, 310, PROSE)
    assert texts(pieces(page), BlockKind.HEADING) == [
        "1. What the board wants", f"{long} and of time, skills etc.", "3. What comes next",
    ]  # fmt: skip


def test_a_bold_term_ends_the_item_above_it() -> None:
    """Where it begins left of the item's bullet, which hangs below the term before."""
    page = "".join(
        put(72, 60 + 40 * at, term, 10, "F2")
        + put(84, 74 + 40 * at, f"- the {term} goes to the board", 10)
        + put(72, 86 + 40 * at, "as it stands", 10)
        for at, term in enumerate(("open", "shut"))
    )
    assert texts(pieces(page)) == [
        "open", "the open goes to the board as it stands",
        "shut", "the shut goes to the board as it stands",
    ]  # fmt: skip


def test_a_row_with_an_empty_cell_is_a_row_as_those_beside_it() -> None:
    """Though its only value is a list, as in the row of two lists."""
    page = grid((72, 200, 330, 460), (60, 80, 110, 140))
    page += put(76, 74, "Class", 10, "F2") + put(204, 74, "Kept", 10, "F2")
    page += put(334, 74, "Gone", 10, "F2") + put(76, 94, "Bog") + put(204, 92, "• peat")
    page += put(204, 104, "• moss") + put(76, 124, "Fen") + put(204, 122, "• reed")
    page += put(204, 134, "• alder") + put(334, 122, "• mint")
    assert texts(pieces(page)) == [
        "Class | Kept | Gone", "Bog | • peat • moss | ", "Fen | • reed • alder | • mint",
    ]  # fmt: skip


def test_lists_in_two_columns_above_a_broad_paragraph_are_one_list() -> None:
    """Their items go on over the line's end within the column, and none is deeper for its place."""
    first = ["1. The board opens the bog to", "all from the spring on.", "2. The dam is raised by"]
    second = ["3. Members pay twenty euros", "a year, as they did.", "4. The boat is mended in"]
    page = lines(72, 60, [*first, "thirty before winter."])
    page += lines(320, 60, [*second, "the yard at Oss."]) + lines(72, 140, PROSE)
    found = pieces(page)
    assert texts(found)[:4] == [
        "The board opens the bog to all from the spring on.",
        "The dam is raised by thirty before winter.",
        "Members pay twenty euros a year, as they did.",
        "The boat is mended in the yard at Oss.",
    ]
    assert {one.level for one in found} == {0}


def test_sentences_that_go_on_in_every_column_are_cells_of_one_row() -> None:
    """Values in small letters are not, nor what stands below a whole sentence."""

    def row(y: float, *cells: str) -> str:
        return "".join(put(x, y, text) for x, text in zip((72, 240, 400), cells, strict=True))

    page = put(72, 60, "Morning", 10, "F2") + put(240, 60, "Noon", 10, "F2")
    page += put(400, 60, "Evening", 10, "F2")
    page += row(74, "A walk to the", "A trip by boat for", "A meal of all in")
    page += row(86, "dam of Oss.", "the young.", "the house.")
    page += row(98, "open", "in doubt", "open") + row(110, "shut", "in doubt", "shut")
    assert texts(pieces(page)) == [
        "Morning | Noon | Evening",
        "A walk to the dam of Oss. | A trip by boat for the young. | A meal of all in the house.",
        "open | in doubt | open",
        "shut | in doubt | shut",
    ]


@pytest.mark.parametrize(
    ("area", "is_read"),
    [
        ("0 g 68 {y} 90 14 re f", False),
        ("1 g 68 {y} 40 14 re f 108 {y} 50 14 re f", False),
        ("0 g 68 {y} 40 14 re f", True),
        ("0 g 168 {y} 90 14 re f", True),
        ("0 g 68 {y} 90 14 re S", True),
        ("", True),
    ],
)
def test_what_something_is_drawn_over_is_not_read(area: str, is_read: bool) -> None:
    """By one area or several, if nothing of it is seen; the report tells."""
    page = lines(72, 60, PROSE) + put(72, 140, "The secret sum") + area.format(y=842 - 143)
    read = read_pdf(Book([f"{page}\n0 g\n"]).raw())
    assert ("The secret sum" in [one.text for one in read.pieces]) is is_read
    warning = "page 1: text that something is drawn over left out (12 characters)"
    assert (warning in read.warnings) is not is_read


def test_an_area_behind_a_text_hides_nothing_nor_one_over_most_of_a_page() -> None:
    """Words below a picture of the whole page are those that were recognised in it."""
    shade = f"0.8 g 60 {842 - 150} 460 100 re f 0 g\n"
    text = lines(72, 60, PROSE)
    assert texts(pieces(shade + text)) == texts(pieces(text + shade)) == texts(pieces(text))


def boxes(*columns: tuple[str, list[str]]) -> str:
    """Texts side by side, each below a heading in bold letters."""
    page = ""
    for place, (heading, body) in enumerate(columns):
        page += put(60 + 170 * place, 100, heading, 13, "F2")
        page += lines(60 + 170 * place, 122, body, 11, 16)
    return page


def test_boxes_side_by_side_are_read_one_after_the_other() -> None:
    """Their lines are level by chance; one may end above the others, or a sentence within it."""
    plan = ("Plan", ["Walk the field with the", "farmer and mark where", "the old hedge stood."])
    plant = ("Plant", ["Set five plants a metre", "in two rows."])
    care = ("Care", ["Water it all. Cut the", "tops in the second", "winter. Weed by hand", "too."])
    assert texts(pieces(boxes(plan, plant, care))) == [
        "Plan",
        "Walk the field with the farmer and mark where the old hedge stood.",
        "Plant",
        "Set five plants a metre in two rows.",
        "Care",
        "Water it all. Cut the tops in the second winter. Weed by hand too.",
    ]


def test_boxes_whose_lines_open_with_nouns_are_read_one_after_the_other() -> None:
    """In German a capital letter begins no cell; no line below the heading may begin one in all."""
    plan = ("Energie", ["Dächer mit Sonnenstrom", "ausstatten und Nachbarn", "Strom abgeben"])
    plant = ("Wasser", ["Regen im Ort halten,", "Gräben öffnen und", "Brunnen neu bohren"])
    care = ("Boden", ["Plätze entsiegeln und", "Humus aufbauen, ehe", "Wind ihn abträgt"])
    assert [" ".join(text.split()) for text in texts(pieces(boxes(plan, plant, care)))] == [
        "Energie",
        "Dächer mit Sonnenstrom ausstatten und Nachbarn Strom abgeben",
        "Wasser",
        "Regen im Ort halten, Gräben öffnen und Brunnen neu bohren",
        "Boden",
        "Plätze entsiegeln und Humus aufbauen, ehe Wind ihn abträgt",
    ]


def test_numbers_of_rules_hang_before_their_text() -> None:
    """The sign of a paragraph and its number are two words; each begins a paragraph."""
    page = put(60, 60, "§ 1") + lines(100, 60, ["The council meets four times", "a year."])
    page += put(60, 86, "§ 2") + put(100, 86, "It decides by a majority.")
    page += put(60, 100, "Art. 3") + put(100, 100, "Minutes are kept.")
    assert texts(pieces(page)) == [
        "§ 1 The council meets four times a year.",
        "§ 2 It decides by a majority.",
        "Art. 3 Minutes are kept.",
    ]


def test_days_that_open_lines_are_no_numbers_of_items() -> None:
    """Each is a line of its own, however narrow the column."""
    page = lines(60, 60, ["12. Mai: Pflanzen im Moor", "3. Juni: Ausflug nach Oss"])
    assert texts(pieces(page)) == ["12. Mai: Pflanzen im Moor", "3. Juni: Ausflug nach Oss"]


@pytest.mark.parametrize(
    ("first", "second", "row"),
    [
        (["Anna Reuter und", "Clara Voss", "Bernd Moll"], ["Pflege der Wiese", "Mahd im Herbst",
          "Kasse und Post"], "Bernd Moll | Kasse und Post"),
        (
            ["The pump fails in the", "coldest month.", "The van breaks on", "the way."],
            ["Keep a second pump in", "the shed.", "Ask neighbours for", "theirs."],
            "The van breaks on the way. | Ask neighbours for theirs.",
        ),
        (["North", "South", "West"], ["Ada Quill", "Cy Fenn", "Bo Marr"], "South | Cy Fenn"),
        (["hedge", "ditch", "dyke"], ["a shrub", "a channel", "a bank"], "ditch | a channel"),
    ],
)  # fmt: skip
def test_rows_that_begin_level_in_both_columns_are_a_table(
    first: list[str], second: list[str], row: str
) -> None:
    """With names above them in bold letters, as boxes have."""
    assert row in texts(pieces(boxes(("One", first), ("Two", second))))
