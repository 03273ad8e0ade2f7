"""Whether something was accepted or rejected: the sentence that tells of the decision on it."""

import re
from collections.abc import Iterator, Sequence

from forumbot.answers.drafts import Draft, Retrieved, silent
from forumbot.answers.occasions.premises import is_confirmed
from forumbot.answers.quoting.belonging import is_held
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_of
from forumbot.answers.quoting.named_forum import of_named_forum
from forumbot.answers.quoting.scored import scored_units
from forumbot.answers.quoting.told import Told
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.layout import BlockKind
from forumbot.asking.question import Question
from forumbot.asking.sought import Word, meant
from forumbot.language.decided import asks_whether_decided, deciding_words, tells_decision
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.questions import function_words
from forumbot.language.table import codes, derived, table
from forumbot.search.hits import Hit

# Set by hand: passages further down are of other subjects.
_PASSAGES = 6
# Set by hand: as much as the first quote may take.
_MOST_CHARS = 400


def on_whether_decided(retrieved: Retrieved) -> Draft | None:
    """The sentence that tells what was decided on the subject of a question that asks just that.

    "Declined" answers "was it approved?" as "approved" does. It holds every word of the subject
    itself, or says them in another language, and speaks of no plan; of several the shortest says
    that and little else. Where none does, the paragraph that speaks of the subject: a decision on
    something else beside it is no answer. None where anything else is asked.
    """
    asked, form = retrieved.question, retrieved.form
    if not is_confirmed(asked) or not asks_whether_decided(asked.text, asked.spoken):
        return None
    subject, named = _subject(form), _named(asked)
    hits = of_named_forum(form.question.forums.one, retrieved.ranking.hits)[:_PASSAGES]
    if not subject:
        return None
    found = [one for hit in hits for one in _told(hit, form, subject)]
    found = found or [one for hit in hits for one in _told_abroad(hit, form, named)]
    if found:
        best = min(found, key=lambda one: one.end - one.start)
        return Draft((best,), silent, is_certain=True, taken_from="what is told as decided")
    spoken_of = (one for hit in hits for one in _spoken_of(hit, form, subject))
    nearest = next(spoken_of, None)
    return None if nearest is None else Draft((nearest,), silent)


def _subject(terms: QuestionTerms) -> frozenset[int]:
    """The places of the words that say on what may have been decided."""
    spoken = terms.question.spoken if terms.question.spoken in codes() else "en"
    light = function_words(spoken) | deciding_words(spoken)
    return frozenset(place for place, one in enumerate(terms.telling) if one.word not in light)


def _named(question: Question) -> tuple[Word, ...]:
    """The words that say on what may have been decided, with what they are in English."""
    spoken = question.spoken if question.spoken in codes() else "en"
    light = function_words(spoken) | deciding_words(spoken)
    said = (one for one in question.located if one[0] in question.content_words)
    return tuple((one[0], meant(question, one)) for one in said if one[0] not in light)


def _told_abroad(hit: Hit, terms: QuestionTerms, named: Sequence[Word]) -> Iterator[Excerpt]:
    """As :func:`_told`, in a passage of another language than the question's."""
    document = hit.document
    if document.language == terms.question.spoken:
        return
    for one in _decisions(hit, terms):
        told = Told(document.text[one.start : one.end], "", document.language)
        if named and all(is_held(word, [told]) for word in named):
            yield one


def _spoken_of(hit: Hit, terms: QuestionTerms, subject: frozenset[int]) -> Iterator[Excerpt]:
    """The paragraphs of a passage that speak of the subject, and fit a quote."""
    document, passage = hit.document, hit.passage
    for line in document.outline:
        start, end = line.block.start, line.block.end
        is_in = passage.start <= start and end <= passage.end and end - start <= _MOST_CHARS
        is_said = is_in and line.block.kind is not BlockKind.HEADING
        if is_said and terms.held(document.text[start:end]) >= subject:
            yield excerpt_of(document, line, start, end, 1.0)


def _told(hit: Hit, terms: QuestionTerms, subject: frozenset[int]) -> Iterator[Excerpt]:
    """The sentences of a passage that tell of a decision on the subject."""
    text = hit.document.text
    for one in _decisions(hit, terms):
        if terms.held(text[one.start : one.end]) >= subject:
            yield one


def _decisions(hit: Hit, terms: QuestionTerms) -> Iterator[Excerpt]:
    """The sentences of a passage that tell of a decision."""
    document = hit.document
    for unit in scored_units(hit, terms):
        text = document.text[unit.start : unit.end]
        is_statement = unit.line.block.kind is not BlockKind.HEADING and text[-1:] not in ":?"
        if not is_statement or not tells_decision(text, document.language):
            continue
        if not _planned(document.language).search(text):
            yield excerpt_of(document, unit.line, unit.start, unit.end, unit.score)


@derived
def _planned(code: str) -> re.Pattern[str]:
    """What tells that something is still to come."""
    said = table(code).planned if code in codes() else ()
    return compiled(rf"(?<!\w)(?:{one_of(ways(said))})(?!\w)")
