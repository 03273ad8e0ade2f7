"""Passages judged together with the question by a cross-encoder, for those who name one."""

import json
import os
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from forumbot.errors import ModelError
from forumbot.search.embedder import (
    TORCH,
    loading_options,
    model_folder,
    require_backend,
    require_sentence_transformers,
)
from forumbot.search.ports import Vectors

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_KEY = "'retrieval.reranker' in the configuration"
# sentence-transformers' own.
_BATCH = 32


class CrossEncoderReranker:
    """A :class:`Reranker` by a cross-encoder of sentence-transformers, on the CPU."""

    def __init__(self, name: str, backend: str = TORCH) -> None:
        """Load a folder, or a name from a model hub.

        ``backend`` is a back end of sentence-transformers. Raises :class:`ModelError` where the
        model cannot be found, is no cross-encoder with one score, or has no safetensors weights
        (pickled ones are not loaded), and where the library or the back end is not installed; code
        of a model is never run.
        """
        require_sentence_transformers(f"the re-ranker {name!r}")
        require_backend(backend)
        folder = _folder(name)
        self.name = name
        self._model = _load(name, folder, backend)

    def scores(self, text: str, passages: Sequence[str]) -> Vectors:
        """A score for each passage; texts that are longer than the model reads are cut."""
        if not passages:
            return np.zeros(0, dtype=np.float32)
        from torch import nn

        found = self._model.predict(
            [(text, passage) for passage in passages], batch_size=_BATCH,
            activation_fn=nn.Sigmoid(), show_progress_bar=False,
        )  # fmt: skip
        return np.asarray(found, dtype=np.float32).reshape(len(passages))


def _folder(name: str) -> Path:
    try:
        folder = model_folder(name, _KEY)
    except ModelError as error:
        raise ModelError(f"re-ranker: {error.problem}", error.remedy) from None
    if not any(folder.rglob("*.safetensors")):
        raise ModelError(
            f"re-ranker: {folder} holds no .safetensors weights, and no others are loaded",
            f"correct {_KEY}",
        )
    if not _is_classifier(folder):
        raise ModelError(
            f"re-ranker: {folder} is no cross-encoder (its config.json names no architecture for "
            f"sequence classification)",
            f"correct {_KEY}",
        )
    return folder


def _is_classifier(folder: Path) -> bool:
    """Whether the weights have a head that scores; else one of random weights would be added."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return any("ForSequenceClassification" in str(one) for one in config["architectures"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


def _load(name: str, folder: Path, backend: str) -> "CrossEncoder":
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        logging.disable_progress_bar()
        logging.set_verbosity_error()
        try:
            model = CrossEncoder(
                str(folder), device="cpu", trust_remote_code=False, local_files_only=True,
                model_kwargs=loading_options(backend), backend=backend,
            )  # fmt: skip
        except Exception as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ModelError(
                f"re-ranker: {name!r} in {folder} cannot be loaded: {reason}", f"correct {_KEY}"
            ) from None
    if model.num_labels != 1:
        raise ModelError(
            f"re-ranker: {folder} gives {model.num_labels} scores a passage where one is wanted",
            f"correct {_KEY}",
        )
    return model
