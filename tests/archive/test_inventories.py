"""Lists of an archive's own files, told from documents that name some of them."""

import pytest

from forumbot.archive.documents import Document, parse_document
from forumbot.archive.inventories import find_inventories

_NAMES = ["minutes/may.pdf", "minutes/june.pdf", "slides.pptx", "readme.md"]


def _archive(text: str, doc_id: str) -> dict[str, Document]:
    found = {name: parse_document("a.md", b"# Heading\n\nText.") for name in _NAMES}
    return {**found, doc_id: parse_document(doc_id, text.encode())}


@pytest.mark.parametrize(
    ("doc_id", "text"),
    [
        ("sources.csv", "file,from\nmay.pdf,Ada\njune.pdf,Cy\nslides.pptx,Lou\n"),
        ("list.md", "# Files\n\n- `minutes/may.pdf`: spring\n- JUNE.pdf (summer)\n- slides.pptx\n"),
        ("sums.txt", "9f86d081  may.pdf\n\n60303ae2  june.pdf\n\nfd61a03a  slides.pptx\n"),
    ],
)
def test_what_names_file_after_file_is_a_list_of_them(doc_id: str, text: str) -> None:
    """Tables, lists and sums of files, with folders and in other letters too."""
    assert find_inventories(_archive(text, doc_id), [*_NAMES, doc_id]) == {
        doc_id: "lists 3 of the archive's own files"
    }


@pytest.mark.parametrize(
    "text",
    [
        "See may.pdf.\n\nSee june.pdf.",
        "may.pdf\n\njune.pdf\n\nother.pdf",
        "# Minutes\n\nThe council met.\n\nIt rained.\n\nAll left.\n\n- may.pdf\n- june.pdf\n"
        "- slides.pptx",
        "may.pdf june.pdf slides.pptx and more\n\nIt was agreed.\n\nThe next one is in May.",
    ],
)
def test_a_document_that_names_some_files_is_none(text: str) -> None:
    """Two files, files that are not there, and annexes below what was said."""
    assert find_inventories(_archive(text, "notes.md"), [*_NAMES, "notes.md"]) == {}
