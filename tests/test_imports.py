import json
import os
import subprocess
import sys
from pathlib import Path

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
COMMANDS = (
    ("index", "build"),
    ("ask", "How many euros has the wombat fund?"),
    ("search", "wombat fund"),
    ("chat",),
    ("doctor",),
    ("eval",),
)
SCRIPT = """
import json, sys
from forumbot import cli
for arguments in json.loads(sys.argv[2]):
    status = cli.run(arguments)
    assert status == 0, (arguments, status)
    found = [name for name in json.loads(sys.argv[1]) if name in sys.modules]
    assert not found, (arguments, found)
"""


def test_the_model_that_ships_needs_no_pytorch(tmp_path: Path) -> None:
    """No command imports what takes seconds; the bot is looked at in bot/test_process.py."""
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "fund.md").write_text(FUND, encoding="utf-8")
    (tmp_path / "knowledge" / "zoo.md").write_text(ZOO, encoding="utf-8")
    lines = [json.dumps(entry) for entry in GOLDEN]
    (tmp_path / "knowledge" / "golden.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "forumbot.yaml").write_text("sample_questions: ['Where is the zoo?']", "utf-8")
    # Stale time zones of the system would be told by `doctor`.
    env = {**os.environ, "PYTHONTZPATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(HEAVY), json.dumps(COMMANDS)], cwd=tmp_path,
        env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
