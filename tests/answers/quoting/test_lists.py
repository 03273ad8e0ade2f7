"""Lists that a quote breaks off."""

from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at
from forumbot.answers.quoting.lists import ends_with_lead_in, whole_list, with_list
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


NESTED = (
    "# Zoo\n\nNeeds:\n\n- Food\n  - Grass\n  - Roots\n- Water\n\nThey left.\n\n"
    "- Alone\n- Together\n"
)


def test_a_list_is_found_whole_from_any_of_its_items() -> None:
    """With its lead-in, never cut at its front; a nested one with the item that it is below."""
    document = parse_document("zoo.md", NESTED.encode())

    def found(words: str, room: int = 500) -> str | None:
        span = whole_list(document, document.text.index(words), room)
        return document.text[slice(*span)] if span else None

    assert found("Water") == found("Needs") == found("Food")
    assert (found("Water") or "").startswith("Needs:")
    assert (found("Water") or "").endswith("Water")
    assert (found("Roots") or "").split()[0] == "Food"
    assert "Water" not in (found("Roots") or "")
    assert (found("Together") or "").split()[0] == "Alone"


def test_no_list_is_given_where_there_is_none_or_no_room() -> None:
    """A sentence leads nothing in, and half a list is none."""
    document = parse_document("zoo.md", NESTED.encode())
    assert whole_list(document, document.text.index("They"), 500) is None
    assert whole_list(document, document.text.index("Water"), 10) is None
    assert whole_list(document, len(document.text) + 5, 500) is None
