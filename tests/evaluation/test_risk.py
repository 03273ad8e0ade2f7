from collections.abc import Callable

import numpy as np
import pytest

from forumbot.evaluation.judged import Judged
from forumbot.evaluation.risk import risk_curve

MakeJudged = Callable[..., Judged]


def test_the_risk_is_the_share_of_wrong_answers_so_far(make_judged: MakeJudged) -> None:
    """The most confident are answered first; unanswerable and unquoted ones are wrong."""
    judged = [
        make_judged("d", 0.1, quoted=False), make_judged("a", 0.9), make_judged("b", 0.7),
        make_judged("c", 0.5, answerable=False),
    ]  # fmt: skip
    curve = risk_curve(judged, [0.25, 0.5, 0.75, 1.0])
    assert curve.risk.tolist() == pytest.approx([0, 0, 1 / 3, 0.5])
    assert curve.oracle.tolist() == pytest.approx([0, 0, 1 / 3, 0.5])
    assert curve.random.tolist() == [0.5] * 4


def test_the_order_of_questions_of_the_same_confidence_does_not_count(
    make_judged: MakeJudged,
) -> None:
    """Golden files have the answerable ones first; the risk is the mean over all orders."""
    right = [make_judged(f"r{n}", 0.4) for n in range(6)]
    wrong = [make_judged(f"w{n}", 0.4, answerable=False) for n in range(2)]
    for judged in ([*right, *wrong], [*wrong, *right]):
        curve = risk_curve([make_judged("a", 0.9), *judged, make_judged("z", 0.1)], [0.1, 0.5, 0.9])
        assert curve.risk.tolist() == pytest.approx([0, 1 / 5, 2 / 9])


def test_the_band_holds_the_curve(make_judged: MakeJudged) -> None:
    """And it lies between 0 and 1, as does the oracle below the curve."""
    draw = np.random.default_rng(1)
    judged = [make_judged(f"q{n}", float(draw.random()), quoted=bool(draw.random() < 0.6))
              for n in range(80)]  # fmt: skip
    curve = risk_curve(judged, np.linspace(0.1, 1, 10).tolist())
    assert (curve.low <= curve.risk + 1e-9).all()
    assert (curve.risk <= curve.high + 1e-9).all()
    assert (curve.oracle <= curve.risk + 1e-9).all()
    assert curve.low.min() >= 0
    assert curve.high.max() <= 1
