"""The whole archive in short: its documents by kind, its forums, from when to when, its themes."""

from collections import Counter
from itertools import islice

from forumbot.answers.documents import in_order, kind_in_words
from forumbot.answers.overviews.meetings import documents_of, forum_line, numbered_forums
from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.overviews.subjects import asking_words
from forumbot.language.days_in_words import span_in_words
from forumbot.language.levelling import level
from forumbot.language.phrases import phrase
from forumbot.language.table import derived, tables
from forumbot.language.words import stop_words

# Set by hand: as many as a person takes in at a glance.
_THEMES = 12


def whole_archive(asked: Asked) -> Overview | None:
    """The archive in short; None where a message asks for no summary, or for one of a part."""
    said = [word for word in asked.question.words if word not in stop_words()]
    summing = asking_words("summary") - asking_words()
    asks = not summing.isdisjoint(said) and not _archive_words().isdisjoint(said)
    if not asks or not asking_words("summary", "archive").issuperset(said):
        return None
    language, documents = asked.language, documents_of(asked)
    counts = Counter(one.kind for one in in_order(documents))
    kinds = " · ".join(f"{kind_in_words(kind, language)} ({n})" for kind, n in counts.items())
    heading = phrase("forums", language)
    entries = [
        Entry(kinds, heading=phrase("happened_documents", language)),
        *(Entry(forum_line(one, language), heading=heading) for one in numbered_forums(asked)),
    ]
    days = [day for one in documents if (day := one.held_on or one.published_on)]
    if days:
        span = span_in_words(min(days), max(days), language)
        entries.append(Entry(span, heading=phrase("time_span", language)))
    themes = Counter(theme for one in documents for theme in one.themes)
    named = ", ".join(theme for theme, _count in islice(themes.most_common(), _THEMES))
    if named:
        entries.append(Entry(named, heading=phrase("themes", language)))
    return Overview(phrase("documents", language, count=len(documents)), tuple(entries))


@derived
def _archive_words() -> frozenset[str]:
    return frozenset(level(word) for one in tables() for word in one.asking.get("archive", ()))
