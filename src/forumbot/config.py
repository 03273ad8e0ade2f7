"""forumbot.yaml and the environment to frozen, validated settings."""

import difflib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import yaml

from forumbot.errors import ConfigError, UsageError

DEFAULT_FILE = "forumbot.yaml"
_MAX_BYTES = 256 * 1024

Checks = Mapping[str, Callable[[str], object]]
"""By the name of a key, what reads its texts and raises ``UsageError`` for those that are off."""


@dataclass(frozen=True, slots=True)
class PassagesConfig:
    """How documents are cut, in tokens of the embedding model, at least 16 and 0 respectively."""

    max_tokens: int = 200
    overlap_tokens: int = 30


@dataclass(frozen=True, slots=True)
class ExtractionConfig:
    """What reading one file may cost: seconds on the clock, megabytes (MiB) of memory."""

    seconds: float = 60
    megabytes: int = 2048


@dataclass(frozen=True, slots=True)
class RetrievalConfig:
    """How the sides of the search are weighed against each other, and how far each is looked at.

    Each BM25 side is divided by its best score for the question before it is weighed, the cosine is
    taken as it is. ``late_weight`` is that of the comparison token by token, which is made for
    questions in ``model_languages`` (of en, de, fr and nl) alone, as the model misjudges the words
    of others. ``feedback_weight`` moves the question's vector towards the passages that come first.
    ``reranker`` names a cross-encoder that puts the best ``reranked`` passages in order anew; None
    for no such thing.

    A configuration cannot give the rest. ``edition_bonus`` and ``time_bonus`` are added for
    passages of the forum and of the time that the question names. Of each side the best
    ``candidates`` are fused, and of these ``rescored`` are compared token by token, whose weight
    falls for questions of more than ``late_tokens`` telling tokens. The vector moves towards the
    best ``feedback`` passages. What the other form of an acronym finds loses ``acronym_loss``;
    None has no other form looked for.
    """

    word_weight: float = 1.0
    ngram_weight: float = 0.75
    dense_weight: float = 4.0
    late_weight: float = 6.0
    feedback_weight: float = 0.6
    model_languages: tuple[str, ...] = ("en",)
    reranker: str | None = None
    reranked: int = 20
    edition_bonus: float = 0.5
    time_bonus: float = 1.0
    acronym_loss: float | None = 0.5
    candidates: int = 200
    late_tokens: int = 4
    rescored: int = 100
    feedback: int = 3


@dataclass(frozen=True, slots=True)
class AnswersConfig:
    """How answers are composed; ``threshold`` overrides the fitted one, 0 to 1."""

    max_quote_chars: int = 700
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class BotConfig:
    """How the Discord bot behaves.

    ``timezone`` is a guild's until it sets its own; questions and votes are kept for
    ``retention_days``; a member may ask ``questions_per_minute``. ``home_servers`` are the ids of
    the guilds from which the archive is kept; with ``leave_other_servers`` the bot leaves all other
    guilds at once.
    """

    timezone: str = "Europe/Brussels"
    retention_days: int = 180
    questions_per_minute: int = 10
    home_servers: tuple[int, ...] = ()
    leave_other_servers: bool = False


_LASTING = ("1 week", "1 day", "1 week before the end", "1 day before the end")
_LEADS = (
    ("forum", ("2 weeks", "1 day")),
    ("conference", ("2 weeks", "1 day")),
    ("cluster-weeks", _LASTING),
    ("deadline", ("1 week", "1 day")),
    ("meeting", ("1 day", "1 hour")),
    ("webinar", ("1 day", "1 hour")),
    ("other", ("1 day",)),
)


@dataclass(frozen=True, slots=True)
class RemindersConfig:
    """When events are reminded of, unless somebody asks for something else.

    ``leads`` holds, for each kind of event, how long before it, in words; none means no reminder.
    All-day events are reminded of at ``all_day_time`` (HH:MM) of their own zone. A reminder that
    goes out more than ``late_after_minutes`` after its time says that it is late.
    """

    leads: tuple[tuple[str, tuple[str, ...]], ...] = _LEADS
    all_day_time: str = "09:00"
    late_after_minutes: int = 5


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be configured; paths are absolute or relative to the working folder."""

    knowledge: Path = Path("knowledge")
    index: Path = Path("index")
    model: str = "all-MiniLM-L6-v2"
    keep_generations: int = 3
    extraction: ExtractionConfig = ExtractionConfig()
    passages: PassagesConfig = PassagesConfig()
    retrieval: RetrievalConfig = RetrievalConfig()
    answers: AnswersConfig = AnswersConfig()
    data: Path = Path("data")
    bot: BotConfig = BotConfig()
    reminders: RemindersConfig = RemindersConfig()
    sample_questions: tuple[str, ...] = ()
    knowledge_named: bool = False


_RANGES: dict[str, tuple[float, float]] = {
    "keep_generations": (1, 100),
    "extraction.seconds": (1, 3600),
    "extraction.megabytes": (256, 65_536),
    "passages.max_tokens": (32, 8192),
    "passages.overlap_tokens": (0, 512),
    "retrieval.word_weight": (0, 100),
    "retrieval.ngram_weight": (0, 100),
    "retrieval.dense_weight": (0, 100),
    "retrieval.late_weight": (0, 100),
    "retrieval.feedback_weight": (0, 10),
    "retrieval.reranked": (1, 100),
    "answers.max_quote_chars": (100, 700),
    "answers.threshold": (0, 1),
    "bot.retention_days": (1, 3650),
    "bot.questions_per_minute": (1, 1000),
    "reminders.late_after_minutes": (1, 1440),
}
_ID = re.compile("[1-9][0-9]{0,18}")
_IDS = frozenset({"bot.home_servers"})
_MODELS = frozenset({"model", "retrieval.reranker"})
_CLOCK = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")
_SECTIONS = (
    ExtractionConfig,
    PassagesConfig,
    RetrievalConfig,
    AnswersConfig,
    BotConfig,
    RemindersConfig,
)
_TUNED = frozenset(
    "edition_bonus time_bonus acronym_loss candidates late_tokens rescored feedback".split()
)
NOT_IN_FILES = _TUNED | {"knowledge_named"}
"""Names of fields that no configuration file may give."""
_PRINTABLE = re.compile("[^\x00-\x1f\x7f-\x9f\ud800-\udfff]*")


def load_settings(config: Path | None = None, checks: Checks | None = None) -> Settings:
    """Settings from ``config``, else ``$FORUMBOT_CONFIG``, else ``./forumbot.yaml``, else defaults.

    Relative paths in a file are relative to its folder; ``model`` and ``retrieval.reranker`` are
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
        for name in ("knowledge", "index", "data"):
            if name in values:
                values[name] = self.path.parent / _expanded(values[name], f"{self.path}: {name}")
        return replace(Settings(), **values)

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
        if isinstance(default, _SECTIONS):
            return replace(default, **self._mapping(node, type(default), f"{name}."))
        if name == "reminders.leads":
            return self._leads(node, dict(default), name)
        if name == "reminders.all_day_time":
            return self._clock(node, name)
        if isinstance(default, tuple):
            return self._ids(node, name) if name in _IDS else self._texts(node, name)
        return self._single(node, default, name)

    def _single(self, node: yaml.Node, default: Any, name: str) -> Any:
        value = self._scalar(node, name)
        if isinstance(default, bool):
            if not isinstance(value, bool):
                raise self._error(node, f"{name} should be true or false")
            return value
        if name in _RANGES:
            return self._number(node, name, value, whole=isinstance(default, int))
        text = self._text(node, name, value)
        return self._beside(text) if text and name in _MODELS else text

    def _check_homes(self, node: yaml.Node, bot: BotConfig) -> None:
        if bot.leave_other_servers and not bot.home_servers:
            raise self._error(
                node,
                "bot.leave_other_servers would leave every server; name those to stay in as "
                "bot.home_servers",
            )

    def _beside(self, name: str) -> str:
        """A model's folder relative to the file, where there is one, else the name as it is."""
        folder = self.path.parent / name
        try:
            return str(folder) if "/" in name and folder.is_dir() else name
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
        lowest, highest = _RANGES[name]
        kinds = int if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds):
            kind = "a whole number" if whole else "a number"
            raise self._error(node, f"{name} should be {kind}")
        if not lowest <= value <= highest:
            raise self._error(node, f"{name} should be between {lowest:g} and {highest:g}")
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
        """The leads of each kind: those given, else the default ones."""
        for kind, value_node in self._pairs(node, list(leads), name):
            leads[kind] = self._texts(value_node, f"{name}.{kind}")
            self._check(value_node, name, leads[kind])
        return tuple(leads.items())

    def _check(self, node: yaml.Node, name: str, texts: tuple[str, ...]) -> None:
        check = self.checks.get(name)
        for item, text in zip(node.value, texts, strict=True):
            try:
                if check is not None:
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
