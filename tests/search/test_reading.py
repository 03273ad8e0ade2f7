from dataclasses import replace

import pytest
from tests.documents import hit_on

from forumbot.asking.question import read_question
from forumbot.models.reader import Reader
from forumbot.models.readers import ShippedReader, load_reader
from forumbot.search.passages import Passage
from forumbot.search.reading import Readers


@pytest.mark.parametrize(
    ("question", "languages", "loaded"),
    [
        ("When is the next forum?", ["en", "en"], ["reader-en"]),
        ("When is the next forum?", ["en", "fr"], ["reader-en", "reader-multi"]),
        ("Wann ist das nächste Forum?", ["en", "de"], ["reader-multi"]),
        ("When is the next forum?", [], []),
    ],
)
def test_the_reader_is_that_of_the_languages(
    question: str, languages: list[str], loaded: list[str]
) -> None:
    """English over English is read by the English reader; none is loaded without need."""
    asked_for: list[str] = []

    def load(shipped: ShippedReader) -> Reader:
        asked_for.append(shipped.name)
        return load_reader(shipped)

    passages = []
    for language in languages:
        hit = hit_on(Passage("a.md", (), None, 0, 9, "14 March."))
        passages.append((replace(hit.document, language=language), hit.passage))
    readers = Readers(load)
    for _again in range(2):
        read = readers.read(read_question(question), passages)
        is_english = question.startswith("When")
        wanted = [not (is_english and language == "en") for language in languages]
        assert [one.is_multilingual for one in read] == wanted
    assert asked_for == loaded
