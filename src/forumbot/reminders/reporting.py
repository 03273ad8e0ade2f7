"""Telling the moderators what was not sent, or cannot be sent yet."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, timedelta

from forumbot.clock import Clock
from forumbot.language.phrases import counting, phrase, quoted
from forumbot.reminders.composing import LanguageOf, in_default
from forumbot.reminders.lead_names import kept_lead_in_words
from forumbot.reminders.ports import Ledger
from forumbot.reminders.records import Delivery, Purpose, event_from_json
from forumbot.reminders.schedule import digest

# Longer than a bot is cut off from Discord: moderators want to know also weeks later.
_USEFUL = timedelta(days=90)
_MAX_LINES = 15


class Reporter:
    """Plans reports; ``report_to`` gives the channel for those of a guild, 0 for none named."""

    def __init__(
        self,
        ledger: Ledger,
        report_to: Callable[[int], int],
        clock: Clock,
        language_of: LanguageOf = in_default,
    ) -> None:
        self._ledger = ledger
        self._language_of = language_of
        self._report_to = report_to
        self._clock = clock

    async def report(self, barred: Sequence[Delivery]) -> bool:
        """Plan to tell once of what was missed, refused or is ``barred``; returns if any is."""
        failed = await asyncio.to_thread(self._ledger.unreported)
        for rows, what in ((barred, "report_waits"), (failed, "report_not_sent")):
            for guild_id in dict.fromkeys(row.guild_id for row in rows):
                await self._tell_of([row for row in rows if row.guild_id == guild_id], what)
        return bool(barred or failed)

    async def _tell_of(self, rows: Sequence[Delivery], what: str) -> None:
        """Plan one report on these deliveries; those that a report told of already are left out."""
        now = self._clock().astimezone(UTC)
        new = [row for row in rows if not row.reported and row.purpose is not Purpose.REPORT]
        if not new:
            return
        report = Delivery(
            key=digest("report", *sorted(row.key for row in new)),
            purpose=Purpose.REPORT,
            guild_id=new[0].guild_id,
            channel_id=await asyncio.to_thread(self._report_to, new[0].guild_id),
            starts_at=now,
            due_at=now,
            useful_until=now + _USEFUL,
        )
        language = await asyncio.to_thread(self._language_of, report)
        report = replace(report, payload=json.dumps(_payload(new, what, language)))
        await asyncio.to_thread(self._ledger.mark_reported, [row.key for row in new], report)


def _payload(rows: Sequence[Delivery], what: str, language: str) -> dict[str, object]:
    """The lines of a report, those of direct messages as one, and how many more there are."""
    direct = sum(row.is_direct for row in rows)
    to_members = counting("report_direct", "report_direct_one", language, direct)
    lines = [_line(row, what, language) for row in rows if not row.is_direct]
    return {
        "lines": ([to_members] if direct else []) + lines[:_MAX_LINES],
        "more": max(len(lines) - _MAX_LINES, 0),
    }


def _line(row: Delivery, what: str, language: str) -> str:
    title = quoted(event_from_json(json.loads(row.payload or "{}")["event"]).title, language)
    subject = phrase("report_notice", language, title=title)
    if row.purpose is Purpose.REMINDER:
        lead = kept_lead_in_words(row.lead, language)
        subject = phrase("report_reminder", language, title=title, lead=lead)
    why = row.detail or phrase("report_no_reason", language)
    return phrase(what, language, what=subject, why=why)
