"""What was extracted from a file, or why it was refused, as JSON that can be kept or sent."""

import json
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from forumbot.archive.layout import Attached, Block, BlockKind, Extraction
from forumbot.errors import RefusedError

_MAX_REASON_CHARS = 300
_PARTIAL = b'"is_partial": true'


def encode(extraction: Extraction) -> bytes:
    """An extraction as one JSON value; what JSON lacks in its metadata becomes text."""
    return dump(_to_json(extraction))


def _to_json(extraction: Extraction) -> dict[str, Any]:
    return {
        "text": extraction.text,
        "blocks": [
            [block.kind.value, block.line_start, block.start, block.end, block.level, block.page]
            for block in extraction.blocks
        ],
        "metadata": plain(extraction.metadata),
        "warnings": extraction.warnings,
        "pages": extraction.pages,
        "page_labels": extraction.page_labels,
        "recognised": extraction.recognised,
        "is_partial": extraction.is_partial,
        "attached": [
            [one.name, _to_json(one.extraction) if one.extraction else one.refused]
            for one in extraction.attached
        ],
    }


def encode_refusal(reason: str) -> bytes:
    """A refusal as one JSON value, its reason on one line."""
    return dump({"refused": " ".join(reason.split())[:_MAX_REASON_CHARS]})


def decode(raw: bytes) -> Extraction:
    """The extraction that :func:`encode` wrote.

    Raises :class:`RefusedError` where a refusal was written, and ValueError for anything else.
    """
    try:
        value = json.loads(raw)
        if "refused" in value:
            raise RefusedError(str(value["refused"]))
        return _from_json(value)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not the record of an extraction: {error!r}") from None


def _from_json(value: dict[str, Any]) -> Extraction:
    extraction = Extraction(
        value["text"],
        tuple(Block(BlockKind(kind), *rest) for kind, *rest in value["blocks"]),
        typed(value["metadata"]),
        tuple(value["warnings"]),
        value["pages"],
        tuple(value["page_labels"]),
        tuple(value["recognised"]),
        bool(value["is_partial"]),
        tuple(
            Attached(name, refused=one) if isinstance(one, str) else Attached(name, _from_json(one))
            for name, one in value["attached"]
        ),
    )
    _check(extraction)
    return extraction


def is_partial(record: bytes) -> bool:
    """Whether a record is of an extraction for which there was too little time."""
    return _PARTIAL in record  # within a text its quotation marks would be escaped


def decode_answer(record: bytes) -> Extraction:
    """As :func:`decode`, for what a worker gave; RefusedError also where it is no record at all."""
    try:
        return decode(record)
    except ValueError:
        raise RefusedError("the reader crashed") from None


def _check(extraction: Extraction) -> None:
    """Blocks must lie in the text, one after the other."""
    blocks = extraction.blocks
    in_order = all(block.line_start <= block.start <= block.end for block in blocks)
    apart = all(first.end <= second.line_start for first, second in pairwise(blocks))
    inside = not blocks or (blocks[0].line_start >= 0 and blocks[-1].end <= len(extraction.text))
    if not (in_order and apart and inside):
        raise ValueError("not the record of an extraction: its blocks do not fit its text")


def dump(value: object) -> bytes:
    """A JSON value as bytes, halves of surrogate pairs among them."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def plain(value: object) -> object:
    """Metadata as JSON values: dates and mappings as lists that begin with their kind."""
    if isinstance(value, dict):
        return ["mapping", *([plain(key), plain(item)] for key, item in value.items())]
    if isinstance(value, list | tuple | set | frozenset):
        return ["list", *map(plain, value)]
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def typed(value: Any) -> Any:
    """What :func:`plain` was given; lists for all sequences."""
    if not isinstance(value, list):
        return value
    kind, *items = value
    if kind == "mapping":
        return {typed(key): typed(item) for key, item in items}
    if kind == "list":
        return [typed(item) for item in items]
    return (datetime if kind == "datetime" else date).fromisoformat(items[0])
