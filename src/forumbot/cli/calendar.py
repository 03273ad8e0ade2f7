"""What comes: ``events`` and ``remind preview``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from forumbot.app import App
from forumbot.cli.options import common
from forumbot.cli.output import complain_of_events, print_json, show
from forumbot.errors import ForumbotError

if TYPE_CHECKING:
    from forumbot.reminders.schedule import Reminder
    from forumbot.reminders.wording import Announcement


@click.command()
@click.option("--all", "with_past", is_flag=True, help="Past events as well.")
@click.option(
    "--ics", type=click.Path(path_type=Path), metavar="FILE", help="Write a calendar file."
)
@common(now=True)
def events(app: App, *, with_past: bool, ics: Path | None, as_json: bool) -> int:
    """List the upcoming events, or write them to a calendar."""
    service = app.service
    listed = service.listed_events(with_past=with_past)
    if ics is not None:
        _write(ics, service.calendar_file(with_past=with_past))
    if as_json:
        print_json([event.to_json() for event in listed])
    else:
        from forumbot.terminal.events import events_view

        show(events_view(listed, service.clock()))
    return complain_of_events(service.events_file, service.events().problems)


def _write(path: Path, calendar: bytes) -> None:
    try:
        path.write_bytes(calendar)
    except OSError as error:
        raise ForumbotError(
            f"{path}: cannot be written ({error.strerror}); name another file with --ics"
        ) from None


@click.group()
def remind() -> None:
    """Look at the reminders that will go out."""


@remind.command()
@click.option(
    "--days",
    type=click.IntRange(1, 366),
    default=90,
    show_default=True,
    help="How many days ahead to look.",
)
@common(now=True)
def preview(app: App, *, days: int, as_json: bool) -> int:
    """Show each reminder that would go out, when and with which words."""
    service = app.service
    report = service.events()
    found = service.coming_reminders(report.events, days)
    if as_json:
        print_json([_reminder_json(*one) for one in found])
    else:
        from forumbot.terminal.events import reminders_view

        show(reminders_view(found, days))
    return complain_of_events(service.events_file, report.problems)


def _reminder_json(reminder: "Reminder", announcement: "Announcement") -> dict[str, Any]:
    from forumbot.reminders.wording import as_text

    return {
        "event_id": reminder.event.event_id,
        "title": reminder.event.title,
        "kind": reminder.event.kind.value,
        "due_at": reminder.due_at.isoformat(),
        "timezone": reminder.event.timezone,
        "lead": str(reminder.lead),
        "text": as_text(announcement),
    }
