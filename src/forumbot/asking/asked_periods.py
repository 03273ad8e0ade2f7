"""The days that a message asks about, seen from today: "next week", "in March", "autumn 2018"."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forumbot.asking.question import Question
from forumbot.asking.times import Span
from forumbot.language.dates import FoundDate, find_dates
from forumbot.language.levelling import level
from forumbot.language.patterns import one_of, ways
from forumbot.language.table import derived, table, tables

Choose = Callable[[list[Span]], Span]
"""Which of the spans that a month or season has, a year each, is asked for."""

# The first month of each season of three.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
# Words of sentences as well as names of months or seasons: these need a word such as "in" in front.
_AMBIGUOUS = frozenset({"may", "march", "mars", "mai", "mart", "sept", "fall", "ete"})
# The letters of months cut short, and the last month of the year.
_ABBREVIATED = 3
_DECEMBER = 12
# Set by hand: a message as short as "events may" asks by its words alone, months a few letters
# apart are the ends of a range, and a time that goes on does so for as long as anyone plans.
_FEW_WORDS = 3
_JOINT_CHARS = 14
_FOREVER = 50
_WORD = re.compile(r"\w+")
_YEAR = r"(?:19|20)\d\d"
_YEARS = re.compile(rf"(?<![\w/.:-]){_YEAR}(?!\w|\.\d)")
_YEAR_RANGE = re.compile(
    rf"(?<!\w)({_YEAR})\s*(?:[-–—/]|\b[a-z]{{1,5}}\b(?:\s+[a-z]{{1,3}}\b)?)\s*({_YEAR}|\d\d)(?!\d)"
)
_QUARTER = re.compile(r"\bq([1-4])\b")
_AFTER_DAY = re.compile(r"\d(?:st|nd|rd|th|er|º|\.)?(?:\s+(?:of|de))?\s+$")


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """Some stretches of days; ``has_year`` where the message or the clock gives their year."""

    spans: tuple[Span, ...]
    has_year: bool = True

    def holds(self, first: date, last: date) -> bool:
        """Whether any of the days from the first to the last is one of them."""
        return any(begins <= last and first <= ends for begins, ends in self.spans)


def asked_period(asked: Question, today: date, *, is_past: bool = False) -> AskedPeriod | None:
    """The days that a question asks about; None where it names none.

    A month or a season without its year is the nearest one, or the last that began where
    ``is_past``. What counts from today does so in whole weeks from Monday on, months and years.
    """
    levelled = level(asked.text)
    readers = [_Reader(code, levelled, today, is_past) for code in _languages(asked.spoken)]
    dated = _dated(asked, levelled, readers)
    if dated is not None:
        return dated
    for read in (_Reader.relative, _Reader.part_of_year, _Reader.months, _Reader.season):
        for place, reader in enumerate(readers):
            found = read(reader, place < len(readers) - _others())
            if found is not None:
                return found
    return _years(levelled, today, readers)


@derived
def _known() -> tuple[str, ...]:
    """The languages whose tables say what a week is, and which one is this one."""
    return tuple(one.language for one in tables() if one.dating("this"))


def _languages(spoken: str) -> tuple[str, ...]:
    """The language of the question if it is known, English, then the others."""
    first = tuple(dict.fromkeys(code for code in (spoken, "en") if code in _known()))
    return (*first, *(code for code in _known() if code not in first))


def _others() -> int:
    return len(_known()) - 2


@derived
def _word(code: str, *keys: str) -> str:
    """A pattern for the words of some keys, levelled."""
    one = table(code)
    return rf"(?<!\w){one_of(level(word) for key in keys for word in one.dating(key))}(?!\w)"


@derived
def _first_words(code: str, key: str) -> frozenset[str]:
    """What the words of a key, levelled, begin with: a pattern is made only where one stands."""
    return frozenset(_WORD.findall(level(word))[0] for word in table(code).dating(key))


@derived
def _pattern(source: str) -> re.Pattern[str]:
    """A pattern, kept: there are more of them than :mod:`re` keeps itself."""
    return re.compile(source)


@derived
def _month_numbers(code: str) -> dict[str, int]:
    named = enumerate(table(code).months, start=1)
    return {level(way): number for number, names in named for way in ways(names)}


@derived
def _numbers(code: str, of: str) -> dict[str, int]:
    rows = table(code).numbers if of == "numbers" else table(code).ordinals
    return {level(way): number for number, names in rows.items() for way in ways(names)}


@dataclass(frozen=True, slots=True)
class _Reader:
    """One levelled message, read by the words of one language."""

    code: str
    text: str
    today: date
    is_past: bool

    def relative(self, is_own: bool) -> AskedPeriod | None:
        """Today and its neighbours, and this, the next or the last of something."""
        for key, days in (("today", 0), ("tomorrow", 1), ("yesterday", -1)):
            if self._finds(key):
                day = self.today + timedelta(days=days)
                return AskedPeriod(((day, day),))
        month = next(self.named_months(is_own), None)
        weeks = () if month else ("weekend", "week")
        for unit in (*weeks, "months", "years", "quarter", *_SEASONS):
            found = self._beside(unit) if self._has(unit) else None
            if found is None and unit == "weekend" and self._finds(unit):
                found = AskedPeriod((_unit(self.today, unit, -1 if self.is_past else 0),))
            if found is not None:
                return found
        return None

    def ends_with(self, key: str, before: str) -> bool:
        """Whether a stretch ends with a word of a key."""
        return self._has(key) and bool(_search(rf"{_word(self.code, key)}\s*$", before))

    def speaks_of(self, key: str, before: str) -> bool:
        """Whether a stretch ends with a word of a key and two others at most."""
        ending = rf"{_word(self.code, key)}\W+(?:\w+\W+){{0,2}}$"
        return self._has(key) and bool(_search(ending, before))

    def _has(self, key: str) -> bool:
        return not _first_words(self.code, key).isdisjoint(_WORD.findall(self.text))

    def _finds(self, key: str) -> bool:
        return self._has(key) and _search(_word(self.code, key), self.text) is not None

    def _beside(self, unit: str) -> AskedPeriod | None:
        count = rf"(?:(?P<count>\d{{1,2}}|{one_of(_numbers(self.code, 'numbers'))})\s+)?"
        for way, step in (("this", 0), ("next", 1), ("last", -1)):
            if not self._has(way):
                continue
            how, what = _word(self.code, way), _word(self.code, unit)
            for pattern in (
                rf"{how}\s*{count}{what}", rf"{count}{how}\s*{what}", rf"{count}{what}\s+{how}",
            ):  # fmt: skip
                match = _search(pattern, self.text)
                if match is not None:
                    return AskedPeriod((self._stepped(unit, step, match["count"]),))
        return None

    def _stepped(self, unit: str, step: int, count: str | None) -> Span:
        many = self._number(count) if count else 1
        if unit in _SEASONS:
            return self._season_beside(_SEASONS[unit], step)
        if many > 1 and step:
            days = _away(self.today, unit, step * many)
            return (self.today, days) if step > 0 else (days, self.today)
        return _unit(self.today, unit, step)

    def _number(self, word: str) -> int:
        return int(word) if word.isdigit() else _numbers(self.code, "numbers").get(word, 1)

    def _season_beside(self, month: int, step: int) -> Span:
        spans = [_months(month, 3, self.today.year + year) for year in range(-2, 3)]
        if step > 0:
            return next(one for one in spans if one[0] > self.today)
        if step < 0:
            return [one for one in spans if one[1] < self.today][-1]
        of_year = [one for one in spans if one[0].year == self.today.year]
        return _nearest(spans if month + 2 > _DECEMBER else of_year, self.today)

    def part_of_year(self, _is_own: bool) -> AskedPeriod | None:
        """A quarter or a half by its number, with its year or without."""
        quarter = _QUARTER.search(self.text)
        if quarter is not None:
            return self._numbered(int(quarter[1]), 3)
        order = rf"(?<!\w)(?P<order>{one_of(_numbers(self.code, 'ordinals'))}|[1-4])\W{{1,2}}"
        for unit, length in (("quarter", 3), ("half", 6)):
            if not self._has(unit):
                continue
            match = _search(order + _word(self.code, unit), self.text)
            if match is not None:
                named = match["order"]
                number = _numbers(self.code, "ordinals").get(named) or int(named)
                return self._numbered(number, length) if number <= 12 // length else None
        return None

    def _numbered(self, number: int, length: int) -> AskedPeriod:
        year = _YEARS.search(self.text)
        month = (number - 1) * length + 1
        if year is not None:
            return AskedPeriod((_months(month, length, int(year[0])),))
        return AskedPeriod((self.chosen(month, length),), has_year=False)

    def chosen(self, month: int, length: int) -> Span:
        """Such months of the year that is meant where none is said."""
        spans = [_months(month, length, self.today.year + year) for year in range(-2, 3)]
        if self.is_past:
            return [one for one in spans if one[0] <= self.today][-1]
        return _nearest(spans, self.today)

    def months(self, is_own: bool) -> AskedPeriod | None:
        """A month, from one month to another, or since one."""
        found = list(self.named_months(is_own))
        if not found:
            return None
        (start, end, month, year), others = found[0], found[1:]
        joined = [one for one in others if one[0] - end <= _JOINT_CHARS]
        if not joined:
            first, last = _months(month, 1, year) if year else self._beside_month(month, start)
            is_since = _search(rf"{_word(self.code, 'since')}\s*(?:\w{{1,3}}\s+)?$",
                                 self.text[:start])  # fmt: skip
            until = max(self.today, last) if is_since else last
            return AskedPeriod(((first, until),), has_year=year is not None)
        _start, _end, last_month, last_year = joined[0]
        known = last_year or year
        length = (last_month - month) % 12 + 1
        if known is None:
            return AskedPeriod((self.chosen(month, length),), has_year=False)
        first_year = year or known - (month > last_month)
        return AskedPeriod(((date(first_year, month, 1), _months(last_month, 1, known)[1]),))

    def _beside_month(self, month: int, start: int) -> Span:
        """The nearest one, or the next or the last where the message says so in front."""
        spans = [_months(month, 1, self.today.year + year) for year in range(-2, 3)]
        before = self.text[:start]
        if _search(rf"{_word(self.code, 'next')}\s*$", before):
            return next(one for one in spans if one[0] > self.today)
        if _search(rf"{_word(self.code, 'last')}\s*$", before):
            return [one for one in spans if one[1] < self.today][-1]
        return self.chosen(month, 1)

    def named_months(self, is_own: bool) -> Iterator[tuple[int, int, int, int | None]]:
        """Where each month stands, its number, and its year if that is said."""
        names = _month_numbers(self.code)
        if names.keys().isdisjoint(_WORD.findall(self.text)):
            return
        of = _word(self.code, "of", "within")
        pattern = (
            rf"(?<!\w)(?P<name>{one_of(names)})\.?(?!\w)(?:,?\s+(?:{of}\s*)?(?P<year>{_YEAR}))?"
        )
        for match in _pattern(pattern).finditer(self.text):
            name, said = match["name"], match["year"]
            is_plain = len(name) > _ABBREVIATED and name not in _AMBIGUOUS
            if said or (is_plain and (is_own or len(name) > len("april"))) or self._led(match):
                yield match.start(), match.end(), names[name], int(said) if said else None

    def _led(self, match: re.Match[str]) -> bool:
        """Whether a word such as "in" leads to a word, or the message has hardly any other."""
        if len(self.text.split()) <= _FEW_WORDS:
            return True
        if _AFTER_DAY.search(self.text, 0, match.start()):
            return True
        words = (self.code, "within", "this", "next", "last")
        return (
            _search(rf"{_word(*words)}\s*(?:the\s+|l['’])?$", self.text[: match.start()])
            is not None
        )

    def season(self, is_own: bool) -> AskedPeriod | None:
        """A season, with its year, its two years, or neither."""
        for name, month in _SEASONS.items():
            if not self._has(name):
                continue
            years = rf"(?P<years>{_YEAR}(?:\s*[-–/]\s*\d{{2,4}})?)"
            of = _word(self.code, "of", "within")
            pattern = rf"{_word(self.code, name)}(?:,?\s+(?:{of}\s*)?{years})?"
            match = _search(pattern, self.text)
            if match is None:
                continue
            if match["years"]:
                return AskedPeriod(_season_of(month, match["years"]))
            if is_own and (match[0] not in _AMBIGUOUS or self._led(match)):
                return AskedPeriod((self.chosen(month, 3),), has_year=False)
        return None


def _season_of(month: int, years: str) -> tuple[Span, ...]:
    """Three months; a winter of one year is that which ends in it, or that which begins."""
    year = int(years[:4])
    if month < 12:
        return (_months(month, 3, year),)
    if len(years) > 4:
        return (_months(month, 3, year),)
    return _months(month, 3, year - 1), _months(month, 3, year)


def _dated(asked: Question, text: str, readers: list[_Reader]) -> AskedPeriod | None:
    """Full dates, the year added where it is not said; the week of one where it says so."""
    found: Sequence[FoundDate] = asked.dates
    written, has_year = asked.text, True
    if not found:
        for place, reader in enumerate(readers):
            months = list(reader.named_months(place < 2))
            if months and months[0][3] is None:
                _start, end, month, _year = months[0]
                year = reader.chosen(month, 1)[0].year
                written, has_year = f"{text[:end]} {year}{text[end:]}", False
                found = find_dates(written)
                break
    if not found:
        return None
    first, last = found[0].first, max(one.last for one in found[:2])
    before = level(written[: found[0].start])
    if any(one.speaks_of("week", before) for one in readers):
        first, last = _unit(first, "week", 0)
    return AskedPeriod(((first, last),), has_year)


def _years(text: str, today: date, readers: list[_Reader]) -> AskedPeriod | None:
    """A year, several, or all from one to another."""
    span = _YEAR_RANGE.search(text)
    if span is not None:
        first = int(span[1])
        last = int(span[2]) if len(span[2]) > 2 else first // 100 * 100 + int(span[2])
        if first <= last:
            return AskedPeriod(((date(first, 1, 1), date(last, 12, 31)),))
    years = list(_YEARS.finditer(text))
    if not years:
        return None
    before = text[: years[0].start()]
    if before and any(one.ends_with("since", before) for one in readers):
        return AskedPeriod(((date(int(years[0][0]), 1, 1), date(today.year + _FOREVER, 12, 31)),))
    return AskedPeriod(tuple(_months(1, 12, int(year[0])) for year in years))


def _unit(day: date, unit: str, step: int) -> Span:
    """The week, weekend, month, quarter or year ``step`` units away from that of a day."""
    if unit in ("week", "weekend"):
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
        return monday + timedelta(days=5 * (unit == "weekend")), monday + timedelta(days=6)
    if unit == "years":
        return _months(1, 12, day.year + step)
    length = 3 if unit == "quarter" else 1
    month = (day.month - 1) // length * length + step * length
    return _months(month % 12 + 1, length, day.year + month // 12)


def _away(day: date, unit: str, count: int) -> date:
    """The day so many weeks, months or years away."""
    if unit in ("week", "weekend"):
        return day + timedelta(weeks=count)
    months = count * {"years": 12, "quarter": 3}.get(unit, 1)
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months(first_month: int, count: int, year: int) -> Span:
    years, month = divmod(first_month + count - 2, 12)
    last = date(year + years, month + 1, monthrange(year + years, month + 1)[1])
    return date(year, first_month, 1), last


def _search(source: str, text: str) -> re.Match[str] | None:
    return _pattern(source).search(text)


def _nearest(spans: list[Span], today: date) -> Span:
    def distance(span: Span) -> int:
        return max((span[0] - today).days, (today - span[1]).days, 0)

    return min(spans, key=distance)
