"""Whether what a reader is trained on has seen what it is measured on, by shared runs of words.

    python bench/leakage.py --data ../shared/train --apart ../shared/questions ../shared/corpus ...

``--apart`` names documents, folders of them, and ``.jsonl`` files of golden questions. A row shares
a run where eight words in a row, levelled, of its question or of its passage stand in them. Two
texts on one subject share a set phrase now and then; a copy shares nearly all its runs.
"""

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from forumbot.archive.documents import read_archive
from forumbot.language.words import words

RUN = 8
# Set by hand: a passage of which a tenth of the runs are shared is no set phrase any more.
COPIED = 0.1
FILES = ("reading", "indomain", "crosslingual", "translated")
Row = dict[str, Any]


def runs(text: str) -> set[int]:
    """The runs of words of a text, each as a number."""
    found = words(text)
    return {hash(tuple(found[at : at + RUN])) for at in range(len(found) - RUN + 1)}


def apart(paths: Sequence[Path]) -> set[int]:
    """The runs of all that is kept apart: questions, their translations, documents."""
    return {run for path in paths for text in _texts(path) for run in runs(text)}


def _texts(path: Path) -> Iterator[str]:
    if path.suffix == ".jsonl":
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["question"]
    else:
        for file in sorted(path.glob("*.jsonl")) if path.is_dir() else ():
            yield from _texts(file)
        folder = path if path.is_dir() else path.parent
        for document in read_archive(folder).documents:
            if path.is_dir() or document.doc_id == path.name:
                yield document.text


def share(text: str, seen: set[int]) -> float:
    """The share of a text's runs that are among others, 0 to 1."""
    own = runs(text)
    return len(own & seen) / len(own) if own else 0.0


def is_seen(row: Row, seen: set[int]) -> bool:
    """Whether a row has a question, or a tenth of a passage, of what is kept apart."""
    if not seen:
        return False
    asked = [row.get("question", ""), row.get("english", "")]
    asked += [question for question, *_answer in row.get("questions", ())]
    return share(row["context"], seen) >= COPIED or any(share(one, seen) > 0 for one in asked)


def unseen(rows: Iterable[Row], seen: set[int]) -> Iterator[Row]:
    """The rows that have nothing of what is kept apart."""
    return (row for row in rows if not is_seen(row, seen))


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a file, one a question; of the splits that are trained on."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row.get("split", "train") != "train":
                continue
            if "questions" in row:
                yield from (
                    {"question": asked, "context": row["context"], "group": row["group"]}
                    for asked, *_answer in row["questions"]
                )
            else:
                yield row


def report(folder: Path, seen: set[int]) -> int:
    """Print of each file how many rows share something; how many in all."""
    total = 0
    for name in FILES:
        path = folder / f"{name}.jsonl.gz"
        if path.is_file():
            known: dict[str, float] = {}
            count = phrase = copied = asked = 0
            for row in rows_of(path):
                context = row["context"]
                if context not in known:
                    known[context] = share(context, seen)
                count += 1
                phrase += known[context] > 0
                copied += known[context] >= COPIED
                asked += share(row["question"], seen) > 0
            total += copied + asked
            print(
                f"{name}: {count} rows; {phrase} with a passage that shares a run of {RUN} words, "
                f"{copied} that share a tenth; {asked} with a question that shares one"
            )
    return total


def main() -> None:
    """Say what is shared; the exit status is 1 where it is more than set phrases."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--apart", type=Path, nargs="+", required=True)
    given = ask.parse_args()
    raise SystemExit(report(given.data, apart(given.apart)) > 0)


if __name__ == "__main__":
    main()
