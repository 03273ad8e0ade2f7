from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.errors import EventsError
from forumbot.reminders.checked_yaml import MAX_FILE_BYTES, Problem
from forumbot.reminders.events import Dispute, Event, EventKind, occurrences
from forumbot.reminders.events_file import MAX_EVENTS, EventsReport, check_events, load_events
from forumbot.reminders.rules import MAX_OCCURRENCES
from forumbot.reminders.schedule import coming

ZONES = ("Europe/Brussels", "Europe/Helsinki", "America/New_York")
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
    sequence: 2
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
    return [f"{problem.line}: {problem.message}" for problem in check_events(file).problems]


def only_event(file: Path, **lines: str | None) -> Event:
    """The event of an entry, read from a file."""
    file.write_text(entry(**lines), encoding="utf-8")
    (event,) = load_events(file)
    return event


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
    assert (talks.status, talks.sequence) == ("cancelled", 2)
    assert talks.rrule == "FREQ=MONTHLY;BYDAY=1TU;COUNT=6"
    assert talks.excluded == (date(2022, 10, 4),)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "events:\n", "events: []\n"])
def test_an_empty_file_has_no_events(file: Path, text: str) -> None:
    """A file without entries is in order."""
    file.write_text(text, encoding="utf-8")
    assert check_events(file) == EventsReport((), ())


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
        ({"x": "titel: A"}, 7, 'unknown key "titel"; did you mean title? known are id'),
        ({"x": "title: B"}, 7, "title stands in line 3 already"),
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
        (
            {"starts": "starts: 14 March"},
            5,
            'starts "14 March" cannot be read; give a date (YYYY-MM-DD)',
        ),
        (
            {"starts": "starts: 0001-01-01"},
            5,
            "cannot be read; give a date (YYYY-MM-DD) or a local",
        ),
        ({"starts": "starts: 2200-01-01"}, 5, "1900 to 2199"),
        ({"starts": 'starts: "2019-03-14 25:00"'}, 5, "not in the calendar"),
        ({"starts": 'starts: "2019-03-14 09:30Z"'}, 5, "no offset"),
        ({"starts": "starts: [2019-03-14]"}, 5, "starts is a list; give a date"),
        ({"timezone": "timezone: Europe/Brusels"}, 6, "did you mean Europe/Brussels?"),
        ({"timezone": "timezone: brussels"}, 6, "did you mean Europe/Brussels?"),
        ({"timezone": "timezone: ../../etc/passwd"}, 6, "does not exist"),
        ({"timezone": "timezone: Europe"}, 6, "does not exist"),
        ({"ends": "ends: 2019-03-13"}, 7, "ends (13 March 2019) before it starts (14 March 2019)"),
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
            "disputed value is missing",
        ),
        (
            {"disputed": "disputed: [{field: e, value: 1, source: b}]"},
            7,
            'disputed field "e" is not known; known are id',
        ),
        ({"disputed": "disputed: [5]"}, 7, "disputed is a number; write it with the keys field"),
        ({"rrule": "rrule: FREQ=HOURLY"}, 7, 'rrule "FREQ=HOURLY" cannot have FREQ=HOURLY'),
        ({"rrule": "rrule: 5"}, 7, "rrule is a number"),
        ({"rrule": "rrule: FREQ=DAILY;UNTIL=20190320T100000Z"}, 7, "time in UNTIL"),
        ({"rrule": "rrule: FREQ=MONTHLY;BYDAY=1TU"}, 7, "does not fall on the day it starts"),
        ({"rrule": "rrule: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, 7, "never falls"),
        (
            {"rrule": "rrule: FREQ=WEEKLY;COUNT=3", "except": "except: [2019-03-22]"},
            8,
            "2019-03-22 is not a day of the series",
        ),
        (
            {"rrule": "rrule: FREQ=DAILY", "except": 'except: ["2019-03-15 09:00"]'},
            8,
            "except has a time; give the date alone",
        ),
        ({"sequence": "sequence: -1"}, 7, 'sequence is "-1"; give a whole number from 0'),
        ({"sequence": "sequence: 010"}, 7, "give a whole number"),
        ({"sequence": "sequence: 1.5"}, 7, "sequence is a number; give a whole number"),
        ({"sequence": "sequence: '1'"}, 7, "sequence is text; give a whole number"),
        ({"leads": "leads: 1 day"}, 7, "leads is text; make it a list"),
        ({"leads": "leads: [1 day, soon]"}, 7, 'leads "soon" cannot be read as a time before an'),
        ({"leads": "leads:\n      - 1 day\n      - 5"}, 9, "leads is a number; write it as text"),
        ({"leads": "leads:\n      - 1 day\n      - 2 years"}, 9, 'leads "2 years" is more than'),
        ({"leads": "leads: [15 March 2019 at 9]"}, 7, "choose an earlier time"),
        ({"leads": "leads: [" + "1 day, " * 11 + "]"}, 7, "has more than 10 entries"),
        ({"sequence": "sequence: true"}, 7, "sequence is yes or no; give a whole number"),
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
        ("events:\n  - id: a\n  bad\n", 3, "this is not YAML"),
        ('events:\n  - id: "\\UFFFFFFFF"\n', 2, "this is not YAML"),
        ("events: &a []\n", 1, "anchor or alias"),
        ("events:\n  - *a\n", 2, "anchor or alias"),
        ("events:\n  - " + "[" * 20_000, 2, "nested too deeply"),
        ("events: []\n---\nevents: []\n", 2, "this is not YAML"),
        ("- a\n", 1, "is a list; write it with the keys events"),
        ("event: []\n", 1, 'unknown key "event"; did you mean events?'),
        ("events: 5\n", 1, "events is a number; make it a list"),
        ("events:\n  - 5\n", 2, "is a number; write it with the keys id"),
        ("events: []\n\x07\n", 2, "control character"),
        (
            "events: []\n".encode("utf-16-le").decode(),
            1,
            "looks like UTF-16; save the file as UTF-8",
        ),
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
    text = entry(kind="kind: x", themes="themes: [5, 6]") + entry(id="id: B").partition("\n")[2]
    assert [found.partition(":")[0] for found in problems(file, text)] == ["4", "7", "7", "8"]


def test_a_good_event_beside_a_bad_one_is_kept(file: Path) -> None:
    """What is without fault is still there to be looked at."""
    file.write_text(WHOLE.replace("kind: forum", "kind: fair"), encoding="utf-8")
    report = check_events(file)
    assert [event.event_id for event in report.events] == ["talks"]
    assert len(report.problems) == 1


def test_an_id_used_twice_names_both_lines(file: Path) -> None:
    """The second use is reported at its line, with the line of the first, and left out."""
    file.write_text(entry() + entry().partition("\n")[2], encoding="utf-8")
    events, (problem,), _warnings = check_events(file)
    assert [event.event_id for event in events] == ["a"]
    assert problem.line == 7
    assert "id a is used in line 2 already" in problem.message


def test_an_end_before_the_start_is_told_on_one_line(file: Path) -> None:
    """A date that YAML lets run over two lines does not break the message in two."""
    changed = {"starts": "starts: 2019-03-15", "ends": 'ends: "2019-03-14\n\n      "'}
    (problem,) = problems(file, entry(**changed))
    assert problem == "7: it ends (14 March 2019) before it starts (15 March 2019); correct one"


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
    assert problem == Problem(3, "byte 0xe4 is not UTF-8; save the file as UTF-8")


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
    assert str(raised.value).startswith(f'{file}:4: kind "x" is not known')
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
    st.sampled_from(
        [*LEAST, "ends", "rrule", "except", "url", "disputed", "leads", "sequence", "x"]
    ),
    values,
)


@given(text=st.text() | st.lists(entries, max_size=3).map(lambda it: yaml.dump({"events": it})))
@examples(150)
@example(text="events: [{except: [2019-01-01], rrule: 'FREQ=DAILY'}]")
@example(text="events:\n- ? {a: b}\n  : c")
@example(text="events: [{}]")
@example(text="events: [{disputed: [{}]}]")
@example(text="<<: {events: []}")
@example(text="%YAML 1." + "9" * 5_000 + "\n---\na")
def test_any_text_is_reported_and_never_raised(file: Path, text: str) -> None:
    """Whatever stands in the file, the outcome is events and one-line problems."""
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    for problem in check_events(file).problems:
        assert problem.line >= 1
        assert problem.message.splitlines() == [problem.message]
        problem.message.encode()


@given(data=st.binary(max_size=200))
@examples(100)
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
@examples(100)
@example(frequency="WEEKLY", rest=["INTERVAL=773", "BYMONTH=3"])
@example(frequency="YEARLY", rest=["BYWEEKNO=53", "BYMONTH=6"])
@example(frequency="DAILY", rest=["COUNT=" + "9" * 5_000])
@example(frequency="MONTHLY", rest=["BYDAY=53TH"])
@example(frequency="YEARLY", rest=["BYMONTH=12", "BYDAY=53TH", "BYYEARDAY=1"])
def test_any_rule_is_refused_or_begins_on_its_start(
    file: Path, frequency: str, rest: list[str]
) -> None:
    """A rule that is let through gives the event's own start first, and an end to the list."""
    rule = ";".join([f"FREQ={frequency}", *rest])
    file.write_text(entry(rrule=f'rrule: "{rule}"'), encoding="utf-8")
    report = check_events(file)
    assert len(report.events) + len(report.problems) == 1
    for event in report.events:
        found = list(occurrences(event, event.starts_at, FAR))
        assert found[0].starts_on == date(2019, 3, 14)
        assert len(found) <= MAX_OCCURRENCES


# Leads


@pytest.mark.parametrize("written", ["RRULE:FREQ=WEEKLY;BYDAY=TH", "freq=weekly; byday=th;"])
def test_a_rule_may_be_pasted_as_calendars_write_it(file: Path, written: str) -> None:
    """With its name in front, in small letters or with white space."""
    event = only_event(file, rrule=f'rrule: "{written}"')
    assert event.rrule == "FREQ=WEEKLY;BYDAY=TH"


@pytest.mark.parametrize(("written", "is_announced"), [("leads: []", False), ("", True)])
def test_no_leads_are_none_and_not_those_of_the_kind(
    file: Path, written: str, is_announced: bool
) -> None:
    """Only where none are named do those of its kind count."""
    assert only_event(file, leads=written).is_announced is is_announced


def test_leads_may_be_any_that_come_before_the_event(file: Path) -> None:
    """Distances, and points in time that are read in the event's own zone."""
    written = (
        'leads: ["2 weeks, 1 day", on the day at 8, "Friday before at 9", 2019-03-10 09:00 (UTC)]'
    )
    event = only_event(file, leads=written)
    assert event.leads[0] == "2 weeks, 1 day"
    assert len(event.leads) == 4


def test_a_series_may_have_a_date_among_its_leads(file: Path) -> None:
    """A date after the first of a series still comes before the others."""
    event = only_event(file, leads="leads: [20 March 2019]", rrule="rrule: FREQ=WEEKLY;COUNT=9")
    assert event.leads == ("20 March 2019",)


# Days and instants


def test_all_day_dates_are_inclusive(file: Path) -> None:
    """An all-day event ends on the day that the file says, and at the midnight after it."""
    event = only_event(file, ends="ends: 2019-03-31")
    assert (event.starts_on, event.ends_on) == (date(2019, 3, 14), date(2019, 3, 31))
    assert event.ends_at == datetime(2019, 4, 1, tzinfo=ZoneInfo("Europe/Brussels"))


def test_an_all_day_event_where_midnight_is_skipped(file: Path) -> None:
    """In Havana the clocks skip the midnight of 10 March 2019; the day is still that day."""
    day = {"starts": "starts: 2019-03-10", "ends": "ends: 2019-03-10"}
    event = only_event(file, timezone="timezone: America/Havana", **day)
    assert event.starts_at.isoformat() == "2019-03-10T01:00:00-04:00"
    assert (event.starts_on, event.ends_on) == (date(2019, 3, 10), date(2019, 3, 10))


def test_the_last_day_before_one_that_the_zone_skipped(file: Path) -> None:
    """Samoa went from 29 to 31 December 2011: what ends on the 29th has not ended later."""
    day = {"starts": "starts: 2011-12-29", "ends": "ends: 2011-12-29"}
    event = only_event(file, timezone="timezone: Pacific/Apia", **day)
    assert event.ends_on == date(2011, 12, 29)


days = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@given(first=days, length=st.integers(0, 300), zone=st.sampled_from([*ZONES, "America/Havana"]))
@examples(60)
def test_dates_survive_file_and_json(file: Path, first: date, length: int, zone: str) -> None:
    """The dates that stand in the file are those that the JSON gives."""
    last = first + timedelta(days=length)
    event = only_event(
        file, starts=f"starts: {first}", ends=f"ends: {last}", timezone=f"timezone: {zone}"
    )
    told = event.to_json()
    assert (told["starts_at"], told["ends_at"]) == (str(first), str(last))


@given(wall=st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)), zone=st.sampled_from(ZONES))
@examples(60)
def test_instants_survive_file_and_json(file: Path, wall: datetime, zone: str) -> None:
    """The local time that stands in the file is the instant that the JSON gives."""
    wall = wall.replace(hour=wall.hour // 2 + 6, second=0, microsecond=0, fold=0)
    event = only_event(
        file, starts=f'starts: "{wall:%Y-%m-%d %H:%M}"', timezone=f"timezone: {zone}"
    )
    told = datetime.fromisoformat(event.to_json()["starts_at"])
    assert told == wall.replace(tzinfo=ZoneInfo(zone))
    assert told.replace(tzinfo=None) == wall


# What is likely meant otherwise


def warned(file: Path, text: str) -> list[tuple[int, str]]:
    """The warnings of a file that holds no fault, each with its line."""
    file.write_text(text, encoding="utf-8")
    report = check_events(file)
    assert report.problems == ()
    return [(one.line, one.message) for one in report.warnings]


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("title: Talk #3 on chips", True),
        ("title: Talk # 3", True),
        ("title: 'Talk #3'", False),
        ('title: "Talk #3" # a note', False),
        ("title: C#", False),
        ("title: Talk#3", False),
    ],
)
def test_a_title_cut_off_by_a_comment_is_warned_of(file: Path, line: str, cut: bool) -> None:
    """YAML begins a comment there, and what follows is lost without a word."""
    found = warned(file, entry(title=line))
    assert [(number, message.partition(",")[0]) for number, message in found] == (
        [(3, 'title ends before "#"')] if cut else []
    )


@pytest.mark.parametrize(
    ("line", "is_odd"),
    [
        ("title: “Talk”", True),
        ("title: „Vortrag“", True),
        ("title: « Exposé »", True),
        ('title: "“Talk”"', False),
        ("title: The “new” talk", False),
        ("title: “New” and “old”", False),
    ],
)
def test_quotation_marks_of_word_processors_are_warned_of(
    file: Path, line: str, is_odd: bool
) -> None:
    """They would be shown as a part of the title."""
    found = [message.partition(" (")[0] for _line, message in warned(file, entry(title=line))]
    assert found == (["title stands in typographic quotation marks"] if is_odd else [])


def test_an_event_that_is_written_twice_is_warned_of(file: Path) -> None:
    """Under two ids it would be announced twice; one that is cancelled is not."""
    once = entry()
    twice = once + entry(id="id: other").split("events:\n")[-1]
    ((line, message),) = warned(file, twice)
    assert line > 2
    assert message.startswith("this is the event of line 2 under another id")
    cancelled = entry(id="id: other", status="status: cancelled").split("events:\n")[-1]
    assert warned(file, once + cancelled) == []


def test_comments_that_are_some_are_not_warned_of(file: Path) -> None:
    """After a space, behind a date or a link; but not where a number follows at once."""
    assert warned(file, entry(url="url: https://example.org/a # page")) == []
    assert warned(file, entry(starts="starts: 2019-03-14  # confirmed by mail")) == []
    ((line, message),) = warned(file, entry(themes="themes: [skills, b]\n    source: a.md #2"))
    assert (line, message.partition(",")[0]) == (8, 'source ends before "#"')


@pytest.mark.parametrize(
    ("day", "rule", "months"),
    [
        ("2026-03-31", "FREQ=MONTHLY", "the five months without a 31st"),
        ("2026-01-30", "FREQ=MONTHLY;INTERVAL=1", "February"),
        ("2026-01-29", "FREQ=MONTHLY", "February in three years of four"),
        ("2026-03-31", "FREQ=MONTHLY;BYMONTHDAY=15,31", "the five months without a 31st"),
        ("2026-03-28", "FREQ=MONTHLY", ""),
        ("2026-03-31", "FREQ=MONTHLY;BYMONTHDAY=-1", ""),
        ("2026-03-31", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=3,5", ""),
        ("2026-03-31", "FREQ=MONTHLY;BYDAY=5TU", ""),
        ("2026-03-31", "FREQ=WEEKLY", ""),
    ],
)
def test_months_that_a_series_leaves_out_are_warned_of(
    file: Path, day: str, rule: str, months: str
) -> None:
    """A day that some months lack is left out there, as RFC 5545 has it, but not without a word."""
    text = entry(starts=f"starts: {day}", timezone=f"timezone: Europe/Brussels\n    rrule: {rule}")
    found = warned(file, text)
    told = [message.partition(";")[0] for line, message in found if line == 7]
    assert told == ([f"rrule leaves out {months}"] if months else [])


def test_a_series_without_a_day_is_warned_of(file: Path) -> None:
    """Every day of it is excepted."""
    rule = "rrule: FREQ=WEEKLY;COUNT=2\n    except: [2019-03-14, 2019-03-21]"
    ((line, message),) = warned(file, entry(timezone=f"timezone: Europe/Brussels\n    {rule}"))
    assert line == 8
    assert "never takes place" in message


# Quotation marks that are left open


@pytest.mark.parametrize("mark", ['"', "'"])
@pytest.mark.parametrize(
    "rest",
    [
        "  - {id: b, title: B}\n",
        "  - id: b\n    title: §B§\n    kind: forum\n",
        "  - id: b\n    title: B\n    kind: forum\n    place: §Hall§ A\n",
        "  - id: b\n    title: B §\n",
    ],
)
def test_a_quotation_mark_left_open_is_named_where_it_opens(
    file: Path, mark: str, rest: str
) -> None:
    """Wherever the next one stands, at which YAML is out of step, or the end of the file."""
    text = entry(title=f"title: {mark}Talk") + rest.replace("§", mark)
    file.write_text(text, encoding="utf-8")
    assert 3 in [problem.line for problem in check_events(file).problems]
    message = next(one.message for one in check_events(file).problems if one.line == 3)
    assert "a quotation mark opens here" in message


def test_a_quoted_text_of_several_lines_is_none(file: Path) -> None:
    """A long title may be broken, also with a colon in it."""
    text = entry(title='title: "A talk on chips\n      note: and more"')
    file.write_text(text, encoding="utf-8")
    (event,) = check_events(file).events
    assert event.title == "A talk on chips note: and more"


@pytest.mark.parametrize("name", ["events.yml", "Events.yaml", "events.yaml.txt", "event.YAML"])
def test_a_file_that_is_nearly_named_so_is_named(tmp_path: Path, name: str) -> None:
    """As a fault where there is no other, else as a warning."""
    (tmp_path / name).write_text(entry(), encoding="utf-8")
    report = check_events(tmp_path / "events.yaml")
    ((problem,), events) = report.problems, report.events
    assert (problem.line, events) == (1, ())
    assert f"{name} is; rename it to events.yaml" in problem.message
    (tmp_path / "events.yaml").write_text(entry(), encoding="utf-8")
    both = check_events(tmp_path / "events.yaml")
    assert (len(both.events), both.problems, len(both.warnings)) == (1, (), 1)


# Days of a series that differ

WEEKLY = """\
events:
  - id: talks
    title: Talks
    kind: webinar
    starts: 2026-05-06 10:00
    ends: 2026-05-06 11:00
    timezone: Europe/Brussels
    rrule: FREQ=WEEKLY;COUNT=4
    except: [2026-05-13]
    changed:
"""


def test_days_of_a_series_may_differ(file: Path) -> None:
    """In their time, which keeps its length, their words and their place; or be called off."""
    file.write_text(
        WEEKLY
        + "      - {day: 2026-05-20, starts: 2026-05-21 14:00, title: Long talks}\n"
        + "      - {day: 2026-05-27, ends: 2026-05-27 13:00, place: Ghent, status: cancelled}\n",
        encoding="utf-8",
    )
    (event,) = load_events(file)
    found = list(occurrences(event, event.starts_at, FAR))
    assert [(f"{one.starts_at:%d %H:%M}", f"{one.ends_at:%H:%M}", one.title) for one in found] == [
        ("06 10:00", "11:00", "Talks"),
        ("21 14:00", "15:00", "Long talks"),
        ("27 10:00", "13:00", "Talks"),
    ]
    assert [one.event_id for one in found][1:] == ["talks@2026-05-20", "talks@2026-05-27"]
    assert (found[2].place, found[2].status) == ("Ghent", "cancelled")
    assert found[2] not in coming([event], event.starts_at)
    assert found[1] in coming([event], event.starts_at)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{day: 2026-05-21, title: A}", "changed 2026-05-21 is not a day of the series"),
        ("{day: 2026-05-13, title: A}", "changed 2026-05-13 is not a day of the series"),
        ("{title: A}", "changed day is missing"),
        ("{day: 2026-05-20, ends: 2026-05-20 09:00}", "changed it ends (20 May 2026, 09:00) "),
        ("{day: 2026-05-20, starts: 2026-03-29 02:30}", "does not exist in Europe/Brussels"),
        ("{day: 2026-05-20, rrule: FREQ=DAILY}", 'changed unknown key "rrule"'),
        ("{day: 2026-05-06}\n      - {day: 2026-05-06}", "changed 2026-05-06 stands there twice"),
    ],
)
def test_what_differs_has_to_be_a_day_that_can_be(file: Path, line: str, words: str) -> None:
    """It is named by its line, and the series is refused."""
    file.write_text(f"{WEEKLY}      - {line}\n", encoding="utf-8")
    events, (problem,), _warnings = check_events(file)
    assert events == ()
    assert problem.line == 11 + line.count("\n")
    assert words in problem.message


def test_a_single_event_has_no_days_that_differ(file: Path) -> None:
    """What is to be different is written at the event itself."""
    text = entry(timezone="timezone: Europe/Brussels\n    changed: [{day: 2019-03-14}]")
    file.write_text(text, encoding="utf-8")
    assert "changed stands without an rrule" in check_events(file).problems[0].message
