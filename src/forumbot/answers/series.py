"""The meetings beside one in its series, as documents report on them: the one before, and after."""

from collections.abc import Iterable, Mapping

from forumbot.archive.documents import Document
from forumbot.archive.names import calendar_words
from forumbot.language.words import stop_words, words

# Set by hand: of what two titles say beside days and places, the share that both say, and so many
# words of it at least ("European Cluster Conference 2019 in Bucharest", "… 2020 online").
_ALIKE, _FEWEST = 0.5, 2


def beside(document: Document, documents: Mapping[str, Document]) -> tuple[str, str]:
    """The titles of the meetings before and after that of a document; empty where none is known.

    A forum that has a number is told from others by that, and has none beside it here.
    """
    if document.edition is not None or document.held_on is None:
        return "", ""
    named = _named(document)
    series = [
        (one.held_on, one.title)
        for one in _reporting(documents.values())
        if one.held_on is not None and _are_alike(named, _named(one))
    ]
    before = [one for one in series if one[0] < document.held_on]
    after = [one for one in series if one[0] > document.held_on]
    return max(before, default=(None, ""))[1], min(after, default=(None, ""))[1]


def _reporting(documents: Iterable[Document]) -> Iterable[Document]:
    """Those on a meeting of their own, and no talk of one."""
    return (one for one in documents if one.edition is None and one.kind != "presentation")


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    both = one & other
    return len(both) >= _FEWEST and len(both) >= _ALIKE * len(one | other)


def _named(document: Document) -> frozenset[str]:
    """The words of a title but those of days and of its place."""
    passed = stop_words() | calendar_words() | frozenset(words(document.place or ""))
    return frozenset(
        word
        for word in words(document.title)
        if word not in passed and not any(letter.isdigit() for letter in word)
    )
