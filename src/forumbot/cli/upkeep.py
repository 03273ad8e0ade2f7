"""How the archive and the bot are: ``check``, ``doctor``, ``eval`` and ``run``."""

from dataclasses import asdict
from pathlib import Path

import click

from forumbot.app import App
from forumbot.cli.index import build_what_is_new
from forumbot.cli.options import build_option, common
from forumbot.cli.output import FAILED, REFUSED, print_json, progress, show
from forumbot.errors import RefusedError, UsageError
from forumbot.folders import check_folders

_MAX_WORST = 1000


@click.command()
@click.option(
    "--file", "file", type=click.Path(path_type=Path), metavar="F",
    help="Show one file as it is read, page by page.",
)  # fmt: skip
@click.option(
    "--pictures", type=click.Path(path_type=Path), metavar="DIR",
    help="With --file, write a PNG of each page of a PDF there.",
)  # fmt: skip
@common()
def check(app: App, *, file: Path | None, pictures: Path | None, as_json: bool) -> int:
    """Look over every document, event and golden question; nothing is written."""
    from forumbot.checkup import check as check_archive

    if file is not None:
        return _check_file(app, file, pictures, as_json=as_json)
    if pictures is not None:
        raise UsageError("--pictures goes with --file", "name the PDF whose pages are to be drawn")
    report = check_archive(app)
    if as_json:
        print_json(report.to_json())
    else:
        from forumbot.terminal import reports

        show(reports.check_view(report))
    return 0 if report.is_clean else REFUSED


def _check_file(app: App, file: Path, into: Path | None, *, as_json: bool) -> int:
    """Show one file as it is read; its refusal as that of ``check``."""
    from forumbot.archive.documents import read_file
    from forumbot.archive.inspection import draw_pages, inspection_to_json, locate
    from forumbot.checkup import document_to_json
    from forumbot.terminal import reports

    limits = app.settings.extraction
    folder, doc_id = locate(file, app.settings.knowledge)
    try:
        document = read_file(folder, doc_id, limits)
        pictures = dict(draw_pages(folder, document, into, limits)) if into else {}
    except RefusedError as error:
        if as_json:
            print_json({"doc_id": doc_id, "refused": str(error)})
        else:
            show(reports.refusal_line(doc_id, str(error)))
        return REFUSED
    if as_json:
        print_json({**document_to_json(document), **inspection_to_json(document, pictures)})
    else:
        show(reports.file_view(document, pictures))
    return 0


@click.command("eval")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option(
    "--run", "run_file", type=click.Path(path_type=Path), metavar="FILE",
    help="Write the ranking of a BEIR folder in TREC form.",
)  # fmt: skip
@click.option(
    "--against", metavar="GENERATION", help="Compare with another generation that is kept."
)
@click.option(
    "--plot", type=click.Path(path_type=Path), metavar="FILE",
    help="Write an SVG of risk by coverage and of reliability.",
)  # fmt: skip
@click.option(
    "--cross-validate", is_flag=True,
    help="Fit the decision anew, and judge each question by a fit without its document.",
)  # fmt: skip
@click.option(
    "--worst", type=click.IntRange(0, _MAX_WORST), default=3, show_default=True, metavar="N",
    help="How many of the worst questions to print of each sort; --json has all.",
)  # fmt: skip
@common(now=True)
def evaluate(
    app: App, *, path: Path | None, run_file: Path | None, against: str | None, plot: Path | None,
    cross_validate: bool, worst: int, as_json: bool,
) -> None:  # fmt: skip
    """Measure on golden questions (a file) or on a BEIR collection (a folder).

    Without PATH the golden.jsonl of the knowledge folder is taken.
    """
    from forumbot.evaluation.measure import Request, measure

    request = Request(path, run_file, against, plot, cross_validate)
    with progress() as report:
        figures = measure(app, request, report)
    if as_json:
        print_json(figures)
    else:
        from forumbot.terminal.figures import figures_view

        show(figures_view(figures, worst))


@click.command("run")
@build_option
@common(now=True)
def run_command(app: App, *, build: bool, as_json: bool) -> int:
    """Run the Discord bot; needs DISCORD_TOKEN in the environment."""
    if as_json:
        raise UsageError("run has no --json")
    check_folders(app.settings, with_data=True)
    if build:
        for archive in app.archives:
            build_what_is_new(archive)
    from forumbot.bot.process import run_bot

    return run_bot(app)


@click.command()
@common()
def doctor(app: App, *, as_json: bool) -> int:
    """Say what would stop the bot from working, and how to mend it."""
    from forumbot.checkup import diagnose

    diagnoses = list(diagnose(app.archives))
    if as_json:
        print_json([asdict(diagnosis) for diagnosis in diagnoses])
    else:
        from forumbot.terminal import reports

        show(reports.doctor_view(diagnoses))
    return 0 if all(diagnosis.ok for diagnosis in diagnoses) else FAILED
