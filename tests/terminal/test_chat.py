import io
import os
import pty
import re
import select
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console
from tests.nursery import Nursery

from forumbot.answers.documents import kind_in_words
from forumbot.app import App
from forumbot.clock import fixed_clock
from forumbot.config import Settings
from forumbot.errors import ModelError
from forumbot.search.ports import Embedder
from forumbot.service import Service
from forumbot.terminal.chat import Chat, Quit

REPORT = """\
---
title: First forum
kind: report
held_on: 2018-02-01
---
# First forum

The budget of the wombat fund is 5 million euros.

## Outcomes

- Labels stay as they are
- Skills need training

## Wombats

Wombats live in burrows. They sleep in winter.

## Kangaroos

Kangaroos live in the open. They jump.

## Koalas

Koalas live in trees. They eat leaves.

## Emus

Emus live on the plain. They run.

## Dingos

Dingos live in packs. They howl.

## Courses

Skills are taught in Ghent.
"""
EVENTS = """\
events:
  - {id: old, title: Old meeting, kind: meeting, starts: 2018-03-01, timezone: Europe/Vienna}
  - {id: next, title: Next forum, kind: forum, starts: 2019-03-14, timezone: Europe/Brussels}
"""
CONFIG = """\
knowledge: knowledge
index: index
sample_questions:
  - What is the budget of the wombat fund?
  - What was decided about hydrogen valleys?
"""
QUESTION = "What is the budget of the wombat fund?"
QUOTE = "The budget of the wombat fund is 5 million euros."
WAIT_SECONDS = 45

Pipe = Callable[[str], "subprocess.CompletedProcess[str]"]


@dataclass(frozen=True)
class Talk:
    """A chat and what it has printed since it was last looked at."""

    chat: Chat
    out: io.StringIO

    def say(self, line: str) -> str:
        """Say a line; gives what is printed."""
        self.out.seek(0)
        self.out.truncate()
        self.chat.say(line)
        return self.out.getvalue()


@pytest.fixture(scope="module")
def folder(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A configuration with a report, two events and an index."""
    folder = tmp_path_factory.mktemp("chat")
    (folder / "knowledge").mkdir()
    (folder / "knowledge" / "first.md").write_text(REPORT, encoding="utf-8")
    (folder / "knowledge" / "events.yaml").write_text(EVENTS, encoding="utf-8")
    (folder / "forumbot.yaml").write_text(CONFIG, encoding="utf-8")
    service_on(folder, embedder).build(strict=False, on_progress=lambda _step, _done, _total: None)
    return folder


def service_on(folder: Path, embedder: Embedder) -> Service:
    """The service on that folder, on 20 February 2019."""
    settings = Settings(
        knowledge=folder / "knowledge",
        index=folder / "index",
        sample_questions=(QUESTION,),
        knowledge_named=True,
    )
    return App(settings, fixed_clock("2019-02-20"), embedder).service


@pytest.fixture(scope="module")
def service(folder: Path, embedder: Embedder) -> Service:
    """One service for all conversations."""
    return service_on(folder, embedder)


@pytest.fixture
def talk(service: Service) -> Talk:
    """A new conversation."""
    out = io.StringIO()
    console = Console(file=out, width=160, highlight=False)
    return Talk(Chat(service, console), out)


def test_a_question_is_answered_with_its_source(talk: Talk) -> None:
    """The quote is printed with its number and its document."""
    printed = talk.say(f"  {QUESTION}\n")
    assert f"{QUOTE} [1]" in printed
    assert "[1] First forum" in printed
    assert "first.md" in printed


@pytest.mark.parametrize("line", ["", "   ", "\n"])
def test_a_blank_line_says_nothing(talk: Talk, line: str) -> None:
    """Pressing Enter alone does nothing."""
    assert talk.say(line) == ""


def test_outcomes_are_listed_all_or_on_a_topic(talk: Talk) -> None:
    """``/outcomes`` takes an optional topic."""
    assert "1. Labels stay as they are" in talk.say("/outcomes")
    on_skills = talk.say("/outcomes skills")
    assert "2. Skills need training" in on_skills
    assert "Labels" not in on_skills
    assert talk.say("/outcomes hydrogen") == "No outcome on this in the archive.\n"


def test_outcomes_whose_file_has_changed_are_withheld(embedder: Embedder, tmp_path: Path) -> None:
    """``/outcomes`` passes the lock as the command does, and says which document to read anew."""
    path = tmp_path / "knowledge" / "first.md"
    path.parent.mkdir()
    path.write_text(REPORT, encoding="utf-8")
    service = service_on(tmp_path, embedder)
    service.build(strict=True, on_progress=lambda _step, _done, _total: None)
    path.write_text(REPORT.replace("need training", "grow"), encoding="utf-8")
    out = io.StringIO()
    talk = Talk(Chat(service, Console(file=out, width=160, highlight=False)), out)
    said = talk.say("/outcomes")
    assert "1. Labels stay as they are" in said
    assert "Skills" not in said
    withheld = "1 outcome withheld, the file has changed since the index was built: first.md;"
    assert withheld in said
    assert talk.say("/outcomes skills").startswith(withheld)


def test_events_are_upcoming_or_all(talk: Talk) -> None:
    """``/events`` shows what comes, ``/events all`` what has been as well."""
    upcoming = talk.say("/events")
    assert "Next forum" in upcoming
    assert "Old meeting" not in upcoming
    assert "Old meeting (past)" in talk.say("/events ALL")


def test_search_shows_passages_and_more_shows_the_next_ones(talk: Talk) -> None:
    """Pages follow each other without repeats until there is nothing left."""
    pages = [talk.say("/search where animals live"), *(talk.say("/more") for _ in range(3))]
    assert [page.count("first.md") for page in pages] == [3, 3, 2, 0]
    bodies = [line for page in pages[:3] for line in page.splitlines()[1::3]]
    assert len(bodies) == len(set(bodies)) == 8
    assert pages[3] == "No passage fits.\n"


def test_more_goes_on_after_a_question(talk: Talk) -> None:
    """After an answer the passages that it does not quote are shown."""
    talk.say(QUESTION)
    printed = talk.say("/more")
    assert "first.md" in printed
    assert QUOTE not in printed


def test_an_index_that_was_built_anew_is_taken_up(embedder: Embedder, tmp_path: Path) -> None:
    """An open chat answers from it, and says so once."""
    path = tmp_path / "knowledge" / "first.md"
    path.parent.mkdir()
    path.write_text(REPORT, encoding="utf-8")
    service = service_on(tmp_path, embedder)
    service.build(strict=True, on_progress=lambda _step, _done, _total: None)
    out = io.StringIO()
    talk = Talk(Chat(service, Console(file=out, width=160, highlight=False)), out)
    assert "5 million" in talk.say(QUESTION)
    path.write_text(REPORT.replace("5 million", "6 million"), encoding="utf-8")
    service_on(tmp_path, embedder).build(strict=True, on_progress=lambda _s, _d, _t: None)
    said = talk.say(QUESTION)
    assert said.startswith("The index was built anew")
    assert "6 million" in said
    assert "built anew" not in talk.say(QUESTION)


@pytest.mark.parametrize("line", ["/more", "/search"])
def test_more_without_a_question_asks_for_one(talk: Talk, line: str) -> None:
    """There is nothing to continue yet."""
    assert talk.say(line) == "Ask something first.\n"


def test_documents_are_listed_by_kind(talk: Talk, service: Service) -> None:
    """``/documents`` takes an optional kind, and says which there are where none is of it."""
    listed = talk.say("/documents")
    assert all(doc_id in listed for doc_id in service.generation.documents)
    kind = next(iter(service.generation.documents.values())).kind
    assert kind_in_words(kind) in talk.say(f"/documents {kind}")
    assert "there are" in talk.say("/documents poems")


def test_a_number_asks_what_was_offered(talk: Talk) -> None:
    """A bare subject gets questions to choose from; any other number is no choice."""
    assert "1. Outcomes (First forum)" in " ".join(talk.say("what about skills?").split())
    chosen = talk.say("1")
    assert chosen.startswith("What does First forum say about skills")
    assert not talk.say("77").startswith("What does")


def test_status_says_what_the_index_holds(talk: Talk, service: Service) -> None:
    """The live generation and its documents are shown."""
    printed = talk.say("/status")
    assert service.generation.manifest.generation in printed
    assert "all-MiniLM-L6-v2" in printed


def test_help_lists_every_command_and_a_question_to_try(talk: Talk) -> None:
    """No command is left undocumented."""
    printed = talk.say("/help")
    assert talk.chat.commands == [
        "/outcomes", "/documents", "/events", "/search", "/more", "/status", "/help", "/quit",
    ]  # fmt: skip
    assert all(command in printed for command in talk.chat.commands)
    assert f"try: {QUESTION}" in printed


@pytest.mark.parametrize("line", ["/quit", "/QUIT", "  /quit now"])
def test_quit_ends_the_conversation(talk: Talk, line: str) -> None:
    """In capitals and with words behind it as well."""
    with pytest.raises(Quit):
        talk.say(line)


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("/outcoms", "There is no /outcoms; did you mean /outcomes?"),
        ("/evnts all", "There is no /evnts; did you mean /events?"),
        ("/xyz", "There is no /xyz; /help lists what there is"),
        ("/", "There is no /; /help lists what there is"),
        ("/[bold]", "There is no /[bold]; /help lists what there is"),
    ],
)
def test_an_unknown_command_suggests_a_known_one(talk: Talk, line: str, printed: str) -> None:
    """A typo is understood, and nothing typed is taken for markup."""
    assert talk.say(line) == f"{printed}\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("!!!", "the question is empty"),
        ("a" * 1001, "longer than 1000 characters"),
        ("/search ???", "the question is empty"),
    ],
)
def test_errors_are_shown_and_the_conversation_goes_on(talk: Talk, line: str, words: str) -> None:
    """What cannot be answered is said in a line, and the next question is answered."""
    assert words in talk.say(line)
    assert QUOTE in talk.say(QUESTION)


def test_what_is_said_beside_answers_is_in_the_language_of_the_last_question(talk: Talk) -> None:
    """The list of what can be typed, and errors; English before any question."""
    assert "answers from the archive" in talk.say("/help")
    talk.say("Wie hoch ist das Budget des Wombat-Fonds?")
    said = talk.say("/help")
    assert "antwortet aus dem Archiv, mit den Quellen" in said
    assert "/outcomes [topic]" in said
    assert "die Frage ist leer" in talk.say("!!!")


def test_a_question_may_lean_on_the_one_before(talk: Talk) -> None:
    """As what it was read stands above the quote."""
    talk.say(QUESTION)
    out = talk.say("and how much is it?")
    assert out.startswith("Read as: how much is the wombat fund?\n")
    assert QUOTE in out


def test_a_mistyped_question_is_answered_as_it_was_meant(talk: Talk) -> None:
    """What was understood is printed above the quote."""
    out = talk.say("What is the budgett of the wommbat fund?")
    assert out.startswith(f"Read as: {QUESTION}\n")
    assert QUOTE in out


@pytest.mark.parametrize("line", ["/\x1b[2Jx", "/outcomes \x1b[2J", f"\x1b[2J {QUESTION}\x07"])
def test_control_characters_of_a_line_are_not_printed(talk: Talk, line: str) -> None:
    """A terminal is not made to obey what is said back."""
    assert not set(talk.say(line)) & {"\x1b", "\x07"}


def chat_command(folder: Path) -> list[str]:
    """The command that starts the chat in a process of its own."""
    return [sys.executable, "-m", "forumbot", "chat", "--config", str(folder / "forumbot.yaml")]


@pytest.fixture
def pipe(folder: Path, nursery: Nursery) -> Pipe:
    """Starts the chat with lines on standard input."""
    return lambda text: nursery.run(chat_command(folder)[1:], text=text)


def test_piped_lines_are_answered_until_quit(pipe: Pipe) -> None:
    """Each line is echoed and answered; what follows ``/quit`` is not read."""
    done = pipe(f"{QUESTION}\n\n/\x1b[2Jnonsense\n/quit\n/help\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"ask> {QUESTION}" in done.stdout
    assert QUOTE in done.stdout
    assert "There is no /[2Jnonsense" in done.stdout
    assert "\x1b" not in done.stdout
    assert "ask> /help" not in done.stdout


def test_the_first_question_may_come_before_the_model_is_there(
    folder: Path, embedder: Embedder
) -> None:
    """It waits, and says so; what needs no model is answered at once, and later nothing is said."""
    service, loaded = service_on(folder, embedder), threading.Event()
    slow = copy(service)

    def wait() -> None:
        loaded.wait()
        service.get_ready()

    slow.get_ready = wait  # type: ignore[method-assign]
    out = io.StringIO()
    talk = Talk(Chat(slow, Console(file=out, width=160, highlight=False)), out)
    talk.chat.load()
    assert "/outcomes" in talk.say("/help")
    threading.Timer(0.2, loaded.set).start()
    printed = talk.say(QUESTION)
    assert printed.startswith("Still loading the model")
    assert QUOTE in printed
    assert "loading" not in talk.say(QUESTION)


def test_what_goes_wrong_while_loading_is_said_to_whoever_asks(
    folder: Path, embedder: Embedder
) -> None:
    """In one line, and the chat goes on."""
    service = copy(service_on(folder, embedder))

    def fail() -> None:
        raise ModelError("the model is missing")

    service.get_ready = fail  # type: ignore[method-assign]
    out = io.StringIO()
    talk = Talk(Chat(service, Console(file=out, width=160, highlight=False)), out)
    talk.chat.load()
    assert "the model is missing" in talk.say(QUESTION)
    assert "/outcomes" in talk.say("/help")


def test_without_a_line_the_sample_questions_are_answered(pipe: Pipe) -> None:
    """``make run </dev/null`` shows what forumbot can do, and exits with 0."""
    done = pipe("\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("ask> ") == 2
    assert QUOTE in done.stdout
    assert "hydrogen valleys" in done.stdout
    assert "I find no answer to this in the archive" in done.stdout


# Colours and weights, within words that are waited for.
STYLES = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """A chat in a pseudo-terminal."""

    def __init__(self, folder: Path, home: Path) -> None:
        self._own, child = pty.openpty()
        environment = {
            **os.environ,
            "TERM": "xterm",
            "COLUMNS": "120",
            "LINES": "40",
            "PROMPT_TOOLKIT_NO_CPR": "1",
            "XDG_STATE_HOME": str(home),
        }
        self.process = subprocess.Popen(
            chat_command(folder), stdin=child, stdout=child, stderr=child, env=environment,
            start_new_session=True,
        )  # fmt: skip
        os.close(child)
        self.screen = ""
        self._seen = 0

    def wait_for(self, words: str) -> None:
        """Read on until the words come, each time behind those waited for before."""
        until = time.monotonic() + WAIT_SECONDS
        while words not in self.screen[self._seen :] and time.monotonic() < until:
            if select.select([self._own], [], [], 0.2)[0] and not self._read():
                break
        found = self.screen.find(words, self._seen)
        assert found >= 0, self.screen
        self._seen = found + len(words)

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._own, keys.encode())

    def leave(self) -> int:
        """Wait until the chat has ended; gives its exit status."""
        until = time.monotonic() + WAIT_SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            if select.select([self._own], [], [], 0.2)[0]:
                self._read()
        return self.process.wait(timeout=1)

    def close(self) -> None:
        """End what is left."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._own)

    def _read(self) -> bool:
        try:
            read = os.read(self._own, 65_536).decode(errors="replace")
        except OSError:
            return False
        self.screen += STYLES.sub("", read)
        return True


@pytest.fixture
def terminal(folder: Path, tmp_path: Path) -> Iterator[Terminal]:
    """A chat that a person sits before."""
    terminal = Terminal(folder, tmp_path)
    yield terminal
    terminal.close()


def test_a_person_asks_in_a_terminal_and_leaves_with_control_d(
    terminal: Terminal, tmp_path: Path
) -> None:
    """A greeting, an answer, a history for this user alone, and a quiet end."""
    terminal.wait_for("ask>")
    assert "1 document, built" in terminal.screen
    terminal.type(f"{QUESTION}\r")
    terminal.wait_for("5 million euros.")
    terminal.wait_for("sure (")
    terminal.wait_for("ask>")
    terminal.type("\x04")
    assert terminal.leave() == 0
    assert "Traceback" not in terminal.screen
    history = tmp_path / "forumbot" / "history"
    assert QUESTION in history.read_text(encoding="utf-8")
    assert stat.S_IMODE(history.stat().st_mode) == 0o600


def test_control_c_takes_back_a_question_that_is_being_answered(
    folder: Path, embedder: Embedder
) -> None:
    """The chat says so and goes on; the next question is answered."""
    service = copy(service_on(folder, embedder))

    def stop(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    out = io.StringIO()
    talk = Talk(Chat(service, Console(file=out, width=160, highlight=False)), out)
    service.ask = stop  # type: ignore[assignment]
    talk.chat.say_until_stopped(QUESTION)
    assert out.getvalue().strip() == "Stopped."
    del service.ask
    assert QUOTE in talk.say(QUESTION)


def test_control_c_clears_a_line_and_then_leaves_quietly(terminal: Terminal) -> None:
    """What is half typed is gone, the next line is answered; no traceback, exit status 0."""
    terminal.wait_for("ask>")
    terminal.type("half a quest\x03")
    terminal.wait_for("ask>")
    terminal.type(f"{QUESTION}\r")
    terminal.wait_for(QUOTE)
    terminal.wait_for("ask>")
    terminal.type("\x03")
    assert terminal.leave() == 0
    assert "Traceback" not in terminal.screen
    assert "Aborted" not in terminal.screen
