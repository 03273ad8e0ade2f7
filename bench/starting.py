"""Starting, and asking apart from the models, over 5,000 passages: ``python bench/starting.py``.

The archive is that of seed and corpus in ``../shared``, four times over in folders of their own, so
that each passage is encoded once. Set side by side, each the median of some turns:

- a process that opens its index, beside one that imports sentence_transformers; what Python and the
  libraries of an index take is printed apart;
- ``make run`` with nothing changed until the chat asks, in a terminal, beside the same import;
- all of an answer but the models, beside ``SentenceTransformer.encode`` of its question, in
  processor time.
"""

import os
import pty
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench.asking import encoder, seconds

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
COPIES, TURNS, QUESTIONS = 4, 5, 20
PROMPT = b"ask>"
OPEN = """
import sys, time
from pathlib import Path
from forumbot.app import App
from forumbot.clock import system_clock
from forumbot.config import Settings
import forumbot.search.generation
app = App(Settings(index=Path(sys.argv[1])), system_clock)
before = time.perf_counter()
app.generation
print(time.perf_counter() - before)
"""


def build(folder: Path) -> tuple[Path, Path]:
    """The archive and its index, built where they are not there yet."""
    knowledge, index = folder / "knowledge", folder / "index"
    for number in range(COPIES):
        for name in ("seed", "corpus"):
            target = knowledge / f"copy-{number}" / name
            if not target.exists():
                shutil.copytree(SHARED / name, target)
        command = [sys.executable, "-m", "forumbot", "index", "build", "--json"]
        folders = ["--knowledge", str(knowledge), "--index", str(index)]
        done = subprocess.run([*command, *folders], capture_output=True, check=False)
        if done.returncode not in (0, 3):
            raise RuntimeError(done.stderr.decode())
    return knowledge, index


def importing() -> float:
    """Seconds of a process that imports sentence_transformers."""
    command = [sys.executable, "-c", "import sentence_transformers"]
    return seconds(partial(subprocess.run, command, check=True, capture_output=True))


def opening(index: Path) -> tuple[float, float]:
    """Seconds of a process that opens an index, and those of the opening alone."""
    command = [sys.executable, "-c", OPEN, str(index)]
    before = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - before, float(done.stdout)


def prompting() -> float:
    """Seconds of ``make run`` until the chat asks."""
    before = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execlp("make", "make", "--directory", str(ROOT), "run")  # noqa: S606
    read = b""
    while PROMPT not in read:
        read += os.read(terminal, 4096)
    took = time.perf_counter() - before
    os.write(terminal, b"\x04")
    os.close(terminal)
    os.waitpid(child, 0)
    return took


class Models:
    """The processor time that models take; one that calls another counts once."""

    def __init__(self) -> None:
        self.took = 0.0
        self._is_within = False

    def time(self, model: object, *methods: str) -> None:
        """Count what methods of a model, or of all of its class, take."""
        for name in methods:
            setattr(model, name, self._timed(getattr(model, name)))

    def _timed(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            if self._is_within:
                return work(*given, **named)
            before, self._is_within = time.process_time(), True
            try:
                return work(*given, **named)
            finally:
                self.took += time.process_time() - before
                self._is_within = False

        return timed


def processor(work: Callable[[], object]) -> float:
    """Seconds of the processor that it takes."""
    before = time.process_time()
    work()
    return time.process_time() - before


def answering(knowledge: Path, index: Path) -> tuple[float, float, float]:
    """Medians of a question: an answer, what of it is not the models, and a plain encoding."""
    from forumbot.app import App
    from forumbot.asking.question import check_question
    from forumbot.clock import system_clock
    from forumbot.config import Settings
    from forumbot.evaluation.golden import read_golden
    from forumbot.search.across import AcrossLanguages

    app = App(Settings(knowledge=knowledge, index=index, knowledge_named=True), system_clock)
    models = Models()
    models.time(app.embedder, "read_queries", "embed_queries", "embed_passages")
    models.time(app.reader, "read")
    models.time(AcrossLanguages, "likeness")
    answerer = app.answerer(app.generation)
    golden = read_golden(SHARED / "questions" / "dev.jsonl")
    questions = [check_question(one.question) for one in golden[: QUESTIONS + 2]]
    whole, apart = [], []
    for question in questions:
        models.took = 0.0
        whole.append(processor(partial(answerer.answer, question)))
        apart.append(whole[-1] - models.took)
    plain = encoder()
    encoding = [processor(partial(plain, one.text)) for one in questions]
    medians: Callable[[list[float]], float] = lambda found: statistics.median(found[2:])  # noqa: E731
    return medians(whole), medians(apart), medians(encoding)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as made:
        knowledge, index = build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(made))
        prompting()
        turns = [(importing(), *opening(index), prompting()) for _turn in range(TURNS)]
        rival, process, alone, prompt = (statistics.median(one) for one in zip(*turns, strict=True))
        print(f"import sentence_transformers: {rival:.2f} s; of that:")
        print(f"  opening the index {alone / rival:.3f}, with its process {process / rival:.3f}")
        print(f"  make run until the chat asks {prompt / rival:.2f}")
        whole, apart, encoding = answering(knowledge, index)
        print(f"plain encoding of a question {encoding * 1000:.1f} ms; of that:")
        print(f"  an answer {whole / encoding:.1f}, without its models {apart / encoding:.2f}")


if __name__ == "__main__":
    main()
