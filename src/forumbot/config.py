"""What can be configured, as frozen settings, and between which bounds."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PassagesConfig:
    """How documents are cut, in tokens of the embedding model, at least 16 and 0 respectively."""

    max_tokens: int = 200
    overlap_tokens: int = 30


PATIENCE = 5
"""How often the seconds of the processor that something may take may pass on the clock."""


@dataclass(frozen=True, slots=True)
class ExtractionConfig:
    """What reading one file may cost: seconds of the processor, megabytes (MiB) of memory.

    A file whose text has more than ``characters`` is refused: what a build makes of them takes
    longer than the reading, some five seconds for each ten thousand words.
    What recognises the words of its pictures has three fifths of these seconds for itself.
    ``scan_languages`` are the ISO 639-1 codes of the languages that scans are in; empty for those
    that the first page of each turns out to be in.
    """

    seconds: float = 60
    megabytes: int = 2048
    characters: int = 3_000_000
    scan_languages: tuple[str, ...] = ()

    @property
    def clock_seconds(self) -> float:
        """How long it may take on the clock, where other programs get most of the processor."""
        return PATIENCE * self.seconds


@dataclass(frozen=True, slots=True)
class RetrievalConfig:
    """How the sides of the search are weighed against each other, and how far each is looked at.

    Each BM25 side is divided by its best score for the question before it is weighed, the cosine is
    taken as it is. ``late_weight`` is that of the comparison token by token, which is made for
    questions in ``model_languages`` (of en, de, fr and nl) alone, as the model misjudges the words
    of others. ``feedback_weight`` moves the question's vector towards the passages that come first.
    ``multilingual_weight`` is that of the cosine by a model of many languages, which the best
    ``compared`` passages, and those in other languages that are nearest by it, are put in order by
    where the question or most documents are not in English.
    ``reranker`` names a cross-encoder that puts the best ``reranked`` passages in order anew; None
    for no such thing.

    A configuration cannot give the rest. ``edition_bonus`` and ``time_bonus`` are added for
    passages of the forum and of the time that the question names. Of each side the best
    ``candidates`` are fused, and of these ``rescored`` are compared token by token, whose weight
    falls for questions of more than ``late_tokens`` telling tokens. The vector moves towards the
    best ``feedback`` passages. What the other form of an acronym finds loses ``acronym_loss``,
    and what a translation finds ``translation_loss``; None has none looked for. The best ``read``
    passages are read with the question, if there is a reader, and what it says of each counts
    ``reading_weight``.
    """

    word_weight: float = 1.0
    ngram_weight: float = 0.75
    dense_weight: float = 4.0
    late_weight: float = 6.0
    feedback_weight: float = 0.6
    model_languages: tuple[str, ...] = ("en",)
    multilingual_weight: float = 33.0
    reranker: str | None = None
    reranked: int = 20
    edition_bonus: float = 0.5
    time_bonus: float = 1.0
    acronym_loss: float | None = 0.5
    translation_loss: float | None = 1.0
    compared: int = 20
    read: int = 10
    reading_weight: float = 1.0
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
class OutcomesConfig:
    """By which words outcomes are told in documents, beside those of the languages' tables.

    ``headings`` are headings of them, ``verbs`` what sentences say that state one ("consented to").
    """

    headings: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BotConfig:
    """How the Discord bot behaves.

    ``timezone`` is a guild's until it sets its own; questions and votes are kept for
    ``retention_days``; a member may ask ``questions_per_minute``. ``home_servers`` are the ids of
    the guilds from which the archive is kept, by the people with the ids ``operators`` as well,
    whatever their roles; with ``leave_other_servers`` the bot leaves all other guilds at once.
    """

    timezone: str = "Europe/Brussels"
    retention_days: int = 180
    questions_per_minute: int = 10
    home_servers: tuple[int, ...] = ()
    operators: tuple[int, ...] = ()
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
    """Everything that can be configured; paths are absolute or relative to the working folder.

    ``backend`` is what sentence-transformers runs a ``model`` that does not ship, and a re-ranker,
    with.
    """

    knowledge: Path = Path("knowledge")
    index: Path = Path("index")
    model: str = "all-MiniLM-L6-v2"
    backend: str = "torch"
    keep_generations: int = 3
    extraction: ExtractionConfig = ExtractionConfig()
    passages: PassagesConfig = PassagesConfig()
    retrieval: RetrievalConfig = RetrievalConfig()
    answers: AnswersConfig = AnswersConfig()
    outcomes: OutcomesConfig = OutcomesConfig()
    data: Path = Path("data")
    bot: BotConfig = BotConfig()
    reminders: RemindersConfig = RemindersConfig()
    sample_questions: tuple[str, ...] = ()
    knowledge_named: bool = False


CHOICES: dict[str, tuple[str, ...]] = {
    "backend": ("torch", "onnx", "openvino"),
    "retrieval.model_languages": ("en", "de", "fr", "nl"),
}
"""What may stand for a text, or in a list of texts."""

RANGES: dict[str, tuple[float, float]] = {
    "keep_generations": (1, 100),
    "extraction.seconds": (1, 3600),
    "extraction.megabytes": (256, 65_536),
    "extraction.characters": (10_000, 20_000_000),
    "passages.max_tokens": (32, 8192),
    "passages.overlap_tokens": (0, 512),
    "retrieval.word_weight": (0, 100),
    "retrieval.ngram_weight": (0, 100),
    "retrieval.dense_weight": (0, 100),
    "retrieval.late_weight": (0, 100),
    "retrieval.feedback_weight": (0, 10),
    "retrieval.multilingual_weight": (0, 1000),
    "retrieval.reranked": (1, 100),
    "answers.max_quote_chars": (100, 700),
    "answers.threshold": (0, 1),
    "bot.retention_days": (1, 3650),
    "bot.questions_per_minute": (1, 1000),
    "reminders.late_after_minutes": (1, 1440),
}
"""The lowest and the highest value of each number."""
SECTIONS = (
    ExtractionConfig,
    PassagesConfig,
    RetrievalConfig,
    AnswersConfig,
    OutcomesConfig,
    BotConfig,
    RemindersConfig,
)
"""What is a mapping of its own in a file."""
_TUNED = frozenset(
    "edition_bonus time_bonus acronym_loss translation_loss candidates late_tokens rescored "
    "feedback compared read reading_weight".split()
)
NOT_IN_FILES = _TUNED | {"knowledge_named"}
"""Names of fields that no configuration file may give."""
