"""Who may see and do what in several servers, and what is lost in silence, tried from outside.

The bot is a process of its own, and nothing is known of it but what Discord sees. The calendar's
file is moved on in place of the clock: what was to come in hours is then due at once.
"""

import json
import re
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.bot.black_box import (
    SOURCE,
    announce,
    archive,
    decide,
    ids,
    is_private,
    labelled,
    offered,
    opened,
    running,
    shown,
    tell,
)
from tests.bot.bot_nursery import BotNursery
from tests.bot.fake_discord import (
    APPLICATION_ID,
    GUILD_ID,
    OTHER_CHANNEL_ID,
    BotProcess,
    FakeDiscord,
    Interaction,
    Json,
    command,
    direct_channel_id,
    guild_of,
    mention,
    press,
    reply_to,
    role_of,
    said,
    said_directly,
    snowflake,
)

OTHER_GUILD, THEIR_CHANNEL, ROLE, OWN_ROLE = "222", "322", "77", "78"
NOW = datetime.now(UTC)
FAR, NEAR = NOW + timedelta(hours=3), NOW + timedelta(minutes=59)
QUESTION, ANSWER = "How many pilots did the harbour forum fund?", "seven pilots"
PAGE = "# Harbour forum\n\nThe harbour forum funded seven pilots on hydrogen.\n"
LEFT, STAYS, STOPS = "601", "602", "603"


def events(starts: datetime, title: str = "Ferry talk") -> str:
    """The file of events; two are at this time."""
    at = f'kind: other, starts: "{starts:%Y-%m-%d %H:%M}", timezone: UTC'
    weekly = NOW + timedelta(days=5)
    return f"""events:
  - {{id: own-1, title: Secret talk, kind: other, timezone: UTC,
     starts: "{FAR:%Y-%m-%d %H:%M}"}}
  - {{id: stop-1, title: Stopped talk, {at}}}
  - {{id: ping-1, title: {title}, {at}}}
  - {{id: native-1, title: Native talk, kind: other, timezone: UTC,
     starts: "{NOW + timedelta(days=9):%Y-%m-%d} 10:00"}}
  - {{id: rounds, title: Harbour rounds, kind: other, timezone: UTC, rrule: FREQ=WEEKLY,
     starts: "{weekly:%Y-%m-%d} 10:00"}}
"""


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose home is the first server, for versions that know of homes."""
    homes = "" if SOURCE else f"bot: {{home_servers: [{GUILD_ID}]}}\n"
    folder = tmp_path_factory.mktemp("servers") / "archive"
    unannounced = "reminders: {leads: {other: []}}\n"
    return archive(folder, {"page.md": PAGE, "events.yaml": events(FAR)}, unannounced + homes)


@pytest.fixture(scope="module")
def discord() -> Iterator[FakeDiscord]:
    """Discord with two servers."""
    with FakeDiscord(role_ids=(ROLE,)) as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def bot(config: Path, discord: FakeDiscord, bots: BotNursery) -> Iterator[BotProcess]:
    """The bot in both servers."""
    with running(config, discord, bots.start) as process:
        discord.dispatch("GUILD_CREATE", guild_of(OTHER_GUILD, THEIR_CHANNEL))
        announce(discord)
        yield process


def there(interaction: Interaction) -> Interaction:
    """The same in the other server."""
    channel = {**interaction.payload["channel"], "id": THEIR_CHANNEL}
    place = {"guild_id": OTHER_GUILD, "channel_id": THEIR_CHANNEL, "channel": channel}
    return Interaction({**interaction.payload, **place})


# Who may see and do what


def test_rollback_shows_no_path_of_the_machine(discord: FakeDiscord, config: Path) -> None:
    """What there is to go back to is named without."""
    assert config.parent.parent.name not in tell(discord, command("archive rollback"))


def test_no_stranger_s_server_governs_the_archive(discord: FakeDiscord) -> None:
    """Whoever manages it there."""
    assert "page.md" not in tell(discord, there(command("archive status")))
    for name in ("archive rebuild", "archive rollback"):
        told = tell(discord, there(command(name)))
        assert "not kept from this server" in told, name


def test_what_a_server_could_not_be_told_is_its_own(discord: FakeDiscord) -> None:
    """Another server's maintainers do not read it."""
    tell(discord, there(command("ask", question="Which giraffes came to the harbour?")))
    assert "giraffes" not in tell(discord, command("archive gaps"))


def kept_to_another_channel() -> Interaction:
    """The setting by which mentions are answered in another channel than the usual one."""
    setting = command("settings channel", channel=OTHER_CHANNEL_ID)
    option = setting.payload["data"]["options"][0]["options"][0]
    option["type"] = 7
    channel = {**setting.payload["channel"], "id": OTHER_CHANNEL_ID, "permissions": "0"}
    setting.payload["data"]["resolved"] = {"channels": {OTHER_CHANNEL_ID: channel}}
    return setting


def test_what_is_asked_further_elsewhere_is_private_where_answers_are_kept_to_a_channel(
    discord: FakeDiscord,
) -> None:
    """Though the answer that it grows out of was for everybody."""
    member, setting = snowflake(), kept_to_another_channel()
    asked = command("ask", user_id=member, question=QUESTION)
    tell(discord, asked)
    message = shown(discord, asked)
    tell(discord, setting)
    try:
        form = press(message, ids(message, "further")[0], user_id=member)
        custom_id = re.findall(r"fb:form:\w+", tell(discord, form))[0]
        typed = {"type": 4, "custom_id": "question", "value": "and on what?"}
        sent = press(message, custom_id, user_id=member)
        data = {"custom_id": custom_id, "components": [{"type": 1, "components": [typed]}]}
        sent.payload.update(type=5, data=data)
        tell(discord, sent)
        assert is_private(discord, sent)
    finally:
        tell(discord, without_channel(kept_to_another_channel()))


def without_channel(setting: Interaction) -> Interaction:
    """The same the other way round."""
    options = setting.payload["data"]["options"][0]["options"]
    options.append({"name": "answer", "type": 5, "value": False})
    return setting


def test_what_is_asked_directly_is_in_no_server_s_gaps(discord: FakeDiscord) -> None:
    """Those of the server are."""
    member = snowflake()
    tell(discord, command("ask", question="Which walruses came to the harbour?"))
    discord.dispatch("MESSAGE_CREATE", said_directly("Which zebras came to the harbour?", member))
    answer = discord.until(lambda: discord.messages(direct_channel_id(member)))[0]
    assert "zebras" in json.dumps(answer)
    assert "went wrong" not in json.dumps(answer)
    told = tell(discord, command("archive gaps"))
    assert "walruses" in told
    assert "zebras" not in told


def test_who_asks_too_fast_is_refused_without_a_word_in_the_channel(discord: FakeDiscord) -> None:
    """What is posted there are answers."""
    before, member = len(discord.messages()), snowflake()
    for _time in range(25):
        discord.dispatch("MESSAGE_CREATE", mention(QUESTION, user_id=member))
    discord.until(lambda: discord.messages(direct_channel_id(member)) or _has_all(discord, before))
    posted = discord.messages()[before:]
    assert all(ANSWER in json.dumps(one).replace("*", "") for one in posted)


def _has_all(discord: FakeDiscord, before: int) -> bool:
    return len(discord.messages()) >= before + 25


def test_answers_that_are_kept_to_a_channel_are_shared_there_alone(discord: FakeDiscord) -> None:
    """Not where a private one was asked for."""
    member, setting = snowflake(), kept_to_another_channel()
    asked = command("ask", user_id=member, question=QUESTION, private=True)
    tell(discord, asked)
    message = shown(discord, asked)
    tell(discord, setting)
    try:
        sharing = press(message, labelled(message, "Share in the channel"), user_id=member)
        assert ANSWER not in tell(discord, sharing).replace("*", "")
    finally:
        tell(discord, without_channel(kept_to_another_channel()))


def test_more_passages_leave_a_private_answer_where_it_is(discord: FakeDiscord) -> None:
    """Its Share and its votes stay."""
    member = snowflake()
    asked = command("ask", user_id=member, question=QUESTION, private=True)
    tell(discord, asked)
    pressed, is_on_answer = opened(discord, shown(discord, asked), "More passages", member)
    turns_over = discord.callbacks(pressed)[0].body["type"] in (6, 7)
    assert not (is_on_answer and turns_over)


# What is lost in silence


def test_one_day_of_a_series_is_not_the_series(discord: FakeDiscord) -> None:
    """It is asked which days are meant."""
    value = offered(discord, "event edit", "event", "Harbour rounds", "value")[1]
    told = tell(discord, command("event edit", event=value, place="Turku"))
    assert "following" in told


_CANCELLED = 4


@pytest.mark.parametrize("is_deleted", [True, False])
def test_a_native_event_that_somebody_deleted_or_cancelled_is_made_anew(
    discord: FakeDiscord, is_deleted: bool
) -> None:
    """The address that is given is not the old one."""
    discord.natives.clear()
    tell(discord, command("event publish", event="native-1"))
    assert len(discord.natives) == 1
    first = next(iter(discord.natives))
    discord.natives[first]["status"] = _CANCELLED
    if is_deleted:
        discord.natives.clear()
    told = tell(discord, command("event publish", event="native-1"))
    assert first not in told
    assert list(discord.natives)[-1] in told


# What comes


def remind(discord: FakeDiscord, member: str, title: str, *, elsewhere: bool = False) -> Json:
    """Have a member reminded of an event; returns what they are shown."""
    listing = command("events", user_id=member)
    listing = there(listing) if elsewhere else listing
    told = tell(discord, listing)
    message = shown(discord, listing)
    number = [line for line in told.split("\\n") if "**" in line and ". **" in line]
    place = next(n for n, line in enumerate(number) if title in line)
    pressed = press(message, ids(message, "re")[place], user_id=member)
    pressed = there(pressed) if elsewhere else pressed
    tell(discord, pressed)
    return shown(discord, pressed)


def directly(discord: FakeDiscord, member: str) -> str:
    """All that was written to a member, but what confirms that they are reminded."""
    found = [one for one in discord.messages(direct_channel_id(member))
             if "I will remind you" not in (one["content"] or "")]  # fmt: skip
    return json.dumps(found, ensure_ascii=False)


@pytest.fixture(scope="module")
def moved(config: Path, discord: FakeDiscord) -> Json:
    """The announcement that came when the time of three events had come."""
    for member in (LEFT, STAYS):
        remind(discord, member, "Secret talk")
    stopped = remind(discord, STOPS, "Stopped talk")
    remind(discord, STOPS, "Stopped talk", elsewhere=True)
    remind(discord, STAYS, "Stopped talk")
    tell(discord, press(stopped, labelled(stopped, "Stop"), user_id=STOPS))
    _announce_to_a_role(discord)
    discord.let_leave(LEFT)
    (config.parent / "knowledge" / "events.yaml").write_text(events(NEAR), encoding="utf-8")
    change = command("event edit", event="own-1", starts=f"{NEAR:%Y-%m-%d %H:%M}", timezone="UTC")
    tell(discord, change)
    decide(discord, change, str(change.payload["member"]["user"]["id"]))
    discord.until(lambda: "Secret talk" in directly(discord, STAYS), 60)
    discord.until(lambda: "Stopped talk" in directly(discord, STAYS), 60)
    return discord.until(lambda: _pinging(discord)[:1], 60)[0]


def _announce_to_a_role(discord: FakeDiscord) -> None:
    wanted = command("remind add", event="ping-1", before="1 hour", role=ROLE)
    option = next(one for one in wanted.payload["data"]["options"][0]["options"]
                  if one["name"] == "role")  # fmt: skip
    option["type"] = 8
    wanted.payload["data"]["resolved"] = {"roles": {ROLE: role_of(ROLE)}}
    tell(discord, wanted)
    decide(discord, wanted, str(wanted.payload["member"]["user"]["id"]))


def _look(discord: FakeDiscord) -> None:
    """Have the bot look at the calendar, as it does after each change."""
    announce(discord)


def _pinging(discord: FakeDiscord) -> list[Json]:
    return [one for one in discord.messages() if f"<@&{ROLE}>" in (one["content"] or "")]


def test_who_has_left_is_told_no_more_of_the_server(discord: FakeDiscord, moved: Json) -> None:
    """A member who stays is."""
    assert moved
    assert "Secret talk" not in directly(discord, LEFT)


def test_stop_is_stop_in_every_server(discord: FakeDiscord, moved: Json) -> None:
    """The reminder that was begun in another ends as well."""
    assert moved
    assert "Stopped talk" not in directly(discord, STOPS)


def test_a_direct_message_says_where_it_is_from(discord: FakeDiscord, moved: Json) -> None:
    """With the server's name and a link."""
    assert moved
    told = directly(discord, STAYS)
    assert "From clusters" in told
    assert "https://discord.com/channels/" in told


def test_what_people_say_to_an_announcement_is_theirs(discord: FakeDiscord, moved: Json) -> None:
    """The bot says nothing to it."""
    answering = reply_to(moved, "Great, see you there!")
    discord.dispatch("MESSAGE_CREATE", answering)
    with suppress(TimeoutError):
        discord.until(lambda: _answers(discord, answering), 3)
    assert _answers(discord, answering) == []


def _answers(discord: FakeDiscord, message: Json) -> list[Json]:
    references = [(one, one.get("message_reference") or {}) for one in discord.posted]
    return [one for one, reference in references
            if str(reference.get("message_id")) == message["id"]]  # fmt: skip


def test_a_title_that_is_corrected_pings_nobody_again(
    config: Path, discord: FakeDiscord, moved: Json
) -> None:
    """What was posted is edited."""
    assert moved
    path = config.parent / "knowledge" / "events.yaml"
    path.write_text(events(NEAR, "Ferry lecture"), encoding="utf-8")
    _look(discord)
    with suppress(TimeoutError):
        discord.until(lambda: len(_pinging(discord)) > 1 or _is_edited(discord), 20)
    discord.until(lambda: _is_edited(discord))
    assert len(_pinging(discord)) == 1


def _is_edited(discord: FakeDiscord) -> bool:
    return "Ferry lecture" in str([one.body for one in discord.requests("PATCH", "/channels/")])


def test_the_bot_s_role_that_is_mentioned_is_not_met_with_silence(discord: FakeDiscord) -> None:
    """Its writer is told how to ask."""
    member = snowflake()
    role = {**role_of(OWN_ROLE), "tags": {"bot_id": APPLICATION_ID}}
    discord.dispatch("GUILD_ROLE_CREATE", {"guild_id": GUILD_ID, "role": role})
    asked = said(f"<@&{OWN_ROLE}> {QUESTION}", user_id=member, mention_roles=[OWN_ROLE])
    discord.dispatch("MESSAGE_CREATE", asked)
    with suppress(TimeoutError):
        discord.until(lambda: discord.messages(direct_channel_id(member)), 60)
    assert "/ask" in json.dumps(discord.messages(direct_channel_id(member)))


def test_it_ends_within_five_seconds(discord: FakeDiscord, bot: BotProcess) -> None:
    """Though it has answered much; it is that of the tests above."""
    tell(discord, command("ask", question=QUESTION))
    begun = time.monotonic()
    bot.send(signal.SIGTERM)
    bot.wait(60)
    assert time.monotonic() - begun < 5
