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
from forumbot.language.words import stems, words

# "The next annual summer workshop".
_NEAR = 4
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
    code = document.language if document.language in codes() else "en"
    for line in document.outline:
        block = line.block
        text = document.text[block.start : block.end]
        if block.kind is BlockKind.HEADING or not (_YEAR.search(text) or _next(code).search(text)):
            continue
        spans = sentence_spans(document.text, block.start, block.end, document.language)
        for start, end in spans:
            said = document.text[start:end]
            years = [int(year) for year in _YEAR.findall(said)]
            is_over = any(year < after.year for year in years)
            is_dated = bool(years) and _planned(code).search(said) is not None
            # The dearest is asked last, of the few sentences that are left.
            if (
                not is_over
                and (is_dated or _names_next(said, named, code))
                and named <= _stems(said, document.language)
                and not find_dates(said)
            ):
                yield start, end


def _names_next(said: str, named: frozenset[str], code: str) -> bool:
    """Whether it is the very event of the name that is the next one."""
    behind = (said[found.end() :].split()[:_NEAR] for found in _next(code).finditer(said))
    return any(not named.isdisjoint(_stems(" ".join(near), code)) for near in behind)


def _stems(text: str, language: str) -> frozenset[str]:
    """The stems of a text, and its words, as a name may be stemmed in another language."""
    return frozenset((*stems(text, language), *words(text)))


@derived
def _next(code: str) -> re.Pattern[str]:
    return compiled(rf"(?<!\w){one_of(ways(table(code).dating('next')))}(?!\w)")


@derived
def _planned(code: str) -> re.Pattern[str]:
    """That something is planned."""
    return compiled(rf"(?<!\w){one_of(ways(table(code).planned))}(?!\w)")
