"""How near passages are to a question in meaning, whatever languages the two are in."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
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
        self._known = known or {}
        self._vectors = dict(self._known)
        self._asked: tuple[str, Vectors] | None = None

    def likeness(self, text: str, hits: Sequence[Hit]) -> Vectors:
        """The cosine of a question with each passage, shape (len(hits),), -1 to 1."""
        missing = [hit for hit in hits if hit.passage not in self._vectors]
        if missing:
            vectors = self._made([context(hit.document, hit.passage) for hit in missing])
            self._vectors.update(zip((hit.passage for hit in missing), vectors, strict=True))
        found = np.stack([self._vectors[hit.passage] for hit in hits])
        return product(found, self._question(text))

    def nearest(
        self, text: str, count: int, only: Collection[str] | None = None
    ) -> frozenset[Passage]:
        """Of the passages whose vectors were known from the start those nearest to a question.

        With ``only``, of the documents with these ids alone; at most ``count``.
        """
        passages, vectors = self._foreign
        if only is not None:
            kept = [place for place, one in enumerate(passages) if one.doc_id in only]
            passages, vectors = [passages[place] for place in kept], vectors[kept]
        if not passages:
            return frozenset()
        best = np.argsort(-product(vectors, self._question(text)), kind="stable")[:count]
        return frozenset(passages[place] for place in best)

    @property
    def known_count(self) -> int:
        """How many passages' vectors were known from the start."""
        return len(self._known)

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
    def _foreign(self) -> tuple[list[Passage], Vectors]:
        """The passages whose vectors were known from the start, and these as rows."""
        return list(self._known), np.stack(list(self._known.values()) or [np.zeros(0, np.float32)])

    @cached_property
    def _embedder(self) -> MultilingualEmbedder:
        return self._load()


def is_needed(question_in: str, archive_in: str) -> bool:
    """Whether questions in one language to documents in another, or most of them, need it.

    English questions to an archive that is mainly in English do not: of 252 such questions of dev
    to dev3 47 find foreign passages among English ones, but 3 of these have their answer there.
    Where many of its passages are foreign, the nearest of these are read for them all the same.
    """
    return question_in != ENGLISH or archive_in != ENGLISH
