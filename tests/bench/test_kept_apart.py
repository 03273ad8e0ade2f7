import gzip
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.kept_apart import main
from forumbot.archive.documents import read_archive
from forumbot.evaluation.golden import read_golden


def row(**given: Any) -> dict[str, Any]:
    """A row as the training set has them."""
    known = {
        "group": "a/minutes.pdf", "title": "Minutes of the board", "section": None, "lang": "en",
        "context": "The fee is 20 euros.", "question": "What is the fee?", "answer": "20 euros",
        "type": "amount", "split": "dev",
    }  # fmt: skip
    return {**known, **given}


def test_passages_become_documents_and_rows_kept_apart_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each passage stands once under its heading; what others were trained on is not asked."""
    rows = [
        row(),
        row(question="Who paid it?", answer=None),
        row(section="Votes", context="For | 9\nAgainst | 1", question="How many?", answer="9"),
        row(group="site", title="Report", split="train"),
        row(group="site", title="Slides", split="train", context="No fee."),
        row(group="seed", split="knowledge"),
    ]
    path = tmp_path / "rows.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(one) + "\n" for one in rows)
    monkeypatch.setattr(sys, "argv", ["kept_apart.py", str(path), str(tmp_path / "made")])
    main()
    asked = read_golden(tmp_path / "made" / "questions.jsonl")
    assert [(one.question, one.answerable) for one in asked] == [
        ("What is the fee?", True), ("Who paid it?", False), ("How many?", True)
    ]  # fmt: skip
    made = {one.doc_id: one for one in read_archive(tmp_path / "made" / "knowledge").documents}
    assert set(made) == {"a-minutes-pdf.md", "site-report.md", "site-slides.md"}
    minutes = made["a-minutes-pdf.md"]
    assert minutes.title == "Minutes of the board"
    assert minutes.text.count("The fee is 20 euros.") == 1
    assert all(one.is_met_by(minutes.doc_id, minutes.text) for one in asked if one.answerable)
