"""A short word to a member who asks nothing of the archive: a greeting, thanks, what the bot is."""

from collections.abc import Sequence

from forumbot.answers.answer import Answer, Finding
from forumbot.answers.blocks import Block, ListedLine, Listing, Remark
from forumbot.asking.question import Question
from forumbot.language.phrases import phrase

KINDS = frozenset({"greeting", "thanks", "goodbye", "identity", "abilities", "rude", "chat"})
"""The kinds of messages that are answered without the archive."""
WITH_EXAMPLES = frozenset({"greeting", "abilities"})
"""Those that come with questions to try."""
# Set by hand: as many as a person reads at a glance.
_MOST_EXAMPLES = 3


def talk(
    question: Question,
    kind: str,
    chance: float,
    language: str,
    examples: Sequence[str] = (),
    said: str = "",
) -> Answer:
    """A word in the member's language; ``examples`` are questions that they may try.

    ``said`` takes the place of what is said to any message of the kind.
    """
    written: tuple[Block, ...] = (Remark(said or phrase(kind, language)),)
    if kind in WITH_EXAMPLES and examples:
        lines = tuple(ListedLine(f"“{one}”") for one in examples[:_MOST_EXAMPLES])
        written += (Remark(phrase("try", language)), Listing(lines))
    return Answer(
        question=question.typed,
        understood=question,
        finding=Finding.TALK,
        citations=(),
        nearest=(),
        confidence=chance,
        hits=(),
        stale=(),
        elapsed_ms=0.0,
        written=written,
    )
