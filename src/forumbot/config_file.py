"""forumbot.yaml and the environment to validated settings."""

import difflib
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import yaml

from forumbot.config import (
    CHOICES,
    NOT_IN_FILES,
    RANGES,
    SECTIONS,
    BotConfig,
    RetrievalConfig,
    Settings,
)
from forumbot.errors import ConfigError, UsageError

DEFAULT_FILE = "forumbot.yaml"
_MAX_BYTES = 256 * 1024
_ID = re.compile("[1-9][0-9]{0,18}")
_IDS = frozenset({"bot.home_servers", "bot.operators"})
_MODELS = frozenset({"model", "retrieval.reranker"})
_CLOCK = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
_PRINTABLE = re.compile("[^\x00-\x1f\x7f-\x9f\ud800-\udfff]*")

Checks = Mapping[str, Callable[[str], object]]
"""By the name of a key, what reads its texts and raises ``UsageError`` for those that are off."""


def load_settings(config: Path | None = None, checks: Checks | None = None) -> Settings:
    """Settings from ``config``, else ``$FORUMBOT_CONFIG``, else ``./forumbot.yaml``, else defaults.

    Relative paths in a file are relative to its folder (of a link, to that of what it leads to,
    unless its ``knowledge`` lies beside the link); ``model`` and ``retrieval.reranker`` are
    paths where there is such a folder, as in ``models/mine``. Raises :class:`ConfigError` with the
    line for broken YAML, unknown keys, values of the wrong type or out of range, and texts that one
    of the ``checks`` refuses.
    """
    named = config or _from_environment()
    path = named or Path(DEFAULT_FILE)
    if named is None and not path.is_file():
        return Settings()
    return _SettingsReader(path, _read(path), checks or {}).settings()


def _from_environment() -> Path | None:
    name = os.environ.get("FORUMBOT_CONFIG")
    return Path(name) if name else None


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be read ({error.strerror}); correct --config or $FORUMBOT_CONFIG"
        ) from None
    if len(raw) > _MAX_BYTES:
        raise ConfigError(f"{path}: is larger than {_MAX_BYTES} bytes; that is no configuration")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}:{line}: is not UTF-8; save it as UTF-8") from None


class _SettingsReader:
    """Turns the YAML nodes of one file into settings, so that every error has its line."""

    def __init__(self, path: Path, text: str, checks: Checks) -> None:
        self.path = path
        self.checks = checks
        try:
            self.root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            raise ConfigError(f"{path}:{line}: is not YAML: {error.reason}") from None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark is not None else 1
            problem = getattr(error, "problem", None) or "cannot be parsed"
            raise ConfigError(f"{path}:{line}: is not YAML: {problem}") from None
        except (RecursionError, ValueError, OverflowError):
            raise ConfigError(f"{path}:1: is not YAML that can be read") from None

    def settings(self) -> Settings:
        if self.root is None or self.root.tag.endswith(":null"):
            return Settings()
        values = self._mapping(self.root, Settings, "")
        self._check_homes(self.root, values.get("bot", BotConfig()))
        self._check_weights(self.root, values.get("retrieval", RetrievalConfig()))
        given = {
            name: _expanded(values[name], f"{self.path}: {name}")
            for name in ("knowledge", "index", "data")
            if name in values
        }
        self.folder = self._folder_of(given.get("knowledge"))
        values |= {name: self.folder / path for name, path in given.items()}
        return replace(Settings(), **values)

    def _folder_of(self, knowledge: Path | None) -> Path:
        """Where relative paths count from: the file's folder.

        Of a link it is that of the file it leads to, unless the documents lie beside the link.
        """
        beside = self.path.parent
        if not self.path.is_symlink() or (knowledge and (beside / knowledge).is_dir()):
            return beside
        return self.path.resolve().parent

    def _mapping(self, node: yaml.Node, section: type, prefix: str) -> dict[str, Any]:
        known = {field.name: field for field in fields(section) if field.name not in NOT_IN_FILES}
        pairs = self._pairs(node, list(known), prefix.rstrip(".") or "the file")
        return {key: self._value(value, known[key].default, prefix + key) for key, value in pairs}

    def _pairs(
        self, node: yaml.Node, known: list[str], where: str
    ) -> Iterator[tuple[str, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            raise self._error(node, f"{where} should hold 'key: value' lines")
        given: set[str] = set()
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else key_node.id
            if key not in known:
                raise self._error(key_node, _unknown(key, known))
            if key in given:
                raise self._error(key_node, f"the key {key!r} stands here a second time")
            given.add(key)
            yield key, value_node

    def _value(self, node: yaml.Node, default: Any, name: str) -> Any:
        if isinstance(default, SECTIONS):
            return replace(default, **self._mapping(node, type(default), f"{name}."))
        if name == "reminders.leads":
            return self._leads(node, dict(default), name)
        if name == "reminders.all_day_time":
            return self._clock(node, name)
        if isinstance(default, tuple):
            return self._ids(node, name) if name in _IDS else self._checked_texts(node, name)
        return self._single(node, default, name)

    def _single(self, node: yaml.Node, default: Any, name: str) -> Any:
        value = self._scalar(node, name)
        if isinstance(default, bool):
            if not isinstance(value, bool):
                raise self._error(node, f"{name} should be true or false")
            return value
        if name in RANGES:
            return self._number(node, name, value, whole=isinstance(default, int))
        text = self._text(node, name, value)
        if name in CHOICES and text not in CHOICES[name]:
            raise self._error(node, f"{name} should be one of {', '.join(CHOICES[name])}")
        return self._beside(text) if text and name in _MODELS else text

    def _check_homes(self, node: yaml.Node, bot: BotConfig) -> None:
        if bot.leave_other_servers and not bot.home_servers:
            raise self._error(
                node,
                "bot.leave_other_servers would leave every server; name those to stay in as "
                "bot.home_servers",
            )
        if bot.operators and not bot.home_servers:
            raise self._error(
                node,
                "bot.operators keep the archive from home servers; name these as bot.home_servers",
            )
        if both := set(bot.operators) & set(bot.home_servers):
            raise self._error(
                node, f"bot.operators should be ids of people; {min(both)} is a home server's"
            )

    def _check_weights(self, node: yaml.Node, retrieval: RetrievalConfig) -> None:
        if not (retrieval.word_weight or retrieval.ngram_weight or retrieval.dense_weight):
            raise self._error(
                node,
                "retrieval.word_weight, ngram_weight and dense_weight are all 0, and nothing is "
                "found; leave one above 0",
            )

    def _beside(self, name: str) -> str:
        """A model's folder relative to the file, where there is one, else the name as it is."""
        folders = (folder / name for folder in (self.path.parent, self.path.resolve().parent))
        try:
            return next((str(one) for one in folders if "/" in name and one.is_dir()), name)
        except OSError:
            return name

    def _text(self, node: yaml.Node, name: str, value: object) -> str | None:
        if value is None and name == "retrieval.reranker":
            return None
        if name == "bot.timezone" and value not in available_timezones():
            raise self._error(
                node, f"{name}: {value!r} is no time zone; write it like Europe/Paris"
            )
        if not isinstance(value, str) or not value.strip():
            raise self._error(node, f"{name} should be text")
        if not _PRINTABLE.fullmatch(value):
            raise self._error(node, f"{name} holds a control character; take it out")
        return value

    def _scalar(self, node: yaml.Node, name: str) -> object:
        if not isinstance(node, yaml.ScalarNode):
            raise self._error(node, f"{name} should be a single value")
        loader = yaml.SafeLoader("")
        try:
            return loader.construct_object(node)
        except (yaml.YAMLError, ValueError, LookupError, AttributeError):
            # PyYAML lets Python's own errors through for tags that do not fit, as in !!bool 5.
            raise self._error(node, f"{name}: {node.value[:60]!r} cannot be read") from None

    def _number(self, node: yaml.Node, name: str, value: object, *, whole: bool) -> float | None:
        if value is None and name == "answers.threshold":
            return None
        lowest, highest = RANGES[name]
        kinds = int if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds):
            kind = "a whole number" if whole else "a number"
            raise self._error(node, f"{name} should be {kind}")
        if not lowest <= value <= highest:
            raise self._error(node, f"{name} should be between {lowest:.15g} and {highest:.15g}")
        return value

    def _ids(self, node: yaml.Node, name: str) -> tuple[int, ...]:
        """Discord's ids, written as numbers or as texts."""
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(node, f"{name} should be a list")
        for item in node.value:
            if not isinstance(item, yaml.ScalarNode) or not _ID.fullmatch(item.value):
                raise self._error(item, f"{name} should be a list of ids, which are whole numbers")
        return tuple(int(item.value) for item in node.value)

    def _leads(
        self, node: yaml.Node, leads: dict[str, tuple[str, ...]], name: str
    ) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The leads of each kind: those given, else the default ones, which need no check."""
        usual = {text for texts in leads.values() for text in texts}
        for kind, value_node in self._pairs(node, list(leads), name):
            leads[kind] = self._texts(value_node, f"{name}.{kind}")
            self._check(value_node, name, leads[kind], usual)
        return tuple(leads.items())

    def _check(
        self, node: yaml.Node, name: str, texts: tuple[str, ...], usual: Collection[str]
    ) -> None:
        check = self.checks.get(name)
        for item, text in zip(node.value, texts, strict=True):
            try:
                if check is not None and text not in usual:
                    check(text)
            except UsageError as error:
                raise self._error(item, f"{name}: {error}") from None

    def _clock(self, node: yaml.Node, name: str) -> str:
        # As it is written: YAML takes 10:30 for the number 630.
        text = node.value if isinstance(node, yaml.ScalarNode) else ""
        if not _CLOCK.fullmatch(text):
            raise self._error(node, f'{name} should be a time of day such as "09:00"')
        return text

    def _texts(self, node: yaml.Node, name: str) -> tuple[str, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(node, f"{name} should be a list")
        items = [self._scalar(item, name) for item in node.value]
        if not all(isinstance(item, str) and item.strip() for item in items):
            raise self._error(node, f"{name} should be a list of texts")
        return tuple(str(item) for item in items)

    def _checked_texts(self, node: yaml.Node, name: str) -> tuple[str, ...]:
        texts = self._texts(node, name)
        for item, text in zip(node.value, texts, strict=True):
            if name in CHOICES and text not in CHOICES[name]:
                choices = ", ".join(CHOICES[name])
                raise self._error(item, f"{name} should be some of {choices}; {text!r} is none")
        self._check(node, name, texts, ())
        return texts

    def _error(self, node: yaml.Node, problem: str) -> ConfigError:
        return ConfigError(f"{self.path}:{node.start_mark.line + 1}: {problem}")


def _expanded(name: str, where: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError:
        raise ConfigError(f"{where}: {name!r} names no known home folder; correct it") from None


def _unknown(key: str, known: list[str]) -> str:
    close = difflib.get_close_matches(key, known, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}"
    return f"unknown key {key[:60]!r}; {hint}"
