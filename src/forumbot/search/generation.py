"""A generation of the index in memory, and how it gets there."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from forumbot.archive.documents import Document
from forumbot.archive.identities import fullest_names, inverted_names
from forumbot.archive.names import NameReader, Span, levelled_name
from forumbot.archive.outcomes import Outcome
from forumbot.archive.talks import Talk, find_talks
from forumbot.errors import ArchiveIndexError
from forumbot.search import records
from forumbot.search.foreign import ForeignVectors
from forumbot.search.index_folder import IndexFolder
from forumbot.search.late import LateIndex
from forumbot.search.lexical import LexicalIndex
from forumbot.search.manifest import Manifest, check_files
from forumbot.search.passages import Passage
from forumbot.search.ports import VectorIndex, Vectors
from forumbot.search.vector_indexes import load_vectors


@dataclass(frozen=True)
class Generation:
    """Everything of one generation in memory; never changes, so that many may read it at once."""

    manifest: Manifest
    knowledge: Path
    documents: dict[str, Document]
    passages: tuple[Passage, ...]
    outcomes: tuple[Outcome, ...]
    dense: VectorIndex
    lexical: LexicalIndex
    late: LateIndex
    foreign: ForeignVectors

    @cached_property
    def main_language(self) -> str:
        """The ISO 639-1 code of the language that most documents are in."""
        languages = Counter(document.language for document in self.documents.values())
        return languages.most_common(1)[0][0]

    @cached_property
    def in_force(self) -> tuple[Document, ...]:
        """The documents that no other one supersedes."""
        return tuple(one for one in self.documents.values() if one.superseded_by is None)

    @cached_property
    def names(self) -> NameReader:
        """What tells names of people in these documents, made when first asked for, then kept."""
        return NameReader(document.text for document in self.documents.values())

    @cached_property
    def people(self) -> Mapping[str, Mapping[str, tuple[Span, ...]]]:
        """For each document the people whom it names, levelled, and where; found when asked for."""
        found: dict[str, dict[str, tuple[Span, ...]]] = {}
        for doc_id, document in self.documents.items():
            named = found.setdefault(doc_id, {})
            for start, end in self.names.names(document.text, 0, len(document.text)):
                name = levelled_name(document.text[start:end])
                named[name] = (*named.get(name, ()), (start, end))
        known = {name for named in found.values() for name in named}
        for doc_id, document in self.documents.items():
            for written, span in inverted_names(document.text):
                name = levelled_name(written)
                if name in known:
                    found[doc_id][name] = (*found[doc_id].get(name, ()), span)
        return found

    @cached_property
    def fullest_names(self) -> Mapping[str, str]:
        """For each levelled name of a person the fullest one that the archive has of the same."""
        written = {
            name: text
            for doc_id, named in self.people.items()
            for name, spans in named.items()
            for text in (self.documents[doc_id].text[slice(*span)] for span in spans)
            if levelled_name(text) == name
        }
        stated: dict[str, list[str]] = {}
        for one in (one for talk in self.talks for one in talk.speakers if one.affiliation):
            stated.setdefault(levelled_name(one.name), []).append(one.affiliation)
        return fullest_names(written, stated)

    def person(self, name: str) -> str:
        """The levelled name by which the person of a written name is known."""
        levelled = levelled_name(name)
        return self.fullest_names.get(levelled, levelled)

    @cached_property
    def talks(self) -> tuple[Talk, ...]:
        """The talks that the documents in force tell of, found when first asked for, then kept."""
        return tuple(talk for one in self.in_force for talk in find_talks(one, self.names))


def load_live(index: IndexFolder) -> Generation:
    """Load the live generation after comparing each file with its recorded hash."""
    return _load(index, *index.live())


def load_kept(index: IndexFolder, name: str) -> Generation:
    """Load a generation that may not be live; :class:`UsageError` where there is none."""
    return _load(index, *index.kept(name))


def live_foreign(index: IndexFolder, fingerprint: str) -> dict[str, Vectors]:
    """The live generation's vectors by this model of many languages, by the keys of their texts.

    What is damaged, or of another model, is passed over.
    """
    try:
        folder, manifest = index.live()
        check_files(folder, manifest)
        foreign = ForeignVectors.load(folder)
        _passages, keys = records.read_passages(folder, records.read_documents(folder))
    except ArchiveIndexError:
        return {}
    return {keys[row]: vector for row, vector in foreign.made_by(fingerprint).items()}


def _load(index: IndexFolder, folder: Path, manifest: Manifest) -> Generation:
    check_files(folder, manifest)
    documents = records.read_documents(folder)
    passages, _keys = records.read_passages(folder, documents)
    return Generation(
        manifest=manifest,
        knowledge=index.path / manifest.knowledge,
        documents={document.doc_id: document for document in documents},
        passages=passages,
        outcomes=records.read_outcomes(folder),
        dense=load_vectors(folder),
        lexical=LexicalIndex.load(folder / records.LEXICAL),
        late=LateIndex.load(folder / records.LATE),
        foreign=ForeignVectors.load(folder),
    )
