"""What an acronym stands for, where a question asks for nothing else."""

import re
from collections.abc import Iterator

from forumbot.answers.drafts import Draft, Retrieved, silent
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at
from forumbot.answers.quoting.forms import form_wanted, writes_out
from forumbot.answers.quoting.units import sentences_at
from forumbot.archive.documents import Document
from forumbot.language.forms import Form

_TAKEN_FROM = "where an acronym is written out"


def on_acronym(retrieved: Retrieved) -> Draft | None:
    """The sentence that writes the acronym out, of the best document that has one; else None."""
    asked = form_wanted(retrieved.question)
    if asked is None or asked.form is not Form.WRITTEN_OUT:
        return None
    documents, only = retrieved.generation.documents, retrieved.only
    best = [hit.document.doc_id for hit in retrieved.ranking.hits]
    for doc_id in dict.fromkeys([*best, *documents]):
        if only is None or doc_id in only:
            excerpt = next(_written_out(documents[doc_id], asked.acronym), None)
            if excerpt is not None:
                return Draft((excerpt,), silent, is_certain=True, taken_from=_TAKEN_FROM)
    return None


def _written_out(document: Document, acronym: str) -> Iterator[Excerpt]:
    """The sentences of a document that hold an acronym and its name."""
    named = re.compile(rf"(?<!\w){re.escape(acronym)}(?!\w)", re.IGNORECASE)
    for found in named.finditer(document.text):
        for start, end in sentences_at(document, found.start()):
            excerpt = excerpt_at(document, start, end)
            if excerpt is not None and writes_out(acronym, document.text[start:end]):
                yield excerpt
