import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.evaluation.figures import (
    DRAWS,
    area,
    area_within,
    bounds,
    differences,
    drawn,
    interval,
    reported,
    share,
    value,
)

ROWS = st.lists(
    st.tuples(st.booleans(), st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0])), min_size=1, max_size=25
)


@pytest.mark.parametrize(
    ("labels", "scores", "found"),
    [
        ([True, False], [0.9, 0.1], 1.0),
        ([True, False], [0.1, 0.9], 0.0),
        ([True, False, True, False], [0.9, 0.5, 0.4, 0.1], 0.75),
        ([True, False], [0.5, 0.5], 0.5),
        ([True, True], [0.1, 0.2], None),
        ([], [], None),
    ],
)
def test_the_area_is_the_share_of_pairs_in_order(
    labels: list[bool], scores: list[float], found: float | None
) -> None:
    """Ties count half, and with one sort alone there is nothing to part."""
    assert value(area(labels, scores), len(labels)) == found


@examples(100)
@given(ROWS, st.data())
def test_the_weighted_area_is_that_of_repeated_questions(
    rows: list[tuple[bool, float]], data: st.DataObject
) -> None:
    """A question that counts n times is as good as n questions, and scikit-learn agrees."""
    from sklearn.metrics import roc_auc_score

    counts = data.draw(st.lists(st.integers(0, 3), min_size=len(rows), max_size=len(rows)))
    labels, scores = [label for label, _s in rows], [score for _l, score in rows]
    [found] = area(labels, scores)(np.array([counts], dtype=float))
    repeated = np.repeat(labels, counts), np.repeat(scores, counts)
    if len(set(repeated[0].tolist())) < 2:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(roc_auc_score(*repeated))


def test_an_area_within_strata_is_their_mean() -> None:
    """Strata with one label alone have no say, and order between strata does not count."""
    labels = [True, False, True, False, True]
    scores = [0.1, 0.05, 0.8, 0.9, 0.5]
    strata = ["a", "a", "b", "b", "c"]
    assert value(area_within(labels, scores, strata), 5) == 0.5
    assert value(area_within(labels[4:], scores[4:], strata[4:]), 1) is None


def test_an_area_may_be_among_some_questions() -> None:
    """The others are as if they were not there."""
    assert value(area([True, False, False], [0.5, 0.1, 0.9], [True, True, False]), 3) == 1.0


def test_a_share_is_sought_among_the_questions_that_it_is_of() -> None:
    """Without any there is none."""
    assert value(share([1, 0, 1], [True, True, False]), 3) == 0.5
    assert value(share([1.0], [False]), 1) is None
    assert value(share([]), 0) is None


def test_draws_are_of_the_same_size_and_the_same_each_time() -> None:
    """Each draw holds as many questions as there are, with replacement."""
    counts = drawn(20)
    assert counts.shape == (DRAWS, 20)
    assert set(counts.sum(axis=1)) == {20.0}
    assert np.array_equal(counts, drawn(20))
    assert drawn(0).shape == (DRAWS, 0)


def test_the_interval_of_a_share_is_that_of_the_binomial() -> None:
    """Of 400 questions of which 300 are right, 0.75 ± 1.96 standard errors."""
    found = interval(share([1.0] * 300 + [0.0] * 100), drawn(400))
    error = 1.96 * (0.75 * 0.25 / 400) ** 0.5
    assert found == pytest.approx([0.75 - error, 0.75 + error], abs=0.008)


@examples(30)
@given(ROWS)
def test_an_interval_lies_where_the_figure_may(rows: list[tuple[bool, float]]) -> None:
    """Low is not above high, both are shares, and nothing to measure means no interval."""
    labels, scores = [label for label, _s in rows], [score for _l, score in rows]
    figures = reported({"area": area(labels, scores), "share": share(labels)}, len(rows))
    low, high = figures["intervals"]["share"]
    assert 0 <= low <= figures["share"] <= high <= 1
    assert (figures["area"] is None) == (len(set(labels)) < 2)
    assert (figures["intervals"]["area"] is None) == (len(set(labels)) < 2)


def test_bounds_pass_over_what_is_unknown() -> None:
    """NaN is no value."""
    assert bounds(np.array([np.nan, 0.5, np.nan])) == [0.5, 0.5]
    assert bounds(np.array([np.nan])) is None


def test_a_difference_is_paired() -> None:
    """One that is the same for every question has no spread, however the figures themselves do."""
    ours, theirs = share([1.0, 0.5, 0.8]), share([0.9, 0.4, 0.7])
    row = differences({"x": ours}, {"x": theirs}, 3)["x"]
    assert (row["live"], row["against"]) == (0.7667, 0.6667)
    assert row["difference"] == pytest.approx(0.1)
    assert row["interval"] == pytest.approx([0.1, 0.1])
    nothing = differences({"x": share([], [])}, {"x": share([], [])}, 0)["x"]
    assert nothing == {"live": None, "against": None, "difference": None, "interval": None}
