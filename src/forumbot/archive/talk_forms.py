"""The forms in which a sentence, or a line of a programme, tells of a talk."""

import re
from dataclasses import dataclass

from forumbot.archive.layout import BlockKind, cell_spans
from forumbot.archive.names import TITLE, NameReader
from forumbot.archive.outline import Line
from forumbot.language.clock_times import SPAN, opens_with_time
from forumbot.language.levelling import level
from forumbot.language.patterns import compiled, one_of, ways
from forumbot.language.table import Language, codes, derived, table, tables

# Names are read first, and stand in the patterns as a row of these two characters.
_FIRST, _REST = "\ue000", "\ue001"
_NAME = f"{_FIRST}{_REST}*"
_ONE = rf"(?:{TITLE})*{_NAME}(?:\s*\([^()\n]{{2,160}}\))?"
_AND = r"(?:and|und|et|en|y|e|i|și|with)\s+"
_JOINT = rf"(?:\s*[,;]\s*(?:{_AND})?|\s*[/&]\s*|\s+{_AND})"
_OF = r"(?:of|from|at|for|von|vom|der|de|du|des|van|del|della|di|da|do|z|la)"
_INNER = (
    rf"(?:(?!\b(?:who|that|which|said|asked|was|were|is|are|has|have)\b)[^.;:!?“”\"„«»{_FIRST}])"
)
_GROUP = rf"(?P<group>{_ONE}(?:(?:\s+{_OF}\s+{_INNER}{{2,80}}?)?{_JOINT}{_ONE})*)"
_AFTER = rf"(?P<after>,?\s+{_OF}\s+{_INNER}{{2,120}}?,?|,\s+{_INNER}{{2,140}}?,)?"
_TAIL = rf"(?P<after>\s+{_OF}\s+{_INNER}{{2,140}}|,\s+{_INNER}{{2,140}})?"
_ADVERB = r"(?:(?:then|also|first|finally|briefly|has|have|had|jointly|both|who|next)\s+)?"
_QUOTE = re.compile(
    r"“([^“”]{3,250})”|\"([^\"]{3,250})\"|„([^“”„]{3,250})[“”]|«\s?([^«»]{3,250}?)\s?»"
)
_QUOTED = r"(?:“[^“”]{3,250}”|\"[^\"]{3,250}\"|„[^“”„]{3,250}[“”]|«[^«»]{3,250}»)"
_TIME = rf"(?:{SPAN}\s*[|:–—-]?\s*)"
_DASH = r"\s+[–—-]\s+"
_LISTED = rf"(?P<group>{_ONE}(?:(?:,\s+{_INNER}{{2,90}}?)?{_JOINT}{_ONE})*)"
_LINE_TAIL = (
    rf"(?P<after>(?:\s*[,(|]\s*[^.;:!?\n{_FIRST}]{{2,160}}?"
    r"|(?:[^\S\n]+[A-ZÀ-Þ][\w&/.-]*){1,5}))?"
)
_ALONE = re.compile(
    rf"^(?:by\s+)?{_GROUP}(?P<after>(?:\s*[,(|–—-]\s*[^.;:!?\n{_FIRST}]{{2,140}})?)\s*$", re.I
)
# Set by hand: how far behind a verb stands what was given, and how long a line of a programme is.
_NEAR, _LONGEST_LINE = 90, 420


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person, and of what they are said to be; ``affiliation`` is empty where nothing is said."""

    name: str
    affiliation: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What one form tells; ``title`` is empty where it gives none."""

    speakers: tuple[Speaker, ...]
    title: str = ""
    is_led: bool = False


def in_sentence(text: str, span: tuple[int, int], code: str, reader: NameReader) -> list[Form]:
    """What a sentence ``text[start:end]`` tells of talks: who presented, chaired, was to speak."""
    start, end = span
    masked = _masked(text, start, end, reader).replace("\n", " ")
    if _FIRST not in masked:
        return []
    said, forms = text[start:end].replace("\n", " "), _forms(code)
    found: list[Form] = []
    for match in forms.active.finditer(masked):
        is_led = match["led"] is not None
        near = masked[match.end() : match.end() + _NEAR]
        needed = forms.meeting if is_led else forms.given if match["held"] else None
        if needed is None or needed.search(near) or _QUOTE.search(near):
            found.append(Form(_speakers(said, match), _title(said[match.end() :]), is_led))
    for match in forms.passive.finditer(masked):
        before = said[: match.start("group")]
        found.append(Form(_speakers(said, match), _title(before), match["done"] in forms.led))
    return found


def in_line(text: str, line: Line, code: str, reader: NameReader) -> list[Form]:
    """What a line of a programme, a list of speakers or a label ("Chair: …") tells of talks."""
    block = line.block
    if block.end - block.start > _LONGEST_LINE:
        return []
    if block.kind is BlockKind.ROW:
        place = _speaker_column(text, line)
        if place is not None:
            return _in_row(text, line, place, reader)
    masked = _masked(text, block.start, block.end, reader)
    if _FIRST not in masked:
        return []
    said, forms = text[block.start : block.end], _forms(code)
    labelled = [
        Form(_speakers(said, match), "", match["chair"] is not None)
        for match in forms.labelled.finditer(masked)
    ]
    if labelled:
        return labelled
    match = _line_match(masked, level(" ".join([*line.heading_path, line.lead_in])), forms)
    return [_of_line(said, match)] if match is not None else []


def _speaker_column(text: str, line: Line) -> int | None:
    """Where a row has who speaks: below a word for speakers, or below "who" where it has a time."""
    cells = cell_spans(text, line.block)
    if len(cells) != len(line.columns):
        return None
    is_timed = any(opens_with_time(text[slice(*one)]) for one in cells)
    labels = _column_labels("labels") | (_column_labels("who") if is_timed else frozenset())
    found = (place for place, one in enumerate(line.columns) if level(one) in labels)
    return next(found, None)


@derived
def _column_labels(key: str) -> frozenset[str]:
    rows = (one.talks.get(key, one.questions.get(key, ())) for one in tables())
    return frozenset(level(way) for row in rows for way in ways(row))


def _in_row(text: str, line: Line, place: int, reader: NameReader) -> list[Form]:
    """The talk of a row, by its cell of who speaks and the one before it that is no time."""
    cells = cell_spans(text, line.block)
    start, end = cells[place]
    others = [*cells[:place][::-1], *cells[place + 1 :]]
    titles = [text[slice(*one)] for one in others if one[1] > one[0]]
    title = next((one for one in titles if not opens_with_time(one)), "")
    match = _ALONE.match(_masked(text, start, end, reader))
    people = _speakers(text[start:end], match) if match is not None else ()
    people = people or tuple(
        Speaker(text[one:last]) for one, last in reader.names(text, start, end)
    )
    return [Form(people, title)] if people else []


def _line_match(masked: str, above: str, forms: "_Forms") -> re.Match[str] | None:
    """A line of a programme: one with a time, or one below what says that it is one."""
    patterns = list(forms.timed)
    if forms.context.search(above):
        patterns.append(forms.programme)
    if forms.speakers.search(above):
        patterns.append(_ALONE)
    flat = masked.replace("\n", " ")
    found = (one.match(masked if one in forms.timed else flat) for one in patterns)
    return next((match for match in found if match is not None), None)


def on_title_page(text: str, line: Line, reader: NameReader) -> Form | None:
    """The speakers that a line of a title page names, where it holds nothing else."""
    block = line.block
    for part in re.finditer(r"[^\n]+", text[block.start : block.end]):
        start, end = block.start + part.start(), block.start + part.end()
        match = _ALONE.match(_masked(text, start, end, reader))
        if match is not None:
            return Form(_speakers(text[start:end], match))
    return None


def session_number(text: str, code: str) -> int | None:
    """The number of the session that a text names ("Session 4", "the second session")."""
    match = _sessions(code).search(level(text))
    if match is None:
        return None
    word = match["before"] or match["behind"]
    return int(word) if word.isdigit() else {**_cardinals(), **ordinals()}[word]


class _Forms:
    """The patterns of one language and English."""

    def __init__(self, spoken: list[Language]) -> None:
        def words(key: str) -> str:
            return one_of(way for one in spoken for way in ways(one.talks.get(key, ())))

        meetings = one_of(way for one in spoken for way in ways([*one.forum_words, *one.forum]))
        self.led = {way for one in spoken for way in ways(one.talks.get("led", ()))}
        self.active = compiled(
            rf"{_GROUP}{_AFTER}\s+{_ADVERB}\b(?:(?P<led>{words('led')})|(?P<held>{words('held')})"
            rf"|{words('gave')})(?!\w)"
        )
        self.passive = compiled(
            rf"(?:{_QUOTED},?(?:\s+(?P<done>{words('done')}))?|(?:{words('nouns')}|{words('done')})"
            rf"(?:\s+{_INNER}{{1,60}}?)?)\s+(?:{words('by')})\s+{_GROUP}{_TAIL}"
        )
        self.given = compiled(rf"(?<!\w){words('nouns')}(?!\w)")
        self.meeting = compiled(
            rf"(?<!\w)(?:{meetings}|{words('sessions')}|{words('contexts')})(?!\w)"
        )
        self.context = compiled(rf"(?<!\w){words('contexts')}(?!\w)")
        self.speakers = compiled(rf"(?<!\w){words('labels')}(?!\w)")
        self.labelled = compiled(
            rf"(?:^|\n|[;|]\s*|(?<=[^\S\n]))(?:{words('labels')}|(?P<chair>{words('chairs')}))"
            rf"\s*(?:\([^()]*\)\s*)?[:|][\s:|]*{_GROUP}(?:{_LINE_TAIL}(?=\s*(?:\n|$)))?"
        )
        self.programme = compiled(
            rf"^{_TIME}?(?P<title>[^\s{_FIRST}][^{_FIRST}]{{2,220}}?){_DASH}{_LISTED}{_LINE_TAIL}"
            r",?\s*$"
        )
        label = rf"(?:(?:{words('labels')})[:\s]\s*)?"
        self.timed = (
            compiled(
                rf"^{_TIME}{label}{_GROUP}{_LINE_TAIL}(?:\s*\n|{_DASH}|:\s+|\s*\|\s*)(?P<title>.+)$"
            ),
            compiled(
                rf"^{_TIME}(?P<title>[^{_FIRST}\n]{{4,220}}?)(?:{_DASH}|\s*[(,|\n]\s*){_GROUP}{_LINE_TAIL}\)?\s*$"
            ),
            compiled(rf"^{_TIME}{label}{_GROUP}{_LINE_TAIL}\s*$"),
        )


@derived
def _forms(code: str) -> _Forms:
    return _Forms([table(one) for one in dict.fromkeys((code, "en")) if one in codes()])


@derived
def _sessions(code: str) -> re.Pattern[str]:
    spoken = [table(one) for one in dict.fromkeys((code, "en")) if one in codes()]
    words = one_of(level(word) for one in spoken for word in one.talks.get("sessions", ()))
    first, one = one_of(ordinals()), one_of(_cardinals())
    return compiled(
        r"(?<!before )(?<!after )(?<!vor )(?<!nach )(?<!avant )(?<!apres )"
        rf"\b(?:(?P<before>{first})\s+{words}|{words}\s+(?:no\.?\s+|#)?(?P<behind>\d{{1,2}}|{one}))\b"
    )


@derived
def ordinals() -> dict[str, int]:
    """The words for ordinals in any language, levelled."""
    rows = (row for code in codes() for row in table(code).ordinals.items())
    return {level(word): number for number, words in rows for word in words if len(word) > 1}


@derived
def _cardinals() -> dict[str, int]:
    """The words for small numbers in English, without articles."""
    rows = table("en").numbers.items()
    return {word: number for number, words in rows for word in words if number and len(word) > 2}


def _masked(text: str, start: int, end: int, reader: NameReader) -> str:
    """The stretch with its names as rows of two characters of their own."""
    parts, place = [], start
    for first, last in reader.names(text, start, end):
        parts += [text[place:first], _FIRST, _REST * (last - first - 1)]
        place = last
    return "".join([*parts, text[place:end]])


def _of_line(said: str, match: re.Match[str]) -> Form:
    title = ""
    if "title" in match.re.groupindex:
        title = said[slice(*match.span("title"))].strip(" \t\n|:–—-,")
    return Form(_speakers(said, match), title)


def _title(said: str) -> str:
    match = _QUOTE.search(said)
    return next(filter(None, match.groups())).strip(" ,.") if match else ""


_EACH = re.compile(
    rf"(?P<name>{_NAME})(?:\s*\((?P<in>[^()\n]*)\)|(?P<of>(?:\s+{_OF}|,)\s[^{_FIRST}]{{2,}}?)(?={_JOINT}(?:{TITLE})*{_NAME}))?"
)


def _speakers(said: str, match: re.Match[str]) -> tuple[Speaker, ...]:
    """The people of a group, the last of them with what stands behind it."""
    start = match.start("group")
    masked, found = match["group"], []
    for one in _EACH.finditer(masked):
        name = said[start + one.start("name") : start + one.end("name")]
        part = "in" if one["in"] else "of"
        inside = said[start + one.start(part) : start + one.end(part)] if one[part] else ""
        found.append(Speaker(name, affiliation(inside)))
    after = said[slice(*match.span("after"))] if "after" in match.re.groupindex else ""
    if after and found and not found[-1].affiliation:
        found[-1] = Speaker(found[-1].name, affiliation(after))
    return tuple(found)


_LEADING = re.compile(
    rf"^[\s,(|–—-]*(?:{_OF}\s+)?(?:(?:the|der|die|das|la|le|les|l['’])\s+)?", re.I
)


def affiliation(after: str) -> str:
    """What stands behind a name, without what leads to it; empty where it is no affiliation."""
    said = after[_LEADING.match(after).end() :].rstrip(" ,.)|\n")  # type: ignore[union-attr]
    return said if re.search(r"[A-ZÀ-Þ]", said) else ""
