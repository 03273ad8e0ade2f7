import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.bot.escape import clean, cut, fit, flat, link, plain, safe_url, shorten, utf16_length

HOSTILE = [
    "@everyone", "@here", "@Everyone", "<@123456789012345678>", "<@!1>", "<@&2>", "<#3>",
    "</ask:4>", "<:blob:5>", "<a:blob:6>", "<t:1550000000:R>", "<id:customize>", ":smile:",
    "[click](https://evil.example)", "[1](https://evil.example)", "](", "[a", "b](<x>)", "[7]",
    "https://evil.example/a_b(c)", "<https://evil.example>", "discord.gg/abc", "<a@b.eu>",
    "```", "```py\nx", "`", "``", "||", "||spoiler||", "**", "*", "__", "_", "~~", "\\", "\\\\",
    "\\*", "# Heading", "## Two", "-# small", "- item", "* item", "+ item", "1. one", "23) two",
    "> quote", ">>> all", "\n", "\n\n\n", "\r\n", "\u2028", "\t", " ", "\u00a0", "\u3000",
    "\u202e", "\u2066", "\u2069", "\u200b", "\u200d", "\u200f", "\ufeff", "\u00ad", "\u3164",
    "\u2800", "\U000e0041", "\ufe0f", "\ud800", "\ue000", "\x00", "\x1b[31m", "e\u0301",
    "a" + "\u0300" * 40, "👍🏽", "👨\u200d👩\u200d👧", "🇪🇺", "Ünïcödé", "word", "15 November 2018",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=8)), max_size=25).map("".join)
SPACED = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=8)), max_size=25).map(
    " ".join
)
INERT = st.one_of(TEXTS, SPACED)


def shown(markdown: str) -> str:
    """What Discord shows of a text in which every sign that means something is escaped."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown)


def left_over(markdown: str) -> list[str]:
    """What in a text would still do something in Discord, found without the code under test."""
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "¤", markdown)
    found = re.findall(r"[\\*_~`|<>\[\]()]|:\w+:|\w+:/|@everyone|@here", bare, re.IGNORECASE)
    found += re.findall(r"(?m)^\s*(?:#{1,3}|-#|[-+]|\d+[.)])(?=\s|$)", bare)
    found += re.findall(r"(?i)@(?:everyone|here)|<[@#:/at]\S*\d>|discord\.gg/|://", markdown)
    return found + [letter for letter in markdown if letter != "\n" and is_unseen(letter)]


def is_unseen(letter: str) -> bool:
    """Whether a letter is a control, a format sign, half a pair or another known blank."""
    known = "\u115f\u1160\u2800\u3164\uffa0\u034f\ufe0f"
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") or letter in known


@examples(500)
@given(INERT)
def test_nothing_in_a_text_does_anything(text: str) -> None:
    """No mark, mention, address, time or invisible character is left in force."""
    assert left_over(plain(text)) == []


@examples(300)
@given(INERT)
def test_a_text_is_shown_as_it_is(text: str) -> None:
    """Discord takes the backslashes away again, and what is left is the cleaned text."""
    assert shown(plain(text)) == clean(text)
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Held at 10:30: rooms A/B", r"Held at 10\:30: rooms A\/B"),
        ("# a\n  - b\n12. c", "\\# a\n  \\- b\n12\\. c"),
        ("a-b #1 2.5", "a-b #1 2.5"),
        ("@everyone, me@x.eu", "＠everyone, me@x.eu"),
        ("@ever\u200byone", "＠everyone"),
        ("https://x.org", r"https\:\/\/x.org"),
        ("<@12>", r"\<@12\>"),
        ("[a](b)", r"\[a\]\(b\)"),
    ],
)
def test_only_what_would_do_something_is_escaped(text: str, expected: str) -> None:
    """Hyphens, full stops and signs within a line stay as they are, for those who copy the text."""
    assert plain(text) == expected


def test_what_cannot_be_seen_is_gone() -> None:
    """Bidirectional controls, joiners and blanks go; blanks of every width become a space."""
    assert clean("a\u202eb\u200bc\u3164d\u00a0e\u2003f\tg\r\nh\u2028i") == "abcd e f g\nh\ni"


def test_a_tower_of_accents_is_lowered() -> None:
    """Eight combining marks on one letter are more than any language needs."""
    assert clean("a" + "\u0300" * 500 + "b") == "a" + "\u0300" * 8 + "b"


@examples(500)
@given(INERT, st.integers(-1, 300))
def test_a_cut_text_fits_and_does_nothing(text: str, limit: int) -> None:
    """The limit holds for the escaped text, and for labels for the text as it is."""
    assert utf16_length(cut(text, limit)) <= max(limit, 0)
    assert utf16_length(shorten(text, limit)) <= max(limit, 0)
    assert left_over(cut(text, limit)) == []
    assert cut(text, limit) == plain(fit(text, limit))


@examples(300)
@given(INERT, st.integers(2, 200))
def test_a_cut_text_is_the_beginning_of_the_text(text: str, limit: int) -> None:
    """What is kept stands at the beginning, ends on a whole letter, and an ellipsis says so."""
    whole, kept = clean(text).strip(), fit(text, limit)
    if kept != whole:
        assert kept.endswith("…")
        assert whole.startswith(kept[:-1])
        after = whole[len(kept) - 1 : len(kept)]
        assert not after or not unicodedata.combining(after)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("onetwothree", 5, "onet…"),
        ("a e\u0301e\u0301e\u0301", 5, "a e\u0301…"),
        ("👍🏽👍🏽", 7, "👍🏽…"),
        ("👍👍👍", 4, "👍…"),
        ("****", 4, r"\*…"),
        ("one", 0, ""),
    ],
)
def test_a_cut_comes_after_a_word(text: str, limit: int, expected: str) -> None:
    """A long word is cut between letters; accents, pairs and escaped signs stay whole."""
    assert cut(text, limit) == expected


def test_lengths_are_those_of_utf16() -> None:
    """An emoji counts two, as Discord's clients count it."""
    assert utf16_length("aé👍") == len("aé👍".encode("utf-16-le")) // 2 == 4


def test_a_huge_text_is_cut_without_reading_it_all() -> None:
    """Twenty million characters cost no more than a few."""
    text = "*\u0300_" * 7_000_000
    started = time.process_time()
    assert cut(text, 200).endswith("…")
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("text", ["*" * 200_000, "1" * 200_000, "\u0300" * 200_000, " " * 200_000])
def test_escaping_takes_time_in_proportion_to_the_text(text: str) -> None:
    """No text makes the patterns go back and forth."""
    started = time.process_time()
    plain(text)
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.org", "https://x.org"),
        ("HTTPS://X.org:8443/a?b=c#d", "https://x.org:8443/a?b=c#d"),
        ("https://x.org/a_(b)*c", "https://x.org/a_%28b%29%2Ac"),
        ("https://x.org/é?q=<>|`", "https://x.org/%C3%A9?q=%3C%3E%7C%60"),
        ("https://x.org/@everyone", "https://x.org/%40everyone"),
        ("https://bücher.example/%20", "https://xn--bcher-kva.example/%20"),
        ("javascript:alert(1)", None),
        ("ftp://x.org", None),
        ("https://bank.example@evil.example", None),
        ("https://localhost/", None),
        ("https:///x", None),
        ("https://x.org/a b", None),
        ("https://x.org/\u202e", None),
        ("https://x.org:99999999/", None),
        ("https://[::1/", None),
        ("https://x..org/", None),
        ("x.org", None),
        ("", None),
    ],
)
def test_only_addresses_of_web_pages_are_offered(url: str, expected: str | None) -> None:
    """Anything but http(s), a user name, a bare machine name or an invisible sign is refused."""
    assert safe_url(url) == expected
    assert link(url) == (f"[link](<{expected}>)" if expected else None)


@examples(300)
@given(st.one_of(INERT, INERT.map(lambda text: f"https://x.org/{text}")))
def test_no_address_breaks_out_of_its_link(url: str) -> None:
    """Within the link stand only signs that cannot end it."""
    masked = link(url)
    if masked is not None:
        assert re.fullmatch(r"\[link\]\(<https?://[A-Za-z0-9/%:!$&+,;=?~._#-]+>\)", masked)


def test_a_text_is_flattened() -> None:
    """Line ends and runs of blanks become one space."""
    assert flat(" a\n\n b\tc ") == "a b c"
    assert link(None) is None
