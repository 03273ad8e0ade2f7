"""What the next message of a conversation may lean on."""

from collections.abc import Iterable, Mapping

from forumbot.answers.answer import Answer, Finding
from forumbot.archive.documents import Document
from forumbot.asking.context import Context


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
    """The context after an answer; a word of talk leaves the one ``before``."""
    if answer.finding is Finding.TALK:
        return before
    doc_ids = (one.doc_id for one in (*answer.citations, *answer.nearest))
    return context_of(answer.understood.text, answer.finding, doc_ids, documents)
