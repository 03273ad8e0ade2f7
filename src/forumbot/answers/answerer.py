"""From a question to an answer of verbatim, checked quotes, or to an honest no."""

import time
from collections.abc import Callable, Collection, Sequence
from copy import copy
from dataclasses import replace
from functools import partial

from forumbot.answers.answer import Answer as Answer
from forumbot.answers.answer import Finding as Finding
from forumbot.answers.answer import hit_to_json as hit_to_json
from forumbot.answers.citation import Citation as Citation
from forumbot.answers.citation import citation
from forumbot.answers.deciding.alone import read_alone
from forumbot.answers.deciding.confidence import Judge
from forumbot.answers.deciding.decision import (
    Case,
    decide,
    lacks_subject,
    names_what_is_absent,
    quotes_another_year,
)
from forumbot.answers.deciding.evidence import Evidence, Features, measure
from forumbot.answers.deciding.reading import ReadFeatures, read_features
from forumbot.answers.deciding.said import share_said
from forumbot.answers.drafts import Draft, Drafter, Retrieved, silent
from forumbot.answers.explaining import Explanation
from forumbot.answers.occasions.acronym import on_acronym
from forumbot.answers.occasions.contradictions import on_conflict
from forumbot.answers.occasions.day_of_forum import on_day_of_forum
from forumbot.answers.occasions.doers import on_doers
from forumbot.answers.occasions.extremes import on_extremes
from forumbot.answers.occasions.next_event import Agenda, Occasions
from forumbot.answers.occasions.several_forums import on_several_forums
from forumbot.answers.occasions.table_cells import on_table_cells
from forumbot.answers.occasions.votes import on_vote
from forumbot.answers.occasions.whether_decided import on_whether_decided
from forumbot.answers.occasions.whether_held import on_whether_held
from forumbot.answers.occasions.who_may import on_who_may
from forumbot.answers.quoting.belonging import is_of_another, lacks_sought, told_by
from forumbot.answers.quoting.choose import choose_excerpts
from forumbot.answers.quoting.excerpt import Excerpt
from forumbot.answers.quoting.forms import lacks_form
from forumbot.answers.quoting.lock import Lock
from forumbot.answers.quoting.named_document import NamedDocuments
from forumbot.answers.quoting.named_meeting import of_named_meeting
from forumbot.answers.quoting.telling import lacks_what_is_counted
from forumbot.answers.terms import QuestionTerms
from forumbot.answers.writing import Material, Writer, write_plainly
from forumbot.asking.question import Question, read_question
from forumbot.config import AnswersConfig
from forumbot.language.glossary import has_word
from forumbot.language.slips import without_slips
from forumbot.search.generation import Generation
from forumbot.search.hits import Hit, Ranking
from forumbot.search.retriever import Retriever
from forumbot.search.scoring import Query
from forumbot.search.spelling import mend_abroad

# What `--json` lists as hits and mrr@10 looks at; set by hand. With 5, 1 of 165 answers is
# another (bench/trials.md).
_TOP_K = 10
# Set by hand: with fewer passages read nothing is put in order anew.
_LEAST_READ = 2
# Characters before a quote in which the year that it is of may stand: a page, set by hand.
_BEFORE = 2_000


class Answerer:
    """Answers questions from one generation of the index.

    ``agenda`` tells the day and the events beside the documents, for questions such as "When is the
    next forum?"; without it these are answered like any other. ``write`` makes what is said above
    the quotes.
    """

    def __init__(
        self,
        retriever: Retriever,
        lock: Lock,
        judge: Judge,
        settings: AnswersConfig,
        agenda: Agenda | None = None,
        write: Writer = write_plainly,
    ) -> None:
        self._retriever = retriever
        self._lock = lock
        self._judge = judge
        self._settings = settings
        self._write = write
        self._drafters = _drafters(retriever.generation, agenda)
        self._named = NamedDocuments(retriever.generation.documents, retriever.is_word)

    @property
    def generation(self) -> Generation:
        """The generation that is answered from."""
        return self._retriever.generation

    def quoting_all(self) -> "Answerer":
        """The same, but it quotes whatever it finds, however unlikely that answers."""
        other = copy(self)
        other._settings = replace(self._settings, threshold=0.0)
        return other

    def search(
        self, question: Question, top_k: int, only: Collection[str] | None = None
    ) -> list[Hit]:
        """Ranked passages without an answer, of ``only`` the documents with these ids."""
        (query,) = self._retriever.queries([self.mended(question)])
        return self._present(self._rank(query, only, top_k=top_k).hits)

    def likeness(self, text: str, others: Sequence[str]) -> list[float]:
        """How near each of the others is to a text, as the cosine of their embeddings."""
        return self._retriever.likeness(text, others)

    def answer(self, question: Question) -> Answer:
        """Answer one question."""
        return self.answer_all([question])[0]

    def answer_all(
        self,
        questions: Sequence[Question],
        only: Collection[str] | None = None,
        pairs: int | None = None,
    ) -> list[Answer]:
        """Answer questions together, which embeds them together.

        With ``only``, from the documents with these ids alone. ``pairs`` is how many passages may
        be read for all of them, so that many who ask at once wait no longer; at least two for each.
        """
        return [answer for answer, _case in self.decided_all(questions, only, pairs)]

    def decided_all(
        self,
        questions: Sequence[Question],
        only: Collection[str] | None = None,
        pairs: int | None = None,
    ) -> list[tuple[Answer, Case]]:
        """As :meth:`answer_all`, each with what was decided on; the fit on readings is made so."""
        started = time.perf_counter()
        understood = [self.mended(question) for question in questions]
        queries = self._retriever.queries(understood)
        read = None if pairs is None else max(pairs // max(len(queries), 1), _LEAST_READ)
        ranked = [self._rank(query, only, read) for query in queries]
        shared = (time.perf_counter() - started) / max(len(questions), 1)
        return [
            self._compose(question, meant, ranking, only, shared)
            for question, meant, ranking in zip(questions, understood, ranked, strict=True)
        ]

    def explain(self, question: Question, only: Collection[str] | None = None) -> Explanation:
        """Answer one question, and say how that came about; ``only`` as in :meth:`answer_all`."""
        ((answer, case),) = self.decided_all([question], only)
        (query,) = self._retriever.queries([answer.understood])
        return Explanation(
            answer,
            forms=tuple(form.question.text for form, _rest in query.forms),
            hits=answer.hits,
            case=case,
            decision=decide(case, self._judge, self._settings.threshold),
        )

    def measure_all(self, questions: Sequence[Question]) -> list[Features]:
        """What the decision on each question is made on; the confidence is fitted on this."""
        queries = self._retriever.queries([self.mended(question) for question in questions])
        return [self._measure(self._terms(query.question), self._rank(query)) for query in queries]

    def mended(self, question: Question) -> Question:
        """Small words mended by the tables of their language, others by the archive's own.

        The latter in its main language; others are mended by the words of their glossaries.
        """
        lexical, spoken = self.generation.lexical, question.spoken

        def is_word(word: str) -> bool:
            return self._retriever.is_word(word) or has_word(word, spoken)

        def is_known(word: str) -> bool:
            return is_word(word) or not lexical.is_unknown(word)

        text = without_slips(question.text, spoken, is_known)
        if spoken == self.generation.main_language:
            text = lexical.mended(text, spoken, is_word)
        else:
            text = mend_abroad(text, spoken, is_known)
        return question if text == question.text else read_question(text, instead_of=question)

    def read(self, question: Question, form: Question, hits: Sequence[Hit]) -> ReadFeatures | None:
        """What a reader makes of hits, but those on other meetings than the form names.

        None where none of them was read.
        """
        return read_features(
            of_named_meeting(form, hits),
            partial(self._retriever.read, question),
            partial(share_said, question, self.generation.lexical),
        )

    def _terms(self, question: Question) -> QuestionTerms:
        return QuestionTerms.of(question, self.generation.lexical)

    def _evidence(self, hits: Sequence[Hit]) -> Evidence:
        return Evidence(hits, self.generation.documents, self._retriever.tokens_of)

    def _measure(self, terms: QuestionTerms, ranking: Ranking) -> Features:
        lexical = self.generation.lexical
        return measure(terms, ranking.tokens, self._evidence(ranking.hits), lexical)

    def _compose(
        self,
        question: Question,
        understood: Question,
        ranking: Ranking,
        only: Collection[str] | None,
        search_seconds: float,
    ) -> tuple[Answer, Case]:
        started = time.perf_counter()
        wordings = (understood, *(form for form, _tokens in ranking.others))
        forms = QuestionTerms.of_all(wordings, self.generation.lexical)
        retrieved, features = self._retrieved(understood, forms, ranking, only)
        draft = self._draft(retrieved)
        kept, stale = self._check(draft.excerpts)
        if stale:
            present = replace(ranking, hits=self._present(ranking.hits))
            retrieved, features = self._retrieved(understood, forms, present, only)
            draft = self._draft(retrieved)
            kept, _changed = self._check(draft.excerpts)
        texts = self._read(kept)
        case = self._case(retrieved, features, draft, kept, texts)
        decision = decide(case, self._judge, self._settings.threshold)
        citations, finding = self._cite(kept, understood), decision.finding
        about = draft.about.question if draft.about else understood
        asked = replace(about, read_in=understood.answered_in)
        material = Material(asked, finding, draft, kept, texts, self.generation.lexical)
        written = self._write(material)
        answer = Answer(
            question=question.typed,
            understood=understood,
            finding=finding,
            citations=citations if finding is Finding.ANSWER else (),
            nearest=citations if finding is Finding.NEAR else (),
            confidence=decision.confidence,
            hits=tuple(self._present(ranking.hits)),
            stale=stale,
            elapsed_ms=(search_seconds + time.perf_counter() - started) * 1000,
            written=written,
            heeded=()
            if draft.about or draft.is_certain
            else self._retriever.heeded(understood, ranking.hits),
        )
        return answer, case

    def _retrieved(
        self,
        question: Question,
        forms: Sequence[QuestionTerms],
        ranking: Ranking,
        only: Collection[str] | None,
    ) -> tuple[Retrieved, Features]:
        """What was found, by the form that it speaks for most, and what speaks for that."""
        tokens = (ranking.tokens, *(tokens for _form, tokens in ranking.others))
        evidence, lexical = self._evidence(ranking.hits), self.generation.lexical
        measured = [
            (form, measure(form, own, evidence, lexical))
            for form, own in zip(forms, tokens, strict=True)
        ]
        form, features = max(measured, key=lambda one: self._judge.support(one[1]))
        most, generation = self._settings.max_quote_chars, self.generation
        return Retrieved(question, form, generation, ranking, self._search, most, only), features

    def _search(self, question: Question) -> Callable[[Collection[str]], Ranking]:
        (query,) = self._retriever.queries([question])
        return lambda only: self._rank(query, only)

    def _rank(
        self,
        query: Query,
        only: Collection[str] | None = None,
        read: int | None = None,
        top_k: int = _TOP_K,
    ) -> Ranking:
        """What is found for a query, in the order also of the sentences that hold the answer."""
        ranking = self._retriever.rank(query, top_k, only, read)
        read_parts = partial(self._retriever.read, query.question)
        return replace(ranking, hits=read_alone(ranking.hits, read_parts))

    def _draft(self, retrieved: Retrieved) -> Draft:
        """What the first occasion drafts that the question is one for, else the best quotes."""
        drafted = (draft for drafter in self._drafters if (draft := drafter(retrieved)) is not None)
        draft = next(drafted, None)
        if draft is not None:
            return draft
        hits, asked = retrieved.ranking.hits, retrieved.question
        language = asked.read_in or asked.spoken
        chosen = choose_excerpts(retrieved.wanted, hits, retrieved.max_chars, language)
        return Draft(tuple(chosen), silent)

    def _case(
        self,
        retrieved: Retrieved,
        features: Features,
        draft: Draft,
        kept: Sequence[Excerpt],
        texts: Sequence[str],
    ) -> Case:
        """What is decided on; a question asked instead has what speaks for it most."""
        about, asked, generation = draft.about, retrieved.question, self.generation
        ranking = retrieved.ranking
        if about is not None:
            measured = [(self._measure(about, one), one) for one in draft.rankings]
            features, ranking = max(measured, key=lambda one: self._judge.support(one[0]))
        question = (about or retrieved.form).question
        about_asked = about.question if about else asked
        read = self.read(about_asked, question, ranking.hits)
        is_unknown = read is None and lacks_subject(about_asked, generation)
        quoted = [
            (document, text, document.text[max(one.start - _BEFORE, 0) : one.end])
            for one, text in zip(kept, texts, strict=True)
            for document in (generation.documents[one.doc_id],)
        ]
        is_elsewhere = names_what_is_absent(asked, generation, ranking.hits) or quotes_another_year(
            asked, quoted
        )
        told = told_by(kept, ranking.hits, generation.documents)
        return Case(
            features,
            read,
            is_absent=is_unknown or (about is None and is_elsewhere),
            is_stated=draft.is_certain,
            is_quoted=bool(texts),
            lacks_what_is_counted=lacks_what_is_counted(question, texts),
            lacks_form=lacks_form(question, texts),
            is_of_another=self._named.is_another(asked, [one.doc_id for one in kept])
            or is_of_another(about_asked, *told),
            lacks_sought=lacks_sought(about_asked, *told),
            is_told_without_quotes=bool(draft.note) and not draft.excerpts,
            is_lookup=about is None and asked.is_lookup,
            drafted_from=draft.taken_from,
        )

    def _read(self, excerpts: Sequence[Excerpt]) -> list[str]:
        """The texts of excerpts, each with what stands above it."""
        documents = self.generation.documents
        return [
            "\n".join(
                [
                    documents[one.doc_id].title,
                    *one.heading_path,
                    one.lead_in,
                    one.header,
                    documents[one.doc_id].text[one.start : one.end],
                ]
            )
            for one in excerpts
        ]

    def _present(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits whose passages their files still hold."""
        documents = self.generation.documents
        return [
            hit
            for hit in hits
            if self._lock.holds(documents[hit.passage.doc_id], hit.passage.start, hit.passage.end)
        ]

    def _check(self, excerpts: Sequence[Excerpt]) -> tuple[list[Excerpt], tuple[str, ...]]:
        documents = self.generation.documents
        kept: list[Excerpt] = []
        stale: list[Excerpt] = []
        for excerpt in excerpts:
            holds = self._lock.holds(documents[excerpt.doc_id], excerpt.start, excerpt.end)
            (kept if holds else stale).append(excerpt)
        return kept, tuple(dict.fromkeys(excerpt.doc_id for excerpt in stale))

    def _cite(self, excerpts: Sequence[Excerpt], question: Question) -> tuple[Citation, ...]:
        documents = self.generation.documents
        return tuple(
            citation(number, documents[excerpt.doc_id], excerpt, question)
            for number, excerpt in enumerate(excerpts, start=1)
        )


def _drafters(generation: Generation, agenda: Agenda | None) -> tuple[Drafter, ...]:
    """What drafts the answer to one kind of question, in the order in which they are tried."""
    last = (
        on_whether_held, on_whether_decided, on_who_may, on_doers, on_extremes, on_vote,
        on_table_cells,
    )  # fmt: skip
    if agenda is None:
        return (on_acronym, on_several_forums, on_conflict, on_day_of_forum, *last)
    events = Occasions(generation.documents, generation.main_language, agenda)
    return (
        on_acronym,
        on_several_forums,
        events.draft,
        on_conflict,
        on_day_of_forum,
        events.draft_named,
        *last,
    )
