from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.bot.rendering.hostile import (
    FACTS,
    NUMBER,
    PAGES,
    TEXTS,
    all_numbers,
    fits,
    inert,
    numbered_right,
    size,
)
from tests.bot.rendering.samples import (
    BUILT,
    FIRST,
    NOW,
    answer,
    citation,
    described,
    document,
    hit,
)
from tests.properties import examples
from tests.written import Written

from forumbot.answers.answerer import Answer, Citation, Finding
from forumbot.answers.blocks import ListedLine, Listing, Remark
from forumbot.bot.rendering.answers import answer_embed, answer_text, index_age


def embedded(shown: Answer) -> str:
    """The description of an answer's embed."""
    return described(answer_embed(shown, built_at=BUILT, now=NOW))


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
    more: dict[str, Any] = {"written": (Written(draw(TEXTS)),)} if draw(st.booleans()) else {}
    if finding in (Finding.OVERVIEW, Finding.TALK):
        cited = cited if finding is Finding.OVERVIEW else ()
        lines = tuple(ListedLine(draw(TEXTS), one.quote, one.number, draw(TEXTS)) for one in cited)
        more = {"written": (Remark("Here it is."), Listing(lines, draw(TEXTS)))}
    return answer(
        finding, draw(TEXTS), question=draw(TEXTS), understood=draw(TEXTS), hits=tuple(hits),
        citations=() if finding in (Finding.NEAR, Finding.NOTHING) else cited,
        nearest=cited if finding is Finding.NEAR else (),
        stale=tuple(draw(st.lists(TEXTS, max_size=4))), confidence=draw(st.floats(0, 1)), **more,
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


@examples(150)
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


def test_an_answer_shows_quotes_sources_sureness_and_age() -> None:
    """Quotes come first, then sources, what is withheld, how sure, and the index's age."""
    cited = (
        citation(
            "It was held on 15 November 2018.", section="Date", page=3, held_on=FIRST,
            published_on=date(2019, 3, 8), url="https://x.org/a_b", lead_in="On the date:",
        ),
        citation(
            "The next forum is on 14 March 2019.", number=2, title="Vorschau", language="de",
            is_foreign=True,
        ),
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
        "Quotes from old are withheld: the file has changed since the index was built. "
        "A maintainer has to rebuild the index.",
        "",
        "How sure: **very sure**",
    ]
    assert embed.title == "When is the forum?"
    assert embed.footer.text == "Index of 17 February 2019, 3 days old"


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
        "-# Index of 17 February 2019, 3 days old",
    ]


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


def test_more_quotes_than_there_is_room_for_are_left_out_with_their_sources() -> None:
    """Four are shown."""
    cited = tuple(citation(number=n) for n in range(1, 9))
    shown = embedded(answer(Finding.ANSWER, citations=cited))
    assert NUMBER.findall(all_numbers(shown)) == ["1", "2", "3", "4"] * 2


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


def test_what_a_writer_writes_is_inert_and_has_half_the_room() -> None:
    """A kind of block that Discord does not know is its text in paragraphs, above the quotes."""
    said = Written("It *was* in Ghent [1].\n\n" + "Word " * 100 + "end.")
    cited = citation("In Ghent.")
    shown = embedded(answer(Finding.ANSWER, citations=(cited,), written=(said,)))
    assert shown.startswith("It \\*was\\* in Ghent \\[1\\].\n\nWord")
    assert shown.index("Word end.") < shown.index("> In Ghent.")
    long = answer(Finding.ANSWER, citations=(cited,), written=(Written("Word " * 2000),))
    assert "…\n\n> In Ghent." in embedded(long)
    assert 1500 < embedded(long).count("Word ") * 5 < 2100


NOTHING = "I find no answer to this in the archive, nor anything that treats the subject."


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
    said = "I find no answer to this.\n\n**The nearest passages:**\n\n> Passage 1. word"
    assert shown.startswith(said)
    assert "a.md · Heading · page 3" in shown
    assert "Passage 4" not in shown
    assert "Old" not in shown
    assert len(shown) < 1200
    assert embedded(answer(Finding.NOTHING, "A remark.")) == f"A remark.\n\n{NOTHING}"


def test_a_passage_stands_under_the_title_of_its_document() -> None:
    """Not under the path of its file."""
    shown = embedded(answer(Finding.NOTHING, hits=(replace(hit("Text"), document=document()),)))
    assert shown.endswith("> Text\nReport")
    assert "a.md" not in shown


def test_a_listing_is_cut_at_the_room_of_a_message_and_says_how_many_are_left_out() -> None:
    """No line is cut in two, and only what is shown has its source."""
    lines = tuple(ListedLine("word " * 60, "q", number) for number in range(1, 31))
    cited = tuple(citation(number=number, title=f"Report {number}") for number in range(1, 31))
    shown = answer(Finding.OVERVIEW, citations=cited, written=(Listing(lines),))
    text = answer_text(shown, built_at=BUILT, now=NOW)
    numbered_right(text)
    kept = text.count("• word")
    assert 0 < kept < 30
    assert f"… and {30 - kept} more items" in text


def test_a_list_within_a_line_keeps_its_items_apart() -> None:
    """Its bullets differ from those of the list around it."""
    lines = (ListedLine("", "They said:\n• One.\n• Two.", 1),)
    shown = answer(Finding.OVERVIEW, citations=(citation(number=1),), written=(Listing(lines),))
    text = answer_text(shown, built_at=BUILT, now=NOW)
    assert "• They said\\:\n◦ One.\n◦ Two. \\[1]" in text


def test_talk_is_a_word_without_sureness_sources_or_the_age_of_an_index() -> None:
    """Nothing was looked up."""
    shown = answer(Finding.TALK, "You are welcome!", question="thanks")
    embed = answer_embed(shown, built_at=BUILT, now=NOW)
    assert described(embed) == "You are welcome!"
    assert embed.footer.text is None
    assert answer_text(shown, built_at=BUILT, now=NOW) == "You are welcome!"
