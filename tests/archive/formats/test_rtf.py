import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.extract import extract
from forumbot.archive.formats.rtf import read_rtf
from forumbot.archive.layout import BlockKind
from forumbot.errors import RefusedError

HEADING, PARAGRAPH, ITEM, ROW = BlockKind
HEAD = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\stylesheet{\s1\outlinelevel0 heading 1;}"
    r"{\s0 Normal;}}{\info{\title %s}}"
)


def rtf(*paragraphs: str, title: str = "") -> bytes:
    """A file of these paragraphs."""
    return (HEAD % title + "".join(rf"\pard {one}\par" + "\n" for one in paragraphs) + "}").encode()


def found(*paragraphs: str) -> list[tuple[BlockKind, int, str]]:
    """Kind, level and text of each piece that is read."""
    pieces = read_rtf(rtf(*paragraphs)).pieces
    return [(one.kind, one.level, one.text) for one in pieces if one.text.strip()]


def test_outline_levels_are_headings_and_other_lines_are_none() -> None:
    """Where the file marks headings, a short line is not taken for one."""
    assert found(
        r"\s1\outlinelevel0\b Third forum\b0", r"\outlinelevel1 Skills", "Held in Gen\\'e8ve", "On."
    ) == [
        (HEADING, 1, "Third forum"), (HEADING, 2, "Skills"), (PARAGRAPH, 0, "Held in Genève"),
        (PARAGRAPH, 0, "On."),
    ]  # fmt: skip


def test_without_outline_headings_are_told_as_in_a_text() -> None:
    """By their shape."""
    text = "The board agreed on a budget of \\u8364?40 for the rewetting of the meadow."
    assert found("Rewetting", text) == [
        (HEADING, 1, "Rewetting"),
        (PARAGRAPH, 0, "The board agreed on a budget of €40 for the rewetting of the meadow."),
    ]


def test_bullets_and_numbers_are_items() -> None:
    """They stand in groups of their own, which programs that know lists pass over."""
    bullet, number = r"{\listtext\'95\tab}", r"{\pntext 2.\tab}"
    pieces = read_rtf(rtf(r"\outlinelevel0 List", f"{bullet}One", f"{number}Two")).pieces
    kept = [one for one in pieces if one.text.strip()]
    assert [(one.kind, one.marker, one.text) for one in kept[1:]] == [
        (ITEM, "•", "One"), (ITEM, "2.", "Two"),
    ]  # fmt: skip


def test_tables_are_rows() -> None:
    """Each row of cells; the first names the columns as in other tables without header."""

    def row(*cells: str) -> str:
        return r"\trowd\intbl " + "".join(rf"{cell}\cell " for cell in cells) + r"\row"

    rows = (row("Year", "Item", "Cost"), row("2022", "Fences", "5"), row("2023", "Pumps", "6"))
    kinds = [(kind, level, text) for kind, level, text in found("".join(rows))]
    assert kinds == [
        (ROW, 1, "Year | Item | Cost"), (ROW, 0, "2022 | Fences | 5"), (ROW, 0, "2023 | Pumps | 6"),
    ]  # fmt: skip


def test_cells_may_hold_paragraphs_bars_and_tables_of_their_own() -> None:
    """What stands in a cell stays in it."""
    table = (
        r"\trowd\cellx1\cellx2\pard\intbl Who\cell What\cell\row"
        r"\pard\intbl Ada | Bo\cell First.\par Second.\line Third.\cell\row"
        r"\pard\intbl Cy\cell {\pard\intbl\itap2 a\nestcell b\nestcell"
        r"{\*\nesttableprops\trowd\cellx1\cellx2\nestrow}{\nonesttables\par }}"
        r"\pard\intbl c\cell\row"
    )
    assert [text for _kind, _level, text in found(table, "On.")] == [
        "Who | What", "Ada ¦ Bo | First. Second. Third.", "Cy | a b c", "On.",
    ]  # fmt: skip


def test_merged_cells_stand_in_all_that_they_span() -> None:
    """To the right and down."""
    row = r"\trowd%s\cellx1%s\cellx2\cellx3\pard\intbl %s\cell %s\cell %s\cell\row"
    table = (
        row % (r"\clmgf", r"\clmrg", "Wide", "", "5")
        + row % (r"\clvmgf", "", "Deep", "a", "6")
        + row % (r"\clvmrg", "", "", "b", "7")
    )
    assert [text for _kind, _level, text in found(table)] == [
        "Wide | Wide | 5", "Deep | a | 6", "Deep | b | 7",
    ]  # fmt: skip


def test_what_is_deleted_or_hidden_goes_and_the_rest_is_read_as_it_is_meant() -> None:
    """A number that took the place of another is not read with it, and powers keep theirs."""
    said = (
        r"The fee is {\deleted \'a35}{\revised 7} euro, {\strike not }{\v hidden }"
        r"for 10{\super 6} trees."
    )
    parsed = read_rtf(rtf(said + r"{\*\annotation Is that so?}"))
    assert [one.text for one in parsed.pieces if one.text.strip()] == [
        "The fee is 7 euro, for 10⁶ trees."
    ]
    assert parsed.warnings == (
        "struck-out words left out: 'not'",
        "comments are left out",
        "tracked changes are read as accepted",
    )


def test_headers_and_footers_are_told_and_kept_for_their_dates() -> None:
    """They are no text of the document."""
    parsed = read_rtf(rtf(r"{\headerr Fen Forum, 4 May 2020\par}{\footer 3\par}The forum met."))
    assert [one.text for one in parsed.pieces if one.text.strip()] == ["The forum met."]
    assert parsed.metadata == {"running_lines": ["Fen Forum, 4 May 2020"]}
    assert parsed.warnings == ("running header or footer left out: 'Fen Forum, 4 May 2020'",)


def test_the_title_is_taken_where_the_text_bears_it_out() -> None:
    """Not one that programs give."""
    assert read_rtf(rtf("Minutes of the fens.", title="The fens")).metadata == {"title": "The fens"}
    assert read_rtf(rtf("Minutes.", title="Document1")).metadata == {}


def test_footnotes_stand_below_what_refers_to_them() -> None:
    """With their numbers, below a paragraph or a whole table, and the sentence without them."""
    note = r"{\footnote\pard\plain{\super\chftn} %s\par}"
    first = r"Held in Gen\'e8ve{\super\chftn}" + note % r"By Ad\'e8le {\i Quill}." + " in May."
    row = r"\trowd\intbl %s\cell %s\cell \row"
    table = row % ("Fens" + note % "All of them.", "5") + row % ("Dams", "6")
    assert [text for _kind, _level, text in found(first, "All agreed.", table, "On.")] == [
        "Held in Genève in May.", "¹ By Adèle Quill.", "All agreed.", "Fens | 5", "Dams | 6",
        "² All of them.", "On.",
    ]  # fmt: skip
    assert not read_rtf(rtf(first)).warnings


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"{\\rtf1 " + b"{" * 600 + b"}" * 600, "nests its groups deeper than 500"),
        (b"{\\rtf1 " + b"{}" * 500_001, "more than 500,000 groups"),
        (b"{\\rtf1 }", "holds no text"),
        (b"words", "is not an RTF file"),
    ],
)
def test_a_hostile_file_is_refused(raw: bytes, reason: str) -> None:
    """Within bounds, and for what it is not."""
    with pytest.raises(RefusedError, match=reason):
        extract("a.rtf", raw)


PARTS = (
    r"{\f1 ",
    r"{\v ",
    r"\deleted ",
    r"\strike ",
    r"{\super 2",
    r"\trowd\clvmrg\cellx9 ",
    r"\intbl ",
    r"\cell ",
    r"\row ",
    r"\bin3 ",
    r"{\header ",
    "}",
    r"\u99999 ",
    r"\'zz",
    r"\uc99",
    r"\ansicpg9 ",
    r"\outlinelevel3",
    "a|",
    "\\",
    "\n",
)


@examples(150)
@given(parts=st.lists(st.sampled_from(PARTS) | st.text(max_size=5), max_size=20))
@example(parts=["\\u-99999 "])
@example(parts=["{\\fonttbl{\\f0\\fcharset999 x;}}"])
def test_any_words_are_read_or_refused(parts: list[str]) -> None:
    """Whatever the control words say."""
    try:
        text = extract("a.rtf", b"{\\rtf1 " + "".join(parts).encode() + b"}").text
    except RefusedError:
        return
    assert text


def test_what_is_said_of_pictures_stands_below_their_paragraph() -> None:
    """Once, with its accents, before the notes of the paragraph."""
    said = r"{\sp{\sn wzDescription}{\sv The dam at Gen\'e8ve}}"
    named = said.replace(r"The dam at Gen\'e8ve", "dam.png")
    pictures = (
        rf"{{\*\shppict{{\pict{{\*\picprop{said}}}\pngblip 89}}}}{{\pict{{\*\picprop{named}}}}}"
    )
    noted = rf"{pictures}See.{{\footnote Old.}}"
    assert found(r"\outlinelevel0 Dams", noted, pictures, "End.") == [
        (HEADING, 1, "Dams"), (PARAGRAPH, 0, "See."), (ITEM, 0, "🖼 The dam at Genève"),
        (PARAGRAPH, 0, "¹ Old."), (PARAGRAPH, 0, "End."),
    ]  # fmt: skip
