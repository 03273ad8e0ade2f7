"""The documents of an archive, as they are listed."""

from pathlib import Path

import pytest

from forumbot.answers.documents import document_to_json, kinds_of, select_documents
from forumbot.errors import UsageError
from forumbot.search.generation import Generation, load_live
from forumbot.search.index_folder import IndexFolder


@pytest.fixture(scope="module")
def generation(shipped_index: Path) -> Generation:
    """The archive that ships."""
    return load_live(IndexFolder(shipped_index))


def test_reports_come_first_and_the_newest_first_of_each_kind(generation: Generation) -> None:
    """Every document stands once."""
    found = select_documents(generation)
    assert {one.doc_id for one in found} == set(generation.documents)
    assert kinds_of(found)[0] == "report"
    days = [one.held_on for one in found if one.kind == "report" and one.held_on]
    assert days == sorted(days, reverse=True)


def test_documents_are_those_of_a_kind_and_of_some_ids(generation: Generation) -> None:
    """A kind that there is none of is refused by name."""
    of_kind = select_documents(generation, "presentation")
    assert {one.kind for one in of_kind} == {"presentation"}
    assert select_documents(generation, "Presentations") == of_kind
    for named in ("Präsentationen", "presentations", "prezentacje"):
        assert select_documents(generation, named) == of_kind
    assert select_documents(generation, only={"reports/third-forum.md"}) == [
        generation.documents["reports/third-forum.md"]
    ]
    with pytest.raises(UsageError, match="Reports"):
        select_documents(generation, "minutes")


def test_a_document_is_written_as_json(generation: Generation) -> None:
    """Days as they stand in ISO 8601, what is not known as null."""
    written = document_to_json(generation.documents["reports/first-forum.md"])
    assert written["edition"] == 1
    assert written["held_on"] is None
    third = document_to_json(generation.documents["reports/third-forum.md"])
    assert (third["held_on"], third["published_on"]) == ("2018-11-15", "2019-03-08")
