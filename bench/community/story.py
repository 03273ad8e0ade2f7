"""What happens to the community, day after day: a script that chance fills in."""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from tests.bot.fake_discord import Json, rate_limited, refusal

from bench.community.promises import LEADS, Happening, Promise, Promises
from bench.community.servers import Seen, Server
from bench.community.town import Town, announcements_of, moderators_of
from bench.community.watch import Watch

Deed = Callable[[], object]
_LONG_SECONDS = 5.0
_BUILD_SECONDS = 300.0
BEGINS = date(2019, 3, 4)
"""A Monday: the clocks go forward on the tenth in New York, on the thirty-first in Europe."""
QUESTIONS = (
    "What were the outcomes of the third forum?", "When was the second forum?",
    "Wer sprach beim dritten Forum über Digitalisierung?", "Wann findet das nächste Forum statt?",
    "Quels étaient les résultats du troisième forum ?", "Quand a lieu la prochaine conférence ?",
    "Care au fost concluziile celui de-al treilea forum?", "Hi! Who opened the third forum? Thx :)",
    "¿Cuándo fue el segundo foro?", "Wat werd besloten op het derde forum?",
    "What is a cluster?", "What is on this month?", "how do I get a reminder?", "thanks!",
    "What was decided about hydrogen valleys?", "Who spoke on cluster excellence labelling?",
    "When did the EU Cluster Weeks end?", "What does the gold label require?",
    "How much money was there for European cluster partnerships?", "good morning",
    "Which countries have a national cluster policy?", "is there a forum next week",
    "What is the Smart Guide to cluster policy?", "List the presentations of the third forum",
    "Where is the conference in May?", "What is the capital of France?", "asdf",
)  # fmt: skip
UNREAD = (
    "What events are coming?", "thanks!", "What is on this month?", "how do I get a reminder?",
    "List the presentations of the third forum", "What were the outcomes of the third forum?",
)  # fmt: skip
"""Like these, in the language of the archive, and answered without a reader."""
FURTHER = (
    "and the second one?", "tell me more", "who said that?", "et en français ?", "und wann?",
    "give me the link", "why?",
)  # fmt: skip
FURTHER_UNREAD = ("tell me more", "who said that?", "give me the link")
PRIVATE = (
    "What did the report say on {}, and who pays for it?", "Was steht im Bericht über {}?",
    "Is it known what {} costs?", "Que dit le rapport sur {} ?",
)  # fmt: skip
SUBJECTS = (
    "skills in clusters", "the excellence labels", "entrepreneurs", "smart specialisation",
    "internationalisation", "the collaboration platform", "clusters in Romania", "value chains",
)  # fmt: skip
_TITLES = ("Evening on {}", "Round table: {}", "Visit to {}", "Open call: {}", "Workshop on {}")
MEMBER_LEADS = ("1 week", "1 day", "3 hours", "1 hour")
"""How long before an event members may be reminded of it, as the buttons have it."""
_KINDS = ("meeting", "webinar", "other", "conference")


@dataclass(repr=False)
class Story:
    """A community's days; each deed is done, and what it promises is taken down."""

    town: Town
    watch: Watch
    promises: Promises
    knowledge: Path
    tells: bool = True

    def __post_init__(self) -> None:
        self.chance = self.town.chance
        reads = self.town.scale.reads
        self.questions = QUESTIONS if reads else UNREAD
        self.further = FURTHER if reads else FURTHER_UNREAD
        self.happenings: list[Happening] = []
        self.announces: dict[str, str] = {}
        self.series: dict[str, Happening] = {}
        self.own: list[tuple[str, Server, Happening, str]] = []
        """Members' own reminders: whose, begun where, of what, how long before."""
        self.stopped: set[tuple[str, int]] = set()
        self.counts = dict.fromkeys(("questions", "events", "own reminders", "left"), 0)

    # Days

    def run(self) -> None:
        """All days, one after another."""
        town = self.town
        self._at(BEGINS, time(7))
        town.start_bot()
        for server in town.servers:
            self._set_up(server)
        for event in archive_events(self.knowledge):
            self.happenings.append(event)
            for server in town.servers:
                self._expect(event, server)
        for number in range(town.scale.days):
            self._day(number)
        self.watch.answered_once()
        self.watch.logged_no_error()

    def _day(self, number: int) -> None:
        day = BEGINS + timedelta(days=number)
        deeds: list[tuple[time, Deed]] = [*self._usual(number), *self._troubles(number)]
        for at, deed in sorted(deeds, key=lambda one: one[0]):
            self._at(day, at)
            began = monotonic()
            deed()
            self.town.settle()
            if self.tells and monotonic() - began > _LONG_SECONDS:
                words = f"{self.town.now:%d %B %H:%M} {_name(deed)}: {monotonic() - began:.0f} s"
                print(words, file=sys.stderr)
            self.watch.at_rest()
        self._at(day, time(23, 45))
        self.watch.at_rest()

    def _at(self, day: date, at: time) -> None:
        self.town.pass_time(datetime.combine(day, at, ZoneInfo("Europe/Brussels")))

    def _usual(self, number: int) -> Iterator[tuple[time, Deed]]:
        """What people do on any day."""
        servers = self.town.servers
        for hour in range(self.town.scale.questions_a_day):
            yield time(8 + hour % 12, 7 + 2 * (hour // 12)), self.ask_something
        if self.town.scale.reads:
            yield time(8, 31), self.ask_in_private
        yield time(9, 20), self.begin_reminders
        for more in range(self.town.scale.events_a_day):
            yield time(10, 12), partial(self.make_event, servers[(number + more) % len(servers)])
        if number % 3 == 0:
            yield time(11, 40), self.write_directly
        if number % 2 == 0:
            yield time(12, 25), self.edit_question
        else:
            yield time(18, 5), self.vote_and_share
        yield time(13, 33), partial(self.change_something, number)
        yield time(14, 50), self.somebody_leaves
        yield time(16, 16), self.look_at_events
        yield time(17, 20), self.begin_reminders
        if number % 3 == 2:
            yield time(19, 44), self.stop_something
            yield time(20, 2), self.delete_all
        if number % 5 == 0:
            yield time(15, 15), partial(self.look_after, servers[number // 5 % len(servers)])

    def _troubles(self, number: int) -> Iterator[tuple[time, Deed]]:
        """What goes wrong on certain days; from the sixth to the last but three no process ends."""
        last = self.town.scale.days - 1
        servers = self.town.servers
        one_off: dict[int, list[tuple[time, Deed]]] = {
            1: [(time(8, 55), self.kill_at_next_reminder)],
            3: [(time(21), self.restart)],
            2: [(time(8, 45), self.drop_line), (time(9, 50), partial(self.fail_once, 500))],
            4: [(time(8, 50), self.kill_and_wait)],
            # Before the first weighing, as the first build of a process takes memory for good.
            5: [(time(7, 40), self.rebuild)],
            7: [(time(8, 57), partial(self.fail_once, 429)), (time(13), self.drop_line)],
            9: [(time(8, 40), self.break_calendar), (time(22), self.mend_calendar)],
            11: [(time(7, 30), self.rebuild), (time(12), partial(self.silence, servers[-1]))],
            14: [(time(11), partial(self.lose_channel, servers[1 % len(servers)]))],
            16: [(time(7, 40), self.outage), (time(15), partial(self.fail_once, 500))],
            18: [(time(9, 30), partial(self.remove_and_invite, servers[-1]))],
            20: [(time(12, 30), partial(self.lose_role, servers[2 % len(servers)]))],
            23: [(time(8, 58), self.drop_line), (time(7, 35), self.rebuild)],
            25: [(time(10), self.roll_back)],
        }
        if last > max(one_off):
            one_off[last - 2] = [(time(8, 40), self.kill_and_wait), (time(17), self.restart)]
            one_off[last - 1] = [(time(8, 55), self.kill_at_next_reminder)]
            one_off[7] += [(time(23, 30), partial(self.watch.weigh, "after the first week"))]
            one_off[last - 3] = [
                (time(23, 30), partial(self.watch.weigh, "after the fourth week")),
                (time(23, 31), partial(self.watch.compare, "after the first week",
                                       "after the fourth week")),
            ]  # fmt: skip
        yield from one_off.get(number, [])

    # Servers set up

    def _set_up(self, server: Server) -> None:
        town, owner = self.town, server.owner_id
        town.give(server, owner, "settings role", duty="moderators", role=moderators_of(server))
        town.give(server, owner, "settings timezone", zone=server.zone)
        channel = announcements_of(server)
        if channel not in server.channels:
            channel = next(one for one, name in server.channels.items() if name == "news")
        town.give(server, owner, "settings announcements", channel=channel)
        staff = next(one for one, name in server.channels.items() if name == "staff")
        town.give(server, owner, "settings reports", channel=staff)
        self.announces[server.guild_id] = channel

    def _expect(self, event: Happening, server: Server) -> None:
        """Expect what is announced of an event by itself."""
        channel = self.announces.get(server.guild_id)
        if channel is not None and event.guild_id in (None, server.guild_id):
            leads = LEADS[event.kind]
            self.promises.remind(event, leads, channel, server.guild_id, self.town.now)

    # Questions

    def ask_something(self) -> None:
        """Somebody asks, by a command or a mention, and now and then asks further."""
        self.counts["questions"] += 1
        town, server = self.town, self.chance.choice(self._with_bot())
        user_id, text = town.anybody(server), self.chance.choice(self.questions)
        if self.chance.random() < 0.5:
            message = town.mention(server, user_id, text)
            self._answered([message])
            return
        shown = town.give(server, user_id, "ask", question=text)
        self._told(shown, text)
        if shown is not None and self.chance.random() < 0.4:
            self.ask_further(server, user_id, shown)

    def ask_further(self, server: Server, user_id: str, shown: Seen) -> None:
        """Somebody goes on from an answer by mentioning the bot in a reply to it."""
        self.counts["questions"] += 1
        before = self.town.mention(server, user_id, self.chance.choice(self.further))
        self._answered([before])

    def _answered(self, messages: list[Json]) -> None:
        try:
            self.town.answered(messages)
        except TimeoutError:
            self.watch.wrong(f"no answer to: {[one['content'] for one in messages]}")

    def _told(self, shown: Seen | None, text: str) -> None:
        if shown is None or not shown.text:
            self.watch.wrong(f"no answer to: {text}")

    def ask_in_private(self) -> None:
        """Somebody asks what nobody else is to know, and goes on from there."""
        self.counts["questions"] += 1
        town, server = self.town, self.chance.choice(self._with_bot())
        user_id, number = town.anybody(server), len(self.watch.secrets) + 1
        subject = f"{self.chance.choice(SUBJECTS)} in the matter {1000 + number}"
        text = self.chance.choice(PRIVATE).format(subject)
        self.watch.secrets[subject] = user_id
        shown = town.give(server, user_id, "ask", question=text, private=True)
        self._told(shown, text)
        if shown is not None:
            town.choose(server, user_id, shown, "fb:rest:")

    def write_directly(self) -> None:
        """Somebody asks in a direct message."""
        self.counts["questions"] += 1
        user_id = self.town.anybody(self.chance.choice(self._with_bot()))
        if user_id not in self.town.land.closed:
            self._answered([self.town.write(user_id, self.chance.choice(self.questions))])

    def edit_question(self) -> None:
        """Somebody asks, and then asks otherwise in the same message."""
        self.counts["questions"] += 2
        server = self.chance.choice(self._with_bot())
        first, second = self.chance.sample(self.questions, 2)
        message = self.town.mention(server, self.town.anybody(server), first)
        self._answered([message])
        try:
            self.town.edit(message, second)
        except TimeoutError:
            self.watch.wrong(f"the edited question was not answered anew: {second}")

    def vote_and_share(self) -> None:
        """Somebody votes on an answer, and somebody shares what was theirs alone."""
        town, server = self.town, self.chance.choice(self._with_bot())
        user_id = town.anybody(server)
        shown = town.give(server, user_id, "ask", question=self.chance.choice(self.questions))
        rest = town.choose(server, user_id, shown, "fb:rest:")
        town.choose(server, town.anybody(server), rest, "fb:vote:")
        text = self.chance.choice(self.questions)
        own = town.give(server, user_id, "ask", question=text, private=True)
        town.choose(server, user_id, own, "fb:share:")

    # Events

    def make_event(self, server: Server) -> None:
        """A moderator makes an event, every second one with a reminder of its own."""
        if not server.has_bot or server.guild_id not in self.announces:
            return
        self.counts["events"] += 1
        number = len(self.watch.titles) + 1
        is_weekly = server.guild_id not in self.series
        title = self.chance.choice(_TITLES).format(f"{server.name.split()[0]} matters {number:03}")
        starts = datetime.combine(
            self.town.now.date() + timedelta(days=self.chance.randint(2, self.town.scale.ahead)),
            time(self.chance.randint(9, 19), self.chance.choice((0, 15, 30))),
            ZoneInfo(server.zone),
        )
        kind = "meeting" if is_weekly else self.chance.choice(_KINDS)
        event = Happening(title, kind, server.zone, {}, server.guild_id, is_weekly=is_weekly)
        for week in range(8 if is_weekly else 1):
            day = starts.date() + timedelta(weeks=week)
            event.days[day] = datetime.combine(day, starts.time(), ZoneInfo(server.zone))
        more: dict[str, Any] = {"repeats": "weekly"} if is_weekly else {}
        self.watch.titles[title] = server.guild_id
        moderator = self.town.moderator(server)
        shown = self.town.give(
            server, moderator, "event add", title=title, kind=kind, place=f"Room {number}",
            starts=f"{starts:%d %B %Y %H:%M}", ends="2 hours", **more,
        )  # fmt: skip
        kept = self.town.keep(server, moderator, shown)
        if kept is None or "Kept" not in kept.text:
            self.watch.wrong(f"the event was not made: {shown.text if shown else shown}")
            return
        self.happenings.append(event)
        if is_weekly:
            self.series[server.guild_id] = event
        self._expect(event, server)
        if number % 2:
            self._remind_there(server, moderator, event)
        if number % 4 == 0 and not is_weekly:
            self.town.give(server, moderator, "event publish", event=title)

    def _remind_there(self, server: Server, moderator: str, event: Happening) -> None:
        """A moderator has an event announced in another channel as well, with a ping."""
        channel = next(iter(server.channels))
        role = next((one for one in server.roles if one != moderators_of(server)), None)
        pinged: dict[str, Any] = {"role": role} if role else {}
        shown = self.town.give(
            server, moderator, "remind add", event=event.title, before="2 days, 3 hours",
            channel=channel, message="Bring a friend.", **pinged,
        )  # fmt: skip
        kept = self.town.keep(server, moderator, shown)
        if kept is None or "Kept" not in kept.text:
            self.watch.wrong(f"the reminder was not kept: {kept or shown}")
            return
        leads = ("2 days", "3 hours")
        self.promises.remind(event, leads, channel, server.guild_id, self.town.now)

    def change_something(self, number: int) -> None:
        """A moderator moves an event, cancels one, or does so with one day of a series."""
        server = self.town.servers[number % len(self.town.servers)]
        coming = [one for one in self.happenings if one.guild_id == server.guild_id
                  and max(one.days.values(), default=self.town.now) > self.town.now
                  + timedelta(days=1)]  # fmt: skip
        if not coming or not server.has_bot:
            return
        event = self.chance.choice(coming)
        ahead = [day for day, at in event.days.items() if at > self.town.now + timedelta(days=1)]
        if number % 2:
            self._move(server, event, ahead[0])
        else:
            self._cancel(server, event, ahead[0])

    def _named(self, event: Happening, day: date) -> str:
        """The event, or a day of a series as the list of choices names it."""
        if not event.is_weekly:
            return event.title
        now_on = event.days[day].astimezone(ZoneInfo(event.zone))
        return f"{now_on:%A} {now_on.day} {now_on:%B %Y} · {event.title}"

    def _move(self, server: Server, event: Happening, day: date) -> None:
        starts = event.days[day]
        later = (starts.replace(tzinfo=None) + timedelta(days=1, hours=1)).replace(
            tzinfo=ZoneInfo(event.zone)
        )
        if self._decide(server, "event edit", event, day, starts=f"{later:%d %B %Y %H:%M}"):
            told = [one for one in self.promises.heard(event, day) if not self._is_stopped(one)]
            again = [one for one in self.promises.open if (one.happening, one.day) == (event, day)
                     and not one.is_notice]  # fmt: skip
            leads = {(one.place, one.is_direct): one.guild_id for one in [*again, *told]}
            self._expect_anew(event, day, later, leads)
            self._expect_notices(event, day, told)

    def _expect_anew(
        self,
        event: Happening,
        day: date,
        later: datetime,
        places: dict[tuple[str, bool], str],
    ) -> None:
        """Expect the reminders of a day at its new time, wherever its old ones stood."""
        wanted = {}
        for lead in ("2 weeks", "1 week", "2 days", "1 day", "3 hours", "1 hour"):
            at = event.due(day, lead)
            wanted[lead] = {
                (one.place, one.is_direct, one.guild_id)
                for one in [*self.promises.open, *self.promises.met]
                if (one.happening, one.day, one.at) == (event, day, at) and not one.is_notice
            }
        self.promises.drop(lambda one: (one.happening, one.day) == (event, day))
        event.days[day] = later
        for lead, those in wanted.items():
            at = event.due(day, lead)
            for place, is_direct, guild_id in those:
                is_wanted = not is_direct or any(
                    one[0] == place and one[2] is event for one in self.own
                )
                if at is not None and at > self.town.now and is_wanted:
                    self.promises.add(Promise(place, event, day, at, guild_id, is_direct))

    def _expect_notices(self, event: Happening, day: date, told: list[Promise]) -> None:
        for one in told:
            self.promises.add(
                Promise(one.place, event, day, self.town.now, one.guild_id, one.is_direct, True)
            )

    def _is_stopped(self, promise: Promise) -> bool:
        return promise.is_direct and not any(
            user_id == promise.place and event is promise.happening
            for user_id, _server, event, _lead in self.own
        )

    def _cancel(self, server: Server, event: Happening, day: date) -> None:
        if self._decide(server, "event cancel", event, day):
            told = [one for one in self.promises.heard(event, day) if not self._is_stopped(one)]
            asked = [
                one for one in self.promises.open
                if (one.happening, one.day) == (event, day)
                and one.is_direct and not one.is_notice and not self._is_stopped(one)
            ]  # fmt: skip
            self.promises.drop(lambda one: (one.happening, one.day) == (event, day))
            self._expect_notices(event, day, told)
            self._expect_in_place(asked, {one.place for one in told})
            del event.days[day]

    def _expect_in_place(self, asked: list[Promise], told: set[str]) -> None:
        """Expect that members hear of it at the hour that they asked for, unless they are told."""
        first: dict[str, Promise] = {}
        for one in sorted(asked, key=lambda one: one.at):
            if one.place not in told:
                first.setdefault(one.place, replace(one, is_notice=True))
        for one in first.values():
            self.promises.add(one)

    def _decide(
        self, server: Server, name: str, event: Happening, day: date, **options: Any
    ) -> bool:
        """Give a command on an event, choose the one day where it is asked which, and keep it."""
        moderator = self.town.moderator(server)
        named = self._named(event, day)
        shown = self.town.give(server, moderator, name, event=named, **options)
        asked = shown
        if event.is_weekly:
            shown = self.town.choose(server, moderator, shown, _first_scope(shown))
        kept = self.town.keep(server, moderator, shown)
        if kept is None or "Kept" not in kept.text:
            said = [one.text if one else "nothing" for one in (asked, shown, kept)]
            self.watch.wrong(f"/{name} of {named} was not kept: {said}")
            return False
        return True

    # Members' own reminders

    def begin_reminders(self) -> None:
        """Two members have themselves reminded, one from an announcement, one from the list."""
        server = self.chance.choice(self._with_bot())
        recent = [one for one in self.town.seen if one.guild_id == server.guild_id
                  and "fb:rm:" in str(one.message["components"]) and not one.is_edit]  # fmt: skip
        user_id = self.town.anybody(server)
        if recent:
            said = self.town.choose(server, user_id, recent[-1], "fb:rm:")
            self._note_own(server, user_id, said)
        user_id = self.town.anybody(server)
        shown = self.town.give(server, user_id, "events")
        said = self.town.choose(server, user_id, shown, "fb:re:")
        self._note_own(server, user_id, said)

    def _note_own(self, server: Server, user_id: str, said: Seen | None) -> None:
        """Take a confirmation at its word."""
        chosen = _chosen_lead(said)
        if said is None or chosen is None:
            return
        due = re.findall(r"<t:(\d+):F>", said.text)
        if not due:
            self.watch.wrong(f"a reminder was confirmed without its hour: {said.text}")
            return
        event, lead = self._spoken_of(said), MEMBER_LEADS[chosen]
        self.counts["own reminders"] += 1
        self.own.append((user_id, server, event, lead))
        at = datetime.fromtimestamp(int(due[0]), UTC)
        day = next((one for one in event.days if event.due(one, lead) == at), min(event.days))
        self.promises.add(Promise(user_id, event, day, at, server.guild_id, is_direct=True))

    def _spoken_of(self, seen: Seen) -> Happening:
        """The event that a text is on, by the longest title in it."""
        named = [one for one in self.happenings if one.title in seen.text]
        return max(named, key=lambda one: len(one.title))

    def stop_something(self) -> None:
        """A member ends a reminder that they have, by the button under the last one."""
        direct = [one for one in self.town.seen if one.is_direct and "fb:stop:" in
                  str(one.message["components"])]  # fmt: skip
        if not direct:
            return
        last = direct[-1]
        (user_id,) = last.readers
        self.town.choose(None, user_id, last, "fb:stop:")
        event = self._spoken_of(last)
        self.own = [one for one in self.own if (one[0], one[2]) != (user_id, event)]
        self.promises.drop(lambda one: (one.place, one.happening) == (user_id, event))

    def delete_all(self) -> None:
        """A member asks, has a reminder, and then has all of it deleted."""
        server = self.chance.choice(self._with_bot())
        user_id = self.town.anybody(server)
        text = f"What is on in March, said {user_id}?"
        self.town.give(server, user_id, "ask", question=text, private=True)
        shown = self.town.give(server, user_id, "events")
        said = self.town.choose(server, user_id, shown, "fb:re:")
        self._note_own(server, user_id, said)
        self.town.give(server, user_id, "privacy show")
        self.town.give(server, user_id, "privacy delete")
        self.own = [one for one in self.own if one[0] != user_id]
        self.promises.drop(lambda one: one.place == user_id)
        self.town.settle()
        self.watch.forgotten(user_id, [text])

    def somebody_leaves(self) -> None:
        """A member leaves, or is kicked or banned; now and then one who has a reminder."""
        self.counts["left"] += 1
        having = [one for one in self.own if one[0] in one[1].members]
        if having and self.chance.random() < 0.5:
            user_id, server, _event, _lead = self.chance.choice(having)
        else:
            server = self.chance.choice(self.town.servers)
            user_id = self.town.anybody(server)
        if user_id in (server.owner_id, self.town.moderator(server)):
            return
        self.town.leave(server, user_id)
        self.promises.drop(
            lambda one: one.place == user_id and one.happening.guild_id == server.guild_id
        )
        self.own = [one for one in self.own
                    if not (one[0] == user_id and one[2].guild_id == server.guild_id)]  # fmt: skip

    def look_at_events(self) -> None:
        """Members look at what comes, moderators at what is announced of it."""
        town, server = self.town, self.chance.choice(self._with_bot())
        user_id, moderator = town.anybody(server), town.moderator(server)
        town.give(server, user_id, "events")
        town.give(server, moderator, "remind list")
        refused = town.give(server, user_id, "remind list")
        if refused is None or refused.message["embeds"]:
            self.watch.wrong("a member was shown the reminders of moderators")

    def look_after(self, server: Server) -> None:
        """A moderator looks at everything there is to look at, an owner at the archive."""
        if not server.has_bot:
            return
        town, moderator = self.town, self.town.moderator(server)
        for name in ("remind preview", "remind log", "changes", "help", "outcomes", "remind test"):
            town.give(server, moderator, name)
        for name in ("settings show", "archive status", "archive gaps"):
            town.give(server, server.owner_id, name)

    # Troubles

    def _with_bot(self) -> list[Server]:
        return [one for one in self.town.servers if one.has_bot]

    def _trouble(self, length: timedelta) -> None:
        now = self.town.now
        self.promises.troubles.append((now - timedelta(minutes=10), now + length))

    def kill_at_next_reminder(self) -> None:
        """The process is killed as its next message arrives, and started ten minutes later."""
        self._trouble(timedelta(hours=11))
        bot, until = self.town.running, self.town.now + timedelta(hours=10)
        takes_effect = self.chance.random() < 0.5
        self.town.discord.strike("POST", "/messages", bot.kill, takes_effect=takes_effect)
        while self.town.bot is not None and self.town.now < until:
            self.town.pass_time(self.town.now + timedelta(minutes=10))
        self.town.discord.forgive()
        if self.town.bot is None:
            self.town.start_bot()

    def kill_and_wait(self) -> None:
        """The process is killed, and stays away for forty minutes."""
        self._trouble(timedelta(minutes=45))
        self.town.kill_bot()
        self.town.pass_time(self.town.now + timedelta(minutes=40))
        self.town.start_bot()

    def restart(self) -> None:
        """The process is started anew."""
        self._trouble(timedelta(minutes=5))
        self.town.kill_bot()
        self.town.start_bot()

    def drop_line(self) -> None:
        """The gateway's line breaks; what was said meanwhile is answered after it."""
        self._trouble(timedelta(minutes=10))
        town, server = self.town, self.chance.choice(self._with_bot())
        before = town.discord.resumed
        town.discord.drop()
        message = town.mention(server, town.anybody(server), self.chance.choice(self.questions))
        town.until(lambda: town.discord.resumed > before, "the line to be taken up")
        self._answered([message])

    def outage(self) -> None:
        """Discord is away for some connections, and then has forgotten the session."""
        self._trouble(timedelta(minutes=30))
        town = self.town
        before = len(town.discord.sessions)
        town.discord.refuse_gateway(times=1)
        town.discord.invalidate()
        town.until(lambda: len(town.discord.sessions) > before, "a new session", 120)
        town.pass_time(town.now + timedelta(minutes=20))

    def fail_once(self, status: int) -> None:
        """Discord fails at the next message and the next answer, or asks to wait."""
        self._trouble(timedelta(hours=2))
        for method, part in (("POST", "/messages"), ("PATCH", "/messages/@original")):
            fault = rate_limited(0.2) if status == 429 else refusal(status)
            self.town.discord.fail(method, part, fault)
        self.ask_something()

    def break_calendar(self) -> None:
        """Somebody breaks the calendar's file."""
        path = self.knowledge / "events.yaml"
        path.write_text(path.read_text(encoding="utf-8") + "  - id: [broken\n", encoding="utf-8")
        self.look_at_events()

    def mend_calendar(self) -> None:
        """And mends it."""
        path = self.knowledge / "events.yaml"
        text = path.read_text(encoding="utf-8").replace("  - id: [broken\n", "")
        path.write_text(text, encoding="utf-8")

    def rebuild(self) -> None:
        """A report is added, and the archive built anew while somebody asks."""
        number = len(list(self.knowledge.rglob("*.md")))
        page = self.knowledge / "pages" / f"note-{number}.md"
        page.write_text(f"# Note {number}\n\nThe mills of Ghent grind barley at {number} rpm.\n")
        home = self.town.servers[0]
        building = self.town.begin(home, home.owner_id, "archive rebuild")
        self.ask_something()
        self.town.until(
            lambda: "Published" in self.town.discord.told(building), "the build", _BUILD_SECONDS
        )

    def roll_back(self) -> None:
        """The build before is taken up again; another server's owner may not do that."""
        home, other = self.town.servers[0], self.town.servers[-1]
        self.town.give(home, home.owner_id, "archive rollback")
        refused = self.town.give(other, other.owner_id, "archive rollback")
        if refused is None or "not kept from this server" not in refused.text:
            self.watch.wrong("another server's owner took the archive back")

    def silence(self, server: Server) -> None:
        """For an hour and a half the bot may not write where a server is announced to."""
        channel = self.announces[server.guild_id]
        self._trouble(timedelta(hours=2))
        self.town.silence(server, channel, silent=True)
        self.town.pass_time(self.town.now + timedelta(minutes=90))
        self.town.silence(server, channel, silent=False)

    def lose_channel(self, server: Server) -> None:
        """The channel of announcements is deleted; half a day later another one is named."""
        channel = self.announces.pop(server.guild_id)
        self.town.delete_channel(server, channel)
        self.promises.drop(lambda one: one.place == channel)
        self._later_set_up(server)

    def _later_set_up(self, server: Server) -> None:
        news = self.town.add_channel(server, "news")
        self.town.give(server, server.owner_id, "settings announcements", channel=news)
        self.announces[server.guild_id] = news
        for event in self.happenings:
            self._expect(event, server)
            if event.guild_id in (None, server.guild_id):
                leads = LEADS[event.kind]
                self.promises.remind_late(event, leads, news, server.guild_id, self.town.now)

    def lose_role(self, server: Server) -> None:
        """The role that reminders ping is deleted; they go out without it."""
        role = next((one for one in server.roles if one != moderators_of(server)), None)
        if role is not None:
            self.town.delete_role(server, role)

    def remove_and_invite(self, server: Server) -> None:
        """The bot is removed from a server, comes back, and knows nothing of what was."""
        self.town.remove_bot(server)
        guild_id = server.guild_id
        self.announces.pop(guild_id, None)
        self.promises.drop(lambda one: one.guild_id == guild_id)
        self.own = [one for one in self.own if one[1] is not server]
        self.happenings = [one for one in self.happenings if one.guild_id != guild_id]
        self.series.pop(guild_id, None)
        self.town.pass_time(self.town.now + timedelta(hours=3))
        self.town.invite_bot(server)
        shown = self.town.give(server, self.town.anybody(server), "events")
        for title, owner in self.watch.titles.items():
            if owner == guild_id and shown is not None and title in shown.text:
                self.watch.wrong(f"the bot was removed, and still knows “{title}”")
        self._set_up(server)
        for event in self.happenings:
            self._expect(event, server)


def _name(deed: Deed) -> str:
    """What a deed is called."""
    return str(getattr(getattr(deed, "func", deed), "__name__", deed))


def _chosen_lead(said: Seen | None) -> int | None:
    """The number of the lead that is chosen in a confirmation, whose button alone is coloured."""
    rows = said.message["components"] if said else []
    for item in (item for row in rows for item in row["components"]):
        if str(item.get("custom_id", "")).startswith("fb:lead:") and item["style"] == 1:
            return int(item["custom_id"].rsplit(":", 1)[1])
    return None


def _first_scope(shown: Seen | None) -> str:
    """The id of the button that means one day alone, which stands first."""
    rows = shown.message["components"] if shown else []
    return str(rows[0]["components"][0]["custom_id"]) if rows else "fb:scope:"


def archive_events(knowledge: Path) -> list[Happening]:
    """What of the archive's calendar is still to come, as its file has it."""
    entries = yaml.safe_load((knowledge / "events.yaml").read_text(encoding="utf-8"))["events"]
    found = []
    for entry in entries:
        day, zone = entry["starts"], entry["timezone"]
        if isinstance(day, date) and day > BEGINS:
            starts = datetime.combine(day, time(), ZoneInfo(zone))
            title, kind = entry["title"], entry["kind"]
            found.append(Happening(title, kind, zone, {day: starts}, all_day=True))
    return found
