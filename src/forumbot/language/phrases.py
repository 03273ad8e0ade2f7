"""What the bot says in its own words, a file of phrases for each language that it speaks."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_FOLDER = files("forumbot.language") / "phrases"
DEFAULT = "en"


@cache
def spoken() -> tuple[str, ...]:
    """The ISO 639-1 codes of the languages that there are phrases in."""
    names = (path.name for path in _FOLDER.iterdir())
    return tuple(sorted(name[:-5] for name in names if name.endswith(".yaml")))


@cache
def phrases(language: str) -> dict[str, str]:
    """The phrases of a language by their keys; English for a language that is not spoken."""
    code = language if language in spoken() else DEFAULT
    return dict(yaml.safe_load((_FOLDER / f"{code}.yaml").read_text(encoding="utf-8")))


def phrase(key: str, language: str, **values: Any) -> str:
    """A phrase with values in the places that it names, such as ``{count}``."""
    return phrases(language)[key].format(**values)
