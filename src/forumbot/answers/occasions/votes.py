"""How a vote came out, where the votes are counted beside what was voted on."""

from collections.abc import Iterator
from dataclasses import replace

from forumbot.answers.drafts import Draft, Retrieved, silent
from forumbot.answers.occasions.premises import is_confirmed
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at
from forumbot.answers.quoting.units import Unit, units_of
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.layout import BlockKind
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question
from forumbot.language.decided import asks_whether_decided, deciding_words
from forumbot.language.votes import Span, asks_for_vote, is_for_vote, names_sides, tallies
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

    Of several counts that whose surroundings hold most of the question. "Was it approved?" is
    answered by the row of a table that counts the votes. None where it asks for neither, or none of
    the best passages counts a vote on most of what it names.
    """
    question = retrieved.question
    is_vote = asks_for_vote(question.text, question.spoken)
    if question.kind in _OTHER_KINDS or not (is_vote or _asks_whether_accepted(question)):
        return None
    own = QuestionTerms.of(question, retrieved.generation.lexical)
    found = [
        one
        for terms in map(_without_vote, (own, retrieved.form))
        for hit in retrieved.ranking.hits[:_PASSAGES]
        for one in (*(_told(hit, terms) if is_vote else ()), *_tabled(hit, terms))
    ]
    if not found:
        return None
    excerpt = max(found, key=lambda one: one.score)
    return Draft((excerpt,), silent, is_certain=True, taken_from="the count of a vote")


def _asks_whether_accepted(question: Question) -> bool:
    return is_confirmed(question) and asks_whether_decided(question.text, question.spoken)


def _without_vote(terms: QuestionTerms) -> QuestionTerms:
    """The words of a question but those for the vote, which a count says by itself."""
    spoken = terms.question.spoken
    passed = deciding_words(spoken)
    left = tuple(
        one for one in terms.telling if not is_for_vote(one.word, spoken) and one.word not in passed
    )
    return replace(terms, telling=left)


def _told(hit: Hit, terms: QuestionTerms) -> Iterator[Excerpt]:
    """The counts that sentences tell, on what a question names."""
    found = (_on_subject(hit, counted, terms) for counted in _counted_in(hit))
    yield from (one for one in found if one is not None)


def _tabled(hit: Hit, terms: QuestionTerms) -> Iterator[Excerpt]:
    """The rows on what a question names, in a table whose columns are the sides of a vote."""
    document, language = hit.document, hit.document.language
    for unit in units_of(document, hit.passage):
        if not names_sides(unit.line.columns, language):
            continue
        covered = terms.worded_coverage(document.text[unit.start : unit.end], language)
        excerpt = excerpt_at(document, unit.start, unit.end, covered)
        if excerpt is not None and covered >= _COVERED:
            yield excerpt


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
    best = max(
        range(len(units)),
        key=lambda at: (terms.worded_coverage(texts[at], language), -abs(at - held[0])),
    )
    if best not in held and units[best].line.block.kind is BlockKind.ITEM:
        return None  # each item of a list has a count of its own
    first, last = min(best, held[0]), max(best, held[-1])
    if units[last].end - units[first].start > _LONGEST:
        first, last = held[0], held[-1]
    return excerpt_at(document, units[first].start, units[last].end, covered)


def _units_about(hit: Hit, counted: Span) -> list[Unit]:
    """The sentences, items and rows about a count, under its heading, which is none of them."""
    start, end = max(counted[0] - _AROUND, 0), counted[1] + _AROUND
    around = replace(hit.passage, start=start, end=end, text=hit.document.text[start:end])
    units = units_of(hit.document, around)
    own = next((one.line.heading_path for one in units if one.end > counted[0]), ())
    said = (one for one in units if one.line.block.kind is not BlockKind.HEADING)
    return [one for one in said if one.line.heading_path == own]
