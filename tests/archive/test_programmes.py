"""Programmes of whole documents, by day."""

from datetime import date

import pytest

from forumbot.archive.documents import Document, parse_document
from forumbot.archive.programmes import find_programmes, row_words

_TWO_DAYS = """Autumn meeting of the ferry towns
Oban, 4 and 5 October 2023

Programme

Day 1, Wednesday 4 October
10:00 Welcome (Fiona Rae, mayor)
11:30 Timetables for islands (Dr Iain Moss, Strathclyde)
13:00 Lunch

Day 2, Thursday 5 October
09:00 Who pays for piers?
12:00 Close
"""
_TABLE = """---
title: Tag der Gärten
held_on: 2024-05-03
language: de
---

# Tag der Gärten

| Uhrzeit | Beitrag | Referent |
|---|---|---|
| 9.30 | Boden | Ina Kolb |
|  | Fragen | |
| 11.00 | Wasser | |
| 12.15 | Abschluss | |
"""


def read(doc_id: str, text: str) -> Document:
    """A document of that text."""
    return parse_document(doc_id, text.encode())


def test_each_day_has_a_programme_of_its_own() -> None:
    """With its label, and the day that this names, the year being that of the event."""
    found = find_programmes(read("oban.txt", _TWO_DAYS))
    assert [(one.label, one.day, len(one.blocks)) for one in found] == [
        ("Day 1, Wednesday 4 October", date(2023, 10, 4), 3),
        ("Day 2, Thursday 5 October", date(2023, 10, 5), 2),
    ]


def test_the_rows_of_a_table_are_lines_of_the_day_of_the_event() -> None:
    """Those without a time too; what is shown of a row are the cells that hold something."""
    document = read("garten.md", _TABLE)
    (found,) = find_programmes(document)
    assert found.day == date(2024, 5, 3)
    assert [row_words(document, one) for one in found.blocks] == [
        "9.30 – Boden – Ina Kolb", "Fragen", "11.00 – Wasser", "12.15 – Abschluss"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["9:30 was early, they said.\n\nNobody came.", "# Minutes\n\n- 10:00 open\n- 12:00 close"],
)
def test_one_or_two_times_are_no_programme(text: str) -> None:
    """Any text may hold them."""
    assert find_programmes(read("notes.md", text)) == ()
