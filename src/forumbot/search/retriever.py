"""From a question to ranked passages: both sides searched, fused, and in order."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

import numpy as np

from forumbot.asking.question import Question, read_question
from forumbot.config import RetrievalConfig
from forumbot.products import product
from forumbot.search.acronyms import Acronyms
from forumbot.search.across import AcrossLanguages, is_needed
from forumbot.search.generation import Generation
from forumbot.search.hits import Hit, Ranking, raised
from forumbot.search.passages import Passage, context
from forumbot.search.ports import (
    Embedder,
    PassageReader,
    Reranker,
    Rows,
    TokenVectors,
    Vectors,
)
from forumbot.search.scope import Named, NamedEdition, NamedTime, asks_for, named_in
from forumbot.search.scoring import EncodedQuestion, Fused, Query, Scoring
from forumbot.search.translations import translations


class Retriever:
    """Ranks the passages of one generation for questions."""

    def __init__(
        self,
        generation: Generation,
        embedder: Embedder,
        settings: RetrievalConfig,
        reranker: Reranker | None = None,
        reader: PassageReader | None = None,
        across: AcrossLanguages | None = None,
    ) -> None:
        self.generation = generation
        self._across = across
        self._reranker = reranker
        self._reader = reader
        self._embedder = embedder
        self._settings = settings
        self._rows = {_place(passage): row for row, passage in enumerate(generation.passages)}
        self._rows_by_document = _rows_by_document(generation.passages)
        self._superseded = {
            one.doc_id: one.superseded_by
            for one in generation.documents.values()
            if one.superseded_by is not None
        }
        self._embedded_texts: dict[str, Vectors] = {}
        self._acronyms = Acronyms.mined(one.text for one in generation.documents.values())

    def is_word(self, word: str) -> bool:
        """Whether the embedding model has a levelled word whole in its own vocabulary."""
        return len(self._embedder.token_starts(word)) == 1

    def search(self, question: Question, top_k: int) -> list[Hit]:
        """The best passages, best first; at most ``top_k``."""
        return self.search_all([question], top_k)[0]

    def search_all(
        self, questions: Sequence[Question], top_k: int, only: Collection[str] | None = None
    ) -> list[list[Hit]]:
        """The best passages of each question; the questions are embedded together.

        With ``only``, passages of the documents with these ids alone.
        """
        return [self.rank(query, top_k, only).hits for query in self.queries(questions)]

    def queries(self, questions: Sequence[Question]) -> list[Query]:
        """The questions in all their forms, embedded together; each can be ranked many times."""
        wordings = [self._wordings(question) for question in questions]
        texts = (
            one for several in wordings for form, rest, _loss in several for one in (form, rest)
        )
        read = self._embedded(texts)
        return [
            Query(
                tuple((read[form.text], read[rest.text]) for form, rest, _loss in several),
                tuple(loss for _form, _rest, loss in several),
            )
            for several in wordings
        ]

    def rank(
        self,
        query: Query,
        top_k: int,
        only: Collection[str] | None = None,
        read: int | None = None,
    ) -> Ranking:
        """As :meth:`search_all`, with the tokens of the question and its other forms.

        ``read`` is how many passages are read where that is less than the settings say; twice as
        many are compared across languages then.
        """
        most = self._settings.read if self._reader is not None else 0
        depth = max(top_k, most)
        depth = max(depth, self._settings.reranked if self._reranker is not None else 0)
        depth = max(depth, self._settings.compared if self._compares(query.question) else 0)
        ranked = self._ranked(query, depth, only)
        reading = most if read is None else min(read, most)
        compared = self._settings.compared if read is None else 2 * read
        found = self._compared(query.question, _merged(ranked)[:depth], compared)
        found = self._read(query.question, found, reading)
        best = self._reranked(query.question.text, found)[:top_k]
        tokens = [self.generation.late.reduced(form.tokens) for form, _rest in query.forms]
        others = zip((form.question for form, _rest in query.forms[1:]), tokens[1:], strict=True)
        return Ranking(best, tokens[0], tuple(others))

    def _ranked(
        self, query: Query, depth: int, only: Collection[str] | None
    ) -> list[tuple[list[Hit], float]]:
        """The hits of each form, with what they lose.

        Those that lose least come first, so that of others only what may come among the best of all
        is looked at to the end.
        """
        found: dict[int, tuple[list[Hit], float]] = {}
        for place in sorted(range(len(query.forms)), key=query.losses.__getitem__):
            (form, rest), loss = query.forms[place], query.losses[place]
            best = _merged(list(found.values()))
            least = best[depth - 1].score + loss if len(best) >= depth > 0 else -np.inf
            found[place] = self._rank(form, rest, depth, only, least), loss
        return [found[place] for place in range(len(query.forms))]

    def other_form(self, question: Question) -> str:
        """The question with the archive's acronyms written out, and their full names shortened."""
        return self._acronyms.other_form(question)

    def _wordings(self, question: Question) -> list[tuple[Question, Question, float]]:
        """The question and its other forms, each with what is left without times, and its loss."""
        made = {question.text: question}

        def read(text: str) -> Question:
            return made[text] if text in made else made.setdefault(text, read_question(text))

        losses, settings = self._forms(question), self._settings
        heeds_times = settings.time_bonus > 0
        return [
            (form, read(form.without_times) if heeds_times else form, loss)
            for form, loss in ((read(text), loss) for text, loss in losses.items())
        ]

    def _forms(self, question: Question) -> dict[str, float]:
        """The wordings to search with, and what is found by each loses.

        A question in a language that no document is in is as good as its translation into that of
        most documents; any other translation, and it itself then, loses. Where documents are in its
        language, the translation into that of most documents loses half as much.
        """
        settings, lexical = self._settings, self.generation.lexical
        loss, own = settings.translation_loss, {question.text: 0.0}
        if settings.acronym_loss is not None:
            own.setdefault(self.other_form(question), settings.acronym_loss)
        if loss is None:
            return own
        found = translations(question, lexical.languages)
        main = found.pop(self.generation.main_language, None)
        is_foreign = question.spoken not in lexical.languages
        forms = {text: lost + loss * is_foreign for text, lost in own.items()}
        if main is not None:
            forms.setdefault(main, 0.0 if is_foreign else loss / 2)
        for text in found.values():
            forms.setdefault(text, loss)
        return forms

    def _embedded(self, wordings: Iterable[Question]) -> dict[str, EncodedQuestion]:
        """Each wording, by its text, as the model reads it."""
        distinct = {one.text: one for one in wordings}
        vectors, tokens = self._embedder.read_queries(list(distinct))
        read = zip(distinct.values(), vectors, tokens, strict=True)
        return {one.text: EncodedQuestion(one, vector, token) for one, vector, token in read}

    def _compares(self, question: Question) -> bool:
        """Whether passages are compared with this question across languages."""
        if self._across is None or not self._settings.multilingual_weight:
            return False
        return is_needed(question.spoken, self.generation.main_language)

    def _compared(self, question: Question, hits: list[Hit], most: int) -> list[Hit]:
        """The first hits in the order of their score and their likeness across languages."""
        count, weight = min(most, self._settings.compared), self._settings.multilingual_weight
        first, others = hits[:count], hits[count:]
        if self._across is None or not first or not self._compares(question):
            return hits
        return raised(self._across.ordered(question.text, first, weight), others)

    def _read(self, question: Question, hits: list[Hit], count: int) -> list[Hit]:
        """The first hits in the order of their score and the reader's logit, above all others."""
        first, others = hits[:count], hits[count:]
        if self._reader is None or not first:
            return hits
        readings = self._reader.read(question, [(hit.document, hit.passage) for hit in first])
        weight = self._settings.reading_weight
        judged = [
            replace(hit, score=hit.score + weight * reading.logit, reading=reading)
            for hit, reading in zip(first, readings, strict=True)
        ]
        return raised(sorted(judged, key=lambda hit: -hit.score), others)

    def _reranked(self, text: str, hits: list[Hit]) -> list[Hit]:
        """The first hits in the order of the re-ranker, if there is one, above all others."""
        first, others = hits[: self._settings.reranked], hits[self._settings.reranked :]
        if self._reranker is None or not first:
            return hits
        texts = [context(hit.document, hit.passage) for hit in first]
        judged = [
            replace(hit, score=first[-1].score + float(score), rerank_score=float(score))
            for hit, score in zip(first, self._reranker.scores(text, texts), strict=True)
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

    def likeness(self, text: str, others: Sequence[str]) -> list[float]:
        """The cosine of a short text with each of the others, which are remembered."""
        unknown = [one for one in dict.fromkeys(others) if one not in self._embedded_texts]
        vectors = self._embedder.embed_passages(unknown) if unknown else ()
        self._embedded_texts.update(zip(unknown, vectors, strict=True))
        asked = self._embedder.embed_queries([text])[0]
        return [float(product(self._embedded_texts[one], asked)) for one in others]

    def heeded(self, question: Question, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Which documents the question was understood to ask for, as in ``spring 2019``.

        That is the forum and the time that it names, unless the best hit is of another.
        """
        if not hits:
            return ()
        best = hits[0].document
        return tuple(named.words for named in named_in(question) if named.fits(best))

    def _rank(
        self,
        asked: EncodedQuestion,
        rest: EncodedQuestion,
        top_k: int,
        only: Collection[str] | None,
        least: float,
    ) -> list[Hit]:
        """The best hits of a form, in order as far as they score ``least``."""
        left_out = self._not_in_force(asked.question)
        unwanted = self._rows_of(left_out) if left_out else np.empty(0, np.int64)
        scoring, bonus, first = self._understand(asked, rest, top_k, unwanted)
        vector = scoring.asked.vector
        if self._settings.feedback_weight:
            # By all documents, so that a choice of some leaves the order among them as it is.
            first = first or self._over_all(scoring, vector, top_k, bonus, unwanted)
            vector = self._moved(vector, first.best(self._settings.feedback))
        depth = max(top_k, 1)
        if only is None:
            rows = self._wanted(scoring, vector, top_k, unwanted)
        else:
            rows = self._rows_of((set(only) - left_out) or only)
        found = scoring.fuse(vector, rows, bonus, depth, least)
        return self._hits(found, scoring, top_k)

    def _understand(
        self, asked: EncodedQuestion, rest: EncodedQuestion, top_k: int, unwanted: Rows
    ) -> tuple[Scoring, Vectors, Fused | None]:
        """What is ranked by, what each passage gains by the documents that the question names.

        And what was found so, where it has been looked for.

        A time that is heeded takes no part in the scores, as it would draw them to whatever
        passages hold a date. What the best passage does not fit is taken back: then a time is
        something that passages speak of.
        """
        named = named_in(asked.question)
        scoring = Scoring(rest, self.generation, self._settings)
        if not named:
            return scoring, self._bonus(()), None
        bonus = self._bonus(named)
        found = self._over_all(scoring, rest.vector, top_k, bonus, unwanted)
        kept = self._fitting(named, found)
        if kept == named:
            return scoring, bonus, found
        if any(isinstance(one, NamedTime) for one in set(named) - set(kept)):
            scoring = Scoring(asked, self.generation, self._settings)
        return scoring, self._bonus(kept), None

    def _over_all(
        self, scoring: Scoring, vector: Vectors, top_k: int, bonus: Vectors, unwanted: Rows
    ) -> Fused:
        """The best few of all rows but those that are unwanted."""
        depth = max(self._settings.feedback, 1)
        return scoring.fuse(vector, self._wanted(scoring, vector, top_k, unwanted), bonus, depth)

    def _wanted(self, scoring: Scoring, vector: Vectors, top_k: int, unwanted: Rows) -> Rows:
        """The rows that may be among the best, but those that are unwanted."""
        most = max(top_k, self._settings.candidates) + len(unwanted)
        rows = scoring.candidates(vector, most)
        if not len(unwanted):
            return rows
        return np.setdiff1d(rows, unwanted, assume_unique=True)

    def _not_in_force(self, question: Question) -> frozenset[str]:
        """The documents that others have superseded, but those that the question names."""
        documents = self.generation.documents
        return frozenset(
            doc_id
            for doc_id, by in self._superseded.items()
            if not asks_for(question, documents[doc_id], documents[by])
        )

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
        documents, passages = self.generation.documents, self.generation.passages
        dense_scores = self.generation.dense.scores(scoring.asked.vector, found.rows)[places]
        return [
            Hit(
                document=documents[passages[row].doc_id],
                passage=passages[row],
                score=float(found.fused[place]),
                dense_score=float(dense_score),
                lexical_score=float(scoring.word_scores[row]),
                ngram_score=float(scoring.ngram_scores[row]),
                late_score=float(found.late[place]),
            )
            for place, row, dense_score in zip(places, rows, dense_scores, strict=True)
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


def _place(passage: Passage) -> tuple[str, int, int]:
    return passage.doc_id, passage.start, passage.end


def _merged(ranked: Sequence[tuple[list[Hit], float]]) -> list[Hit]:
    """The hits of a question's forms together; those of a form lose as much as is given with it."""
    best: dict[Passage, Hit] = {}
    for hits, loss in ranked:
        for hit in hits:
            lesser = replace(hit, score=hit.score - loss)
            if hit.passage not in best or best[hit.passage].score < lesser.score:
                best[hit.passage] = lesser
    return sorted(best.values(), key=lambda hit: -hit.score)
