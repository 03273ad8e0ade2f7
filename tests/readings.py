"""What the readers made of a question and a passage, remembered for a whole run of the tests.

A reading takes a twentieth of a second, many tests ask the same, and a reader gives the same of the
same, whatever else it reads beside it. What one worker has read, the others find in a folder, as
do the processes that a nursery forks.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import get_ident

from forumbot.archive.documents import Document
from forumbot.asking.question import Question
from forumbot.models.reader import Reading
from forumbot.search import reading
from forumbot.search.passages import Passage, above
from forumbot.search.ports import PassageReader

FOLDER = "FORUMBOT_TEST_READINGS"
"""The variable of the environment that names the folder to a nursery."""
Key = tuple[str, ...]


def remember() -> None:
    """Have this process remember what it reads, if it is told where."""
    if folder := os.environ.get(FOLDER):
        remembered = RememberedReadings(reading.shared_readers(), Path(folder))
        reading.shared_readers = lambda: remembered  # type: ignore[assignment]


@dataclass
class RememberedReadings:
    """A reader of passages that reads no passage with one question twice."""

    reader: PassageReader
    folder: Path
    _known: dict[Key, Reading] = field(default_factory=dict)

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
        new = [place for place, key in enumerate(keys) if not self._is_known(key)]
        if new:
            read = self.reader.read(question, [passages[place] for place in new])
            for place, one in zip(new, read, strict=True):
                self._keep(keys[place], one)
        return [self._known[key] for key in keys]

    def _is_known(self, key: Key) -> bool:
        if key not in self._known and (path := self._path(key)).exists():
            self._known[key] = Reading(**json.loads(path.read_text(encoding="utf-8")))
        return key in self._known

    def _keep(self, key: Key, made: Reading) -> None:
        self._known[key] = made
        path = self._path(key)
        beside = path.with_suffix(f".{os.getpid()}-{get_ident()}")
        beside.write_text(json.dumps(asdict(made)), encoding="utf-8")
        beside.replace(path)

    def _path(self, key: Key) -> Path:
        return self.folder / hashlib.sha256(json.dumps(key).encode()).hexdigest()
