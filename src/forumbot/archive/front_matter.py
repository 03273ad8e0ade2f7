"""What a text file says of itself at its top: front matter or ``Key: value`` lines."""

import json
import re
import tomllib
from datetime import datetime, time
from typing import Any

import yaml

from forumbot.errors import RefusedError

_FENCE = re.compile(
    r"\A\ufeff?---[ \t]*\n(?P<yaml>.*?)^(?:---(?: [a-z]+)?|\.\.\.)[ \t]*(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_NEVER_CLOSED = re.compile(r"\A\ufeff?---[ \t]*\n(?:[A-Za-z_]+:\s|(?:[ \t]*(?:#.*)?\n)+[a-z_]+:\s)")
_TOML_FENCE = re.compile(
    r"\A\ufeff?\+\+\+[ \t]*\n(?P<toml>\s*(?:[\w\"'.-]+\s*=|[\[#]).*?)^\+\+\+[ \t]*(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_TOML_NEVER_CLOSED = re.compile(r"\A\ufeff?\+\+\+[ \t]*\n\s*[A-Za-z_]+\s*=")
_COMMENT = re.compile(r"\A\s*<!--(?P<pairs>[^>]*?)-->")
_PAIR = re.compile(r"(?P<key>[A-Za-z][A-Za-z_ ]{0,30}):\s+(?P<value>.+)")
_PLAIN_KEYS = frozenset(
    {"title", "source", "url", "date", "language", "place", "location", "kind", "author"}
    | {"held_on", "published_on"}
)
_UNQUOTED = re.compile(
    r"^(?P<key>[A-Za-z_]+:[ \t]+)(?P<value>[^\s\"'|>&*!%@`\[{#-][^\n]*?: [^\n]*?)[ \t]*$",
    re.MULTILINE,
)
_FIELD = re.compile(r"(?P<key>[A-Za-z][A-Za-z-]{0,40}):[ \t]+(?P<value>.+)")
_OF_A_MAIL = frozenset({"from", "subject"})
_ANSWERED = re.compile(r"^(?:(?:re|aw|fw|fwd|wg|tr|rv|sv|vs|odp|antw)\s*:\s*)+", re.IGNORECASE)
# Texts and comments of TOML are passed over; what is left may be a day or a time of day.
_TOML_POINT = re.compile(
    r"\"{3}.*?\"{3}|'{3}.*?'{3}|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|#[^\n]*"
    r"|(?<![\w.-])(?P<point>\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d[\d:.+-]*[Zz]?)?|\d\d:\d\d:[\d.]+)"
    r"(?![\w.-])",
    re.DOTALL,
)
_MAX_YAML_CHARS = 64 * 1024
_MAX_INT = 10**18
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


def split_front_matter(source: str) -> tuple[dict[str, object], str]:
    """Split a text into its metadata and its body.

    Understood are YAML between ``---`` lines, TOML between ``+++`` lines, ``Key: value`` lines that
    open the file and end at a blank line, and an opening HTML comment of ``key: value | key:
    value``.

    Raises :class:`RefusedError` for YAML or TOML that is broken or too large, and for YAML that
    uses anchors.
    """
    fenced = _FENCE.match(source)
    if fenced:
        return parse_yaml_mapping(fenced["yaml"], first_line=2), source[fenced.end() :]
    if _NEVER_CLOSED.match(source):
        raise RefusedError("front matter opens with '---' on line 1 and is never closed by '---'")
    fenced = _TOML_FENCE.match(source)
    if fenced:
        return _parse_toml(fenced["toml"]), source[fenced.end() :]
    if _TOML_NEVER_CLOSED.match(source):
        raise RefusedError("front matter opens with '+++' on line 1 and is never closed by '+++'")
    comment = _COMMENT.match(source)
    if comment:
        metadata = _pairs(comment["pairs"].split("|"))
        if metadata:
            return metadata, source[comment.end() :]
    return _mail_header(source) or _plain_header(source)


def parse_yaml_mapping(text: str, first_line: int) -> dict[str, object]:
    """A YAML mapping, its keys as text; raises :class:`RefusedError` with the line at fault."""
    if len(text) > _MAX_YAML_CHARS:
        raise RefusedError(f"front matter is longer than {_MAX_YAML_CHARS} characters")
    return _mapping(text, first_line, "front matter")


def parse_yaml_with_lines(
    text: str, name: str, max_chars: int
) -> tuple[dict[str, object], dict[tuple[str, ...], int]]:
    """A YAML mapping of the file ``name``, and the lines of its keys and of those below them.

    A key is told by its path, ``(key,)`` or ``(key, below)``. Raises :class:`RefusedError` with
    file and line, and for a text longer than ``max_chars``.
    """
    if len(text) > max_chars:
        raise RefusedError(f"{name} is longer than {max_chars:,} characters; shorten it")
    found = _mapping(text, 1, name)
    root = yaml.compose(_repaired(text), Loader=_PlainLoader)
    lines: dict[tuple[str, ...], int] = {}
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        lines[(str(key.value),)] = key.start_mark.line + 1
        for below, _value in value.value if isinstance(value, yaml.MappingNode) else ():
            lines[str(key.value), str(below.value)] = below.start_mark.line + 1
    return {key: found[key] for key in found if (key,) in lines}, lines


def _mapping(text: str, first_line: int, name: str) -> dict[str, object]:
    try:
        loaded = yaml.load(_repaired(text), Loader=_PlainLoader)  # noqa: S506 - a SafeLoader without aliases
    except (yaml.YAMLError, RecursionError) as error:
        raise RefusedError(f"{name} {_problem(error, text, first_line)}") from None
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise RefusedError(f"{name} line {first_line}: 'key: value' lines are expected")
    return {str(key): value for key, value in loaded.items()}


def _parse_toml(text: str) -> dict[str, object]:
    """A TOML table; raises :class:`RefusedError` with what is wrong, and where."""
    if len(text) > _MAX_YAML_CHARS:
        raise RefusedError(f"front matter is longer than {_MAX_YAML_CHARS} characters")
    try:
        # A line above, so that lines are counted as in the file.
        loaded = tomllib.loads("\n" + _TOML_POINT.sub(_possible, text))
    except (RecursionError, ValueError) as error:
        raise RefusedError(f"front matter cannot be read: {str(error).splitlines()[0]}") from None
    return {key: _as_in_yaml(value) for key, value in loaded.items()}


def _possible(found: re.Match[str]) -> str:
    """A day or time of TOML as it stands, in quotation marks where there is none such."""
    point = found["point"]
    if point is None:
        return found[0]
    try:
        (datetime if "-" in point[:5] else time).fromisoformat(point.upper())
    except ValueError:
        return json.dumps(point)
    return point


def _as_in_yaml(value: Any) -> Any:
    """A value of TOML as YAML would have it: times of day as text, numbers within bounds."""
    if isinstance(value, list):
        return [_as_in_yaml(one) for one in value]
    if isinstance(value, dict):
        return {key: _as_in_yaml(one) for key, one in value.items()}
    is_long = isinstance(value, int) and abs(value) >= _MAX_INT
    return str(value) if isinstance(value, time) or is_long else value


def _repaired(text: str) -> str:
    """The YAML, so that a title with a colon in it may stand without quotation marks."""
    return _UNQUOTED.sub(lambda found: found["key"] + json.dumps(found["value"]), text)


class _PlainLoader(yaml.SafeLoader):
    """A SafeLoader that says where each fault is, and takes neither aliases nor keys given twice.

    Front matter needs no aliases, and bombs are made of them.
    """

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise _fault("aliases (*name) are not read", self.peek_event())  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            value = super().construct_object(node, deep)
        except yaml.YAMLError:
            raise
        except ValueError as error:
            if node.tag == _TIMESTAMP:  # a day that there is not, as 31 February: text, no fault
                return node.value
            raise _fault(str(error), node) from None
        except Exception:
            raise _fault(f"the value is no {node.tag.rpartition(':')[2]}", node) from None
        if isinstance(value, int) and abs(value) >= _MAX_INT:
            raise _fault("the number has more than 18 digits", node)
        return value

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        entries = node.value if isinstance(node, yaml.MappingNode) else []
        keys = [key for key, _value in entries if isinstance(key, yaml.ScalarNode)]
        first = {key.value: key for key in reversed(keys)}
        for key in keys:
            if key is not first[key.value]:
                raise _fault(f"the key {key.value!r} is given twice", key)
        return super().construct_mapping(node, deep)


def _fault(problem: str, marked: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=marked.start_mark)


def _problem(error: Exception, text: str, first_line: int) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"line {error.problem_mark.line + first_line}: {error.problem}"
    if isinstance(error, yaml.reader.ReaderError):
        return f"line {text.count(chr(10), 0, error.position) + first_line}: {error.reason}"
    return f"cannot be read: {str(error).splitlines()[0]}"


def _pairs(lines: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for line in lines:
        pair = _PAIR.fullmatch(line.strip())
        if pair and pair["key"].strip().lower() in _PLAIN_KEYS:
            found[pair["key"].strip().lower()] = pair["value"]
    return found


def _mail_header(source: str) -> tuple[dict[str, object], str] | None:
    """What the header of a mail that was kept as text states; it stays part of the text."""
    head = source.lstrip("\ufeff").partition("\n\n")[0]
    unfolded = re.sub(r"\n[ \t]+", " ", head).split("\n")
    fields = {one["key"].lower(): one["value"] for one in map(_FIELD.fullmatch, unfolded) if one}
    if len(fields) < len(unfolded) or not fields.keys() >= _OF_A_MAIL:
        return None
    found: dict[str, object] = {}
    if subject := _ANSWERED.sub("", fields.get("subject", "")).strip():
        found["title"] = subject
    if "date" in fields:
        found["published_on"] = fields["date"]
    return found, source


def _plain_header(source: str) -> tuple[dict[str, object], str]:
    head, blank, body = source.lstrip("\ufeff").partition("\n\n")
    lines = head.split("\n")
    metadata = _pairs(lines)
    if blank and metadata and len(metadata) == len(lines):
        return metadata, body
    return {}, source
