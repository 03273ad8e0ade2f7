"""One BM25 side of the index: made by bm25s, read and scored without it, as its import is slow."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from forumbot.search.file_array import FileArray

Scores = npt.NDArray[np.float32]

# The names and the form are bm25s's own, so that it can read what is kept.
_DATA, _ROWS, _STARTS = "data.csc.index.npy", "indices.csc.index.npy", "indptr.csc.index.npy"
_VOCABULARY, _PARAMETERS = "vocab.index.json", "params.index.json"
# Of ours beside them. Characters: n-grams have no more, words have.
_SORTED, _SHORT = "vocab.sorted.npy", 5


class SortedColumns(Mapping[str, int]):
    """The columns of short tokens, in a tenth of the memory that a dict of them takes."""

    def __init__(self, known: npt.NDArray[np.void]) -> None:
        """``known`` has a ``token`` and its ``column`` a row, in the order of the tokens.

        Raises ValueError where it has others.
        """
        if known.dtype.names != ("token", "column") or not len(known):
            raise ValueError("no columns of tokens")
        self.known = known
        self._tokens = np.ascontiguousarray(known["token"])

    @classmethod
    def made(cls, columns: Mapping[str, int]) -> "SortedColumns":
        """Those of a dict."""
        rows = sorted(columns.items())
        return cls(np.array(rows, dtype=[("token", f"<U{_SHORT}"), ("column", "<i4")]))

    def of(self, tokens: Iterable[str]) -> list[int]:
        """The columns of those tokens that have one, in their order."""
        asked = np.array(list(tokens), dtype=np.str_)
        places = np.minimum(np.searchsorted(self._tokens, asked), len(self._tokens) - 1)
        found: list[int] = self.known["column"][places[self._tokens[places] == asked]].tolist()
        return found

    def __getitem__(self, token: str) -> int:
        for column in self.of([token]):
            return column
        raise KeyError(token)

    def __iter__(self) -> Iterator[str]:
        return iter(self._tokens.tolist())

    def __len__(self) -> int:
        return len(self._tokens)


@dataclass(frozen=True, slots=True)
class Bm25Side:
    """What each token adds to the score of each row that holds it.

    A token's column is told by ``columns``; of a column ``rows`` and ``data`` are the stretch from
    ``starts[column]`` to ``starts[column + 1]``. ``parameters`` are bm25s's, ``size`` counts rows.
    """

    data: npt.NDArray[np.float32] | FileArray
    rows: npt.NDArray[np.int32] | FileArray
    starts: npt.NDArray[np.int32]
    columns: Mapping[str, int]
    parameters: dict[str, Any]
    size: int

    @classmethod
    def build(cls, tokens: list[list[str]]) -> "Bm25Side":
        """Index the tokens of each row."""
        # Its progress bars share a lock with all processes forked from this one: where one that
        # held it was killed, all others waited forever.
        os.environ.setdefault("DISABLE_TQDM", "1")
        import bm25s

        made = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        # An archive whose texts hold no word at all still needs a vocabulary of one.
        made.index(tokens if any(tokens) else [["_"], *tokens[1:]], show_progress=False)
        parameters = {
            "k1": made.k1, "b": made.b, "delta": made.delta, "method": made.method,
            "idf_method": made.idf_method, "dtype": made.dtype, "int_dtype": made.int_dtype,
            "num_docs": len(tokens), "version": bm25s.__version__, "backend": made.backend,
        }  # fmt: skip
        found = made.scores
        # bm25s adds an empty token that has no column.
        columns = _lean({token: column for token, column in made.vocab_dict.items() if token})
        return cls(
            found["data"], found["indices"], found["indptr"], columns, parameters, len(tokens)
        )

    def save(self, folder: Path) -> None:
        """Write ``.npy`` arrays and JSON as bm25s does; raises OSError, as numpy may not."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, array in ((_DATA, self.data), (_ROWS, self.rows), (_STARTS, self.starts)):
            np.save(folder / name, array[:], allow_pickle=False)
        columns = self.columns
        if isinstance(columns, SortedColumns):
            np.save(folder / _SORTED, columns.known, allow_pickle=False)
            columns = dict(columns.known.tolist())
        for name, value in ((_VOCABULARY, columns), (_PARAMETERS, self.parameters)):
            text = json.dumps(value, ensure_ascii=False)
            (folder / name).write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Bm25Side":
        """Open what bm25s writes; raises OSError, ValueError, KeyError or TypeError."""
        data, rows = FileArray(folder / _DATA), FileArray(folder / _ROWS)
        starts = np.load(folder / _STARTS, allow_pickle=False)
        columns: Mapping[str, int]
        if (folder / _SORTED).is_file():
            columns = SortedColumns(np.load(folder / _SORTED, allow_pickle=False))
        else:
            columns = _lean({**json.loads((folder / _VOCABULARY).read_text(encoding="utf-8"))})
        parameters = json.loads((folder / _PARAMETERS).read_text(encoding="utf-8"))
        if len(data) != len(rows) or int(starts[-1]) != len(data):
            raise ValueError("the arrays do not fit together")
        size = int(parameters["num_docs"])
        return cls(data, rows, starts, columns, parameters, size)

    def holding(self, token: str) -> int:
        """How many rows hold a token."""
        column = self.columns.get(token)
        return 0 if column is None else int(self.starts[column + 1] - self.starts[column])

    def scores(self, tokens: Iterable[str]) -> Scores:
        """BM25 of tokens for every row; 0 where none of them occurs."""
        scores = np.zeros(self.size, dtype=np.float32)
        known = self.columns
        if isinstance(known, SortedColumns):
            columns = known.of(tokens)
        else:
            columns = [known[token] for token in tokens if token in known]
        if columns:
            firsts, lasts = self.starts[columns].tolist(), self.starts[1:][columns].tolist()
            held = list(zip(firsts, lasts, strict=True))
            # One after the other, so that sums are rounded as they always were.
            np.add.at(scores, _of(self.rows, held), _of(self.data, held))
        return scores


def _of(array: npt.NDArray[Any] | FileArray, stretches: list[tuple[int, int]]) -> npt.NDArray[Any]:
    """The stretches of an array, one after the other, to be used before it is asked again."""
    if isinstance(array, FileArray):
        return array.lent(stretches)
    return np.concatenate([array[start:end] for start, end in stretches])


def _lean(columns: dict[str, int]) -> Mapping[str, int]:
    """The columns in the form that takes less memory."""
    is_short = columns and max(map(len, columns)) <= _SHORT
    return SortedColumns.made(columns) if is_short else columns
