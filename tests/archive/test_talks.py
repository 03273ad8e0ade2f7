"""Talks of whole documents: programmes, labels, title pages, and whose session each is of."""

from forumbot.archive.documents import Document, parse_document
from forumbot.archive.names import NameReader
from forumbot.archive.talks import Talk, find_talks

_PROGRAMME = """# Workshop on data

## Session 1: Catalogues

- Better catalogues – Aurélie Lechien, Annalisa Tessarolo DG GROW
- Cluster labelling - Hervé Floch, French Association of Clusters, and Helmut Kergel, VDI/VDE

## Session 2: Tools

Chair: Bridget Murphy (Kiel University)

14:00-14:20 Carlo Minotti (PSI): The data portal

## Action items

- Send the minutes - Anna Berg

Anna Berg said that the clusters met.
"""


def talks(text: str) -> list[Talk]:
    """The talks of a Markdown document."""
    document: Document = parse_document("workshop.md", text.encode())
    return list(find_talks(document, NameReader([document.text])))


def test_a_programme_is_read_line_by_line() -> None:
    """Titles, all speakers with what they are of, and the session; no action item is a talk."""
    found = talks(_PROGRAMME)
    read = [(one.title, [it.name for it in one.speakers], one.number) for one in found]
    assert read == [
        ("Better catalogues", ["Aurélie Lechien", "Annalisa Tessarolo"], 1),
        ("Cluster labelling", ["Hervé Floch", "Helmut Kergel"], 1),
        ("", ["Bridget Murphy"], 2),
        ("The data portal", ["Carlo Minotti"], 2),
    ]
    assert found[0].session == "Session 1: Catalogues"
    assert found[1].speakers[0].affiliation == "French Association of Clusters"
    assert [one.is_led for one in found] == [False, False, True, False]


def test_each_talk_stands_word_for_word_in_its_document() -> None:
    """Its names, its title and what it says of the speakers are words of the text."""
    document = parse_document("workshop.md", _PROGRAMME.encode())
    for talk in find_talks(document, NameReader([document.text])):
        said = document.text[talk.start : talk.end]
        assert talk.title in said
        assert all(one.name in said and one.affiliation in said for one in talk.speakers)


def test_a_table_of_a_programme_is_read_by_its_columns() -> None:
    """Who speaks stands below a word for that, whatever reads like a name in the other cells."""
    found = talks(
        "# Tagung\n\n| Uhrzeit | Beitrag | Referent |\n|---|---|---|\n"
        "| 10:15 | Kalte Nahwärme in Schleswig | Tjark Petersen, Stadtwerke |\n"
        "| 11:30 | Wer bezahlt? | Moderation: Matthias Reuß |\n| 13:00 | Mittag | |\n"
    )
    assert [(one.title, one.speakers[0].name) for one in found] == [
        ("Kalte Nahwärme in Schleswig", "Tjark Petersen"),
        ("Wer bezahlt?", "Matthias Reuß"),
    ]


def test_who_is_a_column_of_speakers_beside_a_time_alone() -> None:
    """What somebody is to do is no talk of theirs."""
    rows = "| Anna Berg | Route planning |\n"
    head = "| Who | What |\n|---|---|\n"
    assert talks(f"# Actions\n\n{head}{rows}") == []
    (found,) = talks(f"# Day\n\n| When | Who | What |\n|---|---|---|\n| 9.30 {rows}")
    assert found.title == "Route planning"
