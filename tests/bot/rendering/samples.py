"""Answers, passages, outcomes and events to be rendered, each with the fields that matter."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import discord
from tests.documents import hit_on

from forumbot.answers.answerer import Answer, Citation, Finding
from forumbot.answers.blocks import Remark
from forumbot.answers.outcomes import DocumentOutcome
from forumbot.archive.documents import Document
from forumbot.archive.outcomes import Outcome
from forumbot.asking.question import read_question
from forumbot.reminders.events import Event, EventKind
from forumbot.search.hits import Hit
from forumbot.search.passages import Passage

NOW = datetime(2019, 2, 20, 12, tzinfo=UTC)
BUILT = NOW - timedelta(days=3)
FIRST = date(2018, 11, 15)


def citation(quote: str = "It is in Brussels.", **more: Any) -> Citation:
    """A citation with a given quote."""
    fields = {
        "number": 1, "doc_id": "a.md", "title": "Report", "section": None, "page": None,
        "url": None, "start": 0, "end": len(quote), "quote": quote, **more,
    }  # fmt: skip
    return Citation(**fields)


def hit(text: str, *headings: str, page: int | None = None, doc_id: str = "a.md") -> Hit:
    """A hit on a passage."""
    return hit_on(Passage(doc_id, headings, page, 0, len(text), text))


def answer(finding: Finding, remark: str = "", **more: Any) -> Answer:
    """An answer with the fields that matter to a reader."""
    question = more.get("question", "When is the forum?")
    fields = {
        "question": question, "understood": question, "finding": finding,
        "written": (Remark(remark),) if remark else (), "citations": (), "nearest": (),
        "confidence": 0.9, "hits": (), "stale": (), "elapsed_ms": 1.0, **more,
    }  # fmt: skip
    asked = read_question(fields["question"])
    fields["understood"] = read_question(fields["understood"], instead_of=asked)
    return Answer(**fields)


def document(title: str = "Report", **more: Any) -> Document:
    """A document that is its title and no more."""
    fields = {"kind": "report", "language": "en", "text": title, "blocks": (), **more}
    return Document("a.md", "", title, **fields)


def outcome(text: str, number: int = 1, **more: Any) -> DocumentOutcome:
    """An outcome of a document with the given fields."""
    return DocumentOutcome(Outcome("a.md", number, text, 0, 1, ()), document(**more))


def event(title: str = "Forum", **more: Any) -> Event:
    """An event of one hour on 14 March 2019 in Brussels."""
    start = datetime(2019, 3, 14, 9, tzinfo=ZoneInfo("Europe/Brussels"))
    fields = {
        "event_id": "e", "kind": EventKind.FORUM, "starts_at": start,
        "ends_at": start + timedelta(hours=1), "all_day": False, "timezone": "Europe/Brussels",
        **more,
    }  # fmt: skip
    return Event(title=title, **fields)


def described(embed: discord.Embed) -> str:
    """The description of an embed, which has to be there."""
    assert embed.description
    return embed.description
