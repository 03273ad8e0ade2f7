"""What tests of the bot share: worlds to speak in, and a look at every request that was sent."""

import asyncio
import inspect
import json
import logging
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from discord import app_commands
from tests.bot.bot_nursery import BotNursery
from tests.bot.discord_description import PATH, Description, left_out
from tests.bot.world import Hands, WatchedEmbedder, World, begin_world
from tests.indexes import Indexes, LoadedIndexes
from tests.nursery import Nursery

from forumbot.app import App
from forumbot.bot.archives import Archives
from forumbot.config import RetrievalConfig, Settings
from forumbot.search.ports import Embedder
from forumbot.service import Service

SHIPPED = Path(__file__).resolve().parents[2] / "knowledge"
READ = 3

MakeArchive = Callable[[dict[str, str]], Path]
NewService = Callable[[Path], Service]
OpenWorld = Callable[[Service, Archives], AbstractAsyncContextManager[World]]
OpenArchive = Callable[[dict[str, str]], AbstractAsyncContextManager[World]]


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run an ``async def`` test in a loop of its own, with its worlds opened."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(_opened(pyfuncitem.obj, {name: pyfuncitem.funcargs[name] for name in names}))
    return True


async def _opened(test: Callable[..., Any], arguments: dict[str, Any]) -> None:
    async with AsyncExitStack() as stack:
        for name, value in arguments.items():
            if isinstance(value, AbstractAsyncContextManager):
                arguments[name] = await stack.enter_async_context(value)
        await test(**arguments)


@pytest.fixture(scope="session", autouse=True)
def _topics_remembered(loaded_indexes: LoadedIndexes) -> Iterator[None]:
    """Bots that start on an index of the run find its topics once a process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("forumbot.bot.desk.topics", loaded_indexes.topics)
        yield


@pytest.fixture(scope="session", autouse=True)
def _translations_remembered() -> Iterator[None]:
    """Bots that start translate no command twice."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (app_commands.Command, app_commands.Group, app_commands.ContextMenu):
            patch.setattr(kind, "get_translated_payload", _remembering(kind.get_translated_payload))
        yield


def _remembering(translated: Callable[..., Any]) -> Callable[..., Any]:
    """As a method of commands does it, but once for all commands that are the same."""
    known: dict[tuple[type, str], str] = {}

    async def remembered(command: Any, tree: Any, translator: Any) -> dict[str, Any]:
        key = type(translator), json.dumps(command.to_dict(tree), sort_keys=True)
        if key not in known:
            known[key] = json.dumps(await translated(command, tree, translator))
        payload: dict[str, Any] = json.loads(known[key])
        return payload

    return remembered


@pytest.fixture(scope="session")
def description() -> Description | None:
    """Discord's own description, where it is there."""
    return Description(PATH) if PATH.is_file() else None


@pytest.fixture(scope="session")
def bots(nursery: Nursery) -> BotNursery:
    """Starts bots in the time that it takes to load the model."""
    return BotNursery(nursery)


@pytest.fixture
def hands() -> Hands:
    """The clock of the bot and of its parts."""
    return Hands()


@pytest.fixture
def watched(embedder: Embedder) -> WatchedEmbedder:
    """The model that the bot answers with."""
    return WatchedEmbedder(embedder)


@pytest.fixture(scope="session")
def shipped_settings(shipped_index: Path, embedder: Embedder) -> Settings:
    """Those of the archive that ships; what answers load is loaded, and no world waits for it.

    Fewer passages are read with a question than by default, each of which takes a twentieth of a
    second: how good answers are is tested elsewhere, what the bot makes of them here.
    """
    settings = Settings(
        knowledge=SHIPPED, index=shipped_index, knowledge_named=True,
        retrieval=RetrievalConfig(read=READ),
    )  # fmt: skip
    App(settings, Hands(), embedder).service.ask("When was the third forum held?")
    return settings


@pytest.fixture
def shipped_service(shipped_settings: Settings, hands: Hands, watched: WatchedEmbedder) -> Service:
    """A service over the archive that ships."""
    return App(shipped_settings, hands, watched).service


@pytest.fixture
def world(
    shipped_service: Service,
    hands: Hands,
    watched: WatchedEmbedder,
    tmp_path: Path,
    description: Description | None,
    caplog: pytest.LogCaptureFixture,
) -> AbstractAsyncContextManager[World]:
    """A world whose bot knows the archive that ships; a test gets it opened."""
    opened = begin_world(shipped_service, hands, watched, tmp_path)
    return _looked_over(opened, description, caplog)


@pytest.fixture
def open_world(
    hands: Hands,
    watched: WatchedEmbedder,
    tmp_path: Path,
    description: Description | None,
    caplog: pytest.LogCaptureFixture,
) -> OpenWorld:
    """Opens a world whose bot answers from the archives that the test gives it."""

    def opened(service: Service, archives: Archives) -> AbstractAsyncContextManager[World]:
        opening = begin_world(service, hands, watched, tmp_path, lambda _service: archives)
        return _looked_over(opening, description, caplog)

    return opened


@pytest.fixture
def new_service(
    hands: Hands, watched: WatchedEmbedder, tmp_path: Path, indexes: Indexes
) -> NewService:
    """Makes a service over a knowledge folder, with an index of its own."""

    def made(knowledge: Path) -> Service:
        settings = Settings(knowledge=knowledge, index=tmp_path / "index", knowledge_named=True)
        shutil.copytree(indexes.of(knowledge, hands()), settings.index)
        return App(settings, hands, watched).service

    return made


@pytest.fixture
def open_archive(
    make_archive: MakeArchive,
    new_service: NewService,
    hands: Hands,
    watched: WatchedEmbedder,
    tmp_path: Path,
    description: Description | None,
    caplog: pytest.LogCaptureFixture,
) -> OpenArchive:
    """Opens a world whose bot knows an archive of a few files, which the test may rebuild."""

    def opened(files: dict[str, str]) -> AbstractAsyncContextManager[World]:
        opening = begin_world(new_service(make_archive(files)), hands, watched, tmp_path)
        return _looked_over(opening, description, caplog)

    return opened


@asynccontextmanager
async def _looked_over(
    opened: AbstractAsyncContextManager[World],
    description: Description | None,
    caplog: pytest.LogCaptureFixture,
) -> AsyncIterator[World]:
    """After the test every request must be right, and nothing may be in the log as an error."""
    async with opened as world:
        yield world
        assert _problems(world, description) == []
        logged = [entry for entry in caplog.records if entry.levelno >= logging.ERROR]
        assert world.expects_errors or logged == []


def _problems(world: World, description: Description | None) -> list[str]:
    found: list[str] = []
    for sent in world.env.http_requests:
        if description is not None:
            found += description.problems(sent.method, sent.path, sent.json)
        found += left_out(sent.path, sent.json)
        if _mentions(sent.json) and not _is_a_reminder_s(world, sent.path, sent.json):
            found.append(f"{sent.method} {sent.path} may ping: {sent.json}")
    return found


def _is_a_reminder_s(world: World, path: str, body: Any) -> bool:
    """Whether it posts to a channel and lets no more ping than the role that the test expects."""
    allowed = body["allowed_mentions"]
    everyone = "everyone" in world.may_ping
    pings = {int(role_id) for role_id in allowed.get("roles", [])}
    return (
        path.endswith("/messages")
        and path.startswith("/channels/")
        and not allowed.get("users")
        and pings <= world.may_ping
        and allowed["parse"] == (["everyone"] if everyone else [])
    )


def _mentions(body: Any) -> bool:
    """Whether a request that says something lets any of its mentions ping."""
    if not isinstance(body, dict):
        return False
    message = body.get("data") or body
    if not {"content", "embeds"} & message.keys() or "title" in message:
        return False
    allowed = message.get("allowed_mentions", {})
    return allowed.get("parse") != [] or bool(allowed.get("users") or allowed.get("roles"))
