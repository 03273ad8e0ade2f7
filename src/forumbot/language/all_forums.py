"""All forums as the subject of a question: "what did the forums say on skills?"."""

import re

from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import Language, codes, derived, table


def all_forums_in(question: str) -> tuple[int, int] | None:
    """Where a question for what all forums said or did names them; None where it does not.

    That is behind its "what" and a verb, as "the purpose of the forums" is no matter of each.
    """
    found = _asked().match(question)
    return None if found is None else found.span(found.lastgroup or 0)


@derived
def _asked() -> re.Pattern[str]:
    """Each language by itself, as "I do at the forum" is no Italian "i forum"."""
    spoken = {code: table(code) for code in codes()}
    asked = "|".join(_in_language(code, one) for code, one in spoken.items() if one.all_forums)
    return compiled(rf"\W*(?:{asked})(?!\w)")


def _in_language(code: str, known: Language) -> str:
    named = "|".join(
        r"\s+(?:[\w-]+\s+){0,3}?".join(map(re.escape, way.split()))
        for way in ways(known.all_forums)
    )
    what = one_of(ways(known.questions.get("what", ())))
    return rf"{what}[\s']+(?:(?!is\b)[\w']+\s+){{1,2}}?(?P<all_{code}>{named})"
