"""Times of a day at the beginning of a line."""

import pytest

from forumbot.language.clock_times import opens_with_time, timed


@pytest.mark.parametrize(
    "line",
    ["9:30 Opening", "09.30 Opening", "9 h 45 Accueil", "14h30: débat", "14 h débat", "2 pm Tea",
     "10:00–11:15 Panel", "- 8:00 Coffee", "9.00 | Arrival", "13:00"],
)  # fmt: skip
def test_times_are_told_as_programmes_write_them(line: str) -> None:
    """With colon, dot, "h" or "pm", alone or up to another, behind a bullet too."""
    assert opens_with_time(line)


@pytest.mark.parametrize(
    "line",
    ["2.11 Funding", "30 people came", "12.05.2019 Meeting", "1:1 talks", "9 hours", "99:00"],
)
def test_other_numbers_are_no_times(line: str) -> None:
    """Those of sections, of people, dates, ratios and lengths."""
    assert not opens_with_time(line)


def test_lines_with_a_time_are_counted() -> None:
    """Those that begin with one, not those that hold one."""
    assert timed(["9:30 Opening", "Lunch at 12:30", "14:00 Close"]) == 2
