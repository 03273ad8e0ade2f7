"""Whether a quote is of what is asked for: its role, what it counts, its edition, a day."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from forumbot.answers.quoting.excerpt import Excerpt
from forumbot.answers.quoting.numbered import names_another_number
from forumbot.answers.quoting.published import is_of_publication
from forumbot.answers.quoting.telling import lacks_what_is_counted
from forumbot.answers.quoting.told import Told, said_in
from forumbot.answers.quoting.untold import says_untold
from forumbot.archive.documents import Document
from forumbot.asking.kinds import QuestionKind, holds_new
from forumbot.asking.question import Question
from forumbot.asking.sought import Sought, Word, asks_for_questions, sought
from forumbot.language import words
from forumbot.language.attendance import attendance
from forumbot.language.glossary import COMPOUNDING, shared_beginning
from forumbot.language.levelling import level
from forumbot.language.paraphrases import paraphrases
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.sentences import sentence_spans
from forumbot.language.sought_words import Seeking, sought_in_order, sought_words
from forumbot.language.table import codes, derived, table
from forumbot.search.hits import Hit
from forumbot.search.passages import Passage

_ENGLISH, _MEASURED = "en", frozenset({"how_much", "how_long", "how_big"})
# Set by hand: "rewrote" and "rewritten" are of one word, "treasurer" and "treat" are not.
_SHORTEST, _SHARED, _SHARED_OF_COMPOUND, _LONGEST_ENDING = 4, 0.6, 0.7, 6
_LINE = "\n"
_CODES = ("EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "RON", "HUF", "CZK", "BGN", "JPY")


def told_by(
    excerpts: Iterable[Excerpt], hits: Iterable[Hit], documents: Mapping[str, Document]
) -> tuple[list[Told], list[Told]]:
    """What is quoted, and the passages found that the quotes were taken from."""
    quoted: list[Told] = []
    passages: dict[tuple[str, int], Told] = {}
    for one in excerpts:
        document = documents[one.doc_id]
        above = "\n".join([document.title, *one.heading_path, one.lead_in, one.label, one.header])
        text, whole = document.text[one.start : one.end], f"{document.doc_id}\n{document.text}"
        quoted.append(Told(text, above, document.language, whole))
    for hit in hits:
        passage = hit.passage
        if any(_overlap(one, passage) for one in excerpts):
            above = "\n".join(passage.heading_path)
            told = Told(passage.text, above, hit.document.language)
            passages[passage.doc_id, passage.start] = told
    return quoted, list(passages.values())


def _overlap(one: Excerpt, passage: Passage) -> bool:
    is_same = one.doc_id == passage.doc_id
    return is_same and one.start < passage.end and passage.start < one.end


def is_of_another(question: Question, quoted: Sequence[Told], passages: Sequence[Told]) -> bool:
    """Whether what is quoted answers for another role, body, place or number than asked for.

    So does what names no house where one is asked for, and no amount of money for what is to be
    paid, and what only asks itself. What is said not to be known belongs to what is asked.
    """
    asked, every = sought(question), [*quoted, *passages]
    if _is_untold(question, quoted):
        return False
    if _only_asks(question, quoted):
        return True
    if asked.is_paid:
        return not _pays(asked, quoted, passages, question.spoken)
    return (
        (asked.is_of_house and not any(map(_names_house, every)))
        or (asked.is_role and _is_of_another_role(asked, [*quoted, *_beside(quoted, passages)]))
        or _is_elsewhere(asked, quoted, question.spoken)
        or names_another_number(question, every)
    )


def lacks_sought(question: Question, quoted: Sequence[Told], passages: Sequence[Told]) -> bool:
    """Whether what is quoted lacks the words for what was done or is counted, or tells no day.

    A word that a quote leans on may stand anywhere in the passage that it was taken from, one for
    what somebody did in its paragraph; what is counted must stand in a sentence with a number. In
    another language than the question's, names are written otherwise, and verbs of measure
    ("dauert") said in too many ways to be missed. Texts say a deed in words that no list has, so
    that this is a hint.
    """
    asked = sought(question)
    if asked.is_paid or _is_untold(question, quoted):
        return False
    near = [*quoted, *(_beside(quoted, passages) if asked.is_role else passages)]
    return (
        not _holds_sought(question, asked, quoted, near)
        or _tells_no_day(question, quoted)
        or _tells_no_number(question, asked, quoted)
    )


def _only_asks(question: Question, quoted: Sequence[Told]) -> bool:
    """Whether all that is quoted are questions, and none is asked for.

    What something is about may be a question.
    """
    if question.kind in (QuestionKind.WHAT, QuestionKind.HOW_WHY) or not quoted:
        return False
    texts = (one.text.rstrip() for told in quoted for one in _sentences(told))
    return all(one.endswith("?") for one in texts) and not asks_for_questions(question)


def _tells_no_number(question: Question, asked: Sought, quoted: Sequence[Told]) -> bool:
    """Whether a number is asked for and none stands in a quote, in figures or in words."""
    texts = [one.text for one in quoted]
    is_told = question.asks == "how_long" and not lacks_what_is_counted(question, texts)
    if question.kind is not QuestionKind.NUMBER or not quoted or is_told:
        return False
    coded = ((one, one.language if one.language in codes() else _ENGLISH) for one in quoted)
    return not any(_holds_number(one.text, code, asked.said) for one, code in coded)


def _is_untold(question: Question, quoted: Sequence[Told]) -> bool:
    return any(says_untold(question.kind, one.text, one.language) for one in quoted)


def _beside(quoted: Sequence[Told], passages: Sequence[Told]) -> list[Told]:
    """What stands before and behind each quote in its paragraph, item or row."""
    found: list[Told] = []
    for one in quoted:
        for passage in passages:
            before, same, behind = passage.text.partition(one.text)
            if same:
                rest = f"{before.rpartition(_LINE)[2]} {behind.partition(_LINE)[0]}"
                found.append(Told(rest, "", one.language))
    return found


def _tells_no_day(question: Question, quoted: Sequence[Told]) -> bool:
    """Whether it is asked when, and days of publications alone are quoted, or none at all."""
    if not quoted:
        return False
    texts = [f"{one.above}\n{one.text}" for one in quoted]
    if question.asks == "when" and lacks_what_is_counted(question, texts):
        return True
    return all(is_of_publication(question, one.text, one.language) for one in quoted)


def _is_elsewhere(asked: Sought, quoted: Sequence[Told], spoken: str) -> bool:
    """Whether the role that is asked for is one of a place or a body that is not spoken of."""
    is_of_any = asked.is_role and bool(quoted)
    return is_of_any and not all(_is_named(name, quoted, spoken) for name in asked.names)


def _holds_sought(
    question: Question, asked: Sought, quoted: Sequence[Told], every: Sequence[Told]
) -> bool:
    """Whether what was done, or is counted, is spoken of as it is asked for."""
    own = all(one.language == question.spoken != _ENGLISH for one in quoted)
    measured = asked.key in _MEASURED and any(one.language != question.spoken for one in quoted)
    for word in asked.words:
        is_passed = (own or measured) and asked.key != "when" and not _is_role(word)
        is_there = is_held(word, every) or (
            asked.is_counted and any(_is_of_those(word, one) for one in every)
        )
        if not is_passed and not is_there:
            return False
    return not asked.is_counted or any(_counts(asked, one) for one in quoted)


def _is_of_another_role(asked: Sought, near: Sequence[Told]) -> bool:
    """Whether somebody is asked for by what they are, and that is not said beside the quotes."""
    if any(_is_role(word) and not is_held(word, near) for word in asked.words):
        return True
    return asked.is_one_role and not any(_holds_role(asked, one) for one in near)


def _is_named(name: Word, quoted: Sequence[Told], spoken: str) -> bool:
    """Whether one of the documents quoted from speaks of a name at all: its place, its body.

    In another language than the question's, a name that no glossary knows may be written otherwise.
    """
    if any(one.language != spoken and not _is_known(name, one.language) for one in quoted):
        return True
    texts = [Told(one.text, one.above, one.language) for one in quoted]
    whole = (Told(one.document, one.above, one.language) for one in quoted)
    return is_held(name, texts) or is_held(name, whole)


def _is_known(name: Word, language: str) -> bool:
    """Whether a glossary says what a name is in a language."""
    said = said_in(name[1], language)
    return bool(name[1]) and (language == _ENGLISH or len(said) > len(name[1]))


def _holds_role(asked: Sought, told: Told) -> bool:
    """Whether one sentence or item, with what stands above it, holds all words of a role."""
    lines = (Told(line, told.above, told.language) for line in told.text.splitlines())
    said = (one for line in lines for one in _sentences(line))
    return any(says_sought(asked, f"{one.above}\n{one.text}", one.language) for one in said)


def _is_role(word: Word) -> bool:
    """Whether a word is for what somebody is, and not for a deed: "pay", of which "payments" are.

    Of verbs too few other words are known within a language that is not English.
    """
    endings = sought_in_order(Seeking.ROLE_ENDINGS)
    roles = [one for one in word[1] if one.removesuffix("s").endswith(endings)]
    return any(
        not any(one.startswith(deed) for deed in word[1] if deed not in roles) for one in roles
    )


def _pays(asked: Sought, quoted: Sequence[Told], passages: Sequence[Told], spoken: str) -> bool:
    """Whether a sentence that is quoted has an amount of money for all the names.

    They stand in it, above it, or before it in its passage. A salary is called so beside it.
    """
    earned = sought_words(Seeking.EARNED)
    called = [word for word in asked.words if not earned.isdisjoint(word[1])]
    for one in quoted:
        names, money = asked.names if one.language == spoken else (), _money(one.language)
        for sentence in _sentences(one):
            if money.search(sentence.text) and all(is_held(word, [sentence]) for word in called):
                before = [
                    Told(passage.text.partition(sentence.text)[0], passage.above, one.language)
                    for passage in passages
                    if sentence.text in passage.text
                ]
                if all(is_held(name, [sentence, *before]) for name in names):
                    return True
    return False


def holds_money(text: str, language: str) -> bool:
    """Whether a text in a language has the sign or the name of a currency."""
    return _money(language).search(text) is not None


@derived
def _money(code: str) -> re.Pattern[str]:
    """An amount's sign, or what a language or English counts money in."""
    rows = (table(one).currencies for one in {_ENGLISH, code} if one in codes())
    named = one_of([*map(str.lower, _CODES), *(way for row in rows for way in ways(row))])
    return compiled(rf"[€$£¥%]|(?<![^\W\d])(?:{named})(?!\w)")


def _sentences(told: Told) -> Iterator[Told]:
    code = told.language if told.language in codes() else _ENGLISH
    for start, end in sentence_spans(told.text, 0, len(told.text), code):
        yield Told(told.text[start:end], told.above, told.language)


def says_sought(asked: Sought, text: str, language: str) -> bool:
    """Whether a text holds all words for what is sought, in any form, or translated."""
    there = _stems_of(text, language)
    return all(
        _any_in((own,), there, language) or _is_said(english, there, language)
        for own, english in asked.words
    )


def _counts(asked: Sought, told: Told) -> bool:
    """Whether a sentence, or what stands above it, holds what is counted beside a number."""
    code = told.language if told.language in codes() else _ENGLISH
    beside = (one for one in _sentences(told) if _holds_number(one.text, code, asked.said))
    return any(
        _speaks_of_people(one)
        if asked.of_people
        else all(is_held(word, [one]) or _is_of_those(word, one) for word in asked.words)
        for one in beside
    )


def _holds_number(text: str, code: str, said: frozenset[str]) -> bool:
    """Whether a number stands in a text that the question does not say, in figures or in words."""
    there = set(words.words(text))
    if not (there & _numbers(code)) <= said:
        return True
    # "No" is none of a number but in English.
    if code == _ENGLISH:
        return holds_new(QuestionKind.NUMBER, text, said)
    return any(word[0].isdigit() for word in there - said)


@derived
def _numbers(code: str) -> frozenset[str]:
    """Levelled: the words for numbers of a language, but for one."""
    counted = (way for number, row in table(code).numbers.items() if number > 1 for way in row)
    return frozenset(map(level, counted))


def _speaks_of_people(told: Told) -> bool:
    """Whether a text, or what stands above it, speaks of people, or of who was there."""
    return attendance(f"{told.above}\n{told.text}") is not None or _names_people(told)


def _names_house(told: Told) -> bool:
    """Whether a word for a building or a part of one stands in a text, or above it."""
    there = _stems_of(f"{told.above}\n{told.text}", told.language)
    named = said_in(sought_in_order(Seeking.HOUSES), told.language)
    parts = tuple(one for one in named if len(one) >= _SHORTEST)
    is_part = told.language in COMPOUNDING and any(one.endswith(parts) for one in there)
    return is_part or _any_in(named, there, told.language)


def _is_of_those(word: Word, told: Told) -> bool:
    """Whether a word is for those who belong to something, and a text speaks of people."""
    belonging = {words.stem(one, _ENGLISH) for one in sought_words(Seeking.BELONGING)}
    return any(words.stem(one, _ENGLISH) in belonging for one in word[1]) and _names_people(told)


def _names_people(told: Told) -> bool:
    """Whether a word for people stands in a text, or above it."""
    people = {
        words.stem(one, told.language)
        for one in said_in(sought_in_order(Seeking.PEOPLE), told.language)
    }
    return not people.isdisjoint(_stems_of(f"{told.above}\n{told.text}", told.language))


def is_held(word: Word, told: Iterable[Told]) -> bool:
    """Whether one of some texts holds a word of a question, in any form or in other words."""
    own, english = word
    there = [(one.language, _stems_of(f"{one.above}\n{one.text}", one.language)) for one in told]
    if any(_any_in((own,), stems, code) or _is_said(english, stems, code) for code, stems in there):
        return True
    single = (one for one in english if " " not in one)
    near = {other for one in single for other in paraphrases(one) - sought_words(Seeking.HELPING)}
    return any(_is_said(sorted(near), stems, code) for code, stems in there)


@lru_cache(maxsize=64)
def _stems_of(text: str, language: str) -> frozenset[str]:
    return frozenset(words.stem(one, language) for one in words.words(text))


def _is_said(english: Iterable[str], there: frozenset[str], language: str) -> bool:
    """Whether one of some English words, or all those of an expression, is said in a language."""
    return any(
        all(_any_in(said_in((one,), language), there, language) for one in way.split())
        for way in english
    )


def _any_in(asked: Iterable[str], there: Iterable[str], language: str) -> bool:
    stems = {words.stem(one, language) for one in asked}
    return not stems.isdisjoint(there) or any(
        _is_derived(stem, other, language)
        or (language in COMPOUNDING and _is_last_part(stem, other))
        for stem in stems
        for other in there
    )


def _is_last_part(stem: str, other: str) -> bool:
    """Whether a compound ends in a word: "Dagvoorzitter" is a "voorzitter"."""
    return len(stem) > _SHORTEST and other.endswith(stem)


def _is_derived(stem: str, other: str, language: str) -> bool:
    """Whether of two stems one goes on from the other, or both from most of their letters.

    Compounds begin alike without being one word: "Geschäftsführer", "Geschäftsstelle".
    """
    shorter = min(len(stem), len(other))
    if shorter < _SHORTEST:
        return shorter == _SHORTEST - 1 and other.startswith(stem) and len(other) <= 2 * len(stem)
    shared = shared_beginning(stem, other)
    least = _SHARED_OF_COMPOUND if language in COMPOUNDING else _SHARED
    return shared >= max(_SHORTEST, least * len(stem)) and len(other) - shared <= _LONGEST_ENDING
