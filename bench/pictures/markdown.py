"""Discord's markdown as HTML, as far as the bot writes it: blocks by lines, the rest inline."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from html import escape
from itertools import groupby

from babel.dates import format_date, format_time
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_INLINE = ("escape", "backticks", "strikethrough", "emphasis", "balance_pairs", "link", "autolink",
           "newline", "fragments_join")  # fmt: skip
_MARK = re.compile(r"<(?P<kind>t:|@&|@!?|#|/)(?P<name>[^<>\s:]*(?: [^<>:]+)*)(?::(?P<more>\w+))?>")
_ADDRESS = re.compile(r"https?://[^\s<>\])]+")
_FENCE = re.compile(r"```(?:\w+\n)?\n?(.*?)\n?```\n?", re.DOTALL)
_LINE = re.compile(
    r"(?P<quote>> )|(?P<small>-# )|(?P<heading>#{1,3}) |(?P<item> *(?:[-*]|\d+\.) )"
)  # fmt: skip
_DEFAULT_STYLE = "f"
_DATES = {"t": ("", "short"), "T": ("", "medium"), "d": ("short", ""), "D": ("long", ""),
          "f": ("long", "short"), "F": ("full", "short")}  # fmt: skip
# Up to so many seconds Discord counts in this unit of so many.
_UNITS = ((45, 1, "second"), (44 * 60, 60, "minute"), (21 * 3600, 3600, "hour"),
          (25 * 86_400, 86_400, "day"), (319 * 86_400, 30.4 * 86_400, "month"))  # fmt: skip
_YEAR = 365.25 * 86_400


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the messages: when, in which time zone, and what the ids in them stand for."""

    now: datetime
    zone: tzinfo
    names: Mapping[str, str] = field(default_factory=dict)


class DiscordMarkdown:
    """What a reader sees of texts."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._inline = MarkdownIt("zero", {"breaks": True}).enable(list(_INLINE))
        rules = self._inline.inline.ruler
        rules.before("escape", "mark", self._mark)
        rules.before("escape", "spoiler", _spoiler)
        rules.before("escape", "address", _address)
        for character in "|h":
            self._inline.inline.add_terminator_char(character)
        self._inline.add_render_rule("strong_open", _strong)
        self._inline.add_render_rule("strong_close", _strong)

    def html(self, text: str) -> str:
        """A text with its blocks: code, quotes, headings, lists, small print, lines."""
        parts = _FENCE.split(text)
        blocks = [
            f"<pre><code>{escape(part)}</code></pre>" if place % 2 else self._blocks(part)
            for place, part in enumerate(parts)
        ]
        return "".join(blocks)

    def inline(self, text: str) -> str:
        """A text whose marks at the beginning of lines mean nothing, as a title's."""
        return str(self._inline.renderInline(text)).strip()

    def _blocks(self, text: str) -> str:
        return "".join(self._block(kind, lines) for kind, lines in _grouped(text))

    def _block(self, kind: str, lines: list[str]) -> str:
        if kind == "quote":
            return f"<blockquote>{self._blocks(chr(10).join(lines))}</blockquote>"
        if kind == "item":
            items = "".join(f"<li>{self.inline(line)}</li>" for line in lines)
            return f"<ul>{items}</ul>"
        if kind == "text":
            # A browser shows no line that is empty at the end of a block.
            last = "" if lines[-1] else "<br>"
            return f'<div class="text">{self.inline(chr(10).join(lines))}{last}</div>'
        return "".join(f'<div class="{kind}">{self.inline(line)}</div>' for line in lines)

    def _mark(self, state: StateInline, silent: bool) -> bool:
        """A mention or a time; one that nothing stands for is shown as Discord shows it."""
        found = _MARK.match(state.src, state.pos)
        if found is None:
            return False
        if not silent:
            token = state.push("html_inline", "", 0)
            token.content = self._shown(found["kind"], found["name"], found["more"] or "")
        state.pos = found.end()
        return True

    def _shown(self, kind: str, name: str, more: str) -> str:
        if kind == "t:":
            at = datetime.fromtimestamp(int(name), self._reader.zone)
            return f"<time>{escape(self._time(at, more or _DEFAULT_STYLE))}</time>"
        if kind == "/":
            return f'<span class="mention">/{escape(name)}</span>'
        sign = "#" if kind == "#" else "@"
        known = self._reader.names.get(name, "unknown")
        return f'<span class="mention">{sign}{escape(known)}</span>'

    def _time(self, at: datetime, style: str) -> str:
        if style == "R":
            return relative((at - self._reader.now).total_seconds())
        date, time = _DATES[style]
        day = format_date(at, date, locale="en_GB") if date else ""
        hour = format_time(at, time, locale="en_GB") if time else ""
        return " at ".join(filter(None, (day, hour)))


def relative(seconds: float) -> str:
    """How long it still is, or since when, as Discord says it: never in weeks."""
    size = abs(seconds)
    unit, name = next(((each, word) for limit, each, word in _UNITS if size < limit),
                      (_YEAR, "year"))  # fmt: skip
    count = max(round(size / unit), 1)
    words = f"{count} {name}{'s' if count > 1 else ''}"
    if count == 1:
        words = f"{'an' if name == 'hour' else 'a'} {name}"
    return f"in {words}" if seconds >= 0 else f"{words} ago"


def _grouped(text: str) -> Iterator[tuple[str, list[str]]]:
    """The lines of a text by what they are, without the marks that say so."""
    told = [(_LINE.match(line), line) for line in text.splitlines()]
    kinds = [
        (_kind(found), line[found.end() :] if found else line) if found or line != ">"
        else ("quote", "")
        for found, line in told
    ]  # fmt: skip
    for kind, lines in groupby(kinds, key=lambda one: one[0]):
        yield kind, [line for _kind_of, line in lines]


def _kind(found: re.Match[str] | None) -> str:
    if found is None:
        return "text"
    if found["heading"]:
        return f"heading-{len(found['heading'])}"
    return str(found.lastgroup)


def _spoiler(state: StateInline, silent: bool) -> bool:
    start, end = state.pos + 2, state.src.find("||", state.pos + 2)
    if not state.src.startswith("||", state.pos) or not start < end < state.posMax:
        return False
    if not silent:
        was_until = state.posMax
        state.push("html_inline", "", 0).content = '<span class="spoiler">'
        state.pos, state.posMax = start, end
        state.md.inline.tokenize(state)
        state.push("html_inline", "", 0).content = "</span>"
        state.posMax = was_until
    state.pos = end + 2
    return True


def _address(state: StateInline, silent: bool) -> bool:
    """A bare address, which Discord makes a link."""
    found = _ADDRESS.match(state.src, state.pos)
    if found is None or state.linkLevel:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = f"<a>{escape(found[0])}</a>"
    state.pos = found.end()
    return True


def _strong(_renderer: object, tokens: list[Token], place: int, *_rest: object) -> str:
    """Two underscores underline."""
    token = tokens[place]
    tag = "u" if token.markup == "__" else "strong"
    return f"<{tag}>" if token.nesting > 0 else f"</{tag}>"
