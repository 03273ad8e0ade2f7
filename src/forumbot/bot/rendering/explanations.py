"""How an answer came about, stage by stage.

What decided and the headings are said in a maintainer's language. What stands under these is named
as the program names it, and as ``ask --explain`` says it.
"""

from collections.abc import Sequence
from functools import partial

import discord

from forumbot.answers.explaining import Explanation
from forumbot.bot.escape import cut, flat, utf16_length
from forumbot.bot.rendering.parts import MAX_TITLE, NEUTRAL, body, joined_lines, strong
from forumbot.language.phrases import DEFAULT, phrase, speaking

_MAX_LINE = 400
_MAX_STAGE = 40


def explanation_embed(
    explanation: Explanation, *, another_generation: str | None = None, language: str = DEFAULT
) -> discord.Embed:
    """The stages of an answer, each under its name, as many of its lines as fit.

    ``another_generation`` is the one that was explained from, where the answer is of another.
    """
    summary = _summary(explanation, language)
    parts = [
        partial(cut, summary),
        *(partial(_stage, _heading(name, language), lines) for name, lines in explanation.stages),
    ]
    embed = discord.Embed(
        title=cut(flat(explanation.answer.question), MAX_TITLE),
        description=body(parts, summary),
        colour=NEUTRAL,
    )
    notes = []
    if another_generation is not None:
        notes.append(phrase("explain_another", language, generation=another_generation))
    if speaking(language) != DEFAULT:
        notes.append(phrase("explain_in_english", language))
    return embed.set_footer(text=cut(flat(" ".join(notes)), _MAX_LINE)) if notes else embed


def _summary(explanation: Explanation, language: str) -> str:
    """What decided, in words."""
    decision = explanation.decision
    if decision is None:
        return phrase("explain_by_kind", language)
    figures = {"confidence": decision.confidence, "least": decision.answer_from}
    return phrase("explain_sure", language, **{key: f"{one:.2f}" for key, one in figures.items()})


def _heading(name: str, language: str) -> str:
    return phrase(f"explain_{name.replace(' ', '_')}", language)


def _stage(name: str, lines: Sequence[str], room: int) -> str:
    heading = strong(name, _MAX_STAGE)
    said = [f"• {cut(flat(line), _MAX_LINE)}" for line in lines]
    return f"{heading}\n{joined_lines(said, room - utf16_length(heading) - 1)}"
