"""Sentences that announce a dated event which is not among the known ones, ready to be entered."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import yaml

from forumbot.archive.documents import Document
from forumbot.archive.layout import Block
from forumbot.language.dates import FoundDate, find_dates
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.sentences import sentence_spans
from forumbot.language.table import codes, derived, table

KnownEvent = tuple[tuple[date, date], str]
"""First and last day, and title, of an event that is entered already."""

_MAX_TITLE_CHARS = 100
_MAX_SENTENCE_CHARS = 700
_MAX_SPAN_DAYS = 200
_MAX_ID_CHARS = 60
_NEAR_CHARS = 130
_FEW_DAYS = 7

_NOUN = (
    r"conference|forum|summit|workshop|webinar|symposium|congress|hackathon|seminar|plenary"
    r"|meeting|assembly|weeks?|days|deadline|session|info day|matchmaking|call|konferenz|tagung"
    r"|sitzung|jahrestagung|treffen|conférence|réunion|congrès|atelier|vergadering|bijeenkomst"
    r"|overleg|conferentie"
)
_DEADLINE = re.compile(
    r"\b(?:deadline|due (?:by|on|date)|cut-off|closing date|clos(?:es|e|ing) on|will close"
    r"|(?:submit|submissions?|apply|applications?|register|registrations?|proposals|abstracts"
    r"|contributions|expressions of interest)\b[^.;]{0,80}\b(?:by|until|before|no later than)"
    r"|open until|no later than|anmeldeschluss"
    r"|einsendeschluss|frist|spätestens|date limite|au plus tard|uiterlijk|sluitingsdatum)\b",
    re.IGNORECASE,
)
_COMING = re.compile(
    rf"\b(?:(?:will|shall|to) (?:take place|be held|be hosted|be organi[sz]ed|meet|gather|convene)"
    rf"|(?:will|we.ll) be meeting"
    rf"|will (?:also )?(?:host|hold|organi[sz]e)|takes place|is (?:planned|scheduled|foreseen)"
    rf"|scheduled for|planned for|save the date|(?:next|forthcoming|upcoming) (?:[\w-]+ ){{0,5}}"
    rf"(?:{_NOUN}|edition)|invite you|join us|will be on|will start on|starts on|kicks off on"
    r"|findet\b.{0,60}\bstatt|wird\b.{0,60}\bstattfinden|aura lieu|auront lieu|se tiendra"
    rf"|vindt\b.{{0,60}}\bplaats|zal\b.{{0,60}}\bplaatsvinden"
    rf"|(?:nächste[nrs]?|prochaine?|volgende) (?:[\w-]+ ){{0,3}}(?:{_NOUN}))\b",
    re.IGNORECASE | re.DOTALL,
)
_PAST = re.compile(
    r"\b(?:took place|(?:was|were|has been|have been|had been) (?:\w+ )?(?:held|hosted|organi[sz]ed"
    r"|launched|published|adopted|announced|closed|extended|submitted|signed)|met on|met in|fand"
    r"|fanden|stattgefunden|a eu lieu|ont eu lieu|s.est tenue?|vond|vonden|gathered|attended|ended"
    r"|closed on|passed)\b",
    re.IGNORECASE,
)
_NOT_IN_NAMES = (
    r"(?:the|a|an|to|will|is|are|was|were|be|invite|that|which|at|in|by|with|from|our|this|its|it"
    r"|next|upcoming|you|we|and|or|as|der|die|das|ein|eine|im|am|le|la|les|une?|het|een|on)\b"
)
_NAME = re.compile(
    rf"(?:(?!(?i:{_NOT_IN_NAMES}))[A-ZÀ-Þ0-9][\w'’&./-]*\s+"
    rf"(?:(?!(?i:{_NOT_IN_NAMES}))[\w'’&./-]+\s+){{0,7}}?)?(?i:\b(?:[\w-]+-)?(?:{_NOUN}))\b"
    r"(?:\s+on\s+[A-ZÀ-Þ][\w&-]*(?:\s+(?:(?:and|of|the)\s+)?[A-ZÀ-Þ][\w&-]*){0,4})?"
    r"(?:\s+20\d\d)?"
)
_CITES = re.compile(r"\W*(?:source|quelle|retrieved|accessed|see|published|submitted)\b", re.I)
_PLACE = re.compile(
    r"\b(?:in|at|à|te)\s+(?P<place>[A-ZÀ-Þ][\w'’.-]+(?:\s+[A-ZÀ-Þ][\w'’.-]+){0,3}"
    r"(?:,\s+[A-ZÀ-Þ][\w'’.-]+(?:\s+[A-ZÀ-Þ][\w'’.-]+)?)?)"
)
_ONLINE = re.compile(r"\b(?:online|virtual(?:ly)?|zoom|webex|teams|webinar|video call)\b", re.I)
_KINDS = (
    ("webinar", re.compile(r"webinar", re.I)),
    ("cluster-weeks", re.compile(r"cluster weeks?", re.I)),
    ("conference", re.compile(r"conf[eé]ren|konferenz|summit|congr[eè]s|symposium|tagung", re.I)),
    ("forum", re.compile(r"\bforum", re.I)),
    ("meeting", re.compile(_NOUN, re.I)),
)  # fmt: skip
_COMMON = frozenset(
    (
        "the of and for in on at to a an de des du der die das und le la les van het een with from "
        "next european event annual first second third new eu meeting conference forum workshop"
    ).split()
)


@dataclass(frozen=True, slots=True)
class AnnouncedEvent:
    """A sentence, ``document.text[start:end]``, that announces an event of ``first`` to ``last``.

    ``title``, ``kind`` and ``place`` are guesses; ``is_named`` is False where the title is made of
    a word such as "meeting" and the document's.
    """

    doc_id: str
    start: int
    end: int
    sentence: str
    event_id: str
    title: str
    kind: str
    first: date
    last: date
    place: str | None
    is_past: bool
    is_named: bool = True

    def snippet(self, timezone: str) -> str:
        """An entry for ``events.yaml``, indented as under ``events:``, in the given zone."""
        entry = {
            "id": self.event_id,
            "title": self.title,
            "kind": self.kind,
            "starts": self.first,
            "ends": self.last,
            "timezone": timezone,
            "place": self.place,
            "source": self.doc_id,
        }
        given = {key: value for key, value in entry.items() if value is not None}
        text = yaml.safe_dump([given], sort_keys=False, allow_unicode=True, width=1_000)
        return "".join(f"  {line}\n" for line in text.splitlines())


def announcements(
    documents: Iterable[Document], events: Iterable[KnownEvent], now: datetime
) -> tuple[AnnouncedEvent, ...]:
    """The announcements of events that are not among ``events``, those to come first, by date.

    An event is known where one of its days is at most a day off and their titles are alike, and on
    its very days also where the announcement names none. What
    several documents announce is given once. ``now`` tells which are past.
    """
    known = list(events)
    found: list[AnnouncedEvent] = []
    for document in documents:
        for one in _announced(document, now.date()):
            if not _is_known(one, known):
                known.append(((one.first, one.last), one.title))
                found.append(one)
    return tuple(_with_own_ids(sorted(found, key=lambda one: (one.is_past, one.first))))


def render_announcements(found: Sequence[AnnouncedEvent], timezone: str) -> str:
    """The announcements as text for a terminal, each with its sentence and its entry; else ""."""
    return "\n".join(
        f"{one.doc_id}, characters {one.start} to {one.end}"
        f"{' (past)' if one.is_past else ''}:\n"
        f"  “{' '.join(one.sentence.split())}”\n{one.snippet(timezone)}"
        for one in found
    )


def _announced(document: Document, today: date) -> Iterator[AnnouncedEvent]:
    for dated in _periods(document.text):
        block = _block_at(document, dated.start)
        if block is None or (dated.last - dated.first).days > _MAX_SPAN_DAYS:
            continue
        span = _sentence_at(document, block, dated)
        if span is not None and _announces(document, span, dated):
            yield _announcement(document, span, dated, today)


def _periods(text: str) -> Iterator[FoundDate]:
    """The dates of a text, "between one and another" being one period."""
    open_date: FoundDate | None = None
    for found in find_dates(text):
        if open_date is not None and text[open_date.end : found.start].strip() in ("and", "und"):
            is_forward = open_date.first <= found.last
            first = open_date.first if is_forward else found.first
            open_date = FoundDate(first, found.last, open_date.start, found.end)
            yield open_date
            open_date = None
            continue
        if open_date is not None:
            yield open_date
        between = text[max(found.start - 12, 0) : found.start].rstrip().lower()
        open_date = found if between.endswith(("between", "zwischen")) else None
        if open_date is None:
            yield found
    if open_date is not None:
        yield open_date


def _block_at(document: Document, offset: int) -> Block | None:
    """The block that holds an offset, by halving; none between blocks."""
    low, high = 0, len(document.blocks)
    while low < high:
        middle = (low + high) // 2
        if document.blocks[middle].end <= offset:
            low = middle + 1
        else:
            high = middle
    block = document.blocks[low] if low < len(document.blocks) else None
    return block if block is not None and block.start <= offset else None


def _sentence_at(document: Document, block: Block, dated: FoundDate) -> tuple[int, int] | None:
    """The sentence around a date, looked for in a stretch of bounded size around it."""
    low = max(block.start, dated.start - _MAX_SENTENCE_CHARS)
    high = min(block.end, dated.end + _MAX_SENTENCE_CHARS)
    spans = sentence_spans(document.text, low, high, document.language)
    # The full stop of "15. März" ends a sentence in English: what the date stands in is one.
    touched = [span for span in spans if span[0] < dated.end and dated.start < span[1]]
    if not touched or touched[-1][1] - touched[0][0] > _MAX_SENTENCE_CHARS:
        return None
    return touched[0][0], touched[-1][1]


def _announces(document: Document, span: tuple[int, int], dated: FoundDate) -> bool:
    """Whether a sentence says of a date that something is to happen then.

    Without words of the future, an event's name right before a date later than the document's own
    will do. Nothing is announced of a day before the document's own.
    """
    own, text = _own_date(document), document.text
    is_over = own is not None and dated.last < own
    if is_over or dated.first == document.published_on or _CITES.match(text, *span):
        return False
    low, high = _between_dates(text, span, dated)
    before = text[max(low, dated.start - _NEAR_CHARS) : dated.start]
    near = before + text[dated.start : min(high, dated.end + _NEAR_CHARS)]
    if _DEADLINE.search(before) or (_DEADLINE.search(near) and len(near) < _NEAR_CHARS):
        return not _PAST.search(before)
    coming = list(_COMING.finditer(near)) or list(_coming_in(document.language).finditer(near))
    past = list(_PAST.finditer(near))
    if coming:
        offset = len(before)
        return not past or _distance(coming, offset) < _distance(past, offset)
    is_named = re.search(rf"\b(?:{_NOUN})\b[^.;]{{0,12}}[(,:–-]\s*$", before, re.IGNORECASE)
    is_told = _PAST.search(text, *span) is not None
    return bool(is_named) and not is_told and own is not None and dated.first > own


def _between_dates(text: str, span: tuple[int, int], dated: FoundDate) -> tuple[int, int]:
    """The stretch of a sentence from the date before this one to the date after it."""
    dates = find_dates(text[span[0] : span[1]])
    ends = [span[0] + one.end for one in dates if span[0] + one.end <= dated.start]
    starts = [span[0] + one.start for one in dates if span[0] + one.start >= dated.end]
    return max(ends, default=span[0]), min(starts, default=span[1])


def _own_date(document: Document) -> date | None:
    """The last day that a document is known to speak from; not its event's, if still to come."""
    days = [document.published_on]
    if document.published_on is None and "held_on" not in document.guessed:
        days.append(document.held_on)
    return max((day for day in days if day is not None), default=None)


def _distance(found: list[re.Match[str]], offset: int) -> int:
    return min(max(one.start() - offset, offset - one.end(), 0) for one in found)


def _announcement(
    document: Document, span: tuple[int, int], dated: FoundDate, today: date
) -> AnnouncedEvent:
    sentence = document.text[span[0] : span[1]]
    at = dated.start - span[0]
    is_deadline = _DEADLINE.search(sentence[max(at - _NEAR_CHARS, 0) :]) is not None
    name = _name(sentence, at)
    title = _title(document.title, name, is_deadline=is_deadline)
    kind = "deadline" if is_deadline else _kind(name, sentence)
    return AnnouncedEvent(
        doc_id=document.doc_id,
        start=span[0],
        end=span[1],
        sentence=sentence,
        event_id=_id(title, dated.first),
        title=title,
        kind=kind,
        first=dated.first,
        last=dated.last,
        place=None if is_deadline else _place(document.text, span, dated),
        is_past=dated.last < today,
        is_named=is_deadline or _is_name(name),
    )


@derived
def _coming_in(code: str) -> re.Pattern[str]:
    """The next of any meeting, by the table of a language."""
    one = table(code if code in codes() else "en")
    following, meeting = one_of(ways(one.dating("next"))), one_of(ways(one.forum_words))
    return compiled(rf"(?<!\w){following}\s(?:[\w-]+\s){{0,3}}{meeting}(?!\w)")


def _name(sentence: str, at: int) -> str:
    """The name of the event nearest before the offset ``at`` in its sentence, else behind it."""
    nouns = list(_NAME.finditer(re.sub(r"\s", " ", sentence)))
    names = [one for one in nouns if re.search(r"[A-ZÀ-Þ0-9]", one[0])] or nouns
    before = [one for one in names if one.end() <= at]
    nearest = before[-1:] or names[:1]
    return " ".join(nearest[0][0].split()) if nearest else ""


def _title(document_title: str, name: str, *, is_deadline: bool) -> str:
    """The name of an event; where it is but one word, with the title of the document."""
    if is_deadline:
        title = f"Deadline: {name if _is_name(name) else document_title}"
    else:
        title = name if _is_name(name) else f"{name.capitalize() or 'Event'} of {document_title}"
    return title[:_MAX_TITLE_CHARS].rstrip()


def _is_name(name: str) -> bool:
    return len(name.split()) > 1 or "-" in name


def _kind(name: str, sentence: str) -> str:
    for words in (name, sentence):
        for kind, pattern in _KINDS:
            if pattern.search(words):
                return kind
    return "other"


def _place(text: str, span: tuple[int, int], dated: FoundDate) -> str | None:
    """The place named between the dates before and after this one."""
    low, high = _between_dates(text, span, dated)
    for found in _PLACE.finditer(text, low, high):
        place = " ".join(found["place"].split()).rstrip(".,")
        if not find_dates(f"1 {place.split()[0]} 2000"):
            return place
    return "online" if _ONLINE.search(text, low, high) else None


def _id(title: str, first: date) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    room = _MAX_ID_CHARS - len("-2000-01-01")
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))[:room].strip("-")
    return f"{slug or 'event'}-{first.isoformat()}"


def _with_own_ids(found: Iterable[AnnouncedEvent]) -> Iterator[AnnouncedEvent]:
    """The same announcements, an id that is used twice with a number behind it."""
    used: dict[str, int] = {}
    for one in found:
        used[one.event_id] = used.get(one.event_id, 0) + 1
        times = used[one.event_id]
        yield one if times == 1 else replace(one, event_id=f"{one.event_id}-{times}")


def _is_known(one: AnnouncedEvent, known: Iterable[KnownEvent]) -> bool:
    near = timedelta(days=1)
    for (first, last), title in known:
        same_start = abs(one.first - first) <= near
        same_end = abs(one.last - last) <= near
        is_within = first - near <= one.first and one.last <= last + near
        is_short = (last - first).days <= _FEW_DAYS
        if not (same_start or same_end or (is_within and is_short)):
            continue
        if not one.is_named and (one.first, one.last) == (first, last):
            return True
        if _alike(title, f"{one.title} {one.sentence}", same_start=same_start):
            return True
    return False


def _alike(title: str, words: str, *, same_start: bool) -> bool:
    """Whether the telling words of a title are in ``words``: one of three, or half elsewhere."""
    wanted = _telling(title)
    if not wanted:
        return same_start
    share = len(wanted & _telling(words)) / len(wanted)
    return share >= (1 / 3 if same_start else 1 / 2)


def _telling(words: str) -> set[str]:
    found = re.findall(r"[^\W\d_]{2,}", words.casefold())
    return {word.rstrip("s") for word in found} - _COMMON
