import pytest

from forumbot.archive.extract import extract
from forumbot.archive.formats.struck import CLOSES, OPENS, Struck, marked


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        (f"The fee is {marked('5')}7 euro.", "The fee is 7 euro."),
        (f"Chairs: {marked('Ada')}, Bo, {marked('Cy')}, Di", "Chairs: Bo, Di"),
        (f"Chairs: Bo, {marked('Cy')}", "Chairs: Bo"),
        (f"Open until five {marked('or six')}.", "Open until five."),
        (marked("A task that is done"), "A task that is done"),
        (f"{marked('A task')} {marked('that is done')}.", "A task that is done."),
        (f"{OPENS}a paragraph that goes on", "a paragraph that goes on"),
        (f"and ends here{CLOSES}", "and ends here"),
        (f"nothing{marked(' ')}struck", "nothing struck"),
        ("a , b", "a , b"),
    ],
)
def test_words_struck_within_a_line_go_and_whole_lines_stay(line: str, rest: str) -> None:
    """With the commas that parted them; the marks go in any case."""
    assert Struck().without(line) == rest


def test_what_was_left_out_is_told_once() -> None:
    """By its words, in the order of the file."""
    struck = Struck()
    assert list(struck.warnings()) == []
    for word in ("five", "six", "five"):
        struck.without(f"The fee is {marked(word)} seven.")
    assert list(struck.warnings()) == ["struck-out words left out: 'five', 'six'"]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.md", "# Fees\n\nThe fee is ~~5~~ 7 euro.\n\n- ~~Ask the bank.~~\n"),
        ("a.md", "# Fees\n\nThe fee is <del>5</del> 7 euro.\n\n- <s>Ask the bank.</s>\n"),
        (
            "a.html",
            "<h1>Fees</h1><p>The fee is <del>5</del> <b>7</b> euro.</p>"
            "<ul><li><s>Ask the bank.</s></ul>",
        ),
    ],
)
def test_texts_and_pages_are_read_without_struck_words(name: str, source: str) -> None:
    """As people read them, and a warning says which words those are."""
    found = extract(name, source.encode())
    assert found.text == "Fees\n\nThe fee is 7 euro.\n• Ask the bank."
    assert found.warnings == ("struck-out words left out: '5'",)
