"""What a text file says of itself at its top: YAML front matter or ``Key: value`` lines."""

import re
from typing import Any

import yaml

from forumbot.errors import RefusedError

_FENCE = re.compile(
    r"\A\ufeff?---[ \t]*\n(?P<yaml>.*?)^(?:---(?: [a-z]+)?|\.\.\.)[ \t]*(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_COMMENT = re.compile(r"\A\s*<!--(?P<pairs>[^>]*?:[^>]*?)-->", re.DOTALL)
_PAIR = re.compile(r"^\s*(?P<key>[A-Za-z][A-Za-z_ ]{0,30}):\s+(?P<value>\S.*?)\s*$")
_PLAIN_KEYS = frozenset(
    {"title", "source", "url", "date", "language", "place", "location", "kind", "author"}
    | {"held_on", "published_on"}
)
_MAX_YAML_CHARS = 64 * 1024


def split_front_matter(source: str) -> tuple[dict[str, object], str]:
    """Split a text into its metadata and its body.

    Understood are YAML between ``---`` lines, ``Key: value`` lines that open the file and end at
    a blank line, and an opening HTML comment of ``key: value | key: value``.

    Raises :class:`RefusedError` for YAML that is broken, too large, or uses anchors.
    """
    fenced = _FENCE.match(source)
    if fenced:
        return parse_yaml_mapping(fenced["yaml"], first_line=2), source[fenced.end() :]
    if source.startswith("---\n") and re.match(r"[A-Za-z_]+:", source[4:]):
        raise RefusedError("front matter opens with '---' on line 1 and is never closed by '---'")
    comment = _COMMENT.match(source)
    if comment:
        metadata = _pairs(comment["pairs"].split("|"))
        if metadata:
            return metadata, source[comment.end() :]
    return _plain_header(source)


def parse_yaml_mapping(text: str, first_line: int) -> dict[str, object]:
    """A YAML mapping with string keys; aliases are refused, so that no text can expand."""
    if len(text) > _MAX_YAML_CHARS:
        raise RefusedError(f"front matter is longer than {_MAX_YAML_CHARS} characters")
    try:
        loaded = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a SafeLoader without aliases
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        raise RefusedError(f"front matter {_place(error, first_line)}") from None
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise RefusedError(f"front matter line {first_line}: 'key: value' lines are expected")
    return {str(key): value for key, value in loaded.items()}


class _PlainLoader(yaml.SafeLoader):
    """A SafeLoader that knows no aliases: front matter needs none, and bombs are made of them."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(None, None, "aliases (*name) are not read", event.start_mark)
        return super().compose_node(parent, index)


def _place(error: Exception, first_line: int) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    if mark is None:
        return f"cannot be read: {problem}"
    return f"line {mark.line + first_line}: {problem}"


def _pairs(lines: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for line in lines:
        pair = _PAIR.match(line)
        if pair and pair["key"].strip().lower() in _PLAIN_KEYS:
            found[pair["key"].strip().lower()] = pair["value"]
    return found


def _plain_header(source: str) -> tuple[dict[str, object], str]:
    head, blank, body = source.lstrip("\ufeff").partition("\n\n")
    lines = head.split("\n")
    metadata = _pairs(lines)
    if blank and metadata and len(metadata) == len(lines):
        return metadata, body
    return {}, source
