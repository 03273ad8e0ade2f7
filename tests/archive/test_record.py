import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumbot.archive.layout import BlockKind, Extraction, Piece, lay_out
from forumbot.archive.record import decode, encode, encode_refusal
from forumbot.errors import RefusedError

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False)
    | st.text()
    | st.dates()
    | st.datetimes(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers() | st.dates(), inner),
    max_leaves=8,
)
PIECES = st.lists(
    st.builds(
        Piece, st.sampled_from(BlockKind), st.text(), st.integers(0, 6), page=st.integers(1, 9)
    )
)
PLAIN = json.loads(encode(lay_out([Piece(BlockKind.PARAGRAPH, "Text.")])))


@given(PIECES, st.dictionaries(st.text(), VALUES), st.lists(st.text()))
def test_what_was_extracted_comes_back(
    pieces: list[Piece], metadata: dict[str, object], warnings: list[str]
) -> None:
    """Text, blocks, metadata of any kind of value and warnings survive the way there and back."""
    extraction = lay_out(pieces, metadata, warnings)
    assert decode(encode(extraction)) == extraction


def test_values_that_json_lacks_become_text_or_lists() -> None:
    """Bytes, sets and tuples of front matter are kept as what can be written."""
    metadata: dict[str, object] = {"a": b"x", "b": {"one"}, "c": (1, date(2019, 3, 8))}
    found = decode(encode(Extraction("", (), metadata))).metadata
    assert found == {"a": "b'x'", "b": ["one"], "c": [1, date(2019, 3, 8)]}


def test_times_keep_their_zone_and_pages_their_number() -> None:
    """A day stays a day, an instant an instant."""
    noon = datetime(2019, 3, 8, 12, tzinfo=UTC)
    extraction = Extraction("", (), {"at": noon, "on": noon.date()}, pages=3)
    assert decode(encode(extraction)) == extraction


def test_a_refusal_comes_back_as_one_on_one_line() -> None:
    """The reason is kept, without line ends and not at any length."""
    with pytest.raises(RefusedError, match=r"^is no Word file$"):
        decode(encode_refusal("is no\nWord  file"))
    with pytest.raises(RefusedError, match=r"^x{300}$"):
        decode(encode_refusal("x" * 5_000))


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"null", b"7", b'"refused"', b"{}", b"\xff", b"[" * 100_000,
     json.dumps({**PLAIN, "text": 5}).encode(),
     json.dumps({**PLAIN, "text": ""}).encode(),
     json.dumps({**PLAIN, "blocks": [["poem", 0, 0, 5, 0, None]]}).encode(),
     json.dumps({**PLAIN, "blocks": [["row", 0, 3, 2, 0, None]]}).encode(),
     json.dumps({**PLAIN, "blocks": [["row", -1, 0, 2, 0, None]]}).encode(),
     json.dumps({**PLAIN, "blocks": [["row", 0, 0, 3, 0, None]] * 2}).encode(),
     json.dumps({**PLAIN, "blocks": [["row", 0, "0", 3, 0, None]]}).encode(),
     json.dumps({**PLAIN, "metadata": ["date", "soon"]}).encode(),
     json.dumps({**PLAIN, "metadata": []}).encode()],
)  # fmt: skip
def test_anything_else_is_no_record(raw: bytes) -> None:
    """Broken JSON, other shapes and blocks outside the text are told from a record."""
    with pytest.raises(ValueError, match=r".") as caught:
        decode(raw)
    assert not isinstance(caught.value, RefusedError)
