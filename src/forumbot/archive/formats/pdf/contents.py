"""Tables of contents: lines that each name a section, where the sections follow.

Those with pages are told by these; others, as of links, by the title above them.
"""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import islice

from forumbot.archive.formats.contents import names_contents
from forumbot.archive.formats.pdf.drafts import BlockDraft
from forumbot.archive.layout import BlockKind

# Set by hand: fewer lines are no table of contents, and of a document in part, or with headings
# that were shortened for it, some sections are not found.
_FEWEST, _FOUND_SHARE = 3, 0.6
_LONGEST_ENTRY = 300
_MOST_WORDS = 60
_MOST_TITLED = 5
_PAGE = re.compile(r"[|…\t]\s?(\d{1,4})$")
_LABEL = re.compile(r"(?:[\divxIVX]{1,4}\.)*(?:[\divxIVX]{1,4}|[A-Z])[.)]?\s+")
_LONGEST_TITLE = 40

Entry = tuple[str, int]
"""A section's name, levelled, and its page."""


def without_contents(by_page: Sequence[Sequence[BlockDraft]]) -> tuple[list[list[BlockDraft]], int]:
    """The drafts without tables of contents, and how many lines these had.

    A run of entries whose pages ascend, or that has such a title, is one where most of its sections
    stand elsewhere in the document; the short line above it is its title.
    """
    drafts = [draft for found in by_page for draft in found]
    entries = {draft: _entries(draft) for draft in drafts}
    elsewhere = {_plain(draft.text) for draft in drafts if not entries[draft]}
    gone: set[BlockDraft] = set()
    lines = 0
    for first, run in _runs(drafts, entries):
        own = list(_joined(run, entries))
        pages = [page for _name, page in own]
        found = sum(name in elsewhere for name, _page in own)
        if len(own) < _FEWEST or pages != sorted(pages) or found < _FOUND_SHARE * len(own):
            continue
        lines += len(own)
        gone.update(run)
        if first and _is_title(drafts[first - 1]):
            gone.add(drafts[first - 1])
    for run in _titled_runs([draft for draft in drafts if draft not in gone]):
        lines += sum(len(draft.text.split("\n")) for draft in run[1:])
        gone.update(run)
    return [[draft for draft in found if draft not in gone] for found in by_page], lines


def _titled_runs(drafts: Sequence[BlockDraft]) -> Iterator[list[BlockDraft]]:
    """The title of each table of contents without pages, and its entries."""
    titles = (
        place for place, draft in enumerate(drafts)
        if draft.lines == 1 and names_contents(draft.text)
    )  # fmt: skip
    for place in islice(titles, _MOST_TITLED):
        run, named = _named_below(drafts, place + 1)
        end = place + 1 + len(run)
        sections = {_plain(draft.text) for draft in drafts[end:]}
        found = sum(_names_sections(name, sections) for name in named)
        if len(named) >= _FEWEST and found >= _FOUND_SHARE * len(named):
            yield [drafts[place], *run]


def _names_sections(line: str, sections: Set[str]) -> bool:
    """Whether a line is a section's name, or several that were joined."""
    rest = line.split()[:_MOST_WORDS]
    while rest:
        ends = range(len(rest), 0, -1)
        end = next((end for end in ends if " ".join(rest[:end]) in sections), 0)
        if not end:
            return False
        rest = rest[end:]
    return True


def _named_below(drafts: Sequence[BlockDraft], start: int) -> tuple[list[BlockDraft], list[str]]:
    """The drafts of short lines from one on, and what these name, up to what is named again."""
    run: list[BlockDraft] = []
    named: list[str] = []
    for draft in drafts[start:]:
        lines = [_plain(line) for line in draft.text.split("\n")]
        is_section = lines[0] in named
        if is_section or draft.kind is BlockKind.ROW or draft.text.endswith((".", ":", ";")):
            break
        if max(map(len, lines)) > _LONGEST_ENTRY:
            break
        run.append(draft)
        named += lines
    return run, named


def _entries(draft: BlockDraft) -> list[Entry]:
    """The entries that a draft consists of, none where any of its lines is something else."""
    if draft.kind is BlockKind.HEADING:
        return []
    marker = draft.marker if draft.marker[:1].isalnum() else ""
    lines = f"{marker} {draft.text}".strip().split("\n")
    found = [_entry(line.strip()) for line in lines]
    return [entry for entry in found if entry] if all(found) else []


def _entry(line: str) -> Entry | None:
    page = _PAGE.search(line[-10:]) if len(line) <= _LONGEST_ENTRY else None
    name = _plain(line[: -len(page[0])].rstrip(" |…\t")) if page else ""
    return (name, int(page[1])) if page and name else None


def _runs(
    drafts: Sequence[BlockDraft], entries: dict[BlockDraft, list[Entry]]
) -> Iterator[tuple[int, list[BlockDraft]]]:
    """Drafts in a row that are entries, and where they begin.

    A line between two of them that may be the first half of an entry is among them.
    """
    run: list[BlockDraft] = []
    half: list[BlockDraft] = []
    for place, draft in enumerate([*drafts, None]):
        if draft is not None and entries[draft]:
            run += [*half, draft]
            half = []
        elif draft is not None and run and not half and _may_be_half(draft):
            half = [draft]
        else:
            if run:
                yield place - len(run) - len(half), run
            run, half = [], []


def _may_be_half(draft: BlockDraft) -> bool:
    is_text = draft.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and draft.lines == 1
    return is_text and not draft.text.endswith((".", ":", ";", "!", "?"))


def _joined(run: Sequence[BlockDraft], entries: dict[BlockDraft, list[Entry]]) -> Iterator[Entry]:
    """The entries of a run, with the first half of one that went on over a line's end."""
    half = ""
    for draft in run:
        for name, page in entries[draft]:
            yield (_plain(f"{half} {name}") if half else name), page
            half = ""
        half = "" if entries[draft] else draft.text


def _is_title(draft: BlockDraft) -> bool:
    is_line = draft.kind is BlockKind.PARAGRAPH and draft.lines == 1
    return is_line and len(draft.text) <= _LONGEST_TITLE and not draft.text.endswith(".")


def _plain(text: str) -> str:
    """Text without its number, case and spacing, for comparison."""
    return _LABEL.sub("", " ".join(text.split()) + " ", count=1).strip().casefold()
