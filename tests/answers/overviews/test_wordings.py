"""The theme of a message, in the archive's languages."""

from collections.abc import Callable

import pytest

from forumbot.answers.overviews.overview import Asked
from forumbot.answers.overviews.wordings import best_of, theme_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("what has been decided on the cluster weeks in 2019?", "cluster weeks"),
        ("conclusions of the third forum on skills", "skills"),
        ("ce s-a hotărât despre competențe?", "skills"),
        ("Beschlüsse zur Internationalisierung", "internationalisation"),
    ],
)
def test_a_theme_is_what_a_message_says_beside_its_kind(
    ask: Callable[..., Asked], text: str, wanted: str
) -> None:
    """Without the forum and the time that it names, in its own words or translated."""
    assert wanted in [one.text for one in theme_of(ask(text), "outcomes")]


def test_a_message_that_says_its_kind_alone_has_no_theme(ask: Callable[..., Asked]) -> None:
    """Nor does one that names a meeting."""
    assert theme_of(ask("what did the third forum conclude?"), "outcomes") == ()


def test_a_text_holds_the_theme_in_whatever_wording(ask: Callable[..., Asked]) -> None:
    """As much as its best one."""
    asked = ask("was wurde zu Kompetenzen beschlossen?")
    held = best_of(asked, theme_of(asked, "outcomes"))
    assert held("the building of skills") == 1.0
    assert held("school meals") == 0.0
