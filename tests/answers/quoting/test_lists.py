"""Lists that a quote breaks off."""

from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at
from forumbot.answers.quoting.lists import ends_with_lead_in, with_list
from forumbot.archive.documents import Document, parse_document

TEXT = (
    "# Zoo\n\nThe keepers named these needs:\n\n"
    "- Food\n- Water\n- A den\n- Rest\n\nThen they left.\n"
)


def lead_in() -> tuple[Document, Excerpt]:
    """A document and the excerpt of the line that leads its list in."""
    document = parse_document("zoo.md", TEXT.encode())
    start = document.text.index("The keepers")
    excerpt = excerpt_at(document, start, document.text.index(":") + 1)
    assert excerpt is not None
    return document, excerpt


def test_a_list_is_quoted_whole_where_it_fits() -> None:
    """No item is left out, and nothing after the list is taken along."""
    document, excerpt = lead_in()
    assert ends_with_lead_in(excerpt, document)
    whole = with_list(excerpt, document, 500)
    assert document.text[whole.start : whole.end].endswith("Rest")
    assert whole.left_out == 0


def test_items_that_do_not_fit_are_counted() -> None:
    """Two items fit; the other two are counted."""
    document, excerpt = lead_in()
    part = with_list(excerpt, document, document.text.index("Water") + 5 - excerpt.start)
    assert document.text[part.start : part.end].endswith("Water")
    assert part.left_out == 2


def test_a_sentence_outside_a_list_stays_as_it_is() -> None:
    """There is nothing to go on with."""
    document, _ = lead_in()
    start = document.text.index("Then")
    excerpt = excerpt_at(document, start, len(document.text))
    assert excerpt is not None
    assert with_list(excerpt, document, 500) == excerpt


def test_no_excerpt_stands_where_no_block_does() -> None:
    """An offset beyond the text gives none."""
    document, _ = lead_in()
    assert excerpt_at(document, len(document.text) + 5, len(document.text) + 6) is None
