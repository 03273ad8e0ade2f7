"""Why a file of the archive was refused, in the language of who reads it.

A reason is kept in English with the index. Here it is told apart into what it was made of, and that
is said by the rows of ``language/refusals.yaml``.
"""

import re
from importlib.resources import files

from forumbot.language.phrases import DEFAULT, speaking
from forumbot.language.table import derived, parsed

_PARTED = "; "
_PLACE = re.compile(r"\\\{(\w+)\\\}")


def refusal_in(reason: str, language: str) -> str:
    """The reason in a language; what of it no row says stays in English."""
    code = speaking(language)
    if code == DEFAULT:
        return reason
    return _PARTED.join(_said(part, code) or part for part in reason.split(_PARTED))


def is_known(reason: str) -> bool:
    """Whether rows say all of a reason but its names, numbers and what a library has to say."""
    return all(_row_of(part) for part in reason.split(_PARTED))


def _said(part: str, code: str) -> str | None:
    found = _row_of(part)
    if found is None:
        return None
    english, values = found
    told = {name: _said(value, code) or value for name, value in values.items()}
    return _rows()[english][code].format(**told)


def _row_of(part: str) -> tuple[str, dict[str, str]] | None:
    """The row that a part is made of, by its English words, and what stands in its places."""
    if part in _rows():
        return part, {}
    for english, pattern in _patterns():
        if found := pattern.fullmatch(part):
            return english, found.groupdict()
    return None


@derived
def _rows() -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = parsed(files("forumbot.language") / "refusals.yaml")
    return read


@derived
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The rows with places, those first that say most themselves."""
    placed = [english for english in _rows() if "{" in english]
    placed.sort(key=lambda english: len(re.sub(r"\{\w+\}", "", english)), reverse=True)
    return tuple(
        (english, re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(english)))) for english in placed
    )
