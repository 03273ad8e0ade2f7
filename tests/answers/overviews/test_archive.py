"""The whole archive in short."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from forumbot.answers.overviews.archive import whole_archive
from forumbot.answers.overviews.overview import Asked

Ask = Callable[..., Asked]


@pytest.mark.parametrize(
    ("text", "language", "kinds"),
    [
        ("summarise the archive", "en", "Reports (4)"),
        ("Fasse das Archiv kurz zusammen", "de", "Berichte (4)"),
        ("Résume les archives", "fr", "Rapports (4)"),
        ("Rezumă arhiva", "ro", "Rapoarte (4)"),
    ],
)
def test_kinds_forums_days_and_themes_are_told(
    ask: Ask, text: str, language: str, kinds: str
) -> None:
    """Each from what is known of the documents, in the language of who asks."""
    found = whole_archive(replace(ask(text), language=language))
    assert found is not None
    said = "\n".join(one.text for one in found.entries)
    assert kinds in said
    assert "First European Cluster Policy Forum" in said
    assert "2018" in said
    assert "2022" in said
    assert "labelling" in said


@pytest.mark.parametrize(
    "text",
    ["summarise the third forum", "what is in the archive on labelling?", "the archive",
     "summarise what the archive says about skills"],
)  # fmt: skip
def test_a_part_of_it_is_no_summary_of_all(ask: Ask, text: str) -> None:
    """Nor is the archive's name alone."""
    assert whole_archive(ask(text)) is None
