"""The model of many languages that ships, counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from forumbot.models.multilingual import FINGERPRINT, MultilingualEncoder, shared_multilingual
from forumbot.search.ports import Vectors


@dataclass
class Counted:
    """The model that ships, and how many passages it was given; dies before the ``most``-th."""

    most: int = 1_000
    read: int = 0
    fingerprint: str = FINGERPRINT
    real: MultilingualEncoder = field(default_factory=shared_multilingual)
    dimension: int = field(init=False)

    def __post_init__(self) -> None:
        self.dimension = self.real.dimension

    def passages(self, texts: Sequence[str]) -> Vectors:
        """As the real one gives them."""
        self.read += len(texts)
        if self.read > self.most:
            raise KeyboardInterrupt
        return self.real.passages(texts)

    def question(self, text: str) -> Vectors:
        """As the real one gives it."""
        return self.real.question(text)
