"""What the bot says in its own words, a file of phrases for each language that it speaks.

Those of the calendar, and those for who keeps reminders and the archive, stand beside them. A
language without them has the English ones.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from forumbot.language.table import parsed

_FOLDER = files("forumbot.language") / "phrases"
BESIDE = ("calendar", "keeping")
"""The folders of phrases that a language may lack."""
DEFAULT = "en"
# As many ordinals as the files of phrases have words for.
_LAST_ORDINAL = 10
_DE, _TWENTY = "de", 20
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


@cache
def spoken() -> tuple[str, ...]:
    """The ISO 639-1 codes of the languages that there are phrases in."""
    names = (path.name for path in _FOLDER.iterdir())
    return tuple(sorted(name[:-5] for name in names if name.endswith(".yaml")))


def speaking(language: str | None) -> str:
    """The language of our own words for a member who reads this one: itself, else English.

    ``de-AT`` and ``de`` are one language.
    """
    code = (language or DEFAULT).partition("-")[0]
    return code if code in spoken() else DEFAULT


@cache
def phrases(language: str) -> dict[str, str]:
    """The phrases of a language by their keys; English for a language that is not spoken."""
    name = f"{speaking(language)}.yaml"
    beside = [_FOLDER / part / one for part in BESIDE for one in (f"{DEFAULT}.yaml", name)]
    found: dict[str, str] = {}
    for path in (*(path for path in beside if path.is_file()), _FOLDER / name):
        found |= _read(path)
    return found


def _read(path: Traversable) -> dict[str, str]:
    return dict(parsed(path))


def phrase(key: str, language: str, /, **values: Any) -> str:
    """A phrase with values in the places that it names, such as ``{count}``."""
    told = {name: _Count(one) if type(one) is int else one for name, one in values.items()}
    return phrases(language)[key].format(**told)


class _Count(int):
    """A number in a phrase; ``{count:de}`` has the "de" that Romanian puts there from twenty on."""

    def __format__(self, form: str) -> str:
        if form != _DE:
            return super().__format__(form)
        rest = self % 100
        return (
            f"{int(self)} de"
            if self >= _TWENTY and (rest >= _TWENTY or not rest)
            else str(int(self))
        )


def counting(key: str, one: str, language: str, count: int, **values: Any) -> str:
    """The phrase ``one`` where the count is one, else that of the key."""
    return phrase(one if count == 1 else key, language, count=count, **values)


def ordinal(number: int, language: str) -> str:
    """The word for the number of a forum, as in ``third``."""
    if 0 < number <= _LAST_ORDINAL:
        return phrase(f"ordinal_{number}", language)
    return phrase("ordinal_n", language, number=_with_ending(number, language))


def _with_ending(number: int, language: str) -> str:
    """The number, in English with its ending, of which there are four."""
    if speaking(language) != DEFAULT:
        return str(number)
    tens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if tens else _ENDINGS.get(number % 10, 'th')}"


def listed(names: Sequence[str], language: str) -> str:
    """The names as one says them in a row, ``and`` before the last."""
    if len(names) < 2:
        return "".join(names)
    return phrase("and", language, first=", ".join(names[:-1]), last=names[-1])


def labelled(what: str, language: str) -> str:
    """What something is, as it stands before it: with the colon of the language."""
    return phrase("labelled", language, what=what)


def quoted(text: str, language: str) -> str:
    """A name or a few words between the quotation marks of the language."""
    return phrase("quoted", language, text=text)
