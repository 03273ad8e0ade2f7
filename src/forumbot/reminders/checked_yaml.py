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
from forumbot.reminders.checks import CONTROL, hint, quoted

MAX_FILE_BYTES = 1024 * 1024
_MAX_ITEMS = 1_000

_TAG = "tag:yaml.org,2002:"
_TYPES = {
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "yes or no",
    "timestamp": "a date",
    "null": "empty",
    "seq": "a list",
    "map": "a mapping",
}
_AS_TEXT = "write it as text, in quotation marks"
_LEFT_OPEN = "a quotation mark opens here, and takes in the lines below; close it in this line"
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
            raise wrong_at(1, "this is not a file; put the events in a YAML file of this name")
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise wrong_at(1, f"cannot be read ({error.strerror}); check its permissions") from error
    if len(data) > MAX_FILE_BYTES:
        raise wrong_at(1, f"is larger than {MAX_FILE_BYTES:,} bytes; take out old events")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise wrong_at(line, message) from error


class _Loader(yaml.SafeLoader):
    """Composes YAML without anchors and aliases, of which files are made that expand endlessly."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None) is not None:
            message = "an anchor or alias (& or *) is not read here; write the value out"
            raise wrong_at(event.start_mark.line + 1, message)
        return super().compose_node(parent, index)


def composed(text: str) -> yaml.Node | None:
    """The root of the text; None if there is nothing in it."""
    try:
        loader = _Loader(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        wrong = "holds a control character; take it out"
        if text.count("\0") > len(text) // 4:
            wrong = "is no UTF-8, but looks like UTF-16; save the file as UTF-8"
        raise wrong_at(line, wrong) from error
    try:
        return loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        opened = _quote_left_open(text)
        if opened is not None:
            raise wrong_at(opened, f"this is not YAML: {_LEFT_OPEN}") from error
        mark = error.problem_mark or error.context_mark
        told = " ".join(part for part in (error.context, error.problem) if part)
        raise wrong_at(mark.line + 1 if mark else 1, f"this is not YAML: {told}") from error
    except RecursionError as error:
        raise wrong_at(loader.line + 1, "the values are nested too deeply") from error
    except (ValueError, OverflowError) as error:
        # PyYAML lets Python's own errors through for escapes such as "\UFFFFFFFF".
        raise wrong_at(loader.line + 1, f"this is not YAML: {error}") from error


def _quote_left_open(text: str) -> int | None:
    """The line of the last quotation mark that takes in lines which are keys with values."""
    opened = None
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.ScalarToken) and _swallows_keys(token, token.value):
                opened = token.start_mark.line + 1
    except yaml.MarkedYAMLError as error:
        # It is open to the end of the file.
        if error.context and "quoted scalar" in error.context and error.context_mark:
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
        raise wrong_at(node, f"is {type_of(node)}; write it with the keys {', '.join(readers)}")
    lines: dict[str, int] = {}

    def read(pair: tuple[yaml.Node, yaml.Node]) -> tuple[str, Any]:
        key = shown_of(pair[0])
        if key not in readers:
            raise wrong_at(pair[0], f"unknown key {quoted(key)}; {hint(key, readers)}")
        if key in lines:
            raise wrong_at(pair[0], f"{key} stands in line {lines[key]} already; keep one")
        lines[key] = line_of(pair[0])
        try:
            return key, readers[key](pair[1])
        except WrongError as wrong:
            named = [Problem(one.line, f"{key} {one.message}") for one in wrong.problems]
            raise WrongError(named) from None

    values, problems = each_of(read, node.value)
    missing = [key for key in required if key not in lines]
    problems += [Problem(line_of(node), f"{key} is missing; write it") for key in missing]
    if problems:
        raise WrongError(problems)
    return dict(values)


def items_of(node: yaml.Node, most: int) -> list[yaml.Node]:
    """The nodes of a list, of which there may be so many."""
    if not isinstance(node, yaml.SequenceNode):
        raise wrong_at(node, f"is {type_of(node)}; make it a list")
    if len(node.value) > most:
        raise wrong_at(node.value[most], f"has more than {most:,} entries; take some out")
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
            raise wrong_at(node, f"{quoted(text)} is not known; {hint(text, known)}")
        return known[known.index(text)]

    return read_one


def scalar_of(node: yaml.Node, types: tuple[str, ...], wanted: str) -> str:
    """The text of one value of such YAML types, on one line; ``wanted`` says what to write."""
    if not isinstance(node, yaml.ScalarNode) or node.tag.removeprefix(_TAG) not in types:
        raise wrong_at(node, f"is {type_of(node)}; {wanted}")
    if _swallows_keys(node, node.value):
        raise wrong_at(node, _LEFT_OPEN)
    value = " ".join(node.value.split())
    if not value:
        raise wrong_at(node, "is empty; fill it in or leave the line out")
    if CONTROL.search(value):
        raise wrong_at(node, "holds a control character; take it out")
    return value


def text_of(node: yaml.Node) -> str:
    """The text of a node that YAML takes for text."""
    return scalar_of(node, ("str",), _AS_TEXT)


def plain_of(node: yaml.Node) -> str:
    """The text of a node as it is written, whatever YAML takes it for."""
    return scalar_of(node, ("str", "timestamp", "int", "float", "bool"), _AS_TEXT)


def count_of(node: yaml.Node) -> int:
    """A whole number of up to nine digits."""
    wanted = "give a whole number from 0 to 999999999"
    text = scalar_of(node, ("int",), wanted)
    if not re.fullmatch("0|[1-9][0-9]{0,8}", text):
        raise wrong_at(node, f"is {quoted(text)}; {wanted}")
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
        raise wrong_at(node, f"{key} {error}".strip()) from error


# Words


def type_of(node: yaml.Node) -> str:
    """What a node is, in words."""
    return _TYPES.get(node.tag.removeprefix(_TAG), "something else")


def shown_of(node: yaml.Node) -> str:
    """A key as it is written, or what stands in its place."""
    return node.value if isinstance(node, yaml.ScalarNode) else type_of(node)
