"""From a question to an answer of verbatim, checked quotes, or to an honest no."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from forumbot.answers import drafts
from forumbot.answers.answer import Answer as Answer
from forumbot.answers.answer import Finding as Finding
from forumbot.answers.answer import hit_to_json as hit_to_json
from forumbot.answers.citation import Citation as Citation
from forumbot.answers.citation import citation
from forumbot.answers.deciding.confidence import Judge
from forumbot.answers.deciding.decision import Case, decide, lacks_subject, names_what_is_absent
from forumbot.answers.deciding.evidence import NOTHING_FOUND, Features, measure
from forumbot.answers.deciding.near import near_remark
from forumbot.answers.drafts import Draft
from forumbot.answers.occasions.contradictions import find_conflict
from forumbot.answers.occasions.next_event import Agenda, Occasions
from forumbot.answers.occasions.several_forums import Survey, day_of_forum, survey_forums
from forumbot.answers.quoting.choose import choose_excerpts
from forumbot.answers.quoting.excerpt import Excerpt
from forumbot.answers.quoting.lock import Lock
from forumbot.answers.quoting.telling import lacks_what_is_counted
from forumbot.answers.terms import QuestionTerms
from forumbot.asking.question import Question, read_question
from forumbot.config import AnswersConfig
from forumbot.search.generation import Generation
from forumbot.search.hits import Hit, Ranking
from forumbot.search.retriever import Retriever

# What `--json` lists as hits and mrr@10 looks at; set by hand. With 5 alone, 1 answer of the 68
# questions that ship is another.
_TOP_K = 10


class Answerer:
    """Answers questions from one generation of the index.

    ``agenda`` tells the day and the events beside the documents, for questions such as "When is the
    next forum?"; without it these are answered like any other.
    """

    def __init__(
        self,
        retriever: Retriever,
        lock: Lock,
        judge: Judge,
        settings: AnswersConfig,
        agenda: Agenda | None = None,
    ) -> None:
        self._retriever = retriever
        self._lock = lock
        self._judge = judge
        self._settings = settings
        generation = retriever.generation
        self._occasions = (
            Occasions(generation.documents, generation.main_language, agenda) if agenda else None
        )

    @property
    def generation(self) -> Generation:
        """The generation that is answered from."""
        return self._retriever.generation

    def search(
        self, question: Question, top_k: int, only: Collection[str] | None = None
    ) -> list[Hit]:
        """Ranked passages without an answer.

        With ``only``, of the documents with these ids alone.
        """
        (hits,) = self._retriever.search_all([self._mended(question)], top_k, only)
        return self._present(hits)

    def answer(self, question: Question) -> Answer:
        """Answer one question."""
        return self.answer_all([question])[0]

    def answer_all(
        self, questions: Sequence[Question], only: Collection[str] | None = None
    ) -> list[Answer]:
        """Answer questions together, which embeds them together.

        With ``only``, from the documents with these ids alone.
        """
        started = time.perf_counter()
        understood = [self._mended(question) for question in questions]
        queries = self._retriever.queries(understood)
        ranked = [self._retriever.rank(query, _TOP_K, only) for query in queries]
        shared = (time.perf_counter() - started) / max(len(questions), 1)
        return [
            self._compose(question, meant, ranking, only, shared)
            for question, meant, ranking in zip(questions, understood, ranked, strict=True)
        ]

    def measure_all(self, questions: Sequence[Question]) -> list[Features]:
        """What the decision on each question is made on; the confidence is fitted on this."""
        queries = self._retriever.queries([self._mended(question) for question in questions])
        return [
            self._measure(self._terms(query.question), self._retriever.rank(query, _TOP_K))
            for query in queries
        ]

    def _mended(self, question: Question) -> Question:
        mended = self.generation.lexical.mended(question.text)
        return question if mended == question.text else read_question(mended)

    def _terms(self, question: Question) -> QuestionTerms:
        return QuestionTerms.of(question, self.generation.lexical)

    def _measure(self, terms: QuestionTerms, ranking: Ranking) -> Features:
        generation = self.generation
        return measure(
            terms, ranking, generation.documents, generation.lexical, self._retriever.tokens_of
        )

    def _compose(
        self,
        question: Question,
        understood: Question,
        ranking: Ranking,
        only: Collection[str] | None,
        search_seconds: float,
    ) -> Answer:
        started = time.perf_counter()
        survey = survey_forums(
            understood, self.generation, self._search, self._settings.max_quote_chars, only
        )
        composed = (
            self._compose_survey(survey, ranking)
            if survey is not None
            else self._compose_one(understood, ranking, only)
        )
        citations = self._cite(composed.excerpts)
        finding = composed.finding
        return Answer(
            question=question.text,
            understood=understood,
            finding=finding,
            citations=citations if finding is Finding.ANSWER else (),
            nearest=citations if finding is Finding.NEAR else (),
            confidence=composed.confidence,
            hits=tuple(self._present(ranking.hits)),
            stale=composed.stale,
            elapsed_ms=(search_seconds + time.perf_counter() - started) * 1000,
            remark=composed.remark,
            heeded=() if survey else self._retriever.heeded(understood, ranking.hits),
        )

    def _search(self, question: Question) -> Callable[[Collection[str]], Ranking]:
        (query,) = self._retriever.queries([question])
        return lambda only: self._retriever.rank(query, _TOP_K, only)

    def _compose_one(
        self, question: Question, ranking: Ranking, only: Collection[str] | None
    ) -> "_Composed":
        forms = [self._terms(form) for form in (question, *(form for form, _ in ranking.others))]
        form, features = self._best_form(forms, ranking)
        draft = self._draft(form, ranking.hits, only)
        kept, stale = self._check(draft.excerpts)
        if stale:
            ranking = replace(ranking, hits=self._present(ranking.hits))
            form, features = self._best_form(forms, ranking)
            draft = self._draft(form, ranking.hits, only)
            kept, _changed = self._check(draft.excerpts)
        is_absent = names_what_is_absent(question, self.generation, ranking.hits)
        case = self._case(form.question, draft, kept, features, is_absent=is_absent)
        case = replace(case, is_lookup=question.is_lookup)
        return self._decided(form.question, draft, kept, stale, case)

    def _best_form(
        self, forms: Sequence[QuestionTerms], ranking: Ranking
    ) -> tuple[QuestionTerms, Features]:
        """The form of the question that what was found speaks for most, and what speaks for it."""
        tokens = (ranking.tokens, *(tokens for _form, tokens in ranking.others))
        measured = [
            (form, self._measure(form, Ranking(ranking.hits, own)))
            for form, own in zip(forms, tokens, strict=True)
        ]
        return max(measured, key=lambda one: self._judge.answerable.probability(one[1]))

    def _compose_survey(self, survey: Survey, ranking: Ranking) -> "_Composed":
        """As sure as of the forum that answers best."""
        found = [part for part in survey.parts if part.excerpt is not None]
        draft = drafts.on_several(survey)
        kept, stale = self._check(draft.excerpts)
        measured = [self._measure(survey.bare, part.ranking) for part in found]
        features = max(
            measured or [NOTHING_FOUND if found else self._measure(survey.bare, ranking)],
            key=self._judge.answerable.probability,
        )
        bare = survey.bare.question
        is_absent = lacks_subject(bare, self.generation)
        case = self._case(bare, draft, kept, features, is_absent=is_absent)
        return self._decided(bare, draft, kept, stale, case)

    def _case(
        self,
        question: Question,
        draft: Draft,
        kept: Sequence[Excerpt],
        features: Features,
        *,
        is_absent: bool,
    ) -> Case:
        return Case(
            features,
            is_absent=is_absent,
            is_stated=draft.is_certain,
            is_quoted=bool(kept),
            lacks_what_is_counted=lacks_what_is_counted(question, self._read(kept)),
            is_told_without_quotes=bool(draft.note) and not draft.excerpts,
        )

    def _decided(
        self,
        question: Question,
        draft: Draft,
        kept: Sequence[Excerpt],
        stale: tuple[str, ...],
        case: Case,
    ) -> "_Composed":
        decision = decide(case, self._judge, self._settings.threshold)
        remark = draft.note if decision.finding is Finding.NOTHING else draft.remark(kept)
        if decision.finding is Finding.NEAR and (draft.excerpts or not draft.note):
            near = near_remark(question, self._read(kept), self.generation.lexical)
            remark = " ".join(part for part in (draft.note, near) if part)
        return _Composed(tuple(kept), decision.finding, remark, stale, decision.confidence)

    def _draft(self, terms: QuestionTerms, hits: list[Hit], only: Collection[str] | None) -> Draft:
        """What would be quoted: the next event, a contradiction, a forum's day, else the best."""
        if self._occasions is not None and only is None:
            occasion = self._occasions.next_for(terms.question)
            if occasion is not None:
                return drafts.on_occasion(occasion)
        generation, passages = self.generation, [hit.passage for hit in hits]
        most = self._settings.max_quote_chars
        excerpts = choose_excerpts(terms, passages, generation.documents, most)
        conflict = find_conflict(terms, passages, generation.documents)
        if conflict is not None:
            return drafts.on_conflict(conflict, excerpts, most)
        day = day_of_forum(terms.question, generation, only)
        return drafts.on_day(day) if day is not None else drafts.plain(excerpts)

    def _read(self, excerpts: Sequence[Excerpt]) -> list[str]:
        """The texts of excerpts, each with what stands above it."""
        documents = self.generation.documents
        return [
            "\n".join(
                [
                    documents[one.doc_id].title,
                    *one.heading_path,
                    one.lead_in,
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

    def _cite(self, excerpts: Sequence[Excerpt]) -> tuple[Citation, ...]:
        documents = self.generation.documents
        return tuple(
            citation(number, documents[excerpt.doc_id], excerpt)
            for number, excerpt in enumerate(excerpts, start=1)
        )


@dataclass(frozen=True, slots=True)
class _Composed:
    """What an answer says, but for its citations."""

    excerpts: tuple[Excerpt, ...]
    finding: Finding
    remark: str
    stale: tuple[str, ...]
    confidence: float
