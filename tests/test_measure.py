import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from forumbot.app import App
from forumbot.clock import Clock
from forumbot.config import Settings
from forumbot.errors import EvaluationError, ForumbotError, UsageError
from forumbot.measure import Request, measure
from forumbot.search.embedder import SentenceEmbedder

MakeArchive = Callable[[dict[str, str | bytes]], Path]
QUESTIONS = (
    {"id": "fund", "question": "What has the wombat fund?", "doc": "fund.md",
     "answer_substrings": ["5 million"]},
    {"id": "zoo", "question": "Where was the zoo meeting held?", "doc": "zoo.md",
     "answer_substrings": ["Vienna"]},
    {"id": "none", "question": "Who prices sovereign bonds?", "answerable": False},
)  # fmt: skip


def silent(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


@pytest.fixture
def knowledge(make_archive: MakeArchive) -> Path:
    """Two reports and golden questions beside them."""
    lines = "".join(f"{json.dumps(record)}\n" for record in QUESTIONS)
    return make_archive(
        {
            "fund.md": "# Fund\n\nThe wombat fund has 5 million euros.\n",
            "zoo.md": "# Zoo\n\nThe zoo meeting was held in Vienna.\n",
            "golden.jsonl": lines,
        }
    )


@pytest.fixture
def app(knowledge: Path, clock: Clock, embedder: SentenceEmbedder) -> App:
    """An app whose index is built."""
    settings = Settings(knowledge=knowledge, index=knowledge.parent / "index", knowledge_named=True)
    app = App(settings, clock, embedder)
    app.build(strict=True, on_progress=silent)
    return app


def test_without_a_path_the_archive_s_own_questions_are_asked(app: App) -> None:
    """They lie beside the documents, and are none of them."""
    figures = measure(app, Request(), silent)
    assert app.generation.documents.keys() == {"fund.md", "zoo.md"}
    assert (figures["questions"], figures["hit@1"]) == (3, 1.0)
    assert figures["generation"] == app.generation.manifest.generation
    assert figures["confidence"]["version"] == app.confidence_version


def test_an_archive_without_questions_says_where_they_belong(app: App, knowledge: Path) -> None:
    """The message names the file."""
    (knowledge / "golden.jsonl").unlink()
    with pytest.raises(EvaluationError, match=r"golden\.jsonl: no such file .*evaluation\.md"):
        measure(app, Request(), silent)


def test_a_plot_is_written(app: App, tmp_path: Path) -> None:
    """It names the questions and the generation; a place that is none is named."""
    path = tmp_path / "plot.svg"
    measure(app, Request(plot=path), silent)
    title = ElementTree.parse(path).findtext("{http://www.w3.org/2000/svg}title")  # noqa: S314
    assert title == f"golden.jsonl, generation {app.generation.manifest.generation}"
    with pytest.raises(ForumbotError, match="--plot"):
        measure(app, Request(plot=tmp_path / "no" / "plot.svg"), silent)


def test_two_generations_are_compared(app: App, knowledge: Path) -> None:
    """A document that the new one has lost is seen; quotes of changed files are taken as they were.

    Questions on documents that only one of both holds are no part of the comparison.
    """
    before = app.generation.manifest.generation
    (knowledge / "zoo.md").write_text("# Zoo\n\nThe zoo was closed.\n", encoding="utf-8")
    (knowledge / "new.md").write_text("# New\n\nA newt has been seen.\n", encoding="utf-8")
    more = {"id": "new", "question": "What was seen?", "doc": "new.md",
            "answer_substrings": ["newt"]}  # fmt: skip
    with (knowledge / "golden.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(more) + "\n")
    later = App(app.settings, app.clock, app.embedder)
    later.build(strict=True, on_progress=silent)
    figures = measure(later, Request(against=before), silent)
    compared = figures["against"]
    assert (figures["questions"], compared["questions"]) == (4, 3)
    assert (compared["generation"], compared["documents"]) == (before, 2)
    assert [item["id"] for item in compared["worse"]] == ["zoo"]
    assert compared["better"] == []
    assert compared["figures"]["wanted_strings"]["difference"] == -0.5


def test_a_generation_that_is_not_kept_is_named(app: App) -> None:
    """With those that are, before anything is answered."""
    with pytest.raises(UsageError, match=f"no generation 'x'.*{app.index.names()[0]}"):
        measure(app, Request(against="x"), silent)


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (Request(run=Path("run.txt")), "BEIR"),
        (Request(Path(), against="g"), "--against"),
        (Request(Path(), plot=Path("p.svg")), "--plot"),
    ],
)
def test_options_that_do_not_go_together_are_misuse(
    app: App, request_: Request, words: str
) -> None:
    """A ranking is of a folder; comparisons and plots are of golden questions."""
    with pytest.raises(UsageError, match=words):
        measure(app, request_, silent)
