"""What people run into with calendar files and feeds, by the command as they run it.

The command is run in this process, unless another forumbot is named by the folder of its source, to
see what that one does: ``FORUMBOT_SOURCE=DIR pytest tests/test_calendar_cases.py``.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
import zoneinfo
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import icalendar
import pytest

from forumbot import cli

SOURCE = os.environ.get("FORUMBOT_SOURCE")
SPRING = """\
  - id: spring
    title: Spring forum
    kind: forum
    starts: 2026-05-20
    timezone: Europe/Brussels
"""
AUTUMN = """\
  - id: autumn
    title: Autumn meeting
    kind: conference
    starts: 2026-05-22
    timezone: Europe/Brussels
"""
BEFORE = f"events:\n{SPRING}{AUTUMN}"
NOW = ("--now", "2026-03-01")


class Ran(NamedTuple):
    """What a command came to."""

    status: int
    out: str
    err: str


class Calendar:
    """A folder with a file of events, and the command on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "knowledge" / "events.yaml"
        self.file.parent.mkdir()
        self.feed = folder / "feed.ics"

    def save(self, text: str) -> None:
        """Write the file of events."""
        self.file.write_text(text, encoding="utf-8")

    def run(self, *arguments: object, **environment: str) -> Ran:
        """Run the command in the folder; with an environment of its own as a process."""
        words = [str(argument) for argument in arguments]
        if SOURCE or environment:
            return self._spawn(words, environment)
        out, err = io.StringIO(), io.StringIO()
        with (
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            status = cli.run(words)
        return Ran(status, out.getvalue(), err.getvalue())

    def _spawn(self, words: list[str], environment: dict[str, str]) -> Ran:
        inherited = {name: value for name, value in os.environ.items()
                     if not name.startswith("FORUMBOT_")}  # fmt: skip
        path = {"PYTHONPATH": SOURCE} if SOURCE else {}
        done = subprocess.run(
            [sys.executable, "-m", "forumbot", *words], cwd=self.folder,
            env={**inherited, **path, **environment}, stdin=subprocess.DEVNULL,
            capture_output=True, check=False, timeout=120,
        )  # fmt: skip
        encoding = environment.get("PYTHONIOENCODING", "utf-8")
        return Ran(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))

    def write_feed(self, *arguments: object) -> Ran:
        """Write the feed as of March 2026."""
        return self.run("events", *NOW, "--ics", self.feed, *arguments)

    def entries(self) -> list[Any]:
        """The events of the feed."""
        return list(icalendar.Calendar.from_ical(self.feed.read_bytes()).events)


@pytest.fixture
def calendar(tmp_path: Path) -> Calendar:
    """Two events to come, and a feed of them."""
    found = Calendar(tmp_path)
    found.save(BEFORE)
    assert found.write_feed().status == 0
    return found


def event(**lines: str) -> str:
    """A file with one event."""
    given = {"id": "a", "title": "Talk", "kind": "meeting", "starts": "2026-05-06",
             "timezone": "Europe/Brussels"} | lines  # fmt: skip
    first, *rest = (f"{name}: {value}" for name, value in given.items())
    return "events:\n  - " + "\n    ".join([first, *rest]) + "\n"


def _emptied(calendar: Calendar) -> None:
    calendar.save("")


def _cut(calendar: Calendar) -> None:
    calendar.save(f"events:\n{SPRING}")


def _gone(calendar: Calendar) -> None:
    calendar.file.unlink()


def _folder_gone(calendar: Calendar) -> None:
    calendar.file.unlink()
    calendar.file.parent.rmdir()


def _broken(calendar: Calendar) -> None:
    calendar.save(BEFORE.replace("    kind: forum", "\tkind: forum"))


@pytest.mark.parametrize("damage", [_emptied, _cut, _gone, _folder_gone, _broken])
def test_a_good_feed_outlives_what_happens_to_the_file(
    calendar: Calendar, damage: Callable[[Calendar], None]
) -> None:
    """Emptied, cut between two entries, not there, in another folder, or broken: an error."""
    before = calendar.feed.read_bytes()
    damage(calendar)
    ran = calendar.write_feed()
    assert ran.status in (1, 3)
    assert ran.err
    assert calendar.feed.read_bytes() == before


def test_a_feed_is_written_beside_and_renamed(calendar: Calendar) -> None:
    """A reader that has it open reads the old one to its end."""
    with calendar.feed.open("rb") as reader:
        calendar.save(f"events:\n{SPRING}{AUTUMN.replace('Autumn', 'Late')}")
        assert calendar.write_feed().status == 0
        assert b"Autumn meeting" in reader.read()
    assert b"Late meeting" in calendar.feed.read_bytes()


def test_the_zone_of_a_series_has_rules(calendar: Calendar) -> None:
    """And no RDATE, which readers are known to ignore."""
    calendar.save(event(starts="2026-03-10 16:00", rrule="FREQ=MONTHLY;BYDAY=2TU"))
    assert calendar.run("events", *NOW, "--ics", "series.ics").status == 0
    written = (calendar.folder / "series.ics").read_text(encoding="utf-8")
    assert "RDATE" not in written
    assert written.count("RRULE:FREQ=YEARLY") == 2


def test_summer_in_dublin_is_daylight_time(calendar: Calendar) -> None:
    """As readers expect it."""
    calendar.save(event(starts="2026-07-06 18:00", timezone="Europe/Dublin"))
    calendar.run("events", *NOW, "--ics", "dublin.ics")
    written = (calendar.folder / "dublin.ics").read_text(encoding="utf-8")
    daylight = written.partition("BEGIN:DAYLIGHT")[2].partition("END:DAYLIGHT")[0]
    assert "TZNAME:IST" in daylight


@pytest.mark.parametrize(("zone", "hint"), [("CEST", "Europe/Brussels"), ("GMT+2", "Europe/")])
def test_a_hint_at_a_zone_has_the_right_offset(calendar: Calendar, zone: str, hint: str) -> None:
    """It is a place with its offset."""
    calendar.save(event(timezone=zone))
    ran = calendar.run("events", *NOW)
    assert ran.status == 3
    assert hint in ran.err
    assert "UTC+02:00" in ran.err


def test_the_newer_zone_data_is_used_or_told_of(calendar: Calendar) -> None:
    """Old data of the system does not beat the package in silence."""
    system = calendar.folder / "system"
    (system / "Africa").mkdir(parents=True)
    (system / "Europe").mkdir()
    tokyo = next(Path(folder, "Asia/Tokyo") for folder in _data_folders())
    (system / "Africa" / "Casablanca").write_bytes(tokyo.read_bytes())
    calendar.save(event(starts="2026-12-15 09:30", timezone="Africa/Casablanca"))
    [found] = json.loads(
        calendar.run("events", *NOW, "--json", PYTHONTZPATH=str(system)).out
    )  # fmt: skip
    told = calendar.run("doctor", PYTHONTZPATH=str(system)).out
    assert not found["starts_at"].endswith("+09:00") or "Africa/Casablanca" in told


def _data_folders() -> list[Path]:
    import tzdata

    folders = [*map(Path, zoneinfo.TZPATH), Path(tzdata.__file__).parent / "zoneinfo"]
    return [folder for folder in folders if (folder / "Asia" / "Tokyo").exists()]


def test_letters_that_the_output_lacks_are_replaced(calendar: Calendar) -> None:
    """The rest is printed."""
    calendar.save(event(title="Meeting in Łódź", timezone="Europe/Warsaw"))
    ran = calendar.run("events", *NOW, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (ran.status, "Meeting in ?ód?" in ran.out) == (0, True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (event(title="Talk #3 on chips"), ":3: title ends before"),
        (event(starts="2026-03-31", rrule="FREQ=MONTHLY"), ":7: rrule leaves out the five months"),
        (event(starts="2026-05-06 18:00", rrule="FREQ=WEEKLY;COUNT=2",
               **{"except": "[2026-05-06, 2026-05-13]"}), ":8: except takes out every day"),
        (event(title='"Talk') + event()[8:], ":3: this is not YAML: a quotation mark"),
    ],
)  # fmt: skip
def test_what_is_likely_wrong_is_told_with_its_line(
    calendar: Calendar, text: str, words: str
) -> None:
    """On stderr, where ``events.yaml`` is named."""
    calendar.save(text)
    assert f"events.yaml{words}" in " ".join(calendar.run("events", *NOW).err.split())


def test_a_file_of_another_name_is_named(calendar: Calendar) -> None:
    """``events.yml`` is not read."""
    calendar.file.rename(calendar.file.with_suffix(".yml"))
    ran = calendar.run("events", *NOW)
    assert (ran.status, "events.yml" in ran.err) == (3, True)


def test_a_linked_configuration_has_its_events(calendar: Calendar) -> None:
    """Its paths count from where the documents lie."""
    config = calendar.folder / "forumbot.yaml"
    config.write_text("knowledge: knowledge\n", encoding="utf-8")
    link = calendar.folder / "etc" / "forumbot.yaml"
    link.parent.mkdir()
    link.symlink_to(config)
    assert "Spring forum" in calendar.run("events", *NOW, "--config", link).out


def test_a_feed_without_events_to_come_has_an_event(calendar: Calendar) -> None:
    """Readers refuse one without."""
    calendar.run("events", "--now", "2027-01-01", "--ics", "late.ics")
    written = icalendar.Calendar.from_ical((calendar.folder / "late.ics").read_bytes())
    assert len(written.events) == 1


def test_a_series_without_a_day_is_not_written(calendar: Calendar) -> None:
    """Nor is it the only thing in a feed."""
    none = event(id="none", starts="2026-05-06 18:00", rrule="FREQ=WEEKLY;COUNT=2",
                 **{"except": "[2026-05-06, 2026-05-13]"})  # fmt: skip
    calendar.save(BEFORE + none[8:])
    assert calendar.write_feed("--all").status == 0
    assert [str(entry["uid"]) for entry in calendar.entries()] == [
        "spring@forumbot", "autumn@forumbot",
    ]  # fmt: skip


def test_a_backslash_is_a_letter(calendar: Calendar) -> None:
    r"""``\N`` in a title is no line break."""
    calendar.save(event(title=r"'Path \New hall'"))
    calendar.run("events", *NOW, "--ics", "path.ics")
    assert rb"SUMMARY:Path \\New hall" in (calendar.folder / "path.ics").read_bytes()


def test_an_hour_that_is_skipped_is_the_same_for_all_readers(calendar: Calendar) -> None:
    """02:30 becomes 03:30, as RFC 5545 has it."""
    calendar.save(event(starts="2026-03-22 02:30", rrule="FREQ=WEEKLY;COUNT=3"))
    found = json.loads(calendar.run("events", *NOW, "--json").out)
    assert found[1]["starts_at"] == "2026-03-29T03:30:00+02:00"


def test_the_feed_has_a_name_a_method_and_a_time_to_look_again(calendar: Calendar) -> None:
    """Each as new and as old readers know it."""
    written = calendar.feed.read_text(encoding="utf-8")
    for line in ("METHOD:PUBLISH", "NAME:", "X-WR-CALNAME:", "REFRESH-INTERVAL;VALUE=DURATION:",
                 "X-PUBLISHED-TTL:"):  # fmt: skip
        assert f"\n{line}" in written
