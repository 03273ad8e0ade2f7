"""Text files in pages: what runs through them, told from what stands at their edges."""

import pytest

from forumbot.archive.extract import extract
from forumbot.archive.formats.text_pages import without_running_lines


def pages(*bodies: str, head: str = "", foot: str = "") -> str:
    """Pages with a line above and below, the number of each in the place of ``{}``."""
    return "\f".join(
        f"{head.format(number)}\n\n{body}\n\n{foot.format(number)}\n"
        for number, body in enumerate(bodies, start=1)
    )


BODIES = ("The fern circle met and", "spoke of moss. All came.", "They left.", "Nobody paid.")


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("Fern circle      4 June 2019      Page {}", ""),
        ("", "Quill                Informational                [Page {}]"),
        ("Minutes of the fern circle", "- {} -"),
        ("RFC 9999     Ferns     June 2019", "Seite {} von 4"),
    ],
)
def test_running_lines_go_and_what_goes_on_is_one(head: str, foot: str) -> None:
    """But for the first above the pages, which may be the text's title."""
    found = extract("x.txt", pages(*BODIES, head=head, foot=foot).encode())
    assert "The fern circle met and spoke of moss. All came." in found.text
    assert found.text.count("Page") <= 1
    assert found.text.count("Ferns") == ("Ferns" in head)
    assert "[Page" not in found.text
    assert "boilerplate removed" in found.warnings[0]


def test_lines_of_a_text_stay_whatever_page_they_end() -> None:
    """Numbered headings that begin pages, and a line that ends each of them."""
    bodies = [f"Resolution {number}\n\nThe board met\nand left." for number in range(1, 6)]
    source = "\f".join(bodies)
    assert without_running_lines(source) == ("\n\n".join(bodies), {})
    assert without_running_lines("Ferns\n\none\fFerns\n\ntwo")[1] == {}


def test_the_day_in_a_running_line_is_kept_for_the_event() -> None:
    """As in a PDF, though the line is left out."""
    source = pages(*BODIES, foot="Meeting of 4 June 2019, page {}")
    found = extract("x.txt", source.encode())
    assert found.metadata["running_lines"] == ["Meeting of 4 June 2019, page 1"]
    assert "2019" not in found.text
