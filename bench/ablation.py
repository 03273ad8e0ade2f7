"""What each part of the search gives, with bootstrap intervals over the questions.

    python bench/ablation.py QUESTIONS --index DIR

``QUESTIONS`` is a file of golden questions or a BEIR folder, and ``DIR`` an index that was built
over its documents (for a BEIR folder, it is built there if it is empty).
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from forumbot.answers.beir import beir_archive, ndcg
from forumbot.answers.golden import read_beir, read_golden
from forumbot.app import App
from forumbot.clock import system_clock
from forumbot.config import Settings
from forumbot.search.builder import BuildSettings, build
from forumbot.search.generations import IndexFolder
from forumbot.search.retriever import Generation, RetrievalSettings, Retriever, load_live

ALL = RetrievalSettings()
VARIANTS = {
    "all": ALL,
    "without late interaction": replace(ALL, late_weight=0.0),
    "late weight 8": replace(ALL, late_weight=8.0),
    "late weight 12": replace(ALL, late_weight=12.0),
    "late in every language": replace(ALL, model_languages=("en", "de", "fr", "nl")),
    "without words": replace(ALL, word_weight=0.0),
    "without character n-grams": replace(ALL, ngram_weight=0.0),
    "without passage vectors": replace(ALL, dense_weight=0.0),
    "without the forum named": replace(ALL, edition_bonus=0.0),
}
DRAWS = 2_000
Figures = dict[str, npt.NDArray[np.float64]]
"""One figure of each question, shape (questions,), by its name."""


def main() -> None:
    """Print a line a variant: each figure, its 95 % interval, and that of the loss."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    arguments = parser.parse_args()
    app = App(Settings(), system_clock)
    index = IndexFolder(arguments.index)
    measure = over_golden if arguments.questions.is_file() else over_beir
    if measure is over_beir and not index.names():
        entries, _queries = read_beir(arguments.questions)
        build(index, lambda: beir_archive(entries), app.embedder, system_clock, BuildSettings())
    generation = load_live(index)
    whole: Figures = {}
    for name, settings in VARIANTS.items():
        figures = measure(
            arguments.questions, generation, Retriever(generation, app.embedder, settings)
        )
        whole = whole or figures
        print(f"{name:<28}" + "".join(shown(key, figures[key], whole[key]) for key in figures))


def over_golden(path: Path, generation: Generation, retriever: Retriever) -> Figures:
    """Whether a right passage of each answerable question is first, and among the first five."""
    questions = [question for question in read_golden(path) if question.answerable]
    asked = [generation.lexical.mended(question.question) for question in questions]
    right = [
        [q.is_of(hit.passage.doc_id) and q.is_held_by(hit.passage.text) for hit in hits]
        for q, hits in zip(questions, retriever.search_all(asked, 5), strict=True)
    ]
    return {
        f"hit@{depth}": np.array([any(flags[:depth]) for flags in right], dtype=float)
        for depth in (1, 5)
    }


def over_beir(folder: Path, _generation: Generation, retriever: Retriever) -> Figures:
    """nDCG@10 of each query that has a relevant document."""
    queries = [query for query in read_beir(folder)[1] if query.relevant]
    found = retriever.search_all([query.text for query in queries], 50)
    ranked = [list(dict.fromkeys(hit.passage.doc_id for hit in hits)) for hits in found]
    return {
        "nDCG@10": np.array(
            [ndcg(query.relevant, ids, 10) for query, ids in zip(queries, ranked, strict=True)]
        )
    }


def shown(name: str, values: npt.NDArray[np.float64], whole: npt.NDArray[np.float64]) -> str:
    """The mean with its interval, and by how much it is better or worse than the whole."""
    draws = np.random.default_rng(0).integers(0, len(values), (DRAWS, len(values)))
    low, high = np.quantile(values[draws].mean(axis=1), (0.025, 0.975))
    worst, best = np.quantile((values - whole)[draws].mean(axis=1), (0.025, 0.975))
    change = float((values - whole).mean())
    return (
        f"  {name} {values.mean():.3f} [{low:.3f}, {high:.3f}]"
        f" {change:+.3f} [{worst:+.3f}, {best:+.3f}]"
    )


if __name__ == "__main__":
    main()
