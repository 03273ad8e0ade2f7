"""What people typed that was misread, and what read badly on a phone, tried from outside.

The bot is a process of its own, and nothing is known of it but what Discord sees.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.bot.black_box import (
    announce,
    archive,
    ids,
    labels,
    offered,
    opened,
    running,
    shown,
    tell,
)
from tests.bot.bot_nursery import BotNursery
from tests.bot.fake_discord import (
    APPLICATION_ID,
    FakeDiscord,
    command,
    direct_channel_id,
    mention,
    metadata_of,
    press,
    reply_to,
    snowflake,
)

NOW = datetime.now(UTC)
SOON, LATER = NOW + timedelta(days=20), NOW + timedelta(days=30)
_OTHER_DAY = f"{LATER + timedelta(days=1):%A}"
OUTCOMES = "What were the conclusions"
QUESTION, ANSWER = "When was the third harbour forum?", "15 November 2018"
THIRD = """---
title: Third harbour forum
kind: report
held_on: 2018-11-15
themes: [harbour pilots]
---
# Third harbour forum

The third harbour forum was held in Ghent on 15 November 2018. Forty pilots took part in it.

The harbour authorities received €3.6 million for the pilots at the third harbour forum.

## Outcomes

- Policies have to allow for the differing characteristics, needs and objectives of each country.
- The pilots are to be funded for five years.
"""
FOURTH = """---
title: Fourth harbour forum
kind: report
held_on: 2019-03-14
themes: [night trains]
---
# Fourth harbour forum

The fourth harbour forum was held in Oulu on 14 March 2019.

## Outcomes

- Night trains to ports are wanted.
"""
PAGE = """---
title: Harbour kitchen
kind: page
themes: [lobster soup]
---
# Harbour kitchen

The kitchen of the harbour serves lobster soup.
"""
EVENTS = f"""events:
  - {{id: talk-1, title: Lighthouse talk, kind: forum, starts: "{SOON:%Y-%m-%d} 09:30",
     timezone: UTC, place: Tampere}}
  - {{id: pier-1, title: Pier talk, kind: forum, starts: {NOW + timedelta(days=7):%Y-%m-%d},
     timezone: UTC}}
  - {{id: quay-1, title: Quay day, kind: meeting, starts: {NOW:%Y-%m-%d}, timezone: UTC,
     disputed: [{{field: starts, value: {LATER:%Y-%m-%d}, source: third-forum.md}}]}}
  - {{id: days-1, title: Harbour days, kind: conference, starts: {LATER:%Y-%m-%d}, timezone: UTC}}
  - {{id: round-1, title: Pilots' round, kind: meeting, starts: "{SOON:%Y-%m-%d} 18:00",
     timezone: UTC, rrule: FREQ=WEEKLY;INTERVAL=2;COUNT=12}}
"""


@pytest.fixture(scope="module")
def discord(tmp_path_factory: pytest.TempPathFactory, bots: BotNursery) -> Iterator[FakeDiscord]:
    """A bot with two reports, and with events to come."""
    files = {"third-forum.md": THIRD, "fourth-forum.md": FOURTH, "kitchen.md": PAGE,
             "events.yaml": EVENTS}  # fmt: skip
    config = archive(tmp_path_factory.mktemp("words") / "archive", files)
    with FakeDiscord() as server, running(config, server, bots.start):
        announce(server)
        yield server


def answered(discord: FakeDiscord, text: str) -> str:
    """What is said to a mention with a text."""
    asked = mention(text)
    discord.dispatch("MESSAGE_CREATE", asked)
    return discord.until(lambda: _reply_to(discord, str(asked["id"])))


def _reply_to(discord: FakeDiscord, message_id: str) -> str:
    references = [(one, one.get("message_reference") or {}) for one in discord.posted]
    found = [one for one, reference in references if str(reference.get("message_id")) == message_id]
    return json.dumps(found, ensure_ascii=False) if found else ""


# Leads, dates and lengths


@pytest.mark.parametrize(
    ("typed", "before"),
    [("1 fortnight", timedelta(days=14)), ("1 Tag", timedelta(days=1)),
     ("2.5 hours", timedelta(hours=2.5)), ("1.5 h", timedelta(hours=1.5)),
     ("2 Wochen", timedelta(days=14)), ("1 week + 2 days", timedelta(days=9)),
     ("1 hour and 30 minutes", timedelta(minutes=90))],
)  # fmt: skip
def test_a_lead_is_a_time_before_the_event_or_is_refused(
    discord: FakeDiscord, typed: str, before: timedelta
) -> None:
    """It never counts from today."""
    starts = SOON.replace(hour=9, minute=30, second=0, microsecond=0)
    told = tell(discord, command("remind add", event="talk-1", before=typed))
    due = int((starts - before).timestamp())
    assert f"<t:{due}:" in told or ("Is this what you mean?" not in told and "for example" in told)


def test_a_lead_may_have_the_time_of_its_day(discord: FakeDiscord) -> None:
    """Before the event, not after today."""
    told = tell(discord, command("remind add", event="talk-1", before="1 day at 9"))
    day = (SOON - timedelta(days=1)).date()
    at_nine = datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Brussels"))
    assert f"<t:{int(at_nine.timestamp())}:" in told


def test_a_lead_below_nothing_is_refused(discord: FakeDiscord) -> None:
    """With an example of one."""
    told = tell(discord, command("remind add", event="talk-1", before="-3 days"))
    assert "cannot be read as a time before an event" in told


def drafted(discord: FakeDiscord, **when: str) -> str:
    """What is shown of a new event at such times."""
    return tell(discord, command("event add", title="Round", **when))


@pytest.mark.parametrize(
    "when",
    [
        {"starts": "14-16 May 2027"},
        {"starts": "in 30 minutes"},
        {"starts": "18:00"},
        {"starts": f"{LATER:%-d %B %Y} at 18:00", "ends": "2 hours"},
        {"starts": f"{LATER:%-d %B %Y} 22:00", "ends": "02:00"},
        {"starts": f"<t:{int(LATER.timestamp())}:F>"},
        {"starts": f"{LATER:%-d %B %Y} 18:00 UTC+2"},
        {"starts": f"{LATER:%-d %B %Y} 18:00", "repeats": "every two weeks"},
    ],
)
def test_times_are_read_as_people_write_them(discord: FakeDiscord, when: dict[str, str]) -> None:
    """They are shown and asked about."""
    told = drafted(discord, **when)
    assert "Is this what you mean?" in told


@pytest.mark.parametrize(
    ("language", "when", "words"),
    [
        ("de", {"starts": "am 14. Mai um halb neun", "ends": "anderthalb Stunden"}, "08:30.+10:00"),
        ("es-ES", {"starts": "el 14 de mayo a las 9", "ends": "hora y media"}, "09:00.+10:30"),
        ("fr", {"starts": "le 14 mai à minuit et demi"}, "00:30"),
        ("fr", {"starts": "11 mai 2027 à 18h", "repeats": "le 2e mardi de chaque mois"}, "18:00"),
        ("fr", {"starts": "15 mai 2027 à 18h", "repeats": "le 15 de chaque mois"}, "18:00"),
        ("it", {"starts": "l'8 marzo dalle 9 alle 10:30"}, "09:00.+10:30"),
        ("nl", {"starts": "14 mei om 14u30", "ends": "tot 16u"}, "14:30.+16:00"),
        ("nl", {"starts": "3 mei 2027 om 9 uur", "repeats": "op werkdagen"}, "09:00"),
        ("pl", {"starts": "za dwa tygodnie o 18", "ends": "półtorej godziny"}, "18:00.+19:30"),
        ("pl", {"starts": "11 maja 2027 o 18", "repeats": "co drugi wtorek"}, "18:00"),
        ("pt-BR", {"starts": "o 14 de maio", "ends": "16 de maio"}, "16 de maio"),
        ("ro", {"starts": "14 mai între 9 și 11"}, "09:00.+11:00"),
        ("en-GB", {"starts": "14 May 2027 9:00", "repeats": "weekly for 10 weeks"}, "09:00"),
    ],
)
def test_times_are_read_in_nine_languages(
    discord: FakeDiscord, language: str, when: dict[str, str], words: str
) -> None:
    """And are told in that of the moderator."""
    drafting = command("event add", title="Round", timezone="Europe/Brussels", **when)
    drafting.payload["locale"] = language
    told = tell(discord, drafting)
    assert "fb:keep:" in told
    assert re.search(words, told.replace("\\\\", ""))


def test_midnight_is_a_time(discord: FakeDiscord) -> None:
    """And makes no event of a whole day."""
    assert ", 00:00" in drafted(discord, starts="tomorrow at midnight").replace("\\\\", "")


@pytest.mark.parametrize(
    ("starts", "words"),
    [("31 February 2027", "February"), (f"{_OTHER_DAY} {LATER:%-d %B %Y}", f"{LATER:%A}")],
)
def test_a_day_that_is_none_is_named(discord: FakeDiscord, starts: str, words: str) -> None:
    """And the weekday that it would be."""
    told = drafted(discord, starts=starts)
    assert "Is this what you mean?" not in told
    assert words in told.replace(starts, "")


def test_examples_are_of_days_to_come(discord: FakeDiscord) -> None:
    """One that is copied is none of 2019."""
    told = drafted(discord, starts="whenever it suits")
    assert "write" in told
    assert "2019" not in told


# What is chosen


@pytest.mark.parametrize("typed", ["Lighthouse talk", "lighthouse TALK"])
def test_a_title_stands_for_its_event(discord: FakeDiscord, typed: str) -> None:
    """Though it is no choice."""
    assert "Is this what you mean?" in tell(
        discord, command("event edit", event=typed, place="Turku")
    )


def test_the_label_of_a_choice_stands_for_it(discord: FakeDiscord) -> None:
    """As Discord sometimes sends it in place of the value."""
    label = offered(discord, "event edit", "event", "Lighthouse")[0]
    assert "Is this what you mean?" in tell(
        discord, command("event edit", event=label, place="Turku")
    )


@pytest.mark.parametrize("typed", ["3rd forum", "third forum", "forum 3"])
def test_a_forum_is_found_by_its_number(discord: FakeDiscord, typed: str) -> None:
    """However it is written."""
    assert offered(discord, "outcomes", "forum", typed) == ["Third harbour forum"]


def test_topics_that_are_offered_have_outcomes(discord: FakeDiscord) -> None:
    """Each of them."""
    topics = offered(discord, "outcomes", "topic", "")
    for topic in topics:
        told = tell(discord, command("outcomes", topic=topic))
        assert re.search("differing|funded|Night trains", told), topic


def test_an_outcome_is_found_by_its_words(discord: FakeDiscord) -> None:
    """Where it is on just that."""
    told = tell(discord, command("outcomes", topic="differing needs of regions"))
    assert "differing characteristics" in told


def test_outcomes_stand_behind_a_question_about_them(discord: FakeDiscord) -> None:
    """Those of its forum."""
    member = snowflake()
    asked = command("ask", user_id=member, question=f"{OUTCOMES} of the third harbour forum?")
    tell(discord, asked)
    pressed, _is_on_answer = opened(discord, shown(discord, asked), "Outcomes on this", member)
    assert "differing characteristics" in discord.told(pressed)


# What is asked


@pytest.mark.parametrize(
    "text",
    [
        "Hi! Could you tell me when the third harbour forum was? Thanks a lot :)",
        "lol how many pilots took part",
        "hey guys, quick question: for how long are the pilots funded? thx in advance!!",
        "good morning everyone, hope you are well. I was wondering whether somebody could tell me "
        "where the fourth harbour forum was held, many thanks and best regards",
        "```\nyo for how long are the pilots funded\n```",
        f"For how long, <@{APPLICATION_ID}> dear bot, are the **pilots** funded?",
    ],
)
def test_noise_around_a_question_is_left_out(discord: FakeDiscord, text: str) -> None:
    """What is polite, decorated or in the middle."""
    told = answered(discord, text)
    assert "How sure: " in told
    assert not re.search("I find no|nowhere in it|does not answer", told)


@pytest.mark.parametrize(
    ("text", "title"),
    [("is there a forum next week", "Pier talk"), ("what's on this month?", "Quay day"),
     ("remind me of the next forum", "Pier talk"), ("how do I get a reminder?", "Pier talk")],
)  # fmt: skip
def test_questions_for_the_calendar_are_answered_from_it(
    discord: FakeDiscord, text: str, title: str
) -> None:
    """With what comes then."""
    assert title in answered(discord, text)


def test_the_amount_that_is_quoted_is_not_missed(discord: FakeDiscord) -> None:
    """No sentence says that there is none."""
    told = answered(discord, "How much money did the harbour authorities get?")
    assert "€3.6 million" in told
    assert "I find no" not in told


def test_thanks_are_not_searched_for(discord: FakeDiscord) -> None:
    """They get a word, and no passage."""
    told = answered(discord, "thanks!")
    assert "welcome" in told
    assert "nearest" not in told


def test_an_edited_question_is_answered_anew(discord: FakeDiscord) -> None:
    """In place of the answer."""
    asked = mention(QUESTION)
    discord.dispatch("MESSAGE_CREATE", asked)
    discord.until(lambda: _reply_to(discord, str(asked["id"])))
    edited = {**asked, "content": f"<@{APPLICATION_ID}> When was the fourth harbour forum?",
              "edited_timestamp": NOW.isoformat()}  # fmt: skip
    discord.dispatch("MESSAGE_UPDATE", edited)
    with suppress(TimeoutError):
        discord.until(lambda: "14 March 2019" in _edits(discord), 60)
    assert "14 March 2019" in _edits(discord)


def _edits(discord: FakeDiscord) -> str:
    return json.dumps([one.body for one in discord.requests("PATCH", "/channels/")]).replace(
        "*", ""
    )


def test_a_reply_to_an_answer_of_a_command_tells_what_works(discord: FakeDiscord) -> None:
    """The button, or a mention in the reply."""
    member = snowflake()
    asked = command("ask", user_id=member, question=QUESTION)
    tell(discord, asked)
    answer = {**shown(discord, asked), "interaction_metadata": metadata_of(asked.interaction_id)}
    discord.dispatch("MESSAGE_CREATE", reply_to(answer, "and who came?", user_id=member))
    with suppress(TimeoutError):
        discord.until(lambda: discord.messages(direct_channel_id(member)), 60)
    assert "Ask further" in json.dumps(discord.messages(direct_channel_id(member)))


# How it reads


def test_three_buttons_stand_under_an_answer(discord: FakeDiscord) -> None:
    """At most."""
    asked = command("ask", question=QUESTION)
    tell(discord, asked)
    assert len(labels(shown(discord, asked))) == 3


def test_sources_are_titles(discord: FakeDiscord) -> None:
    """And no paths of files."""
    told = tell(discord, command("events", kind="meeting"))
    assert "third-forum.md" not in told
    assert "third forum" in told


def test_a_day_has_its_weekday_and_an_age_that_stays_true(discord: FakeDiscord) -> None:
    """Of an event of whole days."""
    told = tell(discord, command("events", kind="conference"))
    assert f"{LATER:%A}" in told
    assert re.search(r"<t:\d+:R>", told)


def test_every_event_can_be_read(discord: FakeDiscord) -> None:
    """Page by page, to the last."""
    listing = command("events")
    tell(discord, listing)
    assert "Further" in labels(shown(discord, listing))


def test_a_rule_is_told_in_words(discord: FakeDiscord) -> None:
    """Not as calendars write it."""
    told = tell(discord, command("event add", title="Round", starts=f"{LATER:%-d %B %Y} 18:00",
                                 repeats="FREQ=WEEKLY;INTERVAL=2"))  # fmt: skip
    assert "FREQ=" not in told
    assert "every 2 weeks" in told


def test_errors_are_sentences(discord: FakeDiscord) -> None:
    """They begin with a capital."""
    told = tell(discord, command("remind cancel", reminder="nothing of the kind"))
    words = re.findall(r'"content": "(.+?)"', told)
    assert words
    assert words[-1][0].isupper()


def test_one_question_is_counted_as_one(discord: FakeDiscord) -> None:
    """In what is kept of a member."""
    member = snowflake()
    tell(discord, command("ask", user_id=member, question=QUESTION))
    told = tell(discord, command("privacy show", user_id=member))
    assert "1 questions" not in told
    assert "1 question" in told


def reminded(discord: FakeDiscord, member: str) -> None:
    """Have a member reminded of the last event that is listed."""
    listing = command("events", user_id=member)
    tell(discord, listing)
    message = shown(discord, listing)
    tell(discord, press(message, ids(message, "re")[-1], user_id=member))


def test_one_reminder_is_counted_and_named_by_its_title(discord: FakeDiscord) -> None:
    """In what is kept of a member, and in what is deleted."""
    member = snowflake()
    reminded(discord, member)
    told = tell(discord, command("privacy show", user_id=member))
    assert re.search("Harbour days|Pilots' round", told)
    assert not re.search("days-1|round-1", told)
    told += tell(discord, command("privacy delete", user_id=member))
    assert "1 reminders" not in told
    assert "1 reminder" in told


def test_no_day_is_told_in_digits(discord: FakeDiscord) -> None:
    """Wherever a person reads one."""
    member = snowflake()
    reminded(discord, member)
    day = f"{LATER:%-d %B %Y}"
    tell(discord, command("remind add", event="talk-1", before=f"{SOON:%-d %B %Y} at 9"))
    for looking in (
        command("events"), command("remind list"), command("remind preview"), command("remind log"),
        command("changes"), command("settings show"), command("privacy show", user_id=member),
        command("event add", title="Round", starts=day),
        command("event edit", event="talk-1", starts=f"{day} at 18:00"),
        command("remind add", event="talk-1", before=f"{SOON:%-d %B %Y} at 9:00"),
    ):  # fmt: skip
        assert not re.search(r"\b20[0-9]{2}-[0-9]{2}-[0-9]{2}\b", tell(discord, looking))


def test_the_bot_s_own_words_are_in_the_language_of_its_reader(discord: FakeDiscord) -> None:
    """That of their Discord."""
    listing = command("events")
    listing.payload["locale"] = "de"
    told = tell(discord, listing)
    assert "Termine" in told
    drafting = command("event add", title="Round", starts=f"{LATER:%d.%m.%Y} 18:00")
    drafting.payload["locale"] = "de"
    told = tell(discord, drafting)
    assert "Ist es das, was du meinst?" in told
    assert "In ihrer eigenen Zeitzone" in told
    assert "Angekündigt" in told
    assert labels(shown(discord, drafting)) == ["Behalten", "Nicht behalten"]
    drafting = command("event add", title="Round", starts="31.01.2027 18:00", repeats="monatlich")
    drafting.payload["locale"] = "de"
    assert "Beachte: Das lässt die fünf Monate ohne 31" in tell(discord, drafting)
    for name, words in (
        ("settings show", "Zeitzone"), ("changes", "Wer was geändert hat"),
        ("documents", "Berichte"),
    ):  # fmt: skip
        looking = command(name)
        looking.payload["locale"] = "de"
        assert words in tell(discord, looking), name


def test_an_answer_is_shared_once(discord: FakeDiscord) -> None:
    """However often it is pressed."""
    member = snowflake()
    asked = command("ask", user_id=member, question=QUESTION, private=True)
    tell(discord, asked)
    message = shown(discord, asked)
    share = ids(message, "share")[0]
    first, second = (press(message, share, user_id=member) for _time in range(2))
    assert ANSWER in tell(discord, first).replace("*", "")
    assert ANSWER not in tell(discord, second).replace("*", "")
