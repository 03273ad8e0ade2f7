"""Events and reminders as rich renderables."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table

from forumbot.language.counting import counted
from forumbot.language.days_in_words import in_words, span_in_words
from forumbot.terminal import styles
from forumbot.terminal.views import styled

# Columns; set by hand, as four columns of words need them.
_TABLE_FROM = 72

if TYPE_CHECKING:
    from forumbot.reminders.events import Event
    from forumbot.reminders.schedule import Reminder
    from forumbot.reminders.wording import Announcement


def events_view(events: Sequence["Event"], now: datetime) -> RenderableType:
    """Events with their days; past ones are called past."""
    if not events:
        return styled(
            "No upcoming event; past ones are listed with --all (in the chat: /events all).",
            style=styles.WARNING,
        )
    return _EventList(events, now)


class _EventList:
    """Events as a table, or one below the other where a table would break its words."""

    def __init__(self, events: Sequence["Event"], now: datetime) -> None:
        self._rows = [
            (_cells(event, now), styles.ASIDE if event.is_past(now) else "") for event in events
        ]

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        if options.max_width >= _TABLE_FROM:
            yield self._table()
            return
        for (when, *rest), style in self._rows:
            yield styled(when, style=style or styles.HEADING)
            yield Padding(
                styled("\n".join(cell for cell in rest if cell), style=style), (0, 0, 0, 2)
            )

    def _table(self) -> Table:
        table = Table(box=None, pad_edge=False, header_style=styles.HEADING)
        for column in ("When", "What", "Where", "Source"):
            table.add_column(column)
        for cells, style in self._rows:
            table.add_row(*(styled(cell, style=style) for cell in cells))
        return table


def _cells(event: "Event", now: datetime) -> tuple[str, str, str, str]:
    title = f"{event.title} (past)" if event.is_past(now) else event.title
    return _when(event), title, event.place or "", event.doc_id or ""


def _when(event: "Event") -> str:
    if event.all_day:
        return span_in_words(event.starts_on, event.ends_on)
    return f"{in_words(event.starts_on)}, {event.starts_at:%H:%M} {event.timezone}"


def reminders_view(found: Sequence[tuple["Reminder", "Announcement"]], days: int) -> RenderableType:
    """Reminders with the hour at which each is due, in the zone of its event."""
    from forumbot.reminders.wording import as_text, moment

    if not found:
        return styled(
            f"No reminder is due in the next {counted(days, 'day')}.", style=styles.WARNING
        )
    parts: list[RenderableType] = []
    for reminder, announcement in found:
        due = moment(reminder.due_at, reminder.event.timezone)
        parts.append(styled(f"{due} ({reminder.lead})", style=styles.HEADING))
        parts.append(Padding(styled(as_text(announcement)), (0, 0, 1, 2), expand=False))
    return Group(*parts)
