"""What is live in an index, from what, how old, and what its folder holds that it does not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from forumbot.archive.corrections import read_corrections
from forumbot.archive.files import file_hashes
from forumbot.search.index_folder import IndexFolder
from forumbot.search.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Changes:
    """Files added to, changed in and removed from a knowledge folder since a build, in order."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many files; one that was renamed is removed and added."""
        renamed = min(len(self.added), len(self.removed))
        return len(self.added) + len(self.changed) + len(self.removed) - renamed


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """The live generation beside the present state of its files.

    ``age`` is never below zero. ``confidence`` is the version that was current at the build, None
    where none was recorded; ``confidence_now`` the one that judges answers.
    """

    generation: str
    created_at: datetime
    age: timedelta
    knowledge: Path
    model: str
    confidence: str | None
    confidence_now: str
    documents: tuple[str, ...]
    passages: int
    refused: tuple[str, ...]
    generations: tuple[str, ...]
    changes: Changes

    def to_json(self) -> dict[str, Any]:
        """The status as JSON values."""
        return {
            "generation": self.generation,
            "created_at": self.created_at.isoformat(),
            "age": str(self.age),
            "age_seconds": int(self.age.total_seconds()),
            "knowledge": str(self.knowledge),
            "model": self.model,
            "confidence": self.confidence,
            "confidence_now": self.confidence_now,
            "documents": list(self.documents),
            "passages": self.passages,
            "refused": list(self.refused),
            "generations": list(self.generations),
            "added": list(self.changes.added),
            "changed": list(self.changes.changed),
            "removed": list(self.changes.removed),
        }


def status_of(
    index: IndexFolder, knowledge: Path, now: datetime, confidence_now: str
) -> IndexStatus:
    """The status at the aware instant ``now``; raises as :meth:`IndexFolder.live` does."""
    _folder, manifest = index.live()
    age = timedelta(seconds=max(int((now - manifest.created_at).total_seconds()), 0))
    return IndexStatus(
        generation=manifest.generation,
        created_at=manifest.created_at,
        age=age,
        knowledge=knowledge,
        model=manifest.model.name,
        confidence=manifest.confidence or None,
        confidence_now=confidence_now,
        documents=tuple(record.doc_id for record in manifest.documents),
        passages=sum(record.passages for record in manifest.documents),
        refused=tuple(record.doc_id for record in manifest.refused),
        generations=tuple(index.names()),
        changes=_changes(manifest, knowledge),
    )


def _changes(manifest: Manifest, knowledge: Path) -> Changes:
    built = {record.doc_id: record for record in manifest.documents}
    left_out = {record.doc_id for record in (*manifest.refused, *manifest.passed_over)}
    present = file_hashes(knowledge)
    corrections = read_corrections(knowledge, present)
    return Changes(
        added=tuple(sorted(present.keys() - built.keys() - left_out)),
        changed=tuple(
            sorted(
                doc_id
                for doc_id, record in built.items()
                if (record.within or doc_id) in present
                and (present[record.within or doc_id], corrections.digest(doc_id))
                != (record.sha256, record.correction)
            )
        ),
        removed=tuple(
            sorted(d for d, record in built.items() if (record.within or d) not in present)
        ),
    )
