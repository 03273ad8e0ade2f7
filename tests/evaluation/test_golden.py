import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.errors import EvaluationError
from forumbot.evaluation.golden import (
    GoldenQuestion,
    check_golden,
    levelled,
    read_golden,
)


def golden(doc: str | None = "report.md", *wanted: str) -> GoldenQuestion:
    """A golden question on a document with wanted strings."""
    return GoldenQuestion("q", "What?", doc, wanted, doc is not None, "en", None)


def write(path: Path, *records: object) -> Path:
    """Write records as JSON lines."""
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Budget", "the  budget"),
        ("‘Connecting ecosystems’", '"Connecting ecosystems"'),
        ("«Bridge»", "„Bridge“"),
        ("14–16 May", "14-16 May"),
        ("14−16 May", "14—16 May"),
        ("ﬁnance №", "finance No"),
        ("a\u00a0b\n\tc", "a b c"),
        ("Straße", "STRASSE"),
        ("Cafe\u0301", "Café"),
    ],
)
def test_spellings_of_the_same_words_are_levelled(one: str, other: str) -> None:
    """NFKC, case, white space, quotation marks and dashes make no difference."""
    assert levelled(one) == levelled(other)


@pytest.mark.parametrize(
    ("one", "other"), [("3.6 million", "36 million"), ("Floch", "Flock"), ("Hervé", "Herve")]
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    """Digits, letters and accents are compared as they are."""
    assert levelled(one) != levelled(other)


@examples(150)
@given(st.lists(st.text(st.characters(codec="ascii"), min_size=1), max_size=6))
def test_white_space_and_case_never_matter(words: list[str]) -> None:
    """Any amount of white space between words in any case is the same text."""
    assert levelled(" ".join(words)) == levelled(" \n\t ".join(words).swapcase())


def test_a_passage_is_right_where_it_holds_every_wanted_string() -> None:
    """One of two wanted strings is not enough."""
    question = golden("report.md", "14 March", "Brussels")
    assert question.is_held_by("On 14\u00a0march in BRUSSELS")
    assert not question.is_held_by("On 14 March in Bucharest")
    assert question.is_met_by("x/report.md", "Brussels, 14 March")
    assert not question.is_met_by("x/other.md", "Brussels, 14 March")
    assert not question.is_met_by("x/report.md", "Brussels")


@pytest.mark.parametrize(
    ("doc", "doc_id", "same"),
    [
        ("report.md", "reports/report.md", True),
        ("reports/report.md", "reports/report.md", True),
        ("report.md", "reports/other-report.md", False),
        ("pages/report.md", "reports/report.md", False),
        (None, "report.md", False),
    ],
)
def test_a_document_is_named_by_its_path_or_its_file_name(
    doc: str | None, doc_id: str, same: bool
) -> None:
    """``doc`` may be a doc_id or a bare file name."""
    assert golden(doc).is_of(doc_id) is same


def test_golden_questions_are_read_with_their_defaults(tmp_path: Path) -> None:
    """Blank lines are passed over, and a question is answerable and English unless it says so."""
    path = tmp_path / "golden.jsonl"
    path.write_text(
        '\ufeff{"question": "A?", "doc": "a.md", "answer_substrings": ["x"]}\n\n'
        '{"id": "n", "question": "B?", "answerable": false, "lang": "de", "type": "when"}\n',
        encoding="utf-8",
    )
    assert read_golden(path) == [
        GoldenQuestion("1", "A?", "a.md", ("x",), True, "en", None),
        GoldenQuestion("n", "B?", None, (), False, "de", "when"),
    ]


def test_the_kind_of_an_unanswerable_question_is_read(tmp_path: Path) -> None:
    """Beside its type, which says what it asks for."""
    record = {"question": "A?", "answerable": False, "type": "who", "kind": "near-miss"}
    [question] = read_golden(write(tmp_path / "golden.jsonl", record))
    assert (question.type, question.kind) == ("who", "near-miss")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[1]", "is not a JSON object"),
        ("{}", "'question' should be a text"),
        ('{"question": "  ", "answerable": false}', "'question' should be a text"),
        ('{"question": "A?", "answer_substrings": "x"}', "should be a list of texts"),
        ('{"question": "A?", "answer_substrings": [1]}', "should be a list of texts"),
        (
            '{"question": "A?", "doc": "a.md", "answer_substrings": ["x", " "]}',
            "none of them blank",
        ),
        ('{"question": "A?", "answerable": "no"}', "should be true or false"),
        ('{"question": "A?", "doc": "a.md"}', "needs 'doc' and 'answer_substrings'"),
        ('{"question": "A?", "doc": "", "answer_substrings": ["x"]}', "needs 'doc'"),
        ('{"question": "A?", "answer_substrings": ["x"]}', "needs 'doc' and 'answer_substrings'"),
    ],
)
def test_a_bad_golden_line_is_named(tmp_path: Path, line: str, problem: str) -> None:
    """The message gives the file, the line and what should stand there."""
    path = tmp_path / "golden.jsonl"
    good = '{"question": "A?", "answerable": false}'
    path.write_text(f"{good}\n{line}\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=problem) as caught:
        read_golden(path)
    assert str(caught.value).startswith(f"{path}:2: ")


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_a_file_without_golden_questions_is_refused(tmp_path: Path, text: str) -> None:
    """It says so, and where to read how some are written."""
    path = tmp_path / "golden.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"golden\.jsonl: holds no questions.*evaluation\.md"):
        read_golden(path)


def test_null_stands_for_what_a_golden_question_leaves_out(tmp_path: Path) -> None:
    """Programs write every field; an empty document is none either."""
    record = {"id": None, "question": "A?", "doc": "", "answerable": False, "lang": None,
              "type": None, "kind": None}  # fmt: skip
    assert read_golden(write(tmp_path / "golden.jsonl", record)) == [
        GoldenQuestion("1", "A?", None, (), False, "en", None)
    ]


def test_true_golden_questions_have_no_problem(tmp_path: Path) -> None:
    """Compared as right passages are; a document may be named by its path or its file name."""
    path = write(
        tmp_path / "golden.jsonl",
        {"question": "A?", "doc": "x/a.md", "answer_substrings": ["14-16 may", "Brussels"]},
        {"question": "B?", "doc": "a.md", "answer_substrings": ["'Bridge'"]},
        {"question": "C?", "answerable": False},
        {"question": "D?", "answerable": False, "doc": "a.md"},
    )
    texts = {"x/a.md": "On 14–16\u00a0May in Brussels: „Bridge“.", "b.md": "other"}
    assert check_golden(path, texts) == (4, [])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "is not JSON; one object a line is expected"),
        ('{"question": "?!", "answerable": false}', "the question is empty"),
        ('{"id": "first", "question": "B?", "answerable": false}',
         "the id 'first' stands in line 1 already"),
        ('{"question": "B?", "doc": "c.md", "answer_substrings": ["x"]}',
         "'c.md' is not in the archive"),
        ('{"question": "B?", "doc": "c.md", "answerable": false}', "'c.md' is not in the archive"),
        ('{"question": "B?", "doc": "a.md", "answer_substrings": ["wombat", "zebra"]}',
         "a.md does not hold 'zebra'"),
    ],
)  # fmt: skip
def test_an_untrue_golden_question_is_named_with_its_line(
    tmp_path: Path, line: str, problem: str
) -> None:
    """Whatever is wrong with one, the others are looked at."""
    path = tmp_path / "golden.jsonl"
    first = '{"id": "first", "question": "A?", "answerable": false}'
    last = '{"id": "last", "question": "C?", "answerable": false}'
    path.write_text(f"{first}\n{line}\n\n{last}\n", encoding="utf-8")
    usable, [(number, reason)] = check_golden(path, {"a.md": "A wombat."})
    assert (usable, number) == (2, 2)
    assert reason.startswith(problem)


def test_golden_questions_that_cannot_be_read_are_one_problem(tmp_path: Path) -> None:
    """Of no line."""
    path = tmp_path / "golden.jsonl"
    path.write_bytes("Où".encode("latin-1"))
    assert check_golden(path, {}) == (0, [(0, "is not UTF-8; save it as UTF-8")])
