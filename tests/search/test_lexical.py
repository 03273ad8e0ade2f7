from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.nursery import Nursery
from tests.properties import examples

from forumbot.errors import DamagedIndexError
from forumbot.language.words import content_words
from forumbot.search.lexical import LexicalIndex, LexicalText

TEXTS = [
    LexicalText("Scale-up Denmark was presented by Søren Røn.", "en"),
    LexicalText("Hervé Floch spoke on cluster excellence labelling.", "en"),
    LexicalText("The budget for the mobility of clusters was increased.", "en"),
    LexicalText("Die Innovationen der Unternehmen wurden gefördert.", "de"),
]


def _npy(array: npt.NDArray[np.float32]) -> bytes:
    """A file of an array."""
    file = BytesIO()
    np.save(file, array)
    return file.getvalue()


SAVE_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from forumbot.search.lexical import LexicalIndex, LexicalText
index = LexicalIndex.build([LexicalText("The budget of cluster mobility", "en")] * 50)
folder, no_limit = Path(sys.argv[1]), resource.getrlimit(resource.RLIMIT_FSIZE)
whole = folder / "whole"
whole.mkdir()
index.save(whole)
sizes = {path.stat().st_size for path in whole.rglob("*") if path.is_file()}
for limit in sorted({size - missing for size in sizes for missing in (0, 1, size // 2)}):
    cut = folder / str(limit)
    cut.mkdir()
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, no_limit[1]))
    try:
        index.save(cut)
        saved = True
    except OSError:
        saved = False
    resource.setrlimit(resource.RLIMIT_FSIZE, no_limit)
    assert saved == (limit == max(sizes)), limit
"""


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    """Both sides over four short texts."""
    return LexicalIndex.build(TEXTS)


@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("soren ron", 0),
        ("HERVE FLOCH", 1),
        ("budgets increase", 2),
        ("cluster mobility", 2),
        ("innovation", 3),
        ("Unternehmens", 3),
    ],
)
def test_words_find_their_text(index: LexicalIndex, query: str, row: int) -> None:
    """Accents, case and endings make no difference, in each language of the archive."""
    assert int(index.word_scores(content_words(query)).argmax()) == row
    assert index.word_scores(content_words(query))[row] > 0


@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("Sorren Rön", 0),
        ("Herve Flock", 1),
        ("labeling exelence", 1),
        ("budjet", 2),
        ("foerdert", 3),
    ],
)
def test_ngrams_find_misspelt_words(index: LexicalIndex, query: str, row: int) -> None:
    """A word with a wrong letter finds its text by the letters that are right."""
    assert int(index.ngram_scores(content_words(query)).argmax()) == row


@pytest.mark.parametrize("query", ["", "   ", "?!", "the of und", "qqqq zzzz", "\u200b"])
def test_a_question_without_known_words_scores_nothing(index: LexicalIndex, query: str) -> None:
    """Where no word of a question occurs, every row scores 0 on both sides."""
    assert index.word_scores(content_words(query)).tolist() == [0.0] * len(TEXTS)
    assert index.ngram_scores(content_words(query)).tolist() == [0.0] * len(TEXTS)


@examples(100)
@given(query=st.text(max_size=80))
def test_scores_are_finite_for_any_question(index: LexicalIndex, query: str) -> None:
    """Whatever is asked, there is one finite score of at least 0 for each row."""
    for scores in (
        index.word_scores(content_words(query)),
        index.ngram_scores(content_words(query)),
    ):
        assert scores.shape == (len(TEXTS),)
        assert np.isfinite(scores).all()
        assert (scores >= 0).all()


def test_a_rare_stem_is_rarer_than_a_common_one(index: LexicalIndex) -> None:
    """Rarity falls with the number of texts that hold a stem; an unknown one is the rarest."""
    assert index.rarity("unknown") > index.rarity("budget") > index.rarity("cluster") > 0


def test_a_saved_index_scores_the_same(index: LexicalIndex, tmp_path: Path) -> None:
    """What is loaded answers like what was saved, from ``.npy`` and JSON files alone."""
    index.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path)
    assert loaded.languages == ("de", "en")
    for query in ("Søren Røn and the clusters", "labeling"):
        assert (
            loaded.word_scores(content_words(query)).tolist()
            == index.word_scores(content_words(query)).tolist()
        )
        assert (
            loaded.ngram_scores(content_words(query)).tolist()
            == index.ngram_scores(content_words(query)).tolist()
        )
    assert loaded.rarity("cluster") == index.rarity("cluster")
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {".npy", ".json"}


@pytest.mark.parametrize("texts", [[""], ["", "the of"], ["...", "", "–"]])
def test_texts_without_words_can_be_indexed(texts: list[str], tmp_path: Path) -> None:
    """An archive that holds no word at all is built, saved, loaded and finds nothing."""
    LexicalIndex.build([LexicalText(text, "en") for text in texts]).save(tmp_path)
    index = LexicalIndex.load(tmp_path)
    assert index.word_scores(content_words("cluster")).tolist() == [0.0] * len(texts)
    assert index.ngram_scores(content_words("cluster")).tolist() == [0.0] * len(texts)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lexical.json", b""),
        ("lexical.json", b"[]"),
        ("lexical.json", b'{"size": 4}'),
        ("lexical.json", b"7"),
        ("lexical.json", b"null"),
        ("lexical.json", b"[" * 100_000),
        ("lexical.json", b'{"languages": 5, "size": 4}'),
        ("lexical.json", b'{"languages": ["en"], "size": null}'),
        ("lexical.json", b'{"languages": ["en"], "size": "four"}'),
        ("lexical.json", None),
        ("words/data.csc.index.npy", b""),
        ("ngrams/indptr.csc.index.npy", b""),
        ("words/vocab.index.json", b"[]"),
        ("words/vocab.index.json", b"null"),
        ("words/params.index.json", b"[]"),
        ("ngrams/params.index.json", b"7"),
        ("words/data.csc.index.npy", b"not an array"),
        ("words/indptr.csc.index.npy", None),
        ("ngrams/indices.csc.index.npy", b"\x93NUMPY\x01\x00"),
        ("ngrams/vocab.sorted.npy", b'{"a": 1'),
        ("ngrams/vocab.sorted.npy", _npy(np.zeros(3, dtype=np.float32))),
        ("ngrams/params.index.json", b"\xff"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_file_that_cannot_be_read_is_refused(
    index: LexicalIndex, tmp_path: Path, name: str, content: bytes | None
) -> None:
    """A missing or unreadable file is refused with the command that mends it."""
    index.save(tmp_path)
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(DamagedIndexError, match="forumbot index build"):
        LexicalIndex.load(tmp_path)


def test_a_full_disk_is_told(tmp_path: Path, nursery: Nursery) -> None:
    """Whichever file the disk ends in, even in its last byte, saving is an OSError."""
    done = nursery.run(["-c", SAVE_ON_A_FULL_DISK, str(tmp_path)])
    assert done.returncode == 0, done.stderr
