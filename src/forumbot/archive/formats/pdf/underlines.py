"""Words that are underlined: a rule right below their letters, as long as they are."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from forumbot.archive.formats.pdf.page import Area, Page, Rule, Word

# Of the type size, set by hand: a rule below a word stands within its descenders, a cell's lower
# border below them.
_HIGHEST, _LOWEST = -0.02, 0.3
# Of the type size: by how much a rule may fall short of a word, as of its full stop.
_SHORT = 0.4
# Points: how much longer than its words a rule may be; a border is as long as its cell.
_OVERHANG = 3.0


def set_underlined(page: Page, links: Sequence[Area]) -> None:
    """Mark the words in ``page.words`` that are underlined, without those of ``links``."""
    flat = sorted((rule for rule in page.rules if rule.horizontal), key=_place)
    places = [rule.place for rule in flat]
    words = [(word, _rule_below(word, flat, places)) for word in page.words]
    marked: set[Word] = set()
    for rule, group in groupby(words, key=lambda one: one[1]):
        own = [word for word, _rule in group]
        if rule is not None and _covers(rule, own) and not _is_link(own[0], links):
            marked.update(own)
    if marked:
        page.words = [
            replace(word, underlined=True) if word in marked else word for word in page.words
        ]


def _place(rule: Rule) -> float:
    return rule.place


def _rule_below(word: Word, flat: Sequence[Rule], places: Sequence[float]) -> Rule | None:
    """The first rule that reaches from one end of a word to the other, right below it."""
    first = bisect_left(places, word.baseline + _HIGHEST * word.size)
    end = bisect_right(places, word.baseline + _LOWEST * word.size)
    right = word.x1 - _SHORT * word.size
    near = (rule for rule in flat[first:end] if rule.start - 1 <= word.x0 and right <= rule.end)
    return next(near, None)


def _covers(rule: Rule, words: Sequence[Word]) -> bool:
    """Whether a rule is as long as the words that follow one another above it."""
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    return left - rule.start <= _OVERHANG and rule.end - right <= _OVERHANG


def _is_link(word: Word, links: Sequence[Area]) -> bool:
    x, y = (word.x0 + word.x1) / 2, word.baseline - 0.3 * word.size
    return any(area.x0 < x < area.x1 and area.top < y < area.bottom for area in links)
