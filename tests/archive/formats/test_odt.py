import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.archive.formats.opendocument_files import document
from tests.properties import examples

from forumbot.archive.extract import extract
from forumbot.archive.formats.opendocument.text import read_odt
from forumbot.archive.layout import BlockKind
from forumbot.errors import RefusedError

HEADING, PARAGRAPH, ITEM, ROW = BlockKind


def pieces(body: str) -> list[tuple[BlockKind, int, str]]:
    """Kind, level and text of each piece of a text."""
    return [(one.kind, one.level, one.text) for one in read_odt(document("text", body)).pieces]


def p(text: str) -> str:
    """A paragraph."""
    return f"<text:p>{text}</text:p>"


def cell(text: str, more: str = "") -> str:
    """A cell of a table."""
    return f"<table:table-cell {more}>{p(text)}</table:table-cell>"


def test_headings_are_those_of_outline_and_title() -> None:
    """By their level, by the style of the title and those derived from it, and by bold letters."""
    body = (
        '<text:p text:style-name="P1">Third forum</text:p>'
        '<text:h text:outline-level="2">Skills</text:h>'
        + p("Labels were spoken of, and skills, and much was said on either of them.")
        + p('<text:span text:style-name="U">Members</text:span>')
        + p('<text:span text:style-name="B">Outcomes</text:span>')
        + p("Training is needed.")
    )
    assert pieces(body) == [
        (HEADING, 1, "Third forum"), (HEADING, 2, "Skills"),
        (PARAGRAPH, 0, "Labels were spoken of, and skills, and much was said on either of them."),
        (HEADING, 3, "Members"), (HEADING, 3, "Outcomes"), (PARAGRAPH, 0, "Training is needed."),
    ]  # fmt: skip


def test_white_space_is_that_of_the_elements() -> None:
    """Runs of spaces of the XML are one; spaces, tabs and line ends have elements of their own."""
    body = p('one\n  two<text:s text:c="2"/>three<text:tab/>four<text:line-break/>five')
    assert pieces(body) == [(PARAGRAPH, 0, "one two  three\tfour\nfive")]


def test_lists_have_their_numbers_and_depth() -> None:
    """A number goes on where the file says so; a second paragraph of an item stands in it."""

    def item(text: str) -> str:
        return f"<text:list-item>{text}</text:list-item>"

    nested = f"<text:list>{item(p('inner'))}</text:list>"
    body = (
        f'<text:list text:style-name="N">{item(p("first") + p("more"))}{item(p("next") + nested)}'
        "</text:list>"
        + p("Between.")
        + f'<text:list text:style-name="N" text:continue-list="x">{item(p("on"))}</text:list>'
        + f'<text:list text:style-name="N">{item(p("anew"))}</text:list>'
    )
    found = [(one.kind, one.level, one.marker, one.text) for one in
             read_odt(document("text", body)).pieces]  # fmt: skip
    assert found == [
        (ITEM, 0, "b)", "first"), (PARAGRAPH, 1, "•", "more"), (ITEM, 0, "c)", "next"),
        (ITEM, 1, "•", "inner"), (PARAGRAPH, 0, "•", "Between."), (ITEM, 0, "d)", "on"),
        (ITEM, 0, "b)", "anew"),
    ]  # fmt: skip


def test_tables_have_header_merged_and_empty_cells() -> None:
    """As in the tables of every other format."""
    spanned = 'table:number-rows-spanned="2"'
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        f"{cell('Year')}{cell('Item')}{cell('Cost')}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{cell('2022', spanned)}{cell('Fences')}"
        f"{cell('')}</table:table-row><table:table-row><table:covered-table-cell/>"
        f"{cell('Pumps')}{cell('6')}</table:table-row></table:table>"
    )
    assert pieces(body) == [
        (ROW, 1, "Year | Item | Cost"), (ROW, 0, "2022 | Fences | "), (ROW, 0, "2022 | Pumps | 6"),
    ]  # fmt: skip


def test_notes_and_boxes_follow_their_paragraph() -> None:
    """A footnote is a paragraph of its own with its number, a note in a table follows the table."""
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        f"<text:note-body>{p('By the board.')}</text:note-body></text:note>"
    )
    box = f"<draw:frame><draw:text-box>{p('A box.')}</draw:text-box></draw:frame>"
    table = (
        f"<table:table><table:table-row>{cell('Item' + note)}{cell('5')}"
        "</table:table-row></table:table>"
    )
    assert [text for _kind, _level, text in pieces(p(f"It was agreed{note}.{box}") + table)] == [
        "It was agreed.", "A box.", "¹ By the board.", "Item | 5", "² By the board.",
    ]  # fmt: skip


def test_what_is_left_out_is_told() -> None:
    """Comments, deleted text, tables of contents and running headers are no text to quote."""
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion>" + p("gone")
        + "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body>" + p("Skills 3") + "</text:index-body>"
        "</text:table-of-content>"
        + p("It was held.<office:annotation>" + p("Really?") + "</office:annotation>")
    )  # fmt: skip
    header = f"<style:header>{p('Board of the fens')}</style:header>"
    styles = f"<style:master-page>{header}</style:master-page>"
    read = read_odt(document("text", body, styles=styles))
    assert [one.text for one in read.pieces] == ["It was held."]
    assert read.warnings == (
        "tracked changes are read as accepted",
        "comments are left out",
        "running header or footer left out: 'Board of the fens'",
        "table of contents left out (1 lines)",
    )


LOOKS = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/>'
    "</style:style>"
    for name, look in (
        ("Gone", 'text:display="none"'),
        ("Struck", 'style:text-line-through-style="solid"'),
        ("Up", 'style:text-position="super 58%"'),
        ("Down", 'style:text-position="-33% 58%"'),
    )
)


def test_hidden_and_struck_words_go_and_powers_keep_their_digits() -> None:
    """By the styles of letters; a hidden section goes as a whole."""

    def span(name: str, text: str) -> str:
        return f'<text:span text:style-name="{name}">{text}</text:span>'

    body = p(f"The fee is {span('Struck', '5')}7 euro for 10{span('Up', '6')} m{span('Down', '2')}")
    body += p(f"Seen{span('Gone', ' and not')}.") + p(span("Struck", "A task that is done"))
    body += f'<text:section text:display="none">{p("Unseen.")}</text:section>'
    read = read_odt(document("text", body, styles=LOOKS))
    assert [one.text for one in read.pieces] == [
        "The fee is 7 euro for 10⁶ m2", "Seen.", "A task that is done",
    ]  # fmt: skip
    assert read.warnings == ("hidden text is left out", "struck-out words left out: '5'")


def test_running_lines_count_for_dates_and_objects_are_told() -> None:
    """A header with a day tells when a meeting was held."""
    header = p("Fen Forum, Ghent, 4 May 2020")
    read = read_odt(
        document(
            "text",
            p("The forum met.") + p("<draw:frame><draw:object/></draw:frame>"),
            styles=f"<style:master-page><style:header>{header}</style:header></style:master-page>",
        )
    )
    assert read.metadata == {"running_lines": ["Fen Forum, Ghent, 4 May 2020"]}
    assert read.warnings == (
        "embedded objects, such as charts, are not read",
        "running header or footer left out: 'Fen Forum, Ghent, 4 May 2020'",
    )


def test_repeated_cells_keep_their_places() -> None:
    """An empty one that stands for several, too."""
    table = (
        f"<table:table><table:table-row>{cell('Name')}{cell('May')}{cell('June')}"
        f"</table:table-row><table:table-row>{cell('Ada')}"
        '<table:table-cell table:number-columns-repeated="2"/></table:table-row>'
        f"<table:table-row>{cell('Bo')}{cell('')}{cell('x')}</table:table-row></table:table>"
    )
    assert [text for _kind, _level, text in pieces(table)] == [
        "Name | May | June", "Ada |  | ", "Bo |  | x",
    ]  # fmt: skip


def test_the_title_is_stated_where_the_text_bears_it_out() -> None:
    """As in Word files; a template's title is none."""
    body = p("Minutes of the third meeting of the board")
    assert read_odt(document("text", body, title="Third meeting")).metadata == {
        "title": "Third meeting"
    }
    assert read_odt(document("text", body, title="Letter to Ada")).metadata == {}


BOMB = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
DEEP = "<text:section>" * 300 + "</text:section>" * 300
NESTED = ("<table:table><table:table-row><table:table-cell>" * 14) + (
    "</table:table-cell></table:table-row></table:table>" * 14
)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (document("text", p("x"))[:-40], "is truncated or damaged"),
        (document("text", "", content_dot_xml=BOMB), "XML bomb"),
        (document("text", "", content_dot_xml=b" " * 70_000_000), "zip bomb"),
        (document("text", DEEP), "damaged XML"),
        (document("text", NESTED), "tables or text boxes nested deeper than 12"),
        (document("text", "<text:p"), "damaged XML"),
        (document("text", "", content_dot_xml="<a/>"), "a zip archive, but not an OpenDocument"),
        (
            document("text", p("x"), META_dash_INF__manifest_dot_xml="<manifest:encryption-data/>"),
            "protected by a password",
        ),
        (document("spreadsheet", p("x")), "is an OpenDocument spreadsheet, not an"),
        (document("graphics", p("x")), "is an OpenDocument file, not an OpenDocument text"),
        (b"{\\rtf1 x}", "is an RTF file, not an OpenDocument text"),
    ],
    ids=["cut", "entities", "bomb", "deep", "nested", "broken", "other root", "locked",
         "sheets", "drawing", "rtf"],
)  # fmt: skip
def test_a_hostile_text_is_refused(raw: bytes, reason: str) -> None:
    """Within the bounds of all zipped files, and for what it is not."""
    with pytest.raises(RefusedError, match=reason):
        extract("a.odt", raw)


RAW = document("text", p("It was held in Ghent."))


@examples(60)
@given(place=st.integers(0, len(RAW) - 1), value=st.integers(0, 255))
def test_a_flipped_byte_is_read_or_refused(place: int, value: int) -> None:
    """No damage makes anything but a text or a reason."""
    changed = RAW[:place] + bytes([value]) + RAW[place + 1 :]
    try:
        text = extract("a.odt", changed).text
    except RefusedError:
        return
    assert text


def test_pictures_are_read_by_the_words_that_stand_for_them() -> None:
    """As items behind their paragraph; in a cell only where nothing else stands there."""

    def drawn(words: str, name: str = "desc") -> str:
        return f"<draw:frame><draw:image/><svg:{name}>{words}</svg:{name}></draw:frame>"

    row = f"<table:table-row>{cell(drawn('Moss Ltd'))}{cell('Oss' + drawn('Flag of Oss'))}"
    body = p(f"We thank all.{drawn('Reed Works')}{drawn('Bog map', 'title')}{drawn('a.png')}")
    assert pieces(f"{body}<table:table>{row}</table:table-row></table:table>") == [
        (PARAGRAPH, 0, "We thank all."),
        (ITEM, 0, "🖼 Reed Works"),
        (ITEM, 0, "🖼 Bog map"),
        (ROW, 0, "🖼 Moss Ltd | Oss"),
    ]
