"""The best passages read with the question, by the reader of their languages."""

import threading
from collections.abc import Callable, Sequence
from functools import cache

from forumbot.archive.documents import Document
from forumbot.asking.question import Question
from forumbot.models.memory import give_back
from forumbot.models.reader import Reader, Reading, Text
from forumbot.models.readers import ENGLISH, MULTILINGUAL, ShippedReader, load_reader
from forumbot.search.passages import Passage, read_under

_ENGLISH = "en"


class Readers:
    """The readers that ship, each loaded when it is first needed; safe to use from threads."""

    def __init__(self, load: Callable[[ShippedReader], Reader] = load_reader) -> None:
        self._load = load
        self._loaded: dict[str, Reader] = {}
        self._lock = threading.Lock()

    def read(
        self, question: Question, passages: Sequence[tuple[Document, Passage]]
    ) -> list[Reading]:
        """What the reader of its language makes of each passage; raises :class:`ModelError`.

        English passages are read with an English question by the English one, all else by the
        multilingual one.
        """
        is_english = [
            question.spoken == _ENGLISH and document.language == _ENGLISH
            for document, _passage in passages
        ]
        found: dict[int, Reading] = {}
        for shipped, flag in ((ENGLISH, True), (MULTILINGUAL, False)):
            places = [place for place, own in enumerate(is_english) if own is flag]
            if places:
                texts = [
                    Text(read_under(*passages[place]), passages[place][1].text) for place in places
                ]
                found.update(zip(places, self._of(shipped).read(question.text, texts), strict=True))
        give_back()
        return [found[place] for place in range(len(passages))]

    def _of(self, shipped: ShippedReader) -> Reader:
        with self._lock:
            if shipped.name not in self._loaded:
                self._loaded[shipped.name] = self._load(shipped)
            return self._loaded[shipped.name]


@cache
def shared_readers() -> Readers:
    """The readers of this process: each takes time to load and memory, whoever asks."""
    return Readers()
