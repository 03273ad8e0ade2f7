import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.archive.formats.bullets import (
    is_lone_bullet,
    parted_items,
    place_in_list,
    shown_bullet,
    split_bullet,
    split_inline_bullets,
    split_number,
)


@pytest.mark.parametrize("mark", [*"•‣◦▪■○►➢✓☐❖·-–—*+§", "\ue000", "\uf0b7", "\uf8ff"])
def test_every_glyph_is_split_from_its_text(mark: str) -> None:
    """Dots, squares, arrows, ticks, dashes and glyphs of private use are bullets at any indent."""
    assert split_bullet(f"  {mark}  Text of it") == (mark, "Text of it")


@pytest.mark.parametrize("mark", ["•", "▪", "○", "\uf0a7", "·"])
def test_glyphs_that_are_bullets_alone_need_no_space(mark: str) -> None:
    """Converters leave the space out."""
    assert split_bullet(f"{mark}Text") == (mark, "Text")


def test_the_letter_o_is_a_bullet_before_wide_space_alone() -> None:
    """Word writes hollow bullets as the letter."""
    assert split_bullet("o   Text") == split_bullet("o\tText") == ("o", "Text")
    assert split_bullet("o Text") is None


@pytest.mark.parametrize(
    "line",
    ["", "•", "-5 degrees", "a-b", "*stress*", "§ 5 Abs. 2", "- - -", "* * *", "■■■", "• \u200b",
     "1. one", "Text • text", "–5 %"],
)  # fmt: skip
def test_other_lines_have_no_bullet(line: str) -> None:
    """Numbers, emphasis, rules, paragraph signs of laws and lone glyphs are text."""
    assert split_bullet(line) is None


@pytest.mark.parametrize(
    ("line", "found", "place"),
    [
        ("1. one", ("1.", "one"), 1),
        ("(a) two", ("(a)", "two"), ord("a")),
        ("iv) four", ("iv)", "four"), 4),
        ("xii. twelve", ("xii.", "twelve"), 12),
        ("B) second", ("B)", "second"), ord("B")),
        ("2018. was good", None, None),
        ("1. \u200b", None, None),
        ("1.5 million", None, None),
    ],
)
def test_numbers_and_letters_are_markers_too(
    line: str, found: tuple[str, str] | None, place: int | None
) -> None:
    """Markers count, in figures, letters or Roman numerals."""
    assert split_number(line) == found
    assert place_in_list(line) == place


@pytest.mark.parametrize("line", ["12. Mai: Pflanzen", "3. juni: tur", "1. května: výlet"])
def test_a_day_and_its_month_are_no_marker(line: str) -> None:
    """What is counted is no item then; words made with a month, and "3. May we go?", are."""
    assert split_number(line) is None
    assert split_number("2. März-Treffen") == ("2.", "März-Treffen")
    assert split_number("3. May we go?") == ("3.", "May we go?")


def test_ticks_stay_and_other_glyphs_become_one() -> None:
    """A box that is ticked says something; the shape of a dot does not."""
    assert [shown_bullet(mark) for mark in "▪\uf0b7-☑☐"] == ["•", "•", "•", "☑", "☐"]


def test_a_glyph_alone_on_its_line_is_known() -> None:
    """Its item follows on the next line."""
    assert is_lone_bullet(" \uf0b7 ")
    assert not is_lone_bullet("• x")
    assert not is_lone_bullet("")


def test_a_run_of_text_is_cut_at_the_bullets_within() -> None:
    """Two bullets make a list; one alone, as between a place and a date, makes none."""
    assert split_inline_bullets("We: • one • two") == ["We:", "• one", "• two"]
    assert split_inline_bullets("Brussels • 15 May") == ["Brussels • 15 May"]


@examples(200)
@given(st.lists(st.sampled_from(["• a", "b", "- c", "", "1. d", "2. e"]), min_size=1, max_size=12))
def test_parted_lines_are_the_lines(lines: list[str]) -> None:
    """Cutting at bullets and numbers neither loses nor moves a line."""
    found = [line for _marker, part in parted_items(lines) for line in part]
    assert [line[-1:] for line in found] == [line[-1:] for line in lines]


@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        (["1. One", "2. Two"], [("1.", ["One"]), ("2.", ["Two"])]),
        (["Agreed:", "a) one", "goes on", "b) two"],
         [("", ["Agreed:"]), ("a)", ["one", "goes on"]), ("b)", ["two"])]),
        (["1. Mai 2020", "2. Mai 2020"], [("", ["1. Mai 2020", "2. Mai 2020"])]),
        (["3. Three", "4. Four"], [("", ["3. Three", "4. Four"])]),
        (["1. Alone", "nothing"], [("", ["1. Alone", "nothing"])]),
    ],
)  # fmt: skip
def test_lines_that_count_up_from_one_are_items(
    lines: list[str], parts: list[tuple[str, list[str]]]
) -> None:
    """Numbers and letters that count make items of lines; dates and lone numbers do not."""
    assert list(parted_items(lines)) == parts
