"""Descriptions of long documents, concluded in a process with bounds as files are read in one."""

import json
from dataclasses import fields
from typing import Any

from forumbot.archive.corrections import Correction
from forumbot.archive.describe import Description, describe
from forumbot.archive.layout import Extraction
from forumbot.archive.pool import WorkerPool
from forumbot.archive.record import decode, dump, encode, plain, typed
from forumbot.errors import RefusedError

DESCRIBER = "forumbot.archive.describing:describe_record"
# Set by hand: a hundred pages. What is shorter takes a fraction of a second whatever it holds,
# as the property tests of dates, titles and languages have it; a process would cost more.
_LONG_CHARS, _MANY_BLOCKS = 300_000, 3_000


def described(
    doc_id: str, extraction: Extraction, correction: Correction, pool: WorkerPool
) -> Description:
    """As :func:`~forumbot.archive.describe.describe`, for a long document by a worker of ``pool``.

    Raises :class:`RefusedError` where that takes longer or more memory than the pool's limits.
    """
    if len(extraction.text) <= _LONG_CHARS and len(extraction.blocks) <= _MANY_BLOCKS:
        return describe(doc_id, extraction, correction)
    stated = dump({"values": plain(dict(correction.values)), "places": dict(correction.places)})
    answer = pool.call(encode(extraction), doc_id, stated.decode("utf-8", "surrogatepass"))
    try:
        found: dict[str, Any] = typed(json.loads(answer))
        return Description(**{one.name: _frozen(found[one.name]) for one in fields(Description)})
    except (ValueError, KeyError, TypeError):
        raise RefusedError("its title and dates cannot be concluded") from None


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def describe_record(raw: bytes, doc_id: str, correction: str) -> bytes:
    """The description of an extraction by its record, as a worker calls it."""
    stated = json.loads(correction)
    known = Correction(typed(stated["values"]), stated["places"])
    description = describe(doc_id, decode(raw), known)
    return dump(plain({one.name: getattr(description, one.name) for one in fields(description)}))
