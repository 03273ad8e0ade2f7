"""Tables that the end of a page cuts in two, made one; rows too, and merged cells."""

import re
from collections.abc import Sequence

from forumbot.archive.formats.pdf.drafts import BlockDraft
from forumbot.archive.formats.pdf.seams import Seams
from forumbot.archive.layout import BlockKind, join_cells

_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)»]*$")
# Set by hand: marks and names that stand below one another are values of two rows.
_FEWEST_WORDS = 3


def join_tables(by_page: Sequence[list[BlockDraft]], seams: Seams) -> None:
    """Make tables that go on over the end of a page one, in place."""
    header: BlockDraft | None = None
    last: BlockDraft | None = None
    before: list[BlockDraft] = []
    for drafts in by_page:
        _mend_row(before, drafts, header, seams)
        drafts[:] = [one for draft in drafts for one in draft.otherwise or (draft,)]
        _repeat_merged(last, header, drafts)
        for place, draft in enumerate(drafts):
            if draft.kind is not BlockKind.ROW:
                header = None
            elif draft.opens:
                goes_on = place == 0 and last is not None and len(last.cells) == len(draft.cells)
                if goes_on and header is not None and not (draft.bold and draft.names_columns):
                    draft.opens = False
                    draft.names_columns = draft.text == header.text
            if draft.names_columns:
                header = draft
            elif header is not None:
                _name_part(draft, header)
            last = draft if draft.kind is BlockKind.ROW else None
        before = drafts or before


def _repeat_merged(
    last: BlockDraft | None, header: BlockDraft | None, drafts: Sequence[BlockDraft]
) -> None:
    """Begin the first row of a page with the merged cell that it shares with the last row before.

    Under a header that is set again, where a row begins with an empty cell.
    """
    if last is None or header is None or len(drafts) < 2 or drafts[0].text != header.text:
        return
    first = drafts[1]
    same = first.kind is BlockKind.ROW and len(first.cells) == len(last.cells)
    value = last.text.partition(" | ")[0]
    if same and value.strip() and first.text.startswith(" | "):
        first.text = value + first.text


def _mend_row(
    before: Sequence[BlockDraft], drafts: list[BlockDraft], header: BlockDraft | None, seams: Seams
) -> None:
    """Put the rest of a row, which opens a page, to the cells that it goes on with."""
    is_set_again = bool(drafts) and header is not None and drafts[0].text == header.text
    rest = drafts[is_set_again] if len(drafts) > is_set_again else None
    if rest is None or not rest.cells or rest.cells[0]:
        return
    ends = _last_row(before, len(rest.cells))
    columns = [column for column, text in enumerate(rest.cells) if text]
    if not all(column in ends and _is_cut(ends[column].cells[column]) for column in columns):
        return
    if not any(rest.cells[column][:1].islower() for column in columns):
        return
    for column in columns:
        _append(ends[column], column, rest.cells[column], seams)
    drafts.remove(rest)


def _last_row(drafts: Sequence[BlockDraft], width: int) -> dict[int, BlockDraft]:
    """By column what holds the text of the last row of a page, which may have been parted."""
    found: dict[int, BlockDraft] = {}
    for draft in reversed([one for one in drafts if not one.is_note]):
        filled = [column for column, text in enumerate(draft.cells) if text]
        if len(draft.cells) != width or (found and (len(filled) > 1 or filled[0] >= min(found))):
            break
        found.update(dict.fromkeys(filled, draft))
        if len(filled) != 1:
            break
    return found


def _is_cut(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS and _SENTENCE_END.search(text) is None


def _name_part(draft: BlockDraft, header: BlockDraft) -> None:
    """Begin a cell of a row that was parted with the name of its column in the table's header."""
    if len(draft.cells) == len(header.cells) and _is_parted(draft):
        named = [one for one in zip(header.cells, draft.cells, strict=True) if one[1]]
        draft.text = join_cells([part for part in named[0] if part])


def _is_parted(draft: BlockDraft) -> bool:
    filled = [text for text in draft.cells if text]
    return len(filled) == 1 and draft.text.endswith(filled[0]) and not draft.text.startswith(" |")


def _append(draft: BlockDraft, column: int, text: str, seams: Seams) -> None:
    is_parted = _is_parted(draft)
    cells = list(draft.cells)
    cells[column] = seams.seam(cells[column], text)
    draft.cells = tuple(cells)
    draft.text = seams.seam(draft.text, text) if is_parted else join_cells(cells)
