"""The graph of a model that ships, made of its weights; the vectors of words beside it."""

import json
from collections.abc import Callable
from pathlib import Path

from forumbot.errors import ModelError
from forumbot.kept_files import kept
from forumbot.models.bert import WORDS, Precision, Shape, Tensors, encoder
from forumbot.models.catalogue import CONFIG, WEIGHTS, PackagedModel
from forumbot.models.packages import file_of
from forumbot.models.rows import Rows, packed, packed_rows
from forumbot.models.session import Session, engine, prepared


def session_of(model: PackagedModel, precision: Precision) -> Session:
    """The model, loaded; raises :class:`ModelError` for weights missing or not its own."""
    if precision == "fp32":
        return Session(graph_of(model, precision))
    weights, width = model.files[WEIGHTS], shape_of(file_of(model, CONFIG)).hidden
    rows = rows_of(model.name, weights, lambda: _tensors(model), width)
    return Session(graph_of(model, precision), rows)


def graph_of(model: PackagedModel, precision: Precision) -> Path | bytes:
    """The graph of the model, in 8 bits without the vectors of words.

    Raises :class:`ModelError` for weights missing or not its own.
    """

    def made() -> bytes:
        tensors = _tensors(model)
        known = tensors if precision == "fp32" else without_words(tensors)
        return encoder(known, shape_of(file_of(model, CONFIG)), precision)

    return kept_graph(f"{model.name}-{precision}", model.files[WEIGHTS], made)


def kept_graph(name: str, of: str, make: Callable[[], bytes]) -> Path | bytes:
    """A graph made ``of`` what this tells, prepared for this processor and kept under the name."""
    return kept(name, f"{of} {engine()}", lambda: prepared(make()))


def rows_of(name: str, of: str, tensors: Callable[[], Tensors], width: int) -> Rows:
    """The vectors of words among these tensors, in 8 bits; kept under the name, by their hash."""
    source = kept(f"{name}-words", of, lambda: packed(tensors()[WORDS]), ".rows")
    return packed_rows(source, width)


def without_words(tensors: Tensors) -> Tensors:
    """All tensors but the vectors of words."""
    return {name: values for name, values in tensors.items() if name != WORDS}


def _tensors(model: PackagedModel) -> Tensors:
    from safetensors.numpy import load_file

    loaded = load_file(file_of(model, WEIGHTS))
    return {name.removeprefix("bert."): values for name, values in loaded.items()}


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
