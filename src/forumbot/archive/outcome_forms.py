"""How outcomes are told: by headings, by numbers, and by verbs of agreement, in any language."""

import re
from collections.abc import Iterable

from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import derived, tables

_MAX_HEADING_CHARS, _MAX_HEADING_WORDS = 120, 14
_AGENDA_LINE = re.compile(r"\s[-–—]\s+[A-ZÀ-Þ][\w'’.-]+\s+[A-ZÀ-Þ]")
_PLACE = (
    r"(?:(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-Z])[.):]?\s+"
    r"|(?:top|agenda item|item|punkt|point|punto|ponto|punct|bod)\s+\d{1,3}(?:\.\d+)?"
    r"\s*[.:)–—-]?\s*)?"
)
# What shows that a sentence only thinks of an agreement, or denies it.
_UNREAL = compiled(
    r"(?<!\w)(?:if|whether|would|should|could|might|to be|not|\w+n['’]t|nor|never|no|unless|until"
    r"|hoped?|expects?|proposes?|suggests?|nicht|kein|keine|falls|niet|geen|indien|non|não|dacă|nie|czy"
    r"|jeśli|ikke|hvis|inte|zda|δεν|αν|не|если)(?!\w)"
)
_BODY_CHARS = 70


def states_outcomes(heading: str, also: Iterable[str] = ()) -> bool:
    """Whether a heading is one of outcomes, such as "Main conclusions and recommendations".

    ``also`` holds headings that the settings name. A line of a programme ("Conclusions and next
    steps - Jane Doe") is none.
    """
    words = heading.strip()
    if not _may_head(words):
        return False
    return _heading().fullmatch(words) is not None or _is_named(words, also)


def states_actions(heading: str) -> bool:
    """Whether a heading is one of what is to be done ("Action points"), if a list follows it."""
    words = heading.strip()
    return _may_head(words) and _actions().fullmatch(words) is not None


def _may_head(words: str) -> bool:
    is_short = len(words) <= _MAX_HEADING_CHARS and len(words.split()) <= _MAX_HEADING_WORDS
    return is_short and not _AGENDA_LINE.search(words)


def _is_named(words: str, also: Iterable[str]) -> bool:
    """Whether a heading is, number and colon aside, one that the settings name."""
    named = one_of(way for heading in also for way in ways([" ".join(heading.split())]))
    return compiled(rf"{_PLACE}{named}\s*:?").fullmatch(words) is not None


def number_of_resolution(text: str) -> str | None:
    """The number with which a text begins as a resolution does ("Decision 2025/04: …")."""
    found = _numbered().match(text)
    return found["number"].rstrip(".") if found else None


def tells_agreement(sentence: str, also: Iterable[str] = ()) -> bool:
    """Whether a sentence says that something was agreed; ``also`` holds verbs of the settings."""
    named = compiled(rf"(?<!\w){one_of(way for verb in also for way in ways([verb]))}(?!\w)")
    for found in (_agreed().search(sentence), named.search(sentence)):
        if found is not None:
            before = sentence[: found.start()]
            return _UNREAL.search(before[-_BODY_CHARS:]) is None
    return _decided_by_a_body(sentence)


def _decided_by_a_body(sentence: str) -> bool:
    """Whether some body decides in it, as in "The members of the network agreed to …"."""
    return any(
        _UNREAL.search(sentence, max(found.start() - _BODY_CHARS, 0), found.end()) is None
        for found in _decided().finditer(sentence)
    )


def _words(key: str) -> list[str]:
    return [way for one in tables() for way in ways(one.outcomes.get(key, ()))]


def _headings(key: str = "") -> list[str]:
    listed = (one.outcomes.get(key, ()) if key else one.outcome_headings for one in tables())
    return [way for words in listed for way in ways(words)]


def _complement() -> str:
    """What may follow the noun of a heading: whose, on what, and how they came about."""
    link, meeting, after = one_of(_words("link")), one_of(_meetings()), one_of(_words("after"))
    return rf"(?:\s+{after})?(?:(?:\s+{link}(?!\w)|(?<=['’])).*|\s+{meeting})?"


def _meetings() -> list[str]:
    return [way for one in tables() for way in ways(one.forum_words)]


def _noun(headings: list[str]) -> str:
    return rf"(?:{one_of(_words('modifiers'))}\s+){{0,3}}{one_of(headings)}"


def _joined() -> str:
    joint = one_of(way for one in tables() for way in ways(one.dating("and")))
    return rf"(?:\s*[,/&+]\s*|\s+(?:{joint})\s+)"


def _whole(first: list[str], others: list[str]) -> str:
    """A heading with a noun of ``first`` and any of ``others`` before or behind it."""
    joined, one, other = _joined(), _noun(first), _noun(others)
    before, behind = rf"(?:{other}{joined}){{0,2}}", rf"(?:{joined}{other}){{0,2}}"
    return rf"{_PLACE}{before}{one}{behind}{_complement()}(?:\s*\([^()]{{0,40}}\))?\s*:?"


@derived
def _heading() -> re.Pattern[str]:
    others = [*_headings(), *_headings("actions"), *_headings("beside")]
    return compiled(_whole(_headings(), others))


@derived
def _actions() -> re.Pattern[str]:
    return compiled(_whole(_headings("actions"), [*_headings("actions"), *_headings("beside")]))


@derived
def _numbered() -> re.Pattern[str]:
    number = r"(?P<number>(?:[A-Z]{1,10}[/.-])*\d[\w/.-]*(?:\s?\(\d{4}\))?)"
    mark = r"(?:no\.?|nr\.?|n\.?\s?[°º]|number|č\.|αρ\.|ε\.?|№|rés\.?)?"
    return compiled(rf"\W{{0,3}}{one_of(_words('numbered'))}\s*{mark}\s*{number}(?=\W|$)")


def _verbs(key: str) -> str:
    """A pattern for verbs with their accents, without which they are others ("décide")."""
    return one_of(verb for one in tables() for verb in one.outcomes.get(key, ()))


@derived
def _agreed() -> re.Pattern[str]:
    return compiled(rf"(?<!\w){_verbs('agreed')}(?!\w)")


@derived
def _decided() -> re.Pattern[str]:
    """A body, at most five words that open no clause, and a verb of deciding."""
    body = one_of([*_words("bodies"), *_meetings()])
    between = r"(?:[\s,]+(?!(?:that|which|who|will|and)\b)[\w'’-]+){0,5}?"
    return compiled(rf"(?<!\w){body}(?!\w){between}\s+{_verbs('deciding')}(?!\w)")


@derived
def names_outcomes() -> re.Pattern[str]:
    """The name of a table's column that holds outcomes."""
    return compiled(_noun(_headings()))
