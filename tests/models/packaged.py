"""A tiny BERT of random weights in an installed package, as the models that ship lie in theirs."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import save_file

from forumbot.file_hashes import file_sha256
from forumbot.models.catalogue import CONFIG, WEIGHTS, PackagedModel

if TYPE_CHECKING:
    from transformers import BertModel

SIZES = {
    "vocab_size": 50, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 4,
    "intermediate_size": 32, "max_position_embeddings": 40,
}  # fmt: skip


def tiny_bert() -> "BertModel":
    """The model itself, by another program, its weights large enough to tell layers apart."""
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(3)
    return BertModel(BertConfig(**SIZES, initializer_range=0.3), add_pooling_layer=False).eval()


def tensors_of(model: "BertModel") -> dict[str, np.typing.NDArray[np.float32]]:
    """Its weights, by the names that ``transformers`` gives them."""
    return {name: value.numpy() for name, value in model.state_dict().items()}


def install(site: Path, model: "BertModel") -> PackagedModel:
    """Put the model's files into a package below ``site``; returns the row that tells of them."""
    package, metadata = site / "tiny" / "model", site / "tiny_bert-1.0.dist-info"
    package.mkdir(parents=True)
    metadata.mkdir()
    save_file(tensors_of(model), package / WEIGHTS)
    (package / CONFIG).write_text(json.dumps(model.config.to_dict()), encoding="utf-8")
    (metadata / "METADATA").write_text("Name: tiny-bert\nVersion: 1.0\n", encoding="utf-8")
    (site / "tiny" / "__init__.py").write_text("raise RuntimeError('run')\n", encoding="utf-8")
    return PackagedModel(
        name="tiny", package="tiny-bert", folder="tiny/model", licence="none", purpose="embedder",
        max_tokens=40, files={name: file_sha256(package / name) for name in (WEIGHTS, CONFIG)},
    )  # fmt: skip
