from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bench.pictures.markdown import DiscordMarkdown, Reader, relative

START = int(datetime(2019, 3, 14, 8, 30, tzinfo=UTC).timestamp())
READER = Reader(
    datetime(2019, 2, 20, 12, tzinfo=UTC), ZoneInfo("Europe/Brussels"), {"5": "alice", "7": "news"}
)
DAY = 86_400


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** __line__ *slant* ~~gone~~",
         "<strong>bold</strong> <u>line</u> <em>slant</em> <s>gone</s>"),
        (r"\[1] 1\. \*no\* a\:", "[1] 1. *no* a:"),
        ("`a*b*<`", "<code>a*b*&lt;</code>"),
        ("||a **b**|| | c", '<span class="spoiler">a <strong>b</strong></span> | c'),
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("[a page](<https://x.org/a_b>)", '<a href="https://x.org/a_b">a page</a>'),
        ("see https://x.org/a_b_c.", "see <a>https://x.org/a_b_c.</a>"),
        ("<@5> <#7>",
         '<span class="mention">@alice</span> <span class="mention">#news</span>'),
        ("<@&9>", '<span class="mention">@unknown</span>'),
        ("</remind add:3>", '<span class="mention">/remind add</span>'),
    ],
)  # fmt: skip
def test_marks_within_a_line_are_what_discord_makes_of_them(text: str, html: str) -> None:
    """What is escaped is a letter, and HTML is text."""
    assert DiscordMarkdown(READER).inline(text) == html


@pytest.mark.parametrize(
    ("style", "words"),
    [
        (":F", "Thursday, 14 March 2019 at 09:30"), ("", "14 March 2019 at 09:30"),
        (":D", "14 March 2019"), (":d", "14/03/2019"), (":t", "09:30"), (":T", "09:30:00"),
        (":R", "in 22 days"),
    ],
)  # fmt: skip
def test_a_time_is_in_the_reader_s_zone(style: str, words: str) -> None:
    """In each of Discord's styles."""
    assert DiscordMarkdown(READER).inline(f"<t:{START}{style}>") == f"<time>{words}</time>"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(20, "in 20 seconds"), (-70, "a minute ago"), (3600, "in an hour"), (-7200, "2 hours ago"),
     (14 * DAY, "in 14 days"), (-60 * DAY, "2 months ago"), (800 * DAY, "in 2 years")],
)  # fmt: skip
def test_how_long_still_is_never_told_in_weeks(seconds: float, words: str) -> None:
    """As Discord tells it."""
    assert relative(seconds) == words


def test_a_quote_ends_with_its_lines() -> None:
    """What follows is no part of it, and small print and headings have their own look."""
    html = DiscordMarkdown(READER).html("> a\n> • b\nsource\n-# small\n## Head\n- one\n- two")
    assert html == (
        '<blockquote><div class="text">a<br>\n• b</div></blockquote>'
        '<div class="text">source</div><div class="small">small</div>'
        '<div class="heading-2">Head</div><ul><li>one</li><li>two</li></ul>'
    )


def test_nothing_in_a_code_block_is_a_mark() -> None:
    """Lines and signs stand as they are."""
    html = DiscordMarkdown(READER).html("before\n```yaml\n- *a*\n> b\n```\nafter")
    assert "<pre><code>- *a*\n&gt; b</code></pre>" in html
    assert html.endswith('<div class="text">after</div>')


def test_an_empty_line_is_shown() -> None:
    """Between two paragraphs, and before a quote."""
    html = DiscordMarkdown(READER).html("a\n\n> b")
    assert html.startswith('<div class="text">a<br><br></div><blockquote>')
