"""Many questions at once for the real bot: ``python bench/discord_load.py``.

``forumbot run`` answers from the archive that ships, against a Discord on loopback. 20 members,
then 200, ask a question of their own each at the same moment; then, with a new index of the whole
archive being built in the same process, they do so again. Times are taken by the clock of the
server. Exit status 1 says that a promise was broken: a question unanswered, an interaction without
a response after three seconds, or a heartbeat late by more than its interval.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from forumbot.app import App
from forumbot.clock import system_clock
from forumbot.config_file import load_settings
from forumbot.language.phrases import DEFAULT, phrase
from forumbot.search.generation import Generation

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.bot.fake_discord import (
    GUILD_ID,
    RESPONSE_SECONDS,
    BotProcess,
    FakeDiscord,
    Interaction,
    command,
)

ROOT = Path(__file__).resolve().parents[1]
CROWDS = (20, 200)
HEARTBEAT_SECONDS = 1.0
BUILT_TOKENS = 200
REBUILT_TOKENS = (50, 60)
"""A length of passages for each crowd, so that its build embeds every one anew."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run came to, in seconds."""

    asked: int
    answered: int
    responses: Sequence[float]
    answers: Sequence[float]
    heartbeat_gap: float

    @property
    def keeps_promises(self) -> bool:
        """Whether all were answered, each response was in time, and no heartbeat late."""
        return (
            self.answered == self.asked == len(self.responses)
            and max(self.responses) < RESPONSE_SECONDS
            and self.heartbeat_gap < 2 * HEARTBEAT_SECONDS
        )

    def __str__(self) -> str:
        return (
            f"{self.answered} of {self.asked} answered\n"
            f"  first response   {_percentiles(self.responses)}, last {max(self.responses):.2f} s\n"
            f"  answer filled in {_percentiles(self.answers)}, last {max(self.answers):.2f} s\n"
            f"  largest heartbeat gap {self.heartbeat_gap:.2f} s"
            f" (one every {HEARTBEAT_SECONDS:g} s)"
        )


def main() -> int:
    """Ask in each of the four situations and print the figures."""
    runs: list[Figures] = []
    with tempfile.TemporaryDirectory(prefix="forumbot-bench-") as name:
        folder = Path(name)
        questions = _questions(_build(folder), max(CROWDS))
        for members in CROWDS:
            with _running(folder, BUILT_TOKENS) as discord:
                runs.append(_ask_at_once(discord, questions[:members]))
            print(f"{members} at rest: {runs[-1]}", flush=True)
        for members, tokens in zip(CROWDS, REBUILT_TOKENS, strict=True):
            with _running(folder, tokens) as discord:
                rebuild = _begin_to_build(discord)
                runs.append(_ask_at_once(discord, questions[:members]))
                over = "Published" in discord.told(rebuild)
            done = ", done before the last answer" * over
            print(f"{members} with an index being built{done}: {runs[-1]}", flush=True)
    return 0 if all(run.keeps_promises for run in runs) else 1


def _begin_to_build(discord: FakeDiscord) -> Interaction:
    rebuild = discord.deliver(command("archive rebuild"))
    discord.until(lambda: phrase("archive_begins", DEFAULT) in discord.told(rebuild), 120)
    return rebuild


def _build(folder: Path) -> Generation:
    app = App(load_settings(_configured(folder, BUILT_TOKENS)), system_clock)
    app.service.build(strict=True, on_progress=lambda *_step: None)
    return app.generation


def _configured(folder: Path, max_tokens: int) -> Path:
    """A configuration; another length of passages makes the next build embed every one anew."""
    path = folder / f"forumbot-{max_tokens}.yaml"
    path.write_text(
        f"knowledge: {ROOT / 'knowledge'}\nindex: index\ndata: data\n"
        f"passages: {{max_tokens: {max_tokens}}}\nbot: {{home_servers: [{GUILD_ID}]}}\n",
        encoding="utf-8",
    )
    return path


def _questions(generation: Generation, count: int) -> list[str]:
    """Questions on what stands in the archive, no two alike."""
    found: dict[str, None] = {}
    for passage in generation.passages:
        title = generation.documents[passage.doc_id].title
        subject = passage.heading_path[-1] if passage.heading_path else title
        found[f"What does {title} say about {subject}?"] = None
        found[f"What is known about {' '.join(passage.text.split()[-8:])}?"] = None
    if len(found) < count:
        raise SystemExit(f"the archive gives only {len(found)} questions")
    return list(found)[:count]


@contextmanager
def _running(folder: Path, max_tokens: int) -> Iterator[FakeDiscord]:
    """A Discord with the bot, ready and warm."""
    config = _configured(folder, max_tokens)
    with FakeDiscord(heartbeat_seconds=HEARTBEAT_SECONDS) as discord:
        bot = BotProcess(config, discord.environment, folder / "output")
        try:
            bot.until_ready(discord, seconds=120)
            first = discord.deliver(command("ask", question="When was the third forum?"))
            discord.until(lambda: discord.edits(first))
            yield discord
        finally:
            bot.kill()


def _ask_at_once(discord: FakeDiscord, questions: Sequence[str]) -> Figures:
    asked = [discord.deliver(command("ask", question=question)) for question in questions]
    wanted = {interaction.token for interaction in asked}
    beats = len(discord.heartbeats)
    discord.until(lambda: wanted <= _filled(discord), 300)
    answered = [one for one in asked if "embeds" in discord.edits(one)[-1].body]
    gaps = [after - before for before, after in pairwise(discord.heartbeats[beats - 1 :])]
    return Figures(
        asked=len(asked),
        answered=len(answered),
        responses=[_seconds(discord, one, discord.callbacks(one)[0].at) for one in asked],
        answers=[_seconds(discord, one, discord.edits(one)[-1].at) for one in answered],
        heartbeat_gap=max(gaps),
    )


def _filled(discord: FakeDiscord) -> set[str]:
    return {request.path.split("/")[3] for request in discord.requests("PATCH", "/webhooks/")}


def _seconds(discord: FakeDiscord, interaction: Interaction, at: float) -> float:
    return at - discord.delivered_at(interaction)


def _percentiles(seconds: Sequence[float]) -> str:
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return f"p50 {cuts[49]:.2f} s, p95 {cuts[94]:.2f} s, p99 {cuts[98]:.2f} s"


if __name__ == "__main__":
    sys.exit(main())
