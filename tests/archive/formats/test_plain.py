import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.formats.bullets import is_lone_bullet
from forumbot.archive.formats.footnotes import with_notes_apart
from forumbot.archive.formats.marks import without_marks
from forumbot.archive.formats.plain import plain_pieces, read_plain
from forumbot.archive.layout import BlockKind, Piece, clean, lay_out

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM
MARKS = frozenset("•*+-–—−§¤o=~_#^\u2010")
GLYPHS = frozenset(
    char for char in map(chr, range(0x10000)) if is_lone_bullet(char) and not char.isspace()
)
SHAPES = [
    "• ",
    "•",
    "\uf0b7",
    "AGENDA",
    "**Bold**",
    "## Head",
    "  - ",
    "o  ",
    "* ",
    "1. ",
    "(a) ",
    "12) ",
    "====",
    "---",
    "~~~",
    "1.2 ",
    "TOP 3",
]
WORDS = ["Outcomes", "took place.", "Agreed:", "Jane Doe", "é", "15 May 2019", "x" * 130, "a\u0301"]
SPACES = ["\n", "\n\n", "\r\n", "\r", "\f", "\u2028", " ", "\u00a0", "\t", "  "]

tangles = st.lists(st.sampled_from(SHAPES + WORDS + SPACES), max_size=40).map("".join)
anything = st.text(max_size=200) | tangles


def kinds_and_texts(source: str) -> list[tuple[BlockKind, str]]:
    """Kind and clean text of each piece."""
    return [(piece.kind, clean(piece.text)) for piece in plain_pieces(source)]


def visible(text: str, leave_out: frozenset[str] = frozenset()) -> str:
    """The characters a reader sees, decomposed, so that composing them makes no difference."""
    decomposed = unicodedata.normalize("NFD", text)
    marks = leave_out and leave_out | GLYPHS
    seen = (char for char in decomposed if clean(char) and char not in marks)
    return unicodedata.normalize("NFD", "".join(seen))


@pytest.mark.parametrize(
    "line",
    [
        "Outcomes of the 3rd European Cluster Policy Forum",
        "Next Edition",
        "Session 1: Communication concerning the EU Cluster Weeks",
        "Session 2 – Communication concerning Cluster Excellence",
        "3.2 Labelling",
        "3. Labelling",
        "TOP 5.",
        "TOP 5. Verschiedenes",
        "ALL IN CAPITALS",
        "“Connecting ecosystems”",
        "Élargissement",
    ],
)
def test_a_short_line_that_stands_alone_is_a_heading(line: str) -> None:
    """Bare lines in the manner of titles become headings without any markup."""
    assert kinds_and_texts(f"Title\n\n{line}\n\nText goes on here.")[1] == (HEADING, line)


@pytest.mark.parametrize(
    "line",
    [
        "Participants were updated on:",
        "The next forum will take place in Brussels.",
        "Was it agreed?",
        "lower case begins no title",
        "18 representatives from 15 EU countries",
        "Conclusions and next steps - Ulla Engelmann",
        "Scale-up Denmark – Søren Røn",
        "Submitted by Alina Danieles… on 08 March 2019",
        "First one sentence. Then another one",
        "See https://example.org for more",
        "Please write to the unit",
        "A line of fifteen words is too long to be a title of any section here",
        "Word" * 31,
        "…and so on",
    ],
)
def test_a_line_of_another_shape_is_no_heading(line: str) -> None:
    """Sentences, programme lines, bylines, contacts and long lines stay paragraphs."""
    assert kinds_and_texts(f"Title\n\n{line}\n\nText.")[1] == (PARAGRAPH, line)


@pytest.mark.parametrize("rule", ["====", "----", "~~~", "  =====  "])
def test_an_underlined_line_is_a_heading_and_its_rule_vanishes(rule: str) -> None:
    """A line over a rule is a heading even when it ends like a sentence."""
    assert kinds_and_texts(f"Was it agreed?\n{rule}\nIt was.") == [
        (HEADING, "Was it agreed?"),
        (PARAGRAPH, "It was."),
    ]


def test_a_rule_below_several_lines_or_none_is_kept() -> None:
    """A rule that underlines no single line is text like any other."""
    assert kinds_and_texts("One line,\nanother line\n-----") == [
        (PARAGRAPH, "One line, another line\n-----")
    ]
    assert kinds_and_texts("-----") == [(PARAGRAPH, "-----")]


def test_heading_levels_follow_first_line_and_section_numbers() -> None:
    """The first heading is the title; numbered ones nest by their number, others come second."""
    source = "Report\n\n1 Scope\n\n1.1 Aims\n\n1.1.1 Detail\n\nAnnex"
    assert [piece.level for piece in plain_pieces(source)] == [1, 2, 3, 4, 2]


@pytest.mark.parametrize("mark", ["•", "-", "–", "*", "▪", "➢", "·", "\uf0b7", "o "])
def test_every_common_bullet_makes_an_item_at_any_indent(mark: str) -> None:
    """Wrong indents don't split a list, and every bullet is shown as the same one."""
    source = f"  {mark} first\n      {mark} second\n{mark} third"
    found = list(plain_pieces(source))
    assert [(piece.kind, piece.text, piece.marker) for piece in found] == [
        (ITEM, "first", "•"),
        (ITEM, "second", "•"),
        (ITEM, "third", "•"),
    ]


def test_numbers_and_letters_of_a_list_are_kept_as_they_are() -> None:
    """An enumeration keeps the markers of its author."""
    found = list(plain_pieces("1. one\n2) two\n(a) three\nb. four"))
    assert [piece.marker for piece in found] == ["1.", "2)", "(a)", "b."]
    assert lay_out(found).text == "1. one\n2) two\n(a) three\nb. four"


def test_numbered_lines_are_headings_alone_and_items_next_to_each_other() -> None:
    """ "1. Scope" over text is a heading; a list with blank lines between its items is a list."""
    headings = "Report\n\n1. Scope\n\nText here.\n\n2. Outcomes\n\n- a\n- b"
    assert kinds_and_texts(headings) == [
        (HEADING, "Report"),
        (HEADING, "1. Scope"),
        (PARAGRAPH, "Text here."),
        (HEADING, "2. Outcomes"),
        (ITEM, "a"),
        (ITEM, "b"),
    ]
    assert kinds_and_texts("2. Outcomes\n\n1. One\n2. Two\n\n3. Next")[:2] == [
        (HEADING, "2. Outcomes"),
        (ITEM, "One"),
    ]
    assert kinds_and_texts("1. Scope\n\n2. Aims\n\n3. Labels") == [
        (ITEM, "Scope"),
        (ITEM, "Aims"),
        (ITEM, "Labels"),
    ]


@pytest.mark.parametrize("first", ["Outcomes", "3 Outcomes", "OUTCOMES OF THE FORUM"])
def test_a_title_right_above_a_list_is_a_heading(first: str) -> None:
    """No blank line is needed between a heading and its list."""
    assert kinds_and_texts(f"Report\n\n{first}\n- one\n- two")[1:] == [
        (HEADING, first),
        (ITEM, "one"),
        (ITEM, "two"),
    ]


@pytest.mark.parametrize("first", ["We agreed on:", "We agreed.", "and so on"])
def test_a_lead_in_right_above_a_list_is_none(first: str) -> None:
    """What does not look like a title leads the list in."""
    assert kinds_and_texts(f"Report\n\n{first}\n- one")[1] == (PARAGRAPH, first)


def test_a_numbered_item_above_its_own_list_stays_an_item() -> None:
    """Nested lists without blank lines keep their first item."""
    kinds = [kind for kind, _text in kinds_and_texts("1. One\n- a\n2. Two\n- b")]
    assert kinds == [ITEM] * 4


def test_a_marker_is_kept_where_its_item_cannot_be_seen() -> None:
    """A number is dropped only with an item behind it."""
    assert lay_out(plain_pieces("1. \u200b")).text == "1."


def test_a_line_without_bullet_goes_on_with_its_item() -> None:
    """A wrapped item is one item; a lead-in right above the list stays a paragraph."""
    source = "We agreed on:\n• a long item\n  that is wrapped\n• another"
    assert kinds_and_texts(source) == [
        (PARAGRAPH, "We agreed on:"),
        (ITEM, "a long item that is wrapped"),
        (ITEM, "another"),
    ]


@pytest.mark.parametrize("text", ["-5 degrees", "a-b", "*emphasis*", "2018. was good", "and so on"])
def test_a_mark_without_space_or_a_long_number_is_no_bullet(text: str) -> None:
    """Only a mark that stands by itself opens an item."""
    assert kinds_and_texts(f"{text},\nand more") == [(PARAGRAPH, f"{text}, and more")]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u0085", "\f"])
def test_every_line_end_parts_lines(end: str) -> None:
    """Files from any system are cut into the same blocks."""
    source = end.join(["Title", "", "Lead-in:", "• one", "• two", "", "An end."])
    assert kinds_and_texts(source) == kinds_and_texts(source.replace(end, "\n"))
    assert len(kinds_and_texts(source)) == 5


@pytest.mark.parametrize("source", ["", "\n \n", "\u200b\n\n\ufeff"])
def test_text_without_a_visible_character_is_empty(source: str) -> None:
    """Blank files come to nothing rather than to empty blocks."""
    assert lay_out(plain_pieces(source)).text == ""


def test_a_line_of_a_million_characters_is_read() -> None:
    """One huge line is one paragraph, whole."""
    source = "word " * 200_000 + "end"
    assert kinds_and_texts(source) == [(PARAGRAPH, source)]


@pytest.mark.parametrize(
    "title", ["AGENDA", "**Agenda**", "__Agenda__", "## Agenda", "TOP 5. Agenda"]
)
def test_headings_within_a_block_are_set_apart(title: str) -> None:
    """Capitals, marks and agenda numbers show a heading without blank lines around it."""
    found = kinds_and_texts(f"Report\n\nIt was opened.\n{title}\nThe chair spoke of clusters.")
    words = title.strip("*_# ")
    assert found[1:] == [
        (PARAGRAPH, "It was opened."),
        (HEADING, words),
        (PARAGRAPH, "The chair spoke of clusters."),
    ]


def test_numbered_titles_right_above_their_text_are_headings() -> None:
    """Minutes in which each point is a title and its text need no blank lines."""
    source = (
        "Minutes\n\n1. Welcome\nThe chair welcomed the members and opened the meeting.\n"
        "2. Budget\nThe budget was agreed on by all members who were there."
    )
    assert [kind for kind, _text in kinds_and_texts(source)[1:]] == [HEADING, PARAGRAPH] * 2


def test_capitals_over_two_lines_are_one_heading() -> None:
    """A title that was too long for its line is whole."""
    assert kinds_and_texts("REPORT OF THE THIRD\nCLUSTER FORUM\nBrussels")[0] == (
        HEADING,
        "REPORT OF THE THIRD CLUSTER FORUM",
    )


def test_a_text_all_in_capitals_has_no_headings_by_them() -> None:
    """Where everything shouts, capitals tell nothing."""
    source = "THE FORUM MET\nIN BRUSSELS AND AGREED\nON SIX OUTCOMES\nAND WENT HOME"
    assert [kind for kind, _text in kinds_and_texts(source)] == [PARAGRAPH]


def test_a_bullet_alone_on_its_line_opens_the_item_below() -> None:
    """Converters put the glyph on a line of its own."""
    assert kinds_and_texts("Agreed:\n\uf0b7\none\n\uf0b7\ntwo")[1:] == [
        (ITEM, "one"),
        (ITEM, "two"),
    ]


def test_a_line_that_begins_with_a_date_is_no_item() -> None:
    """The number of "15. März" is a day."""
    assert kinds_and_texts("Das Forum tagte am\n15. März 2018 in Brüssel.") == [
        (PARAGRAPH, "Das Forum tagte am\n15. März 2018 in Brüssel.")
    ]


def test_text_without_line_breaks_shows_its_list_by_its_bullets() -> None:
    """Of one long line the bullets make items, nothing else does."""
    source = "We agreed. " * 20 + "These: • one thing • another thing"
    kinds = [kind for kind, _text in kinds_and_texts(source)]
    assert kinds == [PARAGRAPH, ITEM, ITEM]


def test_front_matter_is_read_and_left_out() -> None:
    """A text file may have YAML or header lines at its top."""
    for head in ("---\ntitle: T\n---\n", "Title: T\n\n"):
        found = read_plain(f"{head}The forum met.")
        assert found.metadata == {"title": "T"}
        assert lay_out(found.pieces).text == "The forum met."


@examples(400)
@given(anything)
def test_any_text_is_laid_out_and_only_markers_and_rules_are_lost(source: str) -> None:
    """Whatever a text holds, all its visible characters come out in order but list marks."""
    assume(without_marks(with_notes_apart(source)) == source)
    laid = lay_out(plain_pieces(source))
    assert visible(laid.text, MARKS) == visible(source, MARKS)


@examples(300)
@given(st.text("abcXYZéß1290.,:;!?()\"'/&€ \u00a0\n\t", max_size=150))
def test_text_without_marks_comes_out_character_for_character(source: str) -> None:
    """Where no bullet, rule or wiki's quote marks can be meant, no visible character is lost."""
    assume(without_marks(source) == source)
    assert visible(lay_out(plain_pieces(source)).text) == visible(source)


@examples(200)
@given(anything)
def test_blocks_of_any_text_are_in_order_and_within_it(source: str) -> None:
    """Offsets of blocks rise, don't overlap, and enclose clean, non-empty text."""
    laid = lay_out(plain_pieces(source))
    position = 0
    for block in laid.blocks:
        assert position <= block.line_start <= block.start < block.end <= len(laid.text)
        assert laid.text[block.start : block.end].strip()
        position = block.end


class TestSeed:
    """The real report, which has no markup at all."""

    @pytest.fixture
    def found(self, seed: Path) -> list[Piece]:
        return list(plain_pieces((seed / "third-forum.txt").read_text(encoding="utf-8")))

    def test_its_headings_are_found_and_no_other_line_is_taken_for_one(
        self, found: list[Piece]
    ) -> None:
        """Title, sections and all five sessions are headings, however their lines are written."""
        headings = [(p.level, clean(p.text)) for p in found if p.kind is HEADING]
        title = (
            "Third European Cluster Policy Forum: "
            "improving linkages and synergies in cluster policy"
        )
        assert headings == [
            (1, title),
            (2, "Outcomes of the 3rd European Cluster Policy Forum"),
            (2, "Next Edition"),
            (2, "Reference documents"),
            (2, "Session 1: Communication concerning the EU Cluster Weeks "
                "and EU Cluster Conference 2019"),
            (2, "Session 2 – Communication concerning Cluster Excellence"),
            (2, "Session 3: Update from France on recent cluster policy development "
                "at national level"),
            (2, "Session 4: Using clusters to boost and promote entrepreneurship"),
            (2, "Session 5: Co-creation of future cluster initiatives"),
            (2, "Share this Article"),
        ]  # fmt: skip

    def test_its_lists_are_whole(self, found: list[Piece]) -> None:
        """Nine updates, six outcomes, six challenges and twelve talks, each at the same depth."""
        runs: list[int] = []
        previous = None
        for piece in found:
            if piece.kind is ITEM:
                assert piece.level == 0
                runs[-1:] = [runs[-1] + 1] if previous is ITEM else [*runs[-1:], 1]
            previous = piece.kind
        assert runs == [9, 6, 6, 1, 4, 1, 1, 4, 1]

    def test_its_words_are_all_there(self, seed: Path, found: list[Piece]) -> None:
        """Nothing of the report is lost but the bullets, which are put back as such."""
        source = (seed / "third-forum.txt").read_text(encoding="utf-8")
        assert visible(lay_out(found).text) == visible(source)


def test_a_text_with_a_line_free_after_each_is_read_as_if_it_had_none() -> None:
    """A sentence that goes on two lines below is one, with its "not"."""
    lines = [
        "The board of the union met today and the", "following was dealt with.",
        "It was decided for now not to take a stand", "in the matter of the press.",
        "The fee was set at one crown for each", "member of the parish.",
    ]  # fmt: skip
    found = list(plain_pieces("\n\n".join(lines)))
    assert [piece.text for piece in found] == [
        f"{first} {second}" for first, second in zip(lines[::2], lines[1::2], strict=True)
    ]
    verses = [line.capitalize() for line in lines]
    assert len(list(plain_pieces("\n\n".join(verses)))) == len(lines)


def test_an_agenda_with_letters_has_headings_and_a_conversation_has_none() -> None:
    """Letters in their order, three at least, each once."""
    agenda = "A: Election.\n   Jo was elected.\n\nB: Report.\nIt follows.\n\nC: Accounts.\nSo."
    headings = [one.text for one in plain_pieces(agenda) if one.kind is BlockKind.HEADING]
    assert headings == ["A: Election.", "B: Report.", "C: Accounts."]
    spoken = "A: Well then.\nB: So it is.\nA: It is.\nC: Is it?"
    assert not any(one.kind is BlockKind.HEADING for one in plain_pieces(spoken))


def test_the_marks_of_what_a_mail_quotes_are_no_words() -> None:
    """However deep it is quoted; one such sign by itself says "more than"."""
    mail = "Dear all,\n\n> The forum met.\n>\n>> It was full of guests.\n\nAda"
    assert [piece.text for piece in read_plain(mail).pieces] == [
        "Dear all,", "The forum met.", "It was full of guests.", "Ada",
    ]  # fmt: skip
    (more,) = read_plain("> 50 guests came to the hall.").pieces
    assert more.text == "> 50 guests came to the hall."


def test_lines_that_only_open_as_headings_of_a_wiki_are_headings_where_there_are_several() -> None:
    """One alone may be anything."""
    opened = "__Fees and dues\nThey rise.\n\n== New members\nThey come."
    assert kinds_and_texts(f"Fen Trust\n\n{opened}") == [
        (HEADING, "Fen Trust"), (HEADING, "Fees and dues"), (PARAGRAPH, "They rise."),
        (HEADING, "New members"), (PARAGRAPH, "They come."),
    ]  # fmt: skip
    assert kinds_and_texts("Fen Trust\n\n__init is run\nfirst.")[1:] == [
        (PARAGRAPH, "__init is run first.")
    ]
