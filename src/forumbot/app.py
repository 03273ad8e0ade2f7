"""The composition root: settings in, wired parts out; the only place that wires."""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from forumbot.clock import Clock
from forumbot.config import Settings
from forumbot.errors import ArchiveError, ArchiveIndexError
from forumbot.models.memory import share_stretches
from forumbot.service import EVENTS_FILE, Service, dated_events

if TYPE_CHECKING:
    from forumbot.answers.answerer import Answerer
    from forumbot.answers.occasions.next_event import Agenda
    from forumbot.answers.quoting.lock import Lock, QuoteLock
    from forumbot.answers.responder import Responder
    from forumbot.archive.cache import ExtractionCache
    from forumbot.archive.documents import Archive
    from forumbot.models.messages import MessageTeller
    from forumbot.reminders.events_kept import KeptEvents
    from forumbot.reminders.ports import Ledger
    from forumbot.reminders.schedule import Defaults
    from forumbot.search.builder import BuildSettings
    from forumbot.search.generation import Generation
    from forumbot.search.index_folder import IndexFolder
    from forumbot.search.ports import Embedder, PassageReader, Reranker
    from forumbot.search.retriever import Retriever


class App:
    """The parts of one forumbot (:class:`~forumbot.service.Parts`), made when first asked for.

    Heavy libraries are imported here, inside the methods that need them, so that commands which
    need none answer at once.
    """

    def __init__(
        self, settings: Settings, clock: Clock, embedder: "Embedder | None" = None
    ) -> None:
        self.settings = settings
        self.clock = clock
        share_stretches()
        self._embedder = embedder
        self._locks: dict[Path, QuoteLock] = {}

    @cached_property
    def service(self) -> Service:
        """What the faces call."""
        return Service(self)

    @cached_property
    def archives(self) -> "tuple[App, ...]":
        """The app of each archive, first that which answers whoever has no other.

        ``run --build`` builds them, ``doctor`` looks at them, and the bot answers from them.
        """
        return (self,)

    @cached_property
    def embedder(self) -> "Embedder":
        """The embedding model of the settings, loaded."""
        return self._embedder or self._embedder_of(self.settings.model)

    def _embedder_of(self, name: str) -> "Embedder":
        """One that ships is run by ONNX Runtime, any other by sentence-transformers."""
        from forumbot.models.catalogue import CATALOGUE

        if name in CATALOGUE:
            from forumbot.search.onnx_embedder import shared_embedder

            return shared_embedder(name)
        from forumbot.search.embedder import SentenceEmbedder

        return SentenceEmbedder(name, self.settings.backend)

    @cached_property
    def reranker(self) -> "Reranker | None":
        """The re-ranker of the settings, loaded; None where none is named."""
        from forumbot.search.reranker import CrossEncoderReranker

        name = self.settings.retrieval.reranker
        return None if name is None else CrossEncoderReranker(name, self.settings.backend)

    @cached_property
    def reader(self) -> "PassageReader":
        """What reads a question and a passage together; its models load when first needed."""
        from forumbot.search.reading import shared_readers

        return shared_readers()

    @cached_property
    def index(self) -> "IndexFolder":
        """The index folder of the settings."""
        from forumbot.search.index_folder import IndexFolder

        return IndexFolder(self.settings.index)

    @cached_property
    def generation(self) -> "Generation":
        """The live generation, checked and in memory."""
        from forumbot.search.generation import load_live

        return load_live(self.index)

    def forget_generation(self) -> None:
        """Let go of the generation in memory; what is live then is loaded when next asked for."""
        self.__dict__.pop("generation", None)

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

    @cached_property
    def calendar(self) -> "KeptEvents":
        """The reader of event files, which remembers what it read."""
        from forumbot.reminders.calendar_memory import CalendarMemory
        from forumbot.reminders.events_kept import KeptEvents

        return KeptEvents(CalendarMemory(self.settings.data))

    def open_ledger(self) -> "Ledger":
        """What reminders are to be sent and were, in the data folder; open it once a process."""
        from forumbot.reminders.sqlite_ledger import SqliteLedger

        return SqliteLedger(self.settings.data / "reminders.sqlite", self.clock)

    @cached_property
    def defaults(self) -> "Defaults":
        """The reminders by kind of event that the settings give."""
        from forumbot.reminders.schedule import Defaults

        return Defaults.of(self.settings.reminders)

    @property
    def build_settings(self) -> "BuildSettings":
        """How an index is built with the model of the settings."""
        from forumbot.answers.deciding.confidence import shipped_judge
        from forumbot.models.multilingual import shared_multilingual
        from forumbot.search.builder import BuildSettings

        passages = self.settings.passages
        compares = self.settings.retrieval.multilingual_weight > 0
        # The context in front of a passage needs room in the model's window as well.
        most = min(passages.max_tokens, self.embedder.max_tokens - 2)
        overlap = min(passages.overlap_tokens, most // 2)
        return BuildSettings(
            passages=replace(passages, max_tokens=most, overlap_tokens=overlap),
            keep_generations=self.settings.keep_generations,
            confidence=shipped_judge().version,
            outcomes=self.settings.outcomes,
            multilingual=shared_multilingual if compares else None,
        )

    def extractions(self, *, read_only: bool) -> "ExtractionCache":
        """What was extracted from files before, kept with the index."""
        from forumbot.archive.cache import ExtractionCache

        return ExtractionCache(self.index.extracted, read_only=read_only)

    def read_archive(
        self,
        cache: "ExtractionCache | None" = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> "Archive":
        """Every document of the configured knowledge folder.

        Nothing is written but what a ``cache`` that is given takes in.
        """
        from forumbot.archive.documents import read_archive

        return read_archive(
            self.settings.knowledge,
            on_progress,
            limits=self.settings.extraction,
            cache=cache or self.extractions(read_only=True),
        )

    def lock(self, generation: "Generation") -> "Lock":
        """What compares the quotes of a generation with the files that they come from."""
        from forumbot.answers.quoting.lock import QuoteLock

        folder = self._folder_of(generation)
        return self._locks.setdefault(folder, QuoteLock(folder))

    def _folder_of(self, generation: "Generation") -> Path:
        return self.settings.knowledge if self.settings.knowledge_named else generation.knowledge

    def retriever(self, generation: "Generation") -> "Retriever":
        """A retriever over a generation; refuses one that was built with another model."""
        from forumbot.models.multilingual import FINGERPRINT, shared_multilingual
        from forumbot.search.across import AcrossLanguages
        from forumbot.search.compared import ComparedVectors
        from forumbot.search.manifest import check_model
        from forumbot.search.retriever import Retriever

        check_model(generation.manifest, self.embedder)
        settings = self.settings.retrieval
        vectors, passages = generation.foreign.made_by(FINGERPRINT), generation.passages
        known = {passages[row]: one for row, one in vectors.items()}
        compared = ComparedVectors(self.index.compared, FINGERPRINT)
        across = AcrossLanguages(shared_multilingual, known, compared)
        return Retriever(generation, self.embedder, settings, self.reranker, self.reader, across)

    def answerer(self, generation: "Generation") -> "Answerer":
        """An answerer over a generation of files; refuses one whose files are not there."""
        folder = self._folder_of(generation)
        if not folder.is_dir():
            raise ArchiveError(
                f"{folder}: no such folder, so no quote can be checked",
                "name the folder of the documents with --knowledge",
            )
        return self._answerer(generation, self.lock(generation))

    def responder(self, generation: "Generation") -> "Responder":
        """What answers messages from a generation of files; refuses as :meth:`answerer` does."""
        from forumbot.answers.responder import Responder

        return Responder(
            self.answerer(generation),
            lambda message: self.teller.tell(message),
            self.lock(generation),
            self._agenda(),
            self.settings.sample_questions,
        )

    @cached_property
    def teller(self) -> "MessageTeller":
        """What tells the kinds of messages."""
        from forumbot.models.messages import shared_teller

        return shared_teller()

    def unlocked_answerer(self, generation: "Generation") -> "Answerer":
        """An answerer over a collection that is no files, whose quotes need no checking."""
        from forumbot.answers.quoting.lock import OpenLock

        return self._answerer(generation, OpenLock())

    def _answerer(self, generation: "Generation", lock: "Lock") -> "Answerer":
        from forumbot.answers.answerer import Answerer
        from forumbot.answers.deciding.confidence import shipped_judge

        retriever, settings = self.retriever(generation), self.settings.answers
        return Answerer(retriever, lock, shipped_judge(), settings, self._agenda())

    def _agenda(self) -> "Agenda":
        """Today, and the events of the knowledge folder, for questions on what comes next."""
        from forumbot.answers.occasions.next_event import Agenda

        return Agenda(
            self.clock,
            lambda: dated_events(self.calendar.dated(self.knowledge / EVENTS_FILE, self.clock())),
        )
