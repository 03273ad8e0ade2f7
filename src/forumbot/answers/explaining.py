"""How an answer came about, for maintainers: how it was read, what was found, what decided."""

from dataclasses import dataclass
from typing import Any

from forumbot.answers.answer import Answer
from forumbot.answers.deciding.decision import Case, Decision
from forumbot.search.hits import Hit


@dataclass(frozen=True, slots=True)
class Explanation:
    """The stages of one answer, in order.

    ``told`` is the kind that the message was taken for with its probability, None where none was
    told; ``forms`` are the wordings that were searched with. ``decision`` is None where no passage
    was looked for: then the kind alone decided.
    """

    answer: Answer
    told: tuple[str, float] | None = None
    forms: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    case: Case | None = None
    decision: Decision | None = None

    @property
    def stages(self) -> list[tuple[str, list[str]]]:
        """Each stage by its name, with what there is to say of it, a line each."""
        stages = [("read as", self._reading())]
        if self.told is not None:
            stages.append(("kind of message", [f"{self.told[0]} ({self.told[1]:.2f})"]))
        if self.decision is None or self.case is None:
            return [*stages, ("decided", [f"by the kind: {self.answer.finding}"])]
        return [
            *stages,
            ("searched for", list(self.forms)),
            ("found", [found_line(rank, hit) for rank, hit in enumerate(self.hits, start=1)]),
            ("drafted from", [self.case.drafted_from]),
            ("decided", self._deciding(self.case, self.decision)),
        ]

    def _reading(self) -> list[str]:
        question = self.answer.understood
        named = ", ".join(self.answer.heeded) or "none"
        return [
            question.text,
            f"wants: {question.kind}; language: {question.spoken}; "
            f"answered in: {question.answered_in}; documents preferred: {named}",
        ]

    def _deciding(self, case: Case, decision: Decision) -> list[str]:
        flags = {
            "names what the archive lacks": case.is_absent,
            "stated outright": case.is_stated,
            "quoted": case.is_quoted,
            "lacks the date or number asked for": case.lacks_what_is_counted,
            "lacks the form asked for": case.lacks_form,
            "of another role, body, place or number": case.is_of_another,
            "lacks words for what was done or counted": case.lacks_sought,
            "a bare name": case.is_lookup,
        }
        held = ", ".join(name for name, holds in flags.items() if holds) or "nothing of note"
        return [
            f"{decision.finding}: {decision.rule}",
            f"confidence {decision.confidence:.2f}, answered from {decision.answer_from:.2f}",
            f"the case: {held}",
        ]

    def to_json(self) -> dict[str, Any]:
        """The stages as JSON values, the scores of each passage as numbers."""
        decision = self.decision
        return {
            "stages": [{"stage": name, "said": lines} for name, lines in self.stages],
            "told": self.told and {"kind": self.told[0], "chance": round(self.told[1], 4)},
            "read": [_scores(rank, hit) for rank, hit in enumerate(self.hits, start=1)],
            "decision": decision
            and {
                "finding": decision.finding.value,
                "rule": decision.rule,
                "confidence": round(decision.confidence, 4),
                "answer_from": round(decision.answer_from, 4),
            },
        }


def found_line(rank: int, hit: Hit) -> str:
    """A passage with its scores, and what the reader made of it."""
    where = " · ".join([hit.passage.doc_id, *hit.passage.heading_path[-1:]])
    scores = (
        f"score {hit.score:.2f} (dense {hit.dense_score:.2f}, words {hit.lexical_score:.2f}, "
        f"n-grams {hit.ngram_score:.2f}, tokens {hit.late_score:.2f})"
    )
    return f"{rank}. {where}: {scores}; {_read(hit)}"


def _read(hit: Hit) -> str:
    reading = hit.reading
    if reading is None:
        return "not read"
    reader = "multilingual" if reading.is_multilingual else "English"
    return f"{reader} reader {reading.logit:+.2f} for “{_span(hit)}”"


def _span(hit: Hit) -> str:
    reading = hit.reading
    text = hit.passage.text[reading.start : reading.end] if reading is not None else ""
    return " ".join(text.split())


def _scores(rank: int, hit: Hit) -> dict[str, Any]:
    reading = hit.reading
    return {
        "rank": rank,
        "doc_id": hit.passage.doc_id,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "score": round(hit.score, 4),
        "dense": round(hit.dense_score, 4),
        "words": round(hit.lexical_score, 4),
        "ngrams": round(hit.ngram_score, 4),
        "tokens": round(hit.late_score, 4),
        "reader": None if reading is None else round(reading.logit, 4),
        "span": _span(hit) or None,
    }
