import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.extract import extract
from forumbot.archive.formats.web.heads import html_metadata
from forumbot.archive.formats.web.html import (
    fragment_pieces,
    parse_html,
    read_html,
)
from forumbot.archive.layout import BlockKind, Piece, clean, lay_out
from forumbot.errors import RefusedError

HEADING, PARAGRAPH, ITEM, ROW = BlockKind
TAGS = ["div", "p", "ul", "ol", "li", "table", "tr", "td", "h1", "h3", "pre", "b", "main", "nav",
        "section", "header", "script", "title", "body", "svg", "template", "form", "a"]  # fmt: skip
LOOSE = ["<br>", "<!--", "-->", "<", ">", "&amp;", "&#0;", "&#xD800;", "<![CDATA[", "word", "é",
         " ", '<p class="menu">', '<div id="x" hidden>', "<!doctype html>", "\n",
         "\u00a0"]  # fmt: skip

tangles = st.lists(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS] + LOOSE),
    max_size=40,
).map("".join)


def pieces(source: str) -> list[Piece]:
    """The pieces of a page."""
    return list(read_html(source).pieces)


def read(source: str) -> list[tuple[BlockKind, int, str]]:
    """Kind, level and clean text of each piece."""
    return [(piece.kind, piece.level, clean(piece.text)) for piece in pieces(source)]


def test_headings_paragraphs_lists_and_tables_in_order() -> None:
    """A page's blocks come in reading order, each with its kind and level."""
    source = (
        "<h1>Report</h1><p>One <b>bold</b> word.</p><p>Agreed:</p>"
        "<ul><li>first<ul><li>inner</li></ul></li><li>second</li></ul>"
        "<table><tr><th>Name<th>Role<tr><td>Jane<td></table><h2>End</h2>"
    )
    assert read(source) == [
        (HEADING, 1, "Report"),
        (PARAGRAPH, 0, "One bold word."),
        (PARAGRAPH, 0, "Agreed:"),
        (ITEM, 0, "first"),
        (ITEM, 1, "inner"),
        (ITEM, 0, "second"),
        (ROW, 1, "Name | Role"),
        (ROW, 0, "Jane |"),
        (HEADING, 2, "End"),
    ]


def test_ordered_lists_count_and_nested_ones_start_again() -> None:
    """Numbers are given by position at each depth."""
    source = "<ol><li>a</li><li>b<ol><li>c</li></ol></li><li>d</li></ol>"
    assert [piece.marker for piece in pieces(source)] == ["1.", "2.", "1.", "3."]


@pytest.mark.parametrize(
    "hidden",
    [
        "<nav>menu</nav>",
        "<script>var x = 'menu'</script>",
        "<style>p { content: 'menu' }</style>",
        "<aside>menu</aside>",
        "<form><p>menu</p></form>",
        "<footer>menu</footer>",
        "<header><p>menu</p></header>",
        "<!-- menu -->",
        "<p hidden>menu</p>",
        '<p aria-hidden="true">menu</p>',
        '<div role="navigation">menu</div>',
        '<div class="cookie-consent">menu</div>',
        '<ul class="nav breadcrumbs"><li>menu</ul>',
        "<template><p>menu</p></template>",
        "<noscript>menu</noscript>",
    ],
)
def test_menus_banners_and_scripts_are_left_out(hidden: str) -> None:
    """What is not the page's own text is not read; the text around it is."""
    assert [text for *_, text in read(f"<p>before</p>{hidden}<p>after</p>")] == ["before", "after"]


def test_a_header_that_holds_the_title_is_read() -> None:
    """Boilerplate marks don't hide the page's main heading."""
    assert read("<header class='menu'><h1>Title</h1></header>") == [(HEADING, 1, "Title")]


@pytest.mark.parametrize("element", ["main", "article", "div role=main"])
def test_main_content_is_read_where_it_holds_most_of_the_text(element: str) -> None:
    """Text outside the main content is left out."""
    source = f"<body><p>Login</p><{element}><p>{'The report. ' * 5}</p></{element.split()[0]}>"
    assert [text for *_, text in read(source)] == [("The report. " * 5).strip()]


def test_a_small_article_beside_the_text_does_not_hide_it() -> None:
    """A teaser marked as article is not mistaken for the page's content."""
    source = f"<body><article>Teaser</article><p>{'The report. ' * 9}</p></body>"
    assert [text for *_, text in read(source)] == ["Teaser", ("The report. " * 9).strip()]


def test_preformatted_lines_survive_and_other_white_space_does_not() -> None:
    """Line ends that a reader sees are kept, those of the source are not."""
    assert read("<p>one two\n   three</p><pre>a\n  b</pre>") == [
        (PARAGRAPH, 0, "one two three"),
        (PARAGRAPH, 0, "a\nb"),
    ]


def test_inline_elements_do_not_part_words() -> None:
    """Markup inside a word leaves the word whole."""
    assert read("<p>H<sub>2</sub>O and <i>con</i>cert</p>") == [(PARAGRAPH, 0, "H2O and concert")]


def test_metadata_of_the_head() -> None:
    """Title, language, address and publication date are taken from the page's head."""
    source = (
        '<html lang="en-GB"><head><title> Third\n forum </title>'
        '<link rel="canonical" href="https://example.org/third">'
        '<meta property="article:published_time" content="2019-03-08T10:00:00Z"></head>'
    )
    assert html_metadata(parse_html(source)) == {
        "title": "Third forum",
        "language": "en",
        "url": "https://example.org/third",
        "published_on": "2019-03-08T10:00:00Z",
    }


@pytest.mark.parametrize(
    "source", ["", "<p>x", "<title></title>", "<html lang=''><link rel=canonical>"]
)
def test_a_page_that_states_nothing_has_no_metadata(source: str) -> None:
    """Empty or absent statements are not made up."""
    assert html_metadata(parse_html(source)) == {}


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<b>bold</b> word", "bold word"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        (
            "<article>a</article>long enough to be the main content",
            "a\n\nlong enough to be the main content",
        ),
        ("<!-- x -->", ""),
        ("", ""),
        ("<script>x</script>y", "y"),
    ],
)
def test_fragments_come_down_to_their_words(fragment: str, text: str) -> None:
    """A fragment of HTML within Markdown is read whole, without a look for its main content."""
    assert lay_out(fragment_pieces(fragment)).text == text


@pytest.mark.parametrize("tag", ["div", "blockquote", "span"])
def test_nesting_up_to_the_limit_is_read(tag: str) -> None:
    """Deep but passable nesting loses nothing."""
    assert read(f"<{tag}>" * 1_900 + "deep")[-1] == (PARAGRAPH, 0, "deep")


def test_nesting_of_a_hundred_thousand_levels_is_refused_at_once() -> None:
    """A page made to exhaust the stack is refused in words, and quickly."""
    started = time.process_time()
    with pytest.raises(RefusedError, match="nested deeper than 2000"):
        pieces("<b>" * 100_000 + "x")
    assert time.process_time() - started < 5


@pytest.mark.parametrize("tag", ["li", "p", "td", "option", "dt"])
def test_floods_of_unclosed_elements_are_read(tag: str) -> None:
    """Elements that close each other are no nesting, however many there are."""
    assert "end" in lay_out(pieces(f"<{tag}>x" * 5_000 + "<p>end")).text


@examples(400)
@given(st.text(max_size=200) | tangles)
def test_any_text_is_read_with_blocks_in_order(source: str) -> None:
    """Whatever a file holds, its blocks rise and enclose non-empty stretches of the text."""
    laid = lay_out(pieces(source))
    html_metadata(parse_html(source))
    position = 0
    for block in laid.blocks:
        assert position <= block.line_start <= block.start < block.end <= len(laid.text)
        assert laid.text[block.start : block.end].strip()
        position = block.end


@examples(200)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["p", "div", "h2", "h6", "pre", "blockquote", "dd", "section"]),
            st.text("abcé &;", min_size=1, max_size=20).filter(lambda text: bool(text.strip())),
        ),
        max_size=8,
    )
)
def test_every_visible_character_of_the_content_is_kept(blocks: list[tuple[str, str]]) -> None:
    """Text in ordinary elements comes out whole and in order."""
    source = "".join(f"<{tag}>{text.replace('&', '&amp;')}</{tag}>" for tag, text in blocks)
    found = "".join(lay_out(pieces(source)).text.split())
    assert found == "".join("".join(text.split()) for _tag, text in blocks)


def test_cells_before_a_nested_table_are_kept() -> None:
    """A table within a cell takes no other cell away."""
    source = "<table><tr><td>a<td><table><tr><td>b</table><td>c</table>"
    assert [text for *_, text in read(source)] == ["a", "b", "c"]


def test_a_table_that_lays_out_the_page_is_read_as_the_blocks_in_it() -> None:
    """Headings, lists and tables inside a table's cell are what they are outside of one."""
    source = (
        "<table><tr><td>Menu<td><h1>Report</h1><p>Text.<ul><li>item</ul>"
        "<table><tr><td>Jane<td>chair</table></table>"
    )
    assert read(source) == [
        (PARAGRAPH, 0, "Menu"),
        (HEADING, 1, "Report"),
        (PARAGRAPH, 0, "Text."),
        (ITEM, 0, "item"),
        (ROW, 0, "Jane | chair"),
    ]


def test_blocks_within_a_cell_are_parted() -> None:
    """Paragraphs and items of a cell don't run together."""
    source = "<table><tr><td><p>One</p><p>Two</p><td><ul><li>x<li>y</ul></table>"
    assert read(source) == [(ROW, 0, "One Two | x y")]


def test_a_break_parts_neither_heading_nor_item() -> None:
    """A line break within a block is a line end of that block."""
    assert read("<h1>Third<br>Forum</h1><ul><li>a<br>b</ul><p>c<br>d</p>") == [
        (HEADING, 1, "Third Forum"),
        (ITEM, 0, "a\nb"),
        (PARAGRAPH, 0, "c\nd"),
    ]


def test_an_empty_line_of_breaks_parts_paragraphs() -> None:
    """Pages that set paragraphs apart by two breaks are read as their readers see them."""
    assert read("<p>one<br>two<br> <br>three") == [
        (PARAGRAPH, 0, "one\ntwo"),
        (PARAGRAPH, 0, "three"),
    ]


def test_a_further_paragraph_of_an_item_is_known_as_such() -> None:
    """Its level counts the lists around it; below the list it is none again."""
    assert read("<ul><li>one<p>more</ul><p>end") == [
        (ITEM, 0, "one"),
        (PARAGRAPH, 1, "more"),
        (PARAGRAPH, 0, "end"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        '<h2 id="consent">Consent</h2>',
        '<section id="social-economy"><p>Social economy</p></section>',
        '<p id="share">Share</p>',
        '<div class="social-economy">Social economy</div>',
        '<div class="menu"><h2>Topics</h2></div>',
        f'<div class="sidebar">{"Prose of the report. " * 40}</div>',
        "<section><header><h2>Session 1</h2></header></section>",
        "<form><h2>A page within a form</h2></form>",
    ],
)
def test_what_only_sounds_like_a_menu_is_read(source: str) -> None:
    """Names of subjects, headings and much prose are of the report, wherever they stand."""
    assert len(read(source)) == 1


def test_a_sidebar_of_links_is_left_out_however_long() -> None:
    """Many words that are all links are no prose."""
    links = "<li><a href=x>another page of this site</a>" * 100
    assert read(f"<ul class='sidebar'>{links}</ul><p>text") == [(PARAGRAPH, 0, "text")]


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("a.html", "<div>"),
        ("a.md", "<div>"),
        ("a.html", "<div/>"),
        ("a.html", "<UL><li>"),
        ("a.html", "<span></div>"),
        ("a.html", "<div></p>"),
    ],
)
def test_a_hundred_thousand_open_elements_are_refused_at_once(name: str, unit: str) -> None:
    """The parser itself is not given what it would take half a minute for."""
    started = time.process_time()
    with pytest.raises(RefusedError, match="nested deeper than 2000"):
        extract(name, unit.encode() * 100_000 + b"x")
    assert time.process_time() - started < 2


def test_many_elements_that_are_closed_are_no_nesting() -> None:
    """The count of open elements goes down with each that is closed."""
    assert len(read("<div><b>x</b></div></p></div>" * 6_000)) == 6_000


@pytest.mark.parametrize(
    "hidden",
    [
        '<div id="onetrust-consent-sdk"><h2>We value your privacy</h2><p>Accept?</p></div>',
        '<div class="cookie-banner-wrapper"><h3>Cookies</h3><a href=x>Accept</a></div>',
        '<div class="ecl-menu"><h3>Menu</h3><ul><li><a>Home</a><li><a>News</a></ul></div>',
        '<ul class="nav"><li><a href=x>Agenda</a><li><a href=y>About</a></ul>',
        '<div class="share-buttons"><h4>Share this</h4><a href=x>Post</a></div>',
        '<div id="footer"><h4>Follow us</h4><a href=x>Contact</a></div>',
        '<section class="site-footer">© 2019 The site</section>',
        "<aside><p>Related news</p></aside>",
    ],
)
def test_banners_menus_and_footers_are_left_out_and_counted(hidden: str) -> None:
    """Headings don't save what is named as a banner, a menu of links or a footer."""
    found = read_html(f"<h1>T</h1><p>text of the report</p>{hidden}")
    assert [piece.text for piece in found.pieces] == ["T", "text of the report"]
    words = re.sub("<[^>]*>", " ", hidden).split()
    listed = f"{len(words)} words of menus, banners or footers left out: {' '.join(words)!r}"
    assert found.warnings == (listed,)


def test_what_is_left_out_is_told_by_text_and_count() -> None:
    """What stands beside the main content as well, once with its count, and at most eight."""
    menus = "".join(f"<div class=menu><a href=x>Menu {number}</a></div>" for number in range(9))
    main = "<main><h1>T</h1><p>The text of the report, which is long enough.</p></main>"
    [told] = read_html(f"<body><div>Top of it</div>{main}<footer>Imprint</footer></body>").warnings
    assert "left out: 'Top of it', 'Imprint'" in told
    [told] = read_html(f"<h1>T</h1><p>Text.</p>{menus}{menus}").warnings
    assert told.startswith(
        "36 words of menus, banners or footers left out: 'Menu 0' (2), 'Menu 1' (2)"
    )
    assert told.endswith("'Menu 7' (2) and 1 others")


@pytest.mark.parametrize(
    "kept",
    [
        '<div class="card-footer">15 May 2019</div>',
        '<div class="menu">Soup, fish and cake</div>',
        '<aside class="note"><p>A note</p></aside>',
        '<div role="tabpanel" hidden>Opened by a click</div>',
        "<article><header><p>15 May 2019</p></header></article>",
        "<blockquote><p>x</p><footer>Jane Doe</footer></blockquote>",
        "<nav-like><p>An element of its own</p></nav-like>",
    ],
)
def test_what_only_resembles_boilerplate_is_kept(kept: str) -> None:
    """Dates in cards, notes, tabs and the source of a quotation are text of the page."""
    found = read_html(f"<h1>T</h1><p>{'text ' * 30}</p>{kept}")
    words = re.sub("<[^>]*>", " ", kept).split()
    assert " ".join(piece.text for piece in found.pieces).split()[31:] == words
    assert found.warnings == ()


def test_the_title_outside_of_the_main_content_is_read_with_its_line() -> None:
    """Pages put the title, with date and place, into a header above the main element."""
    source = (
        "<header><h1>Workshop</h1><p>27-28 June 2019; Redmond</p><nav>menu</nav></header>"
        f"<main><h2>Report</h2><p>{'The report. ' * 20}</p></main>"
    )
    assert [text for *_, text in read(source)][:3] == [
        "Workshop",
        "27-28 June 2019; Redmond",
        "Report",
    ]


def test_front_matter_of_a_page_is_read() -> None:
    """Sources of site generators have YAML at their top, which goes before the page's own head."""
    found = read_html("---\ntitle: Stated\n---\n<title>Head</title><p>text")
    assert found.metadata == {"title": "Stated"}
    assert [piece.text for piece in found.pieces] == ["text"]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Third forum | European Commission</title>", "Third forum"),
        ("<title>X | Third forum</title>", "X | Third forum"),
        ("<title>x</title>", None),
        ("<title>The forum | Commission</title>", "The forum | Commission"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(head: str, title: str | None) -> None:
    """One of its parts is it where that is the page's heading; a single letter is none."""
    page = f"<html><head>{head}</head><body><h1>Third forum</h1><h1>X</h1>"
    assert html_metadata(parse_html(page)).get("title") == title


def test_terms_and_what_is_said_of_them_are_rows() -> None:
    """A list of definitions keeps each term with its text; one with lists in it stays apart."""
    assert read("<dl><dt>Date<dd>15 May<dt>Place<dd>Brussels<dd>Oslo</dl><p>x") == [
        (ROW, 0, "Date | 15 May"),
        (ROW, 0, "Place | Brussels | Oslo"),
        (PARAGRAPH, 0, "x"),
    ]
    assert read("<dl><dt>Agreed<dd><ul><li>one<li>two</ul></dl>") == [
        (PARAGRAPH, 0, "Agreed"),
        (ITEM, 0, "one"),
        (ITEM, 0, "two"),
    ]


def test_bullets_between_breaks_are_a_list() -> None:
    """Lists made of line breaks and glyphs are lists."""
    assert read("<p>Agreed:<br>• one<br>\uf0b7two<br>- three</p>") == [
        (PARAGRAPH, 0, "Agreed:"),
        (ITEM, 0, "one"),
        (ITEM, 0, "two"),
        (ITEM, 0, "three"),
    ]


def test_pictures_are_read_by_the_words_that_stand_for_them() -> None:
    """Logos of sponsors, say, each an item; a picture beside its words says nothing of its own."""
    source = (
        "<p>Sponsors:</p><ul><li><a href=x><img alt='Moss Valley'></a><li><img alt=Logo> Peat</ul>"
        "<div><img alt='Reed Works logo'></div><p>It met <img alt='on the pier of Oss'> in May.</p>"
        "<p><a href=y><img alt='Agenda icon'> The agenda</a></p><img alt=Map>"
        "<p><img alt='A small sign' width=16 height=16></p><p><img alt='Moss Valley'></p>"
        "<figure><img alt='People who eat'><figcaption>Dinner at Oss</figcaption></figure>"
    )
    assert read(source)[1:] == [
        (ITEM, 0, "🖼 Moss Valley"),
        (ITEM, 0, "Peat"),
        (ITEM, 0, "🖼 Reed Works logo"),
        (PARAGRAPH, 0, "It met in May."),
        (PARAGRAPH, 0, "The agenda"),
        (PARAGRAPH, 0, "Dinner at Oss"),
    ]


def test_a_picture_is_a_heading_or_a_cell_where_it_stands_alone_there() -> None:
    """A title that is drawn, the logos of a table of partners; beside words it is left out."""
    source = (
        "<h1><img alt='Talks on Peat'></h1><table><tr><th>Partner<th>Town<tr>"
        "<td><img alt='Moss Ltd'><td>Oss <img alt='Flag of Oss land'><tr><td>Reed<td>Ede</table>"
    )
    assert read(source) == [
        (HEADING, 1, "Talks on Peat"),
        (ROW, 1, "Partner | Town"),
        (ROW, 0, "🖼 Moss Ltd | Oss"),
        (ROW, 0, "Reed | Ede"),
    ]


def test_the_logo_of_a_site_above_the_first_heading_is_no_text() -> None:
    """It leads to the site; that of a sponsor stands below."""
    link = "<a href=x><img alt='{}'></a>"
    source = f"<p>{link.format('Fen Trust')}</p><h1>Forum</h1><p>{link.format('Moss Ltd')}</p>"
    assert read(source) == [(HEADING, 1, "Forum"), (ITEM, 0, "🖼 Moss Ltd")]


def test_numbers_between_breaks_are_a_list() -> None:
    """Lines that count up from one are items with their numbers; preformatted ones stay."""
    found = pieces("<p>Agreed:<br>1. One<br>2. Two</p>")
    assert [(one.kind, one.marker, one.text) for one in found[1:]] == [
        (ITEM, "1.", "One"),
        (ITEM, "2.", "Two"),
    ]
    assert [kind for kind, *_ in read("<pre>1. One\n2. Two</pre>")] == [PARAGRAPH]


def test_a_list_begins_to_count_where_it_says() -> None:
    """The number that a reader sees is the item's marker."""
    found = pieces("<ol start=3><li>a<li>b</ol><ol start=x><li>c</ol>")
    assert [piece.marker for piece in found] == ["3.", "4.", "1."]


@pytest.mark.parametrize(
    "line",
    [
        "<b>Outcomes of the forum</b>",
        "<strong>Next</strong> ",
        "AGENDA",
        "TOP 5. Budget",
        "<u>Members</u>",
    ],
)
def test_bold_lines_capitals_and_agenda_items_are_headings(line: str) -> None:
    """Editors make headings without the element for it."""
    assert [kind for kind, *_ in read(f"<h2>T</h2><p>{line}</p><p>text</p>")][1] == HEADING


@pytest.mark.parametrize("line", ["<b>Note:</b>", "<b>One</b> and two", "<b>It ended.</b>"])
def test_bold_words_in_running_text_make_no_heading(line: str) -> None:
    """A lead-in, a part of a line or a sentence stays a paragraph."""
    assert [kind for kind, *_ in read(f"<p>{line}</p>")] == [PARAGRAPH]


@pytest.mark.parametrize(
    "source",
    [
        "<x></p>" * 100_000,
        "<x-y></z>" * 100_000,
        "".join(f"<b x={number}><p>" for number in range(20_000)),
        "<div>"
        + "".join(f"<i x={number}>" for number in range(500))
        + "</div><div>x</div>" * 50_000,
        "<div " + " ".join(f"a{number}" for number in range(100_000)) + ">",
    ],
)
def test_what_would_cost_the_parser_minutes_is_refused_at_once(source: str) -> None:
    """Unknown elements, letters restyled for ever and thousands of attributes are counted."""
    started = time.process_time()
    with pytest.raises(RefusedError, match="HTML"):
        parse_html(source)
    assert time.process_time() - started < 3


def test_drawings_and_sloppy_pages_pass() -> None:
    """Shapes that close themselves and paragraphs that nobody closed are no nesting."""
    assert read("<svg>" + "<path d='x'/>" * 20_000 + "</svg>" + "<p>text<b>bold</b>" * 6_000)


def test_pages_of_the_corpus_keep_their_words(corpus: Path) -> None:
    """Of a real page what is not in the text is counted, and is a few words in a hundred."""
    for path in sorted(corpus.glob("*.html")):
        found = read_html(path.read_text(encoding="utf-8"))
        words = sum(len(piece.text.split()) for piece in found.pieces)
        left_out = int(found.warnings[0].split()[0]) if found.warnings else 0
        assert left_out <= max(20, words // 25), path.name


def test_cells_stand_below_the_names_of_their_columns() -> None:
    """Spans of rows and columns are heeded, and two tables side by side are two."""
    source = (
        "<table><tr><th rowspan=2>Who<th colspan=2>2021<tr><th>May<th>June"
        "<tr><td>Ada Quill<td><td>x</table><table><tr><td>a<td>b</table>"
    )
    assert read(source) == [
        (ROW, 1, "Who | 2021 | 2021"),
        (ROW, 1, "Who | May | June"),
        (ROW, 0, "Ada Quill | | x"),
        (ROW, 0, "a | b"),
    ]


def test_a_cell_of_no_rows_spans_all_that_follow() -> None:
    """So HTML has it; other spans that are absurd are bounded by the table."""
    source = "<table><tr><td rowspan=0>A<td>b<tr><td>c<tr><td rowspan=99999999>d</table>"
    assert [text for _kind, _level, text in read(source)] == ["A | b", "A | c", "A | d"]


def test_references_to_notes_go_and_powers_stay() -> None:
    """A raised link to a note on the page is no part of its sentence; a raised digit is raised."""
    source = (
        "<p>Bought in 2021<sup><a href='#n1'>[1]</a></sup>, 12 m<sup>2</sup> in all.</p>"
        "<ol><li id=n1>The deed.</ol>"
    )
    assert read(source) == [
        (PARAGRAPH, 0, "Bought in 2021, 12 m\u00b2 in all."),
        (ITEM, 0, "The deed."),
    ]


def test_what_joins_a_note_to_the_text_is_no_text() -> None:
    """A raised number that is a link or stands in one, and the arrow back."""
    source = (
        "<p>It costs 40<a href='#n'><sup>1</sup></a> euro<sup><a href='b#m'>2</a></sup>.</p>"
        "<ol><li>Of 2019. <a href='#r'>↩\ufe0e</a></li></ol>"
    )
    assert [piece.text.strip() for piece in fragment_pieces(source)] == [
        "It costs 40 euro.",
        "Of 2019.",
    ]


def test_what_a_wiki_sets_beside_a_heading_is_none_of_it() -> None:
    """The link to edit a section, and the one by which a heading leads to itself."""
    source = (
        "<h2>Pumps<span class='mw-editsection'>[<a href='?e'>edit</a>]</span></h2><p>Off.</p>"
        "<h2>Fees<a class='headerlink' href='#fees'>¶</a></h2>"
    )
    assert [piece.text for piece in fragment_pieces(source)] == ["Pumps", "Off.", "Fees"]
