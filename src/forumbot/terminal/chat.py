"""The conversation in the terminal: questions, slash commands, history; no Discord needed."""

import difflib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from forumbot.asking.context import Context
from forumbot.errors import REBUILD, ForumbotError
from forumbot.language.counting import counted
from forumbot.language.phrases import DEFAULT, phrase, speaking
from forumbot.language.said import SaidError
from forumbot.service import Service
from forumbot.terminal import styles, views
from forumbot.terminal.events import events_view
from forumbot.terminal.reports import status_view

if TYPE_CHECKING:
    from forumbot.answers.citation import Citation
    from forumbot.search.passages import Passage

_PROMPT = "ask> "
_HELP = (
    "question", "number", "/outcomes [topic]", "/documents [kind]", "/events [all]",
    "/search words", "/more", "/status", "/help", "/quit",
)  # fmt: skip
_NAME = re.compile(r"\w+")
_MORE = 3
_AT_ONCE = ("help", "quit")


class Quit(Exception):  # noqa: N818 - not an error: the member says goodbye
    """Raised by ``/quit``."""


class Chat:
    """One conversation; each line is a question, which may lean on the last, or a command.

    What is said beside answers is in the language of the last question.
    """

    def __init__(self, service: Service, console: Console) -> None:
        self._service = service
        self._console = console
        self._last: tuple[str, int] | None = None
        self._shown: tuple[Citation, ...] = ()
        self._choices: tuple[str, ...] = ()
        self._language = DEFAULT
        self._context: Context | None = None
        self._loading: Future[None] | None = None
        self._commands: dict[str, Callable[[str], None]] = {
            "outcomes": self._outcomes,
            "documents": self._documents,
            "events": self._events,
            "search": self._search,
            "more": self._more,
            "status": self._status,
            "help": self._help,
            "quit": self._quit,
        }

    @property
    def commands(self) -> list[str]:
        """The slash commands, with their slash."""
        return [f"/{name}" for name in self._commands]

    def load(self) -> None:
        """Load model and index in the background; what needs them waits, and says so."""
        self._loading = ThreadPoolExecutor(1).submit(self._service.get_ready)

    def _wait(self) -> None:
        """Wait until all is loaded; raises what went wrong with it."""
        if self._loading is None:
            return
        if not self._loading.done():
            self._aside("Still loading the model …")
        self._loading.result()

    def _take_up_new(self) -> None:
        """Answer from a generation of the index that was published since, and say so."""
        if self._service.refresh():
            built = f"{self._service.live().created_at:%d %B %Y, %H:%M}"
            self._aside(f"The index was built anew ({built}); this is answered from it.")

    def _aside(self, words: str) -> None:
        self._console.print(Text(views.plain(words), style=styles.ASIDE))

    def say(self, line: str) -> None:
        """Answer one line; errors are shown, never raised. Raises :class:`Quit` on ``/quit``."""
        line = line.strip()
        if not line:
            return
        try:
            if line.startswith("/"):
                self._command(line[1:])
            else:
                self._ask(line)
        except SaidError as error:
            words = error.said_in(self._language)
            self._console.print(Text(views.plain(words), style=styles.ERROR))
        except ForumbotError as error:
            self._console.print(Text(views.plain(str(error)), style=styles.ERROR))

    def say_until_stopped(self, line: str) -> None:
        """Answer one line; Ctrl-C meanwhile takes the line back, and the conversation goes on."""
        try:
            self.say(line)
        except KeyboardInterrupt:
            self._aside("Stopped.")

    def _command(self, line: str) -> None:
        name, _space, rest = line.partition(" ")
        handler = self._commands.get(name.lower())
        if handler is None:
            close = difflib.get_close_matches(name.lower(), self._commands, n=1)
            hint = f"did you mean /{close[0]}?" if close else "/help lists what there is"
            self._console.print(
                Text(views.plain(f"There is no /{name}; {hint}"), style=styles.WARNING)
            )
            return
        if name.lower() not in _AT_ONCE:
            self._wait()
            self._take_up_new()
        handler(rest.strip())

    def _ask(self, question: str) -> None:
        self._wait()
        self._take_up_new()
        question = self._chosen(question)
        with self._looking():
            answer = self._service.ask(question, self._context, in_talk=True)
        self._context = self._service.context_after(answer, self._context)
        self._last, self._shown = (answer.understood.text, 0), (*answer.citations, *answer.nearest)
        self._language = speaking(answer.understood.spoken)
        listed = self._context.listed if self._context else ()
        self._choices = tuple(line.question for line in listed)
        self._console.print(views.answer_view(answer))

    def _looking(self) -> AbstractContextManager[object]:
        """A line while the archive is read, where there is somebody to see it."""
        if not self._console.is_terminal:
            return nullcontext()
        return self._console.status("Reading …", spinner="dots")

    def _chosen(self, line: str) -> str:
        """The question that a bare number chooses among those last offered, else the line."""
        number = int(line) if line.isascii() and line.isdigit() else 0
        if not 0 < number <= len(self._choices):
            return line
        question = self._choices[number - 1]
        if not question:
            return line
        self._console.print(views.styled(question, style=styles.ASIDE))
        return question

    def _search(self, words: str) -> None:
        self._last, self._shown = (words, 0), ()
        self._more("")

    def _more(self, _rest: str) -> None:
        if self._last is None or not self._last[0]:
            self._console.print(Text("Ask something first.", style=styles.WARNING))
            return
        question, page = self._last
        found = self._service.search(question, (page + 1) * _MORE + len(self._shown))
        left = [hit for hit in found if not self._is_shown(hit.passage)]
        self._last = (question, page + 1)
        self._console.print(views.hits_view(left[page * _MORE : (page + 1) * _MORE]))

    def _is_shown(self, passage: "Passage") -> bool:
        """Whether a quote of the last answer is from the passage."""
        return any(
            one.doc_id == passage.doc_id and one.start < passage.end and passage.start < one.end
            for one in self._shown
        )

    def _outcomes(self, topic: str) -> None:
        found = self._service.outcomes(topic or None)
        if found.stated or not found.withheld:
            self._console.print(views.outcomes_view(found.stated))
        if found.withheld:
            self._console.print(views.styled(views.withheld_line(found), style=styles.WARNING))

    def _documents(self, kind: str) -> None:
        self._console.print(views.documents_view(self._service.documents(kind or None)))

    def _events(self, rest: str) -> None:
        listed = self._service.listed_events(with_past=rest.lower() == "all")
        self._console.print(events_view(listed, self._service.clock()))

    def _status(self, _rest: str) -> None:
        self._console.print(status_view(self._service.status()))

    def _help(self, _rest: str) -> None:
        language = self._language
        for what in _HELP:
            (name,) = _NAME.findall(what)[:1]
            shown = what if what.startswith("/") else phrase(f"chat_{name}", language)
            does = phrase(f"chat_help_{name}", language)
            self._console.print(Text.assemble((f"{shown:<20}", styles.REFERENCE), does))
        for question in self._service.settings.sample_questions:
            words = phrase("chat_try", language, question=question)
            self._console.print(Text(words, style=styles.ASIDE))

    def _quit(self, _rest: str) -> None:
        raise Quit


def converse(service: Service, console: Console) -> None:
    """Talk until the member leaves, or answer the lines of standard input where it is no terminal.

    With no line on standard input the sample questions of the configuration are answered.
    """
    chat = Chat(service, console)
    interactive = sys.stdin is not None and sys.stdin.isatty()
    if not interactive:
        service.get_ready()
    else:
        _greet(service, console)
    lines = _typed(chat) if interactive else _piped(service, console)
    try:
        for line in lines:
            if interactive:
                chat.say_until_stopped(line)
            else:
                chat.say(line)
    except (Quit, KeyboardInterrupt):
        return


def _greet(service: Service, console: Console) -> None:
    """What there is to ask about, and whether the index has to be built anew."""
    status = service.status()
    greeting = (
        f"{counted(len(status.documents), 'document')}, built {status.created_at:%d %B %Y}. "
        "Ask a question; /help for more."
    )
    console.print(Text(greeting, style=styles.ASIDE))
    changed = status.changes.count
    if changed:
        said = f"{counted(changed, 'file')} added, changed or removed since; {REBUILD}."
        console.print(Text(said, style=styles.WARNING))


def _piped(service: Service, console: Console) -> Iterator[str]:
    lines = [line for line in sys.stdin or () if line.strip()]
    for line in lines or service.settings.sample_questions:
        console.print(Text(views.plain(f"{_PROMPT}{line.strip()}"), style=styles.HEADING))
        yield line


def _typed(chat: Chat) -> Iterable[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory, History, InMemoryHistory

    path = _history_file()
    history: History = FileHistory(str(path)) if path else InMemoryHistory()
    completer = WordCompleter(chat.commands, sentence=True)
    session: PromptSession[str] = PromptSession(history=history, completer=completer)
    chat.load()
    while True:
        try:
            yield session.prompt(_PROMPT)
        except EOFError:
            return
        except KeyboardInterrupt:
            if not session.default_buffer.text:
                return


def _history_file() -> Path | None:
    """Where questions typed here are remembered, for this user alone; None where that fails."""
    base = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
    path = Path(base).expanduser() / "forumbot" / "history"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError:
        return None
    return path
