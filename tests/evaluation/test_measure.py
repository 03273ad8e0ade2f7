import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from forumbot.answers.deciding.confidence import shipped_judge
from forumbot.app import App
from forumbot.clock import Clock
from forumbot.config import Settings
from forumbot.errors import EvaluationError, ForumbotError, MismatchError, UsageError
from forumbot.evaluation.measure import Request, measure
from forumbot.search.onnx_embedder import OnnxEmbedder
from forumbot.search.ports import Embedder

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
def app(knowledge: Path, clock: Clock, embedder: Embedder) -> App:
    """An app whose index is built."""
    settings = Settings(knowledge=knowledge, index=knowledge.parent / "index", knowledge_named=True)
    app = App(settings, clock, embedder)
    app.service.build(strict=True, on_progress=silent)
    return app


def test_without_a_path_the_archive_s_own_questions_are_asked(app: App) -> None:
    """They lie beside the documents, and are none of them."""
    figures = measure(app, Request(), silent)
    assert app.generation.documents.keys() == {"fund.md", "zoo.md"}
    assert (figures["questions"], figures["hit@1"]) == (3, 1.0)
    assert figures["generation"] == app.generation.manifest.generation
    assert figures["confidence"]["version"] == shipped_judge().version


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


def test_a_plot_is_called_what_it_is(app: App, tmp_path: Path) -> None:
    """No other program would open an SVG that is called a PNG."""
    with pytest.raises(UsageError, match=r"plot\.png: --plot writes an SVG"):
        measure(app, Request(plot=tmp_path / "plot.png"), silent)
    assert list(tmp_path.glob("plot*")) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [("", "it is a folder"), ("no/plot.svg", "there is no folder .*/no"), ("x" * 300, "too long")],
)
def test_a_place_that_is_none_is_named_before_anything_is_asked(
    app: App, tmp_path: Path, name: str, reason: str
) -> None:
    """Minutes of answering are not thrown away for a mistyped name."""
    steps: list[str] = []
    with pytest.raises(ForumbotError, match=rf"cannot be written \(.*{reason}.*--plot"):
        measure(app, Request(plot=tmp_path / name), lambda step, *_: steps.append(step))
    with pytest.raises(ForumbotError, match=rf"cannot be written \(.*{reason}.*--run"):
        measure(app, Request(collection(tmp_path), run=tmp_path / name),
                lambda step, *_: steps.append(step))  # fmt: skip
    assert steps == []


def collection(folder: Path, query: str = "q1", document: str = "d1", **metadata: object) -> Path:
    """A BEIR folder of one document and one query."""
    (folder / "qrels").mkdir(parents=True)
    (folder / "qrels" / "test.tsv").write_text(f"{query}\t{document}\t1\n", encoding="utf-8")
    records = {
        "corpus": {"_id": document, "title": "Wombats", "text": "The wombat eats grass."},
        "queries": {"_id": query, "text": "What does a wombat eat?", "metadata": metadata},
    }
    for name, record in records.items():
        (folder / f"{name}.jsonl").write_text(json.dumps(record), encoding="utf-8")
    return folder


def test_queries_that_tell_nothing_are_no_part_of_abstaining(app: App, tmp_path: Path) -> None:
    """They are ranked; counted among the unanswerable ones, they would spoil the figures."""
    folder = collection(tmp_path / "beir")
    asked = (
        (True, "Does it eat grass?"),
        (False, "Who prices bonds?"),
        (None, "Wombats eat what?"),
    )
    lines = [{"_id": f"q{at}", "text": text, "metadata": {"answerable": flag}}
             for at, (flag, text) in enumerate(asked)]  # fmt: skip
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    figures = measure(app, Request(folder), silent)
    assert (figures["queries"], figures["auroc"]) == (3, 1.0)
    assert figures["answered_of_near_misses"] in (0.0, 1.0)
    assert figures["intervals"].keys() >= {"ndcg@10", "auroc"}
    assert figures["confidence"]["version"] == shipped_judge().version


def test_relevant_documents_that_are_not_there_are_counted(app: App, tmp_path: Path) -> None:
    """As trec_eval has it they lower the figures; so it is said how many they are."""
    folder = collection(tmp_path / "beir")
    with (folder / "qrels" / "test.tsv").open("a", encoding="utf-8") as file:
        file.write("q1\tgone\t1\nq2\tgone\t1\n")
    figures = measure(app, Request(folder), silent)
    assert (figures["judged"], figures["relevant_missing"]) == (1, 1)
    assert figures["recall@100"] == 0.5


@pytest.mark.parametrize("ids", [("q 1", "d1"), ("q1", "d\u00a01")])
def test_an_id_with_white_space_is_in_no_ranking(
    app: App, tmp_path: Path, ids: tuple[str, str]
) -> None:
    """The line would have seven fields; without ``--run`` the collection is measured."""
    folder = collection(tmp_path / "beir", *ids)
    with pytest.raises(EvaluationError, match=r"has white space.*--run"):
        measure(app, Request(folder, run=tmp_path / "run.txt"), silent)
    assert measure(app, Request(folder), silent)["ndcg@10"] == 1.0
    assert not (tmp_path / "run.txt").exists()


def test_a_ranking_is_written(app: App, tmp_path: Path) -> None:
    """In TREC form; the index of the archive stays as it is."""
    before = app.index.names()
    measure(app, Request(collection(tmp_path / "beir"), run=tmp_path / "run.txt"), silent)
    fields = (tmp_path / "run.txt").read_text(encoding="utf-8").split()
    assert (fields[:4], fields[5]) == (["q1", "Q0", "d1", "1"], "forumbot")
    assert app.index.names() == before


@pytest.mark.parametrize(
    ("name", "reason"), [("gone", "no such"), ("x" * 300, "file name too long")]
)
def test_a_path_that_leads_nowhere_is_named(
    app: App, tmp_path: Path, name: str, reason: str
) -> None:
    """However long it is."""
    with pytest.raises(EvaluationError, match=f"{name}: {reason}.*; name another"):
        measure(app, Request(tmp_path / name), silent)


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
    later.service.build(strict=True, on_progress=silent)
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


def test_a_generation_of_another_model_is_refused_first(
    app: App, clock: Clock, embedder: Embedder
) -> None:
    """Its vectors mean something else; both models are named before anything is answered."""

    class Other(OnnxEmbedder):
        """The same model under another fingerprint, as its weights would give it."""

        def __init__(self) -> None:
            self.__dict__.update(embedder.__dict__)
            self.name, self.fingerprint = "other-model", "0" * 64

    before = app.generation.manifest.generation
    later = App(app.settings, clock, Other())
    later.service.build(strict=True, on_progress=silent)
    with pytest.raises(MismatchError, match=f"{before} was built with .*'other-model'"):
        measure(later, Request(against=before), silent)


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
