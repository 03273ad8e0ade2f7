"""``forumbot index``: build it, look at it, go back, take it out."""

import click

from forumbot.app import App
from forumbot.cli.options import common
from forumbot.cli.output import REFUSED, print_json, progress, show


@click.group("index")
def index_group() -> None:
    """Build the index, look at it, or go back to an earlier one."""


@index_group.command("build")
@click.option("--strict", is_flag=True, help="Publish nothing if any file was refused.")
@common()
def index_build(app: App, *, strict: bool, as_json: bool) -> int:
    """Read the knowledge folder and publish a new generation in one step."""
    with progress() as report:
        manifest = app.service.build(strict=strict, on_progress=report)
    if as_json:
        record = manifest.to_json()
        documents = [
            {key: value for key, value in entry.items() if key != "sha256"}
            for entry in record["documents"]
        ]
        print_json(
            {
                "generation": manifest.generation,
                "documents": documents,
                "refused": record["refused"],
                "passed_over": record["passed_over"],
            }
        )
    else:
        from forumbot.terminal import reports

        show(reports.build_view(manifest))
    return REFUSED if manifest.refused else 0


def build_what_is_new(app: App) -> None:
    """Build unless nothing has changed since; what was found in the documents is shown."""
    if app.service.is_fresh():
        return
    from forumbot.terminal import reports

    with progress() as report:
        manifest = app.service.build(strict=False, on_progress=report)
    show(reports.build_view(manifest))


@index_group.command("status")
@common(now=True)
def index_status(app: App, *, as_json: bool) -> None:
    """Say what is live, from what, how old, and what has changed since."""
    status = app.service.status()
    if as_json:
        print_json(status.to_json())
    else:
        from forumbot.terminal import reports

        show(reports.status_view(status))


@index_group.command("rollback")
@click.argument("generation", required=False)
@common()
def index_rollback(app: App, *, generation: str | None, as_json: bool) -> None:
    """Make GENERATION live again, or the one before the live one."""
    manifest = app.service.roll_back(generation)
    if as_json:
        print_json({"generation": manifest.generation})
    else:
        click.echo(f"Generation {manifest.generation} is live.")


@index_group.command("export")
@common()
def index_export(app: App, *, as_json: bool) -> None:
    """Print every passage of the live generation, one JSON object a line."""
    for passage in app.service.passages():
        print_json(
            {
                "doc_id": passage.doc_id,
                "section": passage.heading_path[-1] if passage.heading_path else None,
                "page": passage.page,
                "start": passage.start,
                "end": passage.end,
                "text": passage.text,
                "header": passage.header or None,
            }
        )
