"""What the next message of a conversation may lean on."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.blocks import Listing
from forumbot.answers.citation import Citation
from forumbot.answers.nearby import HARDLY
from forumbot.answers.series import beside
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.asking.comparing import spoken_of
from forumbot.asking.context import Context, event, subject
from forumbot.asking.followups import hangs, is_named, is_whole
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question
from forumbot.asking.recalled import Shown
from forumbot.asking.replacing import leading, names_in
from forumbot.language.recalls import Recall
from forumbot.language.turns import Turns, turns

# Set by hand: so many quotes are kept of what was said on one subject, so many meetings, and
# so many documents that an answer is from.
_MOST_KEPT, _MOST_EARLIER, _MOST_SOURCES = 60, 4, 3
# A first name and others, none of them in lower case.
_NAME = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){1,3}")


def context_of(
    asked: str,
    finding: Finding,
    doc_ids: Iterable[str],
    documents: Mapping[str, Document],
    *,
    is_reply: bool = False,
) -> Context:
    """The context that a question and the documents cited for it make.

    Of quotes that answer, the first one's document is what was spoken of; of a list, all of them.
    """
    cited = [documents[doc_id] for doc_id in doc_ids if doc_id in documents]
    about = cited if finding is Finding.OVERVIEW else cited[:1]
    editions = dict.fromkeys(one.edition for one in about if one.edition is not None)
    titles = dict.fromkeys(one.title for one in about)
    return Context(asked, tuple(editions), tuple(titles), is_reply)


def context_after(
    answer: Answer, documents: Mapping[str, Document], before: Context | None
) -> Context | None:
    """The context after an answer; a word of talk leaves the one ``before``.

    What is recalled of the answer before goes on with that, and a line that was chosen is what is
    spoken of from then on.
    """
    recalls = answer.understood.recalls
    quoted = tuple(map(_shown, (*answer.citations, *answer.nearest)))
    if recalls is not None and before is not None:
        if recalls.kind is not Recall.LINE:
            kept = (*before.quoted, *quoted)[:_MOST_KEPT]
            if recalls.rest:
                before = replace(before, listed=_listed(answer, documents), rest=_rest(answer))
            return replace(before, quoted=kept)
        line = context_of(answer.question, answer.finding, [one.doc_id for one in quoted[:1]],
                          documents)  # fmt: skip
        return replace(
            line,
            asked=recalls.about or before.asked,
            listed=before.listed,
            earlier=before.earlier,
            spoken=before.spoken,
            goes_on=before.goes_on,
            quoted=quoted,
            sources=tuple(dict.fromkeys(one.doc_id for one in quoted)) or before.sources,
            about=recalls.about,
            place=before.listed.index(recalls.shown[0]) + 1,
        )
    if answer.finding is Finding.TALK:
        return before
    doc_ids = (one.doc_id for one in (*answer.citations, *answer.nearest))
    after = context_of(answer.understood.text, answer.finding, doc_ids, documents)
    after = replace(after, spoken=answer.understood.spoken, sources=_sources(answer, before))
    listed = _listed(answer, documents)
    if before is not None and _was_offered(answer, before):
        listed = before.listed
    goes_on = any(one.left_out for one in answer.citations) or any(
        one.more for one in answer.written if isinstance(one, Listing)
    )
    after = replace(
        after, listed=listed, quoted=quoted[:_MOST_KEPT], goes_on=goes_on, rest=_rest(answer)
    )
    return _lasting(_with_neighbours(after, documents), answer, before)


def _with_neighbours(after: Context, documents: Mapping[str, Document]) -> Context:
    """The context with the meetings beside the one that was cited first, in its series."""
    first = documents.get(after.quoted[0].doc_id) if after.quoted else None
    if first is None:
        return after
    previous, following = beside(first, documents)
    return replace(after, previous=previous, following=following)


def _sources(answer: Answer, before: Context | None) -> tuple[str, ...]:
    """The documents that an answer is from, those of the one before where it tells little.

    A list of more than one subject has leaves them too. None where what was named was not found.
    """
    cited = tuple(dict.fromkeys(one.doc_id for one in answer.citations))
    is_named_so = _names(answer.understood) if cited else is_named(answer.understood)
    if before is not None and _tells_little(answer) and not is_named_so:
        return before.sources
    if len(cited) <= _MOST_SOURCES:
        return cited
    return before.sources if before is not None and not _names(answer.understood) else ()


def _tells_little(answer: Answer) -> bool:
    """Whether a question found nothing, or hardly anything."""
    return not answer.citations or answer.confidence < HARDLY


def _names(question: Question) -> bool:
    """Whether a question names what it is about, whatever was spoken of before it."""
    return is_named(question) or is_whole(question)


def _kept(answer: Answer, before: Context | None, known: Turns) -> str:
    """What was spoken of before a question that found hardly anything and names nothing."""
    question = answer.understood
    if before is None or not _tells_little(answer) or question.adds or _names(question):
        return ""
    return subject(before, question.words, known)


def _lasting(after: Context, answer: Answer, before: Context | None) -> Context:
    """The context with what was spoken of before, where a message leaned on it and named no other.

    Whoever a question asks for is spoken of by the answer.
    """
    question = answer.understood
    known = turns(question.spoken)
    leans = before is not None and (question.adds or hangs(question))
    topic = event(after, known, is_cited=False)
    if before is not None and not topic:
        is_placed = any(leading(one, known) for one in names_in(question, known))
        if leans and is_placed:
            topic = after.titles[0] if len(after.titles) == 1 else ""
        elif leans or not is_named(question):
            topic = before.topic
    person = _person(answer) or (before.person if before and leans else "")
    if before is not None and not after.titles and (leans or not is_named(question)):
        after = replace(after, editions=before.editions, titles=before.titles)
    earlier = spoken_of(before, known)[:_MOST_EARLIER] if before is not None else ()
    lasting = _kept(answer, before, known)
    return replace(after, topic=topic, person=person, earlier=earlier, lasting=lasting)


def _person(answer: Answer) -> str:
    """The name that answers a question for somebody, as the first quote or its one cell has it."""
    if answer.understood.kind is not QuestionKind.WHO or not answer.citations:
        return ""
    first = answer.citations[0]
    name = first.quote[slice(*first.answer)] if first.answer else ""
    if _NAME.fullmatch(name):
        return name
    named = [cell for cell in map(str.strip, first.quote.split("|")) if _NAME.fullmatch(cell)]
    return named[0] if len(named) == 1 else ""


def _shown(one: Citation) -> Shown:
    return Shown(one.doc_id, one.start, one.end)


def _was_offered(answer: Answer, before: Context) -> bool:
    """Whether the question is one that a line of the list before it leads to."""
    asked = (answer.question, answer.understood.text)
    return any(one.question and one.question in asked for one in before.listed)


def _listed(answer: Answer, documents: Mapping[str, Document]) -> tuple[Shown, ...]:
    """The lines of an answer: those of its listings, else the items that its quotes hold."""
    numbered = {one.number: one for one in answer.citations}
    lines = [
        _line(numbered.get(line.number or 0), line.text, line.question)
        for block in answer.written
        if isinstance(block, Listing)
        for line in block.lines
    ]
    if lines:
        return tuple(lines)
    items = [
        Shown(one.doc_id, block.start, block.end)
        for one in answer.citations
        if one.doc_id in documents
        for block in documents[one.doc_id].blocks
        if block.kind is BlockKind.ITEM and one.start <= block.start and block.end <= one.end
    ]
    return tuple(items) if len(items) > 1 else ()


def _rest(answer: Answer) -> tuple[Shown, ...]:
    """The lines that its listings left for whoever asks for more."""
    return tuple(
        Shown("", 0, 0, line.text, heading=line.heading)
        for block in answer.written
        if isinstance(block, Listing)
        for line in block.rest
    )


def _line(cited: Citation | None, text: str, question: str) -> Shown:
    if cited is None:
        return Shown("", 0, 0, text, question)
    return Shown(cited.doc_id, cited.start, cited.end, text, question)
