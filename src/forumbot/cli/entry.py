"""The command ``forumbot``: its subcommands, and what becomes of their errors."""

import errno
import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from forumbot import __version__
from forumbot.cli import answers, calendar, index, upkeep
from forumbot.cli.options import config_option
from forumbot.cli.output import (
    FAILED,
    INTERRUPTED,
    MISUSED,
    complain,
    write_what_can_be_shown,
)
from forumbot.errors import ForumbotError, UsageError
from forumbot.zone_data import prefer_newer_data


def main() -> NoReturn:
    """Run the command line and end the process with its exit status."""
    # Matrices are small here and texts are read on all cores, so that threads of BLAS would only
    # wait for one another: with two of them coding a passage's tokens took 23 ms instead of 1.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    prefer_newer_data()
    write_what_can_be_shown()
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
        return complain("the output cannot be written: no space left on the device", FAILED)
    if not isinstance(error, click.ClickException | ForumbotError):
        remedy = "run again with FORUMBOT_DEBUG=1 and report what it prints"
        return complain(f"unexpected {type(error).__name__}: {error}; {remedy}", FAILED)
    if isinstance(error, click.UsageError):
        path = error.ctx.command_path if error.ctx is not None else "forumbot"
        return complain(f"{error.format_message()} See '{path} --help'.", MISUSED)
    return complain(str(error), MISUSED if isinstance(error, UsageError) else FAILED)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="forumbot")
@config_option
def cli(config: Path | None) -> None:
    """Answer questions about forum reports with verified quotes, and remind of what comes next."""


for _command in (
    index.index_group, upkeep.check, answers.ask, answers.search, answers.outcomes,
    answers.documents,
    calendar.events, calendar.remind, upkeep.evaluate, answers.chat, upkeep.run_command,
    upkeep.doctor,
):  # fmt: skip
    cli.add_command(_command)
