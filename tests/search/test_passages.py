import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.corpus_reading import CorpusReading
from tests.properties import examples

from forumbot.archive.documents import Document, parse_document, read_archive
from forumbot.archive.layout import BlockKind, Piece, lay_out
from forumbot.config import PassagesConfig
from forumbot.search.passages import Passage, context, cut, uncovered
from forumbot.search.ports import Embedder

SMALL = PassagesConfig(max_tokens=24, overlap_tokens=8)


def tokens_of_four_letters(text: str) -> list[int]:
    """A tokenizer that cuts words into pieces of up to four letters and takes signs one by one."""
    return [found.start() for found in re.finditer(r"\w{1,4}|[^\w\s]", text)]


def document_of(*pieces: Piece, title: str = "Report", language: str = "en") -> Document:
    """A document of laid-out pieces."""
    extraction = lay_out(pieces)
    return Document("a.md", "", title, "report", language, extraction.text, extraction.blocks)


def heading(text: str, level: int = 1) -> Piece:
    """A heading."""
    return Piece(BlockKind.HEADING, text, level)


def paragraph(text: str, page: int | None = None) -> Piece:
    """A paragraph."""
    return Piece(BlockKind.PARAGRAPH, text, page=page)


def item(text: str, level: int = 0) -> Piece:
    """A list item."""
    return Piece(BlockKind.ITEM, text, level)


def cut_small(document: Document) -> tuple[Passage, ...]:
    """The passages of a document under the small settings."""
    return cut(document, tokens_of_four_letters, SMALL)


def texts(document: Document) -> list[str]:
    """The texts of the document's small passages."""
    return [passage.text for passage in cut_small(document)]


untidy = st.text(
    alphabet=st.one_of(
        st.sampled_from("abcdefghij ABC  ..,:;?!\n\t–’•1234567890"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=160,
)
long_word = st.builds(
    lambda letter, count: letter * count, st.sampled_from("aé漢1_-"), st.integers(1, 900)
)
pieces = st.builds(
    Piece,
    kind=st.sampled_from(BlockKind),
    text=st.one_of(untidy, long_word),
    level=st.integers(0, 4),
    page=st.none() | st.integers(1, 3),
)
documents = st.builds(
    lambda parts, language: document_of(*parts, language=language),
    st.lists(pieces, max_size=14),
    st.sampled_from(["en", "de", "fr", "xx"]),
)
cut_settings = st.builds(PassagesConfig, st.integers(16, 60), st.integers(0, 8))


def check_passages(
    document: Document,
    token_starts: Callable[[str], Sequence[int]],
    chosen: PassagesConfig,
) -> tuple[Passage, ...]:
    """Cut a document, assert what holds for every one, and return the passages."""
    passages = cut(document, token_starts, chosen)
    starts = token_starts(document.text)

    def tokens(start: int, end: int) -> int:
        return bisect_left(starts, end) - bisect_left(starts, start)

    assert uncovered(document, passages) == ""
    for passage in passages:
        assert passage.doc_id == document.doc_id
        assert passage.text == document.text[passage.start : passage.end]
        assert passage.text.strip()
        assert tokens(passage.start, passage.end) <= chosen.max_tokens
        assert len(passage.text) < (chosen.max_tokens + 1) * 8
    for earlier, later in pairwise(passages):
        assert earlier.start < later.start
        assert earlier.end < later.end
        assert tokens(later.start, earlier.end) <= chosen.overlap_tokens
    return passages


@examples(150)
@given(documents, cut_settings)
def test_every_document_is_cut_whole_and_within_limits(
    document: Document, chosen: PassagesConfig
) -> None:
    """Passages are exact slices, in order, within both limits, and leave nothing out."""
    check_passages(document, tokens_of_four_letters, chosen)


@examples(150)
@given(documents, cut_settings)
def test_no_heading_stands_in_the_middle_of_a_passage(
    document: Document, chosen: PassagesConfig
) -> None:
    """What stands before a heading within its passage is headings only."""
    for passage in cut(document, tokens_of_four_letters, chosen):
        inside = [
            block
            for block in document.blocks
            if block.line_start < passage.end and passage.start < block.end
        ]
        kinds = [block.kind is BlockKind.HEADING for block in inside]
        assert kinds == sorted(kinds, reverse=True)


@examples(150)
@given(documents, cut_settings)
def test_a_passage_knows_the_headings_above_its_body(
    document: Document, chosen: PassagesConfig
) -> None:
    """The last name of a heading path is the nearest heading at or above the first body block."""
    for passage in cut(document, tokens_of_four_letters, chosen):
        inside = [
            block
            for block in document.blocks
            if block.line_start < passage.end and passage.start < block.end
        ]
        body = next((block for block in inside if block.kind is not BlockKind.HEADING), inside[-1])
        above = [
            " ".join(document.text[block.start : block.end].split())
            for block in document.blocks
            if block.kind is BlockKind.HEADING and block.start <= body.start
        ]
        assert passage.heading_path[-1:] == tuple(above[-1:])
        assert passage.page == body.page


short_words = st.lists(st.sampled_from(["to", "the", "and", "EU", "plan"]), min_size=1, max_size=3)
short_headings = short_words.map(lambda chosen: heading(" ".join(chosen), 2))
short_bodies = st.one_of(
    st.lists(short_words.map(" ".join), min_size=1, max_size=8).map(
        lambda sentences: paragraph(". ".join(sentences) + ".")
    ),
    short_words.map(lambda chosen: item(" ".join(chosen))),
)


@examples(150)
@given(
    st.lists(st.tuples(short_headings, st.lists(short_bodies, min_size=1, max_size=6)), min_size=1)
)
def test_a_heading_stays_with_what_follows(sections: list[tuple[Piece, list[Piece]]]) -> None:
    """No passage ends with a heading where the heading and one sentence fit together."""
    document = document_of(*(piece for top, bodies in sections for piece in (top, *bodies)))
    endings = {block.end for block in document.blocks if block.kind is BlockKind.HEADING}
    assert endings.isdisjoint(passage.end for passage in cut_small(document))


@pytest.fixture(scope="module")
def real_tokens(embedder: Embedder) -> Callable[[str], Sequence[int]]:
    """Where the tokens of the real model start; of no text twice."""
    return cache(embedder.token_starts)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 50_000,
        "Word " + "é" * 50_000 + " word.",
        "漢" * 50_000,
        "-" * 50_000,
        "12.5" * 12_500,
        "no line break and no full stop " * 1_600,
        "Sentence one. " * 4_000,
        "one\ntwo\nthree " * 3_000,
        "x" * 99 + " " + "y" * 101 + " ",
    ],
    ids=["letters", "between words", "ideographs", "dashes", "digits", "unbroken", "sentences",
         "lines", "around the tokenizer's limit"],
)  # fmt: skip
@pytest.mark.parametrize("kind", BlockKind)
def test_oversized_blocks_are_cut_within_the_model_limit(
    text: str, kind: BlockKind, real_tokens: Callable[[str], Sequence[int]]
) -> None:
    """A block of any kind that is far too long is cut into passages that the real model reads."""
    document = document_of(heading("Budget"), Piece(kind, text), paragraph("The end."))
    check_passages(document, real_tokens, PassagesConfig())


@pytest.fixture(scope="module")
def real_reports(seed: Path, corpus_read: CorpusReading) -> tuple[Document, ...]:
    """The readable real reports."""
    return (*read_archive(seed).documents, *corpus_read.archive().documents)


@pytest.mark.parametrize(
    "chosen",
    [PassagesConfig(), PassagesConfig(40, 10), PassagesConfig(100, 0)],
    ids=["as shipped", "in small passages", "without overlap"],
)
def test_real_reports_are_cut_whole_and_within_limits(
    chosen: PassagesConfig,
    real_tokens: Callable[[str], Sequence[int]],
    real_reports: tuple[Document, ...],
) -> None:
    """Every readable real report keeps all rules, under the real model's tokens."""
    assert len(real_reports) > 50
    for document in real_reports:
        passages = check_passages(document, real_tokens, chosen)
        longest = max(len(real_tokens(passage.text)) for passage in passages)
        assert longest <= chosen.max_tokens


def test_sections_are_not_mixed() -> None:
    """A heading begins a passage even where everything would fit into one."""
    document = document_of(
        heading("Updates"), paragraph("One."), heading("Outcomes", 2), paragraph("Two.")
    )
    assert texts(document) == ["Updates\n\nOne.", "Outcomes\n\nTwo."]
    assert [passage.heading_path for passage in cut_small(document)] == [
        ("Updates",),
        ("Updates", "Outcomes"),
    ]


def test_headings_without_a_body_join_the_next_section() -> None:
    """A title directly over a section heading makes no passage of its own."""
    document = document_of(heading("Report"), heading("Outcomes", 2), paragraph("Two."))
    (passage,) = cut_small(document)
    assert passage.text == "Report\n\nOutcomes\n\nTwo."
    assert passage.heading_path == ("Report", "Outcomes")


def test_a_heading_at_the_end_is_not_lost() -> None:
    """A last heading without a body is a passage, so that it can be found."""
    document = document_of(paragraph("One."), heading("Annex"))
    assert texts(document) == ["One.", "Annex"]


def test_text_before_the_first_heading_has_no_path() -> None:
    """What stands above all headings is found under none."""
    first, second = cut_small(document_of(paragraph("One."), heading("Next"), paragraph("Two.")))
    assert (first.heading_path, second.heading_path) == ((), ("Next",))


def test_neighbours_share_whole_sentences() -> None:
    """The end of a passage is repeated at the start of the next one, in whole sentences."""
    sentences = [f"This is line {number}." for number in range(8)]
    found = texts(document_of(paragraph(" ".join(sentences))))
    assert len(found) > 1
    for earlier, later in pairwise(found):
        shared = later[: later.index(".") + 1]
        assert shared in sentences
        assert earlier.endswith(shared)


def test_without_overlap_nothing_is_repeated() -> None:
    """With an overlap of 0 tokens, no passage begins before the end of the one before."""
    document = document_of(paragraph(" ".join(f"This is line {n}." for n in range(20))))
    passages = cut(document, tokens_of_four_letters, replace(SMALL, overlap_tokens=0))
    assert all(earlier.end <= later.start for earlier, later in pairwise(passages))


def test_a_list_cut_in_its_middle_keeps_its_lead_in() -> None:
    """A passage that begins within a list names the line that led the list in, a first one not."""
    document = document_of(
        paragraph("Participants met. They were updated on:"),
        *(item(f"point number {number} of the list") for number in range(12)),
    )
    first, *others = cut_small(document)
    assert first.lead_in == ""
    assert len(others) > 1
    assert {passage.lead_in for passage in others} == {"They were updated on:"}


def test_a_table_cut_in_its_middle_carries_its_header() -> None:
    """A passage that begins with a row has the names of the columns, and is found by them."""
    header = Piece(BlockKind.ROW, "Project | Region | Euro", 1)
    rows = [Piece(BlockKind.ROW, f"Project {place} | Moss | {place} 000") for place in range(9)]
    document = document_of(heading("Annex"), header, *rows)
    first, *others = cut_small(document)
    assert first.header == ""
    assert len(others) > 1
    assert {passage.header for passage in others} == {"Project | Region | Euro"}
    assert all("Project | Region | Euro" in context(document, passage) for passage in others)


def test_list_items_are_kept_whole_with_their_marker() -> None:
    """An item that fits is never cut, and its marker belongs to the passage."""
    items = [f"point {number} first part. Second part." for number in range(9)]
    document = document_of(*map(item, items))
    assert all(
        line.removeprefix("• ") in items for text in texts(document) for line in text.split("\n")
    )


@pytest.mark.parametrize("page", [None, 7])
def test_a_passage_knows_its_page(page: int | None) -> None:
    """The page is that of the first block of its body, and None where the format has none."""
    (passage,) = cut_small(document_of(paragraph("On a page.", page)))
    assert passage.page == page


def test_an_empty_document_has_no_passages() -> None:
    """No text gives no passages instead of an empty one."""
    assert cut_small(document_of()) == ()


def test_a_report_without_markup_is_cut_at_its_bare_headings() -> None:
    """Bare-line headings of a plain text begin passages like those of Markdown."""
    raw = b"Some Forum\n\nThey met and talked.\n\nNext Edition\n\nIt takes place in May.\n"
    document = parse_document("report.txt", raw)
    last = cut(document, tokens_of_four_letters, PassagesConfig())[-1]
    assert last.heading_path[-1] == "Next Edition"
    assert last.text == "Next Edition\n\nIt takes place in May."


@pytest.mark.parametrize(
    ("spans", "missing"),
    [
        ([(0, 18)], ""),
        ([], "OnetwoThreefour"),
        ([(0, 7)], "Threefour"),
        ([(4, 18)], "One"),
        ([(0, 3), (8, 18)], "two"),
        ([(8, 18), (0, 8), (2, 5)], ""),
    ],
)
def test_uncovered_names_what_no_passage_holds(spans: list[tuple[int, int]], missing: str) -> None:
    """The check on lost text sees gaps at the start, in the middle and at the end."""
    document = document_of(paragraph("One two Three four"))
    passages = [
        Passage("a.md", (), None, start, end, document.text[start:end]) for start, end in spans
    ]
    assert uncovered(document, passages) == missing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Third Forum\n\nThey met.", "Third Forum\nThird Forum\n\nThey met."),
        ("## Outcomes\n\nTwo.", "Third Forum > Outcomes\nOutcomes\n\nTwo."),
        (
            "# Third Forum\n\n## Outcomes\n\nTwo.",
            "Third Forum > Outcomes\nThird Forum\n\nOutcomes\n\nTwo.",
        ),
        ("Only text.", "Third Forum\nOnly text."),
    ],
    ids=["title", "section", "title and section", "text"],
)
def test_a_passage_is_found_by_its_title_and_headings(text: str, expected: str) -> None:
    """The context names title and headings once, and then says what the passage says."""
    raw = f"---\ntitle: Third Forum\nlanguage: en\n---\n\n{text}\n".encode()
    document = parse_document("a.md", raw)
    (passage,) = cut(document, lambda whole: range(len(whole)), PassagesConfig())
    assert context(document, passage) == expected


def test_a_passage_within_a_list_is_found_by_the_lead_in() -> None:
    """The line that leads a list in stands in the context of its later parts."""
    items = "\n".join(f"- Linkage number {number}." for number in range(9))
    raw = f"---\ntitle: T\nlanguage: en\n---\n\nThey agreed that:\n\n{items}\n".encode()
    document = parse_document("a.md", raw)
    last = cut(document, lambda whole: range(len(whole)), PassagesConfig(80, 0))[-1]
    assert context(document, last) == f"T\nThey agreed that:\n{last.text}"
