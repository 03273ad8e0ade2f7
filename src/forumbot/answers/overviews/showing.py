"""An overview as an answer: its lines, and what they rest on as far as the files still hold it."""

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.blocks import Block, ListedLine, Listing, Remark, cited_once
from forumbot.answers.citation import Citation, citation
from forumbot.answers.overviews.overview import Entry, Overview
from forumbot.answers.quoting.lock import Lock
from forumbot.asking.question import Question
from forumbot.search.generation import Generation


def shown(
    question: Question, overview: Overview, chance: float, generation: Generation, lock: Lock
) -> Answer | None:
    """The overview as an answer, of whose quotes each file still holds; None if none does."""
    citations: list[Citation] = []
    stale: list[str] = []
    lines: list[ListedLine] = []
    for entry in overview.entries:
        if entry.excerpt is not None and not _holds(entry, generation, lock):
            stale.append(entry.excerpt.doc_id)
            if entry.stands:
                lines.append(ListedLine(entry.text, heading=entry.heading))
            continue
        lines.append(_line(entry, citations, question, generation))
    if overview.entries and not lines:
        return None
    rest = tuple(ListedLine(one.text, heading=one.heading) for one in overview.rest)
    written: tuple[Block, ...] = (
        *([Remark(overview.said)] if overview.said else []),
        *([Listing(cited_once(lines), overview.more, rest)] if lines else []),
    )
    return Answer(
        question=question.typed,
        understood=question,
        finding=Finding.OVERVIEW,
        citations=tuple(citations),
        nearest=(),
        confidence=chance,
        hits=(),
        stale=tuple(dict.fromkeys(stale)),
        elapsed_ms=0.0,
        written=written,
    )


def _holds(entry: Entry, generation: Generation, lock: Lock) -> bool:
    excerpt = entry.excerpt
    if excerpt is None:
        return True
    document = generation.documents[excerpt.doc_id]
    return lock.holds(document, excerpt.start, excerpt.end)


def _line(
    entry: Entry, citations: list[Citation], question: Question, generation: Generation
) -> ListedLine:
    """The line of an entry; what it rests on is added to the citations, each once."""
    if entry.excerpt is None:
        return ListedLine(entry.text, heading=entry.heading)
    place = (entry.excerpt.doc_id, entry.excerpt.start, entry.excerpt.end)
    known = [one for one in citations if (one.doc_id, one.start, one.end) == place]
    if not known:
        document = generation.documents[entry.excerpt.doc_id]
        citations.append(citation(len(citations) + 1, document, entry.excerpt, question))
    cited = (known or citations[-1:])[0]
    return ListedLine(entry.text, cited.quote, cited.number, entry.heading, entry.question)
