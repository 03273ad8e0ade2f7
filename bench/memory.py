"""What a running bot holds after 100 questions, beside sentence-transformers after one encoding.

    python bench/memory.py [--index DIR] [--knowledge DIR]

Each side is a process of its own: the bot's modules and its desk answering English questions alone,
the same with questions in other languages among them, so that both readers are loaded, and a
process that only imports sentence_transformers, loads the same model and encodes one question. The
questions are those of ``../shared``. It prints resident memory at the end and at its height.
"""

import argparse
import asyncio
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ROOT.parent / "shared" / "questions"
ASKED = 100
RIVAL = "sentence-transformers"


def held() -> str:
    """Megabytes that this process holds, and the most that it held."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = [re.search(rf"{name}:\s+(\d+) kB", status) for name in ("VmRSS", "VmHWM")]
    return " ".join(str(int(one[1]) // 1024) for one in found if one)


def encode_one() -> None:
    """What the rival does."""
    from sentence_transformers import SentenceTransformer

    from forumbot.search.embedder import model_folder

    model = SentenceTransformer(str(model_folder("all-MiniLM-L6-v2")), device="cpu")
    model.encode(["When is the next forum?"], show_progress_bar=False)


def answer_many(files: list[str], knowledge: Path, index: Path) -> None:
    """What a running bot does, questions of these files in turn."""
    import forumbot.bot.process
    from forumbot.app import App
    from forumbot.bot.desk import Desk
    from forumbot.clock import system_clock
    from forumbot.config import Settings
    from forumbot.evaluation.golden import read_golden

    sets = [read_golden(QUESTIONS / f"{name}.jsonl") for name in files]
    texts = [one.question for some in zip(*sets, strict=False) for one in some]
    app = App(Settings(knowledge=knowledge, index=index, knowledge_named=True), system_clock)

    async def ask() -> None:
        desk = Desk(app.service, system_clock)
        await desk.open()
        for text in texts[:ASKED]:
            await desk.ask(text)
        desk.close()

    asyncio.run(ask())
    if "forumbot.bot.client" not in sys.modules:
        raise RuntimeError(f"{forumbot.bot.process.__name__} did not bring the bot")


def main() -> None:
    """Measure this side where one is named, else all of them, and print."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--knowledge", type=Path, default=Path("knowledge"))
    ask.add_argument("--index", type=Path, default=Path("index"))
    ask.add_argument("--side", default="")
    given = ask.parse_args()
    if given.side:
        if given.side == RIVAL:
            encode_one()
        else:
            answer_many(given.side.split(","), given.knowledge, given.index)
        sys.stdout.write(held())
        return
    named = {"English": "dev", "other languages as well": "dev,translated", RIVAL: RIVAL}
    found = {name: _apart(side, given.knowledge, given.index) for name, side in named.items()}
    for name, (end, peak) in found.items():
        ratios = [one / other for one, other in zip((end, peak), found[RIVAL], strict=True)]
        print(f"{name:24} {end:4} MB ({ratios[0]:.2f}), at most {peak:4} MB ({ratios[1]:.2f})")


def _apart(side: str, knowledge: Path, index: Path) -> tuple[int, int]:
    command = [sys.executable, __file__, "--side", side]
    folders = ["--knowledge", str(knowledge), "--index", str(index)]
    done = subprocess.run([*command, *folders], capture_output=True, text=True, check=True)
    end, peak = done.stdout.split()[-2:]
    return int(end), int(peak)


if __name__ == "__main__":
    main()
