"""What a delivery says: the row of the ledger in words, as of an instant."""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from forumbot.language.phrases import DEFAULT
from forumbot.language.said import in_language
from forumbot.reminders import wording
from forumbot.reminders.events import Event
from forumbot.reminders.records import Delivery, Purpose, event_from_json
from forumbot.reminders.wording import Announcement, Quoted

log = logging.getLogger(__name__)

LanguageOf = Callable[[Delivery], str]
"""In which language a delivery is said."""

Background = Callable[[int, Event, datetime], Sequence[Quoted]]
"""What else is quoted of an event as of an instant, to a guild by its id."""


def in_default(_row: Delivery) -> str:
    """English, whoever reads it."""
    return DEFAULT


class Composer:
    """Words deliveries; what gives the ``background`` may fail."""

    def __init__(
        self, background: Background, late_after: timedelta, language_of: LanguageOf = in_default
    ) -> None:
        self._background_of = background
        self._language_of = language_of
        self.late_after = late_after

    def reason(self, row: Delivery, why: str) -> str:
        """Why something became of a delivery, in the language that it is said in."""
        return str(in_language(why, self._language_of(row)))

    def announcement(self, row: Delivery, now: datetime) -> Announcement:
        """What a delivery says if it is sent at ``now``."""
        payload, language = json.loads(row.payload or "{}"), self._language_of(row)
        if row.purpose is Purpose.REPORT:
            title = payload.get("title", "")
            return wording.report(payload["lines"], payload.get("more", 0), title, language)
        event = event_from_json(payload["event"])
        if row.purpose is Purpose.NOTICE:
            return wording.notice(event_from_json(payload["before"]), event, now, language)
        if event.status == "cancelled":  # what comes in place of the reminder that was asked for
            return wording.notice(replace(event, status="confirmed"), event, now, language)
        return self._reminder(row, event, now, self.late_after)

    def as_it_is_now(self, row: Delivery, event: Event, now: datetime) -> Announcement:
        """What a reminder that was sent says of its event once that has changed; never late."""
        return self._reminder(row, event, now, timedelta.max)

    def _reminder(
        self, row: Delivery, event: Event, now: datetime, late_after: timedelta
    ) -> Announcement:
        return wording.reminder(
            event, row.anchor, now, due_at=row.due_at, late_after=late_after,
            message=row.message, background=self._background(row.guild_id, event, now),
            language=self._language_of(row),
        )  # fmt: skip

    def _background(self, guild_id: int, event: Event, now: datetime) -> Sequence[Quoted]:
        try:
            return self._background_of(guild_id, event, now)
        except Exception:
            log.exception("no background for %s", event.event_id)
            return ()


def shown_of(row: Delivery) -> str:
    """JSON of the event as the message of a reminder or notice shows it."""
    return json.dumps(json.loads(row.payload or "{}")["event"])
