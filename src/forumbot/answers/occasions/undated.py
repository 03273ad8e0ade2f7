"""What is said of the next event of a name whose day is not fixed yet."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.language.dates import find_dates
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.sentences import sentence_spans
from forumbot.language.table import codes, derived, table
from forumbot.language.words import stems

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def undated_plan(
    named: frozenset[str], documents: Iterable[Document], after: date
) -> Excerpt | None:
    """The latest sentence that plans the next event of a name and gives no day of it.

    ``named`` are stems; what was written before the day ``after`` speaks of what is over by then,
    as does a year before that day's. Of one document the last such sentence counts.
    """
    best: tuple[date, Document, int, int] | None = None
    for document in documents:
        written = max(filter(None, (document.held_on, document.published_on)), default=None)
        if written is None or written < after or not named:
            continue
        for start, end in _plans(document, named, after):
            if best is None or written >= best[0]:
                best = (written, document, start, end)
    return excerpt_at(best[1], best[2], best[3]) if best is not None else None


def _plans(document: Document, named: frozenset[str], after: date) -> Iterator[tuple[int, int]]:
    planned = _planned(document.language if document.language in codes() else "en")
    for line in document.outline:
        if line.block.kind is BlockKind.HEADING:
            continue
        spans = sentence_spans(document.text, line.block.start, line.block.end, document.language)
        for start, end in spans:
            said = document.text[start:end]
            if planned.search(said) is None or find_dates(said):
                continue
            is_over = any(int(year) < after.year for year in _YEAR.findall(said))
            if not is_over and named <= frozenset(stems(said, document.language)):
                yield start, end


@derived
def _planned(code: str) -> re.Pattern[str]:
    """The next of something, or that it is planned."""
    one = table(code)
    return compiled(rf"(?<!\w){one_of(ways((*one.dating('next'), *one.planned)))}(?!\w)")
