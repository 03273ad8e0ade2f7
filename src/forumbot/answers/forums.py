"""The forums and topics of an archive, for people to choose from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from forumbot.answers.outcomes import order_of
from forumbot.language.levelling import level
from forumbot.search.generation import Generation


@dataclass(frozen=True, slots=True)
class Forum:
    """One forum, and the documents about it: its report and its presentations.

    ``key`` is ``edition:N``, or the doc_id of a report without a number.
    """

    key: str
    title: str
    held_on: date | None
    doc_ids: frozenset[str]

    @property
    def edition(self) -> int | None:
        """Its number, None where it has none."""
        kind, _colon, number = self.key.partition(":")
        return int(number) if kind == "edition" and number.isdigit() else None


def forums(generation: Generation) -> list[Forum]:
    """The forums of the archive, oldest first: numbered ones, and other documents with outcomes.

    What was superseded tells of none.
    """
    numbered: dict[int, list[str]] = {}
    for document in generation.in_force:
        if document.edition is not None:
            numbered.setdefault(document.edition, []).append(document.doc_id)
    found = [_numbered(generation, edition, ids) for edition, ids in numbered.items()]
    grouped = {doc_id for forum in found for doc_id in forum.doc_ids}
    for doc_id in dict.fromkeys(outcome.doc_id for outcome in generation.outcomes):
        document = generation.documents[doc_id]
        if doc_id not in grouped and document.superseded_by is None:
            found.append(Forum(doc_id, document.title, document.held_on, frozenset({doc_id})))
    order = order_of(generation)
    return sorted(
        found, key=lambda forum: (min(order[doc_id] for doc_id in forum.doc_ids), forum.title)
    )


def _numbered(generation: Generation, edition: int, doc_ids: Sequence[str]) -> Forum:
    documents = [generation.documents[doc_id] for doc_id in doc_ids]
    report = next((document for document in documents if document.kind == "report"), documents[0])
    return Forum(f"edition:{edition}", report.title, report.held_on, frozenset(doc_ids))


def topics(generation: Generation) -> list[str]:
    """The themes that the archive's documents name, in alphabetical order."""
    named = {theme for document in generation.documents.values() for theme in document.themes}
    return sorted(named, key=level)


def matching(typed: str, names: Iterable[str]) -> list[str]:
    """The names that hold what was typed, whatever its accents and case; beginnings first."""
    wanted = level(typed).strip()
    held = [name for name in names if wanted in level(name)]
    return sorted(held, key=lambda name: not level(name).startswith(wanted))
