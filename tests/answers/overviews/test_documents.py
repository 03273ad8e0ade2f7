"""Which documents there are."""

from collections.abc import Callable

from forumbot.answers.overviews.documents import which_documents
from forumbot.answers.overviews.overview import Asked


def test_every_document_is_listed_or_counted(ask: Callable[..., Asked]) -> None:
    """The reports come first, each with its day; what is left out is counted."""
    found = which_documents(ask("which documents do you have"))
    assert found is not None
    assert found.entries[0].heading == "report (4)"
    assert any("Third European Cluster Policy Forum" in one.text for one in found.entries)
    known = len(ask("?x").generation.documents)
    assert len(found.entries) == known or f"{known - len(found.entries)}" in found.more


def test_a_forum_that_is_named_has_its_own(ask: Callable[..., Asked]) -> None:
    """Only the documents of the forum, or of the year, that is named."""
    of_third = which_documents(ask("which files are there on the third forum?"))
    assert of_third is not None
    assert all("third-forum" in one.text for one in of_third.entries)
    assert which_documents(ask("are there documents of 1987?")) is None
