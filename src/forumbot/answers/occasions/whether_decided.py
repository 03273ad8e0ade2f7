"""Whether something was accepted or rejected: the sentence that tells of the decision on it."""

import re
from collections.abc import Iterator

from forumbot.answers.drafts import Draft, Retrieved, silent
from forumbot.answers.occasions.premises import is_confirmed
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_of
from forumbot.answers.quoting.named_forum import of_named_forum
from forumbot.answers.quoting.scored import scored_units
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.layout import BlockKind
from forumbot.language.decided import asks_whether_decided, deciding_words, tells_decision
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.questions import function_words
from forumbot.language.table import codes, derived, table
from forumbot.search.hits import Hit

# Set by hand: passages further down are of other subjects.
_PASSAGES = 6


def on_whether_decided(retrieved: Retrieved) -> Draft | None:
    """The sentence that tells what was decided on the subject of a question that asks just that.

    "Declined" answers "was it approved?" as "approved" does. It holds every word of the subject
    itself and speaks of no plan; of several the shortest says that and little else. None where
    none does, or anything else is asked.
    """
    asked, form = retrieved.question, retrieved.form
    if not is_confirmed(asked) or not asks_whether_decided(asked.text, asked.spoken):
        return None
    subject = _subject(form)
    hits = of_named_forum(form.question.forums.one, retrieved.ranking.hits)
    found = [one for hit in hits[:_PASSAGES] for one in _told(hit, form, subject)]
    if not subject or not found:
        return None
    best = min(found, key=lambda one: one.end - one.start)
    return Draft((best,), silent, is_certain=True, taken_from="what is told as decided")


def _subject(terms: QuestionTerms) -> frozenset[int]:
    """The places of the words that say on what may have been decided."""
    spoken = terms.question.spoken if terms.question.spoken in codes() else "en"
    light = function_words(spoken) | deciding_words(spoken)
    return frozenset(place for place, one in enumerate(terms.telling) if one.word not in light)


def _told(hit: Hit, terms: QuestionTerms, subject: frozenset[int]) -> Iterator[Excerpt]:
    """The sentences of a passage that tell of a decision on the subject."""
    document = hit.document
    for unit in scored_units(hit, terms):
        text = document.text[unit.start : unit.end]
        is_statement = unit.line.block.kind is not BlockKind.HEADING and text[-1:] not in ":?"
        if not is_statement or not tells_decision(text, document.language):
            continue
        if _planned(document.language).search(text):
            continue
        if terms.held(text) >= subject:
            yield excerpt_of(document, unit.line, unit.start, unit.end, unit.score)


@derived
def _planned(code: str) -> re.Pattern[str]:
    """What tells that something is still to come."""
    said = table(code).planned if code in codes() else ()
    return compiled(rf"(?<!\w)(?:{one_of(ways(said))})(?!\w)")
