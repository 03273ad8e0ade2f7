"""Whether a second or third quote adds to the first: to the point, new, and whole."""

from collections.abc import Sequence

from forumbot.answers.quoting.telling import tells
from forumbot.answers.terms import QuestionTerms
from forumbot.asking.kinds import QuestionKind, marks_of_kind, says_more
from forumbot.asking.times import years_in
from forumbot.language import words
from forumbot.language.questions import asks_several
from forumbot.search.hits import Hit

# Set by hand. With 0.4 of the first one's score 38 of 165 answers have other quotes, with 0.7 as
# repetition 5, and one more holds what was wanted (bench/trials.md).
_LEAST_RELATIVE_SCORE = 0.6
_REPEATED = 0.85
# A logit of 0 is as likely as not; from which on the first one is trusted is set by hand. Of 490
# answers to the sets of questions these kinds had 64 further quotes, of which at most 22 are
# doubted so, none of which held what was wanted alone. Nor did those whose sentences are doubted.
_LIKELY, _TRUSTED = 0.0, -1.0
_ONE_FACT = frozenset(
    {
        QuestionKind.WHEN,
        QuestionKind.NUMBER,
        QuestionKind.WHO,
        QuestionKind.WHERE,
        QuestionKind.YES_NO,
    }
)


_COUNTED = frozenset({QuestionKind.NUMBER, QuestionKind.WHEN})


def adds(
    quote: str,
    score: float,
    terms: QuestionTerms,
    first_score: float,
    said: Sequence[str],
    *,
    is_other: bool = False,
) -> bool:
    """Whether a further quote is worth its room beside those that are ``said`` already.

    It must agree with the question about as well as the first one, whose ``first_score`` is in the
    units of ``score``; where the question asks for a date, a number, a person or a place, it must
    hold one that the question does not say itself, nor what is said already, unless it
    ``is_other``, of another forum than these. A bare line that leads a list in is none, nor is what
    speaks of other years than the question does.
    """
    is_close = score >= _LEAST_RELATIVE_SCORE * first_score
    is_bare_lead_in = quote.rstrip().endswith(":")
    if not is_close or is_bare_lead_in or not tells(terms, quote):
        return False
    if _is_of_other_years(terms, quote):
        return False
    if not (is_other or _tells_more(terms, quote, said)):
        return False
    return not any(_repeats(quote, other) for other in said)


def _tells_more(terms: QuestionTerms, quote: str, said: Sequence[str]) -> bool:
    """Whether a date, number, person or place stands in a quote that nothing said before holds.

    True for kinds that leave no mark in a text. Numbers are compared whole.
    """
    known = terms.said.union(*map(words.words, said))
    marks = marks_of_kind(terms.kind, quote)
    if marks is None:
        return True
    if terms.kind in _COUNTED:
        marks = [*filter(_is_word, marks), *filter(_is_number, words.words(quote))]
    return says_more(marks, known)


def _is_of_other_years(terms: QuestionTerms, quote: str) -> bool:
    told = set(years_in(quote))
    asked = terms.question.years
    return bool(asked) and bool(told) and told.isdisjoint(asked)


def _is_number(word: str) -> bool:
    return word[0].isdigit()


def _is_word(mark: str) -> bool:
    return mark.isalpha()


def is_doubted(terms: QuestionTerms, hit: Hit, first: Hit) -> bool:
    """Whether one fact is asked for, and the reader holds it likelier that a passage lacks it.

    It must trust the first one that is quoted, and more, or the sentence in which it places the
    answer there, but not that of this one; what was not read is not doubted.
    """
    question = terms.question
    if terms.kind not in _ONE_FACT or asks_several(question.text, question.spoken):
        return False
    if hit.reading is None or first.reading is None:
        return False
    alone, first_alone = hit.alone or hit.reading, first.alone or first.reading
    if alone.logit < _LIKELY < first_alone.logit:
        return True
    trusted = first.reading.logit
    return trusted > _TRUSTED and hit.reading.logit < min(_LIKELY, trusted)


def _repeats(quote: str, other: str) -> bool:
    """Whether nearly all words of a quote stand in another one, and all its numbers."""
    own, theirs = set(words.words(quote)), set(words.words(other))
    has_own_number = any(word[0].isdigit() for word in own - theirs)
    return not has_own_number and len(own & theirs) >= _REPEATED * len(own)
