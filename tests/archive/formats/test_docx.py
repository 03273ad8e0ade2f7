import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.shared import Pt

from forumbot.archive.formats.contents import names_contents
from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.formats.word.docx import read_docx
from forumbot.archive.layout import BlockKind, Piece, clean, lay_out
from forumbot.errors import RefusedError

HEADING, PARAGRAPH, ITEM, ROW = BlockKind
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

STYLED, SHOWN = '<w:rStyle w:val="HidToo"/>', '<w:vanish w:val="0"/>'
RAISED = '<w:vertAlign w:val="superscript"/>'

Read = list[tuple[BlockKind, int, str]]


def saved(document: Document) -> bytes:
    """The bytes of a document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xml(source: str) -> Any:
    """An element for a body, from XML without its namespaces."""
    name, _, rest = source[1:].partition(">" if " " not in source.partition(">")[0] else " ")
    gap = ">" if " " not in source.partition(">")[0] else " "
    return parse_xml(f"<{name} {SPACES}{gap}{rest}")


def with_body(*blocks: str) -> Document:
    """A document whose body is made of these XML elements."""
    document = docx.Document()
    last = document.element.body[-1]
    for block in blocks:
        last.addprevious(xml(block))
    return document


def run(text: str, looks: str = "") -> str:
    """The XML of a run."""
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, properties: str = "", looks: str = "") -> str:
    """The XML of a paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text, looks)}</w:p>"


def with_part(document: Document, name: str, content: str) -> bytes:
    """A saved document with one more part, ``footnotes`` for instance, linked to its main part."""
    raw, out = saved(document), io.BytesIO()
    link = f'<Relationship Id="x{name}" Type="{KIND}/{name}" Target="{name}.xml"/></Relationships>'
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            data = old.read(member)
            if member == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", link.encode())
            new.writestr(member, data)
        new.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def pieces(source: Document | bytes) -> list[Piece]:
    """The pieces of a document that hold text."""
    found = read_docx(source if isinstance(source, bytes) else saved(source))
    return [piece for piece in found.pieces if piece.text.strip()]


def read(source: Document | bytes) -> Read:
    """Kind, level and clean text of each piece."""
    return [(piece.kind, piece.level, clean(piece.text)) for piece in pieces(source)]


def found(document: Document) -> Parsed:
    """All that is found in a document."""
    return read_docx(saved(document))


def test_headings_paragraphs_lists_and_tables_in_their_place() -> None:
    """The blocks of a document come in the order of its body, each with kind and level."""
    document = docx.Document()
    document.add_heading("Third forum", 0)
    document.add_heading("Findings", 1)
    document.add_paragraph("We agreed:")
    document.add_paragraph("first", style="List Bullet")
    document.add_paragraph("inner", style="List Bullet 2")
    document.add_paragraph("counted", style="List Number")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Name", "Role"
    document.add_heading("Next", 2)
    document.add_paragraph("The end.")
    assert read(document) == [
        (HEADING, 1, "Third forum"),
        (HEADING, 1, "Findings"),
        (PARAGRAPH, 0, "We agreed:"),
        (ITEM, 0, "first"),
        (ITEM, 1, "inner"),
        (ITEM, 0, "counted"),
        (ROW, 0, "Name | Role"),
        (HEADING, 2, "Next"),
        (PARAGRAPH, 0, "The end."),
    ]


@pytest.mark.parametrize(
    ("name", "base", "outline", "level"),
    [
        ("Überschrift 2", None, None, 2),
        ("Titre 3", None, None, 3),
        ("Kop 1", None, None, 1),
        ("Titel", None, None, 1),
        ("Chapter", None, 1, 2),
        ("Agenda point", "Heading 3", None, 3),
        ("Not in the outline", "Heading 3", 9, None),
        ("Legal text", None, None, None),
    ],
)
def test_headings_are_known_by_name_outline_or_descent(
    name: str, base: str | None, outline: int | None, level: int | None
) -> None:
    """A style is a heading by its name in any language, by its outline level or by its base."""
    document = docx.Document()
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if base:
        style.base_style = document.styles[base]
    if outline is not None:
        style.element.get_or_add_pPr().append(xml(f'<w:outlineLvl w:val="{outline}"/>'))
    document.add_paragraph("what it is called", style=name)
    expected = (PARAGRAPH, 0) if level is None else (HEADING, level)
    assert read(document) == [(*expected, "what it is called")]


def test_a_paragraphs_own_outline_level_goes_first() -> None:
    """An outline level set by hand makes a heading, and one of body text takes it back."""
    document = with_body(
        paragraph("made one", '<w:outlineLvl w:val="1"/>'),
        paragraph("no longer", '<w:pStyle w:val="Heading1"/><w:outlineLvl w:val="9"/>'),
        paragraph("never " * 60, '<w:pStyle w:val="Heading1"/>'),
    )
    kinds = [(kind, level) for kind, level, _text in read(document)]
    assert kinds == [(HEADING, 2), (PARAGRAPH, 0), (PARAGRAPH, 0)]


def test_bold_and_larger_lines_alone_are_headings_where_they_look_like_titles() -> None:
    """A short line all bold is a heading; bold sentences, lead-ins and words within are not."""
    body = paragraph("Some words of the text, as there are many of them. " * 8)
    document = with_body(
        paragraph("Meeting of the board", looks='<w:b/><w:sz w:val="40"/>'),
        body,
        paragraph("Next steps", looks="<w:b/>"),
        body,
        paragraph("This is important.", looks="<w:b/>"),
        paragraph("Attendees:", looks="<w:b/>"),
        paragraph("Date: 12 March 2019", looks="<w:b/>"),
        paragraph("Name\tRole", looks="<w:b/>"),
        f"<w:p>{run('Bold', '<w:b/>')}{run(' and plain')}</w:p>",
        paragraph("Not bold", looks='<w:b w:val="0"/>'),
        paragraph("Larger than the text", looks='<w:sz w:val="32"/>'),
    )
    headings = [(level, text) for kind, level, text in read(document) if kind is HEADING]
    assert headings == [
        (1, "Meeting of the board"),
        (2, "Next steps"),
        (2, "Larger than the text"),
    ]


def test_underlined_lines_are_headings_unless_most_is_underlined() -> None:
    """A short line that is underlined by hand is a heading, as a bold one is."""
    body = paragraph("Some words of the text, as there are many of them. " * 8)
    shown = paragraph("Next steps", looks='<w:u w:val="single"/>')
    plain = paragraph("Other steps", looks='<w:u w:val="none"/>')
    assert [kind for kind, *_ in read(with_body(body, shown, body, plain))] == [
        PARAGRAPH, HEADING, PARAGRAPH, PARAGRAPH
    ]  # fmt: skip
    assert [kind for kind, *_ in read(with_body(shown, shown))] == [PARAGRAPH] * 2


def test_a_line_that_opens_the_document_is_its_title_before_larger_ones_within() -> None:
    """A bold line on top goes before a larger one below the first text, not on a cover."""
    body = paragraph("Some words of the text, as there are many of them. " * 8)
    opening = paragraph("Kick-off", looks="<w:b/>")
    large = paragraph("Agenda", looks='<w:sz w:val="40"/>')
    assert read(with_body(opening, body, large, body))[0] == (HEADING, 1, "Kick-off")
    assert (HEADING, 1, "Agenda") in read(with_body(opening, large, body))


def test_a_bold_line_below_a_heading_is_no_title() -> None:
    """A document that opens with a heading has its title; what is bold stands below that."""
    document = docx.Document()
    document.add_heading("Minutes", 1)
    document.add_paragraph().add_run("Opening").bold = True
    document.add_paragraph("Some words of the text, as there are many of them. " * 8)
    assert [(level, text) for kind, level, text in read(document) if kind is HEADING] == [
        (1, "Minutes"),
        (2, "Opening"),
    ]


def test_lines_of_a_paragraph_that_count_up_are_items() -> None:
    """A list made of line breaks is one, its lead-in above it."""
    document = docx.Document()
    document.add_paragraph("Decided:\n1. One\n2. Two")
    assert read(document) == [(PARAGRAPH, 0, "Decided:"), (ITEM, 0, "One"), (ITEM, 0, "Two")]


def test_bold_tells_nothing_where_most_is_bold() -> None:
    """In a document set in bold throughout, bold lines are text."""
    document = docx.Document()
    for text in ("First line", "Second line", "Third line"):
        document.add_paragraph().add_run(text).bold = True
    assert [kind for kind, _level, _text in read(document)] == [PARAGRAPH] * 3


def test_looks_come_below_the_headings_that_styles_make() -> None:
    """A bold line under a heading of level 2 has level 3, and the styled title stays the title."""
    document = docx.Document()
    document.add_paragraph("Report", style="Title")
    document.add_heading("Findings", 2)
    document.add_paragraph().add_run("On labels").bold = True
    document.add_paragraph("Some words of the text, as there are many of them. " * 4)
    assert read(document)[:3] == [
        (HEADING, 1, "Report"),
        (HEADING, 2, "Findings"),
        (HEADING, 3, "On labels"),
    ]


NUMBERING = (
    "<w:numbering {spaces}>"
    '<w:abstractNum w:abstractNumId="70">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1.%2"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="lowerLetter"/>'
    '<w:lvlText w:val="(%3)"/></w:lvl>'
    '<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl>'
    '<w:lvl w:ilvl="4"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl>'
    '<w:lvl w:ilvl="5"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="TOP %6:"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="70"><w:abstractNumId w:val="70"/></w:num>'
    '<w:num w:numId="71"><w:abstractNumId w:val="70"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)


def numbered(text: str, level: int, num_id: int = 70, style: str = "") -> str:
    """The XML of a numbered paragraph."""
    link = f'<w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/>'
    return paragraph(text, f"{style}<w:numPr>{link}</w:numPr>")


def with_numbering(*blocks: str) -> Document:
    """A document with the list definitions above."""
    document = with_body(*blocks)
    definitions = document.part.numbering_part.element
    for definition in reversed(parse_xml(NUMBERING.format(spaces=SPACES))):
        definitions.insert(0, definition)
    return document


def test_numbers_count_as_word_counts_them() -> None:
    """Numbers go on over other paragraphs, deeper levels start again, a list can start anew."""
    document = with_numbering(
        numbered("a", 0),
        numbered("b", 1),
        numbered("c", 1),
        paragraph("between"),
        numbered("d", 0),
        numbered("e", 1),
        numbered("f", 2),
        numbered("g", 2),
        numbered("h", 3),
        numbered("i", 4),
        numbered("j", 5),
        numbered("k", 0, 71),
        numbered("l", 0, 71),
        numbered("m", 0, 0),
        numbered("n", 0, 999),
    )
    listed = [(piece.kind, piece.marker, piece.level, piece.text) for piece in pieces(document)]
    assert listed == [
        (ITEM, "1.", 0, "a"),
        (ITEM, "1.1", 1, "b"),
        (ITEM, "1.2", 1, "c"),
        (PARAGRAPH, "•", 0, "between"),
        (ITEM, "2.", 0, "d"),
        (ITEM, "2.1", 1, "e"),
        (ITEM, "(c)", 2, "f"),
        (ITEM, "(d)", 2, "g"),
        (ITEM, "•", 3, "h"),
        (PARAGRAPH, "•", 5, "i"),
        (ITEM, "TOP I:", 5, "j"),
        (ITEM, "9.", 0, "k"),
        (ITEM, "10.", 0, "l"),
        (PARAGRAPH, "•", 0, "m"),
        (PARAGRAPH, "•", 0, "n"),
    ]


def test_headings_keep_the_numbers_that_word_shows() -> None:
    """The number of a numbered heading stands before its words."""
    style = '<w:pStyle w:val="Heading2"/>'
    document = with_numbering(numbered("One", 0), numbered("Scope", 1, style=style))
    assert read(document)[-1] == (HEADING, 2, "1.1 Scope")


def test_bold_numbered_lines_with_text_below_are_headings() -> None:
    """An agenda item in bold with its discussion is a heading; a bold list stays a list."""
    bold = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="70"/></w:numPr>'
    document = with_numbering(
        paragraph("Welcome", bold, "<w:b/>"),
        paragraph("Some words of the text, as there are many of them. " * 3),
        paragraph("Labels", bold, "<w:b/>"),
        paragraph("Funding", bold, "<w:b/>"),
    )
    assert [(kind, text) for kind, _level, text in read(document)][::2] == [
        (HEADING, "1. Welcome"),
        (ITEM, "Labels"),
    ]


def test_typed_bullets_are_items() -> None:
    """Bullets that were typed, whatever their glyph, make items."""
    document = with_body(paragraph("• one"), paragraph("- two"), paragraph("\uf0b7 three"))
    assert read(document) == [(ITEM, 0, "one"), (ITEM, 0, "two"), (ITEM, 0, "three")]


def test_merged_cells_stand_in_all_that_they_span_and_empty_ones_keep_their_place() -> None:
    """Cells merged across or down are read in each column and row that they span."""
    document = docx.Document()
    table = document.add_table(3, 3)
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells.cells):
            cell.text = f"{row}{column}"
    across = table.cell(0, 0).merge(table.cell(0, 1))
    across.text = "wide"
    down = table.cell(1, 2).merge(table.cell(2, 2))
    down.text = "tall"
    table.cell(2, 0).text = ""
    assert [text for _kind, _level, text in read(document)] == [
        "wide | wide | 02",
        "10 | 11 | tall",
        "| 21 | tall",
    ]


def test_minutes_that_stand_in_tables_alone_are_read() -> None:
    """Date and actions kept in tables come as rows, lists in cells with their markers."""
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Date", "12 March 2019"
    table.cell(1, 0).text, table.cell(1, 1).text = "Actions", "Jane: draft"
    table.cell(1, 1).paragraphs[0].style = document.styles["List Bullet"]
    table.cell(1, 1).add_paragraph("Bob: review", style="List Bullet")
    assert read(document) == [
        (ROW, 0, "Date | 12 March 2019"),
        (ROW, 0, "Actions | • Jane: draft • Bob: review"),
    ]


def test_tables_that_only_place_content_are_opened() -> None:
    """Headings, nested tables and long texts in cells come as what they are, in order."""
    document = docx.Document()
    table = document.add_table(1, 2)
    left, right = table.cell(0, 0), table.cell(0, 1)
    left.paragraphs[0].text = "Findings"
    left.paragraphs[0].style = document.styles["Heading 2"]
    right.paragraphs[0].text = "Before"
    inner = right.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "a", "b"
    boxed = document.add_table(1, 1).cell(0, 0)
    boxed.text = "One."
    boxed.add_paragraph("Two.", style="List Bullet")
    assert read(document) == [
        (HEADING, 2, "Findings"),
        (PARAGRAPH, 0, "Before"),
        (ROW, 0, "a | b"),
        (PARAGRAPH, 0, "One."),
        (ITEM, 0, "Two."),
    ]


def test_a_bold_row_across_a_table_is_a_heading() -> None:
    """A row of one cell, bold and like a title, heads the rows that follow."""
    row = "<w:tr><w:tc>{}</w:tc></w:tr>"
    two = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    document = with_body(
        "<w:tbl>"
        + row.format(paragraph("Opening and welcome", looks="<w:b/>"))
        + two.format(paragraph("Chair", looks="<w:b/>"), paragraph("welcomed everybody " * 5))
        + two.format(paragraph("Apologies", looks="<w:b/>"), "<w:p/>")
        + "</w:tbl>"
    )
    kinds = [(kind, text[:9]) for kind, _level, text in read(document)]
    assert kinds == [(HEADING, "Opening a"), (ROW, "Chair | w"), (ROW, "Apologies")]


def test_tracked_changes_are_read_as_accepted() -> None:
    """What was inserted is in, what was deleted or moved away is out, rows and marks too."""
    document = with_body(
        f"<w:p>{run('kept ')}<w:ins>{run('new ')}</w:ins>"
        "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('from ')}</w:moveFrom><w:moveTo>{run('to')}</w:moveTo></w:p>",
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('one ')}</w:p>",
        paragraph("line"),
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph('stays')}</w:tc></w:tr></w:tbl>",
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('last')}</w:p>",
    )
    assert [text for _kind, _level, text in read(document)] == [
        "kept new to",
        "one line",
        "stays",
        "last",
    ]
    assert "tracked changes are read as accepted" in found(document).warnings


def test_no_wrapper_hides_text() -> None:
    """Links, content controls, fields, formulas and smart tags are read through."""
    document = with_body(
        f'<w:p><w:hyperlink r:id="none">{run("link ")}</w:hyperlink>'
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('control ')}</w:sdtContent></w:sdt>"
        f'<w:fldSimple w:instr="DATE">{run("field ")}</w:fldSimple>'
        f"<w:smartTag>{run('tag ')}</w:smartTag>"
        "<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath>"
        '<w:r><w:noBreakHyphen/><w:sym w:font="Wingdings" w:char="F0FE"/><w:tab/></w:r></w:p>',
        f"<w:sdt><w:sdtContent>{paragraph('block')}</w:sdtContent></w:sdt>",
        f"<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc>{paragraph('cell')}</w:tc>"
        "</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl>",
        f"<w:customXml>{paragraph('custom')}</w:customXml>",
    )
    assert [text for _kind, _level, text in read(document)] == [
        "link control field tag E=mc-☑",
        "block",
        "cell",
        "custom",
    ]


def test_prompts_and_hidden_text_are_no_content() -> None:
    """A field that nobody filled in is empty; hidden text is left out, and a warning says so."""
    prompt = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    document = with_body(
        f"<w:sdt>{prompt}<w:sdtContent>{paragraph('Click here')}</w:sdtContent></w:sdt>",
        f"<w:p><w:sdt>{prompt}<w:sdtContent>{run('Enter text')}</w:sdtContent></w:sdt>"
        f"{run('seen')}{run(' unseen', '<w:vanish/>')}</w:p>",
    )
    assert read(document) == [(PARAGRAPH, 0, "seen")]
    assert found(document).warnings == ("hidden text is left out",)


def test_text_that_a_style_hides_is_no_content() -> None:
    """Be it a style of the paragraph or of the letters, unless they say that they are shown."""
    document = with_body(
        paragraph("unseen", '<w:pStyle w:val="Hid"/>'),
        f"<w:p>{run('unseen ', STYLED)}{run('seen')}</w:p>",
        f'<w:p><w:pPr><w:pStyle w:val="Hid"/></w:pPr>{run("shown", SHOWN)}</w:p>',
    )
    for kind, name in (("paragraph", "Hid"), ("character", "HidToo")):
        document.styles.element.append(
            xml(
                f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>'
                "<w:rPr><w:vanish/></w:rPr></w:style>"
            )
        )
    assert [text for _kind, _level, text in read(document)] == ["seen", "shown"]
    assert found(document).warnings == ("hidden text is left out",)


def test_fields_of_a_form_say_what_was_ticked_or_chosen() -> None:
    """Their results are no text: a box that is ticked or not, an entry of a list."""

    def field(data: str) -> str:
        return (
            f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
            "<w:r><w:instrText> FORM </w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    entries = '<w:result w:val="1"/><w:listEntry w:val="Yes"/><w:listEntry w:val="No"/>'
    document = with_body(
        f"<w:p>{field('<w:checkBox><w:checked/></w:checkBox>')}{run(' present')}</w:p>",
        f"<w:p>{field('<w:checkBox/>')}{run(' excused')}</w:p>",
        f"<w:p>{run('Quorum: ')}{field(f'<w:ddList>{entries}</w:ddList>')}</w:p>",
        f"<w:p>{run('Chair: ')}{field('<w:ddList><w:result/></w:ddList>')}</w:p>",
    )
    assert [(piece.marker, clean(piece.text)) for piece in found(document).pieces] == [
        ("☑", "present"), ("☐", "excused"), ("•", "Quorum: No"), ("•", "Chair:"),
    ]  # fmt: skip


def test_numbers_keep_their_powers_and_lose_what_is_struck_out() -> None:
    """Ten to the sixth is no 106, and an amount that another one replaced is not read with it."""
    document = with_body(
        f"<w:p>{run('10')}{run('6', RAISED)}{run(' trees, the 1')}{run('st', RAISED)}</w:p>",
        f"<w:p>{run('The fee is ')}{run('5', '<w:strike/>')}{run('7 euro')}</w:p>",
        f"<w:p>{run('A task that is done', '<w:dstrike/>')}</w:p>",
    )
    assert [text for _kind, _level, text in read(document)] == [
        "10⁶ trees, the 1st",
        "The fee is 7 euro",
        "A task that is done",
    ]
    assert found(document).warnings == ("struck-out words left out: '5'",)


def test_columns_that_were_deleted_are_out() -> None:
    """A tracked change takes a cell of each row away."""
    gone = "<w:tc><w:tcPr><w:cellDel/></w:tcPr>{}</w:tc>"
    row = "<w:tr>" + gone + "<w:tc>{}</w:tc></w:tr>"
    rows = (("Old", "Name"), ("x", "Ada"))
    document = with_body(
        "<w:tbl>" + "".join(row.format(*map(paragraph, pair)) for pair in rows) + "</w:tbl>"
    )
    assert [text for _kind, _level, text in read(document)] == ["Name", "Ada"]


def test_captions_are_no_headings_however_bold() -> None:
    """What stands below a figure heads nothing."""
    document = with_body(
        paragraph("Report", '<w:pStyle w:val="Title"/>'),
        paragraph("Water levels by month", '<w:pStyle w:val="Caption"/>'),
        paragraph("The levels fell in all of the summer months, as they had before."),
    )
    assert [kind for kind, _level, _text in read(document)] == [HEADING, PARAGRAPH, PARAGRAPH]


def test_text_boxes_follow_their_paragraph_once() -> None:
    """A box is read once although files hold it twice, for new programs and old ones."""
    box = f"<w:txbxContent>{paragraph('in the box')}</w:txbxContent>"
    document = with_body(
        f"<w:p>{run('around')}<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
        f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='x'><w:drawing/></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box.replace('the', 'an old')}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    assert [text for _kind, _level, text in read(document)] == [
        "around",
        "in the box",
        "in an old box",
    ]


def notes(*texts: str) -> str:
    """The XML of a part of footnotes, numbered from 1."""
    listed = "".join(
        f'<w:footnote w:id="{number}">{paragraph(text)}</w:footnote>'
        for number, text in enumerate(texts, start=1)
    )
    separator = f'<w:footnote w:id="0" w:type="separator">{paragraph("----")}</w:footnote>'
    return f"<w:footnotes {SPACES}>{separator}{listed}</w:footnotes>"


def test_footnotes_follow_what_refers_to_them() -> None:
    """A note stands below its paragraph or its table, each once, unreferred ones at the end."""
    refers = '<w:p>{}<w:r><w:footnoteReference w:id="{}"/></w:r></w:p>'
    document = with_body(
        refers.format(run("Claim."), 2),
        f"<w:tbl><w:tr><w:tc>{refers.format(run('Cell'), 1)}</w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph('Other')}</w:tc></w:tr></w:tbl>",
        refers.format(run("Again."), 2),
    )
    raw = with_part(document, "footnotes", notes("Of the cell.", "Source.", "Lost."))
    assert [text for _kind, _level, text in read(raw)] == [
        "Claim.",
        "¹ Source.",
        "Cell",
        "Other",
        "² Of the cell.",
        "Again.",
        "³ Lost.",
    ]


def test_a_table_of_contents_is_left_out_where_its_lines_stand_elsewhere() -> None:
    """Entries that repeat headings are dropped and counted; one that repeats nothing is kept."""
    document = docx.Document()
    style = document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    for text in ("1\tScope of work\t3", "2.\tFindings\tiv", "Lost chapter\t9"):
        document.add_paragraph(text, style=style)
    document.add_heading("Scope of work", 1)
    document.add_heading("2. FINDINGS", 1)
    assert [text for _kind, _level, text in read(document)] == [
        "Lost chapter 9",
        "Scope of work",
        "2. FINDINGS",
    ]
    assert found(document).warnings == ("table of contents left out (2 lines)",)


def test_a_list_of_figures_is_left_out_with_what_it_is_called() -> None:
    """A caption that was changed since is known by its number."""
    document = docx.Document()
    style = document.styles.add_style("table of figures", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("List of figures")
    for text in ("Figure 1 Rational of the fen\t4", "Figure 12: Reed\t5"):
        document.add_paragraph(text, style=style)
    document.add_paragraph("Figure 1 Rationale of the old fen")
    assert [text for _kind, _level, text in read(document)] == [
        "Figure 12: Reed 5", "Figure 1 Rationale of the old fen",
    ]  # fmt: skip
    document.add_paragraph("Figure 12: Reeds")
    assert [text for _kind, _level, text in read(document)] == [
        "Figure 1 Rationale of the old fen", "Figure 12: Reeds",
    ]  # fmt: skip


def test_the_first_pages_header_is_kept_and_others_are_named() -> None:
    """A letterhead that says what nothing else says is read; running headers are warned of."""
    document = docx.Document()
    document.add_paragraph("The forum met in Ghent.")
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Minutes of 12 March 2019"
    section.header.paragraphs[0].text = "European forum, internal"
    section.footer.paragraphs[0].text = "Page 3 of 9"
    section.first_page_footer.paragraphs[0].text = "the forum met in Ghent"
    assert [text for _kind, _level, text in read(document)] == [
        "Minutes of 12 March 2019",
        "The forum met in Ghent.",
    ]
    assert found(document).warnings == (
        "running header or footer left out: 'European forum, internal'",
    )


@pytest.mark.parametrize(
    ("title", "taken"),
    [
        ("Report of the third forum", True),
        ("Microsoft Word - report.docx", False),
        ("Word Document", False),
        ("untitled", False),
        ("report_final.docx", False),
        ("Invoice template 2009", False),
        ("", False),
    ],
)
def test_only_a_sensible_title_is_taken_from_the_properties(title: str, taken: bool) -> None:
    """Names of programs and files, and titles of other documents, are no titles."""
    document = docx.Document()
    document.add_paragraph("This is the report of the third forum on clusters.")
    document.core_properties.title = title
    assert found(document).metadata == ({"title": title} if taken else {})


def test_pictures_without_text_are_likely_a_scan() -> None:
    """A document of pictures alone is warned of, and comments and embedded files are named."""
    raw, out = saved(docx.Document()), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            new.writestr(member, old.read(member))
        for name in ("media/image1.png", "comments.xml", "embeddings/a.xlsx"):
            new.writestr(f"word/{name}", "<a/>")
    result = read_docx(out.getvalue())
    assert not lay_out(result.pieces).text
    assert result.warnings == (
        "comments are left out",
        "1 embedded file is not read",
        "pictures and hardly any text: likely scanned",
    )


def test_embedded_documents_are_warned_of() -> None:
    """Content that stands in another file within the file is not lost silently."""
    document = with_body(paragraph("around"), '<w:altChunk r:id="x"/>')
    assert found(document).warnings == ("an embedded document is not read",)


def nested(depth: int) -> str:
    """The XML of tables within tables."""
    return "<w:tbl><w:tr><w:tc>" * depth + paragraph("x") + "</w:tc></w:tr></w:tbl>" * depth


def test_nesting_is_bounded() -> None:
    """Tables may stand in tables, but not without end."""
    assert read(with_body(nested(5))) == [(ROW, 0, "x")]
    with pytest.raises(RefusedError, match="nested deeper"):
        found(with_body(nested(40)))


def circular_styles(document: Document) -> None:
    """Two styles based on each other."""
    for name, base in (("One", "Two"), ("Two", "One")):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.append(xml(f'<w:basedOn w:val="{base}"/>'))
    document.add_paragraph("round and round", style="One")


def no_styles(document: Document) -> None:
    """A style that is defined nowhere."""
    document.element.body[-1].addprevious(
        xml(paragraph("round and round", '<w:pStyle w:val="Gone"/>'))
    )


@pytest.mark.parametrize("spoil", [circular_styles, no_styles])
def test_broken_styles_do_no_harm(spoil: Callable[[Document], None]) -> None:
    """Styles that go in a circle or are missing leave plain paragraphs."""
    document = docx.Document()
    spoil(document)
    assert read(document) == [(PARAGRAPH, 0, "round and round")]


def test_sizes_come_from_runs_styles_and_defaults() -> None:
    """A style's type size makes a heading as a run's does."""
    document = docx.Document()
    style = document.styles.add_style("Loud", WD_STYLE_TYPE.PARAGRAPH)
    style.font.size = Pt(22)
    document.add_paragraph("Some words of the text, as there are many of them. " * 3)
    document.add_paragraph("A loud line", style="Loud")
    assert read(document)[1] == (HEADING, 1, "A loud line")


def test_real_documents_are_read_with_their_structure(corpus: Path) -> None:
    """Real Word files give headings, items and rows, and every visible word of their runs."""
    for path in sorted(corpus.glob("*.docx")):
        result = read_docx(path.read_bytes())
        text = lay_out(result.pieces).text
        assert any(piece.kind is HEADING for piece in result.pieces)
        there = "".join(text.split())
        for shown in docx.Document(str(path)).paragraphs:
            is_entry = shown.style is not None and shown.style.name == "table of figures"
            if is_entry or names_contents(shown.text):
                continue  # an entry may be older than the caption that it names
            words = [word for part in shown.runs for word in clean(part.text).split()]
            assert all(word in there for word in words)


def drawn(descr: str, holds: str = "<pic:pic/>") -> str:
    """The XML of a run with a drawing that says something of what it shows."""
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        f'wordprocessingDrawing"><wp:docPr id="1" name="P" descr="{descr}"/><a:graphic '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"{holds}</a:graphic></wp:inline></w:drawing></w:r>"
    )


def test_pictures_are_read_by_the_words_that_stand_for_them() -> None:
    """Below their paragraph, as items; in a cell only where nothing else stands there."""
    old = '<w:r><w:pict><v:shape alt="Bog map of 1910"><v:imagedata/></v:shape></w:pict></w:r>'
    cells = "".join(
        f"<w:tc>{cell}</w:tc>"
        for cell in (f"<w:p>{drawn('Moss Ltd')}</w:p>",
                     f"<w:p>{run('Oss')}</w:p><w:p>{drawn('Flag of Oss land')}</w:p>")
    )  # fmt: skip
    document = with_body(
        f"<w:p>{run('We thank all.')}{drawn('Reed Works')}{drawn('logo.png')}</w:p>",
        f"<w:p>{drawn('Reed Works')}{drawn('A chart of fees', '<c/>')}</w:p>",
        f"<w:p>{old}</w:p>", f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>",
    )  # fmt: skip
    assert read(document) == [
        (PARAGRAPH, 0, "We thank all."), (ITEM, 0, "🖼 Reed Works"), (ITEM, 0, "🖼 Bog map of 1910"),
        (ROW, 0, "🖼 Moss Ltd | Oss"),
    ]  # fmt: skip


def test_the_picture_of_a_header_is_none_of_the_text() -> None:
    """A logo on each page is neither read nor told."""
    document = with_body(paragraph("Hello"))
    header = document.sections[0].header
    header.paragraphs[0]._p.append(xml(drawn("Reed Works of the Fens")))
    assert found(document).warnings == ()
    assert read(document) == [(PARAGRAPH, 0, "Hello")]


def test_a_sentence_goes_on_over_the_end_of_its_paragraph() -> None:
    """As where somebody broke lines by hand; short lines may be a list."""
    document = with_body(
        paragraph("Frameworks of the fens are used for all of the tasks of"),
        paragraph("mowing, wetting and counting, as well as others."),
        paragraph("peat and other soils"), paragraph("reed"),
    )  # fmt: skip
    assert [text for _kind, _level, text in read(document)] == [
        "Frameworks of the fens are used for all of the tasks of mowing, wetting and counting, "
        "as well as others.", "peat and other soils", "reed",
    ]  # fmt: skip
