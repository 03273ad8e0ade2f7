"""What comes: ``events`` and ``remind preview``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from forumbot.app import App
from forumbot.cli.options import common
from forumbot.cli.output import REFUSED, complain, complain_of_events, print_json, show
from forumbot.language.counting import counted
from forumbot.service import Service

if TYPE_CHECKING:
    from forumbot.reminders.schedule import Reminder
    from forumbot.reminders.wording import Announcement


@click.group(invoke_without_command=True)
@click.option("--all", "with_past", is_flag=True, help="Past events as well.")
@click.option(
    "--ics", type=click.Path(path_type=Path), metavar="FILE", help="Write a calendar file."
)
@common(now=True)
def events(app: App, *, with_past: bool, ics: Path | None, as_json: bool) -> int:
    """List the upcoming events, or write them to a calendar."""
    if click.get_current_context().invoked_subcommand is not None:
        return 0
    service = app.service
    service.check_events_folder()
    listed = service.listed_events(with_past=with_past)
    is_written = ics is None or service.write_feed(ics, with_past=with_past)
    if as_json:
        print_json([event.to_json() for event in listed])
    else:
        from forumbot.terminal.events import events_view

        show(events_view(listed, service.clock()))
    status = _complain(service)
    return status if is_written else complain(f"{ics}: left as it was", REFUSED)


@events.command()
@common()
def confirm(app: App, *, as_json: bool) -> int:
    """Say that the calendar is meant as it stands, whatever events it lost.

    Where most of the events to come are gone from it at once, those that were known before stay in
    force for a day, unless this says that they are to go.
    """
    service = app.service
    service.check_events_folder()
    state = service.confirm_events()
    if as_json:
        print_json({"events": len(state.events)})
    elif not state.problems:
        show(f"Confirmed: {counted(len(state.events), 'event')} in {service.events_file}.")
    return complain_of_events(service.events_file, state.problems)


def _complain(service: Service) -> int:
    """What is wrong with the events file, and what may be, on lines; the exit status for it."""
    state = service.events()
    for warning in state.warnings:
        complain(f"{service.events_file}:{warning.line}: {warning.message}", 0)
    return complain_of_events(service.events_file, state.complaints)


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
    service.check_events_folder()
    found = service.coming_reminders(service.events().events, days)
    if as_json:
        print_json([_reminder_json(*one) for one in found])
    else:
        from forumbot.terminal.events import reminders_view

        show(reminders_view(found, days))
    return _complain(service)


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
