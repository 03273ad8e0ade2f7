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
_SIGNED = re.compile(r"(?<=[^\W_])(?P<sign>\*{1,3}|[†‡]{1,2})(?=[\s,.;:)\]|]|$)")
_SIGN = re.compile(r"(?P<sign>\*{1,3}|[†‡]{1,2})\s*(?P<rest>\S.*)?", re.DOTALL)
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


def set_signs_apart(by_page: Sequence[list[BlockDraft]]) -> None:
    """Mark the notes that begin with a star or a dagger, in place, below what bears that sign.

    The sign goes from sentences; in a table it stays, as it tells cells apart.
    """
    for drafts in by_page:
        for sign in {sign for draft in drafts for sign in _SIGNED.findall(draft.text)}:
            bearing = [place for place, draft in enumerate(drafts) if _bears(draft, sign)]
            opened = [place for place, draft in enumerate(drafts) if _opens_with(draft) == sign]
            if len(opened) == 1 and min(bearing, default=opened[0]) < opened[0]:
                _set_apart(drafts, opened[0], sign)
                for place in bearing:
                    if drafts[place].kind is not BlockKind.ROW:
                        drafts[place].text = _without_sign(drafts[place].text, sign)


def _set_apart(drafts: list[BlockDraft], place: int, sign: str) -> None:
    note = drafts[place]
    found = _SIGN.match(note.text)
    rest = note.text if note.marker else (found["rest"] if found else "")
    if not rest and place + 1 < len(drafts) and drafts[place + 1].kind is BlockKind.PARAGRAPH:
        rest = drafts.pop(place + 1).text
    note.kind, note.marker, note.text = BlockKind.PARAGRAPH, "", f"{sign} {rest or ''}".strip()
    note.is_note = True


def _opens_with(draft: BlockDraft) -> str:
    """The sign that a draft begins with, empty where it is none."""
    found = None if draft.kind is BlockKind.ROW else _SIGN.match(draft.marker or draft.text)
    return found["sign"] if found else ""


def _bears(draft: BlockDraft, sign: str) -> bool:
    return any(found["sign"] == sign for found in _SIGNED.finditer(draft.text))


def _without_sign(text: str, sign: str) -> str:
    return _SIGNED.sub(lambda found: "" if found["sign"] == sign else found[0], text)


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
