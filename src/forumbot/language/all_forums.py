"""All forums as the subject of a question: "what did the forums say on skills?"."""

import re

from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, tables


def all_forums_in(question: str) -> tuple[int, int] | None:
    """Where a question for what all forums said or did names them; None where it does not.

    That is behind its "what" and a verb, as "the purpose of the forums" is no matter of each.
    """
    found = _asked().match(question)
    return None if found is None else found.span("all")


@derived
def _asked() -> re.Pattern[str]:
    languages = [one for one in tables() if one.all_forums]
    what = one_of(way for one in languages for way in ways(one.questions.get("what", ())))
    named = "|".join(
        r"\s+(?:[\w-]+\s+){0,3}?".join(map(re.escape, way.split()))
        for one in languages
        for way in ways(one.all_forums)
    )
    return compiled(rf"\W*{what}[\s']+(?:(?!is\b)[\w']+\s+){{1,2}}?(?P<all>{named})(?!\w)")
