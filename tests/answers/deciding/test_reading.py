from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest
from tests.documents import hit_on

from forumbot.answers.deciding.evidence import NOTHING_FOUND
from forumbot.answers.deciding.reading import (
    TREATED,
    ReadFeatures,
    named,
    read_features,
    shipped_fit,
)
from forumbot.models.reader import Reading
from forumbot.search.hits import Hit
from forumbot.search.passages import Passage


def read(*logits: float) -> list[Hit]:
    """Hits that were read, in order."""
    hit = hit_on(Passage("a.md", (), None, 0, 9, "14 March."))
    return [replace(hit, reading=Reading(logit, 2.0, 0, 8)) for logit in logits]


def unasked(_language: str) -> float:
    """What the archive says of a question is not looked up where the English reader reads it."""
    raise AssertionError


def features_of(*logits: float, alone: float | None = None) -> ReadFeatures:
    """The features of such hits; the sentence of the answer read alone has a logit of its own."""
    own = None if alone is None else Reading(alone, 5.0, 0, 8)
    found = read_features(read(*logits), lambda _parts: [own], unasked)
    assert found is not None
    return found


def test_nothing_read_has_no_features() -> None:
    """Without a reader the words decide."""
    unread = hit_on(Passage("a.md", (), None, 0, 1, "a"))
    assert read_features([unread], lambda _parts: [None], unasked) is None


def test_the_features_are_those_of_the_first_and_of_the_best() -> None:
    """The first passage counts as it stands, the others by the highest."""
    found = features_of(1.0, 3.0, -2.0)
    assert (found.first, found.best, found.translated) == (1.0, 3.0, 0.0)


def test_the_sentence_of_the_answer_counts_as_it_is_read_alone() -> None:
    """Without a reader of parts it counts as its passage does."""
    assert (features_of(1.0, alone=-4.0).alone, features_of(1.0, alone=-4.0).alone_span) == (-4, 5)
    assert (features_of(1.0).alone, features_of(1.0).alone_span) == (1.0, 2.0)


def given(reading: Reading, parts: Sequence[object]) -> list[Reading | None]:
    """The same reading of every part."""
    return [reading for _part in parts]


def test_what_the_english_reader_makes_of_the_first_passage_counts_by_itself() -> None:
    """Where the multilingual one put the passages in order; else there is nothing of the kind."""
    (hit,) = read(1.0)
    foreign = replace(hit, reading=Reading(1.0, 2.0, 0, 8, is_multilingual=True))
    english, other = Reading(3.0, 2.0, 0, 8), Reading(0.5, 2.0, 0, 8, is_multilingual=True)
    for again, rendered, first in ((english, 1.0, 3.0), (other, 0.0, 0.0)):
        found = read_features([foreign], partial(given, again), lambda _language: 0.5)
        assert found is not None
        assert (found.translated, found.first_translated) == (1.0, 1.0)
        assert found.said == (1.0 if rendered else 0.5)
        assert (found.rendered, found.first_rendered) == (rendered, first)
    assert (features_of(1.0, alone=3.0).rendered, features_of(1.0).first_rendered) == (0.0, 0.0)


def test_the_shipped_fit_believes_the_reader() -> None:
    """The surer the reader is of the passages, the likelier an answer; the fit knows all names."""
    fit = shipped_fit()
    words = replace(NOTHING_FOUND, kind_new=1.0, passage_fuzzy=0.6, missing=-0.4)
    some = [features_of(*logits) for logits in ((-4.0, -5.0), (0.0, -2.0), (4.0, 1.0))]
    chances = [fit.of_values(named(one, words, 1.0)) for one in some]
    assert chances == sorted(chances)
    assert chances[0] < fit.answers_from(some[0]) < chances[-1]
    assert {*fit.weights, TREATED} == set(named(some[0], NOTHING_FOUND, 1.0))


def test_a_sentence_that_answers_by_itself_speaks_for_an_answer() -> None:
    """Where only what stands around it made the reader sure, an answer is less likely."""
    words = replace(NOTHING_FOUND, kind_new=1.0, passage_fuzzy=0.6, missing=-0.4)
    by_itself, around = (features_of(1.0, alone=logit) for logit in (1.0, -4.0))
    fit = shipped_fit()
    chances = [fit.of_values(named(one, words, 1.0)) for one in (by_itself, around)]
    assert chances[0] > chances[1] + 0.1


def test_a_subject_that_the_archive_hardly_treats_makes_an_answer_less_likely() -> None:
    """Where the English reader reads the question as asked; in other words it is no other one."""
    fit, words = shipped_fit(), replace(NOTHING_FOUND, kind_new=1.0, passage_fuzzy=0.6)
    english = features_of(1.0)
    whole, half, hardly = (fit.of_values(named(english, words, one)) for one in (1.0, 0.5, 0.075))
    assert half == whole
    assert hardly == pytest.approx(0.5 * whole)
    assert named(replace(english, translated=1.0), words, 0.09)[TREATED] == 1.0


def test_what_the_archive_says_in_no_language_makes_an_answer_less_likely() -> None:
    """Where the multilingual reader alone reads; the words' model speaks for English there."""
    foreign = replace(features_of(1.0), translated=1.0, said=0.5)
    assert named(foreign, NOTHING_FOUND, 0.0)[TREATED] == 0.125
    rendered = replace(foreign, rendered=1.0, said=1.0)
    assert named(rendered, NOTHING_FOUND, 0.0)[TREATED] == 1.0
