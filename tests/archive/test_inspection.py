from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from forumbot.archive.documents import Document, parse_document, read_file
from forumbot.archive.inspection import draw_pages, inspection_to_json, locate, pages_of
from forumbot.config import ExtractionConfig
from forumbot.errors import ArchiveError, RefusedError, UsageError

MakeArchive = Callable[[dict[str, str | bytes]], Path]
LIMITS = ExtractionConfig(seconds=30)


def pdf(labels: str = "") -> bytes:
    """A PDF of three pages, the second of them empty."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {labels} >>",
        "<< /Type /Pages /Count 3 /Kids [4 0 R 5 0 R 6 0 R] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    fonts = "/Resources << /Font << /F1 3 0 R >> >>"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 150] {fonts}"
    objects += [f"{page} /Contents 7 0 R >>", f"{page} >>", f"{page} /Contents 7 0 R >>"]
    content = "BT /F1 12 Tf 20 100 Td (The board met in Ghent.) Tj ET"
    objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    body = "".join(f"{number} 0 obj\n{one}\nendobj\n" for number, one in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer\n<< /Root 1 0 R >>\n%%EOF\n".encode()


LABELS = "/PageLabels << /Nums [0 << /S /r >> 1 << /S /D /St 1 >> 2 << /P (A*_) >>] >>"


def read(labels: str = "") -> Document:
    """The document that the PDF is."""
    return parse_document("a.pdf", pdf(labels))


def test_each_page_has_what_was_read_on_it() -> None:
    """Pages without text too; a format without pages is one."""
    pages = pages_of(read())
    assert [(page.number, len(page.blocks)) for page in pages] == [(1, 1), (2, 0), (3, 1)]
    (alone,) = pages_of(parse_document("a.md", b"# A\n\nText."))
    assert (alone.number, len(alone.blocks)) == (None, 2)


def test_printed_numbers_stand_beside_those_of_the_sheets() -> None:
    """Only where they are others, and where they are numbers and not markup."""
    assert read().page_labels == ()
    assert [page.label for page in pages_of(read(LABELS))] == ["i", "1", ""]
    assert read("/PageLabels << /Nums [0 << /S /D >>] >>").page_labels == ()


def test_the_pages_as_json_hold_every_block_with_its_text() -> None:
    """Beside the picture of the page, where there is one."""
    document = read(LABELS)
    first, second, _third = inspection_to_json(document, {2: Path("x.png")})["pages"]
    assert first == {
        "page": 1, "label": "i", "recognised": False, "picture": None,
        "blocks": [{
            "kind": "heading", "level": 1, "names_columns": False, "start": 0, "end": 23,
            "text": "The board met in Ghent.",
        }],
    }  # fmt: skip
    assert (second["picture"], second["blocks"]) == ("x.png", [])


def test_a_file_is_named_by_its_path_or_by_its_id(
    make_archive: MakeArchive, tmp_path: Path
) -> None:
    """Within the knowledge folder, or anywhere else."""
    knowledge = make_archive({"d/a.md": "Text."})
    (tmp_path / "other.md").write_text("Text.")
    assert locate(Path("d/a.md"), knowledge) == (knowledge, "d/a.md")
    assert locate(knowledge / "d" / "a.md", knowledge) == (knowledge, "d/a.md")
    assert locate(tmp_path / "other.md", knowledge) == (tmp_path, "other.md")
    with pytest.raises(UsageError, match=r"no file 'gone\.md'"):
        locate(Path("gone.md"), knowledge)


def test_one_file_is_read_with_what_corrects_it(make_archive: MakeArchive) -> None:
    """As the archive reads it; a refusal is that of the archive."""
    folder = make_archive({"a.md": "# A\n\nText.", "a.md.yaml": "title: B\n", "b.pdf": b"%PDF"})
    assert read_file(folder, "a.md", LIMITS).title == "B"
    with pytest.raises(RefusedError, match="is not a PDF"):
        read_file(folder, "b.pdf", LIMITS)


def test_pages_are_drawn_as_pictures(make_archive: MakeArchive, tmp_path: Path) -> None:
    """A PNG a page, its longer side of a size at which small print is read."""
    folder = make_archive({"a.pdf": pdf(), "a.md": "Text."})
    drawn = dict(draw_pages(folder, read(), tmp_path / "made" / "here", LIMITS))
    assert [path.name for path in drawn.values()] == ["a-001.png", "a-002.png", "a-003.png"]
    with Image.open(drawn[1]) as picture:
        assert picture.size == (1600, 800)
        assert picture.convert("L").getextrema()[0] == 0
    with pytest.raises(UsageError, match=r"a\.md is no PDF"):
        list(draw_pages(folder, parse_document("a.md", b"Text."), tmp_path / "x", LIMITS))
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ArchiveError, match="cannot be written"):
        list(draw_pages(folder, read(), tmp_path / "taken", LIMITS))
