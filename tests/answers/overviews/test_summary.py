"""A meeting or a document in short."""

from collections.abc import Callable

import pytest

from forumbot.answers.overviews.overview import Asked
from forumbot.answers.overviews.room import MOST_CHARS, quoted
from forumbot.answers.overviews.summary import summary

Ask = Callable[..., Asked]


def test_a_forum_in_short_has_its_day_its_outcomes_and_the_next(ask: Ask) -> None:
    """All six outcomes within what may be quoted, each part under its heading."""
    asked = ask("summarise the third forum")
    found = summary(asked)
    assert found is not None
    parts: dict[str, list[str]] = {}
    for one in found.entries:
        text = one.text
        if one.excerpt is not None:
            document = asked.generation.documents[one.excerpt.doc_id]
            text = document.text[one.excerpt.start : one.excerpt.end]
        parts.setdefault(one.heading, []).append(text)
    assert list(parts) == ["When and where", "What it was about", "Outcomes", "The next edition"]
    assert "15 November 2018" in parts["When and where"][0]
    assert "internationalisation" in parts["What it was about"][0]
    assert len(parts["Outcomes"]) == 6
    assert "14 March 2019 in Brussels" in parts["The next edition"][0]
    assert not found.more
    assert quoted(found.entries) <= MOST_CHARS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sum up the Prague conference", "European Cluster Conference 2022"),
        ("Résume le deuxième forum", "Second European Cluster Policy Forum"),
        ("gist of ClusterXchange", "ClusterXchange"),
    ],
)
def test_other_meetings_and_documents_in_short(ask: Ask, text: str, said: str) -> None:
    """Named by place, in another language, by title; each quotes its own documents."""
    found = summary(ask(text))
    assert found is not None
    assert said in found.said
    assert any(one.excerpt is not None for one in found.entries)


@pytest.mark.parametrize("text", ["sum up the ninth forum", "the Lisbon workshop in a nutshell"])
def test_what_the_archive_lacks_has_no_summary(ask: Ask, text: str) -> None:
    """It is left to the passages."""
    assert summary(ask(text)) is None


def test_a_meeting_without_a_day_is_told_by_its_month(ask: Ask) -> None:
    """By the sentence under the heading for its date."""
    asked = ask("the first forum in short")
    found = summary(asked)
    assert found is not None
    first = found.entries[0].excerpt
    assert first is not None
    said = asked.generation.documents[first.doc_id].text[first.start : first.end]
    assert "in February 2018" in said
