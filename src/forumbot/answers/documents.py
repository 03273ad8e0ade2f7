"""The documents of an archive, by kind, the newest first of each."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from forumbot.archive.documents import Document
from forumbot.language.levelling import level
from forumbot.language.phrases import DEFAULT, phrases, quoted, spoken
from forumbot.language.said import Said, SaidError
from forumbot.search.generation import Generation

_FIRST = "report"


def select_documents(
    generation: Generation, kind: str | None = None, only: Collection[str] | None = None
) -> list[Document]:
    """The documents of a kind and with ``only`` these ids, else all; reports come first.

    A kind counts in the plural as well, and as it is called in any language that we speak. Raises
    :class:`UsageError` for one that no document is of.
    """
    known = in_order(generation.documents.values())
    kinds = kinds_of(known)
    named = {level(name): one for one in reversed(kinds) for name in names_of_kind(one)}
    if kind is not None and level(kind) not in named:
        there = Said(lambda code: ", ".join(kind_in_words(one, code) for one in kinds))
        shown = Said(lambda code: quoted(kind, code))
        raise SaidError("documents_no_kind", kind=shown, kinds=there)
    wanted = None if kind is None else named[level(kind)]
    return [
        one for one in known if wanted in (None, one.kind) and (only is None or one.doc_id in only)
    ]


def in_order(documents: Iterable[Document]) -> list[Document]:
    """By kind, reports first, then the newest first; those without a day last."""
    newest = sorted(documents, key=lambda one: (day_of(one), one.title), reverse=True)
    return sorted(newest, key=lambda one: (one.kind != _FIRST, one.kind))


def kinds_of(documents: Iterable[Document]) -> list[str]:
    """The kinds that there are, each once, in the order in which they are listed."""
    return list(dict.fromkeys(one.kind for one in in_order(documents)))


def kind_in_words(kind: str, language: str = DEFAULT) -> str:
    """What documents of a kind are called together; a made-up kind as it is, with a capital."""
    return phrases(language).get(f"kind_{kind.casefold()}", f"{kind[:1].upper()}{kind[1:]}")


def names_of_kind(kind: str) -> tuple[str, ...]:
    """What a kind may be called, the kind itself last."""
    return (*(kind_in_words(kind, code) for code in spoken()), f"{kind}s", kind)


def day_of(document: Document) -> date:
    """The day of what it reports on, else that on which it came out; the first of all else."""
    return document.held_on or document.published_on or date.min


def document_to_json(document: Document) -> dict[str, Any]:
    """A document as JSON values; days are ISO 8601, None where not known."""
    days = {"held_on": document.held_on, "published_on": document.published_on}
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "kind": document.kind,
        "language": document.language,
        "edition": document.edition,
        **{key: day.isoformat() if day else None for key, day in days.items()},
        "place": document.place,
        "url": document.url,
        "themes": list(document.themes),
        "status": document.status or None,
        "superseded_by": document.superseded_by,
    }
