"""Footnotes: what stands small at the foot of a page under a number, and where it is referred to.

A note is kept below the paragraph that it interrupts, its number before it; the number within the
sentence goes, as in Word, so that the sentence can be quoted without it.
"""

import re
from collections.abc import Iterator, Sequence, Set

from forumbot.archive.formats.footnotes import RAISED
from forumbot.archive.formats.pdf.drafts import BlockDraft
from forumbot.archive.layout import BlockKind

_SMALLER = 0.92
_RAISED = "0123456789".translate(RAISED)
_NOTE = re.compile(rf"(?P<raised>[{_RAISED}]{{1,3}})\s*(?P<rest>\S.*)", re.DOTALL)
_PLAIN_NOTE = re.compile(r"(?P<plain>\d{1,3})\s+(?P<rest>[^\W\d_].*|\(.*|[\"“„«].*)", re.DOTALL)
# "12 m²", "km³", "10⁶": a unit or a power is part of what is said.
_REFERENCE = re.compile(
    rf"(?<![\d\s])(?<!\b[mM])(?<!\b[kcdmµ]m)(?<!\b[sh])(?P<raised>[{_RAISED}]{{1,3}})(?!\w)"
    rf"|(?<=(?:19|20)\d\d)(?P<year>[{_RAISED}]{{1,3}})(?!\w)"
)


def set_notes_apart(by_page: Sequence[Sequence[BlockDraft]], body: float) -> None:
    """Mark the footnotes of each page, and take their numbers out of its sentences, in place.

    ``body`` is the type size of the text.
    """
    for drafts in by_page:
        others, below = _parted(drafts, body)
        referred = {mark for draft in others for mark in _references(draft.text)}
        marks: set[str] = set()
        for draft in below:
            found = _mark(draft, referred)
            draft.is_note = True
            if found:
                mark, rest = found
                marks.add(mark)
                draft.kind, draft.marker, draft.text = BlockKind.PARAGRAPH, "", f"{mark} {rest}"
        for draft in others if marks else ():
            draft.text = _without(draft.text, marks)


def _without(text: str, marks: Set[str]) -> str:
    """A text without the numbers that refer to the notes below it."""
    return _REFERENCE.sub(
        lambda one: "" if (one["raised"] or one["year"]) in marks else one[0], text
    )


def _references(text: str) -> Iterator[str]:
    for found in _REFERENCE.finditer(text):
        yield found["raised"] or found["year"]


def _parted(
    drafts: Sequence[BlockDraft], body: float
) -> tuple[Sequence[BlockDraft], Sequence[BlockDraft]]:
    """The text of a page, and the notes below it, which begin with one that has a mark."""
    first = len(drafts)
    while first and _is_small(drafts[first - 1], body):
        first -= 1
    referred = {mark for draft in drafts[:first] for mark in _references(draft.text)}
    while first < len(drafts) and _mark(drafts[first], referred) is None:
        first += 1
    return drafts[:first], drafts[first:]


def _is_small(draft: BlockDraft, body: float) -> bool:
    return draft.kind is not BlockKind.ROW and 0 < draft.size <= _SMALLER * body


def _mark(draft: BlockDraft, referred: set[str]) -> tuple[str, str] | None:
    """The number of a note, raised, and its text; a plain number has to be referred to."""
    text = f"{draft.marker.rstrip('.)')} {draft.text}" if draft.marker[:1].isdigit() else draft.text
    found = _NOTE.match(text)
    if found:
        return found["raised"], found["rest"]
    found = _PLAIN_NOTE.match(text)
    mark = found["plain"].translate(RAISED) if found else ""
    return (mark, found["rest"]) if found and mark in referred else None
