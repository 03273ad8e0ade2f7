"""Ask questions of fact, half of which the archive cannot answer, and count what came of them.

    python bench/facts.py FILE.jsonl --archive NAME [--knowledge DIR] [--index DIR]

A line of the file has a ``question``, the ``archive`` that it is asked of, whether that holds the
answer (``answerable``), the document that does and what its quotes then hold
(``answer_substrings``). A near miss asks the same kind of question for a role, a thing, an edition,
a place or an amount that the archive does not hold. An answer is right where its quotes hold all
that is wanted, else wrong; what is not answered outright is refused. What is amiss is printed.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.archives import add_archive, settings_for
from forumbot.answers.answer import Finding
from forumbot.app import App
from forumbot.clock import fixed_clock

TODAY = "2019-02-20"
AMISS = ("wrong", "refused", "wrongly answered")
"""What is printed; beside these there are ``right`` and ``rightly refused``."""


def outcome(row: dict[str, Any], finding: Finding, quotes: Sequence[str]) -> str:
    """What came of a question, given the finding and the quotes of its answer."""
    is_answered = finding in (Finding.ANSWER, Finding.OVERVIEW)
    if not row["answerable"]:
        return "wrongly answered" if is_answered else "rightly refused"
    if not is_answered:
        return "refused"
    said = " ".join(" ".join(quotes).lower().split())
    return "right" if all(one.lower() in said for one in row["answer_substrings"]) else "wrong"


def main() -> int:
    """Ask all questions of one archive; print what is amiss, and how many there are of each."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("file", type=Path)
    ask.add_argument("--archive", default="shipped")
    add_archive(ask)
    given = ask.parse_args()
    settings = settings_for(given)
    service = App(settings, fixed_clock(TODAY)).service
    counted: Counter[str] = Counter()
    for line in given.file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["archive"] != given.archive:
            continue
        answer = service.ask(row["question"])
        quotes = [one.quote for one in answer.citations]
        came = outcome(row, answer.finding, quotes)
        counted[came] += 1
        if came in AMISS:
            print(f"{came} ({answer.confidence:.2f}): {row['question']}\n    {quotes[:1]}")
    print(", ".join(f"{came} {count}" for came, count in sorted(counted.items())))
    return int(any(counted[came] for came in AMISS))


if __name__ == "__main__":
    sys.exit(main())
