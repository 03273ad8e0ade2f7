"""The talks of a meeting, by session, with all that spoke."""

from collections.abc import Callable

import pytest

from forumbot.answers.overviews.overview import Asked
from forumbot.answers.overviews.presentations import presentations
from forumbot.answers.overviews.room import MOST_CHARS, quoted


@pytest.mark.parametrize(
    "text",
    [
        "List all presentations of the third forum",
        "Welche Vorträge gab es beim dritten Forum?",
        "which presentations were held at the last forum",
    ],
)
def test_all_talks_of_a_forum_are_listed_once(ask: Callable[..., Asked], text: str) -> None:
    """The twelve of its report, each with all its speakers, whatever tells of them beside it."""
    found = presentations(ask(text))
    assert found is not None
    said = [one.text for one in found.entries if one.text]
    assert len(said) == 12
    assert not found.more
    assert quoted(found.entries) <= MOST_CHARS
    for name in ("Ulla Engelmann", "Aurélie Lechien", "Annalisa Tessarolo", "Peter Keller"):
        assert any(name in one for one in said), name
    assert any("Gunnar Hellerström; Monika Svanberg" in one for one in said)
    assert {"Session 1", "Session 5"} < {one.heading for one in found.entries}


def test_a_session_has_its_own_talks(ask: Callable[..., Asked]) -> None:
    """The four of session 4, with a source each."""
    found = presentations(ask("which talks were in session 4 of the third forum?"))
    assert found is not None
    assert len(found.entries) == 4
    assert all(one.excerpt is not None for one in found.entries)
    assert {one.heading for one in found.entries} == {"Session 4"}


@pytest.mark.parametrize(
    "text",
    ["presentations of the ninth forum", "presentations of the fourth forum", "speakers in Porto"],
)
def test_a_meeting_without_talks_is_left_to_the_passages(
    ask: Callable[..., Asked], text: str
) -> None:
    """One that the archive does not know, and one of which it tells no talk."""
    assert presentations(ask(text)) is None


def test_a_meeting_is_named_by_its_place_and_year(ask: Callable[..., Asked]) -> None:
    """Sentences that tell of who spoke are quoted where there is no title."""
    found = presentations(ask("who spoke at the 2022 conference in Prague?"))
    assert found is not None
    assert len(found.entries) == 5
    assert all(one.excerpt is not None and not one.text for one in found.entries)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("welche Vorträge gab es in Session 1?", 4),
        ("which talks were in the fourth session?", 4),
        ("which talks were in session 9?", 0),
        ("which talks were in session 1 of the wombat meeting?", 0),
    ],
)
def test_a_session_alone_is_of_the_only_meeting_that_has_it(
    ask: Callable[..., Asked], text: str, count: int
) -> None:
    """Not one that none has, nor that of a meeting that is named and unknown."""
    found = presentations(ask(text))
    assert len(found.entries if found else ()) == count
