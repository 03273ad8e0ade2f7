"""The desk by itself, with the real model and index: together, once, off the event loop."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from tests.bot.conftest import MakeArchive, NewService
from tests.bot.world import Hands, WatchedEmbedder

from forumbot.answers.answerer import Answer, Finding
from forumbot.asking.context import Context
from forumbot.bot.desk import Desk
from forumbot.errors import UsageError
from forumbot.service import Service

WOMBATS = "# Wombats\n\nThe wombat fund has 5 million euros.\n"
ZEBRAS = "# Zebras\n\nThe zebra fund has 9 million euros.\n"
QUESTION = "How many euros has the wombat fund?"


@pytest.fixture
def service(make_archive: MakeArchive, new_service: NewService) -> Service:
    """A service over two documents, with its index built."""
    return new_service(make_archive({"wombats.md": WOMBATS, "zebras.md": ZEBRAS}))


@pytest.fixture
def desk(service: Service, hands: Hands) -> AbstractAsyncContextManager[Desk]:
    """An open desk; a test gets it entered."""
    return opened(Desk(service, hands))


@asynccontextmanager
async def opened(desk: Desk) -> AsyncIterator[Desk]:
    """The desk, open until the end of the test."""
    await desk.open()
    try:
        yield desk
    finally:
        desk.close()


async def started(desk: Desk, questions: Sequence[str]) -> list[asyncio.Task[Answer]]:
    """The questions, asked one after the other without waiting for an answer."""
    tasks = [asyncio.create_task(desk.ask(question)) for question in questions]
    await asyncio.sleep(0)
    # They are read in order, by one thread: once this one is, all of them are.
    await desk._read(QUESTION)
    await asyncio.sleep(0.05)
    return tasks


async def test_before_it_is_open_it_asks_for_patience(service: Service, hands: Hands) -> None:
    """A member who comes too early is told so in words."""
    desk = Desk(service, hands)
    with pytest.raises(UsageError, match="still being opened"):
        await desk.ask(QUESTION)
    assert await desk.search(QUESTION, 3) == []
    desk.close()


async def test_a_question_twice_in_a_minute_is_worked_out_once(
    desk: Desk, hands: Hands, watched: WatchedEmbedder
) -> None:
    """After a minute it is worked out again."""
    first = await desk.ask(QUESTION)
    hands.forward(seconds=59)
    assert (await desk.ask(f"  {QUESTION} ")).citations == first.citations
    assert len(watched.batches) == 1
    hands.forward(seconds=1)
    await desk.ask(QUESTION)
    assert len(watched.batches) == 2


async def test_who_asks_what_is_being_worked_out_waits_for_it(
    desk: Desk, watched: WatchedEmbedder
) -> None:
    """Both are answered from one piece of work."""
    watched.gate.clear()
    asked = await started(desk, [QUESTION, QUESTION, QUESTION])
    watched.gate.set()
    answers = await asyncio.gather(*asked)
    assert len({answer.text for answer in answers}) == 1
    assert watched.batches == [[QUESTION]]


async def test_questions_that_arrive_together_are_encoded_together(
    desk: Desk, watched: WatchedEmbedder
) -> None:
    """What comes while the first is worked out goes into batches, of at most 32."""
    watched.gate.clear()
    asked = await started(desk, [f"Is {number} the size of the fund?" for number in range(40)])
    watched.gate.set()
    await asyncio.gather(*asked)
    first, *others = [len(batch) for batch in watched.batches]
    assert others == ([32, 8 - first] if first < 8 else [40 - first])


async def test_only_some_documents_may_be_asked(desk: Desk, watched: WatchedEmbedder) -> None:
    """Questions to different documents are not mixed up."""
    watched.gate.clear()
    question = "How many euros has the fund?"
    asked = [
        asyncio.create_task(desk.ask(question, only=only))
        for only in (None, frozenset({"zebras.md"}), frozenset({"wombats.md"}))
    ]
    await asyncio.sleep(0.05)
    watched.gate.set()
    _any, zebras, wombats = await asyncio.gather(*asked)
    assert {hit.passage.doc_id for hit in zebras.hits} == {"zebras.md"}
    assert {hit.passage.doc_id for hit in wombats.hits} == {"wombats.md"}


async def test_a_question_asked_again_after_a_minute_of_waiting_is_answered_both_times(
    desk: Desk, hands: Hands, watched: WatchedEmbedder
) -> None:
    """On a slow machine the first asker must not be forgotten."""
    watched.gate.clear()
    asked = await started(desk, ["Which fund is the biggest?"])
    asked += await started(desk, [QUESTION])
    hands.forward(seconds=61)
    asked += await started(desk, [QUESTION])
    watched.gate.set()
    async with asyncio.timeout(60):
        answers = await asyncio.gather(*asked)
    assert answers[1].citations == answers[2].citations


async def test_a_failure_is_told_to_all_who_wait_and_not_remembered(
    desk: Desk, watched: WatchedEmbedder
) -> None:
    """The same question works as soon as the cause is gone."""
    watched.failure = RuntimeError("no memory")
    results = await asyncio.gather(*await started(desk, [QUESTION] * 2), return_exceptions=True)
    assert [str(result) for result in results] == ["no memory"] * 2
    watched.failure = None
    assert (await desk.ask(QUESTION)).finding is Finding.ANSWER


async def test_who_goes_away_takes_no_answer_from_others(
    desk: Desk, watched: WatchedEmbedder
) -> None:
    """A cancelled asker leaves the work to those who wait for the same."""
    watched.gate.clear()
    gone, waiting = await started(desk, [QUESTION, QUESTION])
    gone.cancel()
    watched.gate.set()
    assert (await waiting).finding is Finding.ANSWER


async def test_a_follow_up_leans_and_keeps_the_asker_s_own_words(desk: Desk) -> None:
    """As what it was read stands in the answer too."""
    answer = await desk.ask(
        "and how many euros has it?", context=Context("What is the zebra fund?")
    )
    assert answer.question == "and how many euros has it?"
    assert "zebra fund" in answer.understood.text
    assert answer.citations[0].doc_id == "zebras.md"


async def test_a_follow_up_to_a_long_question_stays_within_the_limit(desk: Desk) -> None:
    """Question and subject together may not be too long to ask."""
    previous = " ".join(f"word{number}" for number in range(120))[:1000]
    answer = await desk.ask("and " + "why so " * 50 + "is it?", context=Context(previous))
    assert len(answer.understood.text) <= 1000


@pytest.mark.parametrize("question", ["", "   ", "?" * 1001])
async def test_no_question_and_too_long_a_one_are_refused(desk: Desk, question: str) -> None:
    """Before anything is worked out."""
    with pytest.raises(UsageError):
        await desk.ask(question)


async def test_a_new_generation_is_taken_up_and_what_was_known_forgotten(
    desk: Desk, service: Service, watched: WatchedEmbedder
) -> None:
    """The same question is worked out anew from the new one."""
    await desk.ask(QUESTION)
    assert not await desk.refresh()
    path: Path = service.settings.knowledge / "wombats.md"
    path.write_text(WOMBATS.replace("5 million", "6 million"), encoding="utf-8")
    await desk.run(lambda: service.build(strict=True, on_progress=lambda _s, _d, _t: None))
    assert await desk.refresh()
    assert "6 million" in (await desk.ask(QUESTION)).text
    assert watched.batches == [[QUESTION]] * 2


async def test_members_are_answered_while_an_index_is_built(
    desk: Desk, service: Service, watched: WatchedEmbedder
) -> None:
    """A build has a thread of its own."""
    (service.settings.knowledge / "new.md").write_text("# New\n\nNew words.\n", encoding="utf-8")
    steps: list[str] = []
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wait(step: str, _done: int, _total: int) -> None:
        steps.append(step)
        asyncio.run_coroutine_threadsafe(asked.wait(), loop).result(timeout=60)

    building = asyncio.create_task(desk.run(lambda: service.build(strict=True, on_progress=wait)))
    while not steps:
        await asyncio.sleep(0.01)
    assert (await desk.ask(QUESTION)).finding is Finding.ANSWER
    assert not building.done()
    asked.set()
    await building
    assert watched.batches == [[QUESTION]]


async def test_search_gives_more_passages_than_an_answer(desk: Desk) -> None:
    """For those who want to read on."""
    hits = await desk.search("million euros", 10)
    assert [hit.passage.doc_id for hit in hits]
