"""``eval``: golden questions or a BEIR folder, measured, compared and plotted."""

import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forumbot.errors import EvaluationError, ForumbotError, MismatchError, UsageError
from forumbot.parts import Parts
from forumbot.whole_files import write_whole

if TYPE_CHECKING:
    from forumbot.answers.answerer import Answerer
    from forumbot.evaluation.beir import RankedDocument
    from forumbot.evaluation.beir_folder import BeirEntry, BeirQuery
    from forumbot.evaluation.golden import GoldenQuestion
    from forumbot.evaluation.judged import Judged
    from forumbot.search.builder import Progress
    from forumbot.search.generation import Generation

GOLDEN_FILE = "golden.jsonl"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be measured.

    ``path`` is a file of golden questions or a BEIR folder, None for the ``golden.jsonl`` of the
    knowledge folder. ``run`` takes the ranking of a BEIR folder, ``against`` names a generation to
    compare with, and ``plot`` takes an SVG; with ``cross_validate`` the decision is fitted anew,
    each question judged by a fit without its document.
    """

    path: Path | None = None
    run: Path | None = None
    against: str | None = None
    plot: Path | None = None
    cross_validate: bool = False


def measure(parts: Parts, request: Request, on_progress: "Progress") -> dict[str, Any]:
    """The figures as JSON values; what is to be written is written.

    Raises :class:`UsageError` for what does not go together, :class:`EvaluationError` for questions
    that cannot be used, and :class:`ForumbotError` for files that cannot be written; all that can
    be known beforehand is said before the first question is asked.
    """
    path = request.path or parts.knowledge / GOLDEN_FILE
    if _is_folder(path):
        if request.against is not None or request.plot is not None or request.cross_validate:
            raise UsageError(
                "--against, --plot and --cross-validate go with golden questions, not with a folder"
            )
        return _measure_beir(parts, path, request.run, on_progress)
    if request.run is not None:
        raise UsageError("--run goes with a BEIR folder")
    return _measure_golden(parts, path, request, on_progress)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError as error:
        raise EvaluationError(
            f"{path}: {str(error.strerror).lower()}; name another file or folder of questions, or "
            "write golden questions there as docs/evaluation.md says"
        ) from None


def _measure_golden(
    parts: Parts, path: Path, request: Request, on_progress: "Progress"
) -> dict[str, Any]:
    from forumbot.evaluation.aside import measured
    from forumbot.evaluation.golden import read_golden
    from forumbot.evaluation.judged import judge_all, usable
    from forumbot.evaluation.report import golden_report

    questions = read_golden(path)
    _check_place(request.plot, "--plot")
    if request.plot is not None and request.plot.suffix.lower() not in ("", ".svg"):
        raise UsageError(f"{request.plot}: --plot writes an SVG", "name a file that ends in .svg")
    other = _other(parts, request.against)
    with measured(parts, on_progress) as generation:
        there, answerer = usable(questions, generation.documents), parts.answerer(generation)
        judged = judge_all(answerer, there, on_progress)
        again = _refitted(answerer, there, on_progress) if request.cross_validate else {}
    figures = golden_report(judged, skipped=len(questions) - len(there)) | again
    figures["documents"] = len(generation.documents)
    figures |= {"generation": generation.manifest.generation, "confidence": _confidence()}
    if other is not None:
        figures["against"] = _compared(parts, judged, other, on_progress)
    if request.plot is not None:
        _plot(request.plot, judged, f"{path.name}, generation {generation.manifest.generation}")
    return figures


def _other(parts: Parts, name: str | None) -> "Generation | None":
    """The generation to compare with; raises :class:`MismatchError` if it is another model's."""
    from forumbot.search.generation import load_kept

    if name is None:
        return None
    other = load_kept(parts.index, name)
    model = other.manifest.model
    if model.fingerprint != parts.embedder.fingerprint:
        raise MismatchError(
            f"generation {name} was built with the model {model.name!r}, and the configuration "
            f"names {parts.embedder.name!r} (their weights or precision "
            "differ); compare builds of one model"
        )
    return other


def _refitted(
    answerer: "Answerer", questions: "list[GoldenQuestion]", on_progress: "Progress"
) -> dict[str, Any]:
    from forumbot.answers.deciding.confidence import shipped_judge
    from forumbot.evaluation.refit import METHOD, TOO_FEW, refitted
    from forumbot.evaluation.report import cross_validated_report

    judged = refitted(answerer, questions, shipped_judge(), on_progress)
    if judged is None:
        return {"cross_validated": {"note": TOO_FEW}}
    return {"cross_validated": {**cross_validated_report(judged), "method": METHOD}}


def _confidence() -> dict[str, str]:
    from forumbot.answers.deciding.confidence import shipped_judge

    judge = shipped_judge()
    return {"version": judge.version, "fitted_on": judge.fitted_on}


def _compared(
    parts: Parts, judged: "list[Judged]", other: "Generation", on_progress: "Progress"
) -> dict[str, Any]:
    """The comparison with another generation, over the questions whose document both hold.

    Its quotes are taken as they are: its files may well have changed since.
    """
    from forumbot.evaluation.comparison import compare
    from forumbot.evaluation.judged import is_on, judge_all, usable

    manifest = other.manifest
    asked = [item.golden for item in judged]
    there = usable(asked, other.documents, f"generation {manifest.generation}")
    ours = [item for item in judged if is_on(item.golden, other.documents)]
    theirs = judge_all(parts.unlocked_answerer(other), there, on_progress, "comparing")
    return {
        "generation": manifest.generation,
        "created_at": manifest.created_at.isoformat(),
        "documents": len(manifest.documents),
        **compare(ours, theirs),
    }


def _plot(path: Path, judged: "list[Judged]", title: str) -> None:
    from forumbot.evaluation.plot import plot

    _write(path, [plot(judged, title)], "--plot")


def _measure_beir(
    parts: Parts, folder: Path, run: Path | None, on_progress: "Progress"
) -> dict[str, Any]:
    from forumbot.evaluation import beir
    from forumbot.evaluation.aside import aside
    from forumbot.evaluation.beir_folder import read_beir

    entries, queries = read_beir(folder)
    if run is not None:
        beir.check_ids(entries, queries)
        _check_place(run, "--run")
    with aside(parts, beir.beir_archive(entries), on_progress) as generation:
        rankings = beir.rank_documents(parts.retriever(generation), queries, on_progress)
        abstaining = _abstaining(
            parts.unlocked_answerer(generation), entries, queries, rankings, on_progress
        )
    figures = beir.beir_figures(queries, rankings)
    figures["relevant_missing"] = beir.missing(entries, queries)
    intervals = {**figures["intervals"], **abstaining.get("intervals", {})}
    figures |= {**abstaining, "intervals": intervals}
    if run is not None:
        _write(run, (f"{line}\n" for line in beir.trec_lines(rankings, "forumbot")), "--run")
    return figures


def _abstaining(
    answerer: "Answerer",
    entries: "list[BeirEntry]",
    queries: "list[BeirQuery]",
    rankings: "list[list[RankedDocument]]",
    on_progress: "Progress",
) -> dict[str, Any]:
    """Figures over the queries that say whether they can be answered, if there are some of both."""
    from forumbot.evaluation import beir

    told = [pair for pair in zip(queries, rankings, strict=True) if pair[0].answerable is not None]
    asked = [query for query, _ranking in told]
    if len({query.answerable for query in asked}) < 2:
        return {}
    subjects = beir.subjects_of(entries, [ranking for _query, ranking in told])
    figures = beir.abstention_of(answerer, asked, subjects, on_progress)
    return {**figures, "confidence": _confidence()}


def _check_place(path: Path | None, option: str) -> None:
    """Raise :class:`ForumbotError` where no file can be; nothing is written."""
    if path is None:
        return
    try:
        if path.is_dir():
            raise _unwritable(path, "it is a folder", option)
        if not path.parent.is_dir():
            raise _unwritable(path, f"there is no folder {path.parent}", option)
    except OSError as error:
        raise _unwritable(path, str(error.strerror), option) from None


def _write(path: Path, texts: Iterable[str], option: str) -> None:
    try:
        write_whole(path, "".join(texts).encode("utf-8"))
    except OSError as error:
        raise _unwritable(path, str(error.strerror), option) from None


def _unwritable(path: Path, reason: str, option: str) -> ForumbotError:
    return ForumbotError(f"{path}: cannot be written ({reason}); name another file with {option}")
