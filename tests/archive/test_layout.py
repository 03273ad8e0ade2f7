import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.layout import BlockKind, Extraction, Piece, clean, lay_out

INVISIBLE = "\u00ad\u200b\u200d\u200e\u202e\u2060\ufeff\u0000\u001f\u007f\u009b\ud800"
SPACES = " \t\u00a0\u2009\u202f\u3000"
LINE_ENDS = "\n\r\u000b\u000c\u0085\u2028\u2029"

untidy = st.text(st.sampled_from(f"aZé9.•-ﬁ{INVISIBLE}{SPACES}{LINE_ENDS}"), max_size=60)
pieces = st.builds(
    Piece,
    kind=st.sampled_from(BlockKind),
    text=untidy,
    level=st.integers(0, 6),
    marker=st.sampled_from(["•", "3.", "(a)"]),
    page=st.none() | st.integers(1, 9),
)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  both ends \n", "both ends"),
        ("non\u00a0breaking\u202fspaces", "non breaking spaces"),
        ("tabs\t\tand   runs", "tabs and runs"),
        ("Windows\r\nand old\rMac", "Windows\nand old\nMac"),
        ("page\fbreak\u2028and\u0085others", "page\nbreak\nand\nothers"),
        ("space before \n\n \n blank lines", "space before\nblank lines"),
        ("co\u00adoperation", "cooperation"),
        ("\ufeffmarked\u200b and \u202eturned", "marked and turned"),
        ("be\u0007ll", "bell"),
        ("no\u009b31m order", "no31m order"),
        ("half\ud83d a pair", "half a pair"),
        ("Se\u0301bastien", "S\u00e9bastien"),
        ("between \u200b spaces", "between spaces"),
        (" \u00a0\u200b\n\t", ""),
        ("", ""),
    ],
)
def test_clean_levels_white_space_and_drops_what_nobody_sees(raw: str, cleaned: str) -> None:
    """Every kind of space, line end and invisible character ends up in one form."""
    assert clean(raw) == cleaned


@examples(300)
@given(untidy)
def test_clean_keeps_every_visible_character_in_order(raw: str) -> None:
    """Only white space and invisible characters may differ between a text and its clean form."""
    wanted = [char for char in raw if not char.isspace() and char not in INVISIBLE]
    assert [char for char in clean(raw) if not char.isspace()] == wanted


@examples(300)
@given(untidy)
def test_clean_text_has_no_loose_space_and_stays_as_it_is(raw: str) -> None:
    """Clean text has single spaces, single line feeds and clean ends, and cleaning it is idle."""
    cleaned = clean(raw)
    assert not re.search(r"  |[^\S \n]| \n|\n |\n\n|^\s|\s\Z", cleaned)
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("first", "second", "gap"),
    [
        (BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, "\n\n"),
        (BlockKind.PARAGRAPH, BlockKind.ITEM, "\n"),
        (BlockKind.ITEM, BlockKind.ITEM, "\n"),
        (BlockKind.ITEM, BlockKind.PARAGRAPH, "\n\n"),
        (BlockKind.ITEM, BlockKind.HEADING, "\n\n"),
        (BlockKind.HEADING, BlockKind.ITEM, "\n\n"),
        (BlockKind.HEADING, BlockKind.PARAGRAPH, "\n\n"),
        (BlockKind.ROW, BlockKind.ROW, "\n"),
        (BlockKind.PARAGRAPH, BlockKind.ROW, "\n\n"),
    ],
)
def test_items_and_rows_keep_close_and_all_else_is_set_apart(
    first: BlockKind, second: BlockKind, gap: str
) -> None:
    """A list keeps to its lead-in and rows to each other; other blocks stand a blank line apart."""
    laid = lay_out([Piece(first, "one"), Piece(second, "two")])
    assert laid.text[laid.blocks[0].end : laid.blocks[1].line_start] == gap


def test_items_show_marker_and_depth_and_their_block_leaves_both_out() -> None:
    """The text shows a nested item's indent and marker; start and end hold its words alone."""
    laid = lay_out([Piece(BlockKind.ITEM, "deep", level=2, marker="3.")])
    block = laid.blocks[0]
    assert laid.text == "    3. deep"
    assert (block.line_start, laid.text[block.start : block.end]) == (0, "deep")


def test_level_page_metadata_and_warnings_are_handed_on() -> None:
    """What an adapter knows besides the words survives the layout."""
    laid = lay_out(
        [Piece(BlockKind.HEADING, "Title", level=2, page=7)], {"kind": "report"}, ["odd"]
    )
    assert (laid.blocks[0].level, laid.blocks[0].page) == (2, 7)
    assert (laid.metadata, laid.warnings) == ({"kind": "report"}, ("odd",))


def test_nothing_at_all_gives_an_empty_text() -> None:
    """Pieces without a visible character leave neither text nor blocks."""
    blank = [Piece(BlockKind.ITEM, " \u200b\n"), Piece(BlockKind.ROW, "")]
    assert lay_out(blank) == Extraction("", (), {})


@examples(200)
@given(st.lists(pieces, max_size=8))
def test_blocks_hold_the_pieces_exactly_and_only_markers_stand_between(
    found: list[Piece],
) -> None:
    """Each block's stretch is its cleaned piece, in order, and all the rest is gaps and markers."""
    laid = lay_out(found)
    kept = [piece for piece in found if clean(piece.text)]
    position = 0
    for block, piece in zip(laid.blocks, kept, strict=True):
        is_item = piece.kind is BlockKind.ITEM
        prefix = f"{'  ' * piece.level}{piece.marker} " if is_item else ""
        assert laid.text[position : block.line_start] in ("", "\n", "\n\n")
        assert laid.text[block.line_start : block.start] == prefix
        assert laid.text[block.start : block.end] == clean(piece.text)
        assert (block.kind, block.level, block.page) == (piece.kind, piece.level, piece.page)
        position = block.end
    assert position == len(laid.text)


def test_composed_letters_are_one_character() -> None:
    """A decomposed text is laid out composed, so that offsets count letters as readers do."""
    laid = lay_out([Piece(BlockKind.PARAGRAPH, unicodedata.normalize("NFD", "Hervé Søren"))])
    assert laid.text == "Hervé Søren"


@examples(300)
@given(st.text("e\u0301\u0327\u200b \n\u00a0A\u030a\u1100\u1161\u11a8", max_size=20))
def test_clean_text_is_composed_whatever_parted_its_accents(raw: str) -> None:
    """A letter and its accent come out as one, and cleaning again changes nothing."""
    cleaned = clean(raw)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean(cleaned) == cleaned


def test_a_mark_between_letter_and_accent_does_not_part_them() -> None:
    """Composition comes after what nobody sees is gone."""
    assert clean("e\u200b\u0301") == "\u00e9"


def test_lines_of_a_programme_stand_close_together() -> None:
    """As items and rows do, and other paragraphs do not."""
    lines = ["9:30 Opening", "10:00 Labels", "Then they left."]
    found = lay_out(Piece(BlockKind.PARAGRAPH, line) for line in lines)
    assert found.text == "9:30 Opening\n10:00 Labels\n\nThen they left."
    assert [found.text[one.start : one.end] for one in found.blocks] == lines
