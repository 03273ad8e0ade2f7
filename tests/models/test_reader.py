import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from forumbot.models.reader import Pair, Text, best_reading
from forumbot.models.readers import ENGLISH, load_reader

ENDS = st.lists(st.tuples(st.floats(-9, 9, width=32), st.floats(-9, 9, width=32)), max_size=60)


@settings(deadline=None)
@given(ENDS)
def test_the_best_span_is_the_best_of_all(ends: list[tuple[float, float]]) -> None:
    """No pair of a first and a last token, up to 40 apart and in order, has more."""
    offsets = [(2 * place, 2 * place + 1) for place in range(len(ends))]
    pair = Pair([], [], 0, offsets)
    found = best_reading(pair, 0.5, np.array(ends, dtype=np.float32).reshape(-1, 2), True)
    sums = {
        (offsets[first][0], offsets[last][1]): ends[first][0] + ends[last][1]
        for first in range(len(ends))
        for last in range(first, min(first + 41, len(ends)))
    }
    assert found.logit == 0.5
    assert found.is_multilingual
    if sums:
        np.testing.assert_allclose(found.span_logit, max(sums.values()), atol=1e-5)
        np.testing.assert_allclose(sums[found.start, found.end], found.span_logit, atol=1e-5)
    else:
        assert (found.start, found.end) == (0, 0)


def test_a_reader_tells_the_passage_that_answers_and_where() -> None:
    """Of two passages the one with the day answers when, and its span is the day."""
    day = "The fourth forum will take place on 14 March 2019 in Brussels."
    budget = "The budget of the pilot is two million euros, which the members welcomed."
    read = load_reader(ENGLISH).read(
        "When does the fourth forum take place?",
        [Text("Report > Budget", budget), Text("Report > Next edition", day)],
    )
    assert read[1].logit > 0 > read[0].logit
    assert day[read[1].start : read[1].end] == "14 March 2019"


def test_what_is_empty_or_long_is_read_as_well() -> None:
    """No text, and one far beyond what the model takes, get a reading within their bounds."""
    long = "The members discussed skills at length. " * 500
    for reading, body in zip(
        load_reader(ENGLISH).read("Who spoke? " * 90, [Text("", ""), Text("A " * 300, long)]),
        ("", long), strict=True,
    ):  # fmt: skip
        assert 0 <= reading.start <= reading.end <= len(body)
