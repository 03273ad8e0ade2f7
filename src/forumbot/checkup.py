"""``check`` and ``doctor``: what is wrong with the archive, and what would stop the bot."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from forumbot.archive.announcements import AnnouncedEvent, announcements
from forumbot.archive.documents import Document, Refusal
from forumbot.archive.formats import tesseract
from forumbot.archive.outcomes import find_outcomes
from forumbot.config import OutcomesConfig
from forumbot.errors import ForumbotError
from forumbot.evaluation.measure import GOLDEN_FILE
from forumbot.language.counting import counted
from forumbot.parts import Parts
from forumbot.reminders.checked_yaml import Problem
from forumbot.reminders.events import Event
from forumbot.service import EVENTS_FILE


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a look over every document, event and golden question found.

    Entries for ``events.yaml`` are suggested in ``timezone``.
    """

    documents: tuple[Document, ...]
    refused: tuple[Refusal, ...]
    events: tuple[Event, ...]
    problems: tuple[Problem, ...]
    timezone: str
    suggestions: tuple[AnnouncedEvent, ...] = ()
    golden: int = 0
    golden_problems: tuple[Problem, ...] = ()
    event_warnings: tuple[Problem, ...] = ()
    outcomes: OutcomesConfig = field(default_factory=OutcomesConfig)
    passed_over: tuple[Refusal, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing was refused, and every event and golden question can be used."""
        return not self.refused and not self.problems and not self.golden_problems

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "documents": [document_to_json(document, self.outcomes) for document in self.documents],
            "refused": [asdict(refusal) for refusal in self.refused],
            "passed_over": [asdict(one) for one in self.passed_over],
            "events": len(self.events),
            "event_problems": [asdict(problem) for problem in self.problems],
            "event_warnings": [asdict(warning) for warning in self.event_warnings],
            "golden": self.golden,
            "golden_problems": [asdict(problem) for problem in self.golden_problems],
            "suggestions": [
                {
                    "doc_id": one.doc_id,
                    "start": one.start,
                    "end": one.end,
                    "sentence": one.sentence,
                    "snippet": one.snippet(self.timezone),
                }
                for one in self.suggestions
            ],
        }


def document_to_json(document: Document, outcomes: OutcomesConfig | None = None) -> dict[str, Any]:
    """What was concluded of a document as JSON values, without its text."""

    def day(name: str) -> str | None:
        value = getattr(document, name)
        return value.isoformat() if value else None

    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "kind": document.kind,
        "language": document.language,
        "held_on": day("held_on"),
        "held_until": day("held_until"),
        "published_on": day("published_on"),
        "pages": document.pages,
        "words": document.words,
        "outcomes": len(find_outcomes(document, outcomes)),
        "status": document.status or None,
        "supersedes": list(document.supersedes),
        "superseded_by": document.superseded_by,
        "guessed": list(document.guessed),
        "warnings": list(document.warnings),
    }


def check(parts: Parts) -> CheckReport:
    """Read every document, event and golden question of the configured knowledge folder.

    Nothing is written.
    """
    from forumbot.reminders.events_file import check_events

    archive = parts.read_archive()
    report = check_events(parts.settings.knowledge / EVENTS_FILE)
    known = {document.doc_id for document in archive.documents}
    orphans = tuple(
        Problem(1, f"event {event.event_id!r}: its source {event.doc_id!r} is not in the archive")
        for event in report.events
        if event.doc_id is not None and event.doc_id not in known
    )
    golden, golden_problems = _golden(parts.settings.knowledge / GOLDEN_FILE, archive.documents)
    held = [((event.starts_on, event.ends_on), event.title) for event in report.events]
    return CheckReport(
        archive.documents,
        archive.refused,
        tuple(report.events),
        (*report.problems, *orphans),
        parts.settings.bot.timezone,
        announcements(archive.documents, held, parts.clock()),
        golden,
        golden_problems,
        report.warnings,
        parts.settings.outcomes,
        archive.passed_over,
    )


def _golden(path: Path, documents: Sequence[Document]) -> tuple[int, tuple[Problem, ...]]:
    """How many golden questions can be used, and what is wrong with the others."""
    if not path.exists():
        return 0, ()
    from forumbot.evaluation.golden import check_golden

    texts = {document.doc_id: document.text for document in documents}
    usable, problems = check_golden(path, texts)
    return usable, tuple(Problem(line, reason) for line, reason in problems)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at; ``remedy`` says what to do where it is not in order.

    What is ``ok`` and has a remedy all the same stops nothing, and should be looked at.
    """

    name: str
    ok: bool
    finding: str
    remedy: str | None = None


def diagnose(archives: Sequence[Parts]) -> Iterator[Diagnosis]:
    """Look at everything that the bot needs, one after the other, whatever fails.

    What the archives share is that of the first.
    """
    shared = archives[0]
    yield Diagnosis("python", sys.version_info >= (3, 11), sys.version.split()[0])
    for parts in archives:
        yield _try("knowledge", partial(_knowledge, parts))
        yield _try("events", partial(_events, parts))
    yield _scans(shared.settings.extraction.scan_languages)
    yield _try("model", partial(_model, shared))
    yield _try("readers", _readers)
    if shared.settings.retrieval.multilingual_weight:
        yield _try("multilingual", _multilingual)
    if shared.settings.retrieval.reranker is not None:
        yield _try("re-ranker", partial(_reranker, shared))
    for parts in archives:
        yield _try("index", partial(_index, parts))
    yield _zone_data(shared.clock())
    homes = shared.settings.bot.home_servers
    named = f"{len(homes)} named" if homes else _NO_HOME
    yield Diagnosis("home servers", True, named)
    token = "set" if os.environ.get("DISCORD_TOKEN") else "not set (needed by 'forumbot run' only)"
    yield Diagnosis("DISCORD_TOKEN", True, token)


def _scans(languages: Sequence[str]) -> Diagnosis:
    """Whether scans can be read, and in the languages that the settings name for them."""
    version = tesseract.version()
    if not version:
        found = "tesseract is not installed: scanned pages are not read"
        return Diagnosis("scans", True, found)
    unlearnt = [code for code in languages if not tesseract.called([code])]
    if not unlearnt:
        return Diagnosis("scans", True, version)
    return Diagnosis(
        "scans", False, f"{version}: has not learnt {', '.join(unlearnt)}",
        "install tesseract-ocr-deu and the like, or correct extraction.scan_languages",
    )  # fmt: skip


def _zone_data(now: datetime) -> Diagnosis:
    """Whether the data of time zones in force is the newer of the two that there are."""
    from forumbot.reminders.zones import zone_names
    from forumbot.zone_data import differing, package_version, system_data

    package, system = f"tzdata {package_version()}", system_data()
    if system is None:
        return Diagnosis("time zones", True, f"of the package {package}")
    finding = f"of the system, in {system.folder}, {system.version or 'of a version not told'}"
    differ = differing(system, zone_names(), now)
    is_newer = system.version is not None and system.version >= package_version()
    if is_newer or not differ:
        return Diagnosis("time zones", True, finding)
    shown = ", ".join(differ[:3]) + (f" and {len(differ) - 3} more" if len(differ) > 3 else "")
    return Diagnosis(
        "time zones", False, f"{finding}; {package} has other times for {shown}",
        "update the system's time zones, or set PYTHONTZPATH to nothing to use the package's",
    )  # fmt: skip


_NO_HOME = "none named, so /archive works nowhere; set bot.home_servers in forumbot.yaml"


def _try(name: str, look: Callable[[], str | tuple[str, str]]) -> Diagnosis:
    """What a look finds; one that gives a remedy besides found something that stops nothing."""
    try:
        found = look()
        return Diagnosis(name, True, *([found] if isinstance(found, str) else found))
    except ForumbotError as error:
        return Diagnosis(name, False, error.problem, error.remedy or None)


def _knowledge(parts: Parts) -> str | tuple[str, str]:
    archive = parts.read_archive()
    found = f"{counted(len(archive.documents), 'document')} in {archive.folder}"
    if not archive.refused:
        return found
    return f"{found}, {len(archive.refused)} refused", "run 'forumbot check': it says why, of each"


def _events(parts: Parts) -> str:
    from forumbot.reminders.events_file import load_events

    return counted(len(load_events(parts.knowledge / EVENTS_FILE)), "event")


def _model(parts: Parts) -> str:
    from forumbot.models.catalogue import CATALOGUE
    from forumbot.models.packages import file_of

    packaged = CATALOGUE.get(parts.settings.model)
    if packaged is not None:
        for name in packaged.files:
            file_of(packaged, name)
    embedder = parts.embedder
    return f"{embedder.name}, {embedder.dimension} dimensions, by {embedder.engine}"


def _readers() -> str:
    from forumbot.models.readers import SHIPPED, compare_weights, load_reader

    for shipped in SHIPPED:
        compare_weights(shipped)
        load_reader(shipped)
    return ", ".join(shipped.name for shipped in SHIPPED)


def _multilingual() -> str:
    from forumbot.models.catalogue import E5_FILE, E5_SMALL
    from forumbot.models.multilingual import shared_multilingual
    from forumbot.models.packages import file_of

    file_of(E5_SMALL, E5_FILE)
    return f"{E5_SMALL.name}, {shared_multilingual().dimension} dimensions"


def _reranker(parts: Parts) -> str:
    reranker = parts.reranker
    reranked = parts.settings.retrieval.reranked
    return f"{reranker.name}, for the best {counted(reranked, 'passage')}" if reranker else "none"


def _index(parts: Parts) -> str | tuple[str, str]:
    from forumbot.answers.deciding.confidence import shipped_judge

    generation = parts.generation
    parts.retriever(generation)
    passages = counted(len(generation.passages), "passage")
    found = f"generation {generation.manifest.generation}, {passages}"
    found += confidence_note(generation.manifest.confidence, shipped_judge().version)
    refused = len(generation.manifest.refused)
    if not refused:
        return found
    return (
        f"{found}; without {counted(refused, 'file')} that its build refused",
        "run 'forumbot index status' for their names, and 'forumbot check' for the reasons",
    )


def confidence_note(built: str, now: str) -> str:
    """What to say of the confidence where it is not that of the build; else nothing."""
    if built == now:
        return ""
    before = f"with confidence {built}" if built else "before the confidence was recorded"
    return f"; built {before}, answers are judged by {now} (no rebuild is needed for that)"
