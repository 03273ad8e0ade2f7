"""Who would hear of a change of events that is not kept yet: what the planner would plan of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from forumbot.reminders.events import Event, series_of
from forumbot.reminders.records import Delivery
from forumbot.reminders.schedule import Mute, Rule


@dataclass(frozen=True, slots=True)
class Unkept:
    """Events of a guild as they would be kept, as a ledger's ``change_series`` keeps them.

    ``renamed`` gives days that would go on under another id, and ``follows`` the id of a new series
    that would have the reminders of the first one kept.
    """

    kept: tuple[Event, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)
    follows: str | None = None

    def is_of(self, event_id: str) -> bool:
        """Whether an event, by the id that it would have, is one of these or a day of one."""
        return series_of(event_id) in {event.event_id for event in self.kept}

    def rules(self, rules: Sequence[Rule]) -> list[Rule]:
        """What would be asked for of them, of what is asked for now."""
        there = [replace(one, event_id=self.name_of(one.event_id)) for one in rules]
        if self.follows is None:
            return there
        copied = (one for one in rules if one.event_id == self.kept[0].event_id)
        return [*there, *(replace(one, event_id=self.follows) for one in copied)]

    def mutes(self, mutes: Sequence[Mute]) -> list[Mute]:
        """What would not be wanted of them."""
        there = [replace(one, event_id=self.name_of(one.event_id)) for one in mutes]
        if self.follows is None:
            return there
        copied = (one for one in mutes if one.event_id == self.kept[0].event_id)
        return [*there, *(replace(one, event_id=self.follows) for one in copied)]

    def delivery(self, row: Delivery) -> Delivery:
        """A delivery under the id by which its event would go on."""
        return replace(row, event_id=self.name_of(row.event_id))

    def name_of(self, event_id: str) -> str:
        """The id by which an event would go on."""
        return self.renamed.get(event_id, event_id)

    def old_name_of(self, event_id: str) -> str:
        """The id by which an event goes now."""
        return next((old for old, new in self.renamed.items() if new == event_id), event_id)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would be sent of a change, and when.

    ``notices`` tell of it at once where it was reminded of, and ``reminders`` remind at once, as
    their hour would have passed before they were known. ``instead`` are sent at the hour of a
    reminder that a member asked for, of what would not take place. ``edited`` are messages
    that would say something else from then on; ``was_told`` says whether any was ever sent.
    """

    notices: tuple[Delivery, ...] = ()
    reminders: tuple[Delivery, ...] = ()
    instead: tuple[Delivery, ...] = ()
    edited: tuple[Delivery, ...] = ()
    was_told: bool = False
