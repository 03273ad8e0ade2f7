"""What the readers made of a question and a passage, remembered for a whole run of the tests.

A reading takes a fifth of a second, many tests ask the same, and a reader gives the same of the
same, whatever else it reads beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forumbot.archive.documents import Document
from forumbot.asking.question import Question
from forumbot.models.reader import Reading
from forumbot.search.passages import Passage, above
from forumbot.search.ports import PassageReader


@dataclass
class RememberedReadings:
    """A reader of passages that reads no passage with one question twice."""

    reader: PassageReader
    _known: dict[tuple[str, ...], Reading] = field(default_factory=dict)

    def read(
        self, question: Question, passages: Sequence[tuple[Document, Passage]]
    ) -> list[Reading]:
        """What the reader makes of each passage, now or before."""
        keys = [
            (
                question.text,
                question.spoken,
                document.language,
                above(document, passage),
                passage.text,
            )
            for document, passage in passages
        ]
        new = [place for place, key in enumerate(keys) if key not in self._known]
        if new:
            read = self.reader.read(question, [passages[place] for place in new])
            self._known.update(zip((keys[place] for place in new), read, strict=True))
        return [self._known[key] for key in keys]
