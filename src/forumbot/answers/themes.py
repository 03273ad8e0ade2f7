"""What the last forum concluded on the themes of the next one."""

from collections.abc import Sequence
from datetime import date

from forumbot.answers.outcomes import DocumentOutcome, select_outcomes
from forumbot.answers.terms import QuestionTerms
from forumbot.asking.question import read_question
from forumbot.search.generation import Generation

# All words of a theme, but for rounding; as many outcomes as a reminder has room for.
_COVERED = 0.99
_MAX_OUTCOMES = 3


def last_conclusions(
    generation: Generation, themes: Sequence[str], before: date
) -> list[DocumentOutcome]:
    """Outcomes on any of ``themes`` of the last report before that day, at most three.

    The last one is that which was held last among all reports with outcomes; where it concluded
    nothing on the themes, the list is empty. Outcomes that hold more of the themes come first.
    """
    held = [
        (entry.document.held_on, entry)
        for entry in select_outcomes(generation)
        if entry.document.held_on is not None and entry.document.held_on < before
    ]
    if not held:
        return []
    last = max(day for day, _entry in held)
    of_last = [entry for day, entry in held if day == last]
    terms = [QuestionTerms.of(read_question(theme), generation.lexical) for theme in themes]
    ranked = sorted(of_last, key=lambda entry: -_themes_in(entry, terms))
    return [entry for entry in ranked if _themes_in(entry, terms)][:_MAX_OUTCOMES]


def _themes_in(entry: DocumentOutcome, themes: Sequence[QuestionTerms]) -> int:
    return sum(theme.coverage(entry.outcome.text) >= _COVERED for theme in themes)
