from dataclasses import replace

import numpy as np
import pytest
from tests.documents import hit_on
from tests.multilingual import Counted

from forumbot.models.multilingual import shared_multilingual
from forumbot.search.across import AcrossLanguages, is_needed
from forumbot.search.hits import Hit
from forumbot.search.passages import Passage
from forumbot.search.ports import MultilingualEmbedder


def found(*texts: str, language: str = "en") -> list[Hit]:
    """A hit on each text, in a document of a language."""
    hits = [hit_on(Passage("a.md", (), None, 0, len(text), text)) for text in texts]
    return [replace(hit, document=replace(hit.document, language=language)) for hit in hits]


def test_each_passage_is_read_once() -> None:
    """A passage that was compared before is compared again by the vector that is kept."""
    model = Counted()
    across = AcrossLanguages(lambda: model)
    first, second = found("The fee is 20 euros.", "The hall was full.")
    before = across.likeness("Was kostet die Teilnahme?", [first])
    both = across.likeness("Was kostet die Teilnahme?", [second, first])
    assert both[1] == pytest.approx(before[0])
    assert both[1] > both[0]
    assert model.read == 2


def test_a_known_vector_is_taken_as_it_is() -> None:
    """A passage whose vector is handed in is not read."""
    model = Counted()
    hits = found("The fee is 20 euros.")
    vector = model.real.question("Was kostet die Teilnahme?")
    across = AcrossLanguages(lambda: model, {hits[0].passage: vector})
    assert across.likeness("Was kostet die Teilnahme?", hits)[0] == pytest.approx(1)
    assert model.read == 0


def test_the_nearest_are_told_of_what_was_known_alone() -> None:
    """Whatever else was compared since; of some documents alone where these are asked for."""
    model = Counted()
    hits = found("Die Teilnahme kostet 20 Euro.", "Der Saal war voll.", language="de")
    (english,) = found("What it costs to take part: 20 euros.")
    vectors = model.real.passages([hit.passage.text for hit in hits])
    known = {hit.passage: one for hit, one in zip(hits, vectors, strict=True)}
    across = AcrossLanguages(lambda: model, known)
    across.likeness("What does it cost?", [english])
    assert across.nearest("What does it cost?", 1) == {hits[0].passage}
    assert across.nearest("What does it cost?", 5) == {hit.passage for hit in hits}
    assert across.nearest("What does it cost?", 5, only={"b.md"}) == set()
    assert AcrossLanguages(lambda: model).nearest("What does it cost?", 5) == set()
    assert across.known_count == 2


def test_the_model_is_loaded_when_first_needed() -> None:
    """Making one loads nothing."""

    def fail() -> MultilingualEmbedder:
        raise AssertionError("loaded")

    across = AcrossLanguages(fail)
    with pytest.raises(AssertionError, match="loaded"):
        across.likeness("Wann?", found("In March."))


def test_english_over_english_does_without() -> None:
    """Another language than English on either side needs the comparison."""
    assert not is_needed("en", "en")
    assert is_needed("de", "en")
    assert is_needed("en", "fr")


def test_a_likeness_is_a_cosine() -> None:
    """Each is that of the two unit vectors."""
    hits = found("The fee is 20 euros.", "The hall was full.")
    alike = AcrossLanguages(shared_multilingual).likeness("What does it cost?", hits)
    assert alike.shape == (2,)
    assert np.all(np.abs(alike) <= 1 + 1e-5)
