import json
import sys
from importlib.machinery import BuiltinImporter
from pathlib import Path

import numpy as np
import pytest

from forumbot.errors import ModelError
from forumbot.models.catalogue import MINILM
from forumbot.search.embedder import (
    SentenceEmbedder,
    fingerprint,
    model_folder,
    require_backend,
)  # fmt: skip
from forumbot.search.onnx_embedder import OnnxEmbedder
from forumbot.search.ports import Embedder, TokenVectors

pytestmark = pytest.mark.pytorch

TEXTS = [
    "The forum will take place on 14 March 2019 in Brussels.",
    "Budget",
    "Søren Røn spoke on scale-up in Denmark.",
    "cluster " * 400,
    "",
]


@pytest.fixture(scope="module")
def by_sentence_transformers() -> SentenceEmbedder:
    """The default model as sentence-transformers runs it."""
    return SentenceEmbedder(MINILM.name)


@pytest.fixture(scope="module", params=["sentence-transformers", "onnxruntime fp32"])
def embedder(
    request: pytest.FixtureRequest, by_sentence_transformers: SentenceEmbedder
) -> Embedder:
    """The default model by each engine; what is held of one is held of the other."""
    engines: list[Embedder] = [by_sentence_transformers, OnnxEmbedder(MINILM, "fp32")]
    return next(one for one in engines if one.engine == request.param)


def test_a_real_sentence_transformer_agrees(
    embedder: Embedder, by_sentence_transformers: SentenceEmbedder
) -> None:
    """Vectors of texts and of their tokens are those of sentence-transformers' own code."""
    from sentence_transformers import SentenceTransformer

    real = SentenceTransformer(str(model_folder(MINILM.name)), device="cpu")
    expected = real.encode(TEXTS, normalize_embeddings=True)
    tokens: dict[int, TokenVectors] = {}
    found = embedder.embed_passages(TEXTS, on_tokens=tokens.__setitem__)
    np.testing.assert_allclose(found, expected, atol=1e-5)
    np.testing.assert_allclose(embedder.embed_queries(TEXTS), expected, atol=1e-5)
    _vectors, known = by_sentence_transformers.read_queries(TEXTS)
    for place, (text, one) in enumerate(zip(TEXTS, known, strict=True)):
        assert embedder.token_starts(text) == by_sentence_transformers.token_starts(text)
        assert tokens[place].starts.tolist() == one.starts.tolist()
        np.testing.assert_allclose(tokens[place].vectors, one.vectors, atol=1e-5)


def test_vectors_have_length_one(embedder: Embedder) -> None:
    """Passages and questions become unit vectors of the stated dimension, even an empty text."""
    for vectors in (embedder.embed_passages(TEXTS), embedder.embed_queries(TEXTS)):
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_vectors_are_in_the_order_of_the_texts(embedder: Embedder) -> None:
    """Texts that are embedded together, sorted by length within, come back in their order."""
    texts = [f"{word} " * count for count in (12, 1, 4) for word in ("skills", "Oradea", "labels")]
    together = embedder.embed_passages(texts * 5)
    alone = np.vstack([embedder.embed_passages([text]) for text in texts])
    np.testing.assert_allclose(together, np.vstack([alone] * 5), atol=1e-5)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    """Nothing to embed gives an empty array of the right width."""
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)
    assert embedder.embed_queries([]).shape == (0, embedder.dimension)


def test_progress_adds_up_to_all_passages(embedder: Embedder) -> None:
    """What is told along the way comes to the number of passages, in more than one step."""
    told: list[int] = []
    embedder.embed_passages(["word"] * 70, told.append)
    assert sum(told) == 70
    assert len(told) > 1


def test_meaning_is_near(embedder: Embedder) -> None:
    """A question is nearer to the passage that answers it than to another one."""
    question = embedder.embed_queries(["When does the next meeting happen?"])[0]
    near, far = embedder.embed_passages([TEXTS[0], TEXTS[2]]) @ question
    assert near > far


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Søren Røn – Scale-up Denmark",
        "漢字 and words",
        "line\nbreaks\n\nand  spaces ",
        "x" * 50_000,
        "word " * 20_000,
    ],
    ids=["empty", "accents", "ideographs", "white space", "one long word", "many words"],
)
def test_token_starts_lie_in_the_text(embedder: Embedder, text: str) -> None:
    """Tokens of a text of any length begin in ascending order, at visible characters of it."""
    starts = embedder.token_starts(text)
    assert starts == sorted(set(starts))
    assert all(not text[start].isspace() for start in starts)
    assert bool(starts) == bool(text)


def test_token_starts_count_the_words_of_a_long_text(embedder: Embedder) -> None:
    """The text is not cut off at the model's own limit."""
    assert len(embedder.token_starts("word " * 20_000)) == 20_000
    assert embedder.max_tokens < 20_000


def test_tokens_have_unit_vectors_where_they_begin(embedder: Embedder) -> None:
    """Each visible token has its place and its vector in context, in texts of any length."""
    texts = ["A forum of clusters", "", "word " * 2_000]
    short, empty, long = embedder.read_queries(texts)[1]
    assert short.starts.tolist() == embedder.token_starts(texts[0])
    assert short.vectors.shape == (len(short.starts), embedder.dimension)
    assert np.linalg.norm(short.vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert empty.vectors.shape == (0, embedder.dimension)
    assert 0 < len(long.starts) < embedder.max_tokens


@pytest.mark.parametrize(
    "name", ["/no/such/folder", "./no-such-folder", "../no-such-folder", "a/b/c", "not a name!"]
)
def test_a_model_that_is_not_there_is_refused(name: str) -> None:
    """A name that is no folder and no name of a model is refused in one line."""
    with pytest.raises(ModelError, match="configuration") as caught:
        model_folder(name)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_default_model_is_packaged() -> None:
    """The default model is found in its package, without the network."""
    assert (model_folder(MINILM.name) / "model.safetensors").is_file()


def test_a_folder_is_its_own_model(tmp_path: Path) -> None:
    """A folder that exists is taken as it is named."""
    assert model_folder(str(tmp_path)) == tmp_path


def test_pickled_weights_are_not_loaded(tmp_path: Path) -> None:
    """A folder with pickled weights alone is refused before anything of it is read."""
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="safetensors"):
        SentenceEmbedder(str(tmp_path))


def test_broken_weights_are_refused(tmp_path: Path) -> None:
    """Weights that cannot be read are refused in one line that names the model."""
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    (tmp_path / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        SentenceEmbedder(str(tmp_path))
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another model than the one that ships is refused in one line, before it is looked for."""
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelError, match=r"'a/b' needs sentence-transformers.*without SLIM") as one:
        SentenceEmbedder("a/b")
    assert "\n" not in str(one.value)


def write_model(folder: Path) -> Path:
    """A folder with the files that tell one model from another."""
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "config.json").write_text("{}", encoding="utf-8")
    (folder / "1_Pooling" / "config.json").write_text('{"mean": true}', encoding="utf-8")
    return folder


def test_a_fingerprint_is_the_same_wherever_the_model_lies(tmp_path: Path) -> None:
    """The fingerprint is of what a model is: the folder, and files for people, do not matter."""
    first, second = write_model(tmp_path / "first"), write_model(tmp_path / "second")
    (second / "README.md").write_text("A model.", encoding="utf-8")
    assert fingerprint(first) == fingerprint(second)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.safetensors", b"weighty"),
        ("config.json", b"{} "),
        ("1_Pooling/config.json", b'{"mean": false}'),
        ("vocab.txt", b"[UNK]"),
        ("more.safetensors", b"weights"),
    ],
)
def test_a_fingerprint_changes_with_the_model(tmp_path: Path, name: str, content: bytes) -> None:
    """Other weights, other settings or a file more make another fingerprint."""
    folder = write_model(tmp_path / "model")
    before = fingerprint(folder)
    (folder / name).write_bytes(content)
    assert fingerprint(folder) != before


def test_a_model_with_prompts_gets_them(
    tmp_path: Path, by_sentence_transformers: SentenceEmbedder
) -> None:
    """Questions and passages are encoded each with the model's own prompt."""
    source = model_folder(MINILM.name)
    for path in source.rglob("*"):
        if path.is_file():
            target = tmp_path / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(path)
    settings = tmp_path / "config_sentence_transformers.json"
    settings.unlink(missing_ok=True)
    prompts = {"query": "question: ", "document": "passage: "}
    settings.write_text(json.dumps({"prompts": prompts}), encoding="utf-8")
    prompted, plain = SentenceEmbedder(str(tmp_path)), by_sentence_transformers
    assert prompted.fingerprint != plain.fingerprint
    for found, expected in (
        (
            prompted.embed_queries(["skills"]),
            plain.embed_queries(["question: skills"]),
        ),
        (
            prompted.embed_passages(["skills"]),
            plain.embed_passages(["passage: skills"]),
        ),
    ):
        np.testing.assert_allclose(found, expected, atol=1e-5)


def test_reading_a_question_leaves_the_threads_as_they_are(
    by_sentence_transformers: SentenceEmbedder,
) -> None:
    """One question is read with one thread; builds get back as many as they had."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        by_sentence_transformers.read_queries(["When is the next forum?"])
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("backend", ["onnx", "openvino"])
def test_a_back_end_that_is_not_installed_is_asked_for(
    backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one line, with what to install."""
    monkeypatch.setattr(sys, "meta_path", [BuiltinImporter])
    with pytest.raises(ModelError, match="is not installed") as refused:
        require_backend(backend)
    assert f"pip install 'sentence-transformers[{backend}]'" in str(refused.value)


@pytest.mark.parametrize("backend", ["onnx", "openvino"])
def test_a_back_end_gives_the_vectors_of_pytorch(
    backend: str, by_sentence_transformers: SentenceEmbedder
) -> None:
    """Where it is installed; an index tells which of them made its vectors."""
    pytest.importorskip(f"optimum.{'onnxruntime' if backend == 'onnx' else 'intel.openvino'}")
    found = SentenceEmbedder(MINILM.name, backend)
    expected = by_sentence_transformers.embed_passages(TEXTS)
    np.testing.assert_allclose(found.embed_passages(TEXTS), expected, atol=1e-3)
    assert found.engine == f"sentence-transformers {backend}"
    assert found.fingerprint == f"{by_sentence_transformers.fingerprint}-{backend}"
