import pytest

from forumbot.archive.formats.asides import without_boxes
from forumbot.archive.formats.markdown import markdown_pieces
from forumbot.archive.layout import BlockKind, lay_out

BOXES = [
    ":::info\nPay in March.\n:::",
    "::: {.note}\nPay in March.\n:::",
    "!!! note\n    Pay in March.",
    '??? tip "Fees"\n    Pay in March.',
    ":::note[Fees]\nPay in March.\n:::",
]


@pytest.mark.parametrize("box", BOXES)
def test_the_words_of_a_box_are_a_paragraph_of_the_text(box: str) -> None:
    """Without its marks, whichever program has them; its title stands above."""
    found = lay_out(markdown_pieces(f"# Board\n\nIt met.\n\n{box}\n\nIt closed."))
    assert {block.kind for block in found.blocks[1:]} == {BlockKind.PARAGRAPH}
    lines = [line for line in found.text.split("\n") if line and line != "Fees"]
    assert lines == ["Board", "It met.", "Pay in March.", "It closed."]
    assert ("Fees" in found.text) == ("Fees" in box)


@pytest.mark.parametrize("source", ["```\n:::info\n```", "It rained!!! Not now.", "Really???"])
def test_other_signs_are_left_as_they_are(source: str) -> None:
    """In code, and where people cry out or wonder."""
    assert without_boxes(source) == source
