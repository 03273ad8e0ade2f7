"""When and where the next or the last event of a name is or was, seen from today."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property

from forumbot.answers.drafts import Draft, Retrieved, silent
from forumbot.answers.occasions.event_day import heading_of, sentence_of
from forumbot.answers.occasions.named_event import (
    DatedEvent,
    event_named,
    is_deadline,
    name_of,
)
from forumbot.answers.occasions.premises import ASKING
from forumbot.answers.occasions.undated import undated_plan
from forumbot.answers.quoting.excerpt import Excerpt, excerpt_at
from forumbot.archive.announcements import AnnouncedEvent, announcements
from forumbot.archive.documents import Document
from forumbot.asking.kinds import QuestionKind
from forumbot.asking.question import Question
from forumbot.language import words
from forumbot.language.days_in_words import span_in_a_sentence
from forumbot.language.forum_names import named_edition
from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.phrases import DEFAULT, phrase, quoted
from forumbot.language.questions import function_words
from forumbot.language.table import codes, derived, table, tables

_LAST = re.compile(
    r"\b(?:last|latest|most recent|letzte[nrs]?|derni(?:er|ère)s?|laatste)\b"
    r"(?!\s+(?:days?|dates?|time|moment|minute|weeks?|months?|years?)\b)",
    re.IGNORECASE,
)
_WHAT = re.compile(r"^(?:what|which|was|welche[sr]?|quel(?:le)?)\b", re.IGNORECASE)
_AT_IT = re.compile(
    r"\b(?:at|on|in|during|for|of|to|from|beim?|auf|lors|pendant|op)\s+(?:(?:\w+|l['’])\s+)?$", re.I
)
_WHERE = re.compile(
    r"\b(?:where|venue|city|country|location|place(?! take)|wo|où|waar)\b(?!\s+(?:on|take))", re.I
)
_CALENDAR = "the calendar and what documents announce"


@dataclass(frozen=True, slots=True)
class Agenda:
    """Today, and the events that are known beside the documents."""

    clock: Callable[[], datetime]
    events: Callable[[], Sequence[DatedEvent]] = tuple

    def today(self) -> date:
        """The present day by the clock."""
        return self.clock().date()


@dataclass(frozen=True, slots=True)
class Occasion:
    """The event that a question for the next or last one is answered with, seen from ``today``.

    ``excerpt`` is the sentence that gives its day, None where no document says it. ``is_latest``
    where no later one is known, ``is_named_outright`` where the question names it outright. Where
    it ``is_plan``, the excerpt tells of a later one without its day; where it ``is_heading``, it
    only names the document whose event it is, whose day its header or its file tells.
    """

    event: DatedEvent
    today: date
    excerpt: Excerpt | None
    is_latest: bool = True
    is_named_outright: bool = False
    is_plan: bool = False
    is_heading: bool = False


class Occasions:
    """Finds the event that a question for the next one asks for, in one archive.

    Events are those of the agenda, those that documents announce, and those that documents report
    on. What a document announces is remembered.
    """

    def __init__(self, documents: Mapping[str, Document], language: str, agenda: Agenda) -> None:
        self._documents = documents
        self._language = language
        self._agenda = agenda
        self._announced: dict[str, tuple[AnnouncedEvent, ...]] = {}

    def draft(self, retrieved: Retrieved) -> Draft | None:
        """The day of the next or last event, and the sentence that gives it.

        Without such a sentence, what the calendar says, and no quote. None where some documents
        alone may answer.
        """
        if retrieved.only is not None:
            return None
        occasion = self.next_for(retrieved.form.question) or self.next_for(retrieved.question)
        return _draft(occasion, retrieved.question.answered_in) if occasion else None

    def draft_named(self, retrieved: Retrieved) -> Draft | None:
        """The day and place of the one event that a question names, and the sentence with it.

        Nothing above the sentence where the asker reads its language.
        """
        occasion = self.named_by(retrieved.question) if retrieved.only is None else None
        if occasion is None or occasion.excerpt is None:
            return None
        language = retrieved.question.answered_in
        draft = _draft(occasion, language)
        is_read = self._documents[occasion.excerpt.doc_id].language == language
        is_read = is_read and not occasion.is_heading
        return replace(draft, remark_on=silent) if is_read else draft

    def next_for(self, question: Question) -> Occasion | None:
        """The next event of the name that a question gives, else the last one that was.

        Where the question asks for the last one, that is the last one that is over, if any. All
        words that name the event in the question must be in its title, or be its acronym. None
        where the question asks for something else, or nothing of that name has a date.
        """
        wanted = _wanted(question, self._language)
        if wanted is None:
            return self._numbered(question)
        today, speaking = self._agenda.today(), self._speaking(wanted)
        announced = self._announcing(wanted, speaking, today)
        found = [*self._entered(wanted), *announced, *self._reported(wanted)]
        found = found or [(event, None) for event in self._agenda.events() if wanted.is_any(event)]
        over = [one for one in found if one[0].last < today]
        coming = [one for one in found if one[0].last >= today]
        if not found or (wanted.is_last and not over):
            return None
        event, said = (
            max(over, key=lambda one: (one[0].last, one[1] is not None))
            if wanted.is_last or not coming
            else min(coming, key=lambda one: (one[0].first, one[1] is None))
        )
        event = _completed(event, [one for one, _said in found])
        plan = None
        if not coming and not wanted.is_last:
            plan = undated_plan(wanted.words, self._documents.values(), event.first)
        told = plan or self._sentence(wanted, speaking, event) or said
        document = self._documents.get(event.doc_id or "")
        said = told or heading_of(event.title, document)
        return Occasion(
            event, today, said, is_latest=not coming, is_plan=plan is not None,
            is_heading=told is None and said is not None,
        )  # fmt: skip

    def named_by(self, question: Question) -> Occasion | None:
        """The one event whose day or place a question asks for by its name, place and year.

        Where no sentence gives the day, the heading that names its document stands for that; None
        where there is none.
        """
        event = event_named(question, self._all_events(), self._language, are_all=True)
        if event is None:
            return None
        named = frozenset(words.stems(name_of(event.title), self._language))
        said = sentence_of(
            (event.first, event.last),
            named,
            self._documents.values(),
            place=event.place,
            doc_id=event.doc_id,
            language=self._language,
        )
        document = self._documents.get(event.doc_id or "")
        heading = heading_of(event.title, document) if said is None else None
        if said is None and heading is None:
            return None
        return Occasion(
            event, self._agenda.today(), said or heading, is_named_outright=True,
            is_heading=said is None,
        )  # fmt: skip

    def _all_events(self) -> Iterator[DatedEvent]:
        """What the calendar has, and what documents report on."""
        yield from self._agenda.events()
        yield from self._all_reported

    @cached_property
    def _all_reported(self) -> tuple[DatedEvent, ...]:
        return tuple(event for event, _said in self._reported(None))

    def _numbered(self, question: Question) -> Occasion | None:
        """The forum of the calendar that a question names, where no document is of that forum."""
        mention, kind = question.forums.one, question.kind
        if mention is None or kind not in (QuestionKind.WHEN, QuestionKind.WHERE):
            return None
        number = (mention.numbers or (0,))[0]
        asked = set(question.content_beside(mention)) - ASKING - {"forum"}
        if asked or number in {one.edition for one in self._documents.values()}:
            return None
        for event in self._agenda.events():
            is_told = kind is QuestionKind.WHEN or event.place is not None
            if is_told and named_edition(event.title) == number:
                period, documents = (event.first, event.last), self._documents.values()
                said = sentence_of(period, frozenset({"forum"}), documents, doc_id=event.doc_id)
                return Occasion(event, self._agenda.today(), said, is_named_outright=True)
        return None

    def _entered(self, wanted: "_Wanted") -> Iterator[tuple[DatedEvent, Excerpt | None]]:
        """What the calendar has."""
        for event in self._agenda.events():
            if wanted.names(event.title):
                yield event, None

    def _announcing(
        self, wanted: "_Wanted", speaking: Sequence[Document], today: date
    ) -> Iterator[tuple[DatedEvent, Excerpt | None]]:
        """What documents that speak of the name announce, each with the sentence that does."""
        for document in speaking:
            for one in self._announcements(document, today):
                if wanted.names(one.title) or (not one.is_named and wanted.is_in(one.sentence)):
                    is_named = one.title in document.text
                    event = DatedEvent(
                        one.title, one.first, one.last, one.place, one.doc_id, is_named=is_named
                    )
                    yield event, excerpt_at(document, one.start, one.end)

    def _announcements(self, document: Document, today: date) -> tuple[AnnouncedEvent, ...]:
        if document.doc_id not in self._announced:
            now = datetime.combine(today, time.min, UTC)
            self._announced[document.doc_id] = announcements([document], (), now)
        return self._announced[document.doc_id]

    def _reported(self, wanted: "_Wanted | None") -> Iterator[tuple[DatedEvent, Excerpt | None]]:
        """What documents of that title report on, or any; a talk is named by its subject."""
        for document in self._documents.values():
            if document.kind == "presentation" and document.edition is not None:
                continue
            first, last = document.held_on, document.held_until or document.held_on
            is_wanted = wanted is None or wanted.names(document.title)
            if first is not None and last is not None and is_wanted:
                yield (
                    DatedEvent(document.title, first, last, document.place, document.doc_id),
                    None,
                )

    def _sentence(
        self, wanted: "_Wanted", speaking: Sequence[Document], event: DatedEvent
    ) -> Excerpt | None:
        """The sentence that gives its day; the document that the calendar names may do, too."""
        own = self._documents.get(event.doc_id or "")
        others = [own] if own is not None and own not in speaking else []
        return sentence_of(
            (event.first, event.last),
            wanted.words - wanted.acronyms(event.title),
            [*speaking, *others],
            place=event.place if wanted.with_place else None,
            doc_id=event.doc_id,
            language=self._language,
        )

    def _speaking(self, wanted: "_Wanted") -> list[Document]:
        """The documents that hold all words of the name that any document holds."""
        texts = {doc_id: one.text.casefold() for doc_id, one in self._documents.items()}
        known = [word for word in wanted.words if any(word in text for text in texts.values())]
        return [
            document
            for doc_id, document in self._documents.items()
            if all(word in texts[doc_id] for word in known)
        ]


def _draft(occasion: Occasion, language: str) -> Draft:
    said = occasion.excerpt
    if said is None:
        note = remark_on(occasion, None, language)
        return Draft((), lambda _shown: note, note=note, taken_from=_CALENDAR)
    if occasion.is_plan:
        return Draft((said,), silent, is_certain=True)
    return Draft(
        (said,),
        lambda shown: remark_on(occasion, 1, language) if said in shown else "",
        is_certain=True,
        taken_from=_CALENDAR,
    )


def _completed(event: DatedEvent, others: Sequence[DatedEvent]) -> DatedEvent:
    """The event with the name and the place that another source gives for the same days."""
    same = [one for one in others if (one.first, one.last) == (event.first, event.last)]
    place = event.place or next((one.place for one in same if one.place), None)
    named = event if event.is_named else next((one for one in same if one.is_named), event)
    return replace(event, place=place, title=named.title, is_named=named.is_named)


def remark_on(occasion: Occasion, number: int | None, language: str = DEFAULT) -> str:
    """The remark in words, with the ``number`` of the citation that gives the day.

    As in ``The next one in the archive, “EU Cluster Weeks”, is on 14 March 2019 [1].``
    """
    event = occasion.event
    cited = f" [{number}]" if number is not None else phrase("by_calendar", language)
    title = quoted(event.title, language)
    named = phrase("named", language, title=title) if event.is_named else ""
    when = _days(event, language)
    return phrase(_remark_key(occasion), language, title=title, named=named, when=when, cited=cited)


def _remark_key(occasion: Occasion) -> str:
    event, today = occasion.event, occasion.today
    if occasion.is_named_outright:
        return "it_was" if event.last < today else "it_is"
    if event.last < today:
        return "last_one_known" if occasion.is_latest else "last_one"
    is_under_way = event.first <= today and event.first < event.last
    if not is_under_way:
        return "next_one"
    return "event_under_way" if occasion.event.is_named else "event_under_way_unnamed"


def _days(event: DatedEvent, language: str) -> str:
    when = span_in_a_sentence(event.first, event.last, language)
    if event.place == "online":
        return phrase("online", language, when=when)
    return phrase("in_place", language, when=when, place=event.place) if event.place else when


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The stems that name the event in a question, and whether its place is asked for.

    ``is_last`` where the last one is asked for rather than the next one.
    """

    words: frozenset[str]
    language: str
    with_place: bool
    is_deadline: bool
    is_last: bool = False

    def names(self, title: str) -> bool:
        """Whether a title is that of a wanted event, not of something within one."""
        if is_deadline(title) != self.is_deadline:
            return False
        part = name_of(title)
        held = frozenset(words.stems(part, self.language))
        return self.words <= held | self.acronyms(part)

    def is_in(self, sentence: str) -> bool:
        """Whether a sentence says all words that name the event."""
        return bool(self.words) and self.words <= frozenset(words.stems(sentence, self.language))

    def is_any(self, event: DatedEvent) -> bool:
        """Whether any event of a kind is wanted, and this is one, though its title may not say."""
        return bool(self.words) and self.words <= frozenset(words.stems(event.kind, self.language))

    def acronyms(self, title: str) -> frozenset[str]:
        """The words that are made of initials of the title, three or more side by side."""
        letters = "".join(word[0] for word in words.words(title))
        return frozenset(word for word in self.words if len(word) > 2 and word in letters)


@derived
def _planning(code: str) -> frozenset[str]:
    """The words, levelled, that say of an event that it will be."""
    if code not in codes():
        return frozenset()
    one = table(code)
    rows = (*one.planned, *one.days.get("held", ()))
    return frozenset(word for way in rows for word in words.words(way)) - set(
        map(level, one.forum_words)
    )


@derived
def _next() -> re.Pattern[str]:
    following = (way for one in tables() for way in ways(one.dating("next")))
    return compiled(rf"(?<!\w){one_of(following)}(?!\w)")


def _wanted(question: Question, language: str) -> _Wanted | None:
    kind, text = question.kind, question.text
    asks_when_or_where = kind in (QuestionKind.WHEN, QuestionKind.WHERE)
    asks_what = kind is QuestionKind.WHAT or _WHAT.search(text) is not None
    is_next, is_last = _next().search(text), _LAST.search(text)
    which = is_next or is_last
    if which is None or (is_next and is_last) or not (asks_when_or_where or asks_what):
        return None
    if not asks_when_or_where and _AT_IT.search(text, 0, which.start()):
        return None
    following = {level(way) for one in tables() for way in one.dating("next")}
    passed = ASKING | following | function_words(question.spoken) | _planning(question.spoken)
    named = (word for word in question.content_words if word not in passed)
    return _Wanted(
        frozenset(words.stem(word, language) for word in named),
        language,
        bool(_WHERE.search(text)),
        is_deadline(text),
        is_last is not None,
    )
