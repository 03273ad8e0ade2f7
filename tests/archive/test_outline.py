from pathlib import Path

from tests.documents import read_document

from forumbot.archive.documents import Document, parse_document
from forumbot.archive.layout import BlockKind
from forumbot.archive.outline import Line


def lines_of(source: str, name: str = "a.md") -> list[tuple[str, tuple[str, ...], str]]:
    """Words, heading path and lead-in of each block."""
    document = parse_document(name, source.encode())
    return [
        (
            document.text[line.block.start : line.block.end],
            line.heading_path,
            line.lead_in,
        )
        for line in document.outline
    ]


def items(document: Document) -> list[Line]:
    """The lines that are list items."""
    return [line for line in document.outline if line.block.kind is BlockKind.ITEM]


def test_headings_nest_by_level_and_close_what_is_deeper() -> None:
    """A block's path runs from the outermost heading to the one right above it."""
    source = "before\n\n# A\n\none\n\n### B\n\ntwo\n\n## C\n\nthree\n\n# D\n\nfour"
    paths = {text: path for text, path, _lead_in in lines_of(source)}
    assert paths == {
        "before": (),
        "A": ("A",),
        "one": ("A",),
        "B": ("A", "B"),
        "two": ("A", "B"),
        "C": ("A", "C"),
        "three": ("A", "C"),
        "D": ("D",),
        "four": ("D",),
    }


def test_a_heading_of_two_lines_is_one_line_in_the_path() -> None:
    """Line breaks within a heading don't reach those who show its path."""
    assert lines_of("one\ntwo\n===\n\ntext")[1] == ("text", ("one two",), "")


def test_every_item_of_a_list_has_the_line_that_leads_it_in() -> None:
    """The line with a colon above a list belongs to each of its items and to nothing else."""
    source = "They agreed on:\n\n- one\n- two\n\nAfter.\n\n- loose"
    assert [(text, lead) for text, _path, lead in lines_of(source)] == [
        ("They agreed on:", ""),
        ("one", "They agreed on:"),
        ("two", "They agreed on:"),
        ("After.", ""),
        ("loose", ""),
    ]


def test_a_further_paragraph_of_an_item_leaves_the_lead_in_to_the_next() -> None:
    """A list goes on below an item of two paragraphs, and so does what leads it in."""
    source = "They agreed on:\n\n- one\n\n  more\n\n- two"
    assert [(text, lead) for text, _path, lead in lines_of(source)][1:] == [
        ("one", "They agreed on:"),
        ("more", ""),
        ("two", "They agreed on:"),
    ]


def test_a_nested_list_is_led_in_by_the_item_above_it_if_that_ends_with_a_colon() -> None:
    """Inner items take the colon line above them, else what leads in the list around them."""
    source = (
        "Agreed:\n\n- on labels:\n  - clear\n  - open\n"
        "- on skills\n  - digital\n- on money:\n  - more"
    )
    assert [(text, lead) for text, _path, lead in lines_of(source)[1:]] == [
        ("on labels:", "Agreed:"),
        ("clear", "on labels:"),
        ("open", "on labels:"),
        ("on skills", "Agreed:"),
        ("digital", "Agreed:"),
        ("on money:", "Agreed:"),
        ("more", "on money:"),
    ]


def test_a_heading_ends_the_reach_of_a_lead_in() -> None:
    """A list under a new heading is not led in by what stood above the heading."""
    source = "Agreed:\n\n- one\n\n## Next\n\n- two"
    assert lines_of(source)[-1] == ("two", ("Next",), "")


def test_table_rows_have_a_lead_in_too() -> None:
    """A table below a line with a colon is introduced by it."""
    source = "Speakers:\n\n| Name | Role |\n|---|---|\n| Jane | chair |"
    assert [lead for *_, lead in lines_of(source)] == ["", "Speakers:", "Speakers:"]


def test_only_the_last_sentence_of_a_paragraph_leads_in() -> None:
    """A long paragraph before a list lends it its last sentence alone."""
    source = "The forum met. It was long. Participants were updated on:\n\n- labels"
    assert lines_of(source)[-1][2] == "Participants were updated on:"


class TestSeed:
    """The real report, whose lists have wrong indents."""

    def test_the_nine_updates_are_one_list_with_their_lead_in(self, seed: Path) -> None:
        """Two wrongly indented updates belong to the same list and lead-in as the other seven."""
        document = read_document(seed, "third-forum.txt")
        updates = [
            line for line in items(document) if line.lead_in == "Participants were updated on:"
        ]
        starts = [document.text[line.block.start :].split()[:3] for line in updates]
        assert [" ".join(words) for words in starts] == [
            "The launch of",
            "The Joint Romanian-Hungarian",
            "The planned establishment",
            "The new European",
            "The European Cluster",
            "Recent changes in",
            "Good practice examples",
            "The renewed focus",
            "The EU Industry",
        ]
        assert {line.block.level for line in updates} == {0}

    def test_the_six_challenges_keep_their_lead_in(self, seed: Path) -> None:
        """The second list of the report is told from the first by its own lead-in."""
        document = read_document(seed, "third-forum.txt")
        wanted = (
            "In the discussions, a number of participants identified common challenges "
            "to cluster policy in Europe:"
        )
        challenges = [line for line in items(document) if line.lead_in == wanted]
        assert len(challenges) == 6

    def test_each_talk_stands_under_its_session(self, seed: Path) -> None:
        """Talks are listed under "Session 1:" and "Session 2 –" alike."""
        document = read_document(seed, "third-forum.txt")
        talks = [
            line.heading_path[-1].split()[:2]
            for line in items(document)
            if line.heading_path[-1].startswith("Session")
        ]
        sessions = [int(words[1].rstrip(":")) for words in talks]
        assert sessions == [1, 1, 1, 1, 2, 3, 4, 4, 4, 4, 5]


def test_a_document_keeps_its_outline() -> None:
    """The headings of a document are read when they are first asked for, and not again."""
    document = parse_document("a.md", b"# A\n\none")
    assert document.outline is document.outline


def columns_of(source: str, name: str) -> dict[str, tuple[str, ...]]:
    """By the words of each row, the names of the columns that it stands under."""
    document = parse_document(name, source.encode())
    return {
        document.text[line.block.start : line.block.end]: line.columns
        for line in document.outline
        if line.block.kind is BlockKind.ROW
    }


def test_a_row_knows_the_names_of_its_columns_and_the_header_has_none() -> None:
    """Each row below a header has its names; a paragraph or another table ends that."""
    source = "| Name | Away |\n|---|---|\n| Ada Quill | x |\n\nSee also.\n\n" + (
        "<table><tr><td>one<td>two<tr><td>three<td>four</table>\n"
    )
    assert columns_of(source, "a.md") == {
        "Name | Away": (),
        "Ada Quill | x": ("Name", "Away"),
        "one | two": (),
        "three | four": (),
    }


def test_a_header_of_two_rows_names_each_column_by_both() -> None:
    """A name over several columns stands before the one below it, and is said once."""
    source = (
        "<table><tr><th rowspan=2>Who<th colspan=2>2021<tr><th>May<th>June"
        "<tr><td>Ada Quill<td><td>x</table>"
    )
    assert columns_of(source, "a.html")["Ada Quill | | x"] == ("Who", "2021 May", "2021 June")


def test_a_table_led_in_by_a_line_keeps_it_in_every_row() -> None:
    """The line above the header leads in the rows below it."""
    source = "Agreed were:\n\n| Task | Owner |\n|---|---|\n| Weirs | Reed |\n| Grebes | Rush |"
    assert {lead_in for _text, _path, lead_in in lines_of(source)[1:]} == {"Agreed were:"}
