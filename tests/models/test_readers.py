from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from forumbot.errors import ModelError
from forumbot.models import readers
from forumbot.models.bert import quantized
from forumbot.models.reader import Text
from forumbot.models.readers import ENGLISH, MULTILINGUAL, load_reader, unpacked


def test_the_multilingual_reader_reads_across_languages() -> None:
    """A German question finds its day in an English passage, by names and headings alike."""
    day = "The fourth forum will take place on 14 March 2019 in Brussels."
    budget = "The budget of the pilot is two million euros, which the members welcomed."
    texts = [Text("Report", budget), Text("Report", day)]
    read = load_reader(MULTILINGUAL).read("Wann findet das vierte Forum statt?", texts)
    assert read[1].logit > read[0].logit
    assert "14 March 2019" in day[read[1].start : read[1].end]
    assert read[0].is_multilingual


def test_other_weights_are_refused() -> None:
    """Weights whose hash is not the one named are an error that says what to do."""
    with pytest.raises(ModelError) as refused:
        load_reader(replace(ENGLISH, sha256="0" * 64))
    assert "install forumbot again" in str(refused.value)


def test_a_graph_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time the kept ones are taken, the graph and the vectors of words; no weights."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    load_reader(ENGLISH)
    made = {path: path.stat().st_ino for path in (tmp_path / "forumbot").iterdir()}
    monkeypatch.delattr(readers, "_tensors")
    load_reader(ENGLISH)
    assert {path: path.stat().st_ino for path in (tmp_path / "forumbot").iterdir()} == made


def test_what_is_packed_in_8_bits_comes_back() -> None:
    """Matrices are within half a step of their row's scale, all else is as it was."""
    matrix = np.random.default_rng(1).normal(size=(5, 7)).astype(np.float32)
    whole, scales = quantized(matrix)
    bias = np.arange(3, dtype=np.float16)
    back = unpacked({"w": whole, "w.scales": scales, "b": bias})
    assert set(back) == {"w", "b"}
    assert np.abs(back["w"] - matrix).max() <= scales.max() / 2 + 1e-7
    np.testing.assert_array_equal(back["b"], bias)
