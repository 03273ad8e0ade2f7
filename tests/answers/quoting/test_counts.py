"""Whether a text holds a number that counts something."""

import pytest

from forumbot.answers.quoting.counts import holds_count


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("It was published in February 2021.", False),
        ("It was published on 3 May 2021.", False),
        ("The report of 2021 makes fifteen recommendations.", True),
        ("The report of 3 May 2021 has 28 pages.", True),
        ("Der Bericht hat zwölf Seiten.", True),
    ],
)
def test_days_and_years_count_nothing(text: str, counts: bool) -> None:
    """What is left of the numbers does, in figures or in words."""
    assert holds_count(text) is counts
