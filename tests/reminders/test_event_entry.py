from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties import examples

from forumbot.errors import UsageError
from forumbot.reminders.event_entry import cancel_event, change_event, draft_event
from forumbot.reminders.events import Event, EventKind, occurrences

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2019, 2, 20, 9, tzinfo=UTC)
"""A Wednesday, 10:00 in Brussels."""
LEAST: dict[str, Any] = {
    "event_id": None,
    "title": "Fourth forum",
    "kind": "forum",
    "starts": "14 March 2019",
    "ends": None,
    "timezone": "Europe/Brussels",
    "place": None,
    "url": None,
    "themes": None,
    "repeats": None,
    "now": NOW,
}


def draft(**words: str | None) -> Event:
    """An event of the least words there must be, with some replaced."""
    return draft_event(**{**LEAST, **words})


def refusal(make: Callable[[], Event]) -> str:
    """The one line that refuses the words."""
    with pytest.raises(UsageError) as raised:
        make()
    message = str(raised.value)
    assert message.splitlines() == [message]
    return message


# New events


def test_an_event_has_what_the_words_say() -> None:
    """Every word of the command comes out in the event, tidied."""
    event = draft(
        event_id="ecpf-4",
        title=" Fourth  European Cluster Policy Forum ",
        kind="Cluster weeks",
        starts="14 March 2019 at 9:30",
        ends="15 March at 17:00",
        place="Brussels",
        url="https://example.org/forum",
        themes="skills, AI ; skills,,internationalisation",
    )
    assert event == Event(
        event_id="ecpf-4",
        title="Fourth European Cluster Policy Forum",
        kind=EventKind.CLUSTER_WEEKS,
        starts_at=datetime(2019, 3, 14, 9, 30, tzinfo=BRUSSELS),
        ends_at=datetime(2019, 3, 15, 17, tzinfo=BRUSSELS),
        all_day=False,
        timezone="Europe/Brussels",
        place="Brussels",
        url="https://example.org/forum",
        themes=("skills", "AI", "internationalisation"),
    )


def test_without_a_time_it_takes_whole_days() -> None:
    """Dates alone make an all-day event; its last day is part of it."""
    event = draft(starts="14 March", ends="15 March")
    assert event.all_day
    assert (event.starts_on, event.ends_on) == (date(2019, 3, 14), date(2019, 3, 15))
    assert draft().ends_at is None


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("next Friday at 14:00", "16:30", "2019-02-22T16:30:00+01:00"),
        ("14 March at 9", "at 5 pm", "2019-03-14T17:00:00+01:00"),
        ("14 March at 9", "14 March at 17:00", "2019-03-14T17:00:00+01:00"),
        ("31 December at 20:00", "1 January at 2:00", "2020-01-01T02:00:00+01:00"),
        ("14 March at 9", "tomorrow at 9", "2019-03-15T09:00:00+01:00"),
        ("14 March at 22:00", "02:00", "2019-03-15T02:00:00+01:00"),
        ("14 March at 20:00", "midnight", "2019-03-15T00:00:00+01:00"),
        ("14 March at 9", "midnight", "2019-03-15T00:00:00+01:00"),
        ("14 March at 9", "24:00", "2019-03-15T00:00:00+01:00"),
        ("14 March at 18:00", "bis 24 Uhr", "2019-03-15T00:00:00+01:00"),
        ("14 March at 9", "2 hours", "2019-03-14T11:00:00+01:00"),
        ("14 March at 17:00", "2h", "2019-03-14T19:00:00+01:00"),
        ("14 March at 17:00", "1h30", "2019-03-14T18:30:00+01:00"),
        ("14 March at 17:00", "+ 90 min", "2019-03-14T18:30:00+01:00"),
        ("14 March at 9", "11h", "2019-03-14T11:00:00+01:00"),
        ("14 March at 9", "for 1.5 hours", "2019-03-14T10:30:00+01:00"),
        ("14 March at 9", "2 days", "2019-03-16T09:00:00+01:00"),
        ("30 March at 20:00", "12 hours", "2019-03-31T09:00:00+02:00"),
        ("14 March at 9:00 UTC", "11:00", "2019-03-14T12:00:00+01:00"),
        ("<t:1552553940>", "<t:1552557540:t>", "2019-03-14T10:59:00+01:00"),
    ],
)
def test_an_end_is_read_from_the_start_on(starts: str, ends: str, expected: str) -> None:
    """A time alone is one of the first day, and a date the next one from there."""
    found = draft(starts=starts, ends=ends).ends_at
    assert found is not None
    assert found.isoformat() == expected


@pytest.mark.parametrize(
    ("starts", "first", "last"),
    [
        ("14-16 March 2019", "2019-03-14", "2019-03-16"),
        ("from 30 April to 2 May 2019", "2019-04-30", "2019-05-02"),
        ("14.-16. März", "2019-03-14", "2019-03-16"),
        ("14 March 9:00-17:00", "2019-03-14T09:00", "2019-03-14T17:00"),
        ("14 March 22:00 to 02:00", "2019-03-14T22:00", "2019-03-15T02:00"),
        ("18:00-20:00", "2019-02-20T18:00", "2019-02-20T20:00"),
        ("14 March 18:00-24:00", "2019-03-14T18:00", "2019-03-15T00:00"),
    ],
)
def test_the_start_may_name_the_end(starts: str, first: str, last: str) -> None:
    """Days or times from one to another, in one text."""
    event = draft(starts=starts)
    if event.all_day:
        assert (str(event.starts_on), str(event.ends_on)) == (first, last)
        return
    assert event.ends_at is not None
    found = [one.replace(tzinfo=None).isoformat()[:16] for one in (event.starts_at, event.ends_at)]
    assert found == [first, last]


WINTER = datetime(2026, 11, 30, 9, tzinfo=UTC)
"""A Monday, 10:00 in Brussels."""


@pytest.mark.parametrize(
    ("starts", "first", "last"),
    [
        ("le 14 décembre à 18h30", "2026-12-14 18:30", ""),
        ("14.12. 18 Uhr", "2026-12-14 18:00", ""),
        ("am 14.12. um 18 Uhr", "2026-12-14 18:00", ""),
        ("14 grudnia o 18:00", "2026-12-14 18:00", ""),
        ("14 decembrie ora 18", "2026-12-14 18:00", ""),
        ("14 dicembre alle 18", "2026-12-14 18:00", ""),
        ("14 de dezembro às 18h", "2026-12-14 18:00", ""),
        ("14 december om 18 uur", "2026-12-14 18:00", ""),
        ("14 de diciembre a las 18", "2026-12-14 18:00", ""),
        ("mañana a las 18:00", "2026-12-01 18:00", ""),
        ("poniedziałek o 9", "2026-12-07 09:00", ""),
        ("venerdì 18 dicembre alle 9:30", "2026-12-18 09:30", ""),
        ("tonight at 8", "2026-11-30 20:00", ""),
        ("heute Abend um 8", "2026-11-30 20:00", ""),
        ("ce soir à 20h", "2026-11-30 20:00", ""),
        ("Friday 5pm CET", "2026-12-04 17:00", ""),
        ("14. Dezember 18:30 MEZ", "2026-12-14 18:30", ""),
        ("14 December 9-17h", "2026-12-14 09:00", "2026-12-14 17:00"),
        ("14 décembre 18h30 à 20h", "2026-12-14 18:30", "2026-12-14 20:00"),
        ("del 14 al 16 de diciembre", "2026-12-14", "2026-12-16"),
        ("dal 14 al 16 dicembre", "2026-12-14", "2026-12-16"),
        ("14 tot 16 december", "2026-12-14", "2026-12-16"),
        ("14 do 16 grudnia 2026", "2026-12-14", "2026-12-16"),
        ("de 14 a 16 de dezembro", "2026-12-14", "2026-12-16"),
    ],
)
def test_starts_are_read_in_nine_languages(starts: str, first: str, last: str) -> None:
    """With the words that each has for a time, an evening, and from when to when."""
    event = draft(starts=starts, now=WINTER)  # type: ignore[arg-type]
    form = "%Y-%m-%d" if event.all_day else "%Y-%m-%d %H:%M"
    assert event.starts_at.strftime(form) == first
    if event.all_day and last:
        assert f"{event.ends_on}" == last
    elif not event.all_day:
        assert (event.ends_at.strftime(form) if event.ends_at else "") == last


@pytest.mark.parametrize(
    "ends",
    ["bis 20 Uhr", "until 8pm", "jusqu'à 20h", "hasta las 20:00", "hasta las 20", "tot 20:00",
     "fino alle 20", "do 20:00", "até às 20h", "până la 20:00", "bis um 20 Uhr", "tot 20u",
     "do godz. 20"],
)  # fmt: skip
def test_an_end_may_say_until(ends: str) -> None:
    """In each language."""
    event = draft(starts="14 December 18:30", ends=ends, now=WINTER)  # type: ignore[arg-type]
    assert event.ends_at is not None
    assert f"{event.ends_at:%d %H:%M}" == "14 20:00"


@pytest.mark.parametrize(
    "ends",
    ["anderthalb Stunden", "une heure et demie", "hora y media", "un'ora e mezza", "anderhalf uur",
     "półtorej godziny", "uma hora e meia", "o oră și jumătate", "dauert 1,5 Stunden", "1h30"],
)  # fmt: skip
def test_an_end_may_be_how_long_it_takes(ends: str) -> None:
    """In each language, though "une heure et demie" is half past one as well."""
    event = draft(starts="14 December 18:30", ends=ends, now=WINTER)  # type: ignore[arg-type]
    assert event.ends_at is not None
    assert f"{event.ends_at:%d %H:%M}" == "14 20:00"


def test_the_name_of_another_time_is_refused_with_a_hint() -> None:
    """An hour off would go unseen: EST is not the time of Brussels, nor is CET in summer."""
    said = refusal(lambda: draft(starts="14 Dec 18:30 EST", now=WINTER))  # type: ignore[arg-type]
    assert '"EST" is not the time of Europe/Brussels then; did you mean America' in said
    said = refusal(lambda: draft(starts="14 July 2027 18:30 CET", now=WINTER))  # type: ignore[arg-type]
    assert '"CET" is not the time of Europe/Brussels then' in said


def test_an_event_of_days_may_be_so_long() -> None:
    """Its first day is one of them."""
    assert draft(ends="3 days").ends_on == date(2019, 3, 16)


def test_today_is_that_of_the_zone() -> None:
    """In Auckland it is tomorrow already."""
    late = datetime(2019, 2, 20, 20, tzinfo=UTC)
    words = {**LEAST, "timezone": "Pacific/Auckland", "starts": "tomorrow", "now": late}
    assert draft_event(**words).starts_on == date(2019, 2, 22)


@pytest.mark.parametrize("nothing", [None, "", "-", " None "])
def test_what_may_be_missing_can_be_left_out(nothing: str | None) -> None:
    """No place, link, end, themes or repetition is said in several ways."""
    event = draft(ends=nothing, place=nothing, url=nothing, themes=nothing, repeats=nothing)
    assert event == draft()
    assert (event.ends_at, event.place, event.url, event.themes, event.rrule) == (
        *(None, None, None, (), None),
    )


def test_an_id_is_made_of_title_and_start() -> None:
    """It is the same for the same words, and another for another start."""
    made = draft(title="4. Forum: Größe & Ziel").event_id
    assert made.startswith("4-forum-groe-ziel-")
    assert made == draft(title="4. Forum: Größe & Ziel").event_id
    assert made != draft(title="4. Forum: Größe & Ziel", starts="15 March").event_id
    assert draft(title="会议").event_id.startswith("event-")
    assert len(draft(title="long " * 40).event_id) <= 64


def test_a_series_is_described_in_words() -> None:
    """The rule of a series falls on its start, and stops where the words say."""
    event = draft(starts="12 March at 9", repeats="monthly on the second Tuesday until 30 June")
    found = occurrences(event, NOW, datetime(2030, 1, 1, tzinfo=UTC))
    assert [one.starts_on.isoformat() for one in found] == [
        *("2019-03-12", "2019-04-09", "2019-05-14", "2019-06-11"),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"title": " "}, "the title: this is empty"),
        ({"title": "x" * 201}, "the title: this takes 201 characters; use at most 200"),
        ({"title": "a\x00b"}, "the title: this holds a control character"),
        ({"kind": "forun"}, 'the kind: "forun" is not known; did you mean forum? known are'),
        ({"starts": "soon"}, 'the start: "soon" cannot be read as a date; write it like 14 March'),
        ({"starts": "x" * 301}, "the start: this takes 301 characters"),
        ({"starts": "19 February 2019"}, "the start (19 February 2019) has gone by; give"),
        ({"starts": "today at 9:59"}, "the start (20 February 2019, 09:59) has gone by"),
        ({"starts": "31 March at 2:30"}, "the start: \"2019-03-31 02:30\" does not exist in Eur"),
        ({"starts": "27 October at 2:30"}, 'the start: "2019-10-27 02:30" comes twice in Europe'),
        ({"ends": "13 March 2019"}, "the end: it ends (13 March 2019) before it starts (14 M"),
        ({"ends": "14 March at 17:00"}, "the end: starts and ends mix a date and a time"),
        ({"ends": "2 hours"}, 'the end: "2 hours" is no length of such an event; write when it'),
        ({"starts": "14-16 March", "ends": "17 March"}, 'the start: "14-16 March" names the end'),
        ({"starts": "2019-03-14 14:00", "ends": "13:00"}, "the end: it ends (14 March 2019"),
        ({"starts": "14 March at 9", "ends": "1 month"}, 'the end: "1 month" is no length of such'),
        ({"ends": "later"}, 'the end: "later" cannot be read as a date'),
        ({"timezone": "brussels"}, 'the time zone: "brussels" does not exist; did you mean Europe'),
        ({"place": "x" * 201}, "the place: this takes 201 characters"),
        ({"url": "http://example.org"}, 'the link: "http://example.org" is no address; give one'),
        ({"url": "https://example.org/" + "x" * 490}, "the link: this takes 510 characters"),
        ({"themes": "x" * 81}, "the themes: this takes 81 characters; use at most 80"),
        ({"themes": ",".join(map(str, range(21)))}, "the themes: these are 21; give at most 20"),
        ({"repeats": "sometimes"}, 'the repetition: "sometimes" is no way to repeat; write'),
        ({"repeats": "every Monday"}, "the repetition: does not fall on the day it starts, 14 "),
        ({"event_id": "Forum 4"}, 'the id: "Forum 4" is no id; use at most 64 lower-case'),
    ],
)  # fmt: skip
def test_words_that_are_off_are_refused(words: dict[str, str], said: str) -> None:
    """One line says what of the event it is, and what to write instead."""
    assert refusal(lambda: draft(**words)).startswith(said)


def test_what_begins_today_can_still_be_announced() -> None:
    """An all-day event of today has not gone by, nor has what begins in a minute."""
    assert draft(starts="today").starts_on == date(2019, 2, 20)
    assert draft(starts="today at 10:01").starts_at > NOW


# Changes

FORUM = draft(starts="14 March at 9:30", ends="17:00", place="Brussels", themes="skills")


def changed(event: Event = FORUM, **words: str | None) -> Event:
    """The event with what the words change."""
    return change_event(event, now=NOW, **words)


def test_words_change_what_they_name_and_nothing_else() -> None:
    """The rest stays, and the sequence rises by one."""
    kept = replace(FORUM, doc_id="a.md", leads=("1 day",), sequence=4)
    event = changed(kept, title="Fifth forum", kind="conference", themes="AI", url="https://a.eu")
    assert event == replace(
        kept,
        title="Fifth forum",
        kind=EventKind.CONFERENCE,
        themes=("AI",),
        url="https://a.eu",
        sequence=5,
    )


def test_words_that_change_nothing_leave_the_event_as_it_is() -> None:
    """A calendar need not hear of what is as it was."""
    assert changed() == FORUM
    assert changed(starts="14 March 2019 at 9:30", title="Fourth forum", place="Brussels") == FORUM


def test_what_may_be_missing_can_be_taken_away() -> None:
    """A word for nothing removes a place, an end, themes or a repetition."""
    event = changed(place="none", ends="-", themes="", repeats="never")
    assert (event.place, event.ends_at, event.themes, event.rrule) == (None, None, (), None)


def test_an_event_that_moves_lasts_as_long() -> None:
    """The end moves with the start, by the clock on the wall."""
    event = changed(starts="1 April at 10:00")
    assert event.starts_at == datetime(2019, 4, 1, 10, tzinfo=BRUSSELS)
    assert event.ends_at == datetime(2019, 4, 1, 17, 30, tzinfo=BRUSSELS)
    days = changed(draft(ends="16 March"), starts="30 March")
    assert (days.starts_on, days.ends_on) == (date(2019, 3, 30), date(2019, 4, 1))


@pytest.mark.parametrize("starts", ["19:00", "um 19 Uhr", "7 in the evening", "19h"])
def test_a_new_time_alone_is_one_of_the_same_day(starts: str) -> None:
    """Not the next such time from now on; so is one with its end."""
    event = changed(starts=starts)
    assert f"{event.starts_at:%m-%d %H}" == "03-14 19"
    several = changed(starts="19:00-21:00")
    assert several.ends_at is not None
    assert (f"{several.starts_at:%d %H}", f"{several.ends_at:%d %H}") == ("14 19", "14 21")
    assert f"{changed(draft(), starts='19:00').starts_at:%m-%d %H}" == "03-14 19"


def test_in_another_zone_the_local_times_stay() -> None:
    """Half past nine in Brussels becomes half past nine in Helsinki."""
    event = changed(timezone="Europe/Helsinki")
    assert event.starts_at == datetime(2019, 3, 14, 9, 30, tzinfo=ZoneInfo("Europe/Helsinki"))
    assert event.timezone == "Europe/Helsinki"
    assert changed(draft(), timezone="Europe/Helsinki").starts_on == date(2019, 3, 14)


def test_a_new_end_is_read_from_the_start_on() -> None:
    """The end can change alone, as a time or a date."""
    assert changed(ends="18:00").ends_at == datetime(2019, 3, 14, 18, tzinfo=BRUSSELS)
    assert changed(draft(), ends="16 March").ends_on == date(2019, 3, 16)


def test_days_become_times_and_back() -> None:
    """The end of one day goes with the kind of start; one of several days must be given."""
    assert changed(starts="14 March").ends_at is None
    several = draft(ends="16 March")
    assert "give its end too" in refusal(lambda: changed(several, starts="14 March at 9"))
    assert not changed(several, starts="14 March at 9", ends="16 March at 17:00").all_day


def test_a_series_that_moves_must_still_fall_on_its_start() -> None:
    """Otherwise its repetition has to be given anew; exceptions that are none any more go."""
    weekly = draft(starts="12 March", repeats="every Tuesday")
    series = replace(weekly, excluded=(date(2019, 3, 19),))
    assert "does not fall on the day it starts" in refusal(
        lambda: changed(series, starts="13 March")
    )
    assert changed(series, starts="5 March").excluded == (date(2019, 3, 19),)
    moved = changed(series, starts="13 March", repeats="every Wednesday")
    assert (moved.rrule, moved.excluded) == ("FREQ=WEEKLY;BYDAY=WE", ())


def test_a_change_may_concern_what_has_begun() -> None:
    """The title of a forum that is running can be put right."""
    began = datetime(2019, 3, 14, 12, tzinfo=UTC)
    assert change_event(FORUM, now=began, title="The forum").title == "The forum"


@pytest.mark.parametrize("starts", ["14 March 2018 at 9:30", "19 February 2019", "2019-02-20 8:00"])
def test_what_is_to_come_is_not_moved_into_the_past(starts: str) -> None:
    """A year that was mistyped would take the event from who waits for it; what runs may be."""
    assert "has gone by; give one to come" in refusal(lambda: changed(FORUM, starts=starts))
    began = datetime(2019, 3, 14, 12, tzinfo=UTC)
    assert change_event(FORUM, now=began, starts="14 March 2019 at 10:00").starts_at < began


@pytest.mark.parametrize("title", ["\u200b", " \u2060 ", "\u3164", "\u00ad", "\u2800\u200d"])
def test_a_title_that_nobody_sees_is_empty(title: str) -> None:
    """Whatever letters it has."""
    assert refusal(lambda: draft(title=title)) == "the title: this is empty; fill it in"


def test_an_address_may_stand_in_the_brackets_that_keep_discord_s_preview_away() -> None:
    """They are no part of it."""
    assert draft(url="<https://example.org/a>").url == "https://example.org/a"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"title": ""}, "the title: this is empty"),
        ({"starts": "soon"}, "the start: "),
        ({"ends": "9:00"}, "the end: it ends (14 March 2019, 09:00) before it starts"),
        ({"timezone": ""}, "the time zone: this is empty"),
        ({"kind": "-"}, "the kind: "),
    ],
)
def test_a_change_is_held_to_the_same_checks(words: dict[str, str], said: str) -> None:
    """What could not be announced cannot be made of an event either."""
    assert refusal(lambda: changed(FORUM, **words)).startswith(said)


def test_a_cancelled_event_is_told_so_once() -> None:
    """The sequence rises when it is cancelled, and not when it is cancelled again."""
    event = cancel_event(FORUM)
    assert event == replace(FORUM, status="cancelled", sequence=1)
    assert cancel_event(event) is event


# Any words

WORDS = (
    "14 March 2019 31 at 2:30 9 17:00 next friday tomorrow in weeks forum cluster-weeks none - , "
    "Europe/Brussels UTC America/Havana https://a.eu weekly every until tuesday FREQ=DAILY ;COUNT=3"
).split()
words = (
    st.text(max_size=320)
    | st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
    | st.sampled_from(["14 March 2019", "forum", "UTC", "2 June at 9", "weekly", "Europe/Lisbon"])
)
names = [name for name in LEAST if name != "now"]


def outcome(make: Callable[[], Event]) -> Event | str:
    """The event, or the message that refuses it; other exceptions are for the test."""
    try:
        return make()
    except UsageError as refused:
        return str(refused)


@given(given_words=st.dictionaries(st.sampled_from(names), words))
@examples(300)
def test_any_words_are_an_event_or_refused(given_words: dict[str, str]) -> None:
    """Whatever is typed, the outcome is an event in order or one line of text."""
    made = outcome(lambda: draft(**given_words))
    if isinstance(made, Event):
        assert made.ends_at is None or made.ends_at > made.starts_at.astimezone(UTC)
        assert next(iter(occurrences(made, NOW, datetime(2200, 1, 2, tzinfo=UTC))))
    else:
        assert made.splitlines() == [made]


@given(given_words=st.dictionaries(st.sampled_from(names[1:]), words), all_day=st.booleans())
@examples(300)
def test_any_change_is_an_event_or_refused(given_words: dict[str, str], all_day: bool) -> None:
    """Whatever is changed, the id stays, and the sequence tells whether anything did."""
    event = draft(ends="15 March") if all_day else FORUM
    made = outcome(lambda: changed(event, **given_words))
    if isinstance(made, Event):
        assert made.event_id == event.event_id
        assert made.sequence == (made != event)
    else:
        assert made.splitlines() == [made]
