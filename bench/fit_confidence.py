"""Fit the confidence of answers on SQuAD 2.0 and write ``answers/deciding/confidence.json``.

    python bench/fit_confidence.py ../shared/train/squad2.jsonl ../shared/ir/squad2-tune [--write]
    python bench/fit_confidence.py --renew-hash
    python bench/fit_confidence.py --record

There are two archives: the BEIR folder with its own queries, and the paragraphs of the articles
that it leaves out, with theirs. Questions on the other archive's articles are out of the material.
A sample of the second archive's questions is put once more as bare keywords or with typing errors.

What is reported for a question was fitted without its article: the articles make nine folds, each
of one article in the material and one out of it. ``floor`` is a logistic model on the words and
word pairs of the question alone, fitted and tested on the same folds: what it reaches is owed to
habits of the question set, not to evidence. So that the fit cannot live on such habits, each
question counts in inverse proportion to the floor's probability of its label (inverse propensity
weights), and answerable questions and near misses of a type count the same together. What is
written is fitted on all articles. Confidence is the probability where every second question is one
that the archive answers, as nobody knows that share beforehand. Intervals are of 95 %, by bootstrap
over questions.

``--renew-hash`` gives the fit the hash of the present code, if the features of the golden questions
are those recorded; ``--record`` records them anew, where the archive has changed and not the code
(``evidence_code``).
"""

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from forumbot.answers.answerer import Answerer
from forumbot.answers.deciding.confidence import Calibration, Judge
from forumbot.answers.deciding.evidence import Features
from forumbot.answers.deciding.reading import shipped_fit
from forumbot.answers.quoting.lock import OpenLock
from forumbot.app import App
from forumbot.archive.documents import Archive
from forumbot.asking.kinds import kind_of
from forumbot.asking.question import read_question
from forumbot.clock import system_clock
from forumbot.config import AnswersConfig, Settings
from forumbot.evaluation.aside import aside
from forumbot.evaluation.beir import beir_archive
from forumbot.evaluation.beir_folder import BeirEntry, BeirQuery, read_beir
from forumbot.evaluation.figures import Figure, area, area_within, drawn, interval
from forumbot.evaluation.floor import words_and_pairs
from forumbot.evaluation.json_lines import read_json_lines
from forumbot.language.opposites import has_negation
from forumbot.language.words import content_words
from forumbot.models.catalogue import CATALOGUE
from forumbot.search.onnx_embedder import OnnxEmbedder
from forumbot.search.retriever import Retriever

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench import evidence_code

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

VERSION = "squad2-5"
FITTED_ON = "SQuAD 2.0, development set"
MOST = 3.0
ANSWERABLE, NEAR, OUT = "answerable", "near", "out"
OUT_OF_MATERIAL_ANSWERED = 0.04
OUT_OF_MATERIAL_NOT_REFUSED = 0.14
ANSWERABLE_NOT_ANSWERED = 0.02
WEIGHT_OUT = 0.5
RIDGE = 0.01
LEAST_PROPENSITY = 0.1
QUESTIONS_OUT, QUESTIONS_RESTYLED = 800, 500
NEUTRAL = Calibration(0.0, (), (), (), ())
UNFITTED = Judge("none", "nothing", NEUTRAL, NEUTRAL, 0.0, 0.0, shipped_fit())
NAMES = [field.name for field in fields(Features)]


@dataclass(frozen=True)
class Question:
    """A question with its article; ``sort`` is answerable, near or out."""

    text: str
    sort: str
    group: str
    is_reported: bool


@dataclass(frozen=True)
class Sample:
    """Questions and their features, shape (questions, features)."""

    questions: npt.NDArray[np.object_]
    features: Numbers

    def chosen(self, flags: Flags) -> "Sample":
        """The part where the flags are set."""
        return Sample(self.questions[flags], self.features[flags])

    def of(self, value: Callable[[Question], Any]) -> npt.NDArray[Any]:
        """One value of each question."""
        return np.array([value(question) for question in self.questions])

    @property
    def sorts(self) -> npt.NDArray[np.str_]:
        """The sort of each question."""
        return self.of(lambda question: question.sort)


def main() -> None:
    """Fit, report and, if asked, write; or see to the hash of the code of the fit."""
    arguments = parsed_arguments()
    if arguments.renew_hash or arguments.record:
        see_to_hash(arguments.renew_hash)
        return
    sample = measured(arguments.data, arguments.reported, arguments.features)
    parts = parts_of(sample)
    judged = cross_fitted(sample, parts)
    report(sample, judged)
    if arguments.ablate:
        ablate(sample, parts, judged.floor)
    if arguments.write:
        evidence_code.write_fit(fit(sample, judged))
        evidence_code.record(shipped_features)
        print(f"written: {evidence_code.FIT.name}, {evidence_code.RECORDED.name}")


def parsed_arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("reported", type=Path, nargs="?", help="the BEIR folder to report on")
    parser.add_argument("--write", action="store_true", help="write the fit")
    parser.add_argument("--features", type=Path, help="keep measured features here (.npy)")
    parser.add_argument("--ablate", action="store_true", help="also leave each feature out")
    parser.add_argument(
        "--renew-hash",
        action="store_true",
        help="give the fit the hash of code that measures alike",
    )
    parser.add_argument(
        "--record", action="store_true", help="record the features of the golden questions"
    )
    arguments = parser.parse_args()
    if not (arguments.reported or arguments.renew_hash or arguments.record):
        parser.error("a fit needs data and a BEIR folder to report on")
    return arguments


def see_to_hash(is_renewed: bool) -> None:
    """Renew the hash, or record the features; end with status 1 where fit and code differ."""
    act = evidence_code.renew if is_renewed else evidence_code.record
    try:
        act(shipped_features)
    except evidence_code.StaleFitError as stale:
        sys.exit(str(stale))


def shipped_features(questions: Sequence[str]) -> Sequence[Features]:
    """The features of questions on the archive that ships, by the model in full precision.

    In 8 bits they differ between kinds of processors, by .38 at most: what is rounded otherwise may
    have another sentence found.
    """
    knowledge = evidence_code.ROOT / "knowledge"
    settings = Settings(knowledge=knowledge, knowledge_named=True)
    app = App(settings, system_clock, OnnxEmbedder(CATALOGUE[settings.model], "fp32"))
    return features_on(app, app.read_archive(), questions)


def measured(data: Path, reported: Path, kept: Path | None) -> Sample:
    """The questions with their features, read from ``kept`` where it is there."""
    rows = [record for _line, record in read_json_lines(data)]
    entries, questions, other_entries, other_questions = archives(rows, reported)
    asked = np.array([*questions, *other_questions], dtype=object)
    if kept is not None and kept.is_file():
        return Sample(asked, np.load(kept, allow_pickle=False))
    app = App(Settings(), system_clock)
    features = np.concatenate(
        [collect(app, entries, questions), collect(app, other_entries, other_questions)]
    )
    if kept is not None:
        np.save(kept, features)
    return Sample(asked, features)


def archives(
    rows: Sequence[dict[str, Any]], reported: Path
) -> tuple[list[BeirEntry], list[Question], list[BeirEntry], list[Question]]:
    """Entries and questions of the BEIR folder, then of the articles that it leaves out."""
    entries, queries = read_beir(reported)
    rows_by_id = {row["id"]: row for row in rows}
    questions = [
        Question(query.text, _sort(query), rows_by_id[query.query_id]["group"], True)
        for query in queries
    ]
    within = {question.group for question in questions if question.sort != OUT}
    other_rows = [row for row in rows if row["group"] not in within]
    contexts = sorted({(row["title"], row["context"]) for row in other_rows})
    other_entries = [BeirEntry(str(at), title, text) for at, (title, text) in enumerate(contexts)]
    draw = random.Random(1)
    own = [_question(row, ANSWERABLE if row["answerable"] else NEAR) for row in other_rows]
    pool = [row for row in rows if row["group"] in within]
    strangers = [_question(row, OUT) for row in draw.sample(pool, QUESTIONS_OUT)]
    again = [restyled(item, draw) for item in draw.sample(own + strangers, QUESTIONS_RESTYLED)]
    return list(entries), questions, other_entries, own + strangers + again


def _sort(query: BeirQuery) -> str:
    if query.answerable:
        return ANSWERABLE
    return OUT if query.scope == "out-of-material" else NEAR


def _question(row: dict[str, Any], sort: str) -> Question:
    return Question(row["question"], sort, row["group"], False)


def restyled(question: Question, draw: random.Random) -> Question:
    """The question as bare keywords, or in lower case with typing errors."""
    if draw.random() < 0.5:
        text = " ".join(content_words(question.text)) or question.text
    else:
        text = " ".join(mistyped(word, draw) for word in question.text.lower().split())
    return Question(text, question.sort, question.group, False)


def mistyped(word: str, draw: random.Random) -> str:
    """Now and then one letter of a longer word is left out, doubled or swapped with the next."""
    if len(word) < 5 or draw.random() > 0.3:
        return word
    at = draw.randrange(1, len(word) - 2)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return draw.choice((word[:at] + word[at + 1 :], word[: at + 1] + word[at:], swapped))


def collect(app: App, entries: Sequence[BeirEntry], questions: Sequence[Question]) -> Numbers:
    """Features of questions put to an archive."""
    found = features_on(app, beir_archive(entries), [question.text for question in questions])
    return np.array([astuple(features) for features in found])


def features_on(app: App, archive: Archive, questions: Sequence[str]) -> Sequence[Features]:
    """The features of questions, with an index of the archive made for them alone."""
    with aside(app, archive, lambda *_: None) as generation:
        # This fit is what decides where nothing is read, and so made without reading.
        plain = replace(app.settings.retrieval, translation_loss=None)
        retriever = Retriever(generation, app.embedder, plain)
        answerer = Answerer(retriever, OpenLock(), UNFITTED, AnswersConfig())
        return answerer.measure_all([read_question(question) for question in questions])


def folds(sample: Sample) -> list[set[str]]:
    """Nine sets of articles, each of one in the reported material and one out of it."""
    reported = sample.chosen(sample.of(lambda question: question.is_reported))
    sorts = reported.sorts
    groups = reported.of(lambda question: question.group)
    inside = sorted(set(groups[sorts != OUT]))
    outside = sorted(set(sample.of(lambda question: question.group)) - set(inside))
    return [{one, other} for one, other in zip(inside, outside, strict=True)]


def in_fold(sample: Sample, fold: set[str]) -> Flags:
    """Whether each question is on an article of the fold."""
    return np.asarray(sample.of(lambda question: question.group in fold))


def floor_model(sample: Sample) -> Callable[[Sample], Numbers]:
    """A model of answerable against near miss that reads the question alone.

    It is not :func:`forumbot.evaluation.floor.floor_scores`, as it also judges questions that it
    has no label for, those out of the material, and its probabilities weigh the fit.
    """
    inside = sample.chosen(sample.sorts != OUT)
    vectorizer = TfidfVectorizer(analyzer=words_and_pairs, min_df=3, sublinear_tf=True)
    texts = [question.text for question in inside.questions]
    seen = hstack([vectorizer.fit_transform(texts), habits(texts)]).tocsr()
    model = LogisticRegression(max_iter=300).fit(seen, inside.sorts == ANSWERABLE)

    def probabilities(asked: Sample) -> Numbers:
        texts = [question.text for question in asked.questions]
        seen = hstack([vectorizer.transform(texts), habits(texts)]).tocsr()
        return np.asarray(model.predict_proba(seen)[:, 1])

    return probabilities


def habits(texts: Sequence[str]) -> Any:
    """Whether a question negates, and the logarithm of its length, as a sparse matrix."""
    return csr_matrix([[float(has_negation(text)), np.log1p(len(text.split()))] for text in texts])


def propensities(sample: Sample, parts: Sequence[set[str]]) -> Numbers:
    """The floor's probability that each question is answerable, fitted without its article."""
    found = np.full(len(sample.questions), 0.5)
    for part in parts:
        here = in_fold(sample, part)
        if here.any():
            found[here] = floor_model(sample.chosen(~here))(sample.chosen(here))
    return np.asarray(found.clip(LEAST_PROPENSITY, 1 - LEAST_PROPENSITY))


def weights(sample: Sample, parts: Sequence[set[str]]) -> Numbers:
    """How much each question counts, so that its own words do not tell its label."""
    probability, sorts = propensities(sample, parts), sample.sorts
    counted = np.where(sorts == ANSWERABLE, 1 / probability, 1 / (1 - probability)) / 2
    counted[sorts == OUT] = WEIGHT_OUT
    kinds = sample.of(lambda question: kind_of(question.text).value)
    for kind in set(kinds):
        for sort in (ANSWERABLE, NEAR):
            here = (kinds == kind) & (sorts == sort)
            both = ((kinds == kind) & (sorts != OUT)).sum() / 2
            counted[here] *= both / max(counted[here].sum(), 1e-9)
    return counted


def calibrate(features: Numbers, labels: Flags, counted: Numbers) -> dict[str, Any]:
    """A logistic model on features and their products, by L-BFGS with a ridge, as JSON values."""
    means, scales = features.mean(axis=0), features.std(axis=0) + 1e-9
    terms = with_products(standardised(features, means, scales))
    centres, spreads = terms.mean(axis=0), terms.std(axis=0) + 1e-9
    bias, slopes = logistic((terms - centres) / spreads, labels, counted)
    slopes /= spreads
    size = features.shape[1]
    return {
        "bias": round(float(bias - slopes @ centres), 6),
        "weights": rounded(slopes[:size]),
        "products": rounded(slopes[size:]),
        "means": rounded(means),
        "scales": rounded(scales),
    }


def standardised(features: Numbers, means: Numbers, scales: Numbers) -> Numbers:
    """Features as the model sees them, cut off where they are rare."""
    return np.asarray(((features - means) / scales).clip(-MOST, MOST))


def with_products(values: Numbers) -> Numbers:
    """The columns, and the products of each two, in the order of the upper triangle."""
    first, second = np.triu_indices(values.shape[1])
    return np.concatenate([values, values[:, first] * values[:, second]], axis=1)


def logistic(terms: Numbers, labels: Flags, counted: Numbers) -> tuple[float, Numbers]:
    """The bias and the slopes of a logistic model with a ridge on the slopes."""
    signs, shares = np.where(labels, 1.0, -1.0), counted / counted.sum()

    def loss(parameters: Numbers) -> tuple[float, Numbers]:
        margins = signs * (parameters[0] + terms @ parameters[1:])
        pull = -signs * shares / (1.0 + np.exp(margins))
        gradient = np.concatenate([[pull.sum()], pull @ terms + RIDGE * parameters[1:]])
        ridge = 0.5 * RIDGE * float(parameters[1:] @ parameters[1:])
        return float(shares @ np.logaddexp(0.0, -margins)) + ridge, gradient

    fitted = minimize(loss, np.zeros(terms.shape[1] + 1), jac=True, method="L-BFGS-B").x
    return float(fitted[0]), fitted[1:]


def rounded(values: Numbers) -> list[float]:
    """Numbers as they are written."""
    return [round(float(value), 6) for value in values]


def logits(record: dict[str, Any], features: Numbers) -> Numbers:
    """The scores of a calibration before the sigmoid."""
    scaled = standardised(features, np.array(record["means"]), np.array(record["scales"]))
    slopes = np.array([*record["weights"], *record["products"]])
    return np.asarray(record["bias"] + with_products(scaled) @ slopes)


def sigmoid(values: Numbers) -> Numbers:
    """1 / (1 + exp(-values))."""
    return np.asarray(1.0 / (1.0 + np.exp(-values)))


@dataclass(frozen=True)
class Fitted:
    """Logits of each question by fits without its article, and the floor's."""

    answerable: Numbers
    on_topic: Numbers
    floor: Numbers


@dataclass(frozen=True)
class Part:
    """The questions of one fold, how much each of the others counts, and the floor for the fold."""

    here: Flags
    counted: Numbers
    floor: Numbers


def parts_of(sample: Sample) -> list[Part]:
    """What of the folds does not depend on features."""
    sets = folds(sample)
    found = []
    for one in sets:
        here = in_fold(sample, one)
        rest = sample.chosen(~here)
        counted = weights(rest, [other for other in sets if other != one])
        found.append(Part(here, counted, floor_model(rest)(sample.chosen(here))))
    return found


def both_fits(sample: Sample, counted: Numbers) -> tuple[dict[str, Any], dict[str, Any]]:
    """The model of answerable questions and that of questions on the archive's subjects."""
    return (
        calibrate(sample.features, sample.sorts == ANSWERABLE, counted),
        calibrate(sample.features, sample.sorts != OUT, counted),
    )


def cross_fitted(sample: Sample, parts: Sequence[Part]) -> Fitted:
    """Each question judged by what was fitted without its article."""
    found = np.zeros((3, len(sample.questions)))
    for part in parts:
        answerable, on_topic = both_fits(sample.chosen(~part.here), part.counted)
        features = sample.features[part.here]
        found[:, part.here] = logits(answerable, features), logits(on_topic, features), part.floor
    return Fitted(*found)


def fit(sample: Sample, judged: Fitted) -> dict[str, Any]:
    """Both calibrations on all articles, and thresholds from the cross-fitted scores.

    The slope and the intercept of the answerable one are set so that the cross-fitted confidence of
    the reported questions is the share of them that is answerable, were it half of all (Platt).
    """
    answerable, on_topic = both_fits(sample, weights(sample, folds(sample)))
    reported = np.asarray(sample.of(lambda question: question.is_reported))
    sorts = sample.sorts[reported]
    slope, intercept = platt(judged.answerable[reported], sorts == ANSWERABLE)
    for name in ("weights", "products"):
        answerable[name] = rounded(slope * np.array(answerable[name]))
    answerable["bias"] = round(slope * answerable["bias"] + intercept, 6)
    confidences = sigmoid(slope * judged.answerable[reported] + intercept)
    answer_from, near_from = thresholds(sorts, confidences, sigmoid(judged.on_topic[reported]))
    return {
        "version": VERSION,
        "fitted_on": FITTED_ON,
        "code": evidence_code.code_hash(),
        "features": NAMES,
        "answerable": answerable,
        "on_topic": on_topic,
        "answer_from": round(answer_from, 4),
        "near_from": round(near_from, 4),
    }


def platt(scores: Numbers, labels: Flags) -> tuple[float, float]:
    """Slope and intercept of a logistic model on one score (Platt, 1999), both sorts alike."""
    model = LogisticRegression(C=1e6).fit(scores[:, None], labels, sample_weight=halves(labels))
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def halves(labels: Flags) -> Numbers:
    """How much each question counts so that half of the whole is answerable."""
    return np.asarray(np.where(labels, 0.5 / labels.mean(), 0.5 / (1 - labels.mean())))


def thresholds(
    sorts: npt.NDArray[np.str_], confidences: Numbers, topical: Numbers
) -> tuple[float, float]:
    """From where to answer, and from where to call a question near.

    Answers are given from the confidence that leaves ``ANSWERABLE_NOT_ANSWERED`` of the answerable
    questions unanswered, or from a higher one if more than ``OUT_OF_MATERIAL_ANSWERED`` of the
    questions out of the material would be answered. What is not answered is near from where
    ``OUT_OF_MATERIAL_NOT_REFUSED`` of the questions out of the material are above.
    """
    answer_from = max(
        float(np.quantile(confidences[sorts == ANSWERABLE], ANSWERABLE_NOT_ANSWERED)),
        float(np.quantile(confidences[sorts == OUT], 1 - OUT_OF_MATERIAL_ANSWERED)),
    )
    topical_out = topical[sorts == OUT]
    return answer_from, float(np.quantile(topical_out, 1 - OUT_OF_MATERIAL_NOT_REFUSED))


def report(sample: Sample, judged: Fitted) -> None:
    """Print what the cross-fitted models give on the reported collection."""
    reported = np.asarray(sample.of(lambda question: question.is_reported))
    tested = sample.chosen(reported)
    score, topical, floor = (
        values[reported] for values in (judged.answerable, judged.on_topic, judged.floor)
    )
    measures = figures(tested, floor, score)
    floors = figures(tested, floor, floor)
    counts = drawn(len(score))
    for name, figure in measures.items():
        print(f"AUROC {name:24} {spread(figure, counts)}   floor {spread(floors[name], counts)}")
    sorts = tested.sorts
    slope, intercept = platt(score, sorts == ANSWERABLE)
    confidences = sigmoid(slope * score + intercept)
    report_findings(sorts, confidences, sigmoid(topical))
    report_reliability(confidences, sorts == ANSWERABLE)


def figures(tested: Sample, floor: Numbers, scores: Numbers) -> dict[str, Figure]:
    """The figures on abstaining by name; those within the floor are within its ten deciles.

    A stratum of one sort of questions has no area, so that those out of the material, all in a
    stratum of their own, are in no figure on near misses.
    """
    sorts, kinds = tested.sorts, tested.of(lambda question: kind_of(question.text).value)
    deciles = np.digitize(floor, np.quantile(floor[sorts != OUT], np.linspace(0.1, 0.9, 9)))
    labels, said = (sorts == ANSWERABLE).tolist(), scores.tolist()

    def within(strata: npt.NDArray[Any]) -> Figure:
        names = np.where(sorts == OUT, OUT, strata.astype(str))
        return area_within(labels, said, names.tolist())

    return {
        "near misses": area(labels, said, (sorts != OUT).tolist()),
        "near misses within type": within(kinds),
        "near misses within floor": within(deciles),
        "out of material": area(labels, said, (sorts != NEAR).tolist()),
    }


def spread(figure: Figure, counts: Numbers) -> str:
    """A figure over all questions, and its interval of 95 % by bootstrap."""
    low, high = interval(figure, counts) or (float("nan"), float("nan"))
    return f"{figure(np.ones((1, counts.shape[1])))[0]:.3f} [{low:.3f}, {high:.3f}]"


def report_findings(sorts: npt.NDArray[np.str_], confidences: Numbers, topical: Numbers) -> None:
    """Print how many of each sort are answered, called near and refused."""
    answer_from, near_from = thresholds(sorts, confidences, topical)
    print(f"answered from {answer_from:.3f}, near from {near_from:.3f}")
    answered, near = confidences >= answer_from, topical >= near_from
    for sort in (ANSWERABLE, NEAR, OUT):
        of = sorts == sort
        shares = (answered[of], ~answered[of] & near[of], ~answered[of] & ~near[of])
        print(f"  {sort:11}", *(f"{share.mean():.3f}" for share in shares))


def report_reliability(confidences: Numbers, labels: Flags) -> None:
    """Print, for each tenth of confidence, its mean and the share that is answerable.

    Questions count as in :func:`halves`.
    """
    tenths, counted = np.minimum((confidences * 10).astype(int), 9), halves(labels)
    for tenth in range(10):
        here = tenths == tenth
        if here.any():
            said, true = (
                np.average(of[here], weights=counted[here]) for of in (confidences, labels)
            )
            print(f"  {tenth / 10:.1f}: {here.sum():5} questions, said {said:.3f}, true {true:.3f}")


def ablate(sample: Sample, parts: Sequence[Part], floor: Numbers) -> None:
    """Print the areas without each feature in turn."""
    reported = np.asarray(sample.of(lambda question: question.is_reported))
    for left_out in range(len(NAMES)):
        less = Sample(sample.questions, np.delete(sample.features, left_out, axis=1))
        score = cross_fitted(less, parts).answerable[reported]
        found = figures(less.chosen(reported), floor[reported], score)
        values = (figure(np.ones((1, len(score))))[0] for figure in found.values())
        print(f"without {NAMES[left_out]:20}", *(f"{value:.3f}" for value in values))


if __name__ == "__main__":
    main()
