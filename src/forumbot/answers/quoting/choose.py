"""The stretches of a hit's document that answer: sentences, list items, lists with lead-in."""

from collections.abc import Sequence
from dataclasses import replace

from forumbot.answers.quoting.agreement import answer_in, in_language_first, is_likely, repeats
from forumbot.answers.quoting.counts import holds_count
from forumbot.answers.quoting.dated import dated_first
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at, excerpt_of
from forumbot.answers.quoting.lists import (
    ends_with_lead_in,
    whole_list,
    with_list,
)
from forumbot.answers.quoting.named_meeting import of_named_meeting
from forumbot.answers.quoting.novelty import adds, is_doubted
from forumbot.answers.quoting.pointed import (
    POINTED,
    adds_to_settled,
    in_english,
    is_alike,
    is_denied,
    is_fact,
    is_pointed,
    is_read_elsewhere,
    is_trusted,
    points_back,
    settles,
)
from forumbot.answers.quoting.published import is_of_publication
from forumbot.answers.quoting.scored import Scored, scored_units
from forumbot.answers.quoting.telling import tells
from forumbot.answers.quoting.together import told_together, told_whole
from forumbot.answers.quoting.untold import says_untold
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question
from forumbot.language.questions import asks_several
from forumbot.search.hits import Hit

# Characters of the first, second and third quote, of the 700 that quotes have together, and what is
# too short to be one; set by hand. With 300 for the first, 65 of 165 answers differ and 2 hold less
# of what was wanted (bench/trials.md).
_SHARES = (400, 200, 200)
_LEAST_CHARS = 40
# Set by hand: what has a tenth of the best sentence's score stands beside it; of items, each on
# something else, what has three fifths. So of 477 answers to five sets of questions as many
# hold what was wanted.
_LEAST_NEIGHBOUR, _LEAST_ITEM = 0.1, 0.6
# A list that is shown whole may take that much (the contract), where nothing else is quoted yet.
_LIST_CHARS, _LEAST_FOR_LIST = 1_500, 700


def choose_excerpts(
    terms: QuestionTerms,
    hits: Sequence[Hit],
    max_chars: int,
    language: str | None = None,
) -> list[Excerpt]:
    """The best stretch of the passage of each of the best hits, of ``max_chars`` characters in all.

    The first one has the largest share. Stretches of one document never overlap. Where the question
    names one forum, or an event with its year, passages on others count only if there are no more.
    Of a passage that was read the best stretch is the one in which the reader places the answer,
    unless another says more. Of passages in which it finds the same one is quoted, in the asker's
    ``language`` if there is one. What only tells when something was published is quoted where
    nothing else is.
    """
    hits = dated_first(terms, of_named_meeting(terms.question, hits))
    language = language or terms.question.spoken
    hits = in_language_first(hits, language)
    if terms.kind is QuestionKind.WHEN:
        others = _chosen(terms, hits, max_chars, language, passes_published=True)
        documents = {hit.document.doc_id: hit.document for hit in hits}
        if any(_dates(terms, documents[one.doc_id], one) for one in others):
            return others
    return _chosen(terms, hits, max_chars, language)


def _chosen(
    terms: QuestionTerms,
    hits: Sequence[Hit],
    max_chars: int,
    language: str,
    *,
    passes_published: bool = False,
) -> list[Excerpt]:
    quoted: list[Hit] = []
    chosen: list[Excerpt] = []
    said: list[str] = []
    left, is_settled = max_chars, False
    for hit, share in zip(hits, _SHARES, strict=False):
        if _is_abroad(hit, quoted, language) or any(repeats(hit, one) for one in quoted):
            continue
        document = hit.document
        is_other = document.edition not in {None, *(one.document.edition for one in quoted)}
        if quoted and not _may_add(terms, hit, quoted[0], is_settled, is_other):
            fuller = _fuller_list(terms, hit, quoted[0], max_chars)
            if fuller is not None:
                return [fuller]
            continue
        units = _units_left(terms, hit, chosen)
        excerpt = _next_of(terms, hit, units, chosen, (min(share, left), left), language)
        if excerpt is None or (
            passes_published and _is_published(terms.question, document, excerpt)
        ):
            continue
        quote = document.text[excerpt.start : excerpt.end]
        first = chosen[0].score if chosen else 0.0
        if chosen and not adds(quote, excerpt.score, terms, first, said, is_other=is_other):
            continue
        is_settled = is_settled or (not chosen and settles(terms, hit, units))
        chosen.append(excerpt)
        quoted.append(hit)
        said.append(quote)
        left -= excerpt.end - excerpt.start
    return chosen


def _units_left(terms: QuestionTerms, hit: Hit, chosen: Sequence[Excerpt]) -> list[Scored]:
    """The units of a passage that are not quoted yet."""
    taken = [one for one in chosen if one.doc_id == hit.document.doc_id]
    return [
        unit
        for unit in scored_units(hit, terms)
        if all(unit.end <= one.start or one.end <= unit.start for one in taken)
    ]


def _next_of(
    terms: QuestionTerms,
    hit: Hit,
    units: list[Scored],
    chosen: Sequence[Excerpt],
    rooms: tuple[int, int],
    language: str,
) -> Excerpt | None:
    """The best stretch of a passage, beside those chosen a whole one; None where none is left."""
    _share, left = rooms
    if not units or left < _LEAST_CHARS:
        return None
    excerpt = _best_of(terms, hit, units, rooms, language)
    taken = (one for one in chosen if one.doc_id == hit.document.doc_id)
    if any(excerpt.start < one.end and one.start < excerpt.end for one in taken):
        return None
    is_whole = excerpt.end >= min(unit.end for unit in units if unit.end > excerpt.start)
    return None if chosen and not is_whole else excerpt


def _is_abroad(hit: Hit, quoted: Sequence[Hit], language: str) -> bool:
    """Whether an unsure further passage is in a language that neither asker nor first one has.

    Where the sentence of the first one was read in English, and likely answers, or where it is in
    the asker's language, in which the archive then treats the subject.
    """
    if not quoted or is_trusted(hit):
        return False
    first = quoted[0]
    is_answered = in_english(first) and first.alone is not None and first.alone.logit > 0.0
    is_own = first.document.language == language
    return (is_answered or is_own) and hit.document.language not in {
        language,
        first.document.language,
    }


def _may_add(terms: QuestionTerms, hit: Hit, first: Hit, is_settled: bool, is_other: bool) -> bool:
    """Whether a further passage, ``is_other`` of another forum, may hold what the first lacks."""
    if is_doubted(terms, hit, first) or is_denied(hit, first):
        return False
    return not is_settled or adds_to_settled(terms, hit, is_other=is_other)


def _dates(terms: QuestionTerms, document: Document, excerpt: Excerpt) -> bool:
    """Whether an excerpt gives a day, or says that it is not known."""
    text = document.text[excerpt.start : excerpt.end]
    return tells(terms, text) or says_untold(terms.kind, text, document.language)


def _is_published(question: Question, document: Document, excerpt: Excerpt) -> bool:
    """Whether an excerpt tells when something was published, and nothing of its own day."""
    text, language = document.text[excerpt.start : excerpt.end], document.language
    is_untold = says_untold(question.kind, text, language)
    return not is_untold and is_of_publication(question, text, language)


def _best_of(
    terms: QuestionTerms, hit: Hit, units: list[Scored], rooms: tuple[int, int], language: str
) -> Excerpt:
    """The best stretch, of ``rooms`` that of its share and all that is left."""
    share, left = rooms
    units = _counting_first(terms, hit, units)
    is_own = hit.document.language == language
    is_elsewhere = is_read_elsewhere(hit, units)
    room = _LIST_CHARS if left >= _LEAST_FOR_LIST else left
    whole = told_together(terms, hit.document, units, room)
    if whole is not None:
        return whole
    is_alone = (
        is_elsewhere or (is_own and is_pointed(terms, hit, units)) or is_fact(terms, hit, units)
    )
    is_row = is_alone and terms.kind is QuestionKind.LIST
    kind = QuestionKind.WHAT if is_row else terms.kind
    best = max(range(len(units)), key=lambda place: units[place].score)
    leans = is_alone and points_back(hit.document, units)
    if leans and units[best].end - units[best - 1].start <= share:
        excerpt = _stretch(hit.document, units, best - 1, best, units[best].score, left)
    else:
        is_item = units[best].line.block.kind is BlockKind.ITEM
        most = (0 if is_item else min(POINTED, share)) if is_alone else share
        is_sure = is_own and is_likely(hit) and not _asks_several(terms.question)
        excerpt = _excerpt(hit.document, units, kind, (most, left), is_sure=is_sure)
    is_set_off = is_likely(hit) and not is_elsewhere
    return replace(excerpt, answer=answer_in(hit)) if is_set_off else excerpt


def _counting_first(terms: QuestionTerms, hit: Hit, units: list[Scored]) -> list[Scored]:
    """The units, where a number is asked for and the best one has only those of days.

    Then the one that counts in which the reader places its answer is the best.
    """
    best, answer = max(units, key=lambda unit: unit.score), answer_in(hit)
    text = hit.document.text
    own = text[best.start : best.end]
    is_dated = terms.kind is QuestionKind.NUMBER and tells(terms, own) and not holds_count(own)
    if answer is None or not is_dated:
        return units

    def is_meant(one: Scored) -> bool:
        is_read = one.start <= answer[0] and answer[1] <= one.end
        return is_read and holds_count(text[one.start : one.end])

    return [replace(one, score=best.score + one.score) if is_meant(one) else one for one in units]


def _fuller_list(terms: QuestionTerms, hit: Hit, first: Hit, room: int) -> Excerpt | None:
    """The whole list of a passage where it names with others whom the first one names alone."""
    units, answer = scored_units(hit, terms), answer_in(first)
    if not units or answer is None or terms.kind is not QuestionKind.WHO:
        return None
    whole = told_whole(terms, hit.document, units, max(room, _LIST_CHARS))
    if whole is None:
        return None
    named = first.document.text[slice(*answer)]
    return whole if named in hit.document.text[whole.start : whole.end] else None


def _excerpt(
    document: Document,
    units: list[Scored],
    kind: QuestionKind,
    rooms: tuple[int, int],
    *,
    is_sure: bool,
) -> Excerpt:
    share, left = rooms
    best = max(range(len(units)), key=lambda place: units[place].score)
    if kind is QuestionKind.LIST:
        whole = _as_whole_list(document, units[best], left)
        if whole is not None:
            return whole
    first, last = _whole_list(document, units, best, kind, left) or _grow(
        document, units, best, share, is_sure=is_sure
    )
    excerpt = _stretch(document, units, first, last, units[best].score, left)
    if not (kind is QuestionKind.LIST or ends_with_lead_in(excerpt, document)):
        is_begun = units[best].line.block.kind is not BlockKind.ITEM
        is_begun = is_begun and units[last].line.block.kind is BlockKind.ITEM
        whole = with_list(excerpt, document, left) if is_begun else excerpt
        return excerpt if whole.left_out else whole
    whole = with_list(excerpt, document, left)
    if whole.left_out and first < last and ends_with_lead_in(excerpt, document):
        excerpt = _stretch(document, units, last, last, units[best].score, left)
        return with_list(excerpt, document, left)
    return whole


def _as_whole_list(document: Document, unit: Scored, left: int) -> Excerpt | None:
    """The whole list that a unit is of or leads in, which may take more room where it is first."""
    room = _LIST_CHARS if left >= _LEAST_FOR_LIST else left
    found = whole_list(document, unit.start, room)
    return excerpt_at(document, *found, unit.score) if found else None


def _stretch(
    document: Document, units: list[Scored], first: int, last: int, score: float, left: int
) -> Excerpt:
    """The units from one to another as an excerpt, cut at a word where there is no room."""
    start, end = units[first].start, units[last].end
    cut = end if end - start <= left else _cut_at_word(document.text, start, start + left)
    return excerpt_of(document, units[first].line, start, cut, score)


def _whole_list(
    document: Document, units: list[Scored], best: int, kind: QuestionKind, left: int
) -> tuple[int, int] | None:
    """The run from a lead-in to its last item that fits, where a list is what is asked for."""
    unit = units[best]
    is_lead_in = document.text[unit.start : unit.end].endswith(":")
    if unit.line.block.kind is BlockKind.HEADING or is_lead_in:
        lead = best
    elif kind is QuestionKind.LIST and unit.line.block.kind is BlockKind.ITEM:
        lead = _place_of_lead_in(units, best)
    else:
        return None
    last = lead
    if unit.line.block.kind is BlockKind.HEADING and _leads_in(document, units, best + 1):
        last += 1
    while last + 1 < len(units) and units[last + 1].line.block.kind is BlockKind.ITEM:
        if units[last + 1].end - units[lead].start > left:
            break
        last += 1
    return (lead, last) if lead <= best <= last and last > lead else None


def _leads_in(document: Document, units: list[Scored], place: int) -> bool:
    return place < len(units) and document.text[units[place].start : units[place].end].endswith(":")


def _place_of_lead_in(units: list[Scored], place: int) -> int:
    while place > 0 and units[place].line.block.kind is BlockKind.ITEM:
        place -= 1
    if units[place].line.block.kind is BlockKind.ITEM:
        return place
    return place if units[place].line.block.kind is BlockKind.PARAGRAPH else place + 1


def _grow(
    document: Document, units: list[Scored], best: int, share: int, *, is_sure: bool
) -> tuple[int, int]:
    """Add the better neighbour of the same section again and again while the share lasts.

    A row of a table whose columns have names stands alone, as the next one is on something else.
    """
    first = last = best
    if units[best].line.columns:
        return first, last
    while True:
        sides = [
            place
            for place in (last + 1, first - 1)
            if 0 <= place < len(units)
            and units[place].line.heading_path == units[best].line.heading_path
            and units[place].line.block.kind is not BlockKind.HEADING
            and units[place].score
            > _least(document, units[best], units[place], is_sure=is_sure) * units[best].score
            and units[max(place, last)].end - units[min(place, first)].start <= share
        ]
        if not sides:
            return first, last
        place = max(sides, key=lambda side: units[side].score)
        first, last = min(first, place), max(last, place)


def _least(document: Document, best: Scored, unit: Scored, *, is_sure: bool) -> float:
    """The share of its score that a neighbour must have: an item is on something else than others.

    Not where both say much the same, as of each speaker, nor where the best one hardly answers.
    """
    are_items = {best.line.block.kind, unit.line.block.kind} == {BlockKind.ITEM}
    is_apart = is_sure and are_items and not is_alike(document, best, unit)
    return _LEAST_ITEM if is_apart else _LEAST_NEIGHBOUR


def _asks_several(question: Question) -> bool:
    return asks_several(question.text, question.spoken)


def _cut_at_word(text: str, start: int, limit: int) -> int:
    end = text.rfind(" ", start + 1, limit + 1)
    return end if end > start else limit
