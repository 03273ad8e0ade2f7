"""Answers as rows of the store, checked before they are kept."""

import json
import secrets
from collections.abc import Sequence
from typing import Any

from forumbot.answers.answerer import Finding
from forumbot.bot.records import PrivacyReport, RecordedAnswer
from forumbot.database import Connection
from forumbot.language.levelling import level
from forumbot.language.words import words
from forumbot.storable import instant_from

_MAX_DOC_IDS = 100
_MAX_DOC_ID_CHARS = 4_096
SELECT_ANSWER = (
    "SELECT answer_id, question, doc_ids, iif(is_overview, 'overview', finding), confidence, "
    "generation, guild_id, channel_id, message_id, is_private, forum, asked_at FROM answer "
)


def insert_answer(connection: Connection, row: dict[str, Any]) -> str:
    """Keep a new answer; returns the id that it is given."""
    answer_id = secrets.token_hex(4)
    while is_answer_kept(connection, answer_id):
        answer_id = secrets.token_hex(4)
    connection.execute(
        "INSERT INTO answer (answer_id, question, levelled, doc_ids, finding, confidence, "
        "generation, guild_id, channel_id, message_id, asker, is_private, forum, asked_at, "
        "is_overview, asked_in) VALUES (:answer_id, :question, :levelled, :doc_ids, :finding, "
        ":confidence, :generation, :guild_id, :channel_id, :message_id, :asker, :is_private, "
        ":forum, :asked_at, :is_overview, :asked_in)",
        {"answer_id": answer_id, **row},
    )
    return answer_id


def read_answer(row: tuple[Any, ...]) -> RecordedAnswer:
    """The answer of a row of :data:`SELECT_ANSWER`."""
    answer_id, question, doc_ids, finding, confidence, generation, *places, asked_at = row
    guild_id, channel_id, message_id, is_private, forum = places
    return RecordedAnswer(
        answer_id=answer_id,
        question=question,
        doc_ids=tuple(json.loads(doc_ids)),
        finding=Finding(finding),
        confidence=confidence,
        generation=generation,
        guild_id=guild_id,
        channel_id=channel_id,
        message_id=message_id,
        is_private=bool(is_private),
        forum=forum,
        asked_at=instant_from(asked_at),
    )


def privacy_report(asked: list[tuple[str, int]], voted: list[tuple[int]]) -> PrivacyReport:
    """What is kept of a member: questions and votes, each with its time in microseconds."""
    first = min([at for _text, at in asked] + [at for (at,) in voted], default=None)
    return PrivacyReport(
        questions=len(asked),
        votes=len(voted),
        since=None if first is None else instant_from(first),
        texts=tuple(question for question, _at in asked),
    )


def detach_message(connection: Connection, message_id: int | None) -> None:
    """Have no answer stand in a message any more."""
    connection.execute("UPDATE answer SET message_id = NULL WHERE message_id = ?", (message_id,))


def is_answer_kept(connection: Connection, answer_id: str) -> bool:
    """Whether the answer of that id is there."""
    query = "SELECT 1 FROM answer WHERE answer_id = ?"
    return connection.execute(query, (answer_id,)).fetchone() is not None


def count_votes(connection: Connection, answer_id: str) -> tuple[int, int]:
    """How many find an answer helpful and how many not."""
    total, helpful = connection.execute(
        "SELECT count(*), coalesce(sum(helpful), 0) FROM vote WHERE answer_id = ?", (answer_id,)
    ).fetchone()
    return helpful, total - helpful


def levelled(question: str) -> str:
    """A question without what its wordings differ in: case, accents, punctuation."""
    return " ".join(words(question)) or level(question).strip()


def checked_doc_ids(doc_ids: Sequence[str]) -> list[str]:
    """The ids as they are; ValueError where they are too many or too long."""
    if len(doc_ids) > _MAX_DOC_IDS or any(len(doc_id) > _MAX_DOC_ID_CHARS for doc_id in doc_ids):
        raise ValueError(
            f"more than {_MAX_DOC_IDS} doc_ids, or one of more than {_MAX_DOC_ID_CHARS} characters"
        )
    return list(doc_ids)


def checked_confidence(confidence: float) -> float:
    """The value as it is; ValueError where it is no probability."""
    if not 0 <= confidence <= 1:
        raise ValueError(f"confidence should be from 0 to 1, not {confidence}")
    return float(confidence)
