from dataclasses import replace
from typing import Any

import pytest
from tests.documents import hit_on

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.blocks import (
    ListedLine,
    Nearest,
    Note,
    Passages,
    Quotes,
    ReadAs,
    Remark,
    Sources,
    Sureness,
    Withheld,
    cited_once,
    quoted,
)
from forumbot.answers.citation import Citation, facts_of
from forumbot.asking.question import read_question
from forumbot.search.hits import Hit
from forumbot.search.passages import Passage

FIRST = Citation(1, "a.md", "Report", None, None, None, 0, 9, "In [3] Ghent.", label="First forum")
SECOND = Citation(2, "b.md", "Report", None, None, None, 0, 9, "One:", left_out=2)


def answer(finding: Finding, remark: str = "", **more: Any) -> Answer:
    """An answer with the fields that its blocks are made of."""
    fields = {
        "question": "Where?", "understood": "Where?", "finding": finding, "citations": (),
        "nearest": (), "confidence": 0.9, "hits": (), "stale": (), "elapsed_ms": 1.0,
        "written": (Remark(remark),) if remark else (), **more,
    }  # fmt: skip
    typed = read_question(fields["question"])
    fields["understood"] = read_question(fields["understood"], instead_of=typed)
    return Answer(**fields)


def hit(doc_id: str) -> Hit:
    """A hit in a document."""
    return hit_on(Passage(doc_id, (), None, 0, 4, "text"))


def test_an_answer_is_its_notes_remark_quotes_sources_and_what_is_withheld() -> None:
    """Everything that a face shows stands there once, in order, each as a thing of its own."""
    shown = answer(
        Finding.ANSWER, question="Brusels?", understood="Brussels?",
        heeded=("May 2019",), remark="Sources differ.",
        citations=(FIRST, SECOND), hits=(hit("a.md"),), stale=("old.md",),
    )  # fmt: skip
    assert shown.blocks == (
        ReadAs("Brussels?"), Note("Documents of May 2019 come first."),
        Remark("Sources differ."), Quotes((FIRST, SECOND)), Sources((FIRST, SECOND)),
        Withheld(("old.md",)), Sureness("very sure", 0.9),
    )  # fmt: skip


def test_the_text_is_that_of_the_blocks() -> None:
    """Plain text holds remark, quotes and what is withheld, a blank line between them."""
    shown = answer(
        Finding.ANSWER, remark="Sources differ.", citations=(FIRST, SECOND),
        stale=("[1].md", "b"),
    )  # fmt: skip
    assert shown.text.split("\n\n") == [
        "Sources differ.", "First forum: “In ［3］ Ghent.” [1]", "“One:” … and 2 more items [2]",
        "Quotes from ［1］.md, b are withheld: their files have changed since the index was built.",
    ]  # fmt: skip
    assert shown.text == "\n\n".join(block.text for block in shown.blocks if block.text)


def test_a_quote_says_that_it_is_of_a_draft_or_superseded() -> None:
    """In the text behind it, in the asker's language, and where it stands."""
    draft = replace(SECOND, number=1, left_out=0, status="draft")
    old = replace(draft, number=2, superseded_by="c.md", said_in="de")
    assert answer(Finding.ANSWER, citations=(draft, old)).text == (
        "“One:” (draft) [1]\n\n“One:” (Entwurf, überholt) [2]"
    )
    assert facts_of(old, None, "en", is_foreign=False) == ["draft", "superseded"]
    scan = replace(SECOND, page=5, page_label="iii", is_recognised=True)
    assert facts_of(scan, 5, "en", is_foreign=False) == ["read from a scan", "page 5 (printed iii)"]
    assert (old.to_json()["status"], old.to_json()["superseded_by"]) == ("draft", "c.md")


def test_what_does_not_answer_is_apart_from_what_does() -> None:
    """The nearest quotes are no part of the text, and no sureness is claimed."""
    near = answer(Finding.NEAR, remark="Not in it.", nearest=(FIRST,), hits=(hit("a.md"),))
    assert near.blocks == (
        Remark("Not in it."),
        Nearest("The nearest that it holds:", (FIRST,)),
        Sources((FIRST,)),
    )
    assert near.text == "Not in it."


def test_passages_are_shown_where_nothing_is_quoted() -> None:
    """Three of them, none of a document that has changed, which may treat the subject."""
    hits = [hit(name) for name in ("old.md", "a.md", "b.md", "c.md", "d.md")]
    nothing = answer(Finding.NOTHING, hits=tuple(hits), stale=("old.md",))
    said, passages, withheld = nothing.blocks
    assert said == Remark("I find no answer to this.")
    assert passages == Passages("The nearest passages:", tuple(hits[1:4]))
    assert withheld == Withheld(("old.md",))


@pytest.mark.parametrize("finding", [Finding.ANSWER, Finding.NEAR, Finding.NOTHING])
def test_every_answer_says_something(finding: Finding) -> None:
    """Even with nothing to show there are words, unless it claims to answer."""
    assert bool(answer(finding).text) is (finding is not Finding.ANSWER)


def test_blocks_as_json_point_to_the_citations_and_passages() -> None:
    """A script finds each block by its kind, and what it shows by number or place."""
    shown = answer(Finding.ANSWER, remark="So.", citations=(FIRST,), stale=("old.md",))
    assert shown.to_json()["blocks"] == [
        {"kind": "remark", "text": "So."},
        {"kind": "quotes", "numbers": [1]},
        {"kind": "sources", "numbers": [1]},
        {"kind": "withheld", "doc_ids": ["old.md"]},
        {"kind": "sureness", "text": "very sure"},
    ]
    assert answer(Finding.NEAR, remark="No.", hits=(hit("a.md"),)).to_json()["blocks"][1] == {
        "kind": "passages", "passages": [{"doc_id": "a.md", "start": 0, "end": 4}],
    }  # fmt: skip


def test_cells_of_one_column_are_listed_under_its_name() -> None:
    """Several cells are one list with a number each; a single one and a row are quotes."""
    ada = Citation(1, "a.md", "A", None, None, None, 0, 9, "Ada Quill", label="Excused",
                   header="Name")  # fmt: skip
    cy = replace(ada, number=2, quote="Cy Fenn", left_out=3)
    row = replace(ada, quote="Ada Quill | | x", label="", header="Name | Present | Excused")
    assert quoted((ada, cy)).text == (
        "Excused:\n- “Ada Quill” [1]\n- “Cy Fenn” [2]\n… and 3 more items"
    )
    assert quoted((ada,)).text == "Excused: “Ada Quill” [1]"
    assert quoted((row,)).text == "Name | Present | Excused\n“Ada Quill | | x” [1]"


def test_lines_of_one_source_have_its_number_once() -> None:
    """At the last of them under a heading; lines of several sources keep theirs."""
    lines = [
        ListedLine("9:00 Opening", "", 1, "Monday"),
        ListedLine("10:00 Close", "", 1, "Monday"),
        ListedLine("A", "", 2, "Others"),
        ListedLine("B", "", 3, "Others"),
    ]
    assert [one.number for one in cited_once(lines)] == [None, 1, 2, 3]
    quotes = [ListedLine("", "A.", 1), ListedLine("", "A.", 1)]
    assert cited_once(quotes) == tuple(quotes)


def test_words_that_lead_in_several_quotes_are_shown_once() -> None:
    """Where they follow one another; another lead-in begins anew, and the citations stay whole."""
    first, second, third = (
        replace(SECOND, number=number, lead_in=words)
        for number, words in enumerate(("Sources differ:", "Sources differ:", "It says:"), start=1)
    )
    quotes = Quotes((first, second, third))
    assert [one.lead_in for one in quotes.shown] == ["Sources differ:", "", "It says:"]
    assert quotes.citations[1].lead_in == "Sources differ:"
    elsewhere = replace(second, doc_id="c.md")
    assert Quotes((first, elsewhere)).shown == (first, elsewhere)
