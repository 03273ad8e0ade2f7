import pytest

from forumbot.archive.formats.titles import (
    heading_level,
    is_agenda_item,
    is_capitals,
    is_numbered_title,
    lettered_items,
    marked_heading,
    section_depth,
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("AGENDA", True),
        ("OUTCOMES OF THE 3RD FORUM", True),
        ("ÉLARGISSEMENT:", True),
        ("EU", False),
        ("EU US UK", False),
        ("Agenda", False),
        ("THE END.", False),
        ("12345 ABCD 67890", False),
        ("WORD " * 20, False),
    ],
)
def test_capitals_make_a_heading_of_a_short_line(line: str, expected: bool) -> None:
    """One word of four letters is asked for, so that bare abbreviations are none."""
    assert is_capitals(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("TOP 5.", True),
        ("TOP 5. Verschiedenes", True),
        ("TOP 2.1 Protokoll", True),
        ("Agenda item 3: Budget", True),
        ("Ad 5. Økonomi", True),
        ("Θέμα 2: Προϋπολογισμός", True),
        ("Punto 3 - Presupuesto", True),
        ("Point 3 of the agenda was postponed", False),
        ("Item 3: Ada writes to the ministry.", False),
        ("Top 5 of the forum", False),
        ("STOP 5", False),
    ],
)
def test_agenda_items_are_known_by_their_number(line: str, expected: bool) -> None:
    """``TOP 5.`` is the fifth point of a German agenda, "top 5" is not."""
    assert is_agenda_item(line) is expected


@pytest.mark.parametrize(
    ("line", "expected", "depth", "level"),
    [
        ("3 Labelling", True, 1, 2),
        ("3.2 Labelling", True, 2, 3),
        ("3.2.1 Labelling of clusters", True, 3, 4),
        ("IV. Next steps", True, 0, 2),
        ("18 representatives", False, 1, 2),
        ("Labelling", False, 0, 2),
    ],
)
def test_section_numbers_tell_titles_and_levels(
    line: str, expected: bool, depth: int, level: int
) -> None:
    """Each further number is a level further down."""
    assert is_numbered_title(line) is expected
    assert (section_depth(line), heading_level(line)) == (depth, level)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("## Outcomes ##", ("Outcomes", 2)),
        ("**Outcomes**", ("Outcomes", None)),
        ("__Outcomes__", ("Outcomes", None)),
        ("== Outcomes ==", ("Outcomes", 1)),
        ("**Lead-in:**", None),
        ("**Lead-in**:", None),
        ("**A whole sentence.**", None),
        ("#tag", None),
        ("**one** and **two**", None),
    ],
)
def test_marks_of_markdown_and_wikis_are_read_in_text(
    line: str, expected: tuple[str, int | None] | None
) -> None:
    """The marks go, the words stay; a bold lead-in or sentence is none."""
    assert marked_heading(line) == expected


def test_lettered_items_are_headings_where_a_text_stands_below_each() -> None:
    """Behind a dot or a bracket, letters may be those of a list, which nothing parts."""
    agenda = ["A. Opening", "The chair opens.", "", "B. Minutes", "Read.", "C. Fees", "Forty."]
    assert lettered_items(agenda) == {"A. Opening", "B. Minutes", "C. Fees"}
    greek = ["Α. Άνοιγμα", "Ανοίγει.", "Β. Έσοδα", "Λίγα.", "Γ. Διάφορα", "Κανένα."]
    assert lettered_items(greek) == {"Α. Άνοιγμα", "Β. Έσοδα", "Γ. Διάφορα"}
    assert not lettered_items(["A) Peat", "B) Moss", "C) Reed", "Which of them?"])
    small = ["a) Welcome", "The chair welcomed all members.", "b) Fees", "They stay as they are.",
             "c) Any other business", "Nothing was raised by those present."]  # fmt: skip
    assert lettered_items(small) == set(small[::2])
    wrapped = ["a) The board opens the bog to", "Ghent from the spring on.", "b) Fees of", "Ada.",
               "c) Any business", "Of all who were there."]  # fmt: skip
    assert not lettered_items(wrapped)
    assert not lettered_items(agenda[:6])
