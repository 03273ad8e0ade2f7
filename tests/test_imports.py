import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("torch", "transformers", "sentence_transformers", "onnx")
FUND = "# Fund\n\nThe wombat fund has 5 million euros.\n"
ZOO = "# Zoo\n\nThe zoo meeting was held in Vienna on 3 May 2018.\n"
GOLDEN = [
    {
        "id": f"q{number}", "question": question, "doc": doc, "answer_substrings": wanted,
        "answerable": bool(wanted),
    }
    for number, (question, doc, wanted) in enumerate((
        ("How many euros has the wombat fund?", "fund.md", ["5 million"]),
        ("Where was the zoo meeting held?", "zoo.md", ["Vienna"]),
        ("Who leads the wombat fund?", "fund.md", []),
        ("Who spoke at the zoo meeting?", "zoo.md", []),
    ))
]  # fmt: skip
SCRIPT = """
import sys
from forumbot import cli
status = cli.run(sys.argv[2:])
assert status == 0, status
print(sorted(name for name in sys.argv[1].split() if name in sys.modules), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two documents with golden questions, and its settings, which name no model."""
    folder = tmp_path_factory.mktemp("imports")
    (folder / "knowledge").mkdir()
    (folder / "knowledge" / "fund.md").write_text(FUND, encoding="utf-8")
    (folder / "knowledge" / "zoo.md").write_text(ZOO, encoding="utf-8")
    lines = [json.dumps(entry) for entry in GOLDEN]
    (folder / "knowledge" / "golden.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "forumbot.yaml").write_text(
        "sample_questions: ['Where is the zoo?']", encoding="utf-8"
    )
    assert loaded(folder, HEAVY, "index", "build") == []
    return folder


def loaded(folder: Path, names: tuple[str, ...], *arguments: str) -> list[str]:
    """Which of these packages a command has imported when it is done."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, " ".join(names), *arguments], cwd=folder, text=True,
        env=os.environ, stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [name for name in names if f"'{name}'" in done.stderr.splitlines()[-1]]


@pytest.mark.parametrize(
    "arguments",
    [
        ("index", "build"),
        ("ask", "How many euros has the wombat fund?"),
        ("search", "wombat fund"),
        ("chat",),
        ("doctor",),
        ("eval",),
    ],
    ids=lambda arguments: " ".join(arguments[:1]),
)
def test_the_model_that_ships_needs_no_pytorch(folder: Path, arguments: tuple[str, ...]) -> None:
    """What takes seconds to import is left alone; the bot is looked at in bot/test_process.py."""
    assert loaded(folder, HEAVY, *arguments) == []
