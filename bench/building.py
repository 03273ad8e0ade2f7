"""Building beside a plain ``SentenceTransformer.encode``: ``python bench/building.py``.

All take the same passages, those of seed and corpus in ``../shared``, with the same cores: first
what a script of three lines would do (``encode`` with sentence-transformers' own settings), then
the model as forumbot runs it with a vector for each token, then a whole build of files that were
never read before. Each is a process of its own, and they take turns; times are given as ratios.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
TURNS = 3


def texts_of(index: Path) -> list[str]:
    """What was embedded for an index, passage by passage."""
    from forumbot.search.generation import load_live
    from forumbot.search.index_folder import IndexFolder
    from forumbot.search.passages import context

    generation = load_live(IndexFolder(index))
    return [context(generation.documents[one.doc_id], one) for one in generation.passages]


def plain(texts: list[str]) -> float:
    """Seconds that sentence-transformers takes."""
    from sentence_transformers import SentenceTransformer

    from forumbot.models.catalogue import MINILM
    from forumbot.search.embedder import model_folder

    model = SentenceTransformer(str(model_folder(MINILM.name)), device="cpu")
    model.encode(texts[:8])
    before = time.perf_counter()
    model.encode(texts)
    return time.perf_counter() - before


def encoding(texts: list[str]) -> float:
    """Seconds that forumbot's engine takes, the tokens' vectors among it."""
    from forumbot.models.catalogue import MINILM
    from forumbot.search.onnx_embedder import OnnxEmbedder

    model = OnnxEmbedder(MINILM)
    model.embed_passages(texts[:8])
    before = time.perf_counter()
    model.embed_passages(texts, on_tokens=lambda _place, _tokens: None)
    return time.perf_counter() - before


def building(knowledge: Path, index: Path) -> float:
    """Seconds that a build takes, from the start of the process to its end."""
    shutil.rmtree(index, ignore_errors=True)
    before = time.perf_counter()
    command = [sys.executable, "-m", "forumbot", "index", "build", "--json"]
    folders = ["--knowledge", str(knowledge), "--index", str(index)]
    done = subprocess.run([*command, *folders], capture_output=True, check=False)
    if done.returncode not in (0, 3):
        raise RuntimeError(done.stderr.decode())
    return time.perf_counter() - before


def apart(what: str, index: Path) -> float:
    """One of the two engines in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, what, str(index)], capture_output=True, text=True, check=True
    )
    return float(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Print the ratios, each with its least and its largest."""
    with tempfile.TemporaryDirectory() as folder:
        knowledge, index = Path(folder, "knowledge"), Path(folder, "index")
        for name in ("seed", "corpus"):
            shutil.copytree(SHARED / name, knowledge / name)
        building(knowledge, index)
        count = len(texts_of(index))
        kept = Path(shutil.copytree(index, Path(folder, "kept")))
        ratios: dict[str, list[float]] = {"encoding": [], "building": []}
        for _turn in range(TURNS):
            rival = apart("plain", kept)
            ratios["encoding"].append(rival / apart("encoding", kept))
            ratios["building"].append(rival / building(knowledge, index))
            print(f"{count / rival:.1f} passages a second by SentenceTransformer.encode")
    print(f"{count} passages; as many a second as SentenceTransformer.encode, times:")
    for what, found in ratios.items():
        print(f"{what:9} {statistics.median(found):.2f} ({min(found):.2f} to {max(found):.2f})")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        seconds = {"plain": plain, "encoding": encoding}[sys.argv[1]](texts_of(Path(sys.argv[2])))
        print(json.dumps(seconds))
    else:
        main()
