import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from forumbot.errors import ModelError
from forumbot.models.bert import HIDDEN
from forumbot.models.catalogue import MINILM, WEIGHTS, PackagedModel
from forumbot.models.graphs import graph_of, session_of, shape_of
from forumbot.models.packages import located
from forumbot.models.session import Session

pytestmark = pytest.mark.pytorch


def test_a_graph_is_made_once_and_kept(tiny: PackagedModel, cache: Path) -> None:
    """The second time the kept file is given, though the weights are gone."""
    first = graph_of(tiny, "fp32")
    located(tiny, WEIGHTS).unlink()
    assert graph_of(tiny, "fp32") == first
    assert list(cache.iterdir()) == [first]


def test_each_precision_has_a_graph_of_its_own(tiny: PackagedModel, cache: Path) -> None:
    """One is never taken for the other."""
    assert graph_of(tiny, "fp32") != graph_of(tiny, "int8")
    assert len(list(cache.iterdir())) == 2


def test_in_8_bits_the_vectors_of_words_lie_beside_the_graph(
    tiny: PackagedModel, cache: Path
) -> None:
    """The model gives much the same as in full, and most of what is not its layers is apart."""
    text = SimpleNamespace(ids=[2, 9, 11, 40, 3], type_ids=[0] * 5)
    whole, small = (session_of(tiny, one).run(text, [HIDDEN])[0] for one in ("fp32", "int8"))
    assert np.abs(whole - small).max() < 0.5
    assert {path.suffix for path in cache.iterdir()} == {".onnx", ".rows"}


def test_a_damaged_graph_is_made_anew(tiny: PackagedModel, cache: Path) -> None:
    """A kept file of which a byte differs is replaced by what it was."""
    path = graph_of(tiny, "fp32")
    assert isinstance(path, Path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert graph_of(tiny, "fp32") == path
    assert path.read_bytes() == whole


def test_where_nothing_can_be_kept_the_graph_works(tiny: PackagedModel, cache: Path) -> None:
    """A cache folder that cannot be made costs time, no answer."""
    cache.parent.write_text("a file, so no folder can be made in it", encoding="utf-8")
    made = graph_of(tiny, "fp32")
    assert isinstance(made, bytes)
    assert Session(made).width(HIDDEN) == 16


def test_a_full_disk_leaves_nothing_half_written(
    tiny: PackagedModel, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be written whole is not kept, and the graph works."""

    def fail(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    assert isinstance(graph_of(tiny, "fp32"), bytes)
    assert list(cache.iterdir()) == []


def test_weights_that_are_not_the_models_make_no_graph(tiny: PackagedModel, cache: Path) -> None:
    """They are compared with the hash of the row first."""
    located(tiny, WEIGHTS).write_bytes(b"others")
    with pytest.raises(ModelError, match="SHA-256 differs"):
        graph_of(tiny, "fp32")
    assert not cache.exists()


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"model_type": "roberta", "hidden_act": "gelu"}, "not a BERT encoder"),
        ({"model_type": "bert", "hidden_act": "relu"}, "not a BERT encoder"),
        ({"model_type": "bert", "hidden_act": "gelu"}, "KeyError"),
        ([], "TypeError"),
    ],
)
def test_a_model_of_another_kind_is_refused(tmp_path: Path, config: object, words: str) -> None:
    """A graph is made of what is known alone; the file is named."""
    path = tmp_path / "config.json"
    path.write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(ModelError, match=rf"config\.json: .*{words}"):
        shape_of(path)


def test_a_kept_graph_is_used_without_the_library_that_reads_weights() -> None:
    """A warm start imports no safetensors."""
    assert isinstance(graph_of(MINILM, "int8"), Path)
    script = (
        "import sys; from forumbot.models.catalogue import MINILM; "
        "from forumbot.search.onnx_embedder import OnnxEmbedder; "
        "OnnxEmbedder(MINILM).read_queries(['a']); "
        "sys.exit(str({'safetensors'} & sys.modules.keys() or ''))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=os.environ, capture_output=True, text=True, check=False
    )
    assert done.stderr == "\n"
