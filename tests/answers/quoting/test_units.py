from forumbot.answers.quoting.units import parts_of, sentences_at, sentences_of, units_of
from forumbot.archive.documents import Document, parse_document
from forumbot.search.passages import Passage

REPORT = parse_document(
    "a.md", b"# Zoo\n\nIt opened in May. It closed.\n\n- One koala. Two emus.\n"
)


def passage(start: int, end: int) -> Passage:
    """A stretch of the report."""
    return Passage("a.md", (), None, start, end, REPORT.text[start:end])


def texts(document: Document, spans: list[tuple[int, int]]) -> list[str]:
    """What stands there."""
    return [document.text[start:end] for start, end in spans]


def test_paragraphs_are_cut_into_sentences_and_items_are_whole() -> None:
    """What reaches out of the passage is left out."""
    whole = units_of(REPORT, passage(0, len(REPORT.text)))
    assert texts(REPORT, [(one.start, one.end) for one in whole]) == [
        "Zoo", "It opened in May.", "It closed.", "One koala. Two emus.",
    ]  # fmt: skip
    until = REPORT.text.index("closed")
    assert [one.start for one in units_of(REPORT, passage(0, until))] == [0, 5]


def test_what_a_passage_holds_of_a_sentence_that_was_too_long_for_it_is_in_parts() -> None:
    """A scan without full stops is cut in the middle, and what stands there can be quoted."""
    stretch = "the mayor names Ada Moth, who keeps the moss gardens; "
    text = stretch * 20
    scan = parse_document("a.md", text.encode())
    middle = Passage("a.md", (), None, 100, 700, scan.text[100:700])
    assert units_of(scan, middle) == []
    parts = parts_of(scan, middle)
    assert (parts[0].start, parts[-1].end) == (100, 700)
    assert any(scan.text[one.start : one.end].endswith("moss gardens;") for one in parts)
    assert max(one.end - one.start for one in parts) <= 130
    assert parts_of(REPORT, passage(0, 23)) == units_of(REPORT, passage(0, 23))


def test_sentences_are_those_of_items_too_and_of_no_heading() -> None:
    """A passage that begins or ends within a block has all its sentences."""
    found = sentences_of(REPORT, passage(REPORT.text.index("closed"), len(REPORT.text)))
    assert texts(REPORT, [(one.start, one.end) for one in found]) == [
        "It opened in May.", "It closed.", "One koala.", "Two emus.",
    ]  # fmt: skip


def test_the_sentence_at_a_place_is_found_but_in_a_heading() -> None:
    """A date stands in one sentence, which is quoted for it."""
    place = REPORT.text.index("May")
    assert texts(REPORT, list(sentences_at(REPORT, place))) == ["It opened in May."]
    assert list(sentences_at(REPORT, 0)) == []


def test_a_passage_in_the_middle_has_the_lines_that_it_reaches_into() -> None:
    """Wherever it begins and ends, its lines are those that share a character with it."""
    size = len(REPORT.text)
    for start in range(size):
        for end in range(start + 1, size + 1):
            found = {unit.line for unit in sentences_of(REPORT, passage(start, end))}
            assert found == {
                line
                for line in REPORT.outline[1:]
                if line.block.line_start < end and start < line.block.end
            }
