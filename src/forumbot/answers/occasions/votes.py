"""How a vote came out, where the votes are counted beside what was voted on."""

from collections.abc import Iterator
from dataclasses import replace

from forumbot.answers.drafts import Draft, Retrieved, silent
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at
from forumbot.answers.quoting.units import Unit, units_of
from forumbot.answers.terms import QuestionTerms
from forumbot.asking.kinds import QuestionKind
from forumbot.language.votes import Span, asks_for_vote, is_for_vote, tallies
from forumbot.search.hits import Hit

# Set by hand: passages further down are of other subjects; the motion stands in the paragraphs
# about the count, and is quoted with it where both fit. With less of the question, by rarity,
# something else may have been voted on.
_PASSAGES = 5
_AROUND, _LONGEST, _COVERED = 500, 500, 0.6
# Who voted for it is not told by numbers, nor when it was.
_OTHER_KINDS = frozenset({QuestionKind.WHO, QuestionKind.WHEN, QuestionKind.WHERE})


def on_vote(retrieved: Retrieved) -> Draft | None:
    """The count of the votes on what a question names, with the sentence that names it.

    Of several counts that whose surroundings hold most of the question. None where it asks for no
    vote, or none of the best passages counts one on most of what it names.
    """
    question = retrieved.question
    if question.kind in _OTHER_KINDS or not asks_for_vote(question.text, question.spoken):
        return None
    own = QuestionTerms.of(question, retrieved.generation.lexical)
    found = [
        one
        for terms in map(_without_vote, (own, retrieved.form))
        for hit in retrieved.ranking.hits[:_PASSAGES]
        for counted in _counted_in(hit)
        if (one := _on_subject(hit, counted, terms)) is not None
    ]
    if not found:
        return None
    excerpt = max(found, key=lambda one: one.score)
    return Draft((excerpt,), silent, is_certain=True, taken_from="the count of a vote")


def _without_vote(terms: QuestionTerms) -> QuestionTerms:
    """The words of a question but those for the vote, which a count says by itself."""
    spoken = terms.question.spoken
    left = tuple(one for one in terms.telling if not is_for_vote(one.word, spoken))
    return replace(terms, telling=left)


def _counted_in(hit: Hit) -> Iterator[Span]:
    """Where votes are counted in a passage, in its document."""
    for start, end in tallies(hit.passage.text, hit.document.language):
        yield hit.passage.start + start, hit.passage.start + end


def _on_subject(hit: Hit, counted: Span, terms: QuestionTerms) -> Excerpt | None:
    """What to quote of a count on what a question names, scored by how much of it stands there."""
    document, language = hit.document, hit.document.language
    units = _units_about(hit, counted)
    held = [
        place for place, one in enumerate(units) if one.start < counted[1] and counted[0] < one.end
    ]
    if not held:
        return None
    texts = [document.text[one.start : one.end] for one in units]
    above = " ".join([document.title, *units[held[0]].line.heading_path])
    covered = terms.worded_coverage(" ".join([above, *texts]), language)
    if covered < _COVERED:
        return None
    best = max(range(len(units)), key=lambda at: terms.worded_coverage(texts[at], language))
    first, last = min(best, held[0]), max(best, held[-1])
    if units[last].end - units[first].start > _LONGEST:
        first, last = held[0], held[-1]
    return excerpt_at(document, units[first].start, units[last].end, covered)


def _units_about(hit: Hit, counted: Span) -> list[Unit]:
    """The sentences, items and rows about a count, under its heading."""
    start, end = max(counted[0] - _AROUND, 0), counted[1] + _AROUND
    around = replace(hit.passage, start=start, end=end, text=hit.document.text[start:end])
    units = units_of(hit.document, around)
    own = next((one.line.heading_path for one in units if one.end > counted[0]), ())
    return [one for one in units if one.line.heading_path == own]
