import pytest

from forumbot.archive.extract import extract
from forumbot.archive.formats.contents import names_contents, without_contents
from forumbot.archive.layout import BlockKind, Piece

HEADING, PARAGRAPH, ITEM, ROW = BlockKind


@pytest.mark.parametrize(
    "title", ["Contents", "INHALT", "Table des matières", "Indice", "Spis treści:", "Περιεχόμενα"]
)
def test_titles_of_contents_are_known_in_the_languages_of_the_tables(title: str) -> None:
    """With or without their accents, in any case."""
    assert names_contents(title)
    assert not names_contents(f"{title} of the jar")


def sections(*entries: Piece) -> list[Piece]:
    """A document with a table of contents of some entries, and the sections that it names."""
    body = [
        Piece(HEADING, "1. The pumps", 2), Piece(PARAGRAPH, "The pumps are off."),
        Piece(HEADING, "2. The fees", 2), Piece(PARAGRAPH, "The fee is forty euro."),
    ]  # fmt: skip
    return [Piece(HEADING, "Report", 1), Piece(HEADING, "Contents", 2), *entries, *body]


@pytest.mark.parametrize(
    "entries",
    [
        [Piece(ITEM, "The pumps"), Piece(ITEM, "The fees", marker="2.")],
        [Piece(PARAGRAPH, "The pumps ........ 2\nThe fees ......... 14")],
        [Piece(PARAGRAPH, "1. The pumps\t2"), Piece(PARAGRAPH, "2. The fees\tiv")],
        [Piece(ROW, "The pumps | 2"), Piece(ROW, "The fees | 3")],
    ],
)
def test_entries_that_name_sections_go_with_their_title(entries: list[Piece]) -> None:
    """However they are written; how many lines they had is told."""
    kept, lines = without_contents(sections(*entries))
    assert (kept, lines) == (sections()[:1] + sections()[2:], 2)


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [Piece(ITEM, "The pumps"), Piece(ITEM, "A jar"), Piece(ITEM, "A lid"), Piece(ITEM, "Ants")],
        [Piece(PARAGRAPH, "The pumps are off, and the fees are as they were.")],
        [Piece(ITEM, "The pumps")],
    ],
)
def test_what_names_no_sections_stays(entries: list[Piece]) -> None:
    """A list of what something contains, a sentence, or nothing at all."""
    assert without_contents(sections(*entries)) == (sections(*entries), 0)


def test_a_list_of_links_in_markdown_is_left_out_and_told() -> None:
    """The sections that it leads to are read as ever."""
    found = extract(
        "a.md", b"# R\n\n## Contents\n\n- [A](#a)\n- [B](#b)\n\n## A\n\nX.\n\n## B\n\nY."
    )
    assert found.text.split() == ["R", "A", "X.", "B", "Y."]
    assert found.warnings == ("table of contents left out (2 lines)",)
