"""Every button by its class, and which of them stand under an answer.

Messages keep the ids that they were sent with: a template may grow, and goes on matching them all.
"""

import discord

from forumbot.bot.buttons.base import Pressed
from forumbot.bot.buttons.calendar_files import IcsButton
from forumbot.bot.buttons.choose import ChooseButton, ChooseMenu
from forumbot.bot.buttons.confirm import KeepButton
from forumbot.bot.buttons.documents import DocumentsPageButton
from forumbot.bot.buttons.events import EventsPageButton
from forumbot.bot.buttons.explain import ExplainButton
from forumbot.bot.buttons.further import FurtherButton
from forumbot.bot.buttons.need import NeedButton
from forumbot.bot.buttons.outcomes import OutcomesButton, OutcomesPageButton
from forumbot.bot.buttons.passages import MoreButton, PassagesPageButton
from forumbot.bot.buttons.reminding import (
    EndButton,
    LeadButton,
    LogButton,
    RemindMeButton,
    RemindOfButton,
    StopButton,
)
from forumbot.bot.buttons.rest import RestButton
from forumbot.bot.buttons.scope import ScopeButton
from forumbot.bot.buttons.share import ShareButton
from forumbot.bot.buttons.vote import VoteButton
from forumbot.bot.overviews import PageButton
from forumbot.bot.ports import ShownAnswer

BUTTONS: tuple[type[Pressed | ChooseMenu], ...] = (
    ChooseButton,
    VoteButton,
    NeedButton,
    MoreButton,
    OutcomesButton,
    FurtherButton,
    ShareButton,
    RestButton,
    ExplainButton,
    ChooseMenu,
    PassagesPageButton,
    OutcomesPageButton,
    DocumentsPageButton,
    EventsPageButton,
    KeepButton,
    ScopeButton,
    PageButton,
    RemindMeButton,
    RemindOfButton,
    LeadButton,
    EndButton,
    StopButton,
    IcsButton,
    LogButton,
)
MOST_IN_SIGHT = 3
"""As many buttons as fit a phone in one row."""


def buttons_under(shown: ShownAnswer) -> discord.ui.View:
    """The buttons that stand under an answer, at most three; the last of them shows the rest.

    Above them is a menu where there are subjects to choose from.
    """
    view = discord.ui.View(timeout=None)
    if shown.choices:
        view.add_item(ChooseMenu(shown.answer_id, shown.choices, shown.language))
    kinds = (NeedButton, FurtherButton, ShareButton, VoteButton)
    buttons = [button for kind in kinds for button in kind.under(shown)]
    for button in (*buttons[: MOST_IN_SIGHT - 1], *RestButton.under(shown)):
        view.add_item(button.said_in(shown.language))
    return view
