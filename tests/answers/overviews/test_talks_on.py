"""The talks on a theme."""

from collections.abc import Callable

import pytest

from forumbot.answers.overviews.overview import Asked
from forumbot.answers.overviews.talks_on import talks_counted, talks_on, who_spoke

Ask = Callable[..., Asked]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("who talked about Denmark?", ["Future Week Denmark", "Scale-up Denmark"]),
        (
            "which talks dealt with entrepreneurship?",
            ["promote entrepreneurship", "Scale-up Denmark", "BioIndustry", "Bio region"],
        ),
        ("talks on labels", ["Cluster Excellence Labelling"]),
        ("quelles présentations portaient sur les labels ?", ["Cluster Excellence Labelling"]),
        ("Vorträge zu Labels", ["Cluster Excellence Labelling"]),
        ("talks about Denmark at the third forum", ["Future Week Denmark", "Scale-up Denmark"]),
    ],
)
def test_talks_are_found_by_what_they_are_about(ask: Ask, text: str, titles: list[str]) -> None:
    """By words of their titles, in other languages as well, with who gave them."""
    found = talks_on(ask(text))
    assert found is not None
    assert len(found.entries) == len(titles)
    for entry, title in zip(found.entries, titles, strict=True):
        assert title in entry.text
        assert entry.excerpt is not None


@pytest.mark.parametrize(
    "text",
    [
        "who talked about wombats?",
        "what did Hervé Floch say in his talk about labels?",
        "who spoke in session 2 about labels?",
        "talks about Denmark at the fourth forum",
        "which outcomes dealt with entrepreneurship?",
        "when was the talk about Denmark?",
        "who presented Future Week Denmark?",
        "who spoke on labels?",
    ],
)
def test_what_says_more_or_is_on_no_talk_is_left_to_others(ask: Ask, text: str) -> None:
    """Somebody, a session, another forum, another thing, and what no title has."""
    assert talks_on(ask(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "who spoke at the third forum?",
        "wer sprach auf dem dritten Forum?",
        "cine a vorbit acolo (al treilea forum)?",
        "qui a parlé au troisième forum ?",
    ],
)
def test_who_spoke_at_a_forum_is_told_by_its_talks(ask: Ask, text: str) -> None:
    """All of them, not one sentence that says that somebody spoke."""
    found = who_spoke(ask(text))
    assert found is not None
    assert any("del Ponte" in entry.text for entry in found.entries)


@pytest.mark.parametrize(
    "text",
    [
        "who chaired the third forum?",
        "who spoke for Romania at the third forum?",
        "who spoke?",
        "what was spoken of at the third forum?",
        "who spoke at the second forum?",
    ],
)
def test_who_did_anything_else_is_left_to_others(ask: Ask, text: str) -> None:
    """As who chaired it, or spoke for a country, or at a forum of which no talk is known."""
    assert who_spoke(ask(text)) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("how many talks were there at forum 3", "12"),
        ("wie viele Vorträge gab es beim dritten Forum?", "12"),
        ("how many speakers were there at the third forum?", "15"),
    ],
)
def test_talks_and_speakers_of_a_forum_are_counted(ask: Ask, text: str, count: str) -> None:
    """Each once, with the talks below."""
    found = talks_counted(ask(text))
    assert found is not None
    assert count in found.said
    assert len(found.entries) >= 12


@pytest.mark.parametrize(
    "text",
    [
        "how many talks were there?",
        "how many talks were there at the second forum?",
        "how many countries were at the third forum?",
        "how many talks about labels were there at the third forum?",
    ],
)
def test_what_else_is_counted_is_left_to_others(ask: Ask, text: str) -> None:
    """No forum, one without talks, other things, and talks on something."""
    assert talks_counted(ask(text)) is None
