import numpy as np
import pytest

from forumbot.asking.question import read_question
from forumbot.config import RetrievalConfig
from forumbot.search.faiss_index import FaissIndex
from forumbot.search.late import LateIndex, encode, principal_axes
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.ports import Embedder
from forumbot.search.scoring import EncodedQuestion, Scoring

TEXTS = [
    "The mobility scheme has a budget.",
    "",
    "Cows eat green grass in the meadow.",
    *(
        f"Scheme {number} pays {number} euros for travel and for {number} nights."
        for number in range(40)
    ),
]
MONEY, NOTHING = "money for mobility", "what is it of the"
ALL = np.arange(len(TEXTS))
NONE = np.zeros(len(TEXTS), dtype=np.float32)


class AllSides:
    """Some passages, one of them empty, by their vectors, their words and their tokens."""

    def __init__(self, embedder: Embedder, late: LateIndex) -> None:
        self.dense = FaissIndex.build(embedder.embed_passages(TEXTS))
        self.lexical = LexicalIndex.build([LexicalText(text, "en") for text in TEXTS])
        self.late = late
        self._embedder = embedder

    def scoring(self, text: str) -> Scoring:
        """The scores of a wording."""
        vectors, tokens = self._embedder.read_queries([text])
        asked = EncodedQuestion(read_question(text), vectors[0], tokens[0])
        return Scoring(asked, self.dense.scores(vectors)[0], self, RetrievalConfig())


@pytest.fixture(scope="module")
def sides(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> AllSides:
    """The index of the texts."""
    folder, axes = tmp_path_factory.mktemp("late"), principal_axes(embedder.sample_tokens())
    coded = [encode(tokens, axes) for tokens in embedder.read_queries(TEXTS)[1]]
    LateIndex.write(folder, coded, axes)
    return AllSides(embedder, LateIndex.load(folder))


def test_the_passage_that_meets_the_words_scores_best(sides: AllSides) -> None:
    """A word is met by its like in meaning; a passage without tokens scores 0."""
    scoring = sides.scoring(MONEY)
    late = scoring.fuse(scoring.near, ALL, NONE, len(ALL)).late
    assert 1.001 > late[0] > late[2] > late[1] == 0


def test_the_first_are_those_of_a_full_comparison(sides: AllSides) -> None:
    """What is left out for want of a chance would not have come among the first."""
    for text in (MONEY, "nights of travel", "grass"):
        whole = sides.scoring(text)
        every = whole.fuse(whole.near, ALL, NONE, len(ALL))
        for depth in (1, 3, 10):
            few = sides.scoring(text).fuse(whole.near, ALL, NONE, depth)
            assert few.best(depth).tolist() == every.best(depth).tolist()
            first = every.order[:depth]
            np.testing.assert_array_equal(few.late[first], every.late[first])


def test_not_every_passage_is_compared_token_by_token(sides: AllSides) -> None:
    """Those far behind are left out, and compared where more are wanted."""
    scoring = sides.scoring(MONEY)
    assert (scoring.fuse(scoring.near, ALL, NONE, 1).late > 0).sum() < len(TEXTS) // 2
    assert (scoring.fuse(scoring.near, ALL, NONE, len(ALL)).late > 0).sum() == len(TEXTS) - 1


def test_what_reaches_the_least_score_is_that_of_a_full_comparison(sides: AllSides) -> None:
    """A wording of which little may come among the best has that in order, and no more."""
    whole = sides.scoring("nights of travel")
    every = whole.fuse(whole.near, ALL, NONE, len(ALL))
    scores = every.fused[every.order]
    for count in (0, 2, 5):
        few = sides.scoring("nights of travel")
        found = few.fuse(few.near, ALL, NONE, 10, float(scores[count]))
        reached = every.order[: count + 1]
        assert found.order[: count + 1].tolist() == reached.tolist()
        np.testing.assert_array_equal(found.fused[reached], every.fused[reached])
    none = sides.scoring("nights of travel").fuse(whole.near, ALL, NONE, 10, np.inf)
    assert not none.late.any()


def test_candidates_are_the_best_of_any_side(sides: AllSides) -> None:
    """The nearest rows and those with most of the words are among them, and no others."""
    scoring = Scoring(
        sides.scoring(MONEY).asked,
        -np.arange(len(TEXTS), dtype=np.float32),
        sides,
        RetrievalConfig(candidates=2),
    )
    by_words = {
        int(row)
        for scores in (scoring.word_scores, scoring.ngram_scores)
        for row in np.argsort(-scores, kind="stable")[:2]
        if scores[row] > 0
    }
    assert scoring.candidates(scoring.near, 1).tolist() == sorted({0, 1} | by_words)
    assert scoring.candidates(-scoring.near, 1).tolist() == sorted({41, 42} | by_words)


def test_nothing_weighed_scores_nothing(sides: AllSides) -> None:
    """A question whose words all weigh 0 prefers no passage by its tokens."""
    scoring = sides.scoring(NOTHING)
    assert not scoring.fuse(scoring.near, ALL, NONE, 5).late.any()
