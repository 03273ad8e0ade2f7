"""Whether some single passage of an index holds all that a golden question wants.

    python bench/passages.py QUESTIONS.jsonl… [--knowledge DIR] [--index DIR]

Bars between cells and bullets before items count as spaces. A question that no passage holds can be
answered from two of them at best. How long the passages are is printed as well.
"""

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from statistics import median

from bench.archives import add_archive, settings_for
from forumbot.app import App
from forumbot.clock import fixed_clock
from forumbot.evaluation.golden import GoldenQuestion, read_golden

TODAY = "2019-02-20"
_MARKS = re.compile(r"[|•]")


def without_marks(text: str) -> str:
    """A text without the marks that laying out puts between cells and before items."""
    return " ".join(_MARKS.sub(" ", text).split())


def held(questions: Iterable[GoldenQuestion], passages: Mapping[str, list[str]]) -> Counter[str]:
    """How many questions some single passage holds, and how many there are (``all``), by suffix."""
    counts: Counter[str] = Counter()
    for asked in questions:
        if not asked.answerable:
            continue
        wanted = replace(
            asked, answer_substrings=tuple(map(without_marks, asked.answer_substrings))
        )
        own = (text for doc_id, texts in passages.items() if asked.is_of(doc_id) for text in texts)
        suffix = PurePosixPath(asked.doc or "").suffix
        counts[f"{suffix} all"] += 1
        counts[suffix] += any(map(wanted.is_held_by, own))
    return counts


def main() -> None:
    """Print both for each file of questions."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("files", type=Path, nargs="+")
    add_archive(ask)
    given = ask.parse_args()
    settings = settings_for(given)
    generation = App(settings, fixed_clock(TODAY)).service.generation
    passages: defaultdict[str, list[str]] = defaultdict(list)
    for passage in generation.passages:
        passages[passage.doc_id].append(without_marks(passage.text))
    lengths = [len(passage.text.split()) for passage in generation.passages]
    print(f"{len(lengths):,} passages, words: median {median(lengths):g}, longest {max(lengths)}")
    for path in given.files:
        counts = held(read_golden(path), passages)
        suffixes = sorted(key for key in counts if not key.endswith(" all"))
        total = sum(counts[f"{suffix} all"] for suffix in suffixes)
        listed = ", ".join(f"{one} {counts[one]}/{counts[f'{one} all']}" for one in suffixes)
        share = sum(counts[suffix] for suffix in suffixes) / max(total, 1)
        print(f"{path.name}: {share:.3f} of {total} ({listed})")


if __name__ == "__main__":
    main()
