"""The stretches of a hit's document that answer: sentences, list items, lists with lead-in."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from forumbot.answers.quoting.agreement import answer_in, in_language_first, is_likely, repeats
from forumbot.answers.quoting.belonging import says_sought
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at, excerpt_of
from forumbot.answers.quoting.lists import (
    ends_with_lead_in,
    is_of_differing,
    whole_list,
    with_list,
)
from forumbot.answers.quoting.named_meeting import of_named_meeting
from forumbot.answers.quoting.novelty import adds, is_doubted
from forumbot.answers.quoting.published import is_of_publication
from forumbot.answers.quoting.telling import tells
from forumbot.answers.quoting.units import Unit, units_of
from forumbot.answers.quoting.untold import says_untold
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.archive.outline import Line
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question
from forumbot.asking.sought import Sought, sought
from forumbot.language.questions import asks_several
from forumbot.language.turns import turns
from forumbot.language.words import words
from forumbot.search.hits import Hit

# Characters of the first, second and third quote, of the 700 that quotes have together, and what is
# too short to be one; set by hand. With 300 for the first, 65 of 165 answers differ and 2 hold less
# of what was wanted (bench/README.md).
_SHARES = (400, 200, 200)
_LEAST_CHARS = 40
# By how much each side of a sentence counts; set by hand, then looked at one by one: without
# n-grams, the wanted kind or what stands above, 35, 62 and 20 of 165 answers differ, and 3, 2 and 1
# hold less of what was wanted (bench/README.md).
_LEAST_NEIGHBOUR = 0.1
_WEIGHT_EXACT, _WEIGHT_FUZZY, _WEIGHT_CONTEXT, _WEIGHT_KIND = 1.0, 0.5, 0.3, 0.3
_HEADING_FACTOR = 0.8
# Set by hand, so that a sentence in which the reader surely places the answer beats one that only
# repeats the question: those score up to 2.1.
_WEIGHT_READ = 2.0
# Set by hand, so that "Ada gave the keynote" beats "Bo opened", in which the reader surely places
# the keynote speaker.
_WEIGHT_SOUGHT = 2.0
# Characters that a sentence which answers alone has with its neighbours, and the logits from which
# it does, of its passage and of itself: set by hand, so that of 453 questions as many get what was
# wanted as before; with 0 for the second it is one less. And the commas of an answer of several
# things: with one, a list that was wanted whole is not.
_POINTED, _POINTED_FROM, _POINTED_ALONE, _COMMAS = 120, 1.5, 1.0, 2
# Set by hand, by sentences of five golden sets: an attendance list beside an answer has -5.2.
_DENIED, _ANSWERS = -4.0, 0.0
# Set by hand: of two items "Ada spoke in the debrief of 5 May" more words are shared than not.
_ALIKE = 0.6
# A list that is shown whole may take that much (the contract), where nothing else is quoted yet.
_LIST_CHARS, _LEAST_FOR_LIST = 1_500, 700
_OF_ONE_FACT = frozenset(
    {QuestionKind.WHO, QuestionKind.NUMBER, QuestionKind.WHEN, QuestionKind.WHERE}
)
_SOURCE = re.compile(r"(?:sources?|quellen?)\s*:", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:\bsource:\s*)?https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Scored:
    """A unit, how well it agrees with the question, and whether it has what is sought."""

    start: int
    end: int
    line: Line
    score: float
    belongs: bool = False


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
    hits = of_named_meeting(terms.question, hits)
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
    left = max_chars
    for hit, share in zip(hits, _SHARES, strict=False):
        if any(repeats(hit, one) for one in quoted):
            continue
        if quoted and (is_doubted(terms, hit, quoted[0]) or _is_denied(hit, quoted[0])):
            continue
        document = hit.document
        taken = [(e.start, e.end) for e in chosen if e.doc_id == document.doc_id]
        units = [
            unit
            for unit in _scored_units(hit, terms)
            if all(unit.end <= start or end <= unit.start for start, end in taken)
        ]
        if not units or left < _LEAST_CHARS:
            continue
        excerpt = _best_of(terms, hit, units, (min(share, left), left), language)
        if passes_published and _is_published(terms.question, document, excerpt):
            continue
        if any(excerpt.start < end and start < excerpt.end for start, end in taken):
            continue
        quote = document.text[excerpt.start : excerpt.end]
        is_whole = excerpt.end >= min(unit.end for unit in units if unit.end > excerpt.start)
        if chosen and not is_whole:
            continue
        is_other = document.edition not in {None, *(one.document.edition for one in quoted)}
        first = chosen[0].score if chosen else 0.0
        if chosen and not adds(quote, excerpt.score, terms, first, said, is_other=is_other):
            continue
        chosen.append(excerpt)
        quoted.append(hit)
        said.append(quote)
        left -= excerpt.end - excerpt.start
    return chosen


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
    terms: QuestionTerms, hit: Hit, units: list[_Scored], rooms: tuple[int, int], language: str
) -> Excerpt:
    """The best stretch, of ``rooms`` that of its share and all that is left."""
    share, left = rooms
    is_own = hit.document.language == language
    is_elsewhere = _is_read_elsewhere(hit, units)
    room = _LIST_CHARS if left >= _LEAST_FOR_LIST else left
    whole = _told_whole(terms, hit.document, units, room)
    if whole is not None:
        return whole
    is_pointed = (
        is_elsewhere
        or ((is_own or _in_english(hit)) and _is_pointed(terms, hit, units))
        or _is_fact(terms, hit, units)
    )
    is_row = is_pointed and terms.kind is QuestionKind.LIST
    kind = QuestionKind.WHAT if is_row else terms.kind
    best = max(range(len(units)), key=lambda place: units[place].score)
    leans = is_pointed and _points_back(hit.document, units)
    if leans and units[best].end - units[best - 1].start <= share:
        excerpt = _stretch(hit.document, units, best - 1, best, units[best].score, left)
    else:
        most = min(_POINTED, share) if is_pointed else share
        excerpt = _excerpt(hit.document, units, kind, most, left)
    is_set_off = is_likely(hit) and not is_elsewhere
    return replace(excerpt, answer=answer_in(hit)) if is_set_off else excerpt


def _told_whole(
    terms: QuestionTerms, document: Document, units: Sequence[_Scored], room: int
) -> Excerpt | None:
    """The whole list that the best unit is an item of, where one item tells too little; or None.

    So it is where the list is led in as what sources differ in, one of which would tell as agreed
    what is not, and where somebody is asked for and others say the same of somebody else.
    """
    best = max(units, key=lambda unit: unit.score)
    if best.line.block.kind is not BlockKind.ITEM:
        return None
    is_differing = is_of_differing(best.line.lead_in, document.language)
    if not is_differing and not _are_several(terms, document, best, units):
        return None
    found = whole_list(document, best.start, room)
    return excerpt_at(document, *found, best.score) if found else None


def _are_several(
    terms: QuestionTerms, document: Document, best: _Scored, units: Sequence[_Scored]
) -> bool:
    """Whether other items, with a line that leads them in, tell as much of other people."""
    if terms.kind is not QuestionKind.WHO or not best.line.lead_in.endswith(":"):
        return False
    own = document.text[best.start : best.end]
    texts = [document.text[one.start : one.end] for one in units if _is_alike(document, best, one)]
    return any(terms.coverage(one) >= terms.coverage(own) and tells(terms, one) for one in texts)


def _is_read_elsewhere(hit: Hit, units: Sequence[_Scored]) -> bool:
    """Whether the best unit has what is sought, and the reader places the answer in another."""
    best, answer = max(units, key=lambda unit: unit.score), answer_in(hit)
    return best.belongs and not (answer and best.start < answer[1] and answer[0] < best.end)


def _is_alike(document: Document, best: _Scored, unit: _Scored) -> bool:
    """Whether another item of its list says much the same of something else, as of each speaker."""
    if unit is best or {unit.line.block.kind, best.line.block.kind} != {BlockKind.ITEM}:
        return False
    said, other = (set(words(document.text[one.start : one.end])) for one in (best, unit))
    return len(said & other) >= _ALIKE * max(len(said), len(other))


def _is_fact(terms: QuestionTerms, hit: Hit, units: Sequence[_Scored]) -> bool:
    """Whether the best unit is an item in which the reader places the one thing that is asked for.

    Each item of a list of facts tells another one.
    """
    best, answer = max(units, key=lambda unit: unit.score), answer_in(hit)
    if best.line.block.kind is not BlockKind.ITEM or terms.kind not in _OF_ONE_FACT:
        return False
    if answer is None or not (best.start <= answer[0] and answer[1] <= best.end):
        return False
    text = hit.document.text[best.start : best.end]
    return tells(terms, text) and not any(_is_alike(hit.document, best, one) for one in units)


def _is_pointed(terms: QuestionTerms, hit: Hit, units: Sequence[_Scored]) -> bool:
    """Whether the best unit answers alone: the reader likely has the one answer within it.

    It is so by the passage, or by the sentence read alone. Not where several things are asked for.
    """
    question, answer = terms.question, answer_in(hit)
    best = max(units, key=lambda unit: unit.score)
    if answer is None or not _is_trusted(hit):
        return False
    if question.kind is QuestionKind.LIST and not _is_row(hit.document, answer):
        return False
    if not (best.start <= answer[0] and answer[1] <= best.end):
        return False
    text = hit.document.text[best.start : best.end]
    if _is_untold_beside(terms.question, hit.document, units) or any(
        _is_alike(hit.document, best, unit) for unit in units
    ):
        return False
    return not (text.endswith(":") or asks_several(question.text, question.spoken))


def _points_back(document: Document, units: Sequence[_Scored]) -> bool:
    """Whether the best unit opens with a word for what the one before it names: "It brought"."""
    best = max(range(len(units)), key=lambda place: units[place].score)
    own, before = units[best], units[best - 1] if best else units[best]
    is_behind = own.line.block == before.line.block and own is not before
    text = document.text[own.start : own.end]
    return is_behind and turns(document.language).pointing.match(text) is not None


def _in_english(hit: Hit) -> bool:
    """Whether the sentence was read by the English reader, as for a question put into English."""
    return hit.alone is not None and not hit.alone.is_multilingual


def _is_trusted(hit: Hit) -> bool:
    """Whether the reader is sure that a passage answers, or the sentence alone.

    Of a passage that was read in two ways the one in English tells.
    """
    is_told_twice = hit.reading is not None and hit.reading.is_multilingual and _in_english(hit)
    passage = hit.reading is not None and hit.reading.logit > _POINTED_FROM
    alone = hit.alone is not None and hit.alone.logit > _POINTED_ALONE
    return alone or (passage and not is_told_twice)


def _is_denied(hit: Hit, first: Hit) -> bool:
    """Whether the sentence of a further passage surely answers nothing, and the first one does."""
    if hit.alone is None or first.alone is None or not (_in_english(hit) and _in_english(first)):
        return False
    return hit.alone.logit < _DENIED and first.alone.logit > _ANSWERS


def _is_row(document: Document, answer: tuple[int, int]) -> bool:
    """Whether several things stand in one answer: "China, Japan and Mexico"."""
    return document.text.count(",", *answer) >= _COMMAS


def _is_untold_beside(question: Question, document: Document, units: Sequence[_Scored]) -> bool:
    """Whether some unit of a passage says that the day which is asked for is not known."""
    return question.kind is QuestionKind.WHEN and any(
        says_untold(question.kind, document.text[one.start : one.end], document.language)
        for one in units
    )


def _scored_units(hit: Hit, terms: QuestionTerms) -> list[_Scored]:
    asked = sought(terms.question)
    return [_scored(hit, unit, terms, asked) for unit in units_of(hit.document, hit.passage)]


def _scored(hit: Hit, unit: Unit, terms: QuestionTerms, asked: Sought) -> _Scored:
    belongs = _belongs(hit.document, unit, terms, asked)
    score = _score(hit.document, unit, terms) + _read_in(hit, unit)
    score += _WEIGHT_SOUGHT if belongs else 0.0
    return _Scored(unit.start, unit.end, unit.line, score, belongs)


def _belongs(document: Document, unit: Unit, terms: QuestionTerms, asked: Sought) -> bool:
    """Whether a unit names somebody, or a number, beside the very word for what is sought."""
    text = document.text[unit.start : unit.end]
    if unit.line.block.kind is BlockKind.HEADING or not asked.words:
        return False
    return tells(terms, text) and says_sought(asked, text, document.language)


def _read_in(hit: Hit, unit: Unit) -> float:
    """What a unit gains where the reader places the answer in it, by how sure it is of one."""
    answer = answer_in(hit)
    if hit.reading is None or answer is None:
        return 0.0
    start, end = answer
    if not (unit.start < end and start < unit.end):
        return 0.0
    return _WEIGHT_READ / (1.0 + math.exp(-hit.reading.logit))


def _score(document: Document, unit: Unit, terms: QuestionTerms) -> float:
    text = _ADDRESS.sub("", document.text[unit.start : unit.end])
    if not text.strip():
        return 0.0
    if _SOURCE.match(text):
        return _WEIGHT_EXACT * terms.coverage(text)
    score = _WEIGHT_EXACT * terms.coverage(text) + _WEIGHT_FUZZY * terms.fuzzy_coverage(text)
    if unit.line.block.kind is BlockKind.HEADING:
        return score * _HEADING_FACTOR
    above = " ".join([*unit.line.heading_path, unit.line.lead_in])
    score += _WEIGHT_CONTEXT * terms.coverage(above, text)
    return score + (_WEIGHT_KIND if tells(terms, text) else 0.0)


def _excerpt(
    document: Document, units: list[_Scored], kind: QuestionKind, share: int, left: int
) -> Excerpt:
    best = max(range(len(units)), key=lambda place: units[place].score)
    if kind is QuestionKind.LIST:
        whole = _as_whole_list(document, units[best], left)
        if whole is not None:
            return whole
    first, last = _whole_list(document, units, best, kind, left) or _grow(units, best, share)
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


def _as_whole_list(document: Document, unit: _Scored, left: int) -> Excerpt | None:
    """The whole list that a unit is of or leads in, which may take more room where it is first."""
    room = _LIST_CHARS if left >= _LEAST_FOR_LIST else left
    found = whole_list(document, unit.start, room)
    return excerpt_at(document, *found, unit.score) if found else None


def _stretch(
    document: Document, units: list[_Scored], first: int, last: int, score: float, left: int
) -> Excerpt:
    """The units from one to another as an excerpt, cut at a word where there is no room."""
    start, end = units[first].start, units[last].end
    cut = end if end - start <= left else _cut_at_word(document.text, start, start + left)
    return excerpt_of(document, units[first].line, start, cut, score)


def _whole_list(
    document: Document, units: list[_Scored], best: int, kind: QuestionKind, left: int
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


def _leads_in(document: Document, units: list[_Scored], place: int) -> bool:
    return place < len(units) and document.text[units[place].start : units[place].end].endswith(":")


def _place_of_lead_in(units: list[_Scored], place: int) -> int:
    while place > 0 and units[place].line.block.kind is BlockKind.ITEM:
        place -= 1
    if units[place].line.block.kind is BlockKind.ITEM:
        return place
    return place if units[place].line.block.kind is BlockKind.PARAGRAPH else place + 1


def _grow(units: list[_Scored], best: int, share: int) -> tuple[int, int]:
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
            and units[place].score > _LEAST_NEIGHBOUR * units[best].score
            and units[max(place, last)].end - units[min(place, first)].start <= share
        ]
        if not sides:
            return first, last
        place = max(sides, key=lambda side: units[side].score)
        first, last = min(first, place), max(last, place)


def _cut_at_word(text: str, start: int, limit: int) -> int:
    end = text.rfind(" ", start + 1, limit + 1)
    return end if end > start else limit
