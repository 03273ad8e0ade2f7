"""Every button by its class: those under answers, in the order in which they stand, and all others.

Messages keep the ids that they were sent with: a template may grow, and goes on matching them all.
"""

import discord

from forumbot.bot.buttons.base import OnAnswer, Pressed
from forumbot.bot.buttons.calendar_files import IcsButton
from forumbot.bot.buttons.choose import ChooseButton
from forumbot.bot.buttons.confirm import KeepButton
from forumbot.bot.buttons.documents import DocumentsPageButton
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
from forumbot.bot.buttons.share import ShareButton
from forumbot.bot.buttons.vote import VoteButton
from forumbot.bot.overviews import PageButton
from forumbot.bot.ports import ShownAnswer

UNDER_ANSWERS: tuple[type[OnAnswer], ...] = (
    ChooseButton,
    VoteButton,
    NeedButton,
    MoreButton,
    OutcomesButton,
    FurtherButton,
    ShareButton,
)
BUTTONS: tuple[type[Pressed], ...] = (
    *UNDER_ANSWERS,
    PassagesPageButton,
    OutcomesPageButton,
    DocumentsPageButton,
    KeepButton,
    PageButton,
    RemindMeButton,
    RemindOfButton,
    LeadButton,
    EndButton,
    StopButton,
    IcsButton,
    LogButton,
)


def buttons_under(shown: ShownAnswer) -> discord.ui.View:
    """The buttons that stand under an answer."""
    view = discord.ui.View(timeout=None)
    for kind in UNDER_ANSWERS:
        for button in kind.under(shown):
            view.add_item(button)
    return view
