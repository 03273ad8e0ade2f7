"""Who may do something: whom a rule allows it, with its exceptions, and no mere names."""

from dataclasses import replace

from forumbot.answers.drafts import Draft, Retrieved, silent
from forumbot.answers.quoting.choose import choose_excerpts
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.asking.kinds import QuestionKind
from forumbot.language.opposites import has_negation
from forumbot.language.permitted import asks_permission, tells_permission

# Set by hand: as much as the first quote may take.
_MOST_CHARS = 400


def on_who_may(retrieved: Retrieved) -> Draft | None:
    """Of the best quotes those that tell who may; an exception with the rule that it is one of.

    "Guests may attend, but not vote" stands behind "Each member who has paid may vote". None where
    anything else is asked, or no quote tells that.
    """
    asked = retrieved.question
    is_asked = asked.kind is QuestionKind.WHO and asks_permission(asked.without_times, asked.spoken)
    if not is_asked:
        return None
    language = asked.read_in or asked.spoken
    hits, room = retrieved.ranking.hits, retrieved.max_chars
    chosen = choose_excerpts(retrieved.wanted, hits, room, language)
    documents = retrieved.generation.documents
    kept = [
        _with_rule(one, documents[one.doc_id]) if not has_negation(asked.text) else one
        for one in chosen
        if tells_permission(_said(one, documents[one.doc_id]), documents[one.doc_id].language)
    ]
    return Draft(tuple(kept), silent, taken_from="what tells who may") if kept else None


def _said(one: Excerpt, document: Document) -> str:
    return document.text[one.start : one.end]


def _with_rule(one: Excerpt, document: Document) -> Excerpt:
    """The excerpt from the beginning of its paragraph on, where it tells who may not."""
    if not has_negation(_said(one, document)):
        return one
    paragraphs = (block for block in document.blocks if block.kind is BlockKind.PARAGRAPH)
    start = next((b.start for b in paragraphs if b.start <= one.start < b.end), one.start)
    if start == one.start or one.end - start > _MOST_CHARS:
        return one
    wider = excerpt_at(document, start, one.end, one.score)
    return one if wider is None else replace(wider, answer=one.answer)
