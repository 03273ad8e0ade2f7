"""What the community has been promised to be reminded of: reckoned here from the words alone.

Nothing of forumbot takes part in it, so that its own reckoning is checked.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PROMPT = timedelta(minutes=5)
"""As late as a reminder may come where nothing is in its way."""
AFTER_TROUBLE = timedelta(minutes=65)
"""As late as one may come after what was in its way: the longest wait before another try."""
ALL_DAY = time(9)
LEADS = {
    "forum": ("2 weeks", "1 day"), "conference": ("2 weeks", "1 day"),
    "deadline": ("1 week", "1 day"), "meeting": ("1 day", "1 hour"),
    "webinar": ("1 day", "1 hour"), "other": ("1 day",),
}  # fmt: skip
"""How long before what is reminded of by itself, as the manual of the moderators says."""


@dataclass(slots=True)
class Happening:
    """An event, or one that recurs weekly: its days by their own date, each with its start."""

    title: str
    kind: str
    zone: str
    days: dict[date, datetime]
    guild_id: str | None = None
    all_day: bool = False
    is_weekly: bool = False

    def due(self, day: date, lead: str) -> datetime | None:
        """When a reminder of a day is due; None for hours before a whole day."""
        count, unit = lead.split()
        starts = self.days[day].astimezone(ZoneInfo(self.zone))
        if unit.startswith("hour"):
            return None if self.all_day else starts.astimezone(UTC) - timedelta(hours=int(count))
        days = int(count) * (7 if unit.startswith("week") else 1)
        on = starts.date() - timedelta(days=days)
        at = ALL_DAY if self.all_day else starts.time()
        return datetime.combine(on, at, ZoneInfo(self.zone)).astimezone(UTC)


@dataclass(slots=True, eq=False)
class Promise:
    """A message that a place (a channel, or a member by their id) is to get, once."""

    place: str
    happening: Happening
    day: date
    at: datetime
    guild_id: str
    is_direct: bool = False
    is_notice: bool = False
    is_met: bool = False

    def __str__(self) -> str:
        what = "word on the change of" if self.is_notice else "reminder of"
        title = self.happening.title
        return f"{what} “{title}” ({self.day}) due {self.at:%d %B %H:%M} to {self.place}"


@dataclass(slots=True)
class Promises:
    """All that is promised and was, and the troubles that excuse a delay."""

    open: list[Promise] = field(default_factory=list)
    met: list[Promise] = field(default_factory=list)
    troubles: list[tuple[datetime, datetime]] = field(default_factory=list)

    def add(self, promise: Promise) -> None:
        """Expect one more, unless the same place hears of the same at that very moment."""
        same = (promise.place, promise.happening, promise.day, promise.at, promise.is_notice)
        for one in self.open:
            if (one.place, one.happening, one.day, one.at, one.is_notice) == same:
                return
        self.open.append(promise)

    def remind(
        self,
        happening: Happening,
        leads: Sequence[str],
        place: str,
        guild_id: str,
        now: datetime,
        *,
        is_direct: bool = False,
    ) -> None:
        """Expect the reminders of every day that are to come."""
        for day in happening.days:
            for lead in leads:
                at = happening.due(day, lead)
                if at is not None and at > now:
                    self.add(Promise(place, happening, day, at, guild_id, is_direct))

    def remind_late(
        self, happening: Happening, leads: Sequence[str], place: str, guild_id: str, now: datetime
    ) -> None:
        """Expect at once a reminder of a day to come of which all hours have passed.

        That is of what a place hears of late, such as a channel that is to have announcements now.
        """
        for day, starts in happening.days.items():
            due = [at for lead in leads if (at := happening.due(day, lead)) is not None]
            if due and max(due) <= now < starts:
                self.add(Promise(place, happening, day, now, guild_id))

    def drop(self, which: Callable[[Promise], bool]) -> None:
        """Expect these no more."""
        self.open = [one for one in self.open if not which(one)]

    def heard(self, happening: Happening, day: date) -> Iterator[Promise]:
        """Who was reminded of a day, each once."""
        told = {one.place: one for one in self.met if (one.happening, one.day) == (happening, day)}
        yield from told.values()

    def meet(self, place: str, text: str, at: datetime, *, is_notice: bool) -> Promise | None:
        """Take a message for one that was promised, and is due; None where there is none."""
        fitting = [
            one for one in self.open
            if one.place == place and one.is_notice == is_notice and one.at <= at
            and one.happening.title in text
        ]  # fmt: skip
        if not fitting:
            return None
        # One title may hold another.
        found = min(fitting, key=lambda one: (-len(one.happening.title), one.at))
        found.is_met = True
        self.open.remove(found)
        self.met.append(found)
        return found

    def overdue(self, now: datetime) -> list[Promise]:
        """What should have come by now."""
        return [one for one in self.open if self._latest(one) < now]

    def _latest(self, promise: Promise) -> datetime:
        ends = [end + AFTER_TROUBLE for start, end in self.troubles if start <= promise.at <= end]
        return max([promise.at + PROMPT, *ends])
