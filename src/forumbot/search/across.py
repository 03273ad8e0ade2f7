"""How near passages are to a question in meaning, whatever languages the two are in."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from forumbot.products import product
from forumbot.search.compared import ComparedVectors
from forumbot.search.foreign import ENGLISH
from forumbot.search.hits import Hit
from forumbot.search.passages import Passage, context
from forumbot.search.ports import MultilingualEmbedder, Vectors


class AcrossLanguages:
    """Compares questions with passages by a model of many languages, loaded when first needed.

    The vector of a passage is made when it is first compared, then kept, in ``compared`` as well,
    where it is not among those that are ``known``.
    """

    def __init__(
        self,
        load: Callable[[], MultilingualEmbedder],
        known: Mapping[Passage, Vectors] | None = None,
        compared: ComparedVectors | None = None,
    ) -> None:
        self._load = load
        self._compared = compared
        self._vectors = dict(known or {})
        self._asked: tuple[str, Vectors] | None = None

    def likeness(self, text: str, hits: Sequence[Hit]) -> Vectors:
        """The cosine of a question with each passage, shape (len(hits),), -1 to 1."""
        missing = [hit for hit in hits if hit.passage not in self._vectors]
        if missing:
            vectors = self._made([context(hit.document, hit.passage) for hit in missing])
            self._vectors.update(zip((hit.passage for hit in missing), vectors, strict=True))
        found = np.stack([self._vectors[hit.passage] for hit in hits])
        return product(found, self._question(text))

    def ordered(self, text: str, hits: Sequence[Hit], weight: float) -> list[Hit]:
        """The hits in the order of their score and of their likeness to a question, as weighed."""
        likeness = self.likeness(text, hits)
        judged = [
            replace(hit, score=hit.score + weight * float(alike - likeness.mean()))
            for hit, alike in zip(hits, likeness, strict=True)
        ]
        return sorted(judged, key=lambda hit: -hit.score)

    def _made(self, texts: Sequence[str]) -> list[Vectors]:
        """The vectors of passages, those that are kept from before not made again."""
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        known = self._compared.known(keys) if self._compared else {}
        unknown = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if unknown:
            vectors = self._embedder.passages(list(unknown.values()))
            made = dict(zip(unknown, vectors, strict=True))
            known |= made
            if self._compared:
                self._compared.add(made)
        return [known[key] for key in keys]

    def _question(self, text: str) -> Vectors:
        """The vector of a question; the last one is kept, as several searches are made for it."""
        asked = self._asked
        if asked is None or asked[0] != text:
            asked = self._asked = (text, self._embedder.question(text))
        return asked[1]

    @cached_property
    def _embedder(self) -> MultilingualEmbedder:
        return self._load()


def is_needed(question_in: str, archive_in: str) -> bool:
    """Whether questions in one language to documents in another, or most of them, need it.

    English questions to an archive that is mainly in English do not: of 252 such questions of dev
    to dev3 47 find foreign passages among English ones, but 3 of these have their answer there.
    """
    return question_in != ENGLISH or archive_in != ENGLISH
