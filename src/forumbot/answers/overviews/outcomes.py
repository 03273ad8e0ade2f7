"""What a meeting concluded, and what was concluded on a theme, in the words of the reports."""

from collections.abc import Sequence
from datetime import date

from forumbot.answers.outcomes import DocumentOutcome, select_outcomes
from forumbot.answers.overviews.meetings import meeting_named
from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.quoting.excerpt import excerpt_at
from forumbot.language.days_in_words import in_words
from forumbot.language.phrases import phrase

# A list that is shown whole may take that much (the contract).
_MOST_CHARS = 1_500


def outcomes_of(asked: Asked) -> Overview | None:
    """The outcomes of the one meeting that is named; None where it has none."""
    meeting = meeting_named(asked)
    if meeting is None:
        return None
    found = [
        one for one in select_outcomes(asked.generation) if one.outcome.doc_id in meeting.doc_ids
    ]
    return _overview(found, phrase("outcomes_of", asked.language, title=meeting.title), asked)


def outcomes_on(asked: Asked) -> Overview | None:
    """The outcomes on the theme that is asked for, the oldest meeting first; None without any."""
    return None


def _overview(found: Sequence[DocumentOutcome], said: str, asked: Asked) -> Overview | None:
    entries: list[Entry] = []
    room = _MOST_CHARS
    for one in found:
        document, outcome = one.document, one.outcome
        excerpt = excerpt_at(document, outcome.start, outcome.end)
        room -= outcome.end - outcome.start
        if excerpt is not None and room >= 0:
            entries.append(Entry("", excerpt, _heading(document.title, document.held_on)))
    left = len(found) - len(entries)
    more = phrase("more_outcomes", asked.language, count=left) if left else ""
    return Overview(said, tuple(entries), more) if entries else None


def _heading(title: str, day: date | None) -> str:
    return f"{title}, {in_words(day)}" if day else title
