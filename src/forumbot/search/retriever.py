"""From a question to ranked passages: both sides searched, fused, and in order."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from forumbot.archive.documents import Document
from forumbot.asking.question import Question, read_question
from forumbot.config import RetrievalConfig
from forumbot.models.reader import Reading
from forumbot.products import product
from forumbot.search.acronyms import Acronyms, file_acronyms
from forumbot.search.across import AcrossLanguages, is_needed
from forumbot.search.generation import Generation
from forumbot.search.hits import Hit, Ranking, raised
from forumbot.search.passages import Passage, context
from forumbot.search.ports import Embedder, PassageReader, Reranker, TokenVectors, Vectors
from forumbot.search.scope import named_in
from forumbot.search.scoring import EncodedQuestion, Query
from forumbot.search.translations import rendered, translations
from forumbot.search.wordings import WordingRanker

_ENGLISH = "en"

# Of questions on reports in nine languages on which nothing was fitted (bench/kept_apart.py), what
# is asked in another language than English and answered in one was among the ten passages read
# for .76 of 70, with the five nearest by the model of many languages for .90; ten found no more.
# English questions have three of their ten passages for these: .27 and .53 of 30, and nothing was
# lost of 45 that are answered in English.
_NEAREST, _SEATS = 5, 3
# Set by hand: in archives with fewer passages in other languages, English questions are rarely
# answered there, and the model is not loaded for them.
_SHARE = 0.1


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
        self._ranker = WordingRanker(generation, settings)
        self._embedded_texts: dict[str, Vectors] = {}
        self._acronyms = Acronyms.mined(_defining(generation.documents.values()))

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
        reading = most if read is None else min(read, most)
        near = self._nearest(query.question, only, reading)
        merged = _merged(self._ranked(query, depth, only, near))
        found = merged[:depth] + [hit for hit in merged[depth:] if hit.passage in near]
        compared = self._settings.compared if read is None else 2 * read
        found = self._compared(query.question, found, near, min(compared, depth), reading)
        found = self._read(query.question, found, reading)
        best = self._reranked(query.question.text, found)[:top_k]
        tokens = [self.generation.late.reduced(form.tokens) for form, _rest in query.forms]
        others = zip((form.question for form, _rest in query.forms[1:]), tokens[1:], strict=True)
        return Ranking(best, tokens[0], tuple(others))

    def _ranked(
        self,
        query: Query,
        depth: int,
        only: Collection[str] | None,
        near: Collection[Passage],
    ) -> list[tuple[list[Hit], float]]:
        """The hits of each form, those ``near`` in meaning among them, with what they lose.

        Those that lose least come first, so that of others only what may come among the best of all
        is looked at to the end.
        """
        places = sorted(range(len(query.forms)), key=query.losses.__getitem__)
        begun = self._ranker.begun([query.forms[place] for place in places], depth)
        rows = np.array(sorted(self._rows[_place(one)] for one in near), dtype=np.int64)
        found: dict[int, tuple[list[Hit], float]] = {}
        best: dict[Passage, float] = {}
        for place, one in zip(places, begun, strict=True):
            loss, known = query.losses[place], sorted(best.values(), reverse=True)
            least = known[depth - 1] + loss if len(known) >= depth > 0 else -np.inf
            hits = self._ranker.hits(one, depth, only, least)
            found[place] = hits + self._ranker.hits_of(one, rows), loss
            for hit in hits:
                best[hit.passage] = max(best.get(hit.passage, -np.inf), hit.score - loss)
        return [found[place] for place in range(len(query.forms))]

    def other_form(self, question: Question) -> str:
        """The question with the archive's acronyms written out, and their full names shortened."""
        return self._acronyms.other_form(question)

    def _wordings(self, question: Question) -> list[tuple[Question, Question, float]]:
        """The question and its other forms, each with what is left without times, and its loss."""
        settings, lexical = self._settings, self.generation.lexical
        is_translated = settings.translation_loss is not None
        translated = translations(question, lexical.languages) if is_translated else {}
        made = {question.text: question}
        known = {one.text: one for one in translated.values()}

        def read(text: str) -> Question:
            if text not in made:
                made[text] = known[text].read() if text in known else read_question(text)
            return made[text]

        losses = self._forms(question, {code: one.text for code, one in translated.items()})
        heeds_times = settings.time_bonus > 0
        return [
            (form, read(form.without_times) if heeds_times else form, loss)
            for form, loss in ((read(text), loss) for text, loss in losses.items())
        ]

    def _forms(self, question: Question, translated: dict[str, str]) -> dict[str, float]:
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
        found = dict(translated)
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

    def _nearest(
        self, question: Question, only: Collection[str] | None, read: int
    ) -> frozenset[Passage]:
        """The passages in other languages than English that are nearest to a question in meaning.

        None for English questions where these languages are rare, or nothing is read.
        """
        if self._across is None or not self._settings.multilingual_weight:
            return frozenset()
        if self._compares(question):
            return self._across.nearest(question.text, _NEAREST, only)
        if self._across.known_count < _SHARE * len(self.generation.passages):
            return frozenset()
        return self._across.nearest(question.text, min(_SEATS, read // 3), only)

    def _compared(
        self,
        question: Question,
        hits: list[Hit],
        near: Collection[Passage],
        most: int,
        read: int,
    ) -> list[Hit]:
        """The first hits in the order of their score and their likeness across languages.

        Where English passages are compared with nothing, those that are ``near`` take the last
        places of the ``read`` ones.
        """
        compares = self._across is not None and self._compares(question)
        kept = min(most, self._settings.compared) if compares else max(read - len(near), 0)
        first = hits[:kept] + [hit for hit in hits[kept:] if hit.passage in near]
        others = [hit for hit in hits[kept:] if hit.passage not in near]
        if not first or not (compares or near):
            return hits
        if self._across is not None and compares:
            weight = self._settings.multilingual_weight
            first = self._across.ordered(question.text, first, weight)
        return raised(first, others)

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

    def read(
        self, question: Question, parts: Sequence[tuple[Hit, Passage]]
    ) -> list[Reading | None]:
        """What the reader makes of parts of hits; of all of one what it made of the hit.

        Where the question is in another language, parts in English are read with its English words,
        all of a hit as well.
        """
        found = [hit.reading for hit, _part in parts]
        if self._reader is None or not parts:
            return found
        has_english = any(hit.document.language == _ENGLISH for hit, _part in parts)
        in_english = rendered(question) if has_english else None
        for asked, places in self._asked(question, in_english, parts):
            texts = [(parts[at][0].document, parts[at][1]) for at in places]
            for at, reading in zip(places, self._reader.read(asked, texts), strict=True):
                found[at] = reading
        return found

    def _asked(
        self, question: Question, in_english: Question | None, parts: Sequence[tuple[Hit, Passage]]
    ) -> list[tuple[Question, list[int]]]:
        """The wording of a question that each part is to be read with, of those not read yet."""
        if in_english is None:
            return [(question, [at for at, (hit, part) in enumerate(parts) if part != hit.passage])]
        english = [at for at, (hit, _part) in enumerate(parts) if hit.document.language == _ENGLISH]
        others = set(range(len(parts))) - set(english)
        left = [at for at in sorted(others) if parts[at][1] != parts[at][0].passage]
        return [(in_english, english), (question, left)]

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


def _place(passage: Passage) -> tuple[str, int, int]:
    return passage.doc_id, passage.start, passage.end


def _merged(ranked: Sequence[tuple[list[Hit], float]]) -> list[Hit]:
    """The hits of a question's forms together; those of a form lose as much as is given with it."""
    best: dict[Passage, tuple[float, Hit]] = {}
    for hits, loss in ranked:
        for hit in hits:
            score = hit.score - loss
            if hit.passage not in best or best[hit.passage][0] < score:
                best[hit.passage] = score, hit
    ordered = sorted(best.values(), key=lambda one: -one[0])
    return [hit if hit.score == score else replace(hit, score=score) for score, hit in ordered]


def _defining(documents: Iterable[Document]) -> Iterator[str]:
    """The texts that may define acronyms, and what the names of files define."""
    for document in documents:
        yield document.text
        for acronym, name in file_acronyms(document.doc_id, document.title):
            yield f"{name} ({acronym})"
