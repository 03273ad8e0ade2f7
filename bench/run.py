"""Quality and speed beside a plain rival, in one run: ``make bench``.

The rival cuts documents every 600 characters, ranks the pieces by BM25 (bm25s, English stemmer) and
by the same model's cosine (sentence-transformers), and fuses both by reciprocal rank. Both sides
get the same documents, the same questions and the same model in memory. Times are given as ratios;
the machine may be busy.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import Stemmer

from forumbot.answers.answerer import Answerer
from forumbot.app import App
from forumbot.archive.documents import Archive, read_archive
from forumbot.asking.question import check_question
from forumbot.clock import system_clock
from forumbot.config import Settings
from forumbot.evaluation.aside import aside
from forumbot.evaluation.golden import GoldenQuestion, read_golden

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
PIECE_CHARS = 600
DEPTH = 10


class PlainFusion:
    """The rival: fixed cuts, BM25 and cosine fused by reciprocal rank."""

    def __init__(self, app: App, archive: Archive) -> None:
        self._embedder = app.embedder
        self._stemmer = Stemmer.Stemmer("english")
        self.pieces = [
            (document.doc_id, document.text[start : start + PIECE_CHARS])
            for document in archive.documents
            for start in range(0, len(document.text), PIECE_CHARS)
        ]
        texts = [text for _doc_id, text in self.pieces]
        self._vectors = self._embedder.embed_passages(texts)
        self._bm25 = bm25s.BM25()
        self._bm25.index(self._tokens(texts), show_progress=False)

    def search(self, question: str) -> list[tuple[str, str]]:
        """The best pieces as (doc_id, text), best first."""
        cosines = self._vectors @ self._embedder.embed_queries([question])[0]
        words = self._bm25.get_scores(self._tokens([question])[0])
        fused = sum(1 / (60 + np.argsort(np.argsort(-scores))) for scores in (cosines, words))
        return [self.pieces[row] for row in np.argsort(-np.asarray(fused))[:DEPTH]]

    def _tokens(self, texts: list[str]) -> list[list[str]]:
        tokens: list[list[str]] = bm25s.tokenize(
            texts, stopwords="en", stemmer=self._stemmer, return_ids=False, show_progress=False
        )
        return tokens


def main() -> None:
    """Compare on the shared questions where they are there, else on the shipped archive's speed."""
    app = App(Settings(), system_clock)
    folders = [folder for folder in (SHARED / "seed", SHARED / "corpus") if folder.is_dir()]
    with tempfile.TemporaryDirectory() as together:
        for folder in folders or [ROOT / "knowledge"]:
            shutil.copytree(folder, together, dirs_exist_ok=True)
        compare(app, read_archive(Path(together)))


def compare(app: App, archive: Archive) -> None:
    """Print quality and speed of both sides over one archive."""
    documents = archive.documents
    doc_ids = [document.doc_id for document in documents]
    questions = [
        question
        for name in ("dev.jsonl", "dev2.jsonl")
        if (SHARED / "questions" / name).is_file()
        for question in read_golden(SHARED / "questions" / name)
        if question.answerable and any(map(question.is_of, doc_ids))
    ]
    asked = [question.question for question in questions] or [d.title for d in documents]
    rival = PlainFusion(app, archive)
    with aside(app, archive, lambda *_: None) as generation:
        retriever, answerer = app.retriever(generation), app.answerer(generation)
        print(f"{len(documents)} documents, {len(asked)} questions")
        if questions:
            hits = retriever.search_all([check_question(q) for q in asked], DEPTH)
            ours = [[(hit.passage.doc_id, hit.passage.text) for hit in found] for found in hits]
            show("plain fusion", questions, [rival.search(q) for q in asked])
            show("forumbot", questions, ours)
        plain, searched, answered = medians(
            asked,
            [
                rival.search,
                lambda q: retriever.search(check_question(q), DEPTH),
                lambda q: answerer.answer(check_question(q)),
            ],
        )
        print(f"time of a search: {searched / plain:.2f} of the rival's")
        print(
            f"time of an answer with checked quotes: {answered / plain:.2f} of the rival's search"
        )
        show_stages(asked, answerer)


def show_stages(asked: Sequence[str], answerer: Answerer) -> None:
    """Print the median time of a warm answer, and the share of it that each stage takes.

    The stages are timed where they are called; what is asked of a stage within another one counts
    for the outer.
    """
    watch = Stopwatch()
    watch.time("reading the question", answerer._retriever, "queries")
    watch.time("ranking", answerer._retriever, "rank")
    watch.time("evidence", answerer, "_measure")
    watch.time("choosing quotes", answerer, "_draft")
    watch.time("checking quotes", answerer._lock, "holds")
    totals, stages = [], []
    for question in asked:
        watch.seconds.clear()
        started = time.perf_counter()
        answerer.answer(check_question(question))
        totals.append(time.perf_counter() - started)
        stages.append(dict(watch.seconds))
    total = statistics.median(totals)
    print(f"a warm answer: median {1000 * total:.0f} ms, one in ten from "
          f"{1000 * float(np.quantile(totals, 0.9)):.0f} ms; of the median")  # fmt: skip
    for name in watch.names:
        spent = [stage.get(name, 0.0) for stage in stages]
        print(f"  {name:<22}{statistics.median(spent) / total:.0%}")


class Stopwatch:
    """Adds up the seconds that methods of objects take, by a name for each."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.seconds: dict[str, float] = {}

    def time(self, name: str, of: object, method: str) -> None:
        """Count the calls of a method of one object from now on."""
        self.names.append(name)
        timed = getattr(of, method)

        def run(*arguments: Any, **named: Any) -> Any:
            started = time.perf_counter()
            try:
                return timed(*arguments, **named)
            finally:
                spent = time.perf_counter() - started
                self.seconds[name] = self.seconds.get(name, 0.0) + spent

        setattr(of, method, run)


def show(
    name: str, questions: Sequence[GoldenQuestion], found: Sequence[Sequence[tuple[str, str]]]
) -> None:
    """Print hit@1 and hit@5 of one side."""
    ranks = [
        next((at for at, (doc_id, text) in enumerate(hits, start=1)
              if question.is_met_by(doc_id, text)), DEPTH + 1)
        for question, hits in zip(questions, found, strict=True)
    ]  # fmt: skip
    first, five = (np.mean([rank <= depth for rank in ranks]) for depth in (1, 5))
    print(f"{name:<14} hit@1 {first:.3f}  hit@5 {five:.3f}")


def medians(questions: Sequence[str], sides: Sequence[Callable[[str], object]]) -> list[float]:
    """Median seconds a question of each side, the sides taking turns."""
    times: list[list[float]] = [[] for _side in sides]
    for question in questions:
        for side, seconds in zip(sides, times, strict=True):
            started = time.perf_counter()
            side(question)
            seconds.append(time.perf_counter() - started)
    return [statistics.median(seconds) for seconds in times]


if __name__ == "__main__":
    main()
