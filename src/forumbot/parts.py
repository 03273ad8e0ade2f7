"""What one forumbot is made of, as the use cases ask for it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from forumbot.clock import Clock
from forumbot.config import Settings

if TYPE_CHECKING:
    from forumbot.answers.answerer import Answerer
    from forumbot.answers.quoting.lock import Lock
    from forumbot.answers.responder import Responder
    from forumbot.archive.cache import ExtractionCache
    from forumbot.archive.documents import Archive
    from forumbot.reminders.events_kept import KeptEvents
    from forumbot.reminders.schedule import Defaults
    from forumbot.search.builder import BuildSettings
    from forumbot.search.generation import Generation
    from forumbot.search.index_folder import IndexFolder
    from forumbot.search.ports import Embedder, Reranker
    from forumbot.search.retriever import Retriever


class Parts(Protocol):
    """The parts of one forumbot, each made when first asked for."""

    @property
    def settings(self) -> Settings:
        """What was configured."""
        ...

    @property
    def clock(self) -> Clock:
        """The present time, or what takes its place."""
        ...

    @property
    def knowledge(self) -> Path:
        """The knowledge folder: the one named, else the one that the live index is of."""
        ...

    @property
    def embedder(self) -> "Embedder":
        """The embedding model."""
        ...

    @property
    def reranker(self) -> "Reranker | None":
        """The re-ranker; None where none is named."""
        ...

    @property
    def index(self) -> "IndexFolder":
        """The index folder."""
        ...

    @property
    def generation(self) -> "Generation":
        """The generation that was live when it was first asked for."""
        ...

    def forget_generation(self) -> None:
        """Let go of it, so that what is live when it is next asked for is loaded."""
        ...

    @property
    def calendar(self) -> "KeptEvents":
        """The reader of event files."""
        ...

    @property
    def defaults(self) -> "Defaults":
        """The reminders by kind of event."""
        ...

    @property
    def build_settings(self) -> "BuildSettings":
        """How an index is built."""
        ...

    def extractions(self, *, read_only: bool) -> "ExtractionCache":
        """What was extracted from files before."""
        ...

    def read_archive(
        self,
        cache: "ExtractionCache | None" = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> "Archive":
        """Every document of the configured knowledge folder; only the cache is written."""
        ...

    def lock(self, generation: "Generation") -> "Lock":
        """What compares the quotes of a generation with the present files."""
        ...

    def retriever(self, generation: "Generation") -> "Retriever":
        """A retriever over a generation; refuses one that was built with another model."""
        ...

    def answerer(self, generation: "Generation") -> "Answerer":
        """An answerer over a generation of files, whose quotes are locked."""
        ...

    def responder(self, generation: "Generation") -> "Responder":
        """What answers messages of members: by a word, the archive's structure, or passages."""
        ...

    def unlocked_answerer(self, generation: "Generation") -> "Answerer":
        """An answerer over a collection that is no files, whose quotes need no checking."""
        ...
