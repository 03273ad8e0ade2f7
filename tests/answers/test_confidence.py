from dataclasses import astuple, fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forumbot.answers.confidence import Calibration, Features, measure, shipped_judge
from forumbot.answers.matching import QuestionTerms
from forumbot.answers.questions import QuestionKind
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.passages import Passage
from forumbot.search.retriever import Hit

SIZE = len(fields(Features))
FINITE = st.floats(-1e6, 1e6)


def features_of(values: list[float]) -> Features:
    """Features in the order of their fields."""
    return Features(*values)


def hit(text: str, score: float, dense: float, start: int = 0, doc_id: str = "a.txt") -> Hit:
    """A hit on a passage of that text."""
    passage = Passage(doc_id, (), None, start, start + len(text), text)
    return Hit(passage, score, dense, 0.0, 0.0)


@pytest.fixture(scope="module")
def lexical() -> LexicalIndex:
    """Two passages: one on a budget, one on speakers."""
    texts = ["The budget is 3 million euros.", "Jane Doe spoke on skills."]
    return LexicalIndex.build([LexicalText(text, "en") for text in texts])


def test_a_probability_is_a_half_where_the_score_is_nought() -> None:
    """Features at their means leave the bias alone."""
    means = tuple(float(n) for n in range(SIZE))
    plain = Calibration(0.0, (1.0,) * SIZE, means, (1.0,) * SIZE)
    assert plain.probability(features_of(list(means))) == pytest.approx(0.5)
    assert replace(plain, bias=2.0).probability(features_of(list(means))) == pytest.approx(0.880797)


@settings(deadline=None, max_examples=150)
@given(
    values=st.lists(FINITE, min_size=SIZE, max_size=SIZE),
    place=st.integers(0, SIZE - 1),
    step=st.floats(0.01, 1e6),
)
def test_a_probability_is_bounded_and_follows_its_weights(
    values: list[float], place: int, step: float
) -> None:
    """With positive weights a larger feature never makes an answer less likely."""
    calibration = Calibration(0.3, (0.5,) * SIZE, (0.0,) * SIZE, (2.0,) * SIZE)
    more = [value + step if n == place else value for n, value in enumerate(values)]
    low, high = (calibration.probability(features_of(each)) for each in (values, more))
    assert 0.0 <= low <= high <= 1.0


def test_the_shipped_fit_is_on_these_features_and_decides_both_ways() -> None:
    """Each calibration has a number for every feature, and its thresholds can be passed."""
    judge = shipped_judge()
    assert judge.version
    for calibration in (judge.answerable, judge.on_topic):
        assert (
            {SIZE}
            == set(map(len, (calibration.weights, calibration.means, calibration.scales)))
        )  # fmt: skip
        assert min(calibration.scales) > 0
    assert 0 < judge.answer_from < 1
    assert 0 < judge.near_from < 1


def test_a_fit_rises_with_the_evidence(lexical: LexicalIndex) -> None:
    """A passage that answers is judged likelier than one that has nothing to do with it."""
    terms = QuestionTerms("What is the budget in euros?", lexical)
    answering, other = "The budget is 3 million euros.", "Jane Doe spoke on skills."
    good = measure(terms, QuestionKind.NUMBER, [hit(answering, 4.0, 0.8)], answering)
    poor = measure(terms, QuestionKind.NUMBER, [hit(other, 0.2, 0.02)], other)
    judge = shipped_judge()
    for calibration in (judge.answerable, judge.on_topic):
        assert calibration.probability(good) > calibration.probability(poor)


def test_every_feature_favours_the_passage_that_answers(lexical: LexicalIndex) -> None:
    """Each feature is at least as high for the answering passage as for the other one."""
    terms = QuestionTerms("What is the budget in euros?", lexical)
    answering, other = "The budget is 3 million euros.", "Jane Doe spoke on skills."
    good = measure(terms, QuestionKind.NUMBER, [hit(answering, 4.0, 0.8)], answering)
    poor = measure(terms, QuestionKind.NUMBER, [hit(other, 0.2, 0.02)], other)
    assert all(high >= low for high, low in zip(astuple(good), astuple(poor), strict=True))
    assert good.kind_found > poor.kind_found


def test_nothing_found_is_measured_without_an_error(lexical: LexicalIndex) -> None:
    """Without a hit the features are numbers, and an answer is unlikely."""
    terms = QuestionTerms("What is the budget in euros?", lexical)
    nothing = measure(terms, QuestionKind.NUMBER, [], "")
    judge = shipped_judge()
    assert judge.answerable.probability(nothing) < judge.answer_from
    assert judge.on_topic.probability(nothing) < 0.5


@pytest.mark.parametrize(("weakest", "raised"), [(1.0, True), (0.2, False)])
def test_a_bare_name_that_a_sentence_holds_whole_is_answered(weakest: float, raised: bool) -> None:
    """A lookup is surer where one sentence holds each of its words, and only there."""
    judge = shipped_judge()
    features = replace(features_of([0.0] * SIZE), weakest_in_sentence=weakest)
    asked = judge.confidence(features, is_lookup=False)
    looked_up = judge.confidence(features, is_lookup=True)
    assert asked == judge.answerable.probability(features) < judge.answer_from
    assert (looked_up > asked) is raised
    assert (looked_up >= judge.answer_from) is raised


def test_the_lead_is_over_the_best_hit_elsewhere(lexical: LexicalIndex) -> None:
    """A neighbour that overlaps the best passage does not shrink its lead."""
    terms = QuestionTerms("budget", lexical)
    best, overlapping = hit("The budget", 4.0, 0.8), hit("budget is", 3.9, 0.8, start=4)
    far = hit("The budget", 1.0, 0.4, start=500)
    lead = measure(terms, QuestionKind.NUMBER, [best, overlapping, far], "").lead
    assert lead == pytest.approx(0.75)
    assert measure(terms, QuestionKind.NUMBER, [best], "").lead == pytest.approx(1.0)
