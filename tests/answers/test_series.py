"""The meetings beside one in its series."""

from dataclasses import replace
from datetime import date

import pytest
from tests.archive.test_announcements import document

from forumbot.answers.series import beside
from forumbot.archive.documents import Document


def held(
    title: str, day: date | None, *, kind: str = "page", edition: int | None = None
) -> Document:
    """A document on a meeting."""
    return replace(
        document("Text.", f"{title}.md".replace(" ", "-")),
        title=title,
        held_on=day,
        kind=kind,
        edition=edition,
        place=None,
    )


CONFERENCES = [
    held("European Cluster Conference 2019 in Bucharest", date(2019, 5, 14)),
    held("European Cluster Conference 2020 online", date(2020, 11, 10)),
    held("European Cluster Conference 2022 in Prague", date(2022, 9, 26)),
    held("Joint Romanian-Hungarian Conference 2020", date(2020, 11, 20)),
    held("European Cluster Conference 2021: slides", date(2021, 5, 1), kind="presentation"),
    held("European Cluster Conference, undated", None),
]
ARCHIVE = {one.title: one for one in CONFERENCES}


@pytest.mark.parametrize(
    ("title", "previous", "following"),
    [
        ("European Cluster Conference 2019 in Bucharest", "", "2020 online"),
        ("European Cluster Conference 2020 online", "2019 in Bucharest", "2022 in Prague"),
        ("European Cluster Conference 2022 in Prague", "2020 online", ""),
        ("Joint Romanian-Hungarian Conference 2020", "", ""),
        ("European Cluster Conference, undated", "", ""),
    ],
)
def test_the_meetings_beside_are_the_nearest_that_are_called_alike(
    title: str, previous: str, following: str
) -> None:
    """By their days, whatever year and place they have; talks and undated ones are none."""
    before, after = beside(ARCHIVE[title], ARCHIVE)
    assert before.removeprefix("European Cluster Conference ") == previous
    assert after.removeprefix("European Cluster Conference ") == following


def test_a_forum_with_a_number_has_none_beside_it() -> None:
    """Its number tells which is the next."""
    third = held("European Cluster Conference 2020", date(2020, 3, 1), edition=3)
    assert beside(third, ARCHIVE) == ("", "")
