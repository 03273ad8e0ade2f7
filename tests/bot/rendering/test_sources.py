import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bot.rendering.hostile import FACTS, PAGES, TEXTS, inert, size
from tests.bot.rendering.samples import FIRST, citation, document, hit
from tests.properties import examples

from forumbot.archive.documents import Document
from forumbot.bot.rendering.sources import MAX_SOURCE, passage_block, source_line
from forumbot.language.days_in_words import in_words
from forumbot.language.language_names import in_language
from forumbot.language.phrases import DEFAULT, phrase, spoken


@pytest.mark.parametrize(
    ("code", "name"),
    [("de", "German"), ("pt-BR", "Portuguese (Brazil)"), ("zz", "zz")],
)
def test_the_language_of_a_document_is_named(code: str, name: str) -> None:
    """In English words; a code that is none is shown as it is."""
    line = source_line(citation(language=code, is_foreign=True), None, None, MAX_SOURCE)
    assert line.replace("\\", "") == f"Report · in {name}"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://x.org/" + "a" * 900])
def test_a_link_that_is_too_long_or_unsafe_is_left_out(url: str) -> None:
    """The source is named all the same."""
    assert source_line(citation(url=url), None, None, MAX_SOURCE) == "Report"


@examples(60)
@given(st.builds(document, **FACTS), TEXTS, PAGES, st.integers(150, MAX_SOURCE))
def test_a_source_of_any_text_keeps_to_its_room(
    of: Document, section: str, page: int | None, room: int
) -> None:
    """Title and section are cut, the facts are not, and nothing in them does anything."""
    line = source_line(of, section, page, room)
    assert size(line) <= room
    assert f"page {page}" in line or page is None
    inert(line)


def test_passages_stand_over_their_sources() -> None:
    """With the document's title where it is known, else with its id; headings are not repeated."""
    of = document("Third forum", held_on=FIRST)
    shown = [hit("Next\nIt is in Brussels.", "Next", page=2), hit("Text", doc_id="b.md")]
    assert [passage_block(one.passage, {"a.md": of}, 400).split("\n") for one in shown] == [
        ["> It is in Brussels.", "Third forum · Next · page 2 · held 15 November 2018"],
        ["> Text", "b"],
    ]


@pytest.mark.parametrize("language", [one for one in spoken() if one != DEFAULT])
def test_a_passage_stands_in_a_place_that_is_told_in_the_reader_s_language(language: str) -> None:
    """Its page, its days and, where that is another, its own language."""
    of = document("Third forum", held_on=FIRST)
    passage = hit("Text", "Next", page=3).passage
    told = passage_block(passage, {"a.md": of}, 400, language).split("\n")[-1]
    assert phrase("page", language, page=3) in told
    assert phrase("held", language, day=in_words(FIRST, language)) in told
    assert told.split(" · ")[-1] == in_language("en", language)
