import gzip
import json
from pathlib import Path

import pytest

from bench.leakage import apart, report, share, unseen

TEXT = "The fourth forum will take place in Brussels on the fourteenth of March, say all present."
ASKED = "On which day of March did the fourth forum take place in Brussels?"
OTHER = "Nine people from seven towns spoke of labels, of skills and of money for small firms."


@pytest.fixture
def seen(tmp_path: Path) -> set[int]:
    """The runs of a report and of a question that are kept apart."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "report.md").write_text(TEXT, encoding="utf-8")
    asked = tmp_path / "asked.jsonl"
    asked.write_text(json.dumps({"question": ASKED}), encoding="utf-8")
    return apart([documents, asked])


def test_a_copy_is_found_and_a_new_text_is_not(seen: set[int]) -> None:
    """A copy shares all its runs, in whatever case and punctuation; seven words are no run."""
    assert share(TEXT.upper().replace(",", " –"), seen) == 1
    assert share(OTHER, seen) == share("the fourth forum will take place in", seen) == 0


def test_what_is_trained_on_is_counted_and_can_be_left_out(
    seen: set[int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows with a copied passage or question are told, those of other splits do not count."""
    rows = [
        {"question": "Who spoke?", "context": OTHER, "split": "train"},
        {"question": "When is it?", "context": TEXT, "split": "train"},
        {"question": ASKED, "context": OTHER, "split": "train"},
        {"question": ASKED, "context": TEXT, "split": "dev"},
    ]
    with gzip.open(tmp_path / "indomain.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(row)}\n" for row in rows)
    assert report(tmp_path, seen) == 2
    assert "3 rows; 1 with a passage" in capsys.readouterr().out
    assert list(unseen(rows, seen)) == rows[:1]
