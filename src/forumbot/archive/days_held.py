"""The days of the event that a document is of: by its title, its lines and its sentences."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise, zip_longest
from pathlib import PurePosixPath

from forumbot.archive.day_cues import (
    about_rules,
    from_before,
    from_behind,
    issue,
    label_of,
    meeting_of,
    meetings,
    other_day,
    row_label,
    salutation,
    says_held,
)
from forumbot.archive.formats.parsed import RUNNING
from forumbot.archive.layout import BlockKind, Extraction
from forumbot.language.dates import FoundDate, find_dates, together
from forumbot.language.sentences import sentence_spans

_HEAD_CHARS, _BODY_CHARS = 1_500, 6_000
_FIRST_BLOCKS = 8
_MAX_AROUND_DATE, _MAX_LABEL, _MAX_OPENING = 60, 60, 90
_MAX_YEAR_WORD = 4  # " r.", " г.", " d.": what some languages put behind a year
_LONGEST_EVENT, _NEXT = timedelta(days=31), timedelta(days=1)
_MAX_HEADING = 40  # what a heading that is a day, as in "Day 2: 15 May 2019", holds at most
# Of the words of "from on", these languages put theirs behind the day.
_BEHIND = ("fi", "hu")
_LABELS_NEAR = 5  # lines above and below a date's label that tell whether it is the document's
_SALUTATION_BLOCKS, _MAX_SALUTATION = 15, 90
_FEW_BLOCKS = 4
_CLOSING_BLOCKS = 2

_REPORT = re.compile(
    r"report|paper|guideline|plan\b|study|bericht|rapport|leitfaden|étude|relazione|informe"
    r"|relatório|raport|sprawozdanie|beretning|zpráva|έκθεση",
    re.IGNORECASE,
)
_VERSION = re.compile(r"v?\.?\s?\d{1,2}(?:\.\d{1,3}){1,3}\W*", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?<!\d)(20\d\d|19\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d\d)(\d\d)(20\d\d)(?!\d)")
_MARKS = " •*|([>"
# The first word of a line, or of what a dash, a bar or a comma parts from the rest.
_OPENING = re.compile(r"(?:(?<=^)|(?<=[–—|,;:·] )|(?<= - ))[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+")
_TELLING_LETTERS, _FEW_LETTERS = 5, 3


def guess_held(
    doc_id: str,
    title: str,
    extraction: Extraction,
    published: FoundDate | None,
    language: str = "en",
) -> FoundDate | None:
    """The day or days of the event that a document is of, None where nothing tells them.

    Looked at are, in this order, the title, the file's name, the first headings, lines near the
    beginning that are hardly more than a date or have a label such as "Date:", and sentences that
    say that something took place; before these lines come those that open with a meeting and its
    day ("Sitzung vom 3. Mai 2019 in Bonn."). Of a report the sentences come before the lines, as
    the date on its cover is mostly its own; of a letter nothing else than sentences counts, and
    rules and newsletters have no day. A day from which on something holds is none. ``language`` is
    the document's: its function words are none that tell of an event.
    """
    if about_rules().match(title) or _is_issue(title):
        return None
    in_title = None if other_day().search(title) else _event_days(title, language)
    if found := in_title or next(_dates_in_name(doc_id), None):
        return found
    return _Text(extraction, published, language).days(title)


def guess_issued(doc_id: str, title: str, extraction: Extraction) -> FoundDate | None:
    """The day of a newsletter, a press release or a regular update, None for anything else.

    By its title, its file's name, or a line near its beginning.
    """
    if not _is_issue(title):
        return None
    found = _event_days(title, "") or next(_dates_in_name(doc_id), None)
    return found or _Text(extraction, None, "en").dated_line()


def _is_issue(title: str) -> bool:
    """Whether a title is that of something that comes out; a "status update meeting" does not."""
    found = issue().search(title)
    behind = _WORD.search(title.lower(), found.end()) if found else None
    is_meeting = behind is not None and len(behind[0]) > _FEW_LETTERS and behind[0] in meetings()
    return found is not None and not is_meeting


def _dates_in_name(doc_id: str) -> Iterator[FoundDate]:
    name = PurePosixPath(doc_id).stem
    written = [tuple(map(int, found)) for found in _YEAR_FIRST.findall(name)]
    written += [(int(year), int(month), int(day)) for day, month, year in _DAY_FIRST.findall(name)]
    for year, month, day in written:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        yield FoundDate(found, found, 0, 0)
    yield from find_dates(name.replace("_", " "))


class _Text:
    """The beginning of a document's text, with the dates in it."""

    def __init__(self, extraction: Extraction, published: FoundDate | None, language: str) -> None:
        self.text = extraction.text
        self.blocks = extraction.blocks
        self.language = language
        stated = extraction.metadata.get(RUNNING)
        self.running = [str(line) for line in stated] if isinstance(stated, list) else []
        self.held = says_held(language)
        taken = (published.start, published.end) if published else None
        dates = _without_beginnings(self.text, find_dates(self.text[:_BODY_CHARS]), language)
        self.dates = [
            one for one in dates if (one.start, one.end) != taken and not self._is_of_other(one)
        ]

    def days(self, title: str) -> FoundDate | None:
        """The days that the surest of the places tells."""
        looks: list[Callable[[FoundDate], bool]] = [
            self.is_labelled, self.opens, self.is_line, self.is_told,
        ]  # fmt: skip
        if self.is_letter():
            looks = [self.is_told]
        elif _REPORT.search(title):
            looks = [self.is_labelled, self.is_told, self.is_line]
        elif in_headings := self.in_headings():
            return in_headings[0] if len(in_headings) == 1 else _together(in_headings)
        elif in_running := self.in_running_lines(title):
            return in_running
        for tells in looks:
            for one in self.dates:
                if tells(one):
                    in_sentence = tells in (self.is_told, self.opens)
                    return one if in_sentence else _event_days(self.words(one), self.language)
        return None

    def _is_of_other(self, found: FoundDate) -> bool:
        """Whether the heading above a date is of other days, as "Next meeting" is, and has none."""
        above = [
            self.text[block.start : block.end]
            for block in self.blocks[1:]
            if block.kind is BlockKind.HEADING and block.end <= found.start
        ]
        heading = above[-1] if above else ""
        is_bare = len(heading) <= _MAX_HEADING and not find_dates(heading)
        return is_bare and other_day().search(heading) is not None

    def dated_line(self) -> FoundDate | None:
        """The day near the beginning that has a label, or the only one that is a line's all."""
        alone = [one for one in self.dates if len(self.words(one)) <= _MAX_HEADING]
        if labelled := next(filter(self.is_labelled, self.dates), None):
            return labelled
        return next(filter(self.is_line, alone), None) if len(alone) == 1 else None

    def in_headings(self) -> list[FoundDate]:
        """The days that headings name: the first near the beginning, and all like it after it."""
        found: list[FoundDate] = []
        for place, block in enumerate(self.blocks):
            words = self.text[block.start : block.end]
            if block.kind is not BlockKind.HEADING or (place >= _FIRST_BLOCKS and not found):
                continue
            days = None if other_day().search(words) else _event_days(words, self.language)
            if days is not None and (not found or len(words) <= _MAX_HEADING):
                found.append(days)
        return found

    def in_running_lines(self, title: str) -> FoundDate | None:
        """The days in a header or footer that is of the event, and no state or print.

        It has a word of the title or of a heading that opens the text, which may be called
        "Minutes", or begins with what meetings are called, as a part of it may.
        """
        opening = [one for one in self.blocks[:1] if one.kind is BlockKind.HEADING]
        headed = [self.text[one.start : one.end] for one in opening]
        named = set(filter(_is_telling, _WORD.findall(" ".join([title, *headed]).lower())))
        for line in self.running:
            words = _WORD.findall(line.lower())
            openings = {found[0].lower() for found in _OPENING.finditer(line)}
            is_of_it = not named.isdisjoint(words) or not meetings().isdisjoint(openings)
            if is_of_it and not other_day().search(line):
                days = _event_days(line, self.language)
                if days is not None:
                    return days
        return None

    def is_letter(self) -> bool:
        """Whether a salutation stands near the beginning, alone on its line."""
        for block in self.blocks[:_SALUTATION_BLOCKS]:
            line = self.text[block.start : block.end].partition("\n")[0].strip()
            if len(line) <= _MAX_SALUTATION and salutation().match(line) and line[-1] in ",:!":
                return True
        return False

    def is_labelled(self, found: FoundDate) -> bool:
        """Whether a date near the beginning has a label such as "Date:", and is not the file's."""
        start, _end = self.line(found)
        before = self.text[start : found.start].strip(_MARKS)
        if found.start > _HEAD_CHARS or len(before) > _MAX_LABEL:
            return False
        if label_of("when").fullmatch(before):
            return True
        return label_of("label").fullmatch(before) is not None and not self._is_of_file(start)

    def _is_of_file(self, start: int) -> bool:
        """Whether the lines around a label are on the file: its author, its version."""
        lines_before = self.text[:start].split("\n")[-_LABELS_NEAR - 1 :]
        lines_after = self.text[start:].split("\n", _LABELS_NEAR + 1)[:-1]
        near = [line.strip(_MARKS) for line in (*lines_before, *lines_after)]
        is_of_event = any(row_label("with").match(line) for line in near)
        return not is_of_event and any(row_label("own").match(line) for line in near)

    def is_line(self, found: FoundDate) -> bool:
        """Whether a line near the beginning is hardly more than a date."""
        start, end = self.line(found)
        before, line = self.text[start : found.start].strip(_MARKS), self.text[start:end]
        if found.start > _HEAD_CHARS or other_day().search(line) or _VERSION.fullmatch(before):
            return False
        if (
            self._is_row(found)
            or self._closes(found)
            or self._follows(found)
            or label_of("label").fullmatch(before)
        ):
            return False
        around = (end - start) - sum(one.end - one.start for one in find_dates(line))
        is_prose = bool(before) and line.endswith(".") and end - found.end > _MAX_YEAR_WORD
        return around <= _MAX_AROUND_DATE and not is_prose

    def opens(self, found: FoundDate) -> bool:
        """Whether a short sentence at the beginning opens with a meeting, then its day."""
        start, _end = self.line(found)
        before, sentence = self.text[start : found.start].lstrip(_MARKS), self.sentence(found)
        is_early = found.start <= _HEAD_CHARS and any(
            block.start <= found.start < block.end for block in self.blocks[:_FIRST_BLOCKS]
        )
        is_short = len(sentence) - (found.end - found.start) <= _MAX_OPENING
        return (
            is_early
            and is_short
            and meeting_of().fullmatch(before) is not None
            and other_day().search(sentence) is None
            and not self._is_row(found)
        )

    def _is_row(self, found: FoundDate) -> bool:
        return any(
            block.kind is BlockKind.ROW and block.start <= found.start < block.end
            for block in self.blocks
        )

    def _follows(self, found: FoundDate) -> bool:
        """Whether a whole sentence stands on the line before the one with a date."""
        start, end = self.line(found)
        spans = sentence_spans(self.text, start, end, self.language)
        return any(before[1] <= found.start for before in spans)

    def _closes(self, found: FoundDate) -> bool:
        """Whether a date stands at the end of a document, where it is signed."""
        is_long = len(self.blocks) > _FEW_BLOCKS
        return is_long and found.start >= self.blocks[-_CLOSING_BLOCKS].start

    def is_told(self, found: FoundDate) -> bool:
        """Whether the sentence with a date says that something took place."""
        sentence = self.sentence(found)
        return self.held.search(sentence) is not None and not other_day().search(sentence)

    def sentence(self, found: FoundDate) -> str:
        """The sentence with a date; one that goes on in small letters has not ended ("2018 r.")."""
        start, end = self.line(found)
        spans = sentence_spans(self.text, start, end, self.language)
        first = max((span[0] for span in spans if span[0] <= found.start), default=start)
        ends = (
            before[1]
            for before, after in pairwise([*spans, (end, end)])
            if before[1] >= found.end and not self.text[after[0] : after[0] + 1].islower()
        )
        return self.text[first : next(ends, end)]

    def words(self, found: FoundDate) -> str:
        """The line with a date."""
        start, end = self.line(found)
        return self.text[start:end]

    def line(self, found: FoundDate) -> tuple[int, int]:
        """Where the line with a date begins and ends."""
        end = self.text.find("\n", found.end)
        start = self.text.rfind("\n", 0, found.start) + 1
        return start, end if end >= 0 else len(self.text)


def _is_telling(word: str) -> bool:
    return len(word) >= _TELLING_LETTERS


def _event_days(line: str, language: str) -> FoundDate | None:
    """The days of a line from its first to its last; None for more than an event has."""
    days = together(_without_beginnings(line, find_dates(line), language))
    return None if days is None or days.last - days.first > _LONGEST_EVENT else days


def _without_beginnings(text: str, dates: list[FoundDate], language: str) -> list[FoundDate]:
    """The dates but for days from which on something holds, as "from 1 May 2019" without an end."""
    kept: list[FoundDate] = []
    for one, after in zip_longest(dates, dates[1:]):
        is_ended = (
            after is not None
            and one.first < after.last <= one.first + _LONGEST_EVENT
            and "\n" not in text[one.end : after.start]
        )
        if one.first < one.last or is_ended or not _begins(text, one, language):
            kept.append(one)
    return kept


def _begins(text: str, found: FoundDate, language: str) -> bool:
    if language in _BEHIND:
        return from_behind(language).match(text, found.end) is not None
    before = max(found.start - _MAX_LABEL, 0)
    return from_before(language).search(text, before, found.start) is not None


def _together(days: list[FoundDate]) -> FoundDate | None:
    """The days of an event whose headings name them; None for the meetings of several weeks."""
    first, last = days[0], max(days, key=lambda one: one.last)
    starts = sorted(one.first for one in days)
    is_one = all(after - before <= _NEXT for before, after in pairwise(starts))
    return FoundDate(starts[0], last.last, first.start, first.end) if is_one else None
