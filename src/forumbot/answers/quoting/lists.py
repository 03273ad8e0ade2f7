"""Lists that a quote breaks off: the items that still fit, and how many are left."""

import re
from dataclasses import replace

from forumbot.answers.quoting.excerpt import Excerpt
from forumbot.archive.documents import Document
from forumbot.archive.layout import Block, BlockKind
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import codes, derived, table


def with_list(excerpt: Excerpt, document: Document, room: int) -> Excerpt:
    """The excerpt with as many further items of the list that it breaks off as fit.

    ``room`` is how many characters it may take up in all. The items that do not fit are counted,
    those of the outermost level that is left, in ``left_out``. A list is broken off by an excerpt
    that ends with one of its items or with the line that leads it in.
    """
    rest = _rest_of_list(document, excerpt.end)
    fitting = 0
    while fitting < len(rest) and rest[fitting].end - excerpt.start <= room:
        fitting += 1
    end = rest[fitting - 1].end if fitting else excerpt.end
    left = rest[fitting:]
    level = min((block.level for block in rest), default=0)
    return replace(excerpt, end=end, left_out=sum(_is_item(block, level) for block in left))


def ends_with_lead_in(excerpt: Excerpt, document: Document) -> bool:
    """Whether an excerpt breaks off right before the list that its last line leads in."""
    return document.text.endswith(":", excerpt.start, excerpt.end)


def is_of_differing(lead_in: str, language: str) -> bool:
    """Whether a line leads in what sources say differently: "The sources disagree on the day:"."""
    return language in codes() and _differing(language).search(lead_in) is not None


@derived
def _differing(language: str) -> re.Pattern[str]:
    said = tuple(ways(table(language).differing))
    return compiled(rf"(?<!\w){one_of(said)}(?!\w)") if said else re.compile(r"(?!)")


def _rest_of_list(document: Document, end: int) -> list[Block]:
    """The blocks of a list after the one that ends at ``end``, its paragraphs included."""
    rest: list[Block] = []
    is_open = False
    for block in document.blocks:
        if block.end < end:
            continue
        if block.end == end:
            is_open = block.kind is BlockKind.ITEM or document.text.endswith(":", 0, end)
            continue
        if not is_open or not (block.kind is BlockKind.ITEM or block.continues_item):
            break
        rest.append(block)
    return rest


def _is_item(block: Block, level: int) -> bool:
    return block.kind is BlockKind.ITEM and block.level == level


def whole_list(document: Document, place: int, room: int) -> tuple[int, int] | None:
    """From the lead-in to the last item of the list whose item or lead-in stands at a place.

    An item that has further ones below it leads these in. None where no list is there, or its whole
    takes up more than ``room`` characters.
    """
    blocks = document.blocks
    at = next((at for at, one in enumerate(blocks) if one.start <= place < one.end), None)
    if at is None:
        return None
    is_led = document.text.endswith(":", 0, blocks[at].end) and at + 1 < len(blocks)
    level = blocks[at + 1].level if is_led else blocks[at].level
    first = at if is_led else _beginning(document, at)
    last = at
    while last + 1 < len(blocks) and _goes_on(blocks[last + 1], level):
        last += 1
    if first is None or last <= first:
        return None
    start, end = blocks[first].start, blocks[last].end
    return (start, end) if end - start <= room else None


def _beginning(document: Document, at: int) -> int | None:
    """Where the list of an item begins: the line that leads it in, else its first item."""
    blocks, first = document.blocks, at
    if blocks[at].kind is not BlockKind.ITEM:
        return None
    while first > 0 and _goes_on(blocks[first - 1], blocks[at].level):
        first -= 1
    is_led_in = first > 0 and (
        blocks[at].level > 0 or document.text.endswith(":", 0, blocks[first - 1].end)
    )
    return first - 1 if is_led_in else first


def _goes_on(block: Block, level: int) -> bool:
    """Whether a block is of the list of the items of a level."""
    is_part = block.kind is BlockKind.ITEM or block.continues_item
    return is_part and block.level >= level
