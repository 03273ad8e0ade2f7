from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from tests.multilingual import Counted

from forumbot.archive.documents import read_archive
from forumbot.errors import DamagedIndexError
from forumbot.search.builder import BuildSettings, build
from forumbot.search.foreign import ForeignVectors, encode_foreign, rows_of
from forumbot.search.generation import Generation, live_foreign, load_live
from forumbot.search.index_folder import IndexFolder
from forumbot.search.ports import Embedder, Vectors

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
FILES = {
    "english.md": "# Notes\n\nThe next meeting is in Brussels, and the fee is the same as ever.\n",
    "french.md": (
        "# Procès-verbal\n\nLa prochaine réunion se tiendra à Bruxelles et la cotisation est la "
        "même que l'année dernière pour tous les membres.\n"
    ),
}


def test_vectors_are_kept_with_their_rows_and_their_model(tmp_path: Path) -> None:
    """What is saved is loaded; where there was nothing to save there is nothing."""
    vectors = {3: np.array([0.6, 0.8], np.float32), 7: np.array([1, 0], np.float32)}
    ForeignVectors("model", vectors).save(tmp_path)
    loaded = ForeignVectors.load(tmp_path)
    assert loaded.fingerprint == "model"
    assert list(loaded.vectors) == [3, 7]
    np.testing.assert_array_equal(loaded.vectors[3], vectors[3])
    assert list(loaded.made_by("model")) == [3, 7]
    assert loaded.made_by("another") == {}
    (tmp_path / "other").mkdir()
    ForeignVectors("model", {}).save(tmp_path / "other")
    assert ForeignVectors.load(tmp_path / "other").vectors == {}
    assert not list((tmp_path / "other").iterdir())


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    """A file that is no array is an error that says what to do."""
    ForeignVectors("model", {0: np.ones(2, np.float32)}).save(tmp_path)
    (tmp_path / "foreign.npy").write_bytes(b"no array")
    with pytest.raises(DamagedIndexError, match=r"foreign\.npy: cannot be read"):
        ForeignVectors.load(tmp_path)


def test_what_was_made_outlasts_a_break(tmp_path: Path) -> None:
    """A build that died goes on with the texts that it had not come to."""
    texts = {sha256(str(n).encode()).hexdigest(): f"texte {n}" for n in range(70)}
    told: list[tuple[int, int]] = []
    before: Mapping[str, Vectors] = {}

    def encode(model: Counted) -> dict[str, Vectors]:
        count = lambda done, total: told.append((done, total))  # noqa: E731
        return encode_foreign(model, tmp_path / "kept", texts, before, count)

    with pytest.raises(KeyboardInterrupt):
        encode(Counted(most=64))
    again = Counted()
    made = encode(again)
    assert (again.read, told) == (6, [(64, 70), (6, 6)])
    for key in list(texts)[:2]:
        np.testing.assert_array_equal(made[key], again.real.passages([texts[key]])[0])
    before, last = made, Counted()
    assert list(encode(last)) == list(texts)
    assert last.read == 0


def test_rows_are_those_of_the_keys() -> None:
    """A text that stands twice has its vector in both rows."""
    vector = np.ones(2, np.float32)
    assert list(rows_of(["a", "b", "a"], {"a": vector})) == [0, 2]


def test_a_build_encodes_what_is_not_in_english_once(tmp_path: Path, embedder: Embedder) -> None:
    """Vectors are those of the French passages alone, and the next build takes them over."""
    knowledge, model = tmp_path / "knowledge", Counted()
    knowledge.mkdir()
    for name, text in FILES.items():
        (knowledge / name).write_text(text, encoding="utf-8")
    index = IndexFolder(tmp_path / "index")

    def built(settings: BuildSettings) -> Generation:
        build(index, lambda: read_archive(knowledge), embedder, lambda: NOW, settings)
        return load_live(index)

    settings = BuildSettings(multilingual=lambda: model)
    first = built(settings)
    languages = {
        first.documents[first.passages[row].doc_id].language for row in first.foreign.vectors
    }
    assert languages == {"fr"}
    assert model.read == len(first.foreign.vectors) > 0
    assert not index.encoded_foreign.exists()
    second = built(settings)
    assert model.read == len(second.foreign.vectors)
    assert live_foreign(index, "another model") == {}
    assert built(replace(settings, multilingual=None)).foreign.vectors == {}
