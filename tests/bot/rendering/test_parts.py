import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bot.rendering.hostile import TEXTS, inert, size
from tests.properties import examples

from forumbot.bot.rendering.parts import block_quote, body, joined_lines, shared_out, strong


@examples(100)
@given(TEXTS, st.integers(40, 2000))
def test_a_block_quote_of_any_text_keeps_to_its_room(text: str, room: int) -> None:
    """Every line of it is quoted, and none does anything else."""
    quoted = block_quote(text, room)
    assert size(quoted) <= room
    assert all(line.startswith("> ") for line in quoted.split("\n"))
    inert(quoted)


def test_bold_stretches_end_with_their_line() -> None:
    """A stretch over two lines is bold on each, as Discord ends bold at a line's end in a quote."""
    quoted = block_quote("One two\nthree", 100, lambda _text: [(4, 10)])
    assert quoted == "> One **two**\n> **th**ree"


def test_what_one_part_leaves_goes_to_those_after_it() -> None:
    """Each is offered its share of what is left, and what they make fits together."""
    offered: list[int] = []

    def part(length: int, room: int) -> str:
        offered.append(room)
        return "x" * min(length, room)

    shown = shared_out([lambda room: part(10, room), lambda room: part(999, room)], 200)
    assert offered == [98, 186]
    assert size(shown) <= 200
    assert body([], "Nothing.") == "Nothing."


@pytest.mark.parametrize(("room", "kept"), [(8, "one\ntwo"), (7, "one"), (3, "")])
def test_lines_are_kept_whole_as_long_as_they_fit(room: int, kept: str) -> None:
    """The first that does not fit ends it."""
    assert joined_lines(["one", "two"], room) == kept


def test_what_is_empty_is_shown_in_bold_as_a_dash() -> None:
    """Discord shows four asterisks in a row as they are."""
    assert (strong("A\nb", 20), strong(" ", 20)) == ("**A b**", "**–**")
