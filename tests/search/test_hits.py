from tests.documents import hit_on

from forumbot.search.hits import raised
from forumbot.search.passages import Passage

PASSAGE = Passage("a.md", (), None, 0, 9, "14 March.")


def test_the_first_are_raised_together_above_the_others() -> None:
    """They keep their distances, and are left as they are where they score no less already."""
    low, high = [hit_on(PASSAGE, 3), hit_on(PASSAGE, 1)], [hit_on(PASSAGE, 4)]
    assert [hit.score for hit in raised(low, high)] == [6, 4, 4]
    assert raised(high, low) == high + low
    assert raised(low, []) == low
    assert raised([], high) == high
