"""Things that have a form of their own, where a question asks for one: is it in the quotes?"""

import re
from collections.abc import Iterable, Sequence

from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question
from forumbot.language.forms import AskedForm, Form, asked_form, writing_out
from forumbot.language.levelling import level
from forumbot.language.words import stop_words
from forumbot.search.acronyms import definitions

_WORD = re.compile(r"[^\W_]+")
_EMAIL = re.compile(
    r"[\w.+-]+(?:@|\s?[(\[]at[)\]]\s?)[\w-]+(?:\.|\s?[(\[]dot[)\]]\s?)\w+", re.IGNORECASE
)
_DIGITS = re.compile(r"(?<![\w./])[+(]?\d[\d\s()./-]{5,}\d")
_DATED = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{2,4}|\d{4}\s*[/-]\s*\d{4}")
# Numbers to ring begin so, or are parted so.
_RINGS = re.compile(r"\+|\(|0|\d{3}[-. ]\d{3}[-. ]\d{4}$")
# The most is that of ITU-T E.164; the least is set by hand, as shorter ones are years and sums.
_LEAST_DIGITS, _MOST_DIGITS = 7, 15
# Who, when, how and whether ask for something else of a number or an address.
_OTHER_KINDS = frozenset(
    {QuestionKind.WHO, QuestionKind.WHEN, QuestionKind.HOW_WHY, QuestionKind.YES_NO}
)


def form_wanted(question: Question) -> AskedForm | None:
    """The form that an answer must have; None where it may have any."""
    asked = asked_form(question.text, question.spoken)
    is_named = asked is not None and asked.form is not Form.WRITTEN_OUT
    return None if is_named and question.kind in _OTHER_KINDS else asked


def lacks_form(question: Question, texts: Iterable[str]) -> bool:
    """Whether the answer must have a form that none of the texts holds anything of."""
    asked = form_wanted(question)
    return asked is not None and not any(_holds(asked, text) for text in texts)


def _holds(asked: AskedForm, text: str) -> bool:
    if asked.form is Form.WRITTEN_OUT:
        return writes_out(asked.acronym, text)
    return _EMAIL.search(text) is not None if asked.form is Form.EMAIL else _holds_phone(text)


def _holds_phone(text: str) -> bool:
    return any(
        _LEAST_DIGITS <= sum(map(str.isdigit, found[0])) <= _MOST_DIGITS
        and _RINGS.match(found[0].strip()) is not None
        and _DATED.search(found[0]) is None
        for found in _DIGITS.finditer(text)
    )


def writes_out(acronym: str, text: str) -> bool:
    """Whether a text says what an acronym stands for.

    In brackets behind one of the two, by "stands for", or by a row of words in capitals with these
    initials.
    """
    asked = level(acronym)
    if any(level(found) == asked for found, _name in definitions(text)):
        return True
    named = re.compile(rf"(?<!\w){re.escape(acronym)}(?!\w)\W{{0,3}}", re.IGNORECASE)
    if any(writing_out().match(text, found.end()) for found in named.finditer(text)):
        return True
    return _has_initials(asked, text)


def _has_initials(acronym: str, text: str) -> bool:
    """Whether as many words in a row begin with these letters, in capitals, but for stop words."""
    told = [word for word in _WORD.findall(text) if level(word) not in stop_words()]
    size = len(acronym)
    return size > 1 and any(
        _are_initials(acronym, told[first : first + size]) for first in range(len(told) - size + 1)
    )


def _are_initials(acronym: str, words: Sequence[str]) -> bool:
    return all(
        word[0].isupper() and len(word) > 1 and level(word[0]) == letter
        for letter, word in zip(acronym, words, strict=True)
    )
