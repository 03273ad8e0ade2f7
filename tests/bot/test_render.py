import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import discord
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from tests.documents import hit_on

from forumbot.answers.answerer import Answer, Citation, Finding
from forumbot.answers.outcomes import DocumentOutcome
from forumbot.archive.documents import Document
from forumbot.archive.outcomes import Outcome
from forumbot.bot.rendering.answers import answer_embed, answer_text, index_age
from forumbot.bot.rendering.events import announcement_embed, announcement_text, events_embed
from forumbot.bot.rendering.help_and_status import help_embed, status_embed
from forumbot.bot.rendering.pages import hits_embed, outcomes_embed, page_count
from forumbot.reminders import wording
from forumbot.reminders.events import Dispute, Event, EventKind
from forumbot.reminders.wording import Announcement, Quoted
from forumbot.search.hits import Hit
from forumbot.search.passages import Passage
from forumbot.search.status import Changes, IndexStatus

NOW = datetime(2019, 2, 20, 12, tzinfo=UTC)
BUILT = NOW - timedelta(days=3)
FIRST = date(2018, 11, 15)
OPENAPI = Path(__file__).resolve().parents[2].parent / "shared" / "discord" / "openapi.json"

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

# Our own marks: everything else in what is rendered has to be inert.
_LINK = re.compile(r"\[(?:link|the event's page)\]\(<https?://[A-Za-z0-9/%:!$&+,;=?~._#-]+>\)")
_NUMBER = re.compile(r"\\\[(\d+)\]")
_TIME = re.compile(r"<t:-?\d{1,13}:[FtR]>")


def citation(quote: str = "It is in Brussels.", **more: Any) -> Citation:
    """A citation with a given quote."""
    fields = {
        "number": 1, "doc_id": "a.md", "title": "Report", "section": None, "page": None,
        "url": None, "start": 0, "end": len(quote), "quote": quote, **more,
    }  # fmt: skip
    return Citation(**fields)


def hit(text: str, *headings: str, page: int | None = None, doc_id: str = "a.md") -> Hit:
    """A hit on a passage."""
    return hit_on(Passage(doc_id, headings, page, 0, len(text), text))


def answer(finding: Finding, remark: str = "", **more: Any) -> Answer:
    """An answer with the fields that matter to a reader."""
    question = more.get("question", "When is the forum?")
    fields = {
        "question": question, "understood": question, "finding": finding, "remark": remark,
        "citations": (), "nearest": (), "confidence": 0.9, "hits": (), "stale": (),
        "elapsed_ms": 1.0, **more,
    }  # fmt: skip
    return Answer(**fields)


def document(title: str = "Report", **more: Any) -> Document:
    """A document that is its title and no more."""
    fields = {"kind": "report", "language": "en", "text": title, "blocks": (), **more}
    return Document("a.md", "", title, **fields)


def outcome(text: str, number: int = 1, **more: Any) -> DocumentOutcome:
    """An outcome of a document with the given fields."""
    return DocumentOutcome(Outcome("a.md", number, text, 0, 1, ()), document(**more))


def event(title: str = "Forum", **more: Any) -> Event:
    """An event of one hour on 14 March 2019 in Brussels."""
    start = datetime(2019, 3, 14, 9, tzinfo=ZoneInfo("Europe/Brussels"))
    fields = {
        "event_id": "e", "kind": EventKind.FORUM, "starts_at": start,
        "ends_at": start + timedelta(hours=1), "all_day": False, "timezone": "Europe/Brussels",
        **more,
    }  # fmt: skip
    return Event(title=title, **fields)


def described(embed: discord.Embed) -> str:
    """The description of an embed, which has to be there."""
    assert embed.description
    return embed.description


def embedded(shown: Answer) -> str:
    """The description of an answer's embed."""
    return described(answer_embed(shown, built_at=BUILT, now=NOW))


def size(text: str | None) -> int:
    """The length in UTF-16 units."""
    return len((text or "").encode("utf-16-le")) // 2


def left_over(markdown: str) -> list[str]:
    """What in a rendered text does something and is none of our own marks."""
    found = re.findall(r"(?i)@everyone|@here|discord\.gg/", markdown)
    bare = _TIME.sub("", _LINK.sub("", _NUMBER.sub("", markdown)))
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


def numbered_right(markdown: str) -> None:
    """Every number that is shown stands once at a quote and once at its source."""
    numbers = [int(number) for number in _NUMBER.findall(markdown)]
    sources = [int(number) for number in re.findall(r"(?m)^\\\[(\d+)\] ", markdown)]
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


@st.composite
def citations(draw: st.DrawFn) -> tuple[Citation, ...]:
    """Up to seven citations, numbered, of arbitrary texts."""
    rest = {"quote": TEXTS, "section": st.one_of(st.none(), TEXTS), "page": PAGES, "lead_in": TEXTS}
    drawn = draw(st.lists(st.fixed_dictionaries({**FACTS, **rest}), max_size=7))
    return tuple(citation(number=number, **fields) for number, fields in enumerate(drawn, start=1))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """An answer of arbitrary texts, whatever was found."""
    finding, cited = draw(st.sampled_from(Finding)), draw(citations())
    hits = draw(st.lists(st.builds(hit, TEXTS, TEXTS, doc_id=TEXTS, page=PAGES), max_size=5))
    return answer(
        finding, draw(TEXTS), question=draw(TEXTS), understood=draw(TEXTS), hits=tuple(hits),
        citations=cited if finding is Finding.ANSWER else (),
        nearest=cited if finding is Finding.NEAR else (),
        stale=tuple(draw(st.lists(TEXTS, max_size=4))), confidence=draw(st.floats(0, 1)),
    )  # fmt: skip


WORST = answer(
    Finding.NEAR, "\\" * 5000, question="👍*" * 2000, understood="1 forum when" * 500,
    stale=("`" * 5000,) * 60,
    nearest=tuple(
        citation(
            "👍 1 forum\n*\n" * 500, number=n, title="_" * 900, section="👍" * 900, page=9_999,
            url="https://x.org/" + "a" * 400, lead_in="|" * 900, language="zz",
            held_on=date(2018, 9, 26), published_on=date(2018, 9, 26),
        )
        for n in range(1, 9)
    ),
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(answers())
@example(WORST)
def test_an_answer_of_any_text_fits_and_does_nothing(shown: Answer) -> None:
    """As an embed and as plain text: every limit holds, every number has its source."""
    embed = answer_embed(shown, built_at=BUILT, now=NOW)
    fits(embed)
    numbered_right(described(embed))
    text = answer_text(shown, built_at=BUILT, now=NOW)
    assert 0 < size(text) <= 2000
    inert(text)
    numbered_right(text)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.builds(hit, TEXTS, TEXTS, doc_id=st.sampled_from(["a.md", "b"])), max_size=14),
    st.builds(document, **FACTS),
    st.lists(st.builds(outcome, TEXTS, st.integers(1, 999), **FACTS), max_size=14),
    st.integers(-3, 9),
    st.integers(-3, 99),
    TEXTS,
)
def test_passages_and_outcomes_of_any_text_fit_and_do_nothing(
    hits: list[Hit], of: Document, entries: list[DocumentOutcome], page: int, per: int, topic: str
) -> None:
    """Whatever they hold and however many a page is asked to show."""
    fits(hits_embed(hits, {"a.md": of}, 1, 2))
    fits(outcomes_embed(entries, page, per_page=per, topic=topic))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.builds(
            event, TEXTS, place=TEXTS, url=URLS, all_day=st.booleans(),
            status=st.sampled_from(["confirmed", "cancelled"]),
            disputed=st.lists(st.builds(Dispute, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
        ),
        max_size=3,
    ),
    st.dictionaries(TEXTS, st.dictionaries(TEXTS.map("/".__add__), TEXTS, max_size=3), max_size=3),
    st.lists(TEXTS, max_size=3),
)  # fmt: skip
def test_events_help_and_status_of_any_text_fit_and_do_nothing(
    events: list[Event], groups: dict[str, dict[str, str]], names: list[str]
) -> None:
    """Titles, places, sources, file names and what the help is given."""
    names = names * 33
    fits(events_embed(events * 4, NOW))
    fits(help_embed(groups))
    fits(status_embed(status(names, Changes(*[tuple(names)] * 3))))


@settings(deadline=None, max_examples=100)
@given(
    st.builds(
        event, TEXTS, place=TEXTS, url=URLS, all_day=st.booleans(),
        status=st.sampled_from(["confirmed", "cancelled"]),
        disputed=st.lists(st.builds(Dispute, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
    ),
    st.one_of(st.none(), TEXTS),
    st.lists(TEXTS, max_size=20).map(tuple),
    st.lists(st.builds(Quoted, TEXTS, TEXTS, URLS), max_size=6).map(tuple),
    st.integers(0, 60),
)  # fmt: skip
def test_an_announcement_of_any_text_fits_and_does_nothing(
    of: Event, message: str | None, lines: tuple[str, ...], quotes: tuple[Quoted, ...], taken: int
) -> None:
    """As an embed, and as plain text beside the mention of a role."""
    shown = Announcement(
        of.title, of, still="in 2 weeks", message=message, late_by=timedelta(hours=3),
        changes=lines, background=quotes,
    )  # fmt: skip
    embed = announcement_embed(shown)
    own_zone = f"-# {wording.when(of)}"
    embed.description = described(embed).replace(own_zone, "")
    fits(embed)
    text = announcement_text(shown, 2000 - taken)
    assert size(text) <= 2000 - taken
    inert(text.replace(own_zone, ""))
    fits(announcement_embed(wording.report(lines)))


def test_a_report_that_leaves_something_out_says_where_it_stands() -> None:
    """Which command lists the rest is Discord's to say."""
    embed = announcement_embed(wording.report(["one"], more=4))
    assert described(embed) == "one\nand 4 more; /remind log lists them"


def status(refused: Sequence[str] = (), changes: Changes = Changes()) -> IndexStatus:  # noqa: B008
    """The status of an index of two documents."""
    return IndexStatus(
        generation="g2", created_at=BUILT, age=timedelta(days=3), knowledge=Path("k"),
        model="all-MiniLM-L6-v2", confidence="1", confidence_now="1", documents=("a", "b"),
        passages=7, refused=tuple(refused), generations=("g1", "g2"), changes=changes,
    )  # fmt: skip


# Answers


def test_an_answer_shows_quotes_sources_sureness_and_age() -> None:
    """Quotes come first, then sources, what is withheld, how sure, and the index's age."""
    cited = (
        citation(
            "It was held on 15 November 2018.", section="Date", page=3, held_on=FIRST,
            published_on=date(2019, 3, 8), url="https://x.org/a_b", lead_in="On the date:",
        ),
        citation("The next forum is on 14 March 2019.", number=2, title="Vorschau", language="de"),
    )  # fmt: skip
    embed = answer_embed(
        answer(Finding.ANSWER, citations=cited, stale=("old.md",)), built_at=BUILT, now=NOW
    )
    assert described(embed).split("\n") == [
        r"> *On the date\:*",
        r"> It was held on **15 November 2018**\. \[1] *(past)*",
        "",
        r"> The next **forum** is on **14 March 2019**\. \[2]",
        "",
        r"\[1] Report · Date · page 3 · held 15 November 2018 · published 8 March 2019"
        " · [link](<https://x.org/a_b>)",
        r"\[2] Vorschau · in German",
        "",
        "Quotes from old.md are withheld: the file has changed since the index was built. "
        "A maintainer has to rebuild the index.",
        "",
        "How sure: **very sure**",
    ]
    assert embed.title == "When is the forum?"
    assert embed.footer.text == "index of 17 February 2019, 3 days old"


def test_a_question_that_was_mended_is_said_to_be_read_so() -> None:
    """The first line says what was searched for, and its words are the bold ones."""
    shown = answer(
        Finding.ANSWER, question="brusels?", understood="brussels?", citations=(citation(),)
    )
    assert embedded(shown).startswith("Read as: brussels?\n\n> It is in **Brussels**")


def test_the_documents_that_come_first_are_told() -> None:
    """Where the question names a time, a small line says that its documents were preferred."""
    shown = answer(Finding.ANSWER, heeded=("spring 2019",), citations=(citation(),))
    assert embedded(shown).startswith("-# Documents of spring 2019 come first.\n\n> ")


def test_an_answer_as_text_says_the_same() -> None:
    """Where no embed is allowed, the content holds the quotes, the sources and the age."""
    shown = answer(Finding.ANSWER, citations=(citation(),))
    assert answer_text(shown, built_at=BUILT, now=NOW).split("\n") == [
        r"> It is in Brussels. \[1]",
        "",
        r"\[1] Report",
        "",
        "How sure: **very sure**",
        "-# index of 17 February 2019, 3 days old",
    ]


NOTHING = "The archive does not answer this: nothing in it treats the subject."


def test_a_subject_without_an_answer_shows_what_comes_nearest() -> None:
    """The honest no comes first, the nearest quotes are called so, and no sureness is claimed."""
    shown = embedded(answer(Finding.NEAR, "Not in it.", nearest=(citation("Near."),)))
    assert shown.split("\n\n") == [
        "Not in it.", "**The nearest that it holds:**", r"> Near. \[1]", r"\[1] Report",
    ]  # fmt: skip


def test_nothing_found_shows_three_short_passages() -> None:
    """The first three of documents that have not changed, each under its place, without numbers."""
    hits = (
        hit("Old", doc_id="old.md"),
        *(hit(f"Heading\n\nPassage {n}. " + "word " * 200, "Heading", page=n) for n in range(1, 6)),
    )
    shown = embedded(answer(Finding.NOTHING, hits=hits, stale=("old.md",)))
    assert shown.startswith(f"{NOTHING}\n\n**The nearest passages:**\n\n> Passage 1. word")
    assert "a.md · Heading · page 3" in shown
    assert "Passage 4" not in shown
    assert "Old" not in shown
    assert len(shown) < 1200
    assert embedded(answer(Finding.NOTHING, "A remark.")) == f"A remark.\n\n{NOTHING}"


@pytest.mark.parametrize(
    ("quote", "is_past"),
    [
        ("It was on 15 November 2018.", True),
        ("It was on 19 February 2019.", True),
        ("It is on 20 February 2019.", False),
        ("From 15 November 2018 to 14 March 2019.", False),
        ("It is on 14-21 February 2019.", False),
        ("It takes place every year.", False),
    ],
)
def test_only_a_quote_whose_every_date_is_over_is_called_past(quote: str, is_past: bool) -> None:
    """What has no date, or one that is still to come, is not."""
    shown = embedded(answer(Finding.ANSWER, citations=(citation(quote),)))
    assert (r"\[1] *(past)*" in shown) is is_past


def test_a_list_stays_a_list_and_its_numbers_are_not_ours() -> None:
    """Each line is a line of the block quote; a note number of the document has wide brackets."""
    quote = "• One [4]\n\n• Two https://x.org"
    assert embedded(answer(Finding.ANSWER, citations=(citation(quote),))).startswith(
        "> • One ［4］\n> • Two https\\:\\/\\/x.org \\[1]\n\n"
    )


def test_a_link_that_is_too_long_or_unsafe_is_left_out() -> None:
    """The source is named all the same."""
    for url in ("javascript:alert(1)", "https://x.org/" + "a" * 900):
        shown = embedded(answer(Finding.ANSWER, citations=(citation(url=url),)))
        assert "\n\\[1] Report\n" in shown


def test_more_quotes_than_there_is_room_for_are_left_out_with_their_sources() -> None:
    """Four are shown."""
    cited = tuple(citation(number=n) for n in range(1, 9))
    shown = embedded(answer(Finding.ANSWER, citations=cited))
    assert _NUMBER.findall(shown) == ["1", "2", "3", "4"] * 2


def test_a_long_quote_is_cut_after_a_word_and_keeps_its_bold() -> None:
    """Most of the room is used, and the mark still follows."""
    quote = "The forum was on 15 November 2018 in a hall. " + "word " * 3000
    text = answer_text(
        answer(Finding.ANSWER, citations=(citation(quote),)), built_at=BUILT, now=NOW
    )
    assert "**15 November 2018**" in text
    assert r" word… \[1] *(past)*" in text
    assert 1800 < len(text) <= 2000


@pytest.mark.parametrize(
    ("code", "name"),
    [("de", "German"), ("pt-BR", "Portuguese (Brazil)"), ("zz", "zz"), ("", "another language")],
)
def test_the_language_of_a_document_is_named(code: str, name: str) -> None:
    """In English words; a code that is none is shown as it is."""
    shown = embedded(answer(Finding.ANSWER, citations=(citation(language=code),)))
    assert f"Report · in {name}\n" in shown.replace("\\", "")


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-5), "less than an hour old"),
        (timedelta(minutes=59), "less than an hour old"),
        (timedelta(hours=1), "1 hour old"),
        (timedelta(hours=23), "23 hours old"),
        (timedelta(days=1), "1 day old"),
        (timedelta(days=400), "400 days old"),
    ],
)
def test_the_age_of_the_index_is_said_in_words(age: timedelta, words: str) -> None:
    """Hours up to a day, then days; a clock that runs behind makes it no younger than new."""
    assert index_age(NOW - age, NOW).endswith(f", {words}")


# Passages, outcomes, events


def test_passages_stand_over_their_sources() -> None:
    """With the document's title where it is known, else with its id; headings are not repeated."""
    of = document("Third forum", held_on=FIRST)
    shown = [hit("Next\nIt is in Brussels.", "Next", page=2), hit("Text", doc_id="b.md")]
    embed = hits_embed(shown, {"a.md": of}, 2, 4)
    assert described(embed).split("\n") == [
        "> It is in Brussels.", "Third forum · Next · page 2 · held 15 November 2018", "",
        "> Text", "b.md",
    ]  # fmt: skip
    assert embed.footer.text == "Page 2 of 4"


def test_outcomes_are_paged_each_with_its_source() -> None:
    """Five a page unless asked otherwise; a page beyond the last is the last."""
    entries = [outcome(f"Outcome text {n}", n, held_on=FIRST) for n in range(1, 8)]
    embed = outcomes_embed(entries, 99, topic="skills")
    assert described(embed).split("\n\n") == [
        "> Outcome text 6\nOutcome 6 · Report · held 15 November 2018",
        "> Outcome text 7\nOutcome 7 · Report · held 15 November 2018",
    ]
    assert embed.title == "Outcomes on skills"
    assert embed.footer.text == "Page 2 of 2, 7 outcomes"
    assert described(outcomes_embed(entries, 0)).startswith("> Outcome text 1\n")


@pytest.mark.parametrize(
    ("entries", "per_page", "pages"),
    [(0, 5, 1), (5, 5, 1), (6, 5, 2), (25, 99, 3), (3, 0, 3)],
)
def test_pages_hold_one_to_ten(entries: int, per_page: int, pages: int) -> None:
    """There is always a page, if only an empty one."""
    assert page_count(entries, per_page) == pages


def test_a_timed_event_is_shown_in_each_readers_own_time() -> None:
    """Discord's timestamps for its start and end, and how long until then."""
    starts = int(datetime(2019, 3, 14, 8, tzinfo=UTC).timestamp())
    shown = event(place="Brussels", url="https://x.org")
    assert described(events_embed([shown], NOW)).split("\n") == [
        "**Forum**",
        f"forum · <t:{starts}:F> – <t:{starts + 3600}:t> (<t:{starts}:R>) · Brussels",
        "[link](<https://x.org>)",
    ]
    open_end = described(events_embed([event(ends_at=None)], NOW))
    assert open_end.endswith(f"forum · <t:{starts}:F> (<t:{starts}:R>)")


def test_an_all_day_event_has_the_dates_of_its_own_zone() -> None:
    """No timestamp, which would be another day for readers far away."""
    start = datetime(2019, 3, 14, tzinfo=ZoneInfo("Pacific/Auckland"))
    more: dict[str, Any] = {"all_day": True, "timezone": "Pacific/Auckland", "starts_at": start}
    one = event(ends_at=start + timedelta(days=1), **more)
    three = event(ends_at=start + timedelta(days=3), **more)
    assert described(events_embed([one, three], NOW)).split("\n") == [
        "1\\. **Forum**", "forum · 14 March 2019", "",
        "2\\. **Forum**", "forum · 14 March 2019 – 16 March 2019",
    ]  # fmt: skip


def test_what_is_over_or_cancelled_or_disputed_is_called_so() -> None:
    """After its title, and another source's value beneath."""
    dispute = Dispute("ends", "2019-05-06", "a.md")
    shown = [event("Old"), event("Off", status="cancelled"), event("Odd", disputed=(dispute,))]
    later = described(events_embed(shown, datetime(2020, 1, 1, tzinfo=UTC)))
    assert "**Old** *(past)*" in later
    assert "**Off** *(cancelled)*" in later
    assert later.endswith("\nAnother source has ends 2019-05-06, a.md")


def test_more_events_than_ten_are_counted() -> None:
    """The footer says how many are not shown."""
    assert events_embed([event()] * 12, NOW).footer.text == "and 2 more"
    assert events_embed([event()] * 10, NOW).footer.text is None


@pytest.mark.parametrize(
    ("empty", "words"),
    [
        (lambda: hits_embed([], {}, 1, 1), "No passage fits."),
        (lambda: outcomes_embed([], 1), "No outcome on this in the archive."),
        (lambda: events_embed([], NOW), "No event to show."),
        (lambda: help_embed({}), "Ask me a question."),
    ],
)
def test_an_empty_list_says_so(empty: Callable[[], discord.Embed], words: str) -> None:
    """Nothing is never shown as nothing at all."""
    assert empty().description == words


# Help and status


def test_the_help_lists_commands_under_headings() -> None:
    """A command by its words or as Discord's own mention of it."""
    groups = {"Members": {"/ask question": "Ask.", "</outcomes:12>": "List."}, "More": {"x": "y"}}
    assert described(help_embed(groups)).split("\n") == [
        "**Members**", r"**\/ask question** – Ask.", "</outcomes:12> – List.", "",
        "**More**", "**x** – y",
    ]  # fmt: skip


def test_the_status_names_what_is_live_and_what_is_not_well() -> None:
    """Refused and changed files appear only where there are some."""
    fields = status_embed(status(refused=["c.pdf", "d.pdf"])).fields
    assert {field.name: field.value for field in fields} == {
        "Live generation": "g2", "Passages": "7", "Documents": "2", "Model": "all-MiniLM-L6-v2",
        "Built": "<t:1550404800:F> (<t:1550404800:R>)", "Refused": "2: c.pdf, d.pdf",
        "Generations": "2: g1, g2",
    }  # fmt: skip


def test_a_remark_a_label_and_what_is_left_out_are_shown_inert() -> None:
    """What is said above the quotes, the forum of each quote, and the items that are left out."""
    cited = citation("Feeding needs a plan", label="First *forum*", left_out=1)
    said = "The sources differ: 30 April 2019 [1], 6 May 2019 [2]. @everyone"
    shown = answer(Finding.ANSWER, citations=(cited,), remark=said)
    now = datetime(2026, 5, 1, tzinfo=UTC)
    body = answer_embed(shown, built_at=now, now=now).description or ""
    assert "The sources differ: 30 April 2019" in body
    assert "First \\*forum\\*" in body
    assert "… and 1 more item" in body
    assert "@everyone" not in body
