"""Texts to vectors by sentence-transformers: any model that it can load."""

import hashlib
import importlib.util
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from forumbot.errors import ModelError
from forumbot.file_hashes import file_sha256
from forumbot.models.catalogue import CATALOGUE, WEIGHTS
from forumbot.models.packages import file_of
from forumbot.search.ports import TokenVectors, Vectors
from forumbot.search.token_vectors import sample_texts, token_vectors, unit

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# sentence-transformers' own. Few texts are read with one thread, as two wait for each other over a
# dozen words: a warm answer took 34 ms instead of 50. A sample of so many words has several times
# the tokens that its 160 main axes need.
_BATCH = 32
_FEW = 4
_ENGINE = "sentence-transformers"
TORCH = "torch"
"""The back end of sentence-transformers that is there wherever it is."""

# What each back end's packages are imported as.
_BACKENDS = {TORCH: "torch", "onnx": "optimum.onnxruntime", "openvino": "optimum.intel.openvino"}
_QUERY_PROMPTS, _PASSAGE_PROMPTS = ("query",), ("document", "passage", "corpus")


class SentenceEmbedder:
    """An :class:`Embedder` by sentence-transformers, on the CPU."""

    def __init__(self, name: str, backend: str = TORCH) -> None:
        """Load a model: the packaged default, a folder, or a name from a model hub.

        ``backend`` is a back end of sentence-transformers. Raises :class:`ModelError` where the
        model cannot be found, is not what it should be, or has no safetensors weights (pickled ones
        are not loaded), and where the library or the back end is not installed.
        """
        require_sentence_transformers(f"the model {name!r}")
        require_backend(backend)
        folder = model_folder(name)
        self.name = name
        self.engine = _ENGINE if backend == TORCH else f"{_ENGINE} {backend}"
        self.fingerprint = fingerprint(folder) + f"-{backend}" * (backend != TORCH)
        self._model = _load(name, folder, backend)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.max_tokens = int(self._model.max_seq_length or 256)
        self._sample: Vectors | None = None

    def embed_passages(
        self,
        texts: Sequence[str],
        on_progress: Callable[[int], None] | None = None,
        on_tokens: Callable[[int, TokenVectors], None] | None = None,
    ) -> Vectors:
        """Unit vectors of passages; ``on_progress`` is told how many more are done."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for first in range(0, len(texts), _BATCH):
            places = by_length[first : first + _BATCH]
            read = self._model.encode_document(
                [texts[place] for place in places], output_value=None, batch_size=_BATCH,
                show_progress_bar=False,
            )  # fmt: skip
            for place, features in zip(places, read, strict=True):
                vectors[place] = unit(features["sentence_embedding"].numpy())
            if on_tokens is not None:
                tokens = self._tokens([texts[place] for place in places], read, _PASSAGE_PROMPTS)
                for place, of_text in zip(places, tokens, strict=True):
                    on_tokens(place, of_text)
            if on_progress is not None:
                on_progress(len(places))
        return vectors

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, encoded together."""
        return self.read_queries(texts)[0]

    def read_queries(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        """Unit vectors of questions and of their tokens, encoded together."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32), []
        with _one_thread(len(texts) <= _FEW):
            read = self._model.encode_query(
                list(texts), output_value=None, batch_size=_BATCH, show_progress_bar=False
            )
        vectors = np.stack([unit(features["sentence_embedding"].numpy()) for features in read])
        return vectors, self._tokens(texts, read, _QUERY_PROMPTS)

    def token_starts(self, text: str) -> list[int]:
        """Offsets of the model's tokens, special ones left out; the text may be of any length."""
        encoded = self._model.tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, truncation=False,
            verbose=False, return_attention_mask=False,
        )  # fmt: skip
        return [start for start, end in encoded["offset_mapping"] if end > start]

    def sample_tokens(self) -> Vectors:
        """Unit vectors of the tokens of some texts that are words of the model's own vocabulary."""
        if self._sample is None:
            texts = sample_texts(self._model.tokenizer.get_vocab())
            self._sample = np.concatenate([one.vectors for one in self.read_queries(texts)[1]])
        return self._sample

    def _encoded(self, texts: Sequence[str]) -> list[npt.NDArray[np.int64]]:
        """Where the tokens that the model reads begin and end, special ones as (0, 0)."""
        encoded = self._model.tokenizer(
            list(texts), truncation=True, max_length=self.max_tokens, return_offsets_mapping=True,
            verbose=False,
        )  # fmt: skip
        return [np.array(offsets, dtype=np.int64) for offsets in encoded["offset_mapping"]]

    def _tokens(
        self, texts: Sequence[str], read: Sequence[dict[str, Any]], prompts: Sequence[str]
    ) -> list[TokenVectors]:
        """The tokens of texts that were read behind the first of these prompts that there is."""
        known = (self._model.prompts.get(name) for name in prompts)
        prefix = next((prompt for prompt in known if prompt), "")
        encoded = self._encoded([prefix + text for text in texts])
        return [
            token_vectors(features["token_embeddings"].numpy(), offsets, len(prefix))
            for features, offsets in zip(read, encoded, strict=True)
        ]


@contextmanager
def _one_thread(is_wanted: bool) -> Iterator[None]:
    """Compute with one thread where that is wanted: for a few words, more wait for one another."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1 if is_wanted else before)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def require_sentence_transformers(what: str) -> None:
    """Raise :class:`ModelError` where the library that runs ``what`` is not installed."""
    if importlib.util.find_spec("sentence_transformers") is None:
        raise ModelError(
            f"{what} needs sentence-transformers, which is not installed",
            "run 'make run' without SLIM, or pip install 'forumbot[sentence-transformers]'",
        )


def require_backend(backend: str) -> None:
    """Raise :class:`ModelError` where a back end of sentence-transformers is not installed."""
    module, above = _BACKENDS[backend], ""
    for part in module.split("."):
        above = f"{above}.{part}".lstrip(".")
        if importlib.util.find_spec(above) is None:
            raise ModelError(
                f"the back end {backend!r} of sentence-transformers is not installed",
                f"pip install 'sentence-transformers[{backend}]', or correct 'backend' in the "
                "configuration",
            )


def loading_options(backend: str) -> dict[str, Any]:
    """What a back end is to load: safetensors, or what the others export from these themselves."""
    return {"use_safetensors": True} if backend == TORCH else {}


def model_folder(name: str, key: str = "'model' in the configuration") -> Path:
    """The local folder of a model; the packaged default is found without running package code.

    ``key`` is where the name stands, for errors.
    """
    if name in CATALOGUE:
        return file_of(CATALOGUE[name], WEIGHTS).parent
    path = Path(name).expanduser()
    if path.is_dir():
        return path
    if path.is_absolute() or name.startswith("."):
        raise ModelError(f"{name}: no such model folder", f"correct {key}")
    return _hub_folder(name, key)


def _hub_folder(name: str, key: str) -> Path:
    from huggingface_hub import snapshot_download

    full_name = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(
            snapshot_download(full_name, ignore_patterns=["*.bin", "*.onnx", "*.h5", "*.ot"])
        )
    except Exception as error:
        raise ModelError(
            f"the model {name!r} is neither a folder nor to be had from the model hub "
            f"({type(error).__name__})",
            f"download it once on a machine with internet, or correct {key}",
        ) from None


def fingerprint(folder: Path) -> str:
    """SHA-256 over a model folder's weights and settings; says which model made a vector."""
    names = sorted(
        path.relative_to(folder).as_posix()
        for pattern in ("*.safetensors", "*.json", "*.txt", "*.model")
        for path in folder.rglob(pattern)
        if path.is_file()
    )
    if not any(name.endswith(".safetensors") for name in names):
        raise ModelError(f"{folder}: holds no .safetensors weights, and no others are loaded")
    digest = hashlib.sha256()
    for name in names:
        digest.update(f"{name}\0{file_sha256(folder / name)}\n".encode())
    return digest.hexdigest()


def _load(name: str, folder: Path, backend: str) -> "SentenceTransformer":
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        logging.set_verbosity_error()
        try:
            return SentenceTransformer(
                str(folder), device="cpu", trust_remote_code=False, local_files_only=True,
                model_kwargs=loading_options(backend), backend=backend,
            )  # fmt: skip
        except Exception as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ModelError(f"the model {name!r} in {folder} cannot be loaded: {reason}") from None
