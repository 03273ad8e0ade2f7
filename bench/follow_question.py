"""Follow one question through its answer, and print how often each reader read it.

    python bench/follow_question.py "When was the third forum?" [--knowledge DIR] [--index DIR]

A question is to be read once: its kind, the words that open it, its forum names, its dates, times
and years, its language and its words each once for each form of it (as typed, mended, with acronyms
written out, without its times, without the names of forums, in another language of the archive),
and the outline of a document once, however many look for something in it. Each call of a reader
counts, also one that is answered from a cache; a reader that another one of its row calls does not
count again. The index is that of ``--index``, loaded beforehand.
"""

import argparse
import inspect
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from forumbot.app import App
from forumbot.archive import outline
from forumbot.asking import kinds, periods, question, times
from forumbot.asking.question import Question
from forumbot.clock import system_clock
from forumbot.config import Settings
from forumbot.language import dates, forum_names, questions, spoken, words

Reader = Callable[..., Any]

READERS: dict[str, tuple[Reader, ...]] = {
    "question": (question.read_question,),
    "kind": (kinds.kind_of, kinds.kind_by, questions.asked_for),
    "cue": (questions.cue_of,),
    "spoken": (spoken.spoken_in,),
    "forum names": (forum_names.forum_names, forum_names.forums_in, forum_names.named_edition),
    "dates": (dates.find_dates,),
    "times": (times.times_in,),
    "years": (times.years_in,),
    "period": (periods.asked_role,),
    "language": (words.likely_language,),
    "words": (
        words.located_words, words.words, words.content_words, words.stems, words.character_ngrams,
    ),
}  # fmt: skip
"""The readers of a question by what they read of it."""

OUTLINE = "outline"


@dataclass
class Followed:
    """The forms of a question, in the order in which they were read, and each call of a reader.

    ``calls`` counts by the row of the reader and the text that it was given, or the words;
    ``running`` are the rows of the readers that are at work.
    """

    forms: list[Question] = field(default_factory=list)
    calls: Counter[tuple[str, object]] = field(default_factory=Counter)
    running: list[str] = field(default_factory=list)

    def times_read(self, form: Question, row: str) -> int:
        """How often the readers of a row read a form, whether its text or its words."""
        return self.calls[row, form.text] + self.calls[row, form.words]

    def outlines(self) -> list[int]:
        """How often the outline of each document was made, of those of which it was."""
        return [times for (row, _text), times in self.calls.items() if row == OUTLINE]


@contextmanager
def following() -> Iterator[Followed]:
    """Count the calls of the readers within it, wherever they are called from."""
    followed = Followed()
    rows = {**READERS, OUTLINE: (outline.outline,)}
    wrapped = {
        reader: _counting(row, reader, followed)
        for row, readers in rows.items()
        for reader in readers
    }
    _put(wrapped)
    try:
        yield followed
    finally:
        _put({wrapper: reader for reader, wrapper in wrapped.items()})


def _counting(row: str, reader: Reader, followed: Followed) -> Reader:
    def count(read: Any, *others: Any, **named: Any) -> Any:
        if row not in followed.running:
            followed.calls[row, read if isinstance(read, str) else tuple(read)] += 1
        followed.running.append(row)
        try:
            result = reader(read, *others, **named)
        finally:
            followed.running.pop()
        if isinstance(result, Question):
            followed.forms.append(result)
        return result

    return count


def _put(instead: Mapping[Reader, Reader]) -> None:
    """Put other functions in the place of some, in every module that has them."""
    loaded = [module for name, module in sys.modules.items() if name.startswith("forumbot")]
    for module in loaded:
        for name, value in list(vars(module).items()):
            if inspect.isfunction(value) and value in instead:
                setattr(module, name, instead[value])


def report(followed: Followed) -> Iterator[str]:
    """A line for each form of the question, with how often each row of readers read it."""
    for form in dict.fromkeys(followed.forms):
        counts = (f"{row} {followed.times_read(form, row)}" for row in READERS)
        yield f"{form.text!r}\n  {', '.join(counts)}"
    made = followed.outlines()
    yield f"outlines of {len(made)} documents made, the most often made one {max(made, default=0)}×"


def main() -> None:
    """Ask, show the answer, and print what was read of the question."""
    defaults = Settings()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("question")
    parser.add_argument("--knowledge", type=Path, default=defaults.knowledge)
    parser.add_argument("--index", type=Path, default=defaults.index)
    asked = parser.parse_args()
    service = App(
        replace(defaults, knowledge=asked.knowledge, index=asked.index), system_clock
    ).service
    service.get_ready()
    with following() as followed:
        answer = service.ask(asked.question)
    print(answer.text, *report(followed), sep="\n")


if __name__ == "__main__":
    main()
