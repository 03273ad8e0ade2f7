"""Of the passages found, those on the forum that a question names."""

from collections.abc import Sequence

from forumbot.language.forum_names import Mention, forums_in
from forumbot.search.hits import Hit


def of_named_forum(mention: Mention | None, hits: Sequence[Hit]) -> Sequence[Hit]:
    """The hits but those on other meetings than the one that the question names.

    Another meeting is a forum of another number, or one held on another day than the documents of
    the one that is named. Those on no meeting come behind those on the one that is named, and
    passages of another one's documents that name it come last. All the hits where no others are
    left.
    """
    if mention is None:
        return hits
    asked = frozenset(mention.numbers or ())
    days = {hit.document.held_on for hit in hits if hit.document.edition in asked} - {None}
    own: list[Hit] = []
    neutral: list[Hit] = []
    others: list[Hit] = []
    for hit in hits:
        edition, named = hit.document.edition, forums_in(hit.passage.text)
        is_on_it = bool(asked & named)
        is_elsewhere = bool(days) and hit.document.held_on not in (None, *days)
        if edition in asked or (edition is None and is_on_it):
            own.append(hit)
        elif is_on_it:
            others.append(hit)
        elif edition is None and not named and not is_elsewhere:
            neutral.append(hit)
    return own + neutral + others or hits
