"""The passage that gives the day, where one is asked for and the first passage gives none."""

import re
from collections.abc import Sequence

from forumbot.answers.quoting.agreement import answer_in
from forumbot.answers.quoting.untold import says_untold
from forumbot.answers.terms import QuestionTerms
from forumbot.asking.kinds import QuestionKind, holds_new
from forumbot.language.dates import find_dates
from forumbot.search.hits import Hit

# Set by hand: a reader that places the day of a meeting in the line that gives it holds that half
# likely, as its title stands elsewhere; where registration ends it holds for unlikely.
_LEAST = -1.0
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")


def dated_first(terms: QuestionTerms, hits: Sequence[Hit]) -> list[Hit]:
    """The hits; where a day is asked for one in whose answer there is one first, and none without.

    Only of the document of the first one, which is about what is asked for, but gives no day in
    that passage. Whole days count, as a month names a meeting as well. Times of a day are those of
    a part of the meeting, unless their passage holds as much of the question.
    """
    ordered = list(hits)
    if terms.kind is not QuestionKind.WHEN or not hits or hits[0].reading is None:
        return ordered
    first = hits[0]
    text, language = first.passage.text, first.document.language
    untimed = _CLOCK.sub(" ", text)
    if holds_new(terms.kind, untimed, terms.said) or says_untold(terms.kind, text, language):
        return ordered
    dated = [hit for hit in hits[1:] if _is_dated(hit, first)]
    if untimed != text:
        held = terms.coverage(text)
        dated = [hit for hit in dated if terms.coverage(hit.passage.text) > held]
    if dated:
        best = max(dated, key=lambda hit: hit.reading.logit if hit.reading else _LEAST)
        ordered = [best, *(hit for hit in hits if hit is not best and _may_date(hit, first))]
    return ordered


def _may_date(hit: Hit, first: Hit) -> bool:
    """Whether a passage gives days, or is of another document than the first one."""
    is_other = hit.document.doc_id != first.document.doc_id
    return is_other or bool(find_dates(hit.passage.text))


def _is_dated(hit: Hit, first: Hit) -> bool:
    """Whether a reader takes days for the answer in a further passage of the document."""
    answer = answer_in(hit)
    is_likely = hit.reading is not None and hit.reading.logit > _LEAST
    if answer is None or not is_likely or hit.document.doc_id != first.document.doc_id:
        return False
    return bool(find_dates(hit.document.text[slice(*answer)]))
