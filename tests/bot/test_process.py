"""``forumbot run`` as a process of its own, against a Discord on loopback."""

import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree

import pytest
from aiohttp import web
from tests.bot.bot_nursery import BotNursery
from tests.bot.fake_discord import (
    APPLICATION_ID,
    CHANNEL_ID,
    GUILD_ID,
    RESPONSE_SECONDS,
    TOKEN,
    BotProcess,
    FakeDiscord,
    Interaction,
    Json,
    Start,
    command,
    custom_ids,
    from_scratch,
    mention,
    message_of,
    press,
    rate_limited,
    refusal,
    reply_to,
    said,
    said_directly,
)

from forumbot.app import App
from forumbot.clock import system_clock
from forumbot.config_file import load_settings
from forumbot.search.ports import Embedder

_REPORT = """---
title: Report of the Harbour Forum
edition: 1
held_on: 2018-11-15
---

# Outcomes

The harbour forum decided to fund seven pilot projects on hydrogen valleys.
The next meeting of the harbour forum takes place in Tampere in June 2019.
"""
_PAGE = """# Cluster weeks

The cluster weeks are a series of local events that regions organise in spring.
"""
_QUESTION = "How many pilot projects did the harbour forum decide to fund?"
_ANSWER = "seven pilot projects"
_RESTARTED = "being restarted"
_END_SECONDS = 5
_PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
_numbers = iter(range(10_000))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A folder with a small archive, its index and its configuration."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "knowledge").mkdir()
    (folder / "knowledge" / "report.md").write_text(_REPORT, encoding="utf-8")
    (folder / "knowledge" / "page.md").write_text(_PAGE, encoding="utf-8")
    settings = load_settings(_configured(folder, folder / "data"))
    App(settings, system_clock, embedder).service.build(
        strict=True, on_progress=lambda *_step: None
    )
    return folder


@pytest.fixture(scope="module")
def discord() -> Iterator[FakeDiscord]:
    """The server of the bot that most tests share."""
    with FakeDiscord() as server:
        yield server


@pytest.fixture(scope="module")
def bot(
    archive: Path, discord: FakeDiscord, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BotProcess]:
    """The bot that most tests share."""
    folder = tmp_path_factory.mktemp("bot")
    config = _configured(archive, folder / "data")
    process = BotProcess(config, discord.environment, folder / "output")
    try:
        yield process.until_ready(discord)
    finally:
        process.kill()


def _configured(archive: Path, data: Path) -> Path:
    path = archive / f"forumbot-{next(_numbers)}.yaml"
    path.write_text(f"knowledge: knowledge\nindex: index\ndata: {data}\n", encoding="utf-8")
    return path


def _ask(discord: FakeDiscord, question: str = _QUESTION) -> Interaction:
    return discord.deliver(command("ask", question=question))


def _wait_for_answer(discord: FakeDiscord, interaction: Interaction) -> None:
    """Wait until a question has been answered in full, after a response in time."""
    discord.until(lambda: _ANSWER in discord.told(interaction).replace("**", ""))
    first = discord.callbacks(interaction)[-1]
    assert first.body["type"] == 5
    assert first.at - discord.delivered_at(interaction) < RESPONSE_SECONDS


def _run_briefly(
    config: Path, environment: dict[str, str], folder: Path, start: Start
) -> tuple[int, str]:
    """The exit status and the output of a bot that ends by itself."""
    process = BotProcess(config, environment, folder / "output", start)
    try:
        return process.wait(), process.output
    finally:
        process.kill()


def _assert_one_line(output: str, *parts: str) -> None:
    assert "Traceback" not in output
    assert TOKEN not in output
    assert len(output.strip().splitlines()) == 1
    for part in parts:
        assert part in output


# Asking


def test_it_logs_in_without_privileged_intents_and_registers_its_commands_once(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    """A first start sends the commands once, and asks for no intent that needs a permission."""
    registered = discord.requests("PUT", f"/applications/{APPLICATION_ID}/commands")
    assert len(registered) == 1
    assert {"ask", "archive", "Ask the archive"} <= {entry["name"] for entry in registered[0].body}
    assert discord.sessions[0]["token"] == TOKEN
    assert discord.sessions[0]["intents"] & _PRIVILEGED == 0
    assert not bot.has_ended


@pytest.mark.usefixtures("bot")
def test_a_question_is_deferred_in_time_and_then_answered(discord: FakeDiscord) -> None:
    """The response comes within three seconds of the server's clock, the answer after it."""
    interaction = _ask(discord)
    _wait_for_answer(discord, interaction)
    assert len(discord.callbacks(interaction)) == 1
    assert len(discord.edits(interaction)) == 1


@pytest.mark.usefixtures("bot")
def test_the_bot_needs_no_pytorch(discord: FakeDiscord, bot: BotProcess) -> None:
    """With the model that ships a question is answered by ONNX Runtime alone."""
    _wait_for_answer(discord, _ask(discord))
    assert "onnxruntime" in bot.mapped
    assert "torch" not in bot.mapped


def test_a_mention_is_answered_as_a_reply(discord: FakeDiscord) -> None:
    """A mention in a channel gets one message that refers to it and pings nobody."""
    asked = mention(_QUESTION)
    discord.dispatch("MESSAGE_CREATE", asked)
    body = _answer_to(discord, asked["id"])
    assert _ANSWER in json.dumps(body).replace("**", "")
    assert body["allowed_mentions"]["parse"] == []


def _answer_to(discord: FakeDiscord, message_id: str) -> Json:
    """The only message that replies to a message."""

    def found() -> list[Json]:
        return [body for body in discord.posted if _refers_to(body, message_id)]

    answers = discord.until(found)
    assert len(answers) == 1
    return answers[0]


def _refers_to(body: Json, message_id: str) -> bool:
    reference = body.get("message_reference") or {}
    return str(reference.get("message_id")) == message_id


@pytest.mark.usefixtures("bot")
def test_what_is_delivered_twice_is_answered_once(discord: FakeDiscord) -> None:
    """A second delivery of an interaction and of a message changes nothing."""
    interaction, asked = _ask(discord), mention(_QUESTION)
    discord.deliver(interaction)
    discord.dispatch("MESSAGE_CREATE", asked)
    discord.dispatch("MESSAGE_CREATE", asked)
    _wait_for_answer(discord, interaction)
    _wait_for_answer(discord, _ask(discord))
    assert len(discord.callbacks(interaction)) == 1
    _answer_to(discord, asked["id"])


def test_an_interaction_that_expired_leaves_the_bot_well(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    """Discord's 'unknown interaction' is no error of ours, and the next question is answered."""
    before = bot.output
    late = discord.deliver(command("ask", question=_QUESTION), seconds_ago=10)
    discord.until(lambda: discord.callbacks(late))
    _wait_for_answer(discord, _ask(discord))
    assert not discord.edits(late)
    assert "ERROR" not in bot.output.removeprefix(before)


# A connection that fails


@pytest.mark.usefixtures("bot")
def test_a_dropped_connection_is_resumed_and_what_was_missed_is_answered(
    discord: FakeDiscord,
) -> None:
    """A question that arrived while the connection was down is answered after the RESUME."""
    resumed = discord.resumed
    discord.drop()
    missed = _ask(discord)
    discord.until(lambda: discord.resumed == resumed + 1)
    _wait_for_answer(discord, missed)


@pytest.mark.usefixtures("bot")
def test_a_session_that_cannot_be_resumed_is_replaced_by_a_new_one(discord: FakeDiscord) -> None:
    """After an invalid session the bot identifies anew and answers."""
    sessions = len(discord.sessions)
    discord.invalidate()
    discord.until(lambda: len(discord.sessions) == sessions + 1)
    _wait_for_answer(discord, _ask(discord))


_FAULTS: dict[str, Callable[[], web.Response | None]] = {
    "429": lambda: rate_limited(0.4),
    "500": lambda: refusal(500),
    "503": lambda: refusal(503),
    "aborted": lambda: None,
}


@pytest.mark.usefixtures("bot")
def test_faults_on_the_way_to_an_answer_are_overcome(discord: FakeDiscord) -> None:
    """A rate limit, server errors and a broken connection delay the filled response, no more."""
    waiting = []
    for make in _FAULTS.values():
        interaction = command("ask", question=_QUESTION)
        discord.fail("PATCH", f"/{interaction.token}/", make())
        waiting.append(discord.deliver(interaction))
    for interaction in waiting:
        discord.until(lambda one=interaction: len(discord.edits(one)) == 2)  # type: ignore[misc]
        assert _ANSWER in discord.told(interaction).replace("**", "")
    first, second = discord.edits(waiting[0])
    assert second.at - first.at >= 0.4


@pytest.mark.usefixtures("bot")
def test_faults_on_the_first_response_are_overcome_in_time(discord: FakeDiscord) -> None:
    """The same faults on the deferral leave it within three seconds."""
    waiting = []
    for make in _FAULTS.values():
        interaction = command("ask", question=_QUESTION)
        discord.fail("POST", f"/{interaction.token}/callback", make())
        waiting.append(discord.deliver(interaction))
    for interaction in waiting:
        _wait_for_answer(discord, interaction)


@pytest.mark.usefixtures("bot")
def test_a_first_response_whose_receipt_is_lost_is_still_filled(discord: FakeDiscord) -> None:
    """Where Discord has the deferral but its receipt never came, the answer follows anyway."""
    broken, failed = (command("ask", question=_QUESTION) for _time in range(2))
    discord.lose("POST", f"/{broken.token}/callback")
    discord.lose("POST", f"/{failed.token}/callback", refusal(500))
    for interaction in (broken, failed):
        discord.deliver(interaction)
    for interaction in (broken, failed):
        _wait_for_answer(discord, interaction)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("fault", _FAULTS)
def test_faults_on_the_way_to_a_channel_are_overcome(discord: FakeDiscord, fault: str) -> None:
    """The reply to a mention comes in spite of them."""
    asked = mention(_QUESTION)
    discord.fail("POST", f"/channels/{CHANNEL_ID}/messages", _FAULTS[fault]())
    discord.dispatch("MESSAGE_CREATE", asked)
    assert _ANSWER in json.dumps(_answer_to(discord, asked["id"])).replace("**", "")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("answer", [None, 503])
def test_a_message_whose_receipt_is_lost_is_not_posted_twice(
    discord: FakeDiscord, answer: int | None
) -> None:
    """The second try carries the nonce of the first."""
    asked = mention(_QUESTION)
    path = f"/channels/{CHANNEL_ID}/messages"
    sent = len(discord.requests("POST", path))
    discord.lose("POST", path, refusal(answer) if answer else None)
    discord.dispatch("MESSAGE_CREATE", asked)
    discord.until(lambda: len(discord.requests("POST", path)) == sent + 2)
    _answer_to(discord, asked["id"])


def test_heartbeats_go_on_and_the_log_stays_free_of_errors_and_of_the_token(
    discord: FakeDiscord, bot: BotProcess
) -> None:
    """After all of the above the bot beats on, and its log is fit to be shown."""
    beats = len(discord.heartbeats)
    discord.until(lambda: len(discord.heartbeats) > beats + 1)
    assert "Traceback" not in bot.output
    assert TOKEN not in bot.output


# What Discord keeps from a bot, and forbids it


@pytest.mark.usefixtures("bot")
def test_what_is_not_meant_for_the_bot_costs_it_nothing(discord: FakeDiscord) -> None:
    """Of talk among people it sees no word, and it sends none."""
    sent = len(discord.requests("POST", "/messages"))
    talk = said(_QUESTION)
    for message in (talk, reply_to(talk, _QUESTION), said(_QUESTION, mention_roles=["7"])):
        discord.dispatch("MESSAGE_CREATE", message)
    _wait_for_answer(discord, _ask(discord))
    assert len(discord.requests("POST", "/messages")) == sent


@pytest.mark.usefixtures("bot")
def test_a_direct_message_is_read_without_a_mention(discord: FakeDiscord) -> None:
    """There Discord gives the text."""
    asked = said_directly(_QUESTION, "77")
    discord.dispatch("MESSAGE_CREATE", asked)
    body = _answer_to(discord, asked["id"])
    assert _ANSWER in json.dumps(body).replace("**", "")


def test_a_ban_for_invalid_requests_is_waited_out(
    archive: Path, tmp_path: Path, bots: BotNursery
) -> None:
    """At the start and later on: it is neither a crash nor a reason to ask all the more."""
    config = _configured(archive, tmp_path / "data")
    with FakeDiscord() as discord:
        discord.fail("GET", "/users/@me", refusal(503), _told_to_wait(2))
        bot = BotProcess(config, discord.environment, tmp_path / "output", bots.start)
        try:
            bot.until_ready(discord)
            _wait_for_answer(discord, _ask(discord))
            first, second = (one.at for one in discord.requests("GET", "/users/@me")[1:3])
            assert second - first >= 1.9
            discord.bear(invalid=0)
            before = len(discord.requests("POST", "/"))
            lost = [_ask(discord) for _time in range(3)]
            discord.until(lambda: all(discord.callbacks(one) for one in lost))
            discord.pardon()
            discord.bear(invalid=100)
            _wait_for_answer(discord, _ask(discord))
            assert len(discord.requests("POST", "/")) - before < 30
            assert not bot.has_ended
        finally:
            bot.kill()
    assert "Traceback" not in bot.output


def _told_to_wait(seconds: int) -> web.Response:
    return web.Response(status=429, text="error code: 1015", headers={"Retry-After": str(seconds)})


# A start that cannot be


def test_a_second_bot_with_the_same_data_folder_says_so_and_leaves(
    discord: FakeDiscord, bot: BotProcess, tmp_path: Path, bots: BotNursery
) -> None:
    """One bot at a time holds a data folder."""
    status, output = _run_briefly(bot.config, discord.environment, tmp_path, bots.start)
    assert status == 1
    _assert_one_line(output, "another bot")
    assert not bot.has_ended


def test_without_a_token_it_says_what_to_set(archive: Path, tmp_path: Path) -> None:
    """A missing DISCORD_TOKEN is one line and exit status 1."""
    config = _configured(archive, tmp_path / "data")
    status, output = _run_briefly(config, {}, tmp_path, from_scratch)
    assert status == 1
    _assert_one_line(output, "DISCORD_TOKEN")


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("DISCORD_API", "https://discord.example/api/v10"),
        ("DISCORD_API", "http://127.0.0.1@discord.example/api/v10"),
        ("DISCORD_GATEWAY", "wss://127.0.0.1.discord.example/"),
    ],
)
def test_addresses_other_than_loopback_are_refused(
    archive: Path, discord: FakeDiscord, tmp_path: Path, bots: BotNursery, name: str, address: str
) -> None:
    """The token goes to Discord or to this machine, wherever the environment points."""
    config = _configured(archive, tmp_path / "data")
    environment = {**discord.environment, name: address}
    status, output = _run_briefly(config, environment, tmp_path, bots.start)
    assert status == 1
    _assert_one_line(output, name, "loopback")


def test_without_an_index_it_says_how_to_build_one(
    discord: FakeDiscord, tmp_path: Path, bots: BotNursery
) -> None:
    """A missing index is one line and exit status 1."""
    (tmp_path / "knowledge").mkdir()
    config = _configured(tmp_path, tmp_path / "data")
    status, output = _run_briefly(config, discord.environment, tmp_path, bots.start)
    assert status == 1
    _assert_one_line(output, "index build")


def test_a_token_that_discord_refuses_is_one_clear_line(
    archive: Path, tmp_path: Path, bots: BotNursery
) -> None:
    """At login (401) as at the gateway (4004) the bot names the token and ends with status 1."""
    with FakeDiscord() as discord:
        discord.refuse_gateway(close_with=4004)
        wrong = {**discord.environment, "DISCORD_TOKEN": "another.token"}
        refused = [
            BotProcess(_configured(archive, tmp_path / name), environment,
                       tmp_path / f"{name}.txt", bots.start)
            for name, environment in (("login", wrong), ("gateway", discord.environment))
        ]  # fmt: skip
        try:
            assert [bot.wait() for bot in refused] == [1, 1]
        finally:
            for bot in refused:
                bot.kill()
    for bot in refused:
        _assert_one_line(_without_start(bot.output), "DISCORD_TOKEN")
        assert "another.token" not in bot.output
    assert len(discord.sessions) == 0


def _without_start(output: str) -> str:
    """The output without the notes of a start, which are dated."""
    lines = output.splitlines(keepends=True)
    return "".join(line for line in lines if " INFO " not in line)


# The archive


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("name", ["status", "rebuild", "rollback", "gaps"])
def test_raw_commands_on_the_archive_are_refused_where_no_home_is_named(
    discord: FakeDiscord, name: str
) -> None:
    """Whatever permissions come with them; what is to be set is said to the sender alone."""
    sent = discord.deliver(command(f"archive {name}"))
    discord.until(lambda: "servers: " in discord.told(sent))
    assert discord.callbacks(sent)[-1].body["data"]["flags"] & 64


# The end


def test_nothing_is_lost_when_it_is_killed(archive: Path, tmp_path: Path, bots: BotNursery) -> None:
    """Votes and settings that were confirmed stand after ``kill -9`` and a restart.

    The restart meets a Discord that refuses the first login and the first connection, with every
    logger at DEBUG: it perseveres, sends the commands to nobody, and writes its token nowhere.
    """
    config = _configured(archive, tmp_path / "data")
    with FakeDiscord() as discord:
        first = BotProcess(config, discord.environment, tmp_path / "first", bots.start)
        try:
            first.until_ready(discord)
            answer = _vote_and_set(discord)
        finally:
            first.kill()
        discord.fail("GET", "/users/@me", refusal(503))
        discord.refuse_gateway(times=1)
        path = os.pathsep.join([str(_loud(tmp_path)), *sys.path])
        loud = {**discord.environment, "PYTHONPATH": path}
        second = BotProcess(config, loud, tmp_path / "second")
        try:
            second.until_ready(discord, session=2)
            _assert_kept(discord, answer)
        finally:
            second.kill()
        assert len(discord.requests("PUT", "/commands")) == 1
    assert " DEBUG " in second.output
    assert TOKEN not in first.output + second.output


def _loud(folder: Path) -> Path:
    """A folder that, on PYTHONPATH, keeps every logger of a process at DEBUG."""
    lines = ["import logging", "logging.root.setLevel(logging.DEBUG)",
             "logging.Logger.setLevel = lambda *_levels: None", ""]  # fmt: skip
    (folder / "sitecustomize.py").write_text("\n".join(lines), encoding="utf-8")
    return folder


def _vote_and_set(discord: FakeDiscord) -> Json:
    """Vote on an answer and set a time zone; returns the answer's message."""
    asked = _ask(discord)
    _wait_for_answer(discord, asked)
    answer = message_of(discord.edits(asked)[0].body)
    _further, helpful, _more = custom_ids(answer)
    vote = discord.deliver(press(answer, helpful))
    zone = discord.deliver(command("settings timezone", zone="Europe/Tallinn"))
    discord.until(lambda: "So far: 1 helpful." in discord.told(vote))
    discord.until(lambda: "Europe/Tallinn" in discord.told(zone))
    return answer


def _assert_kept(discord: FakeDiscord, answer: Json) -> None:
    vote = discord.deliver(press(answer, custom_ids(answer)[1]))
    shown = discord.deliver(command("settings show"))
    discord.until(lambda: "So far: 2 helpful." in discord.told(vote))
    discord.until(lambda: "Europe/Tallinn" in discord.told(shown))
    _wait_for_answer(discord, _ask(discord))


# How far a build is with passages, of which there are hundreds, unlike documents.
_PASSAGES = re.compile(r"\d of \d{3,}")


def test_sigterm_finishes_or_hands_back_every_reply(
    archive: Path, tmp_path: Path, bots: BotNursery
) -> None:
    """It ends within five seconds: what can be finished is, the rest is told to ask again.

    Under way are an index build of minutes, a question and a mention that Discord has told to wait
    for long, and a question that it has told to wait for a moment.
    """
    folder = Path(copytree(archive, tmp_path / "archive"))
    config = _configured(folder, tmp_path / "data")
    with config.open("a", encoding="utf-8") as settings:
        settings.write(f"bot:\n  home_servers: [{GUILD_ID}]\n")
    with FakeDiscord() as discord:
        bot = BotProcess(config, discord.environment, tmp_path / "output", bots.start)
        try:
            bot.until_ready(discord)
            _write_long_document(folder / "knowledge" / "long.md")
            building = discord.deliver(command("archive rebuild"))
            discord.until(lambda: _PASSAGES.search(discord.told(building)) is not None, 40)
            soon, late, asked = _leave_replies_open(discord)
            bot.send(signal.SIGTERM)
            assert bot.wait(_END_SECONDS) == 0
        finally:
            bot.kill()
        assert _ANSWER in discord.told(soon).replace("**", "")
        assert _RESTARTED not in discord.told(soon)
        assert _RESTARTED in discord.told(late)
        assert _RESTARTED in discord.told(building)
        assert _RESTARTED in json.dumps(_answer_to(discord, asked["id"]))
    assert "Traceback" not in bot.output


def _write_long_document(path: Path) -> None:
    paragraphs = (f"Paragraph {number} tells of cluster {number} and its harbour. " * 20
                  for number in range(1000))  # fmt: skip
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")


def _leave_replies_open(discord: FakeDiscord) -> tuple[Interaction, Interaction, Json]:
    """Two questions and a mention, worked out, but told to wait by rate limits."""
    soon, late, asked = _ask_later(discord, 1.5), _ask_later(discord, 600), mention(_QUESTION)
    posting = f"/channels/{CHANNEL_ID}/messages"
    discord.fail("POST", posting, rate_limited(600))
    discord.dispatch("MESSAGE_CREATE", asked)
    discord.until(lambda: discord.requests("POST", posting))
    discord.until(lambda: discord.edits(late))
    return soon, late, asked


def _ask_later(discord: FakeDiscord, seconds: float) -> Interaction:
    interaction = command("ask", question=_QUESTION)
    discord.fail("PATCH", f"/{interaction.token}/", rate_limited(seconds))
    return discord.deliver(interaction)


def test_sigterm_ends_it_while_discord_cannot_be_reached(
    archive: Path, tmp_path: Path, bots: BotNursery
) -> None:
    """The waits between the tries to log in do not hold it up."""
    config = _configured(archive, tmp_path / "data")
    with FakeDiscord() as discord:
        discord.fail("GET", "/users/@me", *(refusal(503) for _try in range(9)))
        bot = BotProcess(config, discord.environment, tmp_path / "output", bots.start)
        try:
            discord.until(lambda: len(discord.requests("GET", "/users/@me")) == 2, 60)
            bot.send(signal.SIGTERM)
            assert bot.wait(_END_SECONDS) == 0
        finally:
            bot.kill()
    assert "Traceback" not in bot.output


def test_a_bot_that_has_answered_much_ends_in_time(discord: FakeDiscord, bot: BotProcess) -> None:
    """Neither the model nor the interpreter is waited for; it is that of the tests above."""
    _wait_for_answer(discord, _ask(discord))
    bot.send(signal.SIGTERM)
    assert bot.wait(_END_SECONDS) == 0
    assert "Traceback" not in bot.output
