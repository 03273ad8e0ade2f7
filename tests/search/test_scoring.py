import numpy as np
import pytest

from forumbot.asking.question import read_question
from forumbot.config import RetrievalConfig
from forumbot.search.late import LateIndex, encode, principal_axes
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.ports import Embedder
from forumbot.search.scoring import EncodedQuestion, LateScores

TEXTS = ["The mobility scheme has a budget.", "", "Cows eat green grass in the meadow."]
MONEY, FOOD, NOTHING = "money for mobility", "food of cattle", "what is it of the"


class TwoSides:
    """Three passages, one of them empty, by their words and by their tokens."""

    def __init__(self, embedder: Embedder, folder: LateIndex) -> None:
        self.lexical = LexicalIndex.build([LexicalText(text, "en") for text in TEXTS])
        self.late = folder
        self.embedder = embedder

    def late_scores(self, *asked: str) -> tuple[LateScores, list[EncodedQuestion]]:
        """The wordings, and their scores together."""
        read = [
            EncodedQuestion(read_question(text), vector, tokens)
            for text, vector, tokens in zip(asked, *self.embedder.read_queries(asked), strict=True)
        ]
        return LateScores(read, self, RetrievalConfig()), read  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def sides(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> TwoSides:
    """The index of the three texts."""
    folder, axes = tmp_path_factory.mktemp("late"), principal_axes(embedder.sample_tokens())
    coded = [encode(tokens, axes) for tokens in embedder.read_queries(TEXTS)[1]]
    LateIndex.write(folder, coded, axes)
    return TwoSides(embedder, LateIndex.load(folder))


def test_the_passage_that_meets_the_words_scores_best(sides: TwoSides) -> None:
    """A word is met by its like in meaning; a passage without tokens scores 0."""
    late, (money,) = sides.late_scores(MONEY)
    scores = late.scores(money, np.array([0, 1, 2]))
    assert 1.001 > scores[0] > scores[2] > scores[1] == 0


def test_wordings_together_score_as_each_alone(sides: TwoSides) -> None:
    """Passages looked up for one wording have the same scores for another, whatever the order."""
    together, wordings = sides.late_scores(MONEY, FOOD, NOTHING)
    together.scores(wordings[0], np.array([2]))
    for wording in wordings:
        alone, (same,) = sides.late_scores(wording.question.text)
        rows = np.array([1, 2, 0])
        expected = alone.scores(same, rows)
        np.testing.assert_allclose(together.scores(wording, rows), expected, atol=1e-6)
        assert together.weight(wording) == alone.weight(same)


def test_nothing_weighed_scores_nothing(sides: TwoSides) -> None:
    """A question whose words all weigh 0 prefers no passage."""
    late, (nothing,) = sides.late_scores(NOTHING)
    assert not late.scores(nothing, np.array([0, 2])).any()
