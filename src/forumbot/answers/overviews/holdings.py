"""All talks, all speakers, or all files of a kind, where a message asks for just that."""

from collections.abc import Iterator

from forumbot.answers.documents import in_order
from forumbot.answers.forums import Forum, forums
from forumbot.answers.overviews.documents import listed
from forumbot.answers.overviews.meetings import documents_of, forum_line, with_superseded
from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.overviews.presentations import described, talks_of
from forumbot.answers.overviews.room import paged
from forumbot.answers.overviews.subjects import asking_words, subject_of
from forumbot.archive.names import levelled_name
from forumbot.archive.talks import Talk
from forumbot.language.phrases import phrase
from forumbot.language.questions import function_words
from forumbot.language.words import stop_words, words

_WANTED = ("speakers", "talks", "slides", "files")
# What is left of "you've" and the like.
_SHORTEST = 3


def holdings(asked: Asked) -> Overview | None:
    """All that the archive has of what a message asks for; None where it says anything else.

    As in "show me all the talks you've got", "list all speakers" and "which slides do you have".
    """
    said = frozenset(asked.question.words)
    wanted = {kind for kind in _WANTED if not _words_of(kind).isdisjoint(said)}
    if not wanted or not _says_no_more(asked, said):
        return None
    if "speakers" in wanted:
        return _listing("all_speakers", asked, list(_speakers(asked)))
    if wanted & {"slides", "files"}:
        return _files(asked, only_talks=wanted != {"files"})
    return _listing("all_talks", asked, list(_talks(asked)))


def _words_of(kind: str) -> frozenset[str]:
    return asking_words(kind) - asking_words()


def _says_no_more(asked: Asked, said: frozenset[str]) -> bool:
    """Whether a message asks for all of a kind: it has no time, no forum and no other word."""
    question = asked.question
    existing = frozenset(word for way in asking_words("exists") for word in words(way))
    asking = asking_words("holding") | existing
    passed = asking_words(*_WANTED) | asking | function_words(question.spoken) | stop_words()
    is_bare = all(word in passed or len(word) < _SHORTEST for word in said)
    asks = not asking.isdisjoint(said)
    return is_bare and asks and not question.times and question.forums.edition is None


def _files(asked: Asked, *, only_talks: bool) -> Overview | None:
    """The documents that are slides of talks, or all that there are; None without any."""
    known = with_superseded(asked)
    found = [one for one in known if one.kind == "presentation"] if only_talks else known
    return listed(found, asked) if found else None


def _listing(key: str, asked: Asked, entries: list[Entry]) -> Overview | None:
    return paged(phrase(key, asked.language), entries, asked.language) if entries else None


def _meetings(asked: Asked) -> list[Forum]:
    """The meetings and the documents of none of them that tell of talks, each once."""
    allowed = {one.doc_id for one in documents_of(asked)}
    known = [one for one in forums(asked.generation) if one.doc_ids <= allowed]
    grouped = {doc_id for one in known for doc_id in one.doc_ids}
    alone = [one for one in documents_of(asked) if one.doc_id not in grouped]
    return [*known, *map(subject_of, in_order(alone))]


def talks_told(asked: Asked) -> Iterator[tuple[str, Talk]]:
    """Each talk with the meeting that it is of, as that is headed."""
    for meeting in _meetings(asked):
        heading = forum_line(meeting, asked.language)
        yield from ((heading, talk) for talk in talks_of(asked, meeting))


def _speakers(asked: Asked) -> Iterator[Entry]:
    """Everybody who spoke, once a meeting, with what they are of."""
    named: set[tuple[str, str]] = set()
    for heading, talk in talks_told(asked):
        for one in talk.speakers:
            who = heading, levelled_name(one.name)
            if who not in named:
                named.add(who)
                yield Entry(described(one), heading=heading)


def _talks(asked: Asked) -> Iterator[Entry]:
    """Every talk that has a title, with who gave it."""
    for heading, talk in talks_told(asked):
        if talk.title and not talk.is_led:
            people = "; ".join(map(described, talk.speakers))
            said = f"“{talk.title}” – {people}" if people else f"“{talk.title}”"
            yield Entry(said, heading=heading)
