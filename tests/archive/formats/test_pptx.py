import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Inches

from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.formats.slides.pptx import read_pptx
from forumbot.archive.layout import BlockKind, clean, lay_out
from forumbot.errors import RefusedError

HEADING, PARAGRAPH, ITEM, ROW = BlockKind
TITLE_SLIDE, TITLE_AND_CONTENT, TITLE_ONLY, BLANK = 0, 1, 5, 6
SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def saved(deck: Any) -> bytes:
    """The bytes of a presentation."""
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def slide_of(deck: Any, layout: int = TITLE_ONLY, title: str = "Title") -> Any:
    """A new slide, with a title where its layout has one."""
    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    if slide.shapes.title is not None:
        slide.shapes.title.text = title
    return slide


def box(
    holder: Any, text: str, left: float, top: float, width: float = 2, height: float = 1
) -> Any:
    """A text box, its place and size in inches."""
    shape = holder.shapes.add_textbox(*(Inches(inch) for inch in (left, top, width, height)))
    shape.text_frame.text = text
    return shape


def found(deck: Any) -> Parsed:
    """All that is found in a presentation."""
    return read_pptx(saved(deck))


def read(deck: Any) -> list[tuple[BlockKind, int, str, int | None]]:
    """Kind, level, clean text and page of each piece."""
    return [
        (piece.kind, piece.level, clean(piece.text), piece.page) for piece in found(deck).pieces
    ]


def texts(deck: Any) -> list[str]:
    """The clean texts of all pieces."""
    return [text for _kind, _level, text, _page in read(deck)]


def test_each_slide_is_a_section_under_its_title() -> None:
    """Titles are headings, body text items with their level, and the slide's number the page."""
    deck = pptx.Presentation()
    first = slide_of(deck, TITLE_SLIDE, "Third forum\vin Ghent")
    first.placeholders[1].text = "Opening"
    second = slide_of(deck, TITLE_AND_CONTENT, "Findings")
    second.placeholders[1].text = "Labels help\nsome more\nData is missing"
    second.placeholders[1].text_frame.paragraphs[1].level = 1
    assert read(deck) == [
        (HEADING, 1, "Third forum in Ghent", 1),
        (PARAGRAPH, 0, "Opening", 1),
        (HEADING, 1, "Findings", 2),
        (ITEM, 0, "Labels help", 2),
        (ITEM, 1, "some more", 2),
        (ITEM, 0, "Data is missing", 2),
    ]


def test_slides_without_a_title_are_sections_too() -> None:
    """The first short line serves as title; before a list or a long text the number does."""
    deck = pptx.Presentation()
    box(slide_of(deck, BLANK), "Thank you\nwrite to us", 1, 1)
    box(slide_of(deck, BLANK), "A long sentence that is no title " * 9, 1, 1)
    listed = slide_of(deck, TITLE_AND_CONTENT, "")
    listed.placeholders[1].text = "one\ntwo"
    assert [(level, text, page) for kind, level, text, page in read(deck) if kind is HEADING] == [
        (1, "Thank you", 1),
        (1, "Slide 2", 2),
        (1, "Slide 3", 3),
    ]


def test_shapes_are_read_from_the_top_and_the_left() -> None:
    """Columns come one after the other, though their boxes are not quite level."""
    deck = pptx.Presentation()
    slide = slide_of(deck)
    box(slide, "bottom", 1, 6)
    box(slide, "right", 5, 1.9, height=3)
    box(slide, "left two", 1.1, 3.2)
    box(slide, "left one", 1, 2, height=3)
    box(slide, "top", 1, 0.2)
    assert texts(deck) == ["Title", "top", "left one", "left two", "right", "bottom"]


def test_labels_over_boxes_head_what_stands_below_them() -> None:
    """Low boxes side by side, each over a higher one, are the headings of these."""
    deck = pptx.Presentation()
    slide = slide_of(deck)
    box(slide, "Silver mines reopen", 5, 3)
    box(slide, "Copper mines close", 1, 3)
    box(slide, "Silver", 5, 2.4, height=0.4)
    box(slide, "Copper", 1, 2.4, height=0.4)
    assert read(deck)[1:] == [
        (HEADING, 2, "Copper", 1),
        (PARAGRAPH, 0, "Copper mines close", 1),
        (HEADING, 2, "Silver", 1),
        (PARAGRAPH, 0, "Silver mines reopen", 1),
    ]


def test_groups_stay_together_at_their_place() -> None:
    """The members of a group, groups in it too, are read where the group lies on the slide."""
    deck = pptx.Presentation()
    slide = slide_of(deck)
    box(slide, "after", 1, 5)
    group = slide.shapes.add_group_shape()
    box(group, "second", 4, 1)
    box(group, "first", 1, 1)
    inner = group.shapes.add_group_shape()
    box(inner, "third", 1, 2.5)
    transform = group._element.grpSpPr.xfrm
    transform.off.y, transform.ext.cy = Inches(3), Inches(1)
    box(slide, "before", 1, 1.5)
    assert texts(deck) == ["Title", "before", "first", "second", "third", "after"]


def test_tables_are_rows_and_merged_cells_stand_in_all_that_they_span() -> None:
    """A table is read row by row, each cell in its place."""
    deck = pptx.Presentation()
    size = [Inches(inch) for inch in (1, 2, 6, 2)]
    table = slide_of(deck).shapes.add_table(2, 3, *size).table
    for row in range(2):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(0, 0).text, table.cell(1, 1).text = "wide", ""
    assert read(deck)[1:] == [(ROW, 0, "wide | wide | 02", 1), (ROW, 0, "10 | | 12", 1)]


def with_bullet(shape: Any, place: int, bullet: str) -> None:
    """Give a paragraph of a shape a bullet's XML."""
    properties = shape.text_frame.paragraphs[place]._p.get_or_add_pPr()
    properties.append(parse_xml(bullet.replace("/>", f" {SPACES}/>")))


def test_bullets_and_numbers_make_items() -> None:
    """Bullets of plain boxes, automatic numbers and typed marks are items; bodies can opt out."""
    deck = pptx.Presentation()
    slide = slide_of(deck, TITLE_AND_CONTENT)
    body = slide.placeholders[1]
    body.text = "lead-in\none\ntwo\n• typed\n3) third"
    with_bullet(body, 0, "<a:buNone/>")
    with_bullet(body, 1, '<a:buAutoNum type="arabicPeriod" startAt="4"/>')
    with_bullet(body, 2, '<a:buAutoNum type="arabicPeriod" startAt="4"/>')
    plain = box(slide, "plain\nbulleted\nlettered", 1, 6.5)
    with_bullet(plain, 1, '<a:buChar char="-"/>')
    with_bullet(plain, 2, '<a:buAutoNum type="alphaLcParenBoth"/>')
    listed = [
        (piece.kind, piece.marker if piece.kind is ITEM else "", piece.text)
        for piece in found(deck).pieces
    ]
    assert listed[1:] == [
        (PARAGRAPH, "", "lead-in"),
        (ITEM, "4.", "one"),
        (ITEM, "5.", "two"),
        (ITEM, "•", "typed"),
        (ITEM, "3)", "third"),
        (PARAGRAPH, "", "plain"),
        (ITEM, "•", "bulleted"),
        (ITEM, "(a)", "lettered"),
    ]


def test_the_speakers_notes_follow_the_slide() -> None:
    """Notes stand under a heading of their own below the slide, and slides of notes alone count."""
    deck = pptx.Presentation()
    slide = slide_of(deck)
    slide.notes_slide.notes_text_frame.text = "Say hello.\nThen pause."
    slide_of(deck, BLANK).notes_slide.notes_text_frame.text = "Nothing to see."
    slide_of(deck, TITLE_ONLY, "End").notes_slide.notes_text_frame.text = ""
    assert read(deck) == [
        (HEADING, 1, "Title", 1),
        (HEADING, 2, "Notes", 1),
        (PARAGRAPH, 0, "Say hello.", 1),
        (PARAGRAPH, 0, "Then pause.", 1),
        (HEADING, 1, "Slide 2", 2),
        (HEADING, 2, "Notes", 2),
        (PARAGRAPH, 0, "Nothing to see.", 2),
        (HEADING, 1, "End", 3),
    ]
    assert found(deck).warnings == ("slide 2 holds no text",)


def test_slides_without_text_and_hidden_ones_are_named() -> None:
    """Warnings give the numbers of slides in runs; hidden slides are read all the same."""
    deck = pptx.Presentation()
    for number in range(1, 9):
        slide = slide_of(deck, BLANK if number in (3, 4, 5, 8) else TITLE_ONLY, f"Title {number}")
        if number == 2:
            slide._element.set("show", "0")
    result = found(deck)
    assert result.warnings == (
        "slides 3-5, 8 hold no text",
        "slide 2 is hidden, and read all the same",
    )
    assert result.pages == 8
    assert "Title 2" in [piece.text for piece in result.pieces]


def test_pictures_alone_are_likely_a_scan() -> None:
    """A presentation of pictures gives no pieces and says what it is likely to be."""
    deck = pptx.Presentation()
    slide_of(deck, BLANK)
    out = io.BytesIO(saved(deck))
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("ppt/media/image1.png", b"\x89PNG")
        package.writestr("ppt/comments/comment1.xml", "<a/>")
    result = read_pptx(out.getvalue())
    assert not lay_out(result.pieces).text
    assert result.warnings == (
        "slide 1 holds no text: pictures alone, likely scanned",
        "comments are left out",
    )


def footer(kind: str, index: int, text: str) -> Any:
    """A placeholder for a footer, a date or a slide number."""
    return parse_xml(
        f'<p:sp {SPACES}><p:nvSpPr><p:cNvPr id="9{index}" name="x"/><p:cNvSpPr/><p:nvPr>'
        f'<p:ph type="{kind}" idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>'
        f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def test_footers_dates_and_slide_numbers_are_left_out() -> None:
    """What runs along every slide is no content; a footer that says something new is named."""
    deck = pptx.Presentation()
    for _ in range(2):
        tree = slide_of(deck, TITLE_ONLY, "Forum of clusters").shapes._spTree
        tree.append(footer("sldNum", 12, "7"))
        tree.append(footer("ftr", 11, "Draft of the board"))
        tree.append(footer("dt", 10, "Forum of clusters"))
    assert texts(deck) == ["Forum of clusters"] * 2
    assert found(deck).warnings == ("running footer left out: 'Draft of the board'",)


def test_charts_are_read_with_their_data() -> None:
    """A chart gives its title and a row for each category."""
    deck = pptx.Presentation()
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["2018", "2019"]
    data.add_series("Members", (4.5, 6))
    size = [Inches(inch) for inch in (1, 2, 6, 4)]
    frame = slide_of(deck).shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *size, data)
    frame.chart.has_title = True
    frame.chart.chart_title.text_frame.text = "Growth"
    assert read(deck)[1:] == [
        (PARAGRAPH, 0, "Growth", 1),
        (ROW, 1, "| Members", 1),
        (ROW, 0, "2018 | 4.5", 1),
        (ROW, 0, "2019 | 6", 1),
    ]


def test_diagrams_are_read_from_their_data_part() -> None:
    """The words of a SmartArt stand on the slide where it does."""
    deck = pptx.Presentation()
    slide = slide_of(deck)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
    name = "/ppt/diagrams/data1.xml"
    space = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    data = (
        f'<d:dataModel xmlns:d="{space}" {SPACES}><d:ptLst><d:pt modelId="1"><d:t><a:p><a:r>'
        "<a:t>Step one</a:t></a:r></a:p></d:t></d:pt></d:ptLst></d:dataModel>"
    )
    part = Part(PackURI(name), "application/xml", slide.part.package, data.encode())
    key = slide.part.relate_to(part, kind)
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    slide.shapes._spTree.append(
        parse_xml(
            f'<p:graphicFrame {SPACES}><p:nvGraphicFramePr><p:cNvPr id="70" name="x"/>'
            "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x='0' y='0'/>"
            f"<a:ext cx='9' cy='9'/></p:xfrm><a:graphic><a:graphicData uri='{space}'>"
            f'<d:relIds xmlns:d="{space}" xmlns:r="{links}" r:dm="{key}"/>'
            "</a:graphicData></a:graphic></p:graphicFrame>"
        )
    )
    assert read(deck)[1:] == [(ITEM, 0, "Step one", 1)]


def test_embedded_objects_are_warned_of(tmp_path: Path) -> None:
    """A workbook on a slide is not opened, and a warning names the slide."""
    deck = pptx.Presentation()
    path = tmp_path / "a.bin"
    path.write_bytes(b"PK")
    slide_of(deck).shapes.add_ole_object(str(path), "Excel.Sheet.12", 0, 0, 9, 9)
    assert found(deck).warnings == ("slide 1 holds embedded objects, which are not read",)


def test_what_nobody_sees_on_a_slide_is_left_out_and_told() -> None:
    """Shapes that are hidden or lie beside it, but for a title, which readers of screens need."""
    deck = pptx.Presentation()
    slide = slide_of(deck, title="Pumps")
    slide.shapes.title.top, slide.shapes.title.height = Inches(-3), Inches(1)
    box(slide, "seen", 1, 1)
    box(slide, "beside", -9, 1)
    box(slide, "below", 1, 99)
    box(slide, "hidden", 1, 3)._element.nvSpPr.cNvPr.set("hidden", "1")
    assert texts(deck) == ["Pumps", "seen"]
    assert found(deck).warnings == (
        "slide 1 holds shapes that are hidden or off the slide, left out",
    )


def test_a_shape_without_a_place_is_read_all_the_same() -> None:
    """Whatever its place is stated as."""
    deck = pptx.Presentation()
    slide = slide_of(deck)
    shape = box(slide, "no place", 1, 1)._element
    shape.remove(shape.spPr)
    box(slide, "odd place", 1, 2)._element.spPr.find(".//{*}off").set("x", "z")
    assert sorted(texts(deck)) == ["Title", "no place", "odd place"]


def test_raised_digits_and_struck_words_on_a_slide() -> None:
    """They are read as people read them, in boxes and in cells."""
    deck = pptx.Presentation()
    slide = slide_of(deck)
    for frame in (
        box(slide, "10", 1, 1).text_frame,
        slide.shapes.add_table(1, 1, Inches(1), Inches(3), 9, 9).table.cell(0, 0).text_frame,
    ):
        for text, look in (
            ("6", ("baseline", "30000")),
            (" 5", ("strike", "sngStrike")),
            (" 7", None),
        ):
            run = frame.paragraphs[0].add_run()
            run.text = text
            if look:
                run.font._rPr.set(*look)
    assert texts(deck) == ["Title", "10⁶ 7", "⁶ 7"]
    assert found(deck).warnings == ("struck-out words left out: '5'",)


def test_alternate_shapes_and_formulas_are_read() -> None:
    """Shapes that are there in two versions, as those with formulas are, are read once."""
    deck = pptx.Presentation()
    slide = slide_of(deck)
    shape = box(slide, "x", 1, 1)._element
    old = parse_xml(
        f"<mc:AlternateContent {SPACES}><mc:Choice/><mc:Fallback/></mc:AlternateContent>"
    )
    shape.addprevious(old)
    paragraph = shape.txBody.findall("{*}p")[0]
    paragraph.append(parse_xml(f"<m:oMath {SPACES}><m:r><m:t>=2</m:t></m:r></m:oMath>"))
    paragraph.append(parse_xml(f"<a:br {SPACES}/>"))
    paragraph.append(parse_xml(f'<a:fld type="slidenum" id="x" {SPACES}><a:t>17</a:t></a:fld>'))
    old[0].append(shape)
    assert texts(deck) == ["Title", "x=2"]


@pytest.mark.parametrize(("title", "taken"), [("Forum in Ghent", True), ("Budget of 2009", False)])
def test_the_stated_title_must_fit_the_first_slide(title: str, taken: bool) -> None:
    """The title among the properties counts if the first slide holds its words."""
    deck = pptx.Presentation()
    slide_of(deck, TITLE_ONLY, "Third forum, Ghent")
    slide_of(deck, TITLE_ONLY, "Budget of 2009")
    deck.core_properties.title = title
    assert found(deck).metadata == ({"title": title} if taken else {})


def cut_layout(slide: Any) -> None:
    """Take the layout away from a slide."""
    links = slide.part.rels
    links.pop(next(key for key, link in links.items() if link.reltype.endswith("slideLayout")))


def unplaced(slide: Any) -> None:
    """A shape without place or size."""
    shape = box(slide, "somewhere", 1, 1)._element
    shape.spPr.remove(shape.spPr.xfrm)


def flat_group(slide: Any) -> None:
    """A group of no extent with a member."""
    group = slide.shapes.add_group_shape()
    box(group, "flat", 1, 1)
    transform = group._element.grpSpPr.xfrm
    transform.chExt.cx = transform.chExt.cy = 0


@pytest.mark.parametrize("spoil", [cut_layout, unplaced, flat_group])
def test_odd_slides_are_read_or_refused(spoil: Callable[[Any], None]) -> None:
    """What the library stumbles over ends in pieces or in a reason."""
    deck = pptx.Presentation()
    spoil(slide_of(deck, TITLE_AND_CONTENT))
    raw = saved(deck)
    if spoil is cut_layout:
        with pytest.raises(RefusedError, match="cannot be read as a PowerPoint file"):
            read_pptx(raw)
    else:
        assert len(list(read_pptx(raw).pieces)) == 2


def test_real_presentations_are_read_slide_by_slide(corpus: Path) -> None:
    """Every slide of real files that holds text begins with a heading on its own page."""
    for path in sorted(corpus.glob("*.pptx")):
        result = read_pptx(path.read_bytes())
        pieces = list(result.pieces)
        slides = pptx.Presentation(str(path)).slides
        opened = [piece.page for piece in pieces if piece.kind is HEADING and piece.level == 1]
        assert opened == sorted({piece.page for piece in pieces if piece.page})
        assert result.pages == len(slides)
        there = "".join(lay_out(pieces).text.split())
        for slide in slides:
            for shape in slide.shapes:
                if shape.has_text_frame and not shape.is_placeholder:
                    assert all(word in there for word in clean(shape.text_frame.text).split())


def test_boxes_that_stand_at_the_edge_of_most_slides_are_no_text_of_theirs() -> None:
    """Footers and slide numbers that were typed; what stands elsewhere, or differs, is text."""
    deck = pptx.Presentation()
    for number, topic in enumerate(("Peat", "Moss", "Fern"), start=1):
        slide = slide_of(deck, title=topic)
        box(slide, f"{topic} costs {number * 7} euro.", 1, 3)
        box(slide, "Voted in favour.", 1, 4.5)
        box(slide, "The bog society", 0.3, 7, 3, 0.4)
        box(slide, str(number), 9, 7, 0.5, 0.4)
        box(slide, f"Room {number + 4}", 5, 7, 2, 0.4)
    assert texts(deck)[:4] == ["Peat", "Peat costs 7 euro.", "Voted in favour.", "Room 5"]
    assert found(deck).warnings == ("running footer left out: 'The bog society'",)


def picture(holder: Any, descr: str, more: str = "") -> None:
    """A picture without its file, of which something is said."""
    shapes = holder.shapes._spTree
    shapes.append(
        parse_xml(
            f'<p:pic {SPACES}><p:nvPicPr><p:cNvPr id="9" name="P" descr="{descr}" {more}/>'
            "<p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill/><p:spPr/></p:pic>"
        )
    )


def test_pictures_are_read_by_the_words_that_stand_for_them() -> None:
    """Behind all else of their slide, so that none becomes its title, and each once."""
    deck = pptx.Presentation()
    first = slide_of(deck, BLANK)
    picture(first, "Reed Works")
    picture(first, "Hidden bog", 'hidden="1"')
    box(first, "Partners", 1, 1)
    picture(slide_of(deck, TITLE_ONLY, "Next"), "Reed Works")
    picture(slide_of(deck, BLANK), "The dam at Oss")
    assert read(deck) == [
        (HEADING, 1, "Partners", 1),
        (ITEM, 0, "🖼 Reed Works", 1),
        (HEADING, 1, "Next", 2),
        (HEADING, 1, "Slide 3", 3),
        (ITEM, 0, "🖼 The dam at Oss", 3),
    ]


@pytest.mark.parametrize(("columns", "levels"), [(3, [1, 0]), (2, [0, 0])])
def test_a_first_row_that_is_set_off_names_the_columns(columns: int, levels: list[int]) -> None:
    """Nearly all tables say so, pairs of a name and a value among them."""
    deck = pptx.Presentation()
    size = [Inches(inch) for inch in (1, 2, 6, 2)]
    table = slide_of(deck).shapes.add_table(2, columns, *size).table
    for row, texts in enumerate((["Town", "Fen", "Host"], ["Oss", "Peel", "Quill"])):
        for column in range(columns):
            table.cell(row, column).text = texts[column]
    assert [level for kind, level, _text, _page in read(deck) if kind is ROW] == levels
