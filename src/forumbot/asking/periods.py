"""Which end of a period a text speaks of: its start or its end."""

import re

_ROLES = (
    ("end", re.compile(
        r"\b(?:end|ends|ended|ending|close[sd]?|closing|until|till|finish\w*|conclud\w+|endet\w*"
        r"|enden?|geendet|bis|jusqu\w+|fin)\b", re.IGNORECASE)),
    ("start", re.compile(
        r"\b(?:start\w*|begin\w*|began|begun|open(?:s|ed|ing)?|launch\w*|kick\w*|from|beg(?:a|o)nn\w*"
        r"|beginnt|début\w*|commenc\w+)\b", re.IGNORECASE)),
)  # fmt: skip


def asked_role(text: str) -> str | None:
    """``start`` or ``end`` where a text speaks, or a question asks, of one end of a period."""
    return next((role for role, cue in _ROLES if cue.search(text)), None)


def has_role(role: str, text: str) -> bool:
    """Whether a text speaks of that end of a period, ``start`` or ``end``."""
    return dict(_ROLES)[role].search(text) is not None
