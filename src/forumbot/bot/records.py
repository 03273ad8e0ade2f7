"""What the bot keeps: settings of guilds, answers given, what was asked in vain, who asked."""

from dataclasses import dataclass
from datetime import datetime

from forumbot.answers.answerer import Finding


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What the people who manage a guild have set; no answer channels means all of them.

    In the report channel moderators are told of reminders that were not delivered.
    """

    guild_id: int
    answer_channel_ids: frozenset[int] = frozenset()
    moderator_role_ids: frozenset[int] = frozenset()
    maintainer_role_ids: frozenset[int] = frozenset()
    announcement_channel_id: int | None = None
    timezone: str = "UTC"
    report_channel_id: int | None = None


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """An answer given, as far as its buttons need it; who asked is not in it.

    A private one was shown to its asker alone, and not shared since; ``forum`` is the key of the
    forum that it was limited to, None for the whole archive.
    """

    answer_id: str
    question: str
    doc_ids: tuple[str, ...]
    finding: Finding
    confidence: float
    generation: str
    guild_id: int | None
    channel_id: int | None
    message_id: int | None
    is_private: bool
    forum: str | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that the archive does not answer, in its latest wording."""

    question: str
    times: int
    last_asked_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """What a member has changed by a command, None where their name was deleted since.

    ``what`` names the command and its subject, ``lines`` say from what to what; both are inert for
    Discord.
    """

    member_id: int | None
    at: datetime
    what: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrivacyReport:
    """Everything that is kept about one member; ``texts`` are their questions, newest first."""

    questions: int
    votes: int
    since: datetime | None
    texts: tuple[str, ...]
