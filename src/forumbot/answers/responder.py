"""From a message to an answer: a word of talk, the archive's structure, or its passages."""

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from forumbot.answers.answer import Answer
from forumbot.answers.answerer import Answerer
from forumbot.answers.explaining import Explanation
from forumbot.answers.introducing import examples, greeting
from forumbot.answers.message_kinds import (
    LEANING,
    Tell,
    Told,
    overviews_for,
    remark,
    talk_in,
    talk_in_parts,
)
from forumbot.answers.nearby import answered_nearby, surely_nearby
from forumbot.answers.occasions.next_event import Agenda
from forumbot.answers.occasions.table_cells import is_on_the_only_list
from forumbot.answers.outcomes import Outcomes, stated_still
from forumbot.answers.overviews.outcomes import all_outcomes, conclusions_for, conclusions_on
from forumbot.answers.overviews.overview import Asked, Overview, Overviewer
from forumbot.answers.overviews.registry import OVERVIEWERS, outright
from forumbot.answers.overviews.showing import shown
from forumbot.answers.quoting.lock import Lock
from forumbot.answers.recalling import recall
from forumbot.answers.several import answered_by_parts, answers_to_parts, several
from forumbot.answers.side_by_side import side_by_side
from forumbot.answers.spoken import in_language_of
from forumbot.answers.talk import WITH_EXAMPLES, talk
from forumbot.asking.context import Context, recalled
from forumbot.asking.followups import hangs, is_named, is_whole, read_on, with_subject
from forumbot.asking.noise import greeted_in, noted_in
from forumbot.asking.parts import asks_of_another, parts_of, points_to_first
from forumbot.asking.question import Nearby, Question, read_question
from forumbot.asking.recalled import Recalled
from forumbot.asking.replacing import lone_ordinals
from forumbot.language.own_data import own_data_in
from forumbot.language.phrases import speaking
from forumbot.search.generation import Generation
from forumbot.search.hits import Hit

_SEVERAL = "several"
# Set by hand: less sure parts of "when does it close and where is it" are read as one question.
_LEAST_OF_PARTS = 0.4


class Responder:
    """Answers messages from one generation of the index.

    ``tell`` says what a message wants. Talk gets a word; what the archive's structure holds is
    taken from it, where it has something; all else is answered by ``answerer`` from the passages.
    """

    def __init__(
        self,
        answerer: Answerer,
        tell: Tell,
        lock: Lock,
        agenda: Agenda | None = None,
        samples: Sequence[str] = (),
        overviewers: Mapping[str, Overviewer] = OVERVIEWERS,
    ) -> None:
        self._answerer = answerer
        self._tell = tell
        self._lock = lock
        self._agenda = agenda
        self._samples = samples
        self._overviewers = overviewers

    @property
    def generation(self) -> Generation:
        """The generation that is answered from."""
        return self._answerer.generation

    def search(
        self, question: Question, top_k: int, only: Collection[str] | None = None
    ) -> list[Hit]:
        """Ranked passages without an answer, as :meth:`Answerer.search` gives them."""
        return self._answerer.search(question, top_k, only)

    def read(self, question: Question, context: Context | None) -> Question:
        """A message as it is read after what was said before it, None where that is nothing."""
        if context is None:
            return in_language_of(question, self.generation)
        question = _in_language_of(question, context)
        recalls = recalled(question.text, context)
        if recalls is not None:
            return _recalling(question, recalls)
        told = self._tell(question.typed)
        lexical = self.generation.lexical
        if remark(question, lexical) or talk_in(question, told, lexical) is not None:
            return question
        kind = told.kind if told.chance >= LEANING else ""
        meant = read_on(question, context, kind, is_asked_first=True)
        meant = replace(meant, read_in=question.read_in or (meant.adds and question.spoken) or None)
        return replace(meant, nearby=_nearby(question, meant, context))

    def answer(self, question: Question, context: Context | None = None) -> Answer:
        """Answer one message, which may lean on what was said before it."""
        return self.answer_all([self.read(question, context)])[0]

    def answer_all(
        self,
        questions: Sequence[Question],
        only: Collection[str] | None = None,
        pairs: int | None = None,
    ) -> list[Answer]:
        """Answer messages together; ``only`` and ``pairs`` as in :meth:`Answerer.answer_all`."""
        found = [self._without_passages(question, only) for question in questions]
        left = [one for one, answer in zip(questions, found, strict=True) if answer is None]
        passages = iter(self._from_passages(left, only, pairs) if left else ())
        return [answer if answer is not None else next(passages) for answer in found]

    def _from_passages(
        self, questions: Sequence[Question], only: Collection[str] | None, pairs: int | None
    ) -> list[Answer]:
        answers = self._answerer.answer_all(questions, only, pairs)
        answers = answered_by_parts(questions, answers, lambda one: self._of_several(one, only))
        answers = side_by_side(
            questions, answers, lambda parts: self._answerer.answer_all(parts, only)
        )
        if only is not None:
            return answers
        return answered_nearby(
            questions, answers, lambda some, near: self._answerer.answer_all(some, near, pairs)
        )

    def conclusions(
        self, question: Question, only: Collection[str] | None = None, *, is_topic: bool
    ) -> tuple[str, Outcomes]:
        """The outcomes of what a question is about, and what that is; or those on a topic.

        A topic is taken as it is typed.
        """
        asked = Asked(question, self.generation, self._agenda, only, finder=self._answerer)
        if is_topic:
            return question.text, stated_still(conclusions_on(asked), self._lock)
        about, found = conclusions_for(asked)
        return about, stated_still(found, self._lock)

    def explain(self, question: Question, only: Collection[str] | None = None) -> Explanation:
        """Answer one message, and say how that came about; ``only`` as in :meth:`answer_all`."""
        told = self._tell(question.text)
        answer = self._without_passages(question, only)
        found = self._answerer.explain(question, only) if answer is None else Explanation(answer)
        return replace(found, told=(told.kind, told.chance))

    def _without_passages(self, question: Question, only: Collection[str] | None) -> Answer | None:
        """A word of talk, or what the archive's structure holds; None where passages are asked."""
        started = time.perf_counter()
        if question.recalls is not None:
            return self._recalled(question, question.recalls)
        question = self._answerer.mended(question)
        language = question.answered_in
        key = remark(question, self.generation.lexical)
        if key:
            noted = question.read_in or noted_in(question.text) or own_data_in(question.text)
            return talk(question, key, 1.0, speaking(noted) if noted else language)
        typed = self._tell(question.typed)
        asked_outright = self._outright(question, only)
        word = None if asked_outright else self._word_of_talk(question, typed)
        told = typed if question.text == question.typed else self._tell(question.text)
        if word is not None:
            spoken = question.spoken
            greeted = speaking(question.read_in or greeted_in(question.typed, spoken) or spoken)
            answer: Answer | None = self._talk(question, word, greeted)
        else:
            of_another = self._of_several(question, only) if asks_of_another(question) else None
            answer = asked_outright or of_another or self._from_structure(question, told, only)
        if answer is None and told.chances.get(_SEVERAL, 0.0) >= LEANING:
            answer = self._of_several(question, only)
        elif answer is None and points_to_first(question):
            parts = self._of_several(question, only)
            answer = parts if parts and parts.confidence >= _LEAST_OF_PARTS else None
        sure = told.kind if told.chance >= LEANING else ""
        is_listed = is_on_the_only_list(question.text, self.generation.in_force)
        if answer is None and hangs(question, sure) and not is_listed:
            answer = self._all_outcomes(question, only)
        if answer is None and hangs(question, sure) and not is_listed:
            key = "mistaken" if sure == "correction" else "unclear"
            answer = talk(question, key, told.chance, language)
        return answer and replace(answer, elapsed_ms=(time.perf_counter() - started) * 1000)

    def _word_of_talk(self, question: Question, typed: Told) -> tuple[str, float] | None:
        """The kind of talk that a message is as a whole, or in one of its parts."""
        lexical = self.generation.lexical
        word = talk_in(question, typed, lexical)
        if word is not None or typed.kind != _SEVERAL:
            return word
        return talk_in_parts(parts_of(question), self._tell, lexical)

    def _talk(self, question: Question, word: tuple[str, float], language: str) -> Answer:
        """A word of talk, a greeting and what can be asked as they suit the archive."""
        kind, chance = word
        if kind not in WITH_EXAMPLES:
            return talk(question, kind, chance, language)
        asked = replace(self._asked(question, None), language=language)
        said = greeting(asked) if kind == "greeting" else ""
        return talk(question, kind, chance, language, examples(asked, self._samples), said)

    def _recalled(self, question: Question, recalls: Recalled) -> Answer:
        """What is asked of the answer before; a word where nothing that it quoted is left."""
        asked = Asked(question, self.generation, self._agenda, None, question.answered_in)
        overview = recall(asked, recalls)
        answer = None if overview is None else self._shown(question, overview, 1.0)
        return answer or talk(question, "unclear", 1.0, question.answered_in)

    def _asked(self, question: Question, only: Collection[str] | None) -> Asked:
        language = question.answered_in
        return Asked(question, self.generation, self._agenda, only, language, self._answerer)

    def _outright(self, question: Question, only: Collection[str] | None) -> Answer | None:
        """What a message asks for in so many words, whatever kind it is told to be."""
        overview = outright(self._asked(question, only))
        return None if overview is None else self._shown(question, overview, 1.0)

    def _from_structure(
        self, question: Question, told: Told, only: Collection[str] | None
    ) -> Answer | None:
        """What the archive's structure holds, by the first kind that has something."""
        asked = self._asked(question, only)
        for kind, chance in overviews_for(told, self._overviewers):
            overview = self._overviewers[kind](asked)
            answer = None if overview is None else self._shown(question, overview, chance)
            if overview is not None and answer is not None:
                nearby = self._nearby(question, only) if overview.lacks else None
                return nearby or answer
        return None

    def _all_outcomes(self, question: Question, only: Collection[str] | None) -> Answer | None:
        """The outcomes of whatever meeting, where a message without a subject asks for outcomes."""
        overview = all_outcomes(self._asked(question, only))
        return None if overview is None else self._shown(question, overview, 1.0)

    def _shown(self, question: Question, overview: Overview, chance: float) -> Answer | None:
        return shown(question, overview, chance, self.generation, self._lock)

    def _nearby(self, question: Question, only: Collection[str] | None) -> Answer | None:
        """What the documents that were spoken of surely answer; None where nothing was."""
        if question.nearby is None or only is not None:
            return None
        return surely_nearby(question, self._answerer.answer_all)

    def _of_several(self, question: Question, only: Collection[str] | None) -> Answer | None:
        """The answers to the parts of a question in one; None where it is one question."""
        parts = parts_of(question)
        if len(parts) < 2:
            return None
        return several(question, answers_to_parts(parts, only, self._answerer.answer_all))


def _in_language_of(question: Question, context: Context) -> Question:
    """The message in the language that was spoken before where its own words tell none."""
    spoken = context.question.spoken
    read = read_question(question.text, question.typed, spoken=spoken)
    return replace(read, read_in=question.read_in)


def _nearby(question: Question, meant: Question, context: Context) -> Nearby | None:
    """What was spoken of, where a message names nothing itself and is about no other forum."""
    edition = meant.forums.edition
    is_other = lone_ordinals(question.text) or (edition is not None and edition != context.edition)
    if not context.sources or is_named(question) or is_other:
        return None
    whole = not meant.adds and is_whole(question, context)
    is_foreign = whole and context.question.spoken != question.spoken
    leans = None if meant.adds or is_foreign else with_subject(meant, context)
    return Nearby(context.sources, leans, whole)


def _recalling(question: Question, recalls: Recalled) -> Question:
    """The message with what it recalls, or the question that the chosen line leads to."""
    leads_to = next((one.question for one in recalls.shown if one.question), "")
    if leads_to:
        read = read_question(leads_to, instead_of=question)
        return replace(read, read_in=question.read_in)
    return replace(question, recalls=recalls)
