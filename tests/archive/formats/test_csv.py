import pytest

from forumbot.archive.extract import extract
from forumbot.archive.layout import BlockKind
from forumbot.errors import RefusedError


def rows(source: str, name: str = "a.csv") -> list[tuple[int, str]]:
    """Level and text of each row that is read."""
    found = extract(name, source.encode())
    assert {block.kind for block in found.blocks} <= {BlockKind.ROW}
    return [(block.level, found.text[block.start : block.end]) for block in found.blocks]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_how_regularly_it_stands(sign: str) -> None:
    """Commas, semicolons, tabs and bars; one in quotation marks parts nothing."""
    source = f'Name{sign}Role\n"Quill, Ada{sign}"{sign}chair\nCy Fenn{sign}\n'
    part = "" if sign == "|" else sign.strip()
    found = rows(source)
    assert found[0] == (1, "Name | Role")
    assert found[1] == (0, f"Quill, Ada{part} | chair") or sign == "|"
    assert found[2] == (0, "Cy Fenn |")


def test_a_line_that_states_the_delimiter_is_obeyed() -> None:
    """As Excel writes it first."""
    assert rows("sep=#\nName#Role\nAda, Bo#chair\n") == [
        (1, "Name | Role"),
        (0, "Ada, Bo | chair"),
    ]


def test_a_decimal_comma_is_no_delimiter() -> None:
    """Where semicolons part the values."""
    assert rows("Item;Cost;Share\nFences;5,50;0,2\nPumps;6,25;0,3\n")[1] == (
        0,
        "Fences | 5,50 | 0,2",
    )


def test_a_value_of_several_lines_is_one_cell() -> None:
    """Its lines stand on one, and doubled quotation marks are one."""
    assert rows('Name,Said\nAda,"First ""line""\nand second"\n')[1] == (
        0, 'Ada | First "line" and second',
    )  # fmt: skip


def test_a_table_without_names_has_none() -> None:
    """Numbers in the first row name nothing, nor does a single row."""
    assert rows("1,2\n3,4\n") == [(0, "1 | 2"), (0, "3 | 4")]
    assert rows("Name\tRole", "a.tsv") == [(0, "Name | Role")]


def test_what_is_no_table_is_refused() -> None:
    """A quotation mark that is never closed over a large file, and a million values."""
    with pytest.raises(RefusedError, match="holds more than 1,000,000 values; split it"):
        extract("a.csv", b"a," * 1_000_001)
    with pytest.raises(RefusedError, match="cannot be read as a table of values"):
        extract("a.csv", b'"' + b"a," * 100_000)
