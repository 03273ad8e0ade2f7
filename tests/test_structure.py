"""The shape of the source: no import circles, nothing too long, and a test beside each module."""

import ast
import re
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "forumbot"
TESTS = ROOT / "tests"

LONGEST_MODULE, LONGEST_FUNCTION = 400, 45
"""Lines. A reader takes in a function without scrolling, and a module in a few minutes."""
SMALL = 60
"""Up to so many lines a module may be tested through those that use it."""

# What is still longer than that; each entry goes when its module or function is broken up.
LONG_MODULES: set[str] = set()
LONG_FUNCTIONS: set[str] = set()
# Modules (or folders of them) above SMALL without a test file of their own name, and why.
TESTED_ELSEWHERE = {
    "answers/answer.py": "its words are those of test_answerer.py",
    "answers/overviews/overview.py": "what overviews are made of and from, held by mypy",
    "answers/overviews/registry.py": "its rows are tried by messages in test_responder.py",
    "answers/conversation.py": "what it keeps of an answer is asked for in test_recalling.py",
    "asking/replacing.py": "what takes the place of what is asked in test_followups.py",
    "language/turns.py": "the words that point back are read in asking/test_followups.py",
    "answers/overviews/meetings.py": "named in the messages of answers/overviews/",
    "answers/occasions/day_of_forum.py": "asked beside several forums in test_several_forums.py",
    "answers/occasions/event_day.py": "asked through test_answerer.py, which has the calendar",
    "archive/files.py": "folders of files are read in test_documents.py and test_hostile.py",
    "archive/formats/pdf": "pages are read whole in formats/test_pdf.py",
    "archive/formats/slides": "files are read whole in formats/test_pptx.py",
    "archive/formats/opendocument": "files are read whole in formats/test_odt.py and its siblings",
    "archive/formats/spreadsheets": "files are read whole in formats/test_xlsx.py and test_csv.py",
    "archive/formats/tesseract.py": "asked and called in formats/test_scans.py",
    "archive/formats/web": "pages are read whole in formats/test_html.py",
    "archive/formats/word": "files are read whole in formats/test_docx.py",
    "archive/worker.py": "a process: started, stopped and killed in test_pool.py",
    "bot/change_rows.py": "kept and shown in commands/test_changes.py",
    "bot/answer_rows.py": "kept and found again in test_store.py",
    "bot/agenda.py": "seen through commands/test_event.py and test_remind.py",
    "bot/records.py": "kept and found again in test_store.py",
    "bot/ports.py": "what it asks for of the client is held by mypy",
    "bot/places.py": "named in commands/test_settings.py and test_poster.py",
    "bot/targets.py": "named in bot/commands/",
    "cli": "called as a person calls it in test_cli.py",
    "config_file.py": "every setting is read from a file in test_config.py",
    "parts.py": "what it asks for of the app is held by mypy",
    "search/wordings.py": "wordings are ranked as those of questions in test_retriever.py",
    "reminders/calendar_memory.py": "kept and recalled in test_events_kept.py",
    "reminders/calendar_warnings.py": "what is warned of is read in test_events_file.py",
    "reminders/rules.py": "every rule, right and wrong, is read in test_events.py",
    "reminders/changed_days.py": "days that differ are read in test_events_file.py",
    "reminders/checked_yaml.py": "every fault that a file can have is read in test_events_file.py",
    "reminders/event_times.py": "starts and ends are read in test_event_entry.py",
    "reminders/editing.py": "messages are edited as their events change in test_runner.py",
    "bot/store_schema.py": "brought to a file and migrated in test_store.py",
    "bot/event_drafts.py": "shown, asked about and kept in commands/test_event.py",
    "reminders/sqlite_renames.py": "renames in test_sqlite_ledger.py and test_sqlite_requests.py",
    "reminders/sqlite_schema.py": "brought to a file and migrated in test_sqlite_ledger.py",
    "reminders/ports.py": "held by mypy, and for what they say by test_sqlite_ledger.py",
    "reminders/planner.py": "plans whole years in test_runner.py and test_runner_years.py",
    "terminal/events.py": "printed in terminal/test_views.py",
    "terminal/reports.py": "printed in terminal/test_views.py",
    "search/generation.py": "loaded in test_index_folder.py and test_retriever.py",
    "search/ports.py": "Protocols, which their implementations are tested by",
}


@cache
def modules() -> tuple[str, ...]:
    """Every module of the source, as a path below its root."""
    return tuple(sorted(path.relative_to(SRC).as_posix() for path in SRC.rglob("*.py")))


@cache
def nodes_of(module: str) -> tuple[ast.AST, ...]:
    """All that a module is written of."""
    return tuple(ast.walk(ast.parse((SRC / module).read_text(encoding="utf-8"))))


def lines_of(module: str) -> int:
    """How many lines a module has."""
    return len((SRC / module).read_text(encoding="utf-8").splitlines())


def long_functions(module: str) -> list[str]:
    """The functions of a module that are too long, with their module."""
    nodes = nodes_of(module)
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [
        f"{module} {function.name}"
        for function in functions
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    ]


@cache
def untested() -> list[str]:
    """The modules above ``SMALL`` that have no test file of their name."""
    return [
        module
        for module in modules()
        if lines_of(module) > SMALL
        and not (TESTS / module).with_name(f"test_{Path(module).name}").exists()
    ]


def covers(entry: str, module: str) -> bool:
    """Whether an entry names a module, or a folder that it lies in."""
    return module == entry or module.startswith(f"{entry}/")


def numeric_constants(tree: ast.Module) -> list[ast.stmt]:
    """The assignments at the top of a module whose value has a number written in it."""
    assigned = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    return [
        node
        for node in assigned
        if node.value is not None and any(map(is_number, ast.walk(node.value)))
    ]


def is_number(node: ast.AST) -> bool:
    """Whether a piece of syntax is a number; True and False are none."""
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def unexplained(source: str) -> list[str]:
    """The numeric constants of a module without a comment, each by its line.

    A comment stands on its line or right above it, a docstring right below; one may be for a group
    of numeric constants without a blank line between them.
    """
    tree, lines = ast.parse(source), source.splitlines()
    constants = numeric_constants(tree)
    texts = {node.lineno for node in tree.body if isinstance(node, ast.Expr)}
    explained: set[int] = set()
    for node in constants:
        end = node.end_lineno or node.lineno
        above = node.lineno - 1
        has_comment = " # " in lines[end - 1].removesuffix("# fmt: skip")
        in_group = any(other.end_lineno == above and above in explained for other in constants)
        if has_comment or in_group or lines[above - 1].startswith("#") or end + 1 in texts:
            explained.add(end)
    return [lines[node.lineno - 1] for node in constants if node.end_lineno not in explained]


def multiplies(module: str) -> bool:
    """Whether a module multiplies matrices with NumPy's own operator."""
    return any(isinstance(node, ast.MatMult) for node in nodes_of(module))


@pytest.fixture(scope="module")
def circular() -> set[str]:
    """The modules that import themselves by way of others.

    Imports inside functions and those for types alone count as any other.
    """
    graph = grimp.build_graph("forumbot", cache_dir=None)
    reached = {module: graph.find_upstream_modules(module) for module in graph.modules}
    return {
        module
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
        if module in reached[imported]
    }


def test_no_module_imports_itself_by_way_of_others(circular: set[str]) -> None:
    """There are no circles of imports."""
    assert circular == set()


def test_no_module_is_too_long() -> None:
    """A module above the limit has a second subject and is split."""
    found = {module for module in modules() if lines_of(module) > LONGEST_MODULE}
    assert found == LONG_MODULES


def test_no_function_is_too_long() -> None:
    """A function above the limit does more than one thing."""
    found = {function for module in modules() for function in long_functions(module)}
    assert found == LONG_FUNCTIONS


def test_each_module_has_a_test_of_its_name_or_a_reason() -> None:
    """Where the tests of a module are is told by its path, else by the list above."""
    homeless = [
        module
        for module in untested()
        if not any(covers(entry, module) for entry in TESTED_ELSEWHERE)
    ]
    assert homeless == []


def test_no_reason_outlives_its_module() -> None:
    """Each entry of the list still stands for a module without a test of its name."""
    stale = [
        entry
        for entry in TESTED_ELSEWHERE
        if not any(covers(entry, module) for module in untested())
    ]
    assert stale == []


@pytest.mark.parametrize("room", ["asking", "answers", "search"])
def test_each_number_that_shapes_answers_says_where_it_comes_from(room: str) -> None:
    """Measured by what, or set by hand: a comment on, above or below it, or above its group."""
    found = {
        module: lines
        for module in modules()
        if module.startswith(f"{room}/")
        if (lines := unexplained((SRC / module).read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("A = 1", ["A = 1"]),
        ("A = 1  # of a byte", []),
        ("A = 1  # fmt: skip", ["A = 1  # fmt: skip"]),
        ("# Of a byte.\nA = 1\nB = {\n    2\n}\nC = 3", []),
        ("# Of a byte.\nA = 1\n\nB = 2", ["B = 2"]),
        ("# A word.\nA = 'a'\nB = 2", ["B = 2"]),
        ('A = 1\n"""Of a byte."""', []),
        ("A = True\nB = 'b'", []),
    ],
)
def test_numbers_without_a_comment_are_found(source: str, found: list[str]) -> None:
    """A blank line, and a line without a number, end a group."""
    assert unexplained(source) == found


def test_matrices_are_multiplied_in_one_place() -> None:
    """What OpenBLAS may warn of for nothing is silenced once, for every product."""
    assert [module for module in modules() if multiplies(module)] == ["products.py"]


def test_objects_are_keys_themselves() -> None:
    """No module asks for the place of one in memory, which another one has when it is gone."""
    calls = (
        f"{module}:{node.lineno}"
        for module in modules()
        for node in nodes_of(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "id"
    )
    assert list(calls) == []


def test_each_test_of_the_table_of_what_was_found_is_there() -> None:
    """``tests/black-box.md`` names no test that was renamed or dropped."""
    named = re.findall(r"\| (test_\w+) \|$", (TESTS / "black-box.md").read_text("utf-8"), re.M)
    files = [*(TESTS / "bot").glob("test_*.py"), TESTS / "test_calendar_cases.py"]
    known = {
        name for path in files for name in re.findall(r"def (test_\w+)", path.read_text("utf-8"))
    }
    assert len(named) > 60
    assert set(named) <= known
