"""What only several lines tell together: rows of one subject, and items that end a sentence."""

from collections.abc import Sequence

from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at
from forumbot.answers.quoting.lists import is_of_differing, whole_list
from forumbot.answers.quoting.pointed import are_several
from forumbot.answers.quoting.scored import Scored
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.asking.kinds import QuestionKind

# Set by hand: a week of opening hours is read at a glance, and so is what a board consists of.
_MOST_ROWS, _MOST_CHARS = 7, 600
_FOR_ANY = frozenset({QuestionKind.WHAT, QuestionKind.LIST})
_ENDS = (".", "!", "?", ":", ";", "…")


def told_together(
    terms: QuestionTerms, document: Document, units: Sequence[Scored], room: int
) -> Excerpt | None:
    """The lines that answer with the best unit; None where that may answer alone.

    So it is where a time or a place is asked for and no word of the question tells the best row
    from the others of its small table ("When is the shed open?" over a row a day), and where the
    best unit is an item that ends a sentence with others ("The board consists of").

    Or else :func:`told_whole`, in ``room``.
    """
    whole = told_whole(terms, document, units, room)
    if whole is not None:
        return whole
    best = max(range(len(units)), key=lambda place: units[place].score)
    if units[best].line.block.kind is BlockKind.ITEM:
        return _ended_by_items(document, units[best])
    if terms.kind in (QuestionKind.WHEN, QuestionKind.WHERE):
        return _rows_alike(terms, document, units, best)
    return None


def _is_any(
    terms: QuestionTerms, document: Document, units: Sequence[Scored], best: Scored
) -> bool:
    """Whether a question for what there is has no word that tells an item from those beside it."""
    if terms.kind not in _FOR_ANY or not best.line.lead_in.endswith(":"):
        return False
    texts = [
        document.text[one.start : one.end]
        for one in units
        if one.line.block.kind is BlockKind.ITEM and one.line.lead_in == best.line.lead_in
    ]
    said = terms.held(document.text[best.start : best.end])
    return len(texts) > 1 and bool(said) and all(said <= terms.held(one) for one in texts)


def told_whole(
    terms: QuestionTerms, document: Document, units: Sequence[Scored], room: int
) -> Excerpt | None:
    """The whole list that the best unit is an item of, where one item tells too little; or None.

    So it is where the list is led in as what sources differ in, one of which would tell as agreed
    what is not, where somebody is asked for and others say the same of somebody else, and where no
    word of the question tells the item from the others ("What did the forum discuss?").
    """
    best = max(units, key=lambda unit: unit.score)
    if best.line.block.kind is not BlockKind.ITEM:
        return None
    is_differing = is_of_differing(best.line.lead_in, document.language)
    is_one_of_many = are_several(terms, document, best, units) or _is_any(
        terms, document, units, best
    )
    if not is_differing and not is_one_of_many:
        return None
    found = whole_list(document, best.start, room)
    if found is None:
        return None
    start, end = found
    # Of the paragraph before the list the sentence that leads it in.
    leads = (one.start for one in units if one.line.block.kind is not BlockKind.ITEM)
    start = max([start, *(one for one in leads if start <= one < best.start)])
    return excerpt_at(document, start, end, best.score)


def _ended_by_items(document: Document, best: Scored) -> Excerpt | None:
    found = whole_list(document, best.start, _MOST_CHARS)
    if found is None:
        return None
    before = [block for block in document.blocks if block.end <= found[0]][-1:]
    if not before or before[0].kind is not BlockKind.PARAGRAPH:
        return None
    (lead,) = before
    is_open = not document.text[lead.start : lead.end].rstrip().endswith(_ENDS)
    is_whole = is_open and found[1] - lead.start <= _MOST_CHARS
    return excerpt_at(document, lead.start, found[1], best.score) if is_whole else None


def _rows_alike(
    terms: QuestionTerms, document: Document, units: Sequence[Scored], best: int
) -> Excerpt | None:
    columns = units[best].line.columns
    if not columns:
        return None

    def is_beside(place: int) -> bool:
        return 0 <= place < len(units) and units[place].line.columns == columns

    first = last = best
    while is_beside(first - 1):
        first -= 1
    while is_beside(last + 1):
        last += 1
    above = terms.held(document.title, *units[best].line.heading_path, *columns)
    is_told_apart = any(
        terms.held(document.text[one.start : one.end]) - above for one in units[first : last + 1]
    )
    start, end = units[first].start, units[last].end
    is_small = 1 < last - first + 1 <= _MOST_ROWS and end - start <= _MOST_CHARS
    if is_told_apart or not is_small:
        return None
    return excerpt_at(document, start, end, units[best].score)
