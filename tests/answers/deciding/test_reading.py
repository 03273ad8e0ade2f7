from dataclasses import replace

from tests.documents import hit_on

from forumbot.answers.deciding.evidence import NOTHING_FOUND
from forumbot.answers.deciding.reading import named, read_features, shipped_fit
from forumbot.models.reader import Reading
from forumbot.search.hits import Hit
from forumbot.search.passages import Passage


def read(*logits: float) -> list[Hit]:
    """Hits that were read, in order."""
    hit = hit_on(Passage("a.md", (), None, 0, 9, "14 March."))
    return [replace(hit, reading=Reading(logit, 2.0, 0, 8)) for logit in logits]


def test_nothing_read_has_no_features() -> None:
    """Without a reader the words decide."""
    assert read_features([hit_on(Passage("a.md", (), None, 0, 1, "a"))]) is None


def test_the_features_are_those_of_the_first_and_of_the_best() -> None:
    """The first passage counts as it stands, the others by the two highest."""
    found = read_features(read(1.0, 3.0, -2.0))
    assert found is not None
    assert (found.first, found.best, found.second, found.translated) == (1.0, 3.0, 1.0, 0.0)


def test_the_shipped_fit_believes_the_reader() -> None:
    """The surer the reader is of the passages, the likelier an answer; the fit knows all names."""
    fit = shipped_fit()
    words = replace(NOTHING_FOUND, kind_new=1.0, passage_fuzzy=0.6, missing=-0.4)
    some = [read_features(read(*logits)) for logits in ((-4.0, -5.0), (0.0, -2.0), (4.0, 1.0))]
    chances = [fit.probability(one, words) for one in some if one is not None]
    assert chances == sorted(chances)
    assert chances[0] < fit.answer_from < chances[-1]
    assert some[0] is not None
    assert set(fit.weights) <= set(named(some[0], NOTHING_FOUND))
