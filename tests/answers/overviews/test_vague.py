"""The subjects that the archive has on a theme."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from forumbot.answers.overviews.overview import Asked
from forumbot.answers.overviews.vague import vague
from forumbot.archive.documents import parse_document

Ask = Callable[..., Asked]


@pytest.mark.parametrize(
    ("text", "held"),
    [("labelling", "label"), ("what about skills?", "skills"), ("what about money?", "million"),
     ("ceva despre etichetare", "label")],
)  # fmt: skip
def test_each_subject_has_a_sentence_and_a_question(ask: Ask, text: str, held: str) -> None:
    """The sentence stands in its document and speaks of the theme; five are offered at most."""
    asked = ask(text)
    found = vague(asked)
    assert found is not None
    assert 2 <= len(found.entries) <= 5
    for number, entry in enumerate(found.entries, start=1):
        assert entry.excerpt is not None
        document = asked.generation.documents[entry.excerpt.doc_id]
        sentence = document.text[entry.excerpt.start : entry.excerpt.end]
        assert held in sentence.casefold()
        assert entry.text.startswith(f"{number}. ")
        assert " ".join(sentence.split()) in entry.text
        assert document.title in entry.question


@pytest.mark.parametrize("text", ["broadband", "fishing?", "what about taxes", "tell me something"])
def test_what_nothing_treats_is_left_to_the_passages(ask: Ask, text: str) -> None:
    """So is a message that names no theme."""
    assert vague(ask(text)) is None


def test_subjects_keep_to_the_documents_that_may_answer(ask: Ask) -> None:
    """As where a member asks one forum alone."""
    only = {"reports/fourth-forum.md"}
    found = vague(ask("skills", only))
    assert found is not None
    assert {one.excerpt.doc_id for one in found.entries if one.excerpt} == only


@pytest.mark.parametrize("text", ["labels", "labelling", "skills", "cluster weeks"])
def test_a_lead_in_comes_with_what_it_leads_to(ask: Ask, text: str) -> None:
    """A line that ends with a colon tells nothing by itself."""
    found = vague(ask(text))
    assert found is not None
    assert all(one.excerpt is not None for one in found.entries)
    assert not any(one.text.rstrip("”").endswith(":") for one in found.entries)
    assert not any(":”" in one.text for one in found.entries)


def test_one_subject_alone_is_no_choice(ask: Ask) -> None:
    """It has no number and leads to no question; a heading's own number is left out."""
    asked = ask("labelling")
    document = parse_document("m.md", b"# Board\n\n## 3. Labels\n\nThe labelling costs more.")
    block = document.blocks[-1]
    passage = replace(
        asked.generation.passages[0],
        doc_id="m.md",
        heading_path=("Board", "3. Labels"),
        start=block.start,
        end=block.end,
        text=document.text[block.start : block.end],
    )
    generation = replace(asked.generation, documents={"m.md": document}, passages=(passage,))
    found = vague(replace(asked, generation=generation, finder=None))
    assert found is not None
    (entry,) = found.entries
    assert entry.text == "Labels (Board): “The labelling costs more.”"
    assert not entry.question
    assert found.said == "On labelling the archive has this:"


def test_what_tells_the_same_amount_is_one_choice(ask: Ask) -> None:
    """Of several documents that tell of one budget the first is offered."""
    asked = ask("what about money?")
    found = vague(asked)
    assert found is not None
    told = [line for line in map(str, (one.text for one in found.entries)) if "3.6" in line]
    assert len(told) == 1
