from forumbot.archive.formats.parsed import (
    RUNNING_TITLE,
    removed_lines,
    running_title,
    with_dates,
)


def test_what_ran_through_most_pages_in_words_alone_may_be_a_title() -> None:
    """Numbers of pages, days and short marks are none."""
    lines = {
        "Page # of #": 9,
        "Draft": 9,
        "12 May 2019": 9,
        "Basalt Committee": 8,
        "Chapter on it": 2,
    }
    assert running_title(lines) == {RUNNING_TITLE: "Basalt Committee"}
    assert running_title({"Page # of #": 9, "Draft": 9}) == {}


def test_lines_with_a_day_are_kept_for_it() -> None:
    """Five of them at most."""
    assert with_dates(["Turku, 4 May 2022", "Fen board"]) == ["Turku, 4 May 2022"]
    assert len(with_dates(f"{day} May 2022" for day in range(1, 12))) == 5


def test_removed_lines_are_told_by_their_text_and_count() -> None:
    """The most frequent first; nothing is said of none."""
    assert list(removed_lines({"Page #": 2, "Fen board": 3})) == [
        "boilerplate removed: 5 lines: 'Fen board' (3), 'Page #' (2)"
    ]
    assert list(removed_lines({})) == []
