"""The command line: words in, results on stdout, everything else on stderr, and exit codes.

0 done; 1 it failed, and one line says what, where and what to do; 2 the call's words are off;
3 done, but some input was refused and is listed.
"""

import errno
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from unicodedata import category

import click

from forumbot import __version__
from forumbot.app import App
from forumbot.clock import fixed_clock, system_clock
from forumbot.config import load_settings
from forumbot.errors import ForumbotError, UsageError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from forumbot.reminders.schedule import Reminder
    from forumbot.reminders.wording import Announcement
    from forumbot.search.builder import Progress

FAILED, MISUSED, REFUSED, INTERRUPTED = 1, 2, 3, 130
_MAX_TOP_K = 1000
_MAX_WORST = 1000
_PIPED_WIDTH = 100

Command = Callable[..., Any]


def main() -> NoReturn:
    """Run the command line and end the process with its exit status."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; returns its exit status. Every error becomes one line on stderr."""
    try:
        return int(cli.main(arguments, prog_name="forumbot", standalone_mode=False) or 0)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return MISUSED
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:
        if os.environ.get("FORUMBOT_DEBUG"):
            raise
        return _report(error)


def _report(error: Exception) -> int:
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return _complain("the output cannot be written: no space left on the device", FAILED)
    if not isinstance(error, click.ClickException | ForumbotError):
        remedy = "run again with FORUMBOT_DEBUG=1 and report what it prints"
        return _complain(f"unexpected {type(error).__name__}: {error}; {remedy}", FAILED)
    if isinstance(error, click.UsageError):
        path = error.ctx.command_path if error.ctx is not None else "forumbot"
        return _complain(f"{error.format_message()} See '{path} --help'.", MISUSED)
    return _complain(str(error), MISUSED if isinstance(error, UsageError) else FAILED)


def _complain(message: str, status: int) -> int:
    line = "".join(sign for sign in " ".join(message.split()) if category(sign) != "Cc")
    click.echo(f"forumbot: {line}", err=True)
    return status


def _common(*, archive: bool = True, now: bool = False) -> Callable[[Command], Command]:
    """The options that most commands share, turned into an :class:`App` as first argument."""

    def decorate(command: Command) -> Command:
        @click.pass_context
        def call(
            context: click.Context,
            /,
            config: Path | None,
            knowledge: Path | None = None,
            index: Path | None = None,
            now: str | None = None,
            **rest: Any,
        ) -> Any:
            config = config or context.find_root().params.get("config")
            return command(_app(config, knowledge, index, now), **rest)

        call.__doc__, call.__name__ = command.__doc__, command.__name__
        wrapped: Command = _json_option(_config_option(call))
        if archive:
            wrapped = _folder_option("--index", "Folder of the index.")(wrapped)
            wrapped = _folder_option("--knowledge", "Folder of the documents.")(wrapped)
        if now:
            text = "Take this ISO 8601 time for the present one."
            wrapped = click.option("--now", metavar="ISO", help=text)(wrapped)
        return wrapped

    return decorate


def _app(config: Path | None, knowledge: Path | None, index: Path | None, now: str | None) -> App:
    from dataclasses import replace

    settings = load_settings(config, {"reminders.leads": _check_lead})
    if knowledge is not None:
        settings = replace(settings, knowledge=knowledge, knowledge_named=True)
    if index is not None:
        settings = replace(settings, index=index)
    return App(settings, fixed_clock(now) if now is not None else system_clock)


def _check_lead(text: str) -> None:
    from forumbot.reminders.leads import check_default

    check_default(text)


_config_option = click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="Configuration file."
)
_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")


def _folder_option(name: str, text: str) -> Callable[[Command], Command]:
    return click.option(name, type=click.Path(path_type=Path), metavar="DIR", help=text)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


def _console() -> "Console":
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED_WIDTH)


def _show(view: "RenderableType") -> None:
    _console().print(view)


@contextmanager
def _progress() -> Iterator["Progress"]:
    """A progress bar on stderr while it is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        tasks: dict[str, Any] = {}

        def report(step: str, done: int, total: int) -> None:
            task = tasks.get(step)
            if task is None:
                task = tasks[step] = bar.add_task(step, total=total)
            bar.update(task, completed=done, total=total)

        yield report


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="forumbot")
@_config_option
def cli(config: Path | None) -> None:
    """Answer questions about forum reports with verified quotes, and remind of what comes next."""


@cli.group("index")
def index_group() -> None:
    """Build the index, look at it, or go back to an earlier one."""


@index_group.command("build")
@click.option("--strict", is_flag=True, help="Publish nothing if any file was refused.")
@_common()
def index_build(app: App, *, strict: bool, as_json: bool) -> int:
    """Read the knowledge folder and publish a new generation in one step."""
    with _progress() as report:
        manifest = app.build(strict=strict, on_progress=report)
    if as_json:
        record = manifest.to_json()
        documents = [
            {key: value for key, value in entry.items() if key != "sha256"}
            for entry in record["documents"]
        ]
        _print_json(
            {
                "generation": manifest.generation,
                "documents": documents,
                "refused": record["refused"],
            }
        )
    else:
        from forumbot.terminal import views

        _show(views.build_view(manifest))
    return REFUSED if manifest.refused else 0


@index_group.command("status")
@_common(now=True)
def index_status(app: App, *, as_json: bool) -> None:
    """Say what is live, from what, how old, and what has changed since."""
    status = app.status()
    if as_json:
        _print_json(status)
    else:
        from forumbot.terminal import views

        _show(views.status_view(status))


@index_group.command("rollback")
@click.argument("generation", required=False)
@_common()
def index_rollback(app: App, *, generation: str | None, as_json: bool) -> None:
    """Make GENERATION live again, or the one before the live one."""
    manifest = app.index.roll_back(generation)
    if as_json:
        _print_json({"generation": manifest.generation})
    else:
        click.echo(f"Generation {manifest.generation} is live.")


@index_group.command("export")
@_common()
def index_export(app: App, *, as_json: bool) -> None:
    """Print every passage of the live generation, one JSON object a line."""
    for passage in app.generation.passages:
        _print_json(
            {
                "doc_id": passage.doc_id,
                "section": passage.heading_path[-1] if passage.heading_path else None,
                "page": passage.page,
                "start": passage.start,
                "end": passage.end,
                "text": passage.text,
            }
        )


@cli.command()
@_common()
def check(app: App, *, as_json: bool) -> int:
    """Look over every document, event and golden question; nothing is written."""
    from forumbot.checkup import check as check_archive

    report = check_archive(app)
    if as_json:
        _print_json(report.to_json())
    else:
        from forumbot.terminal import views

        _show(views.check_view(report))
    return 0 if report.is_clean else REFUSED


@cli.command()
@click.argument("question", required=False)
@click.option(
    "--batch",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Answer every question of a JSON-lines file.",
)
@_common(now=True)
def ask(app: App, *, question: str | None, batch: Path | None, as_json: bool) -> int:
    """Answer QUESTION from the archive, with its sources."""
    if (question is None) == (batch is None):
        raise UsageError("ask takes either a QUESTION or --batch FILE")
    if batch is not None:
        return _ask_batch(app, batch, as_json=as_json)
    from forumbot.answers.asking.kinds import check_question

    checked = check_question(question or "")
    answer = app.answerer().answer(checked)
    if as_json:
        _print_json(answer.to_json())
    else:
        from forumbot.terminal import views

        _show(views.answer_view(answer))
    return 0


def _ask_batch(app: App, path: Path, *, as_json: bool) -> int:
    """Answer what can be asked; lines that cannot are listed, and the status says so."""
    from forumbot.evaluation.golden import read_questions
    from forumbot.terminal import views

    questions, problems = read_questions(Path("/dev/stdin") if str(path) == "-" else path)
    for problem in problems:
        _complain(problem, REFUSED)
    answerer = app.answerer()
    for question_id, question in questions:
        answer = answerer.answer(question)
        if as_json:
            _print_json(answer.to_json(question_id))
        else:
            click.echo(views.plain(f"{question_id}: {question}"))
            _show(views.answer_view(answer))
    return REFUSED if problems else 0


@cli.command()
@click.argument("question")
@click.option(
    "--top-k",
    type=click.IntRange(1, _MAX_TOP_K),
    default=5,
    show_default=True,
    help="How many passages.",
)
@_common()
def search(app: App, *, question: str, top_k: int, as_json: bool) -> None:
    """Rank passages for QUESTION, without an answer."""
    from forumbot.answers.answerer import hit_to_json

    hits = app.answerer().search(question, top_k)
    if as_json:
        _print_json([hit_to_json(rank, hit) for rank, hit in enumerate(hits, start=1)])
    else:
        from forumbot.terminal import views

        _show(views.hits_view(hits))


@cli.command()
@click.argument("topic", required=False)
@click.option("--document", metavar="DOC_ID", help="Only the outcomes of this document.")
@_common()
def outcomes(app: App, *, topic: str | None, document: str | None, as_json: bool) -> None:
    """List what the forums concluded, on TOPIC if given, oldest forum first."""
    from forumbot.answers.outcomes import select_outcomes

    stated = select_outcomes(app.generation, topic, document)
    found = app.unchanged(stated)
    if len(found) < len(stated):
        changed = sorted({e.outcome.doc_id for e in stated} - {e.outcome.doc_id for e in found})
        click.echo(
            f"forumbot: {len(stated) - len(found)} outcome(s) withheld, their files have changed "
            f"since the index was built: {', '.join(changed)}; run 'forumbot index build'",
            err=True,
        )
    if as_json:
        _print_json([entry.to_json() for entry in found])
    else:
        from forumbot.terminal import views

        _show(views.outcomes_view(found))


@cli.command()
@click.option("--all", "with_past", is_flag=True, help="Past events as well.")
@click.option(
    "--ics", type=click.Path(path_type=Path), metavar="FILE", help="Write a calendar file."
)
@_common(now=True)
def events(app: App, *, with_past: bool, ics: Path | None, as_json: bool) -> int:
    """List the upcoming events, or write them to a calendar."""
    from forumbot.reminders.events import in_order, upcoming

    now = app.clock()
    report = app.events()
    listed = in_order(report.events) if with_past else upcoming(report.events, now)
    if ics is not None:
        _write_calendar(ics, report.events if with_past else _of_series(report.events, listed), now)
    if as_json:
        _print_json([event.to_json() for event in listed])
    else:
        from forumbot.terminal import views

        _show(views.events_view(listed, now))
    for problem in report.problems:
        _complain(f"{app.knowledge / 'events.yaml'}:{problem.line}: {problem.message}", REFUSED)
    return REFUSED if report.problems else 0


@cli.group()
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
@_common(now=True)
def preview(app: App, *, days: int, as_json: bool) -> int:
    """Show each reminder that would go out, when and with which words."""
    report = app.events()
    found = app.coming_reminders(report.events, days)
    if as_json:
        _print_json([_reminder_json(*one) for one in found])
    else:
        from forumbot.terminal import views

        _show(views.reminders_view(found, days))
    for problem in report.problems:
        _complain(f"{app.knowledge / 'events.yaml'}:{problem.line}: {problem.message}", REFUSED)
    return REFUSED if report.problems else 0


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


def _of_series(known: Any, listed: Any) -> list[Any]:
    """The events themselves of which something is listed: a series stands for its occurrences."""
    ids = {event.event_id.partition("@")[0] for event in listed}
    return [event for event in known if event.event_id in ids]


def _write_calendar(path: Path, listed: Any, now: Any) -> None:
    from forumbot.reminders.calendar import to_ics

    try:
        path.write_bytes(to_ics(listed, now))
    except OSError as error:
        raise ForumbotError(
            f"{path}: cannot be written ({error.strerror}); name another file with --ics"
        ) from None


@cli.command("eval")
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
    "--worst", type=click.IntRange(0, _MAX_WORST), default=3, show_default=True, metavar="N",
    help="How many of the worst questions to print of each sort; --json has all.",
)  # fmt: skip
@_common(now=True)
def evaluate(
    app: App, *, path: Path | None, run_file: Path | None, against: str | None, plot: Path | None,
    worst: int, as_json: bool,
) -> None:  # fmt: skip
    """Measure on golden questions (a file) or on a BEIR collection (a folder).

    Without PATH the golden.jsonl of the knowledge folder is taken.
    """
    from forumbot.evaluation.measure import Request, measure

    request = Request(path, run_file, against, plot)
    with _progress() as report:
        figures = measure(app, request, report)
    if as_json:
        _print_json(figures)
    else:
        from forumbot.terminal.figures import figures_view

        _show(figures_view(figures, worst))


@cli.command()
@_common(now=True)
def chat(app: App, *, as_json: bool) -> None:
    """Talk with the archive in the terminal."""
    if as_json:
        raise UsageError("chat has no --json; use 'forumbot ask --json' or 'ask --batch'")
    from forumbot.terminal.chat import converse

    converse(app, _console())


@cli.command("run")
@_common(now=True)
def run_command(app: App, *, as_json: bool) -> int:
    """Run the Discord bot; needs DISCORD_TOKEN in the environment."""
    if as_json:
        raise UsageError("run has no --json")
    from forumbot.bot.process import run_bot

    return run_bot(app)


@cli.command()
@_common()
def doctor(app: App, *, as_json: bool) -> int:
    """Say what would stop the bot from working, and how to mend it."""
    from dataclasses import asdict

    from forumbot.checkup import diagnose

    diagnoses = list(diagnose(app))
    if as_json:
        _print_json([asdict(diagnosis) for diagnosis in diagnoses])
    else:
        from forumbot.terminal import views

        _show(views.doctor_view(diagnoses))
    return 0 if all(diagnosis.ok for diagnosis in diagnoses) else FAILED
