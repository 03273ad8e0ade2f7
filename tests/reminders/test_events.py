import dataclasses
import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forumbot.errors import EventsError
from forumbot.reminders.events import (
    MAX_EVENTS,
    MAX_FILE_BYTES,
    MAX_OCCURRENCES,
    Dispute,
    Event,
    EventKind,
    check_events,
    in_order,
    load_events,
    occurrences,
    upcoming,
)

ZONES = (
    "Europe/Brussels",
    "Europe/Helsinki",
    "Europe/Lisbon",
    "Europe/Athens",
    "America/New_York",
)
FAR = datetime(2199, 1, 1, tzinfo=UTC)
WHOLE = """\
events:
  - id: ecpf-3
    title: Third European Cluster Policy Forum
    kind: forum
    starts: 2018-11-15
    ends: 2018-11-15
    timezone: Europe/Brussels
    place: Brussels
    url: https://example.org/forum
    themes: [skills, internationalisation]
    source: reports/third-forum.md
    leads: ["2 weeks", "1 day"]
    disputed:
      - {field: ends, value: 2019-05-06, source: pages/weeks.md, note: "East, 15 October 2018"}
  - id: talks
    title: EU Clusters Talks
    kind: webinar
    starts: "2022-09-06 08:30"
    ends: "2022-09-06 09:30"
    timezone: Europe/Brussels
    status: cancelled
    rrule: "FREQ=MONTHLY;BYDAY=1TU;COUNT=6"
    except: [2022-10-04]
"""
LEAST = {
    "id": "id: a",
    "title": "title: A",
    "kind": "kind: forum",
    "starts": "starts: 2019-03-14",
    "timezone": "timezone: Europe/Brussels",
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests write their ``events.yaml``, one after the other."""
    return tmp_path_factory.mktemp("knowledge") / "events.yaml"


def entry(**lines: str | None) -> str:
    """A whole file with one event: the least there must be, with lines replaced or left out."""
    kept = [line for line in {**LEAST, **lines}.values() if line is not None]
    return "events:\n  - " + "\n    ".join(kept) + "\n"


def problems(file: Path, text: str) -> list[str]:
    """What is wrong with a file of this text, as ``line: message``."""
    file.write_text(text, encoding="utf-8")
    return [f"{line}: {message}" for line, message in check_events(file).problems]


def only_event(file: Path, **lines: str | None) -> Event:
    """The event of an entry, read from a file."""
    file.write_text(entry(**lines), encoding="utf-8")
    (event,) = load_events(file)
    return event


def series(zone: str, wall: datetime, rule: str, hours: int = 1) -> Event:
    """A timed series whose first start is a wall-clock time."""
    starts_at = wall.replace(tzinfo=ZoneInfo(zone))
    return Event(
        event_id="series",
        title="Series",
        kind=EventKind.MEETING,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        all_day=False,
        timezone=zone,
        rrule=rule,
    )


def every(event: Event) -> list[Event]:
    """All occurrences of an event, up to the bound."""
    return list(occurrences(event, event.starts_at, FAR))


# Reading


def test_reads_every_key(file: Path) -> None:
    """An entry that uses every key comes out as the event it describes."""
    file.write_text(WHOLE, encoding="utf-8")
    forum, talks = load_events(file)
    brussels = ZoneInfo("Europe/Brussels")
    assert forum == Event(
        event_id="ecpf-3",
        title="Third European Cluster Policy Forum",
        kind=EventKind.FORUM,
        starts_at=datetime(2018, 11, 15, tzinfo=brussels),
        ends_at=datetime(2018, 11, 16, tzinfo=brussels),
        all_day=True,
        timezone="Europe/Brussels",
        place="Brussels",
        url="https://example.org/forum",
        themes=("skills", "internationalisation"),
        doc_id="reports/third-forum.md",
        leads=("2 weeks", "1 day"),
        disputed=(Dispute("ends", "2019-05-06", "pages/weeks.md", "East, 15 October 2018"),),
    )
    assert talks.starts_at == datetime(2022, 9, 6, 8, 30, tzinfo=brussels)
    assert (talks.status, talks.rrule) == ("cancelled", "FREQ=MONTHLY;BYDAY=1TU;COUNT=6")
    assert talks.excluded == (date(2022, 10, 4),)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "events:\n", "events: []\n"])
def test_an_empty_file_has_no_events(file: Path, text: str) -> None:
    """A file without entries is in order."""
    file.write_text(text, encoding="utf-8")
    assert check_events(file) == ((), ())


def test_a_missing_file_has_no_events(tmp_path: Path) -> None:
    """An archive need not have events."""
    assert load_events(tmp_path / "events.yaml") == ()


def test_a_byte_order_mark_is_no_problem(file: Path) -> None:
    """Files saved by Windows editors read like any other."""
    file.write_bytes(b"\xef\xbb\xbf" + entry().encode())
    assert load_events(file)[0].event_id == "a"


@pytest.mark.parametrize(
    "written", ['"2019-03-14 09:30"', "2019-03-14T09:30", "2019-03-14 09:30:00"]
)
def test_local_times_quoted_or_not(file: Path, written: str) -> None:
    """A local time is read in the event's zone, whichever way YAML would take it."""
    event = only_event(file, starts=f"starts: {written}")
    assert event.starts_at == datetime(2019, 3, 14, 9, 30, tzinfo=ZoneInfo("Europe/Brussels"))
    assert not event.all_day


# Problems


@pytest.mark.parametrize(
    ("changed", "line", "said"),
    [
        ({"id": None}, 2, "id is missing"),
        ({"title": None}, 2, "title is missing"),
        ({"kind": None}, 2, "kind is missing"),
        ({"starts": None}, 2, "starts is missing"),
        ({"timezone": None}, 2, "timezone is missing"),
        ({"x": "titel: A"}, 7, 'key "titel"; did you mean title?'),
        ({"x": "title: B"}, 7, "title in line 3 already"),
        ({"x": "[a]: B"}, 7, 'key "a list"'),
        ({"id": "id: Forum 3"}, 2, '"Forum 3" is no id; use at most 64 lower-case'),
        ({"id": "id: a--b"}, 2, "is no id"),
        ({"id": "id: " + "a" * 65}, 2, "is no id"),
        ({"id": "id: 3"}, 2, "id is a number; write it as text"),
        ({"title": "title:"}, 3, "title is empty"),
        ({"title": 'title: " "'}, 3, "title is empty"),
        ({"title": r'title: "a\0b"'}, 3, "control character"),
        ({"title": r'title: "a\ud800b"'}, 3, "control character"),
        ({"title": "title: !!python/name:os.system x"}, 3, "title is something else"),
        ({"kind": "kind: forun"}, 4, "did you mean forum? known are forum, conference, cluster-w"),
        ({"starts": "starts: 2019-02-30"}, 5, "not in the calendar"),
        ({"starts": "starts: 14 March"}, 5, "cannot be read; give a date (2019-03-14)"),
        ({"starts": "starts: 0001-01-01"}, 5, "years run from 1900 to 2199"),
        ({"starts": 'starts: "2019-03-14 25:00"'}, 5, "not in the calendar"),
        ({"starts": 'starts: "2019-03-14 09:30Z"'}, 5, "its zone stands in timezone"),
        ({"starts": "starts: [2019-03-14]"}, 5, "starts is a list; give a date"),
        ({"timezone": "timezone: Europe/Brusels"}, 6, "did you mean Europe/Brussels?"),
        ({"timezone": "timezone: brussels"}, 6, "did you mean Europe/Brussels?"),
        ({"timezone": "timezone: ../../etc/passwd"}, 6, "does not exist"),
        ({"timezone": "timezone: Europe"}, 6, "does not exist"),
        ({"ends": "ends: 2019-03-13"}, 7, "ends (2019-03-13) before it starts (2019-03-14)"),
        ({"ends": 'ends: "2019-03-14 10:00"'}, 7, "mix a date and a time"),
        ({"url": "url: ftp://example.org"}, 7, "is no address; give one with https://"),
        ({"url": "url: https://"}, 7, "is no address"),
        ({"url": 'url: "http://["'}, 7, "is no address"),
        ({"themes": "themes: skills"}, 7, "themes is text; make it a list"),
        ({"themes": "themes: [skills, 5]"}, 7, "themes is a number"),
        ({"status": "status: canceled"}, 7, "did you mean cancelled?"),
        ({"except": "except: [2019-03-14]"}, 7, "except stands without an rrule"),
        (
            {"disputed": "disputed: [{field: ends, source: a.md}]"},
            7,
            "value is missing in a dispute",
        ),
        ({"disputed": "disputed: [{field: e, value: 1, source: b}]"}, 7, '"e" is no key'),
        ({"disputed": "disputed: [5]"}, 7, "a dispute is a number"),
        ({"rrule": "rrule: WEEKLY"}, 7, 'has a part "WEEKLY"; known are FREQ'),
        ({"rrule": "rrule: COUNT=3"}, 7, "has no FREQ"),
        ({"rrule": "rrule: FREQ=HOURLY"}, 7, "cannot have FREQ=HOURLY"),
        ({"rrule": "rrule: FREQ=DAILY;INTERVAL=0"}, 7, "cannot have INTERVAL=0"),
        ({"rrule": "rrule: FREQ=DAILY;COUNT=2;COUNT=3"}, 7, "gives COUNT twice"),
        ({"rrule": "rrule: FREQ=DAILY;COUNT=2;UNTIL=20200101"}, 7, "both COUNT and UNTIL"),
        ({"rrule": "rrule: FREQ=DAILY;UNTIL=20190230"}, 7, "not in the calendar"),
        ({"rrule": "rrule: FREQ=DAILY;UNTIL=20190320T100000Z"}, 7, "time in UNTIL"),
        ({"rrule": "rrule: FREQ=WEEKLY;BYDAY=2TH"}, 7, "numbers its BYDAY"),
        ({"rrule": "rrule: FREQ=MONTHLY;BYDAY=0TH"}, 7, "cannot have BYDAY=0TH"),
        ({"rrule": "rrule: FREQ=MONTHLY;BYSETPOS=1"}, 7, "BYSETPOS alone"),
        ({"rrule": "rrule: FREQ=WEEKLY;BYMONTHDAY=3"}, 7, "cannot have BYMONTHDAY with FREQ"),
        ({"rrule": "rrule: FREQ=DAILY;INTERVAL=7;BYDAY=MO"}, 7, "INTERVAL beside BYDAY"),
        ({"rrule": "rrule: FREQ=MONTHLY;BYDAY=1TU"}, 7, "does not fall on the day it starts"),
        ({"rrule": "rrule: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, 7, "never falls"),
        (
            {"rrule": "rrule: FREQ=WEEKLY;COUNT=3", "except": "except: [2019-03-22]"},
            8,
            "2019-03-22 is not a day of the series",
        ),
    ],
)
def test_a_problem_is_named_with_its_line(
    file: Path, changed: dict[str, str | None], line: int, said: str
) -> None:
    """Each kind of mistake gives one problem, at its line, that says what to do."""
    (problem,) = problems(file, entry(**changed))
    assert problem.startswith(f"{line}: ")
    assert said in problem


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("events:\n  - id: a\n  bad\n", 4, "this is not YAML"),
        ('events:\n  - id: "\\UFFFFFFFF"\n', 2, "this is not YAML"),
        ("events: &a []\n", 1, "anchor or alias"),
        ("events:\n  - *a\n", 2, "anchor or alias"),
        ("events:\n  - " + "[" * 20_000, 2, "nested too deeply"),
        ("events: []\n---\nevents: []\n", 2, "this is not YAML"),
        ("- a\n", 1, "the file is a list; write it with the keys events"),
        ("event: []\n", 1, 'key "event"; did you mean events?'),
        ("events: 5\n", 1, "events is a number; make it a list"),
        ("events:\n  - 5\n", 2, "an event is a number"),
        ("events: []\n\x07\n", 2, "control character"),
    ],
)
def test_a_broken_file_is_named_with_its_line(file: Path, text: str, line: int, said: str) -> None:
    """A file that is not what it should be as a whole is reported, never raised."""
    first = problems(file, text)[0]
    assert first.startswith(f"{line}: ")
    assert said in first


@pytest.mark.parametrize("text", ["events: [{}]", "events:\n- disputed: [{}]"])
def test_nothing_is_missed_in_an_empty_entry(file: Path, text: str) -> None:
    """An entry without keys misses all those it must have."""
    missing = " ".join(problems(file, text))
    assert all(f"{key} is missing" in missing for key in LEAST)


def test_all_problems_are_collected(file: Path) -> None:
    """Problems of several events are all there, in the order of their lines."""
    text = (
        entry(kind="kind: x", starts="starts: y") + entry(timezone="timezone: z").partition("\n")[2]
    )
    assert [found.partition(":")[0] for found in problems(file, text)] == ["4", "5", "7", "11"]


def test_a_good_event_beside_a_bad_one_is_kept(file: Path) -> None:
    """What is without fault is still there to be looked at."""
    file.write_text(WHOLE.replace("kind: forum", "kind: fair"), encoding="utf-8")
    report = check_events(file)
    assert [event.event_id for event in report.events] == ["talks"]
    assert len(report.problems) == 1


def test_an_id_used_twice_names_both_lines(file: Path) -> None:
    """The second use is reported at its line, with the line of the first."""
    text = entry() + entry().partition("\n")[2]
    (problem,) = problems(file, text)
    assert problem.startswith("7: ")
    assert "used in line 2 already" in problem


def test_a_time_that_the_clocks_skip(file: Path) -> None:
    """A time that does not exist is refused, with the first one after the gap."""
    (problem,) = problems(file, entry(starts='starts: "2019-03-31 02:30"'))
    assert problem.startswith("5: ")
    assert "does not exist in Europe/Brussels" in problem
    assert '"2019-03-31 03:00"' in problem


def test_a_time_that_the_clocks_double(file: Path) -> None:
    """A time that comes twice is refused, with a way to say which of the two is meant."""
    (problem,) = problems(file, entry(starts='starts: "2018-10-28 02:30"'))
    assert "comes twice in Europe/Brussels" in problem
    assert 'write "2018-10-28 00:30" with timezone Etc/UTC' in problem


def test_a_day_that_the_zone_skipped(file: Path) -> None:
    """Samoa had no 30 December 2011, so nothing can have been held on it."""
    (problem,) = problems(
        file, entry(starts="starts: 2011-12-30", timezone="timezone: Pacific/Apia")
    )
    assert "2011-12-30 is a day that Pacific/Apia skipped" in problem


def test_an_end_is_compared_as_an_instant(file: Path) -> None:
    """An end that only looks later, or is the same, is an end before the start."""
    times = {"starts": 'starts: "2019-03-14 10:00"', "ends": 'ends: "2019-03-14 10:00"'}
    assert "before it starts" in problems(file, entry(**times))[0]


def test_bytes_that_are_not_utf8_name_their_line(file: Path) -> None:
    """A file in another encoding is refused with the line and what to do."""
    file.write_bytes(b"events:\n  - id: a\n    title: Gesch\xe4ft\n")
    (problem,) = check_events(file).problems
    assert problem == (3, "byte 0xe4 is not UTF-8; save the file as UTF-8")


def test_a_file_that_is_too_large_is_refused(file: Path) -> None:
    """The size is bounded before anything is read into YAML."""
    file.write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    assert "larger than 1,048,576 bytes" in check_events(file).problems[0].message


def test_too_many_events_are_refused(file: Path) -> None:
    """The number of events is bounded."""
    file.write_text("events: [" + "a," * (MAX_EVENTS + 1) + "]", encoding="utf-8")
    assert "has more than 10,000 entries" in check_events(file).problems[0].message


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    """A path that is no file gives a problem rather than an exception."""
    assert "this is not a file" in check_events(tmp_path).problems[0].message


def test_load_events_names_the_first_problem_and_how_many_more(file: Path) -> None:
    """The one line of the error says where the first problem is and how many follow."""
    file.write_text(entry(kind="kind: x", url="url: y"), encoding="utf-8")
    with pytest.raises(EventsError) as raised:
        load_events(file)
    assert str(raised.value).startswith(f'{file}:4: event "a": kind "x" is not known')
    assert str(raised.value).endswith("(and 1 more: forumbot check lists them)")
    assert "\n" not in str(raised.value)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.text(max_size=20)
    | st.sampled_from(["forum", "Europe/Brussels", "FREQ=DAILY", "2019-03-31 02:30", "a-b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
entries = st.dictionaries(
    st.sampled_from([*LEAST, "ends", "rrule", "except", "url", "disputed", "leads", "x"]), values
)


@given(text=st.text() | st.lists(entries, max_size=3).map(lambda it: yaml.dump({"events": it})))
@settings(max_examples=150, deadline=None)
@example(text="events: [{except: [2019-01-01], rrule: 'FREQ=DAILY'}]")
@example(text="events:\n- ? {a: b}\n  : c")
@example(text="events: [{}]")
@example(text="events: [{disputed: [{}]}]")
@example(text="<<: {events: []}")
@example(text="%YAML 1." + "9" * 5_000 + "\n---\na")
def test_any_text_is_reported_and_never_raised(file: Path, text: str) -> None:
    """Whatever stands in the file, the outcome is events and one-line problems."""
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    for line, message in check_events(file).problems:
        assert line >= 1
        assert message.splitlines() == [message]
        message.encode()


@given(data=st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_reported_and_never_raised(file: Path, data: bytes) -> None:
    """Files that are not text at all are reported too."""
    file.write_bytes(data)
    report = check_events(file)
    assert not report.events


rule_names = ["COUNT", "INTERVAL", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST"]
rule_values = ["1", "3", "-1", "31", "TH", "2TH,-1FR", "3,1", "20300101", "99999999", "", "٣"]
rule_ends = st.lists(
    st.builds("{}={}".format, st.sampled_from(rule_names), st.sampled_from(rule_values)), max_size=3
)


@given(frequency=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]), rest=rule_ends)
@settings(max_examples=100, deadline=None)
@example(frequency="WEEKLY", rest=["INTERVAL=773", "BYMONTH=3"])
@example(frequency="YEARLY", rest=["BYWEEKNO=53", "BYMONTH=6"])
@example(frequency="DAILY", rest=["COUNT=" + "9" * 5_000])
def test_any_rule_is_refused_or_begins_on_its_start(
    file: Path, frequency: str, rest: list[str]
) -> None:
    """A rule that is let through gives the event's own start first, and an end to the list."""
    rule = ";".join([f"FREQ={frequency}", *rest])
    file.write_text(entry(rrule=f'rrule: "{rule}"'), encoding="utf-8")
    report = check_events(file)
    assert len(report.events) + len(report.problems) == 1
    for event in report.events:
        found = every(event)
        assert found[0].starts_on == date(2019, 3, 14)
        assert len(found) <= MAX_OCCURRENCES


# Days, and what is past


def test_all_day_dates_are_inclusive(file: Path) -> None:
    """An all-day event ends on the day that the file says, and at the midnight after it."""
    event = only_event(file, ends="ends: 2019-03-31")
    assert (event.starts_on, event.ends_on) == (date(2019, 3, 14), date(2019, 3, 31))
    assert event.ends_at == datetime(2019, 4, 1, tzinfo=ZoneInfo("Europe/Brussels"))


def test_an_event_until_midnight_ends_on_its_day(file: Path) -> None:
    """Midnight as an end does not reach into the next day."""
    event = only_event(file, starts='starts: "2019-03-14 20:00"', ends='ends: "2019-03-15 00:00"')
    assert event.ends_on == date(2019, 3, 14)


def test_an_all_day_event_where_midnight_is_skipped(file: Path) -> None:
    """In Havana the clocks skip the midnight of 10 March 2019; the day is still that day."""
    event = only_event(
        file,
        starts="starts: 2019-03-10",
        timezone="timezone: America/Havana",
        ends="ends: 2019-03-10",
    )
    assert event.starts_at.isoformat() == "2019-03-10T01:00:00-04:00"
    assert (event.starts_on, event.ends_on) == (date(2019, 3, 10), date(2019, 3, 10))


@pytest.mark.parametrize(
    ("starts", "ends", "last"),
    [
        ("2019-03-29", None, "2019-03-29T23:59:59+01:00"),
        ("2018-11-20", "2019-04-30", "2019-04-30T23:59:59+02:00"),
        ('"2019-03-29 17:00"', '"2019-03-29 18:00"', "2019-03-29T17:59:59+01:00"),
        ('"2019-03-29 17:00"', None, "2019-03-29T17:00:00+01:00"),
    ],
)
def test_an_event_is_past_once_it_has_ended(
    file: Path, starts: str, ends: str | None, last: str
) -> None:
    """The last second belongs to the event; the next one does not."""
    event = only_event(file, starts=f"starts: {starts}", ends=ends and f"ends: {ends}")
    moment = datetime.fromisoformat(last)
    assert not event.is_past(moment)
    assert event.is_past(moment + timedelta(seconds=1))


def test_past_is_told_apart_within_a_doubled_hour() -> None:
    """An event that ends in the first 02:30 is over by the second one, an hour later."""
    zone = ZoneInfo("Europe/Brussels")
    event = dataclasses.replace(
        series("Europe/Brussels", datetime(2018, 10, 28, 1, 0), "FREQ=DAILY"),
        ends_at=datetime(2018, 10, 28, 2, 30, tzinfo=zone),
    )
    assert not event.is_past(datetime(2018, 10, 28, 2, 15, tzinfo=zone))
    assert event.is_past(datetime(2018, 10, 28, 2, 15, tzinfo=zone, fold=1))


def test_a_time_without_zone_is_refused() -> None:
    """Events hold aware times only."""
    with pytest.raises(ValueError, match="a time without a zone"):
        Event("a", "A", EventKind.OTHER, datetime(2019, 1, 1), None, True, "Europe/Brussels")


# JSON


def test_json_of_an_all_day_event(file: Path) -> None:
    """All-day events give dates, the end inclusive."""
    file.write_text(WHOLE, encoding="utf-8")
    assert load_events(file)[0].to_json() == {
        "event_id": "ecpf-3",
        "title": "Third European Cluster Policy Forum",
        "kind": "forum",
        "starts_at": "2018-11-15",
        "ends_at": "2018-11-15",
        "timezone": "Europe/Brussels",
        "place": "Brussels",
        "url": "https://example.org/forum",
        "doc_id": "reports/third-forum.md",
        "all_day": True,
        "status": "confirmed",
        "themes": ["skills", "internationalisation"],
        "disputed": [
            {
                "field": "ends",
                "value": "2019-05-06",
                "source": "pages/weeks.md",
                "note": "East, 15 October 2018",
            }
        ],
    }


def test_json_of_a_timed_event(file: Path) -> None:
    """Timed events give instants with their offset."""
    file.write_text(WHOLE, encoding="utf-8")
    told = load_events(file)[1].to_json()
    assert told["starts_at"] == "2022-09-06T08:30:00+02:00"
    assert told["ends_at"] == "2022-09-06T09:30:00+02:00"


days = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@given(first=days, length=st.integers(0, 300), zone=st.sampled_from([*ZONES, "America/Havana"]))
@settings(deadline=None, max_examples=60)
def test_dates_survive_file_and_json(file: Path, first: date, length: int, zone: str) -> None:
    """The dates that stand in the file are those that the JSON gives."""
    last = first + timedelta(days=length)
    event = only_event(
        file, starts=f"starts: {first}", ends=f"ends: {last}", timezone=f"timezone: {zone}"
    )
    told = event.to_json()
    assert (told["starts_at"], told["ends_at"]) == (str(first), str(last))


@given(wall=st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)), zone=st.sampled_from(ZONES))
@settings(deadline=None, max_examples=60)
def test_instants_survive_file_and_json(file: Path, wall: datetime, zone: str) -> None:
    """The local time that stands in the file is the instant that the JSON gives."""
    wall = wall.replace(hour=wall.hour // 2 + 6, second=0, microsecond=0, fold=0)
    event = only_event(
        file, starts=f'starts: "{wall:%Y-%m-%d %H:%M}"', timezone=f"timezone: {zone}"
    )
    told = datetime.fromisoformat(event.to_json()["starts_at"])
    assert told == wall.replace(tzinfo=ZoneInfo(zone))
    assert told.replace(tzinfo=None) == wall


# Series


@given(
    zone=st.sampled_from(ZONES),
    day=days,
    clock=st.times(time(4), time(21)),
    rule=st.sampled_from(["FREQ=DAILY;COUNT=400", "FREQ=WEEKLY;COUNT=60", "FREQ=MONTHLY;COUNT=15"]),
)
@settings(deadline=None, max_examples=40)
def test_a_series_keeps_its_hour(zone: str, day: date, clock: time, rule: str) -> None:
    """Over a year with both changes of the clocks, start and end stay at their local time."""
    event = series(zone, datetime.combine(day, clock.replace(microsecond=0)), rule)
    found = every(event)
    assert {one.starts_at.time() for one in found} == {event.starts_at.time()}
    assert event.ends_at is not None
    assert {one.ends_at.time() for one in found if one.ends_at} == {event.ends_at.time()}
    assert {one.starts_at.utcoffset() for one in found} >= {event.starts_at.utcoffset()}


@pytest.mark.parametrize("zone", ZONES)
def test_a_series_has_two_offsets_in_a_year(zone: str) -> None:
    """The hour is kept because the offset changes with the clocks."""
    found = every(series(zone, datetime(2019, 1, 1, 9, 0), "FREQ=DAILY;COUNT=365"))
    assert len({one.starts_at.utcoffset() for one in found}) == 2


def test_a_skipped_hour_moves_to_the_end_of_the_gap() -> None:
    """On the day without 02:30 the occurrence starts at 03:00, and lasts as long as ever."""
    found = every(series("Europe/Brussels", datetime(2019, 3, 30, 2, 30), "FREQ=DAILY;COUNT=3"))
    assert [one.starts_at.isoformat() for one in found] == [
        "2019-03-30T02:30:00+01:00",
        "2019-03-31T03:00:00+02:00",
        "2019-04-01T02:30:00+02:00",
    ]
    assert all(one.ends_at and one.ends_at > one.starts_at for one in found)


def test_an_event_within_the_gap_keeps_its_length() -> None:
    """Start and end both skipped still give an occurrence with a length."""
    event = series("Europe/Brussels", datetime(2019, 3, 30, 2, 10), "FREQ=DAILY;COUNT=2")
    ends_at = event.starts_at + timedelta(minutes=20)
    moved = every(dataclasses.replace(event, ends_at=ends_at))[1]
    assert moved.starts_at.isoformat() == "2019-03-31T03:00:00+02:00"
    assert moved.ends_at is not None
    assert moved.ends_at.isoformat() == "2019-03-31T03:20:00+02:00"


def test_a_doubled_hour_takes_the_first() -> None:
    """Where 02:30 comes twice, the occurrence is at the first."""
    found = every(series("Europe/Brussels", datetime(2018, 10, 27, 2, 30), "FREQ=DAILY;COUNT=2"))
    assert found[1].starts_at.isoformat() == "2018-10-28T02:30:00+02:00"


def test_an_all_day_series_keeps_whole_days() -> None:
    """Two-day occurrences last two days over a change of the clocks, on the dates of the rule."""
    zone = ZoneInfo("Europe/Brussels")
    event = Event(
        event_id="days",
        title="Days",
        kind=EventKind.CONFERENCE,
        starts_at=datetime(2019, 3, 23, tzinfo=zone),
        ends_at=datetime(2019, 3, 25, tzinfo=zone),
        all_day=True,
        timezone="Europe/Brussels",
        rrule="FREQ=WEEKLY;COUNT=3",
    )
    assert [(one.starts_on.day, one.ends_on.day) for one in every(event)] == [
        (23, 24),
        (30, 31),
        (6, 7),
    ]


def test_exceptions_are_left_out_and_ids_carry_the_day(file: Path) -> None:
    """Each occurrence is an event of its own that does not recur; excluded days are missing."""
    file.write_text(WHOLE, encoding="utf-8")
    found = every(load_events(file)[1])
    assert [one.event_id for one in found] == [
        "talks@2022-09-06",
        "talks@2022-11-01",
        "talks@2022-12-06",
        "talks@2023-01-03",
        "talks@2023-02-07",
    ]
    assert all(one.rrule is None and one.excluded == () for one in found)


@pytest.mark.parametrize(
    ("until", "last"), [("20190316", 16), ("20190316T080000Z", 16), ("20190316T075959Z", 15)]
)
def test_until_counts_its_day_or_its_instant(until: str, last: int) -> None:
    """A day in UNTIL counts whole; an instant counts up to itself, in the zone of the event."""
    event = series("Europe/Brussels", datetime(2019, 3, 14, 9, 0), f"FREQ=DAILY;UNTIL={until}")
    assert every(event)[-1].starts_on.day == last


def test_occurrences_are_bounded() -> None:
    """A series without end gives a thousand occurrences from wherever it is asked."""
    event = series("Europe/Brussels", datetime(2019, 3, 14, 9, 0), "FREQ=DAILY")
    found = list(occurrences(event, datetime(2026, 1, 1, tzinfo=UTC), FAR))
    assert len(found) == MAX_OCCURRENCES
    assert found[0].starts_on == date(2026, 1, 1)


def test_the_window_holds_what_overlaps_it() -> None:
    """An occurrence that is running at the start counts; one that starts at the end does not."""
    event = series("Europe/Brussels", datetime(2019, 3, 14, 9, 0), "FREQ=DAILY;COUNT=9", hours=2)
    after = datetime(2019, 3, 15, 10, 0, tzinfo=ZoneInfo("Europe/Brussels"))
    found = list(occurrences(event, after, after + timedelta(days=1, hours=-1)))
    assert [one.starts_on.day for one in found] == [15]


@pytest.mark.parametrize(
    ("after", "before", "seen"),
    [(13, 14, False), (13, 15, True), (14, 15, True), (15, 16, False)],
)
def test_an_event_that_does_not_recur_yields_itself(
    file: Path, after: int, before: int, seen: bool
) -> None:
    """A single event is there if it overlaps the window, under its own id."""
    event = only_event(file)
    zone = ZoneInfo("Europe/Brussels")
    window = (datetime(2019, 3, after, tzinfo=zone), datetime(2019, 3, before, tzinfo=zone))
    assert list(occurrences(event, *window)) == ([event] if seen else [])


def test_a_rule_that_is_not_valid_is_an_error_of_ours() -> None:
    """An event made elsewhere than in the file fails with a message, not with dateutil's."""
    event = series("Europe/Brussels", datetime(2019, 3, 14, 9, 0), "FREQ=HOURLY")
    with pytest.raises(EventsError, match='event series: rrule "FREQ=HOURLY" cannot have'):
        occurrences(event, event.starts_at, FAR)


# What is upcoming


@pytest.fixture
def season(file: Path) -> Event:
    """The Cluster Weeks, over months."""
    return only_event(file, id="id: weeks", starts="starts: 2018-11-20", ends="ends: 2019-04-30")


def test_a_running_season_is_upcoming_until_it_ends(season: Event) -> None:
    """Cluster Weeks stay listed through their last day in their own zone."""
    assert upcoming([season], datetime(2019, 4, 30, 21, 59, tzinfo=UTC)) == (season,)
    assert upcoming([season], datetime(2019, 4, 30, 22, 0, tzinfo=UTC)) == ()


def test_upcoming_is_in_order_of_start_then_id(file: Path, season: Event) -> None:
    """Earlier first whatever the zone; ids part those of the same instant."""
    one = only_event(file)
    other = dataclasses.replace(one, event_id="b")
    now = datetime(2019, 1, 1, tzinfo=UTC)
    for shuffled in itertools.permutations([other, season, one]):
        assert upcoming(shuffled, now) == (season, one, other)
        assert in_order(shuffled) == (season, one, other)


def test_upcoming_gives_the_next_ten_of_a_series() -> None:
    """A series does not drown the rest."""
    event = series("Europe/Brussels", datetime(2019, 3, 14, 9, 0), "FREQ=DAILY")
    found = upcoming([event], datetime(2019, 6, 1, 12, 0, tzinfo=UTC))
    assert len(found) == 10
    assert found[0].event_id == "series@2019-06-02"


@pytest.mark.parametrize("pick", [in_order, lambda events: upcoming(events, FAR)])
def test_nothing_gives_nothing(pick: Callable[[list[Event]], tuple[Event, ...]]) -> None:
    """No events is a fine state."""
    assert pick([]) == ()
