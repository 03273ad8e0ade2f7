"""A month of a made-up community with the real bot: ``python -m bench.community``.

300 members in five servers ask, make events, have themselves reminded, leave and come; lines break,
processes are killed, calendars are broken. Discord is the loopback server of the tests; the bot is
``forumbot run`` over the archive that ships, with a clock that is moved on. Exit status 1 says that
something did not hold; each such thing is a line. ``--transcript FILE`` takes every text that
anybody saw.
"""

import argparse
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.community.community import live
from bench.community.town import Scale
from forumbot.app import App
from forumbot.config import Settings

ROOT = Path(__file__).resolve().parents[2]
_BUILT_AT = datetime(2019, 2, 18, 12, tzinfo=UTC)


def main() -> int:
    """Live through the month, and say what did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--servers", type=int, default=Scale.servers)
    parser.add_argument("--members", type=int, default=Scale.members)
    parser.add_argument("--days", type=int, default=Scale.days)
    parser.add_argument("--questions", type=int, default=Scale.questions_a_day, metavar="A_DAY")
    parser.add_argument("--step", type=int, default=30, help="minutes that pass at once at most")
    parser.add_argument("--index", type=Path, help="an index of the shipped archive, to copy")
    parser.add_argument("--transcript", type=Path)
    parser.add_argument("--folder", type=Path, help="where to live; it stays, with the bot's log")
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="forumbot-community-") as name:
        folder = given.folder or Path(name)
        shutil.copytree(ROOT / "knowledge", folder / "knowledge")
        _index(folder, given.index)
        scale = Scale(
            given.servers, given.members, given.days, given.questions,
            step=timedelta(minutes=given.step),
        )  # fmt: skip
        lived = live(folder, scale, given.seed)
    if given.transcript is not None:
        given.transcript.write_text(lived.transcript, encoding="utf-8")
    print(lived.summary)
    print(f"{time.monotonic() - began:.0f} s")
    for line in lived.broken:
        print(line)
    return 1 if lived.broken else 0


def _index(folder: Path, ready: Path | None) -> None:
    if ready is not None:
        shutil.copytree(ready, folder / "index")
        return
    settings = Settings(
        knowledge=folder / "knowledge", index=folder / "index", knowledge_named=True
    )
    app = App(settings, lambda: _BUILT_AT)
    app.service.build(strict=True, on_progress=lambda *_step: None)


if __name__ == "__main__":
    sys.exit(main())
