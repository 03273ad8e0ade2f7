"""What happened in a time, and what is new, seen from 20 February 2019."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from forumbot.answers.overviews.happened import happened_in, whats_new
from forumbot.answers.overviews.overview import Asked

Ask = Callable[..., Asked]


def test_a_month_has_its_events_and_documents_by_day(ask: Ask) -> None:
    """Each once, in order; what is left out is counted."""
    found = happened_in(ask("what happened in November 2018"))
    assert found is not None
    lines = [one.text for one in found.entries]
    assert any("15 November 2018: Third" in line for line in lines)
    assert any("26 November 2018" in line and "Denmark" in line for line in lines)
    assert any("pages/eu-cluster-weeks-de.md" in line for line in lines)
    headings = list(dict.fromkeys(one.heading for one in found.entries))
    assert headings == ["Events", "Documents"]
    assert not any("March 2019" in line for line in lines)


def test_a_time_of_which_nothing_is_known_is_left_to_the_passages(ask: Ask) -> None:
    """So is a message that names none."""
    assert happened_in(ask("what happened in 1987?")) is None
    assert happened_in(ask("what happened?")) is None


def test_what_is_new_are_the_newest_documents_and_what_comes(ask: Ask) -> None:
    """Seen from today: what a document of a later day says is not yet new."""
    found = whats_new(ask("what's new?"))
    assert found is not None
    newest = [one.text for one in found.entries if one.heading == "Newest documents"]
    coming = [one.text for one in found.entries if one.heading == "What comes next"]
    assert len(newest) == 5
    assert not any("fourth-forum" in line for line in newest)
    assert any("14 March 2019" in line for line in coming)
    later = whats_new(ask("what's new?", now=datetime(2026, 2, 1, tzinfo=UTC)))
    assert later is not None
    assert {one.heading for one in later.entries} == {"Newest documents"}


def test_what_happened_of_something_is_left_to_the_passages(ask: Ask) -> None:
    """Where the archive speaks of that, as of labels; events are named by what they are."""
    assert happened_in(ask("any news of labels in November 2018?")) is None
    assert happened_in(ask("what happened at the forum in November 2018?")) is not None


def test_what_happened_at_a_meeting_is_told_in_short(ask: Ask) -> None:
    """Not all that happened in its year, but that meeting; nor what is named and is no meeting."""
    found = happened_in(ask("what happened at the joint romanian-hungarian conference in 2018?"))
    assert found is not None
    assert "Joint Romanian-Hungarian" in found.said
    assert not any("March 2018" in one.text for one in found.entries)


def test_what_is_something_is_no_question_for_what_is_new(ask: Ask) -> None:
    """A word for a thing that the archive knows sounds like "news" to the model: "the excess"."""
    assert whats_new(ask("what is the lump sum?")) is None
    assert whats_new(ask("what's the latest news?")) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Qu'est-ce qui a été mis en ligne récemment ?",
        "Quali sono i contenuti inseriti più di recente?",
        "então, que há de novo por aqui?",
        "irgendwas frisch reingekommen die tage?",
    ],
)
def test_what_is_new_is_asked_for_in_other_languages(ask: Ask, text: str) -> None:
    """By words that say no more than that, which an archive may have as well ("base")."""
    assert whats_new(ask(text)) is not None
