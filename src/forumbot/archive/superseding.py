"""Which documents of an archive have been superseded, by what its documents say that they replace.

A document is named by its path below the knowledge folder, below the folder of the one that
replaces it, or, where only one file is called so, by its file's name.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from posixpath import normpath


@dataclass(frozen=True, slots=True)
class Superseding:
    """By doc_id which documents each supersedes, what each is superseded by, and what is amiss."""

    supersedes: Mapping[str, tuple[str, ...]]
    superseded_by: Mapping[str, str]
    warnings: Mapping[str, tuple[str, ...]]


def superseding(stated: Mapping[str, tuple[str, ...]]) -> Superseding:
    """Resolve by doc_id what each document states to supersede; keys are all of the archive.

    Of several that supersede one, the last by path counts. A document that would supersede itself,
    by way of others too, supersedes nothing.
    """
    supersedes: dict[str, tuple[str, ...]] = {}
    by: dict[str, str] = {}
    warnings: dict[str, tuple[str, ...]] = {}
    for doc_id in sorted(stated):
        found: list[str] = []
        for name in stated[doc_id]:
            older = _resolved(name, doc_id, stated)
            if older is None:
                warnings[doc_id] = (
                    *warnings.get(doc_id, ()),
                    f"supersedes {name[:80]!r}, which is not in the archive",
                )
            elif doc_id in _chain(older, supersedes):
                warnings[doc_id] = (
                    *warnings.get(doc_id, ()),
                    f"supersedes {older!r}, which supersedes it; ignored",
                )
            else:
                found.append(older)
                by[older] = doc_id
        if found:
            supersedes[doc_id] = tuple(dict.fromkeys(found))
    return Superseding(supersedes, by, warnings)


def _resolved(name: str, doc_id: str, known: Collection[str]) -> str | None:
    """The doc_id that a name means."""
    beside = normpath((PurePosixPath(doc_id).parent / name).as_posix())
    for candidate in (beside, normpath(name)):
        if candidate in known:
            return candidate
    called = [one for one in known if PurePosixPath(one).name == name]
    return called[0] if len(called) == 1 else None


def _chain(doc_id: str, supersedes: Mapping[str, tuple[str, ...]]) -> set[str]:
    """A document and all that it supersedes."""
    seen, waiting = set[str](), [doc_id]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += supersedes.get(one, ())
    return seen
