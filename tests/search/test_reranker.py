import json
import shutil
import sys
from importlib.machinery import BuiltinImporter
from pathlib import Path

import numpy as np
import pytest

from forumbot.app import App
from forumbot.archive.documents import read_archive
from forumbot.asking.question import read_question
from forumbot.clock import Clock, system_clock
from forumbot.config import RetrievalConfig, Settings
from forumbot.errors import ModelError
from forumbot.search.builder import BuildSettings, build
from forumbot.search.generation import load_live
from forumbot.search.index_folder import IndexFolder
from forumbot.search.passages import context
from forumbot.search.ports import Embedder
from forumbot.search.reranker import CrossEncoderReranker
from forumbot.search.retriever import Retriever

pytestmark = pytest.mark.pytorch

PASSAGES = ["The budget is small.", "Cows eat grass.", "The forum met in Brussels."]


def save_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A real cross-encoder of tiny random weights, written as a model hub has it."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir(parents=True)
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.?"
    entries = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{x}" for x in letters)]
    vocabulary = {entry: number for number, entry in enumerate(entries)}
    BertTokenizerFast(vocab=vocabulary).save_pretrained(folder)
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(entries), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=256, num_labels=labels,
        initializer_range=0.3,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny cross-encoder."""
    return save_cross_encoder(tmp_path_factory.mktemp("models") / "tiny")


def test_each_passage_is_judged(folder: Path) -> None:
    """Scores run from 0 to 1, differ by passage and question, and come again the same."""
    reranker = CrossEncoderReranker(str(folder))
    scores = reranker.scores("Where did it meet?", PASSAGES)
    assert scores.shape == (3,)
    assert ((scores >= 0) & (scores <= 1)).all()
    assert len(set(scores.tolist())) == 3
    assert np.array_equal(scores, reranker.scores("Where did it meet?", PASSAGES))
    assert not np.array_equal(scores, reranker.scores("What do cows eat?", PASSAGES))
    assert reranker.scores("Where?", []).shape == (0,)


@pytest.mark.parametrize(
    ("backend", "module"),
    [("torch", "torch"), ("onnx", "optimum.onnxruntime"), ("openvino", "optimum.intel.openvino")],
)
def test_each_back_end_judges_as_pytorch_does(folder: Path, backend: str, module: str) -> None:
    """Where it is installed: the scores are those of the weights, worked out here."""
    pytest.importorskip(module)
    import torch
    from transformers import BertForSequenceClassification, BertTokenizerFast

    question = "Where did it meet?"
    found = CrossEncoderReranker(str(folder), backend).scores(question, PASSAGES)
    read = BertTokenizerFast.from_pretrained(folder)(
        [question] * len(PASSAGES), PASSAGES, padding=True, return_tensors="pt"
    )
    with torch.no_grad():
        logits = BertForSequenceClassification.from_pretrained(folder)(**read).logits[:, 0]
    np.testing.assert_allclose(found, torch.sigmoid(logits).numpy(), atol=1e-4)


def test_the_back_end_of_the_settings_runs_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both kinds of models that do not ship are run by the one that is named."""
    monkeypatch.setattr(sys, "meta_path", [BuiltinImporter])
    settings = Settings(backend="onnx", retrieval=RetrievalConfig(reranker=str(folder)))
    with pytest.raises(ModelError, match="back end 'onnx' of sentence-transformers"):
        App(settings, system_clock).reranker  # noqa: B018 - loaded by being asked for


def test_the_search_gives_the_order_of_the_reranker(
    folder: Path, tmp_path: Path, embedder: Embedder, clock: Clock
) -> None:
    """The best passages come as the cross-encoder orders them, the others behind as they were."""
    (tmp_path / "knowledge").mkdir()
    for number in range(6):
        text = f"The forum number {number} spoke of clusters and of {'skill ' * number}."
        (tmp_path / "knowledge" / f"{number}.txt").write_text(text, encoding="utf-8")
    index = IndexFolder(tmp_path / "index")
    build(index, lambda: read_archive(tmp_path / "knowledge"), embedder, clock, BuildSettings())
    generation, reranker = load_live(index), CrossEncoderReranker(str(folder))
    question = "What did the forum speak of?"
    plain = Retriever(generation, embedder, RetrievalConfig()).search(read_question(question), 6)
    settings = RetrievalConfig(reranked=4)
    hits = Retriever(generation, embedder, settings, reranker).search(read_question(question), 6)
    first = [hit.passage for hit in plain[:4]]
    judged = reranker.scores(
        question, [context(generation.documents[one.doc_id], one) for one in first]
    )
    wanted = [first[place] for place in np.argsort(-judged, kind="stable")]
    assert wanted != first
    assert [hit.passage for hit in hits] == [*wanted, *(hit.passage for hit in plain[4:])]
    assert [hit.rerank_score for hit in hits[:4]] == pytest.approx(sorted(judged, reverse=True))
    assert [hit.rerank_score for hit in hits[4:]] == [None, None]
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    again = Retriever(generation, embedder, settings, reranker).search(read_question(question), 2)
    assert [hit.passage for hit in again] == wanted[:2]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    """A missing folder is an error that names it and the key to correct."""
    with pytest.raises(ModelError, match=r"gone: no such model folder; .*retrieval\.reranker"):
        CrossEncoderReranker(str(tmp_path / "gone"))


def test_pickled_weights_are_not_loaded(folder: Path, tmp_path: Path) -> None:
    """A folder without safetensors is refused before anything in it is loaded."""
    copy = Path(shutil.copytree(folder, tmp_path / "pickled"))
    (copy / "model.safetensors").rename(copy / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"no \.safetensors weights.*retrieval\.reranker"):
        CrossEncoderReranker(str(copy))


def test_an_embedding_model_is_no_reranker() -> None:
    """The packaged embedding model has no head that scores, and none of random weights is added."""
    with pytest.raises(ModelError, match=r"no cross-encoder.*retrieval\.reranker"):
        CrossEncoderReranker("all-MiniLM-L6-v2")


def test_one_score_a_passage_is_wanted(tmp_path: Path) -> None:
    """A classifier of three classes is refused."""
    with pytest.raises(ModelError, match="gives 3 scores a passage"):
        CrossEncoderReranker(str(save_cross_encoder(tmp_path / "three", labels=3)))


def test_damaged_weights_are_an_error(folder: Path, tmp_path: Path) -> None:
    """What cannot be loaded is said in one line."""
    copy = Path(shutil.copytree(folder, tmp_path / "damaged"))
    (copy / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match=r"cannot be loaded: .*retrieval\.reranker"):
        CrossEncoderReranker(str(copy))


@pytest.mark.parametrize("text", ["no JSON", "[]", json.dumps({"architectures": None}), "{}"])
def test_a_folder_whose_config_says_nothing_is_refused(
    folder: Path, tmp_path: Path, text: str
) -> None:
    """Without a readable architecture nothing is loaded."""
    copy = Path(shutil.copytree(folder, tmp_path / "odd"))
    (copy / "config.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="no cross-encoder"):
        CrossEncoderReranker(str(copy))


def test_without_the_library_it_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A re-ranker is refused in one line where sentence-transformers is not installed."""
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelError, match=r"the re-ranker .* needs sentence-transformers"):
        CrossEncoderReranker(str(folder))
