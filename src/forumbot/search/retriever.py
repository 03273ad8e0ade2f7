"""From a question to ranked passages: both sides searched, fused, and in order."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from forumbot.archive.documents import Document
from forumbot.archive.outcomes import Outcome
from forumbot.config import RetrievalConfig
from forumbot.search import records as store
from forumbot.search.acronyms import Acronyms
from forumbot.search.embedder import Embedder, TokenVectors, Vectors
from forumbot.search.index import DenseIndex
from forumbot.search.index_folder import IndexFolder
from forumbot.search.late import LateIndex
from forumbot.search.lexical import LexicalIndex
from forumbot.search.manifest import Manifest, check_files
from forumbot.search.passages import Passage, context
from forumbot.search.reranker import Reranker
from forumbot.search.scope import Named, NamedEdition, NamedTime, named_in, without_times
from forumbot.search.scoring import Asked, Fused, Rows, Scoring


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its scores; the higher, the better.

    ``dense_score`` is the cosine of question and passage, -1 to 1; ``lexical_score`` and
    ``ngram_score`` are BM25 over words and over character n-grams, from 0; ``late_score`` is how
    well the passage's tokens meet the question's, 0 to 1, and 0 where it was not looked at;
    ``rerank_score`` is that of the re-ranker, 0 to 1, None where none has judged it; ``score`` is
    what the hits are ordered by.
    """

    passage: Passage
    score: float
    dense_score: float
    lexical_score: float
    ngram_score: float
    late_score: float = 0.0
    rerank_score: float | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The passages found for a question, the best first, and the question's tokens.

    ``others`` are its other forms, as with acronyms written out, each with its tokens. Tokens lie
    in the space of those that :meth:`Retriever.tokens_of` gives.
    """

    hits: list[Hit]
    tokens: TokenVectors
    others: tuple[tuple[str, TokenVectors], ...] = ()


@dataclass(frozen=True, slots=True)
class Generation:
    """Everything of one generation in memory; never changes, so that many may read it at once."""

    manifest: Manifest
    knowledge: Path
    documents: dict[str, Document]
    passages: tuple[Passage, ...]
    outcomes: tuple[Outcome, ...]
    dense: DenseIndex
    lexical: LexicalIndex
    late: LateIndex


def load_live(index: IndexFolder) -> Generation:
    """Load the live generation after comparing each file with its recorded hash."""
    return _load(index, *index.live())


def load_kept(index: IndexFolder, name: str) -> Generation:
    """Load a generation that may not be live; :class:`UsageError` where there is none."""
    return _load(index, *index.kept(name))


def _load(index: IndexFolder, folder: Path, manifest: Manifest) -> Generation:
    check_files(folder, manifest)
    documents = store.read_documents(folder)
    passages, _keys = store.read_passages(folder, documents)
    return Generation(
        manifest=manifest,
        knowledge=index.path / manifest.knowledge,
        documents={document.doc_id: document for document in documents},
        passages=passages,
        outcomes=store.read_outcomes(folder),
        dense=DenseIndex.load(folder / store.DENSE),
        lexical=LexicalIndex.load(folder / store.LEXICAL),
        late=LateIndex.load(folder / store.LATE),
    )


class Retriever:
    """Ranks the passages of one generation for questions."""

    def __init__(
        self,
        generation: Generation,
        embedder: Embedder,
        settings: RetrievalConfig,
        reranker: Reranker | None = None,
    ) -> None:
        self.generation = generation
        self._reranker = reranker
        self._embedder = embedder
        self._settings = settings
        self._rows = {_place(passage): row for row, passage in enumerate(generation.passages)}
        self._acronyms = Acronyms.mined(one.text for one in generation.documents.values())

    def search(self, question: str, top_k: int) -> list[Hit]:
        """The best passages, best first; at most ``top_k``."""
        return self.search_all([question], top_k)[0]

    def search_all(
        self, questions: Sequence[str], top_k: int, only: Collection[str] | None = None
    ) -> list[list[Hit]]:
        """The best passages of each question; the questions are embedded together.

        With ``only``, passages of the documents with these ids alone.
        """
        return [ranking.hits for ranking in self.rank_all(questions, top_k, only)]

    def rank_all(
        self, questions: Sequence[str], top_k: int, only: Collection[str] | None = None
    ) -> list[Ranking]:
        """As :meth:`search_all`, with the tokens of each question and its other forms."""
        forms = [self._forms(question) for question in questions]
        texts = [text for several in forms for form in several for text in form]
        read = self._read(dict.fromkeys(texts))
        depth = max(top_k, self._settings.reranked) if self._reranker is not None else top_k
        found = [
            self._merged([self._rank(read[asked], read[rest], depth, only) for asked, rest in form])
            for form in forms
        ]
        best = [
            self._reranked(question, hits[:depth])[:top_k]
            for question, hits in zip(questions, found, strict=True)
        ]
        return [
            self._ranking(hits, [read[asked] for asked, _rest in form])
            for hits, form in zip(best, forms, strict=True)
        ]

    def _ranking(self, hits: list[Hit], forms: Sequence[Asked]) -> Ranking:
        tokens = [self.generation.late.reduced(form.tokens) for form in forms]
        others = zip((form.question for form in forms[1:]), tokens[1:], strict=True)
        return Ranking(hits, tokens[0], tuple(others))

    def other_form(self, question: str) -> str:
        """The question with the archive's acronyms written out, and their full names shortened."""
        return self._acronyms.other_form(question)

    def _forms(self, question: str) -> list[tuple[str, str]]:
        """The question, and its other form if it has one, each with what is left without times."""
        forms = [question]
        if self._settings.acronym_loss is not None:
            forms.append(self.other_form(question))
        heeds_times = self._settings.time_bonus > 0
        return [
            (form, without_times(form) if heeds_times else form) for form in dict.fromkeys(forms)
        ]

    def _read(self, texts: Iterable[str]) -> dict[str, Asked]:
        """Each text as the model reads it."""
        distinct = list(texts)
        vectors, tokens = self._embedder.read_queries(distinct)
        read = zip(distinct, vectors, tokens, strict=True)
        return {text: Asked(text, vector, token) for text, vector, token in read}

    def _merged(self, ranked: Sequence[list[Hit]]) -> list[Hit]:
        """The hits of the question's forms together; those of another form than asked lose some."""
        best = {hit.passage: hit for hit in ranked[0]}
        for hits in ranked[1:]:
            for hit in hits:
                lesser = replace(hit, score=hit.score - (self._settings.acronym_loss or 0.0))
                if hit.passage not in best or best[hit.passage].score < lesser.score:
                    best[hit.passage] = lesser
        return sorted(best.values(), key=lambda hit: -hit.score)

    def _reranked(self, question: str, hits: list[Hit]) -> list[Hit]:
        """The first hits in the order of the re-ranker, if there is one, above all others."""
        first, others = hits[: self._settings.reranked], hits[self._settings.reranked :]
        if self._reranker is None or not first:
            return hits
        documents = self.generation.documents
        texts = [context(documents[hit.passage.doc_id], hit.passage) for hit in first]
        judged = [
            replace(hit, score=first[-1].score + float(score), rerank_score=float(score))
            for hit, score in zip(first, self._reranker.scores(question, texts), strict=True)
        ]
        return sorted(judged, key=lambda hit: -hit.score) + others

    def tokens_of(self, passage: Passage) -> TokenVectors:
        """The tokens of a passage, in the context in which the model read it.

        ``starts`` count characters of the passage's text; those of its context are below 0.
        """
        generation = self.generation
        kept = generation.late.tokens(self._rows[_place(passage)])
        document = generation.documents[passage.doc_id]
        before = len(context(document, passage)) - len(passage.text)
        return TokenVectors(kept.starts - before, kept.vectors)

    def heeded(self, question: str, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Which documents the question was understood to ask for, as in ``spring 2019``.

        That is the forum and the time that it names, unless the best hit is of another.
        """
        if not hits:
            return ()
        best = self.generation.documents[hits[0].passage.doc_id]
        return tuple(named.words for named in named_in(question) if named.fits(best))

    def _rank(
        self, asked: Asked, rest: Asked, top_k: int, only: Collection[str] | None
    ) -> list[Hit]:
        scoring, bonus = self._understand(asked, rest, top_k)
        vector = scoring.asked.vector
        if self._settings.feedback_weight:
            # By all documents, so that a choice of some leaves the order among them as it is.
            first = self._over_all(scoring, vector, top_k, bonus)
            vector = self._moved(vector, first.best(self._settings.feedback))
        if only is None:
            found = self._over_all(scoring, vector, top_k, bonus)
        else:
            found = scoring.fuse(vector, self._rows_of(only), bonus)
        return self._hits(found, scoring, top_k)

    def _understand(self, asked: Asked, rest: Asked, top_k: int) -> tuple[Scoring, Vectors]:
        """What is ranked by, and what each passage gains by the documents that the question names.

        A time that is heeded takes no part in the scores, as it would draw them to whatever
        passages hold a date. What the best passage does not fit is taken back: then a time is
        something that passages speak of.
        """
        named = named_in(asked.question)
        scoring = Scoring(rest, self.generation, self._settings)
        if not named:
            return scoring, self._bonus(())
        found = self._over_all(scoring, rest.vector, top_k, self._bonus(named))
        kept = self._fitting(named, found)
        if any(isinstance(one, NamedTime) for one in set(named) - set(kept)):
            scoring = Scoring(asked, self.generation, self._settings)
        return scoring, self._bonus(kept)

    def _over_all(self, scoring: Scoring, vector: Vectors, top_k: int, bonus: Vectors) -> Fused:
        return scoring.fuse(vector, scoring.candidates(vector, max(top_k, 1)), bonus)

    def _fitting(self, named: tuple[Named, ...], found: Fused) -> tuple[Named, ...]:
        """Of what the question names that which the best passage fits."""
        if not len(found.rows):
            return ()
        best = self.generation.passages[found.best(1)[0]]
        return tuple(one for one in named if one.fits(self.generation.documents[best.doc_id]))

    def _bonus(self, named: tuple[Named, ...]) -> Vectors:
        """What each passage of the index gains by the documents that a question names."""
        bonus = np.zeros(len(self.generation.passages), dtype=np.float32)
        for one in named:
            fitting = {name for name, found in self.generation.documents.items() if one.fits(found)}
            is_edition = isinstance(one, NamedEdition)
            settings = self._settings
            gain = settings.edition_bonus if is_edition else settings.time_bonus
            bonus[self._rows_of(fitting)] += gain
        return bonus

    def _moved(self, vector: Vectors, rows: Rows) -> Vectors:
        """The question's vector moved towards those of the best passages, of length 1.

        Pseudo-relevance feedback after Rocchio (1971).
        """
        if not len(rows) or not self._settings.feedback_weight:
            return vector
        best = self.generation.dense.vectors_of(rows)
        moved = vector + self._settings.feedback_weight * best.mean(axis=0)
        return np.asarray(moved / np.linalg.norm(moved), dtype=np.float32)

    def _hits(self, found: Fused, scoring: Scoring, top_k: int) -> list[Hit]:
        places = found.order[:top_k]
        rows = found.rows[places]
        dense_scores = self.generation.dense.scores(scoring.asked.vector, found.rows)[places]
        return [
            Hit(
                passage=self.generation.passages[row],
                score=float(found.fused[place]),
                dense_score=float(dense_score),
                lexical_score=float(scoring.word_scores[row]),
                ngram_score=float(scoring.ngram_scores[row]),
                late_score=float(found.late[place]),
            )
            for place, row, dense_score in zip(places, rows, dense_scores, strict=True)
        ]

    def _rows_of(self, doc_ids: Collection[str]) -> Rows:
        passages = enumerate(self.generation.passages)
        return np.array([row for row, p in passages if p.doc_id in doc_ids], dtype=np.int64)


def _place(passage: Passage) -> tuple[str, int, int]:
    return passage.doc_id, passage.start, passage.end
