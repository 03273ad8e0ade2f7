"""Questions for the one of a list or a table that has most or least of something."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forumbot.answers.drafts import Draft, Retrieved, silent
from forumbot.answers.quoting.excerpt import excerpt_of
from forumbot.answers.quoting.named_forum import of_named_forum
from forumbot.answers.terms import QuestionTerms
from forumbot.archive.documents import Document
from forumbot.archive.layout import BlockKind
from forumbot.archive.outline import Line
from forumbot.archive.rows import named_tables
from forumbot.language.extremes import Extreme, asked_extreme
from forumbot.search.passages import Passage

# Set by hand: lists further down are of other subjects, of fewer items none is told apart from the
# rest, and with less of the question, by rarity, something else may be asked for.
_PASSAGES = 3
_LEAST_ITEMS = 3
_COVERED = 0.75
_NUMBER = r"(?<![\w.,])\d{1,3}(?:[ ,.’']\d{3})+(?![\w])|(?<![\w.,])\d+(?:[.,]\d+)?"
_CURRENCY = r"(?P<unit>€|EUR|euros?|\$|USD|£|GBP|kr|lei|zł)"
_BEFORE = re.compile(rf"(€|EUR|\$|USD|£|GBP)\s?({_NUMBER})")
_UNITS = {
    "distance": re.compile(rf"(?P<number>{_NUMBER})\s?(?P<unit>km|m|min|miles?|minutes?)\b"),
    "price": re.compile(rf"(?P<number>{_NUMBER})\s?{_CURRENCY}(?!\w)", re.IGNORECASE),
}
_TAKEN_FROM = "the values of a list or a table"


@dataclass(frozen=True, slots=True)
class _Value:
    """An amount of a unit, in lower case; empty where it has none."""

    amount: float
    unit: str


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of a list, or a row of a table, with its one value."""

    line: Line
    value: float
    unit: str


def on_extremes(retrieved: Retrieved) -> Draft | None:
    """The item or row with the greatest or least value of what a question asks for.

    Of the first list or table among the best passages each of whose items has one such value; None
    where two share the extreme. It is certain where list and items hold most of the question.
    """
    asked = asked_extreme(retrieved.form.question.text)
    if asked is None:
        return None
    hits = of_named_forum(retrieved.form.question.forums.one, retrieved.ranking.hits)
    for hit in hits[:_PASSAGES]:
        for items in _measured(hit.document, hit.passage, retrieved.form, asked):
            best = _best(items, asked)
            if best is None:
                continue
            block = best.line.block
            excerpt = excerpt_of(hit.document, best.line, block.start, block.end, 1.0)
            return Draft(
                (excerpt,),
                silent,
                is_certain=_is_on(hit.document, items, retrieved.form, asked),
                taken_from=_TAKEN_FROM,
            )
    return None


def _best(items: Sequence[_Item], asked: Extreme) -> _Item | None:
    if len(items) < _LEAST_ITEMS:
        return None
    values = [item.value for item in items]
    most = max(values) if asked.is_most else min(values)
    return items[values.index(most)] if values.count(most) == 1 else None


def _is_on(
    document: Document, items: Sequence[_Item], terms: QuestionTerms, asked: Extreme
) -> bool:
    """Whether a list and its items hold most of what a question says beside the extreme."""
    first = items[0].line
    above = " ".join([document.title, *first.heading_path, first.lead_in, *first.columns])
    said = " ".join(document.text[one.line.block.start : one.line.block.end] for one in items)
    held = terms.held(f"{above} {said}")
    rest = [
        (place in held, term.rarity)
        for place, term in enumerate(terms.telling)
        if not (asked.start <= term.start < asked.end)
    ]
    found = sum(rarity for is_held, rarity in rest if is_held)
    return found >= _COVERED * sum(rarity for _is_held, rarity in rest)


def _measured(
    document: Document, passage: Passage, terms: QuestionTerms, asked: Extreme
) -> Iterator[list[_Item]]:
    """The lists and tables that a passage reaches into, each item with its value."""
    for table in named_tables(document.text, document.outline):
        lines = [row.line for row in table.rows]
        if not _reaches(passage, lines):
            continue
        held = [place for place, name in enumerate(table.columns) if terms.held(name)]
        for column in held if not asked.measure else range(len(table.columns)):
            texts = [document.text[slice(*row.cells[column])] for row in table.rows]
            yield _items(lines, [_value(one, asked, table.columns[column]) for one in texts])
    if asked.measure:
        for lines in _lists(document):
            if _reaches(passage, lines):
                texts = [document.text[one.block.start : one.block.end] for one in lines]
                yield _items(lines, [_value(one, asked) for one in texts])


def _reaches(passage: Passage, lines: Sequence[Line]) -> bool:
    return lines[0].block.start < passage.end and passage.start < lines[-1].block.end


def _lists(document: Document) -> Iterator[list[Line]]:
    """The runs of items of one level, under one lead-in."""
    run: list[Line] = []
    for line in document.outline:
        is_item = line.block.kind is BlockKind.ITEM
        if run and not (is_item and line.lead_in == run[0].lead_in):
            yield run
            run = []
        if is_item:
            run.append(line)
    if run:
        yield run


def _items(lines: Sequence[Line], values: Sequence[_Value | None]) -> list[_Item]:
    """The items with their values; none where one lacks it, or has another unit."""
    known = [
        _Item(line, value.amount, value.unit)
        for line, value in zip(lines, values, strict=True)
        if value is not None
    ]
    is_alike = len({one.unit for one in known}) == 1
    return known if is_alike and len(known) == len(lines) else []


def _value(text: str, asked: Extreme, column: str = "") -> _Value | None:
    """The one value of an item or a cell; None where it has none, or several that differ."""
    found = {_Value(_parsed(match[0]), "") for match in re.finditer(_NUMBER, text)}
    if asked.measure:
        units = _UNITS[asked.measure]
        named = {_with_unit(match) for match in units.finditer(_BEFORE.sub(r"\2 \1", text))}
        found = named or (found if units.search(f"1 {column}") else set())
    return found.pop() if len(found) == 1 else None


def _with_unit(match: re.Match[str]) -> _Value:
    amount, unit = _parsed(match["number"]), match["unit"].lower()
    return _Value(amount / 1000, "km") if unit == "m" else _Value(amount, unit[:3])


def _parsed(number: str) -> float:
    """A number as it is written: three digits behind a point or comma are thousands."""
    plain = re.sub(r"[ .,’'](?=\d{3}(?:\D|$))", "", number)
    return float(plain.replace(",", "."))
