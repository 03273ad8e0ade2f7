"""Bots forked from a process that has imported what they need, as ``forumbot run`` would do it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.nursery import Forked, Nursery


@dataclass(frozen=True)
class BotNursery:
    """Starts bots in the time that it takes to load the model."""

    nursery: Nursery

    def start(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        output: Path,
        module: str = "forumbot",
    ) -> Forked:
        """Run a module with these arguments; what it prints goes to the file."""
        with output.open("wb") as file:
            command = ["-m", module, *arguments]
            return self.nursery.start(command, environment, stdout=file, stderr=file)
