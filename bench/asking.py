"""A warm answer beside the plain encoding of its question, alone and with 64 who ask at once.

    python bench/asking.py [--index DIR] [--knowledge DIR]

The questions are the golden ones of the knowledge folder. A plain encoding is
``SentenceTransformer.encode`` of one question. Those who ask at once are answered as the bot
answers them: in batches of up to 32, with passages to read shared among them. Ratios of one run
count, as the machines that run this are shared.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from forumbot.app import App
from forumbot.asking.question import check_question
from forumbot.clock import system_clock
from forumbot.config import Settings
from forumbot.evaluation.golden import read_golden

ASKERS, BATCH, PAIRS, ALONE = 64, 32, 40, 20


def main() -> None:
    """Measure and print."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--knowledge", type=Path, default=Path("knowledge"))
    ask.add_argument("--index", type=Path, default=Path("index"))
    given = ask.parse_args()
    named = Settings(knowledge=given.knowledge, index=given.index, knowledge_named=True)
    app = App(named, system_clock)
    golden = read_golden(given.knowledge / "golden.jsonl")
    texts = [one.question for one in golden if one.language == "en"]
    questions = [check_question(text) for text in texts]
    answerer = app.answerer(app.generation)
    answerer.answer_all(questions[:2])
    plain = encoder()
    plain(texts[0])
    encoding = statistics.median(seconds(partial(plain, text)) for text in texts[:ALONE])
    alone = statistics.median(seconds(partial(answerer.answer, one)) for one in questions[:ALONE])
    asked = (questions * (ASKERS // len(questions) + 1))[:ASKERS]

    def at_once() -> None:
        for first in range(0, len(asked), BATCH):
            answerer.answer_all(asked[first : first + BATCH], None, PAIRS)

    last = seconds(at_once)
    print(f"plain encoding of a question: median {encoding * 1000:.1f} ms")
    print(f"a warm answer: median {alone * 1000:.0f} ms, {alone / encoding:.1f} encodings")
    print(
        f"{ASKERS} who ask at once: the last answer after {last:.2f} s, "
        f"{last / ASKERS / encoding:.1f} encodings each"
    )


def encoder() -> Callable[[str], object]:
    """What encodes one text, as anybody would do it."""
    from sentence_transformers import SentenceTransformer

    from forumbot.search.embedder import model_folder

    model = SentenceTransformer(str(model_folder("all-MiniLM-L6-v2")), device="cpu")
    return lambda text: model.encode([text], show_progress_bar=False)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
