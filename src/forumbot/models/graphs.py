"""The graph of a model that ships: made from its weights once, kept, and compared with its hash."""

import hashlib
import json
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from forumbot.errors import ModelError
from forumbot.models.bert import Precision, Shape
from forumbot.models.catalogue import CONFIG, WEIGHTS, PackagedModel
from forumbot.models.packages import file_of, file_sha256

# Counted up when the graph that is made of the same weights changes, so that old ones go unused.
_FORM = 3


def cache_folder() -> Path:
    """Where graphs are kept: ``forumbot`` in the user's cache folder, as the XDG rules name it."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(home) if home else Path.home() / ".cache") / "forumbot"


def graph_of(model: PackagedModel, precision: Precision) -> Path | bytes:
    """The graph of the model; raises :class:`ModelError` for weights missing or not its own."""
    return kept(f"{model.name}-{precision}", model.files[WEIGHTS], lambda: _made(model, precision))


def kept(name: str, of: str, make: Callable[[], bytes], suffix: str = ".onnx") -> Path | bytes:
    """A graph: a kept file whose hash is right, else made anew and kept.

    So are other files that are made of a model's, of another ``suffix``. ``of`` tells what it is
    made of, so that one made of anything else goes unused. Where it cannot be kept it is given as
    bytes.
    """
    folder = cache_folder()
    key = hashlib.sha256(f"{_FORM} {of} {name}".encode()).hexdigest()[:16]
    for path in sorted(folder.glob(f"{name}-{key}-*{suffix}")):
        if path.stem.endswith(file_sha256(path)):
            return path
    made = make()
    path = folder / f"{name}-{key}-{hashlib.sha256(made).hexdigest()}{suffix}"
    return path if _is_kept(path, made) else made


def _is_kept(path: Path, made: bytes) -> bool:
    """Whether the graph could be written, aside and put in place whole."""
    temporary = path.with_name(f".{secrets.token_hex(8)}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(made)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    return path.is_file()


def _made(model: PackagedModel, precision: Precision) -> bytes:
    from safetensors.numpy import load_file

    from forumbot.models.bert import encoder

    weights, shape = file_of(model, WEIGHTS), shape_of(file_of(model, CONFIG))
    tensors = {name.removeprefix("bert."): one for name, one in load_file(weights).items()}
    return encoder(tensors, shape, precision)


def shape_of(path: Path) -> Shape:
    """The shape that a model's ``config.json`` tells; :class:`ModelError` where it is no BERT."""
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
        if config["model_type"] != "bert" or config["hidden_act"] != "gelu":
            raise ModelError(f"{path}: not a BERT encoder with GELU")
        return Shape(
            layers=int(config["num_hidden_layers"]),
            heads=int(config["num_attention_heads"]),
            hidden=int(config["hidden_size"]),
            epsilon=float(config["layer_norm_eps"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: cannot be read ({type(error).__name__})") from None
