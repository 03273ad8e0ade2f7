"""The files of the corpus as they are read, once a run, by the first process that needs them."""

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from filelock import FileLock

from forumbot.archive.cache import ExtractionCache, cache_key
from forumbot.archive.documents import Archive, read_archive
from forumbot.archive.extract import extract
from forumbot.archive.layout import Extraction
from forumbot.archive.record import encode, encode_refusal
from forumbot.errors import RefusedError


@dataclass(frozen=True)
class CorpusReading:
    """The extractions, kept by content, and the seconds of the processor that each file took."""

    corpus: Path
    cache: ExtractionCache
    seconds: dict[str, float]

    @classmethod
    def of(cls, corpus: Path, place: Path) -> Self:
        """Those that are kept in a folder, which are read where they are not there yet."""
        cache, times = ExtractionCache(place / "extractions"), place / "seconds.json"
        place.mkdir(exist_ok=True)
        with FileLock(place / "lock"):
            if not times.exists():
                times.write_text(json.dumps(_read(corpus, cache)), encoding="utf-8")
        return cls(corpus, cache, json.loads(times.read_text(encoding="utf-8")))

    def extraction(self, name: str) -> Extraction:
        """What was read of a file; raises as :func:`extract` did."""
        found = self.cache.get(_key(self.corpus / name))
        assert found is not None
        return found

    def archive(self) -> Archive:
        """All documents of the corpus."""
        return read_archive(self.corpus, cache=self.cache)


def _read(corpus: Path, cache: ExtractionCache) -> dict[str, float]:
    seconds: dict[str, float] = {}
    for path in sorted(path for path in corpus.iterdir() if path.is_file()):
        started = time.process_time()
        try:
            record = encode(extract(path.name, path.read_bytes()))
        except RefusedError as error:
            record = encode_refusal(str(error))
        seconds[path.name] = time.process_time() - started
        cache.put(_key(path), record)
    return seconds


def _key(path: Path) -> str:
    return cache_key(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
