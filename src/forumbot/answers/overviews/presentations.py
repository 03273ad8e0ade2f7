"""The talks of a meeting, by session, with all that spoke."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from forumbot.answers.forums import Forum, forums
from forumbot.answers.overviews.meetings import documents_of
from forumbot.answers.overviews.overview import Asked, Entry, Overview
from forumbot.answers.overviews.room import fitting
from forumbot.answers.overviews.subjects import subject_named
from forumbot.answers.overviews.wordings import theme_of
from forumbot.answers.quoting.excerpt import excerpt_at
from forumbot.archive.documents import Document
from forumbot.archive.talk_forms import Speaker, ordinals, session_number
from forumbot.archive.talks import Talk
from forumbot.language.levelling import level
from forumbot.language.phrases import phrase

_OPENING, _CLOSING = frozenset('"“„«('), frozenset('"”“»)')


def presentations(asked: Asked) -> Overview | None:
    """The talks of the meeting, or of the session of it, that is named; None where none is known.

    A talk that several documents tell of is one; a presentation without a speaker is listed by its
    title.
    """
    wanted = session_number(asked.question.text, asked.question.spoken)
    # The ordinal of a session is none of a forum: "the fourth session".
    counts = not ordinals().keys().isdisjoint(asked.question.words)
    meeting = _only_with(asked, wanted) if counts else None
    meeting = meeting or subject_named(asked, "presentations") or _only_with(asked, wanted)
    if meeting is None:
        return None
    found = talks_of(asked, meeting)
    if wanted is not None:
        found = [one for one in found if one.number == wanted]
    if not any(not one.is_led for one in found):
        return None
    headings = _headings(found, asked.language)
    listed = dict.fromkeys(entry_of(asked, one, headings[_session(one)]) for one in found)
    entries = [one for one in listed if not _is_heading(asked, one, headings)]
    shown = fitting(entries)
    left = len(entries) - len(shown)
    said = phrase("presentations", asked.language, title=meeting.title)
    more = phrase("more_presentations", asked.language, count=left) if left else ""
    return Overview(said, tuple(shown), more)


def _only_with(asked: Asked, session: int | None) -> Forum | None:
    """The one meeting that has talks in such a session, where a message names nothing beside it."""
    named = theme_of(asked, "presentations", "speakers", "talks")
    is_of_forum = asked.question.forums.edition is not None
    if session is None or is_of_forum or (named and not ordinals().keys() >= set(named[0].words)):
        return None
    allowed = {one.doc_id for one in documents_of(asked)}
    found = [
        one
        for one in forums(asked.generation)
        if not one.doc_ids.isdisjoint(allowed)
        and any(talk.number == session for talk in talks_of(asked, one))
    ]
    return found[0] if len(found) == 1 and not asked.question.times else None


def talks_of(asked: Asked, meeting: Forum) -> list[Talk]:
    """The talks of a meeting, each once, by session in the order of its report."""
    documents = [asked.generation.documents[one] for one in sorted(meeting.doc_ids)]
    documents.sort(key=lambda one: one.kind == "presentation")
    merged: list[Talk] = []
    for document in documents:
        told = [one for one in asked.generation.talks if one.doc_id == document.doc_id]
        if document.kind == "presentation":
            told = _presentation(document, told)
        for talk in told:
            _merge(merged, talk)
    return _in_sessions(merged)


def _presentation(document: Document, told: Sequence[Talk]) -> list[Talk]:
    """The one talk that a document is of, by its first speakers; its title is the document's."""
    first = next((one for one in told if not one.is_led), None)
    if first is None:
        block = document.blocks[0]
        return [Talk(document.doc_id, block.start, block.end, (), document.title)]
    own = [one for one in told if set(_names(one)) == set(_names(first))]
    number = next((one.number for one in own if one.number is not None), None)
    return [replace(first, title=document.title, session="", number=number)]


def _merge(merged: list[Talk], talk: Talk) -> None:
    """Add a talk, or what it says beyond the one of them that it is."""
    for place, known in enumerate(merged):
        if _is_same(known, talk):
            merged[place] = replace(
                known,
                title=max(known.title, talk.title, key=len),
                number=known.number if known.number is not None else talk.number,
                session=known.session or talk.session,
                speakers=_fuller(known.speakers, talk.speakers),
            )
            return
    merged.append(talk)


def _fuller(known: Sequence[Speaker], others: Sequence[Speaker]) -> tuple[Speaker, ...]:
    said = {level(one.name): one for one in others if one.affiliation}
    own = tuple(one if one.affiliation else said.get(level(one.name), one) for one in known)
    return own or tuple(others)


def _is_same(one: Talk, other: Talk) -> bool:
    """Whether two are one talk: by the same people, and their titles do not tell them apart."""
    titles = sorted((level(one.title), level(other.title)), key=len)
    if one.is_led != other.is_led:
        return False
    if not one.speakers or not other.speakers:
        return bool(titles[0]) and titles[0] == titles[1]
    if set(_names(one)).isdisjoint(_names(other)):
        return False
    if one.doc_id == other.doc_id and not titles[0] and len(one.speakers) == 1:
        return one.number == other.number and one.session == other.session
    return titles[0] in titles[1]


def _names(talk: Talk) -> list[str]:
    return [level(one.name) for one in talk.speakers]


def _in_sessions(found: Sequence[Talk]) -> list[Talk]:
    """Those of a numbered session together, where the first of them stands."""
    first: dict[int | None, int] = {}
    for place, talk in enumerate(found):
        first.setdefault(talk.number, place)
    placed = enumerate(found)
    order = sorted(placed, key=lambda it: it[0] if it[1].number is None else first[it[1].number])
    return [talk for _place, talk in order]


def _session(talk: Talk) -> object:
    return talk.session if talk.number is None else talk.number


def _headings(found: Iterable[Talk], language: str) -> dict[object, str]:
    """What stands above the talks of each session: its heading, else its number in our words."""
    headings: dict[object, str] = {}
    for talk in found:
        named = talk.session
        if talk.number is not None and not named:
            named = phrase("session", language, number=talk.number)
        if len(named) > len(headings.get(_session(talk), "")):
            headings[_session(talk)] = named
    return headings


def entry_of(asked: Asked, talk: Talk, heading: str) -> Entry:
    """A talk as title and speakers; as the sentence that tells of it where it has no title."""
    document = asked.generation.documents[talk.doc_id]
    start, end = _told(document, talk) if talk.title else (talk.start, talk.end)
    excerpt = excerpt_at(document, start, end)
    if not talk.title:
        return Entry("", excerpt, heading)
    people = "; ".join(map(described, talk.speakers))
    return Entry(f"“{talk.title}” – {people}" if people else f"“{talk.title}”", excerpt, heading)


def _told(document: Document, talk: Talk) -> tuple[int, int]:
    """Of what tells of a talk, the stretch from the first to the last that the line above takes."""
    said = document.text[talk.start : talk.end]
    parts = [talk.title, *(part for one in talk.speakers for part in (one.name, one.affiliation))]
    places = [(said.find(part), part) for part in parts if part and part in said]
    if not places:
        return talk.start, talk.end
    first = min(place for place, _part in places)
    last = max(place + len(part) for place, part in places)
    if talk.title not in said:
        last = len(said.rstrip("."))
    first -= said[first - 1 : first] in _OPENING
    last += said[last : last + 1] in _CLOSING
    return talk.start + first, talk.start + last


def _is_heading(asked: Asked, entry: Entry, headings: dict[object, str]) -> bool:
    """Whether a quote stands above the talks of a session already ("Chair: Jane Doe")."""
    if entry.text or entry.excerpt is None:
        return False
    document = asked.generation.documents[entry.excerpt.doc_id]
    said = document.text[entry.excerpt.start : entry.excerpt.end]
    return " ".join(said.split()) in headings.values()


def described(speaker: Speaker) -> str:
    """A speaker with what they are of in brackets."""
    return f"{speaker.name} ({speaker.affiliation})" if speaker.affiliation else speaker.name
