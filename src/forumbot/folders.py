"""How the folders of a forumbot may lie to one another."""

import os
from pathlib import Path

from forumbot.config import Settings
from forumbot.errors import ConfigError


def check_folders(settings: Settings, *, with_data: bool = False) -> None:
    """Raise :class:`ConfigError` where documents and what is made of them lie in one another.

    A build would read its own files as documents, and prune documents as files of its own. The data
    folder counts where a configuration names it, and ``with_data`` where it is to be written.
    """
    folders = {"index": settings.index}
    if with_data or settings.data != Settings().data:
        folders["data"] = settings.data
    knowledge = _real(settings.knowledge)
    for name, path in folders.items():
        own = _real(path)
        if own.is_relative_to(knowledge):
            said = f"the {name} folder lies in the knowledge folder {settings.knowledge}"
        elif knowledge.is_relative_to(own):
            said = f"the knowledge folder {settings.knowledge} lies in the {name} folder"
        else:
            continue
        option = "--index or " if name == "index" else ""
        raise ConfigError(
            f"{path}: {said}; name one beside it with {option}'{name}:' in forumbot.yaml, and move "
            "or delete what is there already"
        )


def _real(path: Path) -> Path:
    """Where a path leads to, whether or not anything is there."""
    return Path(os.path.realpath(path))
