"""Passages in which a reader finds the same: one is quoted, in the asker's language."""

from collections.abc import Sequence

from forumbot.language.dates import find_dates
from forumbot.language.levelling import level
from forumbot.language.words import words
from forumbot.search.hits import Hit

# By definition of a logit: from here on a reader holds it likelier than not that a passage answers.
_LIKELY = 0.0
# As many as are quoted.
_MOST = 3
# Set by hand: what is shorter is an article or a number.
_TELLING = 4


def is_likely(hit: Hit) -> bool:
    """Whether a reader holds it likelier than not that a passage answers."""
    return hit.reading is not None and hit.reading.logit > _LIKELY


def answer_in(hit: Hit) -> tuple[int, int] | None:
    """Where in its document the reader places the answer; None for what was not read."""
    if hit.reading is None:
        return None
    return hit.passage.start + hit.reading.start, hit.passage.start + hit.reading.end


def agree(one: Hit, other: Hit) -> bool:
    """Whether the reader likely finds the same words, or the same days, in two passages.

    Of one document some of the words will do: "Cabin in the Woods", "The Cabin in the Woods".
    """
    if not (is_likely(one) and is_likely(other)):
        return False
    own, their = _answer(one), _answer(other)
    if one.document.doc_id == other.document.doc_id and _is_part(own, their):
        return True
    days, others = (frozenset((at.first, at.last) for at in find_dates(s)) for s in (own, their))
    return level(own) == level(their) or (bool(days) and days == others)


def repeats(hit: Hit, quoted: Hit) -> bool:
    """Whether a passage only says again what is quoted: in the same document, or translated.

    Another document in the same language is a source of its own.
    """
    own, their = hit.document, quoted.document
    is_other_source = own.doc_id != their.doc_id and own.language == their.language
    return not is_other_source and agree(hit, quoted)


def in_language_first(hits: Sequence[Hit], language: str) -> list[Hit]:
    """The hits, of those that agree with the first one that in the asker's language first."""
    ordered = list(hits)
    if not ordered or ordered[0].document.language == language:
        return ordered
    for place, hit in enumerate(ordered[1:_MOST], start=1):
        if hit.document.language == language and agree(ordered[0], hit):
            ordered.insert(0, ordered.pop(place))
            break
    return ordered


def _is_part(one: str, other: str) -> bool:
    """Whether the words of one stand in a row in the other, and tell more than a number does."""
    short, long = sorted((words(one), words(other)), key=len)
    is_telling = any(len(word) >= _TELLING for word in short)
    return is_telling and f" {' '.join(short)} " in f" {' '.join(long)} "


def _answer(hit: Hit) -> str:
    place = answer_in(hit)
    return hit.document.text[slice(*place)].strip(" .,;:") if place else ""
