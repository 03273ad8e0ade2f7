"""Whether the best sentence of a passage answers alone, or others have to stand beside it."""

import re
from collections.abc import Sequence

from forumbot.answers.quoting.agreement import answer_in
from forumbot.answers.quoting.scored import Scored, is_read_in
from forumbot.answers.quoting.telling import tells
from forumbot.answers.quoting.untold import says_untold
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.questions import asks_several
from forumbot.language.table import codes, derived, table
from forumbot.language.turns import turns
from forumbot.language.words import words
from forumbot.search.hits import Hit

# Characters that a sentence which answers alone has with its neighbours, and the logits from which
# it does, of its passage and of itself: set by hand, so that of 453 questions as many get what was
# wanted as before; with 0 for the second it is one less. And the commas of an answer of several
# things: with one, a list that was wanted whole is not.
POINTED, _POINTED_FROM, _POINTED_ALONE, _COMMAS = 120, 1.5, 1.0, 2
# Set by hand, by sentences of five golden sets: an attendance list beside an answer has -5.2.
_DENIED, _ANSWERS = -4.0, 0.0
# Set by hand: of two items "Ada spoke in the debrief of 5 May" more words are shared than not.
_ALIKE = 0.6
_MEASURED = frozenset({QuestionKind.NUMBER, QuestionKind.WHEN})
_OF_ONE_FACT = frozenset(
    {QuestionKind.WHO, QuestionKind.NUMBER, QuestionKind.WHEN, QuestionKind.WHERE}
)


def are_several(
    terms: QuestionTerms, document: Document, best: Scored, units: Sequence[Scored]
) -> bool:
    """Whether other items, with a line that leads them in, tell as much of other people."""
    if terms.kind is not QuestionKind.WHO or not best.line.lead_in.endswith(":"):
        return False
    own = document.text[best.start : best.end]
    texts = [document.text[one.start : one.end] for one in units if is_alike(document, best, one)]
    return any(terms.coverage(one) >= terms.coverage(own) and tells(terms, one) for one in texts)


def is_read_elsewhere(hit: Hit, units: Sequence[Scored]) -> bool:
    """Whether the best unit has what is sought, and the reader places the answer in another."""
    best = max(units, key=lambda unit: unit.score)
    return best.belongs and not is_read_in(hit, best)


def is_alike(document: Document, best: Scored, unit: Scored) -> bool:
    """Whether another item of its list says much the same of something else, as of each speaker."""
    if unit is best or {unit.line.block.kind, best.line.block.kind} != {BlockKind.ITEM}:
        return False
    said, other = (set(words(document.text[one.start : one.end])) for one in (best, unit))
    return len(said & other) >= _ALIKE * max(len(said), len(other))


def _tells_of_others(
    terms: QuestionTerms, document: Document, best: Scored, units: Sequence[Scored]
) -> bool:
    """Whether another item says of something else as much of what is asked as the best one.

    "The first meeting counted 33 experts" is no other answer to who opened it.
    """
    least = terms.coverage(document.text[best.start : best.end])
    return any(
        is_alike(document, best, one)
        and terms.coverage(document.text[one.start : one.end]) >= least
        for one in units
    )


def is_fact(terms: QuestionTerms, hit: Hit, units: Sequence[Scored]) -> bool:
    """Whether the best unit has the one thing that is asked for, where the reader places it.

    Each item of a list of facts tells another one; of a sentence the reader must be sure.
    """
    best, answer = max(units, key=lambda unit: unit.score), answer_in(hit)
    is_item = best.line.block.kind is BlockKind.ITEM
    if terms.kind not in _OF_ONE_FACT or not (is_item or _is_sure_sentence(terms, hit, best)):
        return False
    if _is_untold_beside(terms.question, hit.document, units):
        return False
    if asks_several(terms.question.text, terms.question.spoken):
        return False
    if answer is None or not (best.start <= answer[0] and answer[1] <= best.end):
        return False
    text = hit.document.text[best.start : best.end]
    return tells(terms, text) and not _tells_of_others(terms, hit.document, best, units)


def _is_sure_sentence(terms: QuestionTerms, hit: Hit, best: Scored) -> bool:
    """Whether a sentence of a paragraph is one that the reader is sure of, in any language.

    Only of days and numbers, as names stand everywhere: in another language a reader takes whoever
    opened a conference for its keynote speaker.
    """
    leads_in = hit.document.text.endswith(":", best.start, best.end)
    is_sentence = best.line.block.kind is BlockKind.PARAGRAPH and not leads_in
    return terms.kind in _MEASURED and is_sentence and is_trusted(hit)


def is_pointed(terms: QuestionTerms, hit: Hit, units: Sequence[Scored]) -> bool:
    """Whether the best unit answers alone: the reader likely has the one answer within it.

    It is so by the passage, or by the sentence read alone. Not where several things are asked for.
    """
    question, answer = terms.question, answer_in(hit)
    best = max(units, key=lambda unit: unit.score)
    if answer is None or not is_trusted(hit):
        return False
    if question.kind is QuestionKind.LIST and not _is_row(hit.document, answer):
        return False
    if not (best.start <= answer[0] and answer[1] <= best.end):
        return False
    text = hit.document.text[best.start : best.end]
    if _is_untold_beside(terms.question, hit.document, units):
        return False
    if _tells_of_others(terms, hit.document, best, units):
        return False
    return not (text.endswith(":") or asks_several(question.text, question.spoken))


def settles(terms: QuestionTerms, hit: Hit, units: Sequence[Scored]) -> bool:
    """Whether the best unit tells all that is asked for, so that others hardly add to it.

    The cells of a row tell of many things, as one that is pointed at.
    """
    best = max(units, key=lambda unit: unit.score)
    is_row = best.line.block.kind is BlockKind.ROW
    return not is_row and (is_pointed(terms, hit, units) or is_fact(terms, hit, units))


def adds_to_settled(terms: QuestionTerms, hit: Hit, *, is_other: bool) -> bool:
    """Whether a passage adds to one that settles a question: what answers as surely by itself.

    One fact is told once, but of another forum; the multilingual reader is often mistaken in the
    first passage and right in the next.
    """
    is_unsure = hit.reading is not None and hit.reading.is_multilingual and not in_english(hit)
    return is_trusted(hit) and (is_other or is_unsure or terms.kind not in _OF_ONE_FACT)


def points_back(document: Document, units: Sequence[Scored]) -> bool:
    """Whether the best unit opens with a word for what the one before it names: "It brought"."""
    best = max(range(len(units)), key=lambda place: units[place].score)
    own, before = units[best], units[best - 1] if best else units[best]
    is_behind = own.line.block == before.line.block and own is not before
    text = document.text[own.start : own.end]
    return is_behind and turns(document.language).pointing.match(text) is not None


def in_english(hit: Hit) -> bool:
    """Whether the sentence was read by the English reader, as for a question put into English."""
    return hit.alone is not None and not hit.alone.is_multilingual


def is_trusted(hit: Hit) -> bool:
    """Whether the reader is sure that a passage answers, or the sentence alone.

    Of a passage that was read in two ways the one in English tells.
    """
    is_told_twice = hit.reading is not None and hit.reading.is_multilingual and in_english(hit)
    passage = hit.reading is not None and hit.reading.logit > _POINTED_FROM
    alone = hit.alone is not None and hit.alone.logit > _POINTED_ALONE
    return alone or (passage and not is_told_twice)


def is_denied(hit: Hit, first: Hit) -> bool:
    """Whether the sentence of a further passage surely answers nothing, and the first one does."""
    if hit.alone is None or first.alone is None or not (in_english(hit) and in_english(first)):
        return False
    return hit.alone.logit < _DENIED and first.alone.logit > _ANSWERS


def _is_row(document: Document, answer: tuple[int, int]) -> bool:
    """Whether several things stand in one answer: "China, Japan, Mexico", "A, B and C"."""
    text, joint = document.text[slice(*answer)], _joint(document.language)
    before, _comma, last = text.rpartition(",")
    commas = text.count(",")
    # "Old and new industries, in both rich and poor regions" is one thing and not three.
    is_joined = commas > 0 and bool(joint.search(last)) and not joint.search(before)
    return commas + is_joined >= _COMMAS


@derived
def _joint(language: str) -> re.Pattern[str]:
    """The "and" of a language."""
    said = table(language).dating("and") if language in codes() else ()
    return compiled(rf"(?<!\w){one_of(ways(said))}(?!\w)")


def _is_untold_beside(question: Question, document: Document, units: Sequence[Scored]) -> bool:
    """Whether some unit of a passage says that the day which is asked for is not known."""
    return question.kind is QuestionKind.WHEN and any(
        says_untold(question.kind, document.text[one.start : one.end], document.language)
        for one in units
    )
