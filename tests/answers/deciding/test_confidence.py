import json
from dataclasses import fields, replace
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from bench import evidence_code
from forumbot.answers.deciding.confidence import Calibration, shipped_judge
from forumbot.answers.deciding.evidence import NOTHING_FOUND, Features

SIZE = len(fields(Features))
PRODUCTS = SIZE * (SIZE + 1) // 2
FINITE = st.floats(-1e6, 1e6)


def features_of(values: list[float]) -> Features:
    """Features in the order of their fields."""
    return Features(*values)


def test_a_probability_is_a_half_where_the_score_is_nought() -> None:
    """Features at their means leave the bias alone."""
    means = tuple(float(n) for n in range(SIZE))
    plain = Calibration(0.0, (1.0,) * SIZE, (1.0,) * PRODUCTS, means, (1.0,) * SIZE)
    assert plain.probability(features_of(list(means))) == pytest.approx(0.5)
    assert replace(plain, bias=2.0).probability(features_of(list(means))) == pytest.approx(0.880797)


@examples(150)
@given(
    values=st.lists(FINITE, min_size=SIZE, max_size=SIZE),
    place=st.integers(0, SIZE - 1),
    step=st.floats(0.01, 1e6),
)
def test_a_probability_is_bounded_and_follows_its_weights(
    values: list[float], place: int, step: float
) -> None:
    """With positive weights a larger feature never makes an answer less likely."""
    calibration = Calibration(0.3, (0.5,) * SIZE, (0.0,) * PRODUCTS, (0.0,) * SIZE, (2.0,) * SIZE)
    more = [value + step if n == place else value for n, value in enumerate(values)]
    low, high = (calibration.probability(features_of(each)) for each in (values, more))
    assert 0.0 <= low <= high <= 1.0


def test_a_product_counts_for_its_two_features() -> None:
    """Products run over the pairs of features in order, each feature first with itself."""
    values = [0.0] * SIZE
    values[0], values[2] = 2.0, -1.5
    for place, expected in ((0, 4.0), (2, -3.0), (2 * SIZE - 1, 2.25)):
        products = tuple(float(n == place) for n in range(PRODUCTS))
        model = Calibration(0.0, (0.0,) * SIZE, products, (0.0,) * SIZE, (1.0,) * SIZE)
        assert model.probability(features_of(values)) == pytest.approx(1 / (1 + exp(-expected)))


def test_the_shipped_fit_is_on_these_features_and_decides_both_ways() -> None:
    """Each calibration has a number for every feature, and its thresholds can be passed."""
    judge = shipped_judge()
    assert judge.version
    assert judge.fitted_on
    for calibration in (judge.answerable, judge.on_topic):
        assert (
            {SIZE}
            == set(map(len, (calibration.weights, calibration.means, calibration.scales)))
        )  # fmt: skip
        assert len(calibration.products) == PRODUCTS
        assert min(calibration.scales) > 0
    assert 0 < judge.answer_from < 1
    assert 0 < judge.near_from < 1


def test_the_shipped_fit_is_of_the_code_that_measures_the_features() -> None:
    """Where the code has changed: ``bench/fit_confidence.py --renew-hash``, or a new fit."""
    model = json.loads(evidence_code.FIT.read_text(encoding="utf-8"))
    assert model["code"] == evidence_code.code_hash()


def test_a_question_that_is_held_whole_is_answered_and_nothing_found_is_not() -> None:
    """The shipped fit is sure of a sentence that holds all, and finds nothing in nothing."""
    judge = shipped_judge()
    held = dict.fromkeys(Features.__dataclass_fields__, 0.95) | {
        name: 0.0 for name in Features.__dataclass_fields__ if name.startswith("missing")
    }
    whole = Features(**(held | {"kind_found": 1.0, "kind_new": 1.0, "opposite": 0.0}))
    assert judge.answerable.probability(whole) > judge.answer_from
    assert judge.on_topic.probability(whole) > judge.near_from
    assert judge.answerable.probability(NOTHING_FOUND) < judge.answer_from
    assert judge.on_topic.probability(NOTHING_FOUND) < judge.near_from


@pytest.mark.parametrize(("weakest", "raised"), [(1.0, True), (0.2, False)])
def test_a_bare_name_that_a_sentence_holds_whole_is_answered(weakest: float, raised: bool) -> None:
    """A lookup is surer where one sentence holds each of its words, and only there."""
    judge = shipped_judge()
    features = replace(NOTHING_FOUND, weakest_in_sentence=weakest)
    asked = judge.confidence(features, None, is_lookup=False)
    looked_up = judge.confidence(features, None, is_lookup=True)
    assert asked == judge.answerable.probability(features) < judge.answer_from
    assert (looked_up > asked) is raised
    assert (looked_up >= judge.answer_from) is raised
