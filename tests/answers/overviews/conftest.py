"""Messages asked of the archive that ships, and overviews made for them."""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.answers.test_answerer import answerer_from
from tests.conftest import SHIPPED

from forumbot.answers.answerer import Answerer
from forumbot.answers.occasions.named_event import DatedEvent
from forumbot.answers.occasions.next_event import Agenda
from forumbot.answers.overviews.overview import Asked
from forumbot.asking.question import read_question
from forumbot.reminders.events_file import check_events
from forumbot.search.generation import Generation, load_live
from forumbot.search.index_folder import IndexFolder
from forumbot.search.ports import Embedder
from forumbot.service import dated_events

Ask = Callable[..., Asked]


@pytest.fixture(scope="session")
def shipped(shipped_index: Path) -> Generation:
    """The archive that ships with forumbot."""
    return load_live(IndexFolder(shipped_index))


@pytest.fixture(scope="session")
def finder(shipped_index: Path, embedder: Embedder) -> Answerer:
    """What finds by meaning in that archive."""
    return answerer_from(SHIPPED, shipped_index, embedder)[0]


@pytest.fixture(scope="session")
def calendar() -> Sequence[DatedEvent]:
    """What is dated in its calendar."""
    return dated_events(check_events(SHIPPED / "events.yaml").events)


@pytest.fixture
def ask(shipped: Generation, finder: Answerer, calendar: Sequence[DatedEvent]) -> Ask:
    """Makes what an overview is made from, seen from 20 February 2019."""

    def made(
        text: str, only: Collection[str] | None = None, *, now: datetime | None = None
    ) -> Asked:
        day = now or datetime(2019, 2, 20, 9, tzinfo=UTC)
        agenda = Agenda(lambda: day, lambda: calendar)
        return Asked(read_question(text), shipped, agenda, only, finder=finder)

    return made
