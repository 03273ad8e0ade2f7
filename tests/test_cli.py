import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import pytest

from forumbot.app import App
from forumbot.cli import cli, run
from forumbot.cli.output import now_and_then

COMMANDS = (
    "ask", "chat", "check", "doctor", "documents", "eval", "events", "index", "outcomes",
    "remind", "search",
)  # fmt: skip
SHIPPED = Path(__file__).resolve().parents[1] / "knowledge"
INDEX_COMMANDS = ("build", "export", "rollback", "status")
READING = (
    "index build", "index status", "index rollback", "index export", "check", "ask", "search",
    "outcomes", "documents", "events", "remind preview", "eval", "chat", "doctor",
)  # fmt: skip
HEAVY = (
    "torch", "numpy", "faiss", "rich", "sentence_transformers", "bm25s", "prompt_toolkit", "babel",
    "icalendar", "dateutil",
)  # fmt: skip

FIRST = """\
---
title: First forum
kind: report
edition: 1
held_on: 2018-02-01
url: https://example.org/first
themes: [labelling]
---
# First forum

Ten representatives met in Vienna. The budget of the wombat fund is 5 million euros.

## Outcomes

- Labels stay as they are
- Skills need training
"""
SECOND = """\
---
title: Second forum
kind: report
edition: 2
held_on: 2018-11-15
---
# Second forum

Jane Doe spoke on mobility.

## Outcomes

- Mobility is welcome
"""
EVENTS = """\
events:
  - {id: old, title: Old meeting, kind: meeting, starts: 2018-03-01, timezone: Europe/Vienna}
  - id: next
    title: Third forum
    kind: forum
    starts: 2019-03-14
    timezone: Europe/Brussels
    place: Brussels
    url: https://example.org/third
    source: reports/first.md
"""
GOLDEN = (
    {"id": "g1", "question": "What is the budget of the wombat fund?", "doc": "first.md",
     "answer_substrings": ["5 million"], "answerable": True},
    {"id": "g2", "question": "What was decided about hydrogen?", "answerable": False},
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on stdout."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Place:
    """A knowledge folder and an index."""

    knowledge: Path
    index: Path

    def options(self) -> tuple[str, ...]:
        """The options that name both."""
        return "--knowledge", str(self.knowledge), "--index", str(self.index)


class Forumbot:
    """Runs commands in this process and catches what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Result:
        self._capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        caught = self._capsys.readouterr()
        return Result(status, caught.out, caught.err)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run away from the repository's own configuration."""
    folder = tmp_path / "cwd"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("FORUMBOT_CONFIG", raising=False)


@pytest.fixture
def forumbot(capsys: pytest.CaptureFixture[str]) -> Forumbot:
    """The command line, called in this process."""
    return Forumbot(capsys)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Two reports and two events, indexed; tests leave them as they are."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "knowledge" / "reports").mkdir(parents=True)
    (folder / "knowledge" / "reports" / "first.md").write_text(FIRST, encoding="utf-8")
    (folder / "knowledge" / "reports" / "second.md").write_text(SECOND, encoding="utf-8")
    (folder / "knowledge" / "events.yaml").write_text(EVENTS, encoding="utf-8")
    found = Place(folder / "knowledge", folder / "index")
    assert run(["index", "build", *found.options()]) == 0
    return found


@pytest.fixture
def seed_place(seed: Path, seed_index: Path) -> Place:
    """The real report of the third forum, indexed."""
    return Place(seed, seed_index)


@pytest.fixture
def shipped_place(shipped_index: Path) -> Place:
    """The archive that ships, indexed."""
    return Place(SHIPPED, shipped_index)


def one_line(err: str) -> str:
    """The one line of an error, which is no traceback."""
    assert "Traceback" not in err
    lines = err.splitlines()
    assert len(lines) == 1, err
    assert lines[0].startswith("forumbot: ")
    assert "unexpected" not in lines[0], err
    return lines[0]


def json_lines(path: Path, *records: object) -> Path:
    """Write records as JSON lines."""
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return path


def walk(group: click.Group, *path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command of the tree with its words."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from walk(command, *path, name)
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield " ".join((*path, name)), command


def spawn(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "forumbot", *map(str, arguments)]
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120
    )


def test_help_lists_every_command_of_the_contract(forumbot: Forumbot) -> None:
    """Each command is there with a sentence on what it does."""
    for arguments, names in ((["--help"], COMMANDS), (["index", "-h"], INDEX_COMMANDS)):
        result = forumbot(*arguments)
        assert result.status == 0
        for name in names:
            assert re.search(rf"^  {name} +[A-Z]\w+", result.out, re.MULTILINE), name


@pytest.mark.parametrize("words", READING)
def test_every_command_has_help_and_the_options_that_all_share(
    forumbot: Forumbot, words: str
) -> None:
    """``--knowledge``, ``--index``, ``--config`` and ``--json`` are documented everywhere."""
    result = forumbot(*words.split(), "--help")
    assert result.status == 0
    assert result.err == ""
    for option in ("--knowledge DIR", "--index DIR", "--config FILE", "--json"):
        assert option in result.out


def test_no_command_is_without_a_description() -> None:
    """The tree holds at least the commands of the contract, each with a docstring."""
    found = dict(walk(cli))
    assert set(READING) <= found.keys()
    assert all(command.help for command in found.values())


def test_every_option_says_what_it_does() -> None:
    """No option is without its help."""
    for words, command in walk(cli):
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{words} {option.name}"


@pytest.mark.parametrize("arguments", [[], ["index"]])
def test_a_call_without_a_command_shows_what_there_is(
    forumbot: Forumbot, arguments: list[str]
) -> None:
    """The help goes to stderr, with the status of misuse."""
    result = forumbot(*arguments)
    assert (result.status, result.out) == (2, "")
    assert "Usage: forumbot" in result.err
    assert "--help" in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("index build", ["--strict"]),
        ("index rollback", ["[GENERATION]"]),
        ("ask", ["--batch FILE", "[QUESTION]"]),
        ("search", ["--top-k", "QUESTION"]),
        ("outcomes", ["--document DOC_ID", "[TOPIC]"]),
        ("documents", ["--kind KIND"]),
        ("events", ["--all", "--now ISO", "--ics FILE"]),
        ("remind preview", ["--now ISO", "--days"]),
        (
            "eval",
            ["--run FILE", "--against GENERATION", "--plot FILE", "--worst N", "--now", "PATH"],
        ),
    ],
)
def test_options_of_the_contract_are_documented(
    forumbot: Forumbot, words: str, options: list[str]
) -> None:
    """Each option stands in the help of its command."""
    out = forumbot(*words.split(), "--help").out
    assert all(option in out for option in options)


def test_help_and_version_import_nothing_heavy() -> None:
    """``--help`` answers at once because no large library is loaded for it."""
    code = (
        "import sys; from forumbot.cli import run; run(['--help']); run(['--version']);"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert done.stderr == ""


def test_the_module_is_the_command() -> None:
    """``python -m forumbot`` passes on the exit status, and errors go to stderr."""
    done = spawn("index", "status", "--index", "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert "forumbot index build" in one_line(done.stderr)


def test_a_closed_output_is_no_fault() -> None:
    """As with ``>&-``: what is shown goes nowhere."""
    command = f"{shlex.quote(sys.executable)} -m forumbot events --help >&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_pipe_that_closes_early_ends_quietly(place: Place) -> None:
    """``forumbot index export | head -0`` says nothing on stderr."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "forumbot", "index", "export", *place.options()]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(writing)
    assert done.stderr == b""


def test_build_reports_each_document(forumbot: Forumbot, tmp_path: Path, place: Place) -> None:
    """The JSON names generation, documents, refusals and what is no document; a second build embeds
    nothing anew.
    """
    options = ["--knowledge", place.knowledge, "--index", tmp_path / "index", "--json"]
    first = forumbot("index", "build", *options)
    assert (first.status, first.err) == (0, "")
    assert list(first.json) == ["generation", "documents", "refused", "passed_over"]
    assert [list(record) for record in first.json["documents"]] == [
        [
            "doc_id", "passages", "reused", "warnings", "parsed", "pages", "words", "language",
            "title", "held_on", "published_on", "guessed", "correction", "within",
        ]
    ] * 2  # fmt: skip
    assert [record["doc_id"] for record in first.json["documents"]] == [
        "reports/first.md",
        "reports/second.md",
    ]
    assert not any(record["reused"] for record in first.json["documents"])
    assert all(record["parsed"] for record in first.json["documents"])
    again = forumbot("index", "build", *options).json
    assert all(record["reused"] for record in again["documents"])
    assert not any(record["parsed"] for record in again["documents"])
    assert again["generation"] != first.json["generation"]


def test_a_refused_document_is_listed_with_status_3(forumbot: Forumbot, tmp_path: Path) -> None:
    """The others are indexed, answered from, and counted."""
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    (knowledge / "good.md").write_text(FIRST, encoding="utf-8")
    (knowledge / "broken.md").write_text("---\ntitle: [\n---\nText.\n", encoding="utf-8")
    place = Place(knowledge, tmp_path / "index")
    built = forumbot("index", "build", *place.options(), "--json")
    assert built.status == 3
    [refused] = built.json["refused"]
    assert list(refused) == ["doc_id", "reason"]
    assert refused["doc_id"] == "broken.md"
    assert "line" in refused["reason"]
    shown = forumbot("index", "build", *place.options())
    assert shown.status == 3
    assert "refused broken.md: front matter" in shown.out
    checked = forumbot("check", *place.options(), "--json")
    assert checked.status == 3
    assert [record["doc_id"] for record in checked.json["refused"]] == ["broken.md"]
    assert forumbot("search", "wombat fund", *place.options()).status == 0


def test_the_report_shows_what_is_known_guessed_and_wrong(
    forumbot: Forumbot, tmp_path: Path
) -> None:
    """A build and a check print a line a document, guesses marked, then warnings and refusals."""
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    (knowledge / "good.md").write_text(FIRST, encoding="utf-8")
    for name in ("again.txt", "copy.txt"):
        text = "They spoke of many things, and agreed on few. " * 20
        (knowledge / name).write_text(text, encoding="utf-8")
    (knowledge / "empty.pdf").write_bytes(b"")
    (knowledge / "short.txt").write_text("Held on 5 March 2018.", encoding="utf-8")
    (knowledge / "two\nlines.txt").write_text("Held on 5 March 2018.", encoding="utf-8")
    place = Place(knowledge, tmp_path / "index")
    shown = [forumbot(*words, *place.options()) for words in (["check"], ["index", "build"])]
    assert not (tmp_path / "index" / "extracted").is_file()
    for result in shown:
        assert result.status == 3
        assert "two\\nlines.txt: very short" in result.out
        assert re.search(r"^short\.txt .* 5 .*\? .*2018-03-05\?", result.out, re.MULTILINE)
        assert "short.txt: very short (5 words)" in result.out
        assert "copy.txt: the same text as again.txt" in result.out
        assert "refused empty.pdf: is empty" in result.out
    assert re.search(r"guessed short\.txt: .*held_on 2018-03-05", shown[0].out)


def test_a_strict_build_publishes_nothing(forumbot: Forumbot, tmp_path: Path) -> None:
    """One refused file fails the build, and there is still no index."""
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    (knowledge / "good.md").write_text(FIRST, encoding="utf-8")
    (knowledge / "bad.bin").write_bytes(b"\x00")
    place = Place(knowledge, tmp_path / "index")
    result = forumbot("index", "build", "--strict", *place.options())
    assert (result.status, result.out) == (1, "")
    assert "bad.bin" in one_line(result.err)
    assert forumbot("index", "status", *place.options()).status == 1


def test_long_work_tells_how_far_it_is_without_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Every half minute with the time that is left, and never of what is short."""
    seconds = iter([0, 1, 20, 31, 40, 61, 100])
    report = now_and_then(lambda: next(seconds))
    for done in (0, 500, 1000, 1300, 2000, 4000):
        report("embedding", done, 4000)
    assert capsys.readouterr().err.splitlines() == [
        "embedding: 1,000 of 4,000, some 2 minutes left",
        "embedding: 2,000 of 4,000, some 1 minute left",
    ]


def test_an_index_within_the_documents_is_refused(forumbot: Forumbot, tmp_path: Path) -> None:
    """Nothing is written there, and the message says what to do."""
    knowledge = tmp_path / "kn"
    knowledge.mkdir()
    (knowledge / "a.md").write_text("# A\n\nThe wombat sleeps.\n", encoding="utf-8")
    for index in (knowledge, knowledge / "index"):
        done = forumbot("index", "build", "--knowledge", knowledge, "--index", index)
        assert done.status == 1
        assert "the index folder lies in the knowledge folder" in done.err
        assert "name one beside it with --index" in done.err
    assert [path.name for path in knowledge.iterdir()] == ["a.md"]


def test_status_says_what_is_live(forumbot: Forumbot, place: Place) -> None:
    """JSON for scripts, a table for people; the age follows ``--now``."""
    status = forumbot("index", "status", *place.options(), "--json").json
    assert status["documents"] == ["reports/first.md", "reports/second.md"]
    assert status["changed"] == status["added"] == status["removed"] == []
    later = forumbot("index", "status", *place.options(), "--now", "2199-01-01", "--json").json
    assert later["age_seconds"] > 10**9
    assert status["generation"] in forumbot("index", "status", *place.options()).out


def test_a_rollback_makes_the_older_generation_live(
    forumbot: Forumbot, tmp_path: Path, place: Place
) -> None:
    """Without a name the one before, with a name that one; an unknown name is misuse."""
    options = ["--knowledge", place.knowledge, "--index", tmp_path / "index"]
    names = [forumbot("index", "build", *options, "--json").json["generation"] for _ in range(2)]
    first, second = sorted(names)
    forumbot("index", "rollback", second, *options)
    assert forumbot("index", "rollback", *options, "--json").json == {"generation": first}
    assert forumbot("index", "status", *options, "--json").json["generation"] == first
    assert forumbot("index", "rollback", second, *options).out == f"Generation {second} is live.\n"
    unknown = forumbot("index", "rollback", "nonsense", *options)
    assert (unknown.status, unknown.out) == (2, "")
    assert second in one_line(unknown.err)
    forumbot("index", "rollback", first, *options)
    oldest = forumbot("index", "rollback", *options)
    assert oldest.status == 1
    assert "no build before the live one" in one_line(oldest.err)


def test_export_prints_every_passage(forumbot: Forumbot, place: Place) -> None:
    """One JSON object a line, as many as the status counts."""
    result = forumbot("index", "export", *place.options())
    records = [json.loads(line) for line in result.out.splitlines()]
    assert {tuple(record) for record in records} == {
        ("doc_id", "section", "page", "start", "end", "text", "header")
    }
    status = forumbot("index", "status", *place.options(), "--json").json
    assert len(records) == status["passages"]
    assert any("wombat fund" in record["text"] for record in records)
    assert all(record["end"] - record["start"] == len(record["text"]) for record in records)


def test_ask_knows_the_day_that_it_is_told(forumbot: Forumbot, place: Place) -> None:
    """What is to come before its day is the last one after it."""
    question = ("ask", "When is the next forum?", *place.options(), "--json")
    before = json.loads(forumbot(*question, "--now", "2019-02-20").out)
    after = json.loads(forumbot(*question, "--now", "2100-01-01").out)
    assert "is on 14 March 2019" in before["remark"]
    assert "was on 14 March 2019" in after["remark"]
    assert after["remark"].endswith("no later one is in the archive.")


def test_ask_answers_with_the_json_of_the_contract(forumbot: Forumbot, place: Place) -> None:
    """Every field is there, and nothing else stands on stdout or stderr."""
    result = forumbot("ask", "What is the budget of the wombat fund?", *place.options(), "--json")
    assert (result.status, result.err) == (0, "")
    answer = result.json
    assert {"question", "understood", "status", "confidence", "text", "citations", "finding",
            "nearest", "hits", "elapsed_ms"} <= answer.keys()  # fmt: skip
    assert answer["id"] is None
    assert answer["status"] == "answered"
    assert answer["finding"] == "answer"
    assert 0 <= answer["confidence"] <= 1
    citation = answer["citations"][0]
    assert {"number", "doc_id", "title", "section", "page", "url", "start", "end",
            "quote"} <= citation.keys()  # fmt: skip
    assert citation["doc_id"] == "reports/first.md"
    assert citation["url"] == "https://example.org/first"
    assert "5 million euros" in citation["quote"]
    assert {"rank", "doc_id", "page", "start", "end", "text", "score"} <= answer["hits"][0].keys()
    [passage] = [
        json.loads(line)
        for line in forumbot("index", "export", *place.options()).out.splitlines()
        if citation["quote"] in json.loads(line)["text"]
    ]
    offset = citation["start"] - passage["start"]
    assert passage["text"][offset:].startswith(citation["quote"])


def test_ask_shows_quote_and_source_to_people(forumbot: Forumbot, place: Place) -> None:
    """The quote comes with its number, its title and its address."""
    out = forumbot("ask", "What is the budget of the wombat fund?", *place.options()).out
    assert "The budget of the wombat fund is 5 million euros." in out
    assert re.search(r"^\[1\] First forum", out, re.MULTILINE)
    assert "https://example.org/first" in " ".join(out.split())


def test_mistyped_words_are_mended_and_shown(forumbot: Forumbot, place: Place) -> None:
    """Scripts find both questions, people read what was understood."""
    question = ("ask", "What is the budgett of the wommbat fund?", *place.options())
    answer = forumbot(*question, "--json").json
    assert (answer["question"], answer["understood"], answer["status"]) == (
        "What is the budgett of the wommbat fund?",
        "What is the budget of the wombat fund?",
        "answered",
    )
    assert forumbot(*question).out.startswith("Read as: What is the budget of the wombat fund?\n")


def test_a_batch_is_answered_one_object_a_line(
    forumbot: Forumbot, place: Place, tmp_path: Path
) -> None:
    """Ids come back in order, the line number where there is none."""
    batch = json_lines(
        tmp_path / "batch.jsonl",
        {"id": "b", "question": "What is the budget of the wombat fund?"},
        {"question": "hydrogen"},
    )
    result = forumbot("ask", "--batch", batch, *place.options(), "--json")
    assert (result.status, result.err) == (0, "")
    answers = [json.loads(line) for line in result.out.splitlines()]
    assert [answer["id"] for answer in answers] == ["b", "2"]
    assert [answer["question"] for answer in answers][1] == "hydrogen"
    shown = forumbot("ask", "--batch", batch, *place.options())
    assert shown.out.startswith("b: What is the budget of the wombat fund?\n")


def test_a_batch_is_read_from_standard_input(
    forumbot: Forumbot, place: Place, tmp_path: Path
) -> None:
    """``--batch -`` answers what is piped in."""
    batch = json_lines(tmp_path / "piped.jsonl", {"id": "x", "question": "Who spoke on mobility?"})
    own = os.dup(0)
    try:
        with batch.open("rb") as file:
            os.dup2(file.fileno(), 0)
            result = forumbot("ask", "--batch", "-", "--json", *place.options())
    finally:
        os.dup2(own, 0)
        os.close(own)
    assert (result.status, result.err) == (0, "")
    assert result.json["id"] == "x"


def test_control_characters_of_a_batch_are_not_printed(
    forumbot: Forumbot, place: Place, tmp_path: Path
) -> None:
    """Neither an id nor a question makes the terminal obey."""
    batch = json_lines(tmp_path / "b.jsonl", {"id": "\x1b[2Ja", "question": "\x1b[2Jbudget"})
    result = forumbot("ask", "--batch", batch, *place.options())
    assert result.status == 0
    assert result.out.startswith("[2Ja: [2Jbudget\n")
    assert "\x1b" not in result.out


def test_a_chat_without_standard_input_answers_the_samples(place: Place) -> None:
    """``forumbot chat <&-`` is no failure."""
    chat = shlex.join([sys.executable, "-m", "forumbot", "chat", *place.options()])
    done = subprocess.run(
        ["/bin/sh", "-c", f"exec {chat} <&-"],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_a_chat_builds_what_is_new_and_nothing_else(
    forumbot: Forumbot, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With ``--build`` documents are listed where one is new; else the chat begins at once."""
    monkeypatch.setattr(sys, "stdin", None)
    knowledge = shutil.copytree(place.knowledge, tmp_path / "knowledge")
    chat = ("chat", "--build", "--knowledge", knowledge, "--index", tmp_path / "index")
    first, second = forumbot(*chat), forumbot(*chat)
    assert "reports/first.md" in first.out
    assert (second.status, second.out) == (0, "")
    (knowledge / "third.md").write_text("# Third\n\nIt is new.\n", encoding="utf-8")
    assert "third.md" in forumbot(*chat).out


def test_run_builds_every_archive_that_the_bot_answers_from(
    forumbot: Forumbot, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could not begin with one that has no index."""
    started: list[App] = []
    indexes = [tmp_path / "first", tmp_path / "second"]

    def two(app: App) -> list[App]:
        return [App(replace(app.settings, index=index), app.clock) for index in indexes]

    def start(app: App) -> int:
        started.append(app)
        return 0

    monkeypatch.setattr(App, "archives", property(two))
    monkeypatch.setattr("forumbot.bot.process.run_bot", start)
    shown = forumbot("run", "--build", "--knowledge", place.knowledge, "--index", tmp_path / "none")
    assert shown.status == 0
    assert shown.out.count(" is live: 2 documents") == 2
    (app,) = started
    assert all(one.service.is_fresh() for one in app.archives)


def test_search_ranks_passages(forumbot: Forumbot, place: Place) -> None:
    """As many hits as asked for, ranks from 1, scores falling."""
    result = forumbot("search", "wombat fund", "--top-k", 2, *place.options(), "--json")
    assert [hit["rank"] for hit in result.json] == [1, 2]
    assert result.json[0]["score"] >= result.json[1]["score"]
    assert "wombat fund" in result.json[0]["text"]
    assert "reports/first.md" in forumbot("search", "wombat fund", *place.options()).out


def test_outcomes_come_oldest_forum_first(forumbot: Forumbot, place: Place) -> None:
    """All, those on a topic, and those of one document."""
    records = forumbot("outcomes", *place.options(), "--json").json
    assert [list(record) for record in records] == [
        ["doc_id", "number", "text", "start", "end", "title", "held_on"]
    ] * 3
    assert [(record["held_on"], record["number"]) for record in records] == [
        ("2018-02-01", 1), ("2018-02-01", 2), ("2018-11-15", 1),
    ]  # fmt: skip
    assert all(date.fromisoformat(record["held_on"]) for record in records)
    on_skills = forumbot("outcomes", "skills", *place.options(), "--json").json
    assert [record["text"] for record in on_skills] == ["Skills need training"]
    of_second = forumbot("outcomes", "--document", "second.md", *place.options(), "--json").json
    assert [record["text"] for record in of_second] == ["Mobility is welcome"]
    assert forumbot("outcomes", "hydrogen", *place.options(), "--json").json == []


def test_documents_are_listed_by_kind(forumbot: Forumbot, seed_place: Place) -> None:
    """``--kind`` chooses; a kind that there is none of is refused with those that there are."""
    records = forumbot("documents", *seed_place.options(), "--json").json
    kind = records[0]["kind"]
    assert {"doc_id", "title", "kind", "held_on", "published_on"} <= set(records[0])
    assert records[0]["title"] in forumbot("documents", *seed_place.options()).out
    assert forumbot("documents", "--kind", kind, *seed_place.options(), "--json").json
    refused = forumbot("documents", "--kind", "poem", *seed_place.options())
    assert (refused.status, kind in refused.err) == (2, True)


def test_the_third_forum_has_exactly_six_outcomes(forumbot: Forumbot, seed_place: Place) -> None:
    """The real report states six, numbered, each at its place."""
    records = forumbot("outcomes", *seed_place.options(), "--json").json
    assert [record["number"] for record in records] == [1, 2, 3, 4, 5, 6]
    assert records[0]["text"].startswith("The work on cluster excellence is heading in the right")
    assert records[3]["text"] == (
        "Cluster partnerships and internationalisation are key for cluster growth"
    )
    assert records[5]["text"].endswith("Multiannual Financial Framework discussion is underway")
    assert {record["held_on"] for record in records} == {"2018-11-15"}


@pytest.mark.parametrize(
    ("question", "status", "wanted"),
    [
        ("When and where is the next edition of the forum?", "answered", "14 March 2019"),
        ("What is the ClusterXchange budget?", "answered", "€3.6 million"),
        ("Who spoke on cluster excellence labelling?", "answered", "Helmut Kergel"),
        ("What was decided about hydrogen valleys?", "no_answer", ""),
    ],
)
def test_the_real_report_is_asked_from_the_command_line(
    forumbot: Forumbot, seed_place: Place, question: str, status: str, wanted: str
) -> None:
    """The questions of the issue come to their answers, or to an honest no with status 0."""
    result = forumbot("ask", question, *seed_place.options(), "--json")
    assert result.status == 0
    assert result.json["status"] == status
    assert wanted in result.json["text"]


def test_events_are_upcoming_unless_all_are_asked_for(forumbot: Forumbot, place: Place) -> None:
    """``--now`` takes the place of the clock; instants have an offset."""
    options = [*place.options(), "--json"]
    [event] = forumbot("events", "--now", "2019-03-01", *options).json
    assert list(event)[:9] == [
        "event_id", "title", "kind", "starts_at", "ends_at", "timezone", "place", "url", "doc_id",
    ]  # fmt: skip
    assert event["event_id"] == "next"
    assert event["doc_id"] == "reports/first.md"
    assert forumbot("events", "--now", "2019-04-01", *options).json == []
    everything = forumbot("events", "--all", "--now", "2019-04-01", *options).json
    assert [record["event_id"] for record in everything] == ["old", "next"]
    assert "Third forum" in forumbot("events", "--now", "2019-03-01", *place.options()).out


def test_a_timed_event_has_an_offset(forumbot: Forumbot, tmp_path: Path) -> None:
    """Instants are ISO 8601 with the offset of their zone on that day."""
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    (knowledge / "events.yaml").write_text(
        'events:\n  - {id: t, title: T, kind: webinar, starts: "2019-07-01 10:00",'
        ' ends: "2019-07-01 11:00", timezone: Europe/Brussels}\n',
        encoding="utf-8",
    )
    [event] = forumbot(
        "events", "--now", "2019-06-01", "--knowledge", knowledge, "--json"
    ).json  # fmt: skip
    assert datetime.fromisoformat(event["starts_at"]) == datetime.fromisoformat(
        "2019-07-01T10:00+02:00"
    )
    assert event["starts_at"].endswith("+02:00")


def test_events_are_written_to_a_calendar(forumbot: Forumbot, place: Place, tmp_path: Path) -> None:
    """The file holds what is listed; one that cannot be written is named."""
    path = tmp_path / "forum.ics"
    assert forumbot("events", "--now", "2019-03-01", "--ics", path, *place.options()).status == 0
    calendar = path.read_text(encoding="utf-8")
    assert calendar.startswith("BEGIN:VCALENDAR")
    assert calendar.count("BEGIN:VEVENT") == 1
    failed = forumbot("events", "--ics", tmp_path / "no" / "a.ics", *place.options())
    assert failed.status == 1
    assert "--ics" in one_line(failed.err)


@pytest.fixture
def kept(tmp_path: Path) -> Place:
    """A folder of its own with two events, and a feed of them."""
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    (knowledge / "events.yaml").write_text(EVENTS, encoding="utf-8")
    return Place(knowledge, tmp_path / "index")


def test_a_feed_is_never_written_from_nothing(
    forumbot: Forumbot, kept: Place, tmp_path: Path
) -> None:
    """Where the folder, the file or its events are not there, the good one stays, with an error."""
    feed, events = tmp_path / "forum.ics", kept.knowledge / "events.yaml"
    early = ("events", "--now", "2019-03-01", "--ics", feed)
    assert forumbot(*early, *kept.options()).status == 0
    before = feed.read_bytes()
    nowhere = forumbot(*early, "--knowledge", tmp_path / "nowhere")
    assert (nowhere.status, "nowhere: no such folder" in one_line(nowhere.err)) == (1, True)
    for damage in ("events: []\n", ""):
        events.write_text(damage, encoding="utf-8")
        emptied = forumbot(*early, *kept.options())
        assert (emptied.status, "holds no event" in one_line(emptied.err)) == (1, True)
    events.unlink()
    assert forumbot(*early, *kept.options()).status == 1
    assert feed.read_bytes() == before


@pytest.mark.parametrize("damage", ["\tkind: forum\n", "  - {id: broken}\n"])
def test_a_feed_is_never_written_from_a_broken_file(
    forumbot: Forumbot, kept: Place, tmp_path: Path, damage: str
) -> None:
    """Whatever is wrong in it, the good feed stays; line and feed are named, with status 3."""
    feed, events = tmp_path / "forum.ics", kept.knowledge / "events.yaml"
    early = ("events", "--now", "2019-03-01", "--ics", feed, *kept.options())
    assert forumbot(*early).status == 0
    before = feed.read_bytes()
    events.write_text(EVENTS + damage, encoding="utf-8")
    broken = forumbot(*early)
    assert broken.status == 3
    assert "events.yaml:11: " in broken.err.splitlines()[0]
    assert broken.err.splitlines()[-1] == f"forumbot: {feed}: left as it was"
    assert feed.read_bytes() == before


@pytest.mark.parametrize("arguments", [["--all"], ["--all", "--json"]])
@pytest.mark.parametrize("encoding", ["cp1252"])
def test_letters_that_the_output_cannot_show_are_replaced(
    kept: Place, monkeypatch: pytest.MonkeyPatch, arguments: list[str], encoding: str
) -> None:
    """All else is printed; in JSON they are escaped, and so none is lost."""
    events = kept.knowledge / "events.yaml"
    events.write_text(EVENTS.replace("Third forum", "Meeting in Łódź"), encoding="utf-8")
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    monkeypatch.setenv("PYTHONUTF8", "0")
    command = [sys.executable, "-m", "forumbot", "events", *arguments, *kept.options()]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    out = done.stdout.decode(encoding)
    if "--json" in arguments:
        assert [event["title"] for event in json.loads(out)] == ["Old meeting", "Meeting in Łódź"]
    else:
        assert "Meeting in ?ód?" in out


def test_a_feed_that_would_lose_most_waits_for_a_word(
    forumbot: Forumbot, kept: Place, tmp_path: Path
) -> None:
    """``events confirm`` says that it is meant so, also with the options in front of it."""
    feed, events = tmp_path / "forum.ics", kept.knowledge / "events.yaml"
    feeding = ("events", "--now", "2018-01-01", "--ics", feed, *kept.options())
    assert forumbot(*feeding).status == 0
    events.write_text(EVENTS[: EVENTS.rindex("  - id")], encoding="utf-8")
    assert "would go at once" in one_line(forumbot(*feeding).err)
    confirmed = forumbot("events", *kept.options(), "confirm")
    assert (confirmed.status, "Confirmed: 1 event in" in confirmed.out) == (0, True)
    assert forumbot(*feeding).status == 0
    assert feed.read_text(encoding="utf-8").count("BEGIN:VEVENT") == 1
    events.write_text("events: [", encoding="utf-8")
    assert forumbot("events", "confirm", *kept.options(), "--json").status == 3


@pytest.mark.parametrize("command", [["events"], ["remind", "preview"]])
def test_what_is_likely_meant_otherwise_is_told(
    forumbot: Forumbot, kept: Place, command: list[str]
) -> None:
    """A warning with its line on stderr, and status 0; a file of nearly the name is named."""
    events = kept.knowledge / "events.yaml"
    events.write_text(EVENTS.replace("title: Third forum", "title: Third #forum"), encoding="utf-8")
    warned = forumbot(*command, *kept.options())
    assert warned.status == 0
    assert 'title ends before "#"' in one_line(warned.err)
    events.rename(kept.knowledge / "events.yml")
    misnamed = forumbot(*command, *kept.options())
    assert misnamed.status == 3
    assert "events.yml is; rename it to events.yaml" in one_line(misnamed.err)


def test_a_broken_event_is_listed_with_status_3(forumbot: Forumbot, tmp_path: Path) -> None:
    """The other events are printed; file and line of the broken one go to stderr."""
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    (knowledge / "events.yaml").write_text(f"{EVENTS}  - {{id: broken}}\n", encoding="utf-8")
    result = forumbot("events", "--all", "--knowledge", knowledge, "--json")
    assert result.status == 3
    assert [record["event_id"] for record in result.json] == ["old", "next"]
    assert all(f"{knowledge / 'events.yaml'}:11: " in line for line in result.err.splitlines())
    assert forumbot("check", "--knowledge", knowledge).status == 3


SOURCE = "Third European Cluster Policy Forum: closer links and synergies in cluster policy"


def test_the_shipped_archive_is_reminded_of_at_each_lead(
    forumbot: Forumbot, shipped_place: Place
) -> None:
    """The fourth forum, the call's deadline, the end of the Cluster Weeks, and Bucharest."""
    result = forumbot(
        "remind", "preview", "--now", "2019-02-20", *shipped_place.options(), "--json"
    )
    assert (result.status, result.err) == (0, "")
    assert all(
        {"event_id", "title", "due_at", "lead", "text"} <= record.keys() for record in result.json
    )
    due = {
        (record["event_id"], record["lead"]): record["due_at"]
        for record in result.json
        if record["event_id"] in (
            "ecpf-4", "eu-cluster-weeks-call-deadline", "eu-cluster-weeks-2018-2019", "ecc-2019",
        )
    }  # fmt: skip
    assert due == {
        ("ecpf-4", "2 weeks"): "2019-02-28T09:00:00+01:00",
        ("ecpf-4", "1 day"): "2019-03-13T09:00:00+01:00",
        ("eu-cluster-weeks-call-deadline", "1 week"): "2019-03-22T09:00:00+01:00",
        ("eu-cluster-weeks-call-deadline", "1 day"): "2019-03-28T09:00:00+01:00",
        ("eu-cluster-weeks-2018-2019", "1 week before the end"): "2019-04-23T09:00:00+02:00",
        ("eu-cluster-weeks-2018-2019", "1 day before the end"): "2019-04-29T09:00:00+02:00",
        ("ecc-2019", "2 weeks"): "2019-04-30T09:00:00+03:00",
        ("ecc-2019", "1 day"): "2019-05-13T09:00:00+03:00",
    }
    instants = [datetime.fromisoformat(record["due_at"]) for record in result.json]
    assert instants == sorted(instants)


def test_the_fourth_forum_is_announced_with_what_the_third_concluded(
    forumbot: Forumbot, shipped_place: Place
) -> None:
    """On its themes alone, word for word as the report has it; other events quote nothing."""
    options = (*shipped_place.options(), "--json")
    records = forumbot("remind", "preview", "--now", "2019-02-20", *options).json
    report = (SHIPPED / "reports" / "third-forum.md").read_text(encoding="utf-8")
    for record in records:
        quotes = re.findall("^“(.+)”", record["text"], re.MULTILINE)
        assert bool(quotes) == (record["event_id"] == "ecpf-4"), record
        assert all(f"- {quote}\n" in report for quote in quotes)
    lines = records[0]["text"].splitlines()
    assert lines[:3] == [
        "Fourth European Cluster Policy Forum: in 2 weeks",
        "When: Thursday 14 March 2019",
        "Where: Brussels",
    ]
    assert lines[4:] == [
        "What the last forum concluded on its themes:",
        "“Partnerships between clusters and internationalisation are decisive if clusters are to "
        "grow.”",
        f"— {SOURCE}",
    ]
    (ends,) = (r for r in records if r["lead"] == "1 day before the end")
    assert ends["text"].startswith("EU Cluster Weeks 2018-2019: ends tomorrow\n")


def test_reminders_are_previewed_without_an_index_and_without_quotes(
    forumbot: Forumbot, shipped_place: Place, tmp_path: Path
) -> None:
    """All else is the same."""
    preview = ("remind", "preview", "--now", "2019-02-20", "--json", "--knowledge", SHIPPED)
    without = forumbot(*preview, "--index", tmp_path / "none")
    assert (without.status, without.err) == (0, "")
    built = forumbot(*preview, "--index", shipped_place.index).json
    for record in built:
        record["text"] = record["text"].partition("\nWhat the last forum")[0]
    assert without.json == built


def test_reminders_are_shown_to_people_in_the_zone_of_each_event(
    forumbot: Forumbot, place: Place
) -> None:
    """For as many days as are asked for; where there is none, that is said."""
    preview = ("remind", "preview", *place.options(), "--now", "2019-02-20")
    out = forumbot(*preview).out
    assert "Thu 28 February 2019, 09:00 Europe/Brussels (2 weeks)" in out
    assert "  Third forum: tomorrow" in out
    assert "(1 day)" not in forumbot(*preview, "--days", "9").out
    assert forumbot(*preview, "--days", "3").out == "No reminder is due in the next 3 days.\n"
    assert forumbot(*preview, "--days", "3", "--json").json == []
    for days in ("0", "367", "soon"):
        assert forumbot(*preview, "--days", days).status == 2


def test_a_broken_event_leaves_the_other_reminders_with_status_3(
    forumbot: Forumbot, tmp_path: Path
) -> None:
    """File and line of the broken one go to stderr."""
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    (knowledge / "events.yaml").write_text(f"{EVENTS}  - {{id: broken}}\n", encoding="utf-8")
    folders = ("--knowledge", knowledge, "--index", tmp_path / "index")
    result = forumbot("remind", "preview", "--now", "2019-02-20", *folders, "--json")
    assert result.status == 3
    assert [record["lead"] for record in result.json] == ["2 weeks", "1 day"]
    assert all(f"{knowledge / 'events.yaml'}:11: " in line for line in result.err.splitlines())
    (knowledge / "events.yaml").write_text("events: [", encoding="utf-8")
    unreadable = forumbot("remind", "preview", "--now", "2019-02-20", *folders, "--json")
    assert (unreadable.status, unreadable.json) == (3, [])
    assert "events.yaml:1: " in one_line(unreadable.err)


def test_golden_questions_are_measured(forumbot: Forumbot, place: Place, tmp_path: Path) -> None:
    """``eval`` prints an object of figures, on any day; a BEIR option with it is misuse."""
    path = json_lines(tmp_path / "golden.jsonl", *GOLDEN)
    figures = forumbot("eval", path, *place.options(), "--json").json
    assert (figures["questions"], figures["hit@1"], figures["wanted_strings"]) == (2, 1.0, 1.0)
    assert "hit@5" in forumbot("eval", path, *place.options(), "--now", "2019-03-01").out
    misused = forumbot("eval", path, "--run", tmp_path / "run.txt", *place.options())
    assert misused.status == 2
    assert "BEIR" in one_line(misused.err)


def test_golden_questions_are_compared_and_plotted(
    forumbot: Forumbot, place: Place, tmp_path: Path
) -> None:
    """Against itself a generation differs in nothing; the plot is an SVG, the worst are printed."""
    path = json_lines(tmp_path / "golden.jsonl", *GOLDEN)
    live = forumbot("index", "status", *place.options(), "--json").json["generation"]
    drawing = tmp_path / "plot.svg"
    options = ("--against", live, "--plot", drawing, *place.options())
    compared = forumbot("eval", path, *options, "--json").json["against"]
    assert compared["figures"]["hit@1"]["difference"] == 0.0
    assert drawing.read_text(encoding="utf-8").startswith("<svg")
    assert f"Against {live}" in forumbot("eval", path, *options, "--worst", 0).out


def test_a_beir_folder_is_measured_and_its_ranking_written(
    forumbot: Forumbot, tmp_path: Path
) -> None:
    """No index is needed or touched; the run file has six columns a line."""
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    json_lines(folder / "corpus.jsonl", {"_id": "d1", "text": "Wombats dig burrows."},
               {"_id": "d2", "text": "The zoo is in Vienna."})  # fmt: skip
    json_lines(folder / "queries.jsonl", {"_id": "q1", "text": "Where is the zoo?"})
    (folder / "qrels" / "test.tsv").write_text("q1\td2\t1\n", encoding="utf-8")
    ranking = tmp_path / "run.txt"
    result = forumbot("eval", folder, "--run", ranking, "--index", tmp_path / "index", "--json")
    assert result.json["ndcg@10"] == 1.0
    assert result.json["recall@100"] == 1.0
    lines = [line.split() for line in ranking.read_text(encoding="utf-8").splitlines()]
    assert [line[:4] for line in lines] == [["q1", "Q0", "d2", "1"], ["q1", "Q0", "d1", "2"]]
    assert all(len(line) == 6 and float(line[4]) for line in lines)
    assert not (tmp_path / "index").exists()
    failed = forumbot("eval", folder, "--run", tmp_path / "no" / "run.txt")
    assert failed.status == 1
    assert "--run" in one_line(failed.err)


def test_a_beir_folder_with_unanswerable_queries_measures_abstaining(
    forumbot: Forumbot, tmp_path: Path
) -> None:
    """Entries of a collection are no files, and are answered from all the same."""
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    json_lines(folder / "corpus.jsonl", {"_id": "d1", "text": "Wombats dig long burrows."},
               {"_id": "d2", "text": "The zoo of Vienna opened in 1752."})  # fmt: skip
    json_lines(
        folder / "queries.jsonl",
        {"_id": "q1", "text": "When did the zoo of Vienna open?", "metadata": {"answerable": True}},
        {"_id": "q2", "text": "Who prices sovereign bonds?",
         "metadata": {"answerable": False, "scope": "out-of-material"}},
    )  # fmt: skip
    (folder / "qrels" / "test.tsv").write_text("q1\td2\t1\n", encoding="utf-8")
    figures = forumbot("eval", folder, "--json").json
    assert figures["auroc_out_of_material"] == 1.0
    assert figures["answered_of_answerable"] == 1.0
    assert figures["answered_of_out_of_material"] == 0.0


def test_the_doctor_finds_nothing_wrong(forumbot: Forumbot, place: Place) -> None:
    """Status 0 and a list of what was looked at."""
    result = forumbot("doctor", *place.options(), "--json")
    assert result.status == 0
    assert all(record["ok"] for record in result.json)
    assert list(result.json[0]) == ["name", "ok", "finding", "remedy"]


def test_the_doctor_says_what_is_wrong(forumbot: Forumbot, tmp_path: Path) -> None:
    """Status 1 and a remedy, on stdout."""
    result = forumbot("doctor", "--knowledge", tmp_path / "no", "--index", tmp_path / "none")
    assert result.status == 1
    assert "run 'forumbot index build'" in result.out


def test_check_shows_one_file_as_it_is_read(forumbot: Forumbot, place: Place) -> None:
    """Block by block, in words and as JSON; a refusal is that of the archive, with its status."""
    bad = place.knowledge / "bad.pdf"
    bad.write_text("no PDF", encoding="utf-8")
    name = min(path.relative_to(place.knowledge) for path in place.knowledge.rglob("*.md"))
    shown = forumbot("check", "--file", name, *place.options())
    assert "heading 1" in shown.out
    [page] = forumbot("check", "--file", name, *place.options(), "--json").json["pages"]
    assert page["page"] is None
    assert page["blocks"][0]["kind"] == "heading"
    refused = forumbot("check", "--file", "bad.pdf", *place.options())
    bad.unlink()
    assert (refused.status, "refused bad.pdf: is not a PDF" in refused.out) == (3, True)
    assert forumbot("check", "--pictures", "x", *place.options()).status == 2
    assert forumbot("check", "--file", "gone.md", *place.options()).status == 2


def test_check_lists_documents_and_writes_nothing(forumbot: Forumbot, place: Place) -> None:
    """A clean archive has status 0."""
    before = sorted(place.knowledge.parent.rglob("*"))
    result = forumbot("check", *place.options(), "--json")
    assert result.status == 0
    assert [record["outcomes"] for record in result.json["documents"]] == [2, 1]
    assert result.json["events"] == 2
    assert sorted(place.knowledge.parent.rglob("*")) == before
    assert "2 documents, 2 events, 0 to mend." in forumbot("check", *place.options()).out


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["ask", ""], 2, "the question is empty"),
        (["ask", "?!"], 2, "the question is empty"),
        (["ask", "\udcff"], 2, "the question is empty"),
        (["ask", "--batch", "\x1b[2Jgone.jsonl"], 1, "forumbot: [2Jgone.jsonl: cannot be read"),
        (["ask", "a" * 1001], 2, "longer than 1000 characters"),
        (["ask"], 2, "either a QUESTION or --batch"),
        (["ask", "x", "--batch", "y.jsonl"], 2, "either a QUESTION or --batch"),
        (["ask", "--batch", "gone.jsonl"], 1, "gone.jsonl: cannot be read"),
        (["search", "x", "--top-k", "0"], 2, "--top-k"),
        (["search", "x", "--top-k", "many"], 2, "--top-k"),
        (["search", ""], 2, "the question is empty"),
        (["search"], 2, "QUESTION"),
        (["outcomes", "--document", "gone.md"], 2, "'gone.md' is not in the index"),
        (["events", "--now", "tomorrow"], 2, "'tomorrow' is not an ISO 8601 time"),
        (["events", "--now", "2019-02-30"], 2, "is not an ISO 8601 time"),
        (["events", "--now", ""], 2, "is not an ISO 8601 time"),
        (["events", "--now", "0001-01-01T00:00+14:00"], 2, "years run from 1900 to 2199"),
        (["events", "--now", "9999-12-31T23:00-12:00"], 2, "years run from 1900 to 2199"),
        (["index", "status", "--now", "yesterday"], 2, "is not an ISO 8601 time"),
        (["index", "rollback", "../../etc"], 2, "has no generation '../../etc'"),
        (["eval", "gone"], 1, "gone: no such file"),
        (["eval"], 1, "golden.jsonl: no such file"),
        (["chat", "--json"], 2, "chat has no --json"),
        (["nonsense"], 2, "No such command 'nonsense'"),
        (["index", "nonsense"], 2, "No such command 'nonsense'"),
        (["ask", "x", "--nonsense"], 2, "--nonsense"),
    ],
)  # fmt: skip
def test_what_is_off_is_said_in_one_line(
    forumbot: Forumbot, place: Place, arguments: list[str], status: int, words: str
) -> None:
    """Words that are off are status 2, failures status 1; stdout stays empty."""
    options = () if "nonsense" in arguments else place.options()
    result = forumbot(*arguments, *options)
    assert (result.status, result.out) == (status, "")
    assert words in one_line(result.err)


@pytest.mark.parametrize(
    "arguments",
    [["index", "build"], ["check"]],
)
def test_a_missing_knowledge_folder_is_named(
    forumbot: Forumbot, tmp_path: Path, arguments: list[str]
) -> None:
    """The message says which folder and which option names another."""
    missing = Place(tmp_path / "gone", tmp_path / "index")
    result = forumbot(*arguments, *missing.options())
    assert (result.status, result.out) == (1, "")
    assert f"{missing.knowledge}: no such folder" in one_line(result.err)
    assert not missing.index.exists()


@pytest.mark.parametrize(
    "arguments",
    [["ask", "x"], ["search", "x"], ["outcomes"], ["index", "status"], ["index", "export"],
     ["index", "rollback"], ["chat"]],
)  # fmt: skip
@pytest.mark.parametrize("damage", [None, "", "{}", '{"generation": "../x"}', "\x00"])
def test_an_index_that_cannot_be_read_is_refused_with_the_remedy(
    forumbot: Forumbot, place: Place, tmp_path: Path, arguments: list[str], damage: str | None
) -> None:
    """A missing or damaged index is one line that names the command which mends it."""
    index = tmp_path / "index"
    if damage is not None:
        index.mkdir()
        (index / "CURRENT").write_text(damage, encoding="utf-8")
    result = forumbot(*arguments, *Place(place.knowledge, index).options())
    assert (result.status, result.out) == (1, "")
    assert "run 'forumbot index build'" in one_line(result.err)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("answerz: 1\n", "forumbot.yaml:1: unknown key 'answerz'; did you mean 'answers'?"),
        ("\nanswers:\n  colour: red\n", "forumbot.yaml:3: unknown key 'colour'"),
        ("keep_generations: many\n", "forumbot.yaml:1: keep_generations should be a whole number"),
        ("knowledge: [\n", "is not YAML"),
    ],
)
def test_a_broken_configuration_is_named_with_its_line(
    forumbot: Forumbot, monkeypatch: pytest.MonkeyPatch, content: str, words: str
) -> None:
    """Whether found, named by an option on either side, or named by the environment."""
    path = Path("forumbot.yaml")
    path.write_text(content, encoding="utf-8")
    results = [
        forumbot("check"), forumbot("--config", path, "check"), forumbot("check", "--config", path)
    ]  # fmt: skip
    monkeypatch.setenv("FORUMBOT_CONFIG", str(path.rename("forumbot.yaml.other")))
    results.append(forumbot("check"))
    for result in results:
        assert (result.status, result.out) == (1, "")
    for result in results[:3]:
        assert words in one_line(result.err)


def test_a_configuration_that_is_not_there_is_named(forumbot: Forumbot) -> None:
    """The message says which option or variable to correct."""
    result = forumbot("check", "--config", "gone.yaml")
    assert result.status == 1
    assert "gone.yaml: cannot be read" in one_line(result.err)


def test_a_configuration_names_the_folders(forumbot: Forumbot, place: Place) -> None:
    """Paths are relative to the file, and options on the command line win."""
    config = place.knowledge.parent / "conf.yaml"
    config.write_text("knowledge: knowledge\nindex: index\n", encoding="utf-8")
    assert len(forumbot("outcomes", "--config", config, "--json").json) == 3
    other = forumbot("outcomes", "--config", config, "--index", "elsewhere")
    assert other.status == 1
    assert "elsewhere: holds no index yet" in one_line(other.err)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{oops", ":2: is not JSON"),
        ("[]", ":2: is not a JSON object"),
        ('{"id": "x"}', ":2: 'question' should be a text"),
        ('{"question": "?!"}', ":2: the question is empty"),
        (f'{{"question": "{"a" * 1001}"}}', ":2: the question is longer than 1000 characters"),
    ],
)
def test_a_broken_line_of_a_batch_is_named(
    forumbot: Forumbot, place: Place, tmp_path: Path, line: str, words: str
) -> None:
    """It is left out and listed; the questions around it are answered."""
    path = tmp_path / "batch.jsonl"
    good = '{"id": "a", "question": "x"}\n{"id": "b", "question": "y"}\n'.splitlines()
    path.write_text("\n".join([good[0], line, good[1]]) + "\n", encoding="utf-8")
    result = forumbot("ask", "--batch", path, *place.options(), "--json")
    assert result.status == 3
    assert [json.loads(answer)["id"] for answer in result.out.splitlines()] == ["a", "b"]
    assert f"{path}{words}" in one_line(result.err)


def test_quotes_are_not_shown_where_the_documents_are_gone(
    forumbot: Forumbot, place: Place, tmp_path: Path
) -> None:
    """Without the folder no quote can be checked, and the command says so."""
    gone = Place(tmp_path / "gone", place.index)
    result = forumbot("ask", "What is the budget?", *gone.options())
    assert (result.status, result.out) == (1, "")
    assert "no quote can be checked" in one_line(result.err)


@pytest.mark.parametrize(
    "arguments",
    [
        ["index", "status"], ["check"], ["ask", "budget"], ["ask", "hydrogen valleys"],
        ["search", "budget"], ["outcomes"], ["events", "--all"], ["doctor"],
    ],
)  # fmt: skip
def test_json_stands_alone_on_stdout(
    forumbot: Forumbot, place: Place, arguments: list[str]
) -> None:
    """With ``--json`` stdout is one JSON value on one line, and stderr is empty."""
    result = forumbot(*arguments, *place.options(), "--json")
    assert (result.status, result.err) == (0, "")
    assert len(result.out.splitlines()) == 1
    assert isinstance(result.json, dict | list)
