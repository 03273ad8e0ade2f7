"""What comes, page by page, of a kind, a time or a subject, with a reminder of each event."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from zoneinfo import ZoneInfo

import discord

from forumbot.answers.forums import speaks_of
from forumbot.answers.overviews.calendar import period_in_words
from forumbot.asking.asked_periods import AskedPeriod, asked_period
from forumbot.asking.question import read_question
from forumbot.bot.agenda import GuildAgenda, agenda_of, token_of
from forumbot.bot.buttons.base import Match, Pressed, defer_page
from forumbot.bot.buttons.calendar_files import ALL_EVENTS, IcsButton
from forumbot.bot.buttons.reminding import RemindOfButton, may_remind
from forumbot.bot.calendar_watch import faults
from forumbot.bot.ports import bot_of
from forumbot.bot.rendering.events import PER_PAGE, event_pages, events_embed
from forumbot.errors import UsageError
from forumbot.language.phrases import phrase, phrases
from forumbot.language.said import SaidError
from forumbot.reminders.events import Event
from forumbot.reminders.moments import read_moment
from forumbot.reminders.ranges import split_range

MAX_WHEN, MAX_ABOUT = 24, 36
"""With the kind and the page they stand in the ids of buttons, which have a hundred letters."""
_PAGES_ROW = 1


@dataclass(frozen=True, slots=True)
class Chosen:
    """What events are chosen by: a kind, a time in words, words of title, place or themes."""

    kind: str = ""
    when: str = ""
    about: str = ""

    @classmethod
    def of(cls, kind: str | None, when: str | None, about: str | None) -> "Chosen":
        """What a member has typed, without the sign that parts it in the ids of buttons."""
        when, about = (" ".join((typed or "").replace(":", " ").split()) for typed in (when, about))
        return cls(kind or "", when, about)

    def among(self, agenda: GuildAgenda, language: str) -> tuple[list[Event], str]:
        """The events to come that are chosen, and in words by what.

        Raises :class:`UsageError` where the time is not understood.
        """
        period = self._period(agenda)
        found = [
            event for event in agenda.coming()
            if self.kind in ("", event.kind)
            and (period is None or period.holds(event.starts_on, event.ends_on))
            and self._is_about(event)
        ]  # fmt: skip
        kind = phrases(language).get(f"event_kind_{self.kind}", self.kind)
        told = [kind, period_in_words(period, language) if period else "", self.about]
        return found, " · ".join(words for words in told if words)

    def _is_about(self, event: Event) -> bool:
        text = " ".join([event.title, event.place or "", *event.themes])
        return not self.about or speaks_of(text, self.about)

    def _period(self, agenda: GuildAgenda) -> AskedPeriod | None:
        if not self.when:
            return None
        today = agenda.now.astimezone(ZoneInfo(agenda.community.timezone)).date()
        period = _days(self.when, today) or asked_period(read_question(self.when), today)
        period = period or _day(self.when, today)
        if period is None:
            raise SaidError("told_unknown_time", when=self.when)
        return period


def _days(text: str, today: date) -> AskedPeriod | None:
    """From one day to another, of which a question names the first alone."""
    whole = split_range(text)
    first = _day(whole.first, today) if whole else None
    last = _day(whole.last, first.spans[0][0]) if whole and first else None
    return AskedPeriod(((first.spans[0][0], last.spans[0][1]),)) if first and last else None


def _day(text: str, today: date) -> AskedPeriod | None:
    """One day, as the start of an event names it."""
    try:
        moment = read_moment(text, today)
    except UsageError:
        return None
    day = moment.local.date()
    return AskedPeriod(((day, day),)) if moment.is_day else None


class EventsPageButton(
    Pressed,
    template=r"fb:ev:(?P<page>\d{1,3}):(?P<kind>[a-z-]{0,20}):(?P<when>[^:]{0,24}):(?P<about>[^:]{0,36})",
):
    """Another page of events."""

    def __init__(self, page: int, chosen: Chosen, **button: Any) -> None:
        parts = (str(page), chosen.kind, chosen.when, chosen.about)
        super().__init__(f"fb:ev:{':'.join(parts)}", **button)
        self.page, self.chosen = page, chosen

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, _item: discord.ui.Item[Any], match: Match, /
    ) -> Self:
        """Make the button again from what stands in its id."""
        chosen = Chosen(match["kind"], match["when"], match["about"])
        return cls(int(match["page"]), chosen, label="…")

    async def press(self, interaction: discord.Interaction) -> None:
        """Turn the page for the presser."""
        await defer_page(interaction)
        await show_events(interaction, self.chosen, self.page)


async def show_events(interaction: discord.Interaction, chosen: Chosen, page: int) -> None:
    """Fill a deferred response with a page of events."""
    agenda = await agenda_of(bot_of(interaction), interaction.guild_id)
    language = interaction.locale.value
    found, words = await asyncio.to_thread(chosen.among, agenda, language)
    pages = event_pages(len(found))
    page = min(max(page, 1), pages)
    view = discord.ui.View(timeout=None)
    for button in await asyncio.to_thread(_reminders, agenda, found, page, language):
        view.add_item(button)
    for step, key in ((-1, "button_back"), (1, "button_on")):
        if 1 <= page + step <= pages:
            label = phrase(key, language)
            view.add_item(EventsPageButton(page + step, chosen, label=label, row=_PAGES_ROW))
    if found and chosen == replace(Chosen(), kind=chosen.kind):
        label = phrase("button_calendar", language)
        view.add_item(IcsButton(chosen.kind or ALL_EVENTS, label=label, row=_PAGES_ROW))
    embed = events_embed(found, agenda.now, page, chosen_by=words, language=language)
    archive = bot_of(interaction).archive_of(interaction.guild_id)
    is_faulty = bool(await asyncio.to_thread(faults, archive))
    note = phrase("calendar_fault", language) if is_faulty else None
    await interaction.edit_original_response(content=note, embed=embed, view=view)


def _reminders(
    agenda: GuildAgenda, events: Sequence[Event], page: int, language: str
) -> list[RemindOfButton]:
    """A reminder of each event of a page, by its number alone: a phone has them in a row.

    That of an event which has begun, or begins too soon for one, does nothing.
    """
    first = (page - 1) * PER_PAGE
    return [
        RemindOfButton(
            token_of(event.event_id),
            label=phrase("button_remind", language) if len(events) == 1 else str(number),
            row=0,
            disabled=not may_remind(agenda, event),
        )
        for number, event in enumerate(events[first : first + PER_PAGE], start=first + 1)
    ]
