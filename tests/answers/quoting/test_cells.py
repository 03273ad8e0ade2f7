import re

import pytest

from forumbot.answers.quoting.cells import Found, cells_asked
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import Document, parse_document
from forumbot.archive.rows import named_tables
from forumbot.asking.question import read_question
from forumbot.config import PassagesConfig
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import context, cut

MINUTES = """\
# Minutes of the Agate round

| Name | Present | Excused |
|---|---|---|
| Ada Quill |  | x |
| Bo Reed | x |  |
| Cy Fenn |  | x |

## Budget

| Year | Rewetting | Monitoring |
|---|---|---|
| 2022 | 31 000 | 7 000 |
| 2023 | 40 000 | 8 000 |

## Measures

| Theme | Measure | State |
|---|---|---|
| Rivers | Plant willows on banks | done |
| Rivers | Remove two weirs | open |
| Lakes | Count grebes | open |
| Lakes | Ban lead weights | done |
"""


SUMS = """\
# Attendance and fees of the Agate board

| Member | 12 January | 4 May |
|---|---|---|
| Ada Quill | x | x |
| Bo Reed | x | |
| Cy Fenn | | x |
| Apologies | Cy Fenn | Bo Reed |

## Fees

| Kind of member | Firms | Fee (euro) |
|---|---|---|
| Small | 112 | 150 |
| Large | 9 | 2 400 |
| All | 121 | |
"""


def asked(question: str, source: str = MINUTES) -> tuple[Document, Found | None]:
    """What the first table that answers gives."""
    document = parse_document("minutes.md", source.encode())
    passages = cut(
        document, lambda text: [found.start() for found in re.finditer(r"\S+", text)],
        PassagesConfig(200, 0),
    )  # fmt: skip
    texts = [LexicalText(context(document, passage), "en") for passage in passages]
    terms = QuestionTerms.of(read_question(question), LexicalIndex.build(texts))
    tables = named_tables(document.text, document.outline)
    answers = (cells_asked(document, table, terms) for table in tables)
    return document, next((found for found in answers if found is not None), None)


@pytest.mark.parametrize(
    ("question", "label", "quotes"),
    [
        ("Who was excused?", "Excused", ["Ada Quill", "Cy Fenn"]),
        ("Who attended the Agate round?", "Present", ["Bo Reed"]),
        ("Wer hat teilgenommen?", "Present", ["Bo Reed"]),
        ("Qui était absent ?", "Excused", ["Ada Quill", "Cy Fenn"]),
        ("Wie was afwezig?", "Excused", ["Ada Quill", "Cy Fenn"]),
        ("How much went to rewetting in 2023?", "2023 · Rewetting", ["2023 | 40 000"]),
        ("What was the monitoring budget of 2022?", "2022 · Monitoring", ["2022 | 31 000 | 7 000"]),
        ("Which measures are there on rivers?", "Rivers · Measure",
         ["Plant willows on banks", "Remove two weirs"]),
        ("What is the state of the measure ban lead weights?", "Ban lead weights · State",
         ["Ban lead weights | done"]),
        ("Which of the measures are done?", "done · Measure",
         ["Plant willows on banks", "Ban lead weights"]),
        ("Was Ada Quill excused?", "", ["Ada Quill | | x"]),
    ],
)  # fmt: skip
def test_the_cells_that_a_question_names_are_quoted(
    question: str, label: str, quotes: list[str]
) -> None:
    """A mark, the place where row and column meet, or a value leads to what it is asked for."""
    document, found = asked(question)
    assert found is not None
    assert [document.text[one.start : one.end] for one in found.excerpts] == quotes
    assert {one.label for one in found.excerpts} == {label}


@pytest.mark.parametrize(
    "question",
    [
        "Who brought the cake?",
        "Was Dora Moss excused?",
        "How much went to rewetting in 2024?",
        "Who was excused from paying the fee of the boat?",
    ],
)
def test_what_no_cell_says_is_not_taken_from_one(question: str) -> None:
    """A name, a year or a subject that the table lacks is not answered from its other cells."""
    assert asked(question)[1] is None


def test_a_row_is_quoted_under_the_names_of_its_columns() -> None:
    """A whole row has all names as its header, a cell the name of its column."""
    for question, header in [
        ("Was Ada Quill excused?", "Name | Present | Excused"),
        ("Who was excused?", "Name"),
        ("How much went to rewetting in 2023?", "Rewetting"),
    ]:
        found = asked(question)[1]
        assert found is not None
        assert {one.header for one in found.excerpts} == {header}


def test_a_word_beside_row_and_column_leaves_their_cell_certain() -> None:
    """One word that the table lacks does not keep the cell from answering; several do."""
    for question, is_all in [
        ("How much was spent on rewetting in 2023?", True),
        ("How much was rewetting in 2023?", True),
        ("How much was rashly spent on rewetting in 2023?", False),
        ("How much went to winter rewetting in 2023?", False),
    ]:
        found = asked(question)[1]
        assert found is not None
        assert found.is_all is is_all


def test_many_cells_are_quoted_as_far_as_there_is_room() -> None:
    """The last quote counts the cells that are left out."""
    names = [f"Ada {'Quill ' * 12}{chr(65 + place)}" for place in range(26)]
    rows = "".join(f"| {name} | x |\n" for name in names)
    document, found = asked(
        "Who was excused?", f"| Name | Excused |\n|---|---|\n{rows}| Bo Reed | |\n"
    )
    assert found is not None
    assert sum(one.end - one.start for one in found.excerpts) <= 1_500
    assert found.excerpts[-1].left_out == 26 - len(found.excerpts) > 0
    assert "Bo Reed" not in {document.text[one.start : one.end] for one in found.excerpts}


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("Who attended the Agate board on 12 January?", ["Ada Quill", "Bo Reed"]),
        ("Who sent apologies to the Agate board on 4 May?", ["Apologies | Cy Fenn | Bo Reed"]),
        ("How many firms are members in all?", ["All | 121"]),
        ("How many firms are small members?", ["Small | 112"]),
    ],
)
def test_rows_that_sum_up_the_others_answer_where_they_are_asked_for(
    question: str, quotes: list[str]
) -> None:
    """Totals and apologies are on no one thing, and hinder no column of marks from being one."""
    document, found = asked(question, SUMS)
    assert found is not None
    assert [document.text[one.start : one.end] for one in found.excerpts] == quotes


def test_marks_below_a_day_do_not_say_who_was_absent() -> None:
    """Nor does the table where no row tells it."""
    assert (
        asked("Who was absent from the Agate board on 4 May?", SUMS.replace("Apologies", "Host"))[1]
        is None
    )


MACHINES = """\
# Machines of the Agate hall

| Machine | Maker | Keeper | Room |
|---|---|---|---|
| A: Loom | Vesna | Ada Quill | B14 |
| B: Kiln | Thermo | Bo Reed | B15 |
| C: Big lathe | Trolec | Ada Quill | B14 |
"""


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Who made the loom?", "Loom | Vesna"),
        ("Who keeps the kiln?", "Kiln | Thermo | Bo Reed"),
        ("Which room is the big lathe in?", "C: Big lathe | Trolec | Ada Quill | B14"),
    ],
)
def test_a_column_is_named_by_who_does_what_is_asked(question: str, quote: str) -> None:
    """ "Maker" by "made", in English; the letter of a row need not be said."""
    document, found = asked(question, MACHINES)
    assert found is not None
    (shown,) = found.excerpts
    assert document.text[shown.start : shown.end].endswith(quote)


def test_a_deed_that_no_column_is_called_by_names_none() -> None:
    """Whoever broke the loom is not its maker."""
    assert asked("Who broke the loom?", MACHINES)[1] is None


def test_nobody_is_a_number() -> None:
    """Where a column that sounds like the deed holds sums, the row says who it is."""
    plots = (
        "# Plots\n\n| Plot | Tenant | Yearly rent |\n|---|---|---|\n"
        "| North 1 | Ada Quill | 92 |\n| North 2 | Bo Reed | 77 |\n"
    )
    document, found = asked("Who rents North 2?", plots)
    assert found is not None
    (excerpt,) = found.excerpts
    assert document.text[excerpt.start : excerpt.end] == "North 2 | Bo Reed | 77"
    assert (excerpt.answer, excerpt.header) == (None, "Plot | Tenant | Yearly rent")
    _document, paid = asked("What is the yearly rent of North 2?", plots)
    assert paid is not None
    assert paid.excerpts[0].label == "North 2 · Yearly rent"
