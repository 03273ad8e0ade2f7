"""Processes of Python forked from one that has imported what they need: ``python -m`` runs that.

A process of forumbot that starts from nothing spends a third of a second or more on its imports;
one of the nursery begins some hundredths after it is asked for. Otherwise it is a process as any:
it runs ``-c`` or ``-m`` from the beginning to the end of its interpreter, with the environment, the
folder and the files that it is given; only passages that were read with a question in this run of
the tests are not read again (:mod:`tests.readings`).
"""

import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import IO, Any, NoReturn, Self

from filelock import FileLock
from tests.readings import remember

from forumbot.archive.documents import parse_document
from forumbot.asking.question import check_question
from forumbot.reminders.moments import read_moment

_ROOT = Path(__file__).resolve().parents[1]
_LIBRARIES = (
    "bm25s", "dateparser", "discord", "docx", "faiss", "forumbot.app", "forumbot.archive.record",
    "forumbot.bot.process", "forumbot.cli", "lxml.html", "markdown_it", "openpyxl", "pptx",
    "pypdfium2", "tokenizers",
)  # fmt: skip
_LONGEST_ORDER = 1 << 17
_PATIENCE_SECONDS, _LOOK_SECONDS = 60, 0.2
# As long as a whole run may take, on a machine that has other work.
_RUN_SECONDS = 1200


class Forked:
    """A process of the nursery, handled as one of :class:`subprocess.Popen`."""

    def __init__(self, nursery: "Nursery", pid: int) -> None:
        self._nursery, self.pid = nursery, pid
        self.returncode: int | None = None
        self._handle = os.pidfd_open(pid)
        self._lock = Lock()

    def poll(self) -> int | None:
        """The exit status, or None while it runs."""
        return self._ended_within(0)

    def wait(self, timeout: float | None = None) -> int:
        """The exit status, for which it waits so many seconds; raises when they have passed."""
        status = self._ended_within(timeout)
        if status is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return status

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._handle, number)

    def kill(self) -> None:
        """End it at once, if it runs."""
        self.send_signal(signal.SIGKILL)

    def _ended_within(self, seconds: float | None) -> int | None:
        with self._lock:
            if self.returncode is None and select.select([self._handle], [], [], seconds)[0]:
                self.returncode = self._nursery.ask({"status_of": self.pid})
                os.close(self._handle)
        return self.returncode


class Piped(Forked):
    """One with pipes to its input and from its output."""

    def __init__(self, nursery: "Nursery", pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        super().__init__(nursery, pid)
        self.stdin, self.stdout = stdin, stdout


class Nursery:
    """The process that forks the others, started when it is first asked for one.

    All workers of a run share the one that is found in its folder: to load what it takes costs
    seconds of the processor.
    """

    def __init__(self, folder: Path = Path()) -> None:
        self._address = folder / "nursery"
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if self._socket is not None:
            self._socket.close()
        if self._process is not None:
            # It ends with the last worker that it serves.
            self._process.wait(_RUN_SECONDS)

    def start(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str] | None = None,
        *,
        folder: Path | None = None,
        stdin: IO[Any] | None = None,
        stdout: IO[Any] | None = None,
        stderr: IO[Any] | None = None,
    ) -> Forked:
        """Run ``-c CODE`` or ``-m MODULE`` with arguments, which may begin with ``-P``."""
        with Path(os.devnull).open("r+b") as nothing:
            files = [file or nothing for file in (stdin, stdout, stderr)]
            return Forked(self, self._pid(arguments, environment, folder, files))

    def piped(
        self, arguments: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> Piped:
        """Run with pipes as a leader of a session, as the readers of files are."""
        (its_input, stdin), (stdout, its_output) = _pipe(), _pipe()
        with Path(os.devnull).open("r+b") as nothing, its_input, its_output:
            files = [its_input, its_output, nothing]
            pid = self._pid(arguments, environment, None, files, leads_a_session=True)
        return Piped(self, pid, stdin, stdout)

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str] | None = None,
        *, folder: Path | None = None, text: str = "",
    ) -> "subprocess.CompletedProcess[str]":  # fmt: skip
        """Run a process to its end, with a text on its input; gives what it printed."""
        with ExitStack() as stack:
            asked, out, err = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(3))
            asked.write(text.encode())
            asked.seek(0)
            forked = self.start(
                arguments, environment, folder=folder, stdin=asked, stdout=out, stderr=err
            )
            try:
                status = forked.wait(_PATIENCE_SECONDS)
            finally:
                forked.kill()
            return subprocess.CompletedProcess(list(arguments), status, _read(out), _read(err))

    def ask(self, order: dict[str, Any], *files: IO[Any]) -> int:
        """Give an order; returns the number that is its answer."""
        with self._lock:
            if self._socket is None:
                self._begin()
            assert self._socket is not None
            numbers = [file.fileno() for file in files]
            socket.send_fds(self._socket, [json.dumps(order).encode()], numbers)
            answer = self._socket.recv(32)
        if not answer:
            raise RuntimeError("the nursery has ended")
        return int(answer)

    def _pid(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str] | None,
        folder: Path | None,
        files: Sequence[IO[Any]],
        *,
        leads_a_session: bool = False,
    ) -> int:
        order = {
            "arguments": [one for one in arguments if one != "-P"],
            "environment": dict(os.environ if environment is None else environment),
            "folder": str(folder or Path.cwd()),
            "leads_a_session": leads_a_session,
        }
        return self.ask(order, *files)

    def _begin(self) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with _held(self._address):
            try:
                self._socket.connect(str(self._address))
            except (FileNotFoundError, ConnectionRefusedError):
                self._process = _started(self._address)
                self._socket.connect(str(self._address))


def _held(address: Path) -> FileLock:
    """Held by who comes to a nursery, who starts it, and by the nursery itself while it ends."""
    return FileLock(f"{address}.lock")


def _started(address: Path) -> "subprocess.Popen[bytes]":
    address.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        listening.bind(str(address))
        listening.listen()
        return subprocess.Popen(
            [sys.executable, "-m", "tests.nursery", str(listening.fileno()), str(address)],
            cwd=_ROOT, env={**os.environ, "OMP_NUM_THREADS": "1"}, pass_fds=[listening.fileno()],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip


class ForkedNursery(Nursery):
    """One that is forked from this process, which has loaded what its processes take.

    They are descendants of this process, so that it can tell what they have cost. It is forked at
    once, as it would hold open what this process opens later.
    """

    def __enter__(self) -> Self:
        self._begin()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if self._socket is not None:
            self._socket.close()
            os.waitpid(self._child, 0)

    def _begin(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._child = os.fork()
        if not self._child:
            self._socket.close()
            status = 1
            try:
                # A process of multiprocessing has put another file in its place.
                sys.stdin = os.fdopen(0, closefd=False)
                follow(theirs)
                status = 0
            finally:
                os._exit(status)
        theirs.close()


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


# The process


def serve(listening: socket.socket, address: Path) -> None:
    """Load what forumbot takes, and follow the orders of all who come, until all have gone.

    A document, a question and a moment are read before, as the patterns of all languages take
    longer than most documents, questions and moments.
    """
    # As a build sets it before the import: a lock of tqdm's is lost with a process that is killed.
    os.environ["DISABLE_TQDM"] = "1"
    for library in _LIBRARIES:
        importlib.import_module(library)
    parse_document("first.md", b"# First\n\nThe forum was held on 3 May 2018.\n")
    check_question("When was the first forum held?")
    read_moment("3 May 2018 10:00", date(2018, 5, 1))
    remember()
    gc.collect()
    gc.freeze()
    followers: set[int] = set()
    while followers or not _is_ended(listening, address):
        if select.select([listening], [], [], _LOOK_SECONDS)[0]:
            orders, _address = listening.accept()
            follower = os.fork()
            if not follower:
                listening.close()
                follow(orders)
                return
            orders.close()
            followers.add(follower)
        followers = {one for one in followers if os.waitpid(one, os.WNOHANG) == (0, 0)}


def _is_ended(listening: socket.socket, address: Path) -> bool:
    """Whether nobody waits to be served; from then on nobody can."""
    with _held(address):
        is_wanted = bool(select.select([listening], [], [], 0)[0])
        if not is_wanted:
            address.unlink()
        return not is_wanted


def follow(orders: socket.socket) -> None:
    """Fork a process for each order, or say how one has ended, until there are no more orders."""
    if len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208 - the threads of this process
        raise RuntimeError("what has threads cannot be forked")
    gc.collect()
    gc.freeze()
    while True:
        order, files, _flags, _address = socket.recv_fds(orders, _LONGEST_ORDER, 3)
        if not order:
            return
        given = json.loads(order)
        if "status_of" in given:
            _pid, status = os.waitpid(given["status_of"], 0)
            orders.send(str(os.waitstatus_to_exitcode(status)).encode())
        elif pid := os.fork():
            for file in files:
                os.close(file)
            orders.send(str(pid).encode())
        else:
            orders.close()
            _become(files, **given)
            return


def _become(
    files: list[int], arguments: list[str], environment: dict[str, str], folder: str,
    leads_a_session: bool,
) -> None:  # fmt: skip
    """Leave the nursery's files, folder and environment behind, and run what is asked for."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    if leads_a_session:
        os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    others = environment.get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:1] = [folder, *filter(None, others)]
    way, what, *rest = arguments
    sys.argv = [way, *rest]
    if way == "-m":
        sys.modules.pop(what, None)
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        _run_code(what)


def _run_code(code: str) -> NoReturn:
    """Run code and leave, without the tenth of a second that the end of an interpreter takes."""
    status = 0
    namespace: dict[str, object] = {"__name__": "__main__"}
    try:
        exec(compile(code, "<string>", "exec"), namespace)  # noqa: S102 - what a test has written
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        traceback.print_exc()
        status = 1
    namespace.clear()
    sys.stdout.flush()
    os._exit(status)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2]))
