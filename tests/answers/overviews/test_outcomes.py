"""Outcomes of a meeting, and on a theme."""

from collections.abc import Callable

import pytest

from forumbot.answers.overviews.outcomes import (
    all_outcomes,
    conclusions_for,
    conclusions_on,
    outcomes_of,
    outcomes_on,
)
from forumbot.answers.overviews.overview import Asked


def test_the_outcomes_of_a_forum_are_all_of_its_own(ask: Callable[..., Asked]) -> None:
    """Each is quoted from a document of that forum, and none is left out without a word."""
    asked = ask("what did the third forum conclude?")
    found = outcomes_of(asked)
    assert found is not None
    stated = [one for one in asked.generation.outcomes if one.doc_id == "reports/third-forum.md"]
    assert len(found.entries) == len(stated) or found.more
    assert all("third-forum" in one.excerpt.doc_id for one in found.entries if one.excerpt)


def test_a_forum_without_outcomes_is_left_to_the_passages(ask: Callable[..., Asked]) -> None:
    """So is one that the archive does not know."""
    assert outcomes_of(ask("what did the ninth forum conclude?")) is None


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("what was decided on internationalisation?", "internationalisation"),
        ("ce s-a hotărât despre competențe de-a lungul anilor?", "skills"),
        ("was wurde bisher zum Thema Digitalisierung beschlossen?", "digitisation"),
        ("any agreement on data gathering?", "data on clusters"),
    ],
)
def test_the_outcomes_on_a_theme_speak_of_it(
    ask: Callable[..., Asked], text: str, held: str
) -> None:
    """By its words, their translation, or nearly its letters where the meaning is near."""
    asked = ask(text)
    found = outcomes_on(asked)
    assert found is not None
    documents = asked.generation.documents
    quotes = [one.excerpt for one in found.entries if one.excerpt is not None]
    assert all(held in documents[one.doc_id].text[one.start : one.end] for one in quotes)


@pytest.mark.parametrize(
    "text", ["decisions on fishing quotas", "what was concluded about school meals?",
             "what was decided?", "what did the second forum decide on internationalisation?"],
)  # fmt: skip
def test_a_theme_that_no_outcome_is_on_is_left_to_the_passages(
    ask: Callable[..., Asked], text: str
) -> None:
    """So is a message without a theme, and a forum that concluded nothing on it."""
    assert outcomes_on(ask(text)) is None


def test_a_report_that_tells_no_outcomes_says_so(ask: Callable[..., Asked]) -> None:
    """Its own sentence is quoted in place of whatever else it tells."""
    found = outcomes_of(ask("what did the second forum conclude?"))
    assert found is not None
    (entry,) = found.entries
    assert entry.excerpt is not None
    document = ask("x").generation.documents[entry.excerpt.doc_id]
    assert (
        "does not record any conclusions" in document.text[entry.excerpt.start : entry.excerpt.end]
    )


def test_conclusions_on_a_topic_hold_it_or_are_the_nearest(ask: Callable[..., Asked]) -> None:
    """A topic that is in no outcome and near none has none."""
    texts = {
        topic: [one.outcome.text for one in conclusions_on(ask(topic))]
        for topic in ("national differences", "skills", "elephants")
    }
    assert [len(found) for found in texts.values()] == [1, 1, 0]
    assert "differing characteristics" in texts["national differences"][0]


@pytest.mark.parametrize(
    ("text", "about", "is_some"),
    [
        ("What did the third forum decide on internationalisation?", "internationalisation", True),
        ("When was the fourth forum?", "Fourth European Cluster Policy Forum", True),
        ("What were the outcomes?", "", True),
        ("Who sells elephants?", "sells elephants", False),
    ],
)
def test_conclusions_are_of_what_a_question_is_about(
    ask: Callable[..., Asked], text: str, about: str, is_some: bool
) -> None:
    """Its theme, else the meeting that it names, else all where it names nothing."""
    said, found = conclusions_for(ask(text))
    assert said.startswith(about)
    assert bool(found) is is_some


@pytest.mark.parametrize(
    "text",
    ["¿Qué conclusiones tuvo el tercer foro sobre la internacionalización?",
     "What did the third forum conclude on internationalisation?"],
)  # fmt: skip
def test_a_theme_chooses_among_the_outcomes_of_a_forum(
    ask: Callable[..., Asked], text: str
) -> None:
    """Behind its preposition; what has none that the outcomes treat leaves them all."""
    asked = ask(text)
    found, whole = outcomes_of(asked), outcomes_of(ask("outcomes of the third forum"))
    assert found is not None
    assert whole is not None
    (entry,) = found.entries
    assert entry in whole.entries
    other = outcomes_of(ask("What did the third forum conclude on wombats?"))
    assert other is not None
    assert other.entries == whole.entries


def test_what_was_concluded_is_told_beside_the_outcomes_too(ask: Callable[..., Asked]) -> None:
    """A line that says so under a heading on the theme, where no outcome holds its words."""
    asked = ask("what was decided on labels?")
    found = outcomes_on(asked)
    assert found is not None
    documents = asked.generation.documents
    quotes = [one.excerpt for one in found.entries if one.excerpt is not None]
    assert quotes
    assert all("concluded" in documents[one.doc_id].text[one.start : one.end] for one in quotes)


@pytest.mark.parametrize("text", ["what was decided?", "was wurde beschlossen?"])
def test_outcomes_without_a_subject_are_all_of_them(ask: Callable[..., Asked], text: str) -> None:
    """Those of the latest meeting first."""
    found = all_outcomes(ask(text))
    assert found is not None
    assert "14 March 2019" in found.entries[0].heading
    assert all_outcomes(ask("what was said?")) is None
    assert all_outcomes(ask("what was decided on labels?")) is None
