"""Cells of a table that answer: those in a column and in rows that a question names.

"Who was excused?" asks for the names of the rows with a mark in the column "Excused"; "How much
went to rewetting in 2023?" for the cell where a row and a column meet. A row or a column is named
where the question has all words of its name, whatever their order.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from forumbot.answers.quoting.excerpt import Excerpt, excerpt_of
from forumbot.answers.terms import QuestionTerms, Term
from forumbot.archive.documents import Document
from forumbot.archive.rows import NamedTable, Row
from forumbot.asking.kinds import QuestionKind
from forumbot.language.attendance import Attendance, attendance
from forumbot.language.paraphrases import paraphrases
from forumbot.language.totals import titles_total, total_asked
from forumbot.language.words import content_words, words

# As a list that is shown whole may take up to 1,500 characters, as many short cells as fit do.
_MAX_CHARS = 1_500
_MAX_CELLS = 30
# Set by hand: a cell of more words than this is a text, which no question has all words of.
_LONGEST_VALUE = 8
_LONGEST_TITLE = 3
_SHORTEST_KIN = 4
_ENDING = re.compile(r"(?:e?s|e?d|ing)$")
# The letter or the number of a row: "C: Buy a mill".
_NUMBERED = re.compile(r"\W{0,2}(?:[^\W\d_]|\d{1,3}|[ivxIVX]{1,4})\s?[.:)]\s+")
# Set by hand: the room of a further quote; what stands between two cells is on something else.
_LONGEST_STRETCH = 200
# Set by hand: with less of the question, by rarity, the words beside it may ask for something else.
_COVERED = 0.75
_MARKS = frozenset("x ✓ ✔ ☑ ☒ ✗ ✘ • ● ■ * + yes ja oui si sì sí da tak igen ναι y j".split())
_NO_MARKS = frozenset("- – — ☐ □ ○ no nein non nu nie nee nej όχι n 0 / . …".split())
_OF_ROWS = frozenset({QuestionKind.WHO, QuestionKind.LIST, QuestionKind.WHAT, QuestionKind.WHERE})


@dataclass(frozen=True, slots=True)
class Found:
    """Cells that answer; ``is_all`` where the table says nearly all of what the question does."""

    excerpts: tuple[Excerpt, ...]
    is_all: bool


def cells_asked(document: Document, table: NamedTable, terms: QuestionTerms) -> Found | None:
    """The cells of a table that a question asks for; None where it names none of its columns.

    Nor where it names somebody or something besides, or most of its words are on something else.
    """
    asked = _Asked(document, table, terms)
    found = asked.where_they_meet() or asked.with_a_mark() or asked.with_a_value()
    if found is None or not found.cells or len(found.cells) > _MAX_CELLS:
        return None
    held = terms.held(f"{asked.above} {found.said}")
    missing = [term for place, term in enumerate(terms.telling) if place not in held]
    if any(_is_name(terms, term) for term in missing) or 2 * len(missing) > len(terms.telling):
        return None
    is_all = terms.coverage(f"{asked.above} {found.said}") >= _COVERED
    # A verb beside the names of row and column ("create", "spent") hardly asks for another cell.
    is_all = is_all or (found.key is not None and len(missing) == 1)
    is_all = is_all and not any(_narrows(terms, term) for term in missing)
    excerpts = tuple(_excerpts(document, table, found))
    return Found(excerpts, is_all) if excerpts else None


def _is_name(terms: QuestionTerms, term: Term) -> bool:
    """Whether a word of a question has a capital or a digit, and does not open it."""
    written = terms.question.text[term.start : term.end]
    return any(char.isdigit() for char in written) or (term.start > 0 and written[:1].isupper())


def _beginning(word: str) -> str:
    """A word without the letters that tell its forms apart in English: "keep" of "keeps"."""
    return _ENDING.sub("", word)


def _titles_attendance(text: str) -> Attendance | None:
    """Whether a row is called by who was there or who was not, as "Apologies"."""
    said = attendance(text) if len(text.split()) <= _LONGEST_TITLE else None
    return said[0] if said is not None else None


def _narrows(terms: QuestionTerms, missing: Term) -> bool:
    """Whether a word stands right before one that the table has: "vice" of "vice president"."""
    text, starts = terms.question.text, {term.start for term in terms.known}
    behind = missing.end + 1
    return text[missing.end : behind] in (" ", "-") and behind in starts


def tells_attendance(table: NamedTable, asked: Attendance) -> bool:
    """Whether a table has a column for who was there, or for who was not."""
    return any((said := attendance(name)) and said[0] is asked for name in table.columns)


@dataclass(frozen=True, slots=True)
class _Cells:
    """Rows with the column that answers, what names them, and all that the table says of them.

    Without a column it is the whole row; ``key`` is the column that the question names a single row
    by, None where it does not.
    """

    label: str
    cells: list[tuple[Row, int | None]]
    said: str
    key: int | None = None

    def span(self, row: Row, column: int | None) -> tuple[int, int]:
        """From the cell that names a row to the one that answers, if that is not too much."""
        if column is None:
            return row.line.block.start, row.line.block.end
        if self.key is None:
            return row.cells[column]
        first, last = sorted((self.key, column))
        start, end = row.cells[first][0], row.cells[last][1]
        return (start, end) if end - start <= _LONGEST_STRETCH else row.cells[column]


class _Asked:
    """What of a table a question names."""

    def __init__(self, document: Document, table: NamedTable, terms: QuestionTerms) -> None:
        self.document = document
        self.table = table
        self.terms = terms
        self.above = " ".join([document.title, *table.rows[0].line.heading_path,
                               table.rows[0].line.lead_in])  # fmt: skip

    def text(self, row: Row, column: int) -> str:
        start, end = row.cells[column]
        return self.document.text[start:end]

    @cached_property
    def summing(self) -> frozenset[int]:
        """The rows that are on no one thing: totals, and who was away in each column."""
        titles = (
            next(filter(None, (self.text(row, column) for column in range(len(row.cells)))), "")
            for row in self.table.rows
        )
        return frozenset(
            number
            for number, title in enumerate(titles)
            if titles_total(title) or _titles_attendance(title)
        )

    @cached_property
    def named(self) -> dict[int, Counter[int]]:
        """By column how many words of each row's cell the question has, if it has all of them."""
        found: dict[int, Counter[int]] = {}
        for number, row in enumerate(self.table.rows):
            for column in range(len(self.table.columns)):
                count = self._named_words(self.text(row, column))
                if count:
                    found.setdefault(column, Counter())[number] = count
        return found

    def _named_words(self, text: str) -> int:
        said = _titles_attendance(text)
        if said is not None and self.attending is not None and said is self.attending[0]:
            return 1
        if self.total and titles_total(text):
            return 1
        wanted = set(content_words(_NUMBERED.sub("", text, count=1)))
        if not 0 < len(wanted) <= _LONGEST_VALUE:
            return 0
        held = self.terms.held(text)
        return len(held) if len(held) >= len(wanted) else 0

    def column(self, among: Collection[int], value: str = "", key: int | None = None) -> int | None:
        """The one of these columns whose name the question has most words of, beside a value.

        ``key`` is the column of the value. A name such as "Against", that is nothing but a small
        word, counts little.
        """
        taken = self.terms.held(value)
        apart = self.terms.held(value, "" if key is None else self.table.columns[key])
        counts = [
            max(
                len(self.terms.held(name) - taken),
                self._small(name),
                self._alike(name),
                self._kin(name, apart),
            )
            if column in among
            else 0.0
            for column, name in enumerate(self.table.columns)
        ]
        most = max(counts)
        return counts.index(most) if most and counts.count(most) == 1 else None

    def _small(self, name: str) -> float:
        is_small = not content_words(name) and self.terms.said.issuperset(words(name))
        return 0.5 if name and is_small else 0.0

    def _alike(self, name: str) -> float:
        """Whether a column says of attendance what the question asks: "attended", "Present"."""
        said = attendance(name)
        is_asked = said is not None and self.attending is not None and self.attending[0] is said[0]
        return 0.4 if is_asked else 0.0

    def _kin(self, name: str, apart: Collection[int]) -> float:
        """Whether a column is called by who does what the question asks: "Maker" of "made".

        The words of the question at the places ``apart`` say something else.
        """
        asked = {term.word for place, term in enumerate(self.terms.telling) if place not in apart}
        near = {other for one in asked for other in paraphrases(one)}
        said = [one for one in map(_beginning, asked | near) if len(one) >= _SHORTEST_KIN]
        called = [word for word in content_words(name) if len(word) >= _SHORTEST_KIN]
        is_kin = any(
            word.startswith(one) or one.startswith(word) for word in called for one in said
        )
        return 0.3 if is_kin else 0.0

    @cached_property
    def attending(self) -> tuple[Attendance, str] | None:
        """Whether the question asks for who was there or for who was not, and in which words."""
        return attendance(self.terms.question.text)

    @cached_property
    def total(self) -> str:
        """The words by which the question asks for a sum."""
        return total_asked(self.terms.question.text)

    @property
    def rows(self) -> list[Row]:
        """Those that are each on one thing."""
        return [row for place, row in enumerate(self.table.rows) if place not in self.summing]

    def values(self, column: int) -> list[str]:
        return [self.text(row, column) for row in self.rows]

    def is_marked(self, column: int) -> bool:
        """Whether a column holds marks alone, in some of its rows and not in all."""
        values = [value.lower() for value in self.values(column)]
        are_marks = all(not value or value in _MARKS | _NO_MARKS for value in values)
        return are_marks and 0 < sum(value in _MARKS for value in values) < len(values)

    def key(self, beside: int) -> int | None:
        """The column that says whom or what each row is on: the first one of words."""
        for column in range(len(self.table.columns)):
            worded = [sum(map(str.isalpha, value)) > 1 for value in self.values(column)]
            if column != beside and 2 * sum(worded) > len(worded):
                return column
        return None

    def where_they_meet(self) -> _Cells | None:
        """The cells of the column that is named, in the rows that are."""
        for key, counts in sorted(self.named.items(), key=lambda one: -max(one[1].values())):
            most = max(counts.values())
            rows = [self.table.rows[number] for number, one in counts.items() if one == most]
            value = self.text(rows[0], key)
            column = self.column(set(range(len(self.table.columns))) - {key}, value, key)
            is_one = len({self.text(row, key) for row in rows}) == 1
            if column is None or not is_one or len(rows) == len(self.table.rows):
                continue
            name = self.table.columns[column]
            said = f"{self._said(key, value)} {name}"
            if all(self._answers(self.text(row, column)) for row in rows):
                shown = key if len(rows) == 1 else None
                return _Cells(f"{value} · {name}", [(row, column) for row in rows], said, shown)
            if len(rows) == 1:
                return _Cells("", [(rows[0], None)], said)
        return None

    def _said(self, key: int, value: str) -> str:
        total = self.total if titles_total(value) else ""
        attending = self.attending[1] if self.attending and _titles_attendance(value) else ""
        return f"{self.table.columns[key]} {value} {total} {attending}"

    def _answers(self, text: str) -> bool:
        """Whether a cell tells what is asked for, nobody's name being a number."""
        is_told = bool(text) and text.lower() not in _MARKS | _NO_MARKS
        return is_told and (self.terms.kind is not QuestionKind.WHO or any(map(str.isalpha, text)))

    def with_a_mark(self) -> _Cells | None:
        """What the rows are on that have a mark in the column that is named."""
        column = self.column(set(filter(self.is_marked, range(len(self.table.columns)))))
        if column is None or self._names_a_row():
            return None
        is_alike = bool(self._alike(self.table.columns[column]))
        if not is_alike and self.attending and self.attending[0] is Attendance.ABSENT:
            return None  # a mark below a day says who was there
        key = self.key(column)
        if key is None:
            return None
        marked = [row for row in self.rows if self.text(row, column).lower() in _MARKS]
        name = self.table.columns[column]
        said = f"{name} {self.table.columns[key]}"
        if is_alike and self.attending is not None:
            said = f"{said} {self.attending[1]}"
        return _Cells(name, [(row, key) for row in marked], said)

    def with_a_value(self) -> _Cells | None:
        """What the rows are on that have a value which the question names and several share."""
        if self.terms.kind not in _OF_ROWS:
            return None
        for column, counts in self.named.items():
            values = self.values(column)
            rows = [self.table.rows[number] for number in counts if number not in self.summing]
            named = {self.text(row, column) for row in rows}
            key = self.key(column)
            shared = len(set(values)) <= len(values) / 2
            if key is None or len(named) != 1 or not shared or len(rows) == len(values):
                continue
            (value,) = named
            said = f"{self._said(column, value)} {self.table.columns[key]}"
            return _Cells(value, [(row, key) for row in rows], said)
        return None

    def _names_a_row(self) -> bool:
        return any(len(counts) == 1 for counts in self.named.values())


def _excerpts(document: Document, table: NamedTable, found: _Cells) -> Iterator[Excerpt]:
    """An excerpt for each cell as far as there is room, the last one counting those left out."""
    room = _MAX_CHARS
    shown: list[Excerpt] = []
    for row, column in found.cells:
        start, end = found.span(row, column)
        room -= end - start
        if room < 0:
            break
        if end > start:
            excerpt = excerpt_of(document, row.line, start, end, 1.0)
            cell = None if column is None else row.cells[column]
            header = excerpt.header if column is None else table.columns[column]
            shown.append(replace(excerpt, label=found.label, header=header, answer=cell))
    left = len(found.cells) - len(shown)
    yield from shown[:-1]
    if shown:
        yield replace(shown[-1], left_out=left)
