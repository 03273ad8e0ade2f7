"""Whether something was held, or only planned: the sentence that tells of it as done."""

import re
from collections.abc import Iterable, Iterator

from forumbot.answers.drafts import Draft, Retrieved, silent
from forumbot.answers.occasions.premises import ASKING, is_confirmed
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_of
from forumbot.answers.quoting.named_forum import of_named_forum
from forumbot.answers.quoting.units import Unit, units_of
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.layout import BlockKind
from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.questions import function_words
from forumbot.language.table import codes, derived, table
from forumbot.language.words import words
from forumbot.search.hits import Hit

# Set by hand: passages further down are of other subjects.
_PASSAGES = 6


def on_whether_held(retrieved: Retrieved) -> Draft | None:
    """The sentence that tells of the subject as held, where a question asks whether it was.

    It, or what stands above it, holds every word of the subject, and speaks of no plan. None where
    none does, or anything else is asked.
    """
    form = retrieved.form
    subject = _subject(form)
    if not subject:
        return None
    hits = of_named_forum(form.question.forums.one, retrieved.ranking.hits)
    found = [one for hit in hits[:_PASSAGES] for one in _told(hit, form, subject)]
    if not found:
        return None
    best = max(found, key=lambda one: one[0])[1]
    return Draft((best,), silent, is_certain=True, taken_from="what is told as held")


def _subject(terms: QuestionTerms) -> list[int]:
    """The places of the words that say what may have been held; none where more is asked."""
    question = terms.question
    spoken = question.spoken if question.spoken in codes() else "en"
    if not is_confirmed(question) or question.asks not in (None, "yes_no"):
        return []
    held = _held_words(spoken)
    light = function_words(spoken) | ASKING | _planned_words(spoken) | held
    if held.isdisjoint(question.words):
        return []
    return [place for place, term in enumerate(terms.telling) if term.word not in light]


def _told(
    hit: Hit, terms: QuestionTerms, subject: list[int]
) -> Iterator[tuple[tuple[bool, int], Excerpt]]:
    """The sentences of a passage that tell of the subject as held, each with its worth."""
    document = hit.document
    if document.language not in codes():
        return
    held, done, planned = _cues(document.language)
    for unit in units_of(document, hit.passage):
        text = document.text[unit.start : unit.end]
        if _is_no_statement(unit, text) or planned.search(text):
            continue
        is_held = held.search(text) is not None
        above = " ".join([document.title, *unit.line.heading_path, unit.line.lead_in])
        own = terms.held(text)
        if not (is_held or done.search(text)) or not own.union(terms.held(above)) >= set(subject):
            continue
        excerpt = excerpt_of(document, unit.line, unit.start, unit.end, 1.0)
        yield (is_held, len(own.intersection(subject))), excerpt


def _is_no_statement(unit: Unit, text: str) -> bool:
    """Whether it is a heading, or leads in what follows it."""
    return unit.line.block.kind is BlockKind.HEADING or text.rstrip().endswith(":")


@derived
def _planned_words(code: str) -> frozenset[str]:
    return frozenset(level(word) for way in table(code).planned for word in way.split())


@derived
def _held_words(code: str) -> frozenset[str]:
    said = {word for way in _held(code) for word in words(way)}
    return frozenset(said - function_words(code))


def _held(code: str) -> list[str]:
    """What tells of an event that it took place."""
    known = table(code)
    told = set(known.days.get("held", ()))
    return [way for way in known.done if way in told]


@derived
def _cues(code: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What tells that an event took place, or held something, and that something is planned.

    What was published or signed tells nothing of the event that it speaks of.
    """
    every = _held(code)
    passive = [way for way in every if " " in way] or every

    def any_of(said: Iterable[str]) -> re.Pattern[str]:
        return compiled(rf"(?<!\w)(?:{one_of(ways(said))})(?!\w)")

    return any_of(passive), any_of(every), any_of(table(code).planned)
