"""Golden questions with their answers, set against what was wanted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from forumbot.answers.answerer import Answer, Answerer, Finding
from forumbot.asking.kinds import kind_of
from forumbot.asking.question import check_question
from forumbot.errors import EvaluationError
from forumbot.evaluation.golden import GoldenQuestion

_BATCH = 64

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Judged:
    """One golden question with its answer.

    ``rank`` is that of the first right passage, from 1; ``quoted`` says whether the quotes, given
    as an answer or as the nearest, hold all wanted strings.
    """

    golden: GoldenQuestion
    answer: Answer
    rank: int | None
    quoted: bool

    @property
    def type(self) -> str:
        """The type that the question is given, or else the one that its words tell."""
        return self.golden.type or kind_of(self.golden.question).value

    @property
    def is_found(self) -> bool:
        """Whether a right passage is among the first five."""
        return self.rank is not None and self.rank <= 5

    @property
    def is_answered(self) -> bool:
        """Whether quotes were given as an answer."""
        return bool(self.answer.citations)

    @property
    def is_refused(self) -> bool:
        """Whether it was said that the archive holds nothing on the subject."""
        return self.answer.finding is Finding.NOTHING

    @property
    def would_be_wrong(self) -> bool:
        """Whether an answer is wrong: there is none to give, or the quotes lack what was wanted."""
        return not (self.golden.answerable and self.quoted)


def usable(
    questions: Sequence[GoldenQuestion], documents: Iterable[str], where: str = "this index"
) -> list[GoldenQuestion]:
    """The questions whose document is there; raises :class:`EvaluationError` where none is.

    ``where`` names the index in the message.
    """
    doc_ids = list(documents)
    found = [golden for golden in questions if is_on(golden, doc_ids)]
    if not found:
        raise EvaluationError(
            f"none of the questions is on a document of {where}; 'doc' is a doc_id or a file name, "
            "and 'forumbot index status --json' lists those it holds"
        )
    return found


def is_on(golden: GoldenQuestion, documents: Iterable[str]) -> bool:
    """Whether a question names no document, or one of these."""
    return golden.doc is None or any(map(golden.is_of, documents))


def judge_all(
    answerer: Answerer,
    questions: Sequence[GoldenQuestion],
    on_progress: Progress,
    step: str = "answering",
) -> list[Judged]:
    """Answer every question and see what its answer holds."""
    judged: list[Judged] = []
    for first in range(0, len(questions), _BATCH):
        batch = questions[first : first + _BATCH]
        answers = answerer.answer_all([check_question(golden.question) for golden in batch])
        judged += [judge(golden, answer) for golden, answer in zip(batch, answers, strict=True)]
        on_progress(step, len(judged), len(questions))
    return judged


def judge(golden: GoldenQuestion, answer: Answer) -> Judged:
    """Set an answer against what was wanted."""
    ranks = (
        rank
        for rank, hit in enumerate(answer.hits, start=1)
        if golden.is_met_by(hit.passage.doc_id, hit.passage.text)
    )
    quotes = [
        citation.quote
        for citation in (*answer.citations, *answer.nearest)
        if golden.is_of(citation.doc_id)
    ]
    return Judged(golden, answer, next(ranks, None), golden.is_held_by("\n".join(quotes)))
