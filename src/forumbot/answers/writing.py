"""What an answer says in its own words, above its quotes: who writes that, and how.

An answer in the words of a language model has its place here: it is another :class:`Writer`, in a
module of its own, which ``App`` hands to the answerer in place of :func:`write_plainly` where a
setting asks for it. It gives a block of a kind of its own, which every face shows by its text, and
the quotes stand below it as they are, by whose numbers it can be checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from forumbot.answers.answer import Finding
from forumbot.answers.blocks import Block, Remark
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
    """Writes what stands above the quotes; asked once an answer, whatever the finding.

    It is called on the one thread on which the bot answers, so that every member who asks waits for
    it. A slow one keeps its own time, and what :func:`write_plainly` writes when that is up or
    anything fails.
    """

    def __call__(self, material: Material) -> tuple[Block, ...]:
        """The blocks, none where nothing is to be said; they name no number without a quote."""
        ...


def write_plainly(material: Material) -> tuple[Block, ...]:
    """A remark: what the draft remarks on; where nothing answers, what is missing."""
    said = _remark(material)
    return (Remark(said),) if said else ()


def _remark(material: Material) -> str:
    draft, finding = material.draft, material.finding
    if finding is Finding.NOTHING:
        return draft.note
    if finding is Finding.NEAR and (draft.excerpts or not draft.note):
        near = near_remark(material.question, material.texts, material.lexical)
        return f"{draft.note} {near}" if draft.note else near
    return draft.remark_on(material.quotes)
