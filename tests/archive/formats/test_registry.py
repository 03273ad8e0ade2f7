import io
import re
import sys
import zipfile
from pathlib import Path

import pytest
from tests.archive.imports import distributions, imported

import forumbot
from forumbot.archive import formats
from forumbot.archive.extract import extract
from forumbot.archive.formats import registry
from forumbot.archive.formats.registry import FORMATS, Format, Kind, OfficeKind, format_of, suffixes
from forumbot.archive.sniff import expect
from forumbot.errors import RefusedError

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = Path(forumbot.__file__).parent
RECIPES = Format(
    "recipes", (".recipe",), Kind("a recipe", marks=(b"RECIPE",)), "recipes:read_recipe", ()
)
ADAPTER = """
from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.layout import BlockKind, Piece

def read_recipe(raw):
    return Parsed([Piece(BlockKind.PARAGRAPH, raw.removeprefix(b"RECIPE").decode())], {})
"""
SHEETS_ADAPTER = """
from forumbot.archive.formats.parsed import Parsed
from forumbot.archive.formats.registry import format_of
from forumbot.archive.formats.zipped import checked_package, parse_xml
from forumbot.archive.layout import BlockKind, Piece

def read_sheets(raw):
    parts = checked_package(raw, format_of("a.sheets").kind).parts
    links = parse_xml(parts["sheets/_rels/main.xml.rels"])
    read = [link.get("Type").rpartition("/")[2] for link in links]
    return Parsed([Piece(BlockKind.PARAGRAPH, kind) for kind in read], {})
"""


def test_another_format_is_one_file_and_one_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its row it is read, named among the formats, and told under a false name."""
    (tmp_path / "recipes.py").write_text(ADAPTER)
    monkeypatch.setattr("forumbot.archive.formats.__path__", [str(tmp_path)])
    monkeypatch.setattr(registry, "FORMATS", (*FORMATS, RECIPES))
    try:
        assert extract("a.recipe", b"RECIPESugar, eggs.").text == "Sugar, eggs."
    finally:
        sys.modules.pop("forumbot.archive.formats.recipes", None)
    assert ".recipe" in suffixes()
    with pytest.raises(RefusedError, match="is a recipe, not text; give it its proper suffix"):
        extract("a.txt", b"RECIPESugar.")
    with pytest.raises(RefusedError, match="is a PDF, not a recipe"):
        expect(RECIPES.kind, b"%PDF-1.7")


def test_another_office_format_is_one_file_and_one_row_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its row says how it is told within the zip and what of it is read."""
    sheets = OfficeKind(
        "sheets", zip_folder="sheets/", suffix=".sheets", families=("sheetsml",),
        main_type="sheetsml.main", followed=("sheet",),
    )  # fmt: skip
    row = Format("sheets", (".sheets",), sheets, "sheets:read_sheets", ())
    (tmp_path / "sheets.py").write_text(SHEETS_ADAPTER)
    monkeypatch.setattr("forumbot.archive.formats.__path__", [str(tmp_path), *formats.__path__])
    monkeypatch.setattr(registry, "FORMATS", (*FORMATS, row))
    try:
        assert extract("a.sheets", sheets_file()).text == "sheet"
    finally:
        sys.modules.pop("forumbot.archive.formats.spreadsheets", None)
    with pytest.raises(RefusedError, match=r"is a \.sheets file, not a Word document"):
        extract("a.docx", sheets_file())


def sheets_file() -> bytes:
    """A package with a main part that leads to a sheet, and to something else."""
    relations = '<Relationships><Relationship Type="x/sheet" Target="a.xml"/>'
    relations += '<Relationship Type="x/other" Target="a.xml"/></Relationships>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        main = "application/vnd.openxmlformats-officedocument.sheetsml.sheet.main+xml"
        file.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main}"/></Types>')
        file.writestr("sheets/_rels/main.xml.rels", relations)
        file.writestr("sheets/a.xml", "<a/>")
    return out.getvalue()


@pytest.mark.parametrize("known", FORMATS, ids=lambda one: one.name)
def test_each_row_names_the_libraries_that_its_adapter_reaches(known: Format) -> None:
    """Whatever parses a format counts towards what was extracted of it before, and nothing else."""
    module = f"forumbot.archive.formats.{known.adapter.partition(':')[0]}"
    reached = {
        {name.lower() for name in distributions()[package]}.pop()
        for package in libraries_of(module, set())
        if package not in sys.stdlib_module_names
    }
    assert reached == set(known.libraries)


def libraries_of(module: str, seen: set[str]) -> set[str]:
    """The packages that a module imports, by way of others of forumbot too."""
    source = PACKAGE.joinpath(*module.split(".")[1:])
    path = next(
        (one for one in (source.with_suffix(".py"), source / "__init__.py") if one.exists()), None
    )
    if path is None or module in seen:
        return set()
    seen.add(module)
    found: set[str] = set()
    for name in imported(path):
        if name.partition(".")[0] == "forumbot":
            found |= libraries_of(name, seen)
        else:
            found.add(name.partition(".")[0])
    return found


def test_no_suffix_is_read_twice() -> None:
    """Each suffix has one format, in lower case as it is looked up."""
    assert len(suffixes()) == len(set(suffixes()))
    assert [suffix.lower() for suffix in suffixes()] == suffixes()
    assert format_of("a.xyz") is None


def test_the_guides_list_the_formats_that_are_read() -> None:
    """README's sentence and the table for maintainers name each format, and no other."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    sentence = re.search(r"Put ([^`]+?) files into `knowledge/`", readme)
    guide = (ROOT / "docs" / "maintainers.md").read_text(encoding="utf-8")
    table = re.search(r"\| format \| what is read \|\n\|.*\n((?:\|.*\n)+)", guide)
    assert sentence
    assert table
    first_cells = [row.split("|")[1] for row in table[1].splitlines()]
    names = {one.name for one in FORMATS}
    assert set(re.split(r", | or ", sentence[1])) == names
    assert set(re.split(r", ", ", ".join(map(without_suffixes, first_cells)))) == names
    named = {suffix for cell in first_cells for suffix in re.findall(r"`(\.\w+)`", cell)}
    assert named <= set(suffixes())


def without_suffixes(cell: str) -> str:
    """A cell without what stands in brackets."""
    return re.sub(r"\(.*?\)", "", cell).strip()
