"""The passages ranked for the wordings of a question, each by all sides of the index."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from forumbot.asking.question import Question
from forumbot.config import RetrievalConfig
from forumbot.search.generation import Generation
from forumbot.search.hits import Hit
from forumbot.search.passages import Passage
from forumbot.search.ports import Rows, Vectors
from forumbot.search.scope import Named, NamedEdition, NamedTime, asks_for, named_in
from forumbot.search.scoring import EncodedQuestion, Fused, Scoring


@dataclass(frozen=True, slots=True)
class Begun:
    """A wording that was set against the passages once, to be ranked by.

    ``near`` is how near each row is to the wording's vector, moved or not; ``bonus`` what each
    gains by the documents that the wording names. ``left_out`` are documents that others have
    superseded, ``unwanted`` their rows. ``found`` is what was found by the vector before it was
    moved, None where that was not looked for.
    """

    scoring: Scoring
    near: Vectors
    bonus: Vectors
    left_out: frozenset[str]
    unwanted: Rows
    found: Fused | None


class WordingRanker:
    """Ranks the passages of one generation for wordings."""

    def __init__(self, generation: Generation, settings: RetrievalConfig) -> None:
        self._generation = generation
        self._settings = settings
        self._rows_by_document = _rows_by_document(generation.passages)
        self._superseded = {
            one.doc_id: one.superseded_by
            for one in generation.documents.values()
            if one.superseded_by is not None
        }

    def begun(
        self, wordings: Sequence[tuple[EncodedQuestion, EncodedQuestion]], top_k: int
    ) -> list[Begun]:
        """Wordings, each with what is left of it without times, compared with all vectors at once.

        What is found first moves the vector of each, by which all are compared once more.
        """
        dense, begun = self._generation.dense, list[Begun]()
        near = dense.scores(np.stack([rest.vector for _asked, rest in wordings]))
        for (asked, rest), row in zip(wordings, near, strict=True):
            begun.append(
                self._understood(asked, Scoring(rest, row, self._generation, self._settings), top_k)
            )
        if not self._settings.feedback_weight:
            return begun
        near = dense.scores(np.stack([self._moved(one, top_k) for one in begun]))
        return [replace(one, near=row) for one, row in zip(begun, near, strict=True)]

    def hits(
        self, begun: Begun, top_k: int, only: Collection[str] | None, least: float
    ) -> list[Hit]:
        """The best hits of a wording, in order as far as they score ``least``."""
        depth = max(top_k, 1)
        if only is None:
            rows = self._wanted(begun, top_k)
        else:
            rows = self._rows_of((set(only) - begun.left_out) or only)
        found = begun.scoring.fuse(begun.near, rows, begun.bonus, depth, least)
        return self._hits(found, begun.scoring, top_k)

    def hits_of(self, begun: Begun, rows: Rows) -> list[Hit]:
        """The hits of a wording among these rows, those in force, in order."""
        wanted = np.setdiff1d(rows, begun.unwanted)
        found = begun.scoring.fuse(begun.near, wanted, begun.bonus, len(wanted))
        return self._hits(found, begun.scoring, len(wanted))

    def _understood(self, asked: EncodedQuestion, scoring: Scoring, top_k: int) -> Begun:
        """A wording with what is ranked by, what is left of it without times if that is heeded.

        A time that is heeded takes no part in the scores, as it would draw them to whatever
        passages hold a date. What the best passage does not fit is taken back: then a time is
        something that passages speak of.
        """
        named, left_out = named_in(asked.question), self._not_in_force(asked.question)
        unwanted = self._rows_of(left_out) if left_out else np.empty(0, np.int64)
        begun = Begun(scoring, scoring.near, self._bonus(named), left_out, unwanted, None)
        if not named:
            return begun
        found = self._over_all(begun, top_k)
        kept = self._fitting(named, found)
        if kept == named:
            return replace(begun, found=found)
        if any(isinstance(one, NamedTime) for one in set(named) - set(kept)):
            (near,) = self._generation.dense.scores(asked.vector[None])
            scoring = Scoring(asked, near, self._generation, self._settings)
        return replace(begun, scoring=scoring, near=scoring.near, bonus=self._bonus(kept))

    def _over_all(self, begun: Begun, top_k: int) -> Fused:
        """The best few of all rows but those that are unwanted."""
        depth = max(self._settings.feedback, 1)
        return begun.scoring.fuse(begun.near, self._wanted(begun, top_k), begun.bonus, depth)

    def _wanted(self, begun: Begun, top_k: int) -> Rows:
        """The rows that may be among the best, but those that are unwanted."""
        most = max(top_k, self._settings.candidates) + len(begun.unwanted)
        rows = begun.scoring.candidates(begun.near, most)
        if not len(begun.unwanted):
            return rows
        return np.setdiff1d(rows, begun.unwanted, assume_unique=True)

    def _not_in_force(self, question: Question) -> frozenset[str]:
        """The documents that others have superseded, but those that the question names."""
        documents = self._generation.documents
        return frozenset(
            doc_id
            for doc_id, by in self._superseded.items()
            if not asks_for(question, documents[doc_id], documents[by])
        )

    def _fitting(self, named: tuple[Named, ...], found: Fused) -> tuple[Named, ...]:
        """Of what the question names that which the best passage fits."""
        if not len(found.rows):
            return ()
        best = self._generation.passages[found.best(1)[0]]
        return tuple(one for one in named if one.fits(self._generation.documents[best.doc_id]))

    def _bonus(self, named: tuple[Named, ...]) -> Vectors:
        """What each passage of the index gains by the documents that a question names."""
        bonus = np.zeros(len(self._generation.passages), dtype=np.float32)
        for one in named:
            fitting = {
                name for name, found in self._generation.documents.items() if one.fits(found)
            }
            is_edition = isinstance(one, NamedEdition)
            settings = self._settings
            gain = settings.edition_bonus if is_edition else settings.time_bonus
            bonus[self._rows_of(fitting)] += gain
        return bonus

    def _moved(self, begun: Begun, top_k: int) -> Vectors:
        """The wording's vector moved towards those of the best passages, of length 1.

        Pseudo-relevance feedback after Rocchio (1971). By all documents, so that a choice of some
        leaves the order among them as it is.
        """
        vector, found = begun.scoring.asked.vector, begun.found or self._over_all(begun, top_k)
        rows = found.best(self._settings.feedback)
        if not len(rows):
            return vector
        best = self._generation.dense.vectors_of(rows)
        moved = vector + self._settings.feedback_weight * best.mean(axis=0)
        return np.asarray(moved / np.linalg.norm(moved), dtype=np.float32)

    def _hits(self, found: Fused, scoring: Scoring, top_k: int) -> list[Hit]:
        places = found.order[:top_k]
        rows = found.rows[places]
        documents, passages = self._generation.documents, self._generation.passages
        return [
            Hit(
                document=documents[passages[row].doc_id],
                passage=passages[row],
                score=float(found.fused[place]),
                dense_score=float(scoring.near[row]),
                lexical_score=float(scoring.word_scores[row]),
                ngram_score=float(scoring.ngram_scores[row]),
                late_score=float(found.late[place]),
            )
            for place, row in zip(places, rows, strict=True)
        ]

    def _rows_of(self, doc_ids: Collection[str]) -> Rows:
        """The rows of the passages of some documents, ascending."""
        found = [self._rows_by_document[one] for one in doc_ids if one in self._rows_by_document]
        return np.sort(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def _rows_by_document(passages: Sequence[Passage]) -> dict[str, Rows]:
    found: dict[str, list[int]] = {}
    for row, passage in enumerate(passages):
        found.setdefault(passage.doc_id, []).append(row)
    return {doc_id: np.array(rows, dtype=np.int64) for doc_id, rows in found.items()}
