"""What the reminders ask of the world: a ledger that remembers, a poster that posts.

The planner and the runner know these alone. Another store is one class with the methods of
:class:`Ledger` and :class:`Requests`, another place to post to is one with those of
:class:`Poster`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Protocol, Self

from forumbot.reminders.events import Event
from forumbot.reminders.records import Delivery, Published, State
from forumbot.reminders.schedule import Mute, Rule
from forumbot.reminders.wording import Announcement

LONGEST_WAIT = timedelta(hours=1)
"""A retry further ahead was noted by a clock that was set back since; it is not waited for."""


class Requests(Protocol):
    """What people asked for: events of guilds, reminders, default reminders not wanted.

    Also which events a guild's platform shows by itself. Every method may be called from any
    thread, is done as a whole or not at all, and raises :class:`~forumbot.errors.StoreError` where
    it cannot be; ids and texts that are none are a ``ValueError``.
    """

    def events(self, guild_id: int | None = None) -> tuple[tuple[int, Event], ...]:
        """The events that moderators made, of one guild or of all, each with its guild's id."""

    def save_event(self, guild_id: int, event: Event) -> None:
        """Keep an event of a guild, in the place of one of the same id."""

    def rules(self, guild_id: int | None = None, member_id: int | None = None) -> tuple[Rule, ...]:
        """The reminders that were asked for, by id: of a guild, to a member directly, or all."""

    def add_rule(self, rule: Rule) -> Rule:
        """Keep a reminder that was asked for; returns it with its id.

        One of the same guild, event, lead, channel and member gets the new role and message.
        """

    def change_rule(self, rule: Rule) -> bool:
        """Replace the rule of that id; False where it is not kept any more.

        Another one that says the same from now on is deleted.
        """

    def remove_rule(self, rule_id: int) -> bool:
        """Delete a rule; returns whether there was one."""

    def held_about(self, member_id: int) -> tuple[Rule, ...]:
        """The reminders that name a member, as the one reminded or the one who asked."""

    def mutes(self, guild_id: int | None = None) -> tuple[Mute, ...]:
        """The default reminders that are not wanted, in one guild or in all."""

    def mute(self, mute: Mute) -> None:
        """Have no default reminder of an event, or none of that lead."""

    def published(self, guild_id: int | None = None) -> tuple[Published, ...]:
        """The events that have a native scheduled event, in one guild or in all."""

    def save_published(self, published: Published) -> None:
        """Keep which native event an event has, in the place of what was kept before."""

    def remove_published(self, guild_id: int, event_id: str) -> bool:
        """Forget the native event of an event; returns whether there was one."""


class Ledger(Protocol):
    """What is to be sent, was sent or was not: open it once a process, close it at the end.

    A delivery goes from planned to claimed to a final state, and a final state never changes. Every
    method may be called from any thread, is done as a whole or not at all, and raises
    :class:`~forumbot.errors.StoreError` where it cannot be.
    """

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...

    def close(self) -> None:
        """Keep everything and let go of it; later calls raise StoreError."""

    @property
    def requests(self) -> Requests:
        """What people asked for."""

    # What is to be sent

    def reconcile(self, wanted: Sequence[Delivery]) -> None:
        """Make the planned reminders those that are wanted; what was claimed or ended stays.

        What is planned was surely not posted, so nothing is left of what is wanted no more.
        """

    def add(self, deliveries: Sequence[Delivery]) -> int:
        """Plan notices or reports, each key once for all; returns how many were new."""

    def due(self, now: datetime, limit: int = 500) -> tuple[Delivery, ...]:
        """What is to be sent at ``now``, the most important first, then what was due first."""

    def planned(self, guild_id: int | None = None) -> tuple[Delivery, ...]:
        """What is still to come, in one guild or in all, by due time."""

    def next_at(self, now: datetime) -> datetime | None:
        """The earliest instant at which there is something to do, at or before ``now`` if at once.

        None where nothing is planned, claimed or to be edited.
        """

    def get(self, key: str) -> Delivery | None:
        """The delivery of that key, or None where it is not kept (any more)."""

    # Sending

    def claim(self, key: str, now: datetime) -> bool:
        """Take a planned delivery to post it now; False where it is not planned any more."""

    def record(
        self,
        key: str,
        state: State,
        now: datetime,
        *,
        message_id: int | None = None,
        detail: str | None = None,
        shown: str | None = None,
    ) -> None:
        """Bring a planned or claimed delivery to its final state.

        Nothing happens where it has one already, or is not kept any more. ``ValueError`` for a
        state that is not final.
        """

    def postpone(self, key: str, until: datetime, detail: str, *, uncertain: bool) -> None:
        """Put a delivery off that failed; a final state stays.

        Where it surely was not posted it is planned again; where that is ``uncertain`` it stays
        claimed, to be looked for. ``until`` is at most :data:`LONGEST_WAIT` ahead.
        """

    def claimed(self) -> tuple[Delivery, ...]:
        """What was claimed, was not recorded, and is to be looked for by now; oldest first."""

    # What was sent

    def posted(self) -> tuple[Delivery, ...]:
        """Reminders and notices that were sent and show an event, of the last 400 days; by time."""

    def has_posted(self, event_id: str, channel_id: int) -> bool:
        """Whether anything about an event was sent to a channel or, directly, to a member."""

    def is_posted(self, message_id: int) -> bool:
        """Whether anything was sent in that very message."""

    def rename_events(self, guild_id: int, names: Mapping[str, str], now: datetime) -> None:
        """Let all that is kept in a guild of events, or of days of series, go on by new ids.

        ``names`` gives these by the old ones; a series goes on with its days. Messages of what is
        not over at ``now`` are edited, as their buttons name the event.
        """

    def change_series(
        self,
        guild_id: int,
        kept: Sequence[Event],
        names: Mapping[str, str],
        now: datetime,
        *,
        follows: str | None = None,
    ) -> None:
        """Keep series of a guild that were changed, and let their days go on by new ids.

        ``follows`` is the id of a new series, which has the reminders of the first one kept.
        """

    def note_change(self, keys: Sequence[str], shown: str, notices: Sequence[Delivery]) -> None:
        """Have the messages of these deliveries edited to show ``shown``, and plan the notices."""

    def edits(self) -> tuple[Delivery, ...]:
        """The deliveries whose message is to be edited by now, the most important first."""

    def edited(self, key: str, detail: str | None = None) -> None:
        """No edit is due any more: it is done, or ``detail`` says why it never will be."""

    def postpone_edit(self, key: str, until: datetime) -> None:
        """Put an edit off that failed, by :data:`LONGEST_WAIT` at most."""

    # What was not sent

    def unreported(self) -> tuple[Delivery, ...]:
        """What was missed or refused and nobody was told of; reports themselves are left out."""

    def mark_reported(self, keys: Sequence[str], report: Delivery | None) -> None:
        """Plan the report that tells of these deliveries, so that no other one does."""

    def log(self, guild_id: int, limit: int) -> tuple[Delivery, ...]:
        """What was sent in a guild, missed, refused, or is on its way; newest first."""

    # Forgetting

    def forget_guild(self, guild_id: int) -> None:
        """Delete all that is kept of a guild."""

    def forget_member(self, member_id: int) -> int:
        """Delete a member's own reminders, and their name from those they made for others.

        Returns how many rows that were, those of direct messages sent or to come included.
        """

    def purge(self, older_than: timedelta) -> int:
        """Delete what ended, and whose event began, longer ago than that; returns how many.

        Let it be longer than any event lasts: what is deleted may be planned again while its event
        is not over.
        """


class Poster(Protocol):
    """Posts messages; every failure is a :class:`~forumbot.errors.DeliveryError`."""

    @property
    def dedup_window(self) -> timedelta:
        """How long after a post a second one of the same delivery surely makes no second message.

        Zero where each post makes a message of its own.
        """

    async def post(self, delivery: Delivery, announcement: Announcement) -> int:
        """Post the announcement, marked as this delivery; returns the message's id."""

    async def find(self, delivery: Delivery) -> int | None:
        """The id of the message that is marked as this delivery, None where there is none.

        It is looked for among what was posted since the delivery was claimed. Raises
        :class:`~forumbot.errors.NoLookError` where that cannot be seen.
        """

    async def edit(self, delivery: Delivery, announcement: Announcement) -> None:
        """Replace what the delivery's message says."""
