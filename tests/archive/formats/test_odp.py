import pytest
from tests.archive.formats.opendocument_files import document

from forumbot.archive.extract import extract
from forumbot.archive.formats.opendocument.slides import read_odp
from forumbot.archive.layout import BlockKind
from forumbot.errors import RefusedError

HEADING, PARAGRAPH, ITEM, ROW = BlockKind


def frame(text: str, kind: str = "", place: str = "") -> str:
    """A text box of a slide."""
    stated = f'presentation:class="{kind}"' if kind else ""
    return (
        f"<draw:frame {stated} {place}><draw:text-box><text:p>{text}</text:p></draw:text-box>"
        "</draw:frame>"
    )


def test_each_slide_is_a_section_with_its_title_first() -> None:
    """Boxes come from above to below, notes last under a heading; footers are left out."""
    below, above = 'svg:x="1cm" svg:y="9cm"', 'svg:x="1cm" svg:y="30mm"'
    body = (
        f"<draw:page>{frame('Below.', '', below)}<draw:g>{frame('Above.', '', above)}</draw:g>"
        f"{frame('Labels', 'title')}{frame('page', 'footer')}<presentation:notes>"
        f"{frame('Say more.', 'notes')}</presentation:notes></draw:page><draw:page/>"
        f"<draw:page>{frame('Only this.')}</draw:page>"
    )
    read = read_odp(document("presentation", body))
    assert [(one.kind, one.level, one.page, one.text) for one in read.pieces] == [
        (HEADING, 1, 1, "Labels"), (PARAGRAPH, 0, 1, "Above."), (PARAGRAPH, 0, 1, "Below."),
        (HEADING, 2, 1, "Notes"), (PARAGRAPH, 0, 1, "Say more."),
        (HEADING, 1, 3, "Slide 3"), (PARAGRAPH, 0, 3, "Only this."),
    ]  # fmt: skip
    assert (read.pages, read.warnings) == (3, ("slide without text: 2",))


def test_a_slide_that_states_no_title_begins_with_one() -> None:
    """What stands first has its manner; a sentence has not."""
    first, below = 'svg:y="1cm"', 'svg:y="9cm"'
    body = f"<draw:page>{frame('Fees paid', '', first)}{frame('They rise.', '', below)}</draw:page>"
    read = read_odp(document("presentation", body))
    assert [(one.kind, one.text) for one in read.pieces] == [
        (HEADING, "Fees paid"), (PARAGRAPH, "They rise."),
    ]  # fmt: skip


def test_hidden_slides_and_comments_are_told() -> None:
    """The slides are read all the same."""
    style = (
        '<style:style style:name="H" style:family="drawing-page"><style:drawing-page-properties '
        'presentation:visibility="hidden"/></style:style>'
    )
    body = f"<draw:page>{frame('One.')}<office:annotation/></draw:page>"
    body += f'<draw:page draw:style-name="H">{frame("Two.")}</draw:page>'
    read = read_odp(document("presentation", body, styles=style))
    assert [one.text for one in read.pieces if one.kind is PARAGRAPH] == ["One.", "Two."]
    assert read.warnings == (
        "slides that are hidden, and read all the same: 2",
        "comments are left out",
    )


def test_a_presentation_without_text_is_refused() -> None:
    """As is one without slides, and what is no presentation."""
    for body in ("", "<draw:page/>"):
        with pytest.raises(RefusedError, match="holds no text"):
            extract("a.odp", document("presentation", body))
    with pytest.raises(RefusedError, match="is an OpenDocument text, not an OpenDocument presen"):
        extract("a.odp", document("text", ""))


def test_pictures_come_behind_all_else_of_their_slide() -> None:
    """So that none becomes its title."""
    below = 'svg:y="4cm"'
    picture = '<draw:frame svg:y="1cm"><draw:image/><svg:desc>Reed Works</svg:desc></draw:frame>'
    body = f"<draw:page>{picture}{frame('Partners', '', below)}</draw:page>"
    read = read_odp(document("presentation", body))
    assert [(one.kind, one.text) for one in read.pieces] == [
        (HEADING, "Partners"), (ITEM, "🖼 Reed Works"),
    ]  # fmt: skip


def test_boxes_stand_below_the_labels_over_them() -> None:
    """Column by column, the labels as headings; boxes side by side without one likewise."""

    def at(x: int, y: int, height: int) -> str:
        return f'svg:x="{x}cm" svg:y="{y}cm" svg:width="8cm" svg:height="{height}cm"'

    body = (
        f"<draw:page>{frame('What we do', 'title')}{frame('Water', '', at(1, 4, 1))}"
        f"{frame('Money', '', at(12, 4, 1))}{frame('The dam is shut.', '', at(1, 6, 5))}"
        f"{frame('Members pay.', '', at(12, 6, 5))}</draw:page>"
    )
    pieces = read_odp(document("presentation", body)).pieces
    assert [(one.kind, one.level, one.text) for one in pieces] == [
        (HEADING, 1, "What we do"), (HEADING, 2, "Water"), (PARAGRAPH, 0, "The dam is shut."),
        (HEADING, 2, "Money"), (PARAGRAPH, 0, "Members pay."),
    ]  # fmt: skip
