from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from forumbot.archive.cache import ExtractionCache
from forumbot.archive.documents import Archive, read_archive
from forumbot.archive.outcomes import find_outcomes
from forumbot.asking.question import read_question
from forumbot.clock import Clock
from forumbot.config import PassagesConfig, RetrievalConfig
from forumbot.errors import ArchiveError, BuildInProgressError
from forumbot.search import builder
from forumbot.search.builder import BuildSettings, build
from forumbot.search.generation import load_live
from forumbot.search.index_folder import IndexFolder
from forumbot.search.manifest import Manifest, check_files
from forumbot.search.passages import context, cut
from forumbot.search.ports import Embedder, TokenVectors, Vectors
from forumbot.search.retriever import Retriever
from forumbot.search.vector_indexes import KINDS, load_vectors

REPORT = """---
title: Third Forum
kind: report
language: en
---

# Third Forum

The forum met in Brussels.

## Outcomes

They agreed that:

- Linkages need strengthening.
- Partnerships are key.
"""
SKILLS = (
    "---\ntitle: Skills\nkind: page\nlanguage: en\n---\n\n# Skills\n\nThe skills gap is wide.\n"
)
BUDGET = "---\ntitle: Budget\nkind: page\nlanguage: en\n---\n\n# Budget\n\nIt is 3.6 million.\n"
FILES: dict[str, str | bytes] = {"a.md": REPORT, "b/skills.md": SKILLS, "budget.md": BUDGET}
REFUSED: dict[str, str | bytes] = {"slides.xyz": b"slides"}

MakeArchive = Callable[[dict[str, str | bytes]], Path]


class CountingEmbedder:
    """The real embedder, remembering which passages it was asked to embed."""

    def __init__(self, real: Embedder, fingerprint: str | None = None) -> None:
        self.name = real.name
        self.engine = real.engine
        self.fingerprint = fingerprint or real.fingerprint
        self.dimension = real.dimension
        self.max_tokens = real.max_tokens
        self.embedded: list[str] = []
        self._real = real

    def embed_passages(
        self,
        texts: Sequence[str],
        on_progress: Callable[[int], None] | None = None,
        on_tokens: Callable[[int, TokenVectors], None] | None = None,
    ) -> Vectors:
        self.embedded += texts
        return self._real.embed_passages(texts, on_progress, on_tokens)

    def read_queries(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenVectors]]:
        return self._real.read_queries(texts)

    def sample_tokens(self) -> Vectors:
        return self._real.sample_tokens()

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._real.embed_queries(texts)

    def token_starts(self, text: str) -> Sequence[int]:
        return self._real.token_starts(text)


class Workshop:
    """A knowledge folder, its index, and a clock that goes on by a minute whenever it is asked."""

    def __init__(self, knowledge: Path, index: Path, real: Embedder) -> None:
        self.knowledge = knowledge
        self.index = IndexFolder(index)
        self.real = real
        ticks = count()
        self.clock: Clock = lambda: (
            datetime(2019, 2, 20, 12, tzinfo=UTC) + timedelta(minutes=next(ticks))
        )
        self.progress: list[tuple[str, int, int]] = []

    def build(
        self,
        embedder: CountingEmbedder | None = None,
        settings: BuildSettings | None = None,
        *,
        strict: bool = False,
    ) -> tuple[Manifest, list[str]]:
        """Build; returns the manifest and the contexts that had to be embedded."""
        embedder = embedder or CountingEmbedder(self.real)
        cache = ExtractionCache(self.index.extracted)
        manifest = build(
            self.index,
            lambda: read_archive(self.knowledge, cache=cache),
            embedder,
            self.clock,
            settings or BuildSettings(),
            strict=strict,
            on_progress=lambda *told: self.progress.append(told),
            cache=cache,
        )
        return manifest, embedder.embedded

    def found(self, question: str) -> list[str]:
        """The documents that the live generation answers a question from, best first."""
        retriever = Retriever(load_live(self.index), self.real, RetrievalConfig())
        return [hit.passage.doc_id for hit in retriever.search(read_question(question), 20)]

    def write(self, name: str, text: str) -> None:
        """Write one file of the knowledge folder."""
        (self.knowledge / name).write_text(text, encoding="utf-8")


def parsed(manifest: Manifest) -> set[str]:
    """Which documents did not come from the cache."""
    return {record.doc_id for record in manifest.documents if record.parsed}


def reused(manifest: Manifest) -> dict[str, bool]:
    """Which documents were taken over whole."""
    return {record.doc_id: record.reused for record in manifest.documents}


@pytest.fixture
def workshop(make_archive: MakeArchive, tmp_path: Path, embedder: Embedder) -> Workshop:
    """Three short documents, not built yet."""
    return Workshop(make_archive(FILES), tmp_path / "index", embedder)


def test_a_build_records_what_it_was_made_of(workshop: Workshop) -> None:
    """The manifest names documents, passages, model, settings and a hash for every file."""
    manifest, embedded = workshop.build()
    folder, live = workshop.index.live()
    assert live == manifest
    check_files(folder, manifest)
    on_disk = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert on_disk == {*manifest.files, "manifest.json", "manifest.sha256"}
    assert reused(manifest) == dict.fromkeys(FILES, False)
    assert sum(record.passages for record in manifest.documents) == len(embedded)
    assert manifest.model.fingerprint == workshop.real.fingerprint
    assert manifest.settings == {"max_tokens": 200, "overlap_tokens": 30}
    assert (workshop.index.path / manifest.knowledge).resolve() == workshop.knowledge.resolve()


def test_a_generation_holds_what_was_read(workshop: Workshop) -> None:
    """Documents, passages, outcomes and vectors that are loaded are those of the archive."""
    workshop.build()
    generation = load_live(workshop.index)
    documents = read_archive(workshop.knowledge).documents
    assert tuple(generation.documents.values()) == documents
    starts = workshop.real.token_starts
    assert generation.passages == tuple(
        passage for document in documents for passage in cut(document, starts, PassagesConfig())
    )
    assert generation.outcomes == tuple(o for d in documents for o in find_outcomes(d))
    assert len(generation.outcomes) == 2
    contexts = [context(generation.documents[p.doc_id], p) for p in generation.passages]
    np.testing.assert_allclose(
        generation.dense.vectors(), workshop.real.embed_passages(contexts), atol=1e-5
    )


def test_an_unchanged_archive_is_not_embedded_again(workshop: Workshop) -> None:
    """A second build embeds nothing, and its vectors are the same to the bit."""
    first, _embedded = workshop.build()
    before = load_live(workshop.index)
    second, embedded = workshop.build()
    after = load_live(workshop.index)
    assert embedded == []
    assert second.generation != first.generation
    assert reused(second) == dict.fromkeys(FILES, True)
    assert after.dense.vectors().tobytes() == before.dense.vectors().tobytes()
    assert after.passages == before.passages


def test_a_changed_document_embeds_only_what_changed(workshop: Workshop) -> None:
    """Of a document that grew by a section, that section alone is embedded."""
    workshop.build()
    workshop.write("a.md", REPORT + "\n## Next edition\n\nIt takes place in March.\n")
    manifest, embedded = workshop.build()
    assert embedded == ["Third Forum > Next edition\nNext edition\n\nIt takes place in March."]
    assert reused(manifest) == {"a.md": False, "b/skills.md": True, "budget.md": True}
    assert workshop.found("When does the next edition take place?")[0] == "a.md"


def test_touching_one_file_parses_one_file(workshop: Workshop) -> None:
    """All are parsed for the first build, none for the second, the changed one for the third."""
    first, _embedded = workshop.build()
    second, _embedded = workshop.build()
    workshop.write("budget.md", BUDGET.replace("3.6", "5"))
    third, embedded = workshop.build()
    assert [parsed(manifest) for manifest in (first, second, third)] == [
        {"a.md", "b/skills.md", "budget.md"}, set(), {"budget.md"},
    ]  # fmt: skip
    assert len(embedded) == 1


def test_a_build_records_what_a_person_should_know_of_each_document(workshop: Workshop) -> None:
    """Words, language, title, days and guesses stand in the manifest, and come back from it."""
    workshop.write("minutes.txt", "Held on 5 March 2018.\n" + "They spoke of many things. " * 20)
    manifest, _embedded = workshop.build()
    assert workshop.index.live()[1] == manifest
    record = manifest.documents[-1]
    assert (record.doc_id, record.words, record.language, record.pages) == (
        "minutes.txt", 105, "en", None,
    )  # fmt: skip
    assert (record.title != "", record.held_on, record.published_on) == (True, "2018-03-05", None)
    assert {"title", "held_on"} <= set(record.guessed)


def test_extractions_are_kept_as_long_as_a_generation_needs_them(workshop: Workshop) -> None:
    """What a kept generation was made of is not parsed again, what is older is forgotten."""
    settings = replace(BuildSettings(), keep_generations=2)

    def build_with(amount: str) -> set[str]:
        workshop.write("budget.md", BUDGET.replace("3.6", amount))
        return parsed(workshop.build(settings=settings)[0])

    assert [build_with(amount) for amount in ("1", "2", "1", "2", "3", "3", "2")] == [
        {"a.md", "b/skills.md", "budget.md"}, {"budget.md"}, set(), set(), {"budget.md"}, set(),
        {"budget.md"},
    ]  # fmt: skip
    # Four files in the two generations, and what was concluded of the three of the last build.
    assert len(list(workshop.index.extracted.iterdir())) == 4 + 3


def test_a_new_title_is_embedded_again(workshop: Workshop) -> None:
    """Passages are found by their document's title too, so that a new one makes new vectors."""
    workshop.build()
    workshop.write("budget.md", BUDGET.replace("title: Budget", "title: Money"))
    manifest, embedded = workshop.build()
    assert len(embedded) == 1
    assert embedded[0].startswith("Money > Budget\n")
    assert reused(manifest) == {"a.md": True, "b/skills.md": True, "budget.md": False}


def test_a_renamed_document_is_taken_over(workshop: Workshop) -> None:
    """A file under another name has its vectors still, and answers under the new name alone."""
    workshop.build()
    (workshop.knowledge / "budget.md").rename(workshop.knowledge / "money.md")
    manifest, embedded = workshop.build()
    assert embedded == []
    assert list(reused(manifest)) == ["a.md", "b/skills.md", "money.md"]
    found = workshop.found("How many millions is the budget?")
    assert found[0] == "money.md"
    assert "budget.md" not in found


def test_a_deleted_document_stops_answering(workshop: Workshop) -> None:
    """What is no longer in the folder is neither found nor stored."""
    workshop.build()
    assert workshop.found("How many millions is the budget?")[0] == "budget.md"
    (workshop.knowledge / "budget.md").unlink()
    manifest, embedded = workshop.build()
    assert embedded == []
    assert list(reused(manifest)) == ["a.md", "b/skills.md"]
    assert "budget.md" not in workshop.found("How many millions is the budget?")
    assert "budget.md" not in load_live(workshop.index).documents


def test_two_documents_with_the_same_text_are_embedded_once(workshop: Workshop) -> None:
    """The same context has one vector, and both documents answer."""
    workshop.write("copy.md", BUDGET)
    manifest, embedded = workshop.build()
    assert len(embedded) == len(set(embedded))
    assert sum(record.passages for record in manifest.documents) == len(embedded) + 1
    assert set(workshop.found("How many millions is the budget?")[:2]) == {"budget.md", "copy.md"}


def test_vectors_of_another_model_are_not_taken_over(workshop: Workshop) -> None:
    """With other weights everything is embedded anew, whatever the live generation holds."""
    _manifest, first = workshop.build()
    manifest, second = workshop.build(CountingEmbedder(workshop.real, fingerprint="00" * 32))
    assert second == first
    assert reused(manifest) == dict.fromkeys(FILES, False)
    assert manifest.model.fingerprint == "00" * 32


def test_vectors_of_a_damaged_generation_are_not_taken_over(workshop: Workshop) -> None:
    """A damaged live generation is built over, not read from."""
    _manifest, first = workshop.build()
    path = workshop.index.live()[0] / KINDS[0].file
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    manifest, second = workshop.build()
    assert second == first
    assert reused(manifest) == dict.fromkeys(FILES, False)
    assert len(load_vectors(workshop.index.live()[0])) == len(second)


def test_strict_publishes_nothing_if_a_file_was_refused(workshop: Workshop) -> None:
    """With --strict a refused file stops the build, and what was live stays so."""
    before, _embedded = workshop.build(strict=True)
    workshop.write("slides.xyz", "slides")
    with pytest.raises(ArchiveError, match=r"--strict.*slides\.xyz"):
        workshop.build(strict=True)
    assert workshop.index.live()[1] == before
    assert workshop.index.names() == [before.generation]


def test_a_refused_file_is_recorded(workshop: Workshop) -> None:
    """Without --strict the others are published, and the manifest says which was refused."""
    workshop.write("slides.xyz", "slides")
    manifest, _embedded = workshop.build()
    assert list(reused(manifest)) == list(FILES)
    (refused,) = manifest.refused
    assert refused.doc_id == "slides.xyz"
    assert ".xyz" in refused.reason


@pytest.mark.parametrize("files", [{}, REFUSED], ids=["empty", "nothing readable"])
def test_an_archive_without_documents_is_an_error(
    workshop: Workshop, files: dict[str, str | bytes]
) -> None:
    """Where nothing can be indexed, nothing is published and the live generation stays."""
    before, _embedded = workshop.build()
    for name in FILES:
        (workshop.knowledge / name).unlink()
    for name in files:
        workshop.write(name, "slides")
    with pytest.raises(ArchiveError, match="holds no document"):
        workshop.build()
    assert workshop.index.live()[1] == before


def test_a_document_without_words_can_be_indexed(workshop: Workshop) -> None:
    """An archive of signs alone is built and asked without an error."""
    for name in FILES:
        (workshop.knowledge / name).unlink()
    workshop.write("signs.txt", "– … –\n")
    manifest, _embedded = workshop.build()
    assert list(reused(manifest)) == ["signs.txt"]
    assert workshop.found("What is the budget?") == ["signs.txt"]


def test_two_builds_at_once_are_refused(workshop: Workshop) -> None:
    """The second build does not even read the archive, and the first one is not disturbed."""
    reads: list[Path] = []

    def read() -> Archive:
        reads.append(workshop.knowledge)
        if len(reads) == 1:
            with pytest.raises(BuildInProgressError):
                workshop.build()
        return read_archive(workshop.knowledge)

    manifest = build(workshop.index, read, workshop.real, workshop.clock, BuildSettings())
    assert len(reads) == 1
    assert workshop.progress == []
    assert workshop.index.live()[1] == manifest
    assert workshop.index.names() == [manifest.generation]


@pytest.mark.parametrize("keep", [1, 2])
def test_a_build_keeps_as_many_generations_as_asked(workshop: Workshop, keep: int) -> None:
    """Old generations go once a new one is live."""
    settings = replace(BuildSettings(), keep_generations=keep)
    built = [workshop.build(settings=settings)[0].generation for _time in range(4)]
    assert workshop.index.names() == built[-keep:]


def test_a_failing_embedder_leaves_nothing_behind(workshop: Workshop) -> None:
    """An error in the middle of a build removes what was written and keeps the live one."""

    class FailingEmbedder(CountingEmbedder):
        def embed_passages(
            self,
            texts: Sequence[str],
            on_progress: Callable[[int], None] | None = None,
            on_tokens: Callable[[int, TokenVectors], None] | None = None,
        ) -> Vectors:
            raise KeyboardInterrupt

    before, _embedded = workshop.build()
    workshop.write("budget.md", BUDGET.replace("3.6", "5"))
    with pytest.raises(KeyboardInterrupt):
        workshop.build(FailingEmbedder(workshop.real))
    assert workshop.index.live()[1] == before
    left = [path.name for path in (workshop.index.path / "generations").iterdir()]
    assert left == [before.generation]


def test_a_build_that_was_broken_off_goes_on_where_it_was(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was encoded before is not encoded again, and nothing is left over in the end."""
    monkeypatch.setattr(builder, "_TOGETHER", 1)

    class Breaking(CountingEmbedder):
        def embed_passages(
            self,
            texts: Sequence[str],
            on_progress: Callable[[int], None] | None = None,
            on_tokens: Callable[[int, TokenVectors], None] | None = None,
        ) -> Vectors:
            if len(self.embedded) == 2:
                raise KeyboardInterrupt
            return super().embed_passages(texts, on_progress, on_tokens)

    broken = Breaking(workshop.real)
    with pytest.raises(KeyboardInterrupt):
        workshop.build(broken)
    assert workshop.index.encoded.exists()
    _manifest, rest = workshop.build()
    assert len(rest) > 0
    assert not set(rest) & set(broken.embedded)
    assert not workshop.index.encoded.exists()
    assert workshop.found("skills gap")[0] == "b/skills.md"


def test_a_document_that_moved_is_not_encoded_again(workshop: Workshop) -> None:
    """Vectors go by what was embedded, wherever the file lies."""
    workshop.build()
    (workshop.knowledge / "b" / "skills.md").rename(workshop.knowledge / "moved.md")
    _manifest, embedded = workshop.build()
    assert embedded == []
    assert workshop.found("skills gap")[0] == "moved.md"


def test_progress_is_told_to_the_end(workshop: Workshop) -> None:
    """Each step of a build counts up to its total."""
    _manifest, embedded = workshop.build()
    last = {step: (done, total) for step, done, total in workshop.progress}
    assert last == {
        "cutting": (len(FILES), len(FILES)),
        "embedding": (len(embedded), len(embedded)),
    }
