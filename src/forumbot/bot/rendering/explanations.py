"""How an answer came about, stage by stage."""

from collections.abc import Sequence
from functools import partial

import discord

from forumbot.answers.explaining import Explanation
from forumbot.bot.escape import cut, flat, utf16_length
from forumbot.bot.rendering.parts import MAX_TITLE, NEUTRAL, body, joined_lines, strong

_MAX_LINE = 400
_MAX_STAGE = 40


def explanation_embed(
    explanation: Explanation, *, another_generation: str | None = None
) -> discord.Embed:
    """The stages of an answer, each under its name, as many of its lines as fit.

    ``another_generation`` is the one that was explained from, where the answer is of another.
    """
    parts = [partial(_stage, name, lines) for name, lines in explanation.stages]
    embed = discord.Embed(
        title=cut(flat(explanation.answer.question), MAX_TITLE),
        description=body(parts, "Nothing is known of it."),
        colour=NEUTRAL,
    )
    if another_generation is None:
        return embed
    said = f"Explained from {another_generation}; the answer was given from another generation."
    return embed.set_footer(text=cut(flat(said), _MAX_LINE))


def _stage(name: str, lines: Sequence[str], room: int) -> str:
    heading = strong(name, _MAX_STAGE)
    said = [f"• {cut(flat(line), _MAX_LINE)}" for line in lines]
    return f"{heading}\n{joined_lines(said, room - utf16_length(heading) - 1)}"
