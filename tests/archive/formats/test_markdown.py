import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.formats.markdown import markdown_pieces, read_markdown
from forumbot.archive.layout import BlockKind, clean, lay_out
from forumbot.errors import RefusedError

HEADING, PARAGRAPH, ITEM, ROW = BlockKind
MARKUP = ["# ", "## ", "- ", "1. ", "> ", "    ", "```\n", "| a | b |\n|---|---|\n", "**", "_", "`",
          "[x](y)", "![", "<div>", "</div>", "<!--", "-->", "<br>", "{: .x}", "===\n", "\n", "\n\n",
          "\\", "&amp;", "&#x110000;", "~~", "~~~", "\t", "\u00a0", "<table><tr><td>"]  # fmt: skip
WORDS = ["word", "Ünïcode", "•", "3.", "x y z"]

tangles = st.lists(st.sampled_from(MARKUP + WORDS), max_size=40).map("".join)
words = st.text("abcxyzéß", min_size=1, max_size=8)


def read(source: str) -> list[tuple[BlockKind, int, str]]:
    """Kind, level and clean text of each piece."""
    return [(piece.kind, piece.level, clean(piece.text)) for piece in markdown_pieces(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# One\n\n### Three ###", [(HEADING, 1, "One"), (HEADING, 3, "Three")]),
        ("Top\n===\n\nSub\n---", [(HEADING, 1, "Top"), (HEADING, 2, "Sub")]),
        ("## With *stress* and `code`", [(HEADING, 2, "With stress and code")]),
        ("# A\n\n**Bold line**", [(HEADING, 1, "A"), (HEADING, 2, "Bold line")]),
        ("#### A\n\n_Italic line_", [(HEADING, 4, "A"), (HEADING, 5, "Italic line")]),
        ("###### A\n\n**Deep**", [(HEADING, 6, "A"), (HEADING, 6, "Deep")]),
    ],
)
def test_headings_of_every_form(source: str, expected: list[tuple[BlockKind, int, str]]) -> None:
    """Marked, underlined and wholly emphasised lines are headings with their level."""
    assert read(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "**Note** the rest",
        "**A bold sentence.**",
        "**Lead-in:**",
        "**One** and **two**",
        f"**{'long ' * 25}**",
        "**two\nlines**",
        "**two**\n**lines**",
    ],
)
def test_emphasis_in_running_text_makes_no_heading(source: str) -> None:
    """A bold word, sentence, lead-in or long passage stays a paragraph."""
    assert [kind for kind, _level, _text in read(source)] == [PARAGRAPH]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# A\n\nTOP 5. Budget\n\nx", [(HEADING, 1, "A"), (HEADING, 2, "TOP 5. Budget")]),
        ("# A\n\nAGENDA\n\nx", [(HEADING, 1, "A"), (HEADING, 2, "AGENDA")]),
        ("# A\n\n3.2 Labels\n\nx", [(HEADING, 1, "A"), (HEADING, 3, "3.2 Labels")]),
        ("# A\n\n2. Labels\n\nx", [(HEADING, 1, "A"), (HEADING, 2, "2. Labels")]),
        ("# A\n\n**Labels**\nx", [(HEADING, 1, "A"), (HEADING, 2, "Labels")]),
    ],
)
def test_headings_that_are_not_marked_as_such(
    source: str, expected: list[tuple[BlockKind, int, str]]
) -> None:
    """Agenda items, capitals, numbered titles and a bold first line are headings all the same."""
    assert read(source) == [*expected, (PARAGRAPH, 0, "x")]


def test_bare_titles_are_headings_where_none_is_marked() -> None:
    """A file of plain text that is named Markdown is read as such."""
    source = "Minutes\n\nAgenda\n\nit was opened.\n\nBudget\n\nit was agreed."
    assert [kind for kind, *_ in read(source)] == [HEADING, HEADING, PARAGRAPH, HEADING, PARAGRAPH]
    assert [kind for kind, *_ in read(f"# Forum\n\n{source}")][1:] == [PARAGRAPH] * 5


def test_a_whole_paragraph_over_a_rule_is_no_heading() -> None:
    """A rule right below prose parts sections; only a line or two are underlined."""
    prose = "\n".join(["The forum met to discuss how clusters can help small firms to grow."] * 4)
    assert [kind for kind, *_ in read(f"{prose}\n---\n\nText.")] == [PARAGRAPH, PARAGRAPH]


def test_bullets_of_other_glyphs_are_items() -> None:
    """What was pasted from elsewhere is a list, though not one of Markdown."""
    assert read("Agreed:\n• one\n  goes on\n\uf0b7 two\n\n▪ three") == [
        (PARAGRAPH, 0, "Agreed:"),
        (ITEM, 0, "one goes on"),
        (ITEM, 0, "two"),
        (ITEM, 0, "three"),
    ]


def test_wrapped_lines_are_joined_and_speakers_lines_are_not() -> None:
    """A line end within a sentence is a space; a statement on its line is a paragraph."""
    wrapped = "The forum met in Brussels to discuss how clusters can\nhelp **small** firms."
    assert read(wrapped) == [(PARAGRAPH, 0, wrapped.replace("\n", " ").replace("**", ""))]
    spoken = "Jane: we should agree on this before the summer.\nJohn: why not?"
    assert [text for *_, text in read(spoken)] == spoken.split("\n")


def test_front_matter_is_read_and_left_out() -> None:
    """The file's own statements are metadata, not text."""
    found = read_markdown("---\ntitle: T\n---\n# Head\n")
    assert (found.metadata, [piece.text for piece in found.pieces]) == ({"title": "T"}, ["Head"])


def test_nested_lists_keep_their_depth_and_markers() -> None:
    """Bullets and numbers, nested, come out at their level with their own marker."""
    source = "3. three\n4. four\n   - inner\n     1. innermost\n5. five"
    found = list(markdown_pieces(source))
    assert [(piece.level, piece.marker, piece.text) for piece in found] == [
        (0, "3.", "three"),
        (0, "4.", "four"),
        (1, "•", "inner"),
        (2, "1.", "innermost"),
        (0, "5.", "five"),
    ]


def test_a_second_paragraph_of_an_item_is_a_paragraph() -> None:
    """Only the first paragraph of an item carries its marker; the others know their list."""
    assert read("- item\n\n  more of it\n\nend") == [
        (ITEM, 0, "item"),
        (PARAGRAPH, 1, "more of it"),
        (PARAGRAPH, 0, "end"),
    ]


def test_tables_give_a_row_a_line() -> None:
    """Head and body rows keep their cells, parted by bars; a bar within one is no other."""
    source = "| Name | Role |\n|---|:--|\n| Jane *Doe* | |\n| a \\| b | chair |"
    assert read(source) == [
        (ROW, 1, "Name | Role"),
        (ROW, 0, "Jane Doe |"),
        (ROW, 0, "a ¦ b | chair"),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("[the report](https://example.org 'tip') says", "the report says"),
        ("<https://example.org>", "https://example.org"),
        ("~~old~~ **new** *text*", "new text"),
        ("caf&eacute; &amp; \\*bar\\*", "café & *bar*"),
        ("one<br/>two", "one\ntwo"),
        ("soft\nbreak and  \nhard one", "soft break and\nhard one"),
        ("a<!-- hidden -->b", "ab"),
        ("x<sup>2</sup>", "x2"),
        ("> quoted words", "quoted words"),
        ("See more\n{: .note #id}", "See more"),
        ("```python\nprint('x')\n```", "print('x')"),
        ("    indented code", "indented code"),
        ("<div><b>Block</b> of HTML</div>", "Block of HTML"),
        ("text[^1]", "text"),
        ("Use `{:.2f}` and `{: .x}` here", "Use {:.2f} and {: .x} here"),
        ("Use {:.2f} here", "Use {:.2f} here"),
        ("[a link](x){:target='_blank'} goes", "a link goes"),
    ],
)
def test_markup_goes_and_words_stay(source: str, text: str) -> None:
    """Links, entities, code, quotes and inline HTML leave their words; ~~these~~ go."""
    assert read(source) == [(PARAGRAPH, 0, text)]


@pytest.mark.parametrize(
    "source",
    [
        "",
        "\n\n",
        "<!-- only a comment -->",
        "***",
        "[x]: https://example.org",
        "<script>a()</script>",
    ],
)
def test_what_is_not_text_leaves_nothing(source: str) -> None:
    """Comments, rules, link targets and scripts never reach the archive."""
    assert lay_out(markdown_pieces(source)).text == ""


def test_html_nested_beyond_measure_is_refused() -> None:
    """An HTML block of 5,000 levels is refused in words instead of exhausting the stack."""
    with pytest.raises(RefusedError, match="nested deeper"):
        list(markdown_pieces("<div>" * 5_000 + "x"))


@pytest.mark.parametrize("source", ["> " * 70 + "deep", "- " * 40 + "deep"])
def test_lists_and_quotes_nested_beyond_measure_are_refused(source: str) -> None:
    """What the parser would silently pass over is refused in words."""
    with pytest.raises(RefusedError, match="nested deeper than 60 levels"):
        list(markdown_pieces(f"{source}\n\nafter"))


@pytest.mark.parametrize("mark", ["> ", "- ", "> - "])
def test_nesting_short_of_the_limit_loses_no_words(mark: str) -> None:
    """Whatever is not refused is read to its innermost word."""
    for depth in range(1, 62):
        try:
            text = lay_out(markdown_pieces(f"{mark * depth}deep\n\nafter")).text
        except RefusedError:
            break
        assert "deep" in text
        assert text.endswith("after")
    assert depth >= 20


def test_blocks_of_html_are_read_as_the_blocks_they_are() -> None:
    """Headings, items and rows written in HTML are such in Markdown, too."""
    source = "<h2>Title</h2>\n<ul><li>item</ul>\n<table><tr><td>a<td>b</table>\n\n- x\n\n  <p>y</p>"
    assert read(source) == [
        (HEADING, 2, "Title"),
        (ITEM, 0, "item"),
        (ROW, 0, "a | b"),
        (ITEM, 0, "x"),
        (PARAGRAPH, 1, "y"),
    ]


@pytest.mark.parametrize(
    "source", ["[" * 5_000, "*a_ " * 5_000, "a " + "`" * 9_999, "<" * 20_000, "{:" * 50_000]
)
def test_floods_of_markup_are_read_as_text(source: str) -> None:
    """Markup that never closes costs no more than its length and loses nothing."""
    text = lay_out(markdown_pieces(source)).text
    assert re.sub(r"\s", "", text) == re.sub(r"\s", "", source)


@examples(400)
@given(st.text(max_size=200) | tangles)
def test_any_text_is_read_with_blocks_in_order(source: str) -> None:
    """Whatever a file holds, its blocks rise and enclose non-empty stretches of the text."""
    laid = lay_out(markdown_pieces(source))
    position = 0
    for block in laid.blocks:
        assert position <= block.line_start <= block.start < block.end <= len(laid.text)
        assert laid.text[block.start : block.end].strip()
        position = block.end


@examples(200)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([HEADING, PARAGRAPH, ITEM]), st.lists(words, min_size=1, max_size=5)
        ),
        max_size=8,
    )
)
def test_what_was_written_comes_back(written: list[tuple[BlockKind, list[str]]]) -> None:
    """Headings, items and paragraphs written as Markdown are read back as they were."""
    marks = {HEADING: "## ", PARAGRAPH: "", ITEM: "* "}
    source = "\n\n".join(f"{marks[kind]}{' '.join(tokens)}" for kind, tokens in written)
    assert [(kind, text) for kind, _level, text in read(source)] == [
        (kind, " ".join(tokens)) for kind, tokens in written
    ]


def test_real_minutes_keep_their_words(corpus: Path) -> None:
    """In a real file no run of plain letters disappears on its way through the parser."""
    source = (corpus / "psc-2019-02-15.md").read_text(encoding="utf-8")
    text = lay_out(markdown_pieces(source)).text
    visible_source = re.sub(r"<!--.*?-->|\]\([^)]*\)|<https?:[^>]*>", " ", source, flags=re.DOTALL)
    wanted = re.findall(r"[A-Za-z]{4,}", visible_source)
    assert len(wanted) > 100
    assert [word for word in wanted if word not in text] == []


def test_a_line_that_two_days_open_is_no_item() -> None:
    """As one that a single day opens."""
    days = "25. und 26. September 2024, Stadthalle"
    assert [(kind, text.replace("\u2060", "")) for kind, _level, text in read(days)] == [
        (PARAGRAPH, days)
    ]
    assert read("25. und 26 Punkte")[0][0] is ITEM


def test_pictures_are_items_by_the_words_that_stand_for_them() -> None:
    """As in a page of HTML; a heading that is a picture has its words."""
    source = """# ![Talks on Peat](a.png)

![a map of clusters](map.png)

Drawn ![a pen](pen.png) by *Ada Quill*

- [![Moss Valley](m.svg)](https://example.org)
- <img src="r.png" alt="Reed &amp; Co">

| Partner | Town |
|---|---|
| ![Fen Ltd](f.png) | Oss |
| ![](x.png) Bog | Ede ![Flag](e.png) |

<div><img src="p.png" alt="Pond Union"></div>
"""
    assert read(source) == [
        (HEADING, 1, "Talks on Peat"),
        (ITEM, 0, "🖼 a map of clusters"),
        (PARAGRAPH, 0, "Drawn by Ada Quill"),
        (ITEM, 0, "🖼 Moss Valley"),
        (ITEM, 0, "🖼 Reed & Co"),
        (ROW, 1, "Partner | Town"),
        (ROW, 0, "🖼 Fen Ltd | Oss"),
        (ROW, 0, "Bog | Ede"),
        (ITEM, 0, "🖼 Pond Union"),
    ]
