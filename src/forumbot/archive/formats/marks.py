"""Marks of wikis and of notes in text: taken off, with what they mark kept."""

import re

_REFERENCE = re.compile(r"\[\^[^\]\s]{1,40}\](?!:)")
_EMBEDDED = re.compile(r"!\[\[[^\[\]\n]{1,300}\]\]")
_LINK = re.compile(r"(?<!\w)\[\[(?:[^\[\]\n|]{0,300}\|)*(?P<shown>[^\[\]\n|]{1,300})\]\]")
_ALERT = re.compile(r"(?m)^(?P<before>[>\s]*)\[![A-Za-z-]{2,20}\][+-]?[ \t]*")
_QUOTES = re.compile(r"(?<!')('{2,3}|'{5})(?=[^\s'])(?P<marked>[^\n]{1,400}?)(?<=[^\s'])\1(?!')")


def without_marks(text: str) -> str:
    """Text without references to footnotes, links of wikis (what they show stays) and quotes of
    bold or italic words.

    ``[^1]`` goes, ``[[page|words]]`` becomes "words", ``[!note]`` at the beginning of a line goes,
    and ``'''bold'''`` becomes "bold".
    """
    if "[" in text:
        text = _ALERT.sub(r"\g<before>", _REFERENCE.sub("", _EMBEDDED.sub("", text)))
        text = _LINK.sub(lambda link: link["shown"].strip(), text)
    return _QUOTES.sub(r"\g<marked>", text) if "''" in text else text
