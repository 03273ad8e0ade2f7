"""What each part of the search gives, with bootstrap intervals over the questions.

    python bench/ablation.py QUESTIONS --index DIR [--cross-validate]
    python bench/ablation.py QUESTIONS --index DIR --answers KNOWLEDGE

``QUESTIONS`` is a file of golden questions or a BEIR folder, and ``DIR`` an index that was built
over its documents (for a BEIR folder, it is built there if it is empty). With ``--cross-validate``,
golden questions only: the weights are chosen from a grid by the questions on four fifths of the
documents and judged by those on the last fifth, which gives figures that no choice has seen. With
``--answers`` the whole is measured over an index of the documents in ``KNOWLEDGE``: as it ships,
without the reader, without the vectors across languages and without what glossaries translate for
the search.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from forumbot.app import App
from forumbot.asking.question import read_question
from forumbot.clock import system_clock
from forumbot.config import RetrievalConfig, Settings
from forumbot.evaluation.beir import beir_archive, ndcg
from forumbot.evaluation.beir_folder import read_beir
from forumbot.evaluation.figures import LEVEL, drawn
from forumbot.evaluation.golden import GoldenQuestion, read_golden
from forumbot.evaluation.measure import Request
from forumbot.evaluation.measure import measure as evaluated
from forumbot.search.builder import BuildSettings, build
from forumbot.search.generation import Generation, load_live
from forumbot.search.index_folder import IndexFolder
from forumbot.search.ports import Embedder, TokenVectors, Vectors
from forumbot.search.retriever import Retriever

ALL = RetrievalConfig()
VARIANTS = {
    "all": ALL,
    "without late interaction": replace(ALL, late_weight=0.0),
    "late in every language": replace(ALL, model_languages=("en", "de", "fr", "nl")),
    "without feedback": replace(ALL, feedback_weight=0.0),
    "without late and feedback": replace(ALL, late_weight=0.0, feedback_weight=0.0),
    "without words": replace(ALL, word_weight=0.0),
    "without character n-grams": replace(ALL, ngram_weight=0.0),
    "without passage vectors": replace(ALL, dense_weight=0.0),
    "without the forum named": replace(ALL, edition_bonus=0.0),
    "without the time named": replace(ALL, time_bonus=0.0),
    "without acronyms": replace(ALL, acronym_loss=None),
}
GRID = {
    "dense_weight": (2.0, 4.0, 6.0),
    "late_weight": (0.0, 3.0, 6.0, 9.0),
    "feedback_weight": (0.0, 0.6),
    "ngram_weight": (0.0, 0.75, 1.5),
}
MODELS = {
    "all": ALL,
    "without the reader": replace(ALL, read=0),
    "without e5": replace(ALL, multilingual_weight=0.0),
    "without glossaries": replace(ALL, translation_loss=None),
}
WHOLE = (
    "hit@1", "hit@5", "wanted_strings_answered", "answered_of_answerable",
    "answered_of_unanswerable", "auroc_within_type",
)  # fmt: skip
FOLDS = 5
ENDS = (1 - LEVEL) / 2, (1 + LEVEL) / 2
Figures = dict[str, npt.NDArray[np.float64]]
"""One figure of each question, shape (questions,), by its name."""
Measure = Callable[[RetrievalConfig], Figures]


def main() -> None:
    """Print a line a variant: each figure, its 95 % interval, and that of the loss."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--answers", type=Path, metavar="KNOWLEDGE")
    arguments = parser.parse_args()
    if arguments.answers is not None:
        whole_answers(arguments.questions, arguments.answers, arguments.index)
        return
    app = App(Settings(), system_clock)
    index = IndexFolder(arguments.index)
    embedder: Any = Remembering(app.embedder)
    if arguments.questions.is_file():
        questions = [one for one in read_golden(arguments.questions) if one.answerable]
        measure = over_golden(questions, load_live(index), embedder)
        if arguments.cross_validate:
            cross_validate(questions, measure)
            return
    else:
        measure = over_beir(arguments.questions, index, embedder)
    whole = measure(ALL)
    for name, settings in VARIANTS.items():
        figures = measure(settings)
        print(f"{name:<28}" + "".join(shown(key, figures[key], whole[key]) for key in figures))


def whole_answers(questions: Path, knowledge: Path, index: Path) -> None:
    """Print what ``forumbot eval`` gives without each model, with its 95 % interval."""
    for name, retrieval in MODELS.items():
        settings = Settings(
            knowledge=knowledge, knowledge_named=True, index=index, retrieval=retrieval
        )
        figures = evaluated(
            App(settings, system_clock), Request(questions), lambda _step, _done, _total: None
        )
        shown = (
            f"  {key} {figures[key]:.3f} [{low:.3f}, {high:.3f}]"
            for key in WHOLE
            for low, high in [figures["intervals"][key]]
        )
        print(f"{name:<20}" + "".join(shown), flush=True)


class Remembering:
    """An embedder that reads each question once, however many variants ask it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._read: dict[str, tuple[Vectors, TokenVectors]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embedder, name)

    def read_queries(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """As the embedder's."""
        new = [text for text in dict.fromkeys(texts) if text not in self._read]
        vectors, tokens = self._embedder.read_queries(new)
        self._read.update(zip(new, zip(vectors, tokens, strict=True), strict=True))
        read = [self._read[text] for text in texts]
        return np.stack([vector for vector, _tokens in read]), [tokens for _vector, tokens in read]


def over_golden(
    questions: Sequence[GoldenQuestion], generation: Generation, embedder: Embedder
) -> Measure:
    """Whether a right passage of each question is first, and among the first five."""
    asked = [read_question(generation.lexical.mended(one.question, "en")) for one in questions]

    def measure(settings: RetrievalConfig) -> Figures:
        found = Retriever(generation, embedder, settings).search_all(asked, 5)
        right = [
            [q.is_met_by(hit.passage.doc_id, hit.passage.text) for hit in hits]
            for q, hits in zip(questions, found, strict=True)
        ]
        return {
            f"hit@{depth}": np.array([any(flags[:depth]) for flags in right], dtype=float)
            for depth in (1, 5)
        }

    return measure


def over_beir(folder: Path, index: IndexFolder, embedder: Embedder) -> Measure:
    """nDCG@10 of each query that has a relevant document."""
    entries, queries = read_beir(folder)
    judged = [query for query in queries if query.relevant]
    if not index.names():
        build(index, lambda: beir_archive(entries), embedder, system_clock, BuildSettings())
    generation = load_live(index)

    def measure(settings: RetrievalConfig) -> Figures:
        retriever = Retriever(generation, embedder, settings)
        found = retriever.search_all([read_question(query.text) for query in judged], 50)
        ranked = [list(dict.fromkeys(hit.passage.doc_id for hit in hits)) for hits in found]
        gains = [ndcg(query.relevant, ids, 10) for query, ids in zip(judged, ranked, strict=True)]
        return {"nDCG@10": np.array(gains)}

    return measure


def cross_validate(questions: Sequence[GoldenQuestion], measure: Measure) -> None:
    """Print what each fold of documents gets by the weights that the other folds choose."""
    grid = list(map(_weighed, product(*GRID.values())))
    measured = [measure(settings) for settings in grid]
    held_out = {name: np.zeros(len(questions)) for name in measured[0]}
    for number, fold in enumerate(folds(questions), start=1):
        others = ~fold
        worth = [sum(values[others].mean() for values in one.values()) for one in measured]
        best = int(np.argmax(worth))
        for name, values in measured[best].items():
            held_out[name][fold] = values[fold]
        chosen = ", ".join(f"{name} {getattr(grid[best], name):g}" for name in GRID)
        print(f"fold {number}: {int(fold.sum())} questions; the others choose {chosen}")
    whole = measure(ALL)
    for label, figures in (("held out", held_out), ("as shipped", whole)):
        print(f"{label:<28}" + "".join(shown(key, figures[key], whole[key]) for key in figures))


def _weighed(weights: Sequence[float]) -> RetrievalConfig:
    named: dict[str, Any] = dict(zip(GRID, weights, strict=True))
    return replace(ALL, **named)


def folds(questions: Sequence[GoldenQuestion]) -> Iterator[npt.NDArray[np.bool_]]:
    """Which questions each fold holds: all questions on a document are in the same one."""
    owners = [question.doc or "" for question in questions]
    documents = sorted(set(owners))
    shuffled = np.random.default_rng(0).permutation(len(documents))
    fold_of = {documents[place]: rank % FOLDS for rank, place in enumerate(shuffled)}
    for fold in range(FOLDS):
        yield np.array([fold_of[owner] == fold for owner in owners])


def shown(name: str, values: npt.NDArray[np.float64], whole: npt.NDArray[np.float64]) -> str:
    """The mean with its interval, and by how much it is better or worse than the whole."""
    shares, change = drawn(len(values)) / len(values), values - whole
    low, high = np.quantile(shares @ values, ENDS)
    worst, best = np.quantile(shares @ change, ENDS)
    return (
        f"  {name} {values.mean():.3f} [{low:.3f}, {high:.3f}]"
        f" {change.mean():+.3f} [{worst:+.3f}, {best:+.3f}]"
    )


if __name__ == "__main__":
    main()
