import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.reminders.simulation import CHANNEL, GUILD, MEMBER, REPORTS, Clock, at, payload_of

from forumbot.reminders.events import Event, EventKind, instant_of
from forumbot.reminders.records import Delivery, Purpose, State, event_to_json
from forumbot.reminders.reporting import Reporter
from forumbot.reminders.sqlite_ledger import SqliteLedger

NOON = at("2019-02-20T12:00")
FORUM = Event(
    "forum", "Forum", EventKind.FORUM, instant_of(NOON.replace(tzinfo=None), "UTC"), None,
    all_day=False, timezone="UTC",
)  # fmt: skip
ROW = Delivery(
    "a", Purpose.REMINDER, GUILD, CHANNEL, NOON, NOON, NOON, event_id="forum", lead="1 day",
    payload=json.dumps({"event": event_to_json(FORUM)}),
)  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[SqliteLedger]:
    """A new ledger at noon."""
    with SqliteLedger(tmp_path / "reminders.sqlite", Clock(NOON)) as opened:
        yield opened


def refuse(ledger: SqliteLedger, *rows: Delivery) -> None:
    """Have these refused by the platform."""
    ledger.add(rows)
    for row in rows:
        ledger.record(row.key, State.REFUSED, NOON, detail="the channel is gone")


def reports(ledger: SqliteLedger, *barred: Delivery) -> list[Delivery]:
    """The reports that are planned once the reporter has looked."""
    reporter = Reporter(ledger, lambda guild_id: REPORTS + guild_id, Clock(NOON))
    asyncio.run(reporter.report(barred))
    return [row for row in ledger.planned() if row.purpose is Purpose.REPORT]


def test_what_was_refused_is_told_once_where_its_guild_is_told(ledger: SqliteLedger) -> None:
    """One report a guild, whatever the number of looks."""
    refuse(ledger, ROW, replace(ROW, key="b", guild_id=GUILD + 1))
    for _look in range(2):
        found = reports(ledger)
        assert {row.channel_id for row in found} == {REPORTS + GUILD, REPORTS + GUILD + 1}
        assert len(found) == 2
    assert payload_of(found[0])["lines"] == [
        "the reminder of “Forum” (1 day) was not sent: the channel is gone"
    ]


def test_what_waits_for_a_permission_is_told_as_such(ledger: SqliteLedger) -> None:
    """It may still be sent, unlike what was refused."""
    (report,) = reports(ledger, replace(ROW, detail="Send Messages is missing"))
    (line,) = [str(one) for one in payload_of(report)["lines"]]  # type: ignore[attr-defined]
    assert line.endswith("cannot be sent yet: Send Messages is missing")


def test_a_long_report_counts_what_it_leaves_out_and_names_no_member(ledger: SqliteLedger) -> None:
    """Fifteen lines, and direct messages as a number alone."""
    rows = [replace(ROW, key=f"r{number}") for number in range(18)]
    direct = replace(ROW, key="d", is_direct=True, channel_id=MEMBER)
    refuse(ledger, *rows, direct)
    (report,) = reports(ledger)
    payload = payload_of(report)
    assert payload["more"] == 3
    assert len(payload["lines"]) == 16  # type: ignore[arg-type]
    assert "1 direct message to members" in payload["lines"]  # type: ignore[operator]
    assert str(MEMBER) not in json.dumps(payload)


def test_nothing_to_tell_is_no_report(ledger: SqliteLedger) -> None:
    """And a report that was missed is no reason for another one."""
    refuse(ledger, replace(ROW, key="r", purpose=Purpose.REPORT))
    assert reports(ledger) == []
