"""What commands and their options are for, in the languages of those who see them."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.bot.world import World

from forumbot.asking.asked_periods import asked_period
from forumbot.asking.question import read_question
from forumbot.bot.command_words import words
from forumbot.language.phrases import DEFAULT, phrase, spoken
from forumbot.reminders.event_entry import change_event, draft_event
from forumbot.reminders.events import Event
from forumbot.reminders.lead_words import parse_leads

_LONGEST, _LONGEST_COMMAND = 100, 4000
_TODAY, _NOW = date(2027, 2, 20), datetime(2027, 2, 20, 12, tzinfo=ZoneInfo("Europe/Brussels"))
_AS_IN, _OR = "as in|etwa|como|comme|come|zoals|jak|ca", "or|oder|ou|of|o|lub|sau"
_EXAMPLE = re.compile(rf"\b(?:{_AS_IN}|{_OR})\s?: (.+?)(?=,? \w+\s?: |\s?; |$)")
_TAKEN_AWAY = re.compile(r"; (\w+)\s?: [^:;]+$")


def every(commands: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Commands, groups, the commands within them, and their options."""
    return [one for top in commands for one in (top, *every(top.get("options", [])))]


def registered(world: World) -> list[dict[str, Any]]:
    """What Discord has of the bot's commands, as it was sent."""
    return list(world.env.backend.commands[None].values())


def described(starting: str) -> Iterator[str]:
    """The descriptions in all languages of the options that begin so in English."""
    for english, others in words().items():
        if english.startswith(starting):
            yield from (english, *others.values())


def test_each_description_is_in_every_other_language() -> None:
    """No longer than Discord takes it."""
    for texts in words().values():
        assert set(texts) == set(spoken()) - {DEFAULT}
        assert all(0 < len(text) <= _LONGEST for text in texts.values())


async def test_discord_is_told_them_with_the_commands(world: World) -> None:
    """Each command, option and choice is described in all; names are the same in all."""
    sent = every(registered(world))
    told = {
        one["description"]: one["description_localizations"]
        for one in sent
        if one.get("description")
    }
    assert set(told) | {"role", "message"} == set(words())
    for english, texts in told.items():
        assert {code.partition("-")[0] for code in texts} == set(words()[english])
        assert not {"en-US", "en-GB", "sv-SE"} & set(texts)
    assert told["Ask the archive a question"]["pt-BR"] == "Fazer uma pergunta ao arquivo"
    assert told["Whom to ping; none: nobody"]["es-419"].startswith("A quién")
    assert not any(one.get("name_localizations") for one in sent)


async def test_what_is_chosen_from_is_named_in_all(world: World) -> None:
    """By the words that the bot itself has for it; the value is the same in all languages."""
    sent = (one for option in every(registered(world)) for one in option.get("choices", []))
    named = {one["value"]: one["name_localizations"] for one in sent}
    assert named["moderators"]["de"] == phrase("setting_moderators", "de")
    assert named["deadline"]["fr"] == phrase("event_kind_deadline", "fr")
    assert named["message"]["ro"] == "mesaj"
    for texts in named.values():
        assert {code.partition("-")[0] for code in texts} == set(spoken()) - {DEFAULT}
        assert all(len(text) <= _LONGEST for text in texts.values())


async def test_no_command_is_longer_than_discord_takes_it(world: World) -> None:
    """Of each text the longest translation counts."""
    for command in registered(world):
        parts = [
            *every([command]),
            *(c for one in every([command]) for c in one.get("choices", [])),
        ]
        total = sum(
            max(map(len, (one.get(key) or "", *(one.get(f"{key}_localizations") or {}).values())))
            for one in parts
            for key in ("name", "description")
        )
        assert total + sum(len(one.get("value", "")) for one in parts) <= _LONGEST_COMMAND


def _draft(**given: str | None) -> Event:
    usual = {
        "starts": "9 March 2027 at 9:30", "ends": None, "place": "Bonn", "url": None,
        "themes": None, "repeats": None, "timezone": "Europe/Brussels",
    }  # fmt: skip
    return draft_event(
        event_id=None,
        title="Talk",
        kind="other",
        now=_NOW,
        **(usual | given),  # type: ignore[arg-type]
    )


def _ending(text: str) -> Event:
    at = "" if "15" in text else " at 15:00"
    return _draft(starts=f"14 March 2027{at}", ends=text)


@pytest.mark.parametrize(
    ("starting", "count", "read"),
    [
        ("When it starts", 18, lambda text: _draft(starts=text)),
        ("When it ends", 36, _ending),
        ("How it repeats", 27, lambda text: _draft(repeats=text)),
        ("How long before,", 18, lambda text: parse_leads(text, "Europe/Brussels", _TODAY)),
        ("Only of this time", 18, lambda text: asked_period(read_question(text), _TODAY)),
    ],
)
def test_the_examples_can_be_typed_as_they_stand(
    starting: str, count: int, read: Callable[[str], object]
) -> None:
    """In each language, and mean the same in all."""
    found = [_EXAMPLE.findall(text) for text in described(starting)]
    assert sum(map(len, found)) == count
    meant = {str(read(one)) for told in found for one in told}
    assert "None" not in meant
    assert len(meant) <= count // 9


def test_the_word_for_nothing_takes_away() -> None:
    """Each description of ``/event edit`` names one of its language."""
    event = _draft()
    told = [_TAKEN_AWAY.search(text) for text in described("Where it takes place; ")]
    assert len(told) == len(spoken())
    for one in told:
        assert one is not None
        assert change_event(event, now=_NOW, place=one[1]).place is None
        assert change_event(event, now=_NOW, place=one[1].title()).place is None
