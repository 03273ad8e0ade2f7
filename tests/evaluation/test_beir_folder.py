import json
from pathlib import Path

import pytest

from forumbot.errors import EvaluationError
from forumbot.evaluation.beir_folder import read_beir


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """A BEIR folder of two documents, two queries and one judgement each."""
    unanswerable = {"answerable": False, "scope": "near"}
    write(
        tmp_path / "corpus.jsonl",
        {"_id": "d1", "title": "One", "text": "first"},
        {"_id": 2, "text": "second"},
    )
    write(
        tmp_path / "queries.jsonl",
        {"_id": "q1", "text": "first?"},
        {"_id": "q2", "text": "none?", "metadata": unanswerable},
    )
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\t2\t0\n", encoding="utf-8"
    )
    return tmp_path


def write(path: Path, *records: object) -> Path:
    """Write records as JSON lines."""
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path


def test_a_beir_folder_is_read(beir: Path) -> None:
    """Ids may be numbers, titles may lack, and judgements of 0 are no relevant documents."""
    entries, queries = read_beir(beir)
    assert [(e.doc_id, e.title, e.text) for e in entries] == [
        ("d1", "One", "first"),
        ("2", "", "second"),
    ]
    assert [(q.query_id, q.relevant, q.answerable, q.scope) for q in queries] == [
        ("q1", {"d1": 2}, None, None),
        ("q2", {}, False, "near"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("corpus.jsonl", "{oops\n", r"corpus\.jsonl:1: is not JSON"),
        ("corpus.jsonl", "", r"is empty"),
        ("corpus.jsonl", '{"title": "no text"}\n', r"corpus\.jsonl:1: 'text' should be a text"),
        ("corpus.jsonl", '{"text": "no id"}\n', r"corpus\.jsonl:1: has no '_id'"),
        ("corpus.jsonl", '{"_id": "", "text": "no id"}\n', r"corpus\.jsonl:1: has no '_id'"),
        (
            "corpus.jsonl",
            '{"_id": "d1", "text": "a"}\n{"_id": "d1", "text": "b"}\n',
            r"corpus\.jsonl:2: _id 'd1' stands here again",
        ),
        ("corpus.jsonl", '{"_id": true, "text": "a"}\n', r"corpus\.jsonl:1: has no '_id'"),
        (
            "queries.jsonl",
            '{"_id": 1, "text": "a"}\n{"_id": "1", "text": "b"}\n',
            r"queries\.jsonl:2: _id '1' stands here again",
        ),
        ("queries.jsonl", "", r"is empty"),
        ("queries.jsonl", '{"_id": "q1"}\n', r"queries\.jsonl:1: has no 'text'"),
        ("qrels/test.tsv", "q1\td1\t1\nq1\td1\t²\n", r"test\.tsv:2: .*is expected"),
        ("qrels/test.tsv", "q1\td1\t1\nq1\td1\t--5\n", r"test\.tsv:2: .*is expected"),
        ("qrels/test.tsv", "q1\td1\t1\nq1\td1\t9999999\n", r"test\.tsv:2: .*is expected"),
        ("qrels/test.tsv", "q1\td1\t1\nq1 d1 1\n", r"test\.tsv:2: .*is expected"),
        ("qrels/test.tsv", "head\nq1\td1\tmuch\n", r"test\.tsv:2: .*is expected"),
    ],
)
def test_a_broken_beir_folder_is_refused(beir: Path, name: str, content: str, problem: str) -> None:
    """Every file is checked, and the message says which one is off."""
    (beir / name).write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match=problem):
        read_beir(beir)


@pytest.mark.parametrize(
    ("name", "problem"),
    [("corpus.jsonl", "cannot be read"), ("queries.jsonl", "cannot be read"),
     ("qrels/test.tsv", r"holds no \.tsv file")],
)  # fmt: skip
def test_an_incomplete_beir_folder_is_refused(beir: Path, name: str, problem: str) -> None:
    """A missing part is named."""
    (beir / name).unlink()
    with pytest.raises(EvaluationError, match=problem):
        read_beir(beir)


def test_judgements_of_the_test_split_come_first(beir: Path) -> None:
    """Of several files ``test.tsv`` is taken, and without it the first one; a header may lack."""
    (beir / "qrels" / "dev.tsv").write_text("q2\td1\t1\n", encoding="utf-8")
    assert [query.relevant for query in read_beir(beir)[1]] == [{"d1": 2}, {}]
    (beir / "qrels" / "test.tsv").unlink()
    assert [query.relevant for query in read_beir(beir)[1]] == [{}, {"d1": 1}]
