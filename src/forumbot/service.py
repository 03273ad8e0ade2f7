"""What every face calls: the terminal, the bot and the command line only show what comes of it."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from forumbot.clock import Clock
from forumbot.config import Settings
from forumbot.errors import ArchiveIndexError, NoIndexError

if TYPE_CHECKING:
    from forumbot.answers.answer import Answer
    from forumbot.answers.answerer import Answerer
    from forumbot.answers.explaining import Explanation
    from forumbot.answers.occasions.named_event import DatedEvent
    from forumbot.answers.outcomes import DocumentOutcome, Outcomes
    from forumbot.answers.quoting.lock import Lock
    from forumbot.answers.responder import Responder
    from forumbot.archive.cache import ExtractionCache
    from forumbot.archive.documents import Archive, Document
    from forumbot.asking.context import Context
    from forumbot.reminders.events import Event
    from forumbot.reminders.events_file import EventsReport
    from forumbot.reminders.events_kept import KeptEvents
    from forumbot.reminders.schedule import Defaults, Reminder
    from forumbot.reminders.wording import Announcement, Quoted
    from forumbot.search.builder import BuildSettings, Progress
    from forumbot.search.generation import Generation
    from forumbot.search.hits import Hit
    from forumbot.search.index_folder import IndexFolder
    from forumbot.search.manifest import Manifest
    from forumbot.search.passages import Passage
    from forumbot.search.ports import Embedder, Reranker
    from forumbot.search.retriever import Retriever
    from forumbot.search.status import IndexStatus

EVENTS_FILE = "events.yaml"


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


class Service:
    """The use cases of one forumbot.

    What takes a ``generation`` works on the live one unless it is given another. Heavy libraries
    are imported inside the methods that need them, so that those that need none answer at once.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.settings = parts.settings
        self.clock = parts.clock

    # Questions

    def ask(self, question: str, context: "Context | None" = None) -> "Answer":
        """Answer what may lean on its context; raises :class:`UsageError` where empty or long."""
        from forumbot.asking.question import check_question

        checked = check_question(question)
        return self._responder.answer(checked, context)

    def context_after(self, answer: "Answer", before: "Context | None") -> "Context | None":
        """What the next message may lean on after an answer."""
        from forumbot.answers.conversation import context_after

        return context_after(answer, self.generation.documents, before)

    def explain(self, question: str) -> "Explanation":
        """Answer a question as :meth:`ask` does, and say how that came about."""
        from forumbot.asking.question import check_question

        checked = check_question(question)
        return self._responder.explain(checked)

    def search(self, question: str, top_k: int) -> "list[Hit]":
        """Ranked passages without an answer; raises :class:`UsageError` as :meth:`ask` does."""
        from forumbot.asking.question import check_question

        checked = check_question(question)
        return self._responder.search(checked, top_k)

    @cached_property
    def _responder(self) -> "Responder":
        return self._parts.responder(self.generation)

    def get_ready(self) -> None:
        """Load model and index; raises where no question could be answered."""
        self._responder  # noqa: B018 - made here, kept for the questions

    def refresh(self) -> bool:
        """Answer from the live generation if it is another by now; returns whether it was."""
        live = known = self.generation.manifest.generation
        with suppress(ArchiveIndexError):
            live = self.live_name()
        if live == known:
            return False
        self._parts.forget_generation()
        self.__dict__.pop("_responder", None)
        return True

    def open_responder(self) -> "Responder":
        """What answers messages from what is live at this moment, loaded anew."""
        from forumbot.search.generation import load_live

        return self._parts.responder(load_live(self._parts.index))

    # What the forums concluded

    def outcomes(
        self,
        topic: str | None = None,
        document: str | None = None,
        *,
        only: Collection[str] | None = None,
        generation: "Generation | None" = None,
    ) -> "Outcomes":
        """Outcomes on a topic, of one document or of ``only`` these doc_ids, oldest forum first.

        Raises :class:`UsageError` for a document that the index does not hold.
        """
        from forumbot.answers.outcomes import select_outcomes

        generation = generation or self.generation
        found = select_outcomes(generation, topic, document)
        return self._locked(
            generation, [one for one in found if only is None or one.document.doc_id in only]
        )

    def documents(
        self, kind: str | None = None, *, only: Collection[str] | None = None,
        generation: "Generation | None" = None,
    ) -> "list[Document]":  # fmt: skip
        """The documents, of a kind or of ``only`` these ids, reports first, then the newest first.

        Raises :class:`UsageError` for a kind that no document is of.
        """
        from forumbot.answers.documents import select_documents

        return select_documents(generation or self.generation, kind, only)

    def _locked(self, generation: "Generation", entries: "Iterable[DocumentOutcome]") -> "Outcomes":
        from forumbot.answers.outcomes import Outcomes

        lock = self._parts.lock(generation)
        stated: list[DocumentOutcome] = []
        withheld: list[DocumentOutcome] = []
        for entry in entries:
            outcome = entry.outcome
            holds = lock.holds(entry.document, outcome.start, outcome.end)
            (stated if holds else withheld).append(entry)
        return Outcomes(tuple(stated), tuple(withheld))

    # Events and reminders

    @property
    def events_file(self) -> Path:
        """Where the events of the archive stand."""
        return self._parts.knowledge / EVENTS_FILE

    def events(self) -> "EventsReport":
        """The events of the knowledge folder, and what is wrong with its ``events.yaml``."""
        return self._parts.calendar.report(self.events_file)

    def listed_events(self, *, with_past: bool = False) -> "tuple[Event, ...]":
        """What is not over by start, series as their next occurrences; or every event."""
        from forumbot.reminders.events import in_order, upcoming

        known = self.events().events
        return in_order(known) if with_past else upcoming(known, self.clock())

    def calendar_file(self, *, with_past: bool = False) -> bytes:
        """The listed events as iCalendar; a series stands there once, for all its occurrences."""
        from forumbot.reminders.calendar import to_ics
        from forumbot.reminders.events import series_of

        known = self.events().events
        listed = self.listed_events(with_past=with_past)
        ids = {series_of(event.event_id) for event in listed}
        return to_ics([event for event in known if event.event_id in ids], self.clock())

    @property
    def defaults(self) -> "Defaults":
        """The reminders by kind of event that the settings give."""
        return self._parts.defaults

    @property
    def late_after(self) -> timedelta:
        """How long after its time a reminder says that it is late."""
        return timedelta(minutes=self.settings.reminders.late_after_minutes)

    def background(
        self, event: "Event", now: datetime, generation: "Generation | None" = None
    ) -> "list[Quoted]":
        """Of a forum, what the one before it concluded on the same themes; of others nothing."""
        from forumbot.answers.themes import last_conclusions
        from forumbot.reminders.events import EventKind
        from forumbot.reminders.wording import Quoted

        if event.kind is not EventKind.FORUM or not event.themes:
            return []
        generation = generation or self.generation
        before = min(event.starts_on, now.date() + timedelta(days=1))
        concluded = last_conclusions(generation, event.themes, before)
        return [
            Quoted(entry.outcome.text, entry.document.title, entry.document.url)
            for entry in self._locked(generation, concluded).stated
        ]

    def announcement(
        self, reminder: "Reminder", at: datetime, generation: "Generation | None" = None
    ) -> "Announcement":
        """What a reminder says if it is sent at ``at``; without an index it quotes no outcomes."""
        from forumbot.reminders import wording

        try:
            background = self.background(reminder.event, min(at, self.clock()), generation)
        except NoIndexError:
            background = []
        return wording.reminder(
            reminder.event, reminder.lead.anchor, at, due_at=reminder.due_at,
            late_after=self.late_after, message=reminder.message, background=background,
        )  # fmt: skip

    def coming_reminders(
        self, events: "Iterable[Event]", days: int
    ) -> "list[tuple[Reminder, Announcement]]":
        """The default reminders of the next ``days`` as they will be sent, the first first."""
        from forumbot.reminders.schedule import Community, reminders

        now = self.clock()
        nowhere = Community(guild_id=0, channel_id=0)
        there = reminders(tuple(events), nowhere, (), (), self.defaults, now)
        until = now + timedelta(days=days)
        return [
            (one, self.announcement(one, one.due_at)) for one in there if now < one.due_at <= until
        ]

    # The index

    @property
    def generation(self) -> "Generation":
        """The live generation, checked and in memory."""
        return self._parts.generation

    def live(self) -> "Manifest":
        """The record of the live generation, as ``CURRENT`` says at this moment."""
        return self._parts.index.live()[1]

    def live_name(self) -> str:
        """The name of the live generation, as ``CURRENT`` says at this moment."""
        return self.live().generation

    def passages(self) -> "Iterator[Passage]":
        """Every passage of the live generation."""
        return iter(self.generation.passages)

    def status(self) -> "IndexStatus":
        """What is live, from what, how old, and which files have changed since."""
        from forumbot.answers.deciding.confidence import shipped_judge
        from forumbot.search.status import status_of

        parts = self._parts
        return status_of(parts.index, parts.knowledge, self.clock(), shipped_judge().version)

    def build(self, *, strict: bool, on_progress: "Progress") -> "Manifest":
        """Read the knowledge folder and publish a new generation."""
        from forumbot.search.builder import build
        from forumbot.search.freshness import inputs, mark_fresh

        parts = self._parts
        before = inputs(self.settings)
        cache = parts.extractions(read_only=False)

        def read() -> "Archive":
            return parts.read_archive(
                cache, lambda done, total: on_progress("reading", done, total)
            )

        manifest = build(
            parts.index, read, parts.embedder, self.clock, parts.build_settings,
            strict=strict, on_progress=on_progress, cache=cache,
        )  # fmt: skip
        mark_fresh(parts.index, before)
        return manifest

    def is_fresh(self) -> bool:
        """Whether a build would change nothing, as far as sizes and times of files tell."""
        from forumbot.search.freshness import inputs, is_fresh

        return is_fresh(self._parts.index, inputs(self.settings))

    def roll_back(self, generation: str | None = None) -> "Manifest":
        """Make a generation live again, or the one before the live one."""
        return self._parts.index.roll_back(generation)


def dated_events(events: "Iterable[Event]") -> "list[DatedEvent]":
    """Events as questions on what comes next read them; what is cancelled is left out."""
    from forumbot.answers.occasions.named_event import DatedEvent

    def dated(event: "Event") -> "DatedEvent":
        disputed = tuple((one.field, one.value) for one in event.disputed)
        return DatedEvent(
            event.title, event.starts_on, event.ends_on, event.place, event.doc_id, event.kind,
            disputed,
        )  # fmt: skip

    return [dated(event) for event in events if event.status != "cancelled"]
