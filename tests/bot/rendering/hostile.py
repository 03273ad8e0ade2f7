"""Texts that try to do something in Discord, and whether what is rendered of them is inert."""

import json
import re
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import discord
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

OPENAPI = Path(__file__).resolve().parents[3].parent / "shared" / "discord" / "openapi.json"
_HOSTILE = st.sampled_from(
    [
        "@everyone", "@here", "<@123456789012345678>", "<@&2>", "<#3>", "</ask:4>", "<a:blob:6>",
        "<t:1550000000:R>", ":smile:", "[click](https://evil.example)", "](", "[1]", "\\[1]", "[",
        "https://evil.example/a_b", "<https://evil.example>", "```", "`", "||", "**", "*", "_",
        "~~", "\\", "# Heading", "-# small", "- item", "1. one", "> quote", ">>> all", "\n", "\n\n",
        "\u2028", "\u202e", "\u2066", "\u200b", "\u3164", "\ud800", "\x00", "a" + "\u0300" * 40,
        "👍🏽", "\r", "forum", "cluster", "15 November 2018", "2019", "18", "\n", "w" * 90,
    ]
)  # fmt: skip
_PIECES = st.lists(st.one_of(_HOSTILE, st.text(max_size=6)), max_size=12)
_SHORT = st.one_of(_PIECES.map(" ".join), _PIECES.map("".join))
_LONG = st.builds(lambda text, times: text * times, _SHORT, st.sampled_from([30, 300]))
TEXTS = st.one_of(_SHORT, _SHORT, _LONG)
URLS = st.one_of(
    st.none(), TEXTS, st.sampled_from(["https://x.org/a_(b)", "https://x.org/" + "a" * 300])
)
DAYS = st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2199, 1, 1)))
FACTS = {
    "title": TEXTS, "url": URLS, "held_on": DAYS, "published_on": DAYS,
    "language": st.one_of(st.sampled_from(["en", "de", "pt-BR", "xx"]), TEXTS),
}  # fmt: skip
PAGES = st.one_of(st.none(), st.integers(1, 9_999))
_LINK = re.compile(r"\[(?:link|the event's page)\]\(<https?://[A-Za-z0-9/%:!$&+,;=?~._#-]+>\)")
NUMBER = re.compile(r"\\\[(\d+)\]")
_ROW = re.compile(r"\\\[(\d+)\]–\\\[(\d+)\]")
_TIME = re.compile(r"<t:-?\d{1,13}:[FtR]>")


def size(text: str | None) -> int:
    """The length in UTF-16 units."""
    return len((text or "").encode("utf-16-le")) // 2


def left_over(markdown: str) -> list[str]:
    """What in a rendered text does something and is none of our own marks."""
    found = re.findall(r"(?i)@everyone|@here|discord\.gg/", markdown)
    bare = _TIME.sub("", _LINK.sub("", NUMBER.sub("", markdown)))
    found += re.findall(r"://|<[@#:/at]\S*\d>", bare)
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "¤", bare)
    bare = re.sub(r"(?m)^(?:> |-# )", "", bare)
    bare = re.sub(r"\*\*(\S[^*\n]*?)\*\*", r"\1", bare)
    bare = re.sub(r"\*(\S[^*\n]*?)\*", r"\1", bare)
    found += re.findall(r"[\\*_~`|<>\[\]()]|:\w+:|\w+:/", bare)
    found += re.findall(r"(?m)^\s*(?:#{1,3}|-#|[-+]|\d+[.)])(?=\s|$)", bare)
    return found + [letter for letter in markdown if letter != "\n" and is_unseen(letter)]


def is_unseen(letter: str) -> bool:
    """Whether a letter is a control, a format sign, half a pair or a known blank."""
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co") or letter in "\u3164\u2028"


def inert(markdown: str) -> None:
    """Nothing but our own marks does anything; rounded brackets of ours are around words alone."""
    ours = re.sub(
        r" \*\((?:past|cancelled)\)\*$|(?<= )\((?=<t:)|(?<=:R>)\)", "", markdown, flags=re.M
    )
    assert left_over(ours) == []


def all_numbers(markdown: str) -> str:
    """The text with each number of a row that is told by its ends."""
    return _ROW.sub(
        lambda row: " ".join(f"\\[{number}]" for number in range(int(row[1]), int(row[2]) + 1)),
        markdown,
    )


def numbered_right(markdown: str) -> None:
    """Every number that is shown stands once at a quote and once at its source."""
    written = all_numbers(markdown)
    numbers = [int(number) for number in NUMBER.findall(written)]
    heads = re.findall(r"(?m)^(?:\\\[\d+\] )+", written)
    sources = [int(number) for head in heads for number in NUMBER.findall(head)]
    assert sorted(numbers) == sorted(sources * 2)


@cache
def embed_schema() -> Draft202012Validator | None:
    """Discord's own description of an embed, where it is at hand."""
    if not OPENAPI.exists():
        return None
    contents = json.loads(OPENAPI.read_text(encoding="utf-8"))
    resource = DRAFT202012.create_resource(contents)
    registry: Registry[Any] = Registry().with_resource("urn:discord", resource)
    reference = {"$ref": "urn:discord#/components/schemas/RichEmbed"}
    return Draft202012Validator(reference, registry=registry)


def fits(embed: discord.Embed) -> None:
    """The embed is within every limit of Discord's, and nothing in it is empty or in force."""
    parts = [embed.title, embed.description, embed.footer.text, embed.author.name]
    for part, limit in zip(parts, (256, 4096, 2048, 256), strict=True):
        assert size(part) <= limit
        assert part is None or part.strip()
    assert len(embed.fields) <= 25
    for field in embed.fields:
        assert 0 < size(str(field.name)) <= 256
        assert 0 < size(str(field.value)) <= 1024
        parts += [field.name, field.value]
    assert sum(map(size, parts)) <= 6000
    for part in parts:
        inert(part or "")
    schema = embed_schema()
    if schema is not None:
        assert [error.message for error in schema.iter_errors(embed.to_dict())] == []
