"""Which buttons there are, which stand under which answer, and the ids that they go by."""

import re
from collections.abc import Iterator

import discord
import pytest
from tests.bot.buttons.test_base import BEHIND, IN_SIGHT, QUESTION, UNANSWERED, answered
from tests.bot.world import World, buttons_of, labels_of, message_of

from forumbot.answers.answer import Finding
from forumbot.bot.buttons.base import Pressed
from forumbot.bot.buttons.choose import ChooseMenu
from forumbot.bot.buttons.registry import BUTTONS, buttons_under
from forumbot.bot.ports import ShownAnswer

ON_NO_ANSWER = ["What would it need?", "Ask further", "More…"]
# As 0.1.0 sent them: they stand under messages that members can still press buttons of.
SENT = {
    "fb:vote:0a1b2c3d:u": "VoteButton",
    "fb:vote:0a1b2c3d:d": "VoteButton",
    "fb:more:0a1b2c3d:1": "MoreButton",
    "fb:passages:0a1b2c3d:10": "PassagesPageButton",
    "fb:concluded:0a1b2c3d": "OutcomesButton",
    "fb:concluded:0a1b2c3d:2": "OutcomesButton",
    "fb:rest:0a1b2c3d": "RestButton",
    "fb:choose:0a1b2c3d:3": "ChooseButton",
    "fb:subject:0a1b2c3d": "ChooseMenu",
    "fb:need:0a1b2c3d": "NeedButton",
    "fb:share:0a1b2c3d": "ShareButton",
    "fb:further:0a1b2c3d": "FurtherButton",
    "fb:oc:2:0a1b2c3d:skills: need training": "OutcomesPageButton",
    "fb:oc:2::": "OutcomesPageButton",
    "fb:keep:0123456789abcdef:y": "KeepButton",
    "fb:keep:0123456789abcdef:n": "KeepButton",
    "fb:scope:0123456789abcdef": "ScopeButton",
    "fb:pg:log:1234567890123456789:2": "PageButton",
    f"fb:rm:{'0a' * 16}": "RemindMeButton",
    "fb:re:0123456789ab": "RemindOfButton",
    "fb:lead:12:3": "LeadButton",
    "fb:off:12": "EndButton",
    f"fb:stop:{'0a' * 16}": "StopButton",
    "fb:ics:0123456789ab": "IcsButton",
    "fb:ics:all": "IcsButton",
    f"fb:rl:{'0a' * 16}": "LogButton",
}


@pytest.mark.parametrize("custom_id", SENT)
def test_buttons_that_were_sent_go_on_working(custom_id: str) -> None:
    """One button answers each of their ids, and it is the one that was sent."""
    templates = {kind.__name__: kind.__discord_ui_compiled_template__ for kind in BUTTONS}
    answering = [name for name, template in templates.items() if template.fullmatch(custom_id)]
    assert answering == [SENT[custom_id]]


def test_every_button_is_in_the_registry_once() -> None:
    """Otherwise nothing answers its presses after a restart; bases, which are never sent, aside."""
    names = [kind.__name__ for kind in BUTTONS]
    assert sorted(set(names)) == sorted(names)
    sent = [kind.__name__ for kind in kinds_of(Pressed) if is_sent(kind)]
    assert sorted(names) == sorted([*sent, ChooseMenu.__name__])


def kinds_of(base: type[Pressed]) -> Iterator[type[Pressed]]:
    """All classes below one."""
    for kind in base.__subclasses__():
        yield kind
        yield from kinds_of(kind)


def is_sent(kind: type[Pressed]) -> bool:
    """Whether a button of this very class is ever sent, as one of a base is not."""
    return not kind.__discord_ui_compiled_template__.pattern.startswith("fb:never")


async def test_each_kind_of_answer_has_its_buttons(world: World) -> None:
    """Who was not answered cannot vote, and can see what it would need."""
    assert labels_of(await answered(world)) == IN_SIGHT
    assert labels_of(await answered(world, UNANSWERED)) == ON_NO_ANSWER
    private = await world.alice.slash(world.channel, "ask", question=QUESTION, private=True)
    assert labels_of(private) == ["Ask further", "Share in the channel", "More…"]
    rest = await world.alice.click(message_of(private), label="More…")
    assert rest.ephemeral
    assert labels_of(rest) == BEHIND


def test_buttons_are_in_the_language_of_the_answer() -> None:
    """Each whose label is words."""
    shown = ShownAnswer("0a1b2c3d", Finding.ANSWER, True, ("1. Skills",), "fr")
    menu, *buttons = buttons_under(shown).children
    assert isinstance(menu, discord.ui.DynamicItem)
    assert menu.item.placeholder == "Choisissez un sujet"
    labels = [one.item.label for one in buttons if isinstance(one, discord.ui.DynamicItem)]
    assert labels == ["Demander encore", "Partager dans le salon", "Plus…"]


async def test_ids_of_buttons_are_short_and_name_nobody(world: World) -> None:
    """They hold the answer's id; what is not said there is looked up."""
    shown = await answered(world)
    for button in buttons_of(shown):
        assert button.custom_id is not None
        assert len(button.custom_id) <= 100
        assert re.fullmatch(r"fb:\w+:[0-9a-f]{8}(:\w+)?", button.custom_id)
