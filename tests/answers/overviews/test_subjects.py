"""What a message is about beside its kind."""

from collections.abc import Callable

import pytest

from forumbot.answers.overviews.overview import Asked
from forumbot.answers.overviews.subjects import subject_named


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("summarise the third forum", "Third European Cluster Policy Forum"),
        ("could you sum up the Prague conference please", "European Cluster Conference 2022"),
        ("Fass die Konferenz in Prag zusammen", "European Cluster Conference 2022"),
        ("gist of the Bucharest declaration", "Bucharest Declaration"),
        ("what was the last meeting about", "Third European Cluster Policy Forum"),
        ("tl;dr Scale-up Denmark", "Scale-up Denmark"),
        ("Resumen de la Conferencia Europea de Clústeres 2020", "European Cluster Conference 2020"),
        (
            "Zusammenfassung der Europäischen Clusterkonferenz 2019",
            "European Cluster Conference 2019",
        ),
    ],
)
def test_the_meeting_or_document_that_is_named(
    ask: Callable[..., Asked], text: str, title: str
) -> None:
    """By number, place and year, title, or as the last one; in another language too."""
    found = subject_named(ask(text), "summary")
    assert found is not None
    assert title in found.title


@pytest.mark.parametrize(
    "text",
    [
        "summarise",
        "sum up the Lisbon workshop",
        "the ninth forum in short",
        "a conference",
        "in short, what the November meeting dealt with",
        "Zusammenfassung Generalversammlung 2022",
    ],
)
def test_nothing_is_named(ask: Callable[..., Asked], text: str) -> None:
    """What the archive does not have, and what may be any of several."""
    assert subject_named(ask(text), "summary") is None
