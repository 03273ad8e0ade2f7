"""What every face calls: the terminal, the bot and the command line only show what comes of it."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from forumbot.errors import ArchiveError, ArchiveIndexError, ForumbotError, NoIndexError
from forumbot.language.phrases import DEFAULT
from forumbot.parts import Parts

if TYPE_CHECKING:
    from forumbot.answers.answer import Answer
    from forumbot.answers.explaining import Explanation
    from forumbot.answers.occasions.named_event import DatedEvent
    from forumbot.answers.outcomes import DocumentOutcome, Outcomes
    from forumbot.answers.responder import Responder
    from forumbot.archive.documents import Archive, Document
    from forumbot.asking.context import Context
    from forumbot.reminders.calendar_state import CalendarState
    from forumbot.reminders.events import Event
    from forumbot.reminders.schedule import Defaults, Reminder
    from forumbot.reminders.wording import Announcement, Quoted
    from forumbot.search.builder import Progress
    from forumbot.search.generation import Generation
    from forumbot.search.hits import Hit
    from forumbot.search.manifest import Manifest
    from forumbot.search.passages import Passage
    from forumbot.search.status import IndexStatus

EVENTS_FILE = "events.yaml"


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

    def ask(
        self, question: str, context: "Context | None" = None, *, in_talk: bool = False
    ) -> "Answer":
        """Answer what may lean on its context; raises :class:`UsageError` where empty or long.

        ``in_talk`` a question mark alone is a message as well.
        """
        from forumbot.asking.question import check_question

        checked = check_question(question, in_talk=in_talk)
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
        from forumbot.answers.outcomes import stated_still

        return stated_still(entries, self._parts.lock(generation))

    # Events and reminders

    @property
    def events_file(self) -> Path:
        """Where the events of the archive stand."""
        return self._parts.knowledge / EVENTS_FILE

    def events(self) -> "CalendarState":
        """The events in force, and what is wrong with the ``events.yaml`` of the archive."""
        return self._parts.calendar.state(self.events_file, self.clock())

    def check_events_folder(self) -> None:
        """Raise :class:`ArchiveError` where the folder of the events is not there."""
        folder = self.events_file.parent
        if not folder.is_dir():
            raise ArchiveError(
                f"{folder}: no such folder, so no events",
                "name the folder of the documents with --knowledge",
            )

    def keep_calendar(self) -> None:
        """From now on remember which calendar is in force, and log what is wrong with it."""
        self._parts.calendar.remember()

    def confirm_events(self) -> "CalendarState":
        """Take ``events.yaml`` as it stands, whatever it lost; one with faults stays as it is."""
        return self._parts.calendar.confirm(self.events_file)

    def listed_events(self, *, with_past: bool = False) -> "tuple[Event, ...]":
        """What is not over by start, series as their next days; ``with_past`` what was, too."""
        from forumbot.reminders.events import in_order, past, upcoming

        known, now = self.events().events, self.clock()
        coming = upcoming(known, now)
        return in_order([*past(known, now), *coming]) if with_past else coming

    def write_feed(self, feed: Path, *, with_past: bool = False) -> bool:
        """Write the listed events to a calendar file, a series once for all its occurrences.

        False where ``events.yaml`` has faults or is in doubt: the feed is then left as it is.
        Raises :class:`ForumbotError` where there is no event, where most of what is to come by the
        feed would go, and where it cannot be written.
        """
        from forumbot.reminders.calendar import to_ics
        from forumbot.reminders.feeds import events_of_feed, write_feed

        state, now = self.events(), self.clock()
        if not state.is_of_file:
            return False
        events = events_of_feed(state.events, now, with_past=with_past)
        if not events:
            raise ForumbotError(
                f"{self.events_file}: holds no event, and so {feed} is left as it was",
                "name the folder of the events with --knowledge",
            )
        since = self._parts.calendar.stands_since(self.events_file)
        write_feed(feed, to_ics(events, now), state.events, now, since=since)
        return True

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
            Quoted(entry.said, entry.document.title, entry.document.url)
            for entry in self._locked(generation, concluded).stated
        ]

    def announcement(
        self, reminder: "Reminder", at: datetime, generation: "Generation | None" = None, *,
        language: str = DEFAULT,
    ) -> "Announcement":  # fmt: skip
        """What a reminder says if it is sent at ``at``; without an index it quotes no outcomes."""
        from forumbot.reminders import wording

        try:
            background = self.background(reminder.event, min(at, self.clock()), generation)
        except NoIndexError:
            background = []
        return wording.reminder(
            reminder.event, reminder.lead.anchor, at, due_at=reminder.due_at,
            late_after=self.late_after, message=reminder.message, background=background,
            language=language,
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
    from forumbot.reminders.wording import hours_of

    def dated(event: "Event") -> "DatedEvent":
        disputed = tuple((one.field, one.value) for one in event.disputed)
        return DatedEvent(
            event.title, event.starts_on, event.ends_on, event.place, event.doc_id, event.kind,
            disputed, hours=hours_of(event),
        )  # fmt: skip

    return [dated(event) for event in events if event.status != "cancelled"]
