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
    header: list[BlockDraft] = []
    last: BlockDraft | None = None
    before: list[BlockDraft] = []
    for drafts in by_page:
        _mend_row(before, drafts, header, seams)
        _mend_label(before, drafts, seams)
        drafts[:] = [one for draft in drafts for one in draft.otherwise or (draft,)]
        _repeat_merged(last, header, drafts)
        for place, draft in enumerate(drafts):
            if draft.kind is not BlockKind.ROW:
                header = []
            elif draft.opens:
                goes_on = place == 0 and last is not None and len(last.cells) == len(draft.cells)
                if goes_on and header and not (draft.bold and draft.names_columns):
                    draft.opens = False
                    draft.names_columns = _is_in(draft, header)
            if draft.names_columns:
                header = [*header, draft] if last in header[-1:] else [draft]
            elif header:
                _name_part(draft, header)
            last = draft if draft.kind is BlockKind.ROW else None
        before = drafts or before


def _is_in(draft: BlockDraft, header: Sequence[BlockDraft]) -> bool:
    """Whether a row is one of a header that is set again."""
    return any(draft.text == one.text for one in header)


def _first_below(drafts: Sequence[BlockDraft], header: Sequence[BlockDraft]) -> int:
    """The place of the first row of a page, below a header that is set again."""
    count = min(len(header), len(drafts))
    return count if count and all(_is_in(draft, header) for draft in drafts[:count]) else 0


def _repeat_merged(
    last: BlockDraft | None, header: Sequence[BlockDraft], drafts: Sequence[BlockDraft]
) -> None:
    """Begin the first row of a page with the merged cell that it shares with the last row before.

    Under a header that is set again, where a row begins with an empty cell.
    """
    place = _first_below(drafts, header)
    if last is None or not place or len(drafts) <= place:
        return
    first = drafts[place]
    same = first.kind is BlockKind.ROW and len(first.cells) == len(last.cells)
    value = last.text.partition(" | ")[0]
    if same and value.strip() and first.text.startswith(" | "):
        first.text = value + first.text


def _mend_row(
    before: Sequence[BlockDraft],
    drafts: list[BlockDraft],
    header: Sequence[BlockDraft],
    seams: Seams,
) -> None:
    """Put the rest of a row, which opens a page, to the cells that it goes on with."""
    place = _first_below(drafts, header)
    rest = drafts[place] if len(drafts) > place else None
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


def _mend_label(before: list[BlockDraft], drafts: list[BlockDraft], seams: Seams) -> None:
    """Put the rest of a label, which opens a page in small letters, to what it goes on with.

    That is the label of the last row before, whose text then stands below it.
    """
    labels = [draft for draft in drafts if draft.label]
    if not labels or labels[0] is not drafts[0] or not _goes_on(labels[0]):
        return
    if any(map(_goes_on, labels[1:])):
        return
    if len(before[-1:]) and len(before[-1].cells) == 2 and all(before[-1].cells):
        row = before.pop()
        label = BlockDraft(BlockKind.PARAGRAPH, row.cells[0], row.page, label=True)
        before += [label, BlockDraft(BlockKind.PARAGRAPH, row.cells[1], row.page)]
    last = next((draft for draft in reversed(before) if draft.label), None)
    if last is not None and not _goes_on(last) and not _SENTENCE_END.search(last.text):
        last.text = seams.seam(last.text, drafts.pop(0).text)


def _goes_on(draft: BlockDraft) -> bool:
    return draft.text[:1].islower()


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


def _name_part(draft: BlockDraft, header: Sequence[BlockDraft]) -> None:
    """Begin a cell of a row that was parted with the name of its column in the table's header."""
    rows = [one.cells for one in header if len(one.cells) == len(draft.cells)]
    if rows and _is_parted(draft):
        column = next(at for at, text in enumerate(draft.cells) if text)
        name = " ".join(dict.fromkeys(filter(None, (cells[column] for cells in rows))))
        draft.text = join_cells([part for part in (name, draft.cells[column]) if part])


def _is_parted(draft: BlockDraft) -> bool:
    filled = [text for text in draft.cells if text]
    return len(filled) == 1 and draft.text.endswith(filled[0]) and not draft.text.startswith(" |")


def _append(draft: BlockDraft, column: int, text: str, seams: Seams) -> None:
    is_parted = _is_parted(draft)
    cells = list(draft.cells)
    cells[column] = seams.seam(cells[column], text)
    draft.cells = tuple(cells)
    draft.text = seams.seam(draft.text, text) if is_parted else join_cells(cells)
