"""Block quotes and lists of parts, each rendered within the room that it is given."""

from collections.abc import Callable, Sequence

import discord

from forumbot.answers.quoting.emphasis import Span
from forumbot.bot.escape import cut, fit, flat, plain, utf16_length

# Discord's own limits.
MAX_TITLE = 256
MAX_DESCRIPTION = 4096
MAX_CONTENT = 2000

NEUTRAL = discord.Colour.blue()

Part = Callable[[int], str]
"""Renders one part within the room that it is given."""


def _no_emphasis(_quote: str) -> list[Span]:
    return []


def block_quote(text: str, room: int, emphasise: Callable[[str], list[Span]] = _no_emphasis) -> str:
    """The text as a block quote with its decisive stretches in bold, cut until it fits."""
    limit = room
    while limit > room // 4:
        kept = fit(text, limit)
        quoted = _quoted_lines(kept, emphasise(kept))
        excess = utf16_length(quoted) - room
        if quoted and excess <= 0:
            return quoted
        limit -= max(excess, room // 16 + 1)
    return f"> {cut(flat(text), room - 2) or '…'}"


def _quoted_lines(text: str, spans: Sequence[Span]) -> str:
    lines: list[str] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end]
        if line.strip():
            lines.append(f"> {_bold(line, [(a, b) for a, b in inside if a < b])}")
        start = end + 1
    return "\n".join(lines)


def _bold(line: str, spans: Sequence[Span]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += [plain(line[done:start]), f"**{plain(line[start:end])}**"]
        done = end
    return "".join([*parts, plain(line[done:])])


def strong(text: str, room: int) -> str:
    """The text in bold on one line; a dash where there is none."""
    return f"**{cut(flat(text), room) or '–'}**"


def body(parts: Sequence[Part], if_empty: str) -> str:
    """The description of an embed; ``if_empty`` where there is no part."""
    return shared_out(parts, MAX_DESCRIPTION) or if_empty


def shared_out(parts: Sequence[Part], room: int) -> str:
    """Each part in its share of the room; what one leaves goes to those after it."""
    rendered: list[str] = []
    for place, part in enumerate(parts):
        text = part(room // (len(parts) - place) - 2)
        rendered.append(text)
        room -= utf16_length(text) + 2
    return "\n\n".join(rendered)


def joined_lines(lines: Sequence[str], room: int) -> str:
    """As many of the lines as fit."""
    kept: list[str] = []
    for line in lines:
        room -= utf16_length(line) + 1
        if room < 0:
            break
        kept.append(line)
    return "\n".join(kept).strip()
