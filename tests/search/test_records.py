import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind, Piece, lay_out
from forumbot.archive.outcomes import Outcome, find_outcomes
from forumbot.config import PassagesConfig
from forumbot.errors import DamagedIndexError
from forumbot.search import records as store
from forumbot.search.passages import Passage, cut

OTHER_LINE_ENDS = "one\u2028two\u2029three\u0085four\rfive\u000bsix"
EXTRACTION = lay_out(
    [
        Piece(BlockKind.HEADING, "Outcomes of the forum – été", level=2),
        Piece(BlockKind.PARAGRAPH, "They agreed that:", page=3),
        Piece(BlockKind.ITEM, "linkages 🔗 need strengthening", level=1, marker="3."),
        Piece(BlockKind.ROW, "place | Brussels"),
    ]
)
DOCUMENT = Document(
    doc_id="reports/été.md",
    sha256="ab" * 32,
    title=OTHER_LINE_ENDS,
    kind="report",
    language="fr",
    text=EXTRACTION.text,
    blocks=EXTRACTION.blocks,
    edition=3,
    held_on=date(2018, 11, 15),
    held_until=date(2018, 11, 16),
    published_on=date(2019, 3, 8),
    place="Brussels",
    url="https://example.org/a?b=c",
    themes=("skills", "clusters"),
    guessed=("title",),
    warnings=("not UTF-8",),
)
BARE = Document("b.txt", "", "B", "document", "en", "", ())

encodable = st.text(st.characters(exclude_categories=["Cs"]))


def test_documents_are_read_as_they_were_written(tmp_path: Path) -> None:
    """All fields survive: dates, lists, blocks with their pages, and unusual line ends."""
    store.write_documents(tmp_path, [DOCUMENT, BARE])
    assert store.read_documents(tmp_path) == (DOCUMENT, BARE)


def test_passages_are_read_as_they_were_written(tmp_path: Path) -> None:
    """Passages come back with the document's own text, and each with the key of its vector."""
    passages = (
        Passage(DOCUMENT.doc_id, ("A", "B"), 3, 0, 8, DOCUMENT.text[:8], "They agreed that:"),
        Passage(DOCUMENT.doc_id, (), None, 5, 30, DOCUMENT.text[5:30]),
    )
    store.write_passages(tmp_path, zip(passages, ("key1", "key2"), strict=True))
    assert store.read_passages(tmp_path, [BARE, DOCUMENT]) == (passages, ("key1", "key2"))


def test_passages_are_stored_without_their_text(tmp_path: Path) -> None:
    """The text of a document is stored once: a passage holds its offsets only."""
    passage = Passage(DOCUMENT.doc_id, (), None, 0, 8, DOCUMENT.text[:8])
    store.write_passages(tmp_path, [(passage, "key")])
    record = json.loads((tmp_path / store.PASSAGES).read_text(encoding="utf-8"))
    assert (record["start"], record["end"], record["key"]) == (0, 8, "key")
    assert "text" not in record


def test_outcomes_are_read_as_they_were_written(tmp_path: Path) -> None:
    """Outcomes keep their number, their place in the text and their themes."""
    outcomes = find_outcomes(DOCUMENT)
    assert outcomes
    more = Outcome("b.txt", 1, OTHER_LINE_ENDS, 0, len(OTHER_LINE_ENDS), ())
    store.write_outcomes(tmp_path, [*outcomes, more])
    assert store.read_outcomes(tmp_path) == (*outcomes, more)


@examples(100)
@given(
    st.lists(
        st.builds(Piece, st.sampled_from(BlockKind), encodable, st.integers(0, 6)), max_size=6
    ),
    encodable,
)
def test_any_text_survives(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[Piece], title: str
) -> None:
    """Whatever a document says, it and its passages come back to the character."""
    folder = tmp_path_factory.mktemp("store")
    extraction = lay_out(pieces)
    document = Document("a.md", "", title, title, "en", extraction.text, extraction.blocks)
    passages = cut(document, lambda text: range(len(text)), PassagesConfig(20, 4))
    store.write_documents(folder, [document])
    store.write_passages(folder, ((passage, title) for passage in passages))
    assert store.read_documents(folder) == (document,)
    assert store.read_passages(folder, [document]) == (passages, (title,) * len(passages))


@pytest.mark.parametrize("name", [store.DOCUMENTS, store.PASSAGES, store.OUTCOMES])
@pytest.mark.parametrize("raw", [None, b"{\n", b"\xff\xfe\n", b'{"doc_id": "a.md"', b"\0\0\n"])
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, name: str, raw: bytes | None
) -> None:
    """A missing file, half a line or no text is refused with the command that mends it."""
    if raw is not None:
        (tmp_path / name).write_bytes(raw)
    read: dict[str, Callable[[], object]] = {
        store.DOCUMENTS: lambda: store.read_documents(tmp_path),
        store.PASSAGES: lambda: store.read_passages(tmp_path, []),
        store.OUTCOMES: lambda: store.read_outcomes(tmp_path),
    }
    with pytest.raises(DamagedIndexError, match="forumbot index build"):
        read[name]()
