"""The options that commands share, and the :class:`App` that they make."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from forumbot.app import App
from forumbot.clock import fixed_clock, system_clock
from forumbot.config_file import load_settings
from forumbot.folders import check_folders

Command = Callable[..., Any]

config_option = click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="Configuration file."
)
build_option = click.option(
    "--build", is_flag=True, help="Build the index first where anything is new."
)
_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")


def common(*, now: bool = False) -> Callable[[Command], Command]:
    """The options that most commands share, turned into an :class:`App` as first argument."""

    def decorate(command: Command) -> Command:
        @click.pass_context
        def call(
            context: click.Context,
            /,
            config: Path | None,
            knowledge: Path | None,
            index: Path | None,
            now: str | None = None,
            **rest: Any,
        ) -> Any:
            app = _app(
                config or _given(context, "config"),
                knowledge or _given(context, "knowledge"),
                index or _given(context, "index"),
                now,
            )
            return command(app, **rest)

        call.__doc__, call.__name__ = command.__doc__, command.__name__
        wrapped: Command = _json_option(config_option(call))
        wrapped = _folder_option("--index", "Folder of the index.")(wrapped)
        wrapped = _folder_option("--knowledge", "Folder of the documents.")(wrapped)
        if now:
            text = "Take this ISO 8601 time for the present one."
            wrapped = click.option("--now", metavar="ISO", help=text)(wrapped)
        return wrapped

    return decorate


def _given(context: click.Context, name: str) -> Path | None:
    """What stands in front of the command's name, as in ``events --knowledge DIR confirm``."""
    outer = context.parent
    while outer is not None:
        if outer.params.get(name) is not None:
            return Path(outer.params[name])
        outer = outer.parent
    return None


def _folder_option(name: str, text: str) -> Callable[[Command], Command]:
    return click.option(name, type=click.Path(path_type=Path), metavar="DIR", help=text)


def _app(config: Path | None, knowledge: Path | None, index: Path | None, now: str | None) -> App:
    checks = {
        "reminders.leads": _check_lead,
        "extraction.scan_languages": _check_scan_language,
    }
    settings = load_settings(config, checks)
    if knowledge is not None:
        settings = replace(settings, knowledge=knowledge, knowledge_named=True)
    if index is not None:
        settings = replace(settings, index=index)
    check_folders(settings)
    return App(settings, fixed_clock(now) if now is not None else system_clock)


def _check_lead(text: str) -> None:
    from forumbot.reminders.lead_words import check_default

    check_default(text)


def _check_scan_language(code: str) -> None:
    from forumbot.archive.formats.tesseract import check_language

    check_language(code)
