"""Fit how likely it is that what is shown answers, on what a reader makes of it: ``reading.json``.

    python bench/fit_reading.py KNOWLEDGE=QUESTIONS.jsonl... \
        [--squad ROWS.jsonl FOLDER] [--write]

Each pair is an archive and golden questions on it (several files may be joined by commas); with
``--squad`` some questions of SQuAD 2.0 are asked as well, on articles that a BEIR folder lacks.
A question is *right* where it can be answered and the quotes hold all that was wanted. Each golden
question whose answer was found stands in the fit once more, as one that the archive does not
answer: with what was found for it but the passages that hold any of what was wanted. Such near
misses have the words of questions that are answered, so that the fit learns none of these; they
count half, and no figure has them. What is reported for a question was fitted without its document
(five folds of documents), or its article. The threshold of each reader is where 12 of 100
answerable questions that it read are refused.
"""

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from forumbot.answers.answerer import Answer, Answerer
from forumbot.answers.deciding.confidence import shipped_judge
from forumbot.answers.deciding.decision import Case
from forumbot.answers.deciding.reading import ReadingFit, read_by
from forumbot.app import App
from forumbot.asking.kinds import kind_of
from forumbot.asking.question import check_question
from forumbot.clock import system_clock
from forumbot.config import Settings
from forumbot.evaluation import refit
from forumbot.evaluation.aside import aside
from forumbot.evaluation.beir import beir_archive
from forumbot.evaluation.beir_folder import BeirEntry, read_beir
from forumbot.evaluation.figures import Figure, area, area_within, value
from forumbot.evaluation.golden import GoldenQuestion, levelled, read_golden
from forumbot.evaluation.json_lines import read_json_lines
from forumbot.evaluation.judged import judge, usable
from forumbot.evaluation.refit import fitted

Numbers = npt.NDArray[np.float64]
WRITTEN = Path(__file__).parents[1] / "src/forumbot/answers/deciding/reading.json"
VERSION = "reading-7"
FOLDS = 5
# Of all sets; on dev to dev4 alone that refuses ten of a hundred, those by rules among them.
REFUSED = 0.12
SQUAD_QUESTIONS, OUT = 600, "out-of-material"
MISSED_COUNT, LEAST_LEFT = 0.5, 3
PUBLIC = "squad2"


@dataclass(frozen=True)
class Sample:
    """One question: its set, what it is kept apart by, whether it was answered right, values.

    ``missed`` are the values where the passages with the answer are left out, None where none were
    found, or too few are left.
    """

    source: str
    group: str
    kind: str
    answerable: bool
    right: bool
    values: dict[str, float]
    missed: dict[str, float] | None = None


def main() -> None:
    """Collect, report across documents and, if asked, write."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("golden", nargs="*", help="KNOWLEDGE=QUESTIONS.jsonl[,QUESTIONS.jsonl]")
    ask.add_argument("--index", type=Path, help="keep the indexes here")
    ask.add_argument("--squad", type=Path, nargs=2, help="SQuAD rows; the BEIR folder to leave out")
    ask.add_argument("--write", action="store_true")
    given = ask.parse_args()
    samples = [sample for pair in given.golden for sample in golden_samples(pair, given.index)]
    if given.squad is not None:
        samples += squad_samples(*given.squad)
    held_out = cross_fitted(samples)
    report(samples, held_out)
    if given.write:
        write(samples, thresholds(samples, held_out))


def settings(**changed: Any) -> Settings:
    """Settings with which whatever is found is quoted, however unlikely it answers."""
    plain = Settings(**changed)
    return replace(plain, answers=replace(plain.answers, threshold=0.0))


def golden_samples(pair: str, kept: Path | None) -> Iterator[Sample]:
    """The questions of golden files on one knowledge folder."""
    knowledge, _sign, names = pair.partition("=")
    folder = Path(knowledge)
    index = {} if kept is None else {"index": kept / f"index-{folder.name}"}
    app = App(settings(knowledge=folder, knowledge_named=True, **index), system_clock)
    answerer = app.answerer(app.generation)
    for name in names.split(","):
        asked = usable(read_golden(Path(name)), answerer.generation.documents)
        decided = answerer.decided_all([check_question(one.question) for one in asked])
        for golden, (answer, case) in zip(asked, decided, strict=True):
            found = judge(golden, answer)
            values = values_of(case)
            if values is not None:
                group = f"{folder.name}/{golden.doc}"
                right = golden.answerable and found.quoted
                missed = missed_values(golden, answer, case, answerer)
                yield Sample(
                    Path(name).stem, group, found.type, golden.answerable, right, values, missed
                )


def squad_samples(rows_file: Path, left_out: Path) -> Iterator[Sample]:
    """Some questions of SQuAD 2.0 on the articles that a BEIR folder does not have."""
    rows = [record for _line, record in read_json_lines(rows_file)]
    queries = read_beir(left_out)[1]
    asked_there = {one.query_id for one in queries if one.scope != OUT}
    there = {row["group"] for row in rows if row["id"] in asked_there}
    rows = [row for row in rows if row["group"] not in there]
    contexts = sorted({(row["title"], row["context"]) for row in rows})
    entries = [BeirEntry(str(at), title, text) for at, (title, text) in enumerate(contexts)]
    asked = random.Random(1).sample(rows, min(SQUAD_QUESTIONS, len(rows)))
    app = App(settings(), system_clock)
    with aside(app, beir_archive(entries), lambda *_: None) as generation:
        decided = app.unlocked_answerer(generation).decided_all(
            [check_question(row["question"]) for row in asked]
        )
    for row, (answer, case) in zip(asked, decided, strict=True):
        values = values_of(case)
        if values is not None:
            quoted = levelled(" ".join(one.quote for one in (*answer.citations, *answer.nearest)))
            right = row["answerable"] and any(levelled(one) in quoted for one in row["answers"])
            kind = kind_of(row["question"]).value
            yield Sample(PUBLIC, row["group"], kind, row["answerable"], right, values)


def values_of(case: Case) -> dict[str, float] | None:
    """The values of the fit by name; None where nothing was read."""
    return None if case.read is None else shipped_judge().values(case.read, case.features)


def missed_values(
    golden: GoldenQuestion, answer: Answer, case: Case, answerer: Answerer
) -> dict[str, float] | None:
    """The values of what was found but for the passages that hold any of what was wanted.

    Those that are not of readings stay as they are.
    """
    wanted = [levelled(one) for one in golden.answer_substrings]
    asked, hits = answer.understood, answer.hits
    left = [hit for hit in hits if not any(one in levelled(hit.passage.text) for one in wanted)]
    if not golden.answerable or not LEAST_LEFT <= len(left) < len(hits):
        return None
    read = answerer.read(asked, asked, left)
    return None if read is None else shipped_judge().values(read, case.features)


def fit(samples: Sequence[Sample], least: Mapping[str, float] | None = None) -> ReadingFit:
    """A logistic model as ``reading.json`` holds it; each set counts the same in all."""
    sources = [sample.source for sample in samples]
    share = {source: 1.0 / sources.count(source) ** 0.5 for source in set(sources)}
    rows = [(sample.values, sample.right, share[sample.source]) for sample in samples]
    rows += [
        (sample.missed, False, MISSED_COUNT * share[sample.source])
        for sample in samples
        if sample.missed is not None
    ]
    values, right, counts = zip(*rows, strict=True)
    counted = np.array(counts)
    made = fitted(values, right, (counted / counted.mean()).tolist())
    rounded = {reader: round(one, 4) for reader, one in (least or made.answer_from).items()}
    fitted_on = ", ".join(sorted(set(sources)))
    return replace(made, version=VERSION, fitted_on=fitted_on, answer_from=rounded)


def probabilities(made: ReadingFit, samples: Sequence[Sample]) -> Numbers:
    """What a fit says of samples."""
    return np.array([made.of_values(sample.values) for sample in samples])


def cross_fitted(samples: Sequence[Sample]) -> Numbers:
    """Of each sample the probability by a fit without the group that it is of."""
    groups = sorted({sample.group for sample in samples})
    random.Random(0).shuffle(groups)
    fold_of = {group: place % FOLDS for place, group in enumerate(groups)}
    folds = np.array([fold_of[sample.group] for sample in samples])
    found = np.zeros(len(samples))
    for fold in range(FOLDS):
        rest = [one for one, own in zip(samples, folds, strict=True) if own != fold]
        here = [one for one, own in zip(samples, folds, strict=True) if own == fold]
        found[folds == fold] = probabilities(fit(rest), here)
    return found


def thresholds(samples: Sequence[Sample], held_out: Numbers) -> dict[str, float]:
    """The probability at which 12 of 100 answerable questions of our own are refused, by reader."""
    answerable = [one.answerable and one.source != PUBLIC for one in samples]
    return refit.thresholds(held_out, answerable, [one.values for one in samples], REFUSED)


def report(samples: Sequence[Sample], held_out: Numbers) -> None:
    """Print the figures of each set, all by fits without the question's document."""
    chosen = thresholds(samples, held_out)
    least = np.array([chosen[read_by(sample.values)] for sample in samples])
    print(f"thresholds {chosen}; {len(samples)} questions")
    surest = np.argsort(-held_out)[: max(len(samples) // 10, 1)]
    print(f"right of the most confident tenth: {np.mean([samples[at].right for at in surest]):.3f}")
    for source in sorted({sample.source for sample in samples}):
        own = [place for place, sample in enumerate(samples) if sample.source == source]
        print(f"{source:11s} {figures([samples[at] for at in own], held_out[own], least[own])}")


def figures(some: Sequence[Sample], scores: Numbers, least: Numbers) -> str:
    """The figures of one set in a line."""
    answerable = np.array([sample.answerable for sample in some])
    right = np.array([sample.right for sample in some])
    given, listed = scores >= least, scores.tolist()
    kinds = [sample.kind for sample in some]

    def shown(figure: Figure) -> float | None:
        return value(figure, len(some))

    return (
        f"answerable {answerable.sum():3d}: quoted {right[answerable].mean():.3f}, "
        f"answered right {(right & given)[answerable].mean():.3f}, "
        f"refused {(~given)[answerable].mean():.3f}; "
        f"unanswerable {(~answerable).sum():3d}: answered {given[~answerable].mean():.3f}; "
        f"AUROC {shown(area(answerable.tolist(), listed))}, "
        f"within type {shown(area_within(answerable.tolist(), listed, kinds))}, right against "
        f"wrong among the given {shown(area(right.tolist(), listed, given.tolist()))}"
    )


def write(samples: Sequence[Sample], least: Mapping[str, float]) -> None:
    """Fit on all and write."""
    WRITTEN.write_text(json.dumps(asdict(fit(samples, least)), indent=1) + "\n", encoding="utf-8")
    print(f"written: {WRITTEN.name}")


if __name__ == "__main__":
    main()
