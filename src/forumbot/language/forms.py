"""Questions for what has a form of its own: an acronym's name, a number to ring, an address."""

import re
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files

from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.questions import function_words
from forumbot.language.table import derived, parsed

_WORD = re.compile(r"[^\W_]+")


class Form(StrEnum):
    """What is asked for; each value is a key of ``forms.yaml``."""

    WRITTEN_OUT = "stands_for"
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class AskedForm:
    """The form of what is asked for; ``acronym`` is what is to be written out, else empty."""

    form: Form
    acronym: str = ""


def asked_form(text: str, spoken: str) -> AskedForm | None:
    """The form of what a question in the language ``spoken`` asks for; None where it may have any.

    An acronym is asked for by the whole question, a number to ring or an address by the words for
    one in it, behind which nothing or a function word stands: "phone companies" are none.
    """
    found = _stands_for().fullmatch(text)
    if found is not None:
        acronym = next(group for group in found.groups() if group)
        return AskedForm(Form.WRITTEN_OUT, acronym)
    for form in (Form.EMAIL, Form.PHONE):
        named = _named(form, spoken).search(text)
        following = _WORD.search(text, named.end()) if named else None
        if named and (not following or level(following[0]) in function_words(spoken)):
            return AskedForm(form)
    return None


@derived
def writing_out() -> re.Pattern[str]:
    """What stands between an acronym and its name in a text, in any of the languages."""
    said = (way for row in _table().values() for way in ways(row["writes"]))
    return compiled(rf"(?:{one_of(said)})(?!\w)")


@derived
def _stands_for() -> re.Pattern[str]:
    said = (way for row in _table().values() for way in ways(row[Form.WRITTEN_OUT]))
    written = (
        r"['’ʼ]".join(map(_spaced, way.split("'"))).replace(
            "_", r"[\"'“‘«„]?([^\W_][\w&./+-]{0,10})[\"'”’»“]?"
        )
        for way in sorted(said, key=len, reverse=True)
    )
    return compiled(rf"\W*(?:{'|'.join(written)})\W*")


def _spaced(text: str) -> str:
    return re.escape(text).replace(r"\ ", r"\s+")


@derived
def _named(form: Form, code: str) -> re.Pattern[str]:
    said = _table().get(code, {}).get(form, [])
    return compiled(rf"(?<!\w)(?:{one_of(ways(said))})(?!\w)")


@derived
def _table() -> dict[str, dict[str, list[str]]]:
    read: dict[str, dict[str, list[str]]] = parsed(files("forumbot.language") / "forms.yaml")
    return read
