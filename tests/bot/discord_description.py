"""Request bodies held against Discord's published description, and against what it leaves out."""

import functools
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

_SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "discord" / "openapi.json"
PATH = Path(os.environ.get("DISCORD_OPENAPI", _SHARED))

_PERMISSIONS_MAXIMUM = 18014398509481983
_URI = "urn:discord"
_MAX_CONTENT = 2000
_MAX_EMBEDS = 6000
_MAX_CUSTOM_ID = 100
_MAX_CHAT_COMMANDS = 100
_SCHEMAS = "#/components/schemas/"
_TRANSLATED = str.maketrans({"~": "~0", "/": "~1", "{": "%7B", "}": "%7D", "@": "%40"})

Json = Any


class Description:
    """Discord's own OpenAPI description, as a check of one request at a time."""

    def __init__(self, path: Path) -> None:
        self._document = json.loads(path.read_text(encoding="utf-8"))
        # discord.py sends some snowflakes as integers.
        self._document["components"]["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]
        _allow_permissions_as_text(self._document)
        resource = DRAFT202012.create_resource(self._document)
        among = {word: functools.partial(self._among, word) for word in ("anyOf", "oneOf")}
        self._validator_of: Callable[..., Validator] = extend(  # type: ignore[no-untyped-call]
            Draft202012Validator, among
        )
        self._registry: Registry[Any] = Registry().with_resource(_URI, resource)
        templates: list[str] = sorted(
            self._document["paths"], key=lambda template: str(template).count("{")
        )
        self._routes = [(_pattern(template), template) for template in templates]
        self._validator = functools.cache(self._new_validator)
        # Every world registers the same commands, and most send the same messages.
        self._errors = functools.cache(self._new_errors)

    def problems(self, method: str, path: str, body: Json) -> list[str]:
        """What the description says against a request."""
        template = self._template(method.lower(), path)
        if template is None:
            return [f"there is no such route: {method} {path}"]
        if self._validator(template, method.lower()) is None:
            return [] if body is None else [f"{method} {template} takes no body"]
        errors = self._errors(template, method.lower(), json.dumps(body, sort_keys=True))
        return [f"{method} {template}: {error}" for error in errors]

    def _new_errors(self, template: str, method: str, body: str) -> list[str]:
        validator = self._validator(template, method)
        assert validator is not None
        errors = validator.iter_errors(json.loads(body))
        return [f"{error.json_path}: {error.message[:200]}" for error in errors]

    def _template(self, method: str, path: str) -> str | None:
        for pattern, template in self._routes:
            if method in self._document["paths"][template] and pattern.fullmatch(path):
                return template
        return None

    def _among(
        self, word: str, validator: Validator, choices: list[Json], value: Json, schema: Json
    ) -> Iterator[ValidationError]:
        """``anyOf`` and ``oneOf``, with a look only into those whose type is that of the value.

        It takes a third of the time, as there are a dozen kinds of components.
        """
        possible = [one for one in choices if self._may_describe(one, value)]
        check = Draft202012Validator.VALIDATORS[word]
        yield from check(validator, possible or choices, value, schema)

    def _may_describe(self, schema: Json, value: Json) -> bool:
        name = str(schema.get("$ref", "")).removeprefix(_SCHEMAS)
        described = self._document["components"]["schemas"].get(name, schema)
        if "const" in described:
            return bool(described["const"] == value)
        kinds = described.get("properties", {}).get("type", {}).get("enum")
        return not kinds or not isinstance(value, dict) or value.get("type", kinds[0]) in kinds

    def _new_validator(self, template: str, method: str) -> Validator | None:
        operation = self._document["paths"][template][method]
        if "application/json" not in operation.get("requestBody", {}).get("content", {}):
            return None
        place = f"#/paths/{template.translate(_TRANSLATED)}/{method}"
        schema = {"$ref": f"{_URI}{place}/requestBody/content/application~1json/schema"}
        return self._validator_of(schema, registry=self._registry)


def left_out(path: str, body: Json) -> list[str]:
    """What is wrong with a request by the limits that the description leaves out."""
    if path.endswith("/commands") and isinstance(body, list):
        return list(_command_problems(body))
    if not isinstance(body, dict):
        return []
    if path.endswith("/callback"):
        if body["type"] == 8:
            return list(_choice_problems(body["data"]["choices"]))
        body = body.get("data") or {}
    return [*_message_problems(body), *_component_problems(body.get("components") or [])]


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{[^}]+\}", "[^/]+", template))


def _allow_permissions_as_text(node: Json) -> None:
    if isinstance(node, dict):
        if node.get("maximum") == _PERMISSIONS_MAXIMUM:
            kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
            node.update(type=[*kinds, "string"], pattern=r"^\d+$")
        for value in node.values():
            _allow_permissions_as_text(value)
    elif isinstance(node, list):
        for value in node:
            _allow_permissions_as_text(value)


def _length(text: str | None) -> int:
    """In UTF-16 units, the stricter of the two ways in which Discord's clients count."""
    return len((text or "").encode("utf-16-le")) // 2


def _message_problems(body: dict[str, Json]) -> Iterator[str]:
    content, embeds = body.get("content"), body.get("embeds") or []
    if _length(content) > _MAX_CONTENT:
        yield f"content of {_length(content)}"
    for embed in embeds:
        yield from _embed_problems(embed)
    if sum(map(_embed_length, embeds)) > _MAX_EMBEDS:
        yield "more than 6,000 characters over all embeds"
    says_something = content or embeds or body.get("title") or body.get("attachments")
    if {"content", "embeds"} & body.keys() and not says_something:
        yield "an empty message"


def _embed_length(embed: dict[str, Json]) -> int:
    texts = [embed.get("title"), embed.get("description"), embed.get("footer", {}).get("text")]
    texts += [text for field in embed.get("fields", []) for text in (field["name"], field["value"])]
    return sum(map(_length, texts))


def _embed_problems(embed: dict[str, Json]) -> Iterator[str]:
    if not _embed_length(embed):
        yield "an empty embed"
    for field in embed.get("fields", []):
        if not field["name"].strip() or not field["value"].strip():
            yield f"an empty field: {field}"
    if not _is_address(embed.get("url")):
        yield f"a malformed address: {embed['url']}"


def _is_address(url: str | None) -> bool:
    parts = urlsplit(url or "https://example.org")
    return parts.scheme in ("http", "https") and "." in parts.netloc


def _component_problems(rows: list[Json]) -> Iterator[str]:
    if len(rows) > 5:
        yield f"{len(rows)} rows"
    inside = [item for row in rows for item in row.get("components", [row.get("component")])]
    ids = Counter(item.get("custom_id") for item in inside if "url" not in item)
    for custom_id, times in ids.items():
        if not custom_id or times > 1 or _length(custom_id) > _MAX_CUSTOM_ID:
            yield f"custom_id {custom_id!r}, {times} times"
    for item in inside:
        if item.get("min_values", 1) > item.get("max_values", 1):
            yield f"a menu whose minimum is above its maximum: {item}"
        if item["type"] == 2 and not (item.get("label") or item.get("emoji")):
            yield f"a button without label and emoji: {item}"


def _choice_problems(choices: list[Json]) -> Iterator[str]:
    if len(choices) > 25:
        yield f"{len(choices)} choices"
    for choice in choices:
        if not 1 <= _length(choice["name"]) <= 100 or not 1 <= _length(str(choice["value"])) <= 100:
            yield f"a choice that is empty or too long: {choice}"


def _command_problems(commands: list[Json]) -> Iterator[str]:
    chat = [command for command in commands if command.get("type", 1) == 1]
    if len(chat) > _MAX_CHAT_COMMANDS:
        yield f"{len(chat)} chat commands"
    yield from _option_problems(chat)


def _option_problems(options: list[Json]) -> Iterator[str]:
    names = [option["name"] for option in options]
    if len(set(names)) < len(names):
        yield f"repeated names: {names}"
    needed = [bool(option.get("required")) for option in options]
    if needed != sorted(needed, reverse=True):
        yield f"a required option after an optional one: {names}"
    for option in options:
        if not re.fullmatch(r"[-_a-z0-9]{1,32}", option["name"]):
            yield f"the name {option['name']!r}"
        yield from _option_problems(option.get("options", []))
