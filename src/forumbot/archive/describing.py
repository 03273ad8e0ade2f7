"""Descriptions of documents, concluded in a process with bounds as files are read in one."""

import json
from contextlib import suppress
from dataclasses import fields
from typing import Any

from forumbot.archive.cache import ExtractionCache, description_key
from forumbot.archive.corrections import Correction
from forumbot.archive.describe import Description, describe
from forumbot.archive.layout import Extraction
from forumbot.archive.pool import WorkerPool
from forumbot.archive.record import decode, dump, encode, plain, typed
from forumbot.errors import RefusedError

DESCRIBER = "forumbot.archive.describing:describe_record"


class Describers:
    """Has documents described by the workers of a pool; what they concluded before is kept."""

    def __init__(self, pool: WorkerPool, cache: ExtractionCache | None = None) -> None:
        self._pool, self._cache = pool, cache

    def described(
        self, doc_id: str, key: str, extraction: Extraction, correction: Correction
    ) -> Description:
        """As :func:`~forumbot.archive.describe.describe`, of what was extracted
        under that key of the cache.

        Raises :class:`RefusedError` where it takes longer or more memory than the pool's limits.
        """
        stated = _stated(correction)
        key = description_key(doc_id, key, stated)
        known = self._known(key)
        if known is not None:
            return known
        answer = self._pool.call(encode(extraction), doc_id, stated, function=DESCRIBER)
        found = _description(answer)
        if self._cache is not None and not extraction.is_partial:
            self._cache.put(key, answer)
        return found

    def _known(self, key: str) -> Description | None:
        """What was concluded before, None where nothing was or it cannot be read."""
        kept = self._cache.get_bytes(key) if self._cache is not None else None
        with suppress(RefusedError):
            return None if kept is None else _description(kept)
        return None


def _stated(correction: Correction) -> str:
    values = {"values": plain(dict(correction.values)), "places": dict(correction.places)}
    return dump(values).decode("utf-8", "surrogatepass")


def _description(answer: bytes) -> Description:
    try:
        found: dict[str, Any] = typed(json.loads(answer))
        return Description(**{one.name: _frozen(found[one.name]) for one in fields(Description)})
    except (ValueError, KeyError, TypeError):
        raise RefusedError(
            "its title and dates cannot be concluded; open it and save it anew"
        ) from None


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def describe_record(raw: bytes, doc_id: str, correction: str) -> bytes:
    """The description of an extraction by its record, as a worker calls it."""
    stated = json.loads(correction)
    known = Correction(typed(stated["values"]), stated["places"])
    description = describe(doc_id, decode(raw), known)
    return dump(plain({one.name: getattr(description, one.name) for one in fields(description)}))
