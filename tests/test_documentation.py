"""README and guides: what they show to type is typed, and what they show as output comes out."""

import io
import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.documentation import GUIDES, ROOT, Block, all_blocks, assert_shown

from forumbot.app import App
from forumbot.archive.corrections import read_corrections
from forumbot.archive.documents import read_archive
from forumbot.archive.files import list_files
from forumbot.cli import run
from forumbot.clock import fixed_clock
from forumbot.config import NOT_IN_FILES, Settings
from forumbot.config_file import load_settings
from forumbot.evaluation.golden import check_golden
from forumbot.reminders.events_file import check_events
from forumbot.search.ports import Embedder

ELSEWHERE = {
    "discord": "tests/bot/test_moderators_guide.py types each line of them",
    "discord conversation": "tests/bot/test_members_guide.py writes each message of it",
}
_GOLDEN_QUESTIONS = 4
_INLINE = re.compile(r"`((?:forumbot|make|python) [^`]+)`")
_OPTIONAL = re.compile(r" \[[A-Z]+\]")
_PLACEHOLDERS = {
    "QUESTION": "Who spoke on cluster excellence labelling?",
    "F": "reports/third-forum.md",
}

# Commands within sentences and tables that are not run, and why.
NOT_RUN = {
    "forumbot run": "needs a token; tests/bot/test_process.py starts it with a Discord of its own",
    "forumbot eval ../shared/ir/cranfield": "takes a minute, on data that does not ship",
    "forumbot eval QUESTIONS --knowledge FOLDER": "is on data that does not ship",
}

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="session")
def built(
    shipped_index: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A clone after two builds, with a BEIR collection beside it and fewer golden questions."""
    place = tmp_path_factory.mktemp("documentation")
    project = place / "forumbot"
    shutil.copytree(ROOT / "knowledge", project / "knowledge")
    shutil.copy(ROOT / "forumbot.yaml", project)
    shutil.copytree(shipped_index, project / "index")
    golden = project / "knowledge" / "golden.jsonl"
    lines = golden.read_text(encoding="utf-8").splitlines(keepends=True)
    golden.write_text("".join(lines[:_GOLDEN_QUESTIONS]), encoding="utf-8")
    shutil.copy(golden, project / "questions.jsonl")
    _write_beir(place / "beir" / "scifact")
    settings = load_settings(project / "forumbot.yaml")
    service = App(settings, fixed_clock("2019-02-19T12:00"), embedder).service
    service.build(strict=True, on_progress=lambda _step, _done, _total: None)
    return place


def _write_beir(folder: Path) -> None:
    (folder / "qrels").mkdir(parents=True)
    entry = {"_id": "d1", "title": "Wombats", "text": "Wombats dig burrows."}
    (folder / "corpus.jsonl").write_text(json.dumps(entry), encoding="utf-8")
    query = {"_id": "q1", "text": "What do wombats dig?"}
    (folder / "queries.jsonl").write_text(json.dumps(query), encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n")


@pytest.fixture
def project(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that clone, which is the working folder."""
    shutil.copytree(built, tmp_path / "place")
    monkeypatch.chdir(tmp_path / "place" / "forumbot")
    monkeypatch.delenv("FORUMBOT_CONFIG", raising=False)
    return tmp_path / "place" / "forumbot"


def typed(line: str, project: Path, capsys: Capture) -> str:
    """What a command line of the guides prints; it has to end well."""
    words = shlex.split(line, comments=True)
    assert words[0] == "forumbot", line
    given = {**_PLACEHOLDERS, "GENERATION": _generation(project)}
    arguments = [given.get(word, word) for word in words[1:]]
    capsys.readouterr()
    status = run(arguments)
    caught = capsys.readouterr()
    assert status == 0, f"{line}: {caught.err}"
    return caught.out


def _generation(project: Path) -> str:
    """The earlier one of the two builds."""
    return min(path.name for path in (project / "index" / "generations").iterdir())


def run_lines(block: Block, project: Path, capsys: Capture) -> None:
    """``sh``: lines that are typed one after the other, each ending well."""
    for line in block.text.splitlines():
        typed(line, project, capsys)


def run_console(block: Block, project: Path, capsys: Capture) -> None:
    """``console``: one command behind a ``$``, and what it prints."""
    command, _newline, shown = block.text.partition("\n")
    assert command.startswith("$ ")
    assert_shown(shown, typed(command[2:], project, capsys))


def run_chat(block: Block, project: Path, capsys: Capture) -> None:
    """``chat``: a conversation in the terminal, question for question."""
    asked = re.findall(r"^ask> (.+)$", block.text, re.MULTILINE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.StringIO("\n".join(asked)))
        assert_shown(block.text, typed("forumbot chat", project, capsys))


def read_settings(block: Block, project: Path, _capsys: Capture) -> None:
    """``yaml settings``: lines of forumbot.yaml that are understood."""
    path = project / "sample.yaml"
    path.write_text(block.text, encoding="utf-8")
    assert load_settings(path) != Settings()


def read_front_matter(block: Block, project: Path, _capsys: Capture) -> None:
    """``yaml front-matter``: the top of a document, of which every line is heeded."""
    folder = project / "sample"
    folder.mkdir()
    text = f"{block.text}# A heading\n\nA sentence to be read.\n"
    (folder / "report.md").write_text(text, encoding="utf-8")
    (document,) = read_archive(folder).documents
    stated = re.findall(r"^([\w-]+):", block.text, re.MULTILINE)
    assert {name for name in stated if not getattr(document, name)} == set()
    assert not document.guessed


def read_corrected(block: Block, project: Path, _capsys: Capture) -> None:
    """``yaml documents``: a documents.yaml of which every line is heeded."""
    folder = project / "corrected"
    named = re.findall(r"^(\S+):$|supersedes: (\S+)", block.text, re.MULTILINE)
    for name in map("".join, named):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"words")
    (folder / "documents.yaml").write_text(block.text, encoding="utf-8")
    found = read_corrections(
        folder, [path.relative_to(folder).as_posix() for path in list_files(folder)]
    )
    assert (found.faults, found.strays, found.problem) == ({}, {}, "")
    stated = re.findall(r"^  ([\w-]+):", block.text, re.MULTILINE)
    assert sorted(key for one in found.by_id.values() for key in one.values) == sorted(stated)


def read_events(block: Block, project: Path, _capsys: Capture) -> None:
    """``yaml events``: an events.yaml without fault."""
    path = project / "sample-events.yaml"
    path.write_text(block.text, encoding="utf-8")
    report = check_events(path)
    assert report.events
    assert (report.problems, report.warnings) == ((), ())


def read_golden(block: Block, project: Path, _capsys: Capture) -> None:
    """``jsonl golden``: golden questions on the archive that ships, and true of it."""
    path = project / "sample.jsonl"
    path.write_text(block.text, encoding="utf-8")
    documents = read_archive(project / "knowledge").documents
    texts = {document.doc_id: document.text for document in documents}
    count, problems = check_golden(path, texts)
    assert count == len(block.text.splitlines())
    assert problems == []


def compare_index(block: Block, project: Path, _capsys: Capture) -> None:
    """``text index``: the files of an index folder, each of them and no other."""
    named = set(_named_files(block.text))
    index = project / "index"
    there = {
        re.sub(r"^(generations|extracted)/[^/]+", lambda m: _SPARED[m[1]], _relative(path, index))
        for path in index.rglob("*")
        if path.is_file()
    }
    folders = tuple(name for name in named if name.endswith("/"))
    there.add(_MADE_BY_QUESTIONS)
    assert {name for name in there if not name.startswith(folders)} == {
        name for name in named if not name.endswith("/")
    }
    assert all(any(name.startswith(folder) for name in there) for folder in folders)


# Made by the first question that compares across languages.
_MADE_BY_QUESTIONS = "compared"
_SPARED = {"generations": "generations/<name>", "extracted": "extracted/<key>"}


def _relative(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _named_files(text: str) -> Iterator[str]:
    """The paths of a listing in which what lies in a folder stands indented below it."""
    above = ""
    for line in text.splitlines():
        name = line.split()[0]
        if line.startswith(" "):
            yield above + name
        elif name.endswith(">/"):
            above = name
        else:
            above = ""
            yield name


WAYS: dict[str, Callable[[Block, Path, Capture], None]] = {
    "sh": run_lines,
    "console": run_console,
    "chat": run_chat,
    "yaml settings": read_settings,
    "yaml front-matter": read_front_matter,
    "yaml documents": read_corrected,
    "yaml events": read_events,
    "jsonl golden": read_golden,
    "text index": compare_index,
}


def _run_here() -> list[Any]:
    return [
        pytest.param(block, id=str(block))
        for block in all_blocks()
        if block.reason is None and block.language in WAYS
    ]


@pytest.mark.parametrize("block", _run_here())
def test_block(block: Block, project: Path, capsys: Capture) -> None:
    """What a block shows is so."""
    WAYS[block.language](block, project, capsys)


def test_every_block_is_run_or_says_why_not() -> None:
    """A block is run here or by another test, or a comment above it has the reason."""
    known = WAYS.keys() | ELSEWHERE.keys()
    left = [
        str(block) for block in all_blocks() if not block.reason and block.language not in known
    ]
    assert left == []
    assert {block.guide.name for block in all_blocks()} >= {"README.md", "moderators.md"}


def inline_commands(program: str) -> list[str]:
    """The different calls of a program that stand within sentences and tables."""
    texts = [guide.read_text(encoding="utf-8") for guide in GUIDES]
    found = {command for text in texts for command in _INLINE.findall(text)}
    return sorted(command for command in found if command.startswith(f"{program} "))


def _run_inline() -> list[str]:
    """Those that no block has run, without what may be left out."""
    blocks = [block.text for block in all_blocks() if block.language in ("sh", "console")]
    lines = [line.partition("#")[0].strip() for text in blocks for line in text.splitlines()]
    commands = [command for command in inline_commands("forumbot") if command not in NOT_RUN]
    return sorted({_OPTIONAL.sub("", command) for command in commands} - set(lines))


@pytest.mark.parametrize("command", _run_inline())
def test_inline_command(
    command: str, project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a sentence or a table says to type can be typed, and ends well."""
    monkeypatch.setattr("sys.stdin", io.StringIO("Thanks!\n"))
    assert typed(command, project, capsys)


def test_what_is_not_run_is_there() -> None:
    """No exception outlives the sentence that it was made for."""
    assert NOT_RUN.keys() <= set(inline_commands("forumbot"))


def test_scripts_and_their_options_exist() -> None:
    """Each script that a guide calls is there, and knows the options that it is given."""
    for command in inline_commands("python"):
        script, *rest = shlex.split(command)[1:]
        if script == "-m":
            script = f"{rest.pop(0).replace('.', '/')}/__main__.py"
        source = (ROOT / script).read_text(encoding="utf-8")
        for module in re.findall(r"^from (bench\.\w+) import", source, re.MULTILINE):
            source += (ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
        assert [word for word in rest if word.startswith("--") and f'"{word}"' not in source] == []


def test_what_make_is_asked_for_exists() -> None:
    """Each ``make`` of a guide names a target."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([\w-]+):", makefile, re.MULTILINE)
    commands = inline_commands("make")
    assert {command.split()[1] for command in commands} <= set(targets)
    assert commands


def test_every_setting_stands_in_a_table_with_its_default() -> None:
    """No key of ``forumbot.yaml`` is left out, and the numbers and names shown are the defaults."""
    rows = [
        line
        for guide in GUIDES
        for line in guide.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    for name, default in _settings(Settings()):
        short = name.removeprefix("retrieval.")
        told = [row for row in rows if f"`{short}`" in row.split("|")[1]]
        assert len(told) == 1, name
        if isinstance(default, int | float | str | Path):
            shown = _written(default)
            assert re.search(rf"[|,] ?`?{re.escape(shown)}`?(?= ?[|,])", told[0]), name


def _settings(section: Any, above: str = "") -> Iterator[tuple[str, object]]:
    """The keys of a section and of those within it, dotted, each with its default."""
    for field in fields(section):
        value = getattr(section, field.name)
        if is_dataclass(value):
            yield from _settings(value, f"{above}{field.name}.")
        elif field.name not in NOT_IN_FILES:
            yield above + field.name, value


def _written(default: object) -> str:
    """A default as a file of settings has it."""
    if isinstance(default, bool):
        return str(default).lower()
    return f"{default:.15g}" if isinstance(default, int | float) else str(default)


@pytest.fixture(scope="module")
def changes() -> str:
    """The table of what to touch for which change."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    return text.partition("## Where to change what\n")[2].partition("\n## ")[0]


def test_what_is_to_be_changed_is_in_the_code(changes: str) -> None:
    """Each function, class and constant that the table of changes names is there."""
    source = " ".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "src" / "forumbot").rglob("*.py")
    )
    words = set(re.findall(r"\w+", source))
    named = re.findall(
        r"`(?:\w+\.)*(\w+)(?:\([^`]*\))?`", re.sub(r"`\w+\.(?:py|json)`", "", changes)
    )
    assert len(named) > 20
    assert [name for name in named if name not in words] == []


def test_what_is_to_be_changed_exists(changes: str) -> None:
    """Each file that the table of changes names is there, but for those that are to be new."""
    named = re.findall(r"(?<!new )`((?:\w+/)*\w+\.(?:py|json|yaml)|(?:\w+/)+)`", changes)
    assert len(named) > 20
    roots = (ROOT / "src" / "forumbot", ROOT)
    assert [name for name in named if not any((root / name).exists() for root in roots)] == []
