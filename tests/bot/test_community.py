"""Three days of a community with the real bot, whose month ``python -m bench.community`` lives."""

import shutil
from datetime import timedelta
from functools import partial
from pathlib import Path

from tests.bot.bot_nursery import BotNursery
from tests.bot.conftest import SHIPPED

from bench.community.community import live
from bench.community.town import Scale

SMALL = Scale(
    servers=2, members=20, days=3, questions_a_day=2, events_a_day=2, ahead=2,
    step=timedelta(hours=3), reads=False,
)  # fmt: skip


def test_three_days_of_a_small_community_hold_all_that_is_promised(
    tmp_path: Path, shipped_index: Path, bots: BotNursery
) -> None:
    """Each reminder once, each question answered, nothing shown to whom it is not for.

    The process is killed at a reminder, the line to Discord breaks, and Discord fails.
    """
    shutil.copytree(SHIPPED, tmp_path / "knowledge")
    shutil.copytree(shipped_index, tmp_path / "index")
    start = partial(bots.start, module="bench.community.process")
    lived = live(tmp_path, SMALL, 1, start)
    assert lived.broken == []
    assert lived.reminded > 3
    assert lived.starts == 2
    assert "[🔕 " in lived.transcript
