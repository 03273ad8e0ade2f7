"""What commands are for, in the languages of those who see them."""

from typing import Any

from tests.bot.world import World

from forumbot.bot.command_words import descriptions
from forumbot.language.phrases import DEFAULT, spoken

_LONGEST = 100


def every(commands: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Commands, groups and the commands within them, which are options of kind 1 or 2."""
    found = []
    for one in commands:
        found += [one, *every([o for o in one.get("options", []) if o.get("type") in (1, 2)])]
    return found


def test_each_description_is_in_every_other_language() -> None:
    """No longer than Discord takes it."""
    for words in descriptions().values():
        assert set(words) == set(spoken()) - {DEFAULT}
        assert all(0 < len(text) <= _LONGEST for text in words.values())


async def test_discord_is_told_them_with_the_commands(world: World) -> None:
    """All that the table has are descriptions of commands; names are the same in all languages."""
    registered = every(list(world.env.backend.commands[None].values()))
    told = {one["description"]: one.get("description_localizations") or {} for one in registered}
    assert set(descriptions()) <= set(told)
    assert told["Ask the archive a question"]["pt-BR"] == "Fazer uma pergunta ao arquivo"
    assert told["Ask the archive a question"]["es-419"].startswith("Hacer")
    for words in told.values():
        assert not {"en-US", "en-GB", "sv-SE"} & set(words)
    assert not any(one.get("name_localizations") for one in registered)
