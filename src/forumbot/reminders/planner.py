"""Planning: the ledger brought in step with the events, with what was asked for, and with changes.

What is planned here the :mod:`~forumbot.reminders.runner` delivers.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from forumbot.language.said import in_language, said
from forumbot.reminders import schedule, wording
from forumbot.reminders.composing import Background, LanguageOf, in_default
from forumbot.reminders.events import Event, day_of, series_of, upcoming
from forumbot.reminders.foresight import Foreseen, Unkept
from forumbot.reminders.ports import Ledger
from forumbot.reminders.records import Delivery, Purpose, State, event_from_json, event_to_json
from forumbot.reminders.schedule import Community, Defaults, Reminder, Rule, digest

_KEEP_RULES = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Known:
    """Events, whether all that there are could be read, and which go on under another id."""

    events: Sequence[Event]
    is_complete: bool
    renamed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the runner asks of the world around it; each is called off the event loop.

    The events and what is quoted beside them may be others for each guild, named by its id.
    ``report_to`` gives the channel in which moderators of a guild are told what went wrong, 0 for
    whoever the poster chooses; ``language_of`` the language in which a delivery is said.
    """

    events: Callable[[int], Known]
    communities: Callable[[], Sequence[Community]]
    background: Background
    report_to: Callable[[int], int]
    timezone: str = "UTC"
    language_of: LanguageOf = in_default


@dataclass(frozen=True, slots=True)
class _News:
    """What one place is to be told of an event that has changed: a notice, if that is news.

    Messages there that are ``outdated`` are edited to show the event as it is. Notices that were
    not sent yet and are ``overtaken`` become one with the new one.
    """

    event: Event
    outdated: Sequence[Delivery]
    notices: Sequence[Delivery]
    overtaken: Sequence[Delivery]


class Planner:
    """Says what is to be sent; each :meth:`plan` reads the world and the ledger anew."""

    def __init__(self, ledger: Ledger, around: Surroundings, defaults: Defaults) -> None:
        self._ledger = ledger
        self._around = around
        self._defaults = defaults

    def plan(self, now: datetime) -> None:
        """Make the ledger's open reminders and notices those that there should be at ``now``."""
        communities = self._communities()
        all_known = {one.guild_id: self._around.events(one.guild_id) for one in communities}
        for guild_id, known in all_known.items():
            self._rename(guild_id, known, now)
        planned = self._ledger.planned()
        since = min([now, *(row.due_at for row in planned)])
        wanted: list[Delivery] = []
        for community in communities:
            known = all_known[community.guild_id]
            events = self.events_of(community.guild_id, known.events)
            of_guild = [row for row in planned if row.guild_id == community.guild_id]
            if not known.is_complete:
                events = (*events, *_events_of(of_guild, events))
            rules = self._ledger.requests.rules(community.guild_id)
            mutes = self._ledger.requests.mutes(community.guild_id)
            there = schedule.reminders(events, community, rules, mutes, self._defaults, since)
            wanted += self._to_plan(there, now)
            wanted += self._in_place_of_reminders(of_guild, events, rules, known.is_complete)
            self._forget_rules_of_past(events, rules, now)
            posted = self._still_wanted(self._ledger.posted(), community.guild_id, rules)
            news = _news(posted, of_guild, events, known.is_complete, now)
            self._note_changes(news, now)
        self._ledger.reconcile(_each_once(wanted, self._own_events()))

    def events_of(self, guild_id: int, events: Sequence[Event]) -> tuple[Event, ...]:
        """The events of the archive and those of a guild, which stand before them."""
        own = [event for _guild_id, event in self._ledger.requests.events(guild_id)]
        return schedule.overlaid(events, own)

    def _own_events(self) -> set[tuple[int, str]]:
        """The events that guilds have made or changed, each with its guild's id."""
        return {(guild_id, event.event_id) for guild_id, event in self._ledger.requests.events()}

    def _communities(self) -> list[Community]:
        """Every guild with settings, rules or events of its own."""
        found = {one.guild_id: one for one in self._around.communities()}
        mentioned = {rule.guild_id for rule in self._ledger.requests.rules()}
        mentioned |= {guild_id for guild_id, _event in self._ledger.requests.events()}
        mentioned |= {row.guild_id for row in self._ledger.posted()}
        for guild_id in mentioned - found.keys():
            found[guild_id] = Community(guild_id, None, self._around.timezone)
        return list(found.values())

    def _rename(self, guild_id: int, known: Known, now: datetime) -> None:
        """Bring what is kept of events that go on under another id to that one."""
        if not known.renamed:
            return
        own = {event.event_id for _guild_id, event in self._ledger.requests.events(guild_id)}
        # The days of a series of the guild's own are its own matter.
        names = {
            old: new for old, new in known.renamed.items()
            if day_of(old) is None or series_of(old) not in own
        }  # fmt: skip
        self._ledger.rename_events(guild_id, names, now)

    def foresee(self, guild_id: int, change: Unkept, now: datetime) -> Foreseen:
        """Who would hear of it, and how, if the events of a guild were changed so at ``now``."""
        communities = {one.guild_id: one for one in self._communities()}
        community = communities.get(guild_id) or Community(guild_id, None, self._around.timezone)
        known = self._around.events(guild_id)
        events = schedule.overlaid(self.events_of(guild_id, known.events), change.kept)
        planned = [change.delivery(row) for row in self._ledger.planned(guild_id)]
        rules = change.rules(self._ledger.requests.rules(guild_id))
        mutes = change.mutes(self._ledger.requests.mutes(guild_id))
        there = schedule.reminders(change.kept, community, rules, mutes, self._defaults, now)
        sent = [change.delivery(row) for row in self._ledger.posted() if row.guild_id == guild_id]
        sent = [row for row in sent if change.is_of(row.event_id)]
        posted = self._still_wanted(sent, guild_id, rules)
        confirmed = [
            row for row in planned
            if change.is_of(row.event_id) and _event_of(row).status == "confirmed"
        ]  # fmt: skip
        news = list(_news(posted, planned, events, known.is_complete, now))
        return Foreseen(
            notices=tuple(notice for one in news for notice in one.notices),
            edited=tuple(row for one in news for row in one.outdated),
            reminders=tuple(
                row for row in self._to_plan(there, now)
                if row.due_at == now
                and not self._ledger.has_posted(change.old_name_of(row.event_id), row.channel_id)
            ),
            instead=tuple(
                self._in_place_of_reminders(confirmed, events, rules, known.is_complete)
            ),
            was_told=bool(sent),
        )  # fmt: skip

    def _to_plan(self, there: Sequence[Reminder], now: datetime) -> list[Delivery]:
        """The reminders as deliveries, without those whose hour had passed before they were known.

        Of these the last one stays, due now, where its event was never announced there and no
        other reminder of it is to come or was tried. What is known keeps the hour it was planned
        for.
        """
        kept: list[Reminder] = []
        passed: dict[tuple[str, int], Reminder] = {}
        served: set[tuple[str, int]] = set()
        for one in there:
            place = (one.event.event_id, one.channel_id)
            known = self._ledger.get(one.key) if one.due_at <= now else None
            if one.due_at <= now and known is None:
                passed[place] = one
                continue
            served.add(place)
            kept.append(replace(one, due_at=known.due_at) if known else one)
        for place, last in passed.items():
            is_last = place not in served and not self._ledger.has_posted(*place)
            if is_last and _is_worth_saying(last, now):
                kept.append(replace(last, due_at=now))
        return [_delivery(one) for one in kept]

    def _in_place_of_reminders(
        self,
        planned: Sequence[Delivery],
        events: Sequence[Event],
        rules: Sequence[Rule],
        is_complete: bool,
    ) -> list[Delivery]:
        """What members hear at the hour of the reminder that they asked for, of what is cancelled.

        Who was reminded of it before is told at once, as of any change.
        """
        wants = {(rule.member_id, series_of(rule.event_id)) for rule in rules}
        kept: list[Delivery] = []
        for row in planned:
            is_own = row.is_direct and row.purpose is Purpose.REMINDER
            if not is_own or (row.channel_id, series_of(row.event_id)) not in wants:
                continue
            before, after = _event_of(row), schedule.find_event(events, row.event_id)
            # What is in a calendar that cannot be read whole is as it was when that last could.
            as_it_is = _as_it_is(before, after) if after or is_complete else before
            if as_it_is.status == "cancelled" and not self._ledger.has_posted(
                row.event_id, row.channel_id
            ):
                kept.append(replace(row, payload=json.dumps({"event": event_to_json(as_it_is)})))
        return kept

    def _forget_rules_of_past(
        self, events: Sequence[Event], rules: Sequence[Rule], now: datetime
    ) -> None:
        """Keep no member's id for a reminder of what is long over, a series after its last day."""
        for rule in rules:
            event = schedule.find_event(events, rule.event_id)
            if event is not None and not upcoming([event], now - _KEEP_RULES):
                self._ledger.requests.remove_rule(rule.rule_id)

    # Changes of events that were announced

    def _still_wanted(
        self, posted: Sequence[Delivery], guild_id: int, rules: Sequence[Rule]
    ) -> list[Delivery]:
        """What was sent in a guild, without what members have stopped."""
        wants = {(rule.member_id, series_of(rule.event_id)) for rule in rules}
        return [
            row for row in posted
            if row.guild_id == guild_id and row.shown is not None
            and (not row.is_direct or (row.channel_id, series_of(row.event_id)) in wants)
        ]  # fmt: skip

    def _note_changes(self, news: Iterable[_News], now: datetime) -> None:
        for one in news:
            for row in one.overtaken:
                self._take_back(row, now)
            if one.outdated:
                keys = [row.key for row in one.outdated]
                self._ledger.note_change(keys, _as_json(one.event), one.notices)

    def _take_back(self, notice: Delivery, now: datetime) -> None:
        detail = in_language(said("missed_overtaken"), self._around.language_of(notice))
        self._ledger.record(notice.key, State.MISSED, now, detail=detail)
        self._ledger.mark_reported([notice.key], None)


def _news(
    posted: Sequence[Delivery],
    planned: Sequence[Delivery],
    events: Sequence[Event],
    is_complete: bool,
    now: datetime,
) -> Iterator[_News]:
    """What is to be told to each place where something was said of an event."""
    groups: dict[tuple[str, int], list[Delivery]] = defaultdict(list)
    for row in posted:
        groups[row.event_id, row.channel_id].append(row)
    untold: dict[tuple[str, int], list[Delivery]] = defaultdict(list)
    for row in planned:
        if row.purpose is Purpose.NOTICE:
            untold[row.event_id, row.channel_id].append(row)
    for place, rows in groups.items():
        after = schedule.find_event(events, place[0])
        if after is not None or is_complete:
            rows.sort(key=lambda row: row.due_at)
            yield _news_of(rows, untold[place], after, now)


def _news_of(
    rows: Sequence[Delivery], untold: Sequence[Delivery], after: Event | None, now: datetime
) -> _News:
    """What is to be told to one place; an event that is no longer there does not take place."""
    overtaken = [row for row in untold if _is_outdated(_event_of(row), after)]
    outdated = [
        row for row in rows
        if not _shown_event(row).is_past(now) and _is_outdated(_shown_event(row), after)
    ]  # fmt: skip
    if not outdated:
        return _News(_as_it_is(_shown_event(rows[-1]), after), (), (), overtaken)
    last = outdated[-1]
    before = _event_of(overtaken[0], "before") if overtaken else _shown_event(last)
    new = _as_it_is(before, after)
    is_news = last is rows[-1] and wording.changes(before, new)
    notices = [_notice(rows, before, new, now)] if is_news else []
    return _News(new, outdated, notices, overtaken)


def _each_once(wanted: Sequence[Delivery], own: Container[tuple[int, str]]) -> list[Delivery]:
    """The deliveries, each key once: who asked for the same in several guilds is told once.

    That is of the archive's event rather than of one that a guild has changed (``own``), which is
    for its members. Where that says something else, it is told of as well.
    """
    kept: dict[str, Delivery] = {}
    for row in sorted(wanted, key=lambda row: (row.guild_id, series_of(row.event_id)) in own):
        first = kept.setdefault(row.key, row)
        if first is not row and not wording.is_shown_alike(_event_of(first), _event_of(row)):
            apart = replace(row, key=digest(row.key, row.guild_id))
            kept[apart.key] = apart
    return list(kept.values())


def _is_worth_saying(one: Reminder, now: datetime) -> bool:
    """Whether a reminder that was never planned can still be sent: what it speaks of is ahead."""
    is_ahead = one.lead.anchor == "end" or one.event.starts_at > now
    return is_ahead and now < one.useful_until


def _delivery(one: Reminder) -> Delivery:
    return Delivery(
        key=one.key,
        purpose=Purpose.REMINDER,
        guild_id=one.guild_id,
        channel_id=one.channel_id,
        is_direct=one.is_direct,
        event_id=one.event.event_id,
        lead=str(one.lead),
        anchor=one.lead.anchor,
        starts_at=one.event.starts_at.astimezone(UTC),
        due_at=one.due_at.astimezone(UTC),
        useful_until=one.useful_until.astimezone(UTC),
        importance=one.importance,
        role_id=one.role_id,
        message=one.message,
        payload=json.dumps({"event": event_to_json(one.event)}),
    )


def _notice(rows: Sequence[Delivery], before: Event, after: Event, now: datetime) -> Delivery:
    """A notice for those who were reminded by these deliveries; the same change may come again."""
    last = rows[-1]
    until = max(before.starts_at.astimezone(UTC), after.starts_at.astimezone(UTC))
    return Delivery(
        key=digest(
            "notice", last.event_id, last.channel_id, now, _as_json(before), _as_json(after)
        ),
        purpose=Purpose.NOTICE,
        guild_id=last.guild_id,
        channel_id=last.channel_id,
        is_direct=last.is_direct,
        event_id=last.event_id,
        starts_at=after.starts_at.astimezone(UTC),
        due_at=now,
        useful_until=max(until, now + timedelta(hours=1)),
        importance=-1,
        role_id=_role_of(rows) if wording.is_pressing(before, after) else None,
        payload=json.dumps({"event": event_to_json(after), "before": event_to_json(before)}),
    )


def _role_of(rows: Sequence[Delivery]) -> int | None:
    return next((row.role_id for row in rows if row.role_id is not None), None)


def _shown_event(row: Delivery) -> Event:
    """The event as the posted message shows it."""
    return event_from_json(json.loads(row.shown or "{}"))


def _event_of(row: Delivery, name: str = "event") -> Event:
    """The event that a message is to be on; a notice also has that ``before`` the change."""
    return event_from_json(json.loads(row.payload or "{}")[name])


def _events_of(rows: Sequence[Delivery], known: Sequence[Event]) -> list[Event]:
    """The events that reminders are planned of and that are not among those known."""
    found = {row.event_id: row for row in rows if row.purpose is Purpose.REMINDER}
    return [
        _event_of(row) for event_id, row in found.items()
        if schedule.find_event(known, event_id) is None
    ]  # fmt: skip


def _as_it_is(before: Event, after: Event | None) -> Event:
    return after or replace(before, status="cancelled")


def _is_outdated(shown: Event, after: Event | None) -> bool:
    return not wording.is_shown_alike(shown, _as_it_is(shown, after))


def _as_json(event: Event) -> str:
    return json.dumps(event_to_json(event))
