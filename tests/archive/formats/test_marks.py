"""Marks of wikis and notes, which are no words."""

import time

import pytest

from forumbot.archive.documents import parse_document
from forumbot.archive.formats.marks import without_marks


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ferns grow[^1] here[^long-name].", "Ferns grow here."),
        ("See [[Ferns|all ferns]] and [[Moss]].", "See all ferns and Moss."),
        ("[[File:fern.png|thumb|A fern]] stands.", "A fern stands."),
        ("![[fern.png]] Ferns.", " Ferns."),
        ("[!note] Ferns are rare.", "Ferns are rare."),
        ("> [!WARNING]-\n> Ferns bite.", "> \n> Ferns bite."),
        ("'''Ferns''' are ''green'', '''''very'''''.", "Ferns are green, very."),
        ("5'' and 6' tall, the guests' hall", "5'' and 6' tall, the guests' hall"),
        ("An array a[[0]] and [x] stay", "An array a[[0]] and [x] stay"),
    ],
)  # fmt: skip
def test_marks_go_and_what_they_mark_stays(written: str, read: str) -> None:
    """Notes, links, alerts and quotes of bold words."""
    assert without_marks(written) == read


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_no_mark_is_left_in_a_document(name: str) -> None:
    """In Markdown and in text alike; the note stands below, out of the sentence."""
    source = (
        "# Ferns\n\nFerns grow[^1] in [[Bonn|the city]].\n\n> [!note]\n> They are '''rare'''.\n\n"
        "[^1]: Counted in 2019.\n"
    )
    text = parse_document(name, source.encode()).text
    assert "Ferns grow in the city." in text
    assert "They are rare." in text
    assert text.endswith("¹ Counted in 2019.")
    assert not any(mark in text for mark in ("[^", "[[", "[!", "''"))


def test_the_name_of_a_heading_is_no_part_of_it() -> None:
    """As kramdown and Pandoc write it."""
    text = parse_document("a.md", b"# Ferns\n\n## Results {#results .wide}\n\nMany.\n").text
    assert text == "Ferns\n\nResults\n\nMany."


@pytest.mark.parametrize("text", ["[[" * 50_000, "''a" * 50_000, "[[a|" * 40_000, "[^" * 50_000])
def test_marks_without_end_cost_little(text: str) -> None:
    """Nothing is looked at again and again."""
    started = time.process_time()
    without_marks(text)
    assert time.process_time() - started < 2
