import numpy as np
import pytest

from forumbot.evaluation.word_model import WordModel


@pytest.mark.parametrize("share", [0.5, 0.1])
def test_chances_are_those_of_scikit_learn(share: float) -> None:
    """The same loss has one minimum, which both find, for texts with new words and none as well."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    draw = np.random.default_rng(2)
    labels = draw.random(120) < share
    texts = [
        [f"w{draw.integers(12 if label else 30)}" for _ in range(draw.integers(1, 12))]
        for label in labels
    ]
    weighed = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    theirs = LogisticRegression(class_weight="balanced", solver="liblinear", tol=1e-10)
    expected = make_pipeline(weighed, theirs).fit(texts, labels)
    asked = [*texts, ["new"], [], ["w3", "new", "w3"]]
    found = WordModel(texts, labels).chances(asked)
    np.testing.assert_allclose(found, expected.predict_proba(asked)[:, 1], atol=1e-5)
    assert found.max() - found.min() > 0.2
