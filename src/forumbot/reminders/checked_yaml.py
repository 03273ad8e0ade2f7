"""YAML that a person wrote: nodes with their lines, and values with all that is wrong in them.

YAML is composed, not constructed: every value keeps its line, and nothing in the file becomes a
Python object before it has been looked at. A reader turns a node into a value, or raises
:class:`WrongError` with every problem in it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from forumbot.errors import UsageError
from forumbot.language.said import Said, said, words_of
from forumbot.reminders.checks import CONTROL, hint, quoted
from forumbot.reminders.yaml_slips import (
    bracket_left_open,
    in_own_words,
    likely_slip,
    whole_slip,
)

MAX_FILE_BYTES = 1024 * 1024
_MAX_ITEMS = 1_000

_TAG = "tag:yaml.org,2002:"
_TYPES = {
    "str": "yaml_text",
    "int": "yaml_number",
    "float": "yaml_number",
    "bool": "yaml_yes_or_no",
    "timestamp": "yaml_date",
    "null": "yaml_nothing",
    "seq": "yaml_list",
    "map": "yaml_mapping",
}
_AS_TEXT = said("yaml_want_text")
_LEFT_OPEN = said("yaml_quote_open")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_KEY_WITHIN = re.compile(r"(^|\s)(- )?(id|title|kind|starts|ends|timezone|place|url):(\s|$)")

T = TypeVar("T")
N = TypeVar("N")
S = TypeVar("S", bound=str)
Reader = Callable[[yaml.Node], T]
"""Turns a node into a value, or raises :class:`WrongError` with all that is wrong in it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in ``events.yaml``: the line (from 1) and what to do about it."""

    line: int
    message: str


class WrongError(Exception):
    """Something that cannot be used, and the problems in it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


def wrong_at(where: yaml.Node | int, message: str) -> WrongError:
    """The error for a node, or for a line (from 1)."""
    return WrongError([Problem(where if isinstance(where, int) else line_of(where), message)])


def line_of(node: yaml.Node) -> int:
    """The line of a node, from 1."""
    return int(node.start_mark.line) + 1


# File → nodes


def file_text(path: Path) -> str:
    """The text of the file; none if there is no file."""
    try:
        if not path.exists():
            return ""
        if not path.is_file():
            raise wrong_at(1, said("yaml_no_file"))
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise wrong_at(1, said("yaml_unreadable", why=error.strerror)) from error
    if len(data) > MAX_FILE_BYTES:
        raise wrong_at(1, said("yaml_large", most=f"{MAX_FILE_BYTES:,}"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith(_UTF16_MARKS):
            raise wrong_at(1, said("yaml_utf16")) from error
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"0x{data[error.start]:02x}"
        raise wrong_at(line, said("yaml_not_utf8", byte=byte)) from error


class _Loader(yaml.SafeLoader):
    """Composes YAML without anchors and aliases, of which files are made that expand endlessly."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None) is not None:
            raise wrong_at(event.start_mark.line + 1, said("yaml_anchor"))
        return super().compose_node(parent, index)


def composed(text: str) -> yaml.Node | None:
    """The root of the text; None if there is nothing in it."""
    if other := whole_slip(text):
        raise wrong_at(*other)
    try:
        loader = _Loader(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        is_utf16 = text.count("\0") > len(text) // 4
        wrong = said("yaml_utf16" if is_utf16 else "yaml_control")
        raise wrong_at(line, wrong) from error
    try:
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        opened = _quote_left_open(text)
        if opened is not None:
            raise wrong_at(opened, said("yaml_wrong", what=_LEFT_OPEN)) from error
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        told = " ".join(part for part in (error.context, error.problem) if part)
        opened_at = error.context_mark.line + 1 if error.context_mark else None
        if slip := likely_slip(text, line, told) or bracket_left_open(told, opened_at):
            raise wrong_at(slip.line, said("yaml_wrong", what=slip.what)) from error
        raise wrong_at(line, said("yaml_wrong", what=in_own_words(told))) from error
    except RecursionError as error:
        raise wrong_at(loader.line + 1, said("yaml_deep")) from error
    except (ValueError, OverflowError) as error:
        # PyYAML lets Python's own errors through for escapes such as "\UFFFFFFFF".
        raise wrong_at(loader.line + 1, said("yaml_wrong", what=said("slip_escape"))) from error


def _quote_left_open(text: str) -> int | None:
    """The line of the last quotation mark that takes in lines which are keys with values."""
    opened = None
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.ScalarToken) and _swallows_keys(token, token.value):
                opened = token.start_mark.line + 1
    except yaml.MarkedYAMLError as error:
        # It is open to the end of the file.
        is_quoted = error.context and "quoted scalar" in error.context
        if is_quoted and error.context_mark and "escape" not in (error.problem or ""):
            return int(error.context_mark.line) + 1
    return opened


def _swallows_keys(scalar: yaml.ScalarToken | yaml.ScalarNode, value: str) -> bool:
    is_long = scalar.end_mark.line > scalar.start_mark.line
    # Line breaks of a quoted value are spaces by now.
    return scalar.style in ("'", '"') and is_long and bool(_KEY_WITHIN.search(value))


# Nodes → values


def each_of(read: Callable[[N], T], nodes: Iterable[N]) -> tuple[list[T], list[Problem]]:
    """The values that can be used, and the problems of the others."""
    values: list[T] = []
    problems: list[Problem] = []
    for node in nodes:
        try:
            values.append(read(node))
        except WrongError as wrong:
            problems += wrong.problems
    return values, problems


def mapping_of(
    node: yaml.Node, readers: Mapping[str, Reader[Any]], required: Iterable[str]
) -> dict[str, Any]:
    """The values of a mapping by key; every unknown, doubled and missing key is a problem."""
    if not isinstance(node, yaml.MappingNode):
        raise wrong_at(node, _is(node, said("yaml_want_keys", keys=", ".join(readers))))
    lines: dict[str, int] = {}

    def read(pair: tuple[yaml.Node, yaml.Node]) -> tuple[str, Any]:
        key = shown_of(pair[0])
        if key not in readers:
            raise wrong_at(
                pair[0], said("yaml_unknown_key", key=quoted(key), hint=hint(key, readers))
            )
        if key in lines:
            raise wrong_at(pair[0], said("yaml_twice", key=key, line=lines[key]))
        lines[key] = line_of(pair[0])
        try:
            return key, readers[key](pair[1])
        except WrongError as wrong:
            named = [
                Problem(one.line, said("yaml_of_key", key=key, what=one.message))
                for one in wrong.problems
            ]
            raise WrongError(named) from None

    values, problems = each_of(read, node.value)
    missing = [key for key in required if key not in lines]
    problems += [Problem(line_of(node), said("yaml_missing", key=key)) for key in missing]
    if problems:
        raise WrongError(problems)
    return dict(values)


def items_of(node: yaml.Node, most: int) -> list[yaml.Node]:
    """The nodes of a list, of which there may be so many."""
    if not isinstance(node, yaml.SequenceNode):
        raise wrong_at(node, _is(node, said("yaml_want_list")))
    if len(node.value) > most:
        raise wrong_at(node.value[most], said("yaml_many", most=f"{most:,}"))
    return list(node.value)


def list_of(read: Reader[T]) -> Reader[tuple[T, ...]]:
    """A reader of lists; ``read`` reads each entry."""

    def read_list(node: yaml.Node) -> tuple[T, ...]:
        values, problems = each_of(read, items_of(node, _MAX_ITEMS))
        if problems:
            raise WrongError(problems)
        return tuple(values)

    return read_list


def one_of(known: tuple[S, ...]) -> Reader[S]:
    """A reader of texts that must be one of those known."""

    def read_one(node: yaml.Node) -> S:
        text = text_of(node)
        if text not in known:
            raise wrong_at(node, said("yaml_unknown", text=quoted(text), hint=hint(text, known)))
        return known[known.index(text)]

    return read_one


def scalar_of(node: yaml.Node, types: tuple[str, ...], wanted: str) -> str:
    """The text of one value of such YAML types, on one line; ``wanted`` says what to write."""
    if not isinstance(node, yaml.ScalarNode) or node.tag.removeprefix(_TAG) not in types:
        raise wrong_at(node, _is(node, wanted))
    if _swallows_keys(node, node.value):
        raise wrong_at(node, _LEFT_OPEN)
    value = " ".join(node.value.split())
    if not value:
        raise wrong_at(node, said("yaml_empty"))
    if CONTROL.search(value):
        raise wrong_at(node, said("yaml_control"))
    return value


def text_of(node: yaml.Node) -> str:
    """The text of a node that YAML takes for text."""
    return scalar_of(node, ("str",), _AS_TEXT)


def plain_of(node: yaml.Node) -> str:
    """The text of a node as it is written, whatever YAML takes it for."""
    return scalar_of(node, ("str", "timestamp", "int", "float", "bool"), _AS_TEXT)


def count_of(node: yaml.Node) -> int:
    """A whole number of up to nine digits."""
    wanted = said("yaml_want_number")
    text = scalar_of(node, ("int",), wanted)
    if not re.fullmatch("0|[1-9][0-9]{0,8}", text):
        raise wrong_at(node, said("yaml_is", what=quoted(text), wanted=wanted))
    return int(text)


def checked(check: Callable[[str], str]) -> Reader[str]:
    """A reader of texts; ``check`` raises ``ValueError`` or ``UsageError`` for those it refuses."""

    def read_checked(node: yaml.Node) -> str:
        text = text_of(node)
        with said_of(node):
            return check(text)

    return read_checked


@contextmanager
def said_of(node: yaml.Node, key: str = "") -> Iterator[None]:
    """Puts what a check says on the line of the node."""
    try:
        yield
    except (ValueError, UsageError) as error:
        what = words_of(error)
        raise wrong_at(node, said("yaml_of_key", key=key, what=what) if key else what) from error


# Words


def is_nothing(node: yaml.Node) -> bool:
    """Whether nothing stands behind a key."""
    return node.tag == f"{_TAG}null"


def type_of(node: yaml.Node) -> Said:
    """What a node is, in words."""
    return said(_TYPES.get(node.tag.removeprefix(_TAG), "yaml_other"))


def _of_key(key: str, problem: Problem) -> Problem:
    return Problem(problem.line, said("yaml_of_key", key=key, what=problem.message))


def _is(node: yaml.Node, wanted: str) -> Said:
    """What a node is, and what to write."""
    return said("yaml_is", what=type_of(node), wanted=wanted)


def shown_of(node: yaml.Node) -> str:
    """A key as it is written, or what stands in its place."""
    return node.value if isinstance(node, yaml.ScalarNode) else type_of(node)
