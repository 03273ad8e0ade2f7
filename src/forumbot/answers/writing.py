"""What an answer says in its own words, above its quotes: who writes that, and how.

An answer in the words of a language model has its place here: it is another :class:`Writer`, in a
module of its own, which ``App`` hands to the answerer in place of :func:`write_plainly` where a
setting asks for it. What it writes is the answer's remark, the first that every face shows, and the
quotes stand below it as they are, by whose numbers it can be checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from forumbot.answers.answer import Finding
from forumbot.answers.drafts import Draft
from forumbot.answers.near import near_remark
from forumbot.answers.quoting.excerpt import Excerpt
from forumbot.asking.question import Question
from forumbot.search.lexical import LexicalIndex


@dataclass(frozen=True, slots=True)
class Material:
    """What is written on: a question that is decided, and quotes that their files still hold.

    ``quotes`` stand in the order of their numbers, which begin with 1; ``texts`` are what they say,
    each with the headings that it stands below. ``lexical`` knows the archive's words.
    """

    question: Question
    finding: Finding
    draft: Draft
    quotes: Sequence[Excerpt]
    texts: Sequence[str]
    lexical: LexicalIndex


class Writer(Protocol):
    """Writes what stands above the quotes; asked once an answer, whatever the finding."""

    def __call__(self, material: Material) -> str:
        """The remark, empty where there is none; it names no number without a quote."""
        ...


def write_plainly(material: Material) -> str:
    """What the draft remarks on; where nothing answers, what is missing."""
    draft, finding = material.draft, material.finding
    if finding is Finding.NOTHING:
        return draft.note
    if finding is Finding.NEAR and (draft.excerpts or not draft.note):
        near = near_remark(material.question, material.texts, material.lexical)
        return f"{draft.note} {near}" if draft.note else near
    return draft.remark_on(material.quotes)
