"""The composition root: settings in, wired parts out; the only place that wires."""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forumbot.clock import Clock
from forumbot.config import Settings
from forumbot.errors import ArchiveError, ArchiveIndexError, NoIndexError

if TYPE_CHECKING:
    from forumbot.answers.answerer import Answerer
    from forumbot.answers.occasions.next_event import Agenda, DatedEvent
    from forumbot.answers.outcomes import DocumentOutcome
    from forumbot.answers.quoting.lock import Lock
    from forumbot.archive.cache import ExtractionCache
    from forumbot.archive.documents import Archive
    from forumbot.reminders.events import Event
    from forumbot.reminders.events_file import EventsReport
    from forumbot.reminders.events_kept import KeptEvents
    from forumbot.reminders.schedule import Defaults, Reminder
    from forumbot.reminders.wording import Announcement, Quoted
    from forumbot.search.builder import BuildSettings, Progress
    from forumbot.search.embedder import Embedder
    from forumbot.search.index_folder import IndexFolder
    from forumbot.search.manifest import Manifest
    from forumbot.search.reranker import Reranker
    from forumbot.search.retriever import Generation, Retriever

EVENTS_FILE = "events.yaml"
GOLDEN_FILE = "golden.jsonl"


class App:
    """The parts of one forumbot, made when first asked for.

    Heavy libraries are imported here, inside the methods that need them, so that commands which
    need none answer at once.
    """

    def __init__(
        self, settings: Settings, clock: Clock, embedder: "Embedder | None" = None
    ) -> None:
        self.settings = settings
        self.clock = clock
        self._embedder = embedder

    @cached_property
    def embedder(self) -> "Embedder":
        """The embedding model of the settings, loaded."""
        from forumbot.search.embedder import SentenceEmbedder

        return self._embedder or SentenceEmbedder(self.settings.model)

    @cached_property
    def index(self) -> "IndexFolder":
        """The index folder of the settings."""
        from forumbot.search.index_folder import IndexFolder

        return IndexFolder(self.settings.index)

    @cached_property
    def generation(self) -> "Generation":
        """The live generation, checked and in memory."""
        from forumbot.search.retriever import load_live

        return load_live(self.index)

    def kept(self, name: str) -> "Generation":
        """A generation that may not be live, checked and in memory."""
        from forumbot.search.retriever import load_kept

        return load_kept(self.index, name)

    @property
    def confidence_version(self) -> str:
        """The version of the confidence that judges answers here."""
        from forumbot.answers.deciding.confidence import shipped_judge

        return shipped_judge().version

    @property
    def knowledge(self) -> Path:
        """The knowledge folder: the one named, else the one that the live index was built from."""
        if self.settings.knowledge_named:
            return self.settings.knowledge
        try:
            _folder, manifest = self.index.live()
        except ArchiveIndexError:
            return self.settings.knowledge
        return Path(os.path.normpath(self.settings.index / manifest.knowledge))

    def read_archive(self) -> "Archive":
        """Every document of the configured knowledge folder; nothing is written."""
        return self._read_archive(self._extractions(read_only=True))

    def _read_archive(
        self,
        cache: "ExtractionCache",
        on_progress: "Callable[[int, int], None] | None" = None,
    ) -> "Archive":
        from forumbot.archive.documents import read_archive
        from forumbot.archive.pool import Limits

        config = self.settings.extraction
        return read_archive(
            self.settings.knowledge,
            on_progress,
            limits=Limits(config.seconds, config.megabytes),
            cache=cache,
        )

    def _extractions(self, *, read_only: bool) -> "ExtractionCache":
        from forumbot.archive.cache import ExtractionCache

        return ExtractionCache(self.index.extracted, read_only=read_only)

    def events(self) -> "EventsReport":
        """The events of the knowledge folder, and what is wrong with its ``events.yaml``."""
        return self._kept_events.report(self.knowledge / EVENTS_FILE)

    @cached_property
    def _kept_events(self) -> "KeptEvents":
        from forumbot.reminders.events_kept import KeptEvents

        return KeptEvents()

    @cached_property
    def defaults(self) -> "Defaults":
        """The reminders by kind of event that the settings give."""
        from forumbot.reminders.schedule import Defaults

        return Defaults.of(self.settings.reminders)

    def background(
        self, event: "Event", now: datetime, generation: "Generation | None" = None
    ) -> "list[Quoted]":
        """Of a forum, what the one before it concluded on the same themes; of others nothing."""
        from forumbot.answers.themes import last_conclusions
        from forumbot.reminders.events import EventKind
        from forumbot.reminders.wording import Quoted

        if event.kind is not EventKind.FORUM or not event.themes:
            return []
        before = min(event.starts_on, now.date() + timedelta(days=1))
        stated = last_conclusions(generation or self.generation, event.themes, before)
        return [
            Quoted(entry.outcome.text, entry.document.title, entry.document.url)
            for entry in self.unchanged(stated)
        ]

    def coming_reminders(
        self, events: "Sequence[Event]", days: int
    ) -> "list[tuple[Reminder, Announcement]]":
        """The default reminders of the next ``days`` as they will be sent, the first first.

        Without an index they quote no outcomes.
        """
        from forumbot.reminders import wording
        from forumbot.reminders.schedule import Community, reminders

        now = self.clock()
        nowhere = Community(guild_id=0, channel_id=0)
        there = reminders(events, nowhere, (), (), self.defaults, now)
        until = now + timedelta(days=days)
        late_after = timedelta(minutes=self.settings.reminders.late_after_minutes)
        return [
            (one, wording.reminder(
                one.event, one.lead.anchor, one.due_at, due_at=one.due_at, late_after=late_after,
                background=self._background_if_built(one.event, one.due_at),
            ))
            for one in there if now < one.due_at <= until
        ]  # fmt: skip

    def _background_if_built(self, event: "Event", now: datetime) -> "list[Quoted]":
        try:
            return self.background(event, min(now, self.clock()))
        except NoIndexError:
            return []

    def unchanged(self, entries: "list[DocumentOutcome]") -> "list[DocumentOutcome]":
        """The outcomes that their files still state."""
        from forumbot.answers.quoting.lock import QuoteLock

        lock = QuoteLock(self.knowledge)
        return [
            entry
            for entry in entries
            if lock.holds(entry.document, entry.outcome.start, entry.outcome.end)
        ]

    def status(self) -> "dict[str, Any]":
        """What is live, from what, how old, and which files have changed since, as JSON values."""
        _folder, manifest = self.index.live()
        age = self.clock() - manifest.created_at
        return {
            "generation": manifest.generation,
            "created_at": manifest.created_at.isoformat(),
            "age": str(timedelta(seconds=max(int(age.total_seconds()), 0))),
            "age_seconds": int(age.total_seconds()),
            "knowledge": str(self.knowledge),
            "model": manifest.model.name,
            "confidence": manifest.confidence or None,
            "confidence_now": self.confidence_version,
            "documents": [record.doc_id for record in manifest.documents],
            "passages": sum(record.passages for record in manifest.documents),
            "refused": [record.doc_id for record in manifest.refused],
            "generations": self.index.names(),
            **self._changes(manifest),
        }

    def _changes(self, manifest: "Manifest") -> "dict[str, list[str]]":
        """Files added to, changed in and removed from the knowledge folder since a build."""
        from forumbot.archive.files import file_hashes

        built = {record.doc_id: record.sha256 for record in manifest.documents}
        refused = {record.doc_id for record in manifest.refused}
        present = file_hashes(self.knowledge)
        return {
            "added": sorted(present.keys() - built.keys() - refused),
            "changed": sorted(d for d in built if d in present and present[d] != built[d]),
            "removed": sorted(built.keys() - present.keys()),
        }

    def build(self, *, strict: bool, on_progress: "Progress") -> "Manifest":
        """Read the knowledge folder and publish a new generation."""
        from forumbot.archive.files import list_files
        from forumbot.search.builder import build

        list_files(self.settings.knowledge)
        cache = self._extractions(read_only=False)

        def read() -> "Archive":
            return self._read_archive(
                cache, lambda done, total: on_progress("reading", done, total)
            )

        return build(
            self.index, read, self.embedder, self.clock, self._build_settings(),
            strict=strict, on_progress=on_progress, cache=cache,
        )  # fmt: skip

    def retriever(self, generation: "Generation") -> "Retriever":
        """A retriever over a generation; refuses one that was built with another model."""
        from forumbot.search.manifest import check_model
        from forumbot.search.retriever import RetrievalSettings, Retriever

        check_model(generation.manifest, self.embedder)
        settings = RetrievalSettings(**asdict(self.settings.retrieval))
        return Retriever(generation, self.embedder, settings, self.reranker)

    @cached_property
    def reranker(self) -> "Reranker | None":
        """The re-ranker of the settings, loaded; None where none is named."""
        from forumbot.search.reranker import CrossEncoderReranker

        name = self.settings.retrieval.reranker
        return None if name is None else CrossEncoderReranker(name)

    def answerer(self, generation: "Generation | None" = None) -> "Answerer":
        """An answerer over a generation of files, the live one unless another is given."""
        from forumbot.answers.quoting.lock import QuoteLock

        generation = generation or self.generation
        knowledge = (
            self.settings.knowledge if self.settings.knowledge_named else generation.knowledge
        )
        if not knowledge.is_dir():
            raise ArchiveError(
                f"{knowledge}: no such folder, so no quote can be checked; name the folder of the "
                "documents with --knowledge"
            )
        return self._answerer(generation, QuoteLock(knowledge))

    def unlocked_answerer(self, generation: "Generation") -> "Answerer":
        """An answerer over a collection that is no files, whose quotes need no checking."""
        from forumbot.answers.quoting.lock import OpenLock

        return self._answerer(generation, OpenLock())

    def _answerer(self, generation: "Generation", lock: "Lock") -> "Answerer":
        from forumbot.answers.answerer import Answerer, AnswerSettings
        from forumbot.answers.deciding.confidence import shipped_judge

        settings = AnswerSettings(
            max_quote_chars=self.settings.answers.max_quote_chars,
            threshold=self.settings.answers.threshold,
        )
        return Answerer(self.retriever(generation), lock, shipped_judge(), settings, self._agenda())

    def _agenda(self) -> "Agenda":
        """Today, and the events of the knowledge folder, for questions on what comes next."""
        from forumbot.answers.occasions.next_event import Agenda

        return Agenda(self.clock, self._dated_events)

    def _dated_events(self) -> "list[DatedEvent]":
        """Events that have been and those to come, but for what is cancelled."""
        from forumbot.answers.occasions.next_event import DatedEvent

        events = self._kept_events.dated(self.knowledge / EVENTS_FILE, self.clock())
        return [
            DatedEvent(
                event.title, event.starts_on, event.ends_on, event.place, event.doc_id, event.kind
            )
            for event in events
            if event.status != "cancelled"
        ]

    def live_name(self) -> str:
        """The name of the live generation, as ``CURRENT`` says at this moment."""
        return self.index.live()[1].generation

    def open_answerer(self) -> "Answerer":
        """An answerer over what is live at this moment, loaded anew."""
        from forumbot.search.retriever import load_live

        return self.answerer(load_live(self.index))

    @contextmanager
    def measured(self, on_progress: "Progress") -> "Iterator[Generation]":
        """The generation to measure on.

        That is the live one, unless a knowledge folder is named that it was not built from: then
        one is built aside.
        """
        if self.settings.knowledge_named:
            try:
                built_from = (self.index.path / self.index.live()[1].knowledge).resolve()
            except NoIndexError:
                built_from = None
            if built_from != self.settings.knowledge.resolve():
                with self.aside(self.read_archive(), on_progress) as generation:
                    yield generation
                return
        yield self.generation

    @contextmanager
    def aside(self, archive: "Archive", on_progress: "Progress") -> "Iterator[Generation]":
        """A generation of another archive in a folder of its own, gone afterwards."""
        from forumbot.search.builder import build
        from forumbot.search.index_folder import IndexFolder
        from forumbot.search.retriever import load_live

        with tempfile.TemporaryDirectory(prefix="forumbot-") as folder:
            index = IndexFolder(Path(folder))
            build(
                index, lambda: archive, self.embedder, self.clock, self._build_settings(),
                on_progress=on_progress,
            )  # fmt: skip
            yield load_live(index)

    def _build_settings(self) -> "BuildSettings":
        from forumbot.search.builder import BuildSettings
        from forumbot.search.passages import PassageSettings

        limits = self.settings.passages
        # The context in front of a passage needs room in the model's window as well.
        most = min(limits.max_tokens, self.embedder.max_tokens - 2)
        return BuildSettings(
            passages=PassageSettings(most, min(limits.overlap_tokens, most // 2)),
            keep_generations=self.settings.keep_generations,
            confidence=self.confidence_version,
        )
