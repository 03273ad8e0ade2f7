"""From a knowledge folder to a published generation of the index."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path

import numpy as np

from forumbot.archive.cache import ExtractionCache
from forumbot.archive.documents import Archive, Document
from forumbot.archive.outcomes import find_outcomes
from forumbot.clock import Clock
from forumbot.config import OutcomesConfig, PassagesConfig
from forumbot.errors import ArchiveError, ArchiveIndexError
from forumbot.file_hashes import file_sha256
from forumbot.language.said import said
from forumbot.search import records
from forumbot.search.compared import keep_compared
from forumbot.search.encodings import Known
from forumbot.search.foreign import ENGLISH, ForeignVectors, encode_foreign, rows_of
from forumbot.search.generation import live_foreign
from forumbot.search.index_folder import IndexFolder, NewGeneration
from forumbot.search.late import CodedTokens, LateIndex, encode
from forumbot.search.lexical import LexicalIndex, LexicalText
from forumbot.search.manifest import (
    DocumentRecord,
    Manifest,
    ModelRecord,
    RefusalRecord,
)
from forumbot.search.passages import Passage, context, cut
from forumbot.search.ports import Embedder, MultilingualEmbedder, TokenVectors
from forumbot.search.vector_indexes import save_vectors

# Passages that are encoded before they are kept on disk: some seconds of work.
_TOGETHER = 256

Progress = Callable[[str, int, int], None]
"""Told of a step's name, how many of its parts are done, and of how many."""


def _no_progress(_step: str, _done: int, _total: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """How a generation is built; ``keep_generations`` counts the live one, at least 1.

    ``confidence`` names the confidence that will judge its answers, for the record.
    ``multilingual`` loads the model that passages in other languages than English are compared
    by; without it none are encoded by one.
    """

    passages: PassagesConfig = field(default_factory=PassagesConfig)
    keep_generations: int = 3
    confidence: str = ""
    outcomes: OutcomesConfig = field(default_factory=OutcomesConfig)
    multilingual: Callable[[], MultilingualEmbedder] | None = None


def build(
    index: IndexFolder,
    read: Callable[[], Archive],
    embedder: Embedder,
    clock: Clock,
    settings: BuildSettings,
    *,
    strict: bool = False,
    on_progress: Progress = _no_progress,
    cache: ExtractionCache | None = None,
) -> Manifest:
    """Read the archive, write a new generation and make it the live one.

    Vectors of passages that the live generation holds already are taken over, wherever their
    documents lie now, as are those of a build that was broken off. With ``strict``
    nothing is published if any file was refused. ``cache`` is rid of what neither this build nor a
    kept generation was made of. Raises :class:`ArchiveError` where there is
    nothing to index and :class:`BuildInProgressError` where another build is under way.
    """
    with index.locked():
        archive = read()
        _check(archive, strict=strict)
        generation = index.new_generation(clock())
        try:
            with Known(index, embedder) as known:
                manifest = _write(
                    generation, index, archive, known, embedder, clock, settings, on_progress
                )
                generation.publish(manifest)
                known.remove()
                index.encoded_foreign.unlink(missing_ok=True)
        except OSError as error:
            why = error.strerror or str(error)
            told = said("archive_unwritable", path=index.path, why=why)
            raise ArchiveIndexError(told) from None
        finally:
            generation.discard()
        index.prune(settings.keep_generations)
        if cache is not None:
            cache.prune((record.doc_id, record.sha256) for record in index.records())
    return manifest


def _check(archive: Archive, *, strict: bool) -> None:
    if strict and archive.refused:
        first = archive.refused[0]
        raise ArchiveError(
            f"{archive.folder}: {len(archive.refused)} file(s) refused, so nothing was published "
            f"(--strict); the first is {first.doc_id}: {first.reason}"
        )
    if not archive.documents:
        raise ArchiveError(
            f"{archive.folder}: holds no document that can be read "
            f"({len(archive.refused)} refused)",
            "put reports there, or name another folder",
        )


def _write(
    generation: NewGeneration,
    index: IndexFolder,
    archive: Archive,
    known: Known,
    embedder: Embedder,
    clock: Clock,
    settings: BuildSettings,
    on_progress: Progress,
) -> Manifest:
    documents = {document.doc_id: document for document in archive.documents}
    passages = _cut_all(archive.documents, embedder, settings.passages, on_progress)
    contexts = [context(documents[passage.doc_id], passage) for passage in passages]
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in contexts]
    texts = dict(zip(keys, contexts, strict=True))
    missing = {key: text for key, text in texts.items() if key not in known}
    _encode(missing, known, embedder, on_progress)
    folder = generation.folder
    _save(folder, keys, known)
    languages = [documents[passage.doc_id].language for passage in passages]
    foreign = {
        key: texts[key] for key, spoken in zip(keys, languages, strict=True) if spoken != ENGLISH
    }
    _save_foreign(folder, index, keys, foreign, settings, on_progress)
    keep_compared(index.compared, texts)
    (folder / records.LEXICAL).mkdir()
    LexicalIndex.build([LexicalText(*one) for one in zip(contexts, languages, strict=True)]).save(
        folder / records.LEXICAL
    )
    records.write_documents(folder, archive.documents)
    records.write_passages(folder, zip(passages, keys, strict=True))
    told = (find_outcomes(document, settings.outcomes) for document in archive.documents)
    records.write_outcomes(folder, chain.from_iterable(told))
    return Manifest(
        generation=generation.name,
        created_at=clock(),
        knowledge=Path(os.path.relpath(archive.folder.resolve(), index.path.resolve())).as_posix(),
        model=ModelRecord(embedder.name, embedder.fingerprint, embedder.dimension, embedder.engine),
        settings=asdict(settings.passages),
        documents=_document_records(archive, passages, keys, set(missing)),
        refused=tuple(RefusalRecord(item.doc_id, item.reason) for item in archive.refused),
        passed_over=tuple(RefusalRecord(item.doc_id, item.reason) for item in archive.passed_over),
        files={name: file_sha256(folder / name) for name in generation.files()},
        confidence=settings.confidence,
    )


def _cut_all(
    documents: Sequence[Document],
    embedder: Embedder,
    settings: PassagesConfig,
    on_progress: Progress,
) -> list[Passage]:
    passages: list[Passage] = []
    for done, document in enumerate(documents, start=1):
        passages += cut(document, embedder.token_starts, settings)
        on_progress("cutting", done, len(documents))
    return passages


def _encode(texts: dict[str, str], known: Known, embedder: Embedder, on_progress: Progress) -> None:
    """Add what the model makes of each text, by its key; what is done outlasts a break."""
    keys, done = list(texts), 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        on_progress("embedding", done, len(keys))

    for first in range(0, len(keys), _TOGETHER):
        some = keys[first : first + _TOGETHER]
        tokens: dict[int, CodedTokens] = {}

        def keep(place: int, read: TokenVectors, tokens: dict[int, CodedTokens] = tokens) -> None:
            tokens[place] = encode(read, known.projection)

        vectors = embedder.embed_passages([texts[key] for key in some], count, keep)
        for place, key in enumerate(some):
            known.add(key, vectors[place], tokens[place])


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The coded tokens of passages by their keys, looked up one by one each time."""

    keys: Sequence[str]
    known: Known

    def __iter__(self) -> Iterator[CodedTokens]:
        return map(self.known.tokens, self.keys)


def _save(folder: Path, keys: Sequence[str], known: Known) -> None:
    """Write the vectors and the codes, in the order of the keys."""
    save_vectors(folder, np.stack([known.vector(key) for key in keys]))
    (folder / records.LATE).mkdir()
    LateIndex.write(folder / records.LATE, _Tokens(keys, known), known.projection)


def _save_foreign(
    folder: Path,
    index: IndexFolder,
    keys: Sequence[str],
    texts: dict[str, str],
    settings: BuildSettings,
    on_progress: Progress,
) -> None:
    """Write the vectors, by the model of many languages, of texts by their keys."""
    if settings.multilingual is None or not texts:
        return
    embedder = settings.multilingual()
    vectors = encode_foreign(
        embedder,
        index.encoded_foreign,
        texts,
        live_foreign(index, embedder.fingerprint),
        lambda done, total: on_progress("embedding across languages", done, total),
    )
    ForeignVectors(embedder.fingerprint, rows_of(keys, vectors)).save(folder)


def _document_records(
    archive: Archive,
    passages: Sequence[Passage],
    keys: Sequence[str],
    fresh: set[str],
) -> tuple[DocumentRecord, ...]:
    keys_of: dict[str, list[str]] = {document.doc_id: [] for document in archive.documents}
    for passage, key in zip(passages, keys, strict=True):
        keys_of[passage.doc_id].append(key)
    return tuple(
        DocumentRecord(
            doc_id=document.doc_id,
            sha256=document.sha256,
            passages=len(keys_of[document.doc_id]),
            reused=fresh.isdisjoint(keys_of[document.doc_id]),
            warnings=document.warnings,
            parsed=document.file in archive.parsed,
            pages=document.pages,
            words=document.words,
            language=document.language,
            title=document.title,
            held_on=document.held_on.isoformat() if document.held_on else None,
            published_on=document.published_on.isoformat() if document.published_on else None,
            guessed=document.guessed,
            correction=document.correction,
            within=document.within,
        )
        for document in archive.documents
    )
