"""Outcomes of a meeting, and on a theme."""

from collections.abc import Callable

from forumbot.answers.overviews.outcomes import outcomes_of
from forumbot.answers.overviews.overview import Asked


def test_the_outcomes_of_a_forum_are_all_of_its_own(ask: Callable[..., Asked]) -> None:
    """Each is quoted from a document of that forum, and none is left out without a word."""
    asked = ask("what did the third forum conclude?")
    found = outcomes_of(asked)
    assert found is not None
    stated = [one for one in asked.generation.outcomes if "third-forum" in one.doc_id]
    assert len(found.entries) == len(stated) or found.more
    assert all("third-forum" in one.excerpt.doc_id for one in found.entries if one.excerpt)


def test_a_forum_without_outcomes_is_left_to_the_passages(ask: Callable[..., Asked]) -> None:
    """So is one that the archive does not know."""
    assert outcomes_of(ask("what did the ninth forum conclude?")) is None
